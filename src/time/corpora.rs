//! The rules against the open time corpora, where they lie beside the checkout.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::*;

struct Score {
    relaxed: f64,
    strict: f64,
    value: f64,
}

fn corpus(name: &str) -> Option<Vec<Value>> {
    let root = std::env::var_os("DATELINE_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let text = std::fs::read_to_string(root.join("gold/open/time").join(format!("{name}.jsonl"))).ok()?;
    text.lines().map(|line| serde_json::from_str(line).ok()).collect()
}

/// Gold's predictions of one record: start and end in code points, type, value.
fn predict(record: &Value) -> Vec<Value> {
    let text = record["text"].as_str().unwrap_or("");
    let published = record["dct"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok());
    let found = timexes_in(text, &Syntax::default(), &Layer::default(), published);
    let chars = |byte: usize| text[..byte].chars().count();
    let kind = |kind| match kind {
        TimexKind::Date => "DATE",
        TimexKind::Time => "TIME",
        TimexKind::Duration => "DURATION",
        TimexKind::Set => "SET",
    };
    let one = |(s, t): &(Span, Timex)| json!({"start": chars(s.start()), "end": chars(s.end()), "type": kind(t.kind), "value": t.value});
    found.iter().map(one).collect()
}

fn ends(t: &Value) -> (u64, u64) {
    (t["start"].as_u64().unwrap_or(0), t["end"].as_u64().unwrap_or(0))
}

fn plain(value: &Value) -> Option<String> {
    let value = value.as_str()?.to_uppercase().split_whitespace().collect::<String>();
    let Some((day, clock)) = value.split_once('T').filter(|(day, _)| !day.starts_with('P')) else {
        return Some(value);
    };
    let clock = clock.trim_end_matches('Z');
    Some(format!("{day}T{}", if clock.len() > 5 { &clock[..5] } else { clock }))
}

/// Overlapping pairs, equal spans first, then the longer overlap.
fn pairs<'v>(gold: &'v [Value], given: &'v [Value]) -> Vec<(&'v Value, &'v Value)> {
    let mut all = Vec::new();
    for (g, a) in gold.iter().enumerate() {
        for (p, b) in given.iter().enumerate() {
            let ((s, e), (t, f)) = (ends(a), ends(b));
            let overlap = e.min(f).saturating_sub(s.max(t));
            if overlap > 0 {
                all.push((std::cmp::Reverse(((s, e) == (t, f), overlap)), g, p));
            }
        }
    }
    all.sort();
    let (mut used_gold, mut used_given) =
        (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    let mut free = |g: usize, p: usize| {
        !used_gold.contains(&g) && !used_given.contains(&p) && used_gold.insert(g) && used_given.insert(p)
    };
    all.into_iter().filter(|&(_, g, p)| free(g, p)).map(|(_, g, p)| (&gold[g], &given[p])).collect()
}

fn score(name: &str) -> Option<Score> {
    let records = corpus(name)?;
    let (mut gold, mut given, mut hits, mut equal, mut asked, mut right) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    let mut out = String::new();
    for record in &records {
        let wanted = record["timexes"].as_array()?;
        let found = predict(record);
        for (g, p) in pairs(wanted, &found) {
            hits += 1.0;
            equal += f64::from(ends(g) == ends(p));
            asked += f64::from(!g["value"].is_null());
            right += f64::from(!g["value"].is_null() && plain(&g["value"]) == plain(&p["value"]));
        }
        gold += wanted.len() as f64;
        given += found.len() as f64;
        let mut filled = record.clone();
        filled["timexes"] = Value::Array(found);
        out.push_str(&format!("{filled}\n"));
    }
    // for a look at the errors, or for the scorer of the corpora
    if let Some(folder) = std::env::var_os("DATELINE_PREDICTIONS") {
        let folder = PathBuf::from(folder).join("time");
        std::fs::create_dir_all(&folder).ok()?;
        std::fs::write(folder.join(format!("{name}.jsonl")), out).ok()?;
    }
    let relaxed = 2.0 * hits / (gold + given);
    Some(Score { relaxed, strict: 2.0 * equal / (gold + given), value: relaxed * right / asked })
}

#[allow(clippy::print_stderr)]
fn floor(name: &str, relaxed: f64, strict: f64, value: f64) {
    let Some(score) = score(name) else {
        eprintln!("skipped: no {name} beside the checkout");
        return;
    };
    let reached = [(score.relaxed, relaxed), (score.strict, strict), (score.value, value)];
    let fell = reached.iter().find(|(is, floor)| is < floor);
    assert!(fell.is_none(), "{name}: {fell:?} of relaxed, strict, value {reached:?}");
}

// the bare rules, without the model's trees and spans
#[test]
fn timebank_keeps_its_floor() {
    floor("timebank", 0.945, 0.910, 0.825);
}

#[test]
fn aquaint_keeps_its_floor() {
    floor("aquaint", 0.940, 0.835, 0.760);
}

#[test]
fn wikiwars_keeps_its_floor() {
    floor("wikiwars", 0.940, 0.890, 0.865);
}

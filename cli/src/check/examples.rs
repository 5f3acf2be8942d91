//! The sentences that a codebook's rules carry: what fires in each, and what it would take.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use dateline::codebook::{Example, Rule};
use dateline::{Coder, Document};
use serde_json::{Value, json};

use super::{CheckArgs, check_rule, is_wanted};
use crate::book;
use crate::page::{DOT, Format, Look, Style, Text};
use crate::read::{bar, in_order, put, threads_or_all};
use crate::why::{Why, place};

/// One example, tried.
struct Tried<'a> {
    example: Example<'a>,
    holds: bool,
    /// What was found in it: `ASSAULT/strike at “struck”`.
    fired: Vec<String>,
    /// What fired where it must not, or what it would take.
    why: String,
}

/// Held and all, of `codes` and of `not`.
#[derive(Debug, Default, Clone, Copy)]
struct Totals {
    codes: (usize, usize),
    not: (usize, usize),
}

impl Totals {
    fn add(&mut self, tried: &Tried) {
        let kind = if tried.example.codes { &mut self.codes } else { &mut self.not };
        kind.0 += usize::from(tried.holds);
        kind.1 += 1;
    }

    fn all_hold(self) -> bool {
        self.codes.0 == self.codes.1 && self.not.0 == self.not.1
    }

    fn json(self) -> Value {
        json!({
            "codes": { "hold": self.codes.0, "all": self.codes.1 },
            "not": { "hold": self.not.0, "all": self.not.1 },
        })
    }
}

/// Runs every example.
///
/// # Errors
/// Why the codebook cannot be used.
pub fn run(args: &CheckArgs, folder: Option<&Path>) -> Result<ExitCode, String> {
    let codebook = book::codebook(folder)?;
    check_rule(args, &codebook)?;
    let coder = book::coder_with(codebook)?;
    let codebook = coder.codebook();
    let examples: Vec<Example> = codebook.examples().filter(|e| is_wanted(args, e.rule)).collect();
    let bar = bar(examples.len(), "examples");
    let (mut tried, mut totals) = (Vec::new(), Totals::default());
    in_order(
        &examples,
        threads_or_all(args.threads),
        |e| try_one(&coder, *e),
        |result| {
            bar.inc(1);
            tried.extend(result.inspect(|t| totals.add(t)));
            true
        },
    );
    bar.finish_and_clear();
    let lost = examples.len() - tried.len();
    if lost > 0 {
        return Err(format!(
            "{lost} examples met a fault in dateline itself: please report it with the codebook"
        ));
    }
    let mut by_rule: BTreeMap<&str, Vec<&Tried>> = BTreeMap::new();
    for one in &tried {
        by_rule.entry(one.example.rule).or_default().push(one);
    }
    let rules: Vec<(&Rule, &Vec<&Tried>)> = codebook
        .events()
        .rules()
        .iter()
        .filter_map(|rule| Some((rule, by_rule.get(rule.id.as_str())?)))
        .collect();
    put(&match args.page.format {
        Format::Text => text(args, &rules, totals),
        Format::Json => json_text(&rules, totals)?,
    });
    let failed = args.strict && !totals.all_hold();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn try_one<'a>(coder: &Coder, example: Example<'a>) -> Tried<'a> {
    let (analysis, trace) = coder.trace(Document::from_plain(example.sentence));
    let why = Why { book: coder.codebook(), analysis: &analysis, trace: &trace };
    let fires = analysis.events.iter().position(|e| e.rule == example.rule);
    let said = match fires {
        None => why.nearest(example.rule),
        Some(event) => {
            let reading = trace.of_event(dateline::event::EventId(event));
            let words = reading.map(|r| why.quoted(&r.words)).unwrap_or_default();
            let filled = reading.into_iter().flat_map(|r| {
                let places = [("actor", &r.actor), ("recipient", &r.recipient)];
                places.map(|(name, f)| f.as_ref().map(|f| format!(", {name}: {}", why.filled(f))))
            });
            let filled: String = filled.flatten().collect();
            let score = analysis.events[event].score.map(|s| format!(", score {s:.2}")).unwrap_or_default();
            format!("fires at {words}{filled}{score}")
        }
    };
    let fired = analysis.events.iter().map(|e| format!("{} at “{}”", e.rule, why.words(e.trigger)));
    Tried { example, holds: fires.is_some() == example.codes, fired: fired.collect(), why: said }
}

fn text(args: &CheckArgs, rules: &[(&Rule, &Vec<&Tried>)], totals: Totals) -> String {
    let (mut out, look) = (String::new(), args.page.look.look());
    for (rule, tried) in rules {
        let shown: Vec<&&Tried> = tried.iter().filter(|t| args.verbose || !t.holds).collect();
        if shown.is_empty() {
            continue;
        }
        let held = tried.iter().filter(|t| t.holds).count();
        let line = Text::default().with(&rule.id, Style::HEADING);
        let tally = format!("{DOT}{}{DOT}{held} of {} hold", place(rule), tried.len());
        line.with(&tally, Style::FAINT).write(&mut out, 0, 4, look);
        shown.into_iter().for_each(|one| show(&mut out, one, look));
        out.push('\n');
    }
    let Totals { codes, not } = totals;
    let failing = codes.1 - codes.0 + not.1 - not.0;
    let line = format!(
        "{} examples of {} rules: {} of {} that must fire do, {} of {} that must not do not, {}",
        codes.1 + not.1,
        rules.len(),
        codes.0,
        codes.1,
        not.0,
        not.1,
        if failing == 0 { "all hold".to_owned() } else { format!("{failing} fail") }
    );
    Text::default().with(&line, Style::STRONG).write(&mut out, 0, 4, look);
    out
}

fn show(out: &mut String, one: &Tried, look: Look) {
    let must = if one.example.codes { "codes" } else { "not" };
    let (mark, style) = if one.holds { ("holds", Style::FAINT) } else { ("FAILS", Style::CAUTION) };
    let mut line = Text::default().with(mark, style);
    line.pad_to(7);
    line.push(must, Style::FAINT);
    line.pad_to(14);
    line.push(one.example.sentence, Style::PLAIN);
    line.write(out, 2, 16, look);
    let mut say = |name: &str, value: &str| {
        let mut line = Text::default().with(name, Style::FAINT);
        line.pad_to(12);
        line.push(value, Style::PLAIN);
        line.write(out, 16, 28, look);
    };
    let fired = if one.fired.is_empty() { "nothing".to_owned() } else { one.fired.join(", ") };
    match (one.example.codes, one.holds) {
        (true, true) => say("rule", &one.why),
        (true, false) => {
            say("fired", &fired);
            say("would take", &one.why);
        }
        (false, true) => {
            say("fired", &fired);
            say("kept out", &one.why);
        }
        (false, false) => {
            say("rule", &one.why);
            say(
                "would take",
                "a condition that these words do not meet, as object_not, subject_not or needs",
            );
        }
    }
}

fn json_text(rules: &[(&Rule, &Vec<&Tried>)], totals: Totals) -> Result<String, String> {
    let rules = rules.iter().map(|(rule, tried)| {
        let examples = tried.iter().map(|t| {
            json!({
                "sentence": t.example.sentence,
                "must": if t.example.codes { "fire" } else { "not fire" },
                "holds": t.holds,
                "fired": t.fired,
                "because": t.why,
            })
        });
        json!({ "rule": rule.id, "written": place(rule), "examples": examples.collect::<Vec<_>>() })
    });
    let value = json!({ "rules": rules.collect::<Vec<_>>(), "totals": totals.json() });
    serde_json::to_string(&value).map(|line| line + "\n").map_err(|e| e.to_string())
}

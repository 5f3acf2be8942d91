//! Spoiling of JSON records.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Rng;

const TYPES: [&str; 9] =
    ["ACCUSE", "ASSAULT", "COERCE", "PROTEST", "REQUEST", "RETREAT", "AGREE", "CONCEDE", "REJECT"];

/// The spoiled file; nothing where the corpus is not scored.
pub fn spoiled(area: &str, name: &str, text: &str, rng: &mut Rng) -> Option<String> {
    let corpus = name.split('.').next()?;
    let spoil: fn(&mut Value, usize, &mut Rng) = match (area, corpus) {
        ("entities", "gum") => mentions,
        ("entities", _) => entities,
        ("attribution", _) => attributions,
        ("events", "cameo") => roles,
        ("events", "cameo_class_only") => quad,
        ("events", "plv") => plv,
        ("events", "plover_gsr") => sample,
        ("events", "case2021_task2") => snippet,
        ("events", "meantime") => factuality,
        ("bank", _) => dispatch,
        ("time", _) => timexes,
        ("geo", _) => toponyms,
        ("extraction", _) => page,
        ("coref", _) => chains,
        _ => return None,
    };
    let lines = text.lines().map(|line| {
        let mut record: Value = serde_json::from_str(line).unwrap();
        let length = record["text"].as_str().unwrap_or("").chars().count();
        spoil(&mut record, length, rng);
        record.to_string() + "\n"
    });
    Some(lines.collect())
}

/// Moves the ends of a span, inside a text of some length.
fn shift(span: &mut Value, length: usize, rng: &mut Rng) {
    let start = span["start"].as_u64().unwrap() as usize + rng.below(5);
    let end = (span["end"].as_u64().unwrap() as usize + rng.below(7)).min(length);
    span["start"] = json!(start.saturating_sub(2).min(length - 1));
    span["end"] = json!(end.saturating_sub(3).max(span["start"].as_u64().unwrap() as usize + 1));
    span.as_object_mut().unwrap().remove("text");
}

/// Drops, moves, repeats, swaps and edits the spans of a list.
fn shake(list: &mut Value, length: usize, rng: &mut Rng, edit: fn(&mut Value, &mut Rng)) {
    let mut kept = Vec::new();
    for mut item in list.as_array().unwrap().clone() {
        if rng.chance(15) {
            continue;
        }
        if rng.chance(5) {
            kept.push(item.clone());
        }
        if rng.chance(30) {
            shift(&mut item, length, rng);
        }
        edit(&mut item, rng);
        kept.push(item);
    }
    for _ in 0..kept.len() / 8 {
        let (a, b) = (rng.below(kept.len()), rng.below(kept.len()));
        kept.swap(a, b);
    }
    *list = json!(kept);
}

fn no_edit(_: &mut Value, _: &mut Rng) {}

fn retype(item: &mut Value, rng: &mut Rng) {
    let kinds =
        ["person", "people", "organisation", "armed_group", "state", "place", "other", "PER", "Nationality"];
    if rng.chance(40) {
        item["type"] = json!(rng.pick(&kinds));
    }
}

fn entities(record: &mut Value, length: usize, rng: &mut Rng) {
    shake(&mut record["entities"], length, rng, |item, rng| {
        retype(item, rng);
        if rng.chance(50) {
            item.as_object_mut().unwrap().remove("confidence");
        }
    });
}

fn mentions(record: &mut Value, length: usize, rng: &mut Rng) {
    shake(&mut record["mentions"], length, rng, |item, rng| {
        if rng.chance(15) {
            item["chain"] = if rng.chance(30) { Value::Null } else { json!(rng.below(30).to_string()) };
        }
        if rng.chance(10) {
            retype(item, rng);
        }
        if rng.chance(30) {
            item.as_object_mut().unwrap().remove("head");
        }
    });
    let mut seen = BTreeSet::new();
    let once = |m: &Value| seen.insert((m["start"].as_u64(), m["end"].as_u64()));
    let list = record["mentions"].as_array().unwrap().clone();
    record["mentions"] = json!(list.into_iter().filter(once).collect::<Vec<_>>());
}

fn attributions(record: &mut Value, length: usize, rng: &mut Rng) {
    let mut kept = Vec::new();
    for mut item in record["attributions"].as_array().unwrap().clone() {
        for part in ["source", "cue", "content"] {
            if rng.chance(40) {
                shake(&mut item[part], length, rng, no_edit);
            }
        }
        if !rng.chance(10) {
            kept.push(item.clone());
        }
        if rng.chance(10) {
            item["source"] = json!([]);
            kept.push(item);
        }
    }
    record["attributions"] = json!(kept);
}

fn quad(record: &mut Value, _: usize, rng: &mut Rng) {
    if rng.chance(40) {
        record["quad"] = if rng.chance(5) { Value::Null } else { json!(rng.below(5)) };
    }
}

fn roles(record: &mut Value, length: usize, rng: &mut Rng) {
    for key in ["sources", "targets", "reciprocal"] {
        shake(&mut record[key], length, rng, no_edit);
    }
    quad(record, length, rng);
}

fn plv(record: &mut Value, _: usize, rng: &mut Rng) {
    if rng.chance(40) {
        record["type"] = json!(rng.pick(&TYPES));
    }
}

fn sample(record: &mut Value, _: usize, rng: &mut Rng) {
    let name =
        |rng: &mut Rng| json!({"text": *rng.pick(&["Iran", "the army of Iran", "UN", "rebels, and Jordan"])});
    let event = |record: &Value, rng: &mut Rng| {
        let own =
            |key: &str, rng: &mut Rng| if rng.chance(50) { record[key].clone() } else { json!([name(rng)]) };
        let event = if rng.chance(60) { record["event"].clone() } else { json!(rng.pick(&TYPES)) };
        json!({"event": event, "mode": record["mode"], "source": own("source", rng), "target": own("target", rng)})
    };
    if rng.chance(70) {
        let events: Vec<Value> = (0..rng.below(4)).map(|_| event(record, rng)).collect();
        record["events"] = json!(events);
    } else if rng.chance(20) {
        record["event"] = Value::Null;
    }
}

fn snippet(record: &mut Value, _: usize, rng: &mut Rng) {
    if rng.chance(60) {
        record["label"] = json!(rng.pick(&TYPES));
        record["mode"] = json!(rng.pick(&["arrest", "aerial", "demo", "riot"]));
    }
    if rng.chance(5) {
        record["label"] = Value::Null;
    }
}

fn factuality(record: &mut Value, _: usize, rng: &mut Rng) {
    for event in record["events"].as_array_mut().unwrap() {
        for (key, values) in [
            ("polarity", ["POS", "NEG"]),
            ("time", ["NON_FUTURE", "FUTURE"]),
            ("certainty", ["CERTAIN", "POSSIBLE"]),
        ] {
            if rng.chance(30) {
                event[key] = json!(rng.pick(&values));
            }
        }
    }
}

fn timexes(record: &mut Value, length: usize, rng: &mut Rng) {
    shake(&mut record["timexes"], length, rng, |item, rng| {
        if rng.chance(20) {
            item["type"] = json!(rng.pick(&["DATE", "TIME", "DURATION", "SET"]));
        }
        let value = item["value"].as_str().unwrap_or("").to_owned();
        if rng.chance(20) {
            item["value"] =
                rng.pick(&[json!(value.to_lowercase()), json!(format!(" {value}:00Z")), Value::Null]).clone();
        }
    });
}

fn toponyms(record: &mut Value, length: usize, rng: &mut Rng) {
    shake(&mut record["toponyms"], length, rng, |item, rng| {
        for axis in ["lat", "lon"] {
            let degrees = item[axis].as_f64();
            if rng.chance(40) {
                let step = *rng.pick(&[0.1, 1.0, 20.0]);
                let moved =
                    degrees.map(|d| (d + step * (rng.below(200) as f64 / 100.0 - 1.0)).clamp(-89.0, 89.0));
                item[axis] = json!(moved);
            }
            if rng.chance(5) {
                item[axis] = Value::Null;
            }
        }
        if rng.chance(4) {
            item["evaluated"] = json!(false);
        }
    });
}

fn page(record: &mut Value, _: usize, rng: &mut Rng) {
    let text = record["text"].as_str().unwrap_or("").to_owned();
    let mut words: Vec<&str> = text.split(' ').collect();
    let noise = rng.below(20);
    if rng.chance(80) {
        words.retain(|_| !rng.chance(noise));
        words.extend(["share", "this", "page", "now"].iter().take(rng.below(5)));
    }
    record["text"] = json!(if rng.chance(3) { String::new() } else { words.join(" ") });
}

fn chains(record: &mut Value, _: usize, rng: &mut Rng) {
    for mention in record["mentions"].as_array_mut().unwrap() {
        if rng.chance(25) {
            mention["chain"] =
                if rng.chance(40) { Value::Null } else { json!(format!("c{}", rng.below(20))) };
        }
    }
}

/// The ids of a list of records, and null.
fn ids(list: &Value) -> Vec<Value> {
    let own = list.as_array().unwrap().iter().map(|item| item["id"].clone());
    own.chain([Value::Null]).collect()
}

fn dispatch(record: &mut Value, length: usize, rng: &mut Rng) {
    let entities = ids(&record["entities"]);
    let statements = ids(&record["statements"]);
    for entity in record["entities"].as_array_mut().unwrap() {
        shake(&mut entity["mentions"], length, rng, no_edit);
    }
    for statement in record["statements"].as_array_mut().unwrap() {
        shake(&mut statement["content"], length, rng, no_edit);
        if rng.chance(20) {
            statement["speaker"] = rng.pick(&entities).clone();
        }
    }
    for event in record["events"].as_array_mut().unwrap() {
        spoil_event(event, length, rng, &entities, &statements);
    }
    drop_some(&mut record["events"], rng);
    for process in record["processes"].as_array_mut().unwrap() {
        for transition in process["transitions"].as_array_mut().unwrap() {
            if rng.chance(30) {
                shift(&mut transition["evidence"], length, rng);
            }
            if rng.chance(20) {
                transition["state"] = json!(rng.pick(&["paused", "begun", "ongoing"]));
            }
        }
        drop_some(&mut process["transitions"], rng);
    }
    for commitment in record["commitments"].as_array_mut().unwrap() {
        shift(&mut commitment["content"], length, rng);
        if rng.chance(20) {
            commitment["kind"] = json!("promise");
        }
    }
    drop_some(&mut record["commitments"], rng);
}

fn spoil_event(event: &mut Value, length: usize, rng: &mut Rng, entities: &[Value], statements: &[Value]) {
    if rng.chance(40) {
        shift(&mut event["trigger"], length, rng);
    }
    for (key, values) in [
        ("type", &TYPES[..]),
        ("polarity", &["affirmed", "negated"]),
        ("reality", &["actual", "future", "hypothetical"]),
        ("recency", &["current", "historical"]),
    ] {
        if rng.chance(20) {
            event[key] = json!(rng.pick(values));
        }
    }
    for side in ["actors", "recipients"] {
        if rng.chance(30) {
            let named = (0..rng.below(3)).map(|_| rng.pick(&entities[..entities.len() - 1]).clone());
            event[side] = json!(named.collect::<Vec<_>>());
        }
    }
    if rng.chance(30) {
        event["place"] = rng.pick(entities).clone();
        event["attributed_to"] = rng.pick(statements).clone();
        event["date"] =
            rng.pick(&[Value::Null, json!({"span": null, "value": "2016-02-03T10:30:00Z"})]).clone();
    }
    if rng.chance(70) {
        event["score"] = json!(rng.below(101) as f64 / 100.0);
    }
}

fn drop_some(list: &mut Value, rng: &mut Rng) {
    let kept: Vec<Value> = list.as_array().unwrap().iter().filter(|_| !rng.chance(20)).cloned().collect();
    *list = json!(kept);
}

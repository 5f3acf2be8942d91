//! A small report made by hand, for tests: odd words, a country as a place, somebody who says so.

use dateline::record::{DocumentRecord, EventRecord, SpanRecord};
use serde_json::{Value, json};

use crate::codes::Codes;
use crate::report::{Report, Told};

const TEXT: &str =
    "Rebels shelled Sanaa\tin Yemen, the \"Lions; of Ma’rib\" said. The UN will meet envoys in Yemen.";

/// The words as a span of the text.
fn span(words: &str) -> Value {
    let start = TEXT.find(words).unwrap();
    let chars = TEXT[..start].chars().count();
    let end = start + words.len();
    json!({ "start": start, "end": end, "text": words, "chars": [chars, chars + words.chars().count()] })
}

fn party(entity: &str, name: &str, words: &str) -> Value {
    json!({ "entity": entity, "name": name, "evidence": [span(words)] })
}

fn entity(id: &str, kind: &str, name: &str, more: Value) -> Value {
    let mut entity = json!({
        "id": id, "kind": kind, "name": name, "country": null, "sector": null,
        "role": { "text": null, "table": null }, "knowledge_id": null, "place": null, "mentions": [],
    });
    for (key, value) in more.as_object().unwrap() {
        entity[key] = value.clone();
    }
    entity
}

fn place(lat: f64, lon: f64, admin1: Option<&str>, precision: &str, geonames: u32) -> Value {
    json!({ "geonames": geonames, "lat": lat, "lon": lon, "country": "YEM", "admin1": admin1,
        "precision": precision, "reason": "only one of the name" })
}

fn entities() -> Value {
    let sanaa = place(15.3545, 44.2065, Some("Amanat Al Asimah"), "city", 71137);
    let yemen = place(15.5, 47.5, None, "country", 69543);
    json!([
        entity("e1", "armed_group", "Rebels", json!({ "country": "YEM", "sector": "REB" })),
        entity("e2", "place", "Sanaa", json!({ "country": "YEM", "place": sanaa })),
        entity("e3", "place", "Yemen", json!({ "country": "YEM", "place": yemen })),
        entity("e4", "organisation", "the \"Lions; of Ma’rib\"", json!({ "sector": "TER" })),
        entity("e5", "organisation", "United Nations", json!({ "sector": "IGO" })),
        entity("e6", "people", "envoys", json!({ "sector": "GOV", "country": "OMN" })),
    ])
}

fn event(id: &str, event_type: &str, trigger: &str, more: Value) -> Value {
    let mut event = json!({
        "id": id, "trigger": span(trigger), "mentions": [], "type": event_type, "mode": null, "contexts": [],
        "cameo": null, "quad_class": null, "intensity": null, "actors": [], "recipients": [], "place": null,
        "date": null, "polarity": "affirmed", "reality": "actual", "recency": "current", "attributed_to": null,
        "within": null, "counts": { "dead": null, "injured": null, "arrested": null, "displaced": null },
        "score": 0.91, "found_by": "both", "rule": "", "context_evidence": {},
    });
    for (key, value) in more.as_object().unwrap() {
        event[key] = value.clone();
    }
    event
}

fn events() -> Value {
    let mut sanaa = party("e2", "Sanaa", "Sanaa");
    sanaa["precision"] = json!("city");
    sanaa["reason"] = json!("only one of the name");
    let mut yemen = party("e3", "Yemen", "Yemen");
    yemen["precision"] = json!("country");
    yemen["reason"] = json!(null);
    let day = json!({ "value": "2031-01-22TNI", "precision": "day", "reason": "", "evidence": [] });
    let dead = json!({ "value": 11, "bound": "at_least", "evidence": [span("Lions")] });
    json!([
        event(
            "8a103df405f0b156",
            "ASSAULT",
            "shelled",
            json!({
                "mode": "heavy-weapons", "cameo": "194", "quad_class": "material_conflict", "contexts": ["military"],
                "actors": [party("e1", "Rebels", "Rebels")], "recipients": [party("e2", "Sanaa", "Sanaa")],
                "place": sanaa, "date": day, "mentions": [span("said")],
                "counts": { "dead": dead, "injured": null, "arrested": null, "displaced": null },
            })
        ),
        event(
            "0e0cd409578d66ac",
            "CONSULT",
            "meet",
            json!({
                "cameo": "043", "quad_class": "verbal_cooperation", "reality": "future", "attributed_to": "s1",
                "actors": [party("e4", "the \"Lions; of Ma’rib\"", "the \"Lions; of Ma’rib\""),
                    party("e5", "United Nations", "UN")],
                "recipients": [party("e6", "envoys", "envoys")], "place": yemen,
            })
        ),
    ])
}

/// The report: an attack on Sanaa, and a meeting to come of which the lions speak.
pub(crate) fn report() -> DocumentRecord {
    let said = json!({ "id": "s1", "source": span("the \"Lions; of Ma’rib\""),
        "speaker": party("e4", "the \"Lions; of Ma’rib\"", "Lions"), "cue": span("said"),
        "content": [span("Rebels shelled Sanaa")], "form": "indirect", "addressee": null, "stance": "asserts",
        "when": null, "where": null, "parent": null });
    let paragraph = span(TEXT);
    let first = TEXT.find(" The UN").unwrap();
    let report = json!({
        "schema": 1, "id": "a1b2c3d4e5f60718", "unit": "utf8-bytes", "url": "https://example.org/gazette/1",
        "publisher": "Gazette", "title": null, "standfirst": null, "byline": null,
        "published": { "date": "2031-01-23", "found": "given", "evidence": [] }, "language": "en",
        "blocks": [{ "kind": "paragraph", "span": paragraph }], "sentences": [[0, first], [first + 1, TEXT.len()]],
        "source_digest": "", "engine": "0.1.0", "codebook": "c0de", "model": "30de1", "diagnostics": [],
        "text": TEXT, "entities": entities(), "statements": [said], "events": events(), "processes": [],
        "commitments": [],
    });
    serde_json::from_value(report).unwrap()
}

/// Calls `look` with an event of the sample.
pub(crate) fn told<T>(index: usize, look: impl Fn(&Told<'_>) -> T) -> T {
    let (record, codes) = (report(), Codes::new());
    let report = Report::new(&record, &codes);
    look(&Told { report: &report, event: &record.events[index] })
}

/// Calls `look` with the report and its events after a change to the record.
pub(crate) fn changed<T>(
    change: impl Fn(&mut DocumentRecord),
    look: impl Fn(&Report<'_>, &[&EventRecord]) -> T,
) -> T {
    let (mut record, codes) = (report(), Codes::new());
    change(&mut record);
    let events: Vec<&EventRecord> = record.events.iter().collect();
    look(&Report::new(&record, &codes), &events)
}

/// The words as they stand in the sample.
pub(crate) fn words(words: &str) -> SpanRecord {
    serde_json::from_value(span(words)).unwrap()
}

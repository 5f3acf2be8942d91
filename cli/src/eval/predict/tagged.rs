//! What is tagged in a text: time expressions, places, names, mentions, attributions.

use std::collections::BTreeSet;

use dateline::actor::EntityKind;
use dateline::language::{NameKind, TimexKind};
use dateline::{Layer, Span};
use serde_json::{Value, json};

use super::Prediction;
use super::spans::Spans;
use dateline::Analysis;

/// A prediction of one key.
pub fn one(key: &str, value: Value) -> Prediction {
    [(key.to_owned(), value)].into_iter().collect()
}

/// Each item of a layer as a span with further keys.
fn layer<T>(spans: &Spans, items: &Layer<T>, more: impl Fn(&T) -> Option<Value>) -> Value {
    items.iter().filter_map(|(span, item)| spans.with(*span, more(item)?)).collect()
}

/// Time expressions, for `time/*`.
pub fn timexes(reading: &Analysis, _: &Value) -> Prediction {
    let kind = |kind| match kind {
        TimexKind::Date => "DATE",
        TimexKind::Time => "TIME",
        TimexKind::Duration => "DURATION",
        TimexKind::Set => "SET",
    };
    let row = |t: &dateline::time::Timex| Some(json!({"type": kind(t.kind), "value": t.value}));
    one("timexes", layer(&Spans::of(&reading.document), &reading.timexes, row))
}

/// Place names, for `geo/*`: with their point, or without one where none was found.
pub fn toponyms(reading: &Analysis, _: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let placed = reading.places.iter().map(|(span, p)| (*span, json!({"lat": p.lat, "lon": p.lon})));
    let tagged = reading.language.toponyms.iter();
    let unplaced = tagged.filter(|(span, _)| reading.places.overlapping(*span).next().is_none());
    let unplaced = unplaced.map(|(span, _)| (*span, entity_point(reading, *span)));
    let mut all: Vec<(Span, Value)> = placed.chain(unplaced).collect();
    all.sort_by_key(|(span, _)| *span);
    one("toponyms", all.into_iter().filter_map(|(span, point)| spans.with(span, point)).collect())
}

/// The point of the state or place that the words mention: `Canadian` is said of Canada.
fn entity_point(reading: &Analysis, span: Span) -> Value {
    let mentioned = reading.entities.all.iter().filter(|e| e.mentions.iter().any(|m| m.span == span));
    match mentioned.filter_map(|e| e.place.as_ref()).next() {
        Some(place) => json!({"lat": place.lat, "lon": place.lon}),
        None => json!({"lat": null, "lon": null}),
    }
}

/// Names, for Universal NER.
pub fn names(reading: &Analysis, _: &Value) -> Prediction {
    let label = |kind: &NameKind| match kind {
        NameKind::Person => Some("PER"),
        NameKind::Organisation => Some("ORG"),
        NameKind::Place => Some("LOC"),
        NameKind::Nationality | NameKind::Other => None,
    };
    let row = |kind: &NameKind| Some(json!({"type": label(kind)?}));
    one("entities", layer(&Spans::of(&reading.document), &reading.language.names, row))
}

/// Mentions after the re3d scheme.
pub fn re3d(reading: &Analysis, _: &Value) -> Prediction {
    let row = |label: &&'static str| Some(json!({"type": label}));
    one("entities", layer(&Spans::of(&reading.document), &reading.language.mentions, row))
}

/// Dateline's name of a kind of entity.
pub fn kind_name(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::State => "state",
        EntityKind::Organisation => "organisation",
        EntityKind::ArmedGroup => "armed_group",
        EntityKind::People => "people",
        EntityKind::Place => "place",
        EntityKind::Other => "other",
    }
}

/// All noun phrases, for GUM: each with its chain, or none where it stands alone.
pub fn mentions(reading: &Analysis, _: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let words = reading.language.syntax.words();
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    let mut rows: Vec<(Span, Value)> = Vec::new();
    for (i, chain) in reading.entities.chains.iter().enumerate() {
        let name = (chain.phrases.len() > 1).then(|| i.to_string());
        let kind = kind_name(chain.kind);
        for (span, head) in chain.phrases.iter().filter(|(span, _)| seen.insert(*span)) {
            let head = words.get(*head).map(|word| word.span);
            rows.push((*span, json!({"type": kind, "chain": name, "head": spans.list(head)})));
        }
    }
    rows.sort_by_key(|(span, _)| *span);
    one("mentions", rows.into_iter().filter_map(|(span, more)| spans.with(span, more)).collect())
}

/// Statements with source, cue and content, for PolNeAR.
pub fn attributions(reading: &Analysis, _: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let rows = reading.statements.iter().map(|s| {
        json!({
            "source": spans.list(s.source),
            "cue": spans.list(s.cue),
            "content": spans.list(s.content.iter().copied()),
        })
    });
    one("attributions", rows.collect())
}

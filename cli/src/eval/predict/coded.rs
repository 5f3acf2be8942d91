//! Sentences with one coding: answers taken from the events that were read.

use dateline::Span;
use dateline::actor::{EntityId, Mention};
use dateline::event::Event;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Prediction;
use super::spans::Spans;
use super::tagged::one;
use crate::eval::text::Chars;
use dateline::Analysis;

/// The quad class of a PLOVER type; 0, neutral, for none.
fn quad(event_type: &str) -> u8 {
    match event_type {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => 1,
        "COOPERATE" | "AID" | "RETREAT" => 2,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => 4,
        _ => 0,
    }
}

/// The event that a sentence is about: the first with both sides, else the first with an actor,
/// else the first.
fn main_event(reading: &Analysis) -> Option<&Event> {
    let sides = |e: &&Event| usize::from(!e.actors.is_empty()) * 2 + usize::from(!e.recipients.is_empty());
    // of equals `max_by_key` takes the last
    reading.events.iter().rev().max_by_key(sides)
}

/// The mention of an entity that stands nearest to a place in the text.
fn nearest(reading: &Analysis, id: EntityId, to: Span) -> Option<&Mention> {
    let gap = |m: &&Mention| {
        let after = m.span.start().saturating_sub(to.end());
        let before = to.start().saturating_sub(m.span.end());
        after.max(before)
    };
    reading.entities.all.get(id.0)?.mentions.iter().min_by_key(gap)
}

fn parties(reading: &Analysis, event: &Event, ids: &[EntityId]) -> Vec<Span> {
    ids.iter().filter_map(|id| nearest(reading, *id, event.trigger)).map(|m| m.span).collect()
}

/// The class alone, for the CAMEO sentences without spans.
pub fn class(reading: &Analysis, _: &Value) -> Prediction {
    one("quad", json!(main_event(reading).map_or(0, |event| quad(&event.event_type))))
}

/// Source, target and class of the main event, for the CAMEO sentences.
pub fn roles(reading: &Analysis, given: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let event = main_event(reading);
    let side = |ids: fn(&Event) -> &Vec<EntityId>| {
        spans.list(event.into_iter().flat_map(|e| parties(reading, e, ids(e))))
    };
    // who meets whom is reciprocal: one group that acts together and nobody to whom it does it
    let together = event.is_some_and(|e| e.recipients.is_empty() && e.actors.len() > 1);
    let (sources, targets) = (side(|e| &e.actors), side(|e| &e.recipients));
    let (sources, reciprocal) = if together { (json!([]), sources) } else { (sources, json!([])) };
    let mut prediction = class(reading, given);
    for (key, value) in [("sources", sources), ("targets", targets), ("reciprocal", reciprocal)] {
        prediction.insert(key.to_owned(), value);
    }
    prediction
}

/// The span of a party that a record gives.
fn given_span(spans: &Spans, party: &Value) -> Option<Span> {
    spans.bytes(Chars::deserialize(party).ok()?)
}

/// The type of the event between the given parties, for PLV: the event that has most of them, the
/// earlier of equals; null where the sentence has no event.
pub fn plv(reading: &Analysis, given: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let (actor, recipient) = (given_span(&spans, &given["actor"]), given_span(&spans, &given["recipient"]));
    let is = |ids: &[EntityId], party: Option<Span>| {
        let mut entities = ids.iter().filter_map(|id| reading.entities.all.get(id.0));
        party.is_some_and(|span| entities.any(|e| e.mentions.iter().any(|m| m.span.overlaps(span))))
    };
    let fit = |e: &&Event| u8::from(is(&e.actors, actor)) + u8::from(is(&e.recipients, recipient));
    let best = reading.events.iter().rev().max_by_key(fit);
    one("type", json!(best.map(|event| &event.event_type)))
}

/// Type and mode of the main event, for CASE 2021; null where the snippet has none.
pub fn snippet(reading: &Analysis, _: &Value) -> Prediction {
    let event = main_event(reading);
    let mut prediction = one("label", json!(event.map(|e| &e.event_type)));
    prediction.insert("mode".to_owned(), json!(event.and_then(|e| e.mode.as_ref())));
    prediction
}

/// Every event with the names of its parties, for the PLOVER sample.
pub fn sample(reading: &Analysis, _: &Value) -> Prediction {
    let rows = reading.events.iter().map(|event| {
        let names = |ids: &[EntityId]| -> Vec<Value> {
            let spans = parties(reading, event, ids);
            spans.into_iter().map(|span| json!({"text": reading.document.slice(span)})).collect()
        };
        json!({
            "event": event.event_type,
            "mode": event.mode,
            "source": names(&event.actors),
            "target": names(&event.recipients),
        })
    });
    one("events", rows.collect())
}

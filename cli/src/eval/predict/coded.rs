//! Sentences with one coding: answers taken from the events that were read.

use dateline::Span;
use dateline::actor::{EntityId, Mention};
use dateline::event::Event;
use dateline::language::EVENT_TYPES;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Prediction;
use super::spans::Spans;
use super::tagged::one;
use crate::eval::text::Chars;
use dateline::Analysis;

/// The event that a sentence is about: the surest of those with both sides, else of those with an
/// actor, else of all; of equals the first.
fn main_event(reading: &Analysis) -> Option<&Event> {
    let sides = |e: &Event| usize::from(!e.actors.is_empty()) * 2 + usize::from(!e.recipients.is_empty());
    let sure = |e: &Event| e.score.unwrap_or(0.0);
    // of equals `max_by` takes the last
    reading.events.iter().rev().max_by(|a, b| sides(a).cmp(&sides(b)).then(sure(a).total_cmp(&sure(b))))
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

/// The class alone, for the CAMEO sentences without spans: that of the record's first sentence.
pub fn class(reading: &Analysis, _: &Value) -> Prediction {
    one("quad", json!(reading.language.signals.quad(0)))
}

/// Source, target and class, for the CAMEO sentences.
pub fn roles(reading: &Analysis, given: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let side = |kind: &str| {
        let found = reading.language.parties.iter().filter(|(_, k)| *k == kind);
        spans.list(found.map(|(span, _)| *span))
    };
    let mut prediction = class(reading, given);
    for (key, kind) in [("sources", "Source"), ("targets", "Target"), ("reciprocal", "Reciprocal")] {
        prediction.insert(key.to_owned(), side(kind));
    }
    prediction
}

/// The span of a party that a record gives.
fn given_span(spans: &Spans, party: &Value) -> Option<Span> {
    spans.bytes(Chars::deserialize(party).ok()?)
}

// How much an event that was read adds to the model's own probability of its type.
const READ: f32 = 0.25;

/// The likeliest type of the main act between some words; null where nothing tells of one.
fn main_type<'a>(
    reading: &'a Analysis,
    sides: [Option<Span>; 2],
    events: &[(&'a Event, u8)],
) -> Option<&'a str> {
    let syntax = &reading.language.syntax;
    let words = sides.map(|side| side.map_or(0..0, |span| syntax.words_in(span)).collect::<Vec<_>>());
    let mut types = reading.language.signals.main_act(0..syntax.words().len(), &words[0], &words[1]);
    let most = events.iter().map(|(_, fit)| *fit).max();
    for (event, _) in events.iter().filter(|(_, fit)| Some(*fit) == most) {
        let at = EVENT_TYPES.iter().position(|t| *t == event.event_type);
        at.into_iter().for_each(|at| types[at] += READ * event.score.unwrap_or(0.5));
    }
    let best = types.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, p)| **p > 0.0);
    best.map(|(at, _)| EVENT_TYPES[at])
}

/// The type of the act between the given parties, for PLV.
pub fn plv(reading: &Analysis, given: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let sides = [given_span(&spans, &given["actor"]), given_span(&spans, &given["recipient"])];
    let is = |ids: &[EntityId], party: Option<Span>| {
        let mut entities = ids.iter().filter_map(|id| reading.entities.all.get(id.0));
        party.is_some_and(|span| entities.any(|e| e.mentions.iter().any(|m| m.span.overlaps(span))))
    };
    let fit = |e: &Event| u8::from(is(&e.actors, sides[0])) + u8::from(is(&e.recipients, sides[1]));
    let events: Vec<(&Event, u8)> = reading.events.iter().map(|e| (e, fit(e))).collect();
    one("type", json!(main_type(reading, sides, &events)))
}

/// Type and mode of the main act, for CASE 2021; null where the snippet has none.
pub fn snippet(reading: &Analysis, _: &Value) -> Prediction {
    let events: Vec<(&Event, u8)> = main_event(reading).map(|e| (e, 0)).into_iter().collect();
    let label = main_type(reading, [None, None], &events);
    let of_type = |e: &&Event| Some(e.event_type.as_str()) == label;
    let event = main_event(reading).filter(of_type).or_else(|| reading.events.iter().find(of_type));
    let mut prediction = one("label", json!(label));
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

/// Every event, for sentences in which there should be none.
pub fn alarms(reading: &Analysis, _: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let rows = reading.events.iter().map(|event| {
        json!({
            "type": event.event_type,
            "trigger": spans.json(event.trigger),
            "rule": event.rule,
            "score": event.score,
            "grounds": event.grounds,
        })
    });
    one("events", rows.collect())
}

//! Did it happen: polarity, time and certainty of given event mentions.

use dateline::Span;
use dateline::event::{Event, Polarity, Reality};
use dateline::language::Signal;
use dateline::syntax::Syntax;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Prediction;
use super::spans::Spans;
use super::tagged::one;
use crate::eval::text::Chars;
use dateline::Analysis;

/// Polarity, time and certainty for each given event of MEANTIME.
pub fn events(reading: &Analysis, given: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let rows = given["events"].as_array().into_iter().flatten().map(|mention| {
        let span = Chars::deserialize(mention).ok().and_then(|chars| spans.bytes(chars));
        let status = span.map_or(Status::default(), |span| status_of(reading, span));
        json!({
            "start": mention["start"],
            "end": mention["end"],
            "polarity": if status.negated { "NEG" } else { "POS" },
            "time": if status.future { "FUTURE" } else { "NON_FUTURE" },
            "certainty": if status.uncertain { "POSSIBLE" } else { "CERTAIN" },
        })
    });
    one("events", rows.collect())
}

// What a reading of the tree adds to the model's probability.
const VOTE: f32 = 0.3;

/// What the text says of whether something happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Status {
    negated: bool,
    future: bool,
    uncertain: bool,
}

/// What the model says of the words, and the events that were read there.
fn status_of(reading: &Analysis, span: Span) -> Status {
    let at_trigger = |e: &&Event| e.trigger.overlaps(span) || e.mentions.iter().any(|m| m.overlaps(span));
    let event = reading.events.iter().find(at_trigger);
    let signals = &reading.language.signals;
    let words = reading.language.syntax.words_in(span);
    let mean = |of: fn(&Signal) -> f32| {
        words.clone().map(|w| of(signals.word(w))).sum::<f32>() / words.len().max(1) as f32
    };
    let told = status_in(&reading.language.syntax, span);
    // where no model was asked the tree alone decides
    let weight = if signals.is_empty() { 1.0 } else { VOTE };
    let vote = |rule: bool| if rule { weight } else { 0.0 };
    Status {
        negated: mean(|s| s.negated) + vote(event.map_or(told.negated, |e| e.polarity == Polarity::Negated))
            > 0.5,
        future: mean(|s| s.later) + vote(event.map_or(told.future, |e| e.reality == Reality::Future)) > 0.5,
        uncertain: mean(|s| s.doubtful) + vote(told.uncertain) > 0.5,
    }
}

/// Told by the negations, auxiliaries and adverbs that hang on the words themselves.
fn status_in(syntax: &Syntax, span: Span) -> Status {
    let Some(word) = syntax.head_of(span) else { return Status::default() };
    let marks = |word: usize, lemmas: &[&str]| {
        let mut marks = syntax.children(word).iter().map(|&c| syntax.word(c));
        marks.any(|mark| lemmas.contains(&mark.lemma.as_str()) || lemmas.contains(&mark.rel))
    };
    Status {
        negated: marks(word, &["not", "never", "no"]),
        future: marks(word, &["will", "shall"]),
        uncertain: marks(word, &["may", "might", "could", "perhaps", "possibly", "probably", "likely"]),
    }
}

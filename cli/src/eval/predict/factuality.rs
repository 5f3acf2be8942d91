//! Did it happen: polarity, time and certainty of given event mentions.

use dateline::Span;
use dateline::event::{Event, Polarity, Reality};
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

/// What the text says of whether something happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Status {
    negated: bool,
    future: bool,
    uncertain: bool,
}

/// That of the event that was read at these words; of the words themselves where none was.
fn status_of(reading: &Analysis, span: Span) -> Status {
    let at_trigger = |e: &&Event| e.trigger.overlaps(span) || e.mentions.iter().any(|m| m.overlaps(span));
    match reading.events.iter().find(at_trigger) {
        Some(event) => Status {
            negated: event.polarity == Polarity::Negated,
            future: event.reality == Reality::Future,
            uncertain: event.reality == Reality::Hypothetical,
        },
        None => status_in(&reading.language.syntax, span),
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

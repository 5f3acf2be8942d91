//! What makes the coder sure of an event: `codebook/score.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{CodebookError, Source};

/// What speaks for an event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Grounds {
    /// Log-odds of the model that the word tells of an act, cut off at 6 either way.
    pub told: f32,
    /// Logarithm of the model's probability for the type, not below -5.
    #[serde(rename = "type")]
    pub event_type: f32,
    /// Whether an actor is known.
    pub actor: bool,
    /// Whether a recipient is known.
    pub recipient: bool,
    /// Whether actor or recipient has to do with politics, as far as is known.
    pub political: bool,
    /// Whether a noun tells of it.
    pub noun: bool,
    /// Log-odds of the surest act of the whole report, cut off at 6 either way: whether it is about politics.
    pub report: f32,
}

// What each of the grounds weighs.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    base: f32,
    told: f32,
    r#type: f32,
    actor: f32,
    recipient: f32,
    political: f32,
    noun: f32,
    report: f32,
}

/// How sure the coder has to be, and what makes it sure.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreBook {
    /// Events below this score are left out.
    pub threshold: f32,
    /// The model proposes where it sees an act with this probability.
    pub propose: f32,
    rule: Weights,
    model: Weights,
    types: BTreeMap<String, f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Spanned<u32>,
    threshold: Spanned<f32>,
    propose: Spanned<f32>,
    rule: Weights,
    model: Weights,
    #[serde(default)]
    types: BTreeMap<String, f32>,
}

impl ScoreBook {
    /// The probability that a reading of a word is an event, found by a rule or by the model alone.
    pub fn score(&self, by_model: bool, event_type: &str, grounds: &Grounds) -> f32 {
        let parts = self.parts(by_model, event_type, grounds);
        let odds: f32 = parts.iter().map(|(_, value, weight)| value * weight).sum();
        1.0 / (1.0 + (-odds).exp())
    }

    /// Each ground with its value and its weight; the products add up to the log-odds of the score.
    pub fn parts(
        &self,
        by_model: bool,
        event_type: &str,
        grounds: &Grounds,
    ) -> [(&'static str, f32, f32); 9] {
        let if_so = |holds: bool| if holds { 1.0 } else { 0.0 };
        let weights = if by_model { &self.model } else { &self.rule };
        [
            ("base", 1.0, weights.base),
            ("told", grounds.told, weights.told),
            ("type", grounds.event_type, weights.r#type),
            ("actor", if_so(grounds.actor), weights.actor),
            ("recipient", if_so(grounds.recipient), weights.recipient),
            ("political", if_so(grounds.political), weights.political),
            ("noun", if_so(grounds.noun), weights.noun),
            ("report", grounds.report, weights.report),
            ("of its type", 1.0, self.types.get(event_type).copied().unwrap_or(0.0)),
        ]
    }

    pub(super) fn read(source: Source) -> Result<ScoreBook, CodebookError> {
        let file: File = source.parse()?;
        source.check_format(&file.format)?;
        for (name, value) in [("threshold", &file.threshold), ("propose", &file.propose)] {
            if !(0.0..=1.0).contains(value.get_ref()) {
                let reason = format!("{name} is {}, no probability", value.get_ref());
                return Err(source.error(value.span().start, reason, "write a number from 0 to 1"));
            }
        }
        let (threshold, propose) = (*file.threshold.get_ref(), *file.propose.get_ref());
        Ok(ScoreBook { threshold, propose, rule: file.rule, model: file.model, types: file.types })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_for_an_event_raises_its_score() {
        let weights = Weights {
            base: 0.0,
            told: 1.0,
            r#type: 0.5,
            actor: 1.0,
            recipient: 0.0,
            political: 0.5,
            noun: -1.0,
            report: 0.0,
        };
        let types = BTreeMap::from([("AID".to_owned(), -2.0)]);
        let book = ScoreBook { threshold: 0.5, propose: 0.5, rule: weights, model: weights, types };
        let even = Grounds { recipient: true, ..Grounds::default() };
        assert_eq!(book.score(false, "AGREE", &even), 0.5);
        assert!(book.score(false, "AID", &even) < 0.2);
        assert!(book.score(false, "AGREE", &Grounds { actor: true, ..even }) > 0.7);
        assert!(book.score(true, "AGREE", &Grounds { noun: true, ..even }) < 0.3);
        assert!(book.score(true, "AGREE", &Grounds { told: 6.0, ..even }) > 0.99);
    }
}

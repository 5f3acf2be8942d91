//! Events across documents: chains of given mentions within a topic.

use std::collections::{BTreeMap, BTreeSet};

use dateline::story::stem;
use serde::Deserialize;
use serde_json::Value;

use crate::eval::measure::Report;
use crate::eval::score::Ident;
use crate::eval::score::chains::{Coreference, chains_of};

/// A document of ECB+.
#[derive(Debug, Deserialize)]
pub struct GoldDocument {
    topic: Ident,
    sentences: Vec<Sentence>,
    mentions: Vec<GoldMention>,
}

#[derive(Debug, Deserialize)]
struct Sentence {
    n: i64,
    validated: bool,
}

#[derive(Debug, Deserialize)]
struct GoldMention {
    m_id: Ident,
    #[serde(rename = "type")]
    kind: String,
    chain: Option<Ident>,
    sent: i64,
    text: String,
}

/// The prediction for a document.
#[derive(Debug, Deserialize)]
pub struct Given {
    mentions: Vec<GivenMention>,
}

#[derive(Debug, Deserialize)]
struct GivenMention {
    m_id: Ident,
    chain: Option<Ident>,
}

impl GoldDocument {
    /// The event mentions (negated ones too) in the validated sentences.
    fn event_mentions(&self) -> impl Iterator<Item = &GoldMention> {
        let validated: BTreeSet<i64> = self.sentences.iter().filter(|s| s.validated).map(|s| s.n).collect();
        let is_event = |m: &GoldMention| m.kind.starts_with("ACTION") || m.kind.starts_with("NEG_ACTION");
        self.mentions.iter().filter(move |m| is_event(m) && validated.contains(&m.sent))
    }
}

/// The last word of a mention, lower case, less a common English ending.
pub fn head_stem(text: &str) -> String {
    stem(text.split_whitespace().next_back().unwrap_or(""))
}

/// A chain's name, or the mention itself where it has none.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Link<'a> {
    Chain(&'a Ident),
    Alone(usize),
}

fn link(chain: Option<&Ident>, mention: usize) -> Link<'_> {
    chain.map_or(Link::Alone(mention), Link::Chain)
}

/// A mention of a topic: gold's, and the chain predicted for it.
type Row<'a> = (&'a GoldMention, Option<&'a Ident>);

/// Scores ECB+, and the baseline that joins mentions of one head stem.
pub fn score(gold: &[GoldDocument], predicted: &[Given]) -> Report {
    let mut topics: BTreeMap<&Ident, Vec<Row>> = BTreeMap::new();
    for (document, given) in gold.iter().zip(predicted) {
        let chains: BTreeMap<&Ident, Option<&Ident>> =
            given.mentions.iter().map(|m| (&m.m_id, m.chain.as_ref())).collect();
        let rows = document.event_mentions().map(|m| (m, chains.get(&m.m_id).copied().flatten()));
        topics.entry(&document.topic).or_default().extend(rows);
    }
    let (mut system, mut baseline) = (Coreference::default(), Coreference::default());
    for rows in topics.values() {
        let rows = || rows.iter().enumerate();
        let key = chains_of(rows().map(|(i, (m, _))| (i, link(m.chain.as_ref(), i))), 1);
        system.add(&key, &chains_of(rows().map(|(i, (_, chain))| (i, link(*chain, i))), 1));
        baseline.add(&key, &chains_of(rows().map(|(i, (m, _))| (i, head_stem(&m.text))), 1));
    }
    Report::default()
        .count("topics", topics.len())
        .count("mentions", topics.values().map(Vec::len).sum())
        .metrics(system.metrics("chains"))
        .metrics(baseline.metrics("same_head"))
}

/// The mentions must be gold's, in gold's order.
pub fn check(gold: &Value, predicted: &Value) -> Option<String> {
    let names = |record: &Value| -> Vec<Value> {
        let mentions = record["mentions"].as_array().map(Vec::as_slice).unwrap_or_default();
        mentions.iter().map(|m| m["m_id"].clone()).collect()
    };
    let same = names(gold) == names(predicted);
    (!same).then(|| "the mentions are not gold's, in gold's order (m_id)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_of_heads() {
        for (words, stem) in [
            ("was arrested", "arrest"),
            ("arrests", "arrest"),
            ("charges", "charg"),
            ("charged", "charg"),
            ("running", "run"),
            ("killings", "killing"),
            ("pass", "pass"),
            ("died", "died"),
            ("", ""),
        ] {
            assert_eq!(head_stem(words), stem, "{words}");
        }
    }
}

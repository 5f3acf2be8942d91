//! Attribution: who is said to have said what.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::eval::matching::match_tokens;
use crate::eval::measure::{Report, Tally, share};
use crate::eval::text::{Chars, CodePoints, Patterns, Tokens};

/// A document of PolNeAR.
#[derive(Debug, Deserialize)]
pub struct Attributed {
    text: String,
    attributions: Vec<Attribution>,
}

#[derive(Debug, Deserialize)]
struct Attribution {
    source: Vec<Chars>,
    cue: Vec<Chars>,
    content: Vec<Chars>,
}

const PARTS: [&str; 3] = ["source", "cue", "content"];

/// Tokens of source, cue and content.
type Parts = [Tokens; 3];

impl Attributed {
    fn parts(&self, patterns: &Patterns) -> Vec<Parts> {
        let text = CodePoints::of(&self.text);
        let tokens = |spans: &Vec<Chars>| patterns.starts(&text, spans.iter().copied());
        self.attributions.iter().map(|a| [&a.source, &a.cue, &a.content].map(tokens)).collect()
    }
}

/// Content at least half alike, and at least half of the gold source's tokens found.
fn pairs_of(gold: &[Parts], predicted: &[Parts]) -> Vec<(usize, usize)> {
    let wanted: Vec<&Tokens> = gold.iter().map(|parts| &parts[2]).collect();
    let given: Vec<&Tokens> = predicted.iter().map(|parts| &parts[2]).collect();
    match_tokens(&wanted, &given, 0.5, |g, p| {
        let source = &gold[g][0];
        2 * source.intersection(&predicted[p][0]).count() >= source.len()
    })
}

/// The tokens of one part of all attributions.
fn union(parts: &[Parts], part: usize) -> Tokens {
    parts.iter().flat_map(|p| p[part].iter().copied()).collect()
}

/// Scores PolNeAR.
pub fn score(patterns: &Patterns, gold: &[Attributed], predicted: &[Attributed]) -> Report {
    let mut tokens = [Tally::default(); 3];
    let (mut found, mut exact_sources) = (Tally::default(), 0);
    for (g_record, p_record) in gold.iter().zip(predicted) {
        let (wanted, given) = (g_record.parts(patterns), p_record.parts(patterns));
        for (part, tally) in tokens.iter_mut().enumerate() {
            tally.add_sets(&union(&wanted, part), &union(&given, part));
        }
        let pairs = pairs_of(&wanted, &given);
        found.add(pairs.len(), given.len(), wanted.len());
        let source = |record: &Attributed, at: usize| -> BTreeSet<Chars> {
            record.attributions[at].source.iter().copied().collect()
        };
        exact_sources += pairs.iter().filter(|(g, p)| source(g_record, *g) == source(p_record, *p)).count();
    }
    let mut together = Tally::default();
    tokens.iter().for_each(|tally| together.join(*tally));
    let by_part = PARTS.iter().zip(&tokens).map(|(part, t)| (format!("{part}_token_f1"), t.f1()));
    Report::default()
        .count("gold", found.gold)
        .count("predicted", found.predicted)
        .count("matched", found.hit)
        .metrics(by_part.collect())
        .metric("token_f1", together.f1())
        .metric("attribution_f1", found.f1())
        .metric("attribution_precision", found.precision())
        .metric("attribution_recall", found.recall())
        .metric("exact_source_accuracy", share(exact_sources, found.hit))
}

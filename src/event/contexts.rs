//! The contexts of an event: those of its rule, and those of which the words beside it tell.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::codebook::{Looked, Rule};
use crate::span::Span;

use super::scene::Scene;
use super::{Event, tree};

/// A context of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventContext {
    /// `human_rights`.
    pub name: String,
    /// The words that tell of it; `None` where the rule itself gives it.
    pub evidence: Option<Span>,
}

/// The contexts that a rule gives.
pub(crate) fn of_rule(rule: &Rule) -> Vec<EventContext> {
    rule.contexts.iter().map(|name| EventContext { name: name.clone(), evidence: None }).collect()
}

/// Adds to each event the contexts of which words in its clause tell, or in what hangs on it; the
/// nearest of them is the evidence.
pub(crate) fn add(scene: &Scene, mut events: Vec<Event>) -> Vec<Event> {
    let s = scene.syntax;
    let mut by_sentence: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (i, event) in events.iter().enumerate() {
        let Some(head) = s.head_of(event.trigger) else { continue };
        by_sentence.entry(s.sentence_of(head)).or_default().push((i, head));
    }
    for (sentence, here) in by_sentence {
        let told = told(scene, &s.sentences()[sentence]);
        for (i, head) in here {
            let clause = tree::clause_head(s, head);
            let mut near: Vec<&(String, Range<usize>)> =
                told.iter().filter(|(_, words)| s.ancestors(words.start).any(|a| a == clause)).collect();
            near.sort_by_key(|(_, words)| words.start.abs_diff(head));
            for (name, words) in near {
                if !events[i].contexts.iter().any(|c| c.name == *name) {
                    let evidence = s.cover(words.clone());
                    events[i].contexts.push(EventContext { name: name.clone(), evidence });
                }
            }
        }
    }
    events
}

fn told(scene: &Scene, sentence: &Range<usize>) -> Vec<(String, Range<usize>)> {
    let looked = |w: usize| -> Looked {
        let form = scene.doc.slice(scene.syntax.word(w).span).to_lowercase();
        (tree::lemma(scene.syntax, w), form)
    };
    let words: Vec<Looked> = sentence.clone().map(looked).collect();
    let found = scene.codebook.contexts().told(&words);
    let shift = |at: Range<usize>| at.start + sentence.start..at.end + sentence.start;
    found.into_iter().map(|(context, at)| (context.name.clone(), shift(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{report, short};
    use crate::actor::EntityKind;

    #[test]
    fn a_clause_gives_its_contexts_with_the_nearest_words() {
        let report = report(
            &short(
                "Kenya/Kenya/PROPN/2/nsubj condemned/condemn/VERB.VBD/0/root the/the/DET/4/det arrest/arrest/NOUN/2/obj of/of/ADP/6/case diplomats/diplomat/NOUN/4/nmod after/after/ADP/9/case the/the/DET/9/det election/election/NOUN/2/obl by/by/ADP/11/case envoys/envoy/NOUN/9/nmod",
            ),
            &[("diplomats", EntityKind::Person)],
        );
        let events = report.events();
        let shown: Vec<Vec<(&str, Option<&str>)>> = events
            .iter()
            .map(|e| {
                e.contexts
                    .iter()
                    .map(|c| (c.name.as_str(), c.evidence.map(|s| report.doc.slice(s))))
                    .collect()
            })
            .collect();
        assert_eq!(
            shown,
            [
                vec![("diplomatic", Some("diplomats")), ("election", Some("election"))],
                vec![("legal", None), ("diplomatic", Some("diplomats")), ("election", Some("election"))],
            ]
        );
    }
}

//! `X, the Y` and `X is the Y` are one thing.

use std::collections::BTreeMap;

use super::links::Links;
use super::phrase::Phrase;
use crate::actor::EntityKind;
use crate::actor::sights::View;

/// Joins appositions and predicate nouns with what they are said of.
pub(super) fn join(view: &View<'_>, found: &[Phrase], links: &mut Links) {
    let by_head: BTreeMap<usize, usize> = found.iter().enumerate().map(|(i, p)| (p.head, i)).collect();
    let noun = |p: &Phrase| p.pro.is_none() && matches!(view.word(p.head).upos, "NOUN" | "PROPN");
    for (i, phrase) in found.iter().enumerate().filter(|(_, p)| noun(p)) {
        let apposed = view.word(phrase.head).head.filter(|_| view.rel(phrase.head) == "appos");
        if let Some(&other) = apposed.and_then(|h| by_head.get(&h)).filter(|&&o| renames(&found[o], phrase)) {
            links.join(other, i);
        }
        if !equates(view, phrase.head) {
            continue;
        }
        for subject in view.syntax.children_by(phrase.head, "nsubj") {
            if let Some(&other) = by_head.get(&subject) {
                links.join(other, i);
            }
        }
    }
}

/// Not `Paris, Texas`: there the second name says where the first lies. Two names are seldom one thing.
fn renames(first: &Phrase, second: &Phrase) -> bool {
    let places = matches!(first.kind, Some(EntityKind::Place | EntityKind::State));
    first.pro.is_none() && !(first.named && second.named && places)
}

/// Whether the noun stands after `be` in a plain main clause: not denied, not merely possible.
fn equates(view: &View<'_>, head: usize) -> bool {
    let children = view.syntax.children(head);
    let hedged = |&c: &usize| {
        matches!(view.lemma(c).as_str(), "not" | "n't" | "never" | "no")
            || view.word(c).upos == "AUX"
                && matches!(view.lemma(c).as_str(), "may" | "might" | "could" | "would" | "can" | "should")
    };
    children.iter().any(|&c| view.rel(c) == "cop")
        && !children.iter().any(hedged)
        && !matches!(view.rel(head), "advcl" | "acl")
}

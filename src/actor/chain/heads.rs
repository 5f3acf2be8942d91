//! `the armed group … the group`: a definite noun goes back to the same noun said with more words.

use std::collections::BTreeMap;

use super::links::Links;
use super::phrase::Phrase;
use crate::actor::sights::View;

/// Joins definite common nouns with the nearest earlier phrase of the same noun whose modifiers
/// include theirs.
pub(super) fn join(view: &View<'_>, found: &[Phrase], links: &mut Links) {
    let mut by_noun: BTreeMap<(&str, bool), Vec<usize>> = BTreeMap::new();
    for (i, phrase) in found.iter().enumerate().filter(|(_, p)| p.pro.is_none()) {
        let earlier = by_noun.entry((&phrase.lemma, phrase.plural)).or_default();
        if view.word(phrase.head).upos == "NOUN" && points_back(view, phrase.head) {
            let (own, behind) = (modifiers(view, phrase.head), followers(view, phrase.head));
            let fits = |&&j: &&usize| {
                let other = found[j].head;
                let inside = found[j].span.end() > phrase.span.start();
                let modified = modifiers(view, other);
                !inside
                    && own.iter().all(|m| modified.contains(m))
                    && (behind.is_empty() || behind == followers(view, other))
            };
            if let Some(&j) = earlier.iter().rev().find(fits) {
                links.join(j, i);
            }
        }
        earlier.push(i);
    }
}

/// Whether the noun has an article or demonstrative that points to something known, and no possessor.
fn points_back(view: &View<'_>, head: usize) -> bool {
    let definite = view
        .syntax
        .children_by(head, "det")
        .any(|d| matches!(view.text(d).to_lowercase().as_str(), "the" | "this" | "that" | "these" | "those"));
    definite && view.syntax.children_by(head, "nmod:poss").next().is_none()
}

fn modifiers(view: &View<'_>, head: usize) -> Vec<String> {
    let modifies = |&c: &usize| matches!(view.rel(c), "amod" | "compound" | "nummod" | "flat");
    view.syntax.children(head).iter().copied().filter(modifies).map(|c| view.lemma(c)).collect()
}

/// The nouns that stand behind with a preposition.
fn followers(view: &View<'_>, head: usize) -> Vec<String> {
    let behind = |&c: &usize| c > head && view.rel(c) == "nmod" && view.word(c).rel != "nmod:poss";
    view.syntax.children(head).iter().copied().filter(behind).map(|c| view.lemma(c)).collect()
}

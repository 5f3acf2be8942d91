//! Names that are shortened: surnames, given names, initials.

use super::links::Links;
use super::phrase::Phrase;
use crate::actor::EntityKind;
use crate::actor::sights::View;

/// Joins each name with the nearest earlier one that it shortens or that shortens it.
pub(super) fn join(view: &View<'_>, found: &[Phrase], links: &mut Links) {
    let mut names: Vec<(usize, Vec<String>)> = Vec::new();
    for (i, phrase) in found.iter().enumerate().filter(|(_, p)| p.named) {
        let own = parts(view, phrase.head);
        let person = |j: usize| [i, j].iter().any(|&k| found[k].kind == Some(EntityKind::Person));
        let fits = |(j, other): &&(usize, Vec<String>)| {
            let shorter = own.len() < other.len() && (other.ends_with(&own) || other.starts_with(&own));
            own == *other || shorter && person(*j) || initials(&own, other) || initials(other, &own)
        };
        if let Some((j, _)) = names.iter().rev().find(fits) {
            links.join(*j, i);
        }
        names.push((i, own));
    }
}

/// The proper nouns of a name in lower case.
fn parts(view: &View<'_>, head: usize) -> Vec<String> {
    let part = |&c: &usize| {
        matches!(view.rel(c), "flat" | "compound") && view.word(c).upos == "PROPN" && view.text(c) != "."
    };
    let mut words: Vec<usize> = view.syntax.children(head).iter().copied().filter(part).collect();
    words.push(head);
    words.sort_unstable();
    words.into_iter().map(|k| view.text(k).to_lowercase()).collect()
}

/// Whether `short` is the first letters of `long`.
fn initials(short: &[String], long: &[String]) -> bool {
    let [word] = short else { return false };
    let letters: String = long.iter().filter_map(|w| w.chars().next()).collect();
    long.len() > 1 && word.chars().filter(|c| *c != '.').eq(letters.chars())
}

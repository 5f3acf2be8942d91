//! Coreference over all noun phrases: which phrases of a report speak of one and the same thing.
//!
//! A sieve: passes from sure to unsure, each in its own file, each joining what the ones before it left
//! apart. What no record speaks of stays here, and never becomes an entity.

mod copula;
mod heads;
mod kinds;
mod links;
mod phrase;
mod pronoun;
mod same;
mod short;
mod speaker;
#[cfg(test)]
mod tests;

use super::sights::View;
use super::{Entities, EntityKind};
use crate::span::Span;

use links::Links;
use phrase::{Phrase, phrases};

/// Everything that a report says of one thing, in order of the text; often a single phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What the thing is; `Other` for what is no actor and no place.
    pub kind: EntityKind,
    /// Its phrases, each with the index of its head word.
    pub phrases: Vec<(Span, usize)>,
}

/// The noun phrases of a report, joined into chains, in order of their first phrase.
pub(super) fn chains(view: &View<'_>, entities: &Entities) -> Vec<Chain> {
    let found = phrases(view, &kinds::of_heads(view, entities));
    let links = linked(view, &found, entities);
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); found.len()];
    for i in 0..found.len() {
        groups[links.root(i)].push(i);
    }
    let chains = groups.into_iter().filter(|g| !g.is_empty()).flat_map(|g| {
        // nothing but modifiers (`cough` in `cough drops`) is no chain: each stands alone
        let apart = g.iter().all(|&i| found[i].modifier);
        if apart { g.into_iter().map(|i| vec![i]).collect() } else { vec![g] }
    });
    chains.map(|g| chain(view, &found, &g)).collect()
}

fn linked(view: &View<'_>, found: &[Phrase], entities: &Entities) -> Links {
    let mut links = Links::new(found);
    speaker::join(found, &mut links);
    same::join(found, entities, &mut links);
    copula::join(view, found, &mut links);
    short::join(view, found, &mut links);
    heads::join(view, found, &mut links);
    pronoun::join(view, found, &mut links);
    links
}

fn chain(view: &View<'_>, found: &[Phrase], group: &[usize]) -> Chain {
    let phrases: Vec<&Phrase> = group.iter().map(|&i| &found[i]).collect();
    Chain {
        kind: kinds::of_group(view, &phrases),
        phrases: phrases.iter().map(|p| (p.span, p.head)).collect(),
    }
}

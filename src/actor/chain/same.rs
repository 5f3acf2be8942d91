//! The same words are the same thing; so are the names of one entity.

use std::collections::BTreeMap;

use super::links::Links;
use super::phrase::Phrase;
use crate::actor::{Entities, MentionKind};

/// Joins phrases of equal words, and those that name one entity of the report.
pub(super) fn join(found: &[Phrase], entities: &Entities, links: &mut Links) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let number = |p: &Phrase| p.words.chars().all(|c| !c.is_alphabetic());
    for (i, phrase) in found.iter().enumerate().filter(|(_, p)| p.pro.is_none() && !number(p)) {
        match first.get(phrase.words.as_str()) {
            Some(&earlier) => links.join(earlier, i),
            None => {
                first.insert(&phrase.words, i);
            }
        }
    }
    let by_head: BTreeMap<usize, usize> = found.iter().enumerate().map(|(i, p)| (p.head, i)).collect();
    for entity in &entities.all {
        let named = entity.mentions.iter().filter(|m| m.kind == MentionKind::Name);
        let mut those = named.filter_map(|m| by_head.get(&m.head).copied());
        if let Some(one) = those.next() {
            those.for_each(|i| links.join(one, i));
        }
    }
}

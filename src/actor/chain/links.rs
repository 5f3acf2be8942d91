//! Which phrases are joined: a forest, each tree with what is known of its phrases together.

use super::phrase::{Phrase, Pro};
use crate::actor::EntityKind;

/// What the joined phrases say of their thing.
#[derive(Debug, Clone, Default)]
pub(super) struct Traits {
    /// The pronouns among them.
    pub(super) pronouns: Vec<Pro>,
    /// What their names say it is.
    pub(super) kinds: Vec<EntityKind>,
    /// Whether one of them is plural.
    pub(super) plural: bool,
    /// How many they are.
    pub(super) size: usize,
}

impl Traits {
    fn take(&mut self, other: Traits) {
        self.pronouns
            .extend(other.pronouns.into_iter().filter(|p| !self.pronouns.contains(p)).collect::<Vec<_>>());
        self.kinds.extend(other.kinds.into_iter().filter(|k| !self.kinds.contains(k)).collect::<Vec<_>>());
        self.plural |= other.plural;
        self.size += other.size;
    }
}

/// The joined phrases, by index.
pub(super) struct Links {
    above: Vec<usize>,
    traits: Vec<Traits>,
}

impl Links {
    /// Each phrase by itself.
    pub(super) fn new(found: &[Phrase]) -> Links {
        let traits = found.iter().map(|p| Traits {
            pronouns: p.pro.into_iter().collect(),
            kinds: p.kind.into_iter().collect(),
            plural: p.plural,
            size: 1,
        });
        Links { above: (0..found.len()).collect(), traits: traits.collect() }
    }

    /// The first phrase of those that `i` is joined with.
    pub(super) fn root(&self, mut i: usize) -> usize {
        // a link only ever leads to an earlier phrase
        while self.above[i] < i {
            i = self.above[i];
        }
        i
    }

    /// What is known of the phrases that `i` is joined with.
    pub(super) fn traits(&self, i: usize) -> &Traits {
        &self.traits[self.root(i)]
    }

    /// Joins two phrases, and all that each is joined with.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (first, last) = (a.min(b), a.max(b));
        if first == last {
            return;
        }
        self.above[last] = first;
        let taken = std::mem::take(&mut self.traits[last]);
        self.traits[first].take(taken);
    }
}

//! Kinds of processes and the words that change their state: `codebook/processes.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{CodebookError, Source};

type Set = BTreeSet<String>;

/// A kind of process and the words that name one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessKind {
    /// `negotiation`, `ceasefire` …
    pub name: String,
    /// Nouns, perhaps of two words.
    pub nouns: Set,
    /// Verbs that tell of one that runs.
    #[serde(default)]
    pub verbs: Set,
    /// Two-word nouns that name something else.
    #[serde(default)]
    pub nouns_not: Set,
}

/// A state and the words that bring it about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// `proposed`, `scheduled`, `begun`, `ongoing`, `paused`, `resumed`, `agreed`, `signed`, `violated`, `ended`.
    pub state: String,
    /// Verbs that govern the noun.
    #[serde(default)]
    pub verbs: Set,
    /// Verbs that do so when `until` follows.
    #[serde(default)]
    pub until: Set,
    /// Nouns that govern it: `the start of talks`.
    #[serde(default)]
    pub nouns: Set,
    /// Adjectives before it.
    #[serde(default)]
    pub adjectives: Set,
}

/// All of `processes.toml`.
#[derive(Debug, Clone)]
pub struct ProcessBook {
    kinds: Vec<ProcessKind>,
    transitions: Vec<Transition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProcessFile {
    format: toml::Spanned<u32>,
    kind: Vec<ProcessKind>,
    transition: Vec<Transition>,
}

impl ProcessBook {
    pub(super) fn read(source: Source) -> Result<ProcessBook, CodebookError> {
        let file: ProcessFile = source.parse()?;
        source.check_format(&file.format)?;
        Ok(ProcessBook { kinds: file.kind, transitions: file.transition })
    }

    /// All kinds, in order of the file.
    pub fn kinds(&self) -> &[ProcessKind] {
        &self.kinds
    }

    /// All states, in order of the file.
    pub fn transitions(&self) -> &[Transition] {
        &self.transitions
    }
}

//! The scorers: pure functions from gold and predicted records to counts and figures.

pub mod attribution;
pub mod bank;
pub mod chains;
pub mod coded;
pub mod conllu;
pub mod crosswalk;
pub mod ecb;
pub mod entities;
pub mod extraction;
pub mod factuality;
pub mod geo;
pub mod ledger;
pub mod quiet;
pub mod raw;
pub mod stories;
pub mod time;
pub mod treebank;

use serde::Deserialize;

/// The name of something in a gold file: a chain, an entity, a topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(untagged)]
pub enum Ident {
    /// `"x1"`
    Text(String),
    /// `12`
    Number(i64),
}

#[cfg(test)]
mod tests;

//! From canonical text to words, sentences, trees and tagged spans: one encoder pass.

mod bio;
mod conllu;
mod cuts;
mod engine;
mod labels;
mod signals;
mod speech;
pub mod tokenize;
mod tree;
mod windows;

pub use conllu::conllu;
pub use engine::{Engine, ParsedSentence};
pub use signals::{EVENT_TYPES, Role, Signal, Signals};
pub use speech::Saying;

use crate::layer::Layer;
use crate::syntax::Syntax;

/// The kind of a proper name, as the model tags it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation, company, institution, armed group, government body.
    Organisation,
    /// A place.
    Place,
    /// A nationality, people or religion used as adjective or noun: `Syrian`.
    Nationality,
    /// Any other name: a work, event, product.
    Other,
}

/// The TIMEX3 type of a time expression, as the model tags it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimexKind {
    /// A calendar date, of any precision.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A set of times: `every Friday`.
    Set,
}

/// All that the language engine says of a document.
#[derive(Debug, Clone, Default)]
pub struct Language {
    /// Words, sentences, trees.
    pub syntax: Syntax,
    /// Proper names, not overlapping.
    pub names: Layer<NameKind>,
    /// Mentions after the re3d scheme (`Person`, `Organisation`, `Location`, `Nationality`): common nouns too, where they act.
    pub mentions: Layer<&'static str>,
    /// Time expressions.
    pub timexes: Layer<TimexKind>,
    /// Words that name a source of a statement.
    pub sources: Layer<()>,
    /// Words that say that something is said.
    pub cues: Layer<()>,
    /// Words that are said; of nested ones the outermost.
    pub contents: Layer<()>,
    /// Words that are said inside what is said.
    pub inner_contents: Layer<()>,
    /// Words that may say that something is said, each with the words that it says it of, in order.
    pub sayings: Vec<Saying>,
    /// Place names as gazetteers hold them.
    pub toponyms: Layer<()>,
    /// Who acts (`Source`), who is acted upon (`Target`) and who acts with each other (`Reciprocal`)
    /// in the main act of a sentence, after the CAMEO corpus.
    pub parties: Layer<&'static str>,
    /// What the event heads say of each word.
    pub signals: Signals,
    /// How many word pieces the encoder read.
    pub pieces: usize,
}

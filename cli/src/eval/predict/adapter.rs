//! The one door between evaluation and the coder: what the predictors ask of it.

use dateline::actor::Entities;
use dateline::commitment::Commitment;
use dateline::event::Event;
use dateline::language::Language;
use dateline::place::Place;
use dateline::process::Process;
use dateline::statement::Statement;
use dateline::time::Timex;
use dateline::{Document, Layer};

/// What was read out of one document.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The text.
    pub document: Document,
    /// Words, trees, tagged spans.
    pub language: Language,
    /// Time expressions with their values.
    pub timexes: Layer<Timex>,
    /// Place names with their points.
    pub places: Layer<Place>,
    /// Actors and places.
    pub entities: Entities,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Talks, sieges, ceasefires.
    pub processes: Vec<Process>,
    /// Promises, demands.
    pub commitments: Vec<Commitment>,
}

/// A word whose form is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenWord {
    /// As written.
    pub form: String,
    /// Whether it is a further word of the surface token before it (`n't` in `don't`).
    pub continues_token: bool,
}

/// What a parser says of a given word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedWord {
    /// Universal part of speech.
    pub upos: String,
    /// Dictionary form.
    pub lemma: String,
    /// Number of the head in the sentence, from 1; 0 for the root.
    pub head: usize,
    /// Relation with subtype.
    pub relation: String,
}

/// A coder, as far as evaluation needs one.
pub trait Reader: Sync {
    /// Reads a document through every stage.
    fn read(&self, document: Document) -> Reading;

    /// Tags and parses sentences of given words; one list of words for each, of the same length.
    fn parse(&self, sentences: &[Vec<GivenWord>]) -> Vec<Vec<ParsedWord>>;

    /// The body of the article on a page; `None` where the page cannot be read.
    fn body(&self, page: &[u8], url: Option<&str>) -> Option<String>;
}

/// The coder, once there is one.
pub fn reader() -> Option<Box<dyn Reader>> {
    None
}

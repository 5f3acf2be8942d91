//! Everything that was read out of one report. Immutable.

use crate::actor::Entities;
use crate::commitment::Commitment;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::event::Event;
use crate::language::Language;
use crate::layer::Layer;
use crate::place::Place;
use crate::process::Process;
use crate::statement::Statement;
use crate::time::Timex;

/// What made an analysis: versions and digests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Version of the engine.
    pub engine: String,
    /// Digest of the codebook.
    pub codebook: String,
    /// Digest of the model.
    pub model: String,
}

/// A report with all that was found in it.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The report.
    pub document: Document,
    /// Words, sentences, trees, tagged spans.
    pub language: Language,
    /// Time expressions.
    pub timexes: Layer<Timex>,
    /// Places.
    pub places: Layer<Place>,
    /// Actors and places with their mentions.
    pub entities: Entities,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Talks, ceasefires, sieges.
    pub processes: Vec<Process>,
    /// Promises, obligations, demands.
    pub commitments: Vec<Commitment>,
    /// What went less than well.
    pub diagnostics: Vec<Diagnostic>,
    /// What made it.
    pub provenance: Provenance,
}

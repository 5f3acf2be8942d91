//! All that was found in one report: immutable, and complete with where it came from.

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

/// Versions and digests of what made an analysis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Version of the engine.
    pub engine: String,
    /// Digest of the codebook.
    pub codebook: String,
    /// Digest of the model.
    pub model: String,
}

/// Everything that the stages found in one report.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The report.
    pub document: Document,
    /// Words, trees, tagged spans.
    pub language: Language,
    /// Time expressions with values.
    pub timexes: Layer<Timex>,
    /// Place names with coordinates.
    pub places: Layer<Place>,
    /// Actors and places with their mentions.
    pub entities: Entities,
    /// Statements, in order of their content.
    pub statements: Vec<Statement>,
    /// Events, in order of their triggers.
    pub events: Vec<Event>,
    /// Processes, in order of their first transition.
    pub processes: Vec<Process>,
    /// Commitments, in order of their content.
    pub commitments: Vec<Commitment>,
    /// Remarks of all stages, reading included.
    pub diagnostics: Vec<Diagnostic>,
    /// What made this.
    pub provenance: Provenance,
}

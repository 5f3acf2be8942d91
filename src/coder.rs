//! The coder: everything loaded once, then one call a report.

use crate::actor::entities;
use crate::analysis::{Analysis, Provenance};
use crate::codebook::actors::ActorTables;
use crate::codebook::{Codebook, CodebookError};
use crate::commitment::commitments;
use crate::document::Document;
use crate::event::events;
use crate::language::Engine;
use crate::place::{Gazetteer, places};
use crate::process::processes;
use crate::statement::statements;
use crate::time::timexes;

/// Why a coder could not be made. All failure of the library's main job is here:
/// [`Coder::analyze`] cannot fail.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The model.
    #[error("the language model cannot be loaded: {0}")]
    Model(#[from] dateline_model::LoadError),
    /// The codebook.
    #[error("the codebook cannot be used: {0}")]
    Codebook(#[from] CodebookError),
    /// The tables of actors.
    #[error("the tables of actors cannot be used: {0}")]
    Actors(String),
    /// The gazetteer.
    #[error("the gazetteer is not the one that this program was written for")]
    Gazetteer,
}

/// Model, codebook and options as values. Share one between threads.
pub struct Coder {
    engine: Engine,
    codebook: Codebook,
    gazetteer: Gazetteer,
    actors: ActorTables,
}

impl Coder {
    /// The coder with the model and the codebook that the binary carries.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn builtin() -> Result<Coder, LoadError> {
        Coder::new(Engine::builtin()?, Codebook::builtin()?)
    }

    /// A coder with another model or codebook.
    ///
    /// # Errors
    /// When the built-in gazetteer is damaged.
    pub fn new(engine: Engine, codebook: Codebook) -> Result<Coder, LoadError> {
        let gazetteer = Gazetteer::builtin().ok_or(LoadError::Gazetteer)?;
        let actors = ActorTables::builtin().map_err(|e| LoadError::Actors(e.to_string()))?;
        Ok(Coder { engine, codebook, gazetteer, actors })
    }

    /// The language engine, for callers who have words of their own to parse.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Reads one report: every stage takes the layers before it and adds one.
    pub fn analyze(&self, document: Document) -> Analysis {
        let (doc, book) = (&document, &self.codebook);
        let (language, remarks) = self.engine.read(doc);
        let timexes = timexes(doc, &language);
        let places = places(doc, &language, &self.gazetteer);
        let entities = entities(doc, &language, &places, &self.actors);
        let statements = statements(doc, &language, &entities, book);
        let events = events(doc, &language, &entities, &statements, &timexes, &places, book);
        let processes = processes(doc, &language, &entities, &statements, &timexes, &places, &events, book);
        let commitments =
            commitments(doc, &language, &entities, &statements, &timexes, &places, &events, book);
        let diagnostics = doc.parts().diagnostics.iter().cloned().chain(remarks).collect();
        Analysis {
            language,
            timexes,
            places,
            entities,
            statements,
            events,
            processes,
            commitments,
            diagnostics,
            provenance: self.provenance(),
            document,
        }
    }

    /// What makes the analyses of this coder.
    pub fn provenance(&self) -> Provenance {
        Provenance {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            codebook: self.codebook.digest().to_owned(),
            model: self.engine.digest().to_owned(),
        }
    }
}

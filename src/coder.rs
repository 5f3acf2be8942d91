//! The coder: everything loaded once, then one call a report.

use std::sync::Arc;

use crate::actor::entities;
use crate::analysis::{Analysis, Provenance};
use crate::codebook::{Codebook, CodebookError};
use crate::commitment::commitments;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::event::{Recorder, Trace, Watch, watched};
use crate::language::{Engine, Language};
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
    /// The gazetteer.
    #[error("the gazetteer is not the one that this program was written for")]
    Gazetteer,
}

/// Model, codebook and options as values. Share one between threads.
pub struct Coder {
    engine: Arc<Engine>,
    codebook: Codebook,
    gazetteer: Arc<Gazetteer>,
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
        Ok(Coder { engine: Arc::new(engine), codebook, gazetteer: Arc::new(gazetteer) })
    }

    /// A coder with the same model and another codebook.
    pub fn with_codebook(&self, codebook: Codebook) -> Coder {
        Coder { engine: Arc::clone(&self.engine), codebook, gazetteer: Arc::clone(&self.gazetteer) }
    }

    /// The codebook.
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// The language engine, for callers who have words of their own to parse.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Reads one report: every stage takes the layers before it and adds one.
    pub fn analyze(&self, document: Document) -> Analysis {
        let read = self.engine.read(&document);
        self.code(document, read, &mut ())
    }

    /// The same, with the way on which the events came about.
    pub fn trace(&self, document: Document) -> (Analysis, Trace) {
        let (read, mut recorder) = (self.engine.read(&document), Recorder::default());
        let analysis = self.code(document, read, &mut recorder);
        (analysis, recorder.finish())
    }

    /// Reads a report with this coder and with another that has the same model (see
    /// [`Coder::with_codebook`]): the model is asked once for both.
    pub fn analyze_both(&self, other: &Coder, document: Document) -> (Analysis, Analysis) {
        let read = self.engine.read(&document);
        (self.code(document.clone(), read.clone(), &mut ()), other.code(document, read, &mut ()))
    }

    fn code<W: Watch>(
        &self,
        document: Document,
        (language, remarks): (Language, Vec<Diagnostic>),
        watch: &mut W,
    ) -> Analysis {
        let (doc, book) = (&document, &self.codebook);
        let timexes = timexes(doc, &language);
        let places = places(doc, &language, &self.gazetteer);
        let entities = entities(doc, &language, &places, book.actors());
        let statements = statements(doc, &language, &entities, &timexes, book);
        let events = watched((doc, &language, &entities, &statements, &timexes, book), watch);
        let processes = processes(doc, &language, &entities, &statements, &timexes, &events, book);
        let commitments = commitments(doc, &language, &entities, &statements, &timexes, &events, book);
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

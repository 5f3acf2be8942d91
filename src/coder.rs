//! The coder: everything loaded once, then one call a report.

use crate::actor::Entities;
use crate::analysis::{Analysis, Provenance};
use crate::document::Document;
use crate::language::Engine;
use crate::layer::Layer;

/// Why a coder could not be made. All failure of the library's main job is here:
/// [`Coder::analyze`] cannot fail.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The model.
    #[error("the language model cannot be loaded: {0}")]
    Model(#[from] dateline_model::LoadError),
}

/// Model, codebook and options as values. Share one between threads.
pub struct Coder {
    engine: Engine,
}

impl Coder {
    /// The coder with the model and the codebook that the binary carries.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn builtin() -> Result<Coder, LoadError> {
        Ok(Coder { engine: Engine::builtin()? })
    }

    /// The language engine, for callers who have words of their own to parse.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Reads one report.
    pub fn analyze(&self, document: Document) -> Analysis {
        let (language, remarks) = self.engine.read(&document);
        let mut diagnostics = document.parts().diagnostics.clone();
        diagnostics.extend(remarks);
        Analysis {
            language,
            timexes: Layer::default(),
            places: Layer::default(),
            entities: Entities::default(),
            statements: Vec::new(),
            events: Vec::new(),
            processes: Vec::new(),
            commitments: Vec::new(),
            diagnostics,
            provenance: Provenance {
                engine: env!("CARGO_PKG_VERSION").to_owned(),
                codebook: String::new(),
                model: self.engine.digest().to_owned(),
            },
            document,
        }
    }
}

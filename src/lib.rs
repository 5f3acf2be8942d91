//! Dateline reads a news report and writes down who did what to whom, where and
//! when, who said so, and which exact words say it.
//!
//! Modules stand in the order in which text travels; a module uses only those before it.

mod span;
mod layer;
mod diagnostic;
pub mod digest;
mod fold;
mod document;
mod quotes;
pub mod syntax;
pub mod read;
pub mod codebook;
pub mod language;
pub mod time;
pub mod place;
pub mod actor;
pub mod statement;
pub mod event;
pub mod process;
pub mod commitment;
mod analysis;
mod coder;
pub mod record;
pub mod story;
pub mod ledger;

pub use analysis::{Analysis, Provenance};
pub use coder::{Coder, LoadError};
pub use diagnostic::{Diagnostic, Severity};
pub use document::{BlockKind, DateSource, Document, DocumentParts, Published};
pub use layer::Layer;
pub use span::Span;

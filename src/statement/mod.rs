//! Who said what: statements with source, cue, content and nesting.

mod circumstances;
mod cue;
mod draft;
mod edges;
mod headline;
mod heard;
mod nest;
mod release;
mod whence;

use crate::actor::{Entities, EntityId};
use crate::codebook::Codebook;
use crate::document::Document;
use crate::language::Language;
use crate::layer::Layer;
use crate::span::Span;
use crate::time::Timex;

pub use whence::{Whence, whence};

/// Index of a [`Statement`] in its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementId(pub usize);

/// In what form the words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Between quotation marks.
    Direct,
    /// In the reporter's words.
    Indirect,
    /// In the reporter's words, parts of it between quotation marks.
    Mixed,
}

/// Something that somebody says, writes, announces or is reported to think.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The words that name the source, where the text has them.
    pub source: Option<Span>,
    /// The speaker; `None` where the text names none.
    pub speaker: Option<EntityId>,
    /// The verb of saying, or `according to`.
    pub cue: Option<Span>,
    /// What is said, in one or more pieces, in order.
    pub content: Vec<Span>,
    /// Direct, indirect, mixed.
    pub form: Form,
    /// To whom it is said.
    pub addressee: Option<EntityId>,
    /// How the speaker stands to it, as the cue tells: `asserts`, `denies`, `demands` …
    pub stance: Option<String>,
    /// When it was said: TIMEX3 value and the words that tell.
    pub when: Option<(String, Span)>,
    /// Where it was said.
    pub place: Option<EntityId>,
    /// The statement inside which this one is reported.
    pub parent: Option<StatementId>,
}

/// The statements of a report, in order of what is said.
///
/// The model says which words are said; the tree says by whom. A clause that hangs on
/// a listed verb of saying is a statement even where the model tags nothing.
pub fn statements(
    doc: &Document,
    lang: &Language,
    entities: &Entities,
    timexes: &Layer<Timex>,
    codebook: &Codebook,
) -> Vec<Statement> {
    let quotes = crate::quotes::quotes(doc);
    let cues = cue::cues(doc, lang, codebook);
    let mut drafts = draft::drafts(doc, lang, &quotes, &cues);
    let own = release::whole_paragraphs((doc, lang, entities), &quotes, &cues, &drafts);
    // what is said in a whole paragraph in the first person is not said once more by its `we`
    drafts.retain(|d| !release::is_within(lang, d, &own));
    drafts.extend(own);
    drafts.extend(headline::told(doc, lang, entities, &drafts));
    drafts.sort_by_key(|d| d.content.first().map(|s| (s.start(), usize::MAX - s.end())));
    nest::statements(doc, lang, (entities, timexes), &quotes, drafts)
}

//! How a statement was found: by a word of the codebook's lists, by the model, by quotation marks.

use crate::codebook::Codebook;
use crate::document::Document;
use crate::language::Language;

use super::{Form, Statement};

/// What shows that something is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whence {
    /// Class of the cue in `statements/cues.toml`, where it is listed: `asserts`.
    pub class: Option<String>,
    /// The model takes the cue for one.
    pub cue_tagged: bool,
    /// The model takes the content for something said.
    pub content_tagged: bool,
    /// At least part of it stands between quotation marks.
    pub quoted: bool,
}

/// What shows that the statement is one.
pub fn whence(doc: &Document, lang: &Language, codebook: &Codebook, statement: &Statement) -> Whence {
    let words = codebook.words();
    let class = statement.cue.and_then(|cue| {
        if words.phrase_cue(&doc.slice(cue).to_lowercase()) {
            return Some("asserts".to_owned());
        }
        let head = lang.syntax.word(lang.syntax.head_of(cue)?);
        let listed =
            if head.upos == "NOUN" { words.noun_cue(&head.lemma) } else { words.verb_cue(&head.lemma) };
        listed.map(str::to_owned)
    });
    let said = |span| {
        lang.contents.overlapping(span).next().or(lang.inner_contents.overlapping(span).next()).is_some()
    };
    Whence {
        class,
        cue_tagged: statement.cue.is_some_and(|cue| lang.cues.overlapping(cue).next().is_some()),
        content_tagged: statement.content.iter().any(|&span| said(span)),
        quoted: statement.form != Form::Indirect,
    }
}

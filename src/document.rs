//! The report as read: canonical text, its blocks, and what is known of its origin.

use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::digest;
use crate::layer::Layer;
use crate::span::Span;

/// The part that a block plays in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The title of the report.
    Headline,
    /// The summary under the title.
    Standfirst,
    /// Who wrote it: `TRTWorld and agencies`.
    Byline,
    /// A line that only dates (and perhaps places) the report: `Updated Feb 4, 2016`.
    Dateline,
    /// The words under a picture.
    Caption,
    /// Who made a picture: `Photo by: AP`.
    Credit,
    /// A heading inside the report.
    Subheading,
    /// A paragraph of the body.
    Paragraph,
    /// A quotation set apart from the body.
    Quote,
}

impl BlockKind {
    /// Whether the block is prose of the report, to be read for records.
    pub fn is_prose(self) -> bool {
        !matches!(self, BlockKind::Byline | BlockKind::Dateline | BlockKind::Credit)
    }
}

/// How the publication date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateSource {
    /// Given by the caller (`--published`).
    Given,
    /// JSON-LD of the page.
    JsonLd,
    /// A meta element of the page.
    Meta,
    /// A `<time>` element of the page.
    TimeElement,
    /// A date line in the text.
    TextLine,
    /// The address of the page.
    Url,
}

/// The day of publication and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// The day.
    pub date: Date,
    /// Where it was found.
    pub source: DateSource,
}

/// Everything a reader knows when it makes a [`Document`].
#[derive(Debug, Clone, Default)]
pub struct DocumentParts {
    /// The canonical text.
    pub text: String,
    /// Blocks as byte ranges of `text`; sorted, not overlapping.
    pub blocks: Vec<(std::ops::Range<usize>, BlockKind)>,
    /// Title, when it is known apart from the text or as its headline.
    pub title: Option<String>,
    /// Authors as the page gives them.
    pub byline: Option<String>,
    /// The publication.
    pub publisher: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// Publication date.
    pub published: Option<Published>,
    /// Language tag that the page declares.
    pub language: Option<String>,
    /// SHA-256 of the bytes that were read, hexadecimal.
    pub source_digest: String,
    /// For each block the byte range of the (decoded) source it came from, where it is known.
    pub source_map: Vec<Option<std::ops::Range<usize>>>,
    /// Remarks made while reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// A report as read. Its text is canonical: never altered afterwards.
#[derive(Debug, Clone)]
pub struct Document {
    id: String,
    text: Arc<str>,
    blocks: Layer<BlockKind>,
    parts: DocumentParts,
}

impl Document {
    /// Fixes the parts into a document.
    ///
    /// Blocks that do not slice the text are dropped with a diagnostic, so that
    /// a mistake in a reader costs its block and never the report.
    pub fn new(mut parts: DocumentParts) -> Document {
        let text: Arc<str> = Arc::from(std::mem::take(&mut parts.text));
        let mut blocks = Vec::with_capacity(parts.blocks.len());
        for (range, kind) in std::mem::take(&mut parts.blocks) {
            match checked(&text, range.start, range.end) {
                Some(span) => blocks.push((span, kind)),
                None => parts.diagnostics.push(Diagnostic::warning(
                    "bad-block",
                    format!("a {kind:?} block {range:?} does not slice the text"),
                )),
            }
        }
        let id = digest::id(&["document", &text, parts.url.as_deref().unwrap_or("")]);
        Document { id, text, blocks: Layer::new(blocks), parts }
    }

    /// A document of one paragraph for each blank-line separated stretch of `text`,
    /// kept byte for byte: for callers (and gold corpora) whose text is already the article's.
    pub fn from_plain(text: &str) -> Document {
        let mut blocks = Vec::new();
        let mut start = 0;
        for piece in text.split_inclusive("\n\n") {
            let lead = piece.len() - piece.trim_start().len();
            let body = piece.trim();
            if !body.is_empty() {
                blocks.push((start + lead..start + lead + body.len(), BlockKind::Paragraph));
            }
            start += piece.len();
        }
        Document::new(DocumentParts {
            source_digest: digest::sha256_hex(text.as_bytes()),
            text: text.to_owned(),
            blocks,
            ..DocumentParts::default()
        })
    }

    /// The same document with a publication date and address, for callers who know them.
    pub fn with_origin(mut self, published: Option<Published>, url: Option<String>) -> Document {
        if published.is_some() {
            self.parts.published = published;
        }
        if url.is_some() {
            self.parts.url = url;
            self.id = digest::id(&["document", &self.text, self.parts.url.as_deref().unwrap_or("")]);
        }
        self
    }

    /// The same document with the name of the publication, for callers who know it.
    pub fn with_publisher(mut self, publisher: Option<String>) -> Document {
        self.parts.publisher = publisher.or(self.parts.publisher);
        self
    }

    /// The content hash of text and address.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The canonical text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks in order of the text.
    pub fn blocks(&self) -> &Layer<BlockKind> {
        &self.blocks
    }

    /// Title, byline, publisher, address, publication date and the rest.
    /// (`text` and `blocks` of the parts are empty here: the document owns them.)
    pub fn parts(&self) -> &DocumentParts {
        &self.parts
    }

    /// The publication date, where one was found.
    pub fn published(&self) -> Option<Published> {
        self.parts.published
    }

    /// The kind of the block that holds the span's start.
    pub fn block_at(&self, span: Span) -> Option<BlockKind> {
        self.blocks
            .iter()
            .find(|(block, _)| block.start() <= span.start() && span.start() < block.end())
            .map(|(_, kind)| *kind)
    }

    /// A span from byte offsets, if they lie in order on character boundaries of the text.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        checked(&self.text, start, end)
    }

    /// The words of a span of this document.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start()..span.end()).unwrap_or("")
    }
}

fn checked(text: &str, start: usize, end: usize) -> Option<Span> {
    let fits = start <= end
        && end <= text.len()
        && u32::try_from(end).is_ok()
        && text.is_char_boundary(start)
        && text.is_char_boundary(end);
    fits.then(|| Span::new_unchecked(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_slice_or_do_not_exist() {
        let doc = Document::from_plain("é one\n\n two ");
        assert!(doc.span(0, 1).is_none());
        assert_eq!(doc.span(0, 2).map(|s| doc.slice(s)), Some("é"));
        let blocks: Vec<_> = doc.blocks().iter().map(|(s, _)| doc.slice(*s)).collect();
        assert_eq!(blocks, ["é one", "two"]);
    }
}

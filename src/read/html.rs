//! From a page to the parts of a report: rs-trafilatura says which text is the
//! article, the page's own markup says what each block of it is.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::document::{BlockKind, DocumentParts};

use super::error::ReadError;
use super::metadata::{self, Metadata};
use super::page::{self, Page};
use super::{extract, guard, kinds};

/// A block on its way into the document.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    kind: BlockKind,
    source: Option<Range<usize>>,
}

/// Reads a page.
pub(super) fn read(source: &str, url: Option<&str>) -> Result<DocumentParts, ReadError> {
    let page = page::take_apart(source);
    if page.blocks.is_empty() && page.json_ld.is_empty() {
        return Err(ReadError::NoText);
    }
    let found = metadata::gather(&page);
    let (text, mut diagnostics) = article_text(source, url.or(found.url.as_deref()));
    let pieces = pieces(&page, &found, text.as_deref());
    if pieces.is_empty() {
        return Err(ReadError::NoText);
    }
    diagnostics.splice(0..0, found.diagnostics.iter().cloned());
    Ok(assemble(pieces, found, diagnostics))
}

fn article_text(source: &str, url: Option<&str>) -> (Option<String>, Vec<Diagnostic>) {
    let (cut_down, left_out) = guard::cut_down(source);
    let mut diagnostics = Vec::new();
    if left_out > 0 {
        diagnostics.push(Diagnostic::warning("deep-nesting", format!("{left_out} tags lie too deep and were read as their text alone")));
    }
    if cut_down.is_none() {
        diagnostics.push(Diagnostic::warning("huge-page", "the page is too long to look for its article: all its paragraphs were read"));
    }
    (cut_down.and_then(|page| extract::library_text(&page, url)), diagnostics)
}

fn pieces(page: &Page, found: &Metadata, text: Option<&str>) -> Vec<Piece> {
    let taken = text.and_then(|text| extract::find_again(text, &page.blocks));
    let mut pieces = Vec::new();
    match (taken, text) {
        (Some(taken), _) => {
            let kinds = kinds::tell(&page.blocks, &taken, found);
            let blocks = page.blocks.iter().zip(kinds).filter_map(|(b, kind)| Some((b, kind?)));
            pieces.extend(blocks.map(|(b, kind)| Piece { text: b.text.clone(), kind, source: Some(b.range.clone()) }));
        }
        (None, Some(text)) => pieces.extend(loose(text)),
        (None, None) => pieces.extend(found.body.as_deref().map(loose).unwrap_or_default()),
    }
    pieces
}

/// Text without a place on the page, a paragraph a line.
fn loose(text: &str) -> Vec<Piece> {
    let lines = text.lines().map(page::fold).filter(|line| !line.is_empty());
    lines.map(|text| Piece { text, kind: BlockKind::Paragraph, source: None }).collect()
}

fn assemble(pieces: Vec<Piece>, found: Metadata, diagnostics: Vec<Diagnostic>) -> DocumentParts {
    let mut parts = DocumentParts {
        title: found.title,
        byline: (!found.authors.is_empty()).then(|| found.authors.join(", ")),
        publisher: found.publisher,
        url: found.url,
        published: found.published,
        language: found.language,
        diagnostics,
        ..DocumentParts::default()
    };
    for piece in pieces {
        if !parts.text.is_empty() {
            parts.text.push_str("\n\n");
        }
        let start = parts.text.len();
        parts.text.push_str(&piece.text);
        parts.blocks.push((start..parts.text.len(), piece.kind));
        parts.source_map.push(piece.source);
    }
    parts
}

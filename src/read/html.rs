//! From a page to the parts of a report: rs-trafilatura says which text is the
//! article, the page's own markup says what each block of it is.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::document::{BlockKind, DocumentParts};

use super::error::ReadError;
use super::metadata::{self, Metadata};
use super::page::{self, Page, hint};
use super::{extract, guard, kinds, wording};

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
    let pieces = pieces(&page, &found, text);
    if pieces.is_empty() {
        return Err(ReadError::NoText);
    }
    diagnostics.splice(0..0, found.diagnostics.iter().cloned());
    let pieces = with_title(pieces, &found);
    Ok(assemble(pieces, found, diagnostics))
}

fn article_text(source: &str, url: Option<&str>) -> (Option<String>, Vec<Diagnostic>) {
    let (cut_down, left_out) = guard::cut_down(source);
    let mut diagnostics = Vec::new();
    if left_out > 0 {
        diagnostics.push(Diagnostic::warning(
            "deep-nesting",
            format!("{left_out} tags lie too deep and were read as their text alone"),
        ));
    }
    if cut_down.is_none() {
        diagnostics.push(Diagnostic::warning(
            "huge-page",
            "the page is too long to look for its article: all its paragraphs were read",
        ));
    }
    (cut_down.and_then(|page| extract::library_text(&page, url)), diagnostics)
}

/// The blocks of the report: those in which the library's text, or the text that the
/// page's structured data carries, is found again; else that text by itself; else
/// every paragraph of the page.
fn pieces(page: &Page, found: &Metadata, text: Option<String>) -> Vec<Piece> {
    let body = found.body.as_deref().map(plain_body).filter(|body| body.len() >= MIN_BODY);
    let fuller = body.filter(|body| text.as_ref().is_none_or(|text| body.len() > text.len() * 2));
    let Some(text) = fuller.or(text) else { return of_page(page, &every_paragraph(page), found) };
    match extract::find_again(&text, &page.blocks) {
        Some(taken) => of_page(page, &taken, found),
        None => loose(&text),
    }
}

/// A page that shows no title may still give itself one: it is the headline then.
fn with_title(mut pieces: Vec<Piece>, found: &Metadata) -> Vec<Piece> {
    let shown = pieces.iter().any(|piece| piece.kind == BlockKind::Headline);
    if let Some(title) = found.title.clone().filter(|title| !shown && wording::word_count(title) >= 3) {
        pieces.insert(0, Piece { text: title, kind: BlockKind::Headline, source: None });
    }
    pieces
}

/// Structured data with less text than this is a summary.
const MIN_BODY: usize = 500;

/// An `articleBody`, which may hold markup, as lines of text.
fn plain_body(body: &str) -> String {
    let blocks = page::take_apart(body).blocks;
    let lines =
        if blocks.len() > 1 { blocks.into_iter().map(|b| b.text).collect() } else { vec![body.to_owned()] };
    lines.join("\n")
}

fn every_paragraph(page: &Page) -> Vec<bool> {
    let off = hint::CHROME | hint::RELATED | hint::HIDDEN;
    page.blocks
        .iter()
        .map(|b| !b.is(off) && !b.is_all_link() && (b.is_paragraph || wording::word_count(&b.text) >= 8))
        .collect()
}

/// The taken blocks with their kinds, and what the page sets beside them. Where the
/// rules would leave no paragraph, all that was taken is paragraphs.
fn of_page(page: &Page, taken: &[bool], found: &Metadata) -> Vec<Piece> {
    let piece = |(block, kind): (&page::PageBlock, Option<BlockKind>)| {
        Some(Piece { text: block.text.clone(), kind: kind?, source: Some(block.range.clone()) })
    };
    let kinds = kinds::tell(&page.blocks, taken, found);
    if kinds.contains(&Some(BlockKind::Paragraph)) {
        return page.blocks.iter().zip(kinds).filter_map(piece).collect();
    }
    let all = taken.iter().map(|taken| taken.then_some(BlockKind::Paragraph));
    page.blocks.iter().zip(all).filter_map(piece).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_data_stands_in_for_a_page_that_a_script_writes() {
        let body = "The envoy left the capital on Monday after two days of talks with both sides. ".repeat(8);
        let page = format!(
            "<title>Envoy leaves the Lakes</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script><div>Loading</div>"
        );
        let parts = read(&page, None).expect("a report");
        let kinds: Vec<BlockKind> = parts.blocks.iter().map(|(_, kind)| *kind).collect();
        assert_eq!(kinds, [BlockKind::Headline, BlockKind::Paragraph]);
        assert_eq!(parts.title.as_deref(), Some("Envoy leaves the Lakes"));
    }

    #[test]
    fn sources_are_places_in_the_page() {
        let page = "<html><body><article><h1>Envoy leaves the Lakes</h1><p>The envoy left the capital on Monday after two days of talks.</p><p>The army did not comment on the outcome of the talks.</p></article></body></html>";
        let parts = read(page, None).expect("a report");
        let source = |at: usize| parts.source_map[at].clone().map(|range| &page[range]);
        assert_eq!(source(0), Some("Envoy leaves the Lakes"));
        assert_eq!(source(1), Some("The envoy left the capital on Monday after two days of talks."));
    }
}

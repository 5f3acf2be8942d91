//! Input that nobody should send: read with an error or a diagnostic, soon, and
//! without a panic.

use std::time::{Duration, Instant};

use dateline::read::{Format, ReadError, ReadOptions, body_text, read_bytes};
use dateline::{BlockKind, Document};
use proptest::prelude::*;

/// Far more than is needed: the machine may be busy.
const LIMIT: Duration = Duration::from_secs(240);

fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    read_bytes(bytes, &ReadOptions::default())
}

fn codes(document: &Document) -> Vec<&str> {
    document.parts().diagnostics.iter().map(|d| d.code).collect()
}

/// Blocks slice the text, lie in order, do not overlap, hold something, and are
/// mapped each.
fn assert_sound(document: &Document) {
    let mut end = 0;
    for (span, kind) in document.blocks() {
        assert!(end <= span.start() && span.start() < span.end(), "{kind:?} {span:?}");
        assert!(!document.slice(*span).trim().is_empty());
        end = span.end();
    }
    assert_eq!(document.blocks().len(), document.parts().source_map.len());
    assert!(!codes(document).contains(&"bad-block"));
}

/// A page of many copies of one piece, read within a time that does not depend on luck.
fn read_page_of(piece: &str, bytes: usize) -> Result<Document, ReadError> {
    let page = format!(
        "<html><body><p>The envoy left the capital on Monday.</p>{}",
        piece.repeat(bytes / piece.len())
    );
    let begun = Instant::now();
    let result = read(page.as_bytes());
    assert!(begun.elapsed() < LIMIT, "{piece} took {:?}", begun.elapsed());
    if let Ok(document) = &result {
        assert_sound(document);
    }
    result
}

#[test]
fn nothing_and_no_text_are_errors_that_say_so() {
    assert_eq!(read(b"").err(), Some(ReadError::Empty));
    assert_eq!(read(b" \r\n\t ").err(), Some(ReadError::Empty));
    assert_eq!(read(b"\xef\xbb\xbf").err(), Some(ReadError::Empty));
    assert_eq!(read(b"%PDF-1.7 ...").err(), Some(ReadError::Binary("a PDF file")));
    let noise: Vec<u8> = (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(matches!(read(&noise).err(), Some(ReadError::Binary(_))));
    assert_eq!(read(b"<html><body><script>render()</script></body></html>").err(), Some(ReadError::NoText));
    let small = ReadOptions { max_bytes: 3, ..ReadOptions::default() };
    let message = read_bytes(b"four", &small).err().map(|e| e.to_string()).unwrap_or_default();
    assert!(message.contains("4 bytes") && message.contains("limit of 3"), "{message}");
}

#[test]
fn deep_nesting_is_read_with_a_diagnostic() {
    let page = format!("<html><body>{}<p>The envoy left the capital on Monday.</p>", "<div>".repeat(200_000));
    let document = read(page.as_bytes()).expect("a page with text");
    assert_sound(&document);
    assert!(codes(&document).contains(&"deep-nesting"));
    assert!(document.text().contains("The envoy left the capital on Monday."));
    for piece in [
        "<b><i>",
        "<table><tr><td>",
        "<ul><li>",
        "<p><span>x",
        "<a href=x><div>",
        "</div><div><table><tr><td></div>",
    ] {
        read_page_of(piece, 400_000).expect("a page with text");
    }
}

#[test]
fn long_pages_end_soon() {
    for piece in [
        "<p>a",
        "<p>One sentence of a report.</p>",
        "<div>x</div>",
        "<a href=x>y</a> ",
        "<br>",
        "<li>x",
        "x ",
        "<h2>x</h2>",
        "&amp;",
        "<li><a href=x>y</a>",
    ] {
        read_page_of(piece, 1_000_000).expect("a page with text");
    }
}

#[test]
fn fifty_megabytes_are_read() {
    let paragraph = "<p>The envoy left the capital on Monday, and the talks were adjourned for a week.</p>\n";
    let document = read_page_of(paragraph, 50_000_000).expect("a page with text");
    assert!(codes(&document).contains(&"huge-page"));
    let begun = Instant::now();
    let line = "The envoy left the capital on Monday, and the talks were adjourned for a week.\n\n";
    let text = line.repeat(50_000_000 / line.len());
    let document = read(text.as_bytes()).expect("plain text");
    assert!(begun.elapsed() < LIMIT, "{:?}", begun.elapsed());
    assert_eq!(document.blocks().len(), 50_000_000 / line.len());
}

#[test]
fn one_endless_line_is_a_paragraph() {
    let text = "a ".repeat(5_000_000);
    let document = read(text.as_bytes()).expect("plain text");
    assert_eq!(document.blocks().iter().map(|(_, k)| *k).collect::<Vec<_>>(), [BlockKind::Paragraph]);
}

const PAGE: &str = "<!DOCTYPE html><html lang=en><head><title>Envoy leaves | Example</title><meta charset=utf-8>
<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Envoy leaves\",\"datePublished\":\"2016-02-04\"}</script></head>
<body><article><h1>Envoy leaves</h1><p class=byline>By Jane Roe</p><time datetime=2016-02-04>4 Feb</time>
<figure><figcaption>At the airport. <span>Photo: AP</span></figcaption></figure>
<p>The envoy – “tired” – left the <a href=/x>capital</a> on Monday after two days of talks.</p><h2>What next</h2>
<p>The ministry said that it would take part in the second round.<br>It gave no day.</p></article></body></html>";

#[test]
fn truncated_pages_are_read() {
    for end in 0..PAGE.len() {
        match read(&PAGE.as_bytes()[..end]) {
            Ok(document) => assert_sound(&document),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..3000), html in any::<bool>()) {
        let format = if html { Format::Html } else { Format::Plain };
        let options = ReadOptions { format: Some(format), ..ReadOptions::default() };
        if let Ok(document) = read_bytes(&bytes, &options) {
            assert_sound(&document);
        }
    }

    #[test]
    fn any_text(text in "(\\PC{0,40}|[A-Z][a-z ,.]{5,80}\\.|Photo by: AP|Updated [A-Z][a-z]{2} 4, 2016|By [A-Z][a-z]+)((\r\n|\n|\n\n|\r)(\\PC{0,60}|[A-Z][a-z ]{5,60}))*") {
        if let Ok(document) = read_bytes(text.as_bytes(), &ReadOptions { format: Some(Format::Plain), ..ReadOptions::default() }) {
            assert_sound(&document);
            prop_assert_eq!(document.text(), text.trim_start_matches('\u{feff}'));
            prop_assert!(body_text(&document).len() <= text.len() * 2);
        }
    }

    #[test]
    fn mutated_pages(edits in proptest::collection::vec((0..PAGE.len(), any::<u8>(), 0..40usize), 1..20)) {
        let mut page = PAGE.as_bytes().to_vec();
        for (at, byte, cut) in edits {
            let at = at.min(page.len().saturating_sub(1));
            page[at] = byte;
            let end = (at + cut).min(page.len());
            page.drain(at..end.max(at + 1).min(page.len()) - 1);
        }
        if let Ok(document) = read(&page) {
            assert_sound(&document);
        }
    }
}

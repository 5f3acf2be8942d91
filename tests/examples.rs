//! The dispatches of `examples/` are reports as the reader should meet them.

use std::path::Path;

use dateline::read::{ReadOptions, read_bytes};
use dateline::{BlockKind, Document};

/// Every dispatch with the name of its file.
#[allow(clippy::unwrap_used)] // a test's own helper
fn dispatches() -> Vec<(String, Document)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt" || e == "html"));
    paths.sort();
    let read = |path: &Path| read_bytes(&std::fs::read(path).unwrap(), &ReadOptions::default()).unwrap();
    paths.iter().map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), read(p))).collect()
}

/// The paragraphs of a document.
fn paragraphs(document: &Document) -> Vec<&str> {
    let body = document.blocks().iter().filter(|(_, kind)| *kind == BlockKind::Paragraph);
    body.map(|(span, _)| document.slice(*span)).collect()
}

#[test]
fn there_are_dispatches_of_both_forms() {
    let names: Vec<String> = dispatches().into_iter().map(|d| d.0).collect();
    assert!(names.iter().filter(|n| n.ends_with(".txt")).count() >= 6, "{names:?}");
    assert!(names.iter().filter(|n| n.ends_with(".html")).count() >= 2, "{names:?}");
}

#[test]
fn each_says_its_title_and_day() {
    for (name, document) in dispatches() {
        assert!(document.parts().title.is_some(), "{name}: no title");
        let year = document.published().map(|p| p.date.year());
        assert_eq!(year, Some(2031), "{name}: the invented events are dated 2031");
    }
}

#[test]
fn each_has_the_length_of_a_wire_report() {
    for (name, document) in dispatches() {
        let body = paragraphs(&document);
        let words: usize = body.iter().map(|p| p.split_whitespace().count()).sum();
        assert!(body.len() >= 6, "{name}: {} paragraphs", body.len());
        assert!((150..=350).contains(&words), "{name}: {words} words");
    }
}

#[test]
fn credits_menus_and_footers_are_no_paragraphs() {
    for (name, document) in dispatches() {
        for paragraph in paragraphs(&document) {
            let stray = ["Photo by", "Updated", "Subscribe", "Most read", "Imprint", "Privacy"];
            assert!(!stray.iter().any(|s| paragraph.starts_with(s)), "{name}: {paragraph}");
        }
    }
}

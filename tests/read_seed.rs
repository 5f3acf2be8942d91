//! The parts of the founding page, where the folder that holds it is there.

#![allow(clippy::print_stdout)]

use std::path::PathBuf;

use dateline::read::{ReadOptions, read_bytes};
use dateline::{BlockKind, DateSource, Document};
use jiff::civil::date;

fn seed() -> Option<Document> {
    let shared =
        std::env::var_os("DATELINE_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = std::fs::read_dir(shared.join("seed")).ok()?;
    let path = folder
        .filter_map(|f| f.ok().map(|f| f.path()))
        .find(|p| p.extension().is_some_and(|e| e == "txt"))?;
    let bytes = std::fs::read(path).ok()?;
    Some(read_bytes(&bytes, &ReadOptions::default()).expect("the seed is plain text"))
}

#[test]
fn the_seed_falls_into_its_parts() {
    let Some(document) = seed() else {
        println!("skipped: no seed folder");
        return;
    };
    use BlockKind::*;
    let kinds: Vec<BlockKind> = document.blocks().iter().map(|(_, kind)| *kind).collect();
    let mut expected = vec![Headline, Standfirst, Credit, Credit, Caption, Dateline];
    expected.extend([Paragraph; 3]);
    expected.push(Subheading);
    expected.extend([Paragraph; 4]);
    expected.push(Caption);
    expected.extend([Paragraph; 6]);
    expected.push(Byline);
    assert_eq!(kinds, expected);

    let of = |kind| {
        document
            .blocks()
            .iter()
            .filter(move |(_, k)| *k == kind)
            .map(|(s, _)| document.slice(*s))
            .collect::<Vec<_>>()
    };
    assert_eq!(of(Credit), ["Photo by: AP (Archive )"; 2]);
    assert_eq!(document.parts().byline.as_deref(), Some("TRTWorld and agencies"));
    assert_eq!(document.parts().title.as_deref(), of(Headline).first().copied());
    let published = document.published().expect("a date line");
    assert_eq!((published.date, published.source), (date(2016, 2, 4), DateSource::TextLine));
    assert!(document.parts().diagnostics.is_empty());
}

//! Every text format of three small reports, against files that a person can read.
//!
//! The reports in `tests/data` were read from dispatches of `examples/` and cut down to a few records.
//! `UPDATE_EXPECT=1 cargo test -p dateline-export` writes the files in `tests/expected` anew: look at the diff.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::{Path, PathBuf};

use dateline::record::DocumentRecord;
use dateline_export::{Format, Options, Writer};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn reports() -> Vec<DocumentRecord> {
    let read = |name: &str| {
        let text = std::fs::read_to_string(folder("data").join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    ["cyprus.json", "mali.json", "yemen.json"].map(read).into()
}

fn written(format: Format, options: &Options) -> Vec<u8> {
    let mut writer = Writer::new(format, Vec::new(), options).unwrap();
    for report in reports() {
        writer.report(&report, &|_| true).unwrap();
    }
    writer.finish().unwrap()
}

#[track_caller]
fn check(format: Format, options: &Options, name: &str) {
    let found = written(format, options);
    assert_eq!(found, written(format, options), "{name}: two runs differ");
    let file = folder("expected").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, &found).unwrap();
    }
    let expected = std::fs::read(&file).unwrap_or_else(|e| panic!("{name}: {e}: run with UPDATE_EXPECT=1"));
    let (found, expected) = (String::from_utf8(found).unwrap(), String::from_utf8(expected).unwrap());
    for (number, (found, expected)) in (1..).zip(found.lines().zip(expected.lines())) {
        assert_eq!(found, expected, "{name}:{number}");
    }
    assert!(found == expected, "{name}: the number of lines or the line ends differ");
}

#[test]
fn plover() {
    let added = Some("2031-06-01".parse().unwrap());
    check(Format::Plover, &Options { date_added: added, ..Options::default() }, "plover.jsonl");
}

#[test]
fn csv() {
    check(Format::Csv, &Options::default(), "events.csv");
}

#[test]
fn gdelt() {
    let added = Some("2031-06-01".parse().unwrap());
    check(Format::Gdelt, &Options { date_added: added, ..Options::default() }, "gdelt.export.CSV");
}

#[test]
fn polecat() {
    let options = Options { undated_as_published: true, ..Options::default() };
    check(Format::Polecat, &options, "polecat.txt");
}

#[test]
fn geojson() {
    check(Format::Geojson, &Options::default(), "events.geojson");
}

#[test]
fn annotations() {
    let asserted = Options { asserted: true, min_score: Some(0.8), ..Options::default() };
    check(Format::Annotations, &asserted, "annotations.jsonl");
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_the_same_twice() {
    let options = Options::default();
    assert_eq!(written(Format::Parquet, &options), written(Format::Parquet, &options));
}

/// Corrupt or hostile records are written like any others: spans off the text, endless numbers, odd ids.
#[test]
fn odd_records_do_not_stop_the_writer() {
    let mut report = reports().remove(0);
    for event in &mut report.events {
        event.trigger.chars = [usize::MAX, 0];
    }
    write_all(&report);
    report.document.sentences = vec![[usize::MAX, 0], [5, usize::MAX]];
    report.document.text = "é".to_owned();
    report.document.published.as_mut().unwrap().date = "yesterday\t\n".to_owned();
    for event in &mut report.events {
        event.id = "\t\"\u{0}é".to_owned();
        event.trigger.start = 1;
        event.score = Some(f32::NAN);
        event.intensity = Some(f32::INFINITY);
        event.cameo = Some("é\n4".to_owned());
        event.event_type = "=1+1".to_owned();
        event.attributed_to = Some("nobody".to_owned());
        for party in &mut event.actors {
            party.entity = "nobody".to_owned();
        }
    }
    for place in report.entities.iter_mut().filter_map(|e| e.place.as_mut()) {
        (place.lat, place.lon) = (f64::NAN, f64::NEG_INFINITY);
    }
    write_all(&report);
}

fn write_all(report: &DocumentRecord) {
    for format in Format::ALL {
        if format == Format::Parquet && !cfg!(feature = "parquet") {
            continue;
        }
        let mut writer = Writer::new(format, Vec::new(), &Options::default()).unwrap();
        writer.report(report, &|_| true).unwrap();
        let bytes = writer.finish().unwrap();
        match format {
            Format::Gdelt => assert!(lines(&bytes).all(|l| l.split('\t').count() == 61)),
            Format::Polecat => assert!(lines(&bytes).all(|l| l.split('\t').count() == 40)),
            Format::Plover | Format::Annotations => {
                assert!(lines(&bytes).all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok()));
            }
            _ => assert!(!bytes.is_empty()),
        }
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &str> {
    std::str::from_utf8(bytes).unwrap().lines()
}

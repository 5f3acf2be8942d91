//! Stores that earlier versions wrote are opened by this one. `UPDATE=1 cargo test -p dateline-store formats`
//! writes that of the format in hand anew; those of older formats stay for ever.

use std::fs;
use std::path::{Path, PathBuf};

use dateline_store::{FORMAT, Filter, Store};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::made::{assert_whole, by, keep, rows};
use crate::written::{join, records};

fn fixture(format: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/format-{format}.db"))
}

/// Writes the reports of our own, one of them coded twice, in small pages.
fn write(file: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.db");
    let mut store = Store::open(&whole).unwrap();
    keep(&mut store, &records().iter().take(8).collect::<Vec<_>>());
    keep(&mut store, &[&by(&records()[6], "another")]);
    while join(&mut store, 100) > 0 {}
    drop(store);
    let db = Connection::open(&whole).unwrap();
    let small = "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM;";
    db.execute_batch(small).unwrap();
    drop(db);
    fs::copy(&whole, file).unwrap();
}

/// What a test knows of the store, whatever its format.
fn told(store: &mut Store) -> Value {
    let counts = store.counts().unwrap();
    let coders: Vec<(u64, u64)> = store.coders().unwrap().iter().map(|c| (c.codings, c.current)).collect();
    let filter = Filter { text: Some("\"fuel depot\"".to_owned()), ..Filter::default() };
    json!({
        "reports": counts.reports,
        "events": counts.events > 0 && store.count(&Filter::default()).unwrap() == counts.events,
        "statements": counts.statements > 0,
        "stories": store.stories(1, None).unwrap().len() as u64 == counts.stories && counts.stories > 0,
        "coders": coders,
        "depot": store.event_ids(&filter).unwrap().len() > 5,
        "whole": store.report_ids().unwrap().iter().all(|id| store.records(id).unwrap().is_some()),
        "copies": rows(store, "SELECT count(*) FROM reports WHERE copy_of IS NOT NULL"),
        "publishers": rows(store, "SELECT DISTINCT publisher FROM reports ORDER BY publisher"),
    })
}

fn schema(file: &Path) -> Vec<(String, Option<String>)> {
    let db = Connection::open(file).unwrap();
    let mut all = db.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").unwrap();
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_format_that_ever_was_can_be_opened() {
    if std::env::var_os("UPDATE").is_some() {
        write(&fixture(FORMAT));
    }
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("fresh.db");
    drop(Store::open(&fresh).unwrap());
    for format in 1..=FORMAT {
        let bytes =
            fs::read(fixture(format)).unwrap_or_else(|e| panic!("{}: {e}", fixture(format).display()));
        assert!(bytes.len() < 150_000, "format {format}: {} bytes", bytes.len());
        let file = folder.path().join(format!("{format}.db"));
        fs::write(&file, bytes).unwrap();
        // first by a reader, which finds nothing else there than a writer does
        let expected = json!({
            "reports": 8, "events": true, "statements": true, "stories": true, "coders": [[8, 7], [1, 1]],
            "depot": true, "whole": true, "copies": [[2]],
            "publishers": [["Courier"], ["Evening Gazette"], ["Herald"], ["Meridian"], ["Outlook"], ["Wire"]],
        });
        assert_eq!(told(&mut Store::read(&file).unwrap()), expected, "format {format}");
        let mut store = Store::open(&file).unwrap();
        assert_eq!(told(&mut store), expected, "format {format}");
        // an old store is no different from a new one from then on
        let mut again = by(&records()[0], "newest");
        again.events.truncate(1);
        assert_eq!(keep(&mut store, &[&again]).recoded, 1);
        while join(&mut store, 100) > 0 {}
        drop(store);
        assert_whole(&file);
        let (old, new) = (schema(&file), schema(&fresh));
        let differ: Vec<_> =
            new.iter().filter(|e| !old.contains(e)).chain(old.iter().filter(|e| !new.contains(e))).collect();
        assert!(differ.is_empty(), "format {format}: the schema changed without a step: {differ:#?}");
    }
}

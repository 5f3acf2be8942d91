//! SQL of a user's own reads, and can do nothing else.

use std::time::{Duration, Instant};

use dateline_store::{Store, StoreError};

use crate::made::{event, keep, report, rows};

const SECONDS: Duration = Duration::from_secs(20);

fn store() -> Store {
    let mut store = Store::in_memory().unwrap();
    let mut record = report("The envoys met in Lomé.", Some("2024-05-15"), "meridian");
    event(&mut record, "CONSULT", "met");
    keep(&mut store, &[&record]);
    store
}

#[test]
fn values_come_as_json() {
    let mut store = store();
    let all = store.sql("SELECT 1 AS n, 2.5 AS x, 'é' AS t, NULL AS none, x'0102' AS b", SECONDS).unwrap();
    assert_eq!(all.columns, ["n", "x", "t", "none", "b"]);
    assert_eq!(all.rows, [serde_json::json!([1, 2.5, "é", null, "2 bytes"]).as_array().unwrap().clone()]);
    // text that is no UTF-8, and numbers that JSON has not
    let odd = rows(&mut store, "SELECT CAST(x'ff41' AS TEXT), 9e999, -9e999");
    assert_eq!(odd, [serde_json::json!(["\u{fffd}A", null, null]).as_array().unwrap().clone()]);
}

#[test]
fn every_view_can_be_read() {
    let mut store = store();
    let views = rows(&mut store, "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name");
    assert!(views.len() >= 8, "{views:?}");
    for view in views {
        rows(&mut store, &format!("SELECT * FROM \"{}\"", view[0].as_str().unwrap()));
    }
    let found = rows(&mut store, "SELECT rowid FROM report_text WHERE report_text MATCH 'envoys'");
    assert_eq!(found.len(), 1);
    assert_eq!(rows(&mut store, "PRAGMA integrity_check"), [["ok"]]);
    assert!(rows(&mut store, "PRAGMA table_info(report)").len() > 5);
    assert!(rows(&mut store, "EXPLAIN QUERY PLAN SELECT * FROM events").len() > 1);
}

#[test]
fn nothing_is_written_attached_or_set() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("news.db");
    let mut store = Store::open(&file).unwrap();
    let other = folder.path().join("other.db").display().to_string();
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE secret AS SELECT 42").unwrap();
    let fresh = folder.path().join("fresh.db");
    let before = (rows(&mut store, "PRAGMA user_version"), std::fs::read(&file).unwrap());
    for refused in [
        "INSERT INTO feed VALUES ('a', 'b')".to_owned(),
        "UPDATE report SET text = ''".to_owned(),
        "DELETE FROM report".to_owned(),
        "DROP TABLE report".to_owned(),
        "CREATE TABLE own (a)".to_owned(),
        "CREATE TEMP TABLE own (a)".to_owned(),
        "CREATE VIEW own AS SELECT 1".to_owned(),
        "ALTER TABLE report RENAME TO own".to_owned(),
        "REINDEX".to_owned(),
        "ANALYZE".to_owned(),
        "VACUUM".to_owned(),
        format!("VACUUM INTO '{}'", fresh.display()),
        format!("ATTACH '{other}' AS other"),
        format!("ATTACH '{}' AS other", fresh.display()),
        "DETACH main".to_owned(),
        "BEGIN".to_owned(),
        "BEGIN IMMEDIATE".to_owned(),
        "COMMIT".to_owned(),
        "SAVEPOINT a".to_owned(),
        "PRAGMA user_version = 9".to_owned(),
        "PRAGMA application_id = 9".to_owned(),
        "PRAGMA journal_mode = DELETE".to_owned(),
        "PRAGMA writable_schema = ON".to_owned(),
        "PRAGMA foreign_keys = OFF".to_owned(),
        "PRAGMA foreign_keys(0)".to_owned(),
        "PRAGMA trusted_schema = ON".to_owned(),
        "PRAGMA wal_checkpoint(TRUNCATE)".to_owned(),
        "PRAGMA incremental_vacuum(1)".to_owned(),
        "PRAGMA optimize".to_owned(),
        "SELECT load_extension('/nowhere/x.so')".to_owned(),
        "SELECT 1; DELETE FROM report".to_owned(),
        "SELECT 1; SELECT 2".to_owned(),
        "INSERT INTO report_text (report_text) VALUES ('delete-all')".to_owned(),
        String::new(),
        "-- a remark".to_owned(),
        ";;".to_owned(),
        "SELEKT 1".to_owned(),
        "SELECT * FROM nowhere".to_owned(),
        "SELECT ?1".to_owned() + "\0",
    ] {
        let result = store.sql(&refused, SECONDS);
        let Err(StoreError::Query(words)) = &result else { panic!("{refused}: {result:?}") };
        assert!(!words.is_empty() && !words.starts_with("Invalid parameter"), "{refused}: {words}");
        // and the store goes on as before
        assert_eq!(rows(&mut store, "SELECT count(*) FROM report"), [[0]], "{refused}");
    }
    assert!(rows(&mut store, "SELECT name FROM pragma_database_list WHERE name = 'other'").is_empty());
    assert_eq!(rows(&mut store, "PRAGMA foreign_keys"), [[1]]);
    assert_eq!(rows(&mut store, "PRAGMA trusted_schema"), [[0]]);
    let db = rusqlite::Connection::open(&file).unwrap();
    let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    assert!(!fresh.exists());
    assert_eq!((rows(&mut store, "PRAGMA user_version"), std::fs::read(&file).unwrap()), before);
    // what is refused to a user's SQL is not refused to the store
    keep(&mut store, &[&report("The ferry sails.", None, "meridian")]);
    assert_eq!(rows(&mut store, "SELECT count(*) FROM report"), [[1]]);
}

#[test]
fn long_statements_are_stopped() {
    let mut store = store();
    let endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n";
    let begun = Instant::now();
    let error = store.sql(endless, Duration::from_millis(200)).unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(matches!(&error, StoreError::Query(why) if why.contains("--timeout")), "{error}");
    // the next one has its own time
    assert_eq!(rows(&mut store, "SELECT count(*) FROM events"), [[1]]);
    assert!(store.sql("SELECT 1", Duration::MAX).is_ok());
    assert!(store.sql(endless, Duration::ZERO).is_err());
}

#[test]
fn many_statements_at_once_are_no_danger() {
    let mut store = store();
    for crowd in
        ["SELECT 1;".repeat(30_000), ";".repeat(1 << 20), "(".repeat(100_000), "SELECT ".repeat(90_000)]
    {
        let result = store.sql(&crowd, SECONDS);
        assert!(matches!(result, Err(StoreError::Query(_))));
    }
}

//! What is no store, or none that this version may touch, is told in words and left as it is.

use std::fs;
use std::path::{Path, PathBuf};

use dateline_store::{FORMAT, Filter, Store, StoreError};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::made::{assert_whole, event, keep, report};

struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A store with a report, closed.
    fn store(&self, name: &str) -> PathBuf {
        let file = self.file(name);
        let mut record = report("The envoys met in Lomé.", Some("2024-05-15"), "meridian");
        event(&mut record, "CONSULT", "met");
        keep(&mut Store::open(&file).unwrap(), &[&record]);
        file
    }
}

/// How opening a file fails, to read and to write.
#[track_caller]
fn fails(file: &Path) -> [StoreError; 2] {
    [Store::read(file), Store::open(file)].map(|result| match result {
        Err(error) => {
            let words = error.to_string();
            assert!(words.starts_with(&format!("{}: ", file.display())), "{words}");
            error
        }
        Ok(_) => panic!("{}: opened", file.display()),
    })
}

#[test]
fn what_is_no_file_of_sqlite_stays_as_it_is() {
    let folder = Folder::new();
    let texts: [&[u8]; 4] = [
        b"Envoys met in Lome.\n",
        &[0; 100],
        b"SQLite format 3",
        b"SQLite format 3\0 and nothing of the kind, however long it goes on, for this is a text about a file \
          format and not a file of it. This is a text about a file format and not a file of it.",
    ];
    for (n, bytes) in texts.iter().enumerate() {
        let file = folder.file(&format!("{n}.db"));
        fs::write(&file, bytes).unwrap();
        for error in fails(&file) {
            assert!(matches!(error, StoreError::NotAStore(_)), "{n}: {error:?}");
            assert!(error.to_string().contains("not a store of dateline: give another file"), "{error}");
        }
        assert_eq!(&fs::read(&file).unwrap(), bytes);
    }
}

#[test]
fn the_database_of_another_program_stays_byte_for_byte() {
    let folder = Folder::new();
    for (n, make) in [
        "CREATE TABLE message (text TEXT); INSERT INTO message VALUES ('hello');",
        "CREATE TABLE report (key INTEGER PRIMARY KEY); PRAGMA user_version = 1;",
        "CREATE TABLE a (b); PRAGMA application_id = 252006674;",
        "PRAGMA application_id = 252006674;",
        "PRAGMA journal_mode = WAL; CREATE TABLE a (b);",
    ]
    .iter()
    .enumerate()
    {
        let file = folder.file(&format!("{n}.db"));
        Connection::open(&file).unwrap().execute_batch(make).unwrap();
        let before = fs::read(&file).unwrap();
        for error in fails(&file) {
            assert!(matches!(error, StoreError::NotAStore(_)), "{make}: {error:?}");
        }
        assert_eq!(fs::read(&file).unwrap(), before, "{make}");
    }
}

#[test]
fn the_log_that_another_program_left_stays_too() {
    let folder = Folder::new();
    let (file, left) = (folder.file("theirs.db"), folder.file("left.db"));
    let db = Connection::open(&file).unwrap();
    db.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE a (b); INSERT INTO a VALUES (1);").unwrap();
    // as after a crash: the log is there and nobody has folded it in
    let log = |of: &Path| PathBuf::from(format!("{}-wal", of.display()));
    fs::copy(&file, &left).unwrap();
    fs::copy(log(&file), log(&left)).unwrap();
    let before = (fs::read(&left).unwrap(), fs::read(log(&left)).unwrap());
    assert!(!before.1.is_empty());
    for error in fails(&left) {
        assert!(matches!(error, StoreError::NotAStore(_)), "{error:?}");
    }
    assert_eq!((fs::read(&left).unwrap(), fs::read(log(&left)).unwrap()), before);
}

#[test]
fn a_store_of_a_newer_version_is_told_and_left() {
    let folder = Folder::new();
    let file = folder.store("new.db");
    let newer = FORMAT + 1;
    Connection::open(&file).unwrap().pragma_update(None, "user_version", newer).unwrap();
    let before = fs::read(&file).unwrap();
    for error in fails(&file) {
        assert!(
            matches!(error, StoreError::TooNew { format, known: FORMAT, .. } if format == newer),
            "{error:?}"
        );
        assert!(error.to_string().contains("use a newer dateline"), "{error}");
    }
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn what_is_not_there_is_missing_to_a_reader_and_made_by_a_writer() {
    let folder = Folder::new();
    let file = folder.file("none.db");
    let error = Store::read(&file).err().unwrap();
    assert!(matches!(&error, StoreError::Missing(f) if *f == file), "{error:?}");
    assert!(error.to_string().contains("make one with dateline ingest"), "{error}");
    assert!(!file.exists());
    // an empty file is as good as none to a writer, and no store to a reader
    fs::write(&file, b"").unwrap();
    assert!(matches!(Store::read(&file), Err(StoreError::NotAStore(_))));
    drop(Store::open(&file).unwrap());
    assert_eq!(Store::read(&file).unwrap().counts().unwrap().reports, 0);
}

#[test]
fn where_no_file_can_be_is_told_with_the_cure() {
    let folder = Folder::new();
    fs::create_dir(folder.file("folder.db")).unwrap();
    fs::write(folder.file("file"), b"words").unwrap();
    for (name, cure) in [
        ("folder.db", "give the name of a file"),
        ("nowhere/new.db", "make it, or give another file"),
        ("file/new.db", "make it, or give another file"),
    ] {
        let error = Store::open(&folder.file(name)).err().unwrap();
        assert!(matches!(error, StoreError::Unreachable { .. }), "{name}: {error:?}");
        assert!(error.to_string().contains(cure), "{error}");
    }
}

#[test]
fn a_store_is_read_while_another_writes_to_it() {
    let folder = Folder::new();
    let file = folder.store("news.db");
    let mut writer = Store::open(&file).unwrap();
    let reader = Store::read(&file).unwrap();
    keep(&mut writer, &[&report("The ferry sails from Dakar.", None, "meridian")]);
    assert_eq!(reader.counts().unwrap().reports, 2);
    let mut reader = reader;
    let error = reader.add(&[crate::made::coded(&report("The ferry sank.", None, "meridian"))]).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    drop((writer, reader));
    assert_whole(&file);
}

#[test]
fn a_damaged_record_is_told_with_its_report() {
    let folder = Folder::new();
    let file = folder.store("news.db");
    let id = Store::read(&file).unwrap().report_ids().unwrap().remove(0);
    let db = Connection::open(&file).unwrap();
    for damage in
        ["x''", "x'00'", "randomblob(400)", "substr(body, 1, length(body) - 9)", "'words'", "x'0300'"]
    {
        let whole: Vec<u8> = db.query_row("SELECT body FROM coding", [], |row| row.get(0)).unwrap();
        db.execute(&format!("UPDATE coding SET body = CAST({damage} AS BLOB)"), []).unwrap();
        let store = Store::read(&file).unwrap();
        let error = store.records(&id).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { report, .. } if *report == id), "{damage}: {error:?}");
        assert!(error.to_string().contains("news.db: ") && error.to_string().contains(&id), "{error}");
        let mut store = Store::open(&file).unwrap();
        let same = dateline::story::Same::builtin().unwrap();
        let weights = dateline::story::WordWeights::builtin();
        let by = dateline_store::Joiner { same: &same, weights: &weights, meaning: &|_| Vec::new() };
        let error = store.join_stories(&by, 10).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { report, .. } if *report == id), "{damage}: {error:?}");
        // what stands open is not touched by it
        assert_eq!(store.events(&Filter::default()).unwrap().len(), 1);
        assert_eq!(store.pending().unwrap(), 1);
        db.execute("UPDATE coding SET body = ?", [whole]).unwrap();
    }
}

#[test]
fn a_file_cut_short_or_overwritten_is_no_panic() {
    let folder = Folder::new();
    let file = folder.store("news.db");
    let whole = fs::read(&file).unwrap();
    let log = |of: &Path| PathBuf::from(format!("{}-wal", of.display()));
    assert!(!log(&file).exists());
    let mut failed = 0;
    for n in 0..40 {
        let broken = folder.file(&format!("broken{n}.db"));
        let mut bytes = whole.clone();
        if n < 10 {
            bytes.truncate(whole.len() * n / 10);
        } else {
            let at = whole.len() * (n - 10) / 30;
            let end = (at + 3000).min(bytes.len());
            bytes[at..end].fill(0xa5);
        }
        fs::write(&broken, bytes).unwrap();
        let ask = || -> Result<(), StoreError> {
            let mut store = Store::open(&broken)?;
            store.counts()?;
            store.events(&Filter::default())?;
            for id in store.report_ids()? {
                store.records(&id)?;
            }
            store.add(&[crate::made::coded(&report("The ferry sank.", None, "meridian"))]).map(drop)
        };
        if let Err(error) = ask() {
            failed += 1;
            let words = error.to_string();
            assert!(words.starts_with(&format!("{}: ", broken.display())), "{words}");
            let known = matches!(
                error,
                StoreError::NotAStore(_) | StoreError::Malformed { .. } | StoreError::Damaged { .. }
            );
            assert!(known, "{n}: {error:?}");
        }
    }
    assert!(failed > 10, "{failed}");
}

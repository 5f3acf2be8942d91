//! Opening a store: making it, checking what it is, bringing an old one up to date.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::StoreError;
use crate::limits::PATIENCE;

/// Number of the format that this version writes.
pub const FORMAT: u32 = 1;

/// What each format adds to the one before; the first makes a store of nothing.
const STEPS: [&str; FORMAT as usize] = [include_str!("../schema/1.sql")];

/// Marks a file of SQLite as a store: `DTLN`.
const APPLICATION: i32 = 0x4454_4c4e;

/// Memory that one connection may use for pages, in kibibytes.
const CACHE_KIB: i32 = 32 * 1024;

/// Between two tries at what SQLite does not wait for.
const PAUSE: Duration = Duration::from_millis(20);

/// A store that is open.
pub struct Store {
    pub(crate) db: Connection,
    pub(crate) file: PathBuf,
}

/// How much a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Counts {
    /// Reports.
    pub reports: u64,
    /// Events of the current codings.
    pub events: u64,
    /// Statements of the current codings.
    pub statements: u64,
    /// Stories.
    pub stories: u64,
    /// Processes, report by report.
    pub processes: u64,
    /// Commitments, report by report.
    pub commitments: u64,
}

impl Store {
    /// Opens the store in a file, to read and to write; makes it where there is none.
    ///
    /// # Errors
    /// Where the file is no store, is newer than this version, or cannot be written.
    pub fn open(file: &Path) -> Result<Store, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut store = Store::connect(file, flags)?;
        // a file of somebody else's, or of a newer version, is left as it is
        let format = store.format()?;
        if format > FORMAT {
            return Err(StoreError::TooNew { file: file.to_owned(), format, known: FORMAT });
        }
        store.prepare().map_err(|e| store.error(e))?;
        store.migrate()?;
        Ok(store)
    }

    /// Opens the store in a file, to read.
    ///
    /// # Errors
    /// Where there is no such file, it is no store, or it is newer than this version.
    pub fn read(file: &Path) -> Result<Store, StoreError> {
        if !file.exists() {
            return Err(StoreError::Missing(file.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let known = |store: Store| store.format().map(|format| (store, format));
        let (store, format) = match Store::connect(file, flags).and_then(known) {
            // where nothing may be written there is no room for SQLite's log; without one it needs none
            Err(StoreError::ReadOnly(_) | StoreError::Unreachable { .. }) if !log(file).exists() => {
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                let db = Connection::open_with_flags(unchanging(file), flags);
                known(Store::set(db.map_err(|e| StoreError::of(file, e))?, file)?)?
            }
            opened => opened?,
        };
        match format {
            FORMAT => Ok(store),
            0 => Err(StoreError::NotAStore(file.to_owned())),
            // an old store is brought up to date by whoever may write to it
            format if format < FORMAT => Store::open(file),
            format => Err(StoreError::TooNew { file: file.to_owned(), format, known: FORMAT }),
        }
    }

    /// A store that is gone when it is dropped, for tests and for looking at a folder once.
    ///
    /// # Errors
    /// Where no memory is left.
    pub fn in_memory() -> Result<Store, StoreError> {
        let file = PathBuf::from(":memory:");
        let db = Connection::open_in_memory().map_err(|e| StoreError::of(&file, e))?;
        let mut store = Store { db, file };
        store.migrate()?;
        Ok(store)
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// How much it holds.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let count = |table: &str| {
            let sql = format!("SELECT count(*) FROM {table}");
            self.db.query_row(&sql, [], |row| row.get::<_, i64>(0)).map(|n| n.unsigned_abs())
        };
        let all = || {
            Ok(Counts {
                reports: count("report")?,
                events: count("event")?,
                statements: count("statement")?,
                stories: count("story")?,
                processes: count("process")?,
                commitments: count("commitment")?,
            })
        };
        all().map_err(|e| self.error(e))
    }

    pub(crate) fn error(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.file, error)
    }

    fn connect(file: &Path, flags: OpenFlags) -> Result<Store, StoreError> {
        Store::set(Connection::open_with_flags(file, flags).map_err(|e| StoreError::of(file, e))?, file)
    }

    fn set(db: Connection, file: &Path) -> Result<Store, StoreError> {
        let store = Store { db, file: file.to_owned() };
        let set = || {
            store.db.busy_timeout(PATIENCE)?;
            // what another program left in its log stays there: closing folds in the log of a store alone
            store.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            store.db.pragma_update(None, "cache_size", -CACHE_KIB)?;
            store.db.pragma_update(None, "foreign_keys", true)?;
            // hostile text never becomes SQL, but a hostile store must not run functions either
            store.db.pragma_update(None, "trusted_schema", false)
        };
        set().map_err(|e| store.error(e))?;
        store.db.set_prepared_statement_cache_capacity(64);
        Ok(store)
    }

    fn prepare(&self) -> rusqlite::Result<()> {
        self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        let begun = Instant::now();
        // of several that make a store at once SQLite turns some away without letting them wait
        while let Err(error) = self.db.pragma_update(None, "journal_mode", "WAL") {
            let busy = error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
            if !busy || begun.elapsed() > PATIENCE {
                return Err(error);
            }
            std::thread::sleep(PAUSE);
        }
        // with WAL a crash of the machine may cost the last transactions, never the file
        self.db.pragma_update(None, "synchronous", "NORMAL")
    }

    /// The format of the file; 0 of an empty one.
    fn format(&self) -> Result<u32, StoreError> {
        let number = |sql: &str| self.db.query_row(sql, [], |row| row.get::<_, i32>(0));
        // tables first: they come in one transaction with the mark, maybe while this is read
        let read = || {
            let tables = number("SELECT count(*) FROM sqlite_schema")?;
            Ok((tables, number("PRAGMA application_id")?, number("PRAGMA user_version")?))
        };
        match read().map_err(|e| self.error(e))? {
            (_, APPLICATION, format) => Ok(format.unsigned_abs()),
            (0, 0, _) => Ok(0),
            _ => Err(StoreError::NotAStore(self.file.clone())),
        }
    }

    /// Brings the file to this version's format, all steps or none.
    fn migrate(&mut self) -> Result<(), StoreError> {
        let format = self.format()?;
        if format > FORMAT {
            return Err(StoreError::TooNew { file: self.file.clone(), format, known: FORMAT });
        }
        if format == FORMAT {
            return Ok(());
        }
        self.step().map_err(|e| StoreError::of(&self.file, e))
    }

    fn step(&mut self) -> rusqlite::Result<()> {
        let work = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // another process may have been faster
        let format: i32 = work.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for sql in STEPS.iter().skip(format.unsigned_abs() as usize) {
            work.execute_batch(sql)?;
        }
        work.pragma_update(None, "application_id", APPLICATION)?;
        work.pragma_update(None, "user_version", FORMAT)?;
        work.commit()
    }
}

/// The log that SQLite keeps beside a file while it is written to.
fn log(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// The address by which SQLite reads a file as one that nobody changes.
fn unchanging(file: &Path) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"/-._~".contains(b);
    let sign = |b: u8| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    let path: String = file.as_os_str().as_encoded_bytes().iter().map(|b| sign(*b)).collect();
    format!("file:{path}?immutable=1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_may_make_one_store_at_once() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..12 {
            let file = folder.path().join(format!("{round}.db"));
            std::thread::scope(|scope| {
                let open = || Store::open(&file).map(drop);
                let all: Vec<_> = (0..6).map(|_| scope.spawn(open)).collect();
                for one in all {
                    one.join().unwrap().unwrap();
                }
            });
            assert_eq!(Store::read(&file).unwrap().format().unwrap(), FORMAT);
        }
    }

    #[test]
    fn a_store_is_nothing_or_whole_while_it_is_made() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..12 {
            let file = folder.path().join(format!("{round}.db"));
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
            let watcher = Store::connect(&file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).unwrap();
            std::thread::scope(|scope| {
                let maker = scope.spawn(|| Store::open(&file).map(drop));
                while watcher.format().unwrap() != FORMAT {}
                maker.join().unwrap().unwrap();
            });
        }
    }
}

//! What can go wrong with a store, with the cure.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is no store.
    #[error("{}: not a store of dateline: give another file, or a name that does not exist yet", .0.display())]
    NotAStore(PathBuf),
    /// There is no such file.
    #[error("{}: no such store: make one with dateline ingest INPUT --store {}", .0.display(), .0.display())]
    Missing(PathBuf),
    /// The file was written by a newer version.
    #[error("{}: format {format} is newer than {known}, the newest this version reads: use a newer dateline", .file.display())]
    TooNew {
        /// The store.
        file: PathBuf,
        /// Its format.
        format: u32,
        /// The newest known.
        known: u32,
    },
    /// The file cannot be opened.
    #[error("{}: cannot be opened: {reason}", .file.display())]
    Unreachable {
        /// The file.
        file: PathBuf,
        /// Why, with the cure.
        reason: String,
    },
    /// The file may be read and not written.
    #[error("{}: may not be written: check the rights of the file and of its folder, or give another file", .0.display())]
    ReadOnly(PathBuf),
    /// The file is not whole.
    #[error("{}: the file is damaged ({reason}): put back a copy of it, or ingest into a new file", .file.display())]
    Malformed {
        /// The store.
        file: PathBuf,
        /// What SQLite found.
        reason: String,
    },
    /// Another process writes to it.
    #[error("{}: locked by another process for longer than {seconds} s: wait until it is done, then run again", .file.display())]
    Locked {
        /// The store.
        file: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
    /// No room is left.
    #[error("{}: the disk is full: nothing of the last batch was kept; make room, then run again", .0.display())]
    Full(PathBuf),
    /// A kept record cannot be read.
    #[error("{}: record of report {report} is damaged: {reason}; ingest the report again", .file.display())]
    Damaged {
        /// The store.
        file: PathBuf,
        /// Id of the report.
        report: String,
        /// What was found.
        reason: String,
    },
    /// The query is no query.
    #[error("{0}")]
    Query(String),
    /// Anything else that SQLite says.
    #[error("{}: {source}", .file.display())]
    Sqlite {
        /// The store.
        file: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// The error with the file it is of, told apart where a user can do something about it.
    pub(crate) fn of(file: &Path, error: rusqlite::Error) -> StoreError {
        let file = file.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                StoreError::Locked { file, seconds: crate::limits::PATIENCE.as_secs() }
            }
            Some(ErrorCode::DiskFull) => StoreError::Full(file),
            Some(ErrorCode::NotADatabase) => StoreError::NotAStore(file),
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly(file),
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                StoreError::Unreachable { reason: unreachable(&file), file }
            }
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Malformed { reason: error.to_string(), file },
            _ => StoreError::Sqlite { file, source: error },
        }
    }
}

/// Why a file cannot be opened, as far as the file system tells, with the cure.
fn unreachable(file: &Path) -> String {
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if file.is_dir() {
        "it is a folder: give the name of a file".to_owned()
    } else if folder.is_dir() {
        "check the rights of the file and of its folder, or give another file".to_owned()
    } else {
        format!("{} is no folder: make it, or give another file", folder.display())
    }
}

/// What stopped work inside a transaction, where the file is not at hand.
pub(crate) enum Fault {
    Sql(rusqlite::Error),
    Damaged { report: String, reason: String },
}

impl Fault {
    /// The error of a store in a file.
    pub(crate) fn of(self, file: &Path) -> StoreError {
        match self {
            Fault::Sql(error) => StoreError::of(file, error),
            Fault::Damaged { report, reason } => {
                StoreError::Damaged { file: file.to_owned(), report, reason }
            }
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        Fault::Sql(error)
    }
}

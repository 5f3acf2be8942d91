//! Asking a store: `query`, `timeline`, `dyad`, `stories`, `ledger`, `sql`, `export`, `diff`.

mod chart;
mod diff;
mod dyad;
mod export;
mod filter;
mod ledger;
mod query;
mod sql;
mod stories;
mod table;
mod timeline;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use dateline_store::Store;

use crate::out;

pub use diff::{DiffArgs, run as run_diff};
pub use dyad::{DyadArgs, run as run_dyad};
pub use export::{ExportArgs, run as run_export};
pub use ledger::{LedgerArgs, run as run_ledger};
pub use query::{QueryArgs, run as run_query};
pub use sql::{SqlArgs, run as run_sql};
pub use stories::{StoriesArgs, run as run_stories};
pub use timeline::{TimelineArgs, run as run_timeline};

/// The store that is asked.
#[derive(Debug, Clone, clap::Args)]
pub struct StoreArgs {
    /// The store (dateline ingest makes one)
    #[arg(long, value_name = "FILE")]
    pub store: PathBuf,
}

impl StoreArgs {
    /// Opens it to read.
    fn open(&self) -> Result<Store, String> {
        Store::read(&self.store).map_err(|e| e.to_string())
    }
}

/// The exit status of a command that writes text or fails in words.
fn finish(result: Result<String, String>) -> ExitCode {
    status(result.and_then(|text| {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
        written.or_else(unread).map_err(|e| format!("standard output: {e}"))
    }))
}

/// A closed pipe only means that its reader has seen enough.
fn unread(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) }
}

/// The exit status of a command that fails in words.
fn status(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            out::error(why);
            ExitCode::FAILURE
        }
    }
}

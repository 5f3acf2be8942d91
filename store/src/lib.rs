//! Reports, records, stories and the ledger in one SQLite file.
//!
//! Each report is kept once with its text; all records of a report as one coder made them are one
//! *coding*, and codings of earlier coders stay. What the current coding says lies open field by field
//! in tables, which the documented views (`reports`, `events`, `parties`, `actors`, `statements`,
//! `processes`, `commitments`, `stories`, `reviews`) show.
//!
//! A report is taken in one transaction with everything that belongs to it, so that a kill at any
//! moment leaves it whole or absent.
//!
//! ```
//! use dateline_store::Store;
//!
//! let store = Store::in_memory()?;
//! assert_eq!(store.counts()?.reports, 0);
//! # Ok::<(), dateline_store::StoreError>(())
//! ```

mod add;
mod body;
mod copies;
mod day;
mod error;
mod ledger;
mod limits;
mod near;
mod open;
mod query;
mod rows;
mod sql;
mod stories;
mod versions;
mod watched;

pub use add::{Added, Coded, CoderKey, InputKey};
pub use error::StoreError;
pub use ledger::{Ledger, LedgerFilter};
pub use near::Near;
pub use open::{Counts, FORMAT, Store};
pub use query::{EventRow, Filter, PartyRow, Who};
pub use sql::SqlRows;
pub use stories::Joiner;
pub use versions::CoderInfo;

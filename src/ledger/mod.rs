//! The ledger: talks, ceasefires and sieges over time, and what is owed, as many reports tell them.
//!
//! Works across reports, so it reads records and nothing else. A process that several reports tell is one
//! [`Running`] with all its changes of state in order, contradictions shown; what is promised or demanded
//! is one [`Owed`] whose state later events move, each move with the words of both sides. Both are the
//! same whatever the order in which the reports came.

mod owed;
mod running;
mod told;

pub use owed::{Move, Owed, OwedTelling, owed};
pub use running::{Change, Running, RunningTelling, running};
pub use told::{Source, Told};

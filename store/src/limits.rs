//! How long and how much, for the whole crate.

use std::time::Duration;

/// How long another process is waited for.
pub const PATIENCE: Duration = Duration::from_secs(20);

//! One file, or standard input, that was found.

use std::path::{Path, PathBuf};

use crate::kind::Kind;

/// One file found, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    /// As the ending says; none where the first bytes must tell.
    pub(crate) kind: Option<Kind>,
}

impl Input {
    /// The path as it was found; `-` for standard input.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The size of the file in bytes when it was found; 0 for standard input, whose size nobody knows.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }
}

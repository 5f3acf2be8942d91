//! What every kind of file is read as: one thing after the other.

use crate::report::Got;

/// A file being read.
pub(crate) trait Source: Send {
    /// The next thing; after a `None` it is not asked again.
    fn next(&mut self) -> Option<Got>;

    /// Bytes of the file gone through so far.
    fn consumed(&self) -> u64;
}

/// A file of which only one thing can be said.
pub(crate) struct Once {
    got: Option<Got>,
    consumed: u64,
}

impl Once {
    pub(crate) fn new(got: Got, consumed: u64) -> Once {
        Once { got: Some(got), consumed }
    }
}

impl Source for Once {
    fn next(&mut self) -> Option<Got> {
        self.got.take()
    }

    fn consumed(&self) -> u64 {
        self.consumed
    }
}

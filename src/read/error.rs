//! Why bytes could not be read as a report, and what may be done about it.

/// The reason that no document came of the bytes. Each message names the cure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes, or white space only.
    #[error("the input is empty: give a file that holds a report")]
    Empty,
    /// A format that is not text.
    #[error("the input is {0}, not text: convert it to plain text or HTML first")]
    Binary(&'static str),
    /// More bytes than the options allow.
    #[error("the input has {size} bytes, more than the limit of {limit}: split it, or raise the limit")]
    TooLarge {
        /// Bytes given.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// A page in which nothing is written.
    #[error("the page holds no text: if a script writes it, save the page from a browser first")]
    NoText,
}

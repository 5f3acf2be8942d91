//! What the caller says about the bytes it hands over.

use jiff::civil::Date;

/// The form in which a report comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A web page.
    Html,
    /// Plain text, scraped or written.
    Plain,
}

/// What is known of a report beside its bytes; the caller's word overrides the page's.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The address it was found at.
    pub url: Option<String>,
    /// The publication.
    pub publisher: Option<String>,
    /// Its day of publication.
    pub published: Option<Date>,
    /// Its form; sniffed where `None`.
    pub format: Option<Format>,
    /// More bytes than this are refused.
    pub max_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions { url: None, publisher: None, published: None, format: None, max_bytes: 64 * 1024 * 1024 }
    }
}

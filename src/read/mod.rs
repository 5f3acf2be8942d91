//! From bytes to a [`Document`](crate::Document): stands in until the reader is there.

use jiff::civil::Date;

use crate::document::{DateSource, Document, Published};

/// Why bytes could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// White space only.
    #[error("the input is empty: give a file that holds a report")]
    Empty,
    /// Not text.
    #[error("the input is {0}, not text: convert it to plain text or HTML first")]
    Binary(&'static str),
}

/// What the caller says about the bytes.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The address.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// More bytes than this are refused.
    pub max_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions { url: None, published: None, max_bytes: 64 * 1024 * 1024 }
    }
}

/// Reads one report.
///
/// # Errors
/// Bytes that are no text.
pub fn read_bytes(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    if bytes.contains(&0) {
        return Err(ReadError::Binary("binary data"));
    }
    let text = String::from_utf8_lossy(bytes);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let published = options.published.map(|date| Published { date, source: DateSource::Given });
    Ok(Document::from_plain(&text).with_origin(published, options.url.clone()))
}

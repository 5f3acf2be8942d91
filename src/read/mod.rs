//! From bytes to a [`Document`](crate::Document): encodings, HTML, scraped plain text.

mod error;
mod options;
mod sniff;
mod encoding;
mod dates;
mod chatter;
mod wording;
mod lines;
mod plain;
mod markup;
mod page;
mod guard;
mod metadata;
mod extract;
mod trim;
mod kinds;
mod html;

pub use error::ReadError;
pub use options::{Format, ReadOptions};

pub(crate) use dates::month_in_url;

use crate::digest;
use crate::document::{BlockKind, DateSource, Document, DocumentParts, Published};

/// Reads one report.
///
/// ```
/// use dateline::read::{ReadOptions, read_bytes};
/// let report = b"Envoy leaves Tunis\n\nThe envoy left on Monday, officials said.\n";
/// let document = read_bytes(report, &ReadOptions::default())?;
/// assert_eq!(document.parts().title.as_deref(), Some("Envoy leaves Tunis"));
/// # Ok::<(), dateline::read::ReadError>(())
/// ```
///
/// # Errors
/// Bytes that are no text, or more than the options allow. Text that is merely odd
/// gives a document with diagnostics.
pub fn read_bytes(bytes: &[u8], options: &ReadOptions) -> Result<Document, ReadError> {
    check(bytes, options)?;
    let decoded = encoding::decode(bytes);
    if decoded.text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    if sniff::looks_binary(&decoded.text) {
        return Err(ReadError::Binary("binary data"));
    }
    let format = options.format.unwrap_or_else(|| sniff::sniff(&decoded.text));
    let mut parts = match format {
        Format::Html => html::read(&decoded.text, options.url.as_deref())?,
        Format::Plain => plain::read(decoded.text),
    };
    parts.diagnostics.splice(0..0, decoded.diagnostics);
    parts.source_digest = digest::sha256_hex(bytes);
    Ok(Document::new(with_origin(parts, options)))
}

fn check(bytes: &[u8], options: &ReadOptions) -> Result<(), ReadError> {
    // spans are 32 bits wide; decoding may make four bytes of one
    let limit = options.max_bytes.min(u32::MAX as usize / 4);
    match sniff::binary_signature(bytes) {
        _ if bytes.is_empty() => Err(ReadError::Empty),
        _ if bytes.len() > limit => Err(ReadError::TooLarge { size: bytes.len(), limit }),
        Some(kind) => Err(ReadError::Binary(kind)),
        None => Ok(()),
    }
}

/// The caller's word first, then the report's own, then the date in the address.
fn with_origin(mut parts: DocumentParts, options: &ReadOptions) -> DocumentParts {
    if options.publisher.is_some() {
        parts.publisher.clone_from(&options.publisher);
    }
    if options.url.is_some() {
        parts.url.clone_from(&options.url);
    }
    let given = options.published.map(|date| Published { date, source: DateSource::Given });
    let in_url = || {
        let date = dates::date_in_url(parts.url.as_deref()?)?;
        Some(Published { date, source: DateSource::Url })
    };
    parts.published = given.or(parts.published).or_else(in_url);
    parts
}

/// The article's own text: what a person would copy who wanted the article and
/// neither its title nor its pictures' captions.
pub fn body_text(document: &Document) -> String {
    let body =
        |kind: &BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::Subheading);
    let blocks = document.blocks().iter().filter(|(_, kind)| body(kind));
    blocks.map(|(span, _)| document.slice(*span)).collect::<Vec<_>>().join("\n\n")
}

//! What kind of bytes these are: a web page, plain text, or no text at all.

use super::options::Format;

/// Signatures at the start of formats that are not text.
const SIGNATURES: [(&[u8], &str); 15] = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or office file"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ\0", "xz-compressed"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"SQLite format 3\0", "a database"),
    (b"{\\rtf", "a rich text (RTF) file"),
];

/// The name of the format, where the bytes begin as one that is not text.
pub(super) fn binary_signature(bytes: &[u8]) -> Option<&'static str> {
    SIGNATURES.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| *name)
}

/// Whether decoded text looks like no text that anyone wrote: many control
/// characters, or many characters that could not be decoded.
pub(super) fn looks_binary(text: &str) -> bool {
    let (mut all, mut odd) = (0usize, 0usize);
    for c in text.chars().take(64 * 1024) {
        all += 1;
        odd += usize::from(is_odd(c));
    }
    odd > 8 && odd * 12 > all || (odd > 0 && odd * 2 > all)
}

fn is_odd(c: char) -> bool {
    c == '\u{fffd}' || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}'))
}

/// Tags that stand near the start of a page and in no plain text.
const PAGE_TAGS: [&str; 14] = [
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<title",
    "<meta",
    "<script",
    "<div",
    "<article",
    "<main",
    "<p>",
    "<p ",
    "<h1",
    "<section",
];

/// Whether the text is a web page: it opens with a tag, or holds several of those a page is made of.
pub(super) fn sniff(text: &str) -> Format {
    let head: String = text.trim_start().chars().take(2048).collect::<String>().to_ascii_lowercase();
    let opens_with_tag = head.starts_with("<!doctype html")
        || head.starts_with("<?xml") && head.contains("<html")
        || head.starts_with("<!--") && PAGE_TAGS.iter().any(|tag| head.contains(tag))
        || PAGE_TAGS.iter().any(|tag| head.starts_with(tag));
    let tags = PAGE_TAGS.iter().filter(|tag| head.contains(*tag)).count();
    if opens_with_tag || (tags >= 2 && head.contains("</")) { Format::Html } else { Format::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_text() {
        assert_eq!(sniff("\n<!DOCTYPE html><p>x"), Format::Html);
        assert_eq!(sniff("<!-- saved --> <html><body>"), Format::Html);
        assert_eq!(sniff("<p>One line</p>"), Format::Html);
        assert_eq!(sniff("a < b and b > c, said <the minister>"), Format::Plain);
        assert_eq!(sniff("The <head office was closed."), Format::Plain);
    }

    #[test]
    fn binary_is_known_by_signature_or_controls() {
        assert_eq!(binary_signature(b"%PDF-1.7"), Some("a PDF file"));
        assert_eq!(binary_signature(b"BEIRUT, May 3"), None);
        assert!(looks_binary(&"\u{1}\u{2}ab".repeat(20)));
        assert!(!looks_binary("one bell \u{7} in a long line of ordinary words"));
    }
}

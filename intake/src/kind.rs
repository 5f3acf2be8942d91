//! The kind of a file: by the ending of its name, else by its first bytes.

use std::path::Path;

use serde::de::IgnoredAny;

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One report.
    Single,
    /// A report a line, as JSON.
    Lines,
    /// Lines, one object or array of JSON, or a JSON Feed: the first bytes tell.
    Json,
    /// An object of JSON, or an array of them.
    Document,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// Parquet.
    Table,
    /// WARC.
    Archive,
}

/// The endings that are taken from folders, for messages.
pub(crate) const ENDINGS: &str = ".txt, .html, .htm, .xhtml, .jsonl, .ndjson, .json, .parquet, .warc, .xml, .rss or .atom, \
     also with .gz";

/// The kind that the ending of a name says, `.gz` taken off.
pub(crate) fn by_name(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let (stem, ending) = name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.')?;
    match ending {
        _ if stem.is_empty() => None,
        "txt" | "html" | "htm" | "xhtml" => Some(Kind::Single),
        "jsonl" | "ndjson" => Some(Kind::Lines),
        "json" => Some(Kind::Json),
        "parquet" => Some(Kind::Table),
        "warc" => Some(Kind::Archive),
        "xml" | "rss" | "atom" | "rdf" => Some(Kind::Feed),
        _ => None,
    }
}

/// Whether a name has no ending at all, so that only the bytes can tell what it is.
pub(crate) fn has_no_ending(path: &Path) -> bool {
    path.extension().is_none()
}

/// The kind that the first bytes, unpacked, show. What is nothing else may be a report.
pub(crate) fn by_bytes(head: &[u8]) -> Kind {
    let text = start(head);
    match text.first() {
        _ if head.starts_with(b"PAR1") => Kind::Table,
        _ if head.starts_with(b"WARC/") => Kind::Archive,
        Some(b'<') if is_feed(text) => Kind::Feed,
        Some(b'{' | b'[') => json(head).unwrap_or(Kind::Single),
        _ => Kind::Single,
    }
}

/// The same where the name says that it is XML or JSON.
pub(crate) fn settle(named: Kind, head: &[u8]) -> Kind {
    match named {
        Kind::Json => json(head).unwrap_or(Kind::Document),
        Kind::Feed if is_page(start(head)) => Kind::Single,
        other => other,
    }
}

/// Lines, document or feed; `None` where it is no JSON as far as can be seen.
fn json(head: &[u8]) -> Option<Kind> {
    let text = start(head);
    let first = text.split(|b| *b == b'\n').next().unwrap_or_default();
    let whole = |bytes: &[u8]| serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
    let names_feed = memchr::memmem::find(&text[..text.len().min(4096)], b"jsonfeed.org/version").is_some();
    match text.first()? {
        b'{' if names_feed => Some(Kind::Feed),
        // an object that has its line to itself, or a first line too long to see its end
        b'{' if whole(first) || (first.len() == text.len() && looks_open(first)) => Some(Kind::Lines),
        b'{' | b'[' if looks_open(text) || whole(text) => Some(Kind::Document),
        _ => None,
    }
}

/// Whether the bytes are JSON that only lacks its end.
fn looks_open(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(bytes).is_err_and(|e| e.is_eof())
}

fn is_feed(text: &[u8]) -> bool {
    matches!(root(text).as_str(), "rss" | "feed" | "rdf:rdf" | "rdf" | "atom:feed")
}

fn is_page(text: &[u8]) -> bool {
    root(text) == "html"
}

/// The first tag of XML or HTML in small letters, declarations and comments passed over.
fn root(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let mut rest: &str = &text;
    loop {
        rest = rest.trim_start();
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->").map(|i| i + 3),
            _ if rest.get(..9).is_some_and(|d| d.eq_ignore_ascii_case("<!doctype")) => doctype_end(rest),
            _ if rest.starts_with("<?") => rest.find('>').map(|i| i + 1),
            _ => break,
        };
        let Some(end) = end else { return String::new() };
        rest = &rest[end..];
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let name = name.split([' ', '>', '/', '\t', '\n', '\r']).next().unwrap_or_default();
    name.to_ascii_lowercase()
}

/// A document type may declare entities between brackets, each with its own `>`.
fn doctype_end(text: &str) -> Option<usize> {
    let plain = text.find('>')?;
    match text.find('[').filter(|open| *open < plain) {
        Some(open) => {
            let close = open + text[open..].find(']')?;
            text[close..].find('>').map(|i| close + i + 1)
        }
        None => Some(plain + 1),
    }
}

/// The bytes without byte order mark and white space before them.
fn start(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_the_kind() {
        let kind = |name: &str| by_name(Path::new(name));
        assert_eq!(kind("a/b.TXT"), Some(Kind::Single));
        assert_eq!(kind("a.xhtml.gz"), Some(Kind::Single));
        assert_eq!(kind("CC-NEWS-20240203-00001.warc.gz"), Some(Kind::Archive));
        assert_eq!(kind("a.jsonl.gz"), Some(Kind::Lines));
        assert_eq!(kind("part-0.parquet"), Some(Kind::Table));
        assert_eq!(kind("feed.rss"), Some(Kind::Feed));
        for none in ["a.pdf", "a", "a.gz", ".txt", "..", "a.parquet.zip"] {
            assert_eq!(kind(none), None, "{none}");
        }
    }

    #[test]
    fn first_bytes_tell_the_kind() {
        let cases: [(&[u8], Kind); 14] = [
            (b"PAR1\x15", Kind::Table),
            (b"WARC/1.0\r\n", Kind::Archive),
            (b"<?xml version=\"1.0\"?>\n<!-- x --><rss version=\"2.0\">", Kind::Feed),
            (b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'>", Kind::Feed),
            (b"<!DOCTYPE rdf:RDF [<!ENTITY a 'b'>]><rdf:RDF>", Kind::Feed),
            (b"<!DOCTYPE html><html>", Kind::Single),
            (b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n", Kind::Lines),
            (b"{\"text\":\"a\"}", Kind::Lines),
            (b"{\"text\":\"a", Kind::Lines),
            (b"{\n  \"text\": \"a\"\n}", Kind::Document),
            (b"[{\"text\":\"a\"}]", Kind::Document),
            (b"{\"version\": \"https://jsonfeed.org/version/1\",", Kind::Feed),
            (b"{a brace in a text}", Kind::Single),
            (b"", Kind::Single),
        ];
        for (head, kind) in cases {
            assert_eq!(by_bytes(head), kind, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn xml_may_be_a_page() {
        assert_eq!(settle(Kind::Feed, b"<?xml version='1.0'?><html xmlns='x'>"), Kind::Single);
        assert_eq!(settle(Kind::Feed, b"<rss>"), Kind::Feed);
        assert_eq!(settle(Kind::Json, b"nothing"), Kind::Document);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), text in "[<>!?a-z\\[\\]{}\" -]*") {
            by_bytes(&bytes);
            by_bytes(text.as_bytes());
            settle(Kind::Json, text.as_bytes());
        }
    }
}

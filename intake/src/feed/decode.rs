//! The bytes of a feed to text, whatever they claim to be written in.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// An XML declaration is not longer.
const LONGEST_DECLARATION: usize = 256;

/// The text of a feed, without byte order mark and XML declaration, which no longer tells the truth.
/// `content_type` is that of HTTP, if any.
///
/// Whole UTF-8 beyond ASCII is taken for what it is; else the declaration decides, then the `charset` of
/// `content_type`, then windows-1252. What cannot be decoded becomes U+FFFD.
///
/// ```
/// use dateline_intake::feed::decode;
/// let bytes = b"<?xml version='1.0' encoding='ISO-8859-1'?><rss>Caf\xe9</rss>";
/// assert_eq!(decode(bytes, Some("text/xml; charset=utf-8")), "<rss>Caf\u{e9}</rss>");
/// ```
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0,
        None => guess(bytes, content_type).decode_without_bom_handling(bytes).0,
    };
    without_declaration(&text).to_owned()
}

fn guess(bytes: &[u8], content_type: Option<&str>) -> &'static Encoding {
    match bytes {
        [b'<', 0, ..] => return UTF_16LE,
        [0, b'<', ..] => return UTF_16BE,
        _ => {}
    }
    let whole = std::str::from_utf8(bytes).is_ok();
    if whole && !bytes.is_ascii() {
        return UTF_8;
    }
    let declared = declared(bytes).or_else(|| charset(content_type?));
    declared.unwrap_or(if whole { UTF_8 } else { WINDOWS_1252 })
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.trim_ascii_start();
    let declaration = start.get(..start.len().min(LONGEST_DECLARATION))?;
    let declaration = std::str::from_utf8(declaration.strip_prefix(b"<?xml")?.split(|b| *b == b'>').next()?);
    let (_, after) = declaration.ok()?.split_once("encoding")?;
    let label = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = label.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let encoding = Encoding::for_label(label[1..].split(quote).next()?.as_bytes())?;
    // a declaration that can be read byte by byte is not in UTF-16, whatever it says
    Some(if [UTF_16BE, UTF_16LE].contains(&encoding) { UTF_8 } else { encoding })
}

/// The encoding that a content type names.
fn charset(content_type: &str) -> Option<&'static Encoding> {
    let mut parameters = content_type.split(';').skip(1).filter_map(|p| p.split_once('='));
    let (_, label) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Encoding::for_label(label.trim().trim_matches('"').as_bytes())
}

fn without_declaration(text: &str) -> &str {
    let text = text.trim_start();
    let declaration = text.strip_prefix("<?xml").filter(|t| t.starts_with(char::is_whitespace));
    declaration.and_then(|t| t.split_once("?>")).map_or(text, |(_, after)| after)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encodings_are_found() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>";
        assert_eq!(decode(latin, Some("text/xml; charset=utf-8")), "<a>\u{e9}</a>");
        assert_eq!(decode(b"<a>\xe9</a>", Some("text/xml; charset=\"koi8-r\"")), "<a>\u{418}</a>");
        assert_eq!(decode(b"<a>\xe9</a>", None), "<a>\u{e9}</a>");
        assert_eq!(decode("<?xml encoding='latin1'?><a>é</a>".as_bytes(), None), "<a>é</a>");
        let wide: Vec<u8> =
            "<?xml encoding='utf-16'?><a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, None), "<a/>");
        let marked = [&b"\xff\xfe"[..], &wide].concat();
        assert_eq!(decode(&marked, None), "<a/>");
    }

    #[test]
    fn broken_utf8_is_mended() {
        let broken = b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><a>\xff</a>";
        assert_eq!(decode(broken, None), "<a>\u{fffd}</a>");
        assert_eq!(decode(b"<?xml encoding=\"utf-8\"?><a>\xff</a>", None), "<a>\u{fffd}</a>");
    }

    #[test]
    fn odd_declarations_do_no_harm() {
        let odd =
            ["", "<?xml", "<?xml ?>", "<?xml encoding", "<?xml encoding=", "<?xml encoding=é?>", "<?xmlé?>"];
        for text in odd {
            let _ = decode(text.as_bytes(), Some(";charset;charset="));
        }
        assert_eq!(decode(b"  <?xml encoding='nonsense'?> <a/>", None), " <a/>");
    }
}

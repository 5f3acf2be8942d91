//! From bytes to text: byte order mark, declaration, detection, and what to do
//! where they disagree with the bytes. No byte is dropped silently.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::diagnostic::Diagnostic;

/// Text, and what went less than well on the way to it.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Decodes `bytes` by their byte order mark, else as UTF-8 where they are that,
/// else as declared, else as detected.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_marked(&bytes[mark..], encoding);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        let remark =
            Diagnostic::note("encoding-detected", format!("read as {} by its zero bytes", encoding.name()));
        return plainly(bytes, encoding, vec![remark]);
    }
    let declared = declaration(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => valid_utf8(text, bytes, declared),
        Err(_) => legacy(bytes, declared),
    }
}

fn decode_marked(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    if encoding == UTF_8 && std::str::from_utf8(bytes).is_err() {
        return mixed(bytes);
    }
    plainly(bytes, encoding, Vec::new())
}

/// Bytes that are valid UTF-8 are read as such, whatever was declared: text of
/// another encoding that happens to be valid is next to impossible. The exception
/// is ISO-2022-JP, which is ASCII with escapes.
fn valid_utf8(text: &str, bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if declared == Some(encoding_rs::ISO_2022_JP) && bytes.contains(&0x1b) {
        return plainly(bytes, encoding_rs::ISO_2022_JP, Vec::new());
    }
    let wrong = declared.filter(|d| *d != UTF_8 && !text.is_ascii());
    let diagnostics = wrong.map(|d| declared_wrong(d, UTF_8)).into_iter().collect();
    Decoded { text: text.to_owned(), diagnostics }
}

fn legacy(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if mostly_utf8(bytes) {
        return mixed(bytes);
    }
    let detected = detect(bytes);
    match declared {
        Some(d) if d != UTF_8 && !belied(bytes, d, detected) => plainly(bytes, d, Vec::new()),
        Some(d) => plainly(bytes, detected, vec![declared_wrong(d, detected)]),
        None => {
            let remark = Diagnostic::note(
                "encoding-detected",
                format!("read as {}, which the bytes suggest", detected.name()),
            );
            plainly(bytes, detected, vec![remark])
        }
    }
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    // a megabyte tells as much as the whole, and the detector is slow
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether the declaration cannot be true: it does not decode where the detected
/// encoding does, or it turns whole words into accented letters.
fn belied(bytes: &[u8], declared: &'static Encoding, detected: &'static Encoding) -> bool {
    if declared == detected {
        return false;
    }
    let (text, errors) = declared.decode_without_bom_handling(bytes);
    let (_, other_errors) = detected.decode_without_bom_handling(bytes);
    (errors && !other_errors) || (declared == WINDOWS_1252 && accents_throughout(&text))
}

fn accents_throughout(text: &str) -> bool {
    let (mut letters, mut accented) = (0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let high = word.chars().filter(|c| !c.is_ascii()).count();
        letters += usize::from(high > 0);
        accented += usize::from(high > 2 && high * 3 > word.chars().count() * 2);
    }
    letters > 3 && accented * 2 > letters
}

fn declared_wrong(declared: &'static Encoding, used: &'static Encoding) -> Diagnostic {
    let message = format!("declared as {}, but the bytes are {}", declared.name(), used.name());
    Diagnostic::warning("declared-encoding-wrong", message)
}

fn plainly(bytes: &[u8], encoding: &'static Encoding, mut diagnostics: Vec<Diagnostic>) -> Decoded {
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    if errors {
        let count = text.chars().filter(|c| *c == '\u{fffd}').count();
        diagnostics.push(undecodable(count, encoding.name()));
    }
    let text = match text {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    };
    Decoded { text, diagnostics }
}

fn undecodable(count: usize, encoding: &str) -> Diagnostic {
    let message = format!("{count} places could not be decoded as {encoding} and stand as U+FFFD");
    Diagnostic::warning("undecodable-bytes", message)
}

/// Whether most of what is not ASCII is well-formed UTF-8, or all of it but an end cut short.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad, mut seen) = (0usize, 0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        seen += chunk.valid().len() + chunk.invalid().len();
        let cut_off = seen == bytes.len() && is_cut_off(chunk.invalid());
        bad += usize::from(!chunk.invalid().is_empty() && !cut_off);
        if cut_off && good == 0 && bad == 0 {
            return chunk.invalid().len() > 1;
        }
    }
    good > 0 && good >= bad
}

/// Whether these bytes begin a character of UTF-8 and end before it does.
fn is_cut_off(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none())
}

/// UTF-8 with stray bytes of another encoding: each stray byte is read as
/// Windows-1252, where such strays come from; a character cut off by the end is U+FFFD.
fn mixed(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let (mut strays, mut cut_off, mut seen) = (0usize, 0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        seen += chunk.valid().len() + chunk.invalid().len();
        if seen == bytes.len() && is_cut_off(chunk.invalid()) {
            text.push('\u{fffd}');
            cut_off += 1;
        } else if !chunk.invalid().is_empty() {
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
            strays += 1;
        }
    }
    Decoded { text, diagnostics: mixed_remarks(strays, cut_off) }
}

fn mixed_remarks(strays: usize, cut_off: usize) -> Vec<Diagnostic> {
    let message = format!("{strays} places are not UTF-8 like the rest and were read as windows-1252");
    let mixed = (strays > 0).then(|| Diagnostic::warning("mixed-encoding", message));
    mixed.into_iter().chain((cut_off > 0).then(|| undecodable(cut_off, "UTF-8"))).collect()
}

/// UTF-16 without a mark shows in Latin text as a zero in every other byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count() * 2;
    let (even, odd) = (zeros(0), zeros(1));
    match () {
        () if odd * 10 > sample.len() * 7 && even * 10 < sample.len() => Some(UTF_16LE),
        () if even * 10 > sample.len() * 7 && odd * 10 < sample.len() => Some(UTF_16BE),
        () => None,
    }
}

/// The encoding that a `<meta>` element or an XML declaration near the start names.
fn declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let xml = head.trim_start().starts_with("<?xml").then(|| named_after(&head, "encoding")).flatten();
    xml.or_else(|| {
        head.match_indices("<meta").find_map(|(at, _)| {
            let element = head[at..].split('>').next().unwrap_or("");
            named_after(element, "charset")
        })
    })
}

/// The encoding named after `key=` in `text`, with or without quotation marks.
fn named_after(text: &str, key: &str) -> Option<&'static Encoding> {
    let rest = &text[text.find(key)? + key.len()..];
    let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(value.len());
    let encoding = Encoding::for_label(&value.as_bytes()[..end])?;
    // a page that can be read as far as this declaration is not UTF-16
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(decoded: &Decoded) -> Vec<&str> {
        decoded.diagnostics.iter().map(|d| d.code).collect()
    }

    #[test]
    fn marks_are_obeyed_and_removed() {
        let utf16: Vec<u8> = "\u{feff}Zürich talks".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16).text, "Zürich talks");
        assert_eq!(decode(b"\xef\xbb\xbfAden").text, "Aden");
    }

    #[test]
    fn utf16_without_a_mark_is_seen() {
        let bytes: Vec<u8> = "The envoy left.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&bytes).text, "The envoy left.");
    }

    #[test]
    fn declared_encoding_is_used() {
        let page = b"<meta charset=windows-1251><p>\xcc\xe8\xed\xf1\xea";
        let decoded = decode(page);
        assert!(decoded.text.ends_with("Минск"), "{}", decoded.text);
        assert!(codes(&decoded).is_empty());
    }

    #[test]
    fn a_false_declaration_is_told() {
        let page = "<meta charset=\"iso-8859-1\"><p>Médecins à Alep";
        let decoded = decode(page.as_bytes());
        assert_eq!(decoded.text, page);
        assert_eq!(codes(&decoded), ["declared-encoding-wrong"]);
    }

    #[test]
    fn strays_in_utf8_are_kept_and_told() {
        let decoded = decode(b"Caf\xc3\xa9 and \x93talks\x94 in Orl\xc3\xa9ans");
        assert_eq!(decoded.text, "Café and “talks” in Orléans");
        assert_eq!(codes(&decoded), ["mixed-encoding"]);
    }

    #[test]
    fn a_character_cut_off_is_told() {
        let decoded = decode(b"Orl\xc3\xa9ans \xe2\x80");
        assert_eq!(decoded.text, "Orléans \u{fffd}");
        assert_eq!(codes(&decoded), ["undecodable-bytes"]);
    }

    #[test]
    fn undeclared_legacy_text_is_detected() {
        let decoded = decode(b"Le pr\xe9sident a d\xe9clar\xe9 que l'arm\xe9e se retirerait d\xe8s mardi.");
        assert!(decoded.text.contains("président a déclaré"), "{}", decoded.text);
        assert_eq!(codes(&decoded), ["encoding-detected"]);
    }
}

//! Fragments of HTML to small whole pages, so that a title is not lost.

use html_escape::{decode_html_entities, encode_double_quoted_attribute, encode_text};

/// A small page around a fragment.
pub(crate) fn page(title: Option<&str>, language: Option<&str>, body: &str) -> Vec<u8> {
    let mut page = String::with_capacity(body.len() + 256);
    page.push_str("<!DOCTYPE html>\n<html");
    if let Some(language) = language {
        page.push_str(&format!(" lang=\"{}\"", encode_double_quoted_attribute(language)));
    }
    page.push_str("><head><meta charset=\"utf-8\">");
    let title = title.map(str::trim).filter(|t| !t.is_empty()).map(encode_text);
    if let Some(title) = &title {
        page.push_str(&format!("<title>{title}</title>"));
    }
    page.push_str("</head><body><article>\n");
    if let Some(title) = &title {
        page.push_str(&format!("<h1>{title}</h1>\n"));
    }
    page.push_str(body);
    page.push_str("\n</article></body></html>\n");
    page.into_bytes()
}

/// Plain text as a fragment: what blank lines part are paragraphs.
pub(crate) fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(str::trim_end);
    let mut out = String::with_capacity(text.len() + 64);
    let mut open = false;
    for line in lines {
        match (line.trim().is_empty(), open) {
            (true, true) => out.push_str("</p>\n"),
            (true, false) => {}
            (false, true) => out.push('\n'),
            (false, false) => out.push_str("<p>"),
        }
        open = !line.trim().is_empty();
        out.push_str(&encode_text(line));
    }
    if open {
        out.push_str("</p>");
    }
    out
}

/// Tags that a fragment of a report opens with.
const OPENERS: [&str; 23] = [
    "p",
    "div",
    "article",
    "section",
    "main",
    "span",
    "figure",
    "img",
    "h1",
    "h2",
    "h3",
    "h4",
    "a",
    "b",
    "strong",
    "em",
    "i",
    "br",
    "ul",
    "ol",
    "blockquote",
    "table",
    "header",
];

/// Whether a text opens with a tag, as HTML does that stands where text is expected.
pub(crate) fn is_fragment(text: &str) -> bool {
    is_page(text) || opening_tag(text).is_some_and(|tag| OPENERS.contains(&tag.as_str()))
}

/// Whether HTML is a whole page and not a fragment of one.
pub(crate) fn is_page(text: &str) -> bool {
    matches!(opening_tag(text).as_deref(), Some("!doctype" | "html" | "head" | "body" | "!--" | "?xml"))
}

fn opening_tag(text: &str) -> Option<String> {
    let rest = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('<')?;
    if rest.starts_with("!--") {
        return Some("!--".to_owned());
    }
    let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "!?".contains(*c)).collect();
    let after = rest[name.len()..].chars().next()?;
    (after == '>' || after == '/' || after.is_whitespace()).then(|| name.to_ascii_lowercase())
}

/// A title in plain text: entities resolved that were escaped twice, tags taken out, on one line.
pub(crate) fn plain_title(title: &str) -> String {
    let mut bare = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(at) = rest.find('<') {
        bare.push_str(&rest[..at]);
        rest = &rest[at..];
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            bare.push('<');
            rest = &rest[1..];
            continue;
        }
        // no tag has an end where this one has none, and looking again at each would take for ever
        let Some(end) = rest.find('>') else { break };
        rest = &rest[end + 1..];
    }
    bare.push_str(rest);
    decode_html_entities(&bare).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_title_and_body() {
        let page = String::from_utf8(page(Some(" A & B "), Some("en\""), "<p>x</p>")).unwrap();
        assert!(page.contains("<html lang=\"en&quot;\">"));
        assert!(page.contains("<title>A &amp; B</title>") && page.contains("<h1>A &amp; B</h1>"));
        assert!(page.contains("<p>x</p>"));
        assert!(!String::from_utf8(super::page(Some(" "), None, "")).unwrap().contains("title"));
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(paragraphs("a < b\r\nc\n\n\nd\n"), "<p>a &lt; b\nc</p>\n<p>d</p>");
        assert_eq!(paragraphs("\n\n"), "");
    }

    #[test]
    fn fragments_are_known() {
        for html in ["<p>x", " <div class='a'>", "<!DOCTYPE html>", "<br/>", "<!-- x --><p>"] {
            assert!(is_fragment(html), "{html}");
        }
        for text in ["< 5 per cent", "<the minister> said", "", "<", "a <p>", "<5>"] {
            assert!(!is_fragment(text), "{text}");
        }
        assert!(is_page("<html>") && !is_page("<p>"));
    }

    #[test]
    fn titles_become_plain() {
        assert_eq!(plain_title("Tom &amp; <b>Jerry</b>\n&#8217;s"), "Tom & Jerry ’s");
        assert_eq!(plain_title("a < b and <"), "a < b and <");
        assert_eq!(plain_title("3 < 4 > 2 <b"), "3 < 4 > 2 <b");
        assert_eq!(plain_title(&"<a".repeat(1 << 20)).len(), 2 << 20);
    }
}

//! A page as a flat run of tags and texts with their places in the source: one
//! pass, no recursion, no memory beyond what it returns.

use std::borrow::Cow;
use std::ops::Range;

/// A piece of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `<name attributes>`; `attributes` is what stands between name and `>`.
    Open { name: &'a str, attributes: &'a str },
    /// `</name>`.
    Close { name: &'a str },
    /// Text as written, character references and all.
    Text(&'a str),
    /// What stands inside an element in which no tag counts: script, style, title and others.
    Raw { element: &'a str, attributes: &'a str, text: &'a str },
}

/// Elements whose content is not markup.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

/// Runs over the tokens of a page. Comments, declarations and processing
/// instructions are passed over.
pub(super) struct Tokens<'a> {
    page: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(page: &'a str) -> Tokens<'a> {
        Tokens { page, at: 0 }
    }

    fn text_until(&mut self, from: usize, to: usize) -> Option<(Range<usize>, Token<'a>)> {
        self.at = to;
        Some((from..to, Token::Text(&self.page[from..to])))
    }

    /// Passes over `<!…>`, `<?…>` and `</ …>`; where they end.
    fn skip_declaration(&self, from: usize) -> usize {
        let rest = &self.page[from..];
        let (end, len) = match rest.strip_prefix("<!--") {
            Some(inner) if inner.starts_with('>') => (Some(4), 1),
            Some(_) => (rest[4..].find("-->").map(|at| at + 4), 3),
            None if rest.starts_with("<![CDATA[") => (rest.find("]]>"), 3),
            None => (rest.find('>'), 1),
        };
        end.map_or(self.page.len(), |end| from + end + len)
    }

    fn open(&mut self, from: usize) -> (Range<usize>, Token<'a>) {
        let name_end = end_of_name(self.page, from + 1);
        let end = end_of_tag(self.page, name_end);
        let name = &self.page[from + 1..name_end];
        let attributes = self.page[name_end..end].trim_end_matches('>');
        self.at = end;
        if RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
            let close = find_close(self.page, end, name);
            self.at = close.end;
            let text = &self.page[end..close.start];
            return (from..close.end, Token::Raw { element: name, attributes, text });
        }
        (from..end, Token::Open { name, attributes })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Range<usize>, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let from = self.at;
            let rest = &self.page[from..];
            if rest.is_empty() {
                return None;
            }
            let Some(less) = rest.find('<') else { return self.text_until(from, self.page.len()) };
            let after = rest.as_bytes().get(less + 1).copied().unwrap_or(b' ');
            let starts_tag = after.is_ascii_alphabetic() || matches!(after, b'/' | b'!' | b'?');
            if less > 0 || !starts_tag {
                // a `<` that starts no tag is text
                let end = rest[less.max(1)..].find('<').map_or(rest.len(), |n| n + less.max(1));
                return self.text_until(from, from + if less > 0 { less } else { end });
            }
            match after {
                b'/' if rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
                    let name_end = end_of_name(self.page, from + 2);
                    self.at = end_of_tag(self.page, name_end);
                    return Some((from..self.at, Token::Close { name: &self.page[from + 2..name_end] }));
                }
                b'/' | b'!' | b'?' => self.at = self.skip_declaration(from),
                _ => return Some(self.open(from)),
            }
        }
    }
}

fn end_of_name(page: &str, from: usize) -> usize {
    let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
    page.as_bytes()[from..].iter().position(stop).map_or(page.len(), |n| from + n)
}

/// The byte after the `>` that ends a tag; a `>` inside quotation marks does not.
fn end_of_tag(page: &str, from: usize) -> usize {
    let bytes = page.as_bytes();
    let (mut at, mut after_equals) = (from, false);
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return at + 1,
            quote @ (b'"' | b'\'') if after_equals => {
                match bytes[at + 1..].iter().position(|b| *b == quote) {
                    Some(n) => at += n + 1,
                    None => return page[at..].find('>').map_or(page.len(), |n| at + n + 1),
                }
                after_equals = false;
            }
            b'=' => after_equals = true,
            b if b.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    page.len()
}

/// The closing tag of a raw element, or the end of the page.
fn find_close(page: &str, from: usize, name: &str) -> Range<usize> {
    let mut at = from;
    while let Some(n) = page[at..].find("</") {
        let start = at + n;
        let end = end_of_name(page, start + 2);
        if page[start + 2..end].eq_ignore_ascii_case(name) {
            return start..end_of_tag(page, end);
        }
        at = start + 2;
    }
    page.len()..page.len()
}

/// The value of an attribute, with its character references resolved.
pub(super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let stop = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
        // a `=` in the first place is part of the name
        let name_end = rest.char_indices().skip(1).find(|(_, c)| stop(*c)).map_or(rest.len(), |(at, _)| at);
        let name = &rest[..name_end];
        let (value, after) = value_of(rest[name_end..].trim_start());
        if name.eq_ignore_ascii_case(wanted) {
            return Some(unescape(value));
        }
        rest = after;
    }
}

/// The value after an attribute's name, and what stands behind it.
fn value_of(rest: &str) -> (&str, &str) {
    let Some(value) = rest.strip_prefix('=') else { return ("", rest) };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
    value.split_at(end)
}

/// Text with its character references resolved.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if text.contains('&') { html_escape::decode_html_entities(text) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_texts_and_places() {
        let page =
            "<!DOCTYPE html><!-- <p> --><P class=\"a>b\">1 < 2 &amp; 3</p><script>if (a<b) '</p>'</script>x";
        let tokens: Vec<Token> = Tokens::new(page).map(|(_, t)| t).collect();
        assert_eq!(
            tokens,
            [
                Token::Open { name: "P", attributes: " class=\"a>b\"" },
                Token::Text("1 "),
                Token::Text("< 2 &amp; 3"),
                Token::Close { name: "p" },
                Token::Raw { element: "script", attributes: "", text: "if (a<b) '</p>'" },
                Token::Text("x"),
            ]
        );
        assert!(Tokens::new(page).all(|(range, _)| page.get(range).is_some()));
    }

    #[test]
    fn attributes_in_every_form() {
        let attributes = " id=x CLASS='a b' hidden data-t=\"&lt;1&gt;\"/";
        assert_eq!(attribute(attributes, "class").as_deref(), Some("a b"));
        assert_eq!(attribute(attributes, "id").as_deref(), Some("x"));
        assert_eq!(attribute(attributes, "hidden").as_deref(), Some(""));
        assert_eq!(attribute(attributes, "data-t").as_deref(), Some("<1>"));
        assert_eq!(attribute(attributes, "href"), None);
    }

    #[test]
    fn cut_off_pages_end() {
        for page in ["<p", "<p class=\"", "<!-- x", "<script>a", "</", "<", "<p a=é", "<a é=1 href=x>"] {
            for (_, token) in Tokens::new(page) {
                if let Token::Open { attributes, .. } = token {
                    attribute(attributes, "href");
                }
            }
        }
    }
}

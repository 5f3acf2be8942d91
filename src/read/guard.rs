//! A page made safe for a library that recurses into it: scripts and styles gone,
//! nesting bounded, elements that breed copies of themselves bounded, size bounded.

use super::markup::{Token, Tokens};
use super::page::is_block;

/// Tags nested deeper than this are left out; their text stays.
const MAX_DEPTH: usize = 200;
/// Unclosed formatting elements are opened anew in every paragraph; more than this are left out.
const MAX_FORMATTING: usize = 16;
/// A page that is longer without its scripts is not handed to the library.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// The page, cut down; `None` where even then it is too long. And how many tags were left out.
pub(super) fn cut_down(page: &str) -> (Option<String>, usize) {
    let mut out = String::with_capacity(page.len() / 2);
    let mut nesting = Nesting::default();
    for (range, token) in Tokens::new(page) {
        let keep = match token {
            Token::Open { name, .. } => nesting.open(name),
            Token::Close { name } => nesting.close(name),
            Token::Text(_) => true,
            Token::Raw { element, .. } => element.eq_ignore_ascii_case("title"),
        };
        if keep {
            out.push_str(&page[range]);
        }
        if out.len() > MAX_BYTES {
            return (None, nesting.left_out);
        }
    }
    (Some(out), nesting.left_out)
}

/// The open elements, as a parser would have them at most: where it is unsure
/// whether a tag closes something, it is taken not to.
#[derive(Default)]
struct Nesting<'a> {
    stack: Vec<&'a str>,
    /// Names of opening tags left out, with how many closing tags must go too.
    orphaned: Vec<(&'a str, usize)>,
    /// Formatting elements opened and not closed.
    formatting: Vec<&'a str>,
    left_out: usize,
}

impl<'a> Nesting<'a> {
    fn open(&mut self, name: &'a str) -> bool {
        if is_void(name) {
            return true;
        }
        let top_is_p = self.stack.last().is_some_and(|top| top.eq_ignore_ascii_case("p"));
        let again = self.stack.last().is_some_and(|top| top.eq_ignore_ascii_case(name));
        if (top_is_p && is_block(name)) || (again && closes_itself(name)) {
            self.stack.pop();
        }
        let formats = is_formatting(name);
        if self.stack.len() >= MAX_DEPTH || (formats && self.formatting.len() >= MAX_FORMATTING) {
            self.leave_out(name);
            return false;
        }
        self.stack.push(name);
        if formats {
            self.formatting.push(name);
        }
        true
    }

    fn leave_out(&mut self, name: &'a str) {
        self.left_out += 1;
        match self.orphaned.iter().position(|(n, _)| n.eq_ignore_ascii_case(name)) {
            Some(at) => self.orphaned[at].1 += 1,
            None if self.orphaned.len() < MAX_FORMATTING => self.orphaned.push((name, 1)),
            None => {}
        }
    }

    fn close(&mut self, name: &str) -> bool {
        let orphan = self.orphaned.iter_mut().find(|(n, count)| *count > 0 && n.eq_ignore_ascii_case(name));
        if let Some((_, count)) = orphan {
            *count -= 1;
            return false;
        }
        if let Some(at) = self.formatting.iter().rposition(|n| n.eq_ignore_ascii_case(name)) {
            self.formatting.remove(at);
        }
        let Some(at) = self.stack.iter().rposition(|n| n.eq_ignore_ascii_case(name)) else { return true };
        let above = &self.stack[at + 1..];
        match () {
            () if is_formatting(name) => drop(self.stack.remove(at)),
            () if is_block(name) && above.iter().any(|n| bars_scope(n)) => {}
            () if !is_block(name) && above.iter().any(|n| is_block(n)) => {}
            () => self.stack.truncate(at),
        }
        true
    }
}

fn is_void(name: &str) -> bool {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    ];
    VOID.iter().any(|v| v.eq_ignore_ascii_case(name))
}

fn is_formatting(name: &str) -> bool {
    const FORMATTING: [&str; 14] =
        ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    FORMATTING.iter().any(|f| f.eq_ignore_ascii_case(name))
}

fn closes_itself(name: &str) -> bool {
    ["li", "dt", "dd", "tr", "td", "th", "option", "p"].iter().any(|n| n.eq_ignore_ascii_case(name))
}

fn bars_scope(name: &str) -> bool {
    const BARS: [&str; 11] =
        ["table", "td", "th", "caption", "applet", "marquee", "object", "template", "svg", "math", "button"];
    BARS.iter().any(|b| b.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_keep_their_markup() {
        let page = "<div><p>One<p>Two <b>three</b></div><ul><li>a<li>b</ul>";
        assert_eq!(cut_down(page), (Some(page.to_owned()), 0));
        let (out, _) = cut_down("<style>p{}</style><p>a<script>b</script>");
        assert_eq!(out.as_deref(), Some("<p>a"));
    }

    #[test]
    fn deep_nesting_is_cut_and_its_text_kept() {
        let page = "<div>".repeat(5000) + "word" + &"</div>".repeat(5000);
        let (out, left_out) = cut_down(&page);
        assert_eq!(left_out, 5000 - MAX_DEPTH);
        assert!(out.is_some_and(|out| out.contains("word") && out.len() < 6000));
    }

    #[test]
    fn unclosed_formatting_is_bounded() {
        let page: String = (0..500).map(|n| format!("<font size={n}>x<p>")).collect();
        let (out, left_out) = cut_down(&page);
        assert_eq!(left_out, 500 - MAX_FORMATTING);
        assert!(out.is_some());
    }
}

//! Where the text stands between quotation marks.

use crate::document::{BlockKind, Document};
use crate::layer::Layer;
use crate::span::Span;

/// A stretch between quotation marks, the marks included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// It has an opening mark of its own; false where a paragraph goes on with a quotation.
    pub opened: bool,
    /// It has a closing mark; false where the next paragraph goes on with it.
    pub closed: bool,
}

/// The quotations of a document, block by block.
///
/// A quotation that is still open at the end of a block ends there: the next block
/// opens with a mark again, as the press sets quotations of several paragraphs.
pub(crate) fn quotes(doc: &Document) -> Layer<Quote> {
    let mut out = Vec::new();
    for (block, kind) in doc.blocks() {
        if kind.is_prose() {
            block_quotes(doc, *block, *kind == BlockKind::Headline, &mut out);
        }
    }
    Layer::new(out)
}

// `single`: a straight single mark sets words apart, as headlines have it.
fn block_quotes(doc: &Document, block: Span, single: bool, out: &mut Vec<(Span, Quote)>) {
    let text = doc.slice(block);
    let mut open: Option<(usize, Family)> = None;
    let mut past = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| "\"“”„«»‘’`'".contains(*c)) {
        if at < past {
            continue;
        }
        let width = doubled(&text[at..]);
        let end = at + if width > 0 { width } else { c.len_utf8() };
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let next = text[end..].chars().next().unwrap_or(' ');
        let (mark, family) = match c {
            '\'' if width == 0 && single => (apostrophe(before, next), Family::Single),
            _ => mark(if width > 0 { '"' } else { c }, before, next),
        };
        match (mark, open) {
            (Mark::Open, None) => open = Some((at, family)),
            (Mark::Close, Some((start, opened))) if opened == family => {
                out.extend(piece(doc, block, start, end, true));
                open = None;
            }
            // a double mark inside a single one that never closed: that one was an apostrophe
            (Mark::Open, Some((_, Family::Single))) if family == Family::Double => open = Some((at, family)),
            _ => {}
        }
        past = end;
    }
    if let Some((start, Family::Double)) = open {
        out.extend(piece(doc, block, start, text.len(), false));
    }
}

// How many bytes a mark takes that is typed as several: two apostrophes or two graves of old wires, and the
// doubled marks of a table that was badly read; 0 where it is none.
fn doubled(text: &str) -> usize {
    let run = text.len() - text.trim_start_matches('"').len();
    match text.get(..2) {
        Some("''" | "``") => 2,
        _ if run > 1 => run,
        _ => 0,
    }
}

fn piece(doc: &Document, block: Span, start: usize, end: usize, closed: bool) -> Option<(Span, Quote)> {
    let span = doc.span(block.start() + start, block.start() + end)?;
    Some((span, Quote { opened: true, closed }))
}

#[derive(PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    None,
}

/// What closes is of the family of what opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Single,
    Double,
}

/// A straight single mark: it opens before a letter at the start of a word, and closes at the end of one.
fn apostrophe(before: char, next: char) -> Mark {
    match (before.is_alphanumeric() || ".,!?".contains(before), next.is_alphabetic()) {
        (false, true) => Mark::Open,
        (true, false) => Mark::Close,
        _ => Mark::None,
    }
}

/// A straight mark opens after white space or a bracket and closes elsewhere.
fn mark(c: char, before: char, next: char) -> (Mark, Family) {
    let opens = before.is_whitespace() || "([—–-:".contains(before);
    let mark = match c {
        '“' | '„' | '«' => Mark::Open,
        // a closing mark where one opens is a slip of the keyboard
        '”' if opens && next.is_alphanumeric() => Mark::Open,
        '”' | '»' => Mark::Close,
        '"' if opens && !next.is_whitespace() => Mark::Open,
        '"' => Mark::Close,
        '‘' if opens => Mark::Open,
        // a single mark closes only where it is no apostrophe
        '’' if !next.is_alphanumeric() && !before.is_whitespace() && ".,!?".contains(before) => Mark::Close,
        _ => Mark::None,
    };
    (mark, if matches!(c, '‘' | '’') { Family::Single } else { Family::Double })
}

/// What share of the letters of `spans` stands between quotation marks.
pub(crate) fn quoted_share(doc: &Document, quotes: &Layer<Quote>, spans: &[Span]) -> f32 {
    let (mut inside, mut all) = (0usize, 0usize);
    for span in spans {
        for (at, c) in doc.slice(*span).char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let place = span.start() + at;
            let holds = |q: &Span| q.start() <= place && place + c.len_utf8() <= q.end();
            all += 1;
            inside += usize::from(quotes.overlapping(*span).any(|(q, _)| holds(q)));
        }
    }
    if all == 0 { 0.0 } else { inside as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let doc = Document::from_plain(text);
        let found = quotes(&doc);
        let words: Vec<&str> = found.iter().map(|(s, _)| doc.slice(*s)).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn straight_curly_and_open_ended() {
        check("He called it \"a farce\" and left.", &["\"a farce\""]);
        check("“We’re ready,” she said. “Very.”", &["“We’re ready,”", "“Very.”"]);
        check("“One.\n\n“Two,” he said.", &["“One.", "“Two,”"]);
        check("''No,'' he said.", &["''No,''"]);
        check("The envoy's team's 5\" pipe", &[]);
    }

    #[test]
    fn doubled_mixed_and_mistyped() {
        check("He spoke of ``a discovery,'' and left.", &["``a discovery,''"]);
        check("\"\"\"Halt,\"\" he said.\"", &["\"\"\"Halt,\"\""]);
        check("”We are ready,” he said.", &["”We are ready,”"]);
        check("known as ‘Fish Man. They say “Uncle Joe.”", &["“Uncle Joe.”"]);
        check("‘We are ready.’ He left.", &["‘We are ready.’"]);
    }
}

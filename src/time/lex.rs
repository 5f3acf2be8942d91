//! The text cut into the small pieces of which time expressions are made.
//!
//! Tokenisers disagree on `mid-June`, `12-14` and `1990s`; rules over letters, digits and single
//! signs do not depend on which of them was used.

use std::ops::Range;

use crate::span::Span;

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PieceKind {
    /// Letters.
    Word,
    /// Digits alone, thousands separators and a decimal part included: `1,500`, `22.8`.
    Number,
    /// Digits with letters after them: `1990s`, `12th`, `5pm`.
    Mixed,
    /// A single sign.
    Sign,
    /// A blank line: nothing reaches across.
    Break,
}

/// A piece with its place in the text.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) lower: String,
    pub(super) kind: PieceKind,
    /// No white space before it.
    pub(super) glued: bool,
    /// Begins with a capital.
    pub(super) capital: bool,
}

/// The pieces of a text.
#[derive(Debug, Clone)]
pub(super) struct Pieces<'t> {
    pub(super) text: &'t str,
    items: Vec<Piece>,
}

impl<'t> Pieces<'t> {
    /// Cuts the text.
    pub(super) fn new(text: &'t str) -> Pieces<'t> {
        let mut items = Vec::new();
        let mut at = 0;
        let mut gap = true;
        while let Some(first) = text[at..].chars().next() {
            if first.is_whitespace() {
                let len = run(&text[at..], char::is_whitespace);
                if text[at..at + len].matches('\n').count() > 1 {
                    items.push(piece(text, at, at + len, PieceKind::Break, false));
                }
                at += len;
                gap = true;
                continue;
            }
            let (len, kind) = measure(&text[at..], first);
            items.push(piece(text, at, at + len, kind, !gap));
            at += len;
            gap = false;
        }
        Pieces { text, items }
    }

    /// How many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Piece `i`, if there is one.
    pub(super) fn get(&self, i: usize) -> Option<&Piece> {
        self.items.get(i)
    }

    /// The lower-cased words of piece `i`; empty beyond either end.
    pub(super) fn word(&self, i: usize) -> &str {
        self.items.get(i).map_or("", |p| p.lower.as_str())
    }

    /// The piece before `i`, lower-cased; empty at the start.
    pub(super) fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |i| self.word(i))
    }

    /// Whether piece `i` is the word `word`.
    pub(super) fn is(&self, i: usize, word: &str) -> bool {
        self.word(i) == word
    }

    /// The piece after the phrase, if the phrase (words apart by spaces) stands at `i`.
    pub(super) fn phrase(&self, i: usize, phrase: &str) -> Option<usize> {
        // most phrases fail at their first letters
        if !phrase.starts_with(self.word(i)) {
            return None;
        }
        phrase.split(' ').try_fold(i, |i, word| self.is(i, word).then_some(i + 1))
    }

    /// The piece after the longest of the phrases that stands at `i`.
    pub(super) fn any_phrase(&self, i: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().filter_map(|p| self.phrase(i, p)).max()
    }

    /// `i + 1` where a hyphen or dash stands at `i`, else `i`.
    pub(super) fn skip_hyphen(&self, i: usize) -> usize {
        if self.is_dash(i) { i + 1 } else { i }
    }

    /// Whether piece `i` is a hyphen or a dash.
    pub(super) fn is_dash(&self, i: usize) -> bool {
        matches!(self.word(i), "-" | "–" | "‐" | "‑" | "—")
    }

    /// Whether piece `i` has no white space before it.
    pub(super) fn glued(&self, i: usize) -> bool {
        self.items.get(i).is_some_and(|p| p.glued)
    }

    /// Whether piece `i` begins with a capital.
    pub(super) fn capital(&self, i: usize) -> bool {
        self.items.get(i).is_some_and(|p| p.capital)
    }

    /// Piece `i` as a whole number written in digits without separators.
    pub(super) fn digits(&self, i: usize) -> Option<i32> {
        let piece = self.items.get(i).filter(|p| p.kind == PieceKind::Number)?;
        (piece.lower.len() <= 4).then(|| piece.lower.parse().ok()).flatten()
    }

    /// The pieces that share a byte with a span.
    pub(super) fn range(&self, span: Span) -> Range<usize> {
        let from = self.items.partition_point(|p| p.end <= span.start());
        from..from + self.items[from..].partition_point(|p| p.start < span.end())
    }

    /// Start byte of piece `i`.
    pub(super) fn start(&self, i: usize) -> usize {
        self.items.get(i).map_or(self.text.len(), |p| p.start)
    }

    /// End byte of the piece before `i`.
    pub(super) fn end_before(&self, i: usize) -> usize {
        i.checked_sub(1).and_then(|i| self.items.get(i)).map_or(0, |p| p.end)
    }
}

fn piece(text: &str, start: usize, end: usize, kind: PieceKind, glued: bool) -> Piece {
    let lower = match kind {
        PieceKind::Break => "\n".to_owned(),
        _ => text[start..end].to_lowercase().replace('’', "'"),
    };
    let capital = text[start..end].chars().next().is_some_and(char::is_uppercase);
    Piece { start, end, lower, kind, glued, capital }
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}

fn measure(text: &str, first: char) -> (usize, PieceKind) {
    if first.is_ascii_digit() {
        return measure_number(text);
    }
    if first.is_alphabetic() {
        return (run(text, char::is_alphabetic), PieceKind::Word);
    }
    let len = first.len_utf8();
    // 's belongs together: "Friday's"
    let tail = &text[len..];
    let possessive = matches!(first, '\'' | '’')
        && tail.starts_with(['s', 'S'])
        && !tail[1..].starts_with(char::is_alphanumeric);
    if possessive { (len + 1, PieceKind::Word) } else { (len, PieceKind::Sign) }
}

fn measure_number(text: &str) -> (usize, PieceKind) {
    let mut len = run(text, |c| c.is_ascii_digit());
    loop {
        let rest = &text.as_bytes()[len..];
        let digits = rest.iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
        let joins = match rest.first() {
            Some(b',') => digits == 3,
            Some(b'.') => digits > 0,
            _ => false,
        };
        if !joins {
            break;
        }
        len += 1 + digits;
    }
    let letters = run(&text[len..], char::is_alphabetic);
    let kind = if letters > 0 { PieceKind::Mixed } else { PieceKind::Number };
    (len + letters, kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let pieces = Pieces::new(text);
        (0..pieces.len()).map(|i| pieces.word(i).to_owned()).collect()
    }

    #[test]
    fn cuts_dates_into_small_pieces() {
        assert_eq!(
            words("mid-June 12-14, Friday’s"),
            ["mid", "-", "june", "12", "-", "14", ",", "friday", "'s"]
        );
        assert_eq!(
            words("1,500 men in the 1990s\n\nat 5pm"),
            ["1,500", "men", "in", "the", "1990s", "\n", "at", "5pm"]
        );
    }
}

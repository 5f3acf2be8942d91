//! Offsets and tokens as the gold corpora count them: in code points.

use std::collections::BTreeSet;

use regex::Regex;
use serde::Deserialize;

/// A span of a gold or predicted record, in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct Chars {
    /// The first code point.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
}

impl Chars {
    /// How many code points the two share.
    pub fn shared(self, other: Chars) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Chars) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A text that can be cut and measured by code points as well as bytes.
#[derive(Debug, Clone)]
pub struct CodePoints<'a> {
    text: &'a str,
    // byte offset of each code point, and of the end
    starts: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    /// Counts the code points of a text.
    pub fn of(text: &'a str) -> CodePoints<'a> {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        CodePoints { text, starts }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The code point that begins at (or holds) a byte offset; the end of the text for any beyond.
    pub fn at_byte(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start < byte).min(self.len())
    }

    /// The byte offset of a code point; the end of the text for any beyond.
    pub fn byte_of(&self, at: usize) -> usize {
        self.starts.get(at).copied().unwrap_or(self.text.len())
    }

    /// The words of a span; what lies outside the text is cut off.
    pub fn slice(&self, span: Chars) -> &'a str {
        let (start, end) = (self.byte_of(span.start), self.byte_of(span.end));
        self.text.get(start..end).unwrap_or("")
    }
}

/// The offsets at which the tokens of some spans begin.
pub type Tokens = BTreeSet<usize>;

/// The patterns of the metrics, compiled once.
///
/// Tokens are maximal runs of letters, numbers and underscores, or any other single character
/// that is not white space.
#[derive(Debug, Clone)]
pub struct Patterns {
    token: Regex,
    word: Regex,
    clock_end: Regex,
}

impl Patterns {
    /// Compiles them.
    pub fn new() -> Result<Patterns, regex::Error> {
        Ok(Patterns {
            token: Regex::new(r"[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]")?,
            word: Regex::new(r"[\p{L}\p{N}_]+")?,
            clock_end: Regex::new(r"(T\d\d(?::\d\d)?)(?::\d\d(?:\.\d+)?)?Z?$")?,
        })
    }

    /// The tokens of some spans of a text, each known by the offset of its first character.
    /// They are found in the span's own words.
    pub fn starts(&self, text: &CodePoints, spans: impl IntoIterator<Item = Chars>) -> Tokens {
        let mut starts = Tokens::new();
        for span in spans {
            let from = text.byte_of(span.start);
            let found = self.token.find_iter(text.slice(span));
            starts.extend(found.map(|m| text.at_byte(from + m.start())));
        }
        starts
    }

    /// The runs of letters, numbers and underscores of a text.
    pub fn words<'t>(&self, text: &'t str) -> Vec<&'t str> {
        self.word.find_iter(text).map(|m| m.as_str()).collect()
    }

    /// A time value without white space, in capitals; after a clock time at its end, seconds and
    /// a closing Z are dropped.
    pub fn plain_value(&self, value: &str) -> String {
        let plain = value.split_whitespace().collect::<String>().to_uppercase();
        self.clock_end.replace(&plain, "$1").into_owned()
    }
}

/// Tokens in both by tokens in either; two empty sets are equal.
pub fn jaccard(a: &Tokens, b: &Tokens) -> f64 {
    let both = a.intersection(b).count();
    match a.len() + b.len() - both {
        0 => 1.0,
        either => both as f64 / either as f64,
    }
}

/// Whether the two share a token.
pub fn meet(a: &Tokens, b: &Tokens) -> bool {
    !a.is_disjoint(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(text: &str) -> Vec<usize> {
        let points = CodePoints::of(text);
        let all = Chars { start: 0, end: points.len() };
        Patterns::new().unwrap().starts(&points, [all]).into_iter().collect()
    }

    #[test]
    fn a_token_is_a_run_or_a_single_mark() {
        assert_eq!(starts("Dr. de-Vos's 2 men_"), [0, 2, 4, 6, 7, 10, 11, 13, 15]);
        assert_eq!(starts("é ü\u{301}"), [0, 2, 3]);
    }

    #[test]
    fn bytes_and_code_points_convert_both_ways() {
        let points = CodePoints::of("aé漢b");
        assert_eq!(points.len(), 4);
        for (at, byte) in [(0, 0), (1, 1), (2, 3), (3, 6), (4, 7)] {
            assert_eq!(points.at_byte(byte), at);
            assert_eq!(points.byte_of(at), byte);
        }
        assert_eq!(points.at_byte(99), 4);
        assert_eq!(points.slice(Chars { start: 1, end: 3 }), "é漢");
        assert_eq!(points.slice(Chars { start: 3, end: 9 }), "b");
        assert_eq!(points.slice(Chars { start: 3, end: 2 }), "");
    }

    #[test]
    fn empty_sets_are_alike() {
        assert_eq!(jaccard(&Tokens::new(), &Tokens::new()), 1.0);
        assert_eq!(jaccard(&Tokens::from([1]), &Tokens::new()), 0.0);
        assert_eq!(jaccard(&Tokens::from([1, 2]), &Tokens::from([2, 3])), 1.0 / 3.0);
    }

    #[test]
    fn seconds_and_a_closing_z_do_not_count() {
        let patterns = Patterns::new().unwrap();
        for (value, plain) in [
            ("2016-02-03T10:30:00Z", "2016-02-03T10:30"),
            ("2016-02-03T10:30:00.25", "2016-02-03T10:30"),
            (" 2016-02-03t10 ", "2016-02-03T10"),
            ("PT30M", "PT30M"),
            ("2016-02-03T10:3", "2016-02-03T10:3"),
            ("2016-02-12/2016-02-14", "2016-02-12/2016-02-14"),
            ("2016-02-03TMO", "2016-02-03TMO"),
        ] {
            assert_eq!(patterns.plain_value(value), plain, "{value}");
        }
    }
}

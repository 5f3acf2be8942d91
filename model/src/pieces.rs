//! Words to word pieces and case shapes: the same rules as model/train/pieces.py.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of more pieces is cut: hostile text must not fill a window.
const MAX_PIECES: usize = 12;
/// The longest stretch that is looked up as one piece, in characters.
const MAX_CHARS: usize = 32;

/// The word pieces and their numbers.
pub(crate) struct Vocabulary {
    ids: HashMap<Box<str>, u32>,
    continued: HashMap<Box<str>, u32>,
    unknown: u32,
    pub cls: u32,
    pub sep: u32,
    pub pad: u32,
}

impl Vocabulary {
    pub fn parse(text: &str) -> Vocabulary {
        let (mut ids, mut continued) = (HashMap::<Box<str>, u32>::new(), HashMap::new());
        for (i, line) in text.lines().enumerate() {
            match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => continued.insert(Box::from(rest), i as u32),
                _ => ids.insert(Box::from(line), i as u32),
            };
        }
        let of = |piece| ids.get(piece).copied().unwrap_or(0);
        Vocabulary {
            unknown: of("[UNK]"),
            cls: of("[CLS]"),
            sep: of("[SEP]"),
            pad: of("[PAD]"),
            ids,
            continued,
        }
    }

    /// The pieces of a word: one at least, [`MAX_PIECES`] at most.
    pub fn pieces(&self, word: &str) -> Vec<u32> {
        let mut out = Vec::new();
        for chunk in chunks(&normalise(word)) {
            if out.len() >= MAX_PIECES {
                break;
            }
            self.chunk_pieces(chunk, &mut out);
        }
        out.truncate(MAX_PIECES);
        if out.is_empty() {
            out.push(self.unknown);
        }
        out
    }

    fn chunk_pieces(&self, chunk: &str, out: &mut Vec<u32>) {
        if let Some(&whole) = self.ids.get(chunk) {
            return out.push(whole);
        }
        let (from, mut start) = (out.len(), 0);
        while start < chunk.len() {
            // more would be cut off anyway
            if out.len() - from > MAX_PIECES {
                return;
            }
            let table = if start == 0 { &self.ids } else { &self.continued };
            let rest = &chunk[start..];
            let ends = rest.char_indices().take(MAX_CHARS).map(|(i, c)| i + c.len_utf8());
            let ends: Vec<usize> = ends.collect();
            match ends.iter().rev().find_map(|&e| table.get(&rest[..e]).map(|&id| (id, e))) {
                Some((id, end)) => {
                    out.push(id);
                    start += end;
                }
                None => {
                    out.truncate(from);
                    return out.push(self.unknown);
                }
            }
        }
    }
}

fn normalise(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let quotes = |c| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        c => c,
    };
    let lower = word.chars().map(quotes).collect::<String>().to_lowercase();
    lower.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Runs of letters and digits, and every other character by itself.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (chunk, after) = rest.split_at(end);
        rest = after;
        Some(chunk)
    })
}

/// The case shape of a word, as an index into the learned shapes.
pub(crate) fn shape(word: &str) -> u8 {
    if word.chars().any(char::is_numeric) {
        return 6;
    }
    let (mut letters, mut upper, mut first_upper) = (0, 0, false);
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        if c.is_uppercase() {
            upper += 1;
            first_upper |= letters == 1;
        }
    }
    match (letters, upper) {
        (0, _) => 7,
        (_, 0) => 1,
        (1, 1) => 4,
        (l, u) if l == u => 3,
        (_, 1) if first_upper => 2,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let shapes: Vec<u8> = ["talks", "Geneva", "UN", "A", "McCain", "G7", "--"].map(shape).to_vec();
        assert_eq!(shapes, [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn longest_piece_first_and_bounded() {
        let v = Vocabulary::parse("[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##believ\n##able\nu\n.\ns\ncafe");
        assert_eq!(v.pieces("Unbelievable"), [4, 5, 6]);
        assert_eq!(v.pieces("U.S."), [7, 8, 9, 8]);
        assert_eq!(v.pieces("Café"), [10]);
        assert_eq!(v.pieces("\u{4e2d}"), [1]);
        assert_eq!(v.pieces(&"u.".repeat(500)).len(), MAX_PIECES);
        assert!(!v.pieces("").is_empty());
    }
}

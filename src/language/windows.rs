//! Cuts a document's words into windows that the encoder reads at once.

use std::ops::Range;

use dateline_model::WINDOW_PIECES;

/// A word before reading: its size in pieces, and how well a window may begin with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cuttable {
    /// Word pieces it takes, a mark before it included.
    pub pieces: usize,
    /// A paragraph begins here.
    pub paragraph: bool,
    /// A sentence very likely begins here.
    pub sentence: bool,
}

/// Ranges of words, one a window: cut before a paragraph where one fits, else before
/// a likely sentence, else (in a monster of a sentence) anywhere.
pub(super) fn windows(words: &[Cuttable]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let mut size = 2; // the marks at both ends
        let mut end = start;
        while end < words.len() && (end == start || size + words[end].pieces <= WINDOW_PIECES) {
            size += words[end].pieces;
            end += 1;
        }
        if end < words.len() {
            let begins = |by: fn(&Cuttable) -> bool| (start + 1..=end).rev().find(|&i| by(&words[i]));
            // a paragraph's end is the best cut unless it wastes most of the window
            let paragraph = begins(|w| w.paragraph).filter(|p| p - start > (end - start) / 3);
            end = paragraph.or_else(|| begins(|w| w.sentence || w.paragraph)).unwrap_or(end);
        }
        out.push(start..end);
        start = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_paragraphs_then_sentences_then_anywhere() {
        let word = Cuttable { pieces: 1, paragraph: false, sentence: false };
        let mut words = vec![word; 120];
        words[60].paragraph = true;
        assert_eq!(windows(&words), [0..60, 60..120]);
        words[60].paragraph = false;
        words[50].sentence = true;
        assert_eq!(windows(&words), [0..50, 50..120]);
        words[50].sentence = false;
        assert_eq!(windows(&words), [0..94, 94..120]);
        assert!(windows(&[]).is_empty());
    }
}

//! Places where a sentence may safely start: used to cut very long paragraphs into windows.
//!
//! These are not the sentences of the text, which the model finds; a cut that is missed costs
//! nothing, a wrong one parts a sentence. Hence every doubt is decided against a cut.

use std::ops::Range;

use crate::language::tokenize::Token;

/// Indices of the tokens in `block` (a range of token indices) that surely start a sentence;
/// the first token of the block is not among them.
pub fn sentence_cuts(text: &str, tokens: &[Token], block: Range<usize>) -> Vec<usize> {
    let Some(tokens) = tokens.get(block.clone()) else { return Vec::new() };
    (1..tokens.len()).filter(|&i| starts_sentence(text, tokens, i)).map(|i| block.start + i).collect()
}

/// Whether token `i` surely starts a sentence.
fn starts_sentence(text: &str, tokens: &[Token], i: usize) -> bool {
    tokens[i - 1].end < tokens[i].start
        && may_open(form(text, tokens, i))
        && ends_sentence(text, tokens, i - 1)
}

/// Whether a sentence may begin with `form`.
fn may_open(form: &str) -> bool {
    // a figure or a square bracket may be the mark of a note to the sentence before
    form.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘' | '\'' | '('))
}

/// Whether token `last` surely ends a sentence: a full stop, or a mark of question or
/// exclamation, with the quotation marks and brackets that close behind it.
fn ends_sentence(text: &str, tokens: &[Token], last: usize) -> bool {
    let closing = (0..=last).rev().take_while(|&i| is_closing(text, tokens, i)).take(4).count();
    let Some(stop) = last.checked_sub(closing) else { return false };
    // `2.` may be the number of an item; a year may not
    let before = stop.checked_sub(1).map_or("", |i| form(text, tokens, i));
    let item = before.len() < 4 && before.starts_with(|c: char| c.is_ascii_digit());
    match form(text, tokens, stop) {
        "." => !item,
        // `"Why?" Smith asked`: the sentence may go on
        mark if mark.chars().all(|c| matches!(c, '!' | '?')) => closing == 0,
        _ => false,
    }
}

/// Whether token `i` is a quotation mark or bracket written against the token before it.
fn is_closing(text: &str, tokens: &[Token], i: usize) -> bool {
    let attached = i > 0 && tokens[i - 1].end == tokens[i].start;
    attached && matches!(form(text, tokens, i), "\"" | "”" | "'" | "’" | "''" | "’’" | ")" | "]")
}

/// The characters of token `i`.
fn form<'a>(text: &'a str, tokens: &[Token], i: usize) -> &'a str {
    text.get(tokens[i].start..tokens[i].end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tokenize::tokenize;

    fn starts(text: &str) -> Vec<&str> {
        let tokens = tokenize(text, 0, text.len());
        sentence_cuts(text, &tokens, 0..tokens.len()).iter().map(|&i| &text[tokens[i].start..]).collect()
    }

    #[test]
    fn cuts_after_a_full_stop() {
        assert_eq!(starts("Talks failed. Both sides left."), ["Both sides left."]);
        assert_eq!(starts("“We are done.” The envoy left."), ["The envoy left."]);
        assert_eq!(starts("The envoy left. “We are done.”"), ["“We are done.”"]);
        assert_eq!(starts("Who knows? Nobody."), ["Nobody."]);
    }

    #[test]
    fn doubt_is_no_cut() {
        for text in [
            "Gen. Aliyev met the U.S. Ambassador at 5 p.m. Monday.",
            "“Why now?” Aliyev asked.",
            "1. The parties agree. 2 weeks later 2. The siege",
            "The siege ended. [12] See there.",
            "They waited … Then nothing.",
            "prices rose. and fell",
        ] {
            assert!(starts(text).is_empty(), "{text}: {:?}", starts(text));
        }
    }

    #[test]
    fn indices_count_from_the_whole_document() {
        let text = "Rain fell. Talks failed. Both left.";
        let tokens = tokenize(text, 0, text.len());
        assert_eq!(sentence_cuts(text, &tokens, 3..tokens.len()), [6]);
        assert!(sentence_cuts(text, &tokens, 3..99).is_empty());
    }
}

//! Where what is said begins and ends: at the edges of what belongs together in the tree.

use std::ops::Range;

use crate::syntax::Syntax;

/// A run of words with those beside it that hang on words in it, so that no subject, article or object is cut
/// off; never over the word of saying or a mark, nor into a further clause.
///
/// The model judges word by word, and is least sure at the ends.
pub(super) fn closed(syntax: &Syntax, run: Range<usize>, saying: usize) -> Range<usize> {
    let Range { mut start, mut end } = run;
    let near = |w: usize, edge: usize| syntax.sentence_of(w) == syntax.sentence_of(edge);
    while start > 0 && near(start - 1, start) && hangs(syntax, start - 1, &(start..end), saying) {
        start -= 1;
    }
    while end < syntax.words().len() && near(end, end - 1) && hangs(syntax, end, &(start..end), saying) {
        end += 1;
    }
    start..end
}

// Whether the way up from a word leads into the run by a tie that no clause ends.
fn hangs(syntax: &Syntax, word: usize, run: &Range<usize>, saying: usize) -> bool {
    if word == saying || syntax.word(word).upos == "PUNCT" {
        return false;
    }
    let mut at = word;
    while let Some(head) = syntax.word(at).head.filter(|&h| h != saying) {
        if run.contains(&head) {
            return tied(syntax, at);
        }
        at = head;
    }
    false
}

fn tied(syntax: &Syntax, word: usize) -> bool {
    let w = syntax.word(word);
    match w.base_rel() {
        "punct" | "parataxis" | "conj" | "cc" | "advcl" | "dep" | "discourse" | "list" | "vocative" => false,
        // `that` introduces what is said, `to` is a part of it
        "mark" => w.upos == "PART",
        _ => true,
    }
}

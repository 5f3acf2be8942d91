//! Trees as CoNLL-U, for people and for the field's tools.

use std::fmt::Write;

use super::Language;
use crate::document::Document;

/// The sentences of a document in CoNLL-U, one block each.
pub fn conllu(doc: &Document, language: &Language) -> String {
    let syntax = &language.syntax;
    let mut out = String::new();
    for (n, range) in syntax.sentences().iter().enumerate() {
        let text = syntax.cover(range.clone()).map(|s| doc.slice(s)).unwrap_or_default();
        let _ = writeln!(out, "# sent_id = {}", n + 1);
        let _ = writeln!(out, "# text = {}", text.split_whitespace().collect::<Vec<_>>().join(" "));
        for i in range.clone() {
            let word = syntax.word(i);
            let head = word.head.map_or(0, |h| h - range.start + 1);
            let next = syntax.words().get(i + 1).filter(|_| i + 1 < range.end);
            let misc = match next {
                Some(next) if next.span.start() == word.span.end() => "SpaceAfter=No",
                _ => "_",
            };
            let form = doc.slice(word.span);
            let _ = writeln!(
                out,
                "{}\t{form}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t{misc}",
                i - range.start + 1,
                word.lemma,
                word.upos,
                word.xpos,
                word.rel
            );
        }
        out.push('\n');
    }
    out
}

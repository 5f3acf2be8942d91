//! A report as the stage sees it, with the questions about words that all of its parts ask.

use std::ops::Range;

use crate::codebook::actors::ActorTables;
use crate::document::Document;
use crate::language::Language;
use crate::span::Span;
use crate::syntax::{Syntax, Word};

/// What the stage reads, by reference.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The report.
    pub doc: &'a Document,
    /// What the language engine says of it.
    pub lang: &'a Language,
    /// Its words.
    pub syntax: &'a Syntax,
    /// What is known.
    pub tables: &'a ActorTables,
}

impl<'a> View<'a> {
    /// Word `i`.
    pub fn word(&self, i: usize) -> &'a Word {
        self.syntax.word(i)
    }

    /// The words as written.
    pub fn text(&self, i: usize) -> &'a str {
        self.doc.slice(self.word(i).span)
    }

    /// The lemma in lower case.
    pub fn lemma(&self, i: usize) -> String {
        self.word(i).lemma.to_lowercase()
    }

    /// The words of a range as written, from the first to the last.
    pub fn phrase(&self, range: Range<usize>) -> &'a str {
        self.syntax.cover(range).map_or("", |span| self.doc.slice(span))
    }

    /// The relation of `i` to its head, without subtype; empty for the root.
    pub fn rel(&self, i: usize) -> &'static str {
        self.word(i).base_rel()
    }

    /// Whether word `i` is a noun, common or proper.
    pub fn is_noun(&self, i: usize) -> bool {
        matches!(self.word(i).upos, "NOUN" | "PROPN")
    }

    /// Whether word `i` is plural by its tag.
    pub fn is_plural(&self, i: usize) -> bool {
        matches!(self.word(i).xpos, "NNS" | "NNPS")
    }

    /// The range of words of the sentence of word `i`.
    pub fn sentence(&self, i: usize) -> Range<usize> {
        self.syntax.sentences().get(self.syntax.sentence_of(i)).cloned().unwrap_or(i..i + 1)
    }

    /// The article or pronoun that determines `i`, in lower case.
    pub fn determiner(&self, i: usize) -> Option<String> {
        self.syntax.children_by(i, "det").next().map(|d| self.text(d).to_lowercase())
    }

    /// The noun phrase of head `i` without what follows the head: `the Syrian regime`.
    /// Appositions, clauses and prepositional phrases stay outside.
    pub fn short_phrase(&self, i: usize) -> Range<usize> {
        let first = self.sentence(i).start;
        let mut from = i;
        for k in (first..i).rev() {
            let inside = self.syntax.ancestors(k).take(20).any(|a| a == i) && !self.breaks(k);
            if !inside {
                break;
            }
            from = k;
        }
        // `at least three people`, `husband-and-wife team`: what is left of something cut off
        let torn = |k: usize| {
            self.word(k).upos == "PUNCT"
                || self.word(k).upos != "DET"
                    && matches!(self.text(k), "least" | "most")
                    && self.text(k - 1) == "at"
        };
        while from < i && from > first && torn(from) {
            from += 1;
        }
        from..i + 1
    }

    fn breaks(&self, k: usize) -> bool {
        let word = self.word(k);
        // `including judges`: a preposition, whatever its form
        matches!(word.rel, "case" | "mark" | "cc") && !self.text(k).starts_with(['\'', '’'])
            || matches!(word.upos, "ADP" | "CCONJ" | "SCONJ")
            || matches!(self.text(k), "," | ";" | ":" | "–" | "—")
    }

    /// The span of a range of words.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        self.syntax.cover(range)
    }
}

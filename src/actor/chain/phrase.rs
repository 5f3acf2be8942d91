//! The noun phrases of the trees, each as long as it reaches, with what the passes ask of them.

use std::ops::Range;

use crate::actor::EntityKind;
use crate::actor::sights::View;
use crate::span::Span;

/// Pronouns by what they can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pro {
    I,
    We,
    You,
    He,
    She,
    They,
    It,
    /// `this`, `those` without a noun.
    Pointing,
    /// Any other: `everyone`, `one`.
    Other,
}

/// A noun phrase.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) span: Span,
    pub(super) head: usize,
    pub(super) pro: Option<Pro>,
    /// What the names of the phrase's head say that it is.
    pub(super) kind: Option<EntityKind>,
    /// Whether the head is a proper noun.
    pub(super) named: bool,
    pub(super) plural: bool,
    /// Whether it only modifies the noun after it: `cough` in `cough drops`.
    pub(super) modifier: bool,
    /// Dictionary form of the head, in lower case.
    pub(super) lemma: String,
    /// The words without determiner and possessive mark, in lower case.
    pub(super) words: String,
    pub(super) sentence: usize,
}

/// All noun phrases, in order of their heads. `kinds` tells by word what is named there.
pub(super) fn phrases(view: &View<'_>, kinds: &[Option<EntityKind>]) -> Vec<Phrase> {
    let mut found = Vec::new();
    for (sentence, range) in view.syntax.sentences().iter().enumerate() {
        for head in range.clone().filter(|&i| heads_phrase(view, i)) {
            let Some(span) = view.span(extent(view, head, range)) else { continue };
            let word = view.word(head);
            found.push(Phrase {
                span,
                head,
                pro: pronoun(view, head),
                kind: kinds.get(head).copied().flatten(),
                named: word.upos == "PROPN",
                plural: view.is_plural(head),
                modifier: matches!(view.rel(head), "compound" | "amod"),
                lemma: view.lemma(head),
                words: bare(view.doc.slice(span)),
                sentence,
            });
        }
    }
    found
}

/// Whether a word heads a noun phrase of its own.
fn heads_phrase(view: &View<'_>, i: usize) -> bool {
    let word = view.word(i);
    let rel = view.rel(i);
    match word.upos {
        "PRON" => {
            let text = view.text(i).to_lowercase();
            let relative = text == "that" && in_relative_clause(view, i);
            let asks = matches!(
                text.as_str(),
                "who" | "which" | "whom" | "whose" | "what" | "there" | "whoever" | "whatever"
            );
            rel != "expl" && !asks && !relative
        }
        "NOUN" | "PROPN" | "SYM" | "X" => {
            let part = matches!(rel, "flat" | "fixed" | "goeswith" | "punct" | "cc" | "case" | "reparandum");
            let inner = matches!(rel, "compound" | "amod")
                && word.upos == "PROPN"
                && word.head.is_some_and(|h| view.word(h).upos == "PROPN");
            !part && !inner && word.rel != "nmod:desc"
        }
        "NUM" => !matches!(rel, "nummod" | "flat" | "compound" | "dep" | "appos"),
        "DET" => !matches!(rel, "det" | "advmod" | "cc" | "flat"),
        "ADJ" => {
            matches!(rel, "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "conj")
                && view.syntax.children_by(i, "det").next().is_some()
        }
        _ => false,
    }
}

fn in_relative_clause(view: &View<'_>, i: usize) -> bool {
    for a in view.syntax.ancestors(i).skip(1).take(4) {
        if view.word(a).rel == "acl:relcl" {
            return true;
        }
        if matches!(view.rel(a), "ccomp" | "advcl" | "root" | "conj" | "parataxis") {
            return false;
        }
    }
    false
}

/// The words of the phrase: what depends on the head, without what belongs to a clause that it heads,
/// without its preposition, without what is coordinated with it or apposed to it.
fn extent(view: &View<'_>, head: usize, sentence: &Range<usize>) -> Range<usize> {
    let predicate = view.syntax.children_by(head, "cop").next().is_some()
        || matches!(view.rel(head), "root" | "ccomp" | "advcl" | "parataxis" | "acl" | "csubj" | "xcomp");
    let children = view.syntax.children(head);
    let first = children.iter().copied().find(|&c| !matches!(view.rel(c), "case" | "punct" | "cc" | "mark"));
    let (mut start, mut end) = (head, head + 1);
    for &c in children.iter().filter(|&&c| belongs(view, head, c, predicate, first)) {
        let (from, to) = reach(view, c, sentence);
        start = start.min(from);
        end = end.max(to);
    }
    while start < head && view.word(start).upos == "PUNCT" && !opens(view.text(start)) {
        start += 1;
    }
    while end > head + 1 && view.word(end - 1).upos == "PUNCT" && divides(view.text(end - 1)) {
        end -= 1;
    }
    start..end
}

fn opens(mark: &str) -> bool {
    matches!(mark, "\"" | "“" | "(" | "[")
}

fn divides(mark: &str) -> bool {
    matches!(mark, "," | "." | ";" | ":" | "!" | "?" | "-" | "–" | "—")
}

fn belongs(view: &View<'_>, head: usize, c: usize, predicate: bool, first: Option<usize>) -> bool {
    let rel = view.rel(c);
    match rel {
        // the mark of a possessor
        "case" => c == head + 1 && matches!(view.text(c), "'s" | "’s" | "'" | "’"),
        "mark" | "cc" | "punct" | "conj" | "cop" | "aux" | "nsubj" | "csubj" | "expl" | "advcl"
        | "parataxis" | "dislocated" | "vocative" | "discourse" | "list" | "orphan" | "ccomp" | "obj"
        | "obl" | "xcomp" | "iobj" | "reparandum" | "appos" => false,
        // `possibly in November`: what opens the phrase so is said of the sentence
        "advmod" => c < head && first != Some(c) && !(predicate && view.word(c).rel == "advmod"),
        _ => !(predicate && view.word(c).rel == "nmod:unmarked"),
    }
}

/// First and last word below `c`.
fn reach(view: &View<'_>, c: usize, sentence: &Range<usize>) -> (usize, usize) {
    let (mut from, mut to) = (c, c + 1);
    // the trees are small; a damaged one ends with the sentence
    let mut stack = vec![c];
    let mut steps = sentence.len();
    while let (Some(n), true) = (stack.pop(), steps > 0) {
        steps -= 1;
        from = from.min(n);
        to = to.max(n + 1);
        stack.extend(view.syntax.children(n));
    }
    (from, to)
}

fn pronoun(view: &View<'_>, i: usize) -> Option<Pro> {
    if !matches!(view.word(i).upos, "PRON" | "DET") {
        return None;
    }
    Some(match view.text(i).to_lowercase().as_str() {
        "i" | "me" | "my" | "mine" | "myself" => Pro::I,
        "you" | "your" | "yours" | "yourself" | "yourselves" | "ya" => Pro::You,
        "we" | "us" | "our" | "ours" | "ourselves" | "'s" | "’s" => Pro::We,
        "he" | "him" | "his" | "himself" => Pro::He,
        "she" | "her" | "hers" | "herself" => Pro::She,
        "they" | "them" | "their" | "theirs" | "themselves" | "em" | "'em" | "themself" => Pro::They,
        "it" | "its" | "itself" => Pro::It,
        "this" | "that" | "these" | "those" => Pro::Pointing,
        _ => Pro::Other,
    })
}

/// The words in lower case without quotation marks, determiner and possessive mark.
fn bare(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut words: Vec<&str> =
        lower.trim_matches(|c: char| "\"“”‘’()[] ".contains(c)).split_whitespace().collect();
    if words.len() > 1 && matches!(words[0], "the" | "a" | "an" | "this" | "that" | "these" | "those") {
        words.remove(0);
    }
    let joined = words.join(" ");
    let stem = ["'s", "’s", "'", "’"].iter().find_map(|mark| joined.strip_suffix(mark));
    stem.map(|s| s.trim_end().to_owned()).unwrap_or(joined)
}

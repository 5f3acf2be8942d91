//! Whether what happens at a time lies behind or ahead of the writer.

use super::lex::{PieceKind, Pieces};
use crate::span::Span;
use crate::syntax::Syntax;

/// The tense of the verb that a time expression goes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// The tense that governs the expression in pieces `from..to`, which covers `span`.
pub(super) fn tense(syntax: &Syntax, p: &Pieces, from: usize, to: usize, span: Span) -> Tense {
    if p.any_phrase(from.saturating_sub(3), &["as early as", "as soon as", "as late as"]) == Some(from) || matches!(p.before(from), "until" | "till") {
        return Tense::Future;
    }
    // "Wednesday's ruling" has been given, whatever will come of it
    if p.is(to, "'s") {
        return Tense::Past;
    }
    match by_tree(syntax, span) {
        Some(tense) => tense,
        None => match by_words(p, from, to) {
            Tense::Unknown if p.before(from) == "by" => Tense::Future,
            tense => tense,
        },
    }
}

/// From the tree: the nearest verb above the expression that shows a tense.
fn by_tree(syntax: &Syntax, span: Span) -> Option<Tense> {
    let head = syntax.head_of(span)?;
    let tagged = syntax.words_in(span).any(|i| !syntax.word(i).xpos.is_empty());
    if !tagged {
        return None;
    }
    let verbs = syntax.ancestors(head).skip(1).take(64);
    verbs.map(|v| verb_tense(syntax, v)).find(|t| *t != Tense::Unknown)
}

fn verb_tense(syntax: &Syntax, v: usize) -> Tense {
    let word = syntax.word(v);
    let auxiliaries: Vec<&str> = syntax.children(v).iter().map(|&c| syntax.word(c)).filter(|w| w.base_rel() == "aux" || w.base_rel() == "cop").map(|w| w.lemma.as_str()).collect();
    let helper_past = syntax.children(v).iter().any(|&c| matches!(syntax.word(c).base_rel(), "aux" | "cop") && syntax.word(c).xpos == "VBD");
    let ahead = auxiliaries.iter().any(|a| matches!(*a, "will" | "shall" | "would" | "may" | "might" | "can" | "could" | "should" | "must" | "'ll"));
    let infinitive = syntax.children_by(v, "mark").any(|c| syntax.word(c).xpos == "TO");
    match word.xpos {
        _ if ahead => Tense::Future,
        "VB" if infinitive => Tense::Future,
        "VBN" if matches!(word.lemma.as_str(), "schedule" | "expect" | "plan" | "slate" | "set") => Tense::Future,
        "VBD" => Tense::Past,
        "VBN" => Tense::Past,
        "VBG" if auxiliaries.contains(&"be") && !helper_past => Tense::Future,
        _ if helper_past => Tense::Past,
        "VBZ" | "VBP" if matches!(word.lemma.as_str(), "begin" | "start" | "open" | "resume" | "end" | "expire" | "plan" | "expect") => Tense::Future,
        _ => Tense::Unknown,
    }
}

/// Without tags: the nearest word in the sentence that shows a tense, those before it first.
fn by_words(p: &Pieces, from: usize, to: usize) -> Tense {
    let ends = |i: &usize| {
        let stop = matches!(p.word(*i), "." | "!" | "?" | "\n" | ";");
        !(stop && p.get(*i).is_some_and(|q| q.kind != PieceKind::Word))
    };
    let before = (0..from).rev().take(14).take_while(ends).map(|i| shows(p, i)).find(|t| *t != Tense::Unknown);
    let after = || (to..p.len()).take(14).take_while(ends).map(|i| shows(p, i)).find(|t| *t != Tense::Unknown);
    before.or_else(after).unwrap_or(Tense::Unknown)
}

fn shows(p: &Pieces, i: usize) -> Tense {
    const AHEAD: [&str; 13] = [
        "will", "'ll", "shall", "would", "scheduled", "expected", "plans", "due", "expects", "slated", "upcoming", "plan",
        "payable",
    ];
    const BEHIND: [&str; 34] = [
        "was", "were", "had", "did", "said", "came", "went", "told", "met", "rose", "fell", "took", "made", "left", "began",
        "held", "died", "broke", "sent", "gave", "saw", "won", "lost", "led", "found", "became", "got", "grew", "kept", "ran",
        "stood", "spoke", "fought", "shot",
    ];
    let word = p.word(i);
    match word {
        _ if AHEAD.contains(&word) => Tense::Future,
        "to" if matches!(p.before(i), "is" | "are" | "set" | "planned" | "planning" | "going" | "about" | "agreed") => Tense::Future,
        "to" if p.get(i + 1).is_some_and(|q| q.kind == PieceKind::Word && !q.capital) => Tense::Unknown,
        _ if BEHIND.contains(&word) => Tense::Past,
        _ if word.len() > 4 && word.ends_with("ed") && word != "united" => Tense::Past,
        _ => Tense::Unknown,
    }
}

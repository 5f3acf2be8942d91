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
    if p.any_phrase(from.saturating_sub(3), &["as early as", "as soon as", "as late as"]) == Some(from)
        || matches!(p.before(from), "until" | "till")
    {
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

/// From the tree: the verb written right before the expression, else the nearest one above it that
/// shows a tense.
fn by_tree(syntax: &Syntax, span: Span) -> Option<Tense> {
    let words = syntax.words_in(span);
    let head = syntax.head_of(span)?;
    if words.clone().all(|i| syntax.word(i).xpos.is_empty()) {
        return None;
    }
    let beside = verb_before(syntax, words.start).map(|v| verb_tense(syntax, v));
    if let Some(tense) = beside.filter(|t| *t != Tense::Unknown) {
        return Some(tense);
    }
    let above = syntax.ancestors(head).skip(1).take(64);
    above.map(|v| verb_tense(syntax, v)).find(|t| *t != Tense::Unknown)
}

/// A verb that ends right before word `i`, an `on` between them aside.
fn verb_before(syntax: &Syntax, i: usize) -> Option<usize> {
    let before = i.checked_sub(1)?;
    let before = if syntax.word(before).lemma == "on" { before.checked_sub(1)? } else { before };
    let near = syntax.sentence_of(before) == syntax.sentence_of(i);
    (near && syntax.word(before).xpos.starts_with("VB")).then_some(before)
}

fn verb_tense(syntax: &Syntax, v: usize) -> Tense {
    let helpers = || {
        syntax.children(v).iter().map(|&c| syntax.word(c)).filter(|w| matches!(w.base_rel(), "aux" | "cop"))
    };
    let has = |lemmas: &[&str]| helpers().any(|w| lemmas.contains(&w.lemma.as_str()));
    if has(&["will", "shall", "would", "'ll", "wo"]) {
        return Tense::Future;
    }
    if has(&["have"]) || helpers().any(|w| w.xpos == "VBD") {
        return planned(&syntax.word(v).lemma, Tense::Past);
    }
    if has(&["may", "might"]) {
        return Tense::Future;
    }
    match syntax.word(v).xpos {
        "VB" => infinitive(syntax, v),
        "VBD" | "VBN" => planned(&syntax.word(v).lemma, Tense::Past),
        "VBG" if has(&["be"]) => Tense::Future,
        "JJ" if syntax.word(v).lemma == "due" => Tense::Future,
        "VBZ" | "VBP" if is_timetabled(&syntax.word(v).lemma) => Tense::Future,
        _ => planned(&syntax.word(v).lemma, Tense::Unknown),
    }
}

/// Verbs whose present tense with a date tells what is to come: `the talks resume Monday`.
fn is_timetabled(lemma: &str) -> bool {
    matches!(
        lemma,
        "begin" | "start" | "open" | "resume" | "end" | "expire" | "leave" | "meet" | "arrive" | "face"
    )
}

/// What is planned lies ahead, whenever it was planned.
fn planned(lemma: &str, otherwise: Tense) -> Tense {
    const PLANS: [&str; 8] = ["schedul", "expect", "plan", "slat", "intend", "postpone", "due", "await"];
    if PLANS.iter().any(|p| lemma.starts_with(p)) { Tense::Future } else { otherwise }
}

/// `plans to meet`, `agreed to meet` look ahead; `began to`, `managed to` and purposes do not.
fn infinitive(syntax: &Syntax, v: usize) -> Tense {
    const DONE: [&str; 11] =
        ["begin", "start", "manage", "continue", "come", "seem", "appear", "fail", "try", "use", "refuse"];
    let word = syntax.word(v);
    let marked = syntax.children_by(v, "mark").any(|c| syntax.word(c).xpos == "TO");
    let above = word.head.map_or("", |h| syntax.word(h).lemma.as_str());
    let bound = matches!(word.base_rel(), "xcomp" | "ccomp" | "csubj") && !DONE.contains(&above);
    if marked && bound { Tense::Future } else { Tense::Unknown }
}

/// Without tags: the nearest word in the sentence that shows a tense, those before it first.
fn by_words(p: &Pieces, from: usize, to: usize) -> Tense {
    let ends = |i: &usize| {
        let stop = matches!(p.word(*i), "." | "!" | "?" | "\n" | ";");
        !(stop && p.get(*i).is_some_and(|q| q.kind != PieceKind::Word))
    };
    let before =
        (0..from).rev().take(14).take_while(ends).map(|i| shows(p, i)).find(|t| *t != Tense::Unknown);
    let after =
        || (to..p.len()).take(14).take_while(ends).map(|i| shows(p, i)).find(|t| *t != Tense::Unknown);
    before.or_else(after).unwrap_or(Tense::Unknown)
}

fn shows(p: &Pieces, i: usize) -> Tense {
    const AHEAD: [&str; 13] = [
        "will",
        "'ll",
        "shall",
        "would",
        "scheduled",
        "expected",
        "plans",
        "due",
        "expects",
        "slated",
        "upcoming",
        "plan",
        "payable",
    ];
    const BEHIND: [&str; 34] = [
        "was", "were", "had", "did", "said", "came", "went", "told", "met", "rose", "fell", "took", "made",
        "left", "began", "held", "died", "broke", "sent", "gave", "saw", "won", "lost", "led", "found",
        "became", "got", "grew", "kept", "ran", "stood", "spoke", "fought", "shot",
    ];
    let word = p.word(i);
    match word {
        _ if AHEAD.contains(&word) => Tense::Future,
        "to" if matches!(
            p.before(i),
            "is" | "are" | "set" | "planned" | "planning" | "going" | "about" | "agreed"
        ) =>
        {
            Tense::Future
        }
        "to" if p.get(i + 1).is_some_and(|q| q.kind == PieceKind::Word && !q.capital) => Tense::Unknown,
        _ if BEHIND.contains(&word) => Tense::Past,
        _ if word.len() > 4 && word.ends_with("ed") && word != "united" => Tense::Past,
        _ => Tense::Unknown,
    }
}

//! Rules that find time expressions among the pieces of a text.
//!
//! Each rule looks at one place and says what stands there and where it ends; the longest wins.

mod amount;
mod calendar;
mod clock;
mod relative;
mod season;
mod year;

use std::ops::Range;

use super::expr::{Expr, Found, Named, Year};
use super::lex::{PieceKind, Pieces};

/// All time expressions of a text, in order, not overlapping.
pub(super) fn recognise(p: &Pieces) -> Vec<Found> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < p.len() {
        match at(p, i) {
            Some(list) => {
                i = list.last().map_or(i + 1, |f| f.to.max(i + 1));
                found.extend(list);
            }
            None => i += 1,
        }
    }
    share_years(p, found)
}

/// The expressions that begin at piece `i`.
pub(super) fn at(p: &Pieces, i: usize) -> Option<Vec<Found>> {
    // only a quotation mark, that of '80s, begins an expression among the signs
    if p.get(i)?.kind >= PieceKind::Sign && !matches!(p.word(i), "'" | "`" | "‘" | "’") {
        return None;
    }
    let one = |found: Option<(Expr, usize)>| found.map(|(expr, to)| vec![Found { from: i, to, expr }]);
    let rate = amount::rate(p, i);
    let length = if rate.is_some() { None } else { amount::measured(p, i) };
    let all = [
        calendar::calendar(p, i),
        one(relative::relative(p, i)),
        one(clock::clock(p, i)),
        one(amount::set(p, i)),
        one(rate),
        one(relative::reference(p, i)),
        one(length),
        one(amount::vague(p, i)),
        modified(p, i),
    ];
    // of equally long ones the first in the order above
    all.into_iter().flatten().rev().max_by_key(|list| list.last().map_or(0, |f| f.to))
}

/// An expression somewhere in a range of pieces that is known to hold one.
pub(super) fn inside(p: &Pieces, range: Range<usize>) -> Option<Found> {
    let fits = |found: &Found| found.to <= range.end;
    range.clone().find_map(|i| {
        let (expr, to) = calendar::bare(p, i).or_else(|| clock::bare(p, i))?;
        Some(Found { from: i, to, expr }).filter(fits)
    })
}

/// Words before a date that narrow it without changing its value: `early`, `the end of`.
const NARROWING: [&str; 39] = [
    "early",
    "late",
    "mid",
    "mid -",
    "early -",
    "late -",
    "earlier",
    "later",
    "sometime",
    "early in",
    "late in",
    "earlier in",
    "later in",
    "the beginning of",
    "the start of",
    "the end of",
    "the middle of",
    "the close of",
    "the rest of",
    "the early",
    "the late",
    "the mid",
    "the mid -",
    "the early part of",
    "the latter part of",
    "the later part of",
    "the rest of the",
    "around",
    "about",
    "circa",
    "ca",
    "ca .",
    "the year",
    "the years",
    "fiscal",
    "the fiscal",
    "the month of",
    "the first part of",
    "a good part of",
];

/// A date with a narrowing word before it.
fn modified(p: &Pieces, i: usize) -> Option<Vec<Found>> {
    let at = p.any_phrase(i, &NARROWING)?;
    let plain = calendar::calendar(p, at)
        .or_else(|| relative::relative(p, at).map(|(expr, to)| vec![Found { from: at, to, expr }]))
        .or_else(|| clock::clock(p, at).map(|(expr, to)| vec![Found { from: at, to, expr }]))
        .or_else(|| narrowed_twice(p, at))?;
    let mut list = plain;
    let first = list.first_mut()?;
    if !takes(p, i, at, &first.expr) {
        return None;
    }
    first.from = i;
    Some(list)
}

/// `the early part of next year` within `much of`: one more narrowing, never deeper.
fn narrowed_twice(p: &Pieces, i: usize) -> Option<Vec<Found>> {
    let at = p.any_phrase(i, &NARROWING)?;
    let mut list = calendar::calendar(p, at)
        .or_else(|| relative::relative(p, at).map(|(expr, to)| vec![Found { from: at, to, expr }]))?;
    list.first_mut()?.from = i;
    Some(list)
}

/// Whether the narrowing words between `i` and `at` go with what follows them.
fn takes(p: &Pieces, i: usize, at: usize, expr: &Expr) -> bool {
    match p.word(i) {
        "around" | "about" => !matches!(expr, Expr::Named { what: Named::Weekday(_), .. }),
        "the" if matches!(p.word(i + 1), "year" | "years" | "fiscal") => matches!(expr, Expr::Year(_)),
        "the" if at == i + 2 => {
            matches!(expr, Expr::Decade(_) | Expr::Century(_) | Expr::Named { .. } | Expr::Year(_))
        }
        _ => true,
    }
}

/// `January and February 1990`: the first takes the year of the second.
fn share_years(p: &Pieces, mut found: Vec<Found>) -> Vec<Found> {
    for k in (1..found.len()).rev() {
        let (left, right) = found.split_at_mut(k);
        let (Some(first), Some(second)) = (left.last_mut(), right.first()) else { continue };
        let linked = second.from == first.to + 1
            && (p.is_dash(first.to) || matches!(p.word(first.to), "and" | "or" | "to" | "through" | "until"));
        let (
            Expr::Named { what: a, year: year @ Year::Open, shift: None },
            Expr::Named { what: b, year: Year::Number(y), .. },
        ) = (&mut first.expr, &second.expr)
        else {
            continue;
        };
        if linked && ordered(*a, *b) {
            *year = Year::Number(*y);
        }
    }
    found
}

fn ordered(a: Named, b: Named) -> bool {
    match (a, b) {
        (Named::Month(a), Named::Month(b)) => a < b,
        (Named::Day(m, d), Named::Day(n, e)) => (m, d) < (n, e),
        (Named::Quarter(a), Named::Quarter(b)) => a < b,
        _ => false,
    }
}

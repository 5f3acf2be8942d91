//! Parts of the year that have a name: quarters, halves, seasons, feasts.

use super::year::{year_after, year_number, year_shift};
use crate::time::expr::{Expr, Named, Year};
use crate::time::feast::feast;
use crate::time::lex::Pieces;
use crate::time::lexicon::{ordinal, season};

/// `third-quarter`, `the fiscal first quarter of 1990`, `the second half of 2008`, `first half`.
pub(super) fn quarter(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let hyphened = p.is_dash(i + 2) && p.is(i, "the");
    let start = if p.is(i, "the") { i + 1 } else { i };
    let (led, start) = match year_lead(p, start) {
        Some((year, next)) => (year, next),
        None => (Year::Open, start),
    };
    let fiscal = if p.is(start, "fiscal") { p.skip_hyphen(start + 1) } else { start };
    let n = match p.word(fiscal) {
        "latter" | "last" => 2,
        word => ordinal(word)?,
    };
    let next = p.skip_hyphen(fiscal + 1);
    let what = match p.word(next) {
        "quarter" | "quarters" if hyphened => return None,
        "quarter" | "quarters" if (1..=4).contains(&n) && !matches!(p.word(fiscal), "last" | "latter") => {
            Named::Quarter(n as i8)
        }
        "half" if n <= 2 => Named::Half(n as i8),
        _ => return None,
    };
    let (year, end) = match led {
        Year::Open => year_after(p, next + 1),
        _ => (led, next + 1),
    };
    // "the second half" of a match, of the century
    if matches!(what, Named::Half(_)) && (year == Year::Open || p.is(end, "century")) {
        return None;
    }
    Some((Expr::Named { what, year, shift: None }, end))
}

/// The year before what it qualifies: `1988`, `this year's`.
pub(super) fn year_lead(p: &Pieces, i: usize) -> Option<(Year, usize)> {
    if let Some((y, end)) = year_number(p, i) {
        let end = if p.is(end, "'s") { end + 1 } else { end };
        return Some((Year::Number(y), end));
    }
    let (shift, end) = year_shift(p, i)?;
    p.is(end, "'s").then_some((Year::Shift(shift), end + 1))
}

/// `the summer of 1990`, `summer`, `1990 summer`.
pub(super) fn named_season(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let start = if p.is(i, "the") { i + 1 } else { i };
    let (led, start) = match year_number(p, start) {
        Some((y, next)) => (Year::Number(y), next),
        None => (Year::Open, start),
    };
    let what = Named::Season(season(p.word(start))?);
    let (year, end) = match led {
        Year::Open => year_after(p, start + 1),
        _ => (led, start + 1),
    };
    let clear = match p.word(start) {
        _ if year != Year::Open => true,
        "fall" | "spring" => is_season_in_context(p, i, end),
        // "Summer Olympics", "summer camp"
        _ => {
            let titled = p.capital(start) && p.capital(end);
            !titled && !matches!(p.word(end), "camp" | "olympics" | "games")
        }
    };
    clear.then_some((Expr::Named { what, year, shift: None }, end))
}

/// `fall` and `spring` are also verbs and other nouns: alone they need a word that a time follows.
fn is_season_in_context(p: &Pieces, i: usize, end: usize) -> bool {
    const LEADS: [&str; 10] =
        ["in", "during", "early", "late", "by", "until", "since", "following", "throughout", "from"];
    LEADS.contains(&p.before(i)) && !p.capital(i) && !p.is(end, "of")
}

/// `Christmas`, `Thanksgiving Day 1999`.
pub(super) fn feast_day(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (index, end) = feast(p, i)?;
    let (year, after) = year_after(p, end);
    Some((Expr::Named { what: Named::Feast(index), year, shift: None }, after))
}

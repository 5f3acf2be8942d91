//! Days, months and weekdays, alone and at the two ends of a range.

use super::season::{feast_day, named_season, quarter};
use super::year::{bare_year, decade, era, year_after, year_number};
use crate::time::expr::{Expr, Found, Named, Year};
use crate::time::lex::{PieceKind, Pieces};
use crate::time::lexicon::{is_short_month, month, ordinal, season, unit, weekday};

/// The calendar expressions that begin at piece `i`: two where ends of a range share a month or a year.
pub(super) fn calendar(p: &Pieces, i: usize) -> Option<Vec<Found>> {
    if let Some(pair) = day_pair(p, i) {
        return Some(pair);
    }
    let (expr, end) = single(p, i)?;
    let first = Found { from: i, to: end, expr };
    Some(with_tail(p, first))
}

/// A single calendar expression.
pub(super) fn single(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let all = [
        numeric(p, i),
        weekday_date(p, i),
        month_first(p, i),
        day_first(p, i),
        month_day(p, i),
        quarter(p, i),
        named_season(p, i),
        feast_day(p, i),
        era(p, i),
        decade(p, i),
        bare_year(p, i),
    ];
    all.into_iter().flatten().max_by_key(|&(_, end)| end)
}

fn open(what: Named) -> Expr {
    Expr::Named { what, year: Year::Open, shift: None }
}

/// A month name at `i`, and the piece after it and its full stop.
pub(super) fn month_name(p: &Pieces, i: usize) -> Option<(i8, usize)> {
    let word = p.word(i);
    let number = month(word)?;
    if !p.capital(i) {
        return None;
    }
    let dotted = is_short_month(word) && p.is(i + 1, ".") && p.glued(i + 1);
    let end = if dotted { i + 2 } else { i + 1 };
    // "dec" and "mar" are months only as abbreviations before a figure or with a full stop
    let clear = !is_short_month(word) || dotted || p.digits(end).is_some();
    clear.then_some((number, end))
}

fn day_number(p: &Pieces, i: usize) -> Option<(i8, usize)> {
    let piece = p.get(i)?;
    let value = match piece.kind {
        PieceKind::Number if piece.lower.len() <= 2 => piece.lower.parse().ok()?,
        PieceKind::Mixed => ordinal(&piece.lower)?,
        PieceKind::Word if p.before(i) != "the" || month(p.before(i.wrapping_sub(1))).is_some() => {
            ordinal(&piece.lower)?
        }
        _ => return None,
    };
    ((1..=31).contains(&value)).then_some((value as i8, i + 1))
}

fn is_clock(p: &Pieces, i: usize) -> bool {
    p.is(i, ":") && p.glued(i) && p.glued(i + 1) && p.digits(i + 1).is_some()
}

fn followed_by_unit(p: &Pieces, i: usize) -> bool {
    unit(p.word(p.skip_hyphen(i))).is_some() || matches!(p.word(i), "%" | "percent" | "million" | "billion")
}

/// `June 5`, `June 5, 1990`, `June 1990`, `June of last year`, `June`.
fn month_first(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (month, end) = month_name(p, i)?;
    let the = if p.is(end, "the") { end + 1 } else { end };
    if let Some((day, after)) =
        day_number(p, the).filter(|&(_, after)| !is_clock(p, after) && !followed_by_unit(p, after))
    {
        let (year, after) = year_after(p, after);
        let year = if (month, day, year) == (9, 11, Year::Open) && is_attack(p, after) {
            Year::Number(2001)
        } else {
            year
        };
        return Some((Expr::Named { what: Named::Day(month, day), year, shift: None }, after));
    }
    let (year, after) = year_after(p, end);
    if year == Year::Open && !is_month_in_context(p, i, end) {
        return None;
    }
    Some((Expr::Named { what: Named::Month(month), year, shift: None }, after))
}

/// Whether the attacks of 11 September 2001 follow, which need no year.
fn is_attack(p: &Pieces, i: usize) -> bool {
    const WORDS: [&str; 6] = ["attack", "attacks", "terror", "terrorist", "hijackers", "commission"];
    WORDS.contains(&p.word(i)) || WORDS.contains(&p.word(i + 1)) && p.is(i, ",")
}

/// `May` and `March` are also verbs: alone they count only after a word that a time follows.
fn is_month_in_context(p: &Pieces, i: usize, end: usize) -> bool {
    const LEADS: [&str; 34] = [
        "in",
        "since",
        "by",
        "until",
        "till",
        "of",
        "from",
        "to",
        "and",
        "or",
        "during",
        "before",
        "after",
        "through",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "-",
        "between",
        "for",
        "every",
        "each",
        "previous",
        "following",
        "(",
        "around",
        "about",
        "end",
        "middle",
        "beginning",
        "past",
    ];
    match p.word(i) {
        "may" | "march" => LEADS.contains(&p.before(i)) && !p.capital(end),
        _ => true,
    }
}

/// A month, year or season whatever stands around it.
pub(super) fn bare(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let month = month_name(p, i).map(|(month, end)| (open(Named::Month(month)), end));
    let year = || year_number(p, i).map(|(y, end)| (Expr::Year(y), end));
    month.or_else(year).or_else(|| season(p.word(i)).map(|s| (open(Named::Season(s)), i + 1)))
}

/// `5 June`, `5th of June, 1990`, `the 5th of June`.
fn day_first(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let i = if p.is(i, "the") { i + 1 } else { i };
    let (day, end) = day_number(p, i)?;
    let of = if p.is(end, "of") { end + 1 } else { end };
    let (month, end) = month_name(p, of)?;
    let (year, after) = year_after(p, end);
    Some((Expr::Named { what: Named::Day(month, day), year, shift: None }, after))
}

/// `12-14 July`, `6 and 7 January 1916`: two days of one month.
fn day_pair(p: &Pieces, i: usize) -> Option<Vec<Found>> {
    let (first, end) = day_number(p, i)?;
    if !(p.is_dash(end) || matches!(p.word(end), "and" | "or" | "to" | "through" | "/")) {
        return None;
    }
    let second = end + 1;
    let (expr, to) = day_first(p, second)?;
    let Expr::Named { what: Named::Day(month, _), year, .. } = expr else { return None };
    let whole = Expr::Named { what: Named::Day(month, first), year, shift: None };
    Some(vec![Found { from: i, to: end, expr: whole }, Found { from: second, to, expr }])
}

/// The second end of a range that leaves out what the first has said: `Feb. 12-14`, `1914-18`.
fn with_tail(p: &Pieces, first: Found) -> Vec<Found> {
    let tail = match &first.expr {
        Expr::Named { what: Named::Day(month, _), year, .. } => day_tail(p, first.to, *month, *year),
        Expr::Year(y) => year_tail(p, first.to, *y),
        _ => None,
    };
    let Some(tail) = tail else { return vec![first] };
    let mut first = first;
    if let (Expr::Named { year, .. }, Expr::Named { year: given, .. }) = (&mut first.expr, &tail.expr) {
        *year = *given;
    }
    vec![first, tail]
}

fn day_tail(p: &Pieces, i: usize, month: i8, year: Year) -> Option<Found> {
    let linked = p.is_dash(i) || matches!(p.word(i), "to" | "and" | "through" | "or");
    let (day, end) = day_number(p, i + 1).filter(|_| linked)?;
    let (given, after) = year_after(p, end);
    // "May 5 and 20 people": only a sign or a preposition may follow where words link
    const CLOSES: [&str; 14] =
        ["in", "at", "was", "were", "when", "with", "for", "by", "as", "the", "but", "and", "to", "after"];
    let word = p.get(end).is_some_and(|q| q.kind == PieceKind::Word);
    let closed = p.is_dash(i) || given != Year::Open || !word || CLOSES.contains(&p.word(end));
    if !closed || followed_by_unit(p, end) || month_name(p, end).is_some() || is_clock(p, end) {
        return None;
    }
    let year = if given == Year::Open { year } else { given };
    Some(Found {
        from: i + 1,
        to: after,
        expr: Expr::Named { what: Named::Day(month, day), year, shift: None },
    })
}

fn year_tail(p: &Pieces, i: usize, first: i32) -> Option<Found> {
    let number = p.digits(i + 1).filter(|_| p.is_dash(i) || p.is(i, "/"))?;
    let second = match p.word(i + 1).len() {
        4 => number,
        2 => first / 100 * 100 + number,
        _ => return None,
    };
    if second <= first || second - first > 200 || p.is_dash(i + 2) {
        return None;
    }
    Some(Found { from: i + 1, to: i + 2, expr: Expr::Year(second) })
}

/// `2016-02-03`, `02/04/2016`, `10/30/89`.
fn numeric(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (a, b, c) = (p.digits(i)?, p.digits(i + 2)?, p.digits(i + 4)?);
    let sign = p.word(i + 1);
    let joined = (i + 1..i + 5).all(|k| p.glued(k)) && p.is(i + 3, sign);
    if !joined || !matches!(sign, "-" | "/" | ".") {
        return None;
    }
    let lengths = (p.word(i).len(), p.word(i + 4).len());
    let (year, month, day) = match lengths {
        (4, _) => (a, b, c),
        (1 | 2, 4) if a > 12 => (c, b, a),
        (1 | 2, 4) => (c, a, b),
        (1 | 2, 2) if sign == "/" && a <= 12 => (if c < 30 { 2000 + c } else { 1900 + c }, a, b),
        _ => return None,
    };
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && (1000..2100).contains(&year);
    let what = Named::Day(month as i8, day as i8);
    fits.then_some((Expr::Named { what, year: Year::Number(year), shift: None }, i + 5))
}

/// `Friday`, `Friday, Feb. 5`.
fn weekday_date(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let day = weekday(p.word(i)).filter(|_| p.capital(i))?;
    let short = !p.word(i).ends_with("day");
    let end = if short && p.is(i + 1, ".") && p.glued(i + 1) { i + 2 } else { i + 1 };
    let comma = if p.is(end, ",") { end + 1 } else { end };
    let dated = [month_first(p, comma), day_first(p, comma), numeric(p, comma)];
    let dated =
        dated.into_iter().flatten().find(|(e, _)| matches!(e, Expr::Named { what: Named::Day(..), .. }));
    match dated {
        Some(dated) => Some(dated),
        None if short => None,
        None => Some((open(Named::Weekday(day)), end)),
    }
}

/// `on the 13th`: a day of the month last named.
fn month_day(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    const LEADS: [&str; 11] =
        ["on", "of", "by", "until", "from", "since", "before", "after", "to", "and", "through"];
    let ordinal = p.get(i + 1).filter(|q| p.is(i, "the") && q.kind == PieceKind::Mixed)?;
    let day =
        day_number(p, i + 1).filter(|_| !ordinal.lower.ends_with('s') && LEADS.contains(&p.before(i)))?.0;
    let noun = p.get(i + 2).is_some_and(|q| q.kind == PieceKind::Word || p.is_dash(i + 2))
        && !is_joint(p.word(i + 2));
    (!noun).then_some((Expr::MonthDay(day), i + 2))
}

/// Words that do not continue a noun phrase.
fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "in" | "at"
            | "was"
            | "were"
            | "when"
            | "with"
            | "for"
            | "by"
            | "as"
            | "the"
            | "but"
            | "and"
            | "to"
            | "after"
            | "he"
            | "they"
            | "it"
            | "had"
    )
}

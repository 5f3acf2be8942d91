//! Expressions that count from another time: `yesterday`, `last week`, `the following day`.

use super::calendar::{month_name, single};
use super::year::{shift, year_after, year_number, year_shift};
use crate::time::expr::{Expr, Named, Reference, Shift, Year};
use crate::time::feast::feast;
use crate::time::lex::{PieceKind, Pieces};
use crate::time::lexicon::{DayPart, Unit, day_part, ordinal, season, unit, weekday};
use crate::time::number::Amount;

/// A relative expression at `i`.
pub(super) fn relative(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let all = [
        deictic(p, i),
        shifted(p, i),
        definite(p, i),
        year_before(p, i),
        edge(p, i),
        beside(p, i),
        week_of(p, i),
    ];
    all.into_iter().flatten().max_by_key(|&(_, end)| end)
}

fn day(shift: Shift) -> Expr {
    Expr::Period { unit: Unit::Day, shift }
}

/// `today`, `yesterday`, `tonight`.
fn deictic(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let expr = match p.word(i) {
        "today" => day(Shift::This),
        "yesterday" => day(Shift::Last),
        "tomorrow" => day(Shift::Next),
        "tonight" => Expr::Within { part: DayPart::Night, day: Some(Box::new(day(Shift::This))) },
        "overnight" => Expr::Within { part: DayPart::Night, day: Some(Box::new(day(Shift::This))) },
        _ => return None,
    };
    Some((expr, i + 1))
}

/// A placed period: `last week`, `next October`, `this morning`, `the previous Friday`.
fn shifted(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (shift, at) = shift(p, i)?;
    let at = if matches!(p.word(at), "fiscal" | "calendar" | "financial") { at + 1 } else { at };
    let word = p.word(at);
    let quarter_like = matches!(word, "quarter" | "period");
    if quarter_like && p.phrase(i, "the latest").is_some() {
        return Some((Expr::Quarter { latest: word == "quarter" }, at + 1));
    }
    if let Some((unit, false)) = unit(word).filter(|&(u, _)| u > Unit::Hour) {
        let part = p.phrase(i, "the last").is_some() && p.is(at + 1, "of");
        if part || unit >= Unit::Decade && shift.step() != 0 {
            return Some((Expr::Duration(vec![(Amount::whole(1), unit)]), at + 1));
        }
        let this_day = unit == Unit::Day && shift == Shift::This;
        return Some((Expr::Period { unit, shift: if this_day { Shift::Same } else { shift } }, at + 1));
    }
    if let Some(part) = day_part(word) {
        return Some((Expr::Within { part, day: Some(Box::new(day(shift))) }, at + 1));
    }
    let (what, end) = named(p, at)?;
    let (year, end) = match what {
        Named::Weekday(_) => return Some(dated_weekday(p, what, shift, end)),
        _ => year_after(p, end),
    };
    Some((Expr::Named { what, year, shift: Some(shift) }, end))
}

/// `this coming Sunday, March 8`: the date says it all.
fn dated_weekday(p: &Pieces, what: Named, shift: Shift, end: usize) -> (Expr, usize) {
    let date = single(p, if p.is(end, ",") { end + 1 } else { end });
    let date = date.filter(|(e, _)| matches!(e, Expr::Named { what: Named::Day(..), .. }));
    date.unwrap_or((Expr::Named { what, year: Year::Open, shift: Some(shift) }, end))
}

fn named(p: &Pieces, i: usize) -> Option<(Named, usize)> {
    if let Some(day) = weekday(p.word(i)).filter(|_| p.capital(i) && p.word(i).ends_with("day")) {
        return Some((Named::Weekday(day), i + 1));
    }
    if let Some((month, end)) = month_name(p, i) {
        let numbered = p.digits(end).filter(|n| (1..=31).contains(n));
        return Some(match numbered {
            Some(n) => (Named::Day(month, n as i8), end + 1),
            None => (Named::Month(month), end),
        });
    }
    if let Some(season) = season(p.word(i)) {
        return Some((Named::Season(season), i + 1));
    }
    feast(p, i).map(|(f, end)| (Named::Feast(f), end))
}

/// `the year`, `the weekend`, `the quarter`: the one that the text speaks of.
fn definite(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    if !p.is(i, "the") {
        return None;
    }
    let filled = matches!(p.word(i + 1), "full" | "whole" | "entire" | "fiscal");
    let at = if filled { i + 2 } else { i + 1 };
    if p.is(at, "quarter") && !p.is_dash(at + 1) {
        return Some((Expr::Quarter { latest: false }, at + 1));
    }
    let (unit, plural) = unit(p.word(at))?;
    if unit == Unit::Year && matches!(p.word(at + 1), "ended" | "ending") {
        return Some((Expr::Duration(vec![(Amount::whole(1), unit)]), at + 1));
    }
    let whole = matches!(unit, Unit::Week | Unit::Weekend | Unit::Month | Unit::Year) && !plural;
    (whole && !p.is_dash(at + 1)).then_some((Expr::Period { unit, shift: Shift::Same }, at + 1))
}

/// `the year-earlier quarter`, `year-ago`, `the corresponding period last year`.
fn year_before(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let start = if p.is(i, "the") { i + 1 } else { i };
    let start =
        if matches!(p.word(start), "comparable" | "corresponding" | "same") { start + 1 } else { start };
    if let Some(end) = p.any_phrase(start, &["year - earlier", "year - ago"]) {
        let quarter = ordinal(p.word(end)).filter(|_| p.is(end + 1, "quarter"));
        if let Some(n) = quarter.filter(|n| (1..=4).contains(n)) {
            let what = Named::Quarter(n as i8);
            return Some((Expr::Named { what, year: Year::Shift(Shift::Last), shift: None }, end + 2));
        }
        let named = p.any_phrase(end, &["quarter", "period"]);
        // "the year-ago results": the article goes with the results
        return (named.is_some() || start == i)
            .then_some((Expr::QuarterOf(Year::Shift(Shift::Last)), named.unwrap_or(end)));
    }
    if let Some((y, end)) = year_number(p, start).filter(|_| start > i) {
        let end = p.any_phrase(end, &["quarter", "period"])?;
        return Some((Expr::QuarterOf(Year::Number(y)), end));
    }
    if let Some((shift, end)) = year_shift(p, start) {
        let end = p.any_phrase(end, &["'s quarter", "'s period"])?;
        return Some((Expr::QuarterOf(Year::Shift(shift)), end));
    }
    let end = p.any_phrase(start, &["quarter", "period"])?;
    let end =
        p.any_phrase(end, &["a year ago", "a year earlier", "last year", "of last year", "a year before"])?;
    Some((Expr::QuarterOf(Year::Shift(Shift::Last)), end))
}

/// `year-end`, `year's end`, `month's end`.
fn edge(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (unit, false) = unit(p.word(i))? else { return None };
    let end = p.any_phrase(i + 1, &["- end", "end", "'s end"])?;
    match unit {
        Unit::Year => Some((Expr::YearEnd, end)),
        Unit::Month => Some((Expr::Period { unit, shift: Shift::Same }, end)),
        _ => None,
    }
}

/// `the day before yesterday`, `the day after tomorrow`, `the day before`, `the day after`.
fn beside(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let start = if p.is(i, "the") { i + 1 } else { i };
    let end = p.any_phrase(start, &["day before", "day after", "day following"])?;
    let days = if p.is(end - 1, "before") { -1 } else { 1 };
    let other = [deictic(p, end), shifted(p, end), single(p, end)].into_iter().flatten().next();
    if let Some((of, end)) = other {
        return Some((Expr::Beside { days, of: Box::new(of) }, end));
    }
    let shift = if days < 0 { Shift::Previous } else { Shift::Following };
    (start > i && !p.is(end - 1, "the")).then_some((day(shift), end)).filter(|_| ends_clause(p, end))
}

fn ends_clause(p: &Pieces, i: usize) -> bool {
    p.get(i).is_none_or(|q| q.kind != PieceKind::Word)
}

/// `the week of March 6`, `the night of May 2` stands with the parts of the day.
fn week_of(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let at = p.any_phrase(i, &["the week of", "week of"])?;
    let (inner, end) = single(p, at)?;
    Some((Expr::WeekOf(Box::new(inner)), end))
}

/// `recently`, `now`, `the future`.
pub(super) fn reference(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    const PAST: [&str; 9] = [
        "recently",
        "more recently",
        "most recently",
        "recent",
        "the past",
        "the recent past",
        "the distant past",
        "past years",
        "recent times",
    ];
    const PRESENT: [&str; 11] = [
        "now",
        "right now",
        "currently",
        "current",
        "these days",
        "nowadays",
        "at present",
        "at the moment",
        "the present",
        "the time being",
        "present - day",
    ];
    const FUTURE: [&str; 11] = [
        "the future",
        "the near future",
        "the foreseeable future",
        "the near term",
        "as soon as possible",
        "the short term",
        "the immediate future",
        "the long term",
        "a later date",
        "the distant future",
        "future years",
    ];
    let best = [
        (p.any_phrase(i, &PAST), Reference::Past),
        (p.any_phrase(i, &PRESENT), Reference::Present),
        (p.any_phrase(i, &FUTURE), Reference::Future),
    ];
    let best = best.into_iter().filter_map(|(end, r)| end.map(|end| (end, r))).max_by_key(|&(end, _)| end);
    let (end, reference) = vague_plural(p, i).or(best)?;
    let other = p.is_dash(end) && p.glued(end) || p.is_dash(i.wrapping_sub(1)) && p.glued(i);
    (!other).then_some((Expr::Reference(reference), end))
}

/// `recent years`, `coming weeks`, `future quarters`.
fn vague_plural(p: &Pieces, i: usize) -> Option<(usize, Reference)> {
    let reference = match p.word(i) {
        "recent" => Reference::Past,
        "coming" | "future" => Reference::Future,
        _ => return None,
    };
    let (_, plural) = unit(p.word(i + 1))?;
    plural.then_some((i + 2, reference))
}

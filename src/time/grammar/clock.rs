//! Times of the clock and parts of the day.

use super::calendar::single;
use super::relative::relative;
use crate::time::expr::{Expr, Named, Shift};
use crate::time::lex::{PieceKind, Pieces};
use crate::time::lexicon::{Unit, day_part, is_zone, weekday};

/// A clock time or a part of a day at `i`, with the day that it names.
pub(super) fn clock(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let all = [clock_time(p, i), part_first(p, i), day_then_part(p, i), vague_part(p, i)];
    all.into_iter().flatten().max_by_key(|&(_, end)| end)
}

fn clock_time(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (hour, minute, end) = hour_minute(p, i)?;
    let zoned = if is_zone(p.word(end)) && p.capital(end) { end + 1 } else { end };
    let local = p.any_phrase(zoned, &["local time", "eastern time", "( local time )"]).unwrap_or(zoned);
    let (day, end) = day_after(p, local);
    Some((Expr::Clock { hour, minute, day }, end))
}

/// The day that follows a clock time: `Friday`, `on Feb. 5`, `yesterday`.
fn day_after(p: &Pieces, i: usize) -> (Option<Box<Expr>>, usize) {
    let apart = p.is(i, "on");
    let at = if apart || p.is(i, ",") { i + 1 } else { i };
    let day = single(p, at).or_else(|| relative(p, at)).filter(|(e, _)| is_day(e));
    match day {
        // "at 10 p.m. on Friday" is two expressions; the first still has the second's day
        Some((day, end)) => (Some(Box::new(day)), if apart { i } else { end }),
        None => (None, i),
    }
}

fn is_day(expr: &Expr) -> bool {
    match expr {
        Expr::Named { what, .. } => matches!(what, Named::Day(..) | Named::Weekday(_) | Named::Feast(_)),
        Expr::Period { unit, .. } => *unit == Unit::Day,
        _ => false,
    }
}

/// `10:30 a.m.`, `5pm`, `17:30`, `noon`, `1930 GMT`, `4 in the morning`.
fn hour_minute(p: &Pieces, i: usize) -> Option<(i8, Option<i8>, usize)> {
    match p.word(i) {
        "noon" => return Some((12, Some(0), i + 1)),
        "midday" => return Some((12, Some(0), i + 1)),
        "midnight" => return Some((24, Some(0), i + 1)),
        _ => {}
    }
    let (hour, minute, end) = figures(p, i)?;
    if let Some((pm, end)) = half_day(p, end) {
        let hour = match (pm, hour) {
            (false, 12) => 0,
            (true, 1..=11) => hour + 12,
            _ => hour,
        };
        return (hour < 24).then_some((hour, minute, end));
    }
    let military = minute.is_none() && p.word(i).len() == 4 && is_zone(p.word(end));
    if military {
        let n = p.digits(i)?;
        return (n / 100 < 24 && n % 100 < 60).then_some(((n / 100) as i8, Some((n % 100) as i8), end));
    }
    let o_clock = p.any_phrase(end, &["o ' clock", "o'clock"]);
    let hour = if hour < 25 { hour } else { return None };
    match (minute, o_clock) {
        (_, Some(end)) => Some((hour, minute, end)),
        (Some(_), None) => Some((hour, minute, p.any_phrase(end, &["hrs", "hours"]).unwrap_or(end))),
        _ => None,
    }
}

/// Hour and minute in figures; the hour may be glued to `am` or `pm`, which is then left to read.
fn figures(p: &Pieces, i: usize) -> Option<(i8, Option<i8>, usize)> {
    let piece = p.get(i)?;
    if piece.kind == PieceKind::Mixed {
        return glued_half_day(&piece.lower).map(|(h, _)| (h, None, i));
    }
    let hour = p.digits(i)?;
    let colon = p.is(i + 1, ":") && p.glued(i + 1) && p.glued(i + 2);
    if colon && p.word(i + 2).len() >= 2 {
        let minute: i8 = p.word(i + 2).get(..2)?.parse().ok()?;
        let exact = p.get(i + 2)?.kind == PieceKind::Number;
        // 10:30:00 with its seconds
        let seconds = p.is(i + 3, ":") && p.glued(i + 4) && p.digits(i + 4).is_some();
        let end = if seconds {
            i + 5
        } else if exact {
            i + 3
        } else {
            i + 2
        };
        let hours = exact || p.word(i + 2).ends_with("hrs") || p.word(i + 2).ends_with('m');
        let end = if p.word(i + 2).ends_with("hrs") { i + 3 } else { end };
        return (minute < 60 && hours).then_some((i8::try_from(hour).ok()?, Some(minute), end));
    }
    let short = hour <= 24 || p.word(i).len() == 4;
    short.then_some((i8::try_from(hour % 100).ok()?, None, i + 1))
}

fn glued_half_day(word: &str) -> Option<(i8, bool)> {
    let (digits, pm) =
        word.strip_suffix("am").map(|d| (d, false)).or_else(|| word.strip_suffix("pm").map(|d| (d, true)))?;
    digits.parse().ok().filter(|h| (0..=59).contains(h)).map(|h| (h, pm))
}

/// `a.m.` or `p.m.` at `i`, also glued to the figures: whether it is afternoon, and the piece after.
fn half_day(p: &Pieces, i: usize) -> Option<(bool, usize)> {
    if let Some((_, pm)) = glued_half_day(p.word(i)) {
        return Some((pm, i + 1));
    }
    if let Some(end) = p.any_phrase(i, &["a . m .", "a . m", "am"]) {
        return Some((false, end));
    }
    if let Some(end) = p.any_phrase(i, &["p . m .", "p . m", "pm"]) {
        return Some((true, end));
    }
    if let Some(end) = p.phrase(i, "in the morning") {
        return Some((false, end));
    }
    p.any_phrase(i, &["in the afternoon", "in the evening"]).map(|end| (true, end))
}

/// `Friday night`, `yesterday morning`.
fn day_then_part(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    if let Some(nights) = weekday_parts(p, i) {
        return Some(nights);
    }
    let (day, at) = single(p, i).or_else(|| relative(p, i)).filter(|(e, _)| is_day(e))?;
    let at = if p.is(at, "'s") { at + 1 } else { at };
    let early = if matches!(p.word(at), "early" | "late" | "mid") { p.skip_hyphen(at + 1) } else { at };
    let part = day_part(p.word(early))?;
    Some((Expr::Within { part, day: Some(Box::new(day)) }, early + 1))
}

/// A part of the day, or the day itself, whatever stands around it.
pub(super) fn bare(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let day = Expr::Period { unit: Unit::Day, shift: Shift::Same };
    if let Some(part) = day_part(p.word(i)) {
        return Some((Expr::Within { part, day: Some(Box::new(day)) }, i + 1));
    }
    p.phrase(i, "the day").map(|end| (day, end))
}

/// `Tuesday nights`: every one.
fn weekday_parts(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let day = weekday(p.word(i)).filter(|_| p.capital(i))?;
    let part = p.word(i + 1).strip_suffix('s').and_then(day_part)?;
    let value = format!("XXXX-WXX-{}T{}", day.to_monday_one_offset(), part.code());
    Some((Expr::Set(value), i + 2))
}

/// `the morning of April 19`, `early in the morning of 29 April`.
fn part_first(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let at = p.any_phrase(i, &["early in the", "late in the", "the early", "the late", "the"]).unwrap_or(i);
    let part = day_part(p.word(at))?;
    let hours = p.any_phrase(at + 1, &["hours of", "hours on", "of", "on"])?;
    let (day, end) = single(p, hours).or_else(|| relative(p, hours)).filter(|(e, _)| is_day(e))?;
    Some((Expr::Within { part, day: Some(Box::new(day)) }, end))
}

/// `that night`, `mid afternoon`, `the morning`, where no day is named.
fn vague_part(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let at = p.any_phrase(i, &["mid -", "mid", "late", "early"]);
    let (at, modified) = at.map_or((i, false), |at| (at, true));
    let part = day_part(p.word(at))?;
    let (day, end) = day_after(p, at + 1);
    let the = p.is(i, "the");
    let named = day.is_some() || modified || the;
    let none_yet = day.or_else(|| Some(Box::new(Expr::Period { unit: Unit::Day, shift: Shift::Same })));
    named.then_some((Expr::Within { part, day: none_yet }, end))
}

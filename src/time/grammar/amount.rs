//! Lengths of time, what is counted off from another time by them, and sets of times.

use crate::time::expr::{Expr, Reference};
use crate::time::lex::{PieceKind, Pieces};
use crate::time::lexicon::{Unit, day_part, month, season, unit, weekday};
use crate::time::number::{Amount, amount};

/// Words that make an amount inexact; they belong to the expression.
const ABOUT: [&str; 27] = [
    "about",
    "around",
    "nearly",
    "almost",
    "roughly",
    "over",
    "under",
    "approximately",
    "more than",
    "less than",
    "at least",
    "at most",
    "up to",
    "no more than",
    "not more than",
    "no less than",
    "fewer than",
    "as many as",
    "close to",
    "just over",
    "just under",
    "well over",
    "some",
    "at least the",
    "as much as",
    "a little more than",
    "another",
];

/// A length, or what is reckoned by a length, at `i`.
pub(super) fn measured(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let about = p.any_phrase(i, &ABOUT);
    let plain = length(p, i).map(|found| reckoned(p, found));
    let with_about = about.and_then(|at| length(p, at)).map(|found| reckoned(p, found));
    let about_placed = about.filter(|at| p.word(*at) != "the" || p.phrase(i, "at least").is_some());
    let placed = [i, about_placed.unwrap_or(i)].into_iter().find_map(|at| placed_length(p, at));
    let all = [plain.flatten(), with_about.flatten(), placed, bare_plural(p, i)];
    all.into_iter().flatten().max_by_key(|&(_, end)| end)
}

/// `two weeks`, `a year and a half`, `30-day`, `two or three hours`.
fn length(p: &Pieces, i: usize) -> Option<(Vec<(Amount, Unit)>, usize)> {
    let (count, end) = amount(p, i)?;
    let (count, end) = alternative(p, count, end);
    let (unit, plural, end) = counted_unit(p, end)?;
    let single = count == Amount::whole(1) || matches!(count, Amount::Tenths(t) if t < 10);
    let hyphened = p.is_dash(i + 1) && p.glued(i + 1);
    // "a second attack", "a quarter of the harvest"
    let other = unit == Unit::Second && !plural
        || unit == Unit::Quarter && (single || p.is(end, "of") || p.is_dash(i + 1));
    let title = p.capital(end.saturating_sub(1))
        && p.get(i).is_some_and(|q| q.capital || q.kind == PieceKind::Number);
    if other || title {
        return None;
    }
    // "five year low": a singular after a number stands before a noun
    if plural && single || is_age(p, end) || count == Amount::Vague && !plural && !hyphened {
        return None;
    }
    let mut parts = vec![(count, unit)];
    let mut to = end;
    if p.is(end, "and") && p.phrase(end, "and a half").is_some() {
        parts[0].0 = Amount::Tenths(count.floor()? * 10 + 5);
        to = end + 3;
    } else if p.is(end, "and") {
        let more = amount(p, end + 1).and_then(|(n, at)| counted_unit(p, at).map(|(u, _, at)| (n, u, at)));
        if let Some((n, smaller, at)) = more.filter(|&(_, u, _)| u < unit) {
            parts.push((n, smaller));
            to = at;
        }
    }
    Some((parts, to))
}

/// `two or three`, `12 to 18`: the first counts.
fn alternative(p: &Pieces, count: Amount, i: usize) -> (Amount, usize) {
    let linked = matches!(p.word(i), "or" | "to" | "and") || p.is_dash(i);
    match amount(p, i + 1).filter(|_| linked) {
        Some((_, end)) if !matches!(p.word(i + 1), "a" | "an") => (count, end),
        _ => (count, i),
    }
}

/// The unit after an amount, past such words as `more` and `consecutive`.
fn counted_unit(p: &Pieces, i: usize) -> Option<(Unit, bool, usize)> {
    const FILLERS: [&str; 24] = [
        "more",
        "additional",
        "consecutive",
        "straight",
        "full",
        "trading",
        "business",
        "working",
        "calendar",
        "fiscal",
        "long",
        "short",
        "further",
        "whole",
        "entire",
        "brief",
        "bloody",
        "previous",
        "extra",
        "other",
        "successive",
        "solid",
        "brutal",
        "final",
    ];
    let at = p.any_phrase(i, &["- plus", "plus", "- odd", "odd"]).unwrap_or_else(|| p.skip_hyphen(i));
    let at = if FILLERS.contains(&p.word(at)) { at + 1 } else { at };
    let (unit, plural) = unit(p.word(at))?;
    let apostrophe = plural && matches!(p.word(at + 1), "'" | "’") && p.glued(at + 1);
    let end = at + 1;
    Some((unit, plural, if apostrophe && p.is(at + 2, "time") { end + 1 } else { end }))
}

fn is_age(p: &Pieces, end: usize) -> bool {
    p.any_phrase(end, &["- old", "old", "- olds", "olds", "of age", "- older"]).is_some()
}

/// What follows a length and makes it a date.
fn reckoned(p: &Pieces, (parts, end): (Vec<(Amount, Unit)>, usize)) -> Option<(Expr, usize)> {
    let or_so = p.phrase(end, "or so").or_else(|| p.phrase(end, "or two")).unwrap_or(end);
    let &(count, unit) = parts.first()?;
    let offset = |back, from_now| Expr::Offset { amount: count, unit, back, from_now };
    if p.phrase(or_so, "- earlier").or_else(|| p.phrase(or_so, "- ago")).is_some() {
        return None;
    }
    let expr = match p.word(or_so) {
        "ago" => Some((offset(true, true), or_so + 1)),
        "earlier" | "previously" | "prior" => Some((offset(true, false), or_so + 1)),
        "before" | "beforehand" if ends_clause(p, or_so + 1) => Some((offset(true, false), or_so + 1)),
        "later" | "afterwards" | "afterward" => Some((offset(false, false), or_so + 1)),
        "hence" => Some((offset(false, true), or_so + 1)),
        "from" => p.any_phrase(or_so, &["from now", "from today"]).map(|end| (offset(false, true), end)),
        _ => None,
    };
    // "-old" was ruled out; "long" belongs to the expression only behind a hyphen
    let to = p.any_phrase(or_so, &["period", "- period"]).filter(|_| p.is_dash(end.saturating_sub(2)));
    Some(expr.unwrap_or((Expr::Duration(parts), to.unwrap_or(or_so))))
}

fn ends_clause(p: &Pieces, i: usize) -> bool {
    p.get(i).is_none_or(|q| q.kind != PieceKind::Word)
}

/// `the past two months`, `the next few days`, `the first nine months`, `the nine months`.
fn placed_length(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    const PLACES: [&str; 24] = [
        "the past",
        "the last",
        "the next",
        "the coming",
        "the first",
        "the final",
        "the following",
        "the previous",
        "the preceding",
        "the prior",
        "last",
        "past",
        "next",
        "the latest",
        "the",
        "these",
        "those",
        "each of the past",
        "this past",
        "an additional",
        "the remaining",
        "the intervening",
        "the initial",
        "the early",
    ];
    // "the truce will last two weeks"
    const VERBAL: [&str; 9] = ["to", "will", "would", "could", "may", "might", "can", "should", "'ll"];
    if p.is(i, "last") && VERBAL.contains(&p.before(i)) {
        return None;
    }
    let ends = PLACES.iter().filter_map(|place| p.phrase(i, place));
    let (parts, end) = ends
        .filter_map(|at| length(p, at).or_else(|| plural_length(p, at, i)))
        .max_by_key(|&(_, end)| end)?;
    // "the two-week truce": the article goes with the truce
    let hyphened = p.is(i, "the") && p.is_dash(end.saturating_sub(2)) && !p.is(end, "period");
    let or_so = p.phrase(end, "or so").unwrap_or(end);
    (!hyphened).then_some((Expr::Duration(parts), or_so))
}

fn plural_length(p: &Pieces, at: usize, from: usize) -> Option<(Vec<(Amount, Unit)>, usize)> {
    let (unit, plural) = unit(p.word(at))?;
    let decade = matches!(unit, Unit::Decade | Unit::Century)
        && p.any_phrase(from, &["the past", "the last", "past"]) == Some(at);
    let whole = decade && !plural;
    let article = p.is(from, "the") && at == from + 1;
    let vague = plural && at > from && (!article || unit == Unit::Year);
    if whole {
        Some((vec![(Amount::whole(1), unit)], at + 1))
    } else {
        vague.then_some((vec![(Amount::Vague, unit)], at + 1))
    }
}

/// `weeks`, `months ago`, `days later`, `decades-long`.
fn bare_plural(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (unit, plural) = unit(p.word(i))?;
    if !plural
        || unit < Unit::Day
        || matches!(unit, Unit::Weekend | Unit::Quarter)
        || is_age(p, i + 1)
        || p.capital(i) && p.capital(i.wrapping_sub(1))
    {
        return None;
    }
    let long = p.phrase(i + 1, "- long").or_else(|| or_longer(p, i + 1)).unwrap_or(i + 1);
    reckoned(p, (vec![(Amount::Vague, unit)], long))
}

/// `weeks or months`.
fn or_longer(p: &Pieces, i: usize) -> Option<usize> {
    let linked = matches!(p.word(i), "or" | "and") && unit(p.word(i + 1)).is_some_and(|(_, plural)| plural);
    linked.then_some(i + 2)
}

/// A set of times: `every Friday`, `daily`, `twice a week`.
pub(super) fn set(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let adverb = match p.word(i) {
        "daily" | "nightly" if !p.capital(i) => Some("P1D"),
        "everyday" => Some("P1D"),
        "weekly" if !p.capital(i) => Some("P1W"),
        "monthly" if !p.capital(i) => Some("P1M"),
        "hourly" => Some("PT1H"),
        "annually" | "yearly" => Some("P1Y"),
        _ => None,
    };
    if let Some(value) = adverb {
        return Some((Expr::Set(value.to_owned()), i + 1));
    }
    let at = p.any_phrase(i, &["every", "each", "every other"])?;
    repeated(p, at)
}

fn repeated(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let word = p.word(i);
    if let Some(day) = weekday(word).filter(|_| p.capital(i)) {
        return Some((Expr::Set(format!("XXXX-WXX-{}", day.to_monday_one_offset())), i + 1));
    }
    if let Some(month) = month(word).filter(|_| p.capital(i)) {
        return Some((Expr::Set(format!("XXXX-{month:02}")), i + 1));
    }
    if let Some(season) = season(word) {
        return Some((Expr::Set(format!("XXXX-{}", season.code())), i + 1));
    }
    if let Some(part) = day_part(word) {
        return Some((Expr::Set(format!("XXXX-XX-XXT{}", part.code())), i + 1));
    }
    let (count, end) = amount(p, i).unwrap_or((Amount::whole(1), i));
    let (unit, _, end) = counted_unit(p, end)?;
    let value = crate::time::value::duration(&[(count, unit)]);
    Some((Expr::Set(value), end))
}

/// `a year` and the like after a sum or a number of times: `$5 a share a year`, `twice a week`.
pub(super) fn rate(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (unit, plural) = unit(p.word(i + 1))?;
    let counts = match p.word(i) {
        "per" => true,
        "a" | "an" => is_rate(p, i),
        _ => false,
    };
    let value = crate::time::value::duration(&[(Amount::whole(1), unit)]);
    (counts && !plural && unit != Unit::Second).then_some((Expr::Set(value), i + 2))
}

fn is_rate(p: &Pieces, i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|k| p.get(k));
    let money = matches!(
        p.before(i),
        "million" | "billion" | "twice" | "times" | "once" | "dollars" | "barrels" | "tons" | "cents"
    );
    let followed =
        matches!(p.word(i + 2), "ago" | "earlier" | "later" | "before" | "after" | "and" | "or" | "from");
    (money || before.is_some_and(|q| q.kind == PieceKind::Number)) && !followed
}

/// `soon` where something will happen; `some time`, `a while` as open lengths.
pub(super) fn vague(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    if p.is(i, "soon") {
        const WILL: [&str; 9] = ["will", "would", "could", "may", "can", "'ll", "might", "to", "be"];
        let promised = (1..4).any(|k| i >= k && WILL.contains(&p.word(i - k)));
        let compared =
            matches!(p.word(i + 1), "after" | "as") || matches!(p.before(i), "as" | "too" | "so" | "very");
        return (promised && !compared).then_some((Expr::Reference(Reference::Future), i + 1));
    }
    let end = p.any_phrase(i, &["a while", "some time"])?;
    Some((Expr::Duration(vec![(Amount::Vague, Unit::Year)]), end)).filter(|_| p.before(i) == "for")
}

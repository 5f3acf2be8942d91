//! Dates of the calendar: days, months, years, decades, centuries, quarters, seasons, feasts.

use super::relative::year_shift;
use crate::time::expr::{Expr, Found, Named, Year};
use crate::time::feast::feast;
use crate::time::lex::{PieceKind, Pieces};
use crate::time::lexicon::{is_short_month, month, ordinal, season, small_number, tens, tens_decade, weekday};
use crate::time::number::below_hundred;

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
    let all = [numeric(p, i), weekday_date(p, i), month_first(p, i), day_first(p, i), month_day(p, i), quarter(p, i), named_season(p, i), feast_day(p, i), era(p, i), decade(p, i), bare_year(p, i)];
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
        PieceKind::Word if p.before(i) != "the" || month(p.before(i.wrapping_sub(1))).is_some() => ordinal(&piece.lower)?,
        _ => return None,
    };
    ((1..=31).contains(&value)).then_some((value as i8, i + 1))
}

fn is_clock(p: &Pieces, i: usize) -> bool {
    p.is(i, ":") && p.glued(i) && p.glued(i + 1) && p.digits(i + 1).is_some()
}

fn followed_by_unit(p: &Pieces, i: usize) -> bool {
    crate::time::lexicon::unit(p.word(p.skip_hyphen(i))).is_some() || matches!(p.word(i), "%" | "percent" | "million" | "billion")
}

/// `June 5`, `June 5, 1990`, `June 1990`, `June of last year`, `June`.
fn month_first(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (month, end) = month_name(p, i)?;
    let the = if p.is(end, "the") { end + 1 } else { end };
    if let Some((day, after)) = day_number(p, the).filter(|&(_, after)| !is_clock(p, after) && !followed_by_unit(p, after)) {
        let (year, after) = year_after(p, after);
        let year = if (month, day, year) == (9, 11, Year::Open) && is_attack(p, after) { Year::Number(2001) } else { year };
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
        "in", "since", "by", "until", "till", "of", "from", "to", "and", "or", "during", "before", "after", "through",
        "last", "next", "this", "early", "late", "mid", "-", "between", "for", "every", "each", "previous",
        "following", "(", "around", "about", "end", "middle", "beginning", "past",
    ];
    match p.word(i) {
        "may" | "march" => LEADS.contains(&p.before(i)) && !p.capital(end),
        _ => true,
    }
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
    const CLOSES: [&str; 14] = ["in", "at", "was", "were", "when", "with", "for", "by", "as", "the", "but", "and", "to", "after"];
    let word = p.get(end).is_some_and(|q| q.kind == PieceKind::Word);
    let closed = p.is_dash(i) || given != Year::Open || !word || CLOSES.contains(&p.word(end));
    if !closed || followed_by_unit(p, end) || month_name(p, end).is_some() || is_clock(p, end) {
        return None;
    }
    let year = if given == Year::Open { year } else { given };
    Some(Found { from: i + 1, to: after, expr: Expr::Named { what: Named::Day(month, day), year, shift: None } })
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

/// The year after a month, day, quarter or season, if one follows.
pub(super) fn year_after(p: &Pieces, i: usize) -> (Year, usize) {
    let comma = if p.is(i, ",") { i + 1 } else { i };
    if let Some((y, end)) = year_number(p, comma) {
        // "on June 5, 1990 people ...": a comma before and a noun after speaks against a year
        return (Year::Number(y), end);
    }
    let of = if p.is(i, "of") || p.is(i, "in") { i + 1 } else { i };
    if let Some((y, end)) = year_number(p, of) {
        return (Year::Number(y), end);
    }
    let in_year = if p.is(i, "in") { None } else { year_shift(p, of) };
    match in_year {
        Some((shift, end)) => (Year::Shift(shift), end),
        None => (Year::Open, i),
    }
}

/// A year in figures or words, with its era.
pub(super) fn year_number(p: &Pieces, i: usize) -> Option<(i32, usize)> {
    if let Some(n) = p.digits(i) {
        if let Some(end) = before_christ(p, i + 1).or_else(|| before_christ_later(p, i, n)) {
            return Some((-n, end));
        }
        let len = p.word(i).len();
        return (len == 4 && (1000..2100).contains(&n) && !is_counted(p, i)).then_some((n, i + 1));
    }
    if matches!(p.word(i), "'" | "`" | "‘" | "’") && p.glued(i + 1) && p.word(i + 1).len() == 2 {
        let n = p.digits(i + 1)?;
        return Some((if n < 30 { 2000 + n } else { 1900 + n }, i + 2));
    }
    spoken_year(p, i)
}

fn before_christ(p: &Pieces, i: usize) -> Option<usize> {
    let dotted = p.any_phrase(i, &["b . c . e .", "b . c . e", "b . c .", "b . c"]);
    dotted.or_else(|| p.any_phrase(i, &["bc", "bce"]))
}

/// `499 to 493 BC`: the first end takes the era of the second.
fn before_christ_later(p: &Pieces, i: usize, n: i32) -> Option<usize> {
    let linked = p.is_dash(i + 1) || matches!(p.word(i + 1), "to" | "and" | "until" | "or");
    let second = p.digits(i + 2).filter(|&second| linked && second < n)?;
    before_christ(p, i + 3).filter(|_| second > 0).map(|_| i + 1)
}

/// `nineteen ninety-six`, `two thousand`.
fn spoken_year(p: &Pieces, i: usize) -> Option<(i32, usize)> {
    let hundreds = small_number(p.word(i)).filter(|n| (17..=20).contains(n));
    if let Some(hundreds) = hundreds {
        let (rest, end) = below_hundred(p, i + 1).filter(|_| tens(p.word(i + 1)).is_some() || p.word(i + 1).ends_with("teen"))?;
        return (10..100).contains(&rest).then_some(((hundreds * 100 + rest) as i32, end));
    }
    let end = p.phrase(i, "two thousand").filter(|_| matches!(p.before(i), "year" | "in" | "of"))?;
    Some((2000, end))
}

/// Whether a four-digit number counts things: a sum of money, a share, an amount of something.
fn is_counted(p: &Pieces, i: usize) -> bool {
    const THINGS: [&str; 34] = [
        "%", "percent", "per", "people", "troops", "men", "women", "soldiers", "points", "tons", "tonnes", "yen", "dollars",
        "pounds", "shares", "miles", "feet", "meters", "metres", "km", "kilometers", "kilometres", "kg", "jobs", "employees",
        "workers", "votes", "prisoners", "civilians", "casualties", "aircraft", "tanks", "years", "members",
    ];
    const SIGNS: [&str; 12] = ["$", "£", "€", "¥", "#", "no", "nos", "than", "flight", "least", "nearly", "almost"];
    let decimal = p.is(i + 1, "/") && p.digits(i + 2).is_some();
    THINGS.contains(&p.word(i + 1)) || SIGNS.contains(&p.before(i)) || decimal
}

/// A year alone, where what stands before it lets it be one.
fn bare_year(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (y, end) = year_number(p, i)?;
    let ranged = p.is_dash(end) && p.digits(end + 1).is_some();
    let modern = (1900..2060).contains(&y) || y < 0 || ranged;
    const LEADS: [&str; 38] = [
        "in", "since", "by", "until", "till", "of", "from", "to", "and", "or", "during", "before", "after", "through",
        "early", "late", "mid", "-", "between", "for", "fiscal", "year", "the", "(", "around", "about", "circa", "ca",
        "beginning", "end", "middle", "year", "years", "summer", "winter", "spring", "autumn", "throughout",
    ];
    let led = LEADS.contains(&p.before(i)) || p.before(i) == ".";
    let quoted = p.get(i).is_some_and(|q| q.kind == PieceKind::Sign);
    if quoted && !led {
        return None;
    }
    (modern || led).then_some((Expr::Year(y), end))
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
    let dated = dated.into_iter().flatten().find(|(e, _)| matches!(e, Expr::Named { what: Named::Day(..), .. }));
    match dated {
        Some(dated) => Some(dated),
        None if short => None,
        None => Some((open(Named::Weekday(day)), end)),
    }
}

/// `third-quarter`, `the fiscal first quarter of 1990`, `the second half of 2008`, `first half`.
fn quarter(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
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
        "quarter" | "quarters" if (1..=4).contains(&n) && !matches!(p.word(fiscal), "last" | "latter") => Named::Quarter(n as i8),
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
fn year_lead(p: &Pieces, i: usize) -> Option<(Year, usize)> {
    if let Some((y, end)) = year_number(p, i) {
        let end = if p.is(end, "'s") { end + 1 } else { end };
        return Some((Year::Number(y), end));
    }
    let (shift, end) = year_shift(p, i)?;
    p.is(end, "'s").then_some((Year::Shift(shift), end + 1))
}

/// `the summer of 1990`, `summer`, `1990 summer`.
fn named_season(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
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
        _ => !(p.capital(start) && p.capital(end)) && !matches!(p.word(end), "camp" | "olympics" | "games"),
    };
    clear.then_some((Expr::Named { what, year, shift: None }, end))
}

/// `fall` and `spring` are also verbs and other nouns.
fn is_season_in_context(p: &Pieces, i: usize, end: usize) -> bool {
    let lead = p.before(i);
    let open_end = p.get(end).is_none_or(|q| q.kind != PieceKind::Word) || matches!(p.word(end), "and" | "the" | "they" | "offensive" | "when");
    let season_lead = matches!(lead, "in" | "during" | "early" | "late" | "by" | "until" | "since" | "following");
    season_lead && (open_end || p.word(end) != "of") && !p.capital(i) && (p.word(end) != "of")
}

/// `Christmas`, `Thanksgiving Day 1999`.
fn feast_day(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (index, end) = feast(p, i)?;
    let (year, after) = year_after(p, end);
    Some((Expr::Named { what: Named::Feast(index), year, shift: None }, after))
}

/// `the 20th century`, `eighteenth-century`, `the 4th century BC`.
fn era(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let start = if p.is(i, "the") { i + 1 } else { i };
    let (n, next) = match small_number(p.word(start)).filter(|&n| n == 20).and_then(|_| ordinal(p.word(p.skip_hyphen(start + 1)))) {
        Some(one) => (20 + one, p.skip_hyphen(start + 1) + 1),
        None => (ordinal(p.word(start))?, start + 1),
    };
    let next = p.skip_hyphen(next);
    let end = p.any_phrase(next, &["century", "centuries"]).filter(|_| (1..=30).contains(&n))?;
    Some(match before_christ(p, end) {
        Some(end) => (Expr::Century(-n), end),
        None => (Expr::Century(n), end),
    })
}

/// `on the 13th`: a day of the month last named.
fn month_day(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    const LEADS: [&str; 11] = ["on", "of", "by", "until", "from", "since", "before", "after", "to", "and", "through"];
    let ordinal = p.get(i + 1).filter(|q| p.is(i, "the") && q.kind == PieceKind::Mixed)?;
    let day = day_number(p, i + 1).filter(|_| !ordinal.lower.ends_with('s') && LEADS.contains(&p.before(i)))?.0;
    let noun = p.get(i + 2).is_some_and(|q| q.kind == PieceKind::Word || p.is_dash(i + 2)) && !is_joint(p.word(i + 2));
    (!noun).then_some((Expr::MonthDay(day), i + 2))
}

/// Words that do not continue a noun phrase.
fn is_joint(word: &str) -> bool {
    matches!(word, "in" | "at" | "was" | "were" | "when" | "with" | "for" | "by" | "as" | "the" | "but" | "and" | "to" | "after" | "he" | "they" | "it" | "had")
}

/// `the 1990s`, `the '80s`, `the nineties`, `the 470s BC`.
fn decade(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let start = if p.is(i, "the") { i + 1 } else { i };
    let quoted = usize::from(matches!(p.word(start), "'" | "`" | "‘" | "’") && p.glued(start + 1));
    let word = p.word(start + quoted);
    let end = start + quoted + 1;
    if let Some(tens) = tens_decade(word).filter(|_| start > i) {
        return Some((Expr::Decade(190 + tens / 10), end));
    }
    let split = p.is(end, "'s") && p.glued(end);
    let (digits, end) = match word.strip_suffix('s') {
        Some(digits) => (digits, end),
        None if split => (word, end + 1),
        None => return None,
    };
    let n: i32 = digits.parse().ok().filter(|n| n % 10 == 0)?;
    if let Some(end) = before_christ(p, end) {
        return Some((Expr::Decade(-(n / 10)), end));
    }
    match digits.len() {
        4 if (1000..2100).contains(&n) => Some((Expr::Decade(n / 10), end)),
        2 if quoted == 1 || start > i => Some((Expr::Decade(190 + n / 10), end)),
        _ => None,
    }
}

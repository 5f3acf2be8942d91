//! Years, decades and centuries, and the words that place one: `last`, `the following`.

use crate::time::expr::{Expr, Shift, Year};
use crate::time::lex::{PieceKind, Pieces};
use crate::time::lexicon::{ordinal, small_number, tens, tens_decade};
use crate::time::number::below_hundred;

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

pub(super) fn before_christ(p: &Pieces, i: usize) -> Option<usize> {
    let dotted = p.any_phrase(i, &["b . c . e .", "b . c . e", "b . c .", "b . c"]);
    dotted.or_else(|| p.any_phrase(i, &["bc", "bce"]))
}

/// `499 to 493 BC`: the first end takes the era of the second.
pub(super) fn before_christ_later(p: &Pieces, i: usize, n: i32) -> Option<usize> {
    let linked = p.is_dash(i + 1) || matches!(p.word(i + 1), "to" | "and" | "until" | "or");
    let second = p.digits(i + 2).filter(|&second| linked && second < n)?;
    before_christ(p, i + 3).filter(|_| second > 0).map(|_| i + 1)
}

/// `nineteen ninety-six`, `two thousand`.
pub(super) fn spoken_year(p: &Pieces, i: usize) -> Option<(i32, usize)> {
    let hundreds = small_number(p.word(i)).filter(|n| (17..=20).contains(n));
    if let Some(hundreds) = hundreds {
        let (rest, end) = below_hundred(p, i + 1)
            .filter(|_| tens(p.word(i + 1)).is_some() || p.word(i + 1).ends_with("teen"))?;
        return (10..100).contains(&rest).then_some(((hundreds * 100 + rest) as i32, end));
    }
    let end = p.phrase(i, "two thousand").filter(|_| matches!(p.before(i), "year" | "in" | "of"))?;
    Some((2000, end))
}

/// Whether a four-digit number counts things: a sum of money, a share, an amount of something.
pub(super) fn is_counted(p: &Pieces, i: usize) -> bool {
    const THINGS: [&str; 34] = [
        "%",
        "percent",
        "per",
        "people",
        "troops",
        "men",
        "women",
        "soldiers",
        "points",
        "tons",
        "tonnes",
        "yen",
        "dollars",
        "pounds",
        "shares",
        "miles",
        "feet",
        "meters",
        "metres",
        "km",
        "kilometers",
        "kilometres",
        "kg",
        "jobs",
        "employees",
        "workers",
        "votes",
        "prisoners",
        "civilians",
        "casualties",
        "aircraft",
        "tanks",
        "years",
        "members",
    ];
    const SIGNS: [&str; 12] =
        ["$", "£", "€", "¥", "#", "no", "nos", "than", "flight", "least", "nearly", "almost"];
    let decimal = p.is(i + 1, "/") && p.digits(i + 2).is_some();
    THINGS.contains(&p.word(i + 1)) || SIGNS.contains(&p.before(i)) || decimal
}

/// A year alone, where what stands before it lets it be one.
pub(super) fn bare_year(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let (y, end) = year_number(p, i)?;
    let ranged = p.is_dash(end) && p.digits(end + 1).is_some();
    let modern = (1900..2060).contains(&y) || y < 0 || ranged;
    const LEADS: [&str; 38] = [
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
        "early",
        "late",
        "mid",
        "-",
        "between",
        "for",
        "fiscal",
        "year",
        "the",
        "(",
        "around",
        "about",
        "circa",
        "ca",
        "beginning",
        "end",
        "middle",
        "year",
        "years",
        "summer",
        "winter",
        "spring",
        "autumn",
        "throughout",
    ];
    let led = LEADS.contains(&p.before(i)) || p.before(i) == ".";
    let quoted = p.get(i).is_some_and(|q| q.kind == PieceKind::Sign);
    if quoted && !led {
        return None;
    }
    (modern || led).then_some((Expr::Year(y), end))
}

/// `the 20th century`, `eighteenth-century`, `the 4th century BC`.
pub(super) fn era(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
    let start = if p.is(i, "the") { i + 1 } else { i };
    let (n, next) = match small_number(p.word(start))
        .filter(|&n| n == 20)
        .and_then(|_| ordinal(p.word(p.skip_hyphen(start + 1))))
    {
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

/// `the 1990s`, `the '80s`, `the nineties`, `the 470s BC`.
pub(super) fn decade(p: &Pieces, i: usize) -> Option<(Expr, usize)> {
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

/// The word or words that place a period: `last`, `the next`, `this coming`, `that same`.
pub(super) fn shift(p: &Pieces, i: usize) -> Option<(Shift, usize)> {
    const WORDS: [(&str, Shift); 33] = [
        ("last", Shift::Last),
        ("this past", Shift::Last),
        ("the last", Shift::Last),
        ("past", Shift::Last),
        ("the past", Shift::Last),
        ("next", Shift::Next),
        ("this coming", Shift::Next),
        ("the coming", Shift::Next),
        ("coming", Shift::Next),
        ("this", Shift::This),
        ("the current", Shift::This),
        ("current", Shift::This),
        ("the present", Shift::This),
        ("that", Shift::Same),
        ("that same", Shift::Same),
        ("this same", Shift::Same),
        ("the same", Shift::Same),
        ("same", Shift::Same),
        ("the very same", Shift::Same),
        ("that very", Shift::Same),
        ("the previous", Shift::Previous),
        ("the prior", Shift::Previous),
        ("the preceding", Shift::Previous),
        ("previous", Shift::Previous),
        ("the following", Shift::Following),
        ("following", Shift::Following),
        ("the next", Shift::Following),
        ("the very next", Shift::Following),
        ("the subsequent", Shift::Following),
        ("the ensuing", Shift::Following),
        ("the succeeding", Shift::Following),
        ("the latest", Shift::Last),
        ("later this", Shift::This),
    ];
    let at = |&(words, shift): &(&str, Shift)| p.phrase(i, words).map(|end| (shift, end));
    WORDS.iter().filter_map(at).max_by_key(|&(_, end)| end)
}

/// `this year`, `last year`, `that year`, `the same year` as the year of something.
pub(super) fn year_shift(p: &Pieces, i: usize) -> Option<(Shift, usize)> {
    let (shift, end) = shift(p, i)?;
    let fiscal = if p.is(end, "fiscal") { end + 1 } else { end };
    p.is(fiscal, "year").then_some((shift, fiscal + 1))
}

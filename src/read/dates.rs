//! Whole dates as pages and date lines write them. A date without a year, or one
//! whose day and month cannot be told apart, is no date here.

use std::ops::Range;

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// One word of a date, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Month(i8),
    /// A number and how many digits it has.
    Number(i16, usize),
    /// `4th`.
    Ordinal(i8),
    Weekday,
    Other,
}

/// What a line that only dates the report says the date is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// `Published`, `Posted`, `Issued`.
    Published,
    /// `Updated`, `Last modified`.
    Updated,
    /// Nothing.
    None,
}

/// A line that only dates the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateLine {
    pub(super) label: Label,
    /// The day, where the line gives it whole.
    pub(super) date: Option<Date>,
}

/// The first whole date written in `text`, with its place.
pub(super) fn find_date(text: &str) -> Option<(Range<usize>, Date)> {
    let words = words(text);
    words.windows(3).find_map(|three| {
        let close = |a: &Range<usize>, b: &Range<usize>| is_date_gap(&text[a.end..b.start]);
        let joined = close(&three[0].0, &three[1].0) && close(&three[1].0, &three[2].0);
        let gap = text[three[0].0.end..three[1].0.start].chars().next().unwrap_or(' ');
        let date = joined.then(|| date_of(three[0].1, three[1].1, three[2].1, gap)).flatten()?;
        Some((three[0].0.start..three[2].0.end, date))
    })
}

/// A date in one of the forms that machines write: ISO 8601, RFC 2822, `20160204`,
/// milliseconds since 1970; else as people write it.
pub(super) fn parse_stamp(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() >= 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return digits_only(text);
    }
    find_date(text).map(|(_, date)| date)
}

fn digits_only(text: &str) -> Option<Date> {
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        8 => return sound((number / 10_000) as i16, (number / 100 % 100) as i8, (number % 100) as i8),
        14 => return digits_only(&text[..8]),
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let day = Date::new(1970, 1, 1).ok()?.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
    sound(day.year(), day.month(), day.day())
}

/// A day of a year in which news was printed.
fn sound(year: i16, month: i8, day: i8) -> Option<Date> {
    (1700..=2100).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

fn date_of(a: Part, b: Part, c: Part, gap: char) -> Option<Date> {
    use Part::{Month, Number, Ordinal};
    match (a, b, c) {
        (Month(m), Number(d, 1..=2), Number(y, 4)) => sound(y, m, d as i8),
        (Month(m), Ordinal(d), Number(y, 4)) => sound(y, m, d),
        (Number(d, 1..=2), Month(m), Number(y, 4)) => sound(y, m, d as i8),
        (Ordinal(d), Month(m), Number(y, 4)) => sound(y, m, d),
        (Number(y, 4), Month(m), Number(d, 1..=2)) => sound(y, m, d as i8),
        (Number(y, 4), Number(m, 1..=2), Number(d, 1..=2)) => sound(y, m as i8, d as i8),
        (Number(p, 1..=2), Number(q, 1..=2), Number(y, 4)) => numeric(p as i8, q as i8, y, gap),
        _ => None,
    }
}

/// `04.02.2016` has the day first; with other signs only a number above twelve tells.
fn numeric(p: i8, q: i8, year: i16, gap: char) -> Option<Date> {
    match () {
        () if gap == '.' || p > 12 || p == q => sound(year, q, p),
        () if q > 12 => sound(year, p, q),
        () => None,
    }
}

fn is_date_gap(gap: &str) -> bool {
    let gap = gap.strip_suffix(" of ").map_or(gap, |_| " ");
    gap.chars().count() <= 3
        && gap.chars().all(|c| matches!(c, ' ' | ',' | '.' | '-' | '/' | '\u{a0}' | '\u{2011}'))
}

/// The words of `text`, but for the `of` of `4th of February`.
fn words(text: &str) -> Vec<(Range<usize>, Part)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if &text[from..at] != "of" {
                    out.push((from..at, part(&text[from..at])));
                }
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn part(word: &str) -> Part {
    // an ISO stamp runs day and hour together: 04T10
    let word = word.split_once('T').map_or(word, |(day, hour)| {
        if day.len() == 2 && hour.bytes().all(|b| b.is_ascii_digit()) { day } else { word }
    });
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().map_or(Part::Other, |n| Part::Number(n, word.len()));
    }
    let lower = word.to_ascii_lowercase();
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if !digits.is_empty() && matches!(&lower[digits.len()..], "st" | "nd" | "rd" | "th") {
        return digits.parse().map_or(Part::Other, Part::Ordinal);
    }
    match () {
        () if abbreviates(&lower, &MONTHS) || lower == "sept" => {
            let month = MONTHS.iter().position(|m| m.starts_with(&lower[..3])).unwrap_or(0);
            Part::Month(month as i8 + 1)
        }
        () if abbreviates(&lower, &WEEKDAYS) || matches!(&*lower, "tues" | "thurs" | "thur") => Part::Weekday,
        () => Part::Other,
    }
}

fn abbreviates(word: &str, names: &[&str]) -> bool {
    names.iter().any(|name| word == *name || (word.len() == 3 && name.starts_with(word)))
}

/// Words of a date line beside the date itself.
const LABEL_WORDS: [&str; 38] = [
    "published",
    "publication",
    "posted",
    "issued",
    "released",
    "filed",
    "created",
    "updated",
    "update",
    "modified",
    "edited",
    "revised",
    "last",
    "first",
    "originally",
    "date",
    "dated",
    "time",
    "on",
    "at",
    "by",
    "and",
    "of",
    "the",
    "local",
    "hours",
    "hour",
    "hrs",
    "minutes",
    "minute",
    "mins",
    "min",
    "days",
    "day",
    "ago",
    "today",
    "yesterday",
    "o",
];

/// What `line` dates, if dating the report is all it does: a label, a weekday, a
/// date, a time, a zone, perhaps a place before the date, and not a word more.
pub(super) fn date_line(line: &str) -> Option<DateLine> {
    if line.len() > 160 || line.contains('\n') {
        return None;
    }
    let words = words(line);
    let label = label_of(line);
    let found = find_date(line);
    let from = found.as_ref().map_or(0, |(range, _)| range.start);
    let rest: Vec<&str> = words
        .iter()
        .filter(|(_, part)| !matches!(part, Part::Month(_) | Part::Ordinal(_) | Part::Weekday))
        .filter(|(range, part)| !(matches!(part, Part::Number(..)) && is_date_number(line, range)))
        .filter(|(range, _)| !(label == Label::None && range.end <= from && is_place_before(line, from)))
        .map(|(range, _)| &line[range.clone()])
        .filter(|word| !is_date_word(word))
        .collect();
    let dates = found.is_some()
        || has_partial_date(line, &words)
        || (label != Label::None && says_when(&words, line));
    (rest.is_empty() && dates).then(|| DateLine { label, date: found.map(|(_, date)| date) })
}

fn label_of(line: &str) -> Label {
    let lower = line.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    match () {
        () if has(&["publish", "posted", "issued", "released", "filed", "created"]) => Label::Published,
        () if has(&["update", "modified", "edited", "revised"]) => Label::Updated,
        () => Label::None,
    }
}

fn is_date_number(line: &str, range: &Range<usize>) -> bool {
    range.len() <= 4 && !line[range.end..].starts_with('%')
}

/// `Geneva, 4 February 2016`: one to three capitalised words and a comma before the date.
fn is_place_before(line: &str, from: usize) -> bool {
    let before = line[..from].trim_end();
    let Some(place) = before.strip_suffix(',') else { return false };
    let names: Vec<&str> = place.split_whitespace().collect();
    (1..=3).contains(&names.len()) && names.iter().all(|n| n.starts_with(char::is_uppercase))
}

fn has_partial_date(line: &str, words: &[(Range<usize>, Part)]) -> bool {
    let day = |part| matches!(part, Part::Ordinal(_) | Part::Number(_, 1..=2));
    words.windows(2).any(|two| {
        let month = |part| matches!(part, Part::Month(_));
        (month(two[0].1) && day(two[1].1) || day(two[0].1) && month(two[1].1))
            && is_date_gap(&line[two[0].0.end..two[1].0.start])
    })
}

fn says_when(words: &[(Range<usize>, Part)], line: &str) -> bool {
    words.iter().any(|(range, part)| {
        matches!(part, Part::Number(..) | Part::Weekday)
            || matches!(line[range.clone()].to_ascii_lowercase().as_str(), "today" | "yesterday")
    })
}

fn is_date_word(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let zone = matches!(
        &*lower,
        "gmt"
            | "utc"
            | "est"
            | "edt"
            | "et"
            | "cst"
            | "cdt"
            | "ct"
            | "mst"
            | "mdt"
            | "pst"
            | "pdt"
            | "pt"
            | "bst"
            | "cet"
            | "cest"
            | "eet"
            | "eest"
            | "msk"
            | "ist"
            | "jst"
            | "hkt"
            | "sgt"
            | "aest"
            | "aedt"
            | "wat"
            | "eat"
            | "sast"
            | "trt"
            | "z"
            | "clock"
            | "am"
            | "pm"
            | "a"
            | "p"
            | "m"
            | "h"
    );
    zone || LABEL_WORDS.contains(&&*lower) || is_clock(&lower)
}

/// `10am`, `1030`, `10h30`.
fn is_clock(word: &str) -> bool {
    let digits = word.trim_end_matches("am").trim_end_matches("pm");
    let digit = digits.starts_with(|c: char| c.is_ascii_digit());
    digit && digits.len() <= 5 && digits.chars().all(|c| c.is_ascii_digit() || c == 'h')
}

/// The date in the path of an address: `/2016/02/04/`, `/2016/feb/04/`, `2016-02-04`, `/20160204/`.
pub(super) fn date_in_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let (_, path) = path.split_once('/')?;
    let dated = words(path).windows(3).find_map(|three| {
        let close =
            |a: &Range<usize>, b: &Range<usize>| matches!(&path[a.end..b.start], "/" | "-" | "_" | ".");
        let joined = close(&three[0].0, &three[1].0) && close(&three[1].0, &three[2].0);
        let year_first = matches!(three[0].1, Part::Number(_, 4));
        (joined && year_first).then(|| date_of(three[0].1, three[1].1, three[2].1, '/')).flatten()
    });
    dated.or_else(|| {
        let run = |s: &&str| s.len() == 8 && s.bytes().all(|b| b.is_ascii_digit());
        path.split(['/', '-', '_', '.']).filter(run).find_map(digits_only)
    })
}

/// Year and month in the path of an address that gives no day: `/2016/10/`.
pub(crate) fn month_in_url(url: &str) -> Option<(i16, i8)> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let (_, path) = path.split_once('/')?;
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(2).find_map(|two| match (part(two[0]), part(two[1])) {
        (Part::Number(year, 4), Part::Number(month, 2)) => {
            sound(year, month as i8, 1).map(|d| (d.year(), d.month()))
        }
        (Part::Number(year, 4), Part::Month(month)) => sound(year, month, 1).map(|d| (d.year(), d.month())),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_address_may_give_the_month_alone() {
        assert_eq!(month_in_url("https://a.gov/remarks/2016/10/263739.htm"), Some((2016, 10)));
        assert_eq!(month_in_url("https://a.org/2016/Oct/talks"), Some((2016, 10)));
        for none in
            ["https://a.gov/news/2016/263739.htm", "https://a.gov/2016/13/x", "2016/10", "", "https://a.org"]
        {
            assert_eq!(month_in_url(none), None, "{none}");
        }
    }

    #[test]
    fn dates_as_people_and_machines_write_them() {
        let day = Some(date(2016, 2, 4));
        for text in [
            "Feb 4, 2016",
            "Feb. 4, 2016",
            "February 4th 2016",
            "4 February 2016",
            "the 4th of February 2016",
            "2016-02-04",
            "2016-02-04T23:10:00+03:00",
            "Thu, 04 Feb 2016 10:00:00 GMT",
            "20160204",
            "1454544000000",
            "04.02.2016",
            "2016/02/04 10:31",
            "2016 February 4",
        ] {
            assert_eq!(parse_stamp(text), day, "{text}");
        }
        assert_eq!(parse_stamp("02/04/2016"), None);
        assert_eq!(parse_stamp("25/02/2016"), Some(date(2016, 2, 25)));
        assert_eq!(parse_stamp("February 30, 2016"), None);
        assert_eq!(parse_stamp("Feb 4"), None);
    }

    #[test]
    fn date_lines_do_nothing_but_date() {
        let label = |line| date_line(line).map(|d| (d.label, d.date.is_some()));
        assert_eq!(label("Updated Feb 4, 2016"), Some((Label::Updated, true)));
        assert_eq!(label("Published: Thursday, 4 February 2016, 10:30 GMT"), Some((Label::Published, true)));
        assert_eq!(label("Last updated at 3:45 p.m. EST"), Some((Label::Updated, false)));
        assert_eq!(label("Tunis, 9 March 2021"), Some((Label::None, true)));
        assert_eq!(label("May 7, 2019 | 14h05"), Some((Label::None, true)));
        assert_eq!(label("The talks ended on Feb 4, 2016"), None);
        assert_eq!(label("Updated rules for visitors"), None);
        assert_eq!(label("2016"), None);
    }

    #[test]
    fn addresses_carry_dates() {
        assert_eq!(date_in_url("https://x.org/a/2019/11/18/y.html"), Some(date(2019, 11, 18)));
        assert_eq!(date_in_url("https://x.org/commentisfree/2019/nov/18/y"), Some(date(2019, 11, 18)));
        assert_eq!(date_in_url("https://x.org/news-20191118-y"), Some(date(2019, 11, 18)));
        assert_eq!(date_in_url("https://x.org/?d=2019-11-18"), None);
        assert_eq!(date_in_url("https://x.org/idUS51465107"), None);
    }
}

//! Days of publication, in the ways in which tables and feeds write them.

use jiff::Span;
use jiff::civil::Date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that a text gives: an ISO 8601 date or time, one of RFC 2822 or near it, digits
/// (`20240203`, `20240203101500`), or seconds or milliseconds since 1970. The day is the one written:
/// a time with an offset is not moved to another zone.
pub(crate) fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    iso(text).or_else(|| digits(text)).or_else(|| with_month_name(text))
}

/// `2024-02-03`, `2024/2/3`, and whatever time behind it.
fn iso(text: &str) -> Option<Date> {
    let mark = if text.get(4..5)? == "/" { '/' } else { '-' };
    let mut parts = text.splitn(3, mark);
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let day = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    of_numbers(year, month, day)
}

/// Digits alone, or digits and a time: `20240203`, `20240203T1015`, `1706955300`.
fn digits(text: &str) -> Option<Date> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(count);
    match (count, rest) {
        (8 | 12 | 14, "") => of_numbers(&number[..4], &number[4..6], &number[6..8]),
        (8, time) if time.starts_with(['T', 't', ' ']) => {
            of_numbers(&number[..4], &number[4..6], &number[6..8])
        }
        (9 | 10, "") => seconds(number.parse().ok()?),
        (13, "") => seconds(number.parse::<i64>().ok()? / 1000),
        _ => None,
    }
}

/// `Sat, 03 Feb 2024 23:30:00 -0500`, `3 February 2024`, `3-Feb-2024`, `Feb. 3, 2024`,
/// `Sat Feb 3 23:30:00 2024`.
fn with_month_name(text: &str) -> Option<Date> {
    let words = text.split([' ', ',', '\t', '\n', '\r']).flat_map(|word| {
        // an offset is no part of a date
        let apart = if word.starts_with('-') { '\0' } else { '-' };
        word.split(apart)
    });
    let words: Vec<&str> = words.map(|w| w.trim_matches('.')).filter(|w| !w.is_empty()).take(8).collect();
    let at = words.iter().position(|w| month(w).is_some())?;
    let number = |i: usize| words.get(i).filter(|w| w.bytes().all(|b| b.is_ascii_digit()));
    let before = at.checked_sub(1).and_then(number).filter(|day| day.len() <= 2);
    let (day, year) = match before {
        Some(day) => (day, number(at + 1)?),
        // a time may stand before the year
        None => (number(at + 1)?, number(at + 2).or_else(|| number(at + 3)).or_else(|| number(at + 4))?),
    };
    of_parts(full_year(year)?, month(words[at])?, day.parse().ok()?)
}

fn month(word: &str) -> Option<i8> {
    let start = word.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|m| *m == start)?;
    word.bytes().all(|b| b.is_ascii_alphabetic()).then_some(at as i8 + 1)
}

/// RFC 2822: two digits below 50 are of this century.
fn full_year(year: &str) -> Option<i16> {
    let number: i16 = year.parse().ok()?;
    match year.len() {
        4 => Some(number),
        2 if number < 50 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

fn of_numbers(year: &str, month: &str, day: &str) -> Option<Date> {
    of_parts(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn of_parts(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The day, in UTC, of a number of seconds since 1970.
pub(crate) fn seconds(seconds: i64) -> Option<Date> {
    days(seconds.div_euclid(86_400))
}

/// The day that is a number of days after the first of 1970.
pub(crate) fn days(days: i64) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_many_ways() {
        let third = [
            "2024-02-03",
            " 2024-02-03T23:30:00-05:00",
            "2024-02-03 23:30:00.123",
            "2024/2/3",
            "20240203",
            "20240203T101112Z",
            "20240203101112",
            "Sat, 03 Feb 2024 23:30:00 -0500",
            "Sat, 3 February 2024 23:30 EST",
            "3 Feb 24",
            "03-Feb-2024",
            "Sat Feb 03 23:30:00 2024",
            "Sat Feb 03 23:30:00 EST 2024",
            "Saturday, February 3, 2024 - 23:10",
            "Feb. 3, 2024",
            "Saturday, February 3, 2024 10:00",
            "1706955300",
            "1706955300123",
        ];
        for text in third {
            assert_eq!(read(text), Some(Date::constant(2024, 2, 3)), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_gives_none() {
        for text in [
            "",
            "yesterday",
            "2024-13-01",
            "2024-02-30",
            "03/02/2024",
            "20241399",
            "é-é-é",
            "1,2",
            "Feb",
            "Feb 2024",
            "99999999999999999999",
            "2024-02-0345",
            "may be 3",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_out_of_range_give_none() {
        assert_eq!(days(0), Some(Date::constant(1970, 1, 1)));
        assert_eq!(seconds(-1), Some(Date::constant(1969, 12, 31)));
        assert_eq!((days(i64::MAX), seconds(i64::MIN)), (None, None));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*") {
            read(&text);
        }
    }
}

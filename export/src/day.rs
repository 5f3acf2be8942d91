//! The days that a date of a record leaves open.

use jiff::civil::{Date, ISOWeekDate, Weekday};

/// First and last day that a TIMEX3 value or an interval `a/b` can mean; `None` where it names no days
/// (a season, which differs by hemisphere) or is no date.
pub(crate) fn bounds(value: &str) -> Option<(Date, Date)> {
    let (first, last) = match value.split_once('/') {
        Some((from, to)) => (single(from)?.0, single(to)?.1),
        None => single(value)?,
    };
    (first <= last).then_some((first, last))
}

/// The day, where the value leaves one only.
pub(crate) fn only_day(value: &str) -> Option<Date> {
    bounds(value).filter(|(first, last)| first == last).map(|(first, _)| first)
}

/// First and last day of an interval whose two ends are days.
pub(crate) fn days(value: &str) -> Option<(Date, Date)> {
    let (from, to) = value.split_once('/')?;
    let (from, to) = (only_day(from)?, only_day(to)?);
    (from <= to).then_some((from, to))
}

fn single(value: &str) -> Option<(Date, Date)> {
    // a part of a day, as in 2016-02-03TNI, is that day
    let value = value.split('T').next().unwrap_or(value);
    let parts: Vec<&str> = value.split('-').collect();
    match parts[..] {
        [years] => whole_years(years),
        [y, rest] if rest.starts_with(['W', 'Q', 'H']) => part_of_year(year(y)?, rest),
        [y, month] => months(year(y)?, number(month, 2)?, 1),
        [y, week, "WE"] => weekend(year(y)?, week),
        [y, month, day] => {
            let day = Date::new(year(y)?, number(month, 2)?, number(day, 2)?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

/// A year (`2016`), a decade (`201`) or a century (`20`).
fn whole_years(digits: &str) -> Option<(Date, Date)> {
    let span = match digits.len() {
        4 => 1,
        3 => 10,
        2 => 100,
        _ => return None,
    };
    let first = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<i16>().ok())?? * span;
    Some((Date::new(first, 1, 1).ok()?, Date::new(first + span - 1, 12, 31).ok()?))
}

fn part_of_year(year: i16, part: &str) -> Option<(Date, Date)> {
    let (kind, digits) = part.split_at_checked(1)?;
    match kind {
        "W" => {
            let monday = ISOWeekDate::new(year, number(digits, 2)?, Weekday::Monday).ok()?;
            let sunday = ISOWeekDate::new(year, monday.week(), Weekday::Sunday).ok()?;
            Some((monday.date(), sunday.date()))
        }
        "Q" => months(year, (number(digits, 1)? - 1) * 3 + 1, 3),
        "H" => months(year, (number(digits, 1)? - 1) * 6 + 1, 6),
        _ => None,
    }
}

fn weekend(year: i16, week: &str) -> Option<(Date, Date)> {
    let (monday, sunday) = part_of_year(year, week)?;
    let saturday = ISOWeekDate::new(year, monday.iso_week_date().week(), Weekday::Saturday).ok()?;
    week.starts_with('W').then_some((saturday.date(), sunday))
}

fn months(year: i16, first: i8, count: i8) -> Option<(Date, Date)> {
    let last = Date::new(year, first.checked_add(count - 1)?, 1).ok()?;
    Some((Date::new(year, first, 1).ok()?, last.last_of_month()))
}

fn year(digits: &str) -> Option<i16> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn number(digits: &str, width: usize) -> Option<i8> {
    let right = digits.len() == width && digits.bytes().all(|b| b.is_ascii_digit());
    right.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: &str) {
        let found = bounds(value).map(|(a, b)| format!("{a} {b}")).unwrap_or_default();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn values_leave_the_days_that_they_mean() {
        check("2016-02-03", "2016-02-03 2016-02-03");
        check("2016-02-03TNI", "2016-02-03 2016-02-03");
        check("2016-02", "2016-02-01 2016-02-29");
        check("2016", "2016-01-01 2016-12-31");
        check("199", "1990-01-01 1999-12-31");
        check("19", "1900-01-01 1999-12-31");
        check("2016-W05", "2016-02-01 2016-02-07");
        check("2016-W05-WE", "2016-02-06 2016-02-07");
        check("2016-Q2", "2016-04-01 2016-06-30");
        check("2016-H2", "2016-07-01 2016-12-31");
        check("2016-02-12/2016-02-14", "2016-02-12 2016-02-14");
        check("2016-02/2016-04", "2016-02-01 2016-04-30");
    }

    #[test]
    fn what_is_no_date_leaves_none() {
        let wrong = [
            "",
            "PAST_REF",
            "2016-SU",
            "2016-13",
            "2016-02-30",
            "2016-Q9",
            "2016-Q0",
            "2016-W60",
            "-5",
            "2016-é",
            "2016-W",
            "99999",
            "2016-02-14/2016-02-12",
            "P2D",
            "T",
            "/",
            "2016-02-03-04",
            "२०१६",
        ];
        for value in wrong {
            check(value, "");
        }
    }

    #[test]
    fn an_interval_of_days_has_two_ends() {
        let day = |d: i8| Date::new(2016, 2, d).unwrap();
        assert_eq!(days("2016-02-12/2016-02-14"), Some((day(12), day(14))));
        assert_eq!(days("2016-02/2016-04"), None);
        assert_eq!(only_day("2016-02-12TMO"), Some(day(12)));
        assert_eq!(only_day("2016-02"), None);
    }
}

//! Values as stretches of days, for records that say from when to when.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// First and last day of a TIMEX3 date or time value; `None` for lengths, sets, references and
/// values that leave the year open or lie before Christ.
pub fn date_value(value: &str) -> Option<(Date, Date)> {
    let day = value.split_once('T').map_or(value, |(day, _)| day);
    let mut parts = day.split('-');
    let year = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    if !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i16 = year.parse().ok()?;
    match (year.len(), rest.as_slice()) {
        (2, []) => years(number.checked_mul(100)?, 100),
        (3, []) => years(number.checked_mul(10)?, 10),
        (4, []) => years(number, 1),
        (4, [part]) => part_of_year(number, part),
        (4, [week, "WE"]) => {
            let (monday, sunday) = part_of_year(number, week)?;
            Some((monday.checked_add(5.days()).ok()?, sunday))
        }
        (4, [month, day]) => {
            let date = Date::new(number, month.parse().ok()?, day.parse().ok()?).ok()?;
            Some((date, date))
        }
        _ => None,
    }
}

/// First and last day of a value or of an interval of two, `from/to`: the dates of records. `None` where
/// either end is no date, or the second lies before the first.
pub fn bounds(value: &str) -> Option<(Date, Date)> {
    match value.split_once('/') {
        Some((from, to)) => merge_range(from, to),
        None => date_value(value),
    }
}

/// Days from one day to another, negative where the second is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    to.since((jiff::Unit::Day, from)).map_or(i32::MAX, |span| span.get_days())
}

/// The stretch from the first day of one value to the last of another: `Feb. 12-14`.
/// `None` where either is no date, or the second ends before the first begins.
pub fn merge_range(first: &str, second: &str) -> Option<(Date, Date)> {
    let (start, _) = date_value(first)?;
    let (_, end) = date_value(second)?;
    (start <= end).then_some((start, end))
}

fn years(first: i16, count: i16) -> Option<(Date, Date)> {
    let last = first.checked_add(count - 1)?;
    Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
}

fn months(year: i16, first: i8, last: i8) -> Option<(Date, Date)> {
    Some((Date::new(year, first, 1).ok()?, Date::new(year, last, 1).ok()?.last_of_month()))
}

fn part_of_year(year: i16, part: &str) -> Option<(Date, Date)> {
    if let Some(week) = part.strip_prefix('W') {
        let monday = ISOWeekDate::new(year, week.parse().ok()?, Weekday::Monday).ok()?.date();
        return Some((monday, monday.checked_add(6.days()).ok()?));
    }
    match part {
        "Q1" => months(year, 1, 3),
        "Q2" => months(year, 4, 6),
        "Q3" => months(year, 7, 9),
        "Q4" => months(year, 10, 12),
        "H1" => months(year, 1, 6),
        "H2" => months(year, 7, 12),
        "SP" => months(year, 3, 5),
        "SU" => months(year, 6, 8),
        "FA" => months(year, 9, 11),
        // the winter of a year is the one that it begins with
        "WI" => {
            Some((Date::new(year.checked_sub(1)?, 12, 1).ok()?, Date::new(year, 2, 1).ok()?.last_of_month()))
        }
        month => {
            let month = month.parse().ok()?;
            months(year, month, month)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn values_as_days() {
        assert_eq!(date_value("2016-02-03TNI"), Some((date(2016, 2, 3), date(2016, 2, 3))));
        assert_eq!(date_value("2016-02"), Some((date(2016, 2, 1), date(2016, 2, 29))));
        assert_eq!(date_value("2016-W05"), Some((date(2016, 2, 1), date(2016, 2, 7))));
        assert_eq!(date_value("2016-W05-WE"), Some((date(2016, 2, 6), date(2016, 2, 7))));
        assert_eq!(date_value("1989-Q3"), Some((date(1989, 7, 1), date(1989, 9, 30))));
        assert_eq!(date_value("199"), Some((date(1990, 1, 1), date(1999, 12, 31))));
        for none in ["P2D", "PAST_REF", "XXXX-WXX-1", "BC0490", "", "2016-13", "2016-02-30", "é-1"] {
            assert_eq!(date_value(none), None, "{none}");
        }
    }

    #[test]
    fn dates_of_records_have_bounds() {
        assert_eq!(bounds("2016-02/2016-04"), Some((date(2016, 2, 1), date(2016, 4, 30))));
        assert_eq!(bounds("2016-02-03TNI"), Some((date(2016, 2, 3), date(2016, 2, 3))));
        assert_eq!(bounds("2016-02-14/2016-02-12"), None);
        assert_eq!(bounds("/"), None);
        assert_eq!(days_between(date(2016, 3, 1), date(2016, 2, 28)), -2);
    }

    #[test]
    fn a_range_of_days() {
        assert_eq!(merge_range("2016-02-12", "2016-02-14"), Some((date(2016, 2, 12), date(2016, 2, 14))));
        assert_eq!(merge_range("2016-02-14", "2016-02-12"), None);
    }
}

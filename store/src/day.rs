//! Days as numbers, for tables that are searched by them.

use jiff::civil::Date;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// Days from 1970-01-01 to a day.
pub fn number(day: Date) -> i64 {
    i64::from(dateline::time::days_between(EPOCH, day))
}

/// The day so many days after 1970-01-01.
pub fn date(number: i64) -> Option<Date> {
    let days = jiff::Span::new().try_days(number).ok()?;
    EPOCH.checked_add(days).ok()
}

/// First and last day of a TIMEX3 value or of an interval `from/to`.
pub fn bounds(value: &str) -> Option<(i64, i64)> {
    dateline::time::bounds(value).map(|(first, last)| (number(first), number(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_to_and_fro() {
        for day in ["1969-12-31", "1970-01-01", "2016-02-29", "2031-05-20"] {
            let date_: Date = day.parse().unwrap();
            assert_eq!(date(number(date_)), Some(date_));
        }
        assert_eq!(number("1970-01-02".parse().unwrap()), 1);
    }

    #[test]
    fn values_have_bounds() {
        assert_eq!(bounds("1970-01"), Some((0, 30)));
        assert_eq!(bounds("1970-01-02/1970-01-05"), Some((1, 4)));
        assert_eq!(bounds("1970-01-02TNI"), Some((1, 1)));
        assert_eq!(bounds("P2D"), None);
        assert_eq!(bounds("1970-01-05/1970-01-02"), None);
    }
}

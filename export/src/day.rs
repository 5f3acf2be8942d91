//! The days that a date of a record leaves open.

use jiff::civil::Date;

/// The codes of seasons, which differ by hemisphere.
const SEASONS: [&str; 4] = ["-SP", "-SU", "-FA", "-WI"];

/// First and last day that a TIMEX3 value or an interval `a/b` can mean; `None` where it names no days
/// (a season) or is no date.
pub(crate) fn bounds(value: &str) -> Option<(Date, Date)> {
    let seasonal = value.split('/').any(|end| SEASONS.iter().any(|season| end.ends_with(season)));
    if seasonal { None } else { dateline::time::bounds(value) }
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

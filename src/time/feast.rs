//! Days with a name: feasts of the churches, national days.

use jiff::civil::{Date, Weekday, date};

use super::lex::Pieces;

/// How the day of a feast is found in a year.
#[derive(Debug, Clone, Copy)]
enum Rule {
    Fixed(i8, i8),
    /// Days from western Easter Sunday.
    Easter(i64),
    /// The nth (negative: from the end) weekday of a month.
    Nth(i8, Weekday, i8),
    /// The Tuesday after the first Monday of November.
    ElectionDay,
}

/// Names and rules. Sources: the calendar of the western churches; title 5, section 6103 of the
/// United States Code for its legal holidays; national days as the states themselves keep them.
const FEASTS: [(&str, Rule); 34] = [
    ("new year's day", Rule::Fixed(1, 1)),
    ("new year ' s day", Rule::Fixed(1, 1)),
    ("new year's eve", Rule::Fixed(12, 31)),
    ("new year 's eve", Rule::Fixed(12, 31)),
    ("new year 's day", Rule::Fixed(1, 1)),
    ("epiphany", Rule::Fixed(1, 6)),
    ("orthodox christmas", Rule::Fixed(1, 7)),
    ("martin luther king day", Rule::Nth(1, Weekday::Monday, 3)),
    ("valentine 's day", Rule::Fixed(2, 14)),
    ("presidents ' day", Rule::Nth(2, Weekday::Monday, 3)),
    ("international women 's day", Rule::Fixed(3, 8)),
    ("st . patrick 's day", Rule::Fixed(3, 17)),
    ("ash wednesday", Rule::Easter(-46)),
    ("palm sunday", Rule::Easter(-7)),
    ("maundy thursday", Rule::Easter(-3)),
    ("good friday", Rule::Easter(-2)),
    ("easter sunday", Rule::Easter(0)),
    ("easter monday", Rule::Easter(1)),
    ("easter", Rule::Easter(0)),
    ("may day", Rule::Fixed(5, 1)),
    ("victory day", Rule::Fixed(5, 9)),
    ("memorial day", Rule::Nth(5, Weekday::Monday, -1)),
    ("pentecost", Rule::Easter(49)),
    ("bastille day", Rule::Fixed(7, 14)),
    ("labor day", Rule::Nth(9, Weekday::Monday, 1)),
    ("columbus day", Rule::Nth(10, Weekday::Monday, 2)),
    ("halloween", Rule::Fixed(10, 31)),
    ("election day", Rule::ElectionDay),
    ("veterans day", Rule::Fixed(11, 11)),
    ("armistice day", Rule::Fixed(11, 11)),
    ("thanksgiving day", Rule::Nth(11, Weekday::Thursday, 4)),
    ("thanksgiving", Rule::Nth(11, Weekday::Thursday, 4)),
    ("christmas day", Rule::Fixed(12, 25)),
    ("christmas", Rule::Fixed(12, 25)),
];

/// The feast named at piece `i`, and the piece after the name. Only names in capitals count.
pub(super) fn feast(p: &Pieces, i: usize) -> Option<(usize, usize)> {
    if p.phrase(i, "christmas eve").is_some() || !p.capital(i) {
        return None;
    }
    let named = |&(index, (name, _)): &(usize, &(&str, Rule))| p.phrase(i, name).map(|end| (index, end));
    FEASTS.iter().enumerate().filter_map(|f| named(&f)).max_by_key(|&(_, end)| end)
}

/// The day of a feast in a year.
pub(super) fn day_of(feast: usize, year: i16) -> Option<Date> {
    let &(_, rule) = FEASTS.get(feast)?;
    match rule {
        Rule::Fixed(month, day) => Date::new(year, month, day).ok(),
        Rule::Easter(days) => {
            let easter = easter(year)?;
            easter.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
        }
        Rule::Nth(month, weekday, n) => Date::new(year, month, 1).ok()?.nth_weekday_of_month(n, weekday).ok(),
        Rule::ElectionDay => {
            Date::new(year, 11, 1).ok()?.nth_weekday_of_month(1, Weekday::Monday).ok()?.tomorrow().ok()
        }
    }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous (Meeus, Jones, Butcher) rule.
fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Some(date(year, month as i8, day as i8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_fall_where_they_fell() {
        let on = |name: &str, year| feast(&Pieces::new(name), 0).and_then(|(f, _)| day_of(f, year));
        assert_eq!(on("Good Friday", 2016), Some(date(2016, 3, 25)));
        assert_eq!(on("Easter", 2000), Some(date(2000, 4, 23)));
        assert_eq!(on("Thanksgiving", 1999), Some(date(1999, 11, 25)));
        assert_eq!(on("Election Day", 2020), Some(date(2020, 11, 3)));
        assert_eq!(on("easter", 2000), None);
    }
}

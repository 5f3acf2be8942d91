//! TIMEX3 values written out.

use jiff::civil::Date;

use super::lexicon::{DayPart, Season, Unit};
use super::number::Amount;

impl Season {
    /// The letters of the season in a value.
    pub(super) fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        }
    }
}

impl DayPart {
    /// The letters of the part in a value.
    pub(super) fn code(self) -> &'static str {
        match self {
            DayPart::Morning => "MO",
            DayPart::Midday => "MI",
            DayPart::Afternoon => "AF",
            DayPart::Evening => "EV",
            DayPart::Night => "NI",
            DayPart::Daytime => "DT",
        }
    }
}

/// A year; before Christ with `BC` before it.
pub(super) fn year(y: i32) -> String {
    if y < 0 { format!("BC{:04}", -y) } else { format!("{y:04}") }
}

/// A year and what is added to it: a month, a quarter, a season.
pub(super) fn in_year(y: i32, rest: &str) -> String {
    format!("{}-{rest}", year(y))
}

/// An ISO week.
pub(super) fn week(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// A decade by its first three digits.
pub(super) fn decade(d: i32) -> String {
    if d < 0 { format!("BC{:03}", -d) } else { format!("{d:03}") }
}

/// A century by its number: the 20th is `19`.
pub(super) fn century(c: i32) -> String {
    if c < 0 { format!("BC{:02}", -c - 1) } else { format!("{:02}", c - 1) }
}

/// A length of time.
pub(super) fn duration(parts: &[(Amount, Unit)]) -> String {
    let (mut days, mut clock) = (String::new(), String::new());
    for &(amount, unit) in parts {
        let into = if unit < Unit::Day { &mut clock } else { &mut days };
        into.push_str(&length(amount, unit));
        into.push_str(half(amount, unit));
    }
    let t = if clock.is_empty() { "" } else { "T" };
    format!("P{days}{t}{clock}")
}

fn length(amount: Amount, unit: Unit) -> String {
    let (factor, letter) = match unit {
        Unit::Second => (1, 'S'),
        Unit::Minute => (1, 'M'),
        Unit::Hour => (1, 'H'),
        Unit::Day => (1, 'D'),
        Unit::Week => (1, 'W'),
        Unit::Weekend => (2, 'D'),
        Unit::Month => (1, 'M'),
        Unit::Quarter => (1, 'Q'),
        Unit::Year => (1, 'Y'),
        Unit::Decade => (10, 'Y'),
        Unit::Century => (100, 'Y'),
    };
    match amount {
        Amount::Vague => match unit {
            Unit::Decade => "XE".to_owned(),
            Unit::Century => "XC".to_owned(),
            Unit::Weekend => "XD".to_owned(),
            _ => format!("X{letter}"),
        },
        Amount::Tenths(t) => {
            let t = t.saturating_mul(factor);
            let whole_only = t % 10 == 0 || (!half(amount, unit).is_empty() && t > 10);
            let nothing = t < 10 && !half(amount, unit).is_empty();
            match (nothing, whole_only) {
                (true, _) => String::new(),
                (_, true) => format!("{}{letter}", t / 10),
                _ => format!("{}.{}{letter}", t / 10, t % 10),
            }
        }
    }
}

/// A half of a year, hour or minute in the next smaller unit.
fn half(amount: Amount, unit: Unit) -> &'static str {
    let is_half = matches!(amount, Amount::Tenths(t) if t % 10 == 5);
    match unit {
        Unit::Year if is_half => "6M",
        Unit::Hour if is_half => "30M",
        Unit::Minute if is_half => "30S",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let of = |a, u| duration(&[(a, u)]);
        assert_eq!(of(Amount::whole(2), Unit::Day), "P2D");
        assert_eq!(of(Amount::Tenths(25), Unit::Year), "P2Y6M");
        assert_eq!(of(Amount::Tenths(5), Unit::Hour), "PT30M");
        assert_eq!(of(Amount::Tenths(15), Unit::Month), "P1.5M");
        assert_eq!(of(Amount::Vague, Unit::Minute), "PTXM");
        assert_eq!(of(Amount::whole(3), Unit::Decade), "P30Y");
        assert_eq!(duration(&[(Amount::whole(1), Unit::Hour), (Amount::whole(20), Unit::Minute)]), "PT1H20M");
    }

    #[test]
    fn eras() {
        assert_eq!(century(20), "19");
        assert_eq!(century(-4), "BC03");
        assert_eq!(year(-490), "BC0490");
        assert_eq!(decade(199), "199");
    }
}

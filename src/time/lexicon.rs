//! The words of the calendar: months, days, units, seasons, parts of the day, numbers.

use jiff::civil::Weekday;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A season of the year, by its TIMEX3 letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

/// The month of a name, its number from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
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
    let full = NAMES.iter().position(|&n| n == word);
    let short = || match word {
        "sept" => Some(8),
        _ => NAMES.iter().position(|n| word.len() == 3 && n.starts_with(word)),
    };
    full.or_else(short).map(|i| i as i8 + 1)
}

/// Whether the word is a shortened month name, which a full stop may follow.
pub(super) fn is_short_month(word: &str) -> bool {
    word == "sept" || (word.len() == 3 && word != "may" && month(word).is_some())
}

/// The weekday of a name, full or shortened.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// The unit of a word, and whether the word is its plural.
pub(super) fn unit(word: &str) -> Option<(Unit, bool)> {
    Some(match word {
        "second" => (Unit::Second, false),
        "seconds" => (Unit::Second, true),
        "minute" => (Unit::Minute, false),
        "minutes" => (Unit::Minute, true),
        "hour" => (Unit::Hour, false),
        "hours" => (Unit::Hour, true),
        "day" => (Unit::Day, false),
        "days" => (Unit::Day, true),
        "week" => (Unit::Week, false),
        "weeks" => (Unit::Week, true),
        "weekend" => (Unit::Weekend, false),
        "weekends" => (Unit::Weekend, true),
        "month" => (Unit::Month, false),
        "months" => (Unit::Month, true),
        "quarter" => (Unit::Quarter, false),
        "quarters" => (Unit::Quarter, true),
        "year" => (Unit::Year, false),
        "years" => (Unit::Year, true),
        "decade" => (Unit::Decade, false),
        "decades" => (Unit::Decade, true),
        "century" => (Unit::Century, false),
        "centuries" => (Unit::Century, true),
        _ => return None,
    })
}

/// The season of a word.
pub(super) fn season(word: &str) -> Option<Season> {
    Some(match word {
        "spring" | "springtime" => Season::Spring,
        "summer" | "summertime" => Season::Summer,
        "autumn" | "fall" => Season::Autumn,
        "winter" | "wintertime" => Season::Winter,
        _ => return None,
    })
}

/// The part of the day of a word.
pub(super) fn day_part(word: &str) -> Option<DayPart> {
    Some(match word {
        "morning" | "dawn" | "daybreak" | "sunrise" => DayPart::Morning,
        "midday" => DayPart::Midday,
        "afternoon" => DayPart::Afternoon,
        "evening" | "dusk" | "sunset" => DayPart::Evening,
        "night" | "nighttime" => DayPart::Night,
        "daytime" => DayPart::Daytime,
        _ => return None,
    })
}

/// A small number word: `zero` to `nineteen`, and the tens.
pub(super) fn small_number(word: &str) -> Option<i64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    ONES.iter().position(|&n| n == word).map(|i| i as i64).or_else(|| tens(word))
}

/// The tens: `twenty` to `ninety`.
pub(super) fn tens(word: &str) -> Option<i64> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    TENS.iter().position(|&n| n == word).map(|i| 10 * (i as i64 + 2))
}

/// An ordinal word or figure: `third`, `21st`.
pub(super) fn ordinal(word: &str) -> Option<i32> {
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if let Some(i) = ORDINALS.iter().position(|&n| n == word) {
        return Some(i as i32 + 1);
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s))?;
    if digits.len() > 2 { None } else { digits.parse().ok() }
}

/// The decade that a plural of tens names: `eighties`.
pub(super) fn tens_decade(word: &str) -> Option<i32> {
    let stem = word.strip_suffix("ies")?;
    tens(&format!("{stem}y")).map(|n| n as i32)
}

/// A time zone as hours from Greenwich in TIMEX3's way of writing; empty for those without one.
pub(super) fn is_zone(word: &str) -> bool {
    matches!(
        word,
        "gmt"
            | "utc"
            | "est"
            | "edt"
            | "cst"
            | "cdt"
            | "mst"
            | "mdt"
            | "pst"
            | "pdt"
            | "et"
            | "pt"
            | "bst"
            | "cet"
            | "cest"
            | "eet"
            | "msk"
            | "ist"
            | "jst"
            | "z"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_calendar() {
        assert_eq!(month("sept"), Some(9));
        assert_eq!(month("ma"), None);
        assert_eq!(ordinal("21st"), Some(21));
        assert_eq!(ordinal("th"), None);
        assert_eq!(tens_decade("nineties"), Some(90));
    }
}

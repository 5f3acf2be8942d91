//! What a time expression says, before it is known when it is said.

use jiff::civil::Weekday;

use super::lexicon::{DayPart, Season, Unit};
use super::number::Amount;

/// Where a period lies against the reference time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shift {
    /// `this week`, `the current year`: against the publication date.
    This,
    /// `last week`.
    Last,
    /// `next week`.
    Next,
    /// `that year`, `the same day`: against the time that the text speaks of.
    Same,
    /// `the previous year`.
    Previous,
    /// `the following day`.
    Following,
}

impl Shift {
    /// How many units away.
    pub(super) fn step(self) -> i64 {
        match self {
            Shift::This | Shift::Same => 0,
            Shift::Last | Shift::Previous => -1,
            Shift::Next | Shift::Following => 1,
        }
    }

    /// Whether it is counted from the time that the text speaks of.
    pub(super) fn is_anaphoric(self) -> bool {
        matches!(self, Shift::Same | Shift::Previous | Shift::Following)
    }
}

/// The year of a named period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// Left open.
    Open,
    /// Given; before Christ it is negative (`490 BC` is -490).
    Number(i32),
    /// `last year`, `that year`.
    Shift(Shift),
}

/// A period that has a name in every year (or week).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A month from 1.
    Month(i8),
    /// A month and its day.
    Day(i8, i8),
    /// A quarter from 1.
    Quarter(i8),
    /// A half of the year from 1.
    Half(i8),
    /// A season.
    Season(Season),
    /// A day of the week.
    Weekday(Weekday),
    /// A feast, by its place in the table of feasts.
    Feast(usize),
}

/// The three references without a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reference {
    Past,
    Present,
    Future,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expr {
    /// `Feb. 12`, `the third quarter of 1990`, `last Friday`.
    Named { what: Named, year: Year, shift: Option<Shift> },
    /// `1988`; negative before Christ.
    Year(i32),
    /// `the 13th` of a month that the text has named.
    MonthDay(i8),
    /// `the 1990s`: 199; before Christ negative.
    Decade(i32),
    /// `the 20th century`: 20; before Christ negative.
    Century(i32),
    /// `last week`, `the following day`.
    Period { unit: Unit, shift: Shift },
    /// `the week of March 6`.
    WeekOf(Box<Expr>),
    /// `year-end`.
    YearEnd,
    /// `two weeks ago`, `a year earlier`, `three days later`, `two years from now`.
    Offset { amount: Amount, unit: Unit, back: bool, from_now: bool },
    /// `the day before yesterday`: days away from another day.
    Beside { days: i64, of: Box<Expr> },
    /// `Friday night`.
    Within { part: DayPart, day: Option<Box<Expr>> },
    /// `10:30 a.m. Friday`.
    Clock { hour: i8, minute: Option<i8>, day: Option<Box<Expr>> },
    /// `2 1/2 years`.
    Duration(Vec<(Amount, Unit)>),
    /// `every Friday`, its value.
    Set(String),
    /// `recently`, `now`, `soon`.
    Reference(Reference),
    /// The quarter that the text speaks of, in another year: `the year-earlier quarter`, `the 1988 period`.
    QuarterOf(Year),
    /// The last quarter that was over, or was spoken of: `the quarter`, `the latest period`.
    Quarter { latest: bool },
}

/// An expression with the pieces that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) expr: Expr,
}

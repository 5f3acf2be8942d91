//! From what an expression says to its value, given when it is said.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::expr::{Expr, Named, Reference, Shift, Year};
use super::feast;
use super::lexicon::{Season, Unit};
use super::number::Amount;
use super::tense::Tense;
use super::value;
use crate::language::TimexKind;

/// A time that the text has spoken of, as exactly as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    year: i32,
    month: Option<i8>,
    day: Option<i8>,
}

impl Point {
    fn of(date: Date) -> Point {
        Point { year: i32::from(date.year()), month: Some(date.month()), day: Some(date.day()) }
    }

    fn date(self) -> Option<Date> {
        new_date(self.year, self.month?, self.day?)
    }

    /// Its first day.
    fn start(self) -> Option<Date> {
        new_date(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }
}

fn new_date(year: i32, month: i8, day: i8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// How many years a story steps at once.
const STRIDE: i32 = 8;

/// A value and the time that it leaves in the reader's mind.
type Value = Option<(String, Option<Point>)>;

/// What is known when an expression is met.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The day of publication.
    pub(super) published: Option<Date>,
    /// Year and month around which an undated report speaks.
    pub(super) month: Option<(i32, i8)>,
    /// Whether it was written in that month.
    pub(super) month_is_of_writing: bool,
    /// Whether the text tells of times long past, each date following the last.
    pub(super) narrative: bool,
    /// The last time spoken of.
    pub(super) last: Option<Point>,
    /// A far-off time that was spoken of once, since then.
    pub(super) aside: Option<Point>,
    /// The last quarter spoken of.
    pub(super) quarter: Option<(i32, i8)>,
    /// Where it was spoken of.
    pub(super) quarter_at: usize,
    /// Whether years are counted before Christ.
    pub(super) before_christ: bool,
}

impl Context {
    /// The value of an expression; the context afterwards.
    pub(super) fn read(mut self, expr: &Expr, tense: Tense) -> (Option<String>, Context) {
        match self.value(expr, tense) {
            Some((value, point)) => {
                self.go_on(expr, point);
                if !matches!(expr, Expr::QuarterOf(_) | Expr::Offset { .. }) {
                    self.quarter = quarter_of(&value).or(self.quarter);
                }
                (Some(value), self)
            }
            None => (None, self),
        }
    }

    /// Moves to the time of an expression. A story does not follow a single look far back or ahead,
    /// nor what is counted from the day of writing.
    fn go_on(&mut self, expr: &Expr, point: Option<Point>) {
        let Some(point) = point else { return };
        let (Some(last), true) = (self.last, self.narrative) else {
            self.last = Some(point);
            return;
        };
        let from_now = match expr {
            Expr::Offset { from_now, .. } => *from_now,
            Expr::Period { shift, .. } | Expr::Named { year: Year::Shift(shift), .. } => {
                !shift.is_anaphoric()
            }
            _ => false,
        };
        let near = |other: Point| (point.year - other.year).abs() <= STRIDE;
        if near(last) || self.aside.is_some_and(near) {
            self.aside = None;
            self.last = if from_now { self.last } else { Some(point) };
        } else if !from_now {
            self.aside = Some(point);
        }
    }

    /// The time from which `this`, `last` and `next` count.
    fn now(&self) -> Option<Point> {
        let month = || self.month.map(|(year, month)| Point { year, month: Some(month), day: None });
        self.published.map(Point::of).or_else(month)
    }

    /// The time that the text speaks of.
    fn then(&self) -> Option<Point> {
        self.last.or_else(|| self.now())
    }

    fn anchor(&self, shift: Shift, unit: Unit) -> Option<Point> {
        let last = self.last.filter(|l| unit >= Unit::Month || l.day.is_some());
        let spoken = if self.narrative || unit == Unit::Day { self.last } else { last };
        if shift.is_anaphoric() { spoken.or_else(|| self.now()) } else { self.now() }
    }

    fn value(&self, expr: &Expr, tense: Tense) -> Value {
        match expr {
            Expr::Named { what, year, shift } => self.named(*what, *year, *shift, tense),
            Expr::Year(y) => {
                let y = if self.before_christ && (1..1000).contains(y) { -y } else { *y };
                year_value(y)
            }
            Expr::MonthDay(d) => {
                let then = self.then()?;
                day_value(new_date(then.year, then.month?, *d)?)
            }
            Expr::Decade(d) => Some((value::decade(*d), None)),
            Expr::Century(c) => Some((value::century(*c), None)),
            Expr::Period { unit, shift } => self.period(*unit, *shift, tense),
            Expr::WeekOf(inner) => {
                let (_, point) = self.value(inner, tense)?;
                let date = point?.date()?;
                Some((value::week(date), Some(Point::of(date))))
            }
            Expr::YearEnd => day_value(new_date(self.now()?.year, 12, 31)?),
            Expr::Offset { amount, unit, back, from_now } => self.offset(*amount, *unit, *back, *from_now),
            Expr::Beside { days, of } => {
                let (_, point) = self.value(of, tense)?;
                day_value(point?.date()?.checked_add(days.days()).ok()?)
            }
            Expr::Within { part, day } => self.within(part.code(), day.as_deref(), tense),
            Expr::Clock { hour, minute, day } => self.clock(*hour, *minute, day.as_deref(), tense),
            Expr::Duration(parts) => Some((value::duration(parts), None)),
            Expr::Set(value) => Some((value.clone(), None)),
            Expr::Reference(reference) => Some((reference_value(*reference).to_owned(), None)),
            Expr::QuarterOf(year) => self.quarter_in(*year),
            Expr::Quarter { latest } => self.the_quarter(*latest),
        }
    }

    fn named(&self, what: Named, year: Year, shift: Option<Shift>, tense: Tense) -> Value {
        if let Named::Weekday(day) = what {
            return day_value(self.weekday(day, shift, tense)?);
        }
        let year = match (year, shift) {
            (Year::Number(y), _) => y,
            (Year::Shift(shift), _) => self.anchor(shift, Unit::Year)?.year + shift.step() as i32,
            (Year::Open, Some(shift)) => self.shifted_year(what, shift)?,
            (Year::Open, None) => self.open_year(what, tense)?,
        };
        in_year(what, year)
    }

    /// `last October`: the nearest one wholly before; `next`: wholly after; `this`: of the year.
    fn shifted_year(&self, what: Named, shift: Shift) -> Option<i32> {
        let anchor = self.anchor(shift, Unit::Year)?;
        let at = anchor.start()?;
        let year = anchor.year;
        let (start, end) = bounds(what, year)?;
        Some(match shift.step() {
            -1 if end < at => year,
            -1 => year - 1,
            1 if start > at => year,
            1 => year + 1,
            _ => year,
        })
    }

    /// The year of a month, day or season that names none.
    fn open_year(&self, what: Named, tense: Tense) -> Option<i32> {
        let anchor = if self.narrative { self.then()? } else { self.now()? };
        if self.narrative {
            return Some(anchor.year + i32::from(turns_year(what, anchor)));
        }
        let at = anchor.start()?;
        let cost = |year: i32| {
            let (start, end) = bounds(what, year)?;
            let ahead = days_between(at, start).max(0);
            let behind = days_between(end, at).max(0);
            // a time lies behind rather than ahead unless the verb says otherwise
            let (ahead_costs, behind_costs) = leaning(what, tense);
            Some(ahead_costs * ahead + behind_costs * behind)
        };
        let years = (anchor.year - 1)..=(anchor.year + 1);
        years.filter_map(|y| cost(y).map(|c| (c, y))).min().map(|(_, y)| y)
    }

    fn weekday(&self, day: Weekday, shift: Option<Shift>, tense: Tense) -> Option<Date> {
        let told = self.narrative || shift.is_some_and(Shift::is_anaphoric);
        let at = if told { self.then()?.date()? } else { self.published? };
        let on_or_before = at.tomorrow().ok()?.nth_weekday(-1, day).ok()?;
        let on_or_after = at.yesterday().ok()?.nth_weekday(1, day).ok()?;
        match shift.map(Shift::step) {
            Some(-1) => at.nth_weekday(-1, day).ok(),
            Some(1) => at.nth_weekday(1, day).ok(),
            Some(_) => Some(on_or_after),
            None if tense == Tense::Future => Some(on_or_after),
            None => Some(on_or_before),
        }
    }

    fn period(&self, unit: Unit, shift: Shift, tense: Tense) -> Value {
        let anchor = self.anchor(shift, unit)?;
        let step = shift.step();
        match unit {
            // all that is known of today is its month
            Unit::Day if matches!(shift, Shift::This) && anchor.day.is_none() && self.month_is_of_writing => {
                month_value(anchor.year, anchor.month?)
            }
            Unit::Day => day_value(anchor.date()?.checked_add(step.days()).ok()?),
            Unit::Week => {
                let date = anchor.date()?.checked_add(step.weeks()).ok()?;
                Some((value::week(date), None))
            }
            Unit::Weekend => self.weekend(anchor.date()?, shift, tense),
            Unit::Month => {
                let date = new_date(anchor.year, anchor.month?, 1)?.checked_add(step.months()).ok()?;
                month_value(i32::from(date.year()), date.month())
            }
            Unit::Quarter => {
                let date = new_date(anchor.year, anchor.month?, 1)?.checked_add((3 * step).months()).ok()?;
                quarter_value(i32::from(date.year()), quarter_number(date))
            }
            Unit::Year => year_value(anchor.year + step as i32),
            Unit::Decade => Some((value::decade(anchor.year.div_euclid(10) + step as i32), None)),
            Unit::Century => Some((value::century(anchor.year.div_euclid(100) + 1 + step as i32), None)),
            Unit::Second | Unit::Minute | Unit::Hour => None,
        }
    }

    fn weekend(&self, at: Date, shift: Shift, tense: Tense) -> Value {
        let begun = at.weekday().to_monday_zero_offset() >= 5;
        let step = match shift {
            Shift::Same if begun || tense == Tense::Future => 0,
            Shift::Same => -1,
            other => other.step(),
        };
        let date = at.checked_add(step.weeks()).ok()?;
        Some((format!("{}-WE", value::week(date)), None))
    }

    /// `two weeks ago`, `a year earlier`, `three days later`.
    fn offset(&self, amount: Amount, unit: Unit, back: bool, from_now: bool) -> Value {
        if unit < Unit::Day {
            // how long before or after says more than a day would
            return Some((value::duration(&[(amount, unit)]), None));
        }
        let Some(count) = amount.floor().filter(|n| *n < 10_000) else {
            return Some((if back { "PAST_REF" } else { "FUTURE_REF" }.to_owned(), None));
        };
        let half = amount.as_whole().is_none();
        if unit == Unit::Year && count == 1 && back && !half && !self.narrative {
            return self.quarter_in(Year::Shift(Shift::Last));
        }
        let anchor = if from_now { self.now()? } else { self.then()? };
        let sign = if back { -1 } else { 1 };
        let step = sign * count;
        match unit {
            Unit::Day => day_value(anchor.date()?.checked_add(step.days()).ok()?),
            Unit::Week | Unit::Weekend => {
                let date = anchor.date()?.checked_add(step.weeks()).ok()?;
                Some((value::week(date), Some(Point::of(date))))
            }
            Unit::Month | Unit::Quarter => {
                let months = if unit == Unit::Quarter { 3 * step } else { step };
                let date = new_date(anchor.year, anchor.month?, 1)?.checked_add(months.months()).ok()?;
                month_value(i32::from(date.year()), date.month())
            }
            Unit::Year => year_value(anchor.year + step as i32),
            Unit::Decade => year_value(anchor.year + 10 * step as i32),
            Unit::Century => year_value(anchor.year + 100 * step as i32),
            Unit::Hour | Unit::Minute | Unit::Second => None,
        }
    }

    /// The quarter spoken of in another year; where none is, that year.
    fn quarter_in(&self, year: Year) -> Value {
        let of = |from: i32| match year {
            Year::Number(y) => y,
            Year::Shift(shift) => from + shift.step() as i32,
            Year::Open => from,
        };
        if let Some((year, quarter)) = self.quarter {
            return Some((value::in_year(of(year), &format!("Q{quarter}")), None));
        }
        match year {
            Year::Number(y) => year_value(y),
            _ => year_value(of(self.now()?.year)),
        }
    }

    fn the_quarter(&self, latest: bool) -> Value {
        if let Some((year, quarter)) = self.quarter.filter(|_| !latest) {
            return Some((value::in_year(year, &format!("Q{quarter}")), None));
        }
        let over = self.published?.checked_sub(3.months()).ok()?;
        quarter_value(i32::from(over.year()), quarter_number(over))
    }

    fn within(&self, code: &str, day: Option<&Expr>, tense: Tense) -> Value {
        let (value, point) = match day {
            Some(day) => self.value(day, tense)?,
            None => return None,
        };
        Some((format!("{value}T{code}"), point))
    }

    fn clock(&self, hour: i8, minute: Option<i8>, day: Option<&Expr>, tense: Tense) -> Value {
        let date = match day {
            Some(day) => self.value(day, tense)?.1?.date()?,
            None => self.then()?.date()?,
        };
        let time = match minute {
            Some(minute) => format!("T{hour:02}:{minute:02}"),
            None => format!("T{hour:02}:00"),
        };
        Some((format!("{date}{time}"), Some(Point::of(date))))
    }
}

/// What a day ahead and a day behind cost when the year of a name is sought. A time lies behind
/// rather than ahead unless the verb says otherwise; the more so the less exact the name is, since
/// a day without a year is mostly a near one.
fn leaning(what: Named, tense: Tense) -> (i64, i64) {
    match (tense, what) {
        (Tense::Future, _) => (1, 3),
        (Tense::Past, Named::Day(..) | Named::Feast(_)) => (3, 1),
        (Tense::Past, _) => (12, 1),
        (Tense::Unknown, Named::Quarter(_)) => (4, 1),
        (Tense::Unknown, _) => (2, 1),
    }
}

/// A story that has come to the end of a year goes on in the next.
fn turns_year(what: Named, from: Point) -> bool {
    match (what, from.month) {
        (Named::Month(month) | Named::Day(month, _), Some(last)) => last - month >= 8,
        _ => false,
    }
}

fn reference_value(reference: Reference) -> &'static str {
    match reference {
        Reference::Past => "PAST_REF",
        Reference::Present => "PRESENT_REF",
        Reference::Future => "FUTURE_REF",
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

fn quarter_number(date: Date) -> i8 {
    (date.month() - 1) / 3 + 1
}

fn quarter_of(value: &str) -> Option<(i32, i8)> {
    let (year, quarter) = value.split_once("-Q")?;
    Some((year.parse().ok()?, quarter.parse().ok()?))
}

fn year_value(year: i32) -> Value {
    Some((value::year(year), Some(Point { year, month: None, day: None })))
}

fn month_value(year: i32, month: i8) -> Value {
    Some((value::in_year(year, &format!("{month:02}")), Some(Point { year, month: Some(month), day: None })))
}

fn quarter_value(year: i32, quarter: i8) -> Value {
    Some((value::in_year(year, &format!("Q{quarter}")), Some(Point { year, month: None, day: None })))
}

fn day_value(date: Date) -> Value {
    Some((date.to_string(), Some(Point::of(date))))
}

/// The value of a named period in a year.
fn in_year(what: Named, year: i32) -> Value {
    match what {
        Named::Month(month) => month_value(year, month),
        Named::Day(month, day) if year < 0 => {
            let point = Point { year, month: Some(month), day: Some(day) };
            Some((value::in_year(year, &format!("{month:02}-{day:02}")), Some(point)))
        }
        Named::Day(month, day) => day_value(new_date(year, month, day)?),
        Named::Quarter(quarter) => quarter_value(year, quarter),
        Named::Half(half) => {
            Some((value::in_year(year, &format!("H{half}")), Some(Point { year, month: None, day: None })))
        }
        Named::Season(season) => {
            Some((value::in_year(year, season.code()), Some(Point { year, month: None, day: None })))
        }
        Named::Feast(index) => day_value(feast::day_of(index, i16::try_from(year).ok()?)?),
        Named::Weekday(_) => None,
    }
}

/// First and last day of a named period in a year.
fn bounds(what: Named, year: i32) -> Option<(Date, Date)> {
    let months =
        |first: i8, last: i8| Some((new_date(year, first, 1)?, new_date(year, last, 1)?.last_of_month()));
    match what {
        Named::Month(month) => months(month, month),
        Named::Day(month, day) => new_date(year, month, day).map(|d| (d, d)),
        Named::Quarter(quarter) => months(3 * quarter - 2, 3 * quarter),
        Named::Half(half) => months(6 * half - 5, 6 * half),
        Named::Season(Season::Spring) => months(3, 5),
        Named::Season(Season::Summer) => months(6, 8),
        Named::Season(Season::Autumn) => months(9, 11),
        Named::Season(Season::Winter) => {
            let start = new_date(year - 1, 12, 1)?;
            Some((start, new_date(year, 2, 1)?.last_of_month()))
        }
        Named::Feast(index) => feast::day_of(index, i16::try_from(year).ok()?).map(|d| (d, d)),
        Named::Weekday(_) => None,
    }
}

/// The TIMEX3 type of an expression.
pub(super) fn kind(expr: &Expr) -> TimexKind {
    match expr {
        Expr::Duration(_) => TimexKind::Duration,
        Expr::Offset { unit, .. } if *unit < Unit::Day => TimexKind::Duration,
        Expr::Set(_) => TimexKind::Set,
        Expr::Within { .. } | Expr::Clock { .. } => TimexKind::Time,
        _ => TimexKind::Date,
    }
}

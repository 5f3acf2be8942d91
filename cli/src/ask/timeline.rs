//! `dateline timeline`: how many events a day, week, month or year, with what they were.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::ValueEnum;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde_json::json;

use super::chart::bar;
use super::filter::{FilterArgs, States};
use super::{StoreArgs, finish};
use crate::out::harmless_lines;

/// Longest bar.
const WIDTH: usize = 40;
/// Lines at most: a chart of centuries of days helps nobody.
const LINES: usize = 400;

/// Options of `timeline`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:  dateline timeline --store news.db --country SYR --type ASSAULT --by week")]
pub struct TimelineArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
    /// What one line stands for
    #[arg(long, value_enum, default_value_t = Step::Day)]
    by: Step,
    /// One JSON object a line instead of a chart
    #[arg(long)]
    json: bool,
}

/// What one line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// A day.
    Day,
    /// A week from Monday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Step {
    fn first(self, day: Date) -> Date {
        match self {
            Step::Day => day,
            Step::Week => {
                day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day)
            }
            Step::Month => day.first_of_month(),
            Step::Year => day.first_of_year(),
        }
    }

    fn span(self) -> Span {
        match self {
            Step::Day => 1.day(),
            Step::Week => 1.week(),
            Step::Month => 1.month(),
            Step::Year => 1.year(),
        }
    }
}

/// Runs the command.
pub fn run(args: &TimelineArgs) -> ExitCode {
    finish(timeline(args))
}

fn timeline(args: &TimelineArgs) -> Result<String, String> {
    let store = args.store.open()?;
    let filter = args.filter.filter(&States::builtin()?)?;
    let rows = store.per_day(&filter).map_err(|e| e.to_string())?;
    let mut steps: BTreeMap<Date, BTreeMap<String, u64>> = BTreeMap::new();
    for (day, kind, count) in rows {
        *steps.entry(args.by.first(day)).or_default().entry(kind).or_default() += count;
    }
    if args.json {
        let line = |(day, kinds): (&Date, &BTreeMap<String, u64>)| {
            json!({ "from": day.to_string(), "events": kinds.values().sum::<u64>(), "types": kinds })
                .to_string()
                + "\n"
        };
        return Ok(steps.iter().map(line).collect());
    }
    Ok(harmless_lines(&chart(&steps, args.by)))
}

fn chart(steps: &BTreeMap<Date, BTreeMap<String, u64>>, by: Step) -> String {
    let (Some(&first), Some(&last)) = (steps.keys().next(), steps.keys().next_back()) else {
        return "no event with a date\n".to_owned();
    };
    let total = |kinds: &BTreeMap<String, u64>| kinds.values().sum::<u64>();
    let most = steps.values().map(total).max().unwrap_or(1);
    let mut out = String::new();
    let (mut day, mut quiet) = (Some(first), 0);
    let mut lines = 0;
    while let Some(at) = day.filter(|d| *d <= last && lines < LINES) {
        match steps.get(&at) {
            None => quiet += 1,
            Some(kinds) => {
                if quiet > 0 {
                    out += &format!("{:10}  {quiet} without\n", "⋮");
                    quiet = 0;
                }
                let mut named: Vec<_> = kinds.iter().collect();
                named.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
                let named: Vec<String> = named.iter().take(3).map(|(k, n)| format!("{k} {n}")).collect();
                out += &format!(
                    "{at}  {:>6}  {:WIDTH$}  {}\n",
                    total(kinds),
                    bar(total(kinds), most, WIDTH),
                    named.join(", ")
                );
                lines += 1;
            }
        }
        day = at.checked_add(by.span()).ok();
    }
    if day.is_some_and(|d| d <= last) {
        out += &format!(
            "{LINES} lines are shown: choose a longer step by --by, or fewer days by --since and --until\n"
        );
    }
    out
}

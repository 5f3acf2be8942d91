//! `dateline dyad A B`: what two have to do with each other, each way.

use std::collections::BTreeMap;
use std::process::ExitCode;

use dateline::record::quad_class;
use dateline_store::{EventRow, Filter, Store, Who};
use serde_json::json;

use super::chart::{bar, sparkline};
use super::filter::{FilterArgs, States};
use super::query::{SHORT, short};
use super::table::table;
use super::{StoreArgs, finish};
use crate::ingest::many;
use crate::out::harmless_lines;

/// Months that the small chart shows at most.
const MONTHS: usize = 60;
/// Events that are listed each way.
const LISTED: usize = 10;

/// Options of `dyad`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:  dateline dyad Russia Ukraine --store news.db --since 2024-01-01")]
pub struct DyadArgs {
    /// The one: a name or part of one, or a state and all who are of it
    a: String,
    /// The other
    b: String,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
    /// One JSON object instead of charts
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &DyadArgs) -> ExitCode {
    finish(dyad(args))
}

/// What one does to the other.
struct Way {
    from: String,
    to: String,
    events: Vec<EventRow>,
}

fn dyad(args: &DyadArgs) -> Result<String, String> {
    let store = args.store.open()?;
    let states = States::builtin()?;
    let filter = args.filter.filter(&states)?;
    let way = |from: &str, to: &str| way(&store, &filter, (from, states.who(from)), (to, states.who(to)));
    let ways = [way(&args.a, &args.b)?, way(&args.b, &args.a)?];
    if args.json {
        let ways = ways.iter().map(|w| {
            json!({ "actor": w.from, "recipient": w.to, "events": w.events.len(), "types": types(&w.events), "months": months(&w.events) })
        });
        return Ok(json!({ "a": args.a, "b": args.b, "ways": ways.collect::<Vec<_>>() }).to_string() + "\n");
    }
    let text = ways.iter().map(shown).collect::<Vec<_>>().join("\n");
    Ok(harmless_lines(&text))
}

fn way(store: &Store, filter: &Filter, from: (&str, Who), to: (&str, Who)) -> Result<Way, String> {
    let mut filter = filter.clone();
    filter.actors.push(from.1);
    filter.recipients.push(to.1);
    let events = store.events(&filter).map_err(|e| e.to_string())?;
    Ok(Way { from: from.0.to_owned(), to: to.0.to_owned(), events })
}

fn types(events: &[EventRow]) -> BTreeMap<&str, u64> {
    let mut out = BTreeMap::new();
    events.iter().for_each(|e| *out.entry(e.event_type.as_str()).or_default() += 1);
    out
}

/// Events of each month that has a date, from the first to the last.
fn months(events: &[EventRow]) -> BTreeMap<String, u64> {
    let mut out = BTreeMap::new();
    for month in events.iter().filter_map(|e| e.date.as_deref()?.get(..7)) {
        if month.as_bytes()[4] == b'-' && month.bytes().filter(u8::is_ascii_digit).count() == 6 {
            *out.entry(month.to_owned()).or_default() += 1;
        }
    }
    out
}

/// The last months up to the last that has an event, those without one as nothing, and the first of them.
fn filled(months: &BTreeMap<String, u64>) -> Option<(String, Vec<u64>)> {
    let number = |m: &str| Some(m.get(..4)?.parse::<usize>().ok()? * 12 + m.get(5..)?.parse::<usize>().ok()?);
    let numbers: Vec<(usize, u64)> = months.iter().filter_map(|(m, n)| Some((number(m)?, *n))).collect();
    let (first, last) = (numbers.first()?, numbers.last()?);
    let from = first.0.max((last.0 + 1).saturating_sub(MONTHS));
    let mut out = vec![0; last.0 + 1 - from];
    numbers.iter().filter(|(m, _)| *m >= from).for_each(|(m, n)| out[m - from] += n);
    let (year, month) = (from.saturating_sub(1) / 12, from.saturating_sub(1) % 12 + 1);
    Some((format!("{year:04}-{month:02}"), out))
}

fn shown(way: &Way) -> String {
    let mut out = format!("{} → {}: {}\n", way.from, way.to, many(way.events.len() as u64, "event"));
    if way.events.is_empty() {
        return out;
    }
    let months = months(&way.events);
    if let (Some((first, numbers)), Some(last)) = (filled(&months), months.keys().next_back()) {
        out += &format!("  {first} {} {last}\n", sparkline(&numbers));
    }
    let mut types: Vec<(&str, u64)> = types(&way.events).into_iter().collect();
    types.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let most = types.first().map_or(1, |t| t.1);
    for (kind, count) in types {
        let class = quad_class(kind).unwrap_or_default().replace('_', " ");
        out += &format!("  {kind:<10} {count:>5}  {:20}  {class}\n", bar(count, most, 20));
    }
    let rows: Vec<Vec<String>> = way.events.iter().take(LISTED).map(short).collect();
    out + &table(&SHORT, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_begins_with_the_month_it_names() {
        let months = |all: &[&str]| all.iter().map(|m| ((*m).to_owned(), 1)).collect::<BTreeMap<_, _>>();
        let (first, numbers) = filled(&months(&["2023-11", "2024-02"])).unwrap();
        assert_eq!((first.as_str(), numbers), ("2023-11", vec![1, 0, 0, 1]));
        let (first, numbers) = filled(&months(&["1999-01", "2024-12"])).unwrap();
        assert_eq!((first.as_str(), numbers.len(), numbers[0]), ("2020-01", MONTHS, 0));
        assert_eq!(filled(&BTreeMap::new()), None);
    }
}

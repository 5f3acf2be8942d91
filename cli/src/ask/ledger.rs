//! `dateline ledger`: processes with their changes of state, and what is owed, over all reports of a store.

use std::process::ExitCode;

use dateline::ledger::{Change, Move, Owed, Running, Source};
use dateline::record::SpanRecord;
use dateline_store::LedgerFilter;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::filter::States;
use super::{StoreArgs, finish};
use crate::out::harmless_lines;
use crate::read::day;

const HELP: &str = "\
Examples:
  dateline ledger --store news.db --process ceasefire
  dateline ledger --store news.db --process Geneva --until 2016-02-10    as it stood on that day
  dateline ledger --store news.db --by Russia
  dateline ledger --store news.db --due 2016-02-01..2016-02-29

Each change of state and each move of a commitment stands with the words of every report that tells it.
Changes that reports contradict are marked. A day due that passed with nothing told of it: overdue.";

/// Options of `ledger`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP, after_help = "dateline ledger --help gives examples")]
pub struct LedgerArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// Processes: a kind (negotiation, ceasefire, siege …), a word of the name, or a party
    #[arg(long, value_name = "WORDS")]
    process: Option<String>,
    /// Commitments of this debtor: a name or part of one, or a state and all who are of it
    #[arg(long, value_name = "ACTOR")]
    by: Option<String>,
    /// Commitments due on a day, or from one to another: DATE or DATE..DATE
    #[arg(long, value_name = "DATE[..DATE]", value_parser = days)]
    due: Option<(Date, Date)>,
    /// Reports published on or after this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// Reports published on or before this day; states are those of that day
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    /// One JSON object an entry, one on a line
    #[arg(long)]
    json: bool,
}

fn days(text: &str) -> Result<(Date, Date), String> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to) = (day(from)?, day(to)?);
    if from <= to {
        Ok((from, to))
    } else {
        Err("the first day is after the last: turn them round".to_owned())
    }
}

/// Runs the command.
pub fn run(args: &LedgerArgs) -> ExitCode {
    finish(ledger(args))
}

fn ledger(args: &LedgerArgs) -> Result<String, String> {
    let store = args.store.open()?;
    let states = States::builtin()?;
    let filter = LedgerFilter {
        process: args.process.clone(),
        by: args.by.as_ref().map(|by| states.who(by)),
        due: args.due,
        since: args.since,
        until: args.until,
    };
    let ledger = store.ledger(&filter).map_err(|e| e.to_string())?;
    // without a day the states are those after the last report that the store has
    let asked = match args.until {
        Some(day) => Some(day),
        None => store.last_day().map_err(|e| e.to_string())?,
    };
    if args.json {
        let with = |mut value: Value, entry: &str, state: Option<&str>| {
            value["entry"] = json!(entry);
            value["state"] = json!(state);
            value.to_string() + "\n"
        };
        let value = |v: Result<Value, serde_json::Error>| v.map_err(|e| e.to_string());
        let mut out = String::new();
        for p in &ledger.processes {
            out += &with(value(serde_json::to_value(p))?, "process", p.state_on(asked));
        }
        for c in &ledger.commitments {
            out += &with(value(serde_json::to_value(c))?, "commitment", Some(c.state_on(asked)));
        }
        return Ok(out);
    }
    let processes = ledger.processes.iter().map(|p| process(p, asked));
    let entries: Vec<String> =
        processes.chain(ledger.commitments.iter().map(|c| commitment(c, asked))).collect();
    if entries.is_empty() {
        return Ok("nothing in the ledger that is asked for\n".to_owned());
    }
    let text = entries.join("\n");
    Ok(harmless_lines(&text))
}

fn process(process: &Running, asked: Option<Date>) -> String {
    let state = process.state_on(asked).unwrap_or("not begun");
    let mut out = format!("{}  {}: {}  {}\n", process.id, process.kind, process.name, state.to_uppercase());
    for (name, values) in
        [("parties", &process.parties), ("mediators", &process.mediators), ("venues", &process.venues)]
    {
        if !values.is_empty() {
            out += &format!("  {name:<9} {}\n", values.join("; "));
        }
    }
    process.changes.iter().for_each(|c| out += &change(c));
    out
}

fn change(change: &Change) -> String {
    let mark = if change.contradicted { "  (contradicted)" } else { "" };
    let by = change.by.as_ref().map(|by| format!(", by {by}")).unwrap_or_default();
    let planned = change.date.as_ref().filter(|d| Some(&d.value) != change.day.as_ref());
    let planned = planned.map(|d| format!(" for {}", d.value)).unwrap_or_default();
    let day = change.day.as_deref().unwrap_or("undated   ");
    let mut out = format!("  {day}  {}{planned}{by}{mark}\n", change.state);
    change.evidence.iter().for_each(|(source, words)| out += &told(source, words));
    out
}

fn told(source: &Source, words: &SpanRecord) -> String {
    let publisher = source.publisher.as_deref().unwrap_or("unknown publisher");
    let day = source.published.as_deref().unwrap_or("undated");
    format!("      “{}”  {publisher}, {day}\n", words.text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn commitment(owed: &Owed, asked: Option<Date>) -> String {
    let who = owed.debtor.as_deref().unwrap_or("somebody");
    let to = owed.creditor.as_ref().map(|c| format!(" to {c}")).unwrap_or_default();
    let due = owed.due.as_ref().map(|d| format!(", due {}", d.value)).unwrap_or_default();
    let mut out =
        format!("{}  {}: {who}{to}{due}  {}\n", owed.id, owed.kind, owed.state_on(asked).to_uppercase());
    owed.evidence.iter().for_each(|(source, words)| out += &told(source, words));
    owed.moves.iter().for_each(|m| out += &moved(m));
    out
}

fn moved(m: &Move) -> String {
    format!("  {}  {}\n{}", m.day.as_deref().unwrap_or("undated   "), m.to, told(&m.source, &m.evidence))
}

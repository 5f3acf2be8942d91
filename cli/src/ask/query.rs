//! `dateline query`: events of a store, filtered.

use std::process::ExitCode;

use clap::ValueEnum;
use dateline_store::{EventRow, PartyRow};

use super::filter::{FilterArgs, States};
use super::table::{csv, table};
use super::{StoreArgs, finish};
use crate::ingest::many;

const HELP: &str = "\
Examples:
  dateline query --store news.db --type ASSAULT --country Syria --since 2016-02-01
  dateline query --store news.db --actor Russia --recipient Ukraine --reality actual
  dateline query --store news.db --near 36.2,37.16,50 --min-score 0.7
  dateline query --store news.db --text '\"humanitarian corridor\" Aleppo' --format csv > rows.csv
  dateline query --store news.db --speaker Kerry --format json | jq .words

Only events that are asserted to have happened: --polarity affirmed --reality actual";

/// Options of `query`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP, after_help = "dateline query --help gives examples")]
pub struct QueryArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
    /// How many rows at most; 0 is all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// How many rows to pass over
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// How rows are written: a table for a person, csv, or json (one object a line)
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For a person.
    Table,
    /// RFC 4180.
    Csv,
    /// One object a line.
    Json,
}

/// Runs the command.
pub fn run(args: &QueryArgs) -> ExitCode {
    finish(query(args))
}

fn query(args: &QueryArgs) -> Result<String, String> {
    let store = args.store.open()?;
    let mut filter = args.filter.filter(&States::builtin()?)?;
    filter.limit = (args.limit > 0).then_some(args.limit);
    filter.offset = args.offset;
    let rows = store.events(&filter).map_err(|e| e.to_string())?;
    match args.format {
        Form::Json => {
            let lines = rows.iter().map(|r| serde_json::to_string(r).map(|l| l + "\n"));
            lines.collect::<Result<String, _>>().map_err(|e| e.to_string())
        }
        Form::Csv => Ok(csv(&COLUMNS, &rows.iter().map(cells).collect::<Vec<_>>())),
        Form::Table => {
            let shown: Vec<Vec<String>> = rows.iter().map(short).collect();
            let all = store.count(&filter).map_err(|e| e.to_string())?;
            let more = if all > rows.len() as u64 {
                format!("{} of {}; --limit 0 shows all\n", rows.len(), many(all, "event"))
            } else {
                many(all, "event") + "\n"
            };
            Ok(table(&SHORT, &shown) + &more)
        }
    }
}

const COLUMNS: [&str; 27] = [
    "id",
    "type",
    "mode",
    "cameo",
    "actors",
    "actor_countries",
    "recipients",
    "recipient_countries",
    "date",
    "place",
    "country",
    "lat",
    "lon",
    "precision",
    "polarity",
    "reality",
    "recency",
    "score",
    "speaker",
    "dead",
    "injured",
    "story",
    "words",
    "report",
    "published",
    "publisher",
    "url",
];

fn names(parties: &[PartyRow]) -> String {
    parties.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("; ")
}

fn countries(parties: &[PartyRow]) -> String {
    parties.iter().map(|p| p.country.as_deref().unwrap_or_default()).collect::<Vec<_>>().join("; ")
}

fn cells(row: &EventRow) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    let count = |value: Option<i64>| value.map(|v| v.to_string()).unwrap_or_default();
    vec![
        row.id.clone(),
        row.event_type.clone(),
        text(&row.mode),
        text(&row.cameo),
        names(&row.actors),
        countries(&row.actors),
        names(&row.recipients),
        countries(&row.recipients),
        text(&row.date),
        text(&row.place),
        text(&row.country),
        number(row.lat),
        number(row.lon),
        text(&row.precision),
        row.polarity.clone(),
        row.reality.clone(),
        row.recency.clone(),
        score(row.score),
        text(&row.speaker),
        count(row.counts[0]),
        count(row.counts[1]),
        text(&row.story),
        row.words.clone(),
        row.report.clone(),
        text(&row.published),
        text(&row.publisher),
        text(&row.url),
    ]
}

fn score(score: Option<f64>) -> String {
    score.map(|s| format!("{s:.2}")).unwrap_or_default()
}

/// The columns of [`short`].
pub const SHORT: [&str; 9] =
    ["date", "type", "actors", "recipients", "where", "said by", "score", "id", "words"];

/// What a person wants to see of an event. What did not happen is marked at its type.
pub fn short(row: &EventRow) -> Vec<String> {
    let mut kind = row.event_type.clone();
    if let Some(mode) = &row.mode {
        kind += &format!(" {mode}");
    }
    for (word, usual) in [(&row.polarity, "affirmed"), (&row.reality, "actual"), (&row.recency, "current")] {
        if word != usual {
            kind += &format!(" ({word})");
        }
    }
    let place = match (&row.place, &row.country) {
        (Some(place), Some(country)) => format!("{place}, {country}"),
        (place, country) => place.clone().or_else(|| country.clone()).unwrap_or_default(),
    };
    vec![
        row.date.clone().unwrap_or_else(|| "–".to_owned()),
        kind,
        names(&row.actors),
        names(&row.recipients),
        place,
        row.speaker.clone().unwrap_or_default(),
        score(row.score),
        row.id.chars().take(8).collect(),
        row.words.clone(),
    ]
}

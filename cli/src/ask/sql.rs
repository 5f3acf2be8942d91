//! `dateline sql`: a store read by SQL, over its documented views.

use std::process::ExitCode;

use super::query::Form;
use super::table::{csv, table};
use super::{StoreArgs, finish};

const HELP: &str = "\
Views (what they are made of may change, they do not):
  reports      id, url, publisher, title, published, language, place, text,
               copy_of, engine, codebook, model
  events       id, report, type, mode, cameo, contexts, actors, recipients,
               date, date_from, date_to, place, country, lat, lon, precision,
               geonames, polarity, reality, recency, score, found_by, rule,
               speaker, attributed_to, within, trigger, start, end, dead,
               injured, arrested, displaced, story, published, publisher, url
  parties      event, side (actor, recipient), actor, name, kind, country,
               sector
  actors       report, id, actor, kind, name, country, sector, role, mentions
  statements   id, report, speaker, speaker_name, stance, form, parent, words
  processes    id, report, kind, name
  commitments  id, report, kind, debtor, creditor, due, state, words
  stories      id, type, date_from, date_to, reports, independent, disputed
  reviews      record, kind, who, at, verdict, reason, before, after

Examples:
  dateline sql --store news.db \"SELECT type, count(*) FROM events GROUP BY type ORDER BY 2 DESC\"
  dateline sql --store news.db --format csv \"SELECT * FROM events WHERE country = 'SYR'\" > syria.csv";

/// Options of `sql`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP, after_help = "dateline sql --help lists the views and their columns")]
pub struct SqlArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// One statement; nothing can be written
    #[arg(value_name = "SQL")]
    sql: String,
    /// How rows are written: a table for a person, csv, or json (one object a line)
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Stop a statement that runs longer than this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
}

/// Runs the command.
pub fn run(args: &SqlArgs) -> ExitCode {
    finish(sql(args))
}

fn sql(args: &SqlArgs) -> Result<String, String> {
    let mut store = args.store.open()?;
    let limit = std::time::Duration::from_secs(args.timeout);
    let rows = store.sql(&args.sql, limit).map_err(|e| e.to_string())?;
    let head: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
    if head.is_empty() {
        return Err(format!("{}: this gives no rows: ask with SELECT", args.sql));
    }
    if args.format == Form::Json {
        let object = |row: &Vec<serde_json::Value>| {
            let pairs = rows.columns.iter().cloned().zip(row.iter().cloned());
            serde_json::Value::Object(pairs.collect()).to_string() + "\n"
        };
        return Ok(rows.rows.iter().map(object).collect());
    }
    let word = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let cells: Vec<Vec<String>> = rows.rows.iter().map(|r| r.iter().map(word).collect()).collect();
    Ok(if args.format == Form::Csv { csv(&head, &cells) } else { table(&head, &cells) })
}

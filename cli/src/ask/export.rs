//! `dateline export`: a store's records in the formats that the field's tools read.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use dateline_export::{Format, Options, Writer};
use dateline_store::{Store, StoreError};

use super::StoreArgs;
use super::filter::{FilterArgs, States};
use crate::read::{bar, day};

const HELP: &str = "\
Formats:
  plover       PLOVER events, one JSON object a line
  csv          a table of events with their words (RFC 4180)
  parquet      the same table as Apache Parquet
  gdelt        the 61 columns of GDELT 2.0's event table, tab separated, without a head
  polecat      the 40 columns of POLECAT, with a head
  geojson      a FeatureCollection (RFC 7946); an event known to a country alone has no point
  annotations  W3C Web Annotations, one JSON-LD object a line

  GDELT and POLECAT rows cannot say that something was denied, planned or only possible, so such events
  are left out there unless --all is given.

Examples:
  dateline export --store news.db --format parquet --out events.parquet
  dateline export --store news.db --format gdelt --min-score 0.8 --asserted > rows.tsv";

/// Options of `export`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP, after_help = "dateline export --help describes the formats")]
pub struct ExportArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
    /// plover, csv, parquet, gdelt, polecat, geojson, annotations
    #[arg(long, value_name = "FORMAT")]
    format: Format,
    /// Where to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Let gdelt and polecat have what was denied, planned, possible or of long ago
    #[arg(long)]
    all: bool,
    /// Only what the reports assert themselves
    #[arg(long)]
    asserted: bool,
    /// Give gdelt and polecat the day of publication for events without a date
    #[arg(long)]
    undated_as_published: bool,
    /// The day that DATEADDED and coded_date give
    #[arg(long, value_name = "DATE", value_parser = day)]
    date_added: Option<jiff::civil::Date>,
}

/// Runs the command.
pub fn run(args: &ExportArgs) -> ExitCode {
    super::status(export(args))
}

fn export(args: &ExportArgs) -> Result<(), String> {
    let store = args.store.open()?;
    let wanted = Wanted::of(&store, args)?;
    let Some(path) = &args.out else {
        return write(&store, args, &wanted, BufWriter::new(io::stdout())).or_else(|fault| match fault {
            Fault::Write(e) => super::unread(e).map_err(|e| format!("standard output: {e}")),
            Fault::Other(why) => Err(why),
        });
    };
    let there = std::fs::canonicalize(path).ok();
    if there.is_some() && there == std::fs::canonicalize(store.file()).ok() {
        return Err(format!("{}: is the store itself: give another file by --out", path.display()));
    }
    let why = |e: io::Error| format!("{}: {e}: give another file by --out", path.display());
    let file = File::create(path).map_err(why)?;
    write(&store, args, &wanted, BufWriter::new(file)).map_err(|fault| match fault {
        Fault::Write(e) => why(e),
        Fault::Other(why) => why,
    })
}

/// What stopped the writing: the output, or anything else, in words.
enum Fault {
    Write(io::Error),
    Other(String),
}

impl From<dateline_export::Error> for Fault {
    fn from(error: dateline_export::Error) -> Fault {
        match error {
            dateline_export::Error::Write(e) => Fault::Write(e),
            e => Fault::Other(e.to_string()),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::Other(error.to_string())
    }
}

/// The events asked for, in order of their ids; `None`: all.
struct Wanted(Option<Vec<String>>);

impl Wanted {
    fn of(store: &Store, args: &ExportArgs) -> Result<Wanted, String> {
        let filter = args.filter.filter(&States::builtin()?)?;
        if filter == dateline_store::Filter::default() {
            return Ok(Wanted(None));
        }
        let mut ids = store.event_ids(&filter).map_err(|e| e.to_string())?;
        ids.sort_unstable();
        Ok(Wanted(Some(ids)))
    }

    fn has(&self, id: &str) -> bool {
        self.0.as_ref().is_none_or(|ids| ids.binary_search_by(|i| i.as_str().cmp(id)).is_ok())
    }
}

fn write<W: Write + Send>(store: &Store, args: &ExportArgs, wanted: &Wanted, to: W) -> Result<(), Fault> {
    let options = Options {
        min_score: None,
        date_added: args.date_added,
        all: args.all,
        asserted: args.asserted,
        undated_as_published: args.undated_as_published,
    };
    let mut writer = Writer::new(args.format, to, &options)?;
    let ids = store.report_ids()?;
    let bar = bar(ids.len(), "reports written");
    for id in ids {
        if let Some(record) = store.records(&id)? {
            writer.report(&record, &|event| wanted.has(&event.id))?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let mut to = writer.finish()?;
    to.flush().map_err(Fault::Write)
}

//! `dateline read`: reports in, records out, for a person or for programs.

mod inputs;
mod pool;
mod report;

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use dateline::Coder;
use dateline::read::{ReadOptions, read_bytes};
use dateline::record::{self, DocumentRecord};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;

use crate::out;
use inputs::Source;
pub use inputs::{Found, expand};
pub use pool::in_order;
use report::Look;

/// From so many reports on a bar shows how far the reading is.
const BAR_FROM: usize = 4;

/// Without a terminal to ask, lines are so wide.
const PAGE_WIDTH: usize = 100;

/// On a terminal narrower than this lines break.
const LEAST_WIDTH: usize = 40;

const HELP: &str = "\
Examples:
  dateline read report.html                     the records, for a person
  dateline read reports/                        every .txt, .html and .htm below a folder
  curl -s URL | dateline read - --url URL       from standard input
  dateline read old.txt --published 2016-02-04  so that \"Wednesday\" is the right one
  dateline read reports/ --format jsonl > records.jsonl
  dateline read report.txt --format json | jq '.events[] | {type, date, actors}'

Formats:
  report  for a person: each record with its words underlined in their sentence
          (^^^ the words that carry the record, --- who, whom, where and when)
  json    one object for each report, one on a line, with all its records and its text
  jsonl   one record on a line: document, entity, statement, event, process, commitment

  In json and jsonl every value from the text has its words beside it, with their
  place in the report's text in bytes (start, end) and in characters (chars). What
  is not known is null. The same report gives the same bytes everywhere.

Exit status:
  0  every report was read
  1  a report could not be read (the others were)
  2  the command line is wrong";

/// Options of `read`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
#[command(after_help = "dateline read --help gives examples, formats and exit status")]
pub struct ReadArgs {
    /// Reports (plain text or HTML, any encoding), folders of them, or - for standard input
    #[arg(required = true, value_name = "FILE|DIR|-")]
    inputs: Vec<PathBuf>,

    /// How the records are written
    #[arg(long, value_enum, default_value_t = Format::Report, hide_possible_values = true)]
    #[arg(value_name = "report|json|jsonl")]
    format: Format,

    /// Day of publication, YYYY-MM-DD, for all the reports, whatever they say themselves
    #[arg(long, value_name = "DATE", value_parser = day)]
    published: Option<Date>,

    /// Address of the report (of a single one)
    #[arg(long)]
    url: Option<String>,

    /// How many reports are read at a time [default: one a processor]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Colour in the report: auto is for a terminal, where NO_COLOR is not set
    #[arg(long, value_enum, default_value_t = Colour::Auto, hide_possible_values = true)]
    #[arg(value_name = "auto|always|never")]
    color: Colour,

    /// Width of the report in columns [default: the terminal's]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    width: Option<u16>,
}

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Report,
    Json,
    Jsonl,
}

/// When the report is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a day looks like 2016-02-04".to_owned())
}

/// Runs the command.
pub fn run(args: &ReadArgs) -> ExitCode {
    let found = expand(&args.inputs);
    let reports = found.iter().filter(|f| matches!(f, Found::Report(_))).count();
    if args.url.is_some() && reports > 1 {
        out::error(format!("--url is the address of one report, but {reports} are given"));
        return ExitCode::from(2);
    }
    if found.iter().filter(|f| **f == Found::Report(Source::Stdin)).count() > 1 {
        out::error("- is given twice, but there is one standard input");
        return ExitCode::from(2);
    }
    let reader = match reports {
        0 => None,
        _ => match Coder::builtin() {
            Ok(coder) => Some(Reader { coder, args, look: look(args) }),
            Err(e) => {
                out::error(format!("the engine cannot be loaded: {e}"));
                return ExitCode::FAILURE;
            }
        },
    };
    let all_read = write_all(&found, reader.as_ref(), args.threads, reports);
    if all_read { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn look(args: &ReadArgs) -> Look {
    let terminal = terminal_size::terminal_size_of(io::stdout()).map(|(w, _)| usize::from(w.0));
    let width = args.width.map(usize::from).or(terminal).unwrap_or(PAGE_WIDTH);
    let set = |name| std::env::var(name).unwrap_or_default();
    let plain = !set("NO_COLOR").is_empty() || set("TERM") == "dumb";
    Look {
        width: width.max(LEAST_WIDTH),
        colour: match args.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => io::stdout().is_terminal() && !plain,
        },
    }
}

struct Reader<'a> {
    coder: Coder,
    args: &'a ReadArgs,
    look: Look,
}

impl Reader<'_> {
    /// What is to be written for one report.
    fn read(&self, source: &Source) -> Result<String, String> {
        let options = ReadOptions {
            url: self.args.url.clone(),
            published: self.args.published,
            ..ReadOptions::default()
        };
        let bytes = source.bytes(options.max_bytes)?;
        let document = read_bytes(&bytes, &options).map_err(|e| e.to_string())?;
        let records = record::records(&self.coder.analyze(document));
        self.write(source, &records).map_err(|e| e.to_string())
    }

    fn write(&self, source: &Source, records: &DocumentRecord) -> serde_json::Result<String> {
        match self.args.format {
            Format::Report => Ok(report::report(records, &source.name(), self.look)),
            Format::Json => serde_json::to_string(records).map(|line| line + "\n"),
            Format::Jsonl => {
                records.flat().iter().map(|r| serde_json::to_string(r).map(|l| l + "\n")).collect()
            }
        }
    }
}

/// Reads and writes everything found, in order; whether all went well.
fn write_all(
    found: &[Found],
    reader: Option<&Reader>,
    threads: Option<NonZeroUsize>,
    reports: usize,
) -> bool {
    let threads = threads.or(std::thread::available_parallelism().ok()).map_or(1, usize::from);
    let bar = bar(reports);
    let work = |found: &Found| match (found, reader) {
        (Found::Report(source), Some(reader)) => {
            reader.read(source).map_err(|why| format!("{}: {why}", source.name()))
        }
        (Found::Trouble(name, why), _) => Err(format!("{name}: {why}")),
        _ => Ok(String::new()),
    };
    let between = reader.filter(|r| r.args.format == Format::Report).map(|r| r.look);
    let mut printer = Printer { between, first: true, all_well: true };
    let mut left = found.iter();
    in_order(found, threads, work, |result| {
        let Some(found) = left.next() else { return false };
        if matches!(found, Found::Report(_)) {
            bar.inc(1);
        }
        let result = result.unwrap_or_else(|| Err(mishap(found)));
        bar.suspend(|| printer.tell(found, result))
    });
    bar.finish_and_clear();
    printer.all_well
}

struct Printer {
    // the look of the line between two reports, where there is to be one
    between: Option<Look>,
    first: bool,
    all_well: bool,
}

impl Printer {
    /// Writes one result; false when nobody reads the output any more.
    fn tell(&mut self, found: &Found, result: Result<String, String>) -> bool {
        match (found, result) {
            (Found::Note(note), _) => out::note(note),
            (_, Err(why)) => {
                self.all_well = false;
                out::error(why);
            }
            (_, Ok(text)) => {
                let between = self.between.filter(|_| !self.first).map(report::between);
                self.first = false;
                return self.put(&(between.unwrap_or_default() + &text));
            }
        }
        true
    }

    fn put(&mut self, text: &str) -> bool {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
        if let Err(e) = &written
            // a closed pipe only means that its reader has seen enough
            && e.kind() != io::ErrorKind::BrokenPipe
        {
            self.all_well = false;
            out::error(format!("standard output: {e}"));
        }
        written.is_ok()
    }
}

fn mishap(found: &Found) -> String {
    let name = match found {
        Found::Report(source) => source.name(),
        Found::Trouble(name, _) | Found::Note(name) => name.clone(),
    };
    format!("{name}: a fault in dateline itself: please report it with this file")
}

fn bar(reports: usize) -> ProgressBar {
    if reports < BAR_FROM || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = "{bar:30} {pos} of {len} reports, {eta} left";
    let style = ProgressStyle::with_template(template);
    ProgressBar::new(reports as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

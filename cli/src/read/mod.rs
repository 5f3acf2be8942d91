//! `dateline read`: reports in, records out, for a person or for programs.

mod each;
mod inputs;
mod pool;
pub mod report;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use dateline::read::{ReadOptions, read_bytes};
use dateline::record::{self, Body, DocumentRecord, Line};
use dateline::{Coder, Document};
use jiff::civil::Date;

use crate::page::{Look, LookArgs};
use crate::{book, out};
pub use each::{bar, each, put, reports, threads_or_all};
pub use inputs::{Found, Source, expand};
pub use pool::in_order;

const HELP: &str = "\
Examples:
  dateline read report.html                     the records, for a person
  dateline read reports/                        every .txt, .html and .htm below a folder
  curl -s URL | dateline read - --url URL       from standard input
  dateline read old.txt --published 2016-02-04  so that \"Wednesday\" is the right one
  dateline read reports/ --format jsonl > records.jsonl
  dateline read reports/ --statements           who said what, and nothing else
  dateline read report.txt --codebook mybook    coded after a codebook of your own
  dateline read report.txt --format json | jq '.events[] | {type, date, actors}'

Formats:
  report  for a person: each record with its words underlined in their sentence
          (^^^ the words that carry the record, --- who, whom, where and when)
  json    one object for each report, one on a line, with all its records and its text
  jsonl   one record on a line: document, entity, statement, event, process, commitment
  annotations  one W3C Web Annotation on a line for each statement, event, process and
          commitment: its words as targets (by position in the text and by quotation), the
          record as body

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
    #[arg(value_name = "report|json|jsonl|annotations")]
    format: Format,

    /// Day of publication, YYYY-MM-DD, for all the reports, whatever they say themselves
    #[arg(long, value_name = "DATE", value_parser = day)]
    published: Option<Date>,

    /// Address of the report (of a single one)
    #[arg(long)]
    url: Option<String>,

    /// Statements alone: who said what, in which words
    #[arg(long)]
    statements: bool,

    /// How many reports are read at a time [default: one a processor]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Folder of a codebook of your own [default: the one built in]
    #[arg(long, value_name = "DIR")]
    codebook: Option<PathBuf>,

    #[command(flatten)]
    look: LookArgs,
}

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Report,
    Json,
    Jsonl,
    Annotations,
}

/// A day of the command line.
pub fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a day looks like 2016-02-04".to_owned())
}

/// Runs the command.
pub fn run(args: &ReadArgs) -> ExitCode {
    let found = expand(&args.inputs);
    let reports = reports(&found);
    if args.url.is_some() && reports > 1 {
        out::error(format!("--url is the address of one report, but {reports} are given"));
        return ExitCode::from(2);
    }
    if found.iter().filter(|f| **f == Found::Report(Source::Stdin)).count() > 1 {
        out::error("- is given twice, but there is one standard input");
        return ExitCode::from(2);
    }
    let look = args.look.look();
    let coder = match (reports, &args.codebook) {
        (0, None) => None,
        (_, folder) => match book::coder(folder.as_deref()) {
            Ok(coder) => Some(coder),
            Err(why) => {
                out::error(why);
                return ExitCode::FAILURE;
            }
        },
    };
    let reader = Reader { coder, args, look };
    let between = report::between(look);
    let between = (args.format == Format::Report).then_some(between.as_str());
    let all_read = each(&found, args.threads, between, |source| reader.read(source), |text| text);
    if all_read { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Reader<'a> {
    // none where there is no report to read
    coder: Option<Coder>,
    args: &'a ReadArgs,
    look: Look,
}

/// The document of a source.
///
/// # Errors
/// The reason and the cure, in words.
pub fn document(source: &Source, published: Option<Date>, url: Option<&str>) -> Result<Document, String> {
    let options = ReadOptions { url: url.map(str::to_owned), published, ..ReadOptions::default() };
    let bytes = source.bytes(options.max_bytes)?;
    read_bytes(&bytes, &options).map_err(|e| e.to_string())
}

impl Reader<'_> {
    /// What is to be written for one report.
    fn read(&self, source: &Source) -> Result<String, String> {
        let Some(coder) = &self.coder else { return Ok(String::new()) };
        let document = document(source, self.args.published, self.args.url.as_deref())?;
        let mut records = record::records(&coder.analyze(document));
        if self.args.statements {
            (records.events, records.processes, records.commitments) = Default::default();
        }
        self.write(source, &records)
    }

    fn write(&self, source: &Source, records: &DocumentRecord) -> Result<String, String> {
        let line = |json: serde_json::Result<String>| json.map(|l| l + "\n").map_err(|e| e.to_string());
        match self.args.format {
            Format::Report => Ok(report::report(records, &source.name(), self.look)),
            Format::Json => line(serde_json::to_string(records)),
            Format::Jsonl => {
                let wanted = |r: &&Line<'_>| {
                    !self.args.statements || matches!(r.body, Body::Document(_) | Body::Statement(_))
                };
                records.flat().iter().filter(wanted).map(|r| line(serde_json::to_string(r))).collect()
            }
            Format::Annotations => {
                let format = dateline_export::Format::Annotations;
                let mut writer =
                    dateline_export::Writer::new(format, Vec::new(), &dateline_export::Options::default())
                        .map_err(|e| e.to_string())?;
                writer.report(records, &|_| true).map_err(|e| e.to_string())?;
                let bytes = writer.finish().map_err(|e| e.to_string())?;
                String::from_utf8(bytes).map_err(|e| e.to_string())
            }
        }
    }
}

//! `dateline explain`: for each record the path from words to code.

mod events;
mod others;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use dateline::record::{self, DocumentRecord, SpanRecord};
use dateline::{Analysis, Coder};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::page::{Format, Look, PageArgs, Style, Text, excerpt};
use crate::read::{Source, day, document, each, expand};
use crate::why::Why;
use crate::{book, out};

const HELP: &str = "\
Examples:
  dateline explain report.txt                       every record and how it came about
  dateline explain report.txt --only events
  dateline explain report.txt --at \"struck the base\" what was made of these words, and which
                                                    rules were tried there and failed
  dateline explain report.txt --codebook mybook     after a codebook of your own
  dateline explain report.txt --format json | jq '.records[] | .path'

For an event: the rule with its file and line, the words that filled its places, what makes
it negated, future or hypothetical, the date and how it was reckoned, the place and why this
one of the name, who says so, the score with the weight of each of its grounds, and the
mentions that were joined with it. For a statement: the words that say that something is
said, and whether a list or the model found them. For an entity: country, sector and role,
and whence they are known.

Exit status:
  0  every report was read
  1  a report could not be read (the others were), or the words of --at are not in it
  2  the command line is wrong";

/// Options of `explain`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
#[command(after_help = "dateline explain --help gives examples and exit status")]
pub struct ExplainArgs {
    /// Reports (plain text or HTML, any encoding), folders of them, or - for standard input
    #[arg(required = true, value_name = "FILE|DIR|-")]
    inputs: Vec<PathBuf>,

    /// Only these records; several with commas between them
    #[arg(long, value_enum, value_delimiter = ',', hide_possible_values = true)]
    #[arg(value_name = "events|statements|entities|processes|commitments")]
    only: Vec<Kind>,

    /// Only what rests on these words of the report, and every rule tried there
    #[arg(long, value_name = "WORDS")]
    at: Option<String>,

    /// Folder of a codebook of your own [default: the one built in]
    #[arg(long, value_name = "DIR")]
    codebook: Option<PathBuf>,

    /// Day of publication, YYYY-MM-DD, whatever the report says itself
    #[arg(long, value_name = "DATE", value_parser = day)]
    published: Option<Date>,

    /// How many reports are read at a time [default: one a processor]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    #[command(flatten)]
    page: PageArgs,
}

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Events,
    Statements,
    Entities,
    Processes,
    Commitments,
}

impl Kind {
    const ALL: [Kind; 5] =
        [Kind::Events, Kind::Statements, Kind::Processes, Kind::Commitments, Kind::Entities];

    fn name(self) -> &'static str {
        match self {
            Kind::Events => "event",
            Kind::Statements => "statement",
            Kind::Entities => "entity",
            Kind::Processes => "process",
            Kind::Commitments => "commitment",
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Kind::Events => "EVENTS",
            Kind::Statements => "STATEMENTS",
            Kind::Entities => "WHO AND WHERE",
            Kind::Processes => "PROCESSES",
            Kind::Commitments => "COMMITMENTS",
        }
    }
}

/// A record with the path that leads to it.
struct Path<'a> {
    heading: Text,
    carries: Vec<&'a SpanRecord>,
    fills: Vec<&'a SpanRecord>,
    /// Words elsewhere that it rests on too.
    also: Vec<&'a SpanRecord>,
    /// Each step: what it decides, and how.
    steps: Vec<(&'static str, String)>,
    record: Value,
    /// The same as values, where there is more than the steps say.
    detail: Value,
}

/// A report with its records and its trace.
struct Explained<'a> {
    why: Why<'a>,
    analysis: &'a Analysis,
    records: &'a DocumentRecord,
}

/// Runs the command.
pub fn run(args: &ExplainArgs) -> ExitCode {
    let coder = match book::coder(args.codebook.as_deref()) {
        Ok(coder) => coder,
        Err(why) => {
            out::error(why);
            return ExitCode::FAILURE;
        }
    };
    let found = expand(&args.inputs);
    let look = args.page.look.look();
    let all_read = each(&found, args.threads, Some("\n"), |s| explain(args, &coder, s, look), |text| text);
    if all_read { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn explain(args: &ExplainArgs, coder: &Coder, source: &Source, look: Look) -> Result<String, String> {
    let (analysis, trace) = coder.trace(document(source, args.published, None)?);
    let records = record::records(&analysis);
    let why = Why { book: coder.codebook(), analysis: &analysis, trace: &trace };
    let at = args.at.as_deref().map(|words| occurrences(&records.document.text, words)).transpose()?;
    let report = Explained { why, analysis: &analysis, records: &records };
    let kinds = Kind::ALL.into_iter().filter(|k| args.only.is_empty() || args.only.contains(k));
    let paths = kinds.map(|kind| (kind, report.paths(kind, at.as_deref()))).collect::<Vec<_>>();
    let is_at = |word: usize| {
        let span = analysis.language.syntax.word(word).span;
        at.as_ref().is_some_and(|all| all.iter().any(|(from, to)| span.start() < *to && *from < span.end()))
    };
    match args.page.format {
        Format::Json => {
            let tried = at.is_some().then(|| report.why.json(&|_| true, &is_at));
            let value = report.json(&source.name(), paths, tried);
            serde_json::to_string(&value).map(|line| line + "\n").map_err(|e| e.to_string())
        }
        Format::Text => {
            let mut out = report.page(&source.name(), &paths, look);
            if at.is_some() {
                let tried = report.why.page(look, &|_| true, &is_at);
                heading(&mut out, "RULES TRIED THERE", look);
                let none = "\nno rule has these words, and the model sees no act in them\n".to_owned();
                out.push_str(if tried.is_empty() { &none } else { &tried });
            }
            Ok(out)
        }
    }
}

/// Where some words stand in a text, capitals apart where they stand nowhere as written.
fn occurrences(text: &str, words: &str) -> Result<Vec<(usize, usize)>, String> {
    let words = words.trim();
    let exact: Vec<_> = text.match_indices(words).map(|(i, w)| (i, i + w.len())).collect();
    if !exact.is_empty() && !words.is_empty() {
        return Ok(exact);
    }
    let (lower, wanted) = (text.to_ascii_lowercase(), words.to_ascii_lowercase());
    let found: Vec<_> = lower.match_indices(&wanted).map(|(i, w)| (i, i + w.len())).collect();
    match found.is_empty() || words.is_empty() {
        true => {
            Err(format!("--at “{words}”: these words are not in the report: copy them as they stand there"))
        }
        false => Ok(found),
    }
}

fn heading(out: &mut String, title: &str, look: Look) {
    out.push('\n');
    Text::default().with(title, Style::HEADING).write(out, 0, 0, look);
}

impl Explained<'_> {
    fn paths(&self, kind: Kind, at: Option<&[(usize, usize)]>) -> Vec<(usize, Path<'_>)> {
        let all: Vec<Path> = match kind {
            Kind::Events => self.records.events.iter().map(|e| self.event(e)).collect(),
            Kind::Statements => self.records.statements.iter().map(|s| self.statement(s)).collect(),
            Kind::Entities => self.records.entities.iter().map(|e| self.entity(e)).collect(),
            Kind::Processes => self.records.processes.iter().map(|p| self.process(p)).collect(),
            Kind::Commitments => self.records.commitments.iter().map(|c| self.commitment(c)).collect(),
        };
        let touches = |path: &Path| {
            at.is_none_or(|all| {
                path.carries
                    .iter()
                    .chain(&path.also)
                    .any(|s| all.iter().any(|(from, to)| s.start < *to && *from < s.end))
            })
        };
        (1..).zip(all).filter(|(_, path)| touches(path)).collect()
    }

    fn page(&self, name: &str, paths: &[(Kind, Vec<(usize, Path)>)], look: Look) -> String {
        let mut out = String::new();
        let title = self.records.document.title.as_ref().map_or("(without a title)", |t| t.value.as_str());
        Text::default().with(title, Style::STRONG).write(&mut out, 0, 0, look);
        let published = crate::read::report::parts::published(self.records.document.published.as_ref());
        Text::default().with(&format!("{published} · {name}"), Style::FAINT).write(&mut out, 0, 0, look);
        for (kind, paths) in paths.iter().filter(|(_, paths)| !paths.is_empty()) {
            heading(&mut out, kind.heading(), look);
            for (number, path) in paths {
                out.push('\n');
                let mut line = Text::default();
                line.pad_to(2usize.saturating_sub(number.to_string().len()));
                line.push(&number.to_string(), Style::FAINT);
                line.pad_to(4);
                line.append(path.heading.clone());
                line.write(&mut out, 0, 6, look);
                // of an entity the words are its mentions, which the steps name
                if *kind != Kind::Entities {
                    excerpt(self.records, &path.carries, &path.fills).write(&mut out, 4, 4, look);
                }
                for (name, text) in &path.steps {
                    let mut line = Text::default().with(name, Style::FAINT);
                    line.pad_to(12);
                    line.with(text, Style::PLAIN).write(&mut out, 6, 18, look);
                }
            }
        }
        out
    }

    fn json(&self, name: &str, paths: Vec<(Kind, Vec<(usize, Path)>)>, tried: Option<Value>) -> Value {
        let each = |kind: Kind, number: usize, path: Path| {
            let steps: Map<String, Value> =
                path.steps.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text))).collect();
            json!({
                "record": kind.name(),
                "number": number,
                "value": path.record,
                "path": steps,
                "detail": path.detail,
            })
        };
        let records = paths
            .into_iter()
            .flat_map(|(kind, all)| all.into_iter().map(move |(number, path)| each(kind, number, path)));
        let head = &self.records.document;
        json!({
            "report": name,
            "document": head.id,
            "codebook": head.codebook,
            "records": records.collect::<Vec<_>>(),
            "tried": tried,
        })
    }
}

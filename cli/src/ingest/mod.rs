//! `dateline ingest`: reports of any kind into a store, each once, whatever happens meanwhile.

mod progress;
mod rejects;
mod stories;
mod take;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use dateline_intake::Input;
use dateline_store::Store;

use crate::{book, out};
pub use rejects::Rejects;
pub use stories::join;
pub use take::{Done, Taken, Taker, take};

const HELP: &str = "\
Examples:
  dateline ingest reports/ --store news.db               every report below a folder
  dateline ingest 'cc-news/*.warc.gz' --store news.db    an archive of web pages
  dateline ingest news.jsonl more.parquet --store news.db
  dateline ingest feed.xml --store news.db               the items of a feed, from their own text

What is taken:
  .txt .html      one report each
  .jsonl .json    one report a line (or element): text or html, title, url, published, publisher
  .parquet        one report a row, under the same names
  .warc           the pages that were answered with 200 (CC-NEWS layout)
  .xml .rss .atom the items of a feed
  All but Parquet also as .gz. Folders are gone through; patterns in quotes are resolved here.

Stopped at any moment, even by kill -9, the same command goes on where it was: a report is kept whole
with its records or not at all, and none twice. With another engine or codebook the same command
codes the reports anew and keeps the earlier codings (dateline diff shows what changed).

Exit status:
  0  every input was taken
  1  something was rejected (it is in the file of rejects, with place and reason) or the store failed
  2  the command line is wrong";

/// Options of `ingest`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
#[command(after_help = "dateline ingest --help gives examples, kinds of input and exit status")]
pub struct IngestArgs {
    /// Reports, folders, archives, tables, patterns of them, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// The store; made where there is none
    #[arg(long, value_name = "FILE")]
    store: PathBuf,

    /// Where to write what was rejected, one JSON object a line [default: FILE.rejects.jsonl]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,

    /// How many reports are read at a time [default: one a processor]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Folder of a codebook of your own [default: the one built in]
    #[arg(long, value_name = "DIR")]
    codebook: Option<PathBuf>,

    /// Leave stories and ledger for later (the next ingest makes them)
    #[arg(long)]
    no_stories: bool,
}

/// Runs the command.
pub fn run(args: &IngestArgs) -> ExitCode {
    match ingest(args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            out::error(why);
            ExitCode::FAILURE
        }
    }
}

/// Whether everything was taken.
fn ingest(args: &IngestArgs) -> Result<bool, String> {
    let path = args.rejects.clone().unwrap_or_else(|| {
        let mut name = args.store.clone().into_os_string();
        name.push(".rejects.jsonl");
        name.into()
    });
    rejects::may_be_written(&path)?;
    let search = dateline_intake::search(&args.inputs);
    search.notes.iter().for_each(out::note);
    let coder = book::coder(args.codebook.as_deref())?;
    let mut store = Store::open(&args.store).map_err(|e| e.to_string())?;
    // what an earlier run left in a folder of reports is none, and goes
    let own = std::fs::canonicalize(&path).ok();
    let is_own = |input: &Input| own.is_some() && std::fs::canonicalize(input.path()).ok() == own;
    let found: Vec<_> = search.found.into_iter().filter(|f| !f.as_ref().is_ok_and(is_own)).collect();
    let mut rejects = Rejects::new(path);
    let mut inputs = Vec::new();
    for found in found {
        match found {
            Ok(input) => inputs.push(input),
            Err(reject) => rejects.add(&reject.place, &reject.reason)?,
        }
    }
    let threads = crate::read::threads_or_all(args.threads);
    let taken = take(&mut store, &coder, &inputs, threads, &mut rejects);
    // what was rejected is told even where the store failed
    rejects.close()?;
    let taken = taken?;
    if !args.no_stories {
        join(&mut store, coder.engine())?;
    }
    let text = summary(&taken, &rejects, &store)?;
    out::say_out(&out::harmless_lines(&text));
    Ok(rejects.count() == 0)
}

fn summary(taken: &Taken, rejects: &Rejects, store: &Store) -> Result<String, String> {
    let counts = store.counts().map_err(|e| e.to_string())?;
    let mut text = format!(
        "{} taken, {} coded anew, {} there already, {} rejected\n",
        many(taken.new, "report"),
        taken.recoded,
        taken.known,
        rejects.count()
    );
    if rejects.count() > 0 {
        text += &format!("what was rejected, and why: {}\n", rejects.path().display());
    }
    text += &format!(
        "{}: {}, {}, {}, {}, {}, {}\n",
        store.file().display(),
        many(counts.reports, "report"),
        many(counts.events, "event"),
        many(counts.statements, "statement"),
        if counts.stories == 1 { "1 story".to_owned() } else { format!("{} stories", counts.stories) },
        if counts.processes == 1 {
            "1 process".to_owned()
        } else {
            format!("{} processes", counts.processes)
        },
        many(counts.commitments, "commitment")
    );
    Ok(text)
}

/// A number of things.
pub fn many(count: u64, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

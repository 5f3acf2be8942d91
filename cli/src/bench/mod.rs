//! `dateline bench`: speed, memory and start-up, measured and written down.
//!
//! Each number of threads is measured in processes of its own, so that the memory of
//! one is not counted for another; of several runs the best is kept, since whatever
//! else the machine does can only slow a run.

mod articles;
mod machine;
mod measure;
mod reading;
mod storing;
mod write;

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::out;
use measure::{Measured, StartUp};

/// Options of `bench`.
#[derive(Debug, clap::Args)]
pub struct BenchArgs {
    /// Folder of reports
    #[arg(default_value = "examples", value_name = "DIR")]
    folder: PathBuf,

    /// Read so many articles of 500 words made of the folder's paragraphs, not its files
    #[arg(long, value_name = "N")]
    articles: Option<NonZeroUsize>,

    /// The best of so many runs is kept
    #[arg(long, value_name = "N", default_value = "3")]
    runs: NonZeroUsize,

    /// A folder DATE-MACHINE with the results is made here
    #[arg(long, value_name = "DIR", default_value = "benches/runs")]
    out: PathBuf,

    /// Only turn the folder's pages into documents, on one thread, and print the pages a second
    #[arg(long, conflicts_with_all = ["articles", "measure"])]
    reading: bool,

    /// Measure the store: taking reports beside reading them, its size, and its answers with so many events
    #[arg(long, value_name = "N", conflicts_with_all = ["articles", "reading", "measure"])]
    store_events: Option<NonZeroUsize>,

    /// Make the store of --store-events in this file and leave it there
    #[arg(long, value_name = "FILE", requires = "store_events")]
    keep: Option<PathBuf>,

    /// Measure once, here, on so many threads, and print the figures as JSON
    #[arg(long, value_name = "THREADS", hide = true)]
    measure: Option<NonZeroUsize>,
}

/// All that one call of `bench` finds out.
struct Results {
    machine: machine::Machine,
    folder: String,
    runs: usize,
    measured: Vec<Measured>,
    start_up: StartUp,
}

/// Runs the command.
pub fn run(args: &BenchArgs) -> ExitCode {
    let done = match args.measure {
        None if args.store_events.is_some() => {
            let events = args.store_events.map_or(0, NonZeroUsize::get);
            storing::measure(&args.folder, events, args.keep.as_deref())
        }
        None if args.reading => reading::best_of(&args.folder, args.runs.get()),
        Some(threads) => measure::here(&args.folder, args.articles, threads).map(|m| m.to_json()),
        None => all(args),
    };
    match done {
        Ok(text) => {
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(why) => {
            out::error(why);
            ExitCode::FAILURE
        }
    }
}

fn all(args: &BenchArgs) -> Result<String, String> {
    let runs = args.runs.get();
    let best = |threads| measure::best_of(runs, &args.folder, args.articles, threads);
    let results = Results {
        machine: machine::this(),
        folder: args.folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        runs,
        measured: [1, 2].into_iter().map(best).collect::<Result<_, _>>()?,
        start_up: measure::start_up(runs)?,
    };
    let written = write::results(&results, &args.out)?;
    Ok(format!("{}\nwritten to {}\n", write::table(&results), written.display()))
}

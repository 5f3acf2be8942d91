//! The `dateline` command: one file or folder a subcommand.

mod actors;
mod ask;
mod bench;
mod book;
mod check;
mod eval;
mod explain;
mod ingest;
mod out;
mod page;
mod read;
mod watch;
mod why;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads news reports and writes down who did what to whom, where and when, who said
/// so, and which exact words say it.
#[derive(Debug, Parser)]
#[command(version, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "Begin with:  dateline read FILE      (dateline read --help says more)")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read reports and print their records
    Read(read::ReadArgs),
    /// Take reports, archives and tables of them into a store
    Ingest(ingest::IngestArgs),
    /// Poll feeds and take the pages they name into a store
    Watch(watch::WatchArgs),
    /// List events of a store, filtered
    Query(ask::QueryArgs),
    /// Count events of a store by day, week, month or year
    Timeline(ask::TimelineArgs),
    /// Show what two actors have to do with each other
    Dyad(ask::DyadArgs),
    /// Show happenings that several reports tell, and where the reports differ
    Stories(ask::StoriesArgs),
    /// Show processes with their changes of state, and what is owed, over all reports
    Ledger(ask::LedgerArgs),
    /// Read a store by SQL
    Sql(ask::SqlArgs),
    /// Write a store's records in the formats of the field's tools
    Export(ask::ExportArgs),
    /// Show what another engine or codebook changed in a store
    Diff(ask::DiffArgs),
    /// Run the codebook's examples, try a sentence, compare two codebooks
    Check(check::CheckArgs),
    /// Show for each record the path from words to code
    Explain(explain::ExplainArgs),
    /// Say what the actor tables know of a name, on a day
    Actors(actors::ActorsArgs),
    /// Score the stages against annotated corpora
    Eval(eval::EvalArgs),
    /// Measure speed, memory and start-up
    Bench(bench::BenchArgs),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Read(args) => read::run(&args),
        Command::Ingest(args) => ingest::run(&args),
        Command::Watch(args) => watch::run(&args),
        Command::Query(args) => ask::run_query(&args),
        Command::Timeline(args) => ask::run_timeline(&args),
        Command::Dyad(args) => ask::run_dyad(&args),
        Command::Stories(args) => ask::run_stories(&args),
        Command::Ledger(args) => ask::run_ledger(&args),
        Command::Sql(args) => ask::run_sql(&args),
        Command::Export(args) => ask::run_export(&args),
        Command::Diff(args) => ask::run_diff(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Actors(args) => actors::run(&args),
        Command::Eval(args) => eval::run(args),
        Command::Bench(args) => bench::run(&args),
    }
}

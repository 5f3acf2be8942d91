//! The `dateline` command: one file or folder a subcommand.

mod actors;
mod bench;
mod book;
mod check;
mod eval;
mod explain;
mod out;
mod page;
mod read;
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
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Actors(args) => actors::run(&args),
        Command::Eval(args) => eval::run(args),
        Command::Bench(args) => bench::run(&args),
    }
}

//! The `dateline` command.

mod eval;

use std::process::ExitCode;

use clap::Parser;

/// Reads news reports and writes down checkable records.
#[derive(Debug, Parser)]
#[command(name = "dateline", version)]
enum Command {
    /// Score Dateline against gold corpora
    Eval(eval::EvalArgs),
}

fn main() -> ExitCode {
    match Command::parse() {
        Command::Eval(args) => eval::run(args),
    }
}

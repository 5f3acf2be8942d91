//! `dateline eval`: not here yet.

use std::process::ExitCode;

/// Options of `eval`.
#[derive(Debug, clap::Args)]
pub struct EvalArgs {}

/// Runs the command.
pub fn run(_args: EvalArgs) -> ExitCode {
    ExitCode::from(2)
}

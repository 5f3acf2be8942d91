//! `dateline actors`: what the tables of the codebook know of a name, and on which days it holds.

mod look;
mod show;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::civil::Date;

use crate::{book, out};

const HELP: &str = "\
Examples:
  dateline actors Daesh                         one group under all its names
  dateline actors Kremlin                       whose seat of government it is
  dateline actors \"John Kerry\" --on 2014-05-01  the office on the day of a report
  dateline actors \"foreign minister of france\" --on 2014-05-01
                                                who held an office
  dateline actors Erdogan --json                the same for programs

What a report says of somebody goes before the tables; they fill in what it leaves out. An
office counts only on its days, and no office is known after the day up to which the table
was kept. Facts are lines of actors/*.toml in the codebook: dateline check --copy mybook gives
a copy to add yours to.

Exit status:
  0  the tables know the name
  1  they do not, or the codebook cannot be used
  2  the command line is wrong";

/// Options of `actors`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
#[command(after_help = "dateline actors --help gives examples and exit status")]
pub struct ActorsArgs {
    /// A name, part of a person's name, or an office: Daesh, Kerry, \"president of chile\"
    #[arg(required = true, num_args = 1.., value_name = "NAME")]
    name: Vec<String>,

    /// The day of the report: 2014-05-01
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,

    /// Print JSON
    #[arg(long)]
    json: bool,

    /// Use the codebook in this folder instead of the built-in one
    #[arg(long, value_name = "DIR")]
    codebook: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &ActorsArgs) -> ExitCode {
    let codebook = match book::codebook(args.codebook.as_deref()) {
        Ok(codebook) => codebook,
        Err(message) => {
            out::error(message);
            return ExitCode::FAILURE;
        }
    };
    let name = args.name.join(" ");
    let tables = codebook.actors();
    let found = look::up(tables, &name, args.on);
    let shown = if args.json { show::json(&found) } else { show::text(&found, args.on, tables.kept_until) };
    if let Err(e) = std::io::stdout().lock().write_all(shown.as_bytes()) {
        out::error(format!("standard output: {e}"));
        return ExitCode::FAILURE;
    }
    if found.is_empty() {
        out::error(format!("the actor tables have nothing called {name}: add it as a line of actors/*.toml"));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

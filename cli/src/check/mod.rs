//! `dateline check`: the examples of a codebook, one sentence, or two codebooks on the same reports.

mod changes;
pub mod diff;
mod examples;
mod sentence;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dateline::codebook::Codebook;

use crate::page::PageArgs;
use crate::{book, out};

const HELP: &str = "\
Examples:
  dateline check                                every example of the built-in codebook
  dateline check --copy mybook                  a copy to edit, in a new folder
  dateline check mybook                         the examples of your own
  dateline check mybook --rule ASSAULT/strike --verbose
                                                one rule, with what fired and why
  dateline check mybook --sentence \"Rebels struck the base.\"
                                                every rule that was tried, and what failed
  dateline check --diff builtin mybook reports/ what your changes change in reports

What is checked:
  Each rule holds sentences in which it must fire (codes) and in which it must not (not).
  A sentence that does not hold is shown with what fired instead and what it would take:
  the first condition that failed where the rule came nearest to firing. A file that
  cannot be used is refused with its name, the line, the reason and the cure.

Differences (--diff OLD NEW REPORTS...):
  -  an event that only OLD finds       +  one that only NEW finds
  ~  one that both find, with the fields that differ
  An event is the same if its words and its type are. Either codebook may be called
  builtin.

Exit status:
  0  the codebook can be used (with --strict: and every example holds)
  1  it cannot, an example fails under --strict, or a report could not be read
  2  the command line is wrong";

/// Options of `check`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP)]
#[command(after_help = "dateline check --help gives examples and exit status")]
#[command(override_usage = "dateline check [OPTIONS] [DIR]\n       \
    dateline check [OPTIONS] --diff OLD NEW REPORTS...")]
pub struct CheckArgs {
    /// Folder of a codebook [default: the one built in]; with --diff two of them, then reports
    #[arg(value_name = "DIR")]
    paths: Vec<PathBuf>,

    /// Compare two codebooks on reports (files, folders, or - for standard input)
    #[arg(long, conflicts_with_all = ["rule", "sentence", "strict", "verbose", "copy"])]
    diff: bool,

    /// Only this rule: ASSAULT/strike, or all of a type: ASSAULT
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,

    /// Try this sentence and show every rule that was tried
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["strict", "verbose", "copy"])]
    sentence: Option<String>,

    /// Show the examples that hold as well
    #[arg(long, short)]
    verbose: bool,

    /// Exit status 1 if an example does not hold
    #[arg(long)]
    strict: bool,

    /// Write a copy of the codebook into this new folder, and check nothing
    #[arg(long, value_name = "NEW", conflicts_with_all = ["rule", "verbose", "strict"])]
    copy: Option<PathBuf>,

    /// How many sentences or reports are read at a time [default: one a processor]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    #[command(flatten)]
    page: PageArgs,
}

/// Runs the command.
pub fn run(args: &CheckArgs) -> ExitCode {
    let usage = match (args.diff, args.paths.len()) {
        (true, 0..=2) => Some("--diff needs two codebooks and then reports: --diff OLD NEW REPORTS..."),
        (false, 2..) => Some("one codebook is checked at a time; to compare two, give --diff"),
        _ => None,
    };
    if let Some(usage) = usage {
        out::error(usage);
        return ExitCode::from(2);
    }
    let folder = args.paths.first().map(PathBuf::as_path);
    let done = match (args.diff, &args.copy, &args.sentence) {
        (true, ..) => diff::run(args),
        (_, Some(new), _) => copy(folder, new),
        (.., Some(text)) => sentence::run(args, folder, text),
        _ => examples::run(args, folder),
    };
    done.unwrap_or_else(|why| {
        out::error(why);
        ExitCode::FAILURE
    })
}

/// Whether `--rule` takes a rule.
fn is_wanted(args: &CheckArgs, id: &str) -> bool {
    let of_type = |wanted: &str| id.split('/').next() == Some(wanted);
    args.rule.as_deref().is_none_or(|wanted| id == wanted || of_type(wanted))
}

/// Refuses a `--rule` that no rule answers to.
fn check_rule(args: &CheckArgs, codebook: &Codebook) -> Result<(), String> {
    match &args.rule {
        Some(rule) if !codebook.events().rules().iter().any(|r| is_wanted(args, &r.id)) => {
            Err(format!("--rule {rule}: no such rule: write it as TYPE/id, ASSAULT/strike, or a type"))
        }
        _ => Ok(()),
    }
}

/// Writes the files of a codebook into a folder that must not exist.
fn copy(folder: Option<&Path>, new: &Path) -> Result<ExitCode, String> {
    if folder.is_some_and(|f| f.as_os_str() != book::BUILTIN) {
        return Err(
            "--copy copies the built-in codebook: leave DIR out, or copy the folder itself".to_owned()
        );
    }
    if new.exists() {
        return Err(format!("{}: it is there already: give the name of a new folder", new.display()));
    }
    for (name, text) in Codebook::builtin_files() {
        let path = new.join(&name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.map_err(|e| {
            format!("{}: {e}: see whether the disk is full or the path may be written", path.display())
        })?;
    }
    out::note(format!("{}: edit the files of events/, then run dateline check on it", new.display()));
    Ok(ExitCode::SUCCESS)
}

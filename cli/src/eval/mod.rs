//! `dateline eval`: quality figures against gold corpora.
//!
//! Predictors read the given part of each gold record and write prediction files; scorers compare
//! those files with gold. Names and definitions of the figures are those of the corpora's METRICS.md.

mod files;
mod floors;
mod matching;
mod measure;
mod output;
mod records;
mod score;
mod tasks;
mod text;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use files::Corpus;
use floors::Floors;
use output::Results;
use text::Patterns;

/// Score Dateline against gold corpora.
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// The folder of gold corpora: AREA/NAME.jsonl and AREA/NAME.conllu
    #[arg(value_name = "DIR")]
    pub gold: PathBuf,
    /// Print a table for a person, or JSON for a program
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Keep the predictions, one file for each gold file, in this folder
    #[arg(long, value_name = "OUT")]
    pub predictions: Option<PathBuf>,
    /// Score predictions that lie in this folder already, and make none
    #[arg(long, value_name = "FOLDER", conflicts_with = "predictions")]
    pub scored: Option<PathBuf>,
    /// Only corpora whose AREA/NAME begins so
    #[arg(long, value_name = "PREFIX", default_value = "")]
    pub only: String,
    /// Fail where a figure is worse than in this file
    #[arg(long, value_name = "FILE")]
    pub floors: Option<PathBuf>,
    /// Write what is reached into the file of floors; a floor is never lowered
    #[arg(long, requires = "floors")]
    pub raise_floors: bool,
}

/// How figures are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line a figure.
    Table,
    /// One object.
    Json,
}

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{}: {source}", path.display())]
    Floors { path: PathBuf, source: toml::de::Error },
    #[error("no corpus whose name begins with '{only}' in {}", folder.display())]
    Nothing { folder: PathBuf, only: String },
    #[error(transparent)]
    Pattern(#[from] regex::Error),
}

/// Runs the command.
pub fn run(args: EvalArgs) -> ExitCode {
    let mut errors = std::io::stderr().lock();
    match evaluate(&args) {
        Ok(problems) if problems.is_empty() => ExitCode::SUCCESS,
        Ok(problems) => {
            for problem in problems {
                // nothing to do where even standard error is closed
                let _ = writeln!(errors, "error: {problem}");
            }
            ExitCode::FAILURE
        }
        Err(failure) => {
            let _ = writeln!(errors, "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Predicts, scores, prints; gives what is wrong with the predictions, or the floors that are missed.
fn evaluate(args: &EvalArgs) -> Result<Vec<String>, Failure> {
    let floors = args.floors.as_deref().map(read_floors).transpose()?.unwrap_or_default();
    let at = |source| Failure::File { path: args.gold.clone(), source };
    let corpora = files::corpora(&args.gold, &args.only).map_err(at)?;
    if corpora.is_empty() {
        return Err(Failure::Nothing { folder: args.gold.clone(), only: args.only.clone() });
    }
    let folder = args.scored.clone().unwrap_or_default();
    let (results, problems) = score_all(&Patterns::new()?, &corpora, &folder);
    if !problems.is_empty() {
        return Ok(problems);
    }
    let shown = match args.format {
        Format::Json => output::as_json(&results) + "\n",
        Format::Table => output::as_table(&results, &floors),
    };
    let at = |source| Failure::File { path: PathBuf::from("standard output"), source };
    std::io::stdout().lock().write_all(shown.as_bytes()).map_err(at)?;
    if let Some(path) = args.floors.as_ref().filter(|_| args.raise_floors) {
        let at = |source| Failure::File { path: path.clone(), source };
        std::fs::write(path, floors.raised(&results).write()).map_err(at)?;
    }
    Ok(floors.missed(&results).iter().map(|missed| missed.to_string()).collect())
}

/// The floors of a file; none where there is no file yet.
fn read_floors(path: &Path) -> Result<Floors, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(Failure::File { path: path.to_owned(), source }),
    };
    Floors::parse(&text).map_err(|source| Failure::Floors { path: path.to_owned(), source })
}

/// The figures of every corpus, and what is wrong with the predictions of any.
fn score_all(patterns: &Patterns, corpora: &[Corpus], predictions: &Path) -> (Results, Vec<String>) {
    let (mut results, mut problems) = (Results::new(), Vec::new());
    for corpus in corpora {
        match files::score(patterns, corpus, predictions) {
            Ok(outcome) => results.push((corpus.name(), outcome)),
            Err(bad) => problems.push(bad.to_string()),
        }
    }
    (results, problems)
}

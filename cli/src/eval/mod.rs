//! `dateline eval`: quality figures against gold corpora.
//!
//! Predictors read the given part of each gold record and write prediction files; scorers compare
//! those files with gold. Names and definitions of the figures are those of the corpora's METRICS.md.

mod files;
mod floors;
mod matching;
mod measure;
mod output;
mod predict;
mod records;
mod score;
mod tasks;
mod text;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use dateline::{Coder, LoadError};
use indicatif::{ProgressBar, ProgressStyle};

use dateline::codebook::Codebook;
use dateline::language::Engine;
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
    /// Write the pairs of tellings in the corpora read as a whole, with their labels and features, into
    /// this file and score nothing (model/train/stories.py trains from it)
    #[arg(long, value_name = "OUT", conflicts_with_all = ["predictions", "scored"])]
    pub pairs: Option<PathBuf>,
    /// Score predictions that lie in this folder already, and make none
    #[arg(long, value_name = "FOLDER", conflicts_with = "predictions")]
    pub scored: Option<PathBuf>,
    /// Read with the model in this folder (model/train/export.py writes it) instead of the built-in one
    #[arg(long, value_name = "FOLDER", conflicts_with = "scored")]
    pub model: Option<PathBuf>,
    /// Code after the codebook in this folder instead of the built-in one
    #[arg(long, value_name = "DIR", conflicts_with = "scored")]
    pub codebook: Option<PathBuf>,
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
    #[error(transparent)]
    Coder(#[from] LoadError),
    #[error(transparent)]
    Predict(#[from] predict::Failure),
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
    let floors = match &args.floors {
        Some(path) => read_floors(path, args.raise_floors)?,
        None => Floors::default(),
    };
    let at = |source| Failure::File { path: args.gold.clone(), source };
    let corpora = files::corpora(&args.gold, &args.only).map_err(at)?;
    if corpora.is_empty() {
        return Err(Failure::Nothing { folder: args.gold.clone(), only: args.only.clone() });
    }
    if let Some(out) = &args.pairs {
        return write_pairs(&corpora, out, args).map(|()| Vec::new());
    }
    let (results, problems) = match (&args.scored, &args.predictions) {
        (Some(folder), _) => score_all(&Patterns::new()?, &corpora, folder),
        (None, Some(folder)) => predict_and_score(&corpora, folder, args)?,
        (None, None) => {
            let folder = std::env::temp_dir().join(format!("dateline-eval-{}", std::process::id()));
            let scored = predict_and_score(&corpora, &folder, args);
            // what cannot be taken away is left to the system's own tidying of its temporary folder
            let _ = std::fs::remove_dir_all(&folder);
            scored?
        }
    };
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

/// The floors of a file; there need not be one yet if floors are to be raised.
fn read_floors(path: &Path, may_be_absent: bool) -> Result<Floors, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if may_be_absent && e.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(Failure::File { path: path.to_owned(), source }),
    };
    Floors::parse(&text).map_err(|source| Failure::Floors { path: path.to_owned(), source })
}

fn bar_style() -> ProgressStyle {
    // a template that did not parse would cost the look of the bar, not the figures
    ProgressStyle::with_template("{pos}/{len} {elapsed} {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// The coder with the built-in model and codebook, or with others.
fn coder(args: &EvalArgs) -> Result<Coder, LoadError> {
    let engine = match &args.model {
        None => Engine::builtin()?,
        Some(folder) => Engine::with_model(dateline_model::Model::from_folder(folder)?),
    };
    let codebook = match &args.codebook {
        None => Codebook::builtin()?,
        Some(folder) => Codebook::load(folder)?,
    };
    Coder::new(engine, codebook)
}

/// Writes the predictions for every corpus into a folder and scores them.
fn predict_and_score(
    corpora: &[Corpus],
    folder: &Path,
    args: &EvalArgs,
) -> Result<(Results, Vec<String>), Failure> {
    let patterns = Patterns::new()?;
    let coder = coder(args)?;
    let bar = ProgressBar::new(corpora.len() as u64).with_style(bar_style());
    for corpus in corpora {
        bar.set_message(corpus.name());
        predict::write(&coder, corpus, folder)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(score_all(&patterns, corpora, folder))
}

/// Writes the labelled pairs of every corpus that is read as a whole.
fn write_pairs(corpora: &[Corpus], out: &Path, args: &EvalArgs) -> Result<(), Failure> {
    let coder = coder(args)?;
    let mut all = String::new();
    for corpus in corpora {
        all.push_str(&predict::pairs(&coder, corpus).map_err(predict::Failure::from)?);
    }
    std::fs::write(out, all).map_err(|source| Failure::File { path: out.to_owned(), source })
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

//! The gold files under a folder, and their figures.

use std::path::{Path, PathBuf};

use crate::eval::records::BadFile;
use crate::eval::tasks::{Outcome, score_records, score_trees};
use crate::eval::text::Patterns;

/// How a file's content is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// JSON, a record a line.
    Records,
    /// A treebank, words given.
    Trees,
    /// A treebank, raw text given.
    RawText,
}

/// One thing that is scored: a gold file, or a treebank's raw text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corpus {
    /// `time`
    pub area: String,
    /// `timebank`; `en_ewt-ud-dev.raw`
    pub stem: String,
    /// The gold file.
    pub gold: PathBuf,
    /// How it is held.
    pub shape: Shape,
}

impl Corpus {
    /// `time/timebank`
    pub fn name(&self) -> String {
        format!("{}/{}", self.area, self.stem)
    }

    /// Where its predictions lie below a folder.
    pub fn predictions(&self, folder: &Path) -> PathBuf {
        let ending = if self.shape == Shape::Records { "jsonl" } else { "conllu" };
        folder.join(&self.area).join(format!("{}.{ending}", self.stem))
    }
}

/// Every `*/*.jsonl` and `*/*.conllu` below a folder whose name begins with `only`, sorted by path.
pub fn corpora(folder: &Path, only: &str) -> std::io::Result<Vec<Corpus>> {
    let mut found = Vec::new();
    for area in sorted(folder)? {
        for file in if area.is_dir() { sorted(&area)? } else { Vec::new() } {
            found.extend(corpora_of(&area, &file));
        }
    }
    found.retain(|corpus: &Corpus| corpus.name().starts_with(only));
    Ok(found)
}

fn sorted(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn corpora_of(area: &Path, file: &Path) -> Vec<Corpus> {
    let part = |name: Option<&std::ffi::OsStr>| name.map(|n| n.to_string_lossy().into_owned());
    let names = (part(area.file_name()), part(file.file_stem()), part(file.extension()));
    let (Some(area), Some(stem), Some(ending)) = names else { return Vec::new() };
    let corpus = |stem: String, shape| Corpus { area: area.clone(), stem, gold: file.to_owned(), shape };
    match ending.as_str() {
        _ if stem.ends_with(".raw") => Vec::new(),
        "jsonl" => vec![corpus(stem, Shape::Records)],
        "conllu" => {
            let raw = corpus(format!("{stem}.raw"), Shape::RawText);
            vec![corpus(stem, Shape::Trees), raw]
        }
        _ => Vec::new(),
    }
}

/// The figures of one corpus, with predictions below a folder.
pub fn score(patterns: &Patterns, corpus: &Corpus, predictions: &Path) -> Result<Outcome, BadFile> {
    let predicted = corpus.predictions(predictions);
    match corpus.shape {
        Shape::Records => score_records(patterns, (&corpus.area, &corpus.stem), &corpus.gold, &predicted),
        shape => score_trees(&corpus.gold, &predicted, shape == Shape::RawText),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_treebank_is_scored_twice_and_its_raw_predictions_are_no_gold() {
        let names = |file: &str| -> Vec<String> {
            let found = corpora_of(Path::new("gold/treebank"), &Path::new("gold/treebank").join(file));
            found.iter().map(|c| c.predictions(Path::new("p")).display().to_string()).collect()
        };
        assert_eq!(names("en-dev.conllu"), ["p/treebank/en-dev.conllu", "p/treebank/en-dev.raw.conllu"]);
        assert_eq!(names("x.dev.jsonl"), ["p/treebank/x.dev.jsonl"]);
        assert!(names("en-dev.raw.conllu").is_empty() && names("notes.txt").is_empty());
    }
}

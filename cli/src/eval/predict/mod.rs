//! The predictors: from the given part of a gold record to a prediction of the same shape.
//!
//! A predictor never sees gold's answers: it gets the text read and the keys that METRICS.md calls
//! given, nothing else of the record.

mod adapter;
mod bank;
mod coded;
mod factuality;
mod ledger;
mod page;
mod spans;
mod stories;
mod tagged;
mod trees;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::{Analysis, DateSource, Document, Published};
use serde_json::{Map, Value};

use crate::eval::files::{Corpus, Shape};
use crate::eval::records::{BadFile, read_jsonl, read_text};
pub use adapter::Reader;

/// The keys that a predictor fills.
type Prediction = Map<String, Value>;

type Given = &'static [(&'static str, &'static [&'static str])];

/// How the files of a corpus are predicted.
struct Predictor {
    /// Area and first part of the file's name; the area alone for all its files.
    corpus: &'static str,
    /// Further given keys, and of a list of records the given keys of each (all, where none is named).
    given: Given,
    predict: fn(&Analysis, &Value) -> Prediction,
}

const fn row(corpus: &'static str, given: Given, predict: fn(&Analysis, &Value) -> Prediction) -> Predictor {
    Predictor { corpus, given, predict }
}

/// What is absent here has no predictor yet.
const PREDICTORS: &[Predictor] = &[
    row("attribution/polnear", &[], tagged::attributions),
    row("bank/dispatches", &[], bank::dispatch),
    row("entities/gum", &[], tagged::mentions),
    row("entities/re3d", &[], tagged::re3d),
    row("entities/uner_ewt", &[], tagged::names),
    row("events/cameo", &[], coded::roles),
    row("events/cameo_class_only", &[], coded::class),
    row("events/case2021_task2", &[], coded::snippet),
    row(
        "events/meantime",
        &[("sents", &["start", "end"]), ("events", &["start", "end"])],
        factuality::events,
    ),
    row("events/plover_gsr", &[], coded::sample),
    row("events/plv", &[("actor", &[]), ("recipient", &[])], coded::plv),
    row("geo", &[], tagged::toponyms),
    row("quiet/sentences", &[], coded::alarms),
    row("time", &[], tagged::timexes),
];

fn predictor_of(corpus: &Corpus) -> Option<&'static Predictor> {
    let stem = corpus.stem.split('.').next().unwrap_or("");
    let named = PREDICTORS.iter().find(|p| p.corpus.split_once('/') == Some((&corpus.area, stem)));
    named.or_else(|| PREDICTORS.iter().find(|p| p.corpus == corpus.area))
}

/// Why there are no predictions.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Gold cannot be read.
    #[error(transparent)]
    Gold(#[from] BadFile),
    /// The predictions cannot be written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
}

/// Writes the predictions for a corpus below a folder; for one without a predictor it writes none,
/// and takes away what an earlier run left there.
pub fn write(reader: &dyn Reader, corpus: &Corpus, folder: &Path) -> Result<(), Failure> {
    let path = corpus.predictions(folder);
    let at = |source| Failure::File { path: path.clone(), source };
    match predictions(reader, corpus)? {
        Some(text) => {
            path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(at)?;
            std::fs::write(&path, text).map_err(at)
        }
        None if path.is_file() => std::fs::remove_file(&path).map_err(at),
        None => Ok(()),
    }
}

/// The labelled pairs of a corpus that is read as a whole; none of any other.
///
/// # Errors
/// Where gold cannot be read.
pub fn pairs(reader: &dyn Reader, corpus: &Corpus) -> Result<String, BadFile> {
    if !stories::is_across(corpus) {
        return Ok(String::new());
    }
    let records: Vec<Value> = read_jsonl(&corpus.gold)?.into_iter().map(|(_, r)| r).collect();
    Ok(stories::pairs(reader, corpus, &records))
}

/// The predictions for a corpus, `None` where it has no predictor.
fn predictions(reader: &dyn Reader, corpus: &Corpus) -> Result<Option<String>, BadFile> {
    match corpus.shape {
        Shape::Trees => Ok(Some(trees::given_words(reader, &corpus.gold)?)),
        Shape::RawText => {
            let documents = crate::eval::score::conllu::raw_documents(&read_text(&corpus.gold)?);
            Ok(Some(in_parallel(&documents, |text| trees::from_raw_text(reader, text)).concat()))
        }
        Shape::Records if corpus.area == "extraction" => page::predictions(reader, &corpus.gold).map(Some),
        Shape::Records if stories::is_across(corpus) => {
            let records: Vec<Value> = read_jsonl(&corpus.gold)?.into_iter().map(|(_, r)| r).collect();
            Ok(Some(stories::predictions(reader, corpus, &records)))
        }
        Shape::Records => {
            let Some(predictor) = predictor_of(corpus) else { return Ok(None) };
            let records: Vec<Value> = read_jsonl(&corpus.gold)?.into_iter().map(|(_, r)| r).collect();
            if !records.iter().all(|record| record["text"].is_string()) {
                return Ok(None);
            }
            let lines = in_parallel(&records, |record| predict(reader, predictor, record).to_string() + "\n");
            Ok(Some(lines.concat()))
        }
    }
}

/// The keys that name a record.
const IDS: [&str; 3] = ["sent_id", "id", "doc_id"];

/// Some keys of a record.
fn only(record: &Value, keys: &[&str]) -> Prediction {
    keys.iter().filter_map(|key| Some((key.to_string(), record.get(key)?.clone()))).collect()
}

/// The given part of a record.
fn given_part(record: &Value, given: Given) -> Value {
    let part = |(key, inner): &(&'static str, &[&str])| {
        let value = record.get(key)?;
        let kept = match value.as_array().filter(|_| !inner.is_empty()) {
            Some(items) => items.iter().map(|item| Value::Object(only(item, inner))).collect(),
            None => value.clone(),
        };
        Some((key.to_string(), kept))
    };
    Value::Object(given.iter().filter_map(part).collect())
}

/// Reads the text of a record and predicts what its corpus asks for.
fn predict(reader: &dyn Reader, predictor: &Predictor, record: &Value) -> Value {
    let reading = reader.read(document_of(record));
    let mut prediction = only(record, &IDS);
    prediction.extend(only(record, &["text"]));
    prediction.extend((predictor.predict)(&reading, &given_part(record, predictor.given)));
    Value::Object(prediction)
}

/// The document of a record: its text, and its date, address and publisher where they are given.
fn document_of(record: &Value) -> Document {
    let text = |key: &str| record.get(key).and_then(Value::as_str);
    let day = ["published", "dct", "date"].iter().find_map(|key| text(key)?.get(..10)?.parse().ok());
    let published = day.map(|date| Published { date, source: DateSource::Given });
    let url = text("url").map(str::to_owned);
    let publisher = text("source").filter(|s| !s.is_empty()).map(str::to_owned);
    Document::from_plain(text("text").unwrap_or("")).with_origin(published, url).with_publisher(publisher)
}

/// Maps on as many threads as the machine has, and keeps the order.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            match items.get(at) {
                Some(item) => done.push((at, work(item))),
                None => return done,
            }
        }
    };
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        let shares = workers.into_iter().map(|worker| worker.join());
        shares.flat_map(|share| share.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests;

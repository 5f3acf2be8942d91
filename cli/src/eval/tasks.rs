//! Which gold file is scored how: the table of corpora.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::eval::measure::Report;
use crate::eval::records::{
    BadFile, Needs, absent_key, check_ids, read_jsonl, read_text, record_id, wrong_span,
};
use crate::eval::score::{
    attribution, bank, coded, conllu, ecb, entities, extraction, factuality, geo, ledger, quiet, raw,
    stories, time, treebank,
};
use crate::eval::text::Patterns;

/// What is known of a gold file's quality figures.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Figures.
    Scored(Report),
    /// A metric, but no prediction.
    NotYet,
    /// No metric.
    NotScored,
}

type Score = fn(&Patterns, &[Value], &[Value]) -> Result<Report, serde_json::Error>;

/// How the records of one corpus are scored.
struct Task {
    /// Area and the part of the file's name before its first dot; the area alone for every file in it.
    name: &'static str,
    needs: Needs,
    check: fn(&Value, &Value) -> Option<String>,
    text_given: bool,
    score: Score,
}

impl Task {
    const fn new(name: &'static str, needs: Needs, score: Score) -> Task {
        Task { name, needs, check: |_, _| None, text_given: true, score }
    }
}

/// Reads both sides into the scorer's own types.
fn typed<G: DeserializeOwned, P: DeserializeOwned>(
    (gold, predicted): (&[Value], &[Value]),
    score: impl Fn(&[G], &[P]) -> Report,
) -> Result<Report, serde_json::Error> {
    let wanted: Vec<G> = gold.iter().map(G::deserialize).collect::<Result<_, _>>()?;
    let given: Vec<P> = predicted.iter().map(P::deserialize).collect::<Result<_, _>>()?;
    Ok(score(&wanted, &given))
}

const BANK_NEEDS: Needs = &[
    ("entities", &["id", "mentions"]),
    ("statements", &["id", "content", "speaker"]),
    (
        "events",
        &[
            "trigger",
            "type",
            "actors",
            "recipients",
            "place",
            "date",
            "polarity",
            "reality",
            "recency",
            "attributed_to",
        ],
    ),
    ("processes", &["kind", "transitions"]),
    ("commitments", &["kind", "content"]),
];

const TASKS: &[Task] = &[
    Task::new("entities/re3d", &[("entities", &["start", "end", "type"])], |_, g, p| {
        typed((g, p), |g, p| entities::score_flat(&entities::RE3D, g, p))
    }),
    Task::new("entities/uner_ewt", &[("entities", &["start", "end", "type"])], |_, g, p| {
        typed((g, p), |g, p| entities::score_flat(&entities::UNER, g, p))
    }),
    Task {
        check: repeated_mention,
        ..Task::new("entities/gum", &[("mentions", &["start", "end", "type", "chain"])], |_, g, p| {
            typed((g, p), entities::score_gum)
        })
    },
    Task::new("attribution/polnear", &[("attributions", &["source", "cue", "content"])], |t, g, p| {
        typed((g, p), |g, p| attribution::score(t, g, p))
    }),
    Task::new(
        "events/cameo",
        &[
            ("sources", &["start", "end"]),
            ("targets", &["start", "end"]),
            ("reciprocal", &["start", "end"]),
            ("quad", &[]),
        ],
        |_, g, p| typed((g, p), coded::score_roles),
    ),
    Task::new("events/cameo_class_only", &[("quad", &[])], |_, g, p| typed((g, p), coded::score_classes)),
    Task::new("events/plv", &[("type", &[])], |_, g, p| typed((g, p), coded::score_plv)),
    Task::new("events/plover_gsr", &[("event|events", &[])], |t, g, p| {
        typed((g, p), |g, p| coded::score_sample(t, g, p))
    }),
    Task::new("events/case2021_task2", &[("label", &[])], |_, g, p| typed((g, p), coded::score_case2021)),
    Task {
        check: factuality::check,
        ..Task::new(
            "events/meantime",
            &[("events", &["start", "end", "polarity", "time", "certainty"])],
            |_, g, p| typed((g, p), factuality::score),
        )
    },
    Task {
        check: bank::check,
        ..Task::new("bank/dispatches", BANK_NEEDS, |t, g, p| typed((g, p), |g, p| bank::score(t, g, p)))
    },
    Task {
        text_given: false,
        ..Task::new("extraction/aeb", &[("text", &[])], |t, g, p| {
            typed((g, p), |g, p| extraction::score_pages(t, g, p))
        })
    },
    Task {
        text_given: false,
        ..Task::new("extraction/trafilatura", &[("text", &[])], |_, g, p| {
            typed((g, p), extraction::score_segments)
        })
    },
    Task {
        check: ecb::check,
        ..Task::new("coref/ecbplus", &[("mentions", &["m_id", "chain"])], |_, g, p| typed((g, p), ecb::score))
    },
    Task::new("stories/happenings", &[("events", &["start", "end", "chain"])], |_, g, p| {
        typed((g, p), stories::score)
    }),
    Task::new("ledger/timelines", &[("marks", &["start", "end", "final"])], |_, g, p| {
        typed((g, p), ledger::score)
    }),
    Task::new("quiet/sentences", &[("events", &["type"])], |_, g, p| typed((g, p), quiet::score)),
    Task::new("time", &[("timexes", &["start", "end", "type", "value"])], |t, g, p| {
        typed((g, p), |g, p| time::score(t, g, p))
    }),
    Task::new("geo", &[("toponyms", &["start", "end", "lat", "lon"])], |_, g, p| typed((g, p), geo::score)),
];

/// In GUM no span is predicted twice.
fn repeated_mention(_: &Value, predicted: &Value) -> Option<String> {
    let mentions = predicted["mentions"].as_array()?;
    let spans = mentions.iter().map(|m| (m["start"].as_i64(), m["end"].as_i64()));
    let mut seen = std::collections::BTreeSet::new();
    let (start, end) = spans.into_iter().find(|span| !seen.insert(*span))?;
    Some(format!("the span {}-{} is predicted twice", start.unwrap_or(0), end.unwrap_or(0)))
}

/// How the records of the gold file `area/stem` are scored; `None` if no metric is defined for them.
fn task_of(area: &str, stem: &str, gold: &[Value]) -> Option<&'static Task> {
    let corpus = stem.split('.').next().unwrap_or(stem);
    let named = TASKS.iter().find(|task| task.name.split_once('/') == Some((area, corpus)));
    named.or_else(|| {
        let has_keys =
            |task: &&Task| gold.iter().all(|r| task.needs.iter().all(|(key, _)| r.get(key).is_some()));
        TASKS.iter().find(|task| task.name == area).filter(has_keys)
    })
}

/// What is wrong with a predicted record.
fn wrong_record(task: &Task, gold: &Value, predicted: &Value) -> Option<String> {
    let text = gold["text"].as_str().unwrap_or("");
    if task.text_given && predicted["text"].as_str() != Some(text) {
        return Some(format!("the text of {} is not gold's", record_id(gold)));
    }
    absent_key(task.needs, predicted)
        .or_else(|| {
            let chars: Vec<char> = text.chars().collect();
            let names = task.needs.iter().flat_map(|(names, _)| names.split('|'));
            let found = names.filter(|_| task.text_given).filter_map(|n| Some((n, predicted.get(n)?)));
            found.into_iter().find_map(|(name, value)| wrong_span(value, &chars, name))
        })
        .or_else(|| (task.check)(gold, predicted))
}

/// The figures of one file of records.
pub fn score_records(
    patterns: &Patterns,
    (area, stem): (&str, &str),
    gold_path: &Path,
    predicted_path: &Path,
) -> Result<Outcome, BadFile> {
    let gold: Vec<Value> = read_jsonl(gold_path)?.into_iter().map(|(_, record)| record).collect();
    let Some(task) = task_of(area, stem, &gold) else { return Ok(Outcome::NotScored) };
    if !predicted_path.is_file() {
        return Ok(Outcome::NotYet);
    }
    compare(patterns, task, &gold, read_jsonl(predicted_path)?, predicted_path)
}

/// The figures of predictions that have been read, each with its line.
fn compare(
    patterns: &Patterns,
    task: &Task,
    gold: &[Value],
    rows: Vec<(usize, Value)>,
    path: &Path,
) -> Result<Outcome, BadFile> {
    check_ids(gold, &rows, path)?;
    let (lines, predicted): (Vec<usize>, Vec<Value>) = rows.into_iter().unzip();
    if !gold.iter().chain(&predicted).any(|record| record.get("text").is_some()) {
        return Ok(Outcome::NotYet); // gold itself, where gold is marked segments and has no text to score
    }
    for ((g, p), line) in gold.iter().zip(&predicted).zip(lines) {
        if let Some(reason) = wrong_record(task, g, p) {
            return Err(BadFile::new(path, line, reason));
        }
    }
    let shape = |e: serde_json::Error| format!("a value has not the shape of gold's: {e}");
    let scored = (task.score)(patterns, gold, &predicted);
    scored.map(Outcome::Scored).map_err(|e| BadFile::new(path, 1, shape(e)))
}

/// The figures of one treebank, given words or raw text.
pub fn score_trees(gold_path: &Path, predicted_path: &Path, from_raw_text: bool) -> Result<Outcome, BadFile> {
    if !predicted_path.is_file() {
        return Ok(Outcome::NotYet);
    }
    let (gold, predicted) = (read_text(gold_path)?, read_text(predicted_path)?);
    let gold = conllu::read(gold_path, &gold)?;
    let predicted = conllu::read(predicted_path, &predicted)?;
    let score = if from_raw_text { raw::score } else { treebank::score };
    score(&gold, &predicted, predicted_path).map(Outcome::Scored)
}

/// The outcome for the records of a corpus, for tests that have no files.
#[cfg(test)]
pub fn outcome_of(name: &str, gold: &[Value], predicted: &[Value]) -> Result<Outcome, BadFile> {
    let patterns = Patterns::new().map_err(|e| BadFile::new(Path::new(name), 0, e.to_string()))?;
    let (area, stem) = name.split_once('/').unwrap_or((name, ""));
    let rows = predicted.iter().cloned().enumerate().map(|(i, record)| (i + 1, record)).collect();
    match task_of(area, stem, gold) {
        Some(task) => compare(&patterns, task, gold, rows, Path::new(name)),
        None => Ok(Outcome::NotScored),
    }
}

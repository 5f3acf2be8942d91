//! Happenings across reports: corpora whose reports have to be read together.
//!
//! Of ECB+ the mentions are given and fall into chains within a topic. Of our own happenings nothing is
//! given: each report is read, its events fall into stories, and what gold marks gets the story of the
//! event that was coded at its words, null where none was.

use std::collections::BTreeMap;
use std::fmt::Write;

use dateline::record::{self, DocumentRecord, EventRecord};
use dateline::story::{Meaning, ReportWords, Same, Telling, WordWeights, features, join, stories, tellings};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{IDS, Reader, document_of, given_part, in_parallel, only};
use crate::eval::files::Corpus;
use crate::eval::text::{Chars, CodePoints};

/// The keys of a mention that are given.
const GIVEN: super::Given = &[
    ("topic", &[]),
    ("sentences", &[]),
    ("mentions", &["m_id", "type", "start", "end", "sent", "tokens", "text"]),
    ("events", &["start", "end"]),
];

/// Whether a corpus is read as a whole.
pub fn is_across(corpus: &Corpus) -> bool {
    matches!(corpus.area.as_str(), "coref" | "stories" | "ledger")
}

/// A report of a corpus, read.
struct Told {
    record: DocumentRecord,
    tellings: Vec<Telling>,
    // for each mention of gold the telling that stands for it
    mentions: Vec<Option<usize>>,
}

/// The predictions for all reports of a corpus, a line each.
pub fn predictions(reader: &dyn Reader, corpus: &Corpus, records: &[Value]) -> String {
    if corpus.area == "ledger" {
        return super::ledger::predictions(reader, records);
    }
    let Ok(same) = Same::builtin() else { return String::new() };
    let told = read(reader, corpus, records);
    let chains = match corpus.area.as_str() {
        "coref" => within_topics(records, &told, &same),
        _ => across(&told, &same),
    };
    let lines = records.iter().zip(&told).enumerate().map(|(n, (record, told))| {
        let key = if corpus.area == "coref" { "mentions" } else { "events" };
        let given = given_part(record, GIVEN);
        let rows = given[key].as_array().cloned().unwrap_or_default().into_iter().zip(&told.mentions).map(
            |(mut mention, telling)| {
                let chain = telling.and_then(|t| chains.get(&(n, t)));
                mention["chain"] = chain.map_or(Value::Null, |c| json!(c.to_string()));
                mention
            },
        );
        let mut prediction: Map<String, Value> = only(record, &IDS);
        prediction.extend(only(record, &["text", "topic"]));
        prediction.insert(key.to_owned(), rows.collect());
        Value::Object(prediction).to_string() + "\n"
    });
    lines.collect()
}

fn read(reader: &dyn Reader, corpus: &Corpus, records: &[Value]) -> Vec<Told> {
    let weights = WordWeights::builtin();
    in_parallel(records, |gold| {
        let given = given_part(gold, GIVEN);
        let record = record::records(&reader.read(document_of(gold)));
        let meaning = |word: &str| reader.meaning(word);
        let with: (&WordWeights, Meaning) = (&weights, &meaning);
        if corpus.area == "coref" {
            of_mentions(record, &given, with)
        } else {
            of_events(record, &given["events"], with)
        }
    })
}

/// Tellings at the given event mentions.
fn of_mentions(record: DocumentRecord, given: &Value, with: (&WordWeights, Meaning)) -> Told {
    let report = ReportWords::of(&record, with.0);
    let points = CodePoints::of(&record.document.text);
    let (mut tellings, mut places) = (Vec::new(), Vec::new());
    // sentences that nobody looked at again hold marks that mean little
    let checked = |n: &Value| {
        given["sentences"].as_array().into_iter().flatten().any(|s| &s["n"] == n && s["validated"] == true)
    };
    for mention in given["mentions"].as_array().into_iter().flatten() {
        let kind = mention["type"].as_str().unwrap_or_default();
        let is_event = kind.starts_with("ACTION") || kind.starts_with("NEG_ACTION");
        let is_event = is_event && checked(&mention["sent"]);
        let span = Chars::deserialize(mention).ok().filter(|_| is_event);
        places.push(span.map(|span| {
            let span = points.byte_of(span.start)..points.byte_of(span.end);
            let mut telling = Telling::at(&report, &record, span.clone(), with);
            if let Some(event) = event_at(&record, span.start, span.end) {
                telling.fill(&record, event);
            }
            telling.name(beside(&given["mentions"], &mention["sent"]));
            tellings.push(telling);
            tellings.len() - 1
        }));
    }
    Told { record, tellings, mentions: places }
}

/// The words of who, what and where is marked in a sentence.
fn beside<'a>(mentions: &'a Value, sentence: &'a Value) -> impl Iterator<Item = &'a str> {
    let named = move |m: &&Value| {
        let kind = m["type"].as_str().unwrap_or_default();
        &m["sent"] == sentence && ["HUMAN", "NON_HUMAN", "LOC"].iter().any(|k| kind.starts_with(k))
    };
    mentions.as_array().into_iter().flatten().filter(named).filter_map(|m| m["text"].as_str())
}

/// The tellings of all events, and which of them stand at the words that gold marks.
fn of_events(record: DocumentRecord, gold: &Value, with: (&WordWeights, Meaning)) -> Told {
    let tellings = tellings(&record, with);
    let points = CodePoints::of(&record.document.text);
    let mentions = gold.as_array().into_iter().flatten().map(|mark| {
        let span = Chars::deserialize(mark).ok()?;
        let event = event_at(&record, points.byte_of(span.start), points.byte_of(span.end))?;
        tellings.iter().position(|t| t.event() == Some(&event.id))
    });
    let mentions = mentions.collect();
    Told { record, tellings, mentions }
}

/// The event that was coded at some words: at its trigger before at a further mention.
fn event_at(record: &DocumentRecord, start: usize, end: usize) -> Option<&EventRecord> {
    let over = |s: &record::SpanRecord| s.start < end && s.end > start;
    let by_trigger = record.events.iter().find(|e| over(&e.trigger));
    by_trigger.or_else(|| record.events.iter().find(|e| e.mentions.iter().any(over)))
}

type Chains = BTreeMap<(usize, usize), usize>;

/// Chains among the mentions of each topic.
fn within_topics(records: &[Value], told: &[Told], same: &Same) -> Chains {
    let mut topics: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (n, (record, told)) in records.iter().zip(told).enumerate() {
        let all = (0..told.tellings.len()).map(|t| (n, t));
        topics.entry(record["topic"].to_string()).or_default().extend(all);
    }
    let mut chains = Chains::new();
    for members in topics.values() {
        let telling = |i: usize| &told[members[i].0].tellings[members[i].1];
        let groups = join(members.len(), |i, j| same.score(telling(i), telling(j)), same.threshold());
        let from = chains.len();
        for (g, group) in groups.into_iter().enumerate() {
            chains.extend(group.into_iter().map(|i| (members[i], from + g)));
        }
    }
    chains
}

/// Stories among the events of all reports.
fn across(told: &[Told], same: &Same) -> Chains {
    let places = told.iter().enumerate().flat_map(|(n, t)| (0..t.tellings.len()).map(move |i| (n, i)));
    let places: Vec<(usize, usize)> = places.collect();
    let all: Vec<Telling> = places.iter().map(|&(n, i)| told[n].tellings[i].clone()).collect();
    let groups = stories(&all, same).into_iter().enumerate();
    groups.flat_map(|(g, group)| group.into_iter().map(|i| (places[i], g)).collect::<Vec<_>>()).collect()
}

/// The pairs of a corpus with their labels, from which `model/train/stories.py` trains: label, group (of our
/// own happenings both happenings and reports), features; a line each.
pub fn pairs(reader: &dyn Reader, corpus: &Corpus, records: &[Value]) -> String {
    if corpus.area == "ledger" {
        return String::new();
    }
    let told = read(reader, corpus, records);
    let key = if corpus.area == "coref" { ("mentions", "chain") } else { ("events", "happening") };
    // what gold says of each telling that stands for something in gold
    let mut marked: BTreeMap<String, Vec<(&Telling, String, usize)>> = BTreeMap::new();
    for (n, (record, told)) in records.iter().zip(&told).enumerate() {
        let group =
            if corpus.area == "coref" { format!("ecb-{}", record["topic"]) } else { "own".to_owned() };
        let rows = record[key.0].as_array().into_iter().flatten().zip(&told.mentions);
        let mut seen = BTreeMap::new();
        for (i, (mention, telling)) in rows.enumerate() {
            let Some(t) = *telling else { continue };
            let own = format!("{}-{n}-{i}", told.record.document.id);
            let label = mention[key.1].as_str().map_or(own, str::to_owned);
            // an event at two marks counts once, unless gold itself parts them
            if seen.insert(t, label.clone()).is_none() {
                marked.entry(group.clone()).or_default().push((&told.tellings[t], label, n));
            }
        }
    }
    let mut out = String::new();
    for (group, tellings) in &marked {
        for (i, (a, label_a, n)) in tellings.iter().enumerate() {
            for (b, label_b, m) in &tellings[i + 1..] {
                let same = u8::from(label_a == label_b);
                let name = match group.as_str() {
                    "own" => format!("own-{label_a}#{n}+{label_b}#{m}"),
                    group => group.to_owned(),
                };
                let _ = write!(out, "{same}\t{name}");
                for f in features(a, b) {
                    let _ = write!(out, "\t{f}");
                }
                out.push('\n');
            }
        }
    }
    out
}

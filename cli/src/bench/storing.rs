//! The store measured: how fast it takes reports beside the bare read, how large it grows, how fast it answers.

use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use dateline::digest;
use dateline::read::{ReadOptions, read_bytes};
use dateline::record::{self, DocumentRecord};
use dateline_store::{Coded, Filter, InputKey, Store, Who};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

use super::articles;
use crate::ingest::{self, Rejects};
use crate::read::{bar, in_order};
use crate::{book, out};

/// Articles that are read and ingested to compare.
const ARTICLES: usize = 200;
/// Reports entered in one transaction.
const BATCH: usize = 200;
/// Questions of one kind asked; the slowest counts.
const ASKED: usize = 20;
/// Made reports are spread over so many days.
const DAYS: usize = 3650;

/// Measures with a store of so many events, made of copies of the folder's reports with other days, names
/// and words; the figures as JSON.
pub fn measure(folder: &Path, events: usize, keep: Option<&Path>) -> Result<String, String> {
    let scratch = std::env::temp_dir().join(format!("dateline-bench-{}", std::process::id()));
    fs::create_dir_all(&scratch).map_err(|e| format!("{}: {e}", scratch.display()))?;
    let result = measure_in(folder, events, keep.unwrap_or(&scratch.join("large.db")), &scratch);
    let _ = fs::remove_dir_all(&scratch);
    result
}

fn measure_in(folder: &Path, events: usize, file: &Path, scratch: &Path) -> Result<String, String> {
    let texts = articles::load(folder, NonZeroUsize::new(ARTICLES))?;
    let (read, ingested) = against_reading(&texts, scratch)?;
    let (store, size, seconds) = fill(&texts, events, file)?;
    let counts = store.counts().map_err(|e| e.to_string())?;
    let mut asked = Vec::new();
    for (name, filter) in questions() {
        asked.push(json!({ "query": name, "slowest_ms": slowest(&store, &filter)? }));
    }
    let figures = json!({
        "read_articles_per_s": read,
        "ingest_articles_per_s": ingested,
        "ingest_share_of_read": ingested / read,
        "reports": counts.reports,
        "events": counts.events,
        "bytes": size,
        "bytes_per_event": size as f64 / counts.events.max(1) as f64,
        "stored_reports_per_s": counts.reports as f64 / seconds,
        "queries": asked,
    });
    Ok(format!("{figures:#}\n"))
}

/// Articles a second, read and thrown away, and taken into a store with their stories.
fn against_reading(texts: &[Vec<u8>], scratch: &Path) -> Result<(f64, f64), String> {
    let coder = book::coder(None)?;
    let threads = crate::read::threads_or_all(None);
    let begun = Instant::now();
    let read = |bytes: &Vec<u8>| {
        let document = read_bytes(bytes, &ReadOptions::default()).ok()?;
        serde_json::to_string(&record::records(&coder.analyze(document))).ok()
    };
    in_order(texts, threads, read, |_| true);
    let bare = texts.len() as f64 / begun.elapsed().as_secs_f64();
    let path = scratch.join("articles.jsonl");
    let line = |(n, bytes): (usize, &Vec<u8>)| {
        let text = String::from_utf8_lossy(bytes);
        // articles differ by their first words, or they would be one report
        json!({ "text": format!("Article {n}. {text}"), "published": day(n).to_string() }).to_string() + "\n"
    };
    let lines: String = texts.iter().enumerate().map(line).collect();
    fs::write(&path, lines).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut store = Store::open(&scratch.join("small.db")).map_err(|e| e.to_string())?;
    let begun = Instant::now();
    let inputs: Vec<_> = dateline_intake::find(&[path]).into_iter().flatten().collect();
    let mut rejects = Rejects::new(scratch.join("rejects.jsonl"));
    ingest::take(&mut store, &coder, &inputs, threads, &mut rejects)?;
    let taken = texts.len() as f64 / begun.elapsed().as_secs_f64();
    Ok((bare, taken))
}

fn day(n: usize) -> Date {
    let first = jiff::civil::date(2015, 1, 1);
    first.checked_add(((n * 37 % DAYS) as i64).days()).unwrap_or(first)
}

/// A store of so many events; its size in bytes and the seconds that it took.
fn fill(texts: &[Vec<u8>], events: usize, file: &Path) -> Result<(Store, u64, f64), String> {
    let coder = book::coder(None)?;
    let read = |bytes: &Vec<u8>| {
        let options = ReadOptions { published: Some(day(0)), ..ReadOptions::default() };
        read_bytes(bytes, &options).ok().map(|document| record::records(&coder.analyze(document)))
    };
    let bases: Vec<DocumentRecord> = texts.iter().filter_map(read).filter(|r| !r.events.is_empty()).collect();
    if bases.is_empty() {
        return Err("no report of the folder has an event: give another folder".to_owned());
    }
    let mut store = Store::open(file).map_err(|e| e.to_string())?;
    let begun = Instant::now();
    let (mut n, mut made) = (0, 0);
    let bar = bar(events, "events stored");
    while made < events {
        let mut batch = Vec::new();
        while batch.len() < BATCH && made < events {
            let record = copy(&bases[n % bases.len()], n);
            made += record.events.len();
            batch.push(Coded::new(InputKey::new(&n.to_le_bytes(), []), format!("made:{n}"), record)?);
            n += 1;
        }
        store.add(&batch).map_err(|e| e.to_string())?;
        bar.set_position(made as u64);
    }
    bar.finish_and_clear();
    let seconds = begun.elapsed().as_secs_f64();
    drop(store);
    let size = fs::metadata(file).map_err(|e| format!("{}: {e}", file.display()))?.len();
    out::note(format!("{}: {made} events of {n} reports", file.display()));
    Ok((Store::read(file).map_err(|e| e.to_string())?, size, seconds))
}

/// A report like another, with days, names and words of its own.
fn copy(base: &DocumentRecord, n: usize) -> DocumentRecord {
    let mut record = base.clone();
    let number = n.to_string();
    let head = &mut record.document;
    head.id = digest::id(&["made", &number]);
    head.text += &format!("\n\nBulletin {n} of desk{} on subject{}.", n % 1000, n % 97);
    if let Some(published) = &mut head.published {
        published.date = day(n).to_string();
    }
    let own = |id: &str| digest::id(&[id, &number]);
    for entity in &mut record.entities {
        entity.id = own(&entity.id);
        if entity.knowledge_id.is_none() {
            entity.name += &format!(" {}", n % 500);
        }
    }
    for event in &mut record.events {
        event.id = own(&event.id);
        if let Some(date) = &mut event.date {
            date.value = day(n).to_string();
        }
        for party in event.actors.iter_mut().chain(&mut event.recipients) {
            party.entity = own(&party.entity);
        }
        if let Some(place) = &mut event.place {
            place.party.entity = own(&place.party.entity);
        }
    }
    for statement in &mut record.statements {
        statement.id = own(&statement.id);
        if let Some(speaker) = &mut statement.speaker {
            speaker.entity = own(&speaker.entity);
        }
    }
    record
}

/// What people ask, each with a page of rows.
fn questions() -> Vec<(&'static str, Filter)> {
    let page = || Filter { limit: Some(50), ..Filter::default() };
    let who = |name: &str, code: &str| Who { name: name.to_owned(), country: Some(code.to_owned()) };
    let date = |text: &str| text.parse().ok();
    vec![
        ("type", Filter { types: vec!["ASSAULT".to_owned()], ..page() }),
        (
            "type and country",
            Filter { types: vec!["ASSAULT".to_owned()], countries: vec!["MLI".to_owned()], ..page() },
        ),
        ("actor", Filter { actors: vec![who("Yemen", "YEM")], ..page() }),
        (
            "actor, type and days",
            Filter {
                actors: vec![who("Yemen", "YEM")],
                types: vec!["AGREE".to_owned()],
                since: date("2020-01-01"),
                until: date("2020-03-01"),
                ..page()
            },
        ),
        ("two parties", Filter { parties: vec![who("Indonesia", "IDN"), who("Australia", "AUS")], ..page() }),
        (
            "days and score",
            Filter { since: date("2019-05-01"), until: date("2019-05-31"), min_score: Some(0.8), ..page() },
        ),
        ("full text, one word", Filter { text: Some("ceasefire".to_owned()), ..page() }),
        ("full text, rare words", Filter { text: Some("desk77 subject5".to_owned()), ..page() }),
        (
            "full text, a phrase and a type",
            Filter {
                text: Some("\"state television\"".to_owned()),
                types: vec!["ASSAULT".to_owned()],
                ..page()
            },
        ),
    ]
}

/// The slowest answer of several, in milliseconds, the first (on cold pages) left out.
fn slowest(store: &Store, filter: &Filter) -> Result<f64, String> {
    let mut slowest: f64 = 0.0;
    for n in 0..=ASKED {
        let begun = Instant::now();
        store.events(filter).map_err(|e| e.to_string())?;
        if n > 0 {
            slowest = slowest.max(begun.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok(slowest)
}

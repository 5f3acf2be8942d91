//! Records put together by hand, so that what a store makes of them hangs on no model.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use dateline::DateSource;
use dateline::actor::EntityKind;
use dateline::digest;
use dateline::event::{Bound, Polarity, Reality, Recency};
use dateline::place::Precision;
use dateline::record::*;
use dateline::statement::Form;
use dateline_store::{Coded, InputKey, Store};
use serde_json::Value;

/// A report that says nothing yet.
pub fn report(text: &str, day: Option<&str>, publisher: &str) -> DocumentRecord {
    let url = format!("https://{publisher}.example/{}", digest::id(&[text]));
    let published = day.map(|day| PublishedRecord {
        date: day.to_owned(),
        found: DateSource::Given,
        evidence: Vec::new(),
    });
    DocumentRecord {
        schema: SCHEMA,
        document: DocumentHead {
            id: digest::id(&["document", text, &url]),
            unit: Cow::Borrowed(UNIT),
            url: Some(url),
            publisher: Some(publisher.to_owned()),
            title: Some(Stated { value: text.lines().next().unwrap_or("").to_owned(), evidence: Vec::new() }),
            standfirst: None,
            byline: None,
            published,
            language: Some("en".to_owned()),
            blocks: Vec::new(),
            sentences: vec![[0, text.len()]],
            source_digest: digest::sha256_hex(text.as_bytes()),
            engine: "0.0.0".to_owned(),
            codebook: "first".to_owned(),
            model: "none".to_owned(),
            diagnostics: Vec::new(),
            text: text.to_owned(),
        },
        entities: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        processes: Vec::new(),
        commitments: Vec::new(),
    }
}

/// Words of a report, which must stand in it.
pub fn span(record: &DocumentRecord, words: &str) -> SpanRecord {
    let text = &record.document.text;
    let start = text.find(words).unwrap_or_else(|| panic!("{words}: not in {text}"));
    let before = text[..start].chars().count();
    let chars = [before, before + words.chars().count()];
    SpanRecord { start, end: start + words.len(), text: words.to_owned(), chars }
}

/// An entity of a report, to stand in its records.
pub fn entity(record: &mut DocumentRecord, kind: EntityKind, name: &str, country: &str) -> Party {
    let id = digest::id(&[&record.document.id, "entity", name]);
    record.entities.push(EntityRecord {
        id: id.clone(),
        kind,
        name: name.to_owned(),
        country: Some(country.to_owned()).filter(|c| !c.is_empty()),
        sector: None,
        role: RoleRecord { text: None, table: None },
        knowledge_id: None,
        place: None,
        mentions: Vec::new(),
    });
    Party { entity: id, name: name.to_owned(), evidence: Vec::new() }
}

/// A place of a report.
pub fn place(
    record: &mut DocumentRecord,
    (name, country): (&str, &str),
    (lat, lon): (f64, f64),
    precision: Precision,
) -> EventPlaceRecord {
    let party = entity(record, EntityKind::Place, name, country);
    record.entities.last_mut().unwrap().place = Some(PlaceRecord {
        geonames: Some(1),
        lat,
        lon,
        country: Some(country.to_owned()),
        admin1: None,
        precision,
        reason: "made".to_owned(),
    });
    EventPlaceRecord { party, precision: Some(precision), reason: None }
}

/// An event of a report, affirmed and actual, at words of it.
pub fn event<'a>(record: &'a mut DocumentRecord, kind: &str, words: &str) -> &'a mut EventRecord {
    let trigger = span(record, words);
    record.events.push(EventRecord {
        id: digest::id(&[&record.document.id, "event", kind, words]),
        trigger,
        mentions: Vec::new(),
        event_type: kind.to_owned(),
        mode: None,
        contexts: Vec::new(),
        cameo: None,
        quad_class: None,
        intensity: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        place: None,
        date: None,
        polarity: Polarity::Affirmed,
        reality: Reality::Actual,
        recency: Recency::Current,
        attributed_to: None,
        within: None,
        counts: CountsRecord::default(),
        score: Some(0.5),
        found_by: Cow::Borrowed("rule"),
        rule: "made".to_owned(),
        context_evidence: Default::default(),
    });
    record.events.last_mut().unwrap()
}

/// A statement of a report, by somebody, in words of it; its id.
pub fn statement(record: &mut DocumentRecord, speaker: Option<Party>, words: &str) -> String {
    let id = digest::id(&[&record.document.id, "statement", words]);
    let content = vec![span(record, words)];
    record.statements.push(StatementRecord {
        id: id.clone(),
        source: None,
        speaker,
        cue: None,
        content,
        form: Form::Indirect,
        addressee: None,
        stance: Some("asserts".to_owned()),
        when: None,
        place: None,
        parent: None,
    });
    id
}

/// A day as a date of an event.
pub fn day(value: &str) -> Option<DateRecord> {
    Some(DateRecord {
        value: value.to_owned(),
        precision: None,
        reason: Cow::Borrowed("made"),
        evidence: Vec::new(),
    })
}

/// So many people.
pub fn count(value: u32) -> Option<CountRecord> {
    Some(CountRecord { value: Some(value), bound: Bound::Exact, evidence: Vec::new() })
}

/// The same report as another codebook codes it.
pub fn by(record: &DocumentRecord, codebook: &str) -> DocumentRecord {
    let mut other = record.clone();
    other.document.codebook = codebook.to_owned();
    other
}

/// The key of a report as an input.
pub fn key(record: &DocumentRecord) -> InputKey {
    InputKey::new(record.document.text.as_bytes(), [record.document.url.as_deref()])
}

/// A report ready to be kept.
pub fn coded(record: &DocumentRecord) -> Coded {
    Coded::new(key(record), format!("{}.txt", record.document.id), record.clone()).unwrap()
}

/// Keeps reports, in one batch.
pub fn keep(store: &mut Store, records: &[&DocumentRecord]) -> dateline_store::Added {
    store.add(&records.iter().map(|r| coded(r)).collect::<Vec<_>>()).unwrap()
}

/// What a statement gives, row by row.
pub fn rows(store: &mut Store, sql: &str) -> Vec<Vec<Value>> {
    store.sql(sql, Duration::from_secs(20)).unwrap_or_else(|e| panic!("{sql}: {e}")).rows
}

/// The one number that a statement gives.
pub fn number(store: &mut Store, sql: &str) -> i64 {
    rows(store, sql)[0][0].as_i64().unwrap()
}

/// Asserts that the file and all its indexes agree.
pub fn assert_whole(file: &Path) {
    let db = rusqlite::Connection::open(file).unwrap();
    let said: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(said, "ok");
    for index in ["report_text", "actor_text"] {
        let check = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
        db.execute(&check, []).unwrap_or_else(|e| panic!("{index}: {e}"));
    }
}

//! Taking reports: each whole, once, with everything that belongs to it, or not at all.

use std::collections::BTreeMap;

use dateline::Provenance;
use dateline::record::{DocumentHead, DocumentRecord, EventRecord, SCHEMA, word};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::rows::{self, Actor, Index};
use crate::{Store, StoreError, body, day};

/// What an input is known by: a hash of its bytes and of what was told of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InputKey([u8; 16]);

impl InputKey {
    /// The key of bytes with what is told beside them, such as address and day.
    pub fn new<'a>(bytes: &[u8], told: impl IntoIterator<Item = Option<&'a str>>) -> InputKey {
        let mut hash = Sha256::new();
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
        for value in told {
            // absent and empty differ
            hash.update([u8::from(value.is_some())]);
            hash.update((value.map_or(0, str::len) as u64).to_le_bytes());
            hash.update(value.unwrap_or_default().as_bytes());
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        InputKey(key)
    }
}

/// A coder that a store knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoderKey(i64);

/// A report that was read, ready to be kept. Making one does the work that needs no store, so that it
/// can be done on any thread.
pub struct Coded {
    input: InputKey,
    place: String,
    record: DocumentRecord,
    body: Vec<u8>,
}

/// What became of the reports of one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// Reports that the store did not have.
    pub new: u64,
    /// Reports that it had, coded by another coder.
    pub recoded: u64,
    /// Reports that it had, from this coder.
    pub known: u64,
}

impl Coded {
    /// The records of a report that was taken from `place`.
    ///
    /// # Errors
    /// Where the records cannot be written as JSON.
    pub fn new(input: InputKey, place: String, mut record: DocumentRecord) -> Result<Coded, String> {
        let body = body::pack_records(&mut record)?;
        Ok(Coded { input, place, record, body })
    }
}

impl Store {
    /// The key of a coder, which is entered where it is new.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn coder(&mut self, by: &Provenance) -> Result<CoderKey, StoreError> {
        coder(&self.db, [&by.engine, &by.codebook, &by.model]).map(CoderKey).map_err(|e| self.error(e))
    }

    /// Whether an input was taken already by a coder whose coding of it is current.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn has(&self, input: &InputKey, coder: CoderKey) -> Result<bool, StoreError> {
        let sql =
            "SELECT 1 FROM taken t JOIN coding g ON g.report = t.report AND g.coder = t.coder AND g.current
                   WHERE t.input = ?1 AND t.coder = ?2";
        let found = self.db.prepare_cached(sql).and_then(|mut s| s.exists(params![input.0, coder.0]));
        found.map_err(|e| self.error(e))
    }

    /// Keeps reports, all of them or none.
    ///
    /// # Errors
    /// Where the store cannot be written: locked, disk full. Then nothing of the batch is kept.
    pub fn add(&mut self, batch: &[Coded]) -> Result<Added, StoreError> {
        self.add_all(batch).map_err(|e| StoreError::of(&self.file, e))
    }

    fn add_all(&mut self, batch: &[Coded]) -> rusqlite::Result<Added> {
        let work = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut added = Added::default();
        for coded in batch {
            add_one(&work, coded, &mut added)?;
        }
        work.commit()?;
        Ok(added)
    }
}

fn coder(db: &Connection, [engine, codebook, model]: [&str; 3]) -> rusqlite::Result<i64> {
    db.prepare_cached("INSERT OR IGNORE INTO coder (engine, codebook, model, schema) VALUES (?, ?, ?, ?)")?
        .execute(params![engine, codebook, model, SCHEMA])?;
    db.prepare_cached("SELECT key FROM coder WHERE engine = ? AND codebook = ? AND model = ? AND schema = ?")?
        .query_row(params![engine, codebook, model, SCHEMA], |row| row.get(0))
}

fn add_one(db: &Connection, coded: &Coded, added: &mut Added) -> rusqlite::Result<()> {
    let head = &coded.record.document;
    let coder = coder(db, [&head.engine, &head.codebook, &head.model])?;
    let (report, is_new) = report(db, coded)?;
    // back to an earlier coder: what it made is kept, and is current again
    let back = db
        .prepare_cached("UPDATE coding SET current = 1 WHERE report = ? AND coder = ? AND NOT current")?
        .execute(params![report, coder])?;
    let fresh = db
        .prepare_cached("INSERT OR IGNORE INTO coding (report, coder, current, body) VALUES (?, ?, 1, ?)")?
        .execute(params![report, coder, coded.body])?;
    if fresh + back == 0 {
        added.known += 1;
    } else {
        added.new += u64::from(is_new);
        added.recoded += u64::from(!is_new);
        db.prepare_cached("UPDATE coding SET current = 0 WHERE report = ? AND coder <> ?")?
            .execute(params![report, coder])?;
        if !is_new {
            forget(db, report)?;
            renew(db, report, &coded.record.document)?;
        }
        lay_open(db, report, &coded.record)?;
        db.prepare_cached("INSERT OR IGNORE INTO pending (report) VALUES (?)")?.execute([report])?;
    }
    db.prepare_cached("INSERT OR IGNORE INTO taken (input, coder, report) VALUES (?, ?, ?)")?
        .execute(params![coded.input.0, coder, report])?;
    Ok(())
}

/// The key of the report, and whether it is new.
fn report(db: &Connection, coded: &Coded) -> rusqlite::Result<(i64, bool)> {
    let head = &coded.record.document;
    let known = db
        .prepare_cached("SELECT key FROM report WHERE id = ?")?
        .query_row([&head.id], |row| row.get(0))
        .optional()?;
    if let Some(key) = known {
        return Ok((key, false));
    }
    db.prepare_cached(
        "INSERT INTO report (id, url, publisher, title, published, language, source_digest, place, text)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        head.id,
        head.url,
        head.publisher,
        head.title.as_ref().map(|t| t.value.as_str()),
        published(head),
        head.language,
        head.source_digest,
        coded.place,
        head.text
    ])?;
    let key = db.last_insert_rowid();
    db.prepare_cached("INSERT INTO report_text (rowid, text) VALUES (?, ?)")?
        .execute(params![key, head.text])?;
    Ok((key, true))
}

fn published(head: &DocumentHead) -> Option<i64> {
    head.published.as_ref().and_then(|p| day::bounds(&p.date)).map(|(first, _)| first)
}

/// What a new coding says of a known report itself; text and address are the same, for the id is.
fn renew(db: &Connection, report: i64, head: &DocumentHead) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE report SET publisher = ?, title = ?, published = ?, language = ?, source_digest = ?
         WHERE key = ?",
    )?
    .execute(params![
        head.publisher,
        head.title.as_ref().map(|t| t.value.as_str()),
        published(head),
        head.language,
        head.source_digest,
        report
    ])?;
    Ok(())
}

/// Takes out of the open tables what an earlier coding of a report said.
fn forget(db: &Connection, report: i64) -> rusqlite::Result<()> {
    crate::stories::forget(db, report)?;
    for sql in [
        "DELETE FROM event_place WHERE key IN (SELECT key FROM event WHERE report = ?)",
        "DELETE FROM party WHERE event IN (SELECT key FROM event WHERE report = ?)",
        "DELETE FROM event WHERE report = ?",
        "DELETE FROM entity WHERE report = ?",
        "DELETE FROM statement WHERE report = ?",
        "DELETE FROM process WHERE report = ?",
        "DELETE FROM commitment WHERE report = ?",
    ] {
        db.prepare_cached(sql)?.execute([report])?;
    }
    Ok(())
}

/// Enters what a report's records say, field by field.
fn lay_open(db: &Connection, report: i64, record: &DocumentRecord) -> rusqlite::Result<()> {
    let index = Index::new(record);
    let actors: Vec<i64> =
        record.entities.iter().map(|e| actor(db, &Actor::of(e))).collect::<Result<_, _>>()?;
    let mut once = BTreeMap::new();
    for (n, (entity, &actor)) in record.entities.iter().zip(&actors).enumerate() {
        let role = entity.role.text.as_ref().map(|r| r.value.as_str()).or(entity.role.table.as_deref());
        db.prepare_cached(
            "INSERT INTO entity (report, n, id, actor, role, mentions) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![report, n as i64, entity.id, actor, role, entity.mentions.len() as i64])?;
        once.insert(entity.id.as_str(), actor);
    }
    let of = |party: &Option<dateline::record::Party>| {
        party.as_ref().and_then(|p| once.get(p.entity.as_str()).copied())
    };
    for s in &record.statements {
        let content = s.content.first();
        db.prepare_cached(
            "INSERT INTO statement (id, report, speaker, stance, form, start, \"end\", parent)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            s.id,
            report,
            of(&s.speaker),
            s.stance,
            word(&s.form),
            content.map(|c| c.start as i64),
            content.map(|c| c.end as i64),
            s.parent
        ])?;
    }
    for e in &record.events {
        event(db, report, e, &index, &actors)?;
    }
    for p in &record.processes {
        db.prepare_cached("INSERT INTO process (id, report, kind, name) VALUES (?, ?, ?, ?)")?
            .execute(params![p.id, report, p.kind, p.name])?;
    }
    for c in &record.commitments {
        db.prepare_cached(
            "INSERT INTO commitment (id, report, kind, debtor, creditor, due, state, start, \"end\")
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            c.id,
            report,
            c.kind,
            of(&c.debtor),
            of(&c.creditor),
            rows::due(c),
            c.state,
            c.content.start as i64,
            c.content.end as i64
        ])?;
    }
    Ok(())
}

/// The key of an actor, which is entered where it is new.
fn actor(db: &Connection, actor: &Actor) -> rusqlite::Result<i64> {
    let known = db
        .prepare_cached(
            "SELECT key FROM actor WHERE id = ? AND name = ? AND ifnull(country, '') = ?
             AND ifnull(sector, '') = ?",
        )?
        .query_row(
            params![
                actor.id,
                actor.name,
                actor.country.as_deref().unwrap_or_default(),
                actor.sector.as_deref().unwrap_or_default()
            ],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(key) = known {
        return Ok(key);
    }
    db.prepare_cached("INSERT INTO actor (id, kind, name, country, sector) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![actor.id, actor.kind, actor.name, actor.country, actor.sector])?;
    let key = db.last_insert_rowid();
    db.prepare_cached("INSERT INTO actor_text (rowid, name) VALUES (?, ?)")?
        .execute(params![key, actor.name])?;
    Ok(key)
}

fn event(
    db: &Connection,
    report: i64,
    e: &EventRecord,
    index: &Index,
    actors: &[i64],
) -> rusqlite::Result<()> {
    let place = index.place(e);
    let (from, to) = rows::days(e.date.as_ref());
    let speaker = index.speaker(e).and_then(|n| actors.get(n));
    let number = |count: &Option<dateline::record::CountRecord>| count.as_ref().and_then(|c| c.value);
    db.prepare_cached(
        "INSERT INTO event (id, report, type, mode, cameo, contexts, date, day_from, day_to,
           place, country, lat, lon, precision, geonames, polarity, reality, recency,
           score, found_by, rule, speaker, statement, within, \"trigger\", start, \"end\",
           dead, injured, arrested, displaced)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        e.id,
        report,
        e.event_type,
        e.mode,
        e.cameo,
        (!e.contexts.is_empty()).then(|| e.contexts.join(" ")),
        e.date.as_ref().map(|d| d.value.as_str()),
        from,
        to,
        place.name,
        place.country,
        place.lat,
        place.lon,
        place.precision,
        place.geonames,
        word(&e.polarity),
        word(&e.reality),
        word(&e.recency),
        e.score,
        e.found_by,
        e.rule,
        speaker,
        e.attributed_to,
        e.within,
        e.trigger.text,
        e.trigger.start as i64,
        e.trigger.end as i64,
        number(&e.counts.dead),
        number(&e.counts.injured),
        number(&e.counts.arrested),
        number(&e.counts.displaced),
    ])?;
    let key = db.last_insert_rowid();
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        db.prepare_cached(
            "INSERT INTO event_place (key, south, north, west, east) VALUES (?1, ?2, ?2, ?3, ?3)",
        )?
        .execute(params![key, lat, lon])?;
    }
    for (side, parties) in [(0, &e.actors), (1, &e.recipients)] {
        for actor in parties.iter().filter_map(|p| actors.get(index.entity(p)?)) {
            db.prepare_cached("INSERT OR IGNORE INTO party (actor, side, event) VALUES (?, ?, ?)")?
                .execute(params![actor, side, key])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use serde_json::json;

    use super::*;

    /// A report without records, of so many bytes and more.
    fn coded(name: &str, bytes: usize) -> Coded {
        let text =
            format!("{name} {}", "the ferry from Dakar to Ziguinchor sails again. ".repeat(bytes / 48));
        let record = json!({
            "schema": SCHEMA, "id": name, "unit": "utf8-bytes", "url": null, "publisher": null, "title": null,
            "standfirst": null, "byline": null, "published": null, "language": null, "blocks": [],
            "sentences": [], "source_digest": name, "engine": "0", "codebook": "0", "model": "0",
            "diagnostics": [], "text": text, "entities": [], "statements": [], "events": [],
            "processes": [], "commitments": [],
        });
        let record = serde_json::from_value(record).unwrap();
        Coded::new(InputKey::new(text.as_bytes(), []), format!("{name}.txt"), record).unwrap()
    }

    fn number(store: &Store, sql: &str) -> i64 {
        store.db.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_full_disk_costs_the_batch_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("news.db");
        let mut store = Store::open(&file).unwrap();
        store.add(&[coded("one", 2000)]).unwrap();
        let room = number(&store, "PRAGMA page_count") + 8;
        store.db.pragma_update(None, "max_page_count", room).unwrap();
        let batch = [coded("two", 2000), coded("three", 400_000)];
        for _ in 0..2 {
            let error = store.add(&batch).unwrap_err();
            assert!(matches!(&error, StoreError::Full(f) if *f == file), "{error:?}");
            let words = error.to_string();
            assert!(words.contains("news.db: ") && words.contains("disk is full"), "{words}");
            assert_eq!(store.report_ids().unwrap(), ["one"]);
            for table in ["coding", "taken", "pending", "report_text_docsize"] {
                assert_eq!(number(&store, &format!("SELECT count(*) FROM {table}")), 1, "{table}");
            }
        }
        store.db.pragma_update(None, "max_page_count", 1 << 20).unwrap();
        assert_eq!(store.add(&batch).unwrap(), Added { new: 2, ..Added::default() });
        assert_eq!(store.report_ids().unwrap(), ["one", "two", "three"]);
        let check: String = store.db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(check, "ok");
    }

    #[test]
    fn a_locked_store_is_waited_for_and_then_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("news.db");
        let mut store = Store::open(&file).unwrap();
        let mut other = Store::open(&file).unwrap();
        let lock = other.db.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        store.db.busy_timeout(Duration::from_millis(60)).unwrap();
        let begun = Instant::now();
        let error = store.add(&[coded("one", 100)]).unwrap_err();
        assert!(begun.elapsed() >= Duration::from_millis(50));
        assert!(matches!(&error, StoreError::Locked { file: f, .. } if *f == file), "{error:?}");
        assert!(error.to_string().contains("locked by another process"), "{error}");
        // reading goes on meanwhile
        assert_eq!(store.counts().unwrap().reports, 0);
        drop(lock);
        store.add(&[coded("one", 100)]).unwrap();
        assert_eq!(other.counts().unwrap().reports, 1);
    }

    #[test]
    fn keys_of_inputs_tell_absent_from_empty_and_part_from_part() {
        let keys = [
            InputKey::new(b"ab", [None, None]),
            InputKey::new(b"ab", [Some(""), None]),
            InputKey::new(b"ab", [None, Some("")]),
            InputKey::new(b"a", [Some("b"), None]),
            InputKey::new(b"ab", [Some("cd"), Some("e")]),
            InputKey::new(b"ab", [Some("c"), Some("de")]),
        ];
        for (n, key) in keys.iter().enumerate() {
            assert!(!keys[..n].contains(key), "{n}");
        }
    }
}

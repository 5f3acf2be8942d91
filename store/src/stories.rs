//! Stories in a store: joined as reports come, the same whatever the order in which they came.
//!
//! Which events are linked depends on the two alone, and which of the linked ones become a story depends
//! on all that hang together; so whenever links are added, what hangs together with them is grouped anew.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use dateline::record::DocumentRecord;
use dateline::story::{self, Meaning, Same, StoryRecord, Telling, WINDOW, WordWeights};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::error::Fault;
use crate::{Store, StoreError, body, copies, day};

/// Reports whose records are held at a time while stories are joined.
const HELD: usize = 300;

/// What stories are joined by.
#[derive(Clone, Copy)]
pub struct Joiner<'a> {
    /// Scores pairs.
    pub same: &'a Same,
    /// How common words are.
    pub weights: &'a WordWeights,
    /// What a word means.
    pub meaning: Meaning<'a>,
}

impl Store {
    /// How many reports were taken whose stories are still to be joined.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn pending(&self) -> Result<u64, StoreError> {
        let count = self.db.query_row("SELECT count(*) FROM pending", [], |row| row.get::<_, i64>(0));
        count.map(i64::unsigned_abs).map_err(|e| self.error(e))
    }

    /// Joins the events of up to `most` reports into stories, all or none of them; how many reports were
    /// done. What is interrupted goes on where it was.
    ///
    /// # Errors
    /// Where the store cannot be written, or a record is damaged.
    pub fn join_stories(&mut self, by: &Joiner, most: usize) -> Result<usize, StoreError> {
        let file = self.file.clone();
        self.join(by, most).map_err(|fault| fault.of(&file))
    }

    fn join(&mut self, by: &Joiner, most: usize) -> Result<usize, Fault> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let reports: Vec<i64> = {
            let mut wanted = db.prepare_cached("SELECT report FROM pending ORDER BY report LIMIT ?")?;
            wanted.query_map([most as i64], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        let mut work = Work { db: &db, by, held: HashMap::new() };
        let mut touched = BTreeSet::new();
        for &report in &reports {
            touched.extend(copies::enter(&db, report)?);
            touched.extend(work.link(report)?);
            db.prepare_cached("DELETE FROM pending WHERE report = ?")?.execute([report])?;
        }
        work.regroup(touched)?;
        drop(work);
        db.commit()?;
        Ok(reports.len())
    }

    /// A story by its id or the beginning of it.
    ///
    /// # Errors
    /// Where the store cannot be read or the story is damaged.
    pub fn story(&self, id: &str) -> Result<Option<StoryRecord>, StoreError> {
        let sql = "SELECT body FROM story WHERE id >= ?1 AND id < ?1 || char(1114111) ORDER BY id LIMIT 1";
        let found: Option<Vec<u8>> = self
            .db
            .prepare_cached(sql)
            .and_then(|mut s| s.query_row([id], |row| row.get(0)).optional())
            .map_err(|e| self.error(e))?;
        let damaged = |reason| StoreError::Damaged { file: self.file.clone(), report: id.to_owned(), reason };
        found.map(|bytes| body::unpack(&bytes).map_err(damaged)).transpose()
    }

    /// Stories in the order of their first days, the latest first: those of at least `reports` reports
    /// that are no copies, at most `limit`.
    ///
    /// # Errors
    /// Where the store cannot be read or a story is damaged.
    pub fn stories(&self, reports: usize, limit: Option<usize>) -> Result<Vec<StoryRecord>, StoreError> {
        let sql = "SELECT id, body FROM story WHERE independent >= ? ORDER BY day_from DESC, id LIMIT ?";
        let reports = i64::try_from(reports).unwrap_or(i64::MAX);
        let limit = limit.map_or(-1, |n| i64::try_from(n).unwrap_or(-1));
        let rows = || {
            let mut statement = self.db.prepare_cached(sql)?;
            let rows = statement.query_map(params![reports, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<Vec<(String, Vec<u8>)>, _>>()
        };
        let damaged = |report, reason| StoreError::Damaged { file: self.file.clone(), report, reason };
        let rows = rows().map_err(|e| self.error(e))?;
        rows.into_iter().map(|(id, bytes)| body::unpack(&bytes).map_err(|why| damaged(id, why))).collect()
    }
}

/// A report with what stories compare of it.
struct Held {
    record: DocumentRecord,
    tellings: BTreeMap<String, Telling>,
}

struct Work<'a> {
    db: &'a Connection,
    by: &'a Joiner<'a>,
    held: HashMap<i64, Rc<Held>>,
}

impl Work<'_> {
    /// The records of a report and its tellings by event.
    fn report(&mut self, report: i64) -> Result<Rc<Held>, Fault> {
        if let Some(held) = self.held.get(&report) {
            return Ok(held.clone());
        }
        let record = body::current(self.db, report)?;
        let tellings = story::tellings(&record, (self.by.weights, self.by.meaning));
        let tellings = tellings.into_iter().filter_map(|t| Some((t.event()?.to_owned(), t))).collect();
        if self.held.len() >= HELD {
            self.held.clear();
        }
        let held = Rc::new(Held { record, tellings });
        self.held.insert(report, held.clone());
        Ok(held)
    }

    /// Links the events of a report with those that tell the same; the keys of its events.
    fn link(&mut self, report: i64) -> Result<Vec<i64>, Fault> {
        let held = self.report(report)?;
        let events: Vec<(i64, String)> = {
            let mut all =
                self.db.prepare_cached("SELECT key, id FROM event WHERE report = ? ORDER BY key")?;
            all.query_map([report], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?
        };
        for (key, id) in &events {
            let Some(telling) = held.tellings.get(id) else { continue };
            let Some(when) = telling.when() else { continue };
            let mut enter =
                self.db.prepare_cached("INSERT OR IGNORE INTO clue (hash, day, event) VALUES (?, ?, ?)")?;
            for clue in telling.clues() {
                enter.execute(params![clue.cast_signed(), day::number(when), key])?;
            }
        }
        for (key, id) in &events {
            let Some(telling) = held.tellings.get(id) else { continue };
            for (other, report, other_id) in self.candidates(*key, telling)? {
                let other_held = self.report(report)?;
                let Some(other_telling) = other_held.tellings.get(&other_id) else { continue };
                if let Some(score) = story::link(self.by.same, telling, other_telling) {
                    let sql = "INSERT OR REPLACE INTO link (a, b, score) VALUES (?1, ?2, ?3), (?2, ?1, ?3)";
                    self.db.prepare_cached(sql)?.execute(params![key, other, f64::from(score)])?;
                }
            }
        }
        Ok(events.into_iter().map(|(key, _)| key).collect())
    }

    /// Events that share a clue with a telling and are near it in time: key, report, id.
    fn candidates(&self, key: i64, telling: &Telling) -> Result<Vec<(i64, i64, String)>, Fault> {
        let Some(when) = telling.when() else { return Ok(Vec::new()) };
        let when = day::number(when);
        let mut found = BTreeSet::new();
        let mut near =
            self.db.prepare_cached("SELECT event FROM clue WHERE hash = ? AND day BETWEEN ? AND ?")?;
        for clue in telling.clues() {
            let rows =
                near.query_map(params![clue.cast_signed(), when - WINDOW, when + WINDOW], |row| row.get(0))?;
            for event in rows {
                found.insert(event?);
            }
        }
        found.remove(&key);
        let mut of = self.db.prepare_cached("SELECT key, report, id FROM event WHERE key = ?")?;
        let mut out = found
            .into_iter()
            .map(|event: i64| of.query_row([event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))))
            .collect::<Result<Vec<(i64, i64, String)>, _>>()?;
        // report by report, so that few are held at a time
        out.sort_by_key(|(_, report, _)| *report);
        Ok(out)
    }

    /// Groups everything anew that hangs together with some events.
    fn regroup(&mut self, touched: BTreeSet<i64>) -> Result<(), Fault> {
        let mut left = touched;
        while let Some(start) = left.pop_first() {
            let (members, links) = self.component(start)?;
            left.retain(|event| !members.iter().any(|(_, m)| m == event));
            for (_, event) in &members {
                let gone = "DELETE FROM story WHERE key = (SELECT story FROM event WHERE key = ?)";
                self.db.prepare_cached(gone)?.execute([event])?;
                self.db.prepare_cached("UPDATE event SET story = NULL WHERE key = ?")?.execute([event])?;
            }
            let all: Vec<usize> = (0..members.len()).collect();
            for group in story::group(&all, &links, self.by.same.threshold()) {
                self.write(&group.into_iter().map(|i| members[i].1).collect::<Vec<_>>())?;
            }
        }
        Ok(())
    }

    /// Everything that hangs together with an event, in order of ids, and the links there.
    #[allow(clippy::type_complexity, reason = "named where they are used")]
    fn component(&self, start: i64) -> Result<(Vec<(String, i64)>, Vec<Vec<(usize, f32)>>), Fault> {
        let mut of = self.db.prepare_cached("SELECT b, score FROM link WHERE a = ?")?;
        let mut id = self.db.prepare_cached("SELECT id FROM event WHERE key = ?")?;
        let mut links: BTreeMap<i64, Vec<(i64, f32)>> = BTreeMap::new();
        let mut open = vec![start];
        while let Some(event) = open.pop() {
            if links.contains_key(&event) {
                continue;
            }
            let row = |row: &rusqlite::Row| Ok((row.get(0)?, row.get::<_, f64>(1)? as f32));
            let to = of.query_map([event], row)?.collect::<Result<Vec<(i64, f32)>, _>>()?;
            open.extend(to.iter().map(|(b, _)| *b));
            links.insert(event, to);
        }
        let mut members = Vec::new();
        for &event in links.keys() {
            members.push((id.query_row([event], |row| row.get::<_, String>(0))?, event));
        }
        members.sort();
        let place: HashMap<i64, usize> = members.iter().enumerate().map(|(i, m)| (m.1, i)).collect();
        let row = |(_, event): &(String, i64)| {
            let to = links.get(event).into_iter().flatten();
            to.filter_map(|(b, score)| Some((*place.get(b)?, *score))).collect()
        };
        let rows = members.iter().map(row).collect();
        Ok((members, rows))
    }

    /// Keeps a story of some events, where they are of several reports.
    fn write(&mut self, events: &[i64]) -> Result<(), Fault> {
        let mut told: Vec<(Rc<Held>, String, Option<String>)> = Vec::new();
        for &event in events {
            let (report, id): (i64, String) = self
                .db
                .prepare_cached("SELECT report, id FROM event WHERE key = ?")?
                .query_row([event], |row| Ok((row.get(0)?, row.get(1)?)))?;
            told.push((self.report(report)?, id, copies::original(self.db, report)?));
        }
        if told.iter().all(|(held, ..)| held.record.document.id == told[0].0.record.document.id) {
            return Ok(());
        }
        let parts: Vec<story::Part> = told
            .iter()
            .filter_map(|(held, id, copy)| {
                let event = held.record.events.iter().find(|e| &e.id == id)?;
                Some((&held.record, event, copy.as_deref()))
            })
            .collect();
        let Some(record) = story::story(&parts) else { return Ok(()) };
        let days = events_days(self.db, events)?;
        let reports: BTreeSet<&str> = record.reports.iter().map(|r| r.report.as_str()).collect();
        let bytes =
            body::pack(&record).map_err(|reason| Fault::Damaged { report: record.id.clone(), reason })?;
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO story (id, type, body, day_from, day_to, reports, independent, disputed)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                record.id,
                record.event_type,
                bytes,
                days.0,
                days.1,
                reports.len() as i64,
                record.independent as i64,
                record.disputed.len() as i64
            ])?;
        let story = self.db.last_insert_rowid();
        for event in events {
            self.db
                .prepare_cached("UPDATE event SET story = ? WHERE key = ?")?
                .execute(params![story, event])?;
        }
        Ok(())
    }
}

/// The earliest and the latest day that the events of a story have.
fn events_days(db: &Connection, events: &[i64]) -> rusqlite::Result<(Option<i64>, Option<i64>)> {
    let mut of = db.prepare_cached("SELECT day_from, day_to FROM event WHERE key = ?")?;
    let (mut first, mut last): (Option<i64>, Option<i64>) = (None, None);
    for event in events {
        let (from, to): (Option<i64>, Option<i64>) =
            of.query_row([event], |row| Ok((row.get(0)?, row.get(1)?)))?;
        first = first.into_iter().chain(from).min();
        last = last.into_iter().chain(to).max();
    }
    Ok((first, last))
}

/// Takes the events of a report out of all stories before they go; the reports that told the same are
/// joined anew.
pub(crate) fn forget(db: &Connection, report: i64) -> rusqlite::Result<()> {
    let own = "(SELECT key FROM event WHERE report = ?1)";
    for sql in [
        "INSERT OR IGNORE INTO pending SELECT DISTINCT e.report FROM link l JOIN event e ON e.key = l.b
         WHERE l.a IN OWN AND e.report <> ?1",
        "DELETE FROM link WHERE (a, b) IN (SELECT b, a FROM link WHERE a IN OWN)",
        "DELETE FROM link WHERE a IN OWN",
        "DELETE FROM clue WHERE event IN OWN",
        "UPDATE event SET story = NULL WHERE report <> ?1
         AND story IN (SELECT story FROM event WHERE report = ?1 AND story IS NOT NULL)",
        "DELETE FROM story WHERE key IN (SELECT story FROM event WHERE report = ?1 AND story IS NOT NULL)",
    ] {
        db.prepare_cached(&sql.replace("OWN", own))?.execute([report])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What hangs together with an event, where events `a` to `d` came in some order, linked in a row.
    fn together(order: [&str; 4]) -> (Vec<String>, Vec<Vec<(usize, f32)>>) {
        let mut store = Store::in_memory().unwrap();
        for id in order {
            let sql = "INSERT INTO event (id, report, type, polarity, reality, recency, found_by, rule, \"trigger\",
                         start, \"end\") VALUES (?, 1, 'AID', 'affirmed', 'actual', 'current', '', '', '', 0, 0)";
            store.db.execute(sql, [id]).unwrap();
        }
        for (a, b) in [("a", "b"), ("b", "c"), ("c", "d")] {
            let sql = "INSERT INTO link SELECT x.key, y.key, 0.5 FROM event x, event y
                       WHERE (x.id, y.id) IN (VALUES (?1, ?2), (?2, ?1))";
            assert_eq!(store.db.execute(sql, [a, b]).unwrap(), 2);
        }
        let (same, weights) = (Same::builtin().unwrap(), WordWeights::builtin());
        let by = Joiner { same: &same, weights: &weights, meaning: &|_| Vec::new() };
        let db = store.db.transaction().unwrap();
        let work = Work { db: &db, by: &by, held: HashMap::new() };
        let Ok((members, links)) = work.component(1) else { panic!("no component") };
        let sorted = |mut row: Vec<(usize, f32)>| {
            row.sort_by_key(|(n, _)| *n);
            row
        };
        (members.into_iter().map(|(id, _)| id).collect(), links.into_iter().map(sorted).collect())
    }

    #[test]
    fn what_hangs_together_has_an_order_of_its_own() {
        // pairs that are equally alike are decided by it
        let expected = together(["a", "b", "c", "d"]);
        assert_eq!(expected.0, ["a", "b", "c", "d"]);
        assert_eq!(together(["d", "b", "c", "a"]), expected);
        assert_eq!(together(["c", "a", "d", "b"]), expected);
    }
}

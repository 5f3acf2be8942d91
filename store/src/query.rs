//! Asking for events: filters to SQL, rows out.

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::near::{Near, register};
use crate::{Store, StoreError, day};

/// Bytes of the report that a row shows before and after the words of its event.
const AROUND: i64 = 160;

/// Somebody asked for: by a part of the name, by id, or by the country that the name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Who {
    /// A name or part of one, or an id.
    pub name: String,
    /// ISO 3166-1 alpha-3: everybody of that country is meant too.
    pub country: Option<String>,
}

/// Which events are asked for. What is empty asks nothing; several values of one field mean any of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Who acts.
    pub actors: Vec<Who>,
    /// To or against whom.
    pub recipients: Vec<Who>,
    /// Who takes part on either side; all of these.
    pub parties: Vec<Who>,
    /// PLOVER types.
    pub types: Vec<String>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Countries of the place, ISO 3166-1 alpha-3.
    pub countries: Vec<String>,
    /// Name of the place, or part of it.
    pub place: Option<String>,
    /// Around a point.
    pub near: Option<Near>,
    /// Last day of the event not before.
    pub since: Option<Date>,
    /// First day of the event not after.
    pub until: Option<Date>,
    /// Report published not before.
    pub published_since: Option<Date>,
    /// Report published not after.
    pub published_until: Option<Date>,
    /// Who is said to have said it.
    pub speakers: Vec<Who>,
    /// `actual`, `future`, `hypothetical`.
    pub reality: Vec<String>,
    /// `affirmed`, `negated`.
    pub polarity: Vec<String>,
    /// `current`, `historical`.
    pub recency: Vec<String>,
    /// Score at least this.
    pub min_score: Option<f64>,
    /// Id of a story, or its beginning.
    pub story: Option<String>,
    /// Id of a report, or its beginning.
    pub report: Option<String>,
    /// Id of an event, or its beginning.
    pub event: Option<String>,
    /// Words of the report's text; `"in quotes"` as they stand, `begin*` as beginnings.
    pub text: Option<String>,
    /// At most so many rows; all where `None`.
    pub limit: Option<usize>,
    /// So many rows are passed over.
    pub offset: usize,
}

/// A party of an event.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PartyRow {
    /// Who it is, the same in every report.
    pub id: String,
    /// Name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

/// One event with what is needed to judge it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct EventRow {
    /// Id of the record.
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Who acts.
    pub actors: Vec<PartyRow>,
    /// To or against whom.
    pub recipients: Vec<PartyRow>,
    /// TIMEX3 value or interval.
    pub date: Option<String>,
    /// Name of the place.
    pub place: Option<String>,
    /// Country of the place.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How exact the point is.
    pub precision: Option<String>,
    /// Affirmed, negated.
    pub polarity: String,
    /// Actual, future, hypothetical.
    pub reality: String,
    /// Current, historical.
    pub recency: String,
    /// Calibrated score.
    pub score: Option<f64>,
    /// Who said so; null where the report itself asserts it.
    pub speaker: Option<String>,
    /// Numbers of people: dead, injured, arrested, displaced.
    pub counts: [Option<i64>; 4],
    /// Id of its story.
    pub story: Option<String>,
    /// The words that carry the act.
    pub trigger: String,
    /// The words around it, the act's own included.
    pub words: String,
    /// Id of the report.
    pub report: String,
    /// Day of publication.
    pub published: Option<String>,
    /// Publication.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    #[serde(skip)]
    pub(crate) key: i64,
}

impl Store {
    /// The events asked for, the latest first; those without a date last.
    ///
    /// # Errors
    /// Where the words asked for are no query, or the store cannot be read.
    pub fn events(&self, filter: &Filter) -> Result<Vec<EventRow>, StoreError> {
        let wanted = Wanted::of(filter)?;
        // the page of keys first: reports are long, and most of what is found is on no page
        let sql = format!(
            "SELECT {COLUMNS} FROM (SELECT e.key AS page {} ORDER BY e.day_from DESC, e.key LIMIT {} OFFSET {})
             JOIN event e ON e.key = page JOIN report r ON r.key = e.report ORDER BY e.day_from DESC, e.key",
            wanted.clause(),
            filter.limit.map_or(-1, |n| i64::try_from(n).unwrap_or(-1)),
            i64::try_from(filter.offset).unwrap_or(i64::MAX)
        );
        let rows = || {
            register(&self.db)?;
            let mut statement = self.db.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(wanted.values.iter()), event_row)?;
            let mut rows: Vec<EventRow> = rows.collect::<Result<_, _>>()?;
            rows.iter_mut().try_for_each(|row| self.parties(row))?;
            Ok(rows)
        };
        rows().map_err(|e| self.error(e))
    }

    /// Ids of the events asked for, in no order; limit and offset are not heeded.
    ///
    /// # Errors
    /// Where the words asked for are no query, or the store cannot be read.
    pub fn event_ids(&self, filter: &Filter) -> Result<Vec<String>, StoreError> {
        let wanted = Wanted::of(filter)?;
        let sql = format!("SELECT e.id {}", wanted.clause());
        let rows = || {
            register(&self.db)?;
            let mut statement = self.db.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(wanted.values.iter()), |row| row.get(0))?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        rows().map_err(|e| self.error(e))
    }

    /// How many events are asked for.
    ///
    /// # Errors
    /// Where the words asked for are no query, or the store cannot be read.
    pub fn count(&self, filter: &Filter) -> Result<u64, StoreError> {
        let wanted = Wanted::of(filter)?;
        let sql = format!("SELECT count(*) {}", wanted.clause());
        let count = || {
            register(&self.db)?;
            let mut statement = self.db.prepare_cached(&sql)?;
            statement.query_row(params_from_iter(wanted.values.iter()), |row| row.get::<_, i64>(0))
        };
        count().map(i64::unsigned_abs).map_err(|e| self.error(e))
    }

    /// How many of the events asked for each type has on each day (undated ones left out), in order of
    /// the days.
    ///
    /// # Errors
    /// Where the words asked for are no query, or the store cannot be read.
    pub fn per_day(&self, filter: &Filter) -> Result<Vec<(Date, String, u64)>, StoreError> {
        let wanted = Wanted::of(filter)?;
        let sql = format!(
            "SELECT e.day_from, e.type, count(*) {} \
             AND e.day_from IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2",
            wanted.clause()
        );
        let rows = || {
            register(&self.db)?;
            let mut statement = self.db.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(wanted.values.iter()), |row| {
                Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, i64>(2)?.unsigned_abs()))
            })?;
            rows.collect::<Result<Vec<(i64, String, u64)>, _>>()
        };
        let rows = rows().map_err(|e| self.error(e))?;
        Ok(rows.into_iter().filter_map(|(n, kind, count)| Some((day::date(n)?, kind, count))).collect())
    }

    fn parties(&self, row: &mut EventRow) -> rusqlite::Result<()> {
        let sql =
            "SELECT p.side, a.id, a.name, a.country, a.sector FROM party p JOIN actor a ON a.key = p.actor
                   WHERE p.event = ? ORDER BY p.side, a.key";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([row.key])?;
        while let Some(r) = rows.next()? {
            let party = PartyRow { id: r.get(1)?, name: r.get(2)?, country: r.get(3)?, sector: r.get(4)? };
            match r.get::<_, i64>(0)? {
                0 => row.actors.push(party),
                _ => row.recipients.push(party),
            }
        }
        Ok(())
    }
}

const COLUMNS: &str = "e.key, e.id, e.type, e.mode, e.cameo, e.date, e.place, e.country, e.lat, e.lon, \
    e.precision, e.polarity, e.reality, e.recency, e.score, \
    (SELECT name FROM actor WHERE key = e.speaker), e.dead, e.injured, e.arrested, e.displaced, \
    (SELECT id FROM story WHERE key = e.story), e.\"trigger\", \
    substr(CAST(r.text AS BLOB), max(e.start - 160, 0) + 1, e.\"end\" - e.start + 160 + min(e.start, 160)), \
    min(e.start, 160), r.id, date(r.published * 86400, 'unixepoch'), r.publisher, r.url, r.title";

fn event_row(row: &Row) -> rusqlite::Result<EventRow> {
    let around: Vec<u8> = row.get(22)?;
    let (before, trigger): (i64, String) = (row.get(23)?, row.get(21)?);
    Ok(EventRow {
        key: row.get(0)?,
        id: row.get(1)?,
        event_type: row.get(2)?,
        mode: row.get(3)?,
        cameo: row.get(4)?,
        actors: Vec::new(),
        recipients: Vec::new(),
        date: row.get(5)?,
        place: row.get(6)?,
        country: row.get(7)?,
        lat: row.get(8)?,
        lon: row.get(9)?,
        precision: row.get(10)?,
        polarity: row.get(11)?,
        reality: row.get(12)?,
        recency: row.get(13)?,
        score: row.get(14)?,
        speaker: row.get(15)?,
        counts: [row.get(16)?, row.get(17)?, row.get(18)?, row.get(19)?],
        story: row.get(20)?,
        words: sentence(&around, usize::try_from(before).unwrap_or(0), trigger.len()),
        trigger,
        report: row.get(24)?,
        published: row.get(25)?,
        publisher: row.get(26)?,
        url: row.get(27)?,
        title: row.get(28)?,
    })
}

/// The whole words around an act, within its line: `at` and `len` say where the act stands in them.
fn sentence(around: &[u8], at: usize, len: usize) -> String {
    let text = String::from_utf8_lossy(around);
    // cut characters at either end became marks of three bytes each, but only there
    let at = at + 2 * text.chars().take_while(|&c| c == char::REPLACEMENT_CHARACTER).count();
    let (at, end) = (text.floor_char_boundary(at), text.floor_char_boundary(at + len));
    let from = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let to = text[end..].find('\n').map_or(text.len(), |n| end + n);
    let whole = |cut: bool, part: &str, mark: char| -> usize {
        if !cut { 0 } else { part.find(mark).map_or(0, |n| n + 1) }
    };
    let start = from + whole(from == 0 && at as i64 >= AROUND, &text[from..at], ' ');
    let stop = if to == text.len() && to - end >= AROUND as usize - 4 {
        text[end..to].rfind(' ').map_or(to, |n| end + n)
    } else {
        to
    };
    text[start..stop].trim().replace(char::REPLACEMENT_CHARACTER, "")
}

/// Conditions in SQL and the values that they ask for.
#[derive(Default)]
struct Wanted {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Wanted {
    fn of(filter: &Filter) -> Result<Wanted, StoreError> {
        let mut wanted = Wanted::default();
        wanted.who("p.side = 0 AND", &filter.actors);
        wanted.who("p.side = 1 AND", &filter.recipients);
        for party in &filter.parties {
            wanted.who("", std::slice::from_ref(party));
        }
        for (column, values) in [
            ("e.type", &filter.types),
            ("e.mode", &filter.modes),
            ("e.country", &filter.countries),
            ("e.reality", &filter.reality),
            ("e.polarity", &filter.polarity),
            ("e.recency", &filter.recency),
        ] {
            wanted.one_of(column, values);
        }
        if !filter.speakers.is_empty() {
            let actors = wanted.actors(&filter.speakers);
            wanted.conditions.push(format!("e.speaker IN ({actors})"));
        }
        if !filter.contexts.is_empty() {
            let each = format!("' ' || e.contexts || ' ' {RUN}");
            wanted.conditions.push(format!("({})", vec![each; filter.contexts.len()].join(" OR ")));
            wanted.values.extend(filter.contexts.iter().map(|c| Value::from(literal(c))));
        }
        wanted.days(filter);
        wanted.places(filter);
        if let Some(score) = filter.min_score {
            wanted.condition("e.score >= ?", score);
        }
        for (condition, id) in [
            ("e.story IN (SELECT key FROM story WHERE id >= ? AND id < ?)", &filter.story),
            ("r.id >= ? AND r.id < ?", &filter.report),
            ("e.id >= ? AND e.id < ?", &filter.event),
        ] {
            if let Some(id) = id {
                wanted.values.extend([Value::from(id.clone()), Value::from(format!("{id}\u{10ffff}"))]);
                wanted.conditions.push(condition.to_owned());
            }
        }
        if let Some(text) = &filter.text {
            let sql = "e.report IN (SELECT rowid FROM report_text WHERE report_text MATCH ?)";
            wanted.condition(sql, full_text(text)?);
        }
        Ok(wanted)
    }

    /// From where, and under which conditions: the reports are only looked at where a condition names them.
    fn clause(&self) -> String {
        let all = if self.conditions.is_empty() { "1".to_owned() } else { self.conditions.join(" AND ") };
        let reports = if self.conditions.iter().any(|c| c.starts_with("r.")) {
            "JOIN report r ON r.key = e.report"
        } else {
            ""
        };
        format!("FROM event e {reports} WHERE {all}")
    }

    fn condition(&mut self, sql: &str, value: impl Into<Value>) {
        self.conditions.push(sql.to_owned());
        self.values.push(value.into());
    }

    fn one_of(&mut self, column: &str, values: &[String]) {
        if values.is_empty() {
            return;
        }
        self.conditions.push(format!("{column} IN ({})", vec!["?"; values.len()].join(", ")));
        self.values.extend(values.iter().map(|v| Value::from(v.clone())));
    }

    fn who(&mut self, side: &str, all: &[Who]) {
        if all.is_empty() {
            return;
        }
        let actors = self.actors(all);
        self.conditions
            .push(format!("e.key IN (SELECT p.event FROM party p WHERE {side} p.actor IN ({actors}))"));
    }

    /// A query for the keys of the actors meant.
    fn actors(&mut self, all: &[Who]) -> String {
        let mut any = Vec::new();
        for who in all {
            // a part of a name is a run of whole words
            any.push("key IN (SELECT rowid FROM actor_text WHERE actor_text MATCH ?) OR id = ?".to_owned());
            self.values.extend([Value::from(phrase(&who.name)), Value::from(who.name.clone())]);
            if let Some(country) = &who.country {
                any.push("country = ?".to_owned());
                self.values.push(Value::from(country.clone()));
            }
        }
        format!("SELECT key FROM actor WHERE {}", any.join(" OR "))
    }

    fn days(&mut self, filter: &Filter) {
        for (sql, date) in [
            ("e.day_to >= ?", filter.since),
            ("e.day_from <= ?", filter.until),
            ("r.published >= ?", filter.published_since),
            ("r.published <= ?", filter.published_until),
        ] {
            if let Some(date) = date {
                self.condition(sql, day::number(date));
            }
        }
        // an event lasts, so the end says little about where in the index to look: a century is no event
        if let Some(since) = filter.since {
            self.condition("e.day_from >= ?", day::number(since) - 36_525);
        }
    }

    fn places(&mut self, filter: &Filter) {
        if let Some(place) = &filter.place {
            self.condition(&format!("' ' || e.place || ' ' {RUN}"), literal(place));
        }
        if let Some(near) = &filter.near {
            let (condition, values) = near.condition();
            self.conditions.push(condition);
            self.values.extend(values.into_iter().map(Value::from));
        }
    }
}

/// Compares with a run of whole words.
const RUN: &str = "LIKE '% ' || ? || ' %' ESCAPE '\\'";

/// Words as they stand, for [`RUN`]: no sign in them means another.
fn literal(words: &str) -> String {
    words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_").replace('\0', "\u{fffd}")
}

/// A name as a phrase of SQLite's full-text search; one without letters matches nothing.
pub(crate) fn phrase(name: &str) -> String {
    // a quotation mark would end the phrase, a nul the query
    format!("\"{}\"", name.replace(['"', '\0'], " "))
}

/// Words as a user types them to a query of SQLite's full-text search, which has signs of its own.
fn full_text(typed: &str) -> Result<String, StoreError> {
    let mut out = Vec::new();
    // a query would end there
    let plain = typed.replace('\0', " ");
    for (n, part) in plain.split('"').enumerate() {
        if n % 2 == 1 {
            out.push(format!("\"{part}\""));
            continue;
        }
        for word in part.split_whitespace() {
            let (stem, star) = word.strip_suffix('*').map_or((word, ""), |stem| (stem, "*"));
            if stem.chars().any(char::is_alphanumeric) {
                out.push(format!("\"{stem}\"{star}"));
            }
        }
    }
    if typed.matches('"').count() % 2 == 1 {
        return Err(StoreError::Query(format!("{typed}: a quotation mark is not closed: write it in pairs")));
    }
    if out.is_empty() {
        return Err(StoreError::Query(format!("{typed}: no word to look for")));
    }
    Ok(out.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_words_become_a_query() {
        assert_eq!(full_text("cease fire").unwrap(), "\"cease\" \"fire\"");
        assert_eq!(full_text("\"air strike\" Mar*").unwrap(), "\"air strike\" \"Mar\"*");
        assert_eq!(full_text("a AND NOT (b").unwrap(), "\"a\" \"AND\" \"NOT\" \"(b\"");
        assert!(full_text("\"open").is_err());
        assert!(full_text(" - ").is_err());
    }

    #[test]
    fn words_around_are_whole() {
        assert_eq!(sentence("one\ntwo fell here\nthree".as_bytes(), 8, 4), "two fell here");
        let long = format!("{} fell {}", "word ".repeat(40), "more ".repeat(40));
        let at = long.find("fell").unwrap();
        let cut = &long.as_bytes()[at - 160..at + 4 + 160];
        let shown = sentence(cut, 160, 4);
        assert!(shown.starts_with("word ") && shown.contains("fell") && !shown.ends_with("mor"), "{shown}");
    }
}

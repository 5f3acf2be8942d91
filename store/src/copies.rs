//! Copies of reports in a store: a report belongs to the first of all that are copies of each other.

use dateline::story::Sketch;
use rusqlite::{Connection, OptionalExtension, params};

/// Enters the sketch of a report and puts it among its copies; the events of all reports whose place
/// among copies may have changed.
pub fn enter(db: &Connection, report: i64) -> rusqlite::Result<Vec<i64>> {
    let of = "SELECT of FROM sketch WHERE report = ?";
    if let Some(of) = db.prepare_cached(of)?.query_row([report], |row| row.get(0)).optional()? {
        // coded anew: the text is the same, but its day may be another, and with it the first of its copies
        return if first(db, &[of])? == of { Ok(Vec::new()) } else { unite(db, &[of]) };
    }
    let text: String =
        db.prepare_cached("SELECT text FROM report WHERE key = ?")?.query_row([report], |row| row.get(0))?;
    let Some(sketch) = Sketch::of(&text) else { return Ok(Vec::new()) };
    db.prepare_cached("INSERT INTO sketch (report, body, of) VALUES (?1, ?2, ?1)")?
        .execute(params![report, sketch.bytes()])?;
    let mut groups = vec![report];
    for (band, hash) in sketch.bands().into_iter().enumerate() {
        let mut like = db.prepare_cached(
            "SELECT s.report, s.body, s.of FROM band b JOIN sketch s ON s.report = b.report
             WHERE b.band = ? AND b.hash = ?",
        )?;
        let rows = like.query_map(params![band as i64, i64::from(hash)], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, i64>(2)?))
        })?;
        for row in rows {
            let (_, body, of) = row?;
            if !groups.contains(&of) && Sketch::from_bytes(&body).is_some_and(|other| other.is_copy(&sketch))
            {
                groups.push(of);
            }
        }
        db.prepare_cached("INSERT INTO band (band, hash, report) VALUES (?, ?, ?)")?.execute(params![
            band as i64,
            i64::from(hash),
            report
        ])?;
    }
    if groups.len() == 1 { Ok(Vec::new()) } else { unite(db, &groups) }
}

/// Makes one group of several; the events of all its reports.
fn unite(db: &Connection, groups: &[i64]) -> rusqlite::Result<Vec<i64>> {
    let marks = vec!["?"; groups.len()].join(", ");
    let values = || rusqlite::params_from_iter(groups.iter());
    let first = first(db, groups)?;
    let events = {
        let mut all = db.prepare(&format!(
            "SELECT e.key FROM sketch s JOIN event e ON e.report = s.report WHERE s.of IN ({marks})"
        ))?;
        all.query_map(values(), |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?
    };
    db.prepare(&format!("UPDATE sketch SET of = ? WHERE of IN ({marks})"))?
        .execute(rusqlite::params_from_iter(std::iter::once(&first).chain(groups)))?;
    Ok(events)
}

/// The original of some groups together: the first published; of one day the one with the lowest id, so
/// that the order of arrival says nothing.
fn first(db: &Connection, groups: &[i64]) -> rusqlite::Result<i64> {
    let marks = vec!["?"; groups.len()].join(", ");
    db.prepare(&format!(
        "SELECT r.key FROM sketch s JOIN report r ON r.key = s.report WHERE s.of IN ({marks})
         ORDER BY r.published IS NULL, r.published, r.id LIMIT 1"
    ))?
    .query_row(rusqlite::params_from_iter(groups), |row| row.get(0))
}

/// Id of the report of which a report is a copy; `None` of an original.
pub fn original(db: &Connection, report: i64) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT r.id FROM sketch s JOIN report r ON r.key = s.of WHERE s.report = ?1 AND s.of <> ?1";
    db.prepare_cached(sql)?.query_row([report], |row| row.get(0)).optional()
}

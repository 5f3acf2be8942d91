//! The records of a report, small: JSON without the text that the report itself keeps, deflated.

use std::io::{Read, Write};

use dateline::record::DocumentRecord;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rusqlite::{Connection, OptionalExtension, Params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Fault;

/// Unpacked records larger than this are refused: no report is so large.
const MAX_BODY: u64 = 1 << 30;

/// A value as it is kept.
pub fn pack(value: &impl Serialize) -> Result<Vec<u8>, String> {
    let json = serde_json::to_vec(value).map_err(|e| e.to_string())?;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(&json).map_err(|e| e.to_string())?;
    encoder.finish().map_err(|e| e.to_string())
}

/// The value that was kept.
pub fn unpack<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let mut json = Vec::new();
    let mut decoder = DeflateDecoder::new(body).take(MAX_BODY);
    decoder.read_to_end(&mut json).map_err(|e| e.to_string())?;
    serde_json::from_slice(&json).map_err(|e| e.to_string())
}

/// The records without the report's text, which is set aside meanwhile.
pub fn pack_records(record: &mut DocumentRecord) -> Result<Vec<u8>, String> {
    let text = std::mem::take(&mut record.document.text);
    let packed = pack(record);
    record.document.text = text;
    packed
}

/// The records of the coding that a condition on report `r` and coding `g` picks, with the report's text.
pub fn records(db: &Connection, which: &str, values: impl Params) -> Result<Option<DocumentRecord>, Fault> {
    let sql =
        format!("SELECT r.id, g.body, r.text FROM report r JOIN coding g ON g.report = r.key WHERE {which}");
    let found: Option<(String, Vec<u8>, String)> = db
        .prepare_cached(&sql)?
        .query_row(values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((report, bytes, text)) = found else { return Ok(None) };
    let mut record: DocumentRecord = unpack(&bytes).map_err(|reason| Fault::Damaged { report, reason })?;
    record.document.text = text;
    Ok(Some(record))
}

/// The records of a report as its current coding has them.
pub fn current(db: &Connection, report: i64) -> Result<DocumentRecord, Fault> {
    let found = records(db, "r.key = ? AND g.current", [report])?;
    found.ok_or(Fault::Sql(rusqlite::Error::QueryReturnedNoRows))
}

//! The records of a report, small: JSON without the text that the report itself keeps, deflated.

use std::io::{Read, Write};

use dateline::record::DocumentRecord;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

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

/// The records without the report's text.
pub fn pack_records(record: &DocumentRecord) -> Result<Vec<u8>, String> {
    let mut slim = record.clone();
    slim.document.text.clear();
    pack(&slim)
}

/// The records with the report's text.
pub fn unpack_records(body: &[u8], text: String) -> Result<DocumentRecord, String> {
    let mut record: DocumentRecord = unpack(body)?;
    record.document.text = text;
    Ok(record)
}

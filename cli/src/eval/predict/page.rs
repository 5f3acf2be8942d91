//! The body of an article, from the page it stands on.

use std::io::Read;
use std::path::Path;

use serde_json::{Value, json};

use super::adapter::Reader;
use super::in_parallel;
use crate::eval::records::{BadFile, read_jsonl, record_id};

/// More than any page that is worth reading; guards against a small file that unpacks without end.
const LARGEST_PAGE: u64 = 64 << 20;

/// The prediction file for pages; `html` names each page's file beside the gold file.
pub fn predictions(reader: &dyn Reader, gold: &Path) -> Result<String, BadFile> {
    let records = read_jsonl(gold)?;
    let folder = gold.parent().unwrap_or(Path::new(""));
    let lines = in_parallel(&records, |(line, record)| -> Result<String, BadFile> {
        let html = record["html"].as_str().unwrap_or("");
        let bytes = unpacked(&folder.join(html))
            .map_err(|e| BadFile::new(gold, *line, format!("the page '{html}': {e}")))?;
        let text = reader.body(&bytes, record["url"].as_str()).unwrap_or_default();
        let mut row = json!({"text": text});
        row[id_key(record)] = record_id(record).clone();
        Ok(row.to_string() + "\n")
    });
    lines.into_iter().collect()
}

fn id_key(record: &Value) -> &'static str {
    super::IDS.iter().find(|key| record.get(key).is_some()).unwrap_or(&"doc_id")
}

/// The bytes of a page, unpacked where its name ends in `.gz`.
fn unpacked(path: &Path) -> std::io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::new();
    match path.extension().is_some_and(|ending| ending == "gz") {
        true => flate2::read::GzDecoder::new(file).take(LARGEST_PAGE).read_to_end(&mut bytes)?,
        false => file.take(LARGEST_PAGE).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

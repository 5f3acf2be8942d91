//! Our own timelines: what the ledger makes of all their reports together.

use std::sync::Arc;

use dateline::ledger::{Owed, OwedTelling, Running, RunningTelling, Told, owed, running};
use dateline::record::{self, ProcessRecord, SpanRecord};
use dateline::story::WordWeights;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{IDS, Reader, document_of, in_parallel, only};
use crate::eval::text::{Chars, CodePoints};

/// For each marked stretch of words the state in which the ledger's entry for it ends, on the day that
/// gold asks for.
pub fn predictions(reader: &dyn Reader, records: &[Value]) -> String {
    let weights = WordWeights::builtin();
    let told = in_parallel(records, |row| {
        Told::of(Arc::new(record::records(&reader.read(document_of(row)))), &weights)
    });
    let processes: Vec<RunningTelling> = told
        .iter()
        .flat_map(|told| told.record.processes.iter().map(move |process| RunningTelling { told, process }))
        .collect();
    let commitments: Vec<OwedTelling> = told
        .iter()
        .flat_map(|told| {
            told.record.commitments.iter().map(move |commitment| OwedTelling { told, commitment })
        })
        .collect();
    let ledger = (running(&processes), owed(&commitments, &told.iter().collect::<Vec<_>>(), &|_| true));
    records.iter().zip(&told).map(|(row, told)| line(row, told, &ledger)).collect()
}

fn line(row: &Value, told: &Told, (processes, commitments): &(Vec<Running>, Vec<Owed>)) -> String {
    let asked: Option<Date> = row["asked"].as_str().and_then(|day| day.parse().ok());
    let points = CodePoints::of(&told.record.document.text);
    let marks = row["marks"].as_array().into_iter().flatten().map(|mark| {
        let span = Chars::deserialize(mark).ok();
        let span = span.map(|s| (points.byte_of(s.start), points.byte_of(s.end)));
        let over = |s: &SpanRecord| span.is_some_and(|(start, end)| s.start < end && s.end > start);
        let state = if mark["sort"] == "process" {
            let has = |p: &&ProcessRecord| p.transitions.iter().any(|t| t.evidence.iter().any(over));
            let own = told.record.processes.iter().find(has);
            let entry = own.and_then(|p| processes.iter().find(|r| r.tellings.contains(&p.id)));
            entry.and_then(|r| r.state_on(asked)).map(str::to_owned)
        } else {
            let own = told.record.commitments.iter().find(|c| over(&c.content));
            let entry = own.and_then(|c| commitments.iter().find(|o| o.tellings.contains(&c.id)));
            entry.map(|o| o.state_on(asked).to_owned())
        };
        let mut given = only(mark, &["start", "end", "item", "sort"]);
        given.insert("final".to_owned(), state.map_or(Value::Null, Value::from));
        Value::Object(given)
    });
    let mut prediction: Map<String, Value> = only(row, &IDS);
    prediction.extend(only(row, &["text"]));
    prediction.insert("marks".to_owned(), marks.collect());
    Value::Object(prediction).to_string() + "\n"
}

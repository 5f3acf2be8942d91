//! Files of records, one JSON object a line, and what is wrong with them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file that cannot be scored, with the place and the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BadFile {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl fmt::Display for BadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path.display(), self.line, self.reason)
    }
}

impl BadFile {
    /// An error at a line of a file.
    pub fn new(path: &Path, line: usize, reason: impl Into<String>) -> BadFile {
        BadFile { path: path.to_owned(), line, reason: reason.into() }
    }
}

/// The text of a file.
pub fn read_text(path: &Path) -> Result<String, BadFile> {
    std::fs::read_to_string(path).map_err(|e| BadFile::new(path, 1, e.to_string()))
}

/// The records of a file with their line numbers.
pub fn read_jsonl(path: &Path) -> Result<Vec<(usize, Value)>, BadFile> {
    let text = read_text(path)?;
    let lines = text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let line_number = at + 1;
            let value: Value = serde_json::from_str(line)
                .map_err(|e| BadFile::new(path, line_number, format!("not JSON: {e}")))?;
            match value.is_object() {
                true => Ok((line_number, value)),
                false => Err(BadFile::new(path, line_number, "not a JSON object")),
            }
        })
        .collect()
}

/// A record's `sent_id`, else its `id`, else its `doc_id`.
pub fn record_id(record: &Value) -> &Value {
    let keys = ["sent_id", "id", "doc_id"];
    keys.iter().find_map(|key| record.get(key)).unwrap_or(&Value::Null)
}

/// The same ids in the same order.
pub fn check_ids(gold: &[Value], predicted: &[(usize, Value)], path: &Path) -> Result<(), BadFile> {
    let mut surplus: BTreeMap<String, i64> = BTreeMap::new();
    for (_, record) in predicted {
        *surplus.entry(record_id(record).to_string()).or_default() += 1;
    }
    for record in gold {
        *surplus.entry(record_id(record).to_string()).or_default() -= 1;
    }
    let balance = |id: &Value| surplus.get(&id.to_string()).copied().unwrap_or(0);
    for ((line, given), wanted) in predicted.iter().zip(gold) {
        let (want, got) = (record_id(wanted), record_id(given));
        if want != got {
            let reason = if balance(got) > 0 {
                format!("id {got} is surplus: gold has no such record here")
            } else if balance(want) < 0 {
                format!("id {want} is missing: {got} stands in its place")
            } else {
                format!("id {got} is out of place: {want} is due")
            };
            return Err(BadFile::new(path, *line, reason));
        }
    }
    if let Some(wanted) = gold.get(predicted.len()) {
        let end = predicted.last().map_or(1, |(line, _)| *line);
        let reason = format!("id {} is missing: the file ends before it", record_id(wanted));
        return Err(BadFile::new(path, end, reason));
    }
    match predicted.get(gold.len()) {
        Some((line, given)) => {
            let reason = format!("id {} is surplus: gold ends before it", record_id(given));
            Err(BadFile::new(path, *line, reason))
        }
        None => Ok(()),
    }
}

/// The keys that every predicted record carries and, for lists of records, the keys of each item;
/// `a|b` asks for one of two.
pub type Needs = &'static [(&'static str, &'static [&'static str])];

/// The first key that a record, or an item of one of its lists, should carry and does not.
pub fn absent_key(needs: Needs, record: &Value) -> Option<String> {
    needs.iter().find_map(|(names, keys)| {
        let Some(name) = names.split('|').find(|name| record.get(name).is_some()) else {
            return Some(format!("the key '{names}' is absent"));
        };
        if keys.is_empty() {
            return None;
        }
        let Some(items) = record[name].as_array() else {
            return Some(format!("{name} is no list"));
        };
        items.iter().enumerate().find_map(|(i, item)| {
            let absent = keys.iter().find(|key| item.get(key).is_none())?;
            Some(format!("{name}[{i}]: the key '{absent}' is absent"))
        })
    })
}

/// What is wrong with the first bad span anywhere inside a value; `chars` are those of the text.
pub fn wrong_span(value: &Value, chars: &[char], at: &str) -> Option<String> {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(i, item)| wrong_span(item, chars, &format!("{at}[{i}]")))
        }
        Value::Object(map) => wrong_offsets(value, chars, at)
            .or_else(|| map.iter().find_map(|(key, item)| wrong_span(item, chars, &format!("{at}.{key}")))),
        _ => None,
    }
}

fn wrong_offsets(value: &Value, chars: &[char], at: &str) -> Option<String> {
    let (start, end) = (value.get("start")?, value.get("end")?);
    let (Some(from), Some(to)) = (start.as_i64(), end.as_i64()) else {
        return Some(format!("{at}: the offsets {start}-{end} are no whole numbers"));
    };
    let inside = 0 <= from && from < to && to <= chars.len() as i64;
    if !inside {
        let length = chars.len();
        return Some(format!(
            "{at}: the span {from}-{to} is empty or outside the text of {length} characters"
        ));
    }
    let words = value.get("text")?.as_str()?;
    let there = &chars[from as usize..to as usize];
    let aligned = value.get("aligned").and_then(Value::as_bool).unwrap_or(true);
    if aligned && !words.chars().eq(there.iter().copied()) {
        let stands: String = there.iter().collect();
        return Some(format!("{at}: {words:?} is not what stands at {from}-{to}: {stands:?}"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ids_error(ids: &[&str]) -> Option<(usize, String)> {
        let gold: Vec<Value> = ["a", "b"].iter().map(|id| json!({"doc_id": id})).collect();
        let given: Vec<_> = ids.iter().enumerate().map(|(i, id)| (i + 1, json!({"doc_id": id}))).collect();
        check_ids(&gold, &given, Path::new("p")).err().map(|e| (e.line, e.reason))
    }

    #[test]
    fn ids_are_those_of_gold_in_order() {
        assert_eq!(ids_error(&["a", "b"]), None);
        let cases: [(&[&str], usize, &str); 5] = [
            (&["a"], 1, "\"b\" is missing"),
            (&["b"], 1, "\"a\" is missing"),
            (&["a", "b", "c"], 3, "\"c\" is surplus"),
            (&["a", "c", "b"], 2, "\"c\" is surplus"),
            (&["b", "a"], 1, "\"b\" is out of place"),
        ];
        for (ids, line, said) in cases {
            let (at, reason) = ids_error(ids).unwrap();
            assert!(at == line && reason.contains(said), "{ids:?}: {at}: {reason}");
        }
    }

    #[test]
    fn spans_are_checked_wherever_they_stand() {
        let chars: Vec<char> = "in May".chars().collect();
        let wrong = |value: Value| wrong_span(&value, &chars, "x");
        assert_eq!(wrong(json!([{"start": 3, "end": 6, "text": "May"}])), None);
        assert!(wrong(json!([{"start": 3, "end": 7}])).unwrap().contains("outside"));
        assert!(wrong(json!({"a": {"start": 3, "end": 3}})).unwrap().starts_with("x.a: "));
        assert!(wrong(json!({"start": 3, "end": 6, "text": "Mai"})).unwrap().contains("stands at"));
        assert_eq!(wrong(json!({"start": 3, "end": 6, "text": "Mai", "aligned": false})), None);
        assert!(wrong(json!({"start": "3", "end": 6})).unwrap().contains("whole numbers"));
    }

    #[test]
    fn absent_keys_are_named() {
        let needs: Needs = &[("event|events", &[]), ("list", &["start"])];
        assert_eq!(absent_key(needs, &json!({"event": null, "list": [{"start": 1}]})), None);
        assert!(absent_key(needs, &json!({"list": []})).unwrap().contains("'event|events'"));
        assert!(absent_key(needs, &json!({"events": 1, "list": [{}]})).unwrap().contains("list[0]"));
        assert!(absent_key(needs, &json!({"events": 1, "list": 3})).unwrap().contains("no list"));
    }
}

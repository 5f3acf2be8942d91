//! Where a report stands: a file, and the part of it.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The file that holds a report and, where the file holds several, the part that is this one.
///
/// ```
/// use dateline_intake::{Part, Place};
/// let place = Place { file: "news.jsonl".into(), part: Some(Part::Line(12)) };
/// assert_eq!(place.to_string(), "news.jsonl: line 12");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The path as it was found; `-` is standard input.
    pub file: PathBuf,
    /// Which part of the file; none where the file is one report.
    pub part: Option<Part>,
}

/// A part of a file, stable as long as the file does not change: reading can start at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A line of JSON, from 1.
    Line(u64),
    /// A row of a Parquet table, from 1, counted through all row groups.
    Row(u64),
    /// A record of a WARC: the byte of the file where it starts, from 0. In a gzip file the byte of the
    /// packed file where the member starts whose first record it is.
    Offset(u64),
    /// A further record of a gzip member that holds several.
    Within {
        /// The byte of the packed file where the member starts, from 0.
        member: u64,
        /// Which record of the member, from 0; the record at 0 is an [`Offset`](Part::Offset).
        record: u64,
    },
    /// An item of a feed, or an element of an array of JSON, from 1.
    Item(u64),
}

impl Place {
    /// A whole file.
    pub(crate) fn whole(file: impl Into<PathBuf>) -> Place {
        Place { file: file.into(), part: None }
    }

    /// A part of a file.
    pub(crate) fn part(file: impl Into<PathBuf>, part: Part) -> Place {
        Place { file: file.into(), part: Some(part) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.file.as_os_str() == "-" {
            true => f.write_str("standard input")?,
            false => write!(f, "{}", self.file.display())?,
        }
        self.part.map_or(Ok(()), |part| write!(f, ": {part}"))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Line(n) => write!(f, "line {n}"),
            Part::Row(n) => write!(f, "row {n}"),
            Part::Offset(byte) => write!(f, "record at byte {byte}"),
            Part::Within { member, record } => {
                write!(f, "record {} of the gzip member at byte {member}", record.saturating_add(1))
            }
            Part::Item(n) => write!(f, "item {n}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_for_people() {
        let place = |part| Place { file: "a.warc.gz".into(), part }.to_string();
        assert_eq!(place(None), "a.warc.gz");
        assert_eq!(place(Some(Part::Offset(123))), "a.warc.gz: record at byte 123");
        let within = Part::Within { member: 0, record: 4 };
        assert_eq!(place(Some(within)), "a.warc.gz: record 5 of the gzip member at byte 0");
        assert_eq!(Place::whole("-").to_string(), "standard input");
    }

    #[test]
    fn parts_survive_being_stored() {
        let within = Part::Within { member: 7, record: 4 };
        for part in [Part::Line(1), Part::Row(2), Part::Offset(3), Part::Item(5), within] {
            let stored = serde_json::to_string(&part).unwrap();
            assert_eq!(serde_json::from_str::<Part>(&stored).unwrap(), part);
        }
    }
}

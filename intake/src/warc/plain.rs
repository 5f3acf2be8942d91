//! A WARC that is not packed: records one after the other, sought where they lie.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::Step;
use super::at::{At, blank, pass_blank};
use super::page::{self, Outcome};
use super::record::{NoRecord, Record, find_version};
use crate::guard::cause;
use crate::limits::Limits;
use crate::place::Part;

/// Records one after the other.
pub(super) struct Plain {
    file: At,
    /// A second view of the file, which looks ahead.
    ahead: File,
    length: u64,
    limits: Limits,
    done: bool,
}

impl Plain {
    pub(super) fn open(path: &Path, from: u64, limits: &Limits) -> io::Result<Plain> {
        let file = At::new(File::open(path)?, from)?;
        let ahead = File::open(path)?;
        let length = ahead.metadata()?.len();
        Ok(Plain { file, ahead, length, limits: *limits, done: false })
    }

    pub(super) fn consumed(&self) -> u64 {
        self.file.at().min(self.length)
    }

    pub(super) fn step(&mut self) -> Step {
        if self.done {
            return Step::End;
        }
        let more = pass_blank(&mut self.file);
        let start = self.file.at();
        let outcome = match more {
            Ok((_, true)) => self.record(start),
            Ok((_, false)) => return Step::End,
            Err(e) => Err(e),
        };
        Step::Record(
            Part::Offset(start),
            outcome.unwrap_or_else(|e| {
                self.done = true;
                Outcome::Broken(cause(&e))
            }),
        )
    }

    fn record(&mut self, start: u64) -> io::Result<Outcome> {
        let record = match Record::read(&mut self.file, false) {
            Ok(record) => record,
            Err(NoRecord { io: Some(e), .. }) => return Err(e),
            Err(NoRecord { reason, read, .. }) => {
                // at least one byte on, so that this ends
                self.find(start + read.max(1))?;
                return Ok(Outcome::Broken(reason));
            }
        };
        let content = self.file.at();
        let end = content.checked_add(record.length).filter(|end| *end <= self.length);
        let Some(end) = end else {
            self.find(content)?;
            return Ok(Outcome::Broken(format!(
                "the record is cut, or its length of {} bytes is wrong: fetch the file again",
                record.length
            )));
        };
        if !self.parts_records(end)? {
            self.find(content)?;
            return Ok(Outcome::Broken(wrong_length(record.length)));
        }
        let outcome = page::read(&record, &mut (&mut self.file).take(record.length), &self.limits)?;
        self.file.seek(end)?;
        Ok(outcome)
    }

    /// Whether a record may end at a byte: two ends of lines follow, another record, or nothing. Looked at
    /// before the content is read, so that wrong lengths cost no time.
    fn parts_records(&mut self, at: u64) -> io::Result<bool> {
        let mut next = Vec::new();
        self.ahead.seek(SeekFrom::Start(at))?;
        (&self.ahead).take(16).read_to_end(&mut next)?;
        let (blank, lines) = blank(&next);
        Ok(lines >= 2 || b"WARC/".starts_with(&next[blank..next.len().min(blank + 5)]))
    }

    /// Goes to the next record that starts at `from` or behind it, else to the end.
    fn find(&mut self, from: u64) -> io::Result<()> {
        self.file.seek(from)?;
        let to = match find_version(&mut self.file, u64::MAX)? {
            Some(passed) => from + passed,
            None => self.length.max(self.file.at()),
        };
        self.file.seek(to)
    }
}

/// Why a record is not believed.
pub(super) fn wrong_length(length: u64) -> String {
    format!("no record follows where its length of {length} bytes ends: fetch the file again")
}

//! WARC 1.0 and 1.1, plain or gzip, with one member a record (as CC-NEWS has it) or one for many.
//!
//! The reader is our own: the crate `warc` (0.4) gives no offsets, cannot go on behind a broken record,
//! holds records of any length and panics on a `Content-Length` near the largest number.

mod at;
mod coding;
mod head;
mod http;
mod member;
mod packed;
mod page;
mod plain;
mod record;

use std::io;
use std::path::PathBuf;

use self::packed::Packed;
use self::page::{Left, Outcome};
use self::plain::Plain;
use crate::input::Input;
use crate::limits::Limits;
use crate::place::{Part, Place};
use crate::report::{Got, Report};
use crate::source::Source;

/// A WARC being read.
pub(crate) struct Archive {
    path: PathBuf,
    reader: Reader,
    tally: Tally,
    done: bool,
}

enum Reader {
    Plain(Plain),
    Packed(Packed),
}

/// One step through an archive.
enum Step {
    /// What became of the record at a place.
    Record(Part, Outcome),
    /// There is no further record.
    End,
}

impl Archive {
    /// Opens an archive, at a record of it if `part` is given.
    pub(crate) fn open(
        input: &Input,
        packed: bool,
        part: Option<Part>,
        limits: &Limits,
    ) -> io::Result<Archive> {
        let (from, record) = match part {
            Some(Part::Offset(byte)) => (byte, 0),
            Some(Part::Within { member, record }) => (member, record),
            _ => (0, 0),
        };
        let reader = match packed {
            true => Reader::Packed(Packed::open(&input.path, from, record, limits)?),
            false => Reader::Plain(Plain::open(&input.path, from, limits)?),
        };
        Ok(Archive { path: input.path.clone(), reader, tally: Tally::default(), done: false })
    }
}

impl Source for Archive {
    fn next(&mut self) -> Option<Got> {
        while !self.done {
            let step = match &mut self.reader {
                Reader::Plain(plain) => plain.step(),
                Reader::Packed(packed) => packed.step(),
            };
            let Step::Record(part, outcome) = step else {
                self.done = true;
                return self.tally.note(&self.path.display().to_string()).map(Got::Note);
            };
            let place = Place::part(&self.path, part);
            self.tally.records += 1;
            match outcome {
                Outcome::Left(why) => self.tally.left[why as usize] += 1,
                Outcome::Broken(reason) => return Some(Got::reject(place, reason)),
                Outcome::Page(page) => {
                    return Some(Got::Report(Report {
                        url: page.url,
                        charset: page.charset,
                        ..Report::bare(place, page.bytes, page.form)
                    }));
                }
            }
        }
        None
    }

    fn consumed(&self) -> u64 {
        match &self.reader {
            Reader::Plain(plain) => plain.consumed(),
            Reader::Packed(packed) => packed.consumed(),
        }
    }
}

/// Records seen, and those left out on purpose.
#[derive(Default)]
struct Tally {
    records: u64,
    left: [u64; Left::ALL.len()],
}

impl Tally {
    fn note(&self, file: &str) -> Option<String> {
        let counts = Left::ALL.iter().map(|why| (self.left[*why as usize], why.words()));
        let parts: Vec<String> =
            counts.filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
        let left: u64 = self.left.iter().sum();
        (left > 0)
            .then(|| format!("{file}: {left} of {} records left out: {}", self.records, parts.join(", ")))
    }
}

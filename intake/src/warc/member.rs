//! One gzip member of a WARC, record by record.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::at::{At, pass_blank};
use super::page::{self, Outcome};
use super::plain::wrong_length;
use super::record::{NoRecord, Record, find_version};
use crate::guard::gzip_cause;
use crate::limits::Limits;
use crate::place::Part;

/// A member being unpacked.
pub(super) struct Member {
    stream: BufReader<GzDecoder<At>>,
    start: u64,
    /// The number of the next record, from 0.
    record: u64,
    /// Whether the first line of that record has been read.
    versioned: bool,
}

/// What a member holds next.
pub(super) enum Within {
    /// A record, or something that should be one.
    Record(Outcome),
    /// No further record.
    End,
    /// The rest of the member cannot be read; the next one may start at byte `from` or behind it.
    Lost {
        /// The reason and the cure, in words.
        reason: String,
        /// A byte of the packed file.
        from: u64,
    },
}

impl Member {
    pub(super) fn new(file: At, start: u64) -> Member {
        let stream = BufReader::with_capacity(64 * 1024, GzDecoder::new(file));
        Member { stream, start, record: 0, versioned: false }
    }

    /// The byte of the packed file that is unpacked next.
    pub(super) fn at(&self) -> u64 {
        self.stream.get_ref().get_ref().at()
    }

    /// The file, behind the member if that was read to its end.
    pub(super) fn close(self) -> At {
        self.stream.into_inner().into_inner()
    }

    /// Where the next record stands.
    pub(super) fn part(&self) -> Part {
        match self.record {
            0 => Part::Offset(self.start),
            record => Part::Within { member: self.start, record },
        }
    }

    pub(super) fn next(&mut self, limits: &Limits) -> Within {
        match self.try_next(limits) {
            Ok(within) => {
                self.record += 1;
                within
            }
            // a member that is corrupt may pretend to be longer than it is
            Err(e) => Within::Lost { reason: gzip_cause(&e), from: self.start + 1 },
        }
    }

    fn try_next(&mut self, limits: &Limits) -> io::Result<Within> {
        if !self.versioned && !pass_blank(&mut self.stream)?.1 {
            return Ok(Within::End);
        }
        let versioned = std::mem::take(&mut self.versioned);
        let record = match Record::read(&mut self.stream, versioned) {
            Ok(record) => record,
            Err(NoRecord { io: Some(e), .. }) => return Err(e),
            Err(NoRecord { reason, .. }) => return self.resume(reason, limits),
        };
        let mut content = (&mut self.stream).take(record.length);
        let outcome = page::read(&record, &mut content, limits)?;
        let unread = content.limit();
        let passed = io::copy(&mut content.take(limits.max_skip()), &mut io::sink())?;
        if passed < unread && passed == limits.max_skip() {
            let reason = format!(
                "the record is too long to be passed over ({} bytes): pack each record as a member of its own",
                record.length
            );
            return Ok(Within::Lost { reason, from: self.at() });
        }
        if passed < unread {
            let missing = unread - passed;
            return Ok(broken(format!(
                "the record is cut, {missing} bytes are missing: fetch the file again"
            )));
        }
        // only at the end of a member is its checksum compared
        let (lines, more) = pass_blank(&mut self.stream)?;
        if more && lines < 2 && !b"WARC/".starts_with(self.next_bytes()?) {
            return self.resume(wrong_length(record.length), limits);
        }
        Ok(Within::Record(outcome))
    }

    fn next_bytes(&mut self) -> io::Result<&[u8]> {
        let buffer = self.stream.fill_buf()?;
        Ok(&buffer[..buffer.len().min(5)])
    }

    /// Tells what is wrong, and goes on where the next record of the member starts, if there is one.
    fn resume(&mut self, reason: String, limits: &Limits) -> io::Result<Within> {
        match find_version(&mut self.stream, limits.max_skip()) {
            Ok(Some(_)) => {
                self.versioned = true;
                Ok(broken(reason))
            }
            Ok(None) if self.next_bytes()?.is_empty() => Ok(broken(reason)),
            Ok(None) => Ok(Within::Lost { reason, from: self.at() }),
            Err(_) => Ok(Within::Lost { reason, from: self.start + 1 }),
        }
    }
}

fn broken(reason: String) -> Within {
    Within::Record(Outcome::Broken(reason))
}

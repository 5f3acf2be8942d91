//! JSON Lines: a report a line.

use std::io::{BufRead, Read};

use crate::guard::too_long;
use crate::json::{self, NO_OBJECT, not_utf8};
use crate::limits::Limits;
use crate::place::{Part, Place};
use crate::report::Got;
use crate::source::Source;
use crate::stream::Stream;

/// Lines of JSON being read. No more than one line is held.
pub(crate) struct Lines {
    stream: Stream,
    place: Place,
    limits: Limits,
    /// The number of the next line, from 1.
    next: u64,
    /// Lines still to pass over.
    skip: u64,
    line: Vec<u8>,
    done: bool,
}

impl Lines {
    /// Reads a stream; lines before the one numbered `from`, from 1, are passed over.
    pub(crate) fn new(stream: Stream, place: Place, from: u64, limits: &Limits) -> Lines {
        let skip = from.saturating_sub(1);
        Lines { stream, place, limits: *limits, next: 1, skip, line: Vec::new(), done: false }
    }

    fn here(&self) -> Place {
        Place::part(self.place.file.clone(), Part::Line(self.next))
    }

    fn pass_over(&mut self) -> std::io::Result<()> {
        while self.skip > 0 && self.stream.skip_until(b'\n')? > 0 {
            self.skip -= 1;
            self.next += 1;
        }
        self.skip = 0;
        Ok(())
    }

    /// Reads a line: `Ok(None)` at the end, else whether it kept to the limit.
    fn read_line(&mut self) -> std::io::Result<Option<bool>> {
        self.line.clear();
        // the end of the line is no part of it
        let limit = self.limits.max_report.saturating_add(2);
        let count = Read::by_ref(&mut self.stream).take(limit as u64).read_until(b'\n', &mut self.line)?;
        let ended = self.line.last() == Some(&b'\n');
        if count == limit && !ended {
            self.stream.skip_until(b'\n')?;
        }
        while self.line.pop_if(|b| matches!(b, b'\n' | b'\r')).is_some() {}
        Ok((count > 0).then_some(self.line.len() <= self.limits.max_report))
    }

    /// What the line that was read holds; `None` for a blank one.
    fn line(&self) -> Option<Got> {
        let mark: &[u8] = if self.next == 1 { b"\xef\xbb\xbf" } else { b"" };
        let line = self.line.strip_prefix(mark).unwrap_or(&self.line);
        if line.trim_ascii().is_empty() {
            return None;
        }
        let read = std::str::from_utf8(line).map_err(|e| not_utf8(e.valid_up_to()));
        Some(match read.and_then(|text| json::read(text).map_err(|why| why + CURE)) {
            Ok(Some(row)) => row.report(self.here(), &self.limits),
            Ok(None) => Got::reject(self.here(), NO_OBJECT),
            Err(reason) => Got::reject(self.here(), reason),
        })
    }

    fn end(&mut self, got: Got) -> Option<Got> {
        self.done = true;
        Some(got)
    }
}

const CURE: &str = ": write each report as one object on one line";

const UTF_16: &str =
    "the file is UTF-16: write it again in UTF-8, for instance with `iconv -f UTF-16 -t UTF-8`";

impl Source for Lines {
    fn next(&mut self) -> Option<Got> {
        if self.done {
            return None;
        }
        if self.next == 1
            && [b"\xff\xfe", b"\xfe\xff"].iter().any(|mark| self.stream.head().starts_with(*mark))
        {
            return self.end(Got::reject(self.place.clone(), UTF_16));
        }
        if let Err(e) = self.pass_over() {
            return self.end(Got::reject(self.here(), self.stream.cause(&e)));
        }
        loop {
            let got = match self.read_line() {
                Err(e) => return self.end(Got::reject(self.here(), self.stream.cause(&e))),
                Ok(None) => {
                    self.done = true;
                    return None;
                }
                Ok(Some(false)) => Some(Got::reject(self.here(), too_long("line", &self.limits))),
                Ok(Some(true)) => self.line(),
            };
            self.next += 1;
            if got.is_some() {
                return got;
            }
        }
    }

    fn consumed(&self) -> u64 {
        self.stream.consumed()
    }
}

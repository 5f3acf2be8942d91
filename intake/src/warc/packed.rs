//! A WARC in gzip: members one after the other, each of one record or of several.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::GzDecoder;

use super::Step;
use super::at::At;
use super::member::{Member, Within};
use super::page::Outcome;
use crate::guard::cause;
use crate::limits::Limits;
use crate::place::Part;
use crate::stream::GZIP;

/// Members one after the other.
pub(super) struct Packed {
    state: State,
    /// A second view of the file, which looks ahead.
    ahead: File,
    length: u64,
    limits: Limits,
    /// Records of the first member to pass over.
    skip: u64,
}

enum State {
    Between(At),
    Within(Box<Member>),
    Done(u64),
}

impl Packed {
    /// Opens a file at the member that starts at byte `from`, at one record of it.
    pub(super) fn open(path: &Path, from: u64, record: u64, limits: &Limits) -> io::Result<Packed> {
        let state = State::Between(At::new(File::open(path)?, from)?);
        let ahead = File::open(path)?;
        let length = ahead.metadata()?.len();
        Ok(Packed { state, ahead, length, limits: *limits, skip: record })
    }

    pub(super) fn consumed(&self) -> u64 {
        match &self.state {
            State::Between(file) => file.at(),
            State::Within(member) => member.at(),
            State::Done(at) => *at,
        }
        .min(self.length)
    }

    pub(super) fn step(&mut self) -> Step {
        loop {
            match std::mem::replace(&mut self.state, State::Done(self.length)) {
                State::Done(_) => return Step::End,
                State::Between(file) => {
                    let start = file.at();
                    match self.enter(file) {
                        Ok(None) => {}
                        Ok(Some(reason)) => {
                            return Step::Record(Part::Offset(start), Outcome::Broken(reason));
                        }
                        Err(e) => return Step::Record(Part::Offset(start), Outcome::Broken(cause(&e))),
                    }
                }
                State::Within(member) => {
                    if let Some(step) = self.within(member) {
                        return step;
                    }
                }
            }
        }
    }

    /// Opens the member at which the file stands; a reason where there is none.
    fn enter(&mut self, file: At) -> io::Result<Option<String>> {
        let start = file.at();
        if start >= self.length {
            return Ok(None);
        }
        if self.starts_with(start, &GZIP)? {
            self.state = State::Within(Box::new(Member::new(file, start)));
            return Ok(None);
        }
        let next = self.find(start + 1)?;
        let padded = next.is_none() && self.only_zeros(start)?;
        self.go_to(file, next)?;
        Ok((!padded).then(|| "no gzip member starts here: fetch the file again".to_owned()))
    }

    /// One record of a member; `None` where there is nothing to tell.
    fn within(&mut self, mut member: Box<Member>) -> Option<Step> {
        let part = member.part();
        let passed_over = std::mem::take(&mut self.skip);
        let outcome = match member.next(&self.limits) {
            Within::Record(outcome) => {
                self.state = State::Within(member);
                outcome
            }
            Within::End => {
                self.state = State::Between(member.close());
                return None;
            }
            Within::Lost { reason, from } => {
                let next = self.find(from);
                let moved = next.and_then(|next| self.go_to(member.close(), next));
                Outcome::Broken(moved.map_or_else(|e| cause(&e), |()| reason))
            }
        };
        self.skip = passed_over.saturating_sub(1);
        (passed_over == 0).then_some(Step::Record(part, outcome))
    }

    fn go_to(&mut self, mut file: At, next: Option<u64>) -> io::Result<()> {
        if let Some(next) = next {
            file.seek(next)?;
            self.state = State::Between(file);
        }
        Ok(())
    }

    fn starts_with(&mut self, at: u64, bytes: &[u8]) -> io::Result<bool> {
        let mut found = Vec::new();
        self.ahead.seek(SeekFrom::Start(at))?;
        (&self.ahead).take(bytes.len() as u64).read_to_end(&mut found)?;
        Ok(found == bytes)
    }

    /// Where, at `from` or behind it, a member starts that opens with a record.
    fn find(&mut self, from: u64) -> io::Result<Option<u64>> {
        let mut at = from;
        loop {
            let mut piece = Vec::new();
            self.ahead.seek(SeekFrom::Start(at))?;
            (&self.ahead).take(64 * 1024).read_to_end(&mut piece)?;
            for found in memchr::memmem::find_iter(&piece, &GZIP) {
                let start = at + found as u64;
                if self.opens_with_record(start) {
                    return Ok(Some(start));
                }
            }
            if piece.len() < GZIP.len() {
                return Ok(None);
            }
            // two pieces may share the bytes that are looked for
            at += (piece.len() - (GZIP.len() - 1)) as u64;
        }
    }

    fn opens_with_record(&mut self, start: u64) -> bool {
        let mut first = [0; 5];
        let opened = self.ahead.seek(SeekFrom::Start(start));
        let mut member = GzDecoder::new(BufReader::with_capacity(1024, &self.ahead));
        opened.is_ok() && member.read_exact(&mut first).is_ok() && first == *b"WARC/"
    }

    /// Whether nothing but zeros follows, with which some tools fill up a block.
    fn only_zeros(&mut self, at: u64) -> io::Result<bool> {
        self.ahead.seek(SeekFrom::Start(at))?;
        let mut rest = BufReader::new(&self.ahead).bytes();
        rest.try_fold(true, |zeros, byte| Ok(zeros && byte? == 0))
    }
}

//! A reader that knows where it stands.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// A file with the byte that is read next.
pub(super) struct At {
    file: BufReader<File>,
    at: u64,
}

impl At {
    pub(super) fn new(mut file: File, from: u64) -> io::Result<At> {
        file.seek(SeekFrom::Start(from))?;
        Ok(At { file: BufReader::with_capacity(64 * 1024, file), at: from })
    }

    pub(super) fn at(&self) -> u64 {
        self.at
    }

    pub(super) fn seek(&mut self, to: u64) -> io::Result<()> {
        // keeps the buffer where the target lies in it
        let by = to as i128 - self.at as i128;
        match i64::try_from(by) {
            Ok(by) => self.file.seek_relative(by)?,
            Err(_) => drop(self.file.seek(SeekFrom::Start(to))?),
        }
        self.at = to;
        Ok(())
    }
}

impl BufRead for At {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.file.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        self.file.consume(amount);
    }
}

impl Read for At {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let mut from = self.fill_buf()?;
        let count = from.read(to)?;
        self.consume(count);
        Ok(count)
    }
}

/// Passes over the ends of lines that part records: how many there are, and whether anything follows.
pub(super) fn pass_blank(reader: &mut impl BufRead) -> io::Result<(u64, bool)> {
    let mut lines = 0;
    loop {
        let buffer = reader.fill_buf()?;
        let (blank, ended) = blank(buffer);
        let (empty, more) = (buffer.is_empty(), blank < buffer.len());
        reader.consume(blank);
        lines += ended;
        if empty || more {
            return Ok((lines, more));
        }
    }
}

/// Bytes at the start that end lines, and the lines that they end.
pub(super) fn blank(bytes: &[u8]) -> (usize, u64) {
    let blank = bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    (blank, bytes[..blank].iter().filter(|b| **b == b'\n').count() as u64)
}

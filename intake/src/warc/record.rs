//! The head of one record, and where the next one starts.

use std::io::{self, BufRead, Read};

use super::head::{Fault, Head, line};

/// The head of a record.
pub(super) struct Record {
    /// Its type, in small letters: `response`, `resource`, `request` …
    pub(super) kind: String,
    /// Bytes of its content.
    pub(super) length: u64,
    /// The address that it is of.
    pub(super) url: Option<String>,
    /// What its content is.
    pub(super) content_type: String,
    /// Whether the content is but a part of something larger.
    pub(super) segment: bool,
}

/// Why no record could be read, and the bytes of it that were.
pub(super) struct NoRecord {
    pub(super) reason: String,
    pub(super) read: u64,
    /// What went wrong below, where it did.
    pub(super) io: Option<io::Error>,
}

impl Record {
    /// Reads a head; where `versioned`, its first line has been read before.
    pub(super) fn read(reader: &mut impl BufRead, versioned: bool) -> Result<Record, NoRecord> {
        let mut before = 0;
        if !versioned {
            // looked at before it is read: the record that is looked for next may start on the same line
            let opens = |bytes: &[u8]| b"WARC/".starts_with(&bytes[..bytes.len().min(5)]);
            let (first, length) = if opens(reader.fill_buf()?) { line(reader, 64)? } else { (Vec::new(), 0) };
            if version(&first) != Some(0) {
                return Err(no_record("no record starts here", 0));
            }
            before = length;
        }
        let head = Head::read(reader, before, true)?;
        let length = head.get("content-length").and_then(|length| length.parse().ok());
        let Some(length) = length else {
            return Err(no_record("the record does not say its length", before));
        };
        let url = head.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        Ok(Record {
            kind: head.get("warc-type").unwrap_or_default().to_ascii_lowercase(),
            length,
            url: url.filter(|url| !url.is_empty()),
            content_type: head.get("content-type").unwrap_or_default().to_owned(),
            segment: head.get("warc-segment-number").is_some(),
        })
    }
}

fn no_record(reason: &str, read: u64) -> NoRecord {
    NoRecord { reason: format!("{reason}: fetch the file again"), read, io: None }
}

impl From<Fault> for NoRecord {
    fn from(fault: Fault) -> NoRecord {
        match fault {
            Fault::Line(read) => no_record("the head of the record is broken", read),
            Fault::Long(read) => no_record("the head of the record has no end", read),
            Fault::Cut => no_record("the head of the record is cut", 0),
            Fault::Io(io) => NoRecord { reason: String::new(), read: 0, io: Some(io) },
        }
    }
}

impl From<io::Error> for NoRecord {
    fn from(error: io::Error) -> NoRecord {
        Fault::Io(error).into()
    }
}

/// Where in a line without its end the version stands with which a record opens, if it ends the line.
fn version(line: &[u8]) -> Option<usize> {
    let start = line.len().checked_sub(8)?;
    let number = line[start..].strip_prefix(b"WARC/")?;
    (number[0].is_ascii_digit() && number[1] == b'.' && number[2].is_ascii_digit()).then_some(start)
}

/// Looks for the next line that ends with a version, and reads it. Gives the bytes passed over before the
/// version, or `None` at the end of data or when `limit` bytes are passed.
pub(super) fn find_version(reader: &mut impl BufRead, limit: u64) -> io::Result<Option<u64>> {
    const PIECE: u64 = 64 * 1024;
    // enough to hold a version that two pieces share
    const KEPT: usize = 10;
    let mut held = Vec::new();
    let mut passed = 0;
    while passed < limit {
        let count = Read::by_ref(reader).take(PIECE).read_until(b'\n', &mut held)? as u64;
        if count == 0 {
            return Ok(None);
        }
        passed += count;
        let ended = held.strip_suffix(b"\n").map(|bare| bare.strip_suffix(b"\r").unwrap_or(bare));
        match ended {
            Some(bare) if version(bare).is_some() => {
                let length = held.len() - version(bare).unwrap_or_default();
                return Ok(Some(passed - length as u64));
            }
            Some(_) => held.clear(),
            None => drop(held.drain(..held.len().saturating_sub(KEPT))),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read() {
        let text = "WARC/1.0\r\nWARC-Type: Response\r\nWARC-Target-URI: <https://a.example/>\r\n\
                    Content-Length: 12\r\nContent-Type: application/http\r\n\r\n";
        let record = Record::read(&mut text.as_bytes(), false).ok().unwrap();
        assert_eq!((record.kind.as_str(), record.length), ("response", 12));
        assert_eq!(record.url.as_deref(), Some("https://a.example/"));
        for broken in ["", "HTTP/1.1 200\r\n", "WARC/1.0\r\n\r\n", "WARC/1.0\r\nContent-Length: -1\r\n\r\n"] {
            assert!(Record::read(&mut broken.as_bytes(), false).is_err(), "{broken}");
        }
    }

    #[test]
    fn versions_are_found_behind_whatever() {
        let find =
            |bytes: &[u8]| find_version(&mut io::BufReader::with_capacity(7, bytes), u64::MAX).unwrap();
        assert_eq!(find(b"WARC/1.0\r\n"), Some(0));
        assert_eq!(find(b"x\r\n\r\n\0\xffWARC/1.1\nmore"), Some(7));
        assert_eq!(find(b"WARC/1.0 is a format\nWARC/x.y\n"), None);
        let long = [vec![b'x'; 64 * 1024 - 4], b"WARC/1.0\r\n".to_vec()].concat();
        assert_eq!(find(&long), Some(64 * 1024 - 4));
        assert_eq!(find_version(&mut &b"x\ny\nWARC/1.0\n"[..], 3).unwrap(), None);
    }
}

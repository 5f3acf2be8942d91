//! A file or standard input as a stream: looked at before it is read, unpacked where it is gzip, counted.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::guard::{cause, gzip_cause};

/// What gzip begins with.
pub(crate) const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

/// How much of a file is looked at to tell its kind.
pub(crate) const LOOK: usize = 64 * 1024;

/// Bytes to read, the first of which have been looked at.
pub(crate) struct Stream {
    head: Vec<u8>,
    at: usize,
    /// What went wrong behind the head; told once the head has been read.
    failure: Option<io::Error>,
    failed: bool,
    rest: Box<dyn BufRead + Send>,
    consumed: Arc<AtomicU64>,
    packed: bool,
}

impl Stream {
    pub(crate) fn file(path: &Path) -> io::Result<Stream> {
        Stream::new(File::open(path)?)
    }

    pub(crate) fn stdin() -> io::Result<Stream> {
        Stream::new(io::stdin())
    }

    pub(crate) fn new(reader: impl Read + Send + 'static) -> io::Result<Stream> {
        let consumed = Arc::new(AtomicU64::new(0));
        let counted = Counted { inner: reader, count: Arc::clone(&consumed) };
        let mut reader = BufReader::with_capacity(LOOK, counted);
        let mut magic = Vec::new();
        Read::by_ref(&mut reader).take(GZIP.len() as u64).read_to_end(&mut magic)?;
        let packed = magic == GZIP;
        let whole = io::Cursor::new(magic).chain(reader);
        let mut rest: Box<dyn BufRead + Send> = match packed {
            true => Box::new(BufReader::with_capacity(LOOK, MultiGzDecoder::new(whole))),
            false => Box::new(whole),
        };
        let mut head = Vec::new();
        let failure = Read::by_ref(&mut rest).take(LOOK as u64).read_to_end(&mut head).err();
        Ok(Stream { head, at: 0, failed: failure.is_some(), failure, rest, consumed, packed })
    }

    /// The first bytes, unpacked; all of them where there are fewer than [`LOOK`].
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Whether the bytes come out of gzip.
    pub(crate) fn packed(&self) -> bool {
        self.packed
    }

    /// Bytes of the file, packed where it is, read so far.
    pub(crate) fn consumed(&self) -> u64 {
        self.consumed.load(Ordering::Relaxed)
    }

    /// Why reading failed, in words.
    pub(crate) fn cause(&self, error: &io::Error) -> String {
        if self.packed { gzip_cause(error) } else { cause(error) }
    }

    /// All that is left; `None` where it is more than `limit` bytes.
    pub(crate) fn whole(&mut self, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        self.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        Ok((bytes.len() <= limit).then_some(bytes))
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(&self.head[self.at..]);
        }
        match self.failure.take() {
            Some(failure) => Err(failure),
            None if self.failed => Ok(&[]),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.at < self.head.len() {
            self.at += amount;
        } else if !self.failed {
            self.rest.consume(amount);
        }
    }
}

impl Read for Stream {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let mut from = self.fill_buf()?;
        let count = from.read(to)?;
        self.consume(count);
        Ok(count)
    }
}

struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(to)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        to.write_all(text).unwrap();
        to.finish().unwrap()
    }

    #[test]
    fn gzip_is_unpacked_and_several_members_are_one_stream() {
        let bytes = [packed(b"one "), packed(b"two")].concat();
        let size = bytes.len() as u64;
        let mut stream = Stream::new(io::Cursor::new(bytes)).unwrap();
        assert!(stream.packed());
        assert_eq!(stream.head(), b"one two");
        assert_eq!(stream.whole(100).unwrap().unwrap(), b"one two");
        assert_eq!(stream.consumed(), size);
    }

    #[test]
    fn what_is_longer_than_the_limit_is_not_held() {
        let mut stream = Stream::new(io::Cursor::new(vec![b'x'; 200_000])).unwrap();
        assert_eq!(stream.whole(199_999).unwrap(), None);
        let mut stream = Stream::new(io::Cursor::new(vec![b'x'; 200_000])).unwrap();
        assert_eq!(stream.whole(200_000).unwrap().map(|b| b.len()), Some(200_000));
    }

    #[test]
    fn broken_gzip_gives_what_stands_before_the_break_then_the_error() {
        let bytes = packed(&(0..9999u32).flat_map(u32::to_le_bytes).collect::<Vec<u8>>());
        let mut stream = Stream::new(io::Cursor::new(bytes[..bytes.len() / 2].to_vec())).unwrap();
        let mut got = Vec::new();
        assert!(stream.read_to_end(&mut got).is_err());
        assert!(!got.is_empty());
        assert_eq!(stream.read_to_end(&mut got).unwrap(), 0);
    }
}

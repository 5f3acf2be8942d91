//! The little of Thrift's compact protocol that heads of Parquet are written in, read without trust.

use std::io::{self, Read};

/// Structures within structures; those of Parquet go five deep.
const DEEPEST: u32 = 16;

/// What a field is, with its value where that is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bool(bool),
    Byte,
    Number,
    Double,
    Binary,
    List,
    Map,
    Struct,
    Uuid,
}

/// Reads values one after the other.
pub(super) struct Thrift<R> {
    reader: R,
    /// Bytes that may still be read.
    left: u64,
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

impl<R: Read> Thrift<R> {
    pub(super) fn new(reader: R, limit: u64) -> Thrift<R> {
        Thrift { reader, left: limit }
    }

    fn byte(&mut self) -> io::Result<u8> {
        self.left = self.left.checked_sub(1).ok_or_else(|| bad("a head that is too long"))?;
        let mut byte = [0];
        self.reader.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    fn pass(&mut self, count: u64) -> io::Result<()> {
        self.left = self.left.checked_sub(count).ok_or_else(|| bad("a head that is too long"))?;
        let passed = io::copy(&mut Read::by_ref(&mut self.reader).take(count), &mut io::sink())?;
        if passed == count { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    fn unsigned(&mut self) -> io::Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(bad("a number that is too long"))
    }

    /// A number.
    pub(super) fn number(&mut self) -> io::Result<i64> {
        let value = self.unsigned()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// The next field of a structure, given the number of the one before; `None` behind the last.
    pub(super) fn field(&mut self, before: i16) -> io::Result<Option<(i16, Kind)>> {
        let head = self.byte()?;
        if head == 0 {
            return Ok(None);
        }
        let kind = kind(head & 15)?;
        let id = match head >> 4 {
            0 => i16::try_from(self.number()?).map_err(|_| bad("a field without number"))?,
            step => before.checked_add(i16::from(step)).ok_or_else(|| bad("a field without number"))?,
        };
        Ok(Some((id, kind)))
    }

    /// The head of a list: how many elements of what kind.
    pub(super) fn list(&mut self) -> io::Result<(u64, Kind)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.unsigned()?,
            count => u64::from(count),
        };
        // an element takes a byte at least
        if count > self.left {
            return Err(bad("a list that is longer than its file"));
        }
        Ok((count, kind(head & 15)?))
    }

    /// Passes over a value.
    pub(super) fn skip(&mut self, kind: Kind) -> io::Result<()> {
        self.skip_at(kind, 0)
    }

    fn skip_at(&mut self, kind: Kind, depth: u32) -> io::Result<()> {
        if depth > DEEPEST {
            return Err(bad("structures within structures"));
        }
        match kind {
            Kind::Bool(_) => Ok(()),
            Kind::Byte => self.pass(1),
            Kind::Number => self.unsigned().map(drop),
            Kind::Double => self.pass(8),
            Kind::Uuid => self.pass(16),
            Kind::Binary => {
                let length = self.unsigned()?;
                self.pass(length)
            }
            Kind::List => {
                let (count, of) = self.list()?;
                (0..count).try_for_each(|_| self.skip_element(of, depth + 1))
            }
            Kind::Map => self.skip_map(depth + 1),
            Kind::Struct => {
                let mut before = 0;
                while let Some((id, kind)) = self.field(before)? {
                    before = id;
                    self.skip_at(kind, depth + 1)?;
                }
                Ok(())
            }
        }
    }

    /// Within lists a truth value is a byte, while as a field it is part of the head.
    fn skip_element(&mut self, kind: Kind, depth: u32) -> io::Result<()> {
        match kind {
            Kind::Bool(_) => self.pass(1),
            other => self.skip_at(other, depth),
        }
    }

    fn skip_map(&mut self, depth: u32) -> io::Result<()> {
        let count = self.unsigned()?;
        if count == 0 {
            return Ok(());
        }
        let kinds = self.byte()?;
        let (key, value) = (kind(kinds >> 4)?, kind(kinds & 15)?);
        for _ in 0..count {
            self.skip_element(key, depth)?;
            self.skip_element(value, depth)?;
        }
        Ok(())
    }
}

fn kind(code: u8) -> io::Result<Kind> {
    Ok(match code {
        1 => Kind::Bool(true),
        2 => Kind::Bool(false),
        3 => Kind::Byte,
        4..=6 => Kind::Number,
        7 => Kind::Double,
        8 => Kind::Binary,
        9 | 10 => Kind::List,
        11 => Kind::Map,
        12 => Kind::Struct,
        13 => Kind::Uuid,
        _ => return Err(bad("a value of no known kind")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read() {
        let number = |bytes: &[u8]| Thrift::new(bytes, 99).number();
        assert_eq!(number(&[0]).unwrap(), 0);
        assert_eq!(number(&[1]).unwrap(), -1);
        assert_eq!(number(&[0xac, 0x02]).unwrap(), 150);
        assert!(number(&[0x80; 20]).is_err());
        assert!(Thrift::new(&[2u8][..], 0).number().is_err());
    }

    #[test]
    fn hostile_heads_are_refused() {
        let skip = |bytes: &[u8], kind| Thrift::new(bytes, bytes.len() as u64).skip(kind);
        // structure in structure without end
        assert!(skip(&[0x1c; 999], Kind::Struct).is_err());
        // a list of more elements than there are bytes
        assert!(skip(&[0xfc, 0xff, 0xff, 0xff, 0x7f, 0, 0], Kind::List).is_err());
        assert!(skip(&[0xff, 0xff, 0xff, 0x7f, 0, 0], Kind::Binary).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = Thrift::new(&*bytes, 150).skip(Kind::Struct);
        }
    }
}

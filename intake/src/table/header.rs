//! The head of one page of a column.

use std::io::{self, Read};

use parquet::basic::Encoding;

use super::thrift::{Kind, Thrift};

/// The head of a page: what it is and how large.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    /// Bytes in the file.
    pub(super) packed: usize,
    /// Bytes when unpacked.
    pub(super) unpacked: usize,
    pub(super) body: Body,
}

/// What a page holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// Values, in the first version of the format.
    Data(Values),
    /// Values, in the second.
    DataV2(Values, V2),
    /// The dictionary of the column.
    Dictionary(Values),
    /// Something that only helps to find values.
    Other,
}

/// How values are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values {
    pub(super) count: u32,
    pub(super) encoding: Encoding,
    pub(super) definition: Encoding,
    pub(super) repetition: Encoding,
}

/// What pages of the second version say beside that.
#[derive(Debug, Clone, Copy)]
pub(super) struct V2 {
    pub(super) nulls: u32,
    pub(super) rows: u32,
    pub(super) definition_bytes: u32,
    pub(super) repetition_bytes: u32,
    pub(super) packed: bool,
}

/// Numbers of a structure by the number of their field; fields beyond are of no interest.
struct Numbers([Option<i64>; 9]);

impl Numbers {
    fn read<R: Read>(thrift: &mut Thrift<R>) -> io::Result<Numbers> {
        let mut numbers = Numbers([None; 9]);
        let mut before = 0;
        while let Some((id, kind)) = thrift.field(before)? {
            before = id;
            let value = match kind {
                Kind::Number => Some(thrift.number()?),
                Kind::Bool(is) => Some(i64::from(is)),
                other => {
                    thrift.skip(other)?;
                    None
                }
            };
            if let Some(slot) = usize::try_from(id).ok().and_then(|id| numbers.0.get_mut(id)) {
                *slot = value;
            }
        }
        Ok(numbers)
    }

    fn get<T: TryFrom<i64>>(&self, id: usize) -> io::Result<T> {
        let value = self.0.get(id).copied().flatten().and_then(|value| T::try_from(value).ok());
        value.ok_or_else(|| invalid("a head without a number that it needs"))
    }

    fn encoding(&self, id: usize) -> io::Result<Encoding> {
        encoding(self.get(id)?)
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

fn encoding(code: i64) -> io::Result<Encoding> {
    #[expect(deprecated, reason = "old files have it in their heads")]
    Ok(match code {
        0 => Encoding::PLAIN,
        2 => Encoding::PLAIN_DICTIONARY,
        3 => Encoding::RLE,
        4 => Encoding::BIT_PACKED,
        5 => Encoding::DELTA_BINARY_PACKED,
        6 => Encoding::DELTA_LENGTH_BYTE_ARRAY,
        7 => Encoding::DELTA_BYTE_ARRAY,
        8 => Encoding::RLE_DICTIONARY,
        9 => Encoding::BYTE_STREAM_SPLIT,
        _ => return Err(invalid("an encoding that is not known here")),
    })
}

impl Header {
    /// Reads a head of at most `limit` bytes.
    pub(super) fn read(reader: impl Read, limit: u64) -> io::Result<Header> {
        let mut thrift = Thrift::new(reader, limit);
        let mut sizes = [None; 4];
        let (mut data, mut dictionary, mut v2) = (None, None, None);
        let mut before = 0;
        while let Some((id, kind)) = thrift.field(before)? {
            before = id;
            match (id, kind) {
                (1..=3, Kind::Number) => sizes[id as usize] = Some(thrift.number()?),
                (5, Kind::Struct) => data = Some(Numbers::read(&mut thrift)?),
                (7, Kind::Struct) => dictionary = Some(Numbers::read(&mut thrift)?),
                (8, Kind::Struct) => v2 = Some(Numbers::read(&mut thrift)?),
                _ => thrift.skip(kind)?,
            }
        }
        let size = |at: usize| {
            let size = sizes[at].and_then(|size| usize::try_from(size).ok());
            size.ok_or_else(|| invalid("a page without size"))
        };
        let body = match (sizes[1], data, dictionary, v2) {
            (Some(0), Some(numbers), ..) => Body::Data(Values {
                count: numbers.get(1)?,
                encoding: numbers.encoding(2)?,
                definition: numbers.encoding(3)?,
                repetition: numbers.encoding(4)?,
            }),
            (Some(2), _, Some(numbers), _) => {
                Body::Dictionary(plain_levels(numbers.get(1)?, numbers.encoding(2)?))
            }
            (Some(3), .., Some(numbers)) => Body::DataV2(
                plain_levels(numbers.get(1)?, numbers.encoding(4)?),
                V2 {
                    nulls: numbers.get(2)?,
                    rows: numbers.get(3)?,
                    definition_bytes: numbers.get(5)?,
                    repetition_bytes: numbers.get(6)?,
                    packed: numbers.0[7] != Some(0),
                },
            ),
            (Some(1), ..) => Body::Other,
            _ => return Err(invalid("a page of no known kind")),
        };
        Ok(Header { packed: size(3)?, unpacked: size(2)?, body })
    }
}

/// Dictionaries have no levels, and pages of the second version one encoding for them.
fn plain_levels(count: u32, encoding: Encoding) -> Values {
    Values { count, encoding, definition: Encoding::RLE, repetition: Encoding::RLE }
}

//! The pages of one column of a row group, one at a time and none larger than the limits allow.
//!
//! The reader of the `parquet` crate makes room for whatever the head of a page claims, and unpacks gzip
//! without end. This one hands pages to the decoders of that crate only when their claims can be true.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, Type};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};

use super::delta::lengths_fit;
use super::header::{Body, Header, V2, Values};
use super::unpack::unpack;
use crate::limits::Limits;

/// Values of one page. Writers put thousands on a page, fastparquet a whole row group.
const MOST_VALUES: u32 = 1 << 24;

/// Bytes of the head of a page; some writers put the least and the greatest text into it.
const LONGEST_HEAD: u64 = 16 << 20;

/// What of a column its pages are read by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// The first byte of its pages.
    pub(super) start: u64,
    /// Bytes of its pages.
    pub(super) length: u64,
    pub(super) codec: Compression,
    pub(super) physical: Type,
    /// Whether values may be absent.
    pub(super) optional: bool,
}

/// Pages one after the other.
pub(super) struct Pages {
    file: BufReader<File>,
    at: u64,
    left: u64,
    layout: Layout,
    limits: Limits,
    /// The head of the next page, if that has been read.
    peeked: Option<Header>,
    /// The dictionary, if pages behind it were passed over.
    dictionary: Option<Page>,
}

impl Pages {
    /// Opens a column and passes over whole pages of the first `skip` rows; gives the rows that are left
    /// to pass over.
    pub(super) fn open(file: File, layout: Layout, skip: u64, limits: &Limits) -> Result<(Pages, u64)> {
        let file = BufReader::new(file);
        let (at, left) = (layout.start, layout.length);
        let mut pages = Pages { file, at, left, layout, limits: *limits, peeked: None, dictionary: None };
        let mut skip = skip;
        while skip > 0 {
            match pages.peek()?.map(|head| head.body) {
                Some(Body::Dictionary(_)) => pages.dictionary = pages.read()?,
                Some(Body::Data(values) | Body::DataV2(values, _)) if u64::from(values.count) <= skip => {
                    skip -= u64::from(values.count);
                    pages.pass()?;
                }
                Some(Body::Other) => pages.pass()?,
                Some(_) | None => break,
            }
        }
        Ok((pages, skip))
    }

    fn peek(&mut self) -> Result<Option<Header>> {
        if self.peeked.is_none() && self.left > 0 {
            self.file.seek(SeekFrom::Start(self.at))?;
            let header = Header::read(&mut self.file, self.left.min(LONGEST_HEAD))?;
            let length = self.file.stream_position()?.saturating_sub(self.at);
            self.advance(length)?;
            if header.packed as u64 > self.left {
                return Err(fault("a page that goes beyond its column"));
            }
            self.check(&header)?;
            self.peeked = Some(header);
        }
        Ok(self.peeked)
    }

    fn check(&self, header: &Header) -> Result<()> {
        let most = match header.body {
            Body::Dictionary(_) => self.limits.max_report,
            _ => self.limits.max_page(),
        };
        if header.unpacked > most || header.packed > most {
            let size = header.unpacked.max(header.packed);
            return Err(fault(&format!("a page of {size} bytes, more than {most}; write smaller pages")));
        }
        match header.body {
            Body::Data(values) | Body::DataV2(values, _) | Body::Dictionary(values)
                if values.count > MOST_VALUES =>
            {
                Err(fault(&format!("a page of {} values, more than {MOST_VALUES}", values.count)))
            }
            _ => Ok(()),
        }
    }

    fn advance(&mut self, by: u64) -> Result<()> {
        self.left = self.left.checked_sub(by).ok_or_else(|| fault("a page that goes beyond its column"))?;
        self.at += by;
        Ok(())
    }

    /// Passes over the page whose head was read.
    fn pass(&mut self) -> Result<()> {
        match self.peeked.take() {
            Some(header) => self.advance(header.packed as u64),
            None => Ok(()),
        }
    }

    /// The next page that holds values or a dictionary.
    fn read(&mut self) -> Result<Option<Page>> {
        while let Some(header) = self.peek()? {
            let start = self.at;
            self.pass()?;
            if matches!(header.body, Body::Other) {
                continue;
            }
            let mut packed = Vec::with_capacity(header.packed.min(1 << 20));
            self.file.seek(SeekFrom::Start(start))?;
            Read::by_ref(&mut self.file).take(header.packed as u64).read_to_end(&mut packed)?;
            if packed.len() < header.packed {
                return Err(fault("a page that goes beyond the file"));
            }
            return self.page(&header, packed).map(Some);
        }
        Ok(None)
    }

    fn page(&self, header: &Header, packed: Vec<u8>) -> Result<Page> {
        match header.body {
            Body::Dictionary(values) => self.dictionary(values, self.unpack(&packed, 0, header, true)?),
            Body::Data(values) => {
                let buf = self.unpack(&packed, 0, header, true)?;
                let levels = if self.layout.optional { levels_v1(&buf, values)? } else { 0 };
                check_values(&buf[levels..], values)?;
                let Values { count: num_values, encoding, definition, repetition } = values;
                Ok(Page::DataPage {
                    buf,
                    num_values,
                    encoding,
                    def_level_encoding: definition,
                    rep_level_encoding: repetition,
                    statistics: None,
                })
            }
            Body::DataV2(values, v2) => self.data_v2(header, values, v2, &packed),
            Body::Other => Err(fault("a page without values")),
        }
    }

    fn dictionary(&self, values: Values, buf: Bytes) -> Result<Page> {
        let least = match self.layout.physical {
            Type::INT64 => 8,
            Type::INT96 => 12,
            _ => 4,
        };
        if values.count as usize > buf.len() / least {
            return Err(fault("a dictionary of more values than its bytes can hold"));
        }
        // the decoder takes plain values only, whatever the head says
        let (num_values, encoding) = (values.count, values.encoding);
        Ok(Page::DictionaryPage { buf, num_values, encoding, is_sorted: false })
    }

    fn data_v2(&self, header: &Header, values: Values, v2: V2, packed: &[u8]) -> Result<Page> {
        let levels = v2.definition_bytes as usize + v2.repetition_bytes as usize;
        if levels > packed.len() || levels > header.unpacked {
            return Err(fault("levels that are longer than their page"));
        }
        let buf = self.unpack(packed, levels, header, v2.packed)?;
        check_values(&buf[levels..], values)?;
        Ok(Page::DataPageV2 {
            buf,
            num_values: values.count,
            encoding: values.encoding,
            num_nulls: v2.nulls,
            num_rows: v2.rows,
            def_levels_byte_len: v2.definition_bytes,
            rep_levels_byte_len: v2.repetition_bytes,
            is_compressed: v2.packed,
            statistics: None,
        })
    }

    /// Unpacks a page but for its first `levels` bytes, which never are packed.
    fn unpack(&self, bytes: &[u8], levels: usize, header: &Header, packed: bool) -> Result<Bytes> {
        let codec = if packed { self.layout.codec } else { Compression::UNCOMPRESSED };
        let rest = unpack(codec, &bytes[levels..], header.unpacked - levels).map_err(|why| fault(&why))?;
        Ok(if levels == 0 { Bytes::from(rest) } else { Bytes::from([&bytes[..levels], &rest].concat()) })
    }
}

/// Bytes of the definition levels with which a page of the first version opens.
fn levels_v1(buf: &[u8], values: Values) -> Result<usize> {
    let bytes = match values.definition {
        Encoding::RLE => {
            let length = buf.first_chunk().map(|bytes| u32::from_le_bytes(*bytes) as usize);
            length.and_then(|length| length.checked_add(4))
        }
        _ => Some((values.count as usize).div_ceil(8)),
    };
    bytes.filter(|bytes| *bytes <= buf.len()).ok_or_else(|| fault("levels that are longer than their page"))
}

/// Whether values can be as many as the head of the page says.
fn check_values(values: &[u8], head: Values) -> Result<()> {
    let fits = match head.encoding {
        // a page of nothing but nulls may be empty
        _ if values.is_empty() => true,
        Encoding::DELTA_LENGTH_BYTE_ARRAY => lengths_fit(values, head.count, 1),
        Encoding::DELTA_BYTE_ARRAY => lengths_fit(values, head.count, 2),
        _ => true,
    };
    if fits { Ok(()) } else { Err(fault("a page that claims more values than its head says")) }
}

fn fault(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Result<Page>> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        match self.dictionary.take() {
            Some(dictionary) => Ok(Some(dictionary)),
            None => self.read(),
        }
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        if self.dictionary.is_some() {
            return Ok(Some(PageMetadata { num_rows: None, num_levels: None, is_dict: true }));
        }
        while let Some(header) = self.peek()? {
            let (rows, levels, is_dict) = match header.body {
                Body::Dictionary(_) => (None, None, true),
                Body::Data(values) => (None, Some(values.count as usize), false),
                Body::DataV2(values, v2) => (Some(v2.rows as usize), Some(values.count as usize), false),
                Body::Other => {
                    self.pass()?;
                    continue;
                }
            };
            return Ok(Some(PageMetadata { num_rows: rows, num_levels: levels, is_dict }));
        }
        Ok(None)
    }

    fn skip_next_page(&mut self) -> Result<()> {
        if self.dictionary.take().is_none() {
            self.peek()?;
            self.pass()?;
        }
        Ok(())
    }
}

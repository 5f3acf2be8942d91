//! Whatever the bytes and whatever they are called, reading ends and nothing panics.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

mod common;
#[path = "common/warc.rs"]
mod warc;

use std::fs::File;
use std::sync::{Arc, OnceLock};

use arrow_array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use common::{Folder, gzip};
use dateline_intake::{Got, Limits, find, open, open_from};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;

const NAMES: [&str; 14] = [
    "a.txt",
    "a.html",
    "a.jsonl",
    "a.jsonl.gz",
    "a.json",
    "a.xml",
    "a.rss",
    "a.atom",
    "a.warc",
    "a.warc.gz",
    "a.parquet",
    "a.dat",
    "a",
    "a.json.gz",
];

/// Reads a file to its end, and then from each part on that it has, up to some.
fn read(name: &str, bytes: &[u8]) {
    let folder = Folder::new();
    let path = folder.write(name, bytes);
    let limits = Limits { max_report: 1 << 16 };
    for input in find(&[path]).into_iter().flatten() {
        let got: Vec<Got> = open(&input, &limits).map(|(got, _)| got).collect();
        assert!(got.len() <= bytes.len() * 2000 + 2);
        for got in &got {
            if let Got::Report(report) = got {
                assert!(report.bytes.len() <= 1 << 16);
            }
        }
        let parts = got.iter().filter_map(|got| got.place()?.part);
        for part in parts.take(5) {
            open_from(&input, &part, &limits).take(3).for_each(drop);
        }
    }
}

/// Small tables of every encoding.
fn tables() -> &'static [Vec<u8>] {
    static TABLES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    TABLES.get_or_init(|| {
        let encodings = [
            None,
            Some(Encoding::PLAIN),
            Some(Encoding::DELTA_LENGTH_BYTE_ARRAY),
            Some(Encoding::DELTA_BYTE_ARRAY),
        ];
        let packings =
            [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(ZstdLevel::default())];
        let each =
            encodings.iter().flat_map(|encoding| packings.iter().map(move |packing| (*encoding, *packing)));
        each.map(|(encoding, packing)| table(encoding, packing)).collect()
    })
}

fn table(encoding: Option<Encoding>, packing: Compression) -> Vec<u8> {
    let texts: Vec<Option<String>> =
        (0..40).map(|n| (n % 7 > 0).then(|| format!("report {}", n % 11))).collect();
    let days: Vec<Option<i32>> = (0..40).map(|n| (n % 3 > 0).then_some(19_000 + n)).collect();
    let columns: [(&str, ArrayRef, bool); 3] = [
        ("text", Arc::new(StringArray::from(texts.clone())), true),
        ("title", Arc::new(StringArray::from(texts)), true),
        ("date", Arc::new(Date32Array::from(days)), true),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let mut properties = WriterProperties::builder()
        .set_compression(packing)
        .set_max_row_group_row_count(Some(16))
        .set_data_page_row_count_limit(5)
        .set_write_batch_size(1);
    if let Some(encoding) = encoding {
        properties = properties.set_dictionary_enabled(false);
        for column in ["text", "title"] {
            properties = properties.set_column_encoding(column.into(), encoding);
        }
    }
    let folder = Folder::new();
    let path = folder.path().join("a.parquet");
    let mut writer =
        ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), Some(properties.build())).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    std::fs::read(path).unwrap()
}

/// Bytes of `whole` with some changed and some of the end taken off.
fn spoilt(
    mut whole: Vec<u8>,
    changes: &[(prop::sample::Index, u8)],
    cut: Option<prop::sample::Index>,
) -> Vec<u8> {
    for (at, byte) in changes {
        let at = at.index(whole.len());
        whole[at] = *byte;
    }
    if let Some(cut) = cut {
        whole.truncate(cut.index(whole.len()));
    }
    whole
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_any_kind(name in prop::sample::select(&NAMES[..]), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(name, &bytes);
        read(name, &gzip(&bytes));
    }

    #[test]
    fn near_misses_of_every_kind(
        name in prop::sample::select(&NAMES[..]),
        words in prop::collection::vec(prop::sample::select(vec![
            "WARC/1.0\r\n", "WARC-Type: response\r\n", "Content-Length: 30\r\n", "Content-Length: 5\r\n", "\r\n", "\n",
            "HTTP/1.1 200 OK\r\n", "Content-Type: text/html\r\n", "Transfer-Encoding: chunked\r\n",
            "Content-Encoding: br\r\n", "<rss>", "<item>", "</item>", "<title>", "</title>", "<description>",
            "</description>", "<![CDATA[", "]]>", "&amp", "&#0;", "{", "}", "[", "]", "\"text\":", "\"a\"", ",",
            "\"items\":", "jsonfeed.org/version", "\u{feff}", "é", "5\r\n", "\0",
        ]), 0..60),
        packed in any::<bool>(),
    ) {
        let bytes = words.concat();
        read(name, if packed { gzip(&bytes) } else { bytes.into_bytes() }.as_slice());
    }

    #[test]
    fn spoilt_archives(changes in changes(), cut in any::<Option<prop::sample::Index>>(), packing in 0..3usize) {
        let records = warc::pages(4, |n| format!("page {n}"));
        let whole = match packing {
            0 => records.concat(),
            1 => gzip(records.concat()),
            _ => records.iter().flat_map(gzip).collect(),
        };
        read("a.warc.gz", &spoilt(whole, &changes, cut));
    }

    #[test]
    fn spoilt_tables(which in any::<prop::sample::Index>(), changes in changes()) {
        let table = which.get(tables()).clone();
        read("a.parquet", &spoilt(table, &changes, None));
    }
}

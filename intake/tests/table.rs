//! Parquet tables as others write them.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

mod common;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, Date32Array, DictionaryArray, Int64Array, LargeStringArray, ListArray, RecordBatch,
    StringArray, StructArray, TimestampMicrosecondArray, TimestampNanosecondArray,
};
use common::{Folder, all, all_within, lines, reason, starts_anywhere};
use dateline_intake::{Form, Got, Limits, Report};
use jiff::civil::Date;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};

fn write(
    folder: &Folder,
    name: &str,
    columns: Vec<(&str, ArrayRef)>,
    properties: WriterPropertiesBuilder,
) -> PathBuf {
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, c)| (n, c, true))).unwrap();
    let path = folder.path().join(name);
    let file = File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties.build())).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path
}

fn texts(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

fn reports(path: &Path) -> Vec<Report> {
    let report = |got| match got {
        Got::Report(report) => report,
        other => panic!("{other:?}"),
    };
    all(path).into_iter().map(report).collect()
}

fn small_groups() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_max_row_group_row_count(Some(7))
        .set_data_page_row_count_limit(3)
        .set_write_batch_size(1)
}

#[test]
fn rows_become_reports() {
    let folder = Folder::new();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int64Array::from(vec![1, 2, 3]))),
        ("Title", texts(&[Some("One"), None, Some("Three")])),
        ("text", texts(&[Some("first"), Some("second"), None])),
        ("url", texts(&[Some("https://a.example/1"), None, None])),
        ("date", Arc::new(Date32Array::from(vec![Some(19_756), None, None]))),
        (
            "publisher",
            Arc::new(
                vec![Some("The Paper"), Some("The Paper"), None]
                    .into_iter()
                    .collect::<DictionaryArray<Int32Type>>(),
            ),
        ),
    ];
    let path = write(&folder, "a.parquet", columns, WriterProperties::builder());
    let got = all(&path);
    let said = lines(&got);
    assert_eq!(said[..2], ["row 1: One||first", "row 2: second"]);
    assert!(said[2].starts_with("row 3: ! neither text nor HTML"), "{said:?}");
    let Got::Report(first) = &got[0] else { panic!() };
    assert_eq!(first.published, Some(Date::constant(2024, 2, 3)));
    assert_eq!(first.publisher.as_deref(), Some("The Paper"));
    assert_eq!(first.url.as_deref(), Some("https://a.example/1"));
    assert_eq!(first.form, Form::Plain);
}

#[test]
fn strings_of_every_kind_and_packing_are_read() {
    let folder = Folder::new();
    let rows: Vec<String> =
        (0..100).map(|n| format!("report {} {}", n % 13, "word ".repeat(n % 7))).collect();
    let optional: Vec<Option<&str>> =
        rows.iter().enumerate().map(|(n, t)| (n % 5 != 0).then_some(t.as_str())).collect();
    let columns: [ArrayRef; 3] = [
        Arc::new(StringArray::from(optional.clone())),
        Arc::new(LargeStringArray::from(optional.clone())),
        Arc::new(optional.iter().copied().collect::<DictionaryArray<Int32Type>>()),
    ];
    let packings = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
        Compression::LZ4_RAW,
    ];
    let encodings = [
        None,
        Some(Encoding::PLAIN),
        Some(Encoding::DELTA_LENGTH_BYTE_ARRAY),
        Some(Encoding::DELTA_BYTE_ARRAY),
    ];
    for (at, column) in columns.iter().enumerate() {
        for packing in packings {
            for encoding in encodings {
                for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
                    let mut properties = small_groups().set_compression(packing).set_writer_version(version);
                    if let Some(encoding) = encoding {
                        properties = properties.set_dictionary_enabled(false).set_encoding(encoding);
                    }
                    let name = format!("{at}-{packing:?}-{encoding:?}-{version:?}");
                    let path = write(&folder, "a.parquet", vec![("body", Arc::clone(column))], properties);
                    let got = all(&path);
                    assert_eq!(got.len(), 100, "{name}");
                    for (n, (got, text)) in got.iter().zip(&optional).enumerate() {
                        match (got, text) {
                            (Got::Report(report), Some(text)) => {
                                assert_eq!(report.bytes, text.as_bytes(), "{name}")
                            }
                            (Got::Reject(_), None) => {}
                            other => panic!("{name}, {n}: {other:?}"),
                        }
                    }
                    starts_anywhere(&path, &Limits::default());
                }
            }
        }
    }
}

#[test]
fn days_of_every_kind_are_read() {
    let folder = Folder::new();
    let third = Date::constant(2024, 2, 3);
    let micros = 1_707_003_000_000_000; // half past eleven at night
    let columns: [ArrayRef; 6] = [
        Arc::new(Date32Array::from(vec![19_756])),
        Arc::new(TimestampMicrosecondArray::from(vec![micros])),
        Arc::new(TimestampNanosecondArray::from(vec![micros * 1000]).with_timezone("UTC")),
        Arc::new(Int64Array::from(vec![20_240_203])),
        Arc::new(Int64Array::from(vec![micros / 1_000_000])),
        texts(&[Some("Sat, 03 Feb 2024 23:30:00 +0000")]),
    ];
    for column in columns {
        let columns = vec![("content", texts(&[Some("x")])), ("date_publish", column)];
        let path = write(&folder, "a.parquet", columns, WriterProperties::builder());
        assert_eq!(reports(&path)[0].published, Some(third));
    }
}

#[test]
fn an_object_gives_its_name_and_lists_are_left_alone() {
    let folder = Folder::new();
    let names = texts(&[Some("The Paper"), None]);
    let source =
        StructArray::try_from(vec![("id", texts(&[Some("1"), Some("2")])), ("name", names)]).unwrap();
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1), Some(2)]), None]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("text", texts(&[Some("a"), Some("b")])),
        ("source", Arc::new(source)),
        ("body", Arc::new(list)),
    ];
    let path = write(&folder, "a.parquet", columns, WriterProperties::builder());
    let got = reports(&path);
    assert_eq!(got[0].publisher.as_deref(), Some("The Paper"));
    assert_eq!(got[1].publisher, None);
}

#[test]
fn html_may_be_in_any_encoding() {
    let folder = Folder::new();
    let column: ArrayRef = Arc::new(arrow_array::BinaryArray::from(vec![&b"<html>\xe9t\xe9"[..]]));
    let path =
        write(&folder, "a.parquet", vec![("raw_html", Arc::clone(&column))], WriterProperties::builder());
    let got = &reports(&path)[0];
    assert_eq!((got.bytes.as_slice(), got.form), (&b"<html>\xe9t\xe9"[..], Form::Html));
    let path = write(&folder, "b.parquet", vec![("text", column)], WriterProperties::builder());
    assert!(reason(&path).contains("not valid UTF-8"));
}

#[test]
fn what_is_no_table_of_reports_is_said() {
    let folder = Folder::new();
    let path = write(&folder, "a.parquet", vec![("name", texts(&[Some("x")]))], WriterProperties::builder());
    let why = reason(&path);
    assert!(why.contains("it has name") && why.contains("`maintext`"), "{why}");
    assert!(reason(&folder.write("b.parquet", "words")).contains("no Parquet table"));
    assert!(
        reason(&folder.write("c.parquet", "PAR1 and more words that are no table"))
            .contains("no Parquet table")
    );
    let whole = std::fs::read(&path).unwrap();
    assert!(reason(&folder.write("d.parquet", &whole[..whole.len() / 2])).contains("cut"));
    assert!(reason(&folder.write("e.parquet", common::gzip(&whole))).contains("gunzip"));
    let mut encrypted = whole.clone();
    let at = encrypted.len() - 1;
    encrypted[at] = b'E';
    assert!(reason(&folder.write("f.parquet", encrypted)).contains("encrypted"));
}

#[test]
fn texts_of_a_dictionary_are_not_multiplied() {
    let folder = Folder::new();
    let text = "word ".repeat(20_000);
    let rows = DictionaryArray::<Int32Type>::new(
        arrow_array::Int32Array::from(vec![0; 20_000]),
        Arc::new(StringArray::from(vec![text.as_str()])),
    );
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default()));
    let path = write(&folder, "a.parquet", vec![("text", Arc::new(rows))], properties);
    // together two gigabytes
    let limits = Limits::default();
    let count = dateline_intake::open(&common::input(&path), &limits)
        .filter(|(got, _)| matches!(got, Got::Report(_)));
    assert_eq!(count.count(), 20_000);
}

#[test]
fn long_texts_and_pages_are_rejected() {
    let folder = Folder::new();
    let long = "a".repeat(3000);
    let rows = [Some("a"), Some(long.as_str()), Some("b")];
    let path = write(&folder, "a.parquet", vec![("text", texts(&rows))], small_groups());
    let said = lines(&all_within(&path, &Limits { max_report: 2000 }));
    // in a dictionary the long text makes all unreadable, in a page of its own only itself
    assert!(said[0].contains("the report is longer") || said[0].contains("a page of"), "{said:?}");
    let plain = small_groups().set_dictionary_enabled(false);
    let path = write(&folder, "b.parquet", vec![("text", texts(&rows))], plain);
    let said = lines(&all_within(&path, &Limits { max_report: 2000 }));
    assert_eq!((said[0].as_str(), said[2].as_str()), ("row 1: a", "row 3: b"));
    assert!(said[1].starts_with("row 2: ! the report is longer than the limit of 2000 bytes"), "{said:?}");
}

#[test]
fn a_corrupt_row_group_costs_its_rows() {
    let folder = Folder::new();
    let rows: Vec<String> = (0..21).map(|n| format!("report number {n}")).collect();
    let rows: Vec<Option<&str>> = rows.iter().map(|t| Some(t.as_str())).collect();
    let properties = small_groups().set_dictionary_enabled(false);
    let path = write(&folder, "a.parquet", vec![("text", texts(&rows))], properties);
    let mut bytes = std::fs::read(&path).unwrap();
    // the length of the text of row 10, in the second group
    let at = memchr(&bytes, b"report number 9");
    bytes[at - 4..at].fill(0xff);
    std::fs::write(&path, bytes).unwrap();
    let said = lines(&all(&path));
    let lost = said.iter().position(|line| line.contains('!')).unwrap();
    assert!((7..14).contains(&lost), "{said:?}");
    assert!(
        said[lost].contains("column `text` cannot be read") && said[lost].contains("rows up to 14 are lost")
    );
    assert_eq!(said[lost + 1], "row 15: report number 14");
    assert_eq!(said.last().unwrap(), "row 21: report number 20");
}

fn memchr(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).position(|window| window == what).unwrap()
}

//! The table of events as Parquet: lists as lists, days as date32, ids and codes as strings, snappy.
//!
//! Rows are gathered and written a few thousand at a time, so that a file of any length needs the memory of these
//! only. The metadata of the file give the number of the form of the records (`dateline.schema`).

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use dateline::record::EventRecord;
use jiff::civil::{Date, date};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use crate::columns::{Cell, Column, Kind, columns};
use crate::error::Error;
use crate::report::{Report, Told};

/// Rows that are held before they are written as one row group.
const ROWS: usize = 4096;

/// Bytes of text that are held at most, should the cells be long.
const BYTES: usize = 32 << 20;

pub(crate) struct Parquet<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

impl<W: Write + Send> Parquet<W> {
    pub(crate) fn new(out: W) -> Result<Parquet<W>, Error> {
        let (key, form) = ("dateline.schema".to_owned(), dateline::record::SCHEMA.to_string());
        let fields: Vec<Field> = columns().iter().map(field).collect();
        let schema = Schema::new(fields).with_metadata([(key.clone(), form.clone())]);
        let schema = Arc::new(schema);
        // for readers of Parquet that know nothing of Arrow
        let number = KeyValue::new(key, form);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("dateline".to_owned())
            .set_key_value_metadata(Some(vec![number]))
            .build();
        let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties))?;
        Ok(Parquet { writer, schema, rows: Vec::new(), bytes: 0 })
    }

    pub(crate) fn report(&mut self, report: &Report<'_>, events: &[&EventRecord]) -> Result<(), Error> {
        for event in events {
            let told = Told { report, event };
            let row: Vec<Cell> = columns().iter().map(|c| (c.read)(&told)).collect();
            self.bytes += row.iter().map(size).sum::<usize>();
            self.rows.push(row);
            if self.rows.len() >= ROWS || self.bytes >= BYTES {
                self.write()?;
            }
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<W, Error> {
        self.write()?;
        let mut out = self.writer.into_inner()?;
        out.flush()?;
        Ok(out)
    }

    /// Writes the rows that are held as one row group.
    fn write(&mut self) -> Result<(), Error> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        let arrays = columns().iter().enumerate().map(|(i, c)| array(c.kind, rows.iter().map(|r| &r[i])));
        let batch = RecordBatch::try_new(self.schema.clone(), arrays.collect())?;
        self.writer.write(&batch)?;
        Ok(self.writer.flush()?)
    }
}

fn size(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.as_ref().map_or(0, String::len),
        Cell::List(list) => list.iter().flatten().map(String::len).sum(),
        _ => size_of::<Cell>(),
    }
}

fn field(column: &Column) -> Field {
    let kind = match column.kind {
        Kind::Text => DataType::Utf8,
        Kind::List => DataType::new_list(DataType::Utf8, true),
        Kind::Integer => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Day => DataType::Date32,
    };
    Field::new(column.name, kind, true)
}

fn array<'a>(kind: Kind, cells: impl Iterator<Item = &'a Cell>) -> ArrayRef {
    match kind {
        Kind::Text => Arc::new(cells.map(text).collect::<StringArray>()),
        Kind::List => lists(cells),
        Kind::Integer => Arc::new(cells.map(integer).collect::<Int64Array>()),
        Kind::Number => Arc::new(cells.map(number).collect::<Float64Array>()),
        Kind::Day => Arc::new(cells.map(day).collect::<Date32Array>()),
    }
}

fn lists<'a>(cells: impl Iterator<Item = &'a Cell>) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for cell in cells {
        match cell {
            Cell::List(list) => builder.append_value(list.iter().map(Option::as_deref)),
            _ => builder.append_null(),
        }
    }
    Arc::new(builder.finish())
}

fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => text.as_deref(),
        _ => None,
    }
}

fn integer(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => *number,
        _ => None,
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => *number,
        _ => None,
    }
}

/// Days since 1970, which is how date32 counts.
fn day(cell: &Cell) -> Option<i32> {
    let epoch: Date = date(1970, 1, 1);
    match cell {
        Cell::Day(Some(day)) => Some(day.duration_since(epoch).as_hours() as i32 / 24),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;
    use crate::sample;

    #[test]
    fn what_is_written_is_read_back_with_its_types() {
        let bytes = sample::changed(
            |_| (),
            |report, events| {
                let mut parquet = Parquet::new(Vec::new()).unwrap();
                parquet.report(report, events).unwrap();
                parquet.finish().unwrap()
            },
        );
        let bytes = bytes::Bytes::from(bytes);
        let mut reader = ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap().build().unwrap();
        let batch = reader.next().unwrap().unwrap();
        assert_eq!((batch.num_rows(), batch.num_columns()), (2, columns().len()));
        let column = |name: &str| batch.column_by_name(name).unwrap().clone();
        assert_eq!(column("cameo").as_string::<i32>().value(1), "043");
        assert_eq!(column("lat").as_primitive::<Float64Type>().value(0), 15.3545);
        assert!(column("lat").is_null(1));
        let first = column("date_first");
        assert_eq!(first.as_primitive::<Date32Type>().value(0), 22301);
        let actors = column("actors").as_list::<i32>().value(1);
        let names: Vec<_> = actors.as_string::<i32>().iter().flatten().collect();
        assert_eq!(names, ["the \"Lions; of Ma’rib\"", "United Nations"]);
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day(&Cell::Day(Some(date(1970, 1, 1)))), Some(0));
        assert_eq!(day(&Cell::Day(Some(date(1969, 12, 31)))), Some(-1));
        assert_eq!(day(&Cell::Day(Some(date(2000, 3, 1)))), Some(11017));
    }
}

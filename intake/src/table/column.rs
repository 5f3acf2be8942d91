//! One column of a row group, value by value.

use std::fs::File;

use jiff::civil::Date;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{ByteArrayType, DataType, Int32Type, Int64Type, Int96Type};
use parquet::file::metadata::RowGroupMetaData;
use parquet::schema::types::{ColumnDescPtr, SchemaDescriptor};

use super::pages::{Layout, Pages};
use crate::dates;
use crate::guard::guarded;
use crate::limits::Limits;
use crate::row::{Field, Row, field};

/// A column that is wanted.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    leaf: usize,
    field: Field,
    rank: usize,
    form: Form,
    pub(super) name: String,
}

impl Wanted {
    /// Whether the column may hold a report.
    pub(super) fn is_report(&self) -> bool {
        matches!(self.field, Field::Text | Field::Html)
    }
}

/// How the values of a column are told from its bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Text,
    /// Days since 1970.
    Days,
    /// So many a second since 1970.
    Ticks(i64),
    /// A number as people write days in numbers: 20240203, or seconds since 1970.
    Number,
    /// Nanoseconds of a day and the Julian day.
    Julian,
}

/// The columns of a table that say something of a report.
pub(super) fn wanted(schema: &SchemaDescriptor) -> Vec<Wanted> {
    let columns = schema.columns().iter().enumerate();
    columns.filter_map(|(leaf, column)| wanted_column(leaf, column)).collect()
}

fn wanted_column(leaf: usize, column: &ColumnDescPtr) -> Option<Wanted> {
    let parts = column.path().parts();
    // an object gives its name
    let name = match parts {
        [name] => name,
        [group, name] if name == "name" && field(group)?.0 == Field::Publisher => group,
        _ => return None,
    };
    let (field, rank) = field(name)?;
    let form = form(column)?;
    let fits = form == Form::Text || field == Field::Date;
    let name = column.path().string();
    (fits && column.max_rep_level() == 0).then_some(Wanted { leaf, field, rank, form, name })
}

fn form(column: &ColumnDescPtr) -> Option<Form> {
    let unit = |unit: &TimeUnit| match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    };
    Some(match (column.physical_type(), column.logical_type_ref(), column.converted_type()) {
        (Type::BYTE_ARRAY, Some(LogicalType::Decimal(_)), _)
        | (Type::BYTE_ARRAY, _, ConvertedType::DECIMAL) => {
            return None;
        }
        (Type::BYTE_ARRAY, ..) => Form::Text,
        (Type::INT32, Some(LogicalType::Date), _) | (Type::INT32, _, ConvertedType::DATE) => Form::Days,
        (Type::INT64, Some(LogicalType::Timestamp(stamp)), _) => Form::Ticks(unit(&stamp.unit)),
        (Type::INT64, _, ConvertedType::TIMESTAMP_MILLIS) => Form::Ticks(1_000),
        (Type::INT64, _, ConvertedType::TIMESTAMP_MICROS) => Form::Ticks(1_000_000),
        (Type::INT32 | Type::INT64, ..) => Form::Number,
        (Type::INT96, ..) => Form::Julian,
        _ => return None,
    })
}

/// A column being read.
pub(super) struct Column {
    wanted: Wanted,
    values: Values,
}

enum Values {
    Bytes(Reader<ByteArrayType>),
    Int(Reader<Int32Type>),
    Long(Reader<Int64Type>),
    Wide(Reader<Int96Type>),
}

impl Column {
    /// Opens a column of a row group behind the first `skip` rows.
    ///
    /// # Errors
    /// What is wrong with the column, in words.
    pub(super) fn open(
        file: File,
        wanted: &Wanted,
        group: &RowGroupMetaData,
        skip: u64,
        limits: &Limits,
    ) -> Result<Column, String> {
        let chunk = group.column(wanted.leaf);
        let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
        let layout = Layout {
            start: u64::try_from(start).map_err(|_| "a column before the start of the file")?,
            length: u64::try_from(chunk.compressed_size()).map_err(|_| "a column of negative size")?,
            codec: chunk.compression(),
            physical: chunk.column_type(),
            optional: chunk.column_descr().max_def_level() > 0,
        };
        let (pages, left) = Pages::open(file, layout, skip, limits).map_err(|e| e.to_string())?;
        let (column, pages) = (chunk.column_descr_ptr(), Box::new(pages));
        let values = match layout.physical {
            Type::INT32 => Values::Int(Reader::new(column, pages)),
            Type::INT64 => Values::Long(Reader::new(column, pages)),
            Type::INT96 => Values::Wide(Reader::new(column, pages)),
            _ => Values::Bytes(Reader::new(column, pages)),
        };
        let mut column = Column { wanted: wanted.clone(), values };
        for _ in 0..left {
            column.pass()?;
        }
        Ok(column)
    }

    fn pass(&mut self) -> Result<(), String> {
        match &mut self.values {
            Values::Bytes(reader) => reader.next().map(drop),
            Values::Int(reader) => reader.next().map(drop),
            Values::Long(reader) => reader.next().map(drop),
            Values::Wide(reader) => reader.next().map(drop),
        }
    }

    /// Puts the next value of the column into a row.
    ///
    /// # Errors
    /// What is wrong with the column, in words. It must not be read on after that.
    pub(super) fn next(&mut self, row: &mut Row) -> Result<(), String> {
        let Wanted { field, rank, form, .. } = self.wanted;
        let day = match &mut self.values {
            Values::Bytes(reader) => {
                if let Some(bytes) = reader.next()? {
                    row.set(field, rank, bytes.data().to_vec());
                }
                None
            }
            Values::Int(reader) => reader.next()?.and_then(|number| day(form, number.into())),
            Values::Long(reader) => reader.next()?.and_then(|number| day(form, number)),
            Values::Wide(reader) => reader.next()?.and_then(|wide| dates::seconds(wide.to_seconds())),
        };
        if let Some(day) = day {
            row.set_day(rank, day);
        }
        Ok(())
    }

    pub(super) fn name(&self) -> &str {
        &self.wanted.name
    }
}

fn day(form: Form, number: i64) -> Option<Date> {
    match form {
        Form::Days => dates::days(number),
        Form::Ticks(a_second) => dates::seconds(number.div_euclid(a_second)),
        Form::Number => dates::read(&number.to_string()),
        Form::Text | Form::Julian => None,
    }
}

/// Values one at a time, so that no more than the page in hand is held.
struct Reader<T: DataType> {
    reader: ColumnReaderImpl<T>,
    levels: Vec<i16>,
    values: Vec<T::T>,
    present: i16,
}

impl<T: DataType> Reader<T> {
    fn new(column: ColumnDescPtr, pages: Box<Pages>) -> Reader<T> {
        let present = column.max_def_level();
        Reader {
            reader: ColumnReaderImpl::new(column, pages),
            levels: Vec::new(),
            values: Vec::new(),
            present,
        }
    }

    /// The next value, if there is one in this row.
    fn next(&mut self) -> Result<Option<T::T>, String> {
        self.levels.clear();
        self.values.clear();
        let (reader, levels, values) = (&mut self.reader, &mut self.levels, &mut self.values);
        let read = || reader.read_records(1, Some(levels), None, values).map_err(|e| e.to_string());
        let (rows, ..) = guarded(read)?;
        if rows != 1 {
            return Err("it ends before the other columns".to_owned());
        }
        let present = self.present == 0 || self.levels.first() == Some(&self.present);
        Ok(self.values.pop().filter(|_| present))
    }
}

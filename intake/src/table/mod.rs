//! Parquet: a report a row, read page by page.
//!
//! Of the `parquet` crate only the footer and the decoders of values are used. Its Arrow reader copies the
//! texts of a dictionary for each row of a batch, so that a small file may ask for any amount of memory.

mod column;
mod delta;
mod footer;
mod header;
mod pages;
mod thrift;
mod unpack;

use std::fs::File;
use std::path::PathBuf;

use parquet::file::metadata::ParquetMetaData;

use self::column::{Column, Wanted};
use crate::guard::cause;
use crate::input::Input;
use crate::limits::Limits;
use crate::place::{Part, Place};
use crate::report::Got;
use crate::row::{Row, wanted};
use crate::source::Source;

/// A table being read.
pub(crate) struct Table {
    path: PathBuf,
    footer: ParquetMetaData,
    columns: Vec<Wanted>,
    limits: Limits,
    size: u64,
    /// The next row group to open.
    group: usize,
    /// The number of the next row, from 1.
    next: u64,
    /// The number of the first row behind the open group.
    group_end: u64,
    /// Rows before this one are left out.
    from: u64,
    open: Vec<Column>,
}

impl Table {
    /// Opens a table at the row numbered `from`, from 1.
    ///
    /// # Errors
    /// The reason and the cure, in words.
    pub(crate) fn open(input: &Input, from: u64, limits: &Limits) -> Result<Table, String> {
        let mut file = File::open(&input.path).map_err(|e| cause(&e))?;
        let size = file.metadata().map_err(|e| cause(&e))?.len();
        let footer = footer::read(&mut file, size)?;
        let schema = footer.file_metadata().schema_descr();
        let columns = column::wanted(schema);
        if !columns.iter().any(Wanted::is_report) {
            let names: Vec<&str> =
                schema.root_schema().get_fields().iter().map(|f| f.name()).take(20).collect();
            let names = names.join(", ");
            return Err(format!(
                "no column with text or HTML (it has {names}): name one of them {}",
                wanted()
            ));
        }
        let path = input.path.clone();
        let (next, group_end, from) = (1, 1, from.max(1));
        Ok(Table {
            path,
            footer,
            columns,
            limits: *limits,
            size,
            group: 0,
            next,
            group_end,
            from,
            open: Vec::new(),
        })
    }

    fn here(&self) -> Place {
        Place::part(&self.path, Part::Row(self.next))
    }

    /// Goes to the next row group that has wanted rows; false at the end.
    fn open_group(&mut self) -> Result<bool, String> {
        self.open.clear();
        loop {
            let Some(group) = self.footer.row_groups().get(self.group) else { return Ok(false) };
            let rows = u64::try_from(group.num_rows()).unwrap_or_default();
            self.group += 1;
            self.next = self.group_end;
            self.group_end = self.next.saturating_add(rows);
            if self.group_end <= self.from || rows == 0 {
                continue;
            }
            let skip = self.from.saturating_sub(self.next);
            self.next += skip;
            for wanted in &self.columns {
                let column = File::open(&self.path)
                    .map_err(|e| cause(&e))
                    .and_then(|file| Column::open(file, wanted, group, skip, &self.limits));
                let column = column.map_err(|why| lost(&wanted.name, &why, self.group_end))?;
                self.open.push(column);
            }
            return Ok(true);
        }
    }

    fn row(&mut self) -> Result<Row, String> {
        let mut row = Row::default();
        for column in &mut self.open {
            column.next(&mut row).map_err(|why| lost(column.name(), &why, self.group_end))?;
        }
        Ok(row)
    }

    /// Leaves the rest of the row group out.
    fn give_up(&mut self, reason: String) -> Got {
        let place = self.here();
        self.next = self.group_end;
        self.open.clear();
        Got::reject(place, reason)
    }
}

fn lost(column: &str, why: &str, end: u64) -> String {
    let last = end.saturating_sub(1);
    format!("column `{column}` cannot be read ({why}): rows up to {last} are lost, write the file again")
}

impl Source for Table {
    fn next(&mut self) -> Option<Got> {
        if self.next >= self.group_end {
            match self.open_group() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(reason) => return Some(self.give_up(reason)),
            }
        }
        let row = match self.row() {
            Ok(row) => row,
            Err(reason) => return Some(self.give_up(reason)),
        };
        let place = self.here();
        self.next += 1;
        Some(row.report(place, &self.limits))
    }

    /// Rows are read out of several places of the file at once, so this is the share of rows.
    fn consumed(&self) -> u64 {
        let rows = u64::try_from(self.footer.file_metadata().num_rows()).unwrap_or_default().max(1);
        let share = u128::from(self.next.min(rows + 1) - 1) * u128::from(self.size) / u128::from(rows);
        u64::try_from(share).unwrap_or(self.size).min(self.size)
    }
}

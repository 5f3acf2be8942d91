//! The footer of a Parquet file, looked through before a decoder that trusts it sees it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::thrift::{Kind, Thrift};
use crate::guard::{cause, guarded};

/// Bytes of a footer. Those of tables with a hundred columns and a thousand row groups stay below.
const LONGEST: u64 = 64 << 20;

/// Groups within groups of columns. The decoder goes down them by calling itself.
const DEEPEST: usize = 32;

/// Rows to a byte of the file. Columns of nothing take next to no bytes, but a report does.
const MOST_ROWS: u64 = 1000;

/// Reads the footer of a file of `length` bytes.
///
/// # Errors
/// The reason and the cure, in words.
pub(super) fn read(file: &mut File, length: u64) -> Result<ParquetMetaData, String> {
    let bytes = bytes(file, length)?;
    check_schema(&bytes).map_err(|why| format!("the footer is corrupt ({why}): write the file again"))?;
    let decode = || ParquetMetaDataReader::decode_metadata(&bytes).map_err(|e| e.to_string());
    let footer =
        guarded(decode).map_err(|why| format!("the footer is corrupt ({why}): write the file again"))?;
    let rows = footer.file_metadata().num_rows();
    if u64::try_from(rows).is_ok_and(|rows| rows > length.saturating_mul(MOST_ROWS)) {
        return Err(format!("{rows} rows in {length} bytes cannot be reports: leave the file out"));
    }
    Ok(footer)
}

fn bytes(file: &mut File, length: u64) -> Result<Vec<u8>, String> {
    const NO_TABLE: &str = "no Parquet table, or one that is cut: write or fetch the file again";
    let tail_at = length.checked_sub(8).ok_or(NO_TABLE)?;
    let mut tail = [0; 8];
    file.seek(SeekFrom::Start(tail_at)).and_then(|_| file.read_exact(&mut tail)).map_err(|e| cause(&e))?;
    match &tail[4..] {
        b"PAR1" => {}
        b"PARE" => return Err("the Parquet table is encrypted: write it without encryption".to_owned()),
        _ => return Err(NO_TABLE.to_owned()),
    }
    let count = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
    let start = tail_at.checked_sub(count).ok_or(NO_TABLE)?;
    if count > LONGEST {
        return Err(format!(
            "the footer has {count} bytes, more than {LONGEST}: write fewer row groups to a file"
        ));
    }
    let mut bytes = vec![0; count as usize];
    file.seek(SeekFrom::Start(start)).and_then(|_| file.read_exact(&mut bytes)).map_err(|e| cause(&e))?;
    Ok(bytes)
}

/// Whether the tree of columns is no deeper and no larger than it can be.
fn check_schema(footer: &[u8]) -> Result<(), String> {
    let mut thrift = Thrift::new(footer, footer.len() as u64);
    let mut before = 0;
    while let Some((id, kind)) = thrift.field(before).map_err(|e| e.to_string())? {
        before = id;
        if (id, kind) == (2, Kind::List) {
            return check_elements(&children(&mut thrift).map_err(|e| e.to_string())?);
        }
        thrift.skip(kind).map_err(|e| e.to_string())?;
    }
    Err("no columns".to_owned())
}

/// The number of children of each element of the schema, which is written from the root down.
fn children(thrift: &mut Thrift<&[u8]>) -> std::io::Result<Vec<i64>> {
    let (count, kind) = thrift.list()?;
    let mut all = Vec::new();
    for _ in 0..count {
        let (mut before, mut own) = (0, 0);
        if kind != Kind::Struct {
            return Err(std::io::Error::other("columns that are none"));
        }
        while let Some((id, kind)) = thrift.field(before)? {
            before = id;
            match (id, kind) {
                (5, Kind::Number) => own = thrift.number()?,
                _ => thrift.skip(kind)?,
            }
        }
        all.push(own);
    }
    Ok(all)
}

fn check_elements(children: &[i64]) -> Result<(), String> {
    // children that the groups around the element still wait for
    let mut open: Vec<i64> = Vec::new();
    for (at, &own) in children.iter().enumerate() {
        if own < 0 || own > (children.len() - at) as i64 {
            return Err("a group of more columns than there are".to_owned());
        }
        if let Some(waiting) = open.last_mut() {
            *waiting -= 1;
        }
        while open.last() == Some(&0) && own == 0 {
            open.pop();
        }
        if own > 0 {
            open.push(own);
        }
        if open.len() > DEEPEST {
            return Err(format!("groups of columns more than {DEEPEST} deep"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_are_checked() {
        assert!(check_elements(&[2, 0, 0]).is_ok());
        assert!(check_elements(&[2, 1, 0, 0]).is_ok());
        assert!(check_elements(&[9, 0, 0]).is_err());
        assert!(check_elements(&[-1]).is_err());
        assert!(check_elements(&[1; 100]).is_err());
        let wide: Vec<i64> = std::iter::once(99).chain([0; 99]).collect();
        assert!(check_elements(&wide).is_ok());
        let groups: Vec<i64> = std::iter::once(99).chain([1, 0].repeat(99)).collect();
        assert!(check_elements(&groups).is_ok());
    }
}

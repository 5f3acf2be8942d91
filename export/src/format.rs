//! The formats, with their names.

use std::fmt;
use std::str::FromStr;

/// A format in which records are written.
///
/// ```
/// use dateline_export::Format;
///
/// let format: Format = "gdelt".parse()?;
/// assert_eq!(format, Format::Gdelt);
/// assert_eq!(format.to_string(), "gdelt");
/// assert!("xls".parse::<Format>().is_err());
/// # Ok::<(), dateline_export::NoFormat>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// PLOVER events, one JSON object a line.
    Plover,
    /// A table of events, RFC 4180.
    Csv,
    /// The same table as Apache Parquet.
    Parquet,
    /// The 61 columns of the event table of GDELT 2.0.
    Gdelt,
    /// The 40 columns of POLECAT.
    Polecat,
    /// A FeatureCollection, RFC 7946.
    Geojson,
    /// W3C Web Annotations, one JSON-LD object a line.
    Annotations,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Format; 7] = [
        Format::Plover,
        Format::Csv,
        Format::Parquet,
        Format::Gdelt,
        Format::Polecat,
        Format::Geojson,
        Format::Annotations,
    ];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plover => "plover",
            Format::Csv => "csv",
            Format::Parquet => "parquet",
            Format::Gdelt => "gdelt",
            Format::Polecat => "polecat",
            Format::Geojson => "geojson",
            Format::Annotations => "annotations",
        }
    }

    /// The usual ending of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Plover | Format::Annotations => "jsonl",
            Format::Csv => "csv",
            Format::Parquet => "parquet",
            Format::Gdelt => "export.CSV",
            Format::Polecat => "txt",
            Format::Geojson => "geojson",
        }
    }

    /// What it is, in one line.
    pub fn about(self) -> &'static str {
        match self {
            Format::Plover => "PLOVER events, one JSON object a line, with the words they rest on",
            Format::Csv => "a table of events with a header (RFC 4180)",
            Format::Parquet => "the same table as Apache Parquet, with types",
            Format::Gdelt => "GDELT 2.0 event table: 61 columns between tabs, no header",
            Format::Polecat => "POLECAT: 40 columns between tabs, with a header",
            Format::Geojson => "events as features of one FeatureCollection (RFC 7946)",
            Format::Annotations => "W3C Web Annotations of all records, one JSON-LD object a line",
        }
    }

    /// Whether the output is text, which a terminal can show.
    pub fn is_text(self) -> bool {
        self != Format::Parquet
    }

    /// All names, with commas between them.
    fn names() -> String {
        Format::ALL.map(Format::name).join(", ")
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// There is no such format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no format: give one of {names}", names = Format::names())]
pub struct NoFormat(pub String);

impl FromStr for Format {
    type Err = NoFormat;

    fn from_str(name: &str) -> Result<Format, NoFormat> {
        let found = Format::ALL.into_iter().find(|f| f.name() == name);
        found.ok_or_else(|| NoFormat(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse::<Format>().unwrap(), format);
            assert!(!format.about().is_empty() && !format.extension().starts_with('.'));
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_those_that_exist() {
        let message = "xls".parse::<Format>().unwrap_err().to_string();
        assert_eq!(
            message,
            "\"xls\" is no format: give one of plover, csv, parquet, gdelt, polecat, geojson, annotations"
        );
    }
}

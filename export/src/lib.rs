//! Records in the formats that the tools of the field read.
//!
//! [`Writer`] takes reports one after another and writes their records as one file of a [`Format`]:
//!
//! | Format | What a line, row or feature is | What it keeps |
//! | --- | --- | --- |
//! | [`plover`] | a PLOVER event, one JSON object a line | all of an event, with the words it rests on |
//! | [`csv`], `parquet` | an event; the columns are those of [`columns`] | all of an event but the places of its words |
//! | [`gdelt`] | a pair of actors of an event, in the 61 columns of GDELT 2.0, without a header | what these can say |
//! | [`polecat`] | an event in the 40 columns of POLECAT, with a header | what these can say |
//! | [`geojson`] | an event as a feature of one FeatureCollection | the columns of [`columns`], as properties |
//! | [`annotation`] (`annotations`) | a statement, event, process or commitment as a W3C Web Annotation | the whole record |
//!
//! The page of each says how it is filled.
//!
//! **What is not known is empty** (null in JSON and Parquet), never a default. Codes are strings, and leading
//! zeros stay (`043`). The same reports and options give the same bytes: nothing of the clock or the machine
//! goes in.
//!
//! **What a format cannot say must not become a fact.** GDELT and POLECAT have no place for events that are
//! denied, planned, demanded or feared, nor for background from long ago; their rows hold affirmed, actual,
//! current events only, unless [`Options::all`] is set. They have no place either for who said so: a row may
//! rest on the word of one side. [`Options::asserted`] leaves out, in every format, what somebody is only
//! reported to say. The other formats say all this in fields of their own.
//!
//! A point stands for a town or an area. A country is no dot in its middle: events that are known by country
//! alone have no coordinates in `csv`, `parquet`, `polecat` and `geojson` (the geometry is null). GDELT and
//! PLOVER have a field that says that a point is the middle of a country, and get it.
//!
//! ```
//! use dateline::record::DocumentRecord;
//! use dateline_export::{Format, Options, Writer};
//!
//! # let json = include_str!("../tests/data/yemen.json");
//! let report: DocumentRecord = serde_json::from_str(json)?;
//! let mut writer = Writer::new("csv".parse()?, Vec::new(), &Options::default())?;
//! writer.report(&report, &|event| event.event_type == "AGREE")?;
//! let csv = String::from_utf8(writer.finish()?)?;
//! assert!(csv.starts_with("schema,document,url,"));
//! assert!(csv.contains(",AGREE,,military,030,"));
//! assert_eq!(Format::Csv.extension(), "csv");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod format;
mod error;
mod options;
mod codes;
mod day;
mod report;
mod form;
mod text;
mod columns;
pub mod csv;
pub mod geojson;
pub mod plover;
pub mod annotation;
pub mod gdelt;
pub mod polecat;
#[cfg(feature = "parquet")]
mod parquet_file;
mod writer;

pub use columns::{Column, Kind, columns};
pub use error::Error;
pub use format::{Format, NoFormat};
pub use options::Options;
pub use text::commas;
pub use writer::Writer;

#[cfg(test)]
mod sample;

//! Files, archives and tables of news to single reports, each with its place.
//!
//! [`find`] turns what is named on the command line into [`Input`]s; [`open`] reads one of them as a stream
//! of [`Got`]: raw [`Report`]s, [`Reject`]s with place, reason and cure, and remarks. Nothing here reads
//! HTML, and nothing knows a store. [`feed`] reads feeds that come from elsewhere than a file.
//!
//! | Kind | Told by | A report is | [`Part`] |
//! | --- | --- | --- | --- |
//! | text, page | `.txt .html .htm .xhtml` | the file | none |
//! | JSON Lines | `.jsonl .ndjson .json` | a line | `Line` |
//! | JSON | `.json` | the object, or each of an array | none, `Item` |
//! | Parquet | `.parquet` | a row | `Row` |
//! | WARC 1.0, 1.1 | `.warc` | a page answered with 200, or kept as a resource | `Offset`, `Within` |
//! | RSS, Atom, JSON Feed | `.xml .rss .atom .rdf .json` | an item | `Item` |
//!
//! Every kind but Parquet may be packed with gzip. A file with another ending, and standard input, is told
//! by its first bytes.
//!
//! Input is hostile: no file makes this crate panic, and [`Limits`] bounds what is held of one.

mod limits;
mod place;
mod report;
mod guard;
mod source;
mod dates;
mod stream;
mod kind;
mod input;
mod pattern;
mod find;
mod single;
mod markup;
mod row;
mod json;
mod lines;
pub mod feed;
mod warc;
mod table;
mod open;

pub use find::{Search, find, search};
pub use guard::cause;
pub use input::Input;
pub use limits::Limits;
pub use open::{Reports, open, open_from};
pub use place::{Part, Place};
pub use report::{Form, Got, Reject, Report};

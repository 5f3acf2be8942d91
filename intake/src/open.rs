//! From an input to the reader of its kind.

use std::io;

use crate::feed::FeedFile;
use crate::guard::{EMPTY, cause};
use crate::input::Input;
use crate::json::Document;
use crate::kind::{self, Kind};
use crate::limits::Limits;
use crate::lines::Lines;
use crate::place::{Part, Place};
use crate::report::Got;
use crate::single::Single;
use crate::source::{Once, Source};
use crate::stream::Stream;
use crate::table::Table;
use crate::warc::Archive;

/// What an input holds, one thing after the other, each with the bytes of the file gone through so far:
/// those of the packed file where it is packed, and up to a buffer ahead of what was given out.
pub struct Reports {
    source: Option<Box<dyn Source>>,
    consumed: u64,
}

impl Iterator for Reports {
    type Item = (Got, u64);

    fn next(&mut self) -> Option<(Got, u64)> {
        let source = self.source.as_mut()?;
        let got = source.next();
        self.consumed = source.consumed();
        if got.is_none() {
            self.source = None;
        }
        Some((got?, self.consumed))
    }
}

impl std::iter::FusedIterator for Reports {}

/// Reads an input from its beginning. It never fails as a whole: what cannot be read is a
/// [`Reject`](Got::Reject) among the rest.
///
/// ```
/// use dateline_intake::{Got, Limits, find, open};
/// let file = std::env::temp_dir().join(format!("dateline-open-{}.jsonl", std::process::id()));
/// std::fs::write(&file, "{\"title\": \"Envoy leaves\", \"text\": \"He left on Monday.\"}\n{broken\n")?;
///
/// for input in find(&[file.clone()]).into_iter().flatten() {
///     let got: Vec<Got> = open(&input, &Limits::default()).map(|(got, _)| got).collect();
///     assert!(matches!(&got[0], Got::Report(r) if r.bytes == b"Envoy leaves\n\nHe left on Monday."));
///     assert!(matches!(&got[1], Got::Reject(r) if r.to_string().contains(".jsonl: line 2: broken JSON")));
/// }
/// # std::fs::remove_file(file)?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn open(input: &Input, limits: &Limits) -> Reports {
    reports(input, None, limits)
}

/// Reads an input from a part on: the first thing is what stands at `part`, as [`open`] gave it before.
/// Records of a WARC are sought in the file, lines and rows before the part are passed over unread.
pub fn open_from(input: &Input, part: &Part, limits: &Limits) -> Reports {
    reports(input, Some(*part), limits)
}

fn reports(input: &Input, part: Option<Part>, limits: &Limits) -> Reports {
    let place = Place::whole(&input.path);
    let source = source(input, part, limits)
        .unwrap_or_else(|reason| Box::new(Once::new(Got::reject(place, reason), input.bytes)));
    Reports { source: Some(source), consumed: 0 }
}

/// # Errors
/// Why the file cannot be read at all.
fn source(input: &Input, part: Option<Part>, limits: &Limits) -> Result<Box<dyn Source>, String> {
    if input.bytes == 0 && !input.is_stdin() {
        return Err(EMPTY.to_owned());
    }
    let stream = match input.is_stdin() {
        true => Stream::stdin(),
        false => Stream::file(&input.path),
    };
    let stream = stream.map_err(|e: io::Error| cause(&e))?;
    let kind = match input.kind {
        Some(named) => kind::settle(named, stream.head()),
        None => kind::by_bytes(stream.head()),
    };
    read_as(kind, stream, input, part, limits)
}

fn read_as(
    kind: Kind,
    stream: Stream,
    input: &Input,
    part: Option<Part>,
    limits: &Limits,
) -> Result<Box<dyn Source>, String> {
    let place = Place::whole(&input.path);
    let whole_file = |what: &str| match input.is_stdin() {
        true => Err(format!("{what} is read from a file only: save it, and name the file")),
        false => Ok(()),
    };
    Ok(match (kind, part) {
        (Kind::Single, None) => Box::new(Single::new(stream, place, limits)),
        (Kind::Lines, None) => Box::new(Lines::new(stream, place, 1, limits)),
        (Kind::Lines, Some(Part::Line(from))) => Box::new(Lines::new(stream, place, from, limits)),
        (Kind::Json | Kind::Document, None) => Box::new(Document::new(stream, place, 1, limits)),
        (Kind::Json | Kind::Document, Some(Part::Item(from))) => {
            Box::new(Document::new(stream, place, from, limits))
        }
        (Kind::Feed, None) => Box::new(FeedFile::new(stream, place, 1, limits)),
        (Kind::Feed, Some(Part::Item(from))) => Box::new(FeedFile::new(stream, place, from, limits)),
        (Kind::Table, None | Some(Part::Row(_))) => {
            whole_file("a Parquet table")?;
            if stream.packed() {
                return Err("a Parquet table within gzip: unpack it with `gunzip`".to_owned());
            }
            let from = if let Some(Part::Row(from)) = part { from } else { 1 };
            Box::new(Table::open(input, from, limits)?)
        }
        (Kind::Archive, None | Some(Part::Offset(_) | Part::Within { .. })) => {
            whole_file("a WARC")?;
            Box::new(Archive::open(input, stream.packed(), part, limits).map_err(|e| cause(&e))?)
        }
        (_, Some(part)) => {
            return Err(format!("a file of this kind has no {part}: has it changed? read it from its start"));
        }
    })
}

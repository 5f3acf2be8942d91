//! Reports in, a file of one format out.

use std::io::Write;

use dateline::record::{DocumentRecord, EventRecord};

use crate::annotation::Annotations;
use crate::codes::Codes;
use crate::csv::Csv;
use crate::error::Error;
use crate::form::Form;
use crate::format::Format;
use crate::gdelt::Gdelt;
use crate::geojson::Geojson;
use crate::options::Options;
use crate::plover::Plover;
use crate::polecat::Polecat;
use crate::report::Report;

enum Sink<W: Write + Send> {
    Text(W, Box<dyn Form>),
    #[cfg(feature = "parquet")]
    Parquet(Box<crate::parquet_file::Parquet<W>>),
}

/// Writes the records of reports as one file of a format. Holds one report at a time (Parquet: a few thousand
/// rows), however many there are.
///
/// ```
/// use dateline_export::{Format, Options, Writer};
///
/// // without a single report, the output is a whole file still
/// let writer = Writer::new(Format::Geojson, Vec::new(), &Options::default())?;
/// assert_eq!(writer.finish()?, b"{\"type\":\"FeatureCollection\",\"features\":[\n]}\n");
/// # Ok::<(), dateline_export::Error>(())
/// ```
pub struct Writer<W: Write + Send> {
    sink: Sink<W>,
    format: Format,
    options: Options,
    codes: Codes,
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file: what the format has before the first record is written.
    ///
    /// # Errors
    /// [`Error::NotBuilt`] for Parquet in a build without it; [`Error::Write`] where `out` takes nothing.
    pub fn new(format: Format, out: W, options: &Options) -> Result<Writer<W>, Error> {
        let form: Option<Box<dyn Form>> = match format {
            Format::Plover => Some(Box::new(Plover::new(options))),
            Format::Csv => Some(Box::new(Csv)),
            Format::Gdelt => Some(Box::new(Gdelt::new(options))),
            Format::Polecat => Some(Box::new(Polecat::new(options))),
            Format::Geojson => Some(Box::new(Geojson::default())),
            Format::Annotations => Some(Box::new(Annotations)),
            Format::Parquet => None,
        };
        let sink = match form {
            Some(form) => begin(out, form)?,
            None => begin_parquet(out)?,
        };
        Ok(Writer { sink, format, options: options.clone(), codes: Codes::new() })
    }

    /// Writes the records of a report: of its events those that the options take and for which `keep` is true,
    /// and, for annotations, its statements, processes and commitments too.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn report(
        &mut self,
        record: &DocumentRecord,
        keep: &dyn Fn(&EventRecord) -> bool,
    ) -> Result<(), Error> {
        let only_facts = matches!(self.format, Format::Gdelt | Format::Polecat);
        let taken = |e: &&EventRecord| {
            self.options.takes(e) && (!only_facts || self.options.takes_as_fact(e)) && keep(e)
        };
        let events: Vec<&EventRecord> = record.events.iter().filter(taken).collect();
        let report = Report::new(record, &self.codes);
        match &mut self.sink {
            Sink::Text(out, form) => {
                let mut bytes = Vec::new();
                form.report(&report, &events, &mut bytes)?;
                Ok(out.write_all(&bytes)?)
            }
            #[cfg(feature = "parquet")]
            Sink::Parquet(parquet) => parquet.report(&report, &events),
        }
    }

    /// Ends the file and gives the output back. Without it, GeoJSON and Parquet are cut short.
    ///
    /// # Errors
    /// Where the output takes no more.
    pub fn finish(self) -> Result<W, Error> {
        match self.sink {
            Sink::Text(mut out, mut form) => {
                let mut bytes = Vec::new();
                form.end(&mut bytes);
                out.write_all(&bytes)?;
                out.flush()?;
                Ok(out)
            }
            #[cfg(feature = "parquet")]
            Sink::Parquet(parquet) => parquet.finish(),
        }
    }
}

fn begin<W: Write + Send>(mut out: W, mut form: Box<dyn Form>) -> Result<Sink<W>, Error> {
    let mut bytes = Vec::new();
    form.begin(&mut bytes);
    out.write_all(&bytes)?;
    Ok(Sink::Text(out, form))
}

#[cfg(feature = "parquet")]
fn begin_parquet<W: Write + Send>(out: W) -> Result<Sink<W>, Error> {
    Ok(Sink::Parquet(Box::new(crate::parquet_file::Parquet::new(out)?)))
}

#[cfg(not(feature = "parquet"))]
fn begin_parquet<W: Write + Send>(_out: W) -> Result<Sink<W>, Error> {
    Err(Error::NotBuilt(Format::Parquet))
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::sample;

    fn lines(format: Format, options: &Options, keep: &dyn Fn(&EventRecord) -> bool) -> usize {
        let mut writer = Writer::new(format, Vec::new(), options).unwrap();
        writer.report(&sample::report(), keep).unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap().lines().count()
    }

    #[test]
    fn formats_that_cannot_say_so_leave_out_what_did_not_happen() {
        let options = Options::default();
        assert_eq!(lines(Format::Gdelt, &options, &|_| true), 1);
        assert_eq!(lines(Format::Polecat, &options, &|_| true), 1 + 1);
        assert_eq!(lines(Format::Plover, &options, &|_| true), 2);
        assert_eq!(lines(Format::Csv, &options, &|_| true), 1 + 2);
        // the meeting to come has two actors
        let all = Options { all: true, ..options };
        assert_eq!(lines(Format::Gdelt, &all, &|_| true), 1 + 2);
        assert_eq!(lines(Format::Polecat, &all, &|_| true), 1 + 2);
    }

    #[test]
    fn events_are_kept_by_the_caller_and_the_score() {
        let options = Options::default();
        assert_eq!(lines(Format::Plover, &options, &|e| e.event_type == "CONSULT"), 1);
        let sure = Options { min_score: Some(0.95), ..options };
        assert_eq!(lines(Format::Plover, &sure, &|_| true), 0);
    }

    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::new(io::ErrorKind::StorageFull, "no space left"))
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told() {
        let mut writer = Writer::new(Format::Gdelt, Full, &Options::default()).unwrap();
        let error = writer.report(&sample::report(), &|_| true).unwrap_err();
        assert_eq!(error.to_string(), "cannot write the output: no space left");
    }
}

//! Reading inputs on several threads and keeping what was read, in the order of the inputs.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dateline::Coder;
use dateline::read::{Format, ReadOptions, read_bytes};
use dateline::record;
use dateline_intake::{Form, Got, Input, Limits, Place, Report};
use dateline_store::{Coded, CoderKey, InputKey, Store};
use jiff::civil::Date;

use super::progress::Progress;
use super::rejects::Rejects;
use crate::out;
use crate::read::in_order;

/// Reports that are kept in one transaction at most.
const BATCH: usize = 64;
/// A transaction is not put off longer than this, so that a kill costs little.
const PATIENCE: Duration = Duration::from_secs(2);

/// What became of the inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Reports that are new.
    pub new: u64,
    /// Reports that were there and are coded anew.
    pub recoded: u64,
    /// Reports that were there, from this coder.
    pub known: u64,
}

/// Reads single reports for a store.
pub struct Taker<'a> {
    coder: &'a Coder,
    key: CoderKey,
    // asked whether a report is there already, by whichever thread has one
    known: Mutex<Store>,
}

/// What came of one thing read from an input.
pub enum Done {
    /// A report with its records.
    Coded(Box<Coded>),
    /// A report that is there already.
    Known,
    /// Something that is no report.
    Rejected(Place, String),
    /// A remark.
    Note(String),
}

impl<'a> Taker<'a> {
    /// For a store that is open for writing.
    ///
    /// # Errors
    /// Where the store cannot be used.
    pub fn new(store: &mut Store, coder: &'a Coder) -> Result<Taker<'a>, String> {
        let key = store.coder(&coder.provenance()).map_err(|e| e.to_string())?;
        let known = Mutex::new(Store::read(store.file()).map_err(|e| e.to_string())?);
        Ok(Taker { coder, key, known })
    }

    /// Reads one thing.
    pub fn read(&self, got: Got) -> Done {
        self.read_with(got, None)
    }

    /// Reads one thing that was published on a day, unless the report itself says otherwise.
    pub fn read_with(&self, got: Got, published: Option<Date>) -> Done {
        match got {
            Got::Report(report) => {
                let place = report.place.clone();
                self.report(report, published).unwrap_or_else(|why| Done::Rejected(place, why))
            }
            Got::Reject(reject) => Done::Rejected(reject.place, reject.reason),
            Got::Note(note) => Done::Note(note),
        }
    }

    fn report(&self, report: Report, published: Option<Date>) -> Result<Done, String> {
        let day = report.published.map(|d| d.to_string());
        let told = [report.url.as_deref(), day.as_deref(), report.publisher.as_deref()];
        let input = InputKey::new(&report.bytes, told);
        let there = self.known.lock().unwrap_or_else(PoisonError::into_inner).has(&input, self.key);
        if there.map_err(|e| e.to_string())? {
            return Ok(Done::Known);
        }
        let format = match report.form {
            Form::Html => Some(Format::Html),
            Form::Plain => Some(Format::Plain),
            Form::Unknown => None,
        };
        let mut options = ReadOptions {
            url: report.url,
            publisher: report.publisher,
            published: report.published,
            format,
            ..ReadOptions::default()
        };
        let mut document = read_bytes(&report.bytes, &options).map_err(|e| e.to_string())?;
        if published.is_some() && document.published().is_none() {
            options.published = published;
            document = read_bytes(&report.bytes, &options).map_err(|e| e.to_string())?;
        }
        let records = record::records(&self.coder.analyze(document));
        Coded::new(input, report.place.to_string(), records).map(|coded| Done::Coded(Box::new(coded)))
    }
}

/// Takes everything in the inputs.
///
/// # Errors
/// Where the store or the file of rejects cannot be written.
pub fn take(
    store: &mut Store,
    coder: &Coder,
    inputs: &[Input],
    threads: usize,
    rejects: &mut Rejects,
) -> Result<Taken, String> {
    let taker = Taker::new(store, coder)?;
    let mut progress = Progress::new(inputs.iter().map(Input::bytes).sum());
    let mut keeper = Keeper::new(store);
    let limits = Limits::default();
    let mut before = 0;
    let things = inputs.iter().flat_map(|input| {
        let start = before;
        before += input.bytes();
        dateline_intake::open(input, &limits).map(move |(got, at)| (got, start + at))
    });
    let work = |(got, at): (Got, u64)| {
        let place = got.place().cloned();
        (place, at, std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| taker.read(got))).ok())
    };
    let mut outcome = Ok(());
    in_order(things, threads, work, |result| {
        outcome = match result {
            Some((place, at, done)) => {
                progress.report(at);
                keeper.keep(done.unwrap_or_else(|| failed(place)), &progress, rejects)
            }
            None => Err("a thread failed".to_owned()),
        };
        outcome.is_ok()
    });
    progress.end();
    outcome?;
    keeper.flush()?;
    Ok(keeper.taken)
}

/// The coder failed on a report: it is told, and the rest goes on.
fn failed(place: Option<Place>) -> Done {
    match place {
        Some(place) => {
            Done::Rejected(place, "the coder failed on it: please report it with the text".to_owned())
        }
        None => Done::Note("the coder failed on a remark".to_owned()),
    }
}

/// Keeps what was read, some reports at a time.
struct Keeper<'a> {
    store: &'a mut Store,
    batch: Vec<Coded>,
    last: Instant,
    taken: Taken,
}

impl Keeper<'_> {
    fn new(store: &mut Store) -> Keeper<'_> {
        Keeper { store, batch: Vec::new(), last: Instant::now(), taken: Taken::default() }
    }

    fn keep(&mut self, done: Done, progress: &Progress, rejects: &mut Rejects) -> Result<(), String> {
        match done {
            Done::Coded(coded) => self.batch.push(*coded),
            Done::Known => self.taken.known += 1,
            Done::Rejected(place, reason) => progress.aside(|| rejects.add(&place, &reason))?,
            Done::Note(note) => progress.aside(|| out::note(note)),
        }
        let due = self.batch.len() >= BATCH || self.last.elapsed() >= PATIENCE;
        if due { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), String> {
        let added = self.store.add(&self.batch).map_err(|e| e.to_string())?;
        self.batch.clear();
        self.last = Instant::now();
        self.taken.new += added.new;
        self.taken.recoded += added.recoded;
        self.taken.known += added.known;
        Ok(())
    }
}

//! Reports one after the other: read on several threads, written in order, what fails named.

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;

use indicatif::{ProgressBar, ProgressStyle};

use super::inputs::{Found, Source};
use super::pool::in_order;
use crate::out;

/// From so many reports on a bar shows how far the reading is.
const BAR_FROM: usize = 4;

/// What is written between two reports that both say something.
pub type Between<'a> = Option<&'a str>;

/// Reads everything found on `threads` threads and writes, in order, what `write` makes of it;
/// whether all went well.
pub fn each<R: Send>(
    found: &[Found],
    threads: Option<NonZeroUsize>,
    between: Between,
    read: impl Fn(&Source) -> Result<R, String> + Sync,
    mut write: impl FnMut(R) -> String,
) -> bool {
    let bar = bar(reports(found), "reports");
    let work = |found: &Found| match found {
        Found::Report(source) => Some(read(source).map_err(|why| format!("{}: {why}", source.name()))),
        Found::Trouble(name, why) => Some(Err(format!("{name}: {why}"))),
        Found::Note(_) => None,
    };
    let mut printer = Printer { between, first: true, all_well: true };
    let mut left = found.iter();
    in_order(found, threads_or_all(threads), work, |result| {
        let Some(found) = left.next() else { return false };
        if matches!(found, Found::Report(_)) {
            bar.inc(1);
        }
        let text = result.unwrap_or_else(|| Some(Err(mishap(found)))).map(|r| r.map(&mut write));
        bar.suspend(|| printer.tell(found, text))
    });
    bar.finish_and_clear();
    printer.all_well
}

/// How many reports there are.
pub fn reports(found: &[Found]) -> usize {
    found.iter().filter(|f| matches!(f, Found::Report(_))).count()
}

/// The threads asked for, else one a processor.
pub fn threads_or_all(threads: Option<NonZeroUsize>) -> usize {
    threads.or(std::thread::available_parallelism().ok()).map_or(1, usize::from)
}

struct Printer<'a> {
    between: Between<'a>,
    first: bool,
    all_well: bool,
}

impl Printer<'_> {
    /// Writes one result; false when nobody reads the output any more.
    fn tell(&mut self, found: &Found, result: Option<Result<String, String>>) -> bool {
        match (found, result) {
            (Found::Note(note), _) => out::note(note),
            (_, Some(Err(why))) => {
                self.all_well = false;
                out::error(why);
            }
            (_, Some(Ok(text))) if !text.is_empty() => {
                let between = self.between.filter(|_| !self.first).unwrap_or_default();
                self.first = false;
                return self.put(&(between.to_owned() + &text));
            }
            _ => {}
        }
        true
    }

    fn put(&mut self, text: &str) -> bool {
        let written = put(text);
        self.all_well &= written != Written::Failed;
        written == Written::Whole
    }
}

/// What became of a text that was to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was written.
    Whole,
    /// Nobody reads the output any more.
    Unread,
    /// It could not be written, and that was said.
    Failed,
}

/// Writes a text to standard output.
pub fn put(text: &str) -> Written {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Written::Whole,
        // a closed pipe only means that its reader has seen enough
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Written::Unread,
        Err(e) => {
            out::error(format!("standard output: {e}"));
            Written::Failed
        }
    }
}

fn mishap(found: &Found) -> String {
    let name = match found {
        Found::Report(source) => source.name(),
        Found::Trouble(name, _) | Found::Note(name) => name.clone(),
    };
    format!("{name}: a fault in dateline itself: please report it with this file")
}

/// A bar that shows how far the work is, where it is long and somebody watches.
pub fn bar(items: usize, what: &str) -> ProgressBar {
    if items < BAR_FROM || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = format!("{{bar:30}} {{pos}} of {{len}} {what}, {{eta}} left");
    let style = ProgressStyle::with_template(&template);
    ProgressBar::new(items as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

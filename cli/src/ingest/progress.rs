//! How far an ingest is: bytes gone through, reports a second, time left.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

/// The bar of an ingest.
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
    reports: u64,
}

impl Progress {
    /// Over so many bytes of input.
    pub fn new(bytes: u64) -> Progress {
        let style = ProgressStyle::with_template("{bar:30} {percent:>3}%  {msg}  {eta} left");
        let bar = ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Progress { bar, begun: Instant::now(), reports: 0 }
    }

    /// One more report was dealt with; so many bytes are gone through in all.
    pub fn report(&mut self, bytes: u64) {
        self.reports += 1;
        let rate = self.reports as f64 / self.begun.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{} reports, {rate:.1} a second", self.reports));
        self.bar.set_position(bytes);
    }

    /// Lets something else be written meanwhile.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// The bar goes.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

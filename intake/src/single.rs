//! A file that is one report.

use crate::guard::{EMPTY, too_long};
use crate::limits::Limits;
use crate::place::Place;
use crate::report::{Form, Got, Report};
use crate::source::Source;
use crate::stream::Stream;

/// A file that is one report: its bytes as they are. What they are is left to the library, as by the other
/// doors, so that no result depends on the door.
pub(crate) struct Single {
    stream: Stream,
    place: Place,
    limits: Limits,
    read: bool,
}

impl Single {
    pub(crate) fn new(stream: Stream, place: Place, limits: &Limits) -> Single {
        Single { stream, place, limits: *limits, read: false }
    }
}

impl Source for Single {
    fn next(&mut self) -> Option<Got> {
        if std::mem::replace(&mut self.read, true) {
            return None;
        }
        let place = self.place.clone();
        Some(match self.stream.whole(self.limits.max_report) {
            Ok(Some(bytes)) if bytes.is_empty() => Got::reject(place, EMPTY),
            Ok(Some(bytes)) => Got::Report(Report::bare(place, bytes, Form::Unknown)),
            Ok(None) => Got::reject(place, too_long("report", &self.limits)),
            Err(e) => Got::reject(place, self.stream.cause(&e)),
        })
    }

    fn consumed(&self) -> u64 {
        self.stream.consumed()
    }
}

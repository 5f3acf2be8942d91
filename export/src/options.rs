//! What goes into the output.

use dateline::event::{Polarity, Reality, Recency};
use dateline::record::EventRecord;
use jiff::civil::Date;

/// What goes into the output. The default is all events, but for GDELT and POLECAT (see [`Options::all`]).
///
/// ```
/// use dateline_export::Options;
///
/// let sure = Options { min_score: Some(0.8), ..Options::default() };
/// assert!(!sure.all);
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// The least score, 0 to 1, of an event. An event whose score is not known does not reach it.
    pub min_score: Option<f32>,
    /// The day that GDELT's `DATEADDED` and PLOVER's `coded_date` give. `None`: PLOVER says nothing, and GDELT
    /// gets the day of publication, on which the news came in.
    pub date_added: Option<Date>,
    /// Lets GDELT and POLECAT have events too that are denied, planned, possible or of long ago, though a row
    /// there cannot say so.
    pub all: bool,
    /// Only what the report asserts itself, in every format: no event of which it says that somebody says so,
    /// and none inside a demand, an accusation or another act of words.
    pub asserted: bool,
    /// Gives GDELT and POLECAT the day of publication as the day of an event for which the report has none, as
    /// GDELT's own coder does.
    pub undated_as_published: bool,
}

impl Options {
    /// Whether the event goes into any output.
    pub(crate) fn takes(&self, event: &EventRecord) -> bool {
        let sure = self.min_score.is_none_or(|least| event.score.is_some_and(|s| s >= least));
        let asserted = event.attributed_to.is_none() && event.within.is_none();
        sure && (asserted || !self.asserted)
    }

    /// Whether the event goes into an output that can only tell what happened.
    pub(crate) fn takes_as_fact(&self, event: &EventRecord) -> bool {
        let happened = event.polarity == Polarity::Affirmed && event.reality == Reality::Actual;
        self.all || (happened && event.recency == Recency::Current)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn an_event_without_a_score_does_not_reach_one() {
        let mut event = sample::report().events.remove(0);
        let options = Options { min_score: Some(0.5), ..Options::default() };
        assert!(options.takes(&event));
        event.score = None;
        assert!(!options.takes(&event) && Options::default().takes(&event));
    }

    #[test]
    fn only_what_happened_is_a_fact() {
        let mut event = sample::report().events.remove(0);
        let options = Options::default();
        assert!(options.takes_as_fact(&event));
        event.recency = Recency::Historical;
        assert!(!options.takes_as_fact(&event));
        event.recency = Recency::Current;
        event.polarity = Polarity::Negated;
        assert!(!options.takes_as_fact(&event) && options.takes(&event));
        assert!(Options { all: true, ..options }.takes_as_fact(&event));
    }

    #[test]
    fn what_is_said_by_somebody_can_be_left_out() {
        let mut event = sample::report().events.remove(0);
        let options = Options { asserted: true, ..Options::default() };
        assert!(options.takes(&event));
        event.attributed_to = Some("5e03f8485c5f0676".to_owned());
        assert!(!options.takes(&event));
    }
}

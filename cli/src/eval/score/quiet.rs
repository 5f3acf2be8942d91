//! False alarms: events read in sentences in which people found none.

use serde::Deserialize;

use crate::eval::measure::{Report, share};

/// A sentence without political events; predictions carry the events that were read in it.
#[derive(Debug, Deserialize)]
pub struct Quiet {
    #[serde(default)]
    events: Vec<serde_json::Value>,
}

/// Events for every hundred sentences.
pub fn score(gold: &[Quiet], predicted: &[Quiet]) -> Report {
    let events: usize = predicted.iter().map(|sentence| sentence.events.len()).sum();
    Report::default()
        .count("sentences", gold.len())
        .count("events", events)
        .metric("false_alarms_per_100", share(100 * events, gold.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_counted_for_a_hundred_sentences() {
        let sentence = |n: usize| Quiet { events: vec![serde_json::Value::Null; n] };
        let (gold, predicted) = ([0, 0, 0, 0].map(sentence), [0, 1, 0, 2].map(sentence));
        assert_eq!(score(&gold, &predicted).value("false_alarms_per_100"), Some(75.0));
    }
}

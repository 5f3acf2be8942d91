//! Our own timelines: in which state the processes and commitments of several reports end.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::eval::measure::Report;

/// A report with the words that gold marks.
#[derive(Debug, Deserialize)]
pub struct GoldReport {
    marks: Vec<GoldMark>,
}

#[derive(Debug, Deserialize)]
struct GoldMark {
    item: String,
    sort: String,
    #[serde(rename = "final")]
    state: String,
}

/// The prediction for a report.
#[derive(Debug, Deserialize)]
pub struct Given {
    marks: Vec<GivenMark>,
}

#[derive(Debug, Deserialize)]
struct GivenMark {
    // the state in which the ledger's entry for these words ends; null where it has none
    #[serde(rename = "final")]
    state: Option<String>,
}

/// How often each state is given for an item.
type States<'a> = BTreeMap<&'a str, usize>;

/// The share of gold's processes and commitments whose entry in the ledger ends in the right state.
///
/// An item at none of whose words the ledger has an entry is wrong; where its words are in several
/// entries, the state that most of them end in counts (of equals the first in order).
pub fn score(gold: &[GoldReport], predicted: &[Given]) -> Report {
    let mut items: BTreeMap<&str, (&GoldMark, States)> = BTreeMap::new();
    for (g, p) in gold.iter().zip(predicted) {
        for (mark, given) in g.marks.iter().zip(&p.marks) {
            let states = &mut items.entry(&mark.item).or_insert_with(|| (mark, States::new())).1;
            if let Some(state) = given.state.as_deref() {
                *states.entry(state).or_default() += 1;
            }
        }
    }
    let most = |states: &States| {
        states
            .iter()
            .max_by_key(|(state, n)| (**n, Reverse(state.to_string())))
            .map(|(state, _)| state.to_string())
    };
    let rows: Vec<(&GoldMark, Option<String>)> =
        items.values().map(|(m, states)| (*m, most(states))).collect();
    let share = |sort: &str, good: fn(&GoldMark, Option<&str>) -> bool| {
        let all: Vec<_> = rows.iter().filter(|(m, _)| sort.is_empty() || m.sort == sort).collect();
        let right = all.iter().filter(|(m, state)| good(m, state.as_deref())).count();
        (!all.is_empty()).then(|| right as f64 / all.len() as f64)
    };
    let right = |mark: &GoldMark, state: Option<&str>| state == Some(&mark.state);
    Report::default()
        .count("items", items.len())
        .metric("final_state", share("", right))
        .metric("final_state.process", share("process", right))
        .metric("final_state.commitment", share("commitment", right))
        .metric("found", share("", |_, state| state.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_right_where_most_of_its_words_end_right() {
        let mark = |item: &str, sort: &str, state: &str| {
            format!(r#"{{"item": "{item}", "sort": "{sort}", "final": "{state}"}}"#)
        };
        let a = mark("a", "process", "ended");
        let rows =
            format!(r#"[{{"marks": [{a}, {}]}}, {{"marks": [{a}, {a}]}}]"#, mark("b", "commitment", "met"));
        let gold: Vec<GoldReport> = serde_json::from_str(&rows).unwrap();
        let given: Vec<Given> = serde_json::from_str(
            r#"[{"marks": [{"final": "ended"}, {"final": null}]}, {"marks": [{"final": "paused"}, {"final": "ended"}]}]"#,
        )
        .unwrap();
        let report = score(&gold, &given);
        let figure = |name: &str| report.metrics.iter().find(|(n, _)| n == name).and_then(|(_, v)| *v);
        assert_eq!(figure("final_state"), Some(0.5));
        assert_eq!(figure("final_state.process"), Some(1.0));
        assert_eq!(figure("found"), Some(0.5));
    }
}

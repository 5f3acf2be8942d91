//! Our own happenings: whether different reports' tellings of one fall into the same story, as in gold.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::eval::measure::Report;

/// A happening that so many reports tell is what stories are for.
const MANY: usize = 3;

/// A report with the events that gold marks.
#[derive(Debug, Deserialize)]
pub struct GoldReport {
    events: Vec<GoldEvent>,
}

#[derive(Debug, Deserialize)]
struct GoldEvent {
    happening: String,
}

/// The prediction for a report.
#[derive(Debug, Deserialize)]
pub struct Given {
    events: Vec<GivenEvent>,
}

#[derive(Debug, Deserialize)]
struct GivenEvent {
    // the story of the event that was coded at the words; null where none was
    chain: Option<String>,
}

/// Pairs that are asked for, found, and both.
#[derive(Default)]
struct Pairs {
    wanted: usize,
    given: usize,
    hits: usize,
}

impl Pairs {
    fn add(&mut self, wanted: bool, given: bool) {
        self.wanted += usize::from(wanted);
        self.given += usize::from(given);
        self.hits += usize::from(wanted && given);
    }

    fn metrics(&self, name: &str) -> [(String, Option<f64>); 3] {
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        [
            (format!("{name}_f1"), share(2 * self.hits, self.wanted + self.given)),
            (format!("{name}_precision"), share(self.hits, self.given)),
            (format!("{name}_recall"), share(self.hits, self.wanted)),
        ]
    }
}

/// A telling is all that one report marks of one happening, as far as events were coded there. Pairs of
/// tellings of different reports: do they share a story, and are they of one happening?
///
/// `often_*` asks it of the happenings that at least three reports tell, `pairwise_*` of all, those told
/// once included; `coded` is the share of gold's marks at which an event was coded.
pub fn score(gold: &[GoldReport], predicted: &[Given]) -> Report {
    let mut tellings: BTreeMap<(usize, &str), BTreeSet<&str>> = BTreeMap::new();
    let (mut marks, mut coded) = (0, 0);
    for (n, (g, p)) in gold.iter().zip(predicted).enumerate() {
        for (mark, given) in g.events.iter().zip(&p.events) {
            marks += 1;
            let Some(chain) = given.chain.as_deref() else { continue };
            coded += 1;
            tellings.entry((n, &mark.happening)).or_default().insert(chain);
        }
    }
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    tellings.keys().for_each(|(_, happening)| *told.entry(happening).or_default() += 1);
    let rows: Vec<_> = tellings.iter().collect();
    let (mut all, mut often) = (Pairs::default(), Pairs::default());
    for (i, ((n, a), in_a)) in rows.iter().enumerate() {
        for ((m, b), in_b) in rows[i + 1..].iter().filter(|((m, _), _)| m != n) {
            debug_assert!(n < m);
            let (same, joined) = (a == b, !in_a.is_disjoint(in_b));
            all.add(same, joined);
            if told[a] >= MANY && told[b] >= MANY {
                often.add(same, joined);
            }
        }
    }
    Report::default()
        .count("reports", gold.len())
        .count("tellings", rows.len())
        .metrics(often.metrics("often").into())
        .metrics(all.metrics("pairwise").into())
        .metric("coded", (marks > 0).then(|| coded as f64 / marks as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tellings_of_different_reports_are_paired() {
        let gold: Vec<GoldReport> = serde_json::from_str(
            r#"[{"events": [{"happening": "a"}, {"happening": "a"}, {"happening": "b"}]},
                {"events": [{"happening": "a"}, {"happening": "b"}]},
                {"events": [{"happening": "a"}]}]"#,
        )
        .unwrap();
        let given: Vec<Given> = serde_json::from_str(
            r#"[{"events": [{"chain": "1"}, {"chain": "2"}, {"chain": "1"}]},
                {"events": [{"chain": "2"}, {"chain": null}]},
                {"events": [{"chain": "3"}]}]"#,
        )
        .unwrap();
        let report = score(&gold, &given);
        let figure = |name: &str| report.metrics.iter().find(|(n, _)| n == name).and_then(|(_, v)| *v);
        // of a-a-a three pairs are wanted and one is found; b of the first is with nobody
        assert_eq!(figure("often_precision"), Some(1.0));
        assert_eq!(figure("often_recall"), Some(1.0 / 3.0));
        assert_eq!(figure("pairwise_recall"), Some(1.0 / 3.0));
        assert_eq!(figure("coded"), Some(5.0 / 6.0));
    }
}

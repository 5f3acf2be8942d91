//! Figures for a person and for a program.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::eval::floors::{Floors, Sense, sense_of};
use crate::eval::tasks::Outcome;

/// Name and outcome of each corpus, in the order of the folder.
pub type Results = Vec<(String, Outcome)>;

/// One object with the status, counts and metrics of each file.
pub fn as_json(results: &Results) -> String {
    let files: Map<String, Value> = results
        .iter()
        .map(|(name, outcome)| {
            let value = match outcome {
                Outcome::NotYet => json!({"status": "not yet"}),
                Outcome::NotScored => json!({"status": "not scored yet"}),
                Outcome::Scored(report) => json!({
                    "status": "scored",
                    "counts": report.counts.iter().map(|(n, c)| (n.clone(), json!(c))).collect::<Map<_, _>>(),
                    "metrics": report.metrics.iter().map(|(n, v)| (n.clone(), json!(v))).collect::<Map<_, _>>(),
                }),
            };
            (name.clone(), value)
        })
        .collect();
    json!({ "files": files }).to_string()
}

/// A line a figure: corpus, metric, figure, floor; counts stand on the corpus's own line.
pub fn as_table(results: &Results, floors: &Floors) -> String {
    let mut out = format!("{:<34}{:<26}{:>11}  floor\n", "corpus", "metric", "figure");
    for (name, outcome) in results {
        let state = match outcome {
            Outcome::NotYet => "not yet".to_owned(),
            Outcome::NotScored => "not scored yet".to_owned(),
            Outcome::Scored(report) => {
                let counts = report.counts.iter().map(|(what, n)| format!("{n} {}", what.replace('_', " ")));
                counts.collect::<Vec<_>>().join(", ")
            }
        };
        // writing to a string cannot fail
        let _ = writeln!(out, "{name:<34}{state}");
        let Outcome::Scored(report) = outcome else { continue };
        for (metric, value) in &report.metrics {
            let figure = value.map_or("-".to_owned(), |v| shown(metric, v));
            let floor = floors.get(name, metric).map(|floor| format!("  {}", beside(metric, *value, floor)));
            let line = format!("{:<34}{metric:<26}{figure:>11}{}", "", floor.unwrap_or_default());
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    out
}

fn shown(metric: &str, value: f64) -> String {
    if metric.ends_with("_km") { format!("{value:.1}") } else { format!("{value:.4}") }
}

/// A floor, with a word where it is not held.
fn beside(metric: &str, reached: Option<f64>, floor: f64) -> String {
    let held = sense_of(metric).is_none_or(|sense| sense.holds(reached, floor));
    let name = match sense_of(metric) {
        Some(Sense::LowerIsBetter) => format!("{floor} at most"),
        _ => format!("{floor}"),
    };
    if held { name } else { format!("{name}  MISSED") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::measure::Report;

    fn results() -> Results {
        let report = Report::default().count("gold", 4).metric("f1", Some(0.75)).metric("f1.PER", None);
        vec![
            ("a/x".to_owned(), Outcome::Scored(report)),
            ("a/y".to_owned(), Outcome::NotYet),
            ("b/z".to_owned(), Outcome::NotScored),
        ]
    }

    #[test]
    fn json_has_the_states_and_nulls() {
        let value: Value = serde_json::from_str(&as_json(&results())).unwrap();
        assert_eq!(value["files"]["a/x"]["metrics"], json!({"f1": 0.75, "f1.PER": null}));
        assert_eq!(value["files"]["a/x"]["counts"]["gold"], 4);
        assert_eq!(value["files"]["b/z"], json!({"status": "not scored yet"}));
    }

    #[test]
    fn the_table_names_corpus_metric_figure_and_floor() {
        let floors = Floors::parse("[\"a/x\"]\nf1 = 0.8\n").unwrap();
        let table = as_table(&results(), &floors);
        let line = table.lines().find(|l| l.contains("0.7500")).unwrap();
        assert!(line.contains("f1") && line.ends_with("0.8  MISSED"), "{line}");
        assert!(table.contains("4 gold") && table.contains("not scored yet"));
    }
}

//! Floors: figures that were reached and must not be lost.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::eval::output::Results;
use crate::eval::tasks::Outcome;

/// Which way a metric is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The floor is the least that will do.
    HigherIsBetter,
    /// An error: the floor is the most that will do.
    LowerIsBetter,
}

impl Sense {
    /// Whether a figure is at least as good as its floor.
    pub fn holds(self, reached: Option<f64>, floor: f64) -> bool {
        reached.is_some_and(|reached| match self {
            Sense::HigherIsBetter => reached >= floor,
            Sense::LowerIsBetter => reached <= floor,
        })
    }

    /// The figure with three places, rounded to the side on which the figure itself holds it.
    fn rounded(self, reached: f64) -> f64 {
        // a figure that is exact to three places must not be moved by its own binary form
        let thousands = reached * 1000.0;
        let nearest = thousands.round();
        if (thousands - nearest).abs() < 1e-6 && self.holds(Some(reached), nearest / 1000.0) {
            return nearest / 1000.0;
        }
        match self {
            Sense::HigherIsBetter => thousands.floor() / 1000.0,
            Sense::LowerIsBetter => thousands.ceil() / 1000.0,
        }
    }
}

/// How a metric is good; `None` for those that only describe, or describe a baseline.
pub fn sense_of(metric: &str) -> Option<Sense> {
    if metric == "events_per_sentence" || metric.starts_with("same_head.") {
        None
    } else if metric.contains("_error") || metric.starts_with("false_alarms") {
        Some(Sense::LowerIsBetter)
    } else {
        Some(Sense::HigherIsBetter)
    }
}

/// A figure that is not as good as its floor.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// `time/timebank`
    pub corpus: String,
    /// `value_f1`
    pub metric: String,
    /// What was reached before.
    pub floor: f64,
    /// What is reached now.
    pub reached: Option<f64>,
}

impl std::fmt::Display for Missed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let reached = self.reached.map_or("nothing".to_owned(), |r| format!("{r:.4}"));
        write!(f, "{} {}: the floor is {}, reached is {reached}", self.corpus, self.metric, self.floor)
    }
}

/// Corpus, then metric, then floor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Floors {
    by_corpus: BTreeMap<String, BTreeMap<String, f64>>,
}

const HEAD: &str = "\
# What was reached, by corpus and metric (METRICS.md of the gold corpora defines them). `dateline
# eval DIR --floors THIS` fails where a figure is worse; with --raise-floors it writes better ones
# here, rounded to three places. An `error` is a ceiling: lower is better.
";

impl Floors {
    /// Reads a file of floors.
    pub fn parse(text: &str) -> Result<Floors, toml::de::Error> {
        Ok(Floors { by_corpus: toml::from_str(text)? })
    }

    /// The floor of a metric.
    pub fn get(&self, corpus: &str, metric: &str) -> Option<f64> {
        self.by_corpus.get(corpus)?.get(metric).copied()
    }

    /// The figures that are worse than their floors. A corpus that is not among the results was
    /// not measured and is not held against anyone.
    pub fn missed(&self, results: &Results) -> Vec<Missed> {
        let mut missed = Vec::new();
        for (corpus, outcome) in results {
            for (metric, &floor) in self.by_corpus.get(corpus).into_iter().flatten() {
                let reached = match outcome {
                    Outcome::Scored(report) => report.value(metric),
                    _ => None,
                };
                if sense_of(metric).is_some_and(|sense| !sense.holds(reached, floor)) {
                    let (corpus, metric) = (corpus.clone(), metric.clone());
                    missed.push(Missed { corpus, metric, floor, reached });
                }
            }
        }
        missed
    }

    /// The same floors with what is reached, where that is better. A train part gets none while a
    /// dev part stands beside it: figures on what a model has learned from say little.
    pub fn raised(&self, results: &Results) -> Floors {
        let mut floors = self.clone();
        let has_dev = |name: &str| {
            let dev = name.replace("train", "dev");
            dev != name && results.iter().any(|(other, _)| *other == dev)
        };
        for (corpus, outcome) in results {
            let Outcome::Scored(report) = outcome else { continue };
            if has_dev(corpus) {
                continue;
            }
            let held = floors.by_corpus.entry(corpus.clone()).or_default();
            for (metric, value) in &report.metrics {
                let (Some(sense), Some(reached)) = (sense_of(metric), *value) else { continue };
                let floor = held.entry(metric.clone()).or_insert_with(|| sense.rounded(reached));
                if !sense.holds(Some(*floor), sense.rounded(reached)) {
                    *floor = sense.rounded(reached);
                }
            }
        }
        floors.by_corpus.retain(|_, held| !held.is_empty());
        floors
    }

    /// The file of these floors.
    pub fn write(&self) -> String {
        let mut out = HEAD.to_owned();
        for (corpus, held) in &self.by_corpus {
            // writing to a string cannot fail
            let _ = writeln!(out, "\n[{}]", quoted(corpus));
            for (metric, floor) in held {
                let _ = writeln!(out, "{} = {floor:?}", quoted(metric));
            }
        }
        out
    }
}

/// A TOML key.
fn quoted(key: &str) -> String {
    let bare = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { key.to_owned() } else { toml::Value::String(key.to_owned()).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::measure::Report;

    fn results(f1: f64, error: f64) -> Results {
        let report = Report::default()
            .metric("f1.PER", Some(f1))
            .metric("mean_error_km", Some(error))
            .metric("same_head.b3_f1", Some(0.5))
            .metric("recall", None);
        vec![("geo/x".to_owned(), Outcome::Scored(report)), ("geo/y".to_owned(), Outcome::NotYet)]
    }

    #[test]
    fn floors_are_rounded_to_the_safe_side_and_read_back() {
        let floors = Floors::default().raised(&results(0.71299, 120.0001));
        assert_eq!(floors.get("geo/x", "f1.PER"), Some(0.712));
        assert_eq!(floors.get("geo/x", "mean_error_km"), Some(120.001));
        assert_eq!(floors.get("geo/x", "same_head.b3_f1"), None);
        assert_eq!(Floors::parse(&floors.write()).unwrap(), floors);
        assert_eq!(Floors::default().raised(&results(0.8, 1.0)).get("geo/x", "f1.PER"), Some(0.8));
    }

    #[test]
    fn raising_never_lowers() {
        let floors = Floors::default().raised(&results(0.7, 100.0));
        assert_eq!(floors.raised(&results(0.6, 200.0)), floors);
        let better = floors.raised(&results(0.75, 90.0));
        assert_eq!(better.get("geo/x", "f1.PER"), Some(0.75));
        assert_eq!(better.get("geo/x", "mean_error_km"), Some(90.0));
    }

    #[test]
    fn what_is_worse_is_named() {
        let floors = Floors::parse(
            "['geo/x']\n\"f1.PER\" = 0.7\nmean_error_km = 100\nrecall = 0.1\n['geo/y']\nf1 = 0.1\n['geo/z']\nf1 = 1\n",
        );
        let missed = floors.unwrap().missed(&results(0.6, 100.0));
        let said: Vec<String> = missed.iter().map(Missed::to_string).collect();
        assert_eq!(
            said,
            [
                "geo/x f1.PER: the floor is 0.7, reached is 0.6000",
                "geo/x recall: the floor is 0.1, reached is nothing",
                "geo/y f1: the floor is 0.1, reached is nothing",
            ]
        );
    }

    #[test]
    fn a_train_part_beside_a_dev_part_gets_no_floor() {
        let scored = || Outcome::Scored(Report::default().metric("f1", Some(0.9)));
        let results = ["e/a.dev", "e/a.train", "e/b.train"].map(|name| (name.to_owned(), scored()));
        let floors = Floors::default().raised(&results.into());
        assert_eq!(floors.by_corpus.keys().collect::<Vec<_>>(), ["e/a.dev", "e/b.train"]);
    }
}

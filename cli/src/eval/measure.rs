//! Arithmetic of the metrics: tallies, ratios, means, and what a scored file yields.

use std::collections::BTreeSet;

/// The figures of one gold file; a figure is `None` where there was nothing to measure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// How many of what there were.
    pub counts: Vec<(String, usize)>,
    /// Name and value of each metric, in the order in which they are shown.
    pub metrics: Vec<(String, Option<f64>)>,
}

impl Report {
    /// The same report with one more count.
    pub fn count(mut self, name: &str, value: usize) -> Report {
        self.counts.push((name.to_owned(), value));
        self
    }

    /// The same report with one more metric.
    pub fn metric(mut self, name: impl Into<String>, value: Option<f64>) -> Report {
        self.metrics.push((name.into(), value));
        self
    }

    /// The same report with more metrics.
    pub fn metrics(mut self, more: Vec<(String, Option<f64>)>) -> Report {
        self.metrics.extend(more);
        self
    }

    /// The value of a metric; `None` also where the report has no such metric.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.metrics.iter().find(|(n, _)| n == name).and_then(|(_, v)| *v)
    }
}

/// `part / whole`, or `None` where there is nothing to measure.
pub fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole != 0.0).then(|| part / whole)
}

/// [`ratio`] of two numbers of things.
pub fn share(part: usize, whole: usize) -> Option<f64> {
    ratio(part as f64, whole as f64)
}

/// The arithmetic mean, `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    ratio(values.iter().sum(), values.len() as f64)
}

/// The middle value, or the mean of the two middle ones.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    match sorted.len() % 2 {
        0 => Some((sorted[sorted.len() / 2 - 1] + upper) / 2.0),
        _ => Some(upper),
    }
}

/// Harmonic mean of precision and recall; an undefined one counts as 0 unless both are undefined.
pub fn harmonic(precision: Option<f64>, recall: Option<f64>) -> Option<f64> {
    if precision.is_none() && recall.is_none() {
        return None;
    }
    let (p, r) = (precision.unwrap_or(0.0), recall.unwrap_or(0.0));
    Some(ratio(2.0 * p * r, p + r).unwrap_or(0.0))
}

/// What was right, what was predicted, what was there to be found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Right predictions.
    pub hit: usize,
    /// All predictions.
    pub predicted: usize,
    /// All that gold has.
    pub gold: usize,
}

impl Tally {
    /// Adds up.
    pub fn add(&mut self, hit: usize, predicted: usize, gold: usize) {
        self.hit += hit;
        self.predicted += predicted;
        self.gold += gold;
    }

    /// Adds another tally.
    pub fn join(&mut self, other: Tally) {
        self.add(other.hit, other.predicted, other.gold);
    }

    /// Adds the comparison of two sets.
    pub fn add_sets<T: Ord>(&mut self, gold: &BTreeSet<T>, predicted: &BTreeSet<T>) {
        self.add(gold.intersection(predicted).count(), predicted.len(), gold.len());
    }

    /// Right ones among the predicted.
    pub fn precision(&self) -> Option<f64> {
        share(self.hit, self.predicted)
    }

    /// Found ones among gold's.
    pub fn recall(&self) -> Option<f64> {
        share(self.hit, self.gold)
    }

    /// Twice the hits by predicted and gold.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.hit, self.predicted + self.gold)
    }
}

/// Share of pairs (gold, predicted) that are equal.
pub fn accuracy<T: PartialEq>(pairs: &[(T, T)]) -> Option<f64> {
    share(pairs.iter().filter(|(g, p)| g == p).count(), pairs.len())
}

/// Mean F1 of the classes that occur in gold; a class that is only predicted costs the others.
pub fn macro_f1<T: Ord>(pairs: &[(T, T)]) -> Option<f64> {
    let classes: BTreeSet<&T> = pairs.iter().map(|(g, _)| g).collect();
    let scores: Vec<f64> = classes
        .into_iter()
        .filter_map(|class| {
            let mut tally = Tally::default();
            for (g, p) in pairs {
                let (in_gold, predicted) = (g == class, p == class);
                tally.add((in_gold && predicted).into(), predicted.into(), in_gold.into());
            }
            tally.f1()
        })
        .collect();
    mean(&scores)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_below_the_line_is_no_figure() {
        assert_eq!(Tally::default().f1(), None);
        assert_eq!(mean(&[]), None);
        assert_eq!(harmonic(None, None), None);
        assert_eq!(harmonic(Some(0.5), None), Some(0.0));
    }

    #[test]
    fn macro_f1_asks_for_the_classes_of_gold_only() {
        let pairs = [("YIELD", "YIELD"), ("ACCUSE", "ACCUSE"), ("AID", "SUPPORT")];
        assert_eq!(accuracy(&pairs), Some(2.0 / 3.0));
        assert_eq!(macro_f1(&pairs), Some(2.0 / 3.0));
    }

    #[test]
    fn median_of_even_and_odd() {
        assert_eq!(median(&[3.0, 1.0]), Some(2.0));
        assert_eq!(median(&[5.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[]), None);
    }
}

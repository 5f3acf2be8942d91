//! Article extraction: the words of the body, and nothing else of the page.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::eval::measure::{Report, harmonic, mean, share};
use crate::eval::text::Patterns;

/// A page whose body is known.
#[derive(Debug, Deserialize)]
pub struct Page {
    text: String,
}

/// A page of which only segments are known.
#[derive(Debug, Deserialize)]
pub struct Segments {
    with: Vec<String>,
    without: Vec<String>,
}

type Shingles<'a> = BTreeMap<&'a [&'a str], usize>;

/// All runs of four tokens; the whole text where it has fewer, nothing where it has none.
fn shingles<'a>(tokens: &'a [&'a str]) -> Shingles<'a> {
    let mut counts = Shingles::new();
    match tokens.len() {
        0 => {}
        1..4 => {
            counts.insert(tokens, 1);
        }
        _ => tokens.windows(4).for_each(|run| *counts.entry(run).or_default() += 1),
    }
    counts
}

/// Shingles in both, by shingles of the second.
fn found(one: &Shingles, whole: &Shingles) -> Option<f64> {
    let both = whole.iter().map(|(run, n)| one.get(run).map_or(0, |m| *n.min(m))).sum();
    share(both, whole.values().sum())
}

/// Scores pages whose body is known.
pub fn score_pages(patterns: &Patterns, gold: &[Page], predicted: &[Page]) -> Report {
    let (mut precisions, mut recalls, mut same) = (Vec::new(), Vec::new(), 0);
    for (g, p) in gold.iter().zip(predicted) {
        let (wanted, given) = (patterns.words(&g.text), patterns.words(&p.text));
        same += usize::from(wanted == given);
        let (wanted, given) = (shingles(&wanted), shingles(&given));
        precisions.extend(found(&wanted, &given));
        recalls.extend(found(&given, &wanted));
    }
    let (precision, recall) = (mean(&precisions), mean(&recalls));
    Report::default()
        .count("pages", gold.len())
        .metric("f1", harmonic(precision, recall))
        .metric("precision", precision)
        .metric("recall", recall)
        .metric("accuracy", share(same, gold.len()))
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Scores pages of which segments are known.
pub fn score_segments(gold: &[Segments], predicted: &[Page]) -> Report {
    let (mut wanted, mut unwanted) = ((0, 0), (0, 0));
    for (g, p) in gold.iter().zip(predicted) {
        let text = folded(&p.text);
        for (segments, (found, all)) in [(&g.with, &mut wanted), (&g.without, &mut unwanted)] {
            *found += segments.iter().filter(|s| text.contains(&folded(s))).count();
            *all += segments.len();
        }
    }
    let ((tp, with), (fp, without)) = (wanted, unwanted);
    Report::default()
        .count("pages", gold.len())
        .count("with", with)
        .count("without", without)
        .metric("segment_f1", share(2 * tp, tp + fp + with))
        .metric("segment_precision", share(tp, tp + fp))
        .metric("segment_recall", share(tp, with))
        .metric("segment_accuracy", share(tp + without - fp, with + without))
}

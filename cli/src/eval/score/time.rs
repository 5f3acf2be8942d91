//! Time expressions, after TempEval-3.

use serde::Deserialize;

use crate::eval::matching::match_spans;
use crate::eval::measure::{Report, Tally, share};
use crate::eval::text::{Chars, Patterns};

/// A document with time expressions.
#[derive(Debug, Deserialize)]
pub struct Timed {
    timexes: Vec<TimexRow>,
}

#[derive(Debug, Deserialize)]
struct TimexRow {
    #[serde(flatten)]
    span: Chars,
    #[serde(rename = "type")]
    kind: Option<String>,
    value: Option<String>,
}

/// Scores a file of time expressions.
pub fn score(patterns: &Patterns, gold: &[Timed], predicted: &[Timed]) -> Report {
    let (mut relaxed, mut strict) = (Tally::default(), Tally::default());
    // (right, asked) of values and types
    let (mut values, mut types) = ((0, 0), (0, 0));
    let spans = |record: &Timed| -> Vec<Chars> { record.timexes.iter().map(|t| t.span).collect() };
    for (g_record, p_record) in gold.iter().zip(predicted) {
        let pairs = match_spans(&spans(g_record), &spans(p_record));
        let (wanted, given) = (&g_record.timexes, &p_record.timexes);
        let exact = pairs.iter().filter(|(g, p)| wanted[*g].span == given[*p].span).count();
        relaxed.add(pairs.len(), given.len(), wanted.len());
        strict.add(exact, given.len(), wanted.len());
        for (want, got) in pairs.iter().map(|(g, p)| (&wanted[*g], &given[*p])) {
            ask(patterns, &mut values, &want.value, &got.value);
            ask(patterns, &mut types, &want.kind, &got.kind);
        }
    }
    let mut report = Report::default()
        .count("gold", relaxed.gold)
        .count("predicted", relaxed.predicted)
        .count("matched", relaxed.hit)
        .metric("relaxed_f1", relaxed.f1())
        .metric("strict_f1", strict.f1());
    for (name, (right, asked)) in [("value", values), ("type", types)] {
        let accuracy = share(right, asked);
        let both = relaxed.f1().map(|f1| f1 * accuracy.unwrap_or(0.0));
        report = report.metric(format!("{name}_accuracy"), accuracy).metric(format!("{name}_f1"), both);
    }
    report
}

/// Counts one question, where gold answers it.
fn ask(
    patterns: &Patterns,
    (right, asked): &mut (usize, usize),
    wanted: &Option<String>,
    given: &Option<String>,
) {
    if let Some(wanted) = wanted {
        let plain = |value: &str| patterns.plain_value(value);
        *asked += 1;
        *right += usize::from(given.as_deref().is_some_and(|given| plain(given) == plain(wanted)));
    }
}

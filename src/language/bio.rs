//! Spans from B, I and O labels.

use std::ops::Range;

/// Runs of words that carry one kind, from labels such as `B-Person`, `I`, `O`.
///
/// An `I` after another kind, or after a `break_before`, begins a run of its own:
/// the model's labels need not be well formed.
pub(super) fn runs<'a>(labels: impl Iterator<Item = (&'a str, bool)>) -> Vec<(Range<usize>, &'a str)> {
    let mut out: Vec<(Range<usize>, &str)> = Vec::new();
    let mut open = false;
    for (i, (label, break_before)) in labels.enumerate() {
        let (prefix, kind) = label.split_once('-').unwrap_or((label, ""));
        match (prefix, out.last_mut()) {
            ("O", _) => open = false,
            ("I", Some((range, last))) if open && !break_before && *last == kind => range.end = i + 1,
            _ => {
                out.push((i..i + 1, kind));
                open = true;
            }
        }
    }
    out
}

/// Joins runs of one kind that at most `gap` words part, where `bridge` allows each of those words
/// and no sentence `starts` with the second.
///
/// Single words drop out of long stretches; a statement does not end and begin again within a clause.
pub(super) fn joined(
    runs: Vec<(Range<usize>, &str)>,
    gap: usize,
    bridge: impl Fn(usize) -> bool,
    starts: impl Fn(usize) -> bool,
) -> Vec<(Range<usize>, &str)> {
    let mut out: Vec<(Range<usize>, &str)> = Vec::with_capacity(runs.len());
    for (run, kind) in runs {
        match out.last_mut() {
            Some((last, k))
                if *k == kind
                    && run.start - last.end <= gap
                    && (last.end..run.start).all(&bridge)
                    && !starts(run.start) =>
            {
                last.end = run.end;
            }
            _ => out.push((run, kind)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(labels: &[&str], expected: &[(Range<usize>, &str)]) {
        let found = runs(labels.iter().map(|l| (l.trim_start_matches('|'), l.starts_with('|'))));
        assert_eq!(found, expected);
    }

    #[test]
    fn short_gaps_are_bridged() {
        let parts = vec![(0..4, ""), (5..6, ""), (9..12, "")];
        assert_eq!(joined(parts.clone(), 2, |_| true, |_| false), [(0..6, ""), (9..12, "")]);
        assert_eq!(joined(parts.clone(), 2, |i| i != 4, |_| false), [(0..4, ""), (5..6, ""), (9..12, "")]);
        assert_eq!(joined(parts, 2, |_| true, |i| i == 5), [(0..4, ""), (5..6, ""), (9..12, "")]);
    }

    #[test]
    fn well_and_badly_formed() {
        check(&["O", "B", "I", "O"], &[(1..3, "")]);
        check(&["B", "B", "I"], &[(0..1, ""), (1..3, "")]);
        check(&["I-P", "I-P", "I-Q"], &[(0..2, "P"), (2..3, "Q")]);
        check(&["B", "|I", "I"], &[(0..1, ""), (1..3, "")]);
    }
}

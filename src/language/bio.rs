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

/// The labels of a head that together score best, where an `I` only follows a `B` or `I` of its kind.
///
/// Each word's own best label would cut a name wherever two kinds are nearly as likely. `starts` tells
/// the words that no run may cross into. Ties go to the label that stands first.
pub(super) fn best_path<'s>(
    labels: &[String],
    count: usize,
    scores: impl Fn(usize) -> &'s [f32],
    starts: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let before: Vec<Option<usize>> = labels.iter().map(|label| opened_by(labels, label)).collect();
    let (mut total, mut last) = (vec![0.0f32; labels.len()], vec![0.0f32; labels.len()]);
    let mut back: Vec<usize> = Vec::with_capacity(count * labels.len()); // a row of labels for each word
    for word in 0..count {
        let fresh = word == 0 || starts(word);
        let best = dateline_model::argmax(&total);
        // long reports would lose the low digits of a growing sum
        last.iter_mut().zip(&total).for_each(|(to, x)| *to = x - total[best]);
        let scores = scores(word);
        for (label, inside) in before.iter().enumerate() {
            let from = match inside {
                Some(begin) if last[*begin] >= last[label] => *begin,
                Some(_) => label,
                None => best,
            };
            let barred = fresh && inside.is_some();
            total[label] = if barred { f32::NEG_INFINITY } else { last[from] + scores[label] };
            back.push(from);
        }
    }
    let mut path = vec![0; count];
    let mut label = dateline_model::argmax(&total);
    for word in (0..count).rev() {
        path[word] = label;
        label = back[word * labels.len() + label];
    }
    path
}

/// For an `I` label, the `B` label of its kind.
fn opened_by(labels: &[String], label: &str) -> Option<usize> {
    let kind = label.strip_prefix('I')?;
    labels.iter().position(|other| other.strip_prefix('B') == Some(kind))
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
    fn a_path_keeps_a_name_whole() {
        let labels = ["O", "B-Place", "I-Place", "B-Team", "I-Team"].map(String::from);
        // the second word alone looks like a team, and no team has begun
        let scores: [[f32; 5]; 3] =
            [[0.0, 5.0, 0.0, 4.0, 0.0], [0.0, 0.0, 4.0, 0.0, 4.5], [5.0, 0.0, 0.0, 0.0, 0.0]];
        let path = |starts: fn(usize) -> bool| best_path(&labels, 3, |i| &scores[i], starts);
        assert_eq!(path(|_| false), [1, 2, 0]);
        assert_eq!(path(|i| i == 1), [1, 0, 0], "a sentence that starts lets no name in");
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

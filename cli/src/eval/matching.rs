//! Greedy one-to-one matching, of spans and of token sets.

use crate::eval::text::{Chars, Tokens, jaccard};

/// A pair that may match: what is best is smallest, the first number first.
pub struct Candidate {
    /// The smaller, the earlier it is taken.
    pub key: [f64; 2],
    /// Place in gold's list.
    pub gold: usize,
    /// Place in the prediction's list.
    pub predicted: usize,
}

/// Takes the best pair, strikes out both its members, and goes on. Equal keys: gold's order, then
/// the prediction's.
pub fn greedy(mut candidates: Vec<Candidate>) -> Vec<(usize, usize)> {
    candidates.sort_by(|a, b| {
        let keys = a.key[0].total_cmp(&b.key[0]).then(a.key[1].total_cmp(&b.key[1]));
        keys.then((a.gold, a.predicted).cmp(&(b.gold, b.predicted)))
    });
    let most = |at: fn(&Candidate) -> usize| candidates.iter().map(at).max().map_or(0, |m| m + 1);
    let mut gold_taken = vec![false; most(|c| c.gold)];
    let mut predicted_taken = vec![false; most(|c| c.predicted)];
    let mut pairs = Vec::new();
    for c in candidates {
        if !gold_taken[c.gold] && !predicted_taken[c.predicted] {
            gold_taken[c.gold] = true;
            predicted_taken[c.predicted] = true;
            pairs.push((c.gold, c.predicted));
        }
    }
    pairs
}

/// Pairs of spans that share a character: equal spans first, then the longer overlap.
pub fn match_spans(gold: &[Chars], predicted: &[Chars]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (g, &wanted) in gold.iter().enumerate() {
        for (p, &given) in predicted.iter().enumerate() {
            let shared = wanted.shared(given);
            if shared > 0 {
                let unequal = if wanted == given { 0.0 } else { 1.0 };
                candidates.push(Candidate { key: [unequal, -(shared as f64)], gold: g, predicted: p });
            }
        }
    }
    greedy(candidates)
}

/// Pairs of token sets that fit, are alike at all and have a Jaccard of `least`; larger first.
pub fn match_tokens(
    gold: &[&Tokens],
    predicted: &[&Tokens],
    least: f64,
    fits: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (g, wanted) in gold.iter().enumerate() {
        for (p, given) in predicted.iter().enumerate() {
            let alike = jaccard(wanted, given);
            if alike > 0.0 && alike >= least && fits(g, p) {
                candidates.push(Candidate { key: [-alike, 0.0], gold: g, predicted: p });
            }
        }
    }
    greedy(candidates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_spans_go_first_then_the_longer_overlap() {
        let span = |start, end| Chars { start, end };
        let pairs = match_spans(&[span(0, 10), span(2, 4)], &[span(2, 4), span(1, 9)]);
        assert_eq!(pairs, [(1, 0), (0, 1)]);
        assert_eq!(match_spans(&[span(0, 2)], &[span(2, 4)]), []);
    }

    #[test]
    fn ties_follow_the_order_of_the_lists() {
        let one = Tokens::from([1]);
        let pairs = match_tokens(&[&one, &one], &[&one], 0.5, |_, _| true);
        assert_eq!(pairs, [(0, 0)]);
    }
}

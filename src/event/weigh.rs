//! Whether an act happened, where the tree and the model speak both: each has a vote.

use crate::language::Signal;

use super::{Polarity, Reality, Recency};

// What the reading of the tree adds to the model's probability of the same answer.
const POLARITY_VOTE: f32 = 0.5;
const REALITY_VOTE: f32 = 0.5;
const RECENCY_VOTE: f32 = 0.5;
// From this probability of an act on the model knows what it speaks of.
const HEARD: f32 = 0.05;

/// What the tree says, put right where the model is surer of something else.
pub(crate) fn weigh(
    signal: &Signal,
    (polarity, reality, recency): (Polarity, Reality, Recency),
) -> (Polarity, Reality, Recency) {
    if signal.told < HEARD {
        return (polarity, reality, recency);
    }
    let pick = |first: f32, vote: bool, weight: f32| first + if vote { weight } else { 0.0 };
    let negated = pick(signal.negated, polarity == Polarity::Negated, POLARITY_VOTE);
    let affirmed = pick(1.0 - signal.negated, polarity == Polarity::Affirmed, POLARITY_VOTE);
    let historical = pick(signal.historical, recency == Recency::Historical, RECENCY_VOTE);
    let current = pick(1.0 - signal.historical, recency == Recency::Current, RECENCY_VOTE);
    let actual = 1.0 - signal.future - signal.hypothetical;
    let of = |p: f32, r: Reality| (pick(p, reality == r, REALITY_VOTE), r);
    let realities = [
        of(actual, Reality::Actual),
        of(signal.future, Reality::Future),
        of(signal.hypothetical, Reality::Hypothetical),
    ];
    let surest = realities.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map_or(reality, |(_, r)| r);
    (
        if negated > affirmed { Polarity::Negated } else { Polarity::Affirmed },
        surest,
        if historical > current { Recency::Historical } else { Recency::Current },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sure_model_outvotes_the_tree_and_an_unsure_one_does_not() {
        let tree = (Polarity::Affirmed, Reality::Actual, Recency::Current);
        let sure =
            Signal { told: 0.9, negated: 0.95, hypothetical: 0.9, historical: 0.1, ..Signal::default() };
        assert_eq!(weigh(&sure, tree), (Polarity::Negated, Reality::Hypothetical, Recency::Current));
        let unsure =
            Signal { told: 0.9, negated: 0.6, hypothetical: 0.6, historical: 0.6, ..Signal::default() };
        assert_eq!(weigh(&unsure, tree), tree);
        let deaf = Signal { told: 0.0, negated: 1.0, ..Signal::default() };
        assert_eq!(weigh(&deaf, tree), tree);
    }
}

//! How two tellings compare: the numbers from which a pair is judged. What is not known is -1.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::telling::{Parties, Telling};
use super::words::{Stem, WordWeights, hash};
use crate::time::days_between;

/// The features, in their order.
pub const FEATURES: [&str; 34] = [
    "same_stem",
    "meaning",
    "stem_letters",
    "rarity",
    "words",
    "reports",
    "same_report",
    "sentences",
    "names",
    "names_differ",
    "same_sentence",
    "stem_there",
    "before",
    "after",
    "around",
    "lead",
    "speech",
    "numbers",
    "same_type",
    "same_mode",
    "actors",
    "recipients",
    "swapped",
    "actor_countries",
    "recipient_countries",
    "places",
    "days",
    "published",
    "denied",
    "same_reality",
    "titles",
    "gist",
    "told_of",
    "report_countries",
];

/// The features of a pair, the same whichever comes first.
pub fn features(a: &Telling, b: &Telling) -> [f32; FEATURES.len()] {
    let same_report = a.report.report == b.report.report;
    let same_stem = a.stem == b.stem;
    let (one, other) = (hash(&a.stem), hash(&b.stem));
    let around = |t: &Telling| t.around[0].union(&t.around[1]).copied().collect::<BTreeSet<Stem>>();
    let names_differ = !a.names().is_empty() && !b.names().is_empty() && a.names().is_disjoint(b.names());
    [
        truth(same_stem),
        cosine(&a.meaning, &b.meaning),
        letters(&a.stem, &b.stem),
        if same_stem { a.rarity } else { 0.0 },
        shared(&a.words, &b.words),
        if same_report { 1.0 } else { a.report.bag.likeness(&b.report.bag) },
        truth(same_report),
        a.bag.likeness(&b.bag),
        shared(a.names(), b.names()),
        truth(names_differ),
        truth(same_report && a.sentence == b.sentence),
        truth(a.bag.has(other)) + truth(b.bag.has(one)),
        shared(&a.around[0], &b.around[0]),
        shared(&a.around[1], &b.around[1]),
        shared(&around(a), &around(b)),
        (a.sentence.min(5) + b.sentence.min(5)) as f32,
        truth(a.speech) + truth(b.speech),
        shared(&a.numbers, &b.numbers),
        equal(a.event_type.as_ref(), b.event_type.as_ref()),
        equal(a.mode.as_ref(), b.mode.as_ref()),
        parties(&a.actors, &b.actors),
        parties(&a.recipients, &b.recipients),
        parties(&a.actors, &b.recipients).max(parties(&a.recipients, &b.actors)),
        countries(&a.actors, &b.actors),
        countries(&a.recipients, &b.recipients),
        if a.places.is_empty() || b.places.is_empty() { -1.0 } else { shared(&a.places, &b.places) },
        days_apart(a.days, b.days),
        days_apart(a.report.days(), b.report.days()),
        if a.event.is_some() && b.event.is_some() { truth(a.denied != b.denied) } else { -1.0 },
        equal(a.reality.as_ref(), b.reality.as_ref()),
        if same_report { 1.0 } else { a.report.title.likeness(&b.report.title) },
        cosine(&a.gist, &b.gist),
        shared(&a.report.told_of, &b.report.told_of),
        shared(&a.report.countries, &b.report.countries),
    ]
}

/// Reports that tell one happening are published within so many days.
pub const WINDOW: i64 = 20;
/// Events further apart than this are other happenings.
const DAYS: f32 = 10.0;

/// Whether two tellings are worth comparing: not far apart in time, and with a [clue](Telling::clues) in
/// common. Cheap, so that a few are found among very many.
pub(super) fn comparable(a: &Telling, b: &Telling) -> bool {
    let near = match (a.when(), b.when()) {
        (Some(a), Some(b)) => days_apart(Some((a, a)), Some((b, b))) <= WINDOW as f32,
        _ => false,
    };
    near && days_apart(a.days, b.days) <= DAYS && {
        let clues = b.clues();
        a.clues().iter().any(|clue| clues.binary_search(clue).is_ok())
    }
}

/// How rare a stem is, as a telling keeps it.
pub(super) fn rarity(weights: &WordWeights, stem: &str) -> f32 {
    weights.of(hash(stem))
}

fn truth(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

fn equal<T: PartialEq>(a: Option<T>, b: Option<T>) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) => truth(a == b),
        _ => -1.0,
    }
}

/// How many of the members of either set are in both.
fn shared<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f32 {
    let both = a.intersection(b).count();
    let either = a.len() + b.len() - both;
    if both == 0 { 0.0 } else { both as f32 / either as f32 }
}

fn parties(a: &Parties, b: &Parties) -> f32 {
    if a.is_empty() || b.is_empty() { -1.0 } else { shared(&a.words, &b.words) }
}

fn countries(a: &Parties, b: &Parties) -> f32 {
    if a.countries.is_empty() || b.countries.is_empty() { -1.0 } else { shared(&a.countries, &b.countries) }
}

/// Days between two stretches, 0 where they meet; 60 stands for more.
fn days_apart(a: Option<(Date, Date)>, b: Option<(Date, Date)>) -> f32 {
    let (Some(a), Some(b)) = (a, b) else { return -1.0 };
    let (first, last) = if a.0 <= b.0 { (a.1, b.0) } else { (b.1, a.0) };
    days_between(first, last).clamp(0, 60) as f32
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f32>();
    let length = (dot(a, a) * dot(b, b)).sqrt();
    if length > 0.0 { dot(a, b) / length } else { -1.0 }
}

/// How many runs of three letters two stems share.
fn letters(a: &str, b: &str) -> f32 {
    let runs = |s: &str| -> BTreeSet<Vec<char>> {
        let chars: Vec<char> = s.chars().collect();
        if chars.len() < 3 {
            BTreeSet::from([chars])
        } else {
            chars.windows(3).map(<[char]>::to_vec).collect()
        }
    };
    shared(&runs(a), &runs(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_between_stretches() {
        let day = |d: i8| jiff::civil::date(2024, 3, d);
        assert_eq!(days_apart(Some((day(1), day(3))), Some((day(3), day(9)))), 0.0);
        assert_eq!(days_apart(Some((day(9), day(9))), Some((day(1), day(3)))), 6.0);
        assert_eq!(days_apart(None, Some((day(1), day(3)))), -1.0);
    }

    #[test]
    fn stems_share_letters() {
        assert_eq!(letters("arrest", "arrest"), 1.0);
        assert_eq!(letters("kill", "sign"), 0.0);
        assert!(letters("explosion", "explod") > 0.3);
    }
}

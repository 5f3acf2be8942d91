//! How many people a noun phrase counts, and how sure its number is.

use serde::Serialize;

use crate::span::Span;
use crate::time::whole_number;

use super::scene::Scene;
use super::tree;

/// How a number bounds what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// `13`.
    Exact,
    /// `at least 13`, `more than 13`.
    AtLeast,
    /// `up to 13`, `nearly 13`.
    AtMost,
    /// `about 13`, or words that leave the number open: `dozens`.
    Vague,
}

/// A number of people as the text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The number; `None` where the words leave it open.
    pub value: Option<u32>,
    /// How it bounds what it counts.
    pub bound: Bound,
    /// The words.
    pub evidence: Span,
}

const AT_LEAST: [&str; 16] = [
    "at least",
    "more than",
    "over",
    "no fewer than",
    "not fewer than",
    "no less than",
    "not less than",
    "well over",
    "upwards of",
    "upward of",
    "a minimum of",
    "in excess of",
    "above",
    "exceeding",
    "between",
    "from",
];
const AT_MOST: [&str; 12] = [
    "up to",
    "as many as",
    "at most",
    "no more than",
    "not more than",
    "fewer than",
    "less than",
    "under",
    "almost",
    "nearly",
    "just under",
    "a maximum of",
];
const ROUGHLY: [&str; 9] = [
    "about",
    "around",
    "some",
    "approximately",
    "roughly",
    "an estimated",
    "estimated",
    "close to",
    "perhaps",
];
// Words that stand for a number and leave it open; the first ones only in the plural.
const LARGE: [&str; 5] = ["dozen", "score", "hundred", "thousand", "million"];
const OPEN: [&str; 8] = ["several", "many", "numerous", "countless", "few", "handful", "number", "multitude"];

/// What a coordination of noun phrases counts together: "two soldiers and a child" are three.
/// `None` where its first member gives no number.
pub(super) fn people(scene: &Scene, mut nouns: Vec<usize>) -> Option<Count> {
    nouns.sort_unstable();
    nouns.dedup();
    let mut total: Option<Count> = None;
    for noun in nouns {
        total = match (total, quantity(scene, noun).or_else(|| single(scene, noun))) {
            (None, None) => return None,
            (None, count) => count,
            // "13 women and children": the number stands for both
            (total, None) => total,
            (Some(a), Some(b)) => Some(together(a, b)),
        };
    }
    total
}

fn together(a: Count, b: Count) -> Count {
    let value = a.value.zip(b.value).and_then(|(a, b)| a.checked_add(b));
    let bound = match (a.bound, b.bound) {
        _ if value.is_none() => Bound::Vague,
        (x, y) if x == y => x,
        (Bound::Exact, other) | (other, Bound::Exact) => other,
        _ => Bound::Vague,
    };
    Count { value, bound, evidence: a.evidence.cover(b.evidence) }
}

/// The number that stands with a noun, or that the word itself is.
pub(super) fn quantity(scene: &Scene, noun: usize) -> Option<Count> {
    let s = scene.syntax;
    let numeral = s.children_by(noun, "nummod").find(|&c| c < noun);
    if let Some(numeral) = numeral.or_else(|| is_numeral(scene, noun).then_some(noun)) {
        return Some(numbered(scene, numeral));
    }
    if OPEN.contains(&tree::lemma(s, noun).as_str()) {
        return Some(open(scene, noun));
    }
    // "a total of 12 people", "a group of 12"
    if matches!(tree::lemma(s, noun).as_str(), "total" | "group" | "crowd" | "toll") {
        return tree::prepositional(s, noun, "of").into_iter().find_map(|c| quantity(scene, c));
    }
    let word = s
        .children(noun)
        .iter()
        .copied()
        .find(|&c| c < noun && matches!(s.word(c).base_rel(), "amod" | "det") && is_open(scene, c))?;
    Some(open(scene, word))
}

fn is_open(scene: &Scene, w: usize) -> bool {
    OPEN.contains(&tree::lemma(scene.syntax, w).as_str())
}

fn open(scene: &Scene, w: usize) -> Count {
    Count { value: None, bound: Bound::Vague, evidence: scene.syntax.word(w).span }
}

// "a child", "another man"
fn single(scene: &Scene, noun: usize) -> Option<Count> {
    let s = scene.syntax;
    let one = |d: &usize| matches!(tree::lemma(s, *d).as_str(), "a" | "an" | "another");
    let article = s.children_by(noun, "det").find(one)?;
    let counted = s.word(noun).upos == "NOUN" && s.word(noun).xpos != "NNS";
    let evidence = s.cover([article, noun])?;
    counted.then_some(Count { value: Some(1), bound: Bound::Exact, evidence })
}

fn is_numeral(scene: &Scene, w: usize) -> bool {
    let word = scene.syntax.word(w);
    // "at least 12": the tagger may take the bound for a number
    let bound = matches!(tree::lemma(scene.syntax, w).as_str(), "least" | "most" | "more" | "than");
    (word.upos == "NUM" && !bound) || is_large(scene, w)
}

fn is_large(scene: &Scene, w: usize) -> bool {
    scene.syntax.word(w).upos == "NOUN" && LARGE.contains(&tree::lemma(scene.syntax, w).as_str())
}

// The number to which the word belongs, with what bounds it: "at least two hundred".
fn numbered(scene: &Scene, numeral: usize) -> Count {
    let s = scene.syntax;
    let sentence = s.sentences().get(s.sentence_of(numeral)).cloned().unwrap_or(numeral..numeral + 1);
    let is_part = |w: usize| is_numeral(scene, w) || matches!(tree::lemma(s, w).as_str(), "-" | "half");
    let mut from = numeral;
    while from > sentence.start && is_part(from - 1) {
        from -= 1;
    }
    // "a dozen", but not "a 13"
    let large = is_large(scene, numeral) || LARGE.contains(&tree::lemma(s, numeral).as_str());
    if from > sentence.start && large && matches!(tree::lemma(s, from - 1).as_str(), "a" | "an") {
        from -= 1;
    }
    let mut to = numeral + 1;
    while to < sentence.end && is_part(to) {
        to += 1;
    }
    let span = s.cover(from..to).unwrap_or(s.word(numeral).span);
    let start = sentence.start.min(from);
    let before = s.cover(start..from).filter(|_| start < from).map_or("", |b| scene.doc.slice(b));
    let (mut bound, phrase) = bound_before(before);
    let span = phrase
        .and_then(|length| {
            let at = s.word(start).span.start() + before.trim_end().len() - length;
            scene.doc.span(at, span.end())
        })
        .unwrap_or(span);
    let value = whole_number(scene.doc.slice(s.cover(from..to).unwrap_or(span)));
    if value.is_none() {
        bound = Bound::Vague;
    } else if bound == Bound::Exact && is_lower_end(scene, to, sentence.end) {
        bound = Bound::AtLeast;
    }
    Count { value, bound, evidence: span }
}

// "five or six", "five to six", "20 or more"
fn is_lower_end(scene: &Scene, next: usize, end: usize) -> bool {
    let s = scene.syntax;
    next + 1 < end
        && matches!(tree::lemma(s, next).as_str(), "or" | "to")
        && (s.word(next + 1).upos == "NUM" || tree::lemma(s, next + 1) == "more")
}

/// What the words before a number make of it, and the length of those words.
fn bound_before(before: &str) -> (Bound, Option<usize>) {
    let lower = before.trim_end().to_ascii_lowercase();
    let ends = |phrase: &&str| {
        lower
            .strip_suffix(phrase)
            .is_some_and(|rest| rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
    };
    let longest = |phrases: &[&str]| phrases.iter().copied().filter(|p| ends(p)).map(str::len).max();
    let found = [
        (Bound::AtLeast, longest(&AT_LEAST)),
        (Bound::AtMost, longest(&AT_MOST)),
        (Bound::Vague, longest(&ROUGHLY)),
    ];
    let best = found.into_iter().filter(|(_, length)| length.is_some()).max_by_key(|(_, length)| *length);
    best.unwrap_or((Bound::Exact, None))
}

#[cfg(test)]
mod tests {
    use super::{Bound, bound_before};

    #[test]
    fn what_stands_before_a_number_bounds_it() {
        let read = |t: &str| bound_before(t).0;
        assert_eq!(read("killing at least "), Bound::AtLeast);
        assert_eq!(read("no more than"), Bound::AtMost);
        assert_eq!(read("more than"), Bound::AtLeast);
        assert_eq!(read("Up to "), Bound::AtMost);
        assert_eq!(read("moreover"), Bound::Exact);
        assert_eq!(read("some"), Bound::Vague);
        assert_eq!(read(""), Bound::Exact);
    }
}

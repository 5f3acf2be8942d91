//! How many died, where the text counts them.

use crate::span::Span;

use super::matching::Match;
use super::scene::Scene;
use super::tree;

/// The number of dead that stands with an act: "killed at least 13 people", "twelve people died in the attack".
/// Killed and injured counted together give none.
pub(crate) fn deaths(scene: &Scene, m: &Match) -> Option<(u32, Span)> {
    let s = scene.syntax;
    let mut around = vec![m.head];
    around.extend(s.children(m.head).iter().copied());
    around.extend(s.ancestors(m.head).take(3));
    around.extend(s.children(tree::clause_head(s, m.head)).iter().copied());
    around.dedup();
    around.into_iter().find_map(|w| dead_at(scene, w))
}

fn dead_at(scene: &Scene, w: usize) -> Option<(u32, Span)> {
    let s = scene.syntax;
    let counted = match tree::lemma(s, w).as_str() {
        "kill" | "murder" | "slaughter" | "massacre" | "execute" | "behead" => tree::patients(s, w),
        "die" | "perish" => tree::surface_subject(s, w),
        "leave" if s.children(w).iter().any(|&c| tree::lemma(s, c) == "dead") => tree::patients(s, w),
        "claim" => tree::patients(s, w).into_iter().filter(|&o| tree::lemma(s, o) == "life").collect(),
        "death" => vec![w],
        _ => return None,
    };
    let both = s.children_by(w, "conj").any(|c| matches!(tree::lemma(s, c).as_str(), "injure" | "wound"));
    counted.into_iter().filter(|_| !both).find_map(|n| number_of(scene, n))
}

fn number_of(scene: &Scene, noun: usize) -> Option<(u32, Span)> {
    let s = scene.syntax;
    let numeral =
        s.children_by(noun, "nummod").next().or_else(|| (s.word(noun).upos == "NUM").then_some(noun))?;
    let words: Vec<usize> = s
        .subtree(numeral)
        .into_iter()
        .filter(|&w| s.word(w).upos == "NUM" || s.word(w).base_rel() == "compound")
        .collect();
    let text: Vec<String> = words.iter().map(|&w| scene.doc.slice(s.word(w).span).to_lowercase()).collect();
    Some((number(&text)?, s.cover(words)?))
}

/// The number that some words write: `13`, `1,200`, `twenty two`.
fn number(words: &[String]) -> Option<u32> {
    let mut total: u32 = 0;
    for word in words.iter().flat_map(|w| w.split('-')) {
        let digits: String = word.chars().filter(|&c| c != ',').collect();
        if let Ok(n) = digits.parse::<u32>() {
            total = total.checked_add(n)?;
            continue;
        }
        match word {
            "hundred" => total = total.max(1).checked_mul(100)?,
            "thousand" => total = total.max(1).checked_mul(1000)?,
            _ => total = total.checked_add(small(word)?)?,
        }
    }
    (total > 0).then_some(total)
}

fn small(word: &str) -> Option<u32> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let one = ONES.iter().position(|&w| w == word).map(|i| i as u32);
    one.or_else(|| TENS.iter().position(|&w| w == word).map(|i| (i as u32 + 2) * 10))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_in_digits_and_words() {
        let read = |t: &str| number(&t.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(read("1,200"), Some(1200));
        assert_eq!(read("twenty-two"), Some(22));
        assert_eq!(read("two hundred"), Some(200));
        assert_eq!(read("several"), None);
        assert_eq!(read("99999999999"), None);
    }
}

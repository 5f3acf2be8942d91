//! What the model proposes beside the rules: acts that no rule finds, and other types for acts that one finds.

use std::collections::BTreeSet;

use crate::codebook::Part;

use super::matching::Match;
use super::scene::Scene;

/// Words in which the model sees an act of a type that no rule gives them, in order of the text.
pub(crate) fn proposals(scene: &Scene, by_rules: &[Match]) -> Vec<Match> {
    let book = scene.codebook.events();
    let told: BTreeSet<(usize, &str)> = by_rules
        .iter()
        .flat_map(|m| m.words.iter().chain([&m.head]).map(|&w| (w, book.rule(m.rule).event_type.as_str())))
        .collect();
    let propose = |w: usize| {
        let signal = scene.signals.word(w);
        if signal.told < scene.codebook.score().propose || !scene.is_prose(w) {
            return None;
        }
        let (event_type, _) = signal.best_type();
        if near(scene, w).any(|n| told.contains(&(n, event_type))) {
            return None;
        }
        let part = part_of(scene.syntax.word(w).upos)?;
        let rule = book.model_rule(event_type)?;
        Some(Match { rule, head: w, words: vec![w], part })
    };
    (0..scene.syntax.words().len()).filter_map(propose).collect()
}

fn part_of(upos: &str) -> Option<Part> {
    match upos {
        "VERB" => Some(Part::Verb),
        "NOUN" | "PROPN" => Some(Part::Noun),
        "ADJ" => Some(Part::Adjective),
        _ => None,
    }
}

// The word, what it hangs on and what hangs on it: "carried out" and "attacks" tell of one act.
fn near<'a>(scene: &Scene<'a>, w: usize) -> impl Iterator<Item = usize> + use<'a> {
    let s = scene.syntax;
    let linked = |c: &usize| matches!(s.word(*c).base_rel(), "obj" | "compound" | "nsubj" | "xcomp" | "obl");
    let below = s.children(w).iter().copied().filter(linked);
    let above = s.word(w).head.filter(|_| linked(&w));
    std::iter::once(w).chain(below).chain(above)
}

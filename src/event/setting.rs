//! Where and when: the place and the date that stand with an act.

use crate::actor::{EntityId, EntityKind};
use crate::span::Span;
use crate::syntax::Syntax;

use super::matching::Match;
use super::scene::Scene;
use super::{EventDate, tree};

const WHERE: [&str; 13] =
    ["in", "at", "near", "around", "outside", "inside", "across", "of", "on", "into", "from", "over", "to"];

/// The place of an act: beside its noun, in its phrase, in its clause; the nearest of those.
/// Of an act in words only what stands beside them.
pub(crate) fn place(scene: &Scene, m: &Match, aimed_at: Option<EntityId>, verbal: bool) -> Option<EntityId> {
    if verbal {
        let talks = m
            .words
            .iter()
            .skip(1)
            .chain(tree::patients(scene.syntax, m.head).iter())
            .find_map(|&w| noun_place(scene, w));
        return talks;
    }
    let mut heads = vec![m.head];
    heads.extend(m.words.iter().copied().filter(|&w| w != m.head));
    heads.extend(scene.carrier(m.head));
    let beside = heads.iter().find_map(|&h| place_beside(scene, h));
    beside.or(aimed_at).or_else(|| {
        let s = scene.syntax;
        let clause = tree::clause_head(s, m.head);
        let of_its_clause = clause == m.head || matches!(s.word(m.head).base_rel(), "obj" | "nsubj" | "conj");
        of_its_clause
            .then(|| {
                place_below(scene, clause, &["in", "at", "near", "around", "outside", "inside", "across"])
            })
            .flatten()
    })
}

// "halted the talks in Geneva": the place of the talks is that of their end
fn noun_place(scene: &Scene, w: usize) -> Option<EntityId> {
    let meets = scene
        .codebook
        .words()
        .class("talks")
        .is_some_and(|talks| talks.contains(&tree::lemma(scene.syntax, w)));
    meets.then(|| place_beside(scene, w)).flatten()
}

/// The place beside a noun or verb: "the Geneva talks", "the attack in Aleppo".
pub(crate) fn beside(scene: &Scene, head: usize) -> Option<EntityId> {
    place_beside(scene, head)
}

fn place_beside(scene: &Scene, head: usize) -> Option<EntityId> {
    let s = scene.syntax;
    let prepositions = if s.word(head).upos == "NOUN" { &WHERE[..] } else { &WHERE[..7] };
    let before =
        s.children(head).iter().copied().filter(|&c| matches!(s.word(c).base_rel(), "compound" | "amod"));
    place_below(scene, head, prepositions).or_else(|| before.into_iter().find_map(|c| pure_place(scene, c)))
}

fn place_below(scene: &Scene, head: usize, prepositions: &[&str]) -> Option<EntityId> {
    let s = scene.syntax;
    let located = s
        .children(head)
        .iter()
        .copied()
        .filter(|&c| matches!(s.word(c).base_rel(), "obl" | "nmod") && tree::marked(s, c, prepositions));
    let mut found: Vec<(usize, EntityId)> =
        located.filter_map(|c| Some((c.abs_diff(head), place_in_phrase(scene, c)?))).collect();
    found.sort();
    found.first().map(|&(_, id)| id)
}

// "in Aleppo", "in the city of Aleppo", "in the northern Syrian city of Aleppo", "in Damascus, Syria"
fn place_in_phrase(scene: &Scene, w: usize) -> Option<EntityId> {
    let s = scene.syntax;
    let deeper = || {
        let kinds = |rel: &str| matches!(rel, "nmod" | "appos" | "compound" | "flat");
        s.children(w)
            .iter()
            .copied()
            .filter(|&c| kinds(s.word(c).base_rel()))
            .find_map(|c| place_entity(scene, c))
    };
    place_entity(scene, w).or_else(deeper)
}

fn place_entity(scene: &Scene, w: usize) -> Option<EntityId> {
    scene.entity(w).filter(|&id| {
        let e = scene.entities.get(id);
        e.kind == EntityKind::Place || (e.kind == EntityKind::State && scene.syntax.word(w).upos == "PROPN")
    })
}

fn pure_place(scene: &Scene, w: usize) -> Option<EntityId> {
    scene.entity(w).filter(|&id| scene.entities.get(id).kind == EntityKind::Place)
}

/// The date of an act and the words of every time expression in its clause.
pub(crate) fn date(scene: &Scene, m: &Match) -> (Option<EventDate>, String) {
    let s = scene.syntax;
    let sentence = s.sentences().get(s.sentence_of(m.head)).cloned().unwrap_or(0..0);
    let Some(span) = s.cover(sentence) else { return (None, String::new()) };
    let mut here: Vec<(usize, Span, Option<&str>)> = scene
        .timexes
        .within(span)
        .filter_map(|(t, timex)| {
            let head = s.head_of(*t)?;
            let value = timex.value.as_deref().filter(|v| is_date(v));
            attached(s, head, m).then(|| (head.abs_diff(m.head), *t, value))
        })
        .collect();
    here.sort();
    let words: Vec<&str> = here.iter().map(|(_, t, _)| scene.doc.slice(*t)).collect();
    let dated = here.iter().find_map(|(_, t, v)| v.map(|v| EventDate { value: v.to_owned(), span: *t }));
    (dated, words.join(" "))
}

/// The date that stands with a word or its clause.
pub(crate) fn date_at(scene: &Scene, word: usize) -> Option<EventDate> {
    let alone = Match { rule: 0, head: word, words: vec![word], part: crate::codebook::Part::Noun };
    date(scene, &alone).0
}

/// The dated time expression that holds a span.
pub(crate) fn date_over(scene: &Scene, span: Span) -> Option<EventDate> {
    let mut over =
        scene.timexes.overlapping(span).filter_map(|(t, timex)| Some((t, timex.value.as_deref()?)));
    over.find(|(_, value)| is_date(value)).map(|(t, value)| EventDate { value: value.to_owned(), span: *t })
}

// Dates, not durations or sets: they begin with a year.
fn is_date(value: &str) -> bool {
    value.len() >= 4 && value.as_bytes().iter().take(4).all(u8::is_ascii_digit)
}

// Whether the first act above a time expression is this one, or its clause.
fn attached(s: &Syntax, timex: usize, m: &Match) -> bool {
    let mine = tree::clause_head(s, m.head);
    let Some(governor) = s.word(timex).head else { return false };
    if governor == m.head || m.words.contains(&governor) {
        return true;
    }
    // through the nouns of its own phrase ("the attack in Aleppo on Monday") up to the clause
    let clause = tree::clause_head(s, governor);
    clause == mine || s.ancestors(governor).take_while(|&a| !tree::is_clausal(s, a)).any(|a| a == m.head)
}

//! Who fills the places of a rule: actors, recipients, and the place that stands in a recipient's stead.

use std::collections::BTreeSet;

use crate::actor::{EntityId, EntityKind};
use crate::codebook::{Part, Rule, Slot};

use super::matching::Match;
use super::scene::Scene;
use super::tree;
use super::watch::Lack;

/// Who takes part in an act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) actors: Vec<EntityId>,
    pub(crate) recipients: Vec<EntityId>,
    /// The places that the act is aimed at: "the attack on Aleppo".
    pub(crate) aimed_at: Vec<EntityId>,
}

/// Fills the rule's places from the tree.
pub(crate) fn fill(scene: &Scene, m: &Match) -> Frame {
    let rule = scene.codebook.events().rule(m.rule);
    let actors = first_filled(scene, m, &rule.actor, |id| scene.can_act(id));
    let aimed = first_filled(scene, m, &rule.recipient, |_| true);
    let (places, mut recipients): (Vec<EntityId>, Vec<EntityId>) =
        aimed.into_iter().partition(|&id| scene.entities.get(id).kind == EntityKind::Place);
    if recipients.is_empty() {
        // "attacked Aleppo" names a place; who suffers there may stand in a later slot
        recipients = first_filled(scene, m, &rule.recipient, |id| scene.can_act(id));
    }
    recipients.retain(|id| !actors.contains(id));
    Frame { actors, recipients, aimed_at: places }
}

/// What the rule demands of its participants and does not get.
pub(crate) fn lack(scene: &Scene, rule: &Rule, frame: &Frame) -> Option<Lack> {
    let known = !frame.actors.is_empty() || !frame.recipients.is_empty();
    let political = |ids: &[EntityId]| ids.iter().any(|&id| scene.is_political(id));
    if !known && !rule.alone {
        Some(Lack::Anybody)
    } else if rule.needs_actor && frame.actors.is_empty() {
        Some(Lack::Actor)
    } else if rule.needs_recipient && frame.recipients.is_empty() {
        Some(Lack::Recipient)
    } else if rule.political && !political(&frame.actors) {
        Some(Lack::Political)
    } else {
        None
    }
}

/// Of praise and blame for a deed, whose deed it is: "condemned the regime's offensive", "proud that the
/// coalition has helped". They are who is praised and blamed where nobody else is.
pub(crate) fn judged(scene: &Scene, m: &Match) -> Vec<EntityId> {
    let s = scene.syntax;
    let rule = scene.codebook.events().rule(m.rule);
    if !matches!(rule.event_type.as_str(), "SUPPORT" | "ACCUSE") {
        return Vec::new();
    }
    let clauses = || tree::clauses(s, m.head).into_iter().map(|c| tree::surface_subject(s, c));
    let deeds = match m.part {
        Part::Noun => Vec::new(),
        _ => tree::patients(s, m.head),
    };
    let of = |deed: usize| {
        let inner = tree::prepositional(s, deed, "of").into_iter().flat_map(|o| owners(scene, o));
        owners(scene, deed).into_iter().chain([tree::prepositional(s, deed, "of")]).chain(inner)
    };
    let groups = clauses().chain(deeds.into_iter().flat_map(of));
    let named = |group: Vec<usize>| -> Vec<EntityId> {
        group.into_iter().filter_map(|w| scene.entity(w)).filter(|&id| scene.can_act(id)).collect()
    };
    groups.map(named).find(|found| !found.is_empty()).unwrap_or_default()
}

fn first_filled(scene: &Scene, m: &Match, slots: &[Slot], keep: impl Fn(EntityId) -> bool) -> Vec<EntityId> {
    filled(scene, m, slots, keep).into_iter().flat_map(|(_, found)| found).map(|(_, id)| id).collect()
}

/// The first of the slots that is filled, with the words that fill it and the entities they name.
pub(crate) fn filled<'s>(
    scene: &Scene,
    m: &Match,
    slots: &'s [Slot],
    keep: impl Fn(EntityId) -> bool,
) -> Option<(&'s Slot, Vec<(usize, EntityId)>)> {
    slots.iter().map(|slot| (slot, in_slot(scene, m, slot, &keep))).find(|(_, found)| !found.is_empty())
}

/// The words that stand in the places, whether they name anybody or not.
pub(crate) fn standing(scene: &Scene, m: &Match, slots: &[Slot]) -> BTreeSet<usize> {
    slots.iter().flat_map(|slot| words_in_slot(scene, m, slot)).flatten().collect()
}

// Each entity once, with the first word that names it; the speaker with the first word of the act.
fn in_slot(
    scene: &Scene,
    m: &Match,
    slot: &Slot,
    keep: &impl Fn(EntityId) -> bool,
) -> Vec<(usize, EntityId)> {
    let mut found: Vec<(usize, EntityId)> = Vec::new();
    if *slot == Slot::Speaker {
        found.extend(scene.speaker(m.words[0]).map(|id| (m.words[0], id)));
    }
    for group in words_in_slot(scene, m, slot) {
        let named: Vec<(usize, EntityId)> =
            group.into_iter().filter_map(|w| Some((w, scene.entity(w).filter(|&id| keep(id))?))).collect();
        if !named.is_empty() {
            found.extend(named);
            break;
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|(_, id)| seen.insert(*id));
    found
}

// Groups of words, the likeliest group first.
fn words_in_slot(scene: &Scene, m: &Match, slot: &Slot) -> Vec<Vec<usize>> {
    let s = scene.syntax;
    let clause_subjects =
        || tree::clauses(s, m.head).into_iter().map(|c| tree::surface_subject(s, c)).collect();
    match (slot, m.part) {
        (Slot::Speaker, _) => Vec::new(),
        (Slot::Clause, _) => clause_subjects(),
        (Slot::Subject, Part::Noun) => subject_of_noun(scene, m.head),
        (Slot::Subject, Part::Adjective) => vec![tree::surface_subject(s, m.head), modified(scene, m.head)],
        (Slot::Subject, Part::Auxiliary) => vec![tree::surface_subject(s, m.head)],
        (Slot::Subject, Part::Verb) => vec![tree::agents(s, m.head)],
        (Slot::Object, Part::Noun) => vec![tree::prepositional(s, m.head, "of"), sufferers(scene, m.head)],
        (Slot::Object, _) => objects(scene, m),
        (Slot::Possessor, Part::Noun) => {
            let inner = ["of", "to"]
                .iter()
                .flat_map(|p| tree::prepositional(s, m.head, p))
                .flat_map(|o| owners(scene, o));
            std::iter::once(s.children_by(m.head, "nmod:poss").collect()).chain(inner).collect()
        }
        (Slot::Possessor, _) => {
            tree::patients(s, m.head).into_iter().flat_map(|o| owners(scene, o)).collect()
        }
        (Slot::Modifier, _) => vec![modifiers(scene, m.head)],
        (Slot::Preposition(p), _) => prepositional(scene, m, p),
    }
}

// The object of a verb; of "call on" the noun phrase after its preposition.
fn objects(scene: &Scene, m: &Match) -> Vec<Vec<usize>> {
    let s = scene.syntax;
    let mut groups = vec![tree::patients(s, m.head)];
    if let Some(&last) = m.words.last().filter(|_| m.words.len() > 1) {
        groups.push(tree::prepositional(s, m.head, &tree::lemma(s, last)));
    }
    groups.push(s.children_by(m.head, "iobj").collect());
    groups
}

// "Russia's attack", "an attack by Russia", "Russia launched an attack", "Russian attacks".
fn subject_of_noun(scene: &Scene, noun: usize) -> Vec<Vec<usize>> {
    let s = scene.syntax;
    let mut groups = vec![s.children_by(noun, "nmod:poss").flat_map(|c| tree::conjuncts(s, c)).collect()];
    groups.push(tree::prepositional(s, noun, "by"));
    if let Some(verb) = scene.carrier(noun).filter(|&v| !suffers(scene, v)) {
        groups.push(tree::agents(s, verb));
    }
    groups.push(modifiers(scene, noun));
    groups
}

fn suffers(scene: &Scene, verb: usize) -> bool {
    scene.grammar().suffer.contains(&tree::lemma(scene.syntax, verb))
}

// "the army faced attacks"
fn sufferers(scene: &Scene, noun: usize) -> Vec<usize> {
    match scene.carrier(noun) {
        Some(verb) if suffers(scene, verb) => tree::surface_subject(scene.syntax, verb),
        _ => Vec::new(),
    }
}

fn modifiers(scene: &Scene, noun: usize) -> Vec<usize> {
    let s = scene.syntax;
    let before = s
        .children(noun)
        .iter()
        .copied()
        .filter(|&c| matches!(s.word(c).base_rel(), "compound" | "amod") && c < noun);
    // "Russian air strikes": the nationality may hang on either noun
    before
        .flat_map(|c| {
            std::iter::once(c)
                .chain(tree::conjuncts(s, c).into_iter().skip(1))
                .chain(s.children(c).iter().copied())
        })
        .collect()
}

// "a country grateful to …"
fn modified(scene: &Scene, adjective: usize) -> Vec<usize> {
    let word = scene.syntax.word(adjective);
    word.head.filter(|_| word.base_rel() == "amod").into_iter().collect()
}

fn owners(scene: &Scene, noun: usize) -> Vec<Vec<usize>> {
    let s = scene.syntax;
    vec![
        s.children_by(noun, "nmod:poss").collect(),
        tree::prepositional(s, noun, "by"),
        modifiers(scene, noun),
    ]
}

// A phrase may hang on the verb, on its object, or (for a noun) on the verb that carries it.
fn prepositional(scene: &Scene, m: &Match, preposition: &str) -> Vec<Vec<usize>> {
    let s = scene.syntax;
    let mut groups = vec![tree::prepositional(s, m.head, preposition)];
    match m.part {
        Part::Noun => groups.extend(scene.carrier(m.head).map(|v| tree::prepositional(s, v, preposition))),
        _ => groups
            .extend(tree::patients(s, m.head).into_iter().map(|o| tree::prepositional(s, o, preposition))),
    }
    groups.extend(m.words.iter().filter(|&&w| w != m.head).map(|&w| tree::prepositional(s, w, preposition)));
    groups
}

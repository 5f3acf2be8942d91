//! The same happening told again in one report is one event with further mentions.

use crate::actor::EntityId;

use super::scene::Scene;
use super::{Event, is_verbal, tree};

/// An event with the words it was read from.
pub(crate) struct Draft {
    pub(crate) event: Event,
    pub(crate) head: usize,
    /// Tells of an act only if it has been told already: "the attack".
    pub(crate) only_again: bool,
}

/// Joins drafts, in order of the text.
pub(crate) fn merge(scene: &Scene, drafts: Vec<Draft>) -> Vec<Event> {
    let mut kept: Vec<(Event, Vec<usize>)> = Vec::new();
    for draft in drafts {
        let anaphoric = draft.only_again || is_bare_anaphor(scene, &draft);
        let twin = kept.iter().rposition(|(event, heads)| same(scene, event, heads, &draft));
        match twin {
            Some(i) => {
                absorb(&mut kept[i].0, draft.event);
                kept[i].1.push(draft.head);
            }
            // "the investigation" alone tells of nothing new
            None if anaphoric => {}
            None => kept.push((draft.event, vec![draft.head])),
        }
    }
    kept.into_iter().map(|(event, _)| event).collect()
}

fn same(scene: &Scene, a: &Event, heads: &[usize], draft: &Draft) -> bool {
    let b = &draft.event;
    if a.event_type != b.event_type || a.polarity != b.polarity {
        return false;
    }
    if heads.iter().any(|&h| tells_of(scene, h, draft.head) || tells_of(scene, draft.head, h)) {
        return true;
    }
    let compatible = a.reality == b.reality
        && a.recency == b.recency
        && overlap(&a.actors, &b.actors)
        && overlap(&a.recipients, &b.recipients)
        && agree(&a.place, &b.place)
        && agree(&a.date.as_ref().map(|d| &d.value), &b.date.as_ref().map(|d| &d.value));
    if !compatible || claims_more(a, b) || claims_more(b, a) {
        return false;
    }
    let lemma = tree::lemma(scene.syntax, draft.head);
    let same_word = heads.iter().any(|&h| tree::lemma(scene.syntax, h) == lemma);
    let participants = shared(&a.actors, &b.actors) || shared(&a.recipients, &b.recipients);
    match is_verbal(&a.event_type) {
        true => same_word && a.actors == b.actors && a.recipients == b.recipients,
        false => same_word || is_definite(scene, draft.head) || (participants && a.rule == b.rule),
    }
}

// One speaker's account of whom an act was aimed at stays apart from what the report asserts.
fn claims_more(told: &Event, asserted: &Event) -> bool {
    told.attributed_to.is_some()
        && asserted.attributed_to.is_none()
        && told.recipients.iter().any(|r| !asserted.recipients.contains(r))
}

// "the attack killed 12": the subject of one act is the other.
fn tells_of(scene: &Scene, noun: usize, verb: usize) -> bool {
    let s = scene.syntax;
    s.word(noun).upos == "NOUN"
        && s.word(verb).upos == "VERB"
        && s.sentence_of(noun) == s.sentence_of(verb)
        && (tree::surface_subject(s, verb).contains(&noun)
            || ["by", "in", "during"].iter().any(|p| tree::prepositional(s, verb, p).contains(&noun)))
}

/// Whether the word is a noun with a definite article or demonstrative.
pub(crate) fn is_definite(scene: &Scene, head: usize) -> bool {
    let s = scene.syntax;
    s.word(head).upos == "NOUN"
        && s.children_by(head, "det")
            .any(|d| matches!(tree::lemma(s, d).as_str(), "the" | "this" | "these" | "that"))
}

// "the attack", "this investigation": nothing but an article, and nobody who takes part.
fn is_bare_anaphor(scene: &Scene, draft: &Draft) -> bool {
    let s = scene.syntax;
    let bare = s
        .children(draft.head)
        .iter()
        .all(|&c| matches!(s.word(c).base_rel(), "det" | "case" | "punct" | "cc" | "conj"));
    is_definite(scene, draft.head)
        && bare
        && draft.event.actors.is_empty()
        && draft.event.recipients.is_empty()
}

// Neither says anything against the other.
fn overlap(a: &[EntityId], b: &[EntityId]) -> bool {
    a.is_empty() || b.is_empty() || shared(a, b)
}

fn shared(a: &[EntityId], b: &[EntityId]) -> bool {
    a.iter().any(|id| b.contains(id))
}

fn agree<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

fn absorb(event: &mut Event, other: Event) {
    if other.trigger != event.trigger {
        event.mentions.push(other.trigger);
    }
    let add = |into: &mut Vec<EntityId>, from: Vec<EntityId>| {
        for id in from {
            if !into.contains(&id) {
                into.push(id);
            }
        }
    };
    add(&mut event.actors, other.actors);
    let actors = event.actors.clone();
    add(&mut event.recipients, other.recipients.into_iter().filter(|id| !actors.contains(id)).collect());
    event.place = event.place.or(other.place);
    event.date = event.date.take().or(other.date);
    event.deaths = event.deaths.or(other.deaths);
    // what the report itself asserts once needs nobody else's word
    if other.attributed_to.is_none() {
        event.attributed_to = None;
    }
}

//! Acts inside acts of words: what is demanded, promised, threatened, accepted, refused, blamed or praised.

use std::collections::BTreeMap;

use crate::syntax::Syntax;

use super::scene::Scene;
use super::{Event, EventId, is_verbal, tree};

/// The longest way up from an act to the words that speak of it.
const FAR: usize = 6;

/// Tells each event the innermost act of words of whose object it is a part: "urged Kenya to withdraw" is a
/// REQUEST, and the RETREAT stands within it.
pub(crate) fn link(scene: &Scene, mut events: Vec<Event>) -> Vec<Event> {
    let s = scene.syntax;
    let mut speaks: BTreeMap<usize, EventId> = BTreeMap::new();
    for (i, event) in events.iter().enumerate().rev().filter(|(_, e)| is_verbal(&e.event_type)) {
        let spans = std::iter::once(&event.trigger).chain(&event.mentions);
        speaks.extend(spans.flat_map(|span| s.words_in(*span)).map(|w| (w, EventId(i))));
    }
    let outer = |event: &Event, own: usize| {
        let heads =
            std::iter::once(&event.trigger).chain(&event.mentions).filter_map(|span| s.head_of(*span));
        heads.filter_map(|h| above(s, &speaks, h, own)).next()
    };
    let found: Vec<Option<EventId>> = events.iter().enumerate().map(|(i, e)| outer(e, i)).collect();
    for (event, within) in events.iter_mut().zip(found) {
        event.within = within;
    }
    events
}

fn above(s: &Syntax, speaks: &BTreeMap<usize, EventId>, from: usize, own: usize) -> Option<EventId> {
    let mut at = from;
    for _ in 0..FAR {
        let head = s.word(at).head.filter(|_| is_object(s, at))?;
        // of two acts of words side by side neither is within the other
        let beside = s.word(at).base_rel() == "conj";
        if let Some(event) = speaks.get(&head).filter(|e| e.0 != own && !beside) {
            return Some(*event);
        }
        at = head;
    }
    None
}

// Whether a word is, or is part of, what its governor speaks of: not its subject, its time or its ground.
fn is_object(s: &Syntax, w: usize) -> bool {
    let word = s.word(w);
    match word.base_rel() {
        "obj" | "ccomp" | "xcomp" | "csubj" | "conj" | "acl" | "compound" | "amod" => word.rel != "acl:relcl",
        "nsubj" => word.rel == "nsubj:pass",
        "obl" | "nmod" => {
            tree::marked(s, w, &["for", "of", "to", "from", "against", "about", "on", "over", "with"])
        }
        "advcl" => tree::marked(s, w, &["to", "for", "of", "from"]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{report, short};
    use crate::actor::EntityKind;
    use crate::event::EventId;

    #[test]
    fn a_demand_holds_what_is_demanded() {
        let report = report(
            &short(
                "Kenya/Kenya/PROPN/2/nsubj urged/urge/VERB.VBD/0/root Uganda/Uganda/PROPN/2/obj to/to/PART/5/mark release/release/VERB/2/xcomp the/the/DET/7/det prisoners/prisoner/NOUN/5/obj",
            ),
            &[("prisoners", EntityKind::Person)],
        );
        let shown: Vec<(String, Option<EventId>)> =
            report.events().into_iter().map(|e| (e.event_type, e.within)).collect();
        assert_eq!(shown, [("REQUEST".to_owned(), None), ("RETREAT".to_owned(), Some(EventId(0)))]);
    }

    #[test]
    fn acts_of_words_side_by_side_stay_apart() {
        let report = report(
            &short(
                "Kenya/Kenya/PROPN/2/nsubj praised/praise/VERB.VBD/0/root Oman/Oman/PROPN/2/obj and/and/CCONJ/5/cc condemned/condemn/VERB.VBD/2/conj Uganda/Uganda/PROPN/5/obj",
            ),
            &[("Oman", EntityKind::State), ("Uganda", EntityKind::State)],
        );
        assert!(report.events().iter().all(|e| e.within.is_none()));
        assert_eq!(report.events().len(), 2);
    }
}

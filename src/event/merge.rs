//! The same happening told again in one report is one event with further mentions.

use crate::actor::EntityId;
use crate::span::Span;

use super::counts::{self, Counts};
use super::scene::Scene;
use super::watch::{Lost, Watch};
use super::{Event, EventId, Polarity, Reality, is_verbal, setting, tree, when};

/// An event with the words it was read from.
pub(crate) struct Draft {
    pub(crate) event: Event,
    /// The first word of its pattern.
    pub(crate) first: usize,
    /// Where it was: one happening in several places is an event for each.
    pub(crate) places: Vec<EntityId>,
    /// Whether its clause speaks of any time, dated or not.
    pub(crate) is_timed: bool,
    pub(crate) head: usize,
    /// Tells of an act only if it has been told already: "the attack".
    pub(crate) only_again: bool,
}

/// A happening with all its tellings.
struct Kept {
    event: Event,
    places: Vec<EntityId>,
    is_timed: bool,
    heads: Vec<usize>,
    /// The words of its further tellings, each with the places that it names.
    told: Vec<(Span, Vec<EntityId>)>,
    /// What it was read from: the first word and the rule of each telling.
    readings: Vec<(usize, String)>,
}

/// Joins drafts, in order of the text.
pub(crate) fn merge<W: Watch>(scene: &Scene, drafts: Vec<Draft>, watch: &mut W) -> Vec<Event> {
    let mut kept: Vec<Kept> = Vec::new();
    for draft in drafts {
        let anaphoric = draft.only_again || is_bare_anaphor(scene, &draft);
        let twin = kept.iter().rposition(|k| same(scene, k, &draft));
        match twin {
            Some(i) => absorb(scene, &mut kept[i], draft),
            // "the investigation" alone tells of nothing new
            None if anaphoric => watch.lost(draft.first, &draft.event.rule, Lost::Anaphor),
            None => kept.push(Kept::new(draft)),
        }
    }
    inherit(scene, &mut kept);
    let mut out = Vec::new();
    for mut k in kept {
        let id = EventId(out.len());
        for (i, (word, rule)) in std::mem::take(&mut k.readings).iter().enumerate() {
            match i {
                0 => watch.kept(*word, rule, id),
                _ => watch.lost(*word, rule, Lost::Again(id)),
            }
        }
        out.extend(by_place(k));
    }
    out
}

impl Kept {
    fn new(draft: Draft) -> Kept {
        let Draft { event, first, places, is_timed, head, .. } = draft;
        let readings = vec![(first, event.rule.clone())];
        Kept { event, places, is_timed, heads: vec![head], told: Vec::new(), readings }
    }
}

// One event for each place, with the tellings that name it or none. Numbers of people that stand
// for several places together count none of them.
fn by_place(kept: Kept) -> Vec<Event> {
    let Kept { event, places, told, .. } = kept;
    let at = |place: Option<EntityId>| {
        let here = |named: &[EntityId]| named.is_empty() || place.is_none_or(|p| named.contains(&p));
        let mentions =
            told.iter().filter(|(_, named)| places.len() < 2 || here(named)).map(|(span, _)| *span);
        let counts = if places.len() < 2 { event.counts } else { Counts::default() };
        Event { place, mentions: mentions.collect(), counts, ..event.clone() }
    };
    if places.is_empty() { vec![at(None)] } else { places.iter().map(|&p| at(Some(p))).collect() }
}

// Violence whose own sentence names no place (no date) is where (when) the violence told beside it is.
fn inherit(scene: &Scene, kept: &mut [Kept]) {
    // of several places it may be any
    let places: Vec<_> = kept.iter().map(|k| neighbour(scene, kept, k, |o| o.places.len() == 1, 2)).collect();
    let dates: Vec<_> =
        kept.iter().map(|k| neighbour(scene, kept, k, |o| o.event.date.is_some(), 0)).collect();
    let places: Vec<_> = places.iter().map(|n| n.map(|i| kept[i].places.clone())).collect();
    let dates: Vec<_> = dates.iter().map(|n| n.and_then(|i| kept[i].event.date.clone())).collect();
    for (k, (places, date)) in kept.iter_mut().zip(places.into_iter().zip(dates)) {
        if k.places.is_empty() {
            k.places = places.unwrap_or_default();
        }
        // "recent attacks" have a time of their own
        k.event.date = k.event.date.take().or(date.filter(|_| !k.is_timed));
    }
}

// The nearest violence, up to two sentences before or `ahead` halves of a sentence behind.
fn neighbour(
    scene: &Scene,
    kept: &[Kept],
    here: &Kept,
    has: impl Fn(&Kept) -> bool,
    ahead: usize,
) -> Option<usize> {
    let happens = |e: &Event| matches!(&*e.event_type, "ASSAULT" | "PROTEST");
    if !happens(&here.event) || here.event.reality != Reality::Actual {
        return None;
    }
    let sentence = scene.syntax.sentence_of(here.heads[0]);
    let distance = |other: &Kept| {
        let away = |h: usize| match scene.syntax.sentence_of(h) {
            s if s <= sentence => Some(sentence - s).filter(|&d| d <= 2),
            s => Some(2 * (s - sentence)).filter(|&d| d <= ahead),
        };
        other.heads.iter().filter_map(|&h| away(h)).min()
    };
    let fits = |other: &Kept| {
        has(other)
            && (happens(&other.event) || other.event.event_type == "COERCE")
            && other.event.polarity == Polarity::Affirmed
            && other.event.recency == here.event.recency
            && agree_on_date(&other.event, &here.event)
            && agree_on_place(scene, &other.places, &here.places)
    };
    let near = kept.iter().enumerate().filter(|(_, k)| fits(k));
    near.filter_map(|(i, k)| Some((distance(k)?, i))).min().map(|(_, i)| i)
}

fn same(scene: &Scene, kept: &Kept, draft: &Draft) -> bool {
    let (a, b, heads) = (&kept.event, &draft.event, &kept.heads);
    if a.event_type != b.event_type || a.polarity != b.polarity {
        return false;
    }
    if heads.iter().any(|&h| tells_of(scene, h, draft.head) || tells_of(scene, draft.head, h)) {
        return true;
    }
    let harm = a.event_type == "ASSAULT" && heads.iter().any(|&h| is_harm_of(scene, h, draft.head));
    let compatible = a.reality == b.reality
        && a.recency == b.recency
        && overlap(&a.actors, &b.actors)
        && (harm || overlap(&a.recipients, &b.recipients))
        && agree_on_place(scene, &kept.places, &draft.places)
        && agree_on_date(a, b);
    if !compatible || claims_more(a, b) || claims_more(b, a) {
        return false;
    }
    let lemma = tree::lemma(scene.syntax, draft.head);
    let same_word = heads.iter().any(|&h| tree::lemma(scene.syntax, h) == lemma);
    let participants = shared(&a.actors, &b.actors) || shared(&a.recipients, &b.recipients);
    match is_verbal(&a.event_type) {
        true => same_word && a.actors == b.actors && a.recipients == b.recipients,
        false => {
            let told_so = same_word || is_definite(scene, draft.head) || (participants && a.rule == b.rule);
            told_so || harm || (kept.places.len() > 1 && kept.places == draft.places)
        }
    }
}

// "shelled the town, killing two": what an attack did to people is no second attack. The one hangs on
// the other, with nothing but clauses between them.
fn is_harm_of(scene: &Scene, a: usize, b: usize) -> bool {
    let s = scene.syntax;
    let harm = |w: usize| counts::is_harm(&tree::lemma(s, w));
    let clause =
        |w: usize| matches!(s.word(w).base_rel(), "advcl" | "conj" | "acl" | "xcomp" | "parataxis" | "ccomp");
    let below = |low: usize, high: usize| {
        let mut up = s.ancestors(low);
        s.sentence_of(low) == s.sentence_of(high)
            && up.by_ref().take_while(|&w| w != high).all(clause)
            && s.ancestors(low).any(|w| w == high)
    };
    (harm(a) || harm(b)) && (below(a, b) || below(b, a))
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

fn agree_on_place(scene: &Scene, a: &[EntityId], b: &[EntityId]) -> bool {
    let meet = |&x: &EntityId, &y: &EntityId| {
        x == y || setting::lies_in(scene, x, y) || setting::lies_in(scene, y, x)
    };
    a.is_empty() || b.is_empty() || a.iter().any(|x| b.iter().any(|y| meet(x, y)))
}

fn agree_on_date(a: &Event, b: &Event) -> bool {
    match (&a.date, &b.date) {
        (Some(a), Some(b)) => when::lies_in(&a.value, &b.value) || when::lies_in(&b.value, &a.value),
        _ => true,
    }
}

fn absorb(scene: &Scene, kept: &mut Kept, draft: Draft) {
    let Draft { event: other, first, places, is_timed, head, .. } = draft;
    kept.readings.push((first, other.rule.clone()));
    let event = &mut kept.event;
    kept.is_timed |= is_timed;
    if other.trigger != event.trigger {
        kept.told.push((other.trigger, places.clone()));
    }
    kept.heads.push(head);
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
    kept.places = narrower(scene, std::mem::take(&mut kept.places), places);
    event.date = match (event.date.take(), other.date) {
        (Some(mine), Some(theirs)) if when::lies_in(&theirs.value, &mine.value) => Some(theirs),
        (mine, theirs) => mine.or(theirs),
    };
    event.counts.absorb(other.counts);
    event.found_by = event.found_by.with(other.found_by);
    if other.score > event.score {
        (event.score, event.grounds) = (other.score, other.grounds);
    }
    // what the report itself asserts once needs nobody else's word
    if other.attributed_to.is_none() {
        event.attributed_to = None;
    }
}

// The places told first; where a later telling names a place in one of them, that place.
fn narrower(scene: &Scene, mine: Vec<EntityId>, theirs: Vec<EntityId>) -> Vec<EntityId> {
    if mine.is_empty() {
        return theirs;
    }
    let inside = |&outer: &EntityId| theirs.iter().copied().find(|&t| setting::lies_in(scene, t, outer));
    mine.iter().map(|m| inside(m).unwrap_or(*m)).collect()
}

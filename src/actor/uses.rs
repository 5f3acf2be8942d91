//! What words and names stand for: kinds, sectors, whether a state acts or is a place.

use std::ops::Range;

use super::EntityKind;
use super::names::Name;
use super::nominals::{Class, Nominal};
use super::roles::noun_row;
use super::sights::View;
use crate::codebook::actors::{Kind, State};
use crate::place::{Place, Precision};

pub(super) fn whole(state: &State) -> Place {
    Place {
        name: state.name.clone(),
        geonames: (state.geonames != 0).then_some(state.geonames),
        lat: state.point.0,
        lon: state.point.1,
        country: Some(state.code.clone()),
        admin1: None,
        precision: Precision::Country,
        reason: "the state of the name".to_owned(),
    }
}

/// Whether a role is but a rank or form of address: `Gen.`, `Secretary`.
pub(super) fn is_rank(role: &str) -> bool {
    !role.contains(' ') || role.ends_with('.')
}

/// Offices that reports use for each other.
pub(super) fn alike(a: &str, b: &str) -> bool {
    const SAME: [&[&str]; 4] = [
        &["envoy", "mediator", "special envoy", "negotiator"],
        &["spokesman", "spokeswoman", "spokesperson"],
        &["premier", "prime minister"],
        &["leader", "chief", "head", "president"],
    ];
    SAME.iter().any(|group| group.contains(&a) && group.contains(&b))
}

pub(super) fn kind(kind: Kind) -> EntityKind {
    match kind {
        Kind::Person => EntityKind::Person,
        Kind::Organisation => EntityKind::Organisation,
        Kind::ArmedGroup => EntityKind::ArmedGroup,
        Kind::People => EntityKind::People,
        Kind::Document | Kind::Other => EntityKind::Other,
    }
}

/// Kind and sector of an organisation that the tables do not know, after the nouns in its name.
pub(super) fn by_words(view: &View<'_>, words: Range<usize>) -> (EntityKind, Option<String>) {
    let row = words.rev().find_map(|k| {
        noun_row(view, k).map(|(row, _)| row).filter(|r| !matches!(r.kind, Kind::Person | Kind::People))
    });
    let sort = row.map_or(EntityKind::Organisation, |r| {
        if r.kind == Kind::ArmedGroup { EntityKind::ArmedGroup } else { EntityKind::Organisation }
    });
    (sort, row.and_then(|r| r.sector.clone()))
}

/// The executive or army that a name names in so many words: `Government of Iraq`, `Iraqi Armed Forces`.
pub(super) fn body(view: &View<'_>, words: Range<usize>) -> Option<Class> {
    let lemmas: Vec<String> = words.map(|k| view.text(k).to_lowercase()).collect();
    let has = |words: &[&str]| lemmas.iter().any(|l| words.contains(&l.as_str()));
    match (has(&["government"]), has(&["army", "military"])) {
        (true, _) => Some(Class::Government),
        (_, true) => Some(Class::Military),
        _ => None,
    }
}

/// The words of a name with its article.
pub(super) fn determined(view: &View<'_>, n: &Name) -> Range<usize> {
    let article = n
        .words
        .start
        .checked_sub(1)
        .filter(|&k| view.word(k).head == Some(n.head) && view.word(k).upos == "DET");
    article.unwrap_or(n.words.start)..n.words.end
}

/// The phrase without its article.
pub(super) fn determined_words(view: &View<'_>, words: Range<usize>) -> Range<usize> {
    let from = words.clone().find(|&k| !matches!(view.word(k).upos, "DET" | "PRON")).unwrap_or(words.start);
    from..words.end
}

pub(super) fn bare(view: &View<'_>, n: &Nominal) -> String {
    let words = n.words.clone();
    let words = if view.is_noun(n.head) { determined_words(view, words) } else { words };
    view.phrase(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a state's name stands for where something is.
pub(super) fn is_place_use(view: &View<'_>, head: usize) -> bool {
    // `in Syria and Iraq`: the preposition stands with the first
    let first = view.syntax.ancestors(head).find(|&a| view.rel(a) != "conj");
    is_place_phrase(view, head) || first.is_some_and(|f| view.is_noun(f) && is_place_phrase(view, f))
}

fn is_place_phrase(view: &View<'_>, head: usize) -> bool {
    const OF_PLACES: [&str; 18] = [
        "in",
        "at",
        "to",
        "from",
        "into",
        "near",
        "across",
        "inside",
        "outside",
        "around",
        "through",
        "toward",
        "towards",
        "over",
        "throughout",
        "within",
        "of",
        "on",
    ];
    // what is laid on a state, not what happens there: "called on Kenya", "sanctions on Iran"
    const ON_STATES: [&str; 8] =
        ["call", "sanction", "embargo", "pressure", "impose", "tariff", "rely", "depend"];
    let governor = view.word(head).head.map(|h| view.lemma(h)).unwrap_or_default();
    if ON_STATES.contains(&governor.as_str())
        && view.syntax.children_by(head, "case").any(|c| matches!(&*view.lemma(c), "on" | "upon"))
    {
        return false;
    }
    matches!(view.rel(head), "obl" | "nmod" | "conj" | "appos")
        && (view.rel(head) != "nmod" || view.word(head).rel != "nmod:poss")
        && view.word(head).rel != "obl:agent"
        && (view.rel(head) == "appos"
            || view.syntax.children_by(head, "case").any(|c| OF_PLACES.contains(&view.lemma(c).as_str())))
}

/// `Syrian` in `Syrian regime`: it is the regime that acts.
pub(super) fn describes_actor(view: &View<'_>, head: usize) -> bool {
    let noun = view.word(head).head.filter(|_| matches!(view.rel(head), "amod" | "compound" | "nmod"));
    noun.is_some_and(|h| noun_row(view, h).is_some())
}

//! Nouns under which a named body is spoken of again: `the group`, `the company`, `the ministry`.

use super::nominals::Nominal;
use super::sights::View;
use super::{Entity, EntityKind, MentionKind};
use crate::codebook::actors::Kind;

/// A sentence further back than this is out of reach.
pub(super) const REACH: usize = 4;

/// A noun with what may be called so.
pub(super) struct Noun {
    lemma: String,
    sort: Sort,
}

#[derive(Clone, Copy)]
enum Sort {
    /// Any body or armed group: `group`.
    Any,
    /// Bodies of these sectors, or of none that is known.
    Sectors(&'static [&'static str]),
    /// Those who are fought.
    Enemy,
    /// Only bodies whose name has the word.
    Word,
}

/// The noun of a phrase that points back with an article, if bodies are spoken of so.
pub(super) fn noun(view: &View<'_>, n: &Nominal) -> Option<Noun> {
    let points = view.determiner(n.head).is_some_and(|d| matches!(d.as_str(), "the" | "this" | "that"));
    let owned = view.syntax.children_by(n.head, "nmod:poss").next().is_some();
    if !points || owned || n.plural || !matches!(n.kind, Kind::Organisation | Kind::ArmedGroup) {
        return None;
    }
    let lemma = view.lemma(n.head);
    let sort = match lemma.as_str() {
        "group" | "movement" | "organisation" | "organization" | "network" => Sort::Any,
        "enemy" => Sort::Enemy,
        "company" | "firm" | "corporation" | "airline" | "manufacturer" | "bank" => Sort::Sectors(&["BUS"]),
        "party" => Sort::Sectors(&["PTY", "OPP"]),
        "charity" | "watchdog" => Sort::Sectors(&["NGO", "IGO"]),
        "union" => Sort::Sectors(&["LAB"]),
        "agency" | "ministry" | "department" | "commission" | "committee" | "council" | "court"
        | "senate" | "parliament" | "congress" | "tribunal" | "alliance" | "coalition" | "bureau"
        | "newspaper" | "university" | "body" => Sort::Word,
        _ => return None,
    };
    Some(Noun { lemma, sort })
}

/// Whether the entity is a named body that the noun can stand for.
pub(super) fn can_be_called(entity: &Entity, noun: &Noun, kind: Kind) -> bool {
    let named = entity.mentions.iter().any(|m| m.kind == MentionKind::Name);
    let body = entity.kind == EntityKind::Organisation && kind == Kind::Organisation;
    let armed = entity.kind == EntityKind::ArmedGroup;
    let sector = entity.sector.as_deref();
    named
        && match noun.sort {
            Sort::Any => body && !matches!(sector, Some("GOV" | "MIL" | "COP" | "JUD" | "LEG")) || armed,
            Sort::Sectors(these) => body && sector.is_none_or(|s| these.contains(&s)),
            Sort::Enemy => armed && sector == Some("TER"),
            Sort::Word => (body || armed) && has_word(&entity.name, &noun.lemma),
        }
}

fn has_word(name: &str, lemma: &str) -> bool {
    name.split_whitespace().any(|w| w.to_lowercase() == lemma)
}

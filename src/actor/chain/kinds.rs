//! What the thing of a chain is: by its pronouns, its names, its nouns.

use super::phrase::{Phrase, Pro};
use crate::actor::sights::View;
use crate::actor::{Entities, EntityKind, MentionKind};
use crate::codebook::actors::Kind;
use crate::language::NameKind;

/// By word: what the name or noun with that head is, after the entities of the report.
pub(super) fn of_heads(view: &View<'_>, entities: &Entities) -> Vec<Option<EntityKind>> {
    let mut kinds = vec![None; view.syntax.words().len()];
    for entity in &entities.all {
        for mention in entity.mentions.iter().filter(|m| m.kind != MentionKind::Pronoun) {
            if let Some(slot) = kinds.get_mut(mention.head) {
                *slot = Some(entity.kind);
            }
        }
    }
    // names that became no entity: the model's word for them
    for (span, name) in &view.lang.names {
        let kind = match name {
            NameKind::Person => EntityKind::Person,
            NameKind::Organisation => EntityKind::Organisation,
            NameKind::Place => EntityKind::Place,
            NameKind::Nationality | NameKind::Other => continue,
        };
        let slot = view.syntax.head_of(*span).and_then(|head| kinds.get_mut(head));
        if let Some(empty) = slot.filter(|s| s.is_none()) {
            *empty = Some(kind);
        }
    }
    kinds
}

/// What the phrases name together: persons, where a pronoun says so; else by vote, a name counting twice.
pub(super) fn of_group(view: &View<'_>, phrases: &[&Phrase]) -> EntityKind {
    let personal = |p: &&Phrase| matches!(p.pro, Some(Pro::I | Pro::You | Pro::We | Pro::He | Pro::She));
    if phrases.iter().any(personal) {
        return EntityKind::Person;
    }
    let mut votes: Vec<(EntityKind, usize)> = Vec::new();
    let mut vote = |kind: EntityKind, weight: usize| match votes.iter_mut().find(|(k, _)| *k == kind) {
        Some((_, n)) => *n += weight,
        None => votes.push((kind, weight)),
    };
    for phrase in phrases.iter().filter(|p| p.pro.is_none()) {
        if let Some(kind) = phrase.kind.filter(|_| phrase.named) {
            vote(kind, 2);
        }
        if let Some(kind) = of_noun(view, &phrase.lemma) {
            vote(kind, 1);
        }
    }
    // the first of several equals wins
    votes.into_iter().rev().max_by_key(|(_, n)| *n).map_or(EntityKind::Other, |(kind, _)| kind)
}

/// What a common noun names.
fn of_noun(view: &View<'_>, lemma: &str) -> Option<EntityKind> {
    if has(&PERSONS, lemma) || names_by_ending(lemma) {
        return Some(EntityKind::Person);
    }
    if has(&BODIES, lemma) {
        return Some(EntityKind::Organisation);
    }
    if has(&PLACES, lemma) {
        return Some(EntityKind::Place);
    }
    match view.tables.noun(lemma)?.kind {
        Kind::Person => Some(EntityKind::Person),
        Kind::People => Some(EntityKind::People),
        Kind::Organisation => Some(EntityKind::Organisation),
        Kind::ArmedGroup => Some(EntityKind::ArmedGroup),
        Kind::Document | Kind::Other => None,
    }
}

/// Whether a noun names one person.
pub(super) fn is_person(view: &View<'_>, lemma: &str) -> bool {
    has(&PERSONS, lemma)
        || names_by_ending(lemma)
        || view.tables.noun(lemma).is_some_and(|row| row.kind == Kind::Person)
}

/// Whether a singular noun names several persons.
pub(super) fn is_group(lemma: &str) -> bool {
    matches!(
        lemma,
        "people" | "group" | "team" | "family" | "couple" | "crowd" | "police" | "staff" | "government"
    )
}

/// `pianist`, `librarian`, `salesman`: persons by what they do.
fn names_by_ending(lemma: &str) -> bool {
    lemma.len() > 5 && ["ist", "ian", "man", "woman", "person"].iter().any(|end| lemma.ends_with(end))
}

fn has(rows: &[&str], lemma: &str) -> bool {
    // as many letters as the word, with a space or an end on both sides
    rows.iter().any(|row| {
        row.match_indices(lemma).any(|(at, _)| {
            let before = at == 0 || row.as_bytes()[at - 1] == b' ';
            let end = at + lemma.len();
            before && (end == row.len() || row.as_bytes()[end] == b' ')
        })
    })
}

/// Nouns for persons, a field of life a row.
const PERSONS: [&str; 25] = [
    "man woman boy girl child kid baby infant toddler teenager adult adolescent youth elder person",
    "human guy gentleman lady fellow individual",
    "mother father mom dad mum mama papa parent son daughter brother sister sibling twin wife",
    "husband spouse partner bride groom widow uncle aunt cousin nephew niece grandmother grandfather",
    "grandma grandpa grandparent grandson granddaughter ancestor descendant heir orphan",
    "friend neighbor neighbour stranger guest visitor host companion colleague roommate lover",
    "boyfriend girlfriend enemy foe rival hero villain",
    "king queen prince princess emperor empress lord duke earl baron knight noble monarch",
    "doctor physician surgeon nurse dentist patient teacher student pupil professor lecturer tutor",
    "instructor scholar scientist researcher engineer expert psychologist historian philosopher",
    "economist mathematician linguist chemist physicist biologist archaeologist",
    "author writer poet novelist playwright editor journalist reporter blogger publisher reader",
    "speaker audience listener viewer narrator",
    "actor actress artist musician singer dancer painter sculptor composer conductor photographer",
    "filmmaker director producer comedian performer star celebrity",
    "player athlete coach captain wrestler runner swimmer footballer champion winner loser fan",
    "leader boss manager employee employer worker owner founder chairman chairwoman secretary clerk",
    "farmer cook chef waiter driver pilot sailor soldier officer guard hunter fisherman merchant",
    "customer client consumer buyer seller lawyer judge attorney plaintiff defendant witness victim",
    "criminal thief prisoner detective priest pastor bishop monk nun saint prophet god witch",
    "citizen resident native immigrant foreigner tourist traveler traveller passenger settler",
    "colonist peasant slave member user beginner learner participant volunteer candidate voter",
    "president minister senator governor mayor politician ambassador",
    "someone somebody anyone everybody everyone anybody nobody no-one people folk folks men women",
    "children guys humanity mankind crowd",
];

/// Nouns for places and buildings.
const PLACES: [&str; 9] = [
    "city town village country nation state province county region district neighborhood",
    "neighbourhood suburb capital republic kingdom empire territory colony island continent world",
    "earth planet sea ocean lake river stream bay gulf coast beach shore mountain hill valley desert",
    "forest wood jungle park garden field farm land peninsula area zone place site spot location",
    "street road avenue square bridge highway house home apartment building tower castle palace",
    "temple church cathedral mosque school classroom college campus hospital clinic hotel hostel",
    "restaurant cafe bar pub store shop market mall bookstore library museum gallery theater theatre",
    "stadium arena gym pool station airport port harbor harbour room bedroom kitchen bathroom office",
    "lobby hall garage basement floor yard backyard courtyard cave border",
];

/// Nouns for bodies of persons.
const BODIES: [&str; 5] = [
    "university company corporation firm business organization organisation association agency institute",
    "institution committee council commission board court parliament congress senate",
    "government department ministry administration party team club band union army navy military",
    "police church media press newspaper bank foundation charity society federation league group",
    "coalition alliance",
];

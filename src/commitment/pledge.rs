//! Promises and duties told without a word for them: what a side says it will do by a day, and what a
//! text that was agreed binds it to.

use super::{Commitment, content, due, instrument};
use crate::actor::EntityId;
use crate::event::scene::Scene;
use crate::event::{EventDate, setting, tree};

/// Verbs of which a day makes no promise: what will be so, not what somebody will do.
const STATES: [&str; 9] = ["be", "have", "become", "see", "expect", "remain", "need", "know", "last"];
/// Words for the texts that bind, beside those that every commitment knows.
const TEXTS: [&str; 6] = ["text", "memorandum", "term", "plan", "document", "declaration"];

/// "said his country would hand over the readings by February 10": the sayer's own side, and a day.
pub(super) fn pledged(scene: &Scene, verb: usize) -> Option<Commitment> {
    let s = scene.syntax;
    if !can_bind(scene, verb) || !helped(scene, verb, &["will", "would", "shall"]) {
        return None;
    }
    let statement = scene.statement(verb)?;
    let due = due(scene, verb).or_else(|| ahead(scene, verb))?;
    let speaker = scene.speaker(verb);
    // what will be done to something is nobody's promise: a mediator may only tell of it
    if tree::is_passive(s, verb) {
        return None;
    }
    let debtor = own_side(scene, verb, speaker)?;
    Some(made("promise", scene, verb, (debtor, due), Some(statement)))
}

/// "under the text the army must open the road by September 20": a duty by a day that a text gives.
pub(super) fn bound(scene: &Scene, verb: usize) -> Option<Commitment> {
    let s = scene.syntax;
    let to_be = s.children_by(verb, "aux").any(|a| tree::lemma(s, a) == "be")
        && s.children_by(verb, "mark").any(|m| tree::lemma(s, m) == "to");
    if !can_bind(scene, verb) || !(helped(scene, verb, &["must", "shall", "have"]) || to_be) {
        return None;
    }
    let texts = tree::prepositional(s, verb, "under").into_iter();
    let named = |w: usize| TEXTS.contains(&tree::lemma(s, w).as_str()) || super::binds(scene, w);
    texts.into_iter().find(|&w| named(w))?;
    let due = due(scene, verb).or_else(|| ahead(scene, verb))?;
    let debtor = subject(scene, verb)?;
    Some(made("obligation", scene, verb, (debtor, due), scene.statement(verb)))
}

fn made(
    kind: &str,
    scene: &Scene,
    verb: usize,
    (debtor, due): (EntityId, EventDate),
    statement: Option<crate::statement::StatementId>,
) -> Commitment {
    Commitment {
        kind: kind.to_owned(),
        debtor: Some(debtor),
        creditor: None,
        instrument: instrument(scene, verb),
        content: content(scene, verb),
        due: Some(due),
        state: "open".to_owned(),
        attributed_to: statement,
    }
}

/// A verb of doing that is neither denied nor only possible.
fn can_bind(scene: &Scene, verb: usize) -> bool {
    let s = scene.syntax;
    let denied = s.children_by(verb, "advmod").any(|a| matches!(tree::lemma(s, a).as_str(), "not" | "never"));
    let possible = s.children_by(verb, "mark").any(|m| matches!(tree::lemma(s, m).as_str(), "if" | "unless"));
    scene.is_prose(verb)
        && s.word(verb).upos == "VERB"
        && !STATES.contains(&tree::lemma(s, verb).as_str())
        && !denied
        && !possible
}

fn helped(scene: &Scene, verb: usize, words: &[&str]) -> bool {
    let s = scene.syntax;
    let spelt = |a: usize| scene.doc.slice(s.word(a).span).to_lowercase();
    s.children_by(verb, "aux")
        .any(|a| words.contains(&tree::lemma(s, a).as_str()) || words.contains(&spelt(a).as_str()))
}

fn subject(scene: &Scene, verb: usize) -> Option<EntityId> {
    let found = tree::surface_subject(scene.syntax, verb).into_iter().find_map(|w| scene.entity(w));
    found.filter(|&id| scene.can_act(id))
}

/// The subject, where it is the speaker or of the speaker's country; whoever it is where the text names no
/// speaker ("officials said").
fn own_side(scene: &Scene, verb: usize, speaker: Option<EntityId>) -> Option<EntityId> {
    let subject = subject(scene, verb)?;
    let Some(speaker) = speaker else { return Some(subject) };
    let country = |id: EntityId| scene.entities.get(id).country.clone();
    let same = country(subject).is_some() && country(subject) == country(speaker);
    (subject == speaker || same).then_some(subject)
}

/// "on November 20", "from December 4": a day after the report's.
fn ahead(scene: &Scene, verb: usize) -> Option<EventDate> {
    let published = scene.doc.published()?.date.to_string();
    let date = setting::date_at(scene, verb)?;
    date.value.get(..10).is_some_and(|day| *day > *published).then_some(date)
}

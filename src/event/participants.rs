//! Who takes part, as the model sees it: fills the places that a rule leaves empty, and empties those
//! that the model is sure are filled wrongly.

use std::collections::BTreeMap;

use crate::actor::EntityId;
use crate::language::Role;

use super::frame::{self, Frame};
use super::matching::Match;
use super::scene::Scene;
use super::score;

// Log-odds from which a participant is put in an empty place; below the other, one found by the tree
// is taken out if the model knows a better one.
const ADD: f32 = 0.0;
const DROP: f32 = -3.0;

/// The frame as the rule filled it, put right by what the model is sure of.
pub(crate) fn refine(scene: &Scene, m: &Match, frame: Frame) -> Frame {
    let trigger = score::likeliest(scene, m);
    if scene.signals.participation(trigger, Role::Actor, trigger).is_none() {
        return frame; // the model sees no act here
    }
    let actors = side(scene, trigger, Role::Actor, &frame.actors);
    let recipients = side(scene, trigger, Role::Recipient, &frame.recipients);
    let recipients = if recipients.is_empty() { frame::judged(scene, m) } else { recipients };
    let recipients = recipients.into_iter().filter(|id| !actors.contains(id)).collect();
    Frame { actors, recipients, ..frame }
}

fn side(scene: &Scene, trigger: usize, role: Role, by_tree: &[EntityId]) -> Vec<EntityId> {
    let odds = odds(scene, trigger, role);
    let of = |id: &EntityId| odds.get(id).map_or(f32::NEG_INFINITY, |&(o, _)| o);
    let mut best: Vec<(usize, EntityId)> =
        odds.iter().filter(|(_, (o, _))| *o > ADD).map(|(&id, &(_, at))| (at, id)).collect();
    best.sort_unstable();
    if by_tree.is_empty() {
        return best.into_iter().map(|(_, id)| id).collect();
    }
    // what stands in another sentence the model cannot judge
    let doubtful = |id: &EntityId| odds.contains_key(id) && of(id) < DROP;
    let better = best.iter().any(|(_, id)| !by_tree.contains(id));
    let mut kept: Vec<EntityId> = by_tree.iter().copied().filter(|id| !(better && doubtful(id))).collect();
    if kept.is_empty() {
        kept = best.into_iter().map(|(_, id)| id).collect();
    }
    kept
}

// The best log-odds of each entity that can act in the sentence, and the word that has them.
fn odds(scene: &Scene, trigger: usize, role: Role) -> BTreeMap<EntityId, (f32, usize)> {
    let s = scene.syntax;
    let sentence = s.sentences().get(s.sentence_of(trigger)).cloned().unwrap_or(0..0);
    let mut out = BTreeMap::new();
    for w in sentence {
        let Some(id) = scene.entity(w).filter(|&id| scene.can_act(id)) else { continue };
        let Some(odds) = scene.signals.participation(trigger, role, w) else { continue };
        let best = out.entry(id).or_insert((odds, w));
        if odds > best.0 {
            *best = (odds, w);
        }
    }
    out
}

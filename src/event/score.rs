//! How sure the coder is of an act, and what found it.

use crate::codebook::{Grounds, Part};

use super::frame::Frame;
use super::matching::Match;
use super::scene::Scene;

const MOST_ODDS: f32 = 6.0;
const LEAST_TYPE: f32 = -5.0;

/// What found an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// A rule of the codebook, where the model sees no act of the type.
    Rule,
    /// The model, where no rule fires.
    Model,
    /// Both.
    Both,
}

impl FoundBy {
    /// What found an event that was found twice.
    pub(crate) fn with(self, other: FoundBy) -> FoundBy {
        if self == other { self } else { FoundBy::Both }
    }

    /// As records name it.
    pub fn name(self) -> &'static str {
        match self {
            FoundBy::Rule => "codebook rule",
            FoundBy::Model => "model",
            FoundBy::Both => "both",
        }
    }
}

/// The word of a match's pattern that the model thinks likeliest to tell of an act.
pub(crate) fn likeliest(scene: &Scene, m: &Match) -> usize {
    let told = |w: usize| scene.signals.word(w).told;
    trigger(m).max_by(|&a, &b| told(a).total_cmp(&told(b))).unwrap_or(m.head)
}

/// Log-odds of a probability, cut off either way.
pub(crate) fn odds(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln().clamp(-MOST_ODDS, MOST_ODDS)
}

/// What speaks for a match.
pub(crate) fn grounds(scene: &Scene, m: &Match, frame: &Frame) -> Grounds {
    let event_type = &scene.codebook.events().rule(m.rule).event_type;
    let signal = scene.signals.word(likeliest(scene, m));
    Grounds {
        told: odds(signal.told),
        report: scene.report,
        event_type: signal.of_type(event_type).max(1e-9).ln().max(LEAST_TYPE),
        actor: !frame.actors.is_empty(),
        recipient: !frame.recipients.is_empty(),
        political: frame.actors.iter().chain(&frame.recipients).any(|&id| scene.is_political(id)),
        noun: m.part == Part::Noun,
    }
}

/// The score of a match; `None` where no model was asked.
pub(crate) fn score(scene: &Scene, m: &Match, grounds: &Grounds) -> Option<f32> {
    if scene.signals.is_empty() {
        return None;
    }
    let rule = scene.codebook.events().rule(m.rule);
    Some(scene.codebook.score().score(rule.is_model(), &rule.event_type, grounds))
}

/// What found a match.
pub(crate) fn found_by(scene: &Scene, m: &Match, grounds: &Grounds) -> FoundBy {
    let sees = grounds.told + grounds.event_type > 0.0;
    match (scene.codebook.events().rule(m.rule).is_model(), sees) {
        (true, _) => FoundBy::Model,
        (false, true) => FoundBy::Both,
        (false, false) => FoundBy::Rule,
    }
}

// The words in which the model may see the act.
fn trigger(m: &Match) -> impl Iterator<Item = usize> {
    m.words.iter().copied().chain((m.part != Part::Auxiliary).then_some(m.head))
}

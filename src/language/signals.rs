//! What the event heads say of each word: whether it tells of an act, of which type, who takes part.

use std::ops::Range;

pub use dateline_model::Role;

/// The PLOVER types, in the order of [`Signal::types`].
pub const EVENT_TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// What the event heads say of one word. All numbers are probabilities.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signal {
    /// That the word tells of an act between political actors.
    pub told: f32,
    /// Of each type, if it does: in the order of [`EVENT_TYPES`].
    pub types: [f32; 16],
    /// The likeliest PLOVER mode, if it does; `None` where none fits.
    pub mode: Option<String>,
    /// That the act is negated.
    pub negated: f32,
    /// That it is announced or planned.
    pub future: f32,
    /// That it is demanded, feared, conditional or possible.
    pub hypothetical: f32,
    /// That it is background from well before the news.
    pub historical: f32,
    /// That whatever the word tells, political or not, lies in the future.
    pub later: f32,
    /// That whatever the word tells is uncertain.
    pub doubtful: f32,
}

impl Signal {
    /// The likeliest type and its probability, given that the word tells of an act.
    pub fn best_type(&self) -> (&'static str, f32) {
        let best = dateline_model::argmax(&self.types);
        (EVENT_TYPES[best], self.types[best])
    }

    /// The probability of a type, given that the word tells of an act; 0 for an unknown type.
    pub fn of_type(&self, event_type: &str) -> f32 {
        EVENT_TYPES.iter().position(|t| *t == event_type).map_or(0.0, |i| self.types[i])
    }
}

/// What the event heads say of one sentence.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SentenceSignals {
    /// Its words, as numbers in the document.
    pub(super) words: Range<usize>,
    /// For each word that may tell of an act the log-odds of participation of every word of the
    /// sentence: as actor, then as recipient.
    pub(super) participation: Vec<(usize, Vec<f32>)>,
    /// Probabilities of the five quad classes.
    pub(super) quad: [f32; 5],
}

/// What the event heads say of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signals {
    words: Vec<Signal>,
    sentences: Vec<SentenceSignals>,
}

static NOTHING: Signal = Signal {
    told: 0.0,
    types: [0.0; 16],
    mode: None,
    negated: 0.0,
    future: 0.0,
    hypothetical: 0.0,
    historical: 0.0,
    later: 0.0,
    doubtful: 0.0,
};

impl Signals {
    pub(super) fn new(words: Vec<Signal>, sentences: Vec<SentenceSignals>) -> Signals {
        Signals { words, sentences }
    }

    /// Whether no model was asked.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What is said of word `i`; nothing for words that the model did not see.
    pub fn word(&self, i: usize) -> &Signal {
        self.words.get(i).unwrap_or(&NOTHING)
    }

    /// The probability that the likeliest word of the document tells of an act.
    pub fn surest(&self) -> f32 {
        self.words.iter().map(|w| w.told).fold(0.0, f32::max)
    }

    /// The log-odds that word `word` takes part, in a role, in what word `trigger` tells;
    /// `None` where they stand in different sentences.
    pub fn participation(&self, trigger: usize, role: Role, word: usize) -> Option<f32> {
        let sentence = self.sentence(trigger)?;
        if !sentence.words.contains(&word) {
            return None;
        }
        let at = sentence.participation.binary_search_by_key(&trigger, |(t, _)| *t).ok()?;
        let column = role as usize * sentence.words.len() + word - sentence.words.start;
        sentence.participation[at].1.get(column).copied()
    }

    /// The probabilities of the types of the main act in a stretch of words, in the order of
    /// [`EVENT_TYPES`]: of all its words as triggers, weighed by how surely they tell of an act in
    /// which the given words are actor and recipient. Zeros where no word may tell of one.
    pub fn main_act(&self, words: Range<usize>, actor: &[usize], recipient: &[usize]) -> [f32; 16] {
        let fit = |trigger: usize| {
            let told = self.word(trigger).told.clamp(1e-6, 1.0 - 1e-6);
            let side = |role, side: &[usize]| {
                let of = |&w: &usize| self.participation(trigger, role, w);
                let found: Vec<f32> = side.iter().filter_map(of).collect();
                found.iter().sum::<f32>() / found.len().max(1) as f32
            };
            (told / (1.0 - told)).ln() + side(Role::Actor, actor) + side(Role::Recipient, recipient)
        };
        let seen = |t: &usize| self.participation(*t, Role::Actor, *t).is_some();
        let triggers: Vec<usize> = words.filter(seen).collect();
        let mut sum = [0.0; 16];
        let weights = softmax(&triggers.iter().map(|&t| fit(t)).collect::<Vec<_>>());
        for (&trigger, weight) in triggers.iter().zip(weights) {
            sum.iter_mut().zip(self.word(trigger).types).for_each(|(s, p)| *s += weight * p);
        }
        sum
    }

    /// The quad class (0 neutral, 1 and 2 cooperation in words and deeds, 3 and 4 conflict) of the
    /// sentence that word `i` stands in.
    pub fn quad(&self, i: usize) -> u8 {
        self.sentence(i).map_or(0, |s| dateline_model::argmax(&s.quad) as u8)
    }

    fn sentence(&self, word: usize) -> Option<&SentenceSignals> {
        let at = self.sentences.partition_point(|s| s.words.end <= word);
        self.sentences.get(at).filter(|s| s.words.contains(&word))
    }
}

/// Probabilities from scores.
pub(super) fn softmax(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let parts: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let sum: f32 = parts.iter().sum();
    parts.into_iter().map(|p| p / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn participation_is_asked_within_a_sentence() {
        // two words: of trigger 5 word 6 is the actor
        let participation = vec![(5, vec![-3.0, 2.0, -3.0, -3.5])];
        let sentence = SentenceSignals { words: 5..7, participation, quad: [0.1, 0.2, 0.4, 0.2, 0.1] };
        let signals = Signals::new(Vec::new(), vec![sentence]);
        assert_eq!(signals.participation(5, Role::Actor, 6), Some(2.0));
        assert_eq!(signals.participation(5, Role::Recipient, 6), Some(-3.5));
        assert_eq!(signals.participation(5, Role::Actor, 7), None);
        assert_eq!(signals.participation(6, Role::Actor, 5), None);
        assert_eq!((signals.quad(6), signals.quad(9)), (2, 0));
    }

    #[test]
    fn types_by_name() {
        let mut signal = Signal::default();
        signal.types[15] = 0.75;
        assert_eq!(
            (signal.best_type(), signal.of_type("ASSAULT"), signal.of_type("X")),
            (("ASSAULT", 0.75), 0.75, 0.0)
        );
    }
}

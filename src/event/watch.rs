//! What can be seen of the coding of events while it goes on: each rule tried, each reading kept or lost.
//!
//! The stage tells a [`Watch`] of every step. `()` watches nothing and costs nothing, so that a
//! trace and the ordinary coding are the same code.

use crate::codebook::{Part, Pattern};

use super::EventId;
use super::matching::Match;
use super::merge::Draft;
use super::scene::Scene;
use super::status::Operators;

/// The first condition of a rule that the words do not meet, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// A further word of the pattern does not hang on the first: which, of [`Pattern::others`].
    Word(usize),
    /// `clause`.
    Clause,
    /// `passive`.
    Voice,
    /// `auxiliary`.
    Auxiliary,
    /// `in_statement`: nobody known says the words.
    InStatement,
    /// `object`.
    Object,
    /// `object_not`.
    ObjectNot,
    /// `subject`.
    Subject,
    /// `subject_not`.
    SubjectNot,
    /// `only_inner`.
    Inner,
}

/// What a rule demands of its participants and does not get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Nobody known takes part, and the rule does not stand alone.
    Anybody,
    /// `needs = ["actor"]`.
    Actor,
    /// `needs = ["recipient"]`.
    Recipient,
    /// `political`.
    Political,
}

/// Why a reading of a word became no event of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Lost {
    /// It is a further word of the pattern of another match: that one's first word and rule.
    PartOf((usize, String)),
    /// It is the object of a rule that absorbs it: that one's first word and rule.
    Absorbed((usize, String)),
    /// The participants are not what the rule demands, and nothing before tells of the act.
    Lack(Lack),
    /// Its score is below the threshold.
    Threshold(f32),
    /// Another reading of the word is surer: that one's rule.
    Rival(String),
    /// It names an act that nothing before tells of: "the attack" alone.
    Anaphor,
    /// It tells of an event again and was merged into it.
    Again(EventId),
}

/// Whoever wants to see the steps of the coding.
pub(crate) trait Watch {
    /// Whether rules are still tried at a word that has set off one.
    const ALL: bool = false;

    /// A rule was tried at a word: (word, head, part). `Err` holds the words of the pattern that
    /// were found and what did not fit.
    fn tried(
        &mut self,
        _scene: &Scene,
        _at: (usize, usize, Part),
        _pattern: &Pattern,
        _result: &Result<Match, (Vec<usize>, Misfit)>,
    ) {
    }

    /// Of the rules tried at a word this one is set off.
    fn chosen(&mut self, _scene: &Scene, _m: &Match) {}

    /// A match was filled with participants, date and the rest; or why it cannot be.
    fn drafted(&mut self, _scene: &Scene, _m: &Match, _operators: &Operators, _draft: Result<&Draft, Lack>) {}

    /// The reading of a word by a rule came to nothing of its own.
    fn lost(&mut self, _first: usize, _rule: &str, _why: Lost) {}

    /// The reading of a word by a rule is this event.
    fn kept(&mut self, _first: usize, _rule: &str, _event: EventId) {}
}

impl Watch for () {}

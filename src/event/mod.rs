//! Events after PLOVER: who did what to whom, and whether it happened.
//!
//! Rules of the codebook are matched on the trees; each match is filled with participants,
//! shaded (did it happen?), set in place and time, and joined with its other mentions.

mod counts;
#[cfg(test)]
pub(crate) mod fixture;
mod frame;
mod matching;
mod merge;
pub(crate) mod scene;
pub(crate) mod setting;
mod status;
pub(crate) mod tree;

use crate::actor::{Entities, EntityId};
use crate::codebook::{Codebook, Part};
use crate::document::Document;
use crate::language::Language;
use crate::layer::Layer;
use crate::place::Place;
use crate::span::Span;
use crate::statement::{Statement, StatementId};
use crate::time::Timex;

use matching::Match;
use merge::Draft;
use scene::Scene;
use status::Operators;

/// Index of an [`Event`] in its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub usize);

/// Whether the text affirms or denies the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is said to be so.
    Affirmed,
    /// It is said not to be so.
    Negated,
}

/// Whether it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reality {
    /// It happened, or goes on.
    Actual,
    /// It is announced or planned.
    Future,
    /// It is demanded, feared, conditional, possible.
    Hypothetical,
}

/// News, or background from well before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Recency {
    /// The news itself.
    Current,
    /// Background from well before the news.
    Historical,
}

/// When the event was, and which words say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDate {
    /// TIMEX3 value or interval `a/b`.
    pub value: String,
    /// The time expression.
    pub span: Span,
}

/// One happening, act or state of affairs between political actors.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The head words that carry the act.
    pub trigger: Span,
    /// Further mentions of the same happening.
    pub mentions: Vec<Span>,
    /// PLOVER type: `ACCUSE`, `ASSAULT` …
    pub event_type: String,
    /// PLOVER mode, where the rule fixes one.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code, as a string: leading zeros count.
    pub cameo: Option<String>,
    /// Who acts.
    pub actors: Vec<EntityId>,
    /// To or against whom.
    pub recipients: Vec<EntityId>,
    /// Where.
    pub place: Option<EntityId>,
    /// When.
    pub date: Option<EventDate>,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Actual, future, hypothetical.
    pub reality: Reality,
    /// Current or historical.
    pub recency: Recency,
    /// The innermost statement that carries it; `None` where the report itself asserts it.
    pub attributed_to: Option<StatementId>,
    /// Deaths, where the text counts them.
    pub deaths: Option<(u32, Span)>,
    /// The codebook rule that found it: `ASSAULT/strike`.
    pub rule: String,
}

/// The events of a report, in order of the text.
pub fn events(
    doc: &Document,
    lang: &Language,
    entities: &Entities,
    statements: &[Statement],
    timexes: &Layer<Timex>,
    _places: &Layer<Place>,
    codebook: &Codebook,
) -> Vec<Event> {
    let syntax = scene::with_lemmas(doc, &lang.syntax, codebook);
    let scene = Scene::new(doc, &syntax, entities, statements, timexes, codebook);
    let matches = matching::matches(&scene);
    let operators = status::operators(codebook, &matches);
    let drafts = matches.iter().filter_map(|m| draft(&scene, m, &operators));
    merge::merge(&scene, drafts.collect())
}

/// Whether acts of the type are words: their place is that of the words, seldom told.
pub(crate) fn is_verbal(event_type: &str) -> bool {
    matches!(event_type, "AGREE" | "SUPPORT" | "CONCEDE" | "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN")
}

fn draft(scene: &Scene, m: &Match, operators: &Operators) -> Option<Draft> {
    let rule = scene.codebook.events().rule(m.rule);
    let frame = frame::fill(scene, m);
    let only_again = !frame::suffices(scene, rule, &frame);
    if only_again && !merge::is_definite(scene, m.head) {
        return None;
    }
    let (polarity, reality) = status::status(scene, m, operators);
    let (date, timex_words) = setting::date(scene, m);
    let recency = status::recency(scene, m, date.as_ref(), &timex_words);
    let trigger_words: Vec<usize> = match m.part {
        Part::Auxiliary => m.words.iter().copied().chain([m.head]).collect(),
        _ => m.words.clone(),
    };
    let event = Event {
        trigger: scene.close_span(m.words[0], &trigger_words),
        mentions: Vec::new(),
        event_type: rule.event_type.clone(),
        mode: rule.mode.clone(),
        contexts: rule.contexts.clone(),
        cameo: rule.cameo.clone(),
        place: setting::place(scene, m, frame.aimed_at, is_verbal(&rule.event_type)),
        actors: frame.actors,
        recipients: frame.recipients,
        date,
        polarity,
        reality,
        recency,
        attributed_to: scene.statement(m.words[0]),
        deaths: (rule.event_type == "ASSAULT").then(|| counts::deaths(scene, m)).flatten(),
        rule: rule.id.clone(),
    };
    Some(Draft { event, head: m.head, only_again })
}

#[cfg(test)]
mod tests;

//! Events after PLOVER: who did what to whom, and whether it happened.

use crate::actor::EntityId;
use crate::span::Span;
use crate::statement::StatementId;

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

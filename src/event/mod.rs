//! Events after PLOVER: who did what to whom, and whether it happened.
//!
//! Rules of the codebook are matched on the trees; each match is filled with participants,
//! shaded (did it happen?), set in place and time, and joined with its other mentions.

mod contexts;
mod counts;
#[cfg(test)]
pub(crate) mod fixture;
mod frame;
mod matching;
mod merge;
mod participants;
mod propose;
mod quantity;
pub(crate) mod scene;
mod score;
pub(crate) mod setting;
mod status;
mod trace;
pub(crate) mod tree;
mod watch;
mod weigh;
mod when;
mod within;

use crate::actor::{Entities, EntityId};
use crate::codebook::{Codebook, Grounds, Part};
use crate::document::Document;
use crate::language::Language;
use crate::layer::Layer;
use crate::span::Span;
use crate::statement::{Statement, StatementId};
use crate::time::Timex;

pub use contexts::EventContext;
pub use counts::Counts;
use matching::Match;
use merge::Draft;
pub use quantity::{Bound, Count};
use scene::Scene;
pub use score::FoundBy;
use status::Operators;
pub(crate) use trace::Recorder;
pub use trace::{Filled, Reading, Reason, Trace, Tried, WordTrace};
pub(crate) use watch::Watch;
pub use watch::{Lack, Lost, Misfit};

/// Index of an [`Event`] in its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub usize);

/// Whether the text affirms or denies the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is said to be so.
    Affirmed,
    /// It is said not to be so.
    Negated,
}

/// Whether it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
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
    pub contexts: Vec<EventContext>,
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
    /// The act of words that speaks of it: of a withdrawal that is demanded, the demand.
    pub within: Option<EventId>,
    /// Numbers of people, where the text counts them.
    pub counts: Counts,
    /// The codebook rule that found it: `ASSAULT/strike`; `ASSAULT/model` where the model alone did.
    pub rule: String,
    /// How sure the coder is, from 0 to 1; `None` where no model was asked.
    pub score: Option<f32>,
    /// What speaks for it.
    pub grounds: Grounds,
    /// What found it.
    pub found_by: FoundBy,
}

/// The events of a report, in order of the text: those whose score reaches the codebook's threshold.
pub fn events(
    doc: &Document,
    lang: &Language,
    entities: &Entities,
    statements: &[Statement],
    timexes: &Layer<Timex>,
    codebook: &Codebook,
) -> Vec<Event> {
    watched((doc, lang, entities, statements, timexes, codebook), &mut ())
}

/// What the stage reads, in the order of the flow.
pub(crate) type Sources<'a> =
    (&'a Document, &'a Language, &'a Entities, &'a [Statement], &'a Layer<Timex>, &'a Codebook);

/// The same events, while `watch` sees how they come about.
pub(crate) fn watched<W: Watch>(sources: Sources, watch: &mut W) -> Vec<Event> {
    let (doc, lang, entities, statements, timexes, codebook) = sources;
    let syntax = scene::with_lemmas(doc, &lang.syntax, codebook);
    let scene = Scene::new(doc, (&syntax, &lang.signals), entities, statements, timexes, codebook);
    let by_rules = matching::matches(&scene, watch);
    let operators = status::operators(codebook, &by_rules);
    let mut drafts = Vec::new();
    let mut kept = Vec::new();
    let mut read = |m: &Match, kept: &mut Vec<Match>| {
        let draft = draft(&scene, m, &operators);
        watch.drafted(&scene, m, &operators, draft.as_ref().map_err(|lack| *lack));
        if draft.is_ok() {
            kept.push(m.clone());
        }
        drafts.extend(draft);
    };
    by_rules.iter().for_each(|m| read(m, &mut kept));
    // where a rule fires but lacks somebody known, the model may still see the act
    propose::proposals(&scene, &kept).iter().for_each(|m| read(m, &mut kept));
    let drafts = best_of_each_word(drafts, codebook.score().threshold, watch);
    within::link(&scene, contexts::add(&scene, merge::merge(&scene, drafts, watch)))
}

// Of several readings of one word the surest, in order of the text, if it is sure enough.
fn best_of_each_word<W: Watch>(mut drafts: Vec<Draft>, threshold: f32, watch: &mut W) -> Vec<Draft> {
    let score = |d: &Draft| d.event.score.unwrap_or(1.0);
    drafts.retain(|d| {
        let sure = score(d) >= threshold;
        if !sure {
            watch.lost(d.first, &d.event.rule, Lost::Threshold(threshold));
        }
        sure
    });
    drafts.sort_by(|a, b| a.first.cmp(&b.first).then(score(b).total_cmp(&score(a))));
    drafts.dedup_by(|later, kept| {
        let rivals = later.first == kept.first;
        if rivals {
            watch.lost(later.first, &later.event.rule, Lost::Rival(kept.event.rule.clone()));
        }
        rivals
    });
    drafts
}

/// Whether acts of the type are words: their place is that of the words, seldom told.
pub(crate) fn is_verbal(event_type: &str) -> bool {
    matches!(event_type, "AGREE" | "SUPPORT" | "CONCEDE" | "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN")
}

fn draft(scene: &Scene, m: &Match, operators: &Operators) -> Result<Draft, Lack> {
    let rule = scene.codebook.events().rule(m.rule);
    let frame = participants::refine(scene, m, frame::fill(scene, m));
    let grounds = score::grounds(scene, m, &frame);
    let lack = frame::lack(scene, rule, &frame);
    if let Some(lack) = lack.filter(|_| !merge::is_definite(scene, m.head)) {
        return Err(lack);
    }
    let (polarity, reality) = status::status(scene, m, operators);
    let (date, timex_words) = when::date(scene, m);
    let recency = status::recency(scene, m, date.as_ref(), &timex_words);
    let signal = scene.signals.word(score::likeliest(scene, m));
    let (polarity, reality, recency) = weigh::weigh(signal, (polarity, reality, recency));
    let trigger_words: Vec<usize> = match m.part {
        Part::Auxiliary => m.words.iter().copied().chain([m.head]).collect(),
        _ => m.words.clone(),
    };
    let event = Event {
        trigger: scene.close_span(m.words[0], &trigger_words),
        mentions: Vec::new(),
        event_type: rule.event_type.clone(),
        mode: rule.mode.clone().or_else(|| signal.mode.clone().filter(|_| rule.is_model())),
        contexts: contexts::of_rule(rule),
        cameo: rule.cameo.clone(),
        place: None,
        actors: frame.actors,
        recipients: frame.recipients,
        date,
        polarity,
        reality,
        recency,
        attributed_to: scene.statement(m.words[0]),
        within: None,
        counts: match (polarity, reality) {
            (Polarity::Affirmed, Reality::Actual) => counts::counts(scene, m, &rule.event_type),
            _ => Counts::default(),
        },
        rule: rule.id.clone(),
        score: score::score(scene, m, &grounds),
        found_by: score::found_by(scene, m, &grounds),
        grounds,
    };
    let places = setting::places(scene, m, &frame.aimed_at, &rule.event_type);
    let is_timed = !timex_words.is_empty();
    Ok(Draft { event, first: m.words[0], places, is_timed, head: m.head, only_again: lack.is_some() })
}

#[cfg(test)]
mod tests;

//! The serialised types. Field order here is field order in every export.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::actor::{EntityKind, MentionKind};
use crate::diagnostic::Severity;
use crate::document::{BlockKind, DateSource};
use crate::event::{Bound, Polarity, Reality, Recency};
use crate::place::Precision;
use crate::statement::Form;

/// Number of the form of all records; raised whenever a field changes its meaning, name or place.
pub const SCHEMA: u32 = 1;

/// The unit of `start` and `end` of every span.
pub const UNIT: &str = "utf8-bytes";

/// Words of the report: where they stand in the canonical text, and the words themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanRecord {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The words.
    pub text: String,
    /// The same place in Unicode code points.
    pub chars: [usize; 2],
}

/// A value with the words that it rests on (none where it comes from the page's metadata).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// The words.
    pub evidence: Vec<SpanRecord>,
}

/// An entity in a role of a record: which one, and the words that put it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Id of the entity.
    pub entity: String,
    /// Its name, so that a single record can be read alone.
    pub name: String,
    /// The mention nearest to the words of the record.
    pub evidence: Vec<SpanRecord>,
}

/// One report and all its records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Number of the form.
    pub schema: u32,
    /// The report itself.
    #[serde(flatten)]
    pub document: DocumentHead,
    /// Actors and places.
    pub entities: Vec<EntityRecord>,
    /// Who said what.
    pub statements: Vec<StatementRecord>,
    /// Who did what to whom.
    pub events: Vec<EventRecord>,
    /// Talks, ceasefires, sieges.
    pub processes: Vec<ProcessRecord>,
    /// Promises, obligations, demands.
    pub commitments: Vec<CommitmentRecord>,
}

/// What is known of the report itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentHead {
    /// Hash of canonical text and address.
    pub id: String,
    /// Unit of `start` and `end`.
    pub unit: Cow<'static, str>,
    /// Address.
    pub url: Option<String>,
    /// The publication.
    pub publisher: Option<String>,
    /// Title.
    pub title: Option<Stated<String>>,
    /// The summary under the title.
    pub standfirst: Option<Stated<String>>,
    /// Who wrote it, as the report gives it.
    pub byline: Option<Stated<String>>,
    /// Day of publication.
    pub published: Option<PublishedRecord>,
    /// Language tag that the page declares.
    pub language: Option<String>,
    /// The parts of the report.
    pub blocks: Vec<BlockRecord>,
    /// First byte and byte after the last of each sentence.
    pub sentences: Vec<[usize; 2]>,
    /// SHA-256 of the bytes read.
    pub source_digest: String,
    /// Version of the engine.
    pub engine: String,
    /// Digest of the codebook.
    pub codebook: String,
    /// Digest of the model.
    pub model: String,
    /// What went less than well.
    pub diagnostics: Vec<DiagnosticRecord>,
    /// The canonical text that every span slices.
    pub text: String,
}

/// The day of publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRecord {
    /// `2016-02-04`.
    pub date: String,
    /// How it was found.
    pub found: DateSource,
    /// The words, where the text gives it.
    pub evidence: Vec<SpanRecord>,
}

/// A part of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRecord {
    /// Headline, paragraph, caption …
    pub kind: BlockKind,
    /// Where it stands.
    pub span: SpanRecord,
}

/// A remark about the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagnosticRecord {
    /// Note or warning.
    pub severity: Severity,
    /// A short fixed name.
    pub code: Cow<'static, str>,
    /// The remark.
    pub message: String,
    /// The place.
    pub span: Option<SpanRecord>,
}

/// An actor or a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityRecord {
    /// Hash of document, kind and first mention.
    pub id: String,
    /// Person, state, organisation …
    pub kind: EntityKind,
    /// Canonical name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// The role, from the text and from the table.
    pub role: RoleRecord,
    /// Id in a knowledge base.
    pub knowledge_id: Option<String>,
    /// Where it lies, for places.
    pub place: Option<PlaceRecord>,
    /// Every mention.
    pub mentions: Vec<MentionRecord>,
}

/// The role of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRecord {
    /// As the text gives it.
    pub text: Option<Stated<String>>,
    /// As the dated table gives it for the day of publication.
    pub table: Option<String>,
}

/// A point on the map and how it was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceRecord {
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-order administrative area.
    pub admin1: Option<String>,
    /// How exact the point is.
    pub precision: Precision,
    /// Why this one of the places of the name.
    pub reason: String,
}

/// One mention of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionRecord {
    /// Name, nominal, pronoun.
    pub kind: MentionKind,
    /// The words.
    pub span: SpanRecord,
}

/// Something that somebody says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// Hash of document, form, cue and content.
    pub id: String,
    /// The words that name the source.
    pub source: Option<SpanRecord>,
    /// The speaker.
    pub speaker: Option<Party>,
    /// The verb of saying.
    pub cue: Option<SpanRecord>,
    /// What is said.
    pub content: Vec<SpanRecord>,
    /// Direct, indirect, mixed.
    pub form: Form,
    /// To whom.
    pub addressee: Option<Party>,
    /// How the speaker stands to it, as the cue tells: `asserts`, `thinks`, `denies`, `demands`,
    /// `accuses`, `promises`, `threatens`, `praises`, `fears`, `doubts`.
    pub stance: Option<String>,
    /// When it was said.
    pub when: Option<DateRecord>,
    /// Where it was said.
    #[serde(rename = "where")]
    pub place: Option<Party>,
    /// The statement inside which this one is reported.
    pub parent: Option<String>,
}

/// A date and how it was reckoned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRecord {
    /// `2016-02-03`, or an interval `2016-02-12/2016-02-14`.
    pub value: String,
    /// `day`, `week`, `month`, `year`, `interval` …; null where the value has another form.
    pub precision: Option<Cow<'static, str>>,
    /// How the value follows from the words.
    pub reason: Cow<'static, str>,
    /// The words.
    pub evidence: Vec<SpanRecord>,
}

/// One happening between political actors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRecord {
    /// Hash of document, type, trigger and place.
    pub id: String,
    /// The head words that carry the act.
    pub trigger: SpanRecord,
    /// Further mentions of the same happening.
    pub mentions: Vec<SpanRecord>,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code, leading zeros kept.
    pub cameo: Option<String>,
    /// Verbal or material, cooperation or conflict.
    pub quad_class: Option<Cow<'static, str>>,
    /// Goldstein value.
    pub intensity: Option<f32>,
    /// Who acts.
    pub actors: Vec<Party>,
    /// To or against whom.
    pub recipients: Vec<Party>,
    /// Where.
    pub place: Option<EventPlaceRecord>,
    /// When.
    pub date: Option<DateRecord>,
    /// Affirmed, negated.
    pub polarity: Polarity,
    /// Actual, future, hypothetical.
    pub reality: Reality,
    /// Current, historical.
    pub recency: Recency,
    /// The statement that carries it; null where the report itself asserts it.
    pub attributed_to: Option<String>,
    /// Id of the act of words that speaks of it: of a withdrawal that is demanded, the demand.
    pub within: Option<String>,
    /// Numbers of people.
    pub counts: CountsRecord,
    /// How sure, calibrated.
    pub score: Option<f32>,
    /// What found it: codebook rule, model, both.
    pub found_by: Cow<'static, str>,
    /// The codebook rule.
    pub rule: String,
    /// The words that tell of a context; none of one that the rule itself gives.
    pub context_evidence: BTreeMap<String, SpanRecord>,
}

/// Where an event was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPlaceRecord {
    /// The place.
    #[serde(flatten)]
    pub party: Party,
    /// How exact the point is.
    pub precision: Option<Precision>,
    /// Why this one of the places of the name.
    pub reason: Option<String>,
}

/// Numbers of people that the text gives.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CountsRecord {
    /// Killed.
    pub dead: Option<CountRecord>,
    /// Wounded.
    pub injured: Option<CountRecord>,
    /// Taken into custody.
    pub arrested: Option<CountRecord>,
    /// Driven from home.
    pub displaced: Option<CountRecord>,
}

/// A number of people with the words that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRecord {
    /// The number; null where the words leave it open (`dozens`).
    pub value: Option<u32>,
    /// `exact`, `at_least`, `at_most`, `vague`.
    pub bound: Bound,
    /// The words.
    pub evidence: Vec<SpanRecord>,
}

/// Something that runs over time and has a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessRecord {
    /// Hash of document, kind and first evidence.
    pub id: String,
    /// Negotiation, ceasefire, siege …
    pub kind: String,
    /// Canonical name.
    pub name: String,
    /// Who takes part.
    pub parties: Vec<Party>,
    /// Who mediates.
    pub mediator: Option<Party>,
    /// Where it is held.
    pub venue: Option<Party>,
    /// Its changes of state.
    pub transitions: Vec<TransitionRecord>,
}

/// A change of state of a process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransitionRecord {
    /// Begun, paused, ended …
    pub state: String,
    /// When.
    pub date: Option<DateRecord>,
    /// Who brought it about.
    pub by: Option<Party>,
    /// Id of the event that caused it.
    pub cause: Option<String>,
    /// The words.
    pub evidence: Vec<SpanRecord>,
}

/// Something that somebody should do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentRecord {
    /// Hash of document, kind and content.
    pub id: String,
    /// Promise, obligation, demand, deadline.
    pub kind: String,
    /// Who should act.
    pub debtor: Option<Party>,
    /// To whom it is owed.
    pub creditor: Option<Party>,
    /// What is to be done.
    pub content: SpanRecord,
    /// The resolution or treaty that binds.
    pub instrument: Option<SpanRecord>,
    /// By when.
    pub due: Option<DateRecord>,
    /// Open, met, broken, withdrawn.
    pub state: String,
    /// The statement that makes it.
    pub attributed_to: Option<String>,
}

/// One record on its own, for one-record-a-line exports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line<'a> {
    /// Number of the form.
    pub schema: u32,
    /// `document`, `entity`, `statement`, `event`, `process`, `commitment`.
    pub record: &'static str,
    /// Id of the report.
    pub document: &'a str,
    /// The record.
    #[serde(flatten)]
    pub body: Body<'a>,
}

/// Any one record.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each is named after its record")]
pub enum Body<'a> {
    Document(&'a DocumentHead),
    Entity(&'a EntityRecord),
    Statement(&'a StatementRecord),
    Event(&'a EventRecord),
    Process(&'a ProcessRecord),
    Commitment(&'a CommitmentRecord),
}

//! What the reports of one story agree on, and where they differ.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::digest;
use crate::event::{Bound, Polarity};
use crate::place::Precision;
use crate::record::{CountRecord, DocumentRecord, EventRecord, Party, SCHEMA, SpanRecord};
use crate::time::{bounds, days_between};

/// One happening with the reports that tell it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryRecord {
    /// Number of the form.
    pub schema: u32,
    /// Hash of the first report's event.
    pub id: String,
    /// PLOVER type that most reports give.
    #[serde(rename = "type")]
    pub event_type: String,
    /// What every report that says anything of it says.
    pub agreed: BTreeMap<Cow<'static, str>, StoryValue>,
    /// Of what the reports differ in, each value with who says so.
    pub disputed: BTreeMap<Cow<'static, str>, Vec<StoryValue>>,
    /// Day of the first report.
    pub first: Option<String>,
    /// Day of the last report.
    pub last: Option<String>,
    /// How many reports are not copies of another.
    pub independent: usize,
    /// The reports, the first first.
    pub reports: Vec<StoryReport>,
}

/// One report of a story.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StoryReport {
    /// Day of publication.
    pub published: Option<String>,
    /// Ids of its event records that tell it.
    pub events: Vec<String>,
    /// Id of the report.
    pub report: String,
    /// The publication.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Id of the report of which this one is a copy.
    pub copy_of: Option<String>,
}

/// A value with the reports that give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryValue {
    /// The value.
    pub value: String,
    /// Ids of the events that say so.
    pub events: Vec<String>,
    /// Who the reports say it is that says so, where they do.
    pub speakers: Vec<String>,
    /// The words of the first that says so.
    pub evidence: Vec<SpanRecord>,
}

/// One report's part in a story: its records, its event, and of which report it is a copy.
pub type Part<'a> = (&'a DocumentRecord, &'a EventRecord, Option<&'a str>);

/// The story that some events tell. `None` of no event.
pub fn story(parts: &[Part]) -> Option<StoryRecord> {
    let mut parts: Vec<Part> = parts.to_vec();
    parts.sort_by(|a, b| order(a).cmp(&order(b)));
    let (_, first, _) = parts.first()?;
    let mut agreed = BTreeMap::new();
    let mut disputed = BTreeMap::new();
    for (name, read, differ) in FIELDS {
        let values = gather(&parts, *read);
        let clash = values.iter().enumerate().any(|(i, a)| values[..i].iter().any(|b| differ(&a.0, &b.0)));
        if clash {
            disputed.insert(Cow::Borrowed(*name), values.into_iter().map(|(_, v)| v).collect());
        } else if let Some((_, value)) = values.into_iter().reduce(fuller) {
            agreed.insert(Cow::Borrowed(*name), value);
        }
    }
    let mut reports: Vec<StoryReport> = Vec::new();
    for part in &parts {
        match reports.iter_mut().find(|r| r.report == part.0.document.id) {
            Some(known) => known.events.push(part.1.id.clone()),
            None => reports.push(report(part)),
        }
    }
    let originals: BTreeSet<&str> =
        reports.iter().map(|r| r.copy_of.as_deref().unwrap_or(&r.report)).collect();
    let days = || reports.iter().filter_map(|r| r.published.clone());
    Some(StoryRecord {
        schema: SCHEMA,
        id: digest::id(&["story", &first.id]),
        event_type: most(parts.iter().map(|(_, e, _)| e.event_type.as_str())),
        agreed,
        disputed,
        first: days().min(),
        last: days().max(),
        independent: originals.len(),
        reports,
    })
}

/// The first report first; those without a date last.
fn order<'a>((record, event, _): &Part<'a>) -> (bool, &'a str, &'a str) {
    let day = record.document.published.as_ref().map(|p| p.date.as_str());
    (day.is_none(), day.unwrap_or_default(), &event.id)
}

fn report((record, event, copy_of): &Part) -> StoryReport {
    let head = &record.document;
    StoryReport {
        published: head.published.as_ref().map(|p| p.date.clone()),
        events: vec![event.id.clone()],
        report: head.id.clone(),
        publisher: head.publisher.clone(),
        url: head.url.clone(),
        title: head.title.as_ref().map(|t| t.value.clone()),
        copy_of: copy_of.map(str::to_owned),
    }
}

/// The value given most often; of equals the first in order.
fn most<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    values.for_each(|v| *counts.entry(v).or_default() += 1);
    let best = counts.into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a });
    best.map(|(value, _)| value.to_owned()).unwrap_or_default()
}

/// A value as it is compared.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Word(String),
    Names(BTreeSet<String>, BTreeSet<String>),
    Place { name: String, country: Option<String>, exact: bool },
    Days(String, (Date, Date)),
    Count(u32, Bound),
}

impl Value {
    fn shown(&self) -> String {
        match self {
            Value::Word(word) => word.clone(),
            Value::Names(names, _) => names.iter().cloned().collect::<Vec<_>>().join("; "),
            Value::Place { name, .. } => name.clone(),
            Value::Days(value, _) => value.clone(),
            Value::Count(number, Bound::AtLeast) => format!("at least {number}"),
            Value::Count(number, Bound::AtMost) => format!("at most {number}"),
            Value::Count(number, _) => number.to_string(),
        }
    }
}

type Read = fn(&DocumentRecord, &EventRecord) -> Option<(Value, Vec<SpanRecord>)>;
type Differ = fn(&Value, &Value) -> bool;

/// The fields that are compared: how each is read, and which values cannot both be true.
const FIELDS: &[(&str, Read, Differ)] = &[
    ("mode", |_, e| Some((Value::Word(e.mode.clone()?), vec![e.trigger.clone()])), |_, _| false),
    ("actors", |r, e| names(r, &e.actors), others),
    ("recipients", |r, e| names(r, &e.recipients), others),
    ("place", place, elsewhere),
    ("date", date, on_other_days),
    ("happened", happened, |a, b| a != b),
    ("dead", |_, e| count(e.counts.dead.as_ref()), other_numbers),
    ("injured", |_, e| count(e.counts.injured.as_ref()), other_numbers),
    ("arrested", |_, e| count(e.counts.arrested.as_ref()), other_numbers),
    ("displaced", |_, e| count(e.counts.displaced.as_ref()), other_numbers),
];

/// The values of a field in the order of the reports, each once, with who gives it.
fn gather(parts: &[Part], read: Read) -> Vec<(Value, StoryValue)> {
    let mut values: Vec<(Value, StoryValue)> = Vec::new();
    for (record, event, _) in parts {
        let Some((value, evidence)) = read(record, event) else { continue };
        let shown = value.shown();
        let n = match values.iter().position(|(_, v)| v.value.to_lowercase() == shown.to_lowercase()) {
            Some(n) => n,
            None => {
                let fresh = StoryValue { value: shown, events: Vec::new(), speakers: Vec::new(), evidence };
                values.push((value, fresh));
                values.len() - 1
            }
        };
        let kept = &mut values[n].1;
        kept.events.push(event.id.clone());
        if let Some(speaker) = speaker(record, event).filter(|s| !kept.speakers.contains(s)) {
            kept.speakers.push(speaker);
        }
    }
    values
}

fn speaker(record: &DocumentRecord, event: &EventRecord) -> Option<String> {
    let id = event.attributed_to.as_deref()?;
    let statement = record.statements.iter().find(|s| s.id == id)?;
    statement.speaker.as_ref().map(|s| s.name.clone())
}

/// Of two values that can both be true the one that says more: given oftener, or narrower.
fn fuller(a: (Value, StoryValue), b: (Value, StoryValue)) -> (Value, StoryValue) {
    let better = match (&a.0, &b.0) {
        (Value::Days(_, a), Value::Days(_, b)) => days_between(b.0, b.1) < days_between(a.0, a.1),
        (Value::Place { exact: a, .. }, Value::Place { exact: b, .. }) if a != b => *b,
        (Value::Names(_, a), Value::Names(_, b)) if a.is_empty() != b.is_empty() => a.is_empty(),
        _ => b.1.events.len() > a.1.events.len(),
    };
    if better { b } else { a }
}

fn names(record: &DocumentRecord, parties: &[Party]) -> Option<(Value, Vec<SpanRecord>)> {
    let names: BTreeSet<String> = parties.iter().map(|p| p.name.clone()).collect();
    let entity = |p: &Party| record.entities.iter().find(|e| e.id == p.entity);
    let countries = parties.iter().filter_map(|p| entity(p)?.country.clone()).collect();
    let evidence = parties.iter().flat_map(|p| p.evidence.clone()).collect();
    (!names.is_empty()).then_some((Value::Names(names, countries), evidence))
}

/// Parties of other names and other countries cannot both be meant; `gunmen` and `al-Shabaab` can.
fn others(a: &Value, b: &Value) -> bool {
    let (Value::Names(a, from_a), Value::Names(b, from_b)) = (a, b) else { return false };
    a.is_disjoint(b) && !from_a.is_empty() && !from_b.is_empty() && from_a.is_disjoint(from_b)
}

fn place(record: &DocumentRecord, event: &EventRecord) -> Option<(Value, Vec<SpanRecord>)> {
    let place = event.place.as_ref()?;
    let entity = record.entities.iter().find(|e| e.id == place.party.entity);
    let point = entity.and_then(|e| e.place.as_ref());
    let country = point.and_then(|p| p.country.clone());
    let exact = point.is_some_and(|p| p.precision == Precision::City);
    Some((Value::Place { name: place.party.name.clone(), country, exact }, place.party.evidence.clone()))
}

/// Other countries, or two exact places of one.
fn elsewhere(a: &Value, b: &Value) -> bool {
    let (
        Value::Place { name: a, country: in_a, exact: exact_a },
        Value::Place { name: b, country: in_b, exact: exact_b },
    ) = (a, b)
    else {
        return false;
    };
    match (in_a, in_b) {
        (Some(x), Some(y)) if x != y => true,
        _ => *exact_a && *exact_b && a != b,
    }
}

fn date(_: &DocumentRecord, event: &EventRecord) -> Option<(Value, Vec<SpanRecord>)> {
    let date = event.date.as_ref()?;
    Some((Value::Days(date.value.clone(), bounds(&date.value)?), date.evidence.clone()))
}

fn on_other_days(a: &Value, b: &Value) -> bool {
    let (Value::Days(_, a), Value::Days(_, b)) = (a, b) else { return false };
    a.1 < b.0 || b.1 < a.0
}

fn happened(_: &DocumentRecord, event: &EventRecord) -> Option<(Value, Vec<SpanRecord>)> {
    let word = if event.polarity == Polarity::Negated { "denied" } else { "told" };
    Some((Value::Word(word.to_owned()), vec![event.trigger.clone()]))
}

fn count(count: Option<&CountRecord>) -> Option<(Value, Vec<SpanRecord>)> {
    let count = count?;
    Some((Value::Count(count.value?, count.bound), count.evidence.clone()))
}

/// Numbers that cannot both be true, or that are bounded the same way and differ: `at least 12` and 14
/// can both be, `at least 12` and `at least 20` are told as different tolls.
fn other_numbers(a: &Value, b: &Value) -> bool {
    let (Value::Count(a, bound_a), Value::Count(b, bound_b)) = (a, b) else { return false };
    let range = |bound: Bound, n: u32| match bound {
        Bound::Exact => (n, n),
        Bound::AtLeast => (n, u32::MAX),
        Bound::AtMost => (0, n),
        Bound::Vague => (n / 2, n.saturating_mul(2)),
    };
    let (x, y) = (range(*bound_a, *a), range(*bound_b, *b));
    (bound_a == bound_b && a != b) || x.1 < y.0 || y.1 < x.0
}

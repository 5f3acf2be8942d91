//! Processes over time: which reports tell of one, and how its state changed.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::told::{Source, Told, days, overlap};
use crate::digest;
use crate::record::{DateRecord, ProcessRecord, SCHEMA, SpanRecord, TransitionRecord};
use crate::story::{content_stems, join};
use crate::time::days_between;

/// From this likeness on two reports tell of one process.
const SAME: f32 = 0.5;
/// Reports further apart than this tell of different rounds.
const APART: i32 = 200;
/// States that say what is planned, not what is.
const PLANS: [&str; 2] = ["proposed", "scheduled"];

/// A process that runs over time, as all reports of it tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Number of the form.
    pub schema: u32,
    /// Hash of the first report's process.
    pub id: String,
    /// Negotiation, ceasefire, siege …
    pub kind: String,
    /// The fullest name that a report gives it.
    pub name: String,
    /// Who takes part, after all reports.
    pub parties: Vec<String>,
    /// Who mediates, after all reports.
    pub mediators: Vec<String>,
    /// Where it is held, after all reports.
    pub venues: Vec<String>,
    /// Its changes of state, in order of their days.
    pub changes: Vec<Change>,
    /// Ids of the process records that tell of it.
    pub tellings: Vec<String>,
}

/// A change of state, with every report that tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Begun, paused, ended …
    pub state: String,
    /// Day from which on it holds; that of publication where the report gives none.
    pub day: Option<String>,
    /// The date as the reports give it.
    pub date: Option<DateRecord>,
    /// Whether other reports, or other speakers, contradict it.
    pub contradicted: bool,
    /// Who brought it about, after the reports.
    pub by: Option<String>,
    /// Where it is told, with the words.
    pub evidence: Vec<(Source, SpanRecord)>,
}

impl Running {
    /// The state on a day: that of the last change until then which is no plan, else the last plan;
    /// `None` before the first.
    pub fn state_on(&self, day: Option<Date>) -> Option<&str> {
        let until = day.map(|d| d.to_string());
        let past = |c: &&Change| match (&c.day, &until) {
            (Some(at), Some(until)) => at <= until,
            _ => true,
        };
        let seen: Vec<&Change> = self.changes.iter().filter(past).collect();
        let real = seen.iter().rev().find(|c| !PLANS.contains(&c.state.as_str()));
        real.or(seen.last()).map(|c| c.state.as_str())
    }
}

/// One report's process.
#[derive(Debug, Clone, Copy)]
pub struct RunningTelling<'a> {
    /// The report.
    pub told: &'a Told,
    /// Its process.
    pub process: &'a ProcessRecord,
}

impl RunningTelling<'_> {
    fn parties(&self) -> BTreeSet<u64> {
        self.told.names(&self.process.parties)
    }

    fn words(&self) -> BTreeSet<u64> {
        let parties = self.process.parties.iter().chain(&self.process.venue).chain(&self.process.mediator);
        let mut words = self.told.names(parties);
        words.extend(content_stems(&self.process.name));
        words
    }
}

/// The processes that some reports tell of; `likely` gives the tellings that can be of one, so that a store
/// need not look at all.
pub fn running(tellings: &[RunningTelling]) -> Vec<Running> {
    let mut tellings = tellings.to_vec();
    tellings.sort_by(|a, b| a.process.id.cmp(&b.process.id));
    let compared: Vec<Compared> = tellings.iter().map(|t| Compared::of(*t)).collect();
    let groups = join(compared.len(), |i, j| likeness(&compared[i], &compared[j]), SAME);
    let mut out: Vec<Running> =
        groups.iter().map(|group| one(&group.iter().map(|&i| tellings[i]).collect::<Vec<_>>())).collect();
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

/// What is compared of a telling, worked out once: there are very many pairs.
struct Compared<'a> {
    telling: RunningTelling<'a>,
    words: BTreeSet<u64>,
    parties: BTreeSet<u64>,
    lands: BTreeSet<String>,
}

impl<'a> Compared<'a> {
    fn of(telling: RunningTelling<'a>) -> Compared<'a> {
        Compared {
            words: telling.words(),
            parties: telling.parties(),
            lands: telling.told.countries_of(&telling.process.parties),
            telling,
        }
    }
}

/// How likely two reports tell of one process, 0 to 1.
fn likeness(x: &Compared, y: &Compared) -> f32 {
    let (a, b) = (x.telling, y.telling);
    if a.process.kind != b.process.kind {
        return 0.0;
    }
    let apart = match (a.told.published, b.told.published) {
        (Some(x), Some(y)) => days_between(x, y).abs(),
        _ => APART,
    };
    if apart > APART {
        return 0.0;
    }
    if a.told.record.document.id == b.told.record.document.id {
        return 0.4;
    }
    let about = overlap(&a.told.about, &b.told.about);
    let lands = overlap(&a.told.countries, &b.told.countries);
    // who takes part decides, where both reports say so; else what the two reports are about
    let parties = match x.parties.is_empty() || y.parties.is_empty() {
        true => overlap(&x.words, &y.words).max(about),
        false => overlap(&x.parties, &y.parties).max(0.7 * overlap(&x.lands, &y.lands)),
    };
    if parties == 0.0 {
        return 0.0;
    }
    (0.45 * parties + 0.4 * about + 0.25 * lands).min(1.0)
}

/// A process as its reports tell it.
fn one(tellings: &[RunningTelling]) -> Running {
    let mut tellings = tellings.to_vec();
    tellings.sort_by_key(|t| (t.told.published.is_none(), t.told.published, t.process.id.clone()));
    let mut changes: Vec<Change> = Vec::new();
    for telling in &tellings {
        for transition in &telling.process.transitions {
            add(&mut changes, telling, transition);
        }
    }
    changes.sort_by(|a, b| (a.day.is_none(), &a.day).cmp(&(b.day.is_none(), &b.day)));
    contradict(&mut changes);
    let all = |of: fn(&ProcessRecord) -> Vec<String>| {
        let mut names: Vec<String> = Vec::new();
        for name in tellings.iter().flat_map(|t| of(t.process)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    let first = tellings[0].process;
    let longest =
        tellings.iter().map(|t| &t.process.name).reduce(|a, b| if b.len() > a.len() { b } else { a });
    let mut ids: Vec<String> = tellings.iter().map(|t| t.process.id.clone()).collect();
    ids.sort();
    Running {
        schema: SCHEMA,
        id: digest::id(&["process", &first.id]),
        kind: first.kind.clone(),
        name: longest.cloned().unwrap_or_default(),
        parties: all(|p| p.parties.iter().map(|p| p.name.clone()).collect()),
        mediators: all(|p| p.mediator.iter().map(|p| p.name.clone()).collect()),
        venues: all(|p| p.venue.iter().map(|p| p.name.clone()).collect()),
        changes,
        tellings: ids,
    }
}

/// Adds what a report tells of a change. One that is known is told once more; one without a date that says
/// again what was so before is background.
fn add(changes: &mut Vec<Change>, telling: &RunningTelling, transition: &TransitionRecord) {
    let published = telling.told.published;
    let dated = days(transition.date.as_ref());
    let planned = PLANS.contains(&transition.state.as_str());
    // a plan holds from the day on which it is told; a change announced for later is a plan as well
    let future = matches!((dated, published), (Some((first, _)), Some(day)) if first > day);
    let day = if planned { published.or(dated.map(|d| d.0)) } else { dated.map(|d| d.0).or(published) };
    let day = day.map(|d| d.to_string());
    let evidence = transition.evidence.iter().map(|e| (telling.told.source(), e.clone()));
    let state = if future && transition.state == "begun" { "scheduled" } else { transition.state.as_str() };
    let day = if state == "scheduled" { published.map(|d| d.to_string()).or(day) } else { day };
    let again = changes
        .iter_mut()
        .find(|c| c.state == state && (c.day == day || transition.date.is_none() || c.date.is_none()));
    if let Some(known) = again {
        known.evidence.extend(evidence);
        if known.date.is_none() && transition.date.is_some() {
            known.date.clone_from(&transition.date);
        }
        return;
    }
    changes.push(Change {
        state: state.to_owned(),
        day,
        date: transition.date.clone(),
        contradicted: false,
        by: transition.by.as_ref().map(|p| p.name.clone()),
        evidence: evidence.collect(),
    });
}

/// Marks changes of one day that cannot both be.
fn contradict(changes: &mut [Change]) {
    let clash = |a: &str, b: &str| {
        let over = |s: &str| s == "ended";
        let on = |s: &str| ["paused", "ongoing", "resumed", "begun"].contains(&s);
        (over(a) && on(b))
            || (over(b) && on(a))
            || (a == "paused" && b == "ongoing")
            || (b == "paused" && a == "ongoing")
    };
    for i in 0..changes.len() {
        for j in 0..i {
            if changes[i].day == changes[j].day && clash(&changes[i].state, &changes[j].state) {
                changes[i].contradicted = true;
                changes[j].contradicted = true;
            }
        }
    }
}

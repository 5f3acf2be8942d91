//! The dispatch bank: whole reports annotated with everything.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use crate::eval::matching::{Candidate, greedy, match_tokens};
use crate::eval::measure::{Report, Tally, harmonic, mean, ratio, share};
use crate::eval::text::{Chars, CodePoints, Patterns, Tokens, jaccard, meet};

/// A dispatch, as annotated or predicted.
#[derive(Debug, Deserialize)]
pub struct Dispatch {
    text: String,
    entities: Vec<EntityRow>,
    statements: Vec<StatementRow>,
    events: Vec<EventRow>,
    processes: Vec<ProcessRow>,
    commitments: Vec<CommitmentRow>,
}

#[derive(Debug, Deserialize)]
struct EntityRow {
    id: String,
    mentions: Vec<Chars>,
}

#[derive(Debug, Deserialize)]
struct StatementRow {
    id: String,
    speaker: Option<String>,
    content: Vec<Chars>,
}

#[derive(Debug, Deserialize)]
struct EventRow {
    trigger: Chars,
    mentions: Option<Vec<Chars>>,
    #[serde(rename = "type")]
    event_type: Option<String>,
    actors: Vec<String>,
    recipients: Vec<String>,
    place: Option<String>,
    date: Option<DateRow>,
    polarity: Option<String>,
    reality: Option<String>,
    recency: Option<String>,
    attributed_to: Option<String>,
    score: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct DateRow {
    value: Option<String>,
}

#[derive(Debug, Deserialize)]
struct ProcessRow {
    kind: Option<String>,
    transitions: Vec<TransitionRow>,
}

#[derive(Debug, Deserialize)]
struct TransitionRow {
    state: Option<String>,
    evidence: Chars,
}

#[derive(Debug, Deserialize)]
struct CommitmentRow {
    kind: Option<String>,
    content: Chars,
}

/// A dispatch with the token sets that comparing needs.
struct Side<'a> {
    entities: BTreeMap<&'a str, Tokens>,
    statements: &'a [StatementRow],
    contents: Vec<Tokens>,
    content_of: BTreeMap<&'a str, usize>,
    events: Vec<EventView<'a>>,
    /// Process kind, state and tokens of each transition.
    transitions: Vec<(Option<&'a str>, Option<&'a str>, Tokens)>,
    /// Kind and tokens of each commitment.
    commitments: Vec<(Option<&'a str>, Tokens)>,
}

struct EventView<'a> {
    row: &'a EventRow,
    trigger: Tokens,
    date: Option<String>,
}

impl<'a> Side<'a> {
    fn of(patterns: &Patterns, record: &'a Dispatch) -> Side<'a> {
        let text = CodePoints::of(&record.text);
        let tokens = |spans: &[Chars]| patterns.starts(&text, spans.iter().copied());
        let events = record.events.iter().map(|row| {
            let spans = [row.trigger].into_iter().chain(row.mentions.iter().flatten().copied());
            let value = row.date.as_ref().and_then(|date| date.value.as_deref());
            EventView {
                row,
                trigger: patterns.starts(&text, spans),
                date: value.map(|v| patterns.plain_value(v)),
            }
        });
        let moves = record.processes.iter().flat_map(|p| p.transitions.iter().map(move |t| (p, t)));
        let statements = &record.statements;
        Side {
            entities: record.entities.iter().map(|e| (e.id.as_str(), tokens(&e.mentions))).collect(),
            contents: statements.iter().map(|s| tokens(&s.content)).collect(),
            content_of: statements.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect(),
            statements,
            events: events.collect(),
            transitions: moves
                .map(|(p, t)| (p.kind.as_deref(), t.state.as_deref(), tokens(&[t.evidence])))
                .collect(),
            commitments: record
                .commitments
                .iter()
                .map(|c| (c.kind.as_deref(), tokens(&[c.content])))
                .collect(),
        }
    }

    fn entity(&self, id: Option<&str>) -> Option<&Tokens> {
        self.entities.get(id?)
    }

    fn said_in(&self, event: &EventRow) -> Option<&Tokens> {
        let at = *self.content_of.get(event.attributed_to.as_deref()?)?;
        self.contents.get(at)
    }

    fn named(&self, ids: &[String]) -> Vec<&Tokens> {
        ids.iter().filter_map(|id| self.entities.get(id.as_str())).collect()
    }
}

/// Both absent, or both there with a token in common.
fn alike(a: Option<&Tokens>, b: Option<&Tokens>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => meet(a, b),
        _ => false,
    }
}

/// Two sides of a comparison of sets: gold ones found, given ones right.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    found: usize,
    wanted: usize,
    right: usize,
    given: usize,
}

impl Found {
    fn of(wanted: &[&Tokens], given: &[&Tokens]) -> Found {
        let met = |one: &[&Tokens], other: &[&Tokens]| {
            one.iter().filter(|a| other.iter().any(|b| meet(a, b))).count()
        };
        Found {
            found: met(wanted, given),
            wanted: wanted.len(),
            right: met(given, wanted),
            given: given.len(),
        }
    }

    fn add(&mut self, other: Found) {
        self.found += other.found;
        self.wanted += other.wanted;
        self.right += other.right;
        self.given += other.given;
    }

    fn perfect(&self) -> bool {
        self.found == self.wanted && self.right == self.given
    }

    fn f1(&self) -> Option<f64> {
        harmonic(share(self.right, self.given), share(self.found, self.wanted))
    }
}

/// What two events are compared by, beside their triggers.
const FIELDS: [&str; 8] =
    ["actors", "recipients", "polarity", "reality", "recency", "attribution", "place", "date"];

/// Two events that may be the same.
struct Comparison {
    actors: Found,
    recipients: Found,
    /// For each of [`FIELDS`]: whether it agrees.
    agrees: [bool; 8],
    /// For each of [`FIELDS`]: whether there is anything to compare.
    asked: [bool; 8],
}

fn compare(gold: &Side, predicted: &Side, g: &EventView, p: &EventView) -> Comparison {
    let (want, got) = (g.row, p.row);
    let actors = Found::of(&gold.named(&want.actors), &predicted.named(&got.actors));
    let recipients = Found::of(&gold.named(&want.recipients), &predicted.named(&got.recipients));
    let placed = want.place.is_some() || got.place.is_some();
    let dated = g.date.is_some() || p.date.is_some();
    Comparison {
        actors,
        recipients,
        agrees: [
            actors.perfect(),
            recipients.perfect(),
            want.polarity == got.polarity,
            want.reality == got.reality,
            want.recency == got.recency,
            alike(gold.said_in(want), predicted.said_in(got)),
            alike(gold.entity(want.place.as_deref()), predicted.entity(got.place.as_deref())),
            g.date == p.date,
        ],
        asked: [true, true, true, true, true, true, placed, dated],
    }
}

/// Pairs of events that share a trigger token (and, if typed, have one type): the larger Jaccard
/// of the trigger tokens first, then the larger number of agreeing fields.
fn match_events(gold: &Side, predicted: &Side, typed: bool) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (g, wanted) in gold.events.iter().enumerate() {
        for (p, given) in predicted.events.iter().enumerate() {
            let fits = !typed || wanted.row.event_type == given.row.event_type;
            if fits && meet(&wanted.trigger, &given.trigger) {
                let agreeing = compare(gold, predicted, wanted, given).agrees.iter().filter(|a| **a).count();
                let key = [-jaccard(&wanted.trigger, &given.trigger), -(agreeing as f64)];
                candidates.push(Candidate { key, gold: g, predicted: p });
            }
        }
    }
    greedy(candidates)
}

/// Everything counted, one pair of dispatches at a time.
#[derive(Debug, Default)]
struct Sums {
    events: Tally,
    untyped: Tally,
    statements: Tally,
    transitions: Tally,
    commitments: Tally,
    actors: Found,
    recipients: Found,
    /// (right, asked) for each of [`FIELDS`].
    fields: [(usize, usize); 8],
    speakers: (usize, usize),
    /// Score of a predicted event, and whether it matched.
    scored: Vec<(f64, bool)>,
}

impl Sums {
    fn add(&mut self, gold: &Side, predicted: &Side) {
        self.add_events(gold, predicted);
        self.add_statements(gold, predicted);
        let tokens =
            |side: &'_ Side<'_>| -> Vec<Tokens> { side.transitions.iter().map(|t| t.2.clone()).collect() };
        let (wanted, given) = (tokens(gold), tokens(predicted));
        let tag = |side: &Side, at: usize| {
            (side.transitions[at].0.map(str::to_owned), side.transitions[at].1.map(str::to_owned))
        };
        let pairs =
            match_tokens(&refs(&wanted), &refs(&given), 0.0, |g, p| tag(gold, g) == tag(predicted, p));
        self.transitions.add(pairs.len(), given.len(), wanted.len());
        let tokens =
            |side: &'_ Side<'_>| -> Vec<Tokens> { side.commitments.iter().map(|c| c.1.clone()).collect() };
        let (wanted, given) = (tokens(gold), tokens(predicted));
        let pairs = match_tokens(&refs(&wanted), &refs(&given), 0.5, |g, p| {
            gold.commitments[g].0 == predicted.commitments[p].0
        });
        self.commitments.add(pairs.len(), given.len(), wanted.len());
    }

    fn add_statements(&mut self, gold: &Side, predicted: &Side) {
        let pairs = match_tokens(&refs(&gold.contents), &refs(&predicted.contents), 0.5, |_, _| true);
        self.statements.add(pairs.len(), predicted.contents.len(), gold.contents.len());
        for (g, p) in pairs {
            let wanted = gold.entity(gold.statements[g].speaker.as_deref());
            let given = predicted.entity(predicted.statements[p].speaker.as_deref());
            self.speakers.0 += usize::from(alike(wanted, given));
            self.speakers.1 += 1;
        }
    }

    fn add_events(&mut self, gold: &Side, predicted: &Side) {
        let (wanted, given) = (gold.events.len(), predicted.events.len());
        let pairs = match_events(gold, predicted, true);
        self.events.add(pairs.len(), given, wanted);
        self.untyped.add(match_events(gold, predicted, false).len(), given, wanted);
        let mut matched = vec![false; given];
        for (g, p) in pairs {
            matched[p] = true;
            let compared = compare(gold, predicted, &gold.events[g], &predicted.events[p]);
            self.actors.add(compared.actors);
            self.recipients.add(compared.recipients);
            for (at, (right, asked)) in self.fields.iter_mut().enumerate() {
                *right += usize::from(compared.asked[at] && compared.agrees[at]);
                *asked += usize::from(compared.asked[at]);
            }
        }
        let scores = predicted.events.iter().zip(matched);
        self.scored.extend(scores.filter_map(|(event, right)| Some((event.row.score?, right))));
    }

    fn report(&self, dispatches: usize) -> Report {
        let field = |at: usize| share(self.fields[at].0, self.fields[at].1);
        let sure = self.scored.iter().filter(|(score, _)| *score >= 0.8);
        let sure: Vec<f64> = sure.map(|(_, right)| f64::from(u8::from(*right))).collect();
        let counts = [
            ("dispatches", dispatches),
            ("gold_events", self.events.gold),
            ("predicted_events", self.events.predicted),
            ("matched_events", self.events.hit),
            ("events_with_score", self.scored.len()),
            ("gold_statements", self.statements.gold),
            ("predicted_statements", self.statements.predicted),
            ("gold_transitions", self.transitions.gold),
            ("predicted_transitions", self.transitions.predicted),
            ("gold_commitments", self.commitments.gold),
            ("predicted_commitments", self.commitments.predicted),
        ];
        let report =
            Report { counts: counts.map(|(name, n)| (name.to_owned(), n)).into(), ..Report::default() };
        report
            .metric("event_f1", self.events.f1())
            .metric("event_precision", self.events.precision())
            .metric("event_recall", self.events.recall())
            .metric("event_untyped_f1", self.untyped.f1())
            .metric("actors_correct", field(0))
            .metric("actor_f1", self.actors.f1())
            .metric("recipients_correct", field(1))
            .metric("recipient_f1", self.recipients.f1())
            .metrics((2..8).map(|at| (format!("{}_accuracy", FIELDS[at]), field(at))).collect())
            .metric("statement_f1", self.statements.f1())
            .metric("speaker_accuracy", share(self.speakers.0, self.speakers.1))
            .metric("transition_f1", self.transitions.f1())
            .metric("commitment_f1", self.commitments.f1())
            .metric("calibration_error", calibration_error(&self.scored))
            .metric("precision_at_0.8", mean(&sure))
    }
}

fn refs(tokens: &[Tokens]) -> Vec<&Tokens> {
    tokens.iter().collect()
}

/// Expected calibration error over ten bins of equal width.
fn calibration_error(scored: &[(f64, bool)]) -> Option<f64> {
    let mut gaps = [0.0; 10];
    for (score, right) in scored {
        let bin = ((score * 10.0) as usize).min(9);
        gaps[bin] += f64::from(u8::from(*right)) - score;
    }
    ratio(gaps.iter().map(|gap: &f64| gap.abs()).sum(), scored.len() as f64)
}

/// Scores the dispatch bank.
pub fn score(patterns: &Patterns, gold: &[Dispatch], predicted: &[Dispatch]) -> Report {
    let mut sums = Sums::default();
    for (g, p) in gold.iter().zip(predicted) {
        sums.add(&Side::of(patterns, g), &Side::of(patterns, p));
    }
    sums.report(gold.len())
}

/// A reference to an entity or statement that the record does not have, or a score outside 0 to 1.
pub fn check(_: &Value, record: &Value) -> Option<String> {
    let ids =
        |list: &str| -> BTreeSet<String> { rows(record, list).iter().map(|r| r["id"].to_string()).collect() };
    let (entities, statements) = (ids("entities"), ids("statements"));
    let unknown = |ids: &BTreeSet<String>, id: &Value| !id.is_null() && !ids.contains(&id.to_string());
    for event in rows(record, "events") {
        let named = rows(event, "actors").iter().chain(rows(event, "recipients")).chain([&event["place"]]);
        if let Some(id) = named.into_iter().find(|id| unknown(&entities, id)) {
            return Some(format!("event {} names the unknown entity {id}", event["id"]));
        }
        let statement = &event["attributed_to"];
        if unknown(&statements, statement) {
            return Some(format!("event {} names the unknown statement {statement}", event["id"]));
        }
        if let Some(score) = event.get("score")
            && !score.as_f64().is_some_and(|s| (0.0..=1.0).contains(&s))
        {
            return Some(format!("event {} has the score {score}, not a number from 0 to 1", event["id"]));
        }
    }
    let speakers = rows(record, "statements").iter().map(|s| (&s["id"], &s["speaker"]));
    let mut strangers = speakers.filter(|(_, speaker)| unknown(&entities, speaker));
    strangers.next().map(|(id, speaker)| format!("statement {id} names the unknown entity {speaker}"))
}

fn rows<'a>(record: &'a Value, list: &str) -> &'a [Value] {
    record[list].as_array().map(Vec::as_slice).unwrap_or_default()
}

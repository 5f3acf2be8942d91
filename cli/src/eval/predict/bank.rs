//! A whole dispatch: everything that the bank annotates.

use dateline::actor::EntityId;
use dateline::commitment::Commitment;
use dateline::event::{Event, EventDate};
use dateline::process::Process;
use dateline::statement::{Statement, StatementId};
use dateline::time::date_value;
use serde_json::{Value, json};

use super::Prediction;
use super::spans::Spans;
use super::tagged::kind_name;
use dateline::Analysis;

/// The prediction for a dispatch.
pub fn dispatch(reading: &Analysis, _: &Value) -> Prediction {
    let spans = Spans::of(&reading.document);
    let list = |rows: Vec<Value>| Value::Array(rows);
    let events = || reading.events.iter().enumerate();
    [
        ("entities", list(entities(reading, &spans))),
        ("statements", reading.statements.iter().enumerate().map(|(i, s)| statement(i, s, &spans)).collect()),
        ("events", events().filter_map(|(i, e)| event(i, e, &spans)).collect()),
        ("processes", reading.processes.iter().map(|p| process(p, &spans)).collect()),
        ("commitments", reading.commitments.iter().filter_map(|c| commitment(c, &spans)).collect()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into_iter()
    .collect()
}

fn entity_id(id: EntityId) -> String {
    format!("x{}", id.0 + 1)
}

fn entity(id: Option<EntityId>) -> Value {
    json!(id.map(entity_id))
}

fn said_in(id: Option<StatementId>) -> Value {
    json!(id.map(|id| format!("s{}", id.0 + 1)))
}

fn entities(reading: &Analysis, spans: &Spans) -> Vec<Value> {
    let rows = reading.entities.all.iter().enumerate().map(|(i, e)| {
        json!({
            "id": entity_id(EntityId(i)),
            "kind": kind_name(e.kind),
            "name": e.name,
            "country": e.country,
            "sector": e.sector,
            "role": e.role.as_ref().map(|(role, _)| role),
            "mentions": spans.list(e.mentions.iter().map(|m| m.span)),
        })
    });
    rows.collect()
}

fn statement(at: usize, statement: &Statement, spans: &Spans) -> Value {
    json!({
        "id": said_in(Some(StatementId(at))),
        "source": statement.source.and_then(|span| spans.json(span)),
        "speaker": entity(statement.speaker),
        "cue": statement.cue.and_then(|span| spans.json(span)),
        "content": spans.list(statement.content.iter().copied()),
        "form": statement.form,
        "parent": said_in(statement.parent),
    })
}

fn date(date: &Option<EventDate>, spans: &Spans) -> Value {
    let span = date.as_ref().and_then(|d| spans.json(d.span));
    json!({"span": span, "value": date.as_ref().map(|d| &d.value)})
}

/// The date as the bank writes it: a day, or the first and the last day of anything longer.
fn days(date: &Option<EventDate>, spans: &Spans) -> Value {
    let span = date.as_ref().and_then(|d| spans.json(d.span));
    let value = date.as_ref().map(|d| match date_value(&d.value) {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first}/{last}"),
        None => d.value.clone(),
    });
    json!({"span": span, "value": value})
}

/// `None` for an event without words, which no prediction may hold.
fn event(at: usize, event: &Event, spans: &Spans) -> Option<Value> {
    let ids = |ids: &[EntityId]| -> Vec<String> { ids.iter().copied().map(entity_id).collect() };
    Some(json!({
        "id": format!("e{}", at + 1),
        "trigger": spans.json(event.trigger)?,
        "mentions": spans.list(event.mentions.iter().copied()),
        "type": event.event_type,
        "mode": event.mode,
        "actors": ids(&event.actors),
        "recipients": ids(&event.recipients),
        "place": entity(event.place),
        "date": days(&event.date, spans),
        "polarity": event.polarity,
        "reality": event.reality,
        "recency": event.recency,
        "attributed_to": said_in(event.attributed_to),
        "deaths": event.counts.dead.and_then(|c| c.value),
        "rule": event.rule,
        "score": event.score,
        "found_by": event.found_by.name(),
        "grounds": event.grounds,
    }))
}

fn process(process: &Process, spans: &Spans) -> Value {
    let transitions = process.transitions.iter().filter_map(|t| {
        Some(json!({
            "state": t.state,
            "date": date(&t.date, spans),
            "by": entity(t.by),
            "evidence": spans.json(t.evidence)?,
        }))
    });
    json!({
        "kind": process.kind,
        "name": process.name,
        "parties": process.parties.iter().copied().map(entity_id).collect::<Vec<_>>(),
        "mediator": entity(process.mediator),
        "transitions": transitions.collect::<Vec<_>>(),
    })
}

fn commitment(commitment: &Commitment, spans: &Spans) -> Option<Value> {
    Some(json!({
        "kind": commitment.kind,
        "debtor": entity(commitment.debtor),
        "creditor": entity(commitment.creditor),
        "instrument": commitment.instrument.and_then(|span| spans.json(span)),
        "content": spans.json(commitment.content)?,
        "due": commitment.due.as_ref().map(|d| &d.value),
        "state": commitment.state,
        "attributed_to": said_in(commitment.attributed_to),
    }))
}

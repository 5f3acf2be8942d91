//! Ids of records: content hashes over the words that anchor each.
//!
//! An id is made of the document's id, the record's sort and type, and its anchor:
//! the words without which it would be another record (an event's trigger and place,
//! a statement's cue and content, an entity's first mention). Words that a better
//! engine may add later, such as one more mention, leave the id alone, so reviews
//! and references outlive an upgrade. A record without such words has no id and is
//! not written.

use std::collections::BTreeMap;

use crate::actor::{Entity, EntityId};
use crate::analysis::Analysis;
use crate::commitment::Commitment;
use crate::digest;
use crate::event::{Event, EventId};
use crate::process::Process;
use crate::span::Span;
use crate::statement::{Statement, StatementId};

/// The ids of all records of one report, by their index there.
pub(super) struct Ids {
    pub(super) entities: Vec<Option<String>>,
    pub(super) statements: Vec<Option<String>>,
    pub(super) events: Vec<Option<String>>,
    pub(super) processes: Vec<Option<String>>,
    pub(super) commitments: Vec<Option<String>>,
}

impl Ids {
    pub(super) fn new(analysis: &Analysis) -> Ids {
        let mut maker = Maker { document: analysis.document.id(), seen: BTreeMap::new() };
        let events = analysis.events.iter();
        Ids {
            entities: analysis.entities.all.iter().map(|e| maker.entity(e)).collect(),
            statements: analysis.statements.iter().map(|s| maker.statement(s)).collect(),
            events: events.map(|e| maker.event(e, analysis)).collect(),
            processes: analysis.processes.iter().map(|p| maker.process(p)).collect(),
            commitments: analysis.commitments.iter().map(|c| maker.commitment(c)).collect(),
        }
    }

    pub(super) fn entity(&self, id: EntityId) -> Option<&String> {
        self.entities.get(id.0)?.as_ref()
    }

    pub(super) fn statement(&self, id: StatementId) -> Option<String> {
        self.statements.get(id.0)?.clone()
    }

    pub(super) fn event(&self, id: EventId) -> Option<String> {
        self.events.get(id.0)?.clone()
    }
}

struct Maker<'a> {
    document: &'a str,
    // how many records were seen with the same anchor
    seen: BTreeMap<String, usize>,
}

impl Maker<'_> {
    fn entity(&mut self, entity: &Entity) -> Option<String> {
        let first = entity.mentions.first()?.span;
        self.make("entity", &format!("{:?}", entity.kind), &[first])
    }

    fn statement(&mut self, statement: &Statement) -> Option<String> {
        let mut anchor: Vec<Span> = statement.cue.into_iter().collect();
        anchor.extend(&statement.content);
        if anchor.is_empty() {
            anchor.extend(statement.source);
        }
        self.make("statement", &format!("{:?}", statement.form), &anchor)
    }

    fn event(&mut self, event: &Event, analysis: &Analysis) -> Option<String> {
        let place = event.place.and_then(|p| analysis.entities.all.get(p.0));
        let place = place.and_then(|e| e.mentions.first()).map(|m| m.span);
        let anchor: Vec<Span> = std::iter::once(event.trigger).chain(place).collect();
        self.make("event", &event.event_type, &anchor)
    }

    fn process(&mut self, process: &Process) -> Option<String> {
        let first = process.transitions.first()?.evidence;
        self.make("process", &process.kind, &[first])
    }

    fn commitment(&mut self, commitment: &Commitment) -> Option<String> {
        self.make("commitment", &commitment.kind, &[commitment.content])
    }

    /// Records with the same anchor are told apart by their order in the text.
    fn make(&mut self, sort: &str, kind: &str, anchor: &[Span]) -> Option<String> {
        if anchor.iter().all(|s| s.is_empty()) {
            return None;
        }
        let places: Vec<String> = anchor.iter().map(|s| format!("{}-{}", s.start(), s.end())).collect();
        let places = places.join(" ");
        let id = digest::id(&[self.document, sort, kind, &places]);
        let again = self.seen.entry(id.clone()).or_insert(0);
        *again += 1;
        match *again {
            1 => Some(id),
            n => Some(digest::id(&[self.document, sort, kind, &places, &n.to_string()])),
        }
    }
}

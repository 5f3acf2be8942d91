//! Things that run over time and have a state: talks, ceasefires, sieges.
//!
//! A noun of `codebook/processes.toml` names a process; the word that governs it tells its state.

mod group;
mod sight;

use crate::actor::{Entities, EntityId};
use crate::codebook::Codebook;
use crate::document::Document;
use crate::event::scene::{self, Scene};
use crate::event::{Event, EventDate, EventId};
use crate::language::Language;
use crate::layer::Layer;
use crate::place::Place;
use crate::span::Span;
use crate::statement::Statement;
use crate::time::Timex;
/// One change of state, with the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// `proposed`, `scheduled`, `begun`, `ongoing`, `paused`, `resumed`, `agreed`, `signed`, `violated`, `ended`.
    pub state: String,
    /// When.
    pub date: Option<EventDate>,
    /// Who brought it about.
    pub by: Option<EntityId>,
    /// The event that caused it.
    pub cause: Option<EventId>,
    /// The words.
    pub evidence: Span,
}

/// Something that runs over time and has a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// `negotiation`, `ceasefire`, `siege`, `campaign`, `investigation`, `election`, `sanctions`, `aid_operation`, `other`.
    pub kind: String,
    /// Canonical name: `Syria peace talks in Geneva`.
    pub name: String,
    /// Who takes part.
    pub parties: Vec<EntityId>,
    /// Who mediates.
    pub mediator: Option<EntityId>,
    /// Where it is held.
    pub venue: Option<EntityId>,
    /// Its changes of state, in order of the text.
    pub transitions: Vec<Transition>,
}

/// The processes that the report tells of outright.
#[allow(clippy::too_many_arguments)]
pub fn processes(
    doc: &Document,
    lang: &Language,
    entities: &Entities,
    statements: &[Statement],
    timexes: &Layer<Timex>,
    _places: &Layer<Place>,
    events: &[Event],
    codebook: &Codebook,
) -> Vec<Process> {
    let syntax = scene::with_lemmas(doc, &lang.syntax, codebook);
    let scene = Scene::new(doc, &syntax, entities, statements, timexes, codebook);
    let found = sight::sightings(&scene, events);
    group::group(&scene, found)
}

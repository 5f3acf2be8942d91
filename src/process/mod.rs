//! Things that run over time and have a state: talks, ceasefires, sieges.

use crate::actor::EntityId;
use crate::event::{EventDate, EventId};
use crate::span::Span;

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

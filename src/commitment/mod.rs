//! Promises, obligations, demands and deadlines.

use crate::actor::EntityId;
use crate::event::EventDate;
use crate::span::Span;
use crate::statement::StatementId;

/// Something that somebody should do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// `promise`, `obligation`, `demand`, `deadline`.
    pub kind: String,
    /// Who should act.
    pub debtor: Option<EntityId>,
    /// To whom it is owed, or who demands it.
    pub creditor: Option<EntityId>,
    /// The resolution or treaty that binds.
    pub instrument: Option<Span>,
    /// What is to be done.
    pub content: Span,
    /// By when.
    pub due: Option<EventDate>,
    /// `open`, `met`, `broken`, `withdrawn`.
    pub state: String,
    /// The statement that makes it.
    pub attributed_to: Option<StatementId>,
}

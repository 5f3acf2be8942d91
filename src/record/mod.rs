//! The serialised form of an analysis, with a schema number: the only serialised types.
//!
//! Every value that comes from the text carries its words: spans in bytes of the
//! canonical text, the words themselves, and code-point offsets beside. Records
//! refer to each other by id. What is not known is null.

mod build;
mod chars;
mod ids;
mod types;

pub use build::{quad_class, records};
pub use types::*;

impl DocumentRecord {
    /// The records one by one, the report first, each with what it needs to stand alone.
    pub fn flat(&self) -> Vec<Line<'_>> {
        let mut lines = vec![self.line("document", Body::Document(&self.document))];
        lines.extend(self.entities.iter().map(|r| self.line("entity", Body::Entity(r))));
        lines.extend(self.statements.iter().map(|r| self.line("statement", Body::Statement(r))));
        lines.extend(self.events.iter().map(|r| self.line("event", Body::Event(r))));
        lines.extend(self.processes.iter().map(|r| self.line("process", Body::Process(r))));
        lines.extend(self.commitments.iter().map(|r| self.line("commitment", Body::Commitment(r))));
        lines
    }

    fn line<'a>(&'a self, record: &'static str, body: Body<'a>) -> Line<'a> {
        Line { schema: self.schema, record, document: &self.document.id, body }
    }
}

/// The word that a value is written as in a record: `affirmed`, `armed_group`; empty for a value that is
/// no word.
///
/// ```
/// use dateline::actor::EntityKind;
/// assert_eq!(dateline::record::word(&EntityKind::ArmedGroup), "armed_group");
/// ```
pub fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;

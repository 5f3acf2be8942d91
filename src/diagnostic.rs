//! What went less than well while a report was read, said with its place.

use crate::span::Span;

/// How much a diagnostic matters to the person who reads the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the records are not harmed.
    Note,
    /// Some of the input may have been misread.
    Warning,
}

/// One remark about the input, with its place in the canonical text where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A short fixed name, `undecodable-bytes`, for programs.
    pub code: &'static str,
    /// The remark: lower case, no full stop, naming the offender.
    pub message: String,
    /// The place in the canonical text.
    pub span: Option<Span>,
}

impl Diagnostic {
    /// A warning without a place.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, code, message: message.into(), span: None }
    }

    /// A note without a place.
    pub fn note(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Note, code, message: message.into(), span: None }
    }
}

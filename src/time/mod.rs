//! Time expressions and their TIMEX3 values, resolved against the publication date.

use crate::language::TimexKind;

/// A time expression with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timex {
    /// TIMEX3 type.
    pub kind: TimexKind,
    /// TIMEX3 value: `2016-02-03`, `2016-W05`, `2016-02`, `P2D`, `PAST_REF`; `None` where the text
    /// and the publication date do not decide it.
    pub value: Option<String>,
}

//! `I`, `we`, `you`: a report has mostly one who says each.

use super::links::Links;
use super::phrase::{Phrase, Pro};

/// Joins the pronouns of each person.
pub(super) fn join(found: &[Phrase], links: &mut Links) {
    for pro in [Pro::I, Pro::We, Pro::You] {
        let mut those = (0..found.len()).filter(|&i| found[i].pro == Some(pro));
        if let Some(first) = those.next() {
            those.for_each(|i| links.join(first, i));
        }
    }
}

//! What differs between the events of one report as two codebooks code them.

use std::collections::BTreeMap;

use dateline::record::{DateRecord, DocumentRecord, EventRecord, Party, SpanRecord, word};
use serde_json::{Value, json};

/// A field that differs: its name, the old value, the new.
pub type Field = (&'static str, String, String);

/// One difference.
pub enum Change<'a> {
    /// Only the old codebook finds it.
    Gone(&'a EventRecord),
    /// Only the new one does.
    New(&'a EventRecord),
    /// Both do, and these fields differ.
    Other(&'a EventRecord, Vec<Field>),
}

impl Change<'_> {
    /// The event, of the new codebook where it has it.
    pub fn event(&self) -> &EventRecord {
        match self {
            Change::Gone(e) | Change::New(e) | Change::Other(e, _) => e,
        }
    }

    /// The mark before it.
    pub fn mark(&self) -> &'static str {
        match self {
            Change::Gone(_) => "-",
            Change::New(_) => "+",
            Change::Other(..) => "~",
        }
    }

    /// The change as a value.
    pub fn json(&self) -> Value {
        let fields = match self {
            Change::Other(_, fields) => fields.as_slice(),
            _ => &[],
        };
        let fields = fields.iter().map(|(name, old, new)| json!({ "field": name, "old": old, "new": new }));
        json!({ "change": self.mark(), "event": self.event(), "fields": fields.collect::<Vec<_>>() })
    }
}

/// The differences, in order of the text. An event is the same if its words and its type are.
pub fn changes<'a>(old: &'a DocumentRecord, new: &'a DocumentRecord) -> Vec<Change<'a>> {
    let key = |e: &'a EventRecord| (e.trigger.start, e.trigger.end, e.event_type.as_str());
    let by_key = |all: &'a [EventRecord]| all.iter().map(|e| (key(e), e)).collect::<BTreeMap<_, _>>();
    let (before, after) = (by_key(&old.events), by_key(&new.events));
    let mut out: BTreeMap<_, Change> = BTreeMap::new();
    for (&at, &event) in &before {
        match after.get(&at) {
            None => {
                out.insert(at, Change::Gone(event));
            }
            Some(&other) => {
                let fields = fields((old, event), (new, other));
                if !fields.is_empty() {
                    out.insert(at, Change::Other(other, fields));
                }
            }
        }
    }
    let fresh = after.iter().filter(|(at, _)| !before.contains_key(*at));
    out.extend(fresh.map(|(&at, &event)| (at, Change::New(event))));
    out.into_values().collect()
}

fn fields(
    (old_report, old): (&DocumentRecord, &EventRecord),
    (new_report, new): (&DocumentRecord, &EventRecord),
) -> Vec<Field> {
    let shown = |report: &DocumentRecord, e: &EventRecord| {
        [
            ("rule", e.rule.clone()),
            ("mode", e.mode.clone().unwrap_or_default()),
            ("contexts", e.contexts.join(", ")),
            ("cameo", e.cameo.clone().unwrap_or_default()),
            ("actors", names(&e.actors)),
            ("recipients", names(&e.recipients)),
            ("place", e.place.as_ref().map(|p| p.party.name.clone()).unwrap_or_default()),
            ("date", date(e.date.as_ref())),
            ("polarity", word(&e.polarity)),
            ("reality", word(&e.reality)),
            ("recency", word(&e.recency)),
            ("attributed_to", speaker(report, e)),
            ("counts", serde_json::to_string(&e.counts).unwrap_or_default()),
            ("mentions", spans(&e.mentions)),
            ("score", e.score.map(|s| format!("{s:.3}")).unwrap_or_default()),
            ("found_by", e.found_by.to_string()),
        ]
    };
    let pairs = shown(old_report, old).into_iter().zip(shown(new_report, new));
    pairs.filter(|(a, b)| a.1 != b.1).map(|((name, a), (_, b))| (name, or_none(a), or_none(b))).collect()
}

fn or_none(value: String) -> String {
    if value.is_empty() { "none".to_owned() } else { value }
}

fn names(parties: &[Party]) -> String {
    parties.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn date(date: Option<&DateRecord>) -> String {
    date.map(|d| d.value.clone()).unwrap_or_default()
}

fn spans(all: &[SpanRecord]) -> String {
    all.iter().map(|s| format!("“{}”", s.text)).collect::<Vec<_>>().join(", ")
}

fn speaker(report: &DocumentRecord, event: &EventRecord) -> String {
    let statement =
        event.attributed_to.as_deref().and_then(|id| report.statements.iter().find(|s| s.id == id));
    statement.map(crate::read::report::parts::speaker).unwrap_or_default()
}

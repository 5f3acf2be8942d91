//! Small pieces of the page: values as words.

use std::collections::BTreeMap;

use dateline::DateSource;
use dateline::event::{Polarity, Reality, Recency};
use dateline::record::{
    DateRecord, EntityRecord, EventRecord, Party, PublishedRecord, SpanRecord, StatementRecord, quad_class,
};

use crate::page::{DOT, Style, Text};

/// Reports within reports are followed so far.
const DEEPEST: usize = 3;

/// `3 events`; `None` for none.
pub fn plural(n: usize, one: &str, many: &str) -> Option<String> {
    match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{n} {many}")),
    }
}

/// The day of publication and how it was found.
pub fn published(published: Option<&PublishedRecord>) -> String {
    let Some(published) = published else {
        return "no date found (give it with --published)".to_owned();
    };
    let found = match published.found {
        DateSource::Given => "as given",
        DateSource::JsonLd => "from the page's JSON-LD",
        DateSource::Meta => "from the page's metadata",
        DateSource::TimeElement => "from the page's <time>",
        DateSource::TextLine => "from a date line in the text",
        DateSource::Url => "from the address",
    };
    format!("{} ({found})", published.date)
}

/// `ASSAULT/aerial`: type and, where known, mode.
pub fn kind(event: &EventRecord) -> String {
    match &event.mode {
        Some(mode) => format!("{}/{mode}", event.event_type),
        None => event.event_type.clone(),
    }
}

/// The colour of a PLOVER type.
pub fn kind_style(event_type: &str) -> Style {
    match quad_class(event_type) {
        Some("verbal_cooperation") => Style::KINDS[0],
        Some("material_cooperation") => Style::KINDS[1],
        Some("verbal_conflict") => Style::KINDS[2],
        Some("material_conflict") => Style::KINDS[3],
        _ => Style::STRONG,
    }
}

/// What sets the event apart from news that happened; empty where nothing does.
pub fn status(event: &EventRecord) -> String {
    let words = [
        (event.polarity == Polarity::Negated).then_some("negated"),
        match event.reality {
            Reality::Actual => None,
            Reality::Future => Some("future"),
            Reality::Hypothetical => Some("hypothetical"),
        },
        (event.recency == Recency::Historical).then_some("historical"),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `France, Germany`.
pub fn names(parties: &[Party]) -> String {
    parties.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// `France → Syria`; who is not named is called so.
pub fn who_to_whom(actors: &[Party], recipients: &[Party]) -> Text {
    let mut text = Text::default();
    match actors.is_empty() {
        true => text.push("unnamed", Style::FAINT),
        false => text.push(&names(actors), Style::STRONG),
    }
    if !recipients.is_empty() {
        text.push(" → ", Style::FAINT);
        text.push(&names(recipients), Style::STRONG);
    }
    text
}

/// An event in a line: type, who to whom, what sets it apart, and its rule.
pub fn event_in_short(event: &EventRecord) -> Text {
    let mut line = Text::default().with(&kind(event), kind_style(&event.event_type));
    line.push(" ", Style::PLAIN);
    line.append(who_to_whom(&event.actors, &event.recipients));
    let status = status(event);
    if !status.is_empty() {
        line.push(DOT, Style::FAINT);
        line.push(&format!("[{status}]"), Style::CAUTION);
    }
    line.with(&format!("{DOT}{}", event.rule), Style::FAINT)
}

/// Who speaks in a statement: by name, else in the words of the report.
pub fn speaker(statement: &StatementRecord) -> String {
    match (&statement.speaker, &statement.source) {
        (Some(speaker), _) => speaker.name.clone(),
        (None, Some(source)) => format!("“{}”", source.text),
        (None, None) => "an unnamed source".to_owned(),
    }
}

/// Who says so: `John Kirby, reported by state television`, or the report itself.
pub fn voice(id: Option<&str>, statements: &BTreeMap<&str, &StatementRecord>) -> String {
    let parent = |s: &&StatementRecord| statements.get(s.parent.as_deref()?).copied();
    let first = id.and_then(|id| statements.get(id)).copied();
    let chain = std::iter::successors(first, parent).take(DEEPEST).map(speaker);
    let chain: Vec<String> = chain.collect();
    match chain.is_empty() {
        true => "says the report".to_owned(),
        false => format!("says {}", chain.join(", reported by ")),
    }
}

/// The words that name the parties.
pub fn words_of(parties: &[Party]) -> impl Iterator<Item = &SpanRecord> {
    parties.iter().flat_map(|p| &p.evidence)
}

/// The words that date a record.
pub fn date_words(date: Option<&DateRecord>) -> impl Iterator<Item = &SpanRecord> {
    date.into_iter().flat_map(|d| &d.evidence)
}

/// What is known of an entity, in a line.
pub fn about(entity: &EntityRecord) -> String {
    let code = [entity.country.as_deref(), entity.sector.as_deref()];
    let code = code.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let role = entity.role.text.as_ref().map(|r| r.value.clone()).or(entity.role.table.clone());
    let place = entity.place.as_ref().map(|p| format!("{:.2}, {:.2}", p.lat, p.lon));
    let mentions = plural(entity.mentions.len(), "mention", "mentions");
    let known = [Some(code).filter(|c| !c.is_empty()), role, place, entity.knowledge_id.clone()];
    known.into_iter().chain([mentions]).flatten().collect::<Vec<_>>().join(DOT)
}

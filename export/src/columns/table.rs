//! The columns themselves, in their order.

use dateline::record::{CountRecord, EntityRecord, Party};

use super::{Cell, Column, Kind};
use crate::day;
use crate::report::{Told, exact, role, words};
use dateline::record::word;

type Read = fn(&Told<'_>) -> Cell;

const fn text(name: &'static str, about: &'static str, read: Read) -> Column {
    Column { name, kind: Kind::Text, about, read }
}

const fn list(name: &'static str, about: &'static str, read: Read) -> Column {
    Column { name, kind: Kind::List, about, read }
}

const fn integer(name: &'static str, about: &'static str, read: Read) -> Column {
    Column { name, kind: Kind::Integer, about, read }
}

const fn number(name: &'static str, about: &'static str, read: Read) -> Column {
    Column { name, kind: Kind::Number, about, read }
}

const fn day(name: &'static str, about: &'static str, read: Read) -> Column {
    Column { name, kind: Kind::Day, about, read }
}

/// All columns: the report, the event, who, to whom, where, when, whether, says who, counts, words, how.
#[rustfmt::skip]
pub(super) const COLUMNS: &[Column] = &[
    integer("schema", "number of the form of the records", |t| Cell::integer(Some(t.report.record.schema))),
    text("document", "id of the report", |t| Cell::text(Some(&t.report.head().id))),
    text("url", "address of the report", |t| Cell::text(t.report.head().url.as_ref())),
    text("publisher", "the publication", |t| Cell::text(t.report.head().publisher.as_ref())),
    text("title", "title of the report", |t| Cell::text(t.report.head().title.as_ref().map(|s| &s.value))),
    day("published", "day of publication", |t| Cell::Day(t.report.published)),
    text("language", "language tag that the page declares", |t| Cell::text(t.report.head().language.as_ref())),

    text("event", "id of the event", |t| Cell::text(Some(&t.event.id))),
    text("type", "PLOVER type", |t| Cell::text(Some(&t.event.event_type))),
    text("mode", "PLOVER mode", |t| Cell::text(t.event.mode.as_ref())),
    list("contexts", "PLOVER contexts", |t| Cell::List(t.event.contexts.iter().cloned().map(Some).collect())),
    text("cameo", "CAMEO code", |t| Cell::text(t.event.cameo.as_ref())),
    text("quad_class", "verbal or material, cooperation or conflict", |t| Cell::text(t.event.quad_class.as_deref())),
    number("intensity", "PLOVER score of type and mode, -10 (conflict) to 10", |t| Cell::number(t.intensity())),
    number("goldstein", "Goldstein scale of the CAMEO code, -10 (conflict) to 10", goldstein),

    list("actors", "who acts: names", |t| names(&t.event.actors)),
    list("actor_entities", "who acts: ids of entities", |t| ids(&t.event.actors)),
    list("actor_kinds", "who acts: person, state, organisation, armed_group, people, place, other", |t| kinds(t, &t.event.actors)),
    list("actor_countries", "who acts: ISO 3166-1 alpha-3", |t| each(t, &t.event.actors, |e| e.country.clone())),
    list("actor_sectors", "who acts: PLOVER sectors", |t| each(t, &t.event.actors, |e| e.sector.clone())),
    list("actor_roles", "who acts: office, as the report gives it, else as the dated table does", |t| each(t, &t.event.actors, office)),
    list("actor_words", "who acts: words of the report", |t| said(&t.event.actors)),
    list("recipients", "to or against whom: names", |t| names(&t.event.recipients)),
    list("recipient_entities", "to or against whom: ids of entities", |t| ids(&t.event.recipients)),
    list("recipient_kinds", "to or against whom: person, state, organisation …", |t| kinds(t, &t.event.recipients)),
    list("recipient_countries", "to or against whom: ISO 3166-1 alpha-3", |t| each(t, &t.event.recipients, |e| e.country.clone())),
    list("recipient_sectors", "to or against whom: PLOVER sectors", |t| each(t, &t.event.recipients, |e| e.sector.clone())),
    list("recipient_roles", "to or against whom: office", |t| each(t, &t.event.recipients, office)),
    list("recipient_words", "to or against whom: words of the report", |t| said(&t.event.recipients)),

    text("place", "where: name", |t| Cell::text(t.place().map(|p| &p.party.name))),
    text("place_country", "where: ISO 3166-1 alpha-3", |t| Cell::text(t.place().and_then(|p| p.record?.country.as_ref()))),
    text("place_admin1", "where: first-order administrative area", |t| Cell::text(t.place().and_then(|p| p.record?.admin1.as_ref()))),
    text("place_precision", "where: city, region, country, wide", |t| Cell::text(t.place().and_then(|p| p.precision).map(|p| word(&p)))),
    number("lat", "degrees north of a town or area; empty for a country or wider", |t| Cell::number(t.place().and_then(|p| p.point()).map(|p| p.0))),
    number("lon", "degrees east of a town or area; empty for a country or wider", |t| Cell::number(t.place().and_then(|p| p.point()).map(|p| p.1))),
    text("geonames", "where: GeoNames id", |t| Cell::text(t.place().and_then(|p| p.record?.geonames).map(|g| g.to_string()))),
    text("place_reason", "why this one of the places of the name", |t| Cell::text(t.place().and_then(|p| p.reason))),
    text("place_words", "where: words of the report", |t| Cell::text(t.place().and_then(|p| words(&p.party.evidence)))),

    text("date", "when: TIMEX3 value, or an interval with / between its ends", |t| Cell::text(t.event.date.as_ref().map(|d| &d.value))),
    day("date_first", "first day that the date can mean", |t| Cell::Day(bounds(t).map(|b| b.0))),
    day("date_last", "last day that the date can mean", |t| Cell::Day(bounds(t).map(|b| b.1))),
    text("date_precision", "day, week, month, year, interval …", |t| Cell::text(t.event.date.as_ref().and_then(|d| d.precision.as_deref()))),
    text("date_reason", "how the date follows from the words", |t| Cell::text(t.event.date.as_ref().map(|d| &*d.reason))),
    text("date_words", "when: words of the report", |t| Cell::text(t.event.date.as_ref().and_then(|d| words(&d.evidence)))),

    text("polarity", "affirmed, negated", |t| Cell::Text(Some(word(&t.event.polarity)))),
    text("reality", "actual, future, hypothetical", |t| Cell::Text(Some(word(&t.event.reality)))),
    text("recency", "current, historical", |t| Cell::Text(Some(word(&t.event.recency)))),
    text("attributed_to", "id of the statement that carries it; empty where the report itself asserts it", |t| Cell::text(t.event.attributed_to.as_ref())),
    text("speaker", "who says so", |t| Cell::text(t.statement().and_then(|s| s.speaker.as_ref()).map(|s| &s.name))),
    text("speaker_words", "who says so: words of the report", |t| Cell::text(t.statement().and_then(|s| s.source.as_ref()).map(|s| &s.text))),
    text("cue", "the verb of saying", |t| Cell::text(t.statement().and_then(|s| s.cue.as_ref()).map(|c| &c.text))),
    text("stance", "asserts, denies, demands …", |t| Cell::text(t.statement().and_then(|s| s.stance.as_ref()))),
    text("within", "id of the act of words that speaks of it: of a withdrawal that is demanded, the demand", |t| Cell::text(t.event.within.as_ref())),

    integer("dead", "people killed", |t| people(&t.event.counts.dead)),
    text("dead_bound", "exact, at_least, at_most, vague", |t| bound(&t.event.counts.dead)),
    text("dead_words", "people killed: words of the report", |t| counted(&t.event.counts.dead)),
    integer("injured", "people wounded", |t| people(&t.event.counts.injured)),
    text("injured_bound", "exact, at_least, at_most, vague", |t| bound(&t.event.counts.injured)),
    text("injured_words", "people wounded: words of the report", |t| counted(&t.event.counts.injured)),
    integer("arrested", "people taken into custody", |t| people(&t.event.counts.arrested)),
    text("arrested_bound", "exact, at_least, at_most, vague", |t| bound(&t.event.counts.arrested)),
    text("arrested_words", "people taken into custody: words of the report", |t| counted(&t.event.counts.arrested)),
    integer("displaced", "people driven from home", |t| people(&t.event.counts.displaced)),
    text("displaced_bound", "exact, at_least, at_most, vague", |t| bound(&t.event.counts.displaced)),
    text("displaced_words", "people driven from home: words of the report", |t| counted(&t.event.counts.displaced)),

    text("trigger", "the words that carry the act", |t| Cell::text(Some(&t.event.trigger.text))),
    integer("trigger_start", "first code point of these words in the report's text", |t| Cell::integer(Some(t.event.trigger.chars[0]))),
    integer("trigger_end", "code point after the last of these words", |t| Cell::integer(Some(t.event.trigger.chars[1]))),
    integer("mentions", "how often the report tells of it", |t| Cell::integer(Some(t.event.mentions.len() + 1))),
    text("sentence", "the sentence in which these words stand", |t| Cell::text(t.report.sentence_text(&t.event.trigger))),

    number("score", "how sure, 0 to 1, calibrated", |t| Cell::number(t.event.score.map(exact))),
    text("found_by", "codebook rule, model, both", |t| Cell::text(Some(&*t.event.found_by))),
    text("rule", "rule of the codebook", |t| Cell::text(Some(&t.event.rule).filter(|r| !r.is_empty()))),
    text("engine", "version of the engine", |t| Cell::text(Some(&t.report.head().engine))),
    text("codebook", "digest of the codebook", |t| Cell::text(Some(&t.report.head().codebook))),
    text("model", "digest of the model", |t| Cell::text(Some(&t.report.head().model))),
];

fn goldstein(told: &Told<'_>) -> Cell {
    Cell::number(told.event.cameo.as_deref().and_then(|c| told.report.codes.goldstein(c)))
}

fn names(parties: &[Party]) -> Cell {
    Cell::List(parties.iter().map(|p| Some(p.name.clone())).collect())
}

fn ids(parties: &[Party]) -> Cell {
    Cell::List(parties.iter().map(|p| Some(p.entity.clone())).collect())
}

fn said(parties: &[Party]) -> Cell {
    Cell::List(parties.iter().map(|p| words(&p.evidence)).collect())
}

/// What `of` says of the entity of each party.
fn each(told: &Told<'_>, parties: &[Party], of: impl Fn(&EntityRecord) -> Option<String>) -> Cell {
    Cell::List(parties.iter().map(|p| told.report.entity(p).and_then(&of)).collect())
}

fn kinds(told: &Told<'_>, parties: &[Party]) -> Cell {
    each(told, parties, |e| Some(word(&e.kind)))
}

fn office(entity: &EntityRecord) -> Option<String> {
    role(entity).map(str::to_owned)
}

fn bounds(told: &Told<'_>) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    day::bounds(&told.event.date.as_ref()?.value)
}

fn people(count: &Option<CountRecord>) -> Cell {
    Cell::integer(count.as_ref().and_then(|c| c.value))
}

fn bound(count: &Option<CountRecord>) -> Cell {
    Cell::Text(count.as_ref().map(|c| word(&c.bound)))
}

fn counted(count: &Option<CountRecord>) -> Cell {
    Cell::text(count.as_ref().and_then(|c| words(&c.evidence)))
}

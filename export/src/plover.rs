//! PLOVER events, one JSON object a line, with the field names of the manual (draft 2.0, chapter Data Fields).
//!
//! Filled as the manual has it:
//!
//! - `date` is the day of the event, or the first of an interval of days whose last is `enddate`. A date that is
//!   not known to the day (a month, say) leaves `date` null and stands in `date_value`, with `date_first` and
//!   `date_last` for the days that it can mean.
//! - `event`, `mode`, `context`, `actor` and `recipient` are lists. The auxiliary modes `historical`, `future`,
//!   `hypothetical` and `negation` stand in `context`, where the manual wants them.
//! - `code` of an actor is its country, else PLOVER's code of the body (UNO, EUR) or of its kind (IGO, NGO). The
//!   sector is PLOVER's: media are JRN, armed groups called terrorist REB. Kosovo is KOS.
//! - `event_scale` is the PLOVER score of type and mode, `quad_code` 1 to 4.
//! - `text` is null: a report may be another's property. `text_info` gives the place of the sentence, counted
//!   from 1, and its first and last code point, so that who has the text can cut it out.
//! - `resolution` of the place is 4 for a town, 2 for a first-order area, 1 for a country (`lat` and `lon` are its
//!   middle then), and null where PLOVER has no number.
//!
//! Beside them, keys of our own say what PLOVER has none for: `polarity`, `reality`, `recency`, `attributed_to`
//! (who says so), `within`, `size`, `cameo`, `score`, and `evidence`, the words for each value with their place.

use std::collections::BTreeMap;

use dateline::event::{Polarity, Reality, Recency};
use dateline::place::Precision;
use dateline::record::{CountRecord, CountsRecord, EventRecord, Party, SpanRecord};
use jiff::civil::Date;
use serde::Serialize;

use crate::codes::quad_number;
use crate::day;
use crate::error::Error;
use crate::form::{Form, json_line};
use crate::options::Options;
use crate::report::{Located, Report, Told, exact, role, words};
use dateline::record::word;

pub(crate) struct Plover {
    coded: Option<Date>,
}

impl Plover {
    pub(crate) fn new(options: &Options) -> Plover {
        Plover { coded: options.date_added }
    }
}

impl Form for Plover {
    fn report(
        &mut self,
        report: &Report<'_>,
        events: &[&EventRecord],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        for event in events {
            json_line(out, report, &line(&Told { report, event }, self.coded))?;
        }
        Ok(())
    }
}

/// A PLOVER event. The fields up to `coded_date` are the manual's, those behind it ours.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    has_event: bool,
    date: Option<String>,
    enddate: Option<String>,
    actor: Vec<Actor<'a>>,
    recipient: Vec<Actor<'a>>,
    event: [&'a str; 1],
    event_loc: Option<Place<'a>>,
    event_text: Vec<&'a str>,
    quad_code: Option<u8>,
    event_scale: Option<f64>,
    mode: Vec<&'a str>,
    context: Vec<&'a str>,
    text: Option<&'a str>,
    text_info: Option<TextInfo>,
    cite_info: CiteInfo<'a>,
    coder: String,
    coded_date: Option<String>,
    schema: u32,
    date_value: Option<&'a str>,
    date_precision: Option<&'a str>,
    date_first: Option<String>,
    date_last: Option<String>,
    published: Option<String>,
    cameo: Option<&'a str>,
    size: Size,
    polarity: Polarity,
    reality: Reality,
    recency: Recency,
    attributed_to: Option<Attribution<'a>>,
    within: Option<&'a str>,
    score: Option<f64>,
    found_by: &'a str,
    rule: &'a str,
    evidence: Evidence<'a>,
}

#[derive(Serialize)]
struct Actor<'a> {
    code: Option<&'a str>,
    sector: Option<&'a str>,
    entity_text: Option<String>,
    identifier_id: Option<&'a str>,
    identifier_text: &'a str,
    office: Option<&'a str>,
    entity: &'a str,
    kind: Option<String>,
    knowledge_id: Option<&'a str>,
    evidence: &'a [SpanRecord],
}

#[derive(Serialize)]
struct Place<'a> {
    extracted_place: Option<String>,
    resolved_place: &'a str,
    geonameid: Option<u32>,
    lat: Option<f64>,
    lon: Option<f64>,
    city: Option<&'a str>,
    province: Option<&'a str>,
    country: Option<&'a str>,
    country_code: Option<&'a str>,
    resolution: Option<u8>,
    precision: Option<Precision>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct TextInfo {
    sequence: usize,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct CiteInfo<'a> {
    citation: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    language: Option<&'a str>,
    publication: Option<&'a str>,
    coder: String,
    codebook: &'a str,
    model: &'a str,
}

/// Numbers of people. A bound other than `exact` says that the number is not the whole truth.
#[derive(Serialize)]
struct Size {
    dead: Option<u32>,
    injured: Option<u32>,
    arrested: Option<u32>,
    displaced: Option<u32>,
    bounds: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Attribution<'a> {
    statement: &'a str,
    speaker: Option<&'a str>,
    speaker_entity: Option<&'a str>,
    stance: Option<&'a str>,
    source: Option<&'a SpanRecord>,
    cue: Option<&'a SpanRecord>,
}

/// The words for each value: `start` and `end` in bytes of the report's text, `chars` in code points.
#[derive(Serialize)]
struct Evidence<'a> {
    trigger: &'a SpanRecord,
    mentions: &'a [SpanRecord],
    place: &'a [SpanRecord],
    date: &'a [SpanRecord],
    context: &'a BTreeMap<String, SpanRecord>,
    size: BTreeMap<&'static str, &'a [SpanRecord]>,
}

fn line<'a>(told: &Told<'a>, coded: Option<Date>) -> Line<'a> {
    let (report, event) = (told.report, told.event);
    let date = event.date.as_ref();
    let bounds = date.and_then(|d| day::bounds(&d.value));
    let (first, last) = days(event);
    let shown = |day: Option<Date>| day.map(|d| d.to_string());
    Line {
        id: &event.id,
        has_event: true,
        date: shown(first),
        enddate: shown(last),
        actor: event.actors.iter().map(|p| actor(report, p)).collect(),
        recipient: event.recipients.iter().map(|p| actor(report, p)).collect(),
        event: [&event.event_type],
        event_loc: told.place().map(|p| place(report, &p)),
        event_text: std::iter::once(&event.trigger).chain(&event.mentions).map(|s| s.text.as_str()).collect(),
        quad_code: event.quad_class.as_deref().and_then(quad_number),
        event_scale: told.intensity(),
        mode: event.mode.as_deref().into_iter().collect(),
        context: contexts(event),
        text: None,
        text_info: text_info(told),
        cite_info: cite_info(report),
        coder: coder(report),
        coded_date: shown(coded),
        schema: report.record.schema,
        date_value: date.map(|d| d.value.as_str()),
        date_precision: date.and_then(|d| d.precision.as_deref()),
        date_first: shown(bounds.map(|b| b.0)),
        date_last: shown(bounds.map(|b| b.1)),
        published: shown(report.published),
        cameo: event.cameo.as_deref(),
        size: size(&event.counts),
        polarity: event.polarity,
        reality: event.reality,
        recency: event.recency,
        attributed_to: event.attributed_to.as_deref().map(|id| attribution(report, id)),
        within: event.within.as_deref(),
        score: event.score.map(exact),
        found_by: &event.found_by,
        rule: &event.rule,
        evidence: evidence(event),
    }
}

/// The day, or first and last of an interval of days.
fn days(event: &EventRecord) -> (Option<Date>, Option<Date>) {
    let Some(date) = &event.date else { return (None, None) };
    match day::days(&date.value) {
        Some((first, last)) => (Some(first), Some(last)),
        None => (day::only_day(&date.value), None),
    }
}

fn actor<'a>(report: &Report<'a>, party: &'a Party) -> Actor<'a> {
    let entity = report.entity(party);
    let sector = entity.and_then(|e| e.sector.as_deref());
    let knowledge = entity.and_then(|e| e.knowledge_id.as_deref());
    Actor {
        code: code(report, party),
        sector: sector.and_then(|s| plover_sector(report, s, entity?.country.is_some())),
        entity_text: words(&party.evidence),
        identifier_id: knowledge.and_then(|k| k.strip_prefix("wikidata:")),
        identifier_text: &party.name,
        office: entity.and_then(role),
        entity: &party.entity,
        kind: entity.map(|e| word(&e.kind)),
        knowledge_id: knowledge,
        evidence: &party.evidence,
    }
}

/// PLOVER's sector. IGO and NGO are no sectors there but codes; of a body with a country, whose code that is, they
/// stand as the sector.
fn plover_sector<'a>(report: &Report<'a>, sector: &'a str, country: bool) -> Option<&'a str> {
    match report.codes.sector(sector) {
        Some((_, plover)) => plover.or(Some(sector).filter(|_| country)),
        None => Some(sector),
    }
}

/// The top-level code: country, else the body itself, else what kind of body it is.
fn code<'a>(report: &Report<'a>, party: &'a Party) -> Option<&'a str> {
    let entity = report.entity(party)?;
    match entity.country.as_deref() {
        Some("XKX") => Some("KOS"),
        Some(country) => Some(country),
        None => {
            let kind = entity.sector.as_deref().filter(|s| matches!(*s, "IGO" | "NGO"));
            report.codes.group(&entity.name).1.or(kind)
        }
    }
}

fn place<'a>(report: &Report<'a>, place: &Located<'a>) -> Place<'a> {
    let (name, record) = (place.party.name.as_str(), place.record);
    let code = record.and_then(|r| r.country.as_deref());
    let province = record.and_then(|r| r.admin1.as_deref());
    let coordinates = place.coordinates();
    Place {
        extracted_place: words(&place.party.evidence),
        resolved_place: name,
        geonameid: record.and_then(|r| r.geonames),
        lat: coordinates.map(|c| c.0),
        lon: coordinates.map(|c| c.1),
        city: (place.precision == Some(Precision::City)).then_some(name),
        province,
        country: code.and_then(|c| report.codes.country(c)).map(|c| c.name),
        country_code: code.map(|c| if c == "XKX" { "KOS" } else { c }),
        resolution: match place.precision {
            Some(Precision::City) => Some(4),
            // a lower area lies in another that bears its own name
            Some(Precision::Region) if province == Some(name) => Some(2),
            Some(Precision::Country) => Some(1),
            _ => None,
        },
        precision: place.precision,
        reason: place.reason,
    }
}

fn contexts(event: &EventRecord) -> Vec<&str> {
    let auxiliary = [
        (event.recency == Recency::Historical, "historical"),
        (event.reality == Reality::Future, "future"),
        (event.reality == Reality::Hypothetical, "hypothetical"),
        (event.polarity == Polarity::Negated, "negation"),
    ];
    let auxiliary = auxiliary.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name);
    event.contexts.iter().map(String::as_str).chain(auxiliary).collect()
}

fn text_info(told: &Told<'_>) -> Option<TextInfo> {
    let trigger = &told.event.trigger;
    let (index, [start, end]) = told.report.sentence(trigger)?;
    let text = &told.report.head().text;
    let before = text.get(*start..trigger.start)?.chars().count();
    let start_char = trigger.chars[0].checked_sub(before)?;
    let end_char = start_char.checked_add(text.get(*start..*end)?.chars().count())?;
    Some(TextInfo { sequence: index + 1, start: start_char, end: end_char })
}

fn cite_info<'a>(report: &Report<'a>) -> CiteInfo<'a> {
    let head = report.head();
    CiteInfo {
        citation: &head.id,
        url: head.url.as_deref(),
        title: head.title.as_ref().map(|t| t.value.as_str()),
        language: head.language.as_deref(),
        publication: head.publisher.as_deref(),
        coder: coder(report),
        codebook: &head.codebook,
        model: &head.model,
    }
}

fn coder(report: &Report<'_>) -> String {
    format!("dateline {}", report.head().engine)
}

fn counts(counts: &CountsRecord) -> impl Iterator<Item = (&'static str, &CountRecord)> {
    let all = [
        ("dead", &counts.dead),
        ("injured", &counts.injured),
        ("arrested", &counts.arrested),
        ("displaced", &counts.displaced),
    ];
    all.into_iter().filter_map(|(name, count)| Some((name, count.as_ref()?)))
}

fn size(of: &CountsRecord) -> Size {
    let value = |count: &Option<CountRecord>| count.as_ref().and_then(|c| c.value);
    Size {
        dead: value(&of.dead),
        injured: value(&of.injured),
        arrested: value(&of.arrested),
        displaced: value(&of.displaced),
        bounds: counts(of).map(|(name, count)| (name, word(&count.bound))).collect(),
    }
}

fn attribution<'a>(report: &Report<'a>, id: &'a str) -> Attribution<'a> {
    let statement = report.statement(id);
    let speaker = statement.and_then(|s| s.speaker.as_ref());
    Attribution {
        statement: id,
        speaker: speaker.map(|s| s.name.as_str()),
        speaker_entity: speaker.map(|s| s.entity.as_str()),
        stance: statement.and_then(|s| s.stance.as_deref()),
        source: statement.and_then(|s| s.source.as_ref()),
        cue: statement.and_then(|s| s.cue.as_ref()),
    }
}

fn evidence(event: &EventRecord) -> Evidence<'_> {
    Evidence {
        trigger: &event.trigger,
        mentions: &event.mentions,
        place: event.place.as_ref().map_or(&[], |p| &p.party.evidence),
        date: event.date.as_ref().map_or(&[], |d| &d.evidence),
        context: &event.context_evidence,
        size: counts(&event.counts).map(|(name, count)| (name, count.evidence.as_slice())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::sample;

    fn value(index: usize) -> Value {
        sample::told(index, |t| serde_json::to_value(line(t, None)).unwrap())
    }

    #[test]
    fn an_event_is_told_in_the_fields_of_the_manual() {
        let event = value(0);
        assert_eq!(event["id"], "8a103df405f0b156");
        assert_eq!(event["date"], "2031-01-22");
        assert_eq!(event["event"], json!(["ASSAULT"]));
        assert_eq!(event["mode"], json!(["heavy-weapons"]));
        assert_eq!((&event["quad_code"], &event["event_scale"]), (&json!(4), &json!(-9.5)));
        assert_eq!(event["actor"][0]["code"], "YEM");
        assert_eq!(event["event_loc"]["resolution"], 4);
        assert_eq!(event["event_loc"]["country"], "Yemen");
        assert_eq!(
            event["size"],
            json!({ "dead": 11, "injured": null, "arrested": null, "displaced": null,
            "bounds": { "dead": "at_least" } })
        );
        assert_eq!(event["text"], Value::Null);
        assert_eq!(event["attributed_to"], Value::Null);
    }

    #[test]
    fn who_says_so_and_what_is_to_come_are_kept() {
        let event = value(1);
        assert_eq!(event["context"], json!(["future"]));
        assert_eq!(event["attributed_to"]["speaker"], "the \"Lions; of Ma’rib\"");
        assert_eq!(event["attributed_to"]["cue"]["text"], "said");
        assert_eq!(event["cameo"], "043");
        assert_eq!(event["actor"][0]["sector"], "REB");
        assert_eq!((&event["actor"][1]["code"], &event["actor"][1]["sector"]), (&json!("UNO"), &Value::Null));
    }

    #[test]
    fn the_sentence_is_placed_in_code_points() {
        let text = sample::report().document.text;
        let info = &value(1)["text_info"];
        let cut = |key: &str| info[key].as_u64().unwrap() as usize;
        let sentence: String = text.chars().skip(cut("start")).take(cut("end") - cut("start")).collect();
        assert_eq!((cut("sequence"), sentence.as_str()), (2, "The UN will meet envoys in Yemen."));
    }

    #[test]
    fn a_date_of_a_month_is_no_day() {
        let event = sample::changed(
            |record| {
                record.events[0].date.as_mut().unwrap().value = "1974-07".to_owned();
                record.events[1].date = record.events[0].date.clone();
                record.events[1].date.as_mut().unwrap().value = "2016-02-12/2016-02-14".to_owned();
            },
            |report, events| {
                let value = |event| serde_json::to_value(line(&Told { report, event }, None)).unwrap();
                [value(events[0]), value(events[1])]
            },
        );
        assert_eq!((&event[0]["date"], &event[0]["date_last"]), (&Value::Null, &json!("1974-07-31")));
        assert_eq!((&event[1]["date"], &event[1]["enddate"]), (&json!("2016-02-12"), &json!("2016-02-14")));
    }
}

//! Records as W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>), one JSON-LD object a line.
//!
//! The targets are the words that the record rests on: of a statement what is said, of an event the words that
//! tell of it, of a process the words of each change, of a commitment what is to be done. Each is found by its
//! position (in Unicode code points of the report's text as Dateline reads it, which is what is left of a page
//! without its furniture) and by quotation with what stands before and behind it, which holds on the page too.
//!
//! The bodies: who speaks or acts (`identifying`), what kind of record it is and in which state (`classifying`),
//! and the whole record as JSON (`describing`). What is denied, planned or of long ago is classified so.

use dateline::event::{Polarity, Reality, Recency};
use dateline::record::{
    CommitmentRecord, EventRecord, Party, ProcessRecord, SpanRecord, StatementRecord, TransitionRecord,
};
use serde::Serialize;

use crate::error::Error;
use crate::form::{Form, json_line};
use crate::report::Report;
use dateline::record::word;

/// Code points before and behind the words, by which they are found again.
const AROUND: usize = 32;

/// The context that gives the keys their meaning.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

pub(crate) struct Annotations;

impl Form for Annotations {
    fn report(
        &mut self,
        report: &Report<'_>,
        events: &[&EventRecord],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let record = report.record;
        for statement in &record.statements {
            annotate(out, report, &Subject::statement(statement), statement)?;
        }
        for event in events {
            annotate(out, report, &Subject::event(event), event)?;
        }
        for process in &record.processes {
            annotate(out, report, &Subject::process(process), process)?;
        }
        for commitment in &record.commitments {
            annotate(out, report, &Subject::commitment(commitment), commitment)?;
        }
        Ok(())
    }
}

/// What an annotation needs to know of a record.
struct Subject<'a> {
    sort: &'static str,
    id: &'a str,
    /// Who speaks, acts, takes part or owes.
    who: Vec<&'a str>,
    /// Kind, form, stance, state.
    classes: Vec<String>,
    words: Vec<&'a SpanRecord>,
}

impl<'a> Subject<'a> {
    fn statement(statement: &'a StatementRecord) -> Subject<'a> {
        let named = statement.speaker.as_ref().map(|s| s.name.as_str());
        let speaker = named.or(statement.source.as_ref().map(|s| s.text.as_str()));
        let mut words: Vec<&SpanRecord> = statement.content.iter().collect();
        if words.is_empty() {
            words.extend(statement.cue.as_ref().or(statement.source.as_ref()));
        }
        let classes = [Some(word(&statement.form)), statement.stance.clone()];
        Subject {
            sort: "statement",
            id: &statement.id,
            who: speaker.into_iter().collect(),
            classes: classes.into_iter().flatten().collect(),
            words,
        }
    }

    fn event(event: &'a EventRecord) -> Subject<'a> {
        let mut classes = vec![event.event_type.clone()];
        classes.extend(event.mode.clone());
        // what holds of most events need not be said
        let marks = [
            (event.polarity != Polarity::Affirmed).then(|| word(&event.polarity)),
            (event.reality != Reality::Actual).then(|| word(&event.reality)),
            (event.recency != Recency::Current).then(|| word(&event.recency)),
            event.attributed_to.as_ref().map(|_| "attributed".to_owned()),
        ];
        classes.extend(marks.into_iter().flatten());
        let words = std::iter::once(&event.trigger).chain(&event.mentions).collect();
        Subject { sort: "event", id: &event.id, who: names(&event.actors), classes, words }
    }

    fn process(process: &'a ProcessRecord) -> Subject<'a> {
        let last = process.transitions.last().map(|t: &TransitionRecord| t.state.clone());
        Subject {
            sort: "process",
            id: &process.id,
            who: names(&process.parties),
            classes: std::iter::once(process.kind.clone()).chain(last).collect(),
            words: process.transitions.iter().flat_map(|t| &t.evidence).collect(),
        }
    }

    fn commitment(commitment: &'a CommitmentRecord) -> Subject<'a> {
        Subject {
            sort: "commitment",
            id: &commitment.id,
            who: commitment.debtor.iter().map(|d| d.name.as_str()).collect(),
            classes: vec![commitment.kind.clone(), commitment.state.clone()],
            words: vec![&commitment.content],
        }
    }
}

fn names(parties: &[Party]) -> Vec<&str> {
    parties.iter().map(|p| p.name.as_str()).collect()
}

#[derive(Serialize)]
struct Annotation<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: [&'static str; 2],
    generator: Generator<'a>,
    body: Vec<Body>,
    target: Vec<Target<'a>>,
}

#[derive(Serialize)]
struct Generator<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'static str,
    #[serde(rename = "schema:softwareVersion")]
    version: &'a str,
}

#[derive(Serialize)]
struct Body {
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    value: String,
}

#[derive(Serialize)]
struct Target<'a> {
    source: &'a str,
    selector: (Position, Quote<'a>),
}

#[derive(Serialize)]
struct Position {
    #[serde(rename = "type")]
    kind: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Quote<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    exact: &'a str,
    prefix: &'a str,
    suffix: &'a str,
}

/// Writes the annotation; a record without words has nothing to be put on, and none is written.
fn annotate(
    out: &mut Vec<u8>,
    report: &Report<'_>,
    subject: &Subject<'_>,
    record: &impl Serialize,
) -> Result<(), Error> {
    if subject.words.is_empty() {
        return Ok(());
    }
    let mut json = Vec::new();
    json_line(&mut json, report, record)?;
    let (source, text) = (report.address(), report.head().text.as_str());
    let annotation = Annotation {
        context: CONTEXT,
        id: format!("urn:dateline:{}:{}", subject.sort, subject.id),
        kind: "Annotation",
        motivation: ["identifying", "classifying"],
        generator: Generator { kind: "Software", name: "dateline", version: &report.head().engine },
        body: bodies(subject, String::from_utf8_lossy(json.trim_ascii_end()).into_owned()),
        target: subject.words.iter().map(|w| target(&source, text, w)).collect(),
    };
    json_line(out, report, &annotation)
}

fn bodies(subject: &Subject<'_>, json: String) -> Vec<Body> {
    let body = |purpose, format, value| Body { kind: "TextualBody", purpose, format, value };
    let who = subject.who.iter().map(|w| body("identifying", None, w.to_string()));
    let classes = subject.classes.iter().map(|c| body("classifying", None, c.clone()));
    let whole = body("describing", Some("application/json"), json);
    who.chain(classes).chain([whole]).collect()
}

fn target<'a>(source: &'a str, text: &'a str, words: &'a SpanRecord) -> Target<'a> {
    let before = text.get(..words.start).unwrap_or_default();
    let after = text.get(words.end..).unwrap_or_default();
    let from = before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(i, _)| i);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(i, _)| i);
    let [start, end] = words.chars;
    let position = Position { kind: "TextPositionSelector", start, end };
    let quote = Quote {
        kind: "TextQuoteSelector",
        exact: &words.text,
        prefix: before.get(from..).unwrap_or_default(),
        suffix: after.get(..to).unwrap_or_default(),
    };
    Target { source, selector: (position, quote) }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::sample;

    fn annotations() -> Vec<Value> {
        sample::changed(
            |_| (),
            |report, events| {
                let mut out = Vec::new();
                Annotations.report(report, events, &mut out).unwrap();
                let text = String::from_utf8(out).unwrap();
                text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
            },
        )
    }

    #[test]
    fn every_record_is_put_on_its_words() {
        let all = annotations();
        let ids: Vec<&str> = all.iter().map(|a| a["id"].as_str().unwrap()).collect();
        let expected = [
            "urn:dateline:statement:s1",
            "urn:dateline:event:8a103df405f0b156",
            "urn:dateline:event:0e0cd409578d66ac",
        ];
        assert_eq!(ids, expected);
        let text: Vec<char> = sample::report().document.text.chars().collect();
        for annotation in &all {
            assert_eq!(annotation["@context"], CONTEXT);
            for target in annotation["target"].as_array().unwrap() {
                let [position, quote] = [&target["selector"][0], &target["selector"][1]];
                let place = |key: &str| position[key].as_u64().unwrap() as usize;
                let found: String = text[place("start")..place("end")].iter().collect();
                assert_eq!(quote["exact"], found);
                let before: String = text[..place("start")].iter().collect();
                assert!(before.ends_with(quote["prefix"].as_str().unwrap()));
                assert!(quote["suffix"].as_str().unwrap().chars().count() <= AROUND);
            }
        }
    }

    #[test]
    fn bodies_tell_who_what_and_the_whole_record() {
        let event = &annotations()[2];
        let of = |purpose: &str| {
            let bodies = event["body"].as_array().unwrap().iter();
            bodies.filter(|b| b["purpose"] == purpose).map(|b| b["value"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(of("classifying"), ["CONSULT", "future", "attributed"]);
        assert_eq!(of("identifying"), ["the \"Lions; of Ma’rib\"", "United Nations"]);
        let record: EventRecord = serde_json::from_str(of("describing")[0].as_str().unwrap()).unwrap();
        assert_eq!(record, sample::report().events[1]);
    }

    #[test]
    fn words_off_the_text_leave_the_quotation() {
        let span = SpanRecord { start: 900, end: 910, text: "gone".to_owned(), chars: [900, 910] };
        let target = serde_json::to_value(target("urn:x", "short", &span)).unwrap();
        assert_eq!(target["selector"][1]["exact"], "gone");
        assert_eq!(target["selector"][1]["prefix"], "");
    }
}

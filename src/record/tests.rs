//! Records of hand-built analyses.

use serde_json::Value;

use super::*;
use crate::actor::{Entities, Entity, EntityId, EntityKind, Mention, MentionKind};
use crate::analysis::{Analysis, Provenance};
use crate::codebook::Grounds;
use crate::commitment::Commitment;
use crate::diagnostic::Diagnostic;
use crate::document::{BlockKind, DateSource, Document, DocumentParts, Published};
use crate::event::{Bound, Count, Counts, Event, EventDate, EventId, FoundBy, Polarity, Reality, Recency};
use crate::place::{Place, Precision};
use crate::process::{Process, Transition};
use crate::span::Span;
use crate::statement::{Form, Statement, StatementId};

const TEXT: &str = "Ministre Élise Varga warns Norland\n\nUpdated Mar 2, 2021\n\n\
    Élise Varga said on Monday that Norland’s army shelled Port Azur, killing 4. \
    She demanded that it stop.";

fn document() -> Document {
    let (headline, dateline) = (0..TEXT.find('\n').unwrap(), at("Updated Mar 2, 2021"));
    let body = TEXT.find("Élise Varga said").unwrap()..TEXT.len();
    Document::new(DocumentParts {
        text: TEXT.to_owned(),
        blocks: vec![
            (headline, BlockKind::Headline),
            (dateline, BlockKind::Dateline),
            (body, BlockKind::Paragraph),
        ],
        published: Some(Published { date: jiff::civil::date(2021, 3, 2), source: DateSource::TextLine }),
        publisher: Some("The Harbour Post".to_owned()),
        diagnostics: vec![Diagnostic::note("odd", "an odd thing")],
        ..DocumentParts::default()
    })
}

fn at(words: &str) -> std::ops::Range<usize> {
    let start = TEXT.rfind(words).unwrap();
    start..start + words.len()
}

fn span(words: &str) -> Span {
    let range = at(words);
    Span::new_unchecked(range.start, range.end)
}

fn mention(words: &str) -> Mention {
    Mention { span: span(words), head: 0, kind: MentionKind::Name }
}

fn entity(kind: EntityKind, name: &str, mentions: &[&str]) -> Entity {
    Entity {
        kind,
        name: name.to_owned(),
        country: None,
        sector: None,
        role: None,
        table_role: None,
        knowledge_id: None,
        place: None,
        mentions: mentions.iter().map(|m| mention(m)).collect(),
    }
}

fn event(kind: &str, trigger: &str) -> Event {
    Event {
        trigger: span(trigger),
        mentions: Vec::new(),
        event_type: kind.to_owned(),
        mode: None,
        contexts: Vec::new(),
        cameo: Some("0231".to_owned()),
        actors: vec![EntityId(1)],
        recipients: Vec::new(),
        place: Some(EntityId(2)),
        date: Some(EventDate { value: "2021-03-01".to_owned(), span: span("Monday") }),
        polarity: Polarity::Affirmed,
        reality: Reality::Actual,
        recency: Recency::Current,
        attributed_to: Some(StatementId(0)),
        within: None,
        counts: Counts {
            dead: Some(Count { value: Some(4), bound: Bound::Exact, evidence: span("4") }),
            ..Counts::default()
        },
        rule: "ASSAULT/shell".to_owned(),
        score: None,
        grounds: Grounds::default(),
        found_by: FoundBy::Rule,
    }
}

fn analysis() -> Analysis {
    let mut port = entity(EntityKind::Place, "Port Azur", &["Port Azur"]);
    port.place = Some(Place {
        name: "Port Azur".to_owned(),
        geonames: Some(7),
        lat: 1.5,
        lon: -2.0,
        country: None,
        admin1: None,
        precision: Precision::City,
        reason: "only one of the name".to_owned(),
    });
    let transition = Transition {
        state: "ongoing".to_owned(),
        date: None,
        by: None,
        cause: Some(EventId(0)),
        evidence: span("shelled"),
    };
    Analysis {
        document: document(),
        language: Default::default(),
        timexes: Default::default(),
        places: Default::default(),
        entities: Entities {
            all: vec![
                entity(EntityKind::Person, "Élise Varga", &["Élise Varga", "She"]),
                entity(EntityKind::ArmedGroup, "Norland army", &["Norland’s army", "it"]),
                port,
            ],
            ..Entities::default()
        },
        statements: vec![Statement {
            source: Some(span("Élise Varga")),
            speaker: Some(EntityId(0)),
            cue: Some(span("said")),
            content: vec![span("Norland’s army shelled Port Azur, killing 4")],
            form: Form::Indirect,
            addressee: None,
            stance: None,
            when: None,
            place: None,
            parent: None,
        }],
        events: vec![event("ASSAULT", "shelled"), event("ASSAULT", "shelled")],
        processes: vec![process("siege", vec![transition]), process("campaign", Vec::new())],
        commitments: vec![Commitment {
            kind: "demand".to_owned(),
            debtor: Some(EntityId(1)),
            creditor: Some(EntityId(0)),
            instrument: None,
            content: span("it stop"),
            due: None,
            state: "open".to_owned(),
            attributed_to: None,
        }],
        diagnostics: vec![Diagnostic::note("odd", "an odd thing")],
        provenance: Provenance::default(),
    }
}

fn process(kind: &str, transitions: Vec<Transition>) -> Process {
    Process {
        kind: kind.to_owned(),
        name: "the fight for Port Azur".to_owned(),
        parties: vec![EntityId(1)],
        mediator: None,
        venue: None,
        transitions,
    }
}

fn json(analysis: &Analysis) -> Value {
    serde_json::to_value(records(analysis)).unwrap()
}

/// Calls `look` with every object that is a span.
fn each_span(value: &Value, look: &mut impl FnMut(usize, usize, &str, usize, usize)) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| each_span(v, look)),
        Value::Object(map) => {
            if let (Some(start), Some(end)) = (map.get("start"), map.get("end")) {
                let number = |v: &Value| v.as_u64().unwrap() as usize;
                let chars = &map["chars"];
                let text = map["text"].as_str().unwrap();
                look(number(start), number(end), text, number(&chars[0]), number(&chars[1]));
            }
            map.values().for_each(|v| each_span(v, look));
        }
        _ => {}
    }
}

#[test]
fn every_span_slices_the_text_in_bytes_and_in_characters() {
    let value = json(&analysis());
    let text = value["text"].as_str().unwrap();
    let chars: Vec<char> = text.chars().collect();
    let mut seen = 0;
    each_span(&value, &mut |start, end, words, from, to| {
        assert_eq!(&text[start..end], words);
        assert_eq!(chars[from..to].iter().collect::<String>(), words);
        seen += 1;
    });
    assert!(seen > 20, "only {seen} spans");
}

#[test]
fn references_lead_to_records() {
    let value = json(&analysis());
    let event = &value["events"][0];
    assert_eq!(event["attributed_to"], value["statements"][0]["id"]);
    assert_eq!(event["actors"][0]["entity"], value["entities"][1]["id"]);
    assert_eq!(event["place"]["entity"], value["entities"][2]["id"]);
    assert_eq!(value["processes"][0]["transitions"][0]["cause"], event["id"]);
    assert_eq!(value["commitments"][0]["debtor"]["name"], "Norland army");
}

#[test]
fn evidence_of_a_party_is_the_nearest_mention() {
    let value = json(&analysis());
    assert_eq!(value["events"][0]["actors"][0]["evidence"][0]["text"], "Norland’s army");
    assert_eq!(value["commitments"][0]["debtor"]["evidence"][0]["text"], "it");
    assert_eq!(value["statements"][0]["speaker"]["evidence"][0]["text"], "Élise Varga");
}

#[test]
fn a_mention_in_the_same_sentence_goes_before_a_nearer_one() {
    let mut analysis = analysis();
    let word = |s: &str| crate::syntax::Word {
        span: span(s),
        upos: "X",
        xpos: "FW",
        lemma: String::new(),
        head: None,
        rel: "root",
        continues_token: false,
    };
    analysis.entities.all[1].mentions.push(Mention { span: span("killing"), ..mention("it") });
    let nearest = |analysis: &Analysis| {
        let event = &json(analysis)["events"][0];
        event["actors"][0]["evidence"][0]["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(nearest(&analysis), "Norland’s army");
    let two = vec![0..1, 1..2];
    let words =
        vec![word("Élise Varga said on Monday that Norland’s army"), word("shelled Port Azur, killing 4")];
    analysis.language.syntax = crate::syntax::Syntax::new(words, two);
    assert_eq!(nearest(&analysis), "killing");
    assert_eq!(json(&analysis)["sentences"].as_array().unwrap().len(), 2);
}

#[test]
fn ids_are_stable_and_differ() {
    let (once, twice) = (json(&analysis()), json(&analysis()));
    assert_eq!(once.to_string(), twice.to_string());
    assert_ne!(once["events"][0]["id"], once["events"][1]["id"]);
    let mut more = analysis();
    more.entities.all[0].mentions.pop();
    more.events[1].event_type = "COERCE".to_owned();
    let more = json(&more);
    assert_eq!(once["entities"][0]["id"], more["entities"][0]["id"]);
    assert_eq!(once["events"][0]["id"], more["events"][0]["id"]);
    assert_ne!(once["events"][1]["id"], more["events"][1]["id"]);
}

#[test]
fn what_has_no_evidence_is_not_written() {
    let mut analysis = analysis();
    analysis.entities.all[1].mentions.clear();
    let value = json(&analysis);
    assert_eq!(value["processes"].as_array().unwrap().len(), 1);
    assert_eq!(value["entities"].as_array().unwrap().len(), 2);
    assert_eq!(value["events"][0]["actors"], serde_json::json!([]));
    assert!(value["commitments"][0]["debtor"].is_null());
}

#[test]
fn the_head_says_where_its_values_stand() {
    let value = json(&analysis());
    assert_eq!(value["schema"], SCHEMA);
    assert_eq!(value["unit"], "utf8-bytes");
    assert_eq!(value["title"]["evidence"][0]["start"], 0);
    assert_eq!(value["published"]["date"], "2021-03-02");
    assert_eq!(value["published"]["found"], "text-line");
    assert_eq!(value["published"]["evidence"][0]["text"], "Updated Mar 2, 2021");
    assert_eq!(value["diagnostics"].as_array().unwrap().len(), 1);
    assert!(value["byline"].is_null());
}

#[test]
fn lines_stand_alone() {
    let records = records(&analysis());
    let lines: Vec<Value> = records.flat().iter().map(|l| serde_json::to_value(l).unwrap()).collect();
    let sorts: Vec<&str> = lines.iter().map(|l| l["record"].as_str().unwrap()).collect();
    assert_eq!(
        sorts,
        ["document", "entity", "entity", "entity", "statement", "event", "event", "process", "commitment"]
    );
    assert!(lines.iter().all(|l| l["schema"] == SCHEMA && l["document"] == lines[0]["id"]));
    assert_eq!(lines[5]["type"], "ASSAULT");
    assert_eq!(lines[7]["kind"], "siege");
    assert!(lines[0].get("events").is_none());
}

#[test]
fn events_say_how_their_values_came_about() {
    let event = &json(&analysis())["events"][0];
    assert_eq!(event["quad_class"], "material_conflict");
    assert_eq!(event["cameo"], "0231");
    assert_eq!(event["date"]["precision"], "day");
    assert_eq!(event["counts"]["dead"]["value"], 4);
    assert_eq!(event["counts"]["dead"]["bound"], "exact");
    assert!(event["counts"]["injured"].is_null() && event["score"].is_null());
    assert_eq!(event["place"]["reason"], "only one of the name");
    assert_eq!(quad_class("DANCE"), None);
}

//! Predictions made of a reading built by hand keep the contract and say what was read.

use dateline::actor::{Entities, Entity, EntityId, EntityKind, Mention, MentionKind};
use dateline::codebook::Grounds;
use dateline::commitment::Commitment;
use dateline::event::{Counts, Event, EventDate, FoundBy, Polarity, Reality, Recency};
use dateline::language::{Language, NameKind, ParsedSentence, TimexKind};
use dateline::place::{Place, Precision};
use dateline::process::{Process, Transition};
use dateline::statement::{Form, Statement, StatementId};
use dateline::syntax::{Syntax, Word};
use dateline::time::Timex;
use dateline::{Analysis, Document, Layer, Provenance, Span};
use dateline_model::RunError;
use serde_json::{Value, json};

use super::adapter::Reader;
use super::{PREDICTORS, document_of, given_part, in_parallel, predict, trees};
use crate::eval::tasks::{Outcome, outcome_of};

const TEXT: &str = "“Ombria’s army won't leave Pèra,” Minister Anna Lind said on Monday.";

/// Says the same of every text.
struct Fixed;

impl Reader for Fixed {
    fn read(&self, document: Document) -> Analysis {
        reading(document)
    }

    fn meaning(&self, _: &str) -> Vec<f32> {
        vec![1.0]
    }

    fn parse(&self, sentences: &[Vec<String>]) -> Result<Vec<ParsedSentence>, RunError> {
        let word = |(i, w): (usize, &String)| ("X", w.to_lowercase(), i.checked_sub(1), "dep");
        let parse =
            |words: &Vec<String>| ParsedSentence { words: words.iter().enumerate().map(word).collect() };
        Ok(sentences.iter().map(parse).collect())
    }

    fn body(&self, page: &[u8], _: Option<&str>) -> Option<String> {
        Some(String::from_utf8_lossy(page).into_owned())
    }
}

fn find(document: &Document, words: &str) -> Span {
    let start = document.text().find(words).unwrap();
    document.span(start, start + words.len()).unwrap()
}

fn syntax(document: &Document) -> Syntax {
    let words = [
        "“", "Ombria", "’s", "army", "wo", "n't", "leave", "Pèra", ",", "”", "Minister", "Anna", "Lind",
        "said", "on", "Monday", ".",
    ];
    let mut from = 0;
    let mut row = |words: &str| {
        let start = from + document.text()[from..].find(words).unwrap();
        from = start + words.len();
        let span = document.span(start, from).unwrap();
        let lemma = match words {
            "n't" => "not".to_owned(),
            other => other.to_owned(),
        };
        Word {
            span,
            upos: "X",
            xpos: "X",
            lemma,
            head: Some(6),
            rel: "dep",
            continues_token: ["’s", "n't"].contains(&words),
        }
    };
    let mut words: Vec<Word> = words.iter().map(|words| row(words)).collect();
    words[6].head = None;
    let sentences = std::iter::once(0..words.len()).collect();
    Syntax::new(words, sentences)
}

fn entity(kind: EntityKind, name: &str, span: Span, head: usize) -> Entity {
    let mentions = vec![Mention { span, head, kind: MentionKind::Name }];
    Entity {
        kind,
        name: name.to_owned(),
        country: None,
        sector: None,
        role: None,
        table_role: None,
        knowledge_id: None,
        place: None,
        mentions,
    }
}

fn nothing(document: Document) -> Analysis {
    Analysis {
        document,
        language: Language::default(),
        timexes: Layer::default(),
        places: Layer::default(),
        entities: Entities::default(),
        statements: vec![],
        events: vec![],
        processes: vec![],
        commitments: vec![],
        diagnostics: vec![],
        provenance: Provenance::default(),
    }
}

fn town() -> Place {
    Place {
        name: "Pèra".to_owned(),
        geonames: None,
        lat: 1.5,
        lon: 2.5,
        country: None,
        admin1: None,
        precision: Precision::City,
        reason: "only one of the name".to_owned(),
    }
}

fn retreat(trigger: Span, date: EventDate) -> Event {
    Event {
        trigger,
        mentions: vec![],
        event_type: "RETREAT".to_owned(),
        mode: None,
        contexts: vec![],
        cameo: None,
        actors: vec![EntityId(0)],
        recipients: vec![],
        place: Some(EntityId(1)),
        date: Some(date),
        polarity: Polarity::Negated,
        reality: Reality::Future,
        recency: Recency::Current,
        attributed_to: Some(StatementId(0)),
        within: None,
        counts: Counts::default(),
        rule: "RETREAT/leave".to_owned(),
        score: Some(1.0),
        grounds: Grounds::default(),
        found_by: FoundBy::Rule,
    }
}

fn siege(evidence: Span, date: EventDate) -> Process {
    let state = "ongoing".to_owned();
    Process {
        kind: "siege".to_owned(),
        name: "Pèra".to_owned(),
        parties: vec![EntityId(0)],
        mediator: None,
        venue: None,
        transitions: vec![Transition { state, date: Some(date), by: None, cause: None, evidence }],
    }
}

fn promise(content: Span) -> Commitment {
    Commitment {
        kind: "promise".to_owned(),
        debtor: Some(EntityId(0)),
        creditor: None,
        instrument: None,
        content,
        due: None,
        state: "open".to_owned(),
        attributed_to: Some(StatementId(0)),
    }
}

/// All that stands in [`TEXT`]; nothing in any other.
fn reading(document: Document) -> Analysis {
    if document.text() != TEXT {
        return nothing(document);
    }
    let at = |words: &str| find(&document, words);
    let (army, pera, lind) = (at("Ombria’s army"), at("Pèra"), at("Anna Lind"));
    let (monday, leave) = (at("Monday"), at("leave"));
    let value = "2016-02-01".to_owned();
    let date = EventDate { value: value.clone(), span: monday };
    let statement = Statement {
        source: Some(lind),
        speaker: Some(EntityId(2)),
        cue: Some(at("said")),
        content: vec![at("Ombria’s army won't leave Pèra")],
        form: Form::Direct,
        addressee: None,
        stance: None,
        when: None,
        place: None,
        parent: None,
    };
    let names = [(pera, NameKind::Place), (lind, NameKind::Person), (at("Ombria"), NameKind::Place)];
    let language = Language {
        syntax: syntax(&document),
        names: Layer::new(names.into()),
        mentions: Layer::new(vec![(army, "Organisation")]),
        ..Language::default()
    };
    let entities = [
        entity(EntityKind::ArmedGroup, "Ombrian army", army, 3),
        entity(EntityKind::Place, "Pèra", pera, 7),
        entity(EntityKind::Person, "Anna Lind", lind, 12),
    ];
    Analysis {
        language,
        timexes: Layer::new(vec![(monday, Timex { kind: TimexKind::Date, value: Some(value) })]),
        places: Layer::new(vec![(pera, town())]),
        entities: Entities { all: entities.into(), ..Entities::default() },
        statements: vec![statement],
        events: vec![retreat(leave, date.clone())],
        processes: vec![siege(leave, date)],
        commitments: vec![promise(leave)],
        ..nothing(document)
    }
}

/// A record with every key that any corpus gives, and none that it asks for.
fn record() -> Value {
    json!({
        "id": "1", "text": TEXT, "actor": {"start": 1, "end": 14}, "recipient": null,
        "sents": [{"start": 0, "end": TEXT.chars().count(), "full": true}],
        "events": [{"start": 21, "end": 26, "polarity": "NEG", "time": "FUTURE", "certainty": "CERTAIN"}],
    })
}

fn prediction(corpus: &str) -> Value {
    let predictor = PREDICTORS.iter().find(|p| p.corpus == corpus).unwrap();
    predict(&Fixed, predictor, &record())
}

#[test]
fn every_prediction_keeps_the_contract_and_is_all_right_against_itself() {
    for predictor in PREDICTORS {
        let mut given = predict(&Fixed, predictor, &record());
        let name = if predictor.corpus.contains('/') {
            predictor.corpus.to_owned()
        } else {
            format!("{}/x", predictor.corpus)
        };
        if let Some(map) = given.as_object_mut().filter(|_| predictor.corpus == "events/meantime") {
            map.insert("sents".to_owned(), record()["sents"].clone());
        }
        // a record of the PLOVER sample is its own event
        let gold = if name == "events/plover_gsr" {
            json!({"id": "1", "text": TEXT, "event": "RETREAT", "source": [{"text": "Ombria’s army"}], "target": []})
        } else if name == "events/case2021_task2" {
            json!({"id": "1", "text": TEXT, "label": "NON_VIOL_TERRIT_TRANSFER"})
        } else {
            given.clone()
        };
        let Outcome::Scored(report) = outcome_of(&name, &[gold], &[given]).unwrap() else {
            panic!("{name} is not scored")
        };
        for (metric, value) in &report.metrics {
            let want = match metric.as_str() {
                "false_alarms_per_100" => 100.0,
                "mode_accuracy" | "calibration_error" => 0.0,
                _ if metric.ends_with("_km") => 0.0,
                _ => 1.0,
            };
            assert!(value.is_none_or(|v| (v - want).abs() < 1e-9), "{name} {metric}: {value:?}");
        }
    }
}

#[test]
fn what_was_read_is_what_is_predicted() {
    let dispatch = prediction("bank/dispatches");
    assert_eq!(dispatch["events"][0]["trigger"], json!({"start": 21, "end": 26, "text": "leave"}));
    assert_eq!(dispatch["events"][0]["attributed_to"], "s1");
    assert_eq!(dispatch["events"][0]["date"]["value"], "2016-02-01");
    assert_eq!(dispatch["statements"][0]["speaker"], "x3");
    assert_eq!(dispatch["processes"][0]["transitions"][0]["state"], "ongoing");
    assert_eq!(dispatch["commitments"][0]["content"]["text"], "leave");
    let toponyms = prediction("geo")["toponyms"].clone();
    assert_eq!((&toponyms[0]["text"], &toponyms[0]["lat"]), (&json!("Pèra"), &json!(1.5)));
    // no model was asked for the quad class of this hand-made reading
    assert_eq!(prediction("events/cameo")["quad"], 0);
    assert_eq!(prediction("events/plv")["type"], "RETREAT");
    assert_eq!(prediction("entities/uner_ewt")["entities"][1]["type"], "LOC");
    let factual = prediction("events/meantime")["events"][0].clone();
    assert_eq!((&factual["polarity"], &factual["time"]), (&json!("NEG"), &json!("FUTURE")));
}

#[test]
fn no_answer_of_gold_reaches_a_predictor() {
    let meantime = PREDICTORS.iter().find(|p| p.corpus == "events/meantime").unwrap();
    let given = given_part(&record(), meantime.given);
    assert_eq!(given["events"], json!([{"start": 21, "end": 26}]));
    assert!(given.get("id").is_none() && given.get("actor").is_none());
}

#[test]
fn dates_of_records_become_days_of_publication() {
    for (key, value) in
        [("dct", "2009-12-19T17:00:00"), ("date", "2009-12-19 13:00:49.3-05"), ("published", "2009-12-19")]
    {
        let document = document_of(&json!({"text": "x", key: value}));
        assert_eq!(document.published().unwrap().date.to_string(), "2009-12-19");
    }
    assert!(document_of(&json!({"text": "x", "dct": "soon"})).published().is_none());
}

#[test]
fn raw_text_becomes_words_in_surface_tokens() {
    let rows = trees::from_raw_text(&Fixed, TEXT);
    let lines: Vec<&str> = rows.lines().collect();
    assert_eq!(lines[1], "2-3\tOmbria’s\t_\t_\t_\t_\t_\t_\t_\t_");
    assert_eq!(lines[5], "5-6\twon't\t_\t_\t_\t_\t_\t_\t_\t_");
    assert_eq!(lines[7], "6\tn't\tnot\tX\t_\t_\t7\tdep\t_\t_");
    assert!(rows.ends_with("\n\n"));
}

#[test]
fn order_is_kept_in_parallel() {
    let numbers: Vec<usize> = (0..1000).collect();
    assert_eq!(in_parallel(&numbers, |n| n * 2), numbers.iter().map(|n| n * 2).collect::<Vec<_>>());
}

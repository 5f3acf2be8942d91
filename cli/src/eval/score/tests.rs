//! The worked examples of METRICS.md, in sentences of our own: each figure by hand.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{conllu, raw, treebank};
use crate::eval::measure::Report;
use crate::eval::tasks::{Outcome, outcome_of};

/// The span of the `nth` occurrence of some words, with further keys.
fn quote(text: &str, words: &str, nth: usize, more: Value) -> Value {
    let (byte, _) = text.match_indices(words).nth(nth).unwrap_or_else(|| panic!("no {words:?} in {text:?}"));
    let start = text[..byte].chars().count();
    let mut value = json!({"start": start, "end": start + words.chars().count(), "text": words});
    if let (Some(map), Value::Object(more)) = (value.as_object_mut(), more) {
        map.extend(more);
    }
    value
}

fn scored(name: &str, gold: &[Value], given: &[Value]) -> Report {
    match outcome_of(name, gold, given) {
        Ok(Outcome::Scored(report)) => report,
        other => panic!("{name}: {other:?}"),
    }
}

#[track_caller]
fn figures(report: &Report, want: &[(&str, Option<f64>)]) {
    for (name, value) in want {
        let got = report.metrics.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no {name}")).1;
        let same = match (got, value) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a == *b,
        };
        assert!(same, "{name}: {got:?}, not {value:?}");
    }
}

#[test]
fn entities_need_the_exact_span_and_type() {
    let t = "Marta Oliveira met Jan Novak of Zenix in Porto .";
    let record = |rows: &[(&str, &str)]| {
        let entities: Vec<Value> =
            rows.iter().map(|(w, kind)| quote(t, w, 0, json!({"type": kind}))).collect();
        json!({"sent_id": "s1", "text": t, "entities": entities})
    };
    let gold = record(&[("Marta Oliveira", "PER"), ("Jan Novak", "PER"), ("Zenix", "ORG"), ("Porto", "LOC")]);
    let given = record(&[
        ("Marta Oliveira", "person"),
        ("Jan", "person"),
        ("Zenix", "organisation"),
        ("Porto", "organisation"),
        ("met", "other"),
    ]);
    let report = scored("entities/uner_ewt.dev", &[gold], &[given]);
    let half = Some(0.5);
    figures(&report, &[("f1", half), ("precision", half), ("recall", half), ("f1.PER", half)]);
    figures(&report, &[("f1.ORG", Some(2.0 / 3.0)), ("f1.LOC", Some(0.0))]);
}

#[test]
fn entities_that_re3d_doubts_do_not_count() {
    let t = "Ombria told Ombrians that Veltish guards left .";
    let row = |words: &str, kind: &str, confidence: f64| {
        quote(t, words, 0, json!({"type": kind, "confidence": confidence}))
    };
    let record = |entities: Vec<Value>| json!({"doc_id": "d", "text": t, "entities": entities});
    let gold = record(vec![
        row("Ombria", "Organisation", 1.0),
        row("Ombria", "Location", 0.0),
        row("Ombrians", "Organisation", 0.9),
        row("Veltish", "Nationality", 0.5),
        row("Veltish guards", "Organisation", 0.4),
    ]);
    let plain = |words: &str, kind: &str| quote(t, words, 0, json!({"type": kind}));
    let given =
        record(vec![plain("Ombria", "state"), plain("Ombrians", "people"), plain("guards", "weapon")]);
    let report = scored("entities/re3d.dev", &[gold], &[given]);
    figures(&report, &[("f1", Some(0.8)), ("precision", Some(1.0)), ("recall", Some(2.0 / 3.0))]);
    figures(&report, &[("f1.Organisation", Some(1.0)), ("f1.Nationality", Some(0.0)), ("f1.Person", None)]);
}

#[test]
fn gum_is_scored_on_names_and_chains() {
    let t = "President Marta Oliveira reached Porto . She liked the town . The tour opened ; it closed .";
    let mention = |words: &str, head: &str, kind: &str, chain: &str| {
        quote(t, words, 0, json!({"type": kind, "chain": chain, "head": [quote(t, head, 0, json!({}))]}))
    };
    let shared = [
        mention("She", "She", "person", "1"),
        mention("the town", "town", "place", "2"),
        mention("Porto", "Porto", "place", "2"),
    ];
    let record = |first: Value, rest: Vec<Value>| {
        let all: Vec<Value> = [first].into_iter().chain(shared.clone()).chain(rest).collect();
        json!({"doc_id": "d", "text": t, "mentions": all})
    };
    let tour = [("The tour", "tour"), ("it", "it")].map(|(w, head)| mention(w, head, "event", "3"));
    let gold = record(mention("President Marta Oliveira", "Oliveira", "person", "1"), tour.into());
    let given = record(mention("Marta Oliveira", "Oliveira", "person", "1"), vec![]);
    let report = scored("entities/gum.dev", &[gold], std::slice::from_ref(&given));
    figures(&report, &[("f1", Some(0.5)), ("f1.person", Some(0.0)), ("f1.place", Some(1.0))]);
    figures(&report, &[("f1.organization", None), ("named_coref.muc_f1", Some(0.5))]);
    figures(&report, &[("named_coref.b3_f1", Some(5.0 / 8.0)), ("named_coref.ceafe_f1", Some(0.75))]);
    figures(&report, &[("named_coref.conll_f1", Some(5.0 / 8.0)), ("coref.muc_f1", Some(0.4))]);
    figures(
        &report,
        &[("coref.b3_f1", Some(0.5)), ("coref.ceafe_f1", Some(0.6)), ("coref.conll_f1", Some(0.5))],
    );
    let mut twice = given.clone();
    twice["mentions"] = json!([shared[0], shared[0]]);
    let error = outcome_of("entities/gum.dev", &[given], &[twice]).unwrap_err();
    assert!(error.reason.contains("is predicted twice"), "{error}");
}

#[test]
fn attributions_match_by_content_and_source() {
    let t = "Lind said prices will rise . Rivals said no .";
    let spans = |words: &str, nth: usize| match words {
        "" => json!([]),
        words => json!([quote(t, words, nth, json!({}))]),
    };
    let row = |source: &str, cue: (&str, usize), content: &str| json!({"source": spans(source, 0), "cue": spans(cue.0, cue.1), "content": spans(content, 0)});
    let record = |rows: Vec<Value>| json!({"doc_id": "d", "text": t, "attributions": rows});
    let gold = record(vec![row("Lind", ("said", 0), "prices will rise"), row("Rivals", ("said", 1), "no")]);
    let given = record(vec![
        row("Lind", ("said", 0), "prices will"),
        row("Rivals said", ("", 0), "no ."),
        row("", ("", 0), "Lind"),
    ]);
    let report = scored("attribution/polnear.dev", &[gold], &[given]);
    figures(&report, &[("source_token_f1", Some(0.8)), ("cue_token_f1", Some(2.0 / 3.0))]);
    figures(&report, &[("content_token_f1", Some(2.0 / 3.0)), ("token_f1", Some(12.0 / 17.0))]);
    figures(&report, &[("attribution_f1", Some(0.8)), ("attribution_precision", Some(2.0 / 3.0))]);
    figures(&report, &[("attribution_recall", Some(1.0)), ("exact_source_accuracy", Some(0.5))]);
}

#[test]
fn roles_are_exact_spans_and_quads_are_classes() {
    let t = "Mali hits Niue; Peru met Cuba";
    let record = |id: &str, quad: Option<i64>, sides: [&[&str]; 3]| {
        let [sources, targets, reciprocal] =
            sides.map(|words| words.iter().map(|w| quote(t, w, 0, json!({}))).collect::<Vec<_>>());
        json!({"id": id, "text": t, "quad": quad, "sources": sources, "targets": targets, "reciprocal": reciprocal})
    };
    let gold = [
        record("1", Some(4), [&["Mali"], &["Niue"], &[]]),
        record("2", Some(1), [&[], &[], &["Peru", "Cuba"]]),
        record("3", None, [&[], &[], &[]]),
    ];
    let given = [
        record("1", Some(4), [&["Mali"], &["hits Niue"], &[]]),
        record("2", Some(2), [&["Cuba"], &[], &["Peru"]]),
        record("3", Some(0), [&[], &[], &[]]),
    ];
    let report = scored("events/cameo.train", &gold, &given);
    figures(
        &report,
        &[("span_f1", Some(0.5)), ("source_target_f1", Some(0.4)), ("f1.source", Some(2.0 / 3.0))],
    );
    figures(&report, &[("f1.target", Some(0.0)), ("f1.reciprocal", Some(2.0 / 3.0))]);
    figures(&report, &[("quad_accuracy", Some(0.5)), ("quad_macro_f1", Some(0.5))]);
    figures(&scored("events/cameo_class_only.x", &gold, &given), &[("quad_accuracy", Some(0.5))]);
}

/// Records with one label each.
fn labelled(key: &str, names: &[&str]) -> Vec<Value> {
    let record = |(i, name): (usize, &&str)| {
        let id = i.to_string();
        Value::Object(Map::from_iter(
            [("id", json!(id)), ("text", json!("x")), (key, json!(name))].map(|(k, v)| (k.to_owned(), v)),
        ))
    };
    names.iter().enumerate().map(record).collect()
}

#[test]
fn labels_of_other_schemes_are_read_as_plover() {
    let report = scored(
        "events/plv.dev",
        &labelled("type", &["YIELD", "ACCUSE", "AID"]),
        &labelled("type", &["RETREAT", "ACCUSE", "SUPPORT"]),
    );
    figures(&report, &[("accuracy", Some(2.0 / 3.0)), ("macro_f1", Some(2.0 / 3.0))]);
    let gold = labelled("label", &["ARREST", "AIR_STRIKE", "ATTRIB", "DIPLO", "OTHER"]);
    let mut given = labelled("label", &["COERCE", "ASSAULT", "REJECT", "AGREE", "AID"]);
    let report = scored("events/case2021_task2", &gold, &given);
    figures(&report, &[("mode_accuracy", None)]);
    given[0]["mode"] = json!("arrest");
    given[1]["mode"] = json!("drone");
    let report = scored("events/case2021_task2", &gold, &given);
    figures(&report, &[("accuracy", Some(0.75)), ("macro_f1", Some(0.75)), ("mode_accuracy", Some(0.5))]);
}

#[test]
fn one_event_of_the_sample_is_compared() {
    let names = |names: &str| -> Vec<Value> {
        names.split(';').filter(|n| !n.is_empty()).map(|n| json!({"text": n})).collect()
    };
    let event = |name: &str, source: &str, target: &str| json!({"event": name, "source": names(source), "target": names(target)});
    let own = |id: &str, mode: Option<&str>, event: Value| {
        let mut record = event;
        record["id"] = json!(id);
        record["text"] = json!("x");
        record["mode"] = json!(mode);
        record
    };
    let gold = [
        own("1", None, event("DEMAND", "Mali", "Niue")),
        own("2", Some("destroy"), event("COERCE", "Ombrian army", "")),
    ];
    let given = [
        json!({"id": "1", "text": "x", "events": [event("ACCUSE", "Mali", "Niue"), event("REQUEST", "Mali", "UN")]}),
        json!({"id": "2", "text": "x", "events": []}),
    ];
    let report = scored("events/plover_gsr", &gold, &given);
    figures(&report, &[("type_hit_accuracy", Some(0.5)), ("events_per_sentence", Some(1.0))]);
    figures(&report, &[("actor_word_f1", Some(0.5)), ("recipient_word_f1", Some(0.0))]);
    figures(
        &scored("events/plover_gsr", &gold, &gold),
        &[("type_hit_accuracy", Some(1.0)), ("actor_word_f1", Some(1.0))],
    );
}

#[test]
fn factuality_counts_full_sentences_only() {
    let t = "She did not sign . He will sail , we hear . It may snow .";
    let record = |sign: &str, hear: &str, snow: &str| {
        let event = |words: &str, polarity: &str, time: &str, certainty: &str| {
            quote(t, words, 0, json!({"polarity": polarity, "time": time, "certainty": certainty}))
        };
        let events = [
            event("sign", sign, "NON_FUTURE", "CERTAIN"),
            event("sail", "POS", "FUTURE", "CERTAIN"),
            event("hear", "POS", hear, "CERTAIN"),
            event("snow", snow, "NON_FUTURE", "POSSIBLE"),
        ];
        let sents = [(0, 18, true), (19, 43, true), (44, 57, false)]
            .map(|(s, e, f)| json!({"start": s, "end": e, "full": f}));
        json!({"doc_id": "d", "text": t, "sents": sents, "events": events})
    };
    let gold = record("NEG", "NON_FUTURE", "POS");
    let report = scored("events/meantime", std::slice::from_ref(&gold), &[record("NEG", "FUTURE", "NEG")]);
    figures(&report, &[("negated_f1", Some(1.0)), ("negated_precision", Some(1.0)), ("uncertain_f1", None)]);
    figures(
        &report,
        &[("future_f1", Some(2.0 / 3.0)), ("future_precision", Some(0.5)), ("future_recall", Some(1.0))],
    );
    let mut other = gold.clone();
    other["events"][0]["start"] = json!(13);
    other["events"][0]["text"] = json!("ign");
    let error = outcome_of("events/meantime", &[gold], &[other]).unwrap_err();
    assert!(error.reason.contains("events other than gold's"), "{error}");
}

const DISPATCH: &str =
    "On Friday Lind accused Ombria . She said guards shelled Porto . Talks paused . Ombria must stop fire .";

fn event(trigger: &str, kind: &str, actors: &[&str], recipients: &[&str], more: Value) -> Value {
    let mut value = json!({
        "trigger": quote(DISPATCH, trigger, 0, json!({})), "type": kind, "actors": actors, "recipients": recipients,
        "place": null, "date": {"span": null, "value": null}, "polarity": "affirmed", "reality": "actual",
        "recency": "current", "attributed_to": null,
    });
    if let (Some(map), Value::Object(more)) = (value.as_object_mut(), more) {
        map.extend(more);
    }
    value
}

fn transitions(moves: &[(&str, &str)]) -> Value {
    let rows: Vec<Value> = moves
        .iter()
        .map(|(state, words)| json!({"state": state, "evidence": quote(DISPATCH, words, 0, json!({}))}))
        .collect();
    json!([{"kind": "negotiation", "transitions": rows}])
}

fn gold_dispatch() -> Value {
    let q = |words: &str, nth: usize| quote(DISPATCH, words, nth, json!({}));
    let date = json!({"date": {"span": q("Friday", 0), "value": "2016-02-05"}});
    json!({
        "doc_id": "d", "text": DISPATCH,
        "entities": [
            {"id": "x1", "mentions": [q("Lind", 0), q("She", 0)]},
            {"id": "x2", "mentions": [q("Ombria", 0), q("Ombria", 1)]},
            {"id": "x3", "mentions": [q("guards", 0)]},
            {"id": "x4", "mentions": [q("Porto", 0)]},
        ],
        "statements": [{"id": "s1", "speaker": "x1", "content": [q("guards shelled Porto", 0)]}],
        "events": [
            event("accused", "ACCUSE", &["x1"], &["x2"], date),
            event("shelled", "ASSAULT", &["x3"], &[], json!({"place": "x4", "attributed_to": "s1"})),
        ],
        "processes": transitions(&[("paused", "Talks paused")]),
        "commitments": [{"kind": "demand", "content": q("stop fire", 0)}],
    })
}

fn given_dispatch() -> Value {
    let q = |words: &str, nth: usize| quote(DISPATCH, words, nth, json!({}));
    let shelled = json!({"place": "y3", "attributed_to": "t1", "reality": "hypothetical", "score": 0.7});
    json!({
        "doc_id": "d", "text": DISPATCH,
        "entities": [
            {"id": "y1", "mentions": [q("Lind", 0)]},
            {"id": "y2", "mentions": [q("Ombria", 1)]},
            {"id": "y3", "mentions": [q("Porto", 0)]},
            {"id": "y4", "mentions": [q("guards", 0)]},
        ],
        "statements": [{"id": "t1", "speaker": null, "content": [q("shelled Porto", 0)]}],
        "events": [
            event("accused", "ACCUSE", &["y1", "y4"], &["y2"], json!({"score": 0.9})),
            event("shelled Porto", "ASSAULT", &["y4"], &[], shelled),
            event("paused", "REJECT", &[], &[], json!({"score": 0.85})),
        ],
        "processes": transitions(&[("paused", "paused"), ("ended", "Talks")]),
        "commitments": [{"kind": "promise", "content": q("stop fire", 0)}],
    })
}

#[test]
fn the_bank_compares_events_and_all_their_fields() {
    let report = scored("bank/dispatches", &[gold_dispatch()], &[given_dispatch()]);
    let (all, half, none) = (Some(1.0), Some(0.5), Some(0.0));
    figures(&report, &[("event_f1", Some(0.8)), ("event_precision", Some(2.0 / 3.0)), ("event_recall", all)]);
    figures(&report, &[("event_untyped_f1", Some(0.8)), ("actors_correct", half), ("actor_f1", Some(0.8))]);
    figures(&report, &[("recipients_correct", all), ("recipient_f1", all), ("polarity_accuracy", all)]);
    figures(&report, &[("reality_accuracy", half), ("recency_accuracy", all), ("attribution_accuracy", all)]);
    figures(&report, &[("place_accuracy", all), ("date_accuracy", none), ("statement_f1", all)]);
    figures(
        &report,
        &[("speaker_accuracy", none), ("transition_f1", Some(2.0 / 3.0)), ("commitment_f1", none)],
    );
    figures(&report, &[("calibration_error", Some(1.25 / 3.0)), ("precision_at_0.8", half)]);
}

#[test]
fn the_bank_refuses_strangers_and_odd_scores() {
    for (at, value, said) in [
        ("/events/0/actors", json!(["y9"]), "unknown entity"),
        ("/events/1/attributed_to", json!("t9"), "unknown statement"),
        ("/events/2/score", json!(1.5), "not a number from 0 to 1"),
        ("/events/2/score", Value::Null, "not a number from 0 to 1"),
        ("/statements/0/speaker", json!("y9"), "unknown entity"),
    ] {
        let mut given = given_dispatch();
        *given.pointer_mut(at).unwrap() = value;
        let error = outcome_of("bank/dispatches", &[gold_dispatch()], &[given]).unwrap_err();
        assert!(error.reason.contains(said), "{at}: {error}");
    }
}

#[test]
fn times_match_by_overlap_and_are_compared_by_value() {
    let t = "She came on 9 June and stayed last month for two weeks .";
    let record = |rows: &[(&str, &str, &str)]| {
        let row =
            |(w, kind, value): &(&str, &str, &str)| quote(t, w, 0, json!({"type": kind, "value": value}));
        json!({"doc_id": "d", "text": t, "timexes": rows.iter().map(row).collect::<Vec<_>>()})
    };
    let gold = record(&[
        ("9 June", "DATE", "2016-06-09"),
        ("last month", "DATE", "2016-05"),
        ("two weeks", "DURATION", "P2W"),
    ]);
    let given = record(&[
        ("on 9 June", "DATE", "2016-06-09"),
        ("last month", "DATE", "2016-04"),
        ("She", "DATE", "PRESENT_REF"),
    ]);
    let report = scored("time/any", &[gold], &[given]);
    figures(
        &report,
        &[("relaxed_f1", Some(2.0 / 3.0)), ("strict_f1", Some(1.0 / 3.0)), ("value_accuracy", Some(0.5))],
    );
    figures(
        &report,
        &[("value_f1", Some(1.0 / 3.0)), ("type_accuracy", Some(1.0)), ("type_f1", Some(2.0 / 3.0))],
    );
}

#[test]
fn places_are_measured_in_kilometres() {
    let t = "Porto and Cadiz and Veltish Springvale .";
    let row = |words: &str, lon: Option<f64>, evaluated: bool| {
        quote(t, words, 0, json!({"lat": lon.map(|_| 0.0), "lon": lon, "evaluated": evaluated}))
    };
    let record = |rows: Vec<Value>| json!({"doc_id": "d", "text": t, "toponyms": rows});
    let gold = record(vec![
        row("Porto", Some(0.0), true),
        row("Cadiz", Some(10.0), true),
        row("Springvale", None, true),
        row("Veltish", None, false),
    ]);
    let at = |words: &str, lon: f64| quote(t, words, 0, json!({"lat": 0.0, "lon": lon}));
    let given =
        record(vec![at("Porto", 1.0), at("and Cadiz", 12.0), at("Springvale", 5.0), at("Veltish", 2.0)]);
    let report = scored("geo/any", std::slice::from_ref(&gold), &[given]);
    let degree = 6371.0088 * std::f64::consts::PI / 180.0;
    figures(
        &report,
        &[("exact_f1", Some(2.0 / 3.0)), ("overlap_f1", Some(1.0)), ("accuracy_161km", Some(0.5))],
    );
    figures(
        &report,
        &[
            ("end_to_end_f1_161", Some(0.5)),
            ("median_error_km", Some(1.5 * degree)),
            ("mean_error_km", Some(1.5 * degree)),
        ],
    );
    let silent = record(vec![quote(t, "Porto", 0, json!({"lat": null, "lon": null}))]);
    figures(&scored("geo/any", &[gold], &[silent]), &[("mean_error_km", Some(180.0 * degree))]);
}

#[test]
fn pages_are_compared_by_runs_of_four_words() {
    let page = |id: &str, text: &str| json!({"doc_id": id, "text": text});
    let gold = [page("1", "a b c d e"), page("2", "x y")];
    let report = scored("extraction/aeb", &gold, &[page("1", "a b, c d f"), page("2", "")]);
    figures(
        &report,
        &[("precision", Some(0.5)), ("recall", Some(0.25)), ("f1", Some(1.0 / 3.0)), ("accuracy", Some(0.0))],
    );
    let gold = [json!({"doc_id": "1", "with": ["one line", "next line"], "without": ["log in"]})];
    let report = scored("extraction/trafilatura", &gold, &[page("1", "the one\n line and log in")]);
    figures(&report, &[("segment_f1", Some(0.5)), ("segment_precision", Some(0.5))]);
    figures(&report, &[("segment_recall", Some(0.5)), ("segment_accuracy", Some(1.0 / 3.0))]);
    assert_eq!(outcome_of("extraction/trafilatura", &gold, &gold), Ok(Outcome::NotYet));
}

#[test]
fn chains_hold_within_a_topic() {
    let t = "was accused accuses flood fled";
    let document = |id: &str, rows: [(&str, Option<&str>); 2]| {
        let row = |(w, chain): (&str, Option<&str>), kind: &str, sent: i64| {
            quote(t, w, 0, json!({"m_id": w, "type": kind, "chain": chain, "sent": sent}))
        };
        let mut mentions: Vec<Value> = rows.map(|m| row(m, "ACTION_OCCURRENCE", 0)).into();
        mentions.push(row(("was", Some("c1")), "ACTION_STATE", 1));
        let sentences = json!([{"n": 0, "validated": true}, {"n": 1, "validated": false}]);
        json!({"doc_id": id, "topic": 1, "text": t, "sentences": sentences, "mentions": mentions})
    };
    let gold = [
        document("1", [("was accused", Some("c1")), ("accuses", Some("c1"))]),
        document("2", [("flood", None), ("fled", Some("c2"))]),
    ];
    let given = [
        document("1", [("was accused", Some("p")), ("accuses", None)]),
        document("2", [("flood", Some("p")), ("fled", Some("q"))]),
    ];
    let report = scored("coref/ecbplus.dev", &gold, &given);
    figures(
        &report,
        &[("chains.muc_f1", Some(0.0)), ("chains.b3_f1", Some(0.75)), ("chains.ceafe_f1", Some(7.0 / 9.0))],
    );
    figures(&report, &[("chains.conll_f1", Some(55.0 / 108.0)), ("same_head.conll_f1", Some(1.0))]);
}

/// CoNLL-U from sentences of `id form lemma upos head relation` words; a range has only id and form.
fn trees(sentences: &[&str]) -> String {
    let mut out = String::new();
    for (i, sentence) in sentences.iter().enumerate() {
        out += &format!("# sent_id = {}\n", i + 1);
        for word in sentence.split(';') {
            let cells: Vec<&str> = word.split_whitespace().chain(["_"; 4]).take(6).collect();
            let [id, form, lemma, upos, head, relation] = cells[..] else { panic!("{word}") };
            out += &format!("{id}\t{form}\t{lemma}\t{upos}\t_\t_\t{head}\t{relation}\t_\t_\n");
        }
        out.push('\n');
    }
    out
}

const GOLD_TREES: [&str; 2] = [
    "1 They they PRON 4 nsubj; 2-3 won't; 2 wo will AUX 4 aux; 3 n't not PART 4 advmod; 4 stay stay VERB 0 root; \
     5 . . PUNCT 4 punct",
    "1 Run run VERB 0 root; 2 ! ! PUNCT 1 punct",
];

#[test]
fn given_words_are_tagged_and_hung() {
    let path = Path::new("x");
    let (gold, given) = (
        trees(&GOLD_TREES),
        trees(&[
            "1 They they PRON 2 nsubj; 2 wo will AUX 4 aux:pass; 3 n't n't PART 4 advmod; 4 stay stay NOUN 0 root; \
             5 . . PUNCT 4 punct",
            GOLD_TREES[1],
        ]),
    );
    let (gold, given) = (conllu::read(path, &gold).unwrap(), conllu::read(path, &given).unwrap());
    let report = treebank::score(&gold, &given, path).unwrap();
    let six = Some(6.0 / 7.0);
    figures(&report, &[("upos", six), ("lemma", six), ("uas", six), ("las", six)]);
    figures(&report, &[("las_full", Some(5.0 / 7.0)), ("clas", Some(0.75))]);
    let said = treebank::score(&gold, &given[..1], path).unwrap_err().reason;
    assert_eq!(said, "sentence '2' is missing");
}

#[test]
fn raw_text_is_aligned_by_characters() {
    let path = Path::new("x");
    let given = [
        "1 They they PRON 3 nsubj; 2 won't will AUX 3 aux; 3 stay. stay VERB 0 root",
        "1 Run run VERB 0 root",
        "1 ! ! PUNCT 0 root",
    ];
    let (gold, given) = (trees(&GOLD_TREES), trees(&given));
    let (gold, mut given) = (conllu::read(path, &gold).unwrap(), conllu::read(path, &given).unwrap());
    let report = raw::score(&gold, &given, path).unwrap();
    figures(
        &report,
        &[("tokens_f1", Some(8.0 / 11.0)), ("words_f1", Some(0.5)), ("sentences_f1", Some(0.4))],
    );
    figures(&report, &[("uas_raw", Some(1.0 / 6.0)), ("las_raw", Some(1.0 / 6.0))]);
    given[2].letters = "?".to_owned();
    let error = raw::score(&gold, &given, path).unwrap_err();
    assert!(error.reason.contains("'?' where '!' is due"), "{error}");
    let error = raw::score(&gold, &given[..2], path).unwrap_err();
    assert!(error.reason.contains("ends before '!'"), "{error}");
}

#[test]
fn a_record_that_breaks_the_contract_is_named_with_its_line() {
    let t = "in June";
    let row = || quote(t, "June", 0, json!({"type": "DATE", "value": "6"}));
    let record = |id: &str| json!({"doc_id": id, "text": t, "timexes": [row()]});
    let gold = [record("a"), record("b")];
    let with = |key: &str, value: Value| {
        let mut second = record("b");
        second[key] = value;
        second
    };
    let (mut late, mut valueless) = (row(), row());
    late["end"] = json!(8);
    valueless.as_object_mut().unwrap().remove("value");
    for (second, said) in [
        (with("text", json!("in Juli")), "the text of \"b\" is not gold's"),
        (json!({"doc_id": "b", "text": t}), "the key 'timexes' is absent"),
        (with("timexes", json!([valueless])), "the key 'value' is absent"),
        (with("timexes", json!([late])), "3-8 is empty or outside"),
        (with("timexes", json!([with("value", json!(3))])), "is absent"),
        (
            with("timexes", json!([{"start": 3, "end": 7, "type": 1, "value": "6"}])),
            "not the shape of gold's",
        ),
    ] {
        let error = outcome_of("time/any", &gold, &[record("a"), second]).unwrap_err();
        assert!(error.reason.contains(said) && [1, 2].contains(&error.line), "{said}: {error}");
    }
    assert_eq!(outcome_of("events/muc4.dev", &gold, &gold), Ok(Outcome::NotScored));
    assert_eq!(outcome_of("geo/other", &gold, &gold), Ok(Outcome::NotScored));
}

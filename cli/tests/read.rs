//! `dateline read`, driven as a person or a program drives it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::io::Write;

use std::process::Stdio;

use serde_json::Value;

use common::{Folder, command, dateline, json_lines, stderr, stdout};

const REPORT: &str = "Norland accuses Suria of shelling its harbour\n\n\
    Updated Mar 2, 2021\n\n\
    Norland’s foreign minister, Élise Varga, accused the Surian army on Tuesday of shelling \
    the harbour of Port Azur, killing four fishermen.\n\n\
    “We demand that they stop at once,” Varga told reporters in Vell. She said talks between \
    the two governments, which began in February, had been suspended.\n\n\
    Suria’s president denied that his forces had attacked Norland.\n";

impl Folder {
    /// Several reports that differ.
    fn with_reports(mut self, n: usize) -> Folder {
        for i in 0..n {
            let more = "The port was closed for days. ".repeat(i % 5);
            self = self.with(&format!("{i:02}.txt"), format!("{REPORT}\nReport {i}. {more}\n"));
        }
        self
    }
}

#[test]
fn a_person_gets_a_page() {
    let folder = Folder::new("page").with("a.txt", REPORT);
    let output = dateline(&folder, &["read", "a.txt", "--published", "2021-03-02"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = stdout(&output);
    assert!(page.contains("2021-03-02 (as given)") && page.contains("a.txt"), "{page}");
    assert!(stderr(&output).is_empty(), "{}", stderr(&output));
}

#[test]
fn wrong_command_lines_are_status_2() {
    let folder = Folder::new("usage").with("a.txt", REPORT).with("b.txt", REPORT);
    for wrong in [
        vec!["read"],
        vec!["read", "a.txt", "--format", "xml"],
        vec!["read", "a.txt", "--published", "yesterday"],
        vec!["read", "a.txt", "--threads", "0"],
        vec!["read", "a.txt", "b.txt", "--url", "https://example.org/a"],
        vec!["read", "-", "-"],
        vec!["reed", "a.txt"],
    ] {
        let output = dateline(&folder, &wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(stdout(&output).is_empty() && !stderr(&output).is_empty(), "{wrong:?}");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let folder = Folder::new("trouble")
        .with("empty.txt", "")
        .with("blank.txt", " \n\n\t")
        .with("binary.txt", [0x7f, b'E', b'L', b'F', 0, 1, 2, 0, 0, 0xff, 0xfe, 0])
        .with("good.txt", REPORT)
        .with("last.txt", REPORT.replace("Tuesday", "Wednesday"));
    let names = ["empty.txt", "missing.txt", "good.txt", "blank.txt", "binary.txt", "last.txt"];
    let arguments: Vec<&str> = ["read", "--format", "json"].into_iter().chain(names).collect();
    let output = dateline(&folder, &arguments);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json_lines(&output).len(), 2);
    let errors: Vec<&str> = stderr(&output).lines().collect();
    let named = ["empty.txt", "missing.txt", "blank.txt", "binary.txt"];
    assert_eq!(errors.len(), named.len(), "{errors:?}");
    for (line, name) in errors.iter().zip(named) {
        // the name, the reason and the cure
        assert!(line.starts_with(&format!("error: {name}: ")), "{line}");
        assert!(line.matches(": ").count() >= 3, "{line}");
    }
}

#[test]
fn every_kind_of_file_fails_alone_with_status_1() {
    let folder = Folder::new("alone").with("empty.txt", "").with("deep/only.pdf", "words");
    for name in ["empty.txt", "missing.txt", "deep"] {
        let output = dateline(&folder, &["read", name]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(stdout(&output).is_empty() && stderr(&output).contains(name), "{name}");
    }
}

#[test]
fn json_has_the_keys_of_its_schema() {
    let folder = Folder::new("keys").with("a.txt", REPORT);
    let output = dateline(&folder, &["read", "a.txt", "--format", "json"]);
    let value = &json_lines(&output)[0];
    let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "schema",
        "id",
        "unit",
        "url",
        "publisher",
        "title",
        "standfirst",
        "byline",
        "published",
        "language",
        "blocks",
        "sentences",
        "source_digest",
        "engine",
        "codebook",
        "model",
        "diagnostics",
        "text",
        "entities",
        "statements",
        "events",
        "processes",
        "commitments",
    ];
    assert_eq!(keys, expected);
    assert_eq!(value["schema"], 1);
    assert_eq!(value["unit"], "utf8-bytes");
    assert!(!value["blocks"].as_array().unwrap().is_empty());
}

/// Calls `look` on every object in a value.
fn each_object(value: &Value, look: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| each_object(v, look)),
        Value::Object(map) => {
            look(map);
            map.values().for_each(|v| each_object(v, look));
        }
        _ => {}
    }
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn every_span_slices_the_text() {
    let folder = Folder::new("spans").with("a.txt", REPORT);
    let output = dateline(&folder, &["read", "a.txt", "--format", "json"]);
    let value = &json_lines(&output)[0];
    let text = value["text"].as_str().unwrap();
    let characters: Vec<char> = text.chars().collect();
    assert_ne!(characters.len(), text.len());
    let mut spans = 0;
    each_object(value, &mut |map| {
        let (Some(start), Some(end)) = (map.get("start"), map.get("end")) else { return };
        let words = map["text"].as_str().unwrap();
        assert_eq!(&text[number(start)..number(end)], words);
        let (from, to) = (number(&map["chars"][0]), number(&map["chars"][1]));
        assert_eq!(characters[from..to].iter().collect::<String>(), words);
        spans += 1;
    });
    assert!(spans > 0);
    for sentence in value["sentences"].as_array().unwrap() {
        assert!(text.get(number(&sentence[0])..number(&sentence[1])).is_some());
    }
}

#[test]
fn ids_are_distinct_and_references_lead_somewhere() {
    let folder = Folder::new("ids").with("a.txt", REPORT);
    let output = dateline(&folder, &["read", "a.txt", "--format", "jsonl"]);
    let lines = json_lines(&output);
    assert_eq!(lines[0]["record"], "document");
    let ids: Vec<&str> = lines.iter().map(|l| l["id"].as_str().unwrap()).collect();
    let mut distinct = ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), ids.len());
    for line in &lines {
        assert_eq!(line["schema"], 1);
        assert_eq!(line["document"], lines[0]["id"]);
        each_object(line, &mut |map| {
            for key in ["entity", "attributed_to", "parent", "cause"] {
                if let Some(Value::String(id)) = map.get(key) {
                    assert!(ids.contains(&id.as_str()), "{key} {id}");
                }
            }
        });
    }
}

#[test]
fn jsonl_holds_the_records_of_json() {
    let folder = Folder::new("both").with("a.txt", REPORT);
    let json = &json_lines(&dateline(&folder, &["read", "a.txt", "--format", "json"]))[0];
    let lines = json_lines(&dateline(&folder, &["read", "a.txt", "--format", "jsonl"]));
    for (kind, list) in [
        ("entity", "entities"),
        ("statement", "statements"),
        ("event", "events"),
        ("process", "processes"),
        ("commitment", "commitments"),
    ] {
        let of_kind = lines.iter().filter(|l| l["record"] == kind).map(|l| &l["id"]);
        let in_json = json[list].as_array().unwrap().iter().map(|r| &r["id"]);
        assert!(of_kind.eq(in_json), "{kind}");
    }
}

#[test]
fn statements_alone() {
    let folder = Folder::new("statements").with("a.txt", REPORT);
    let whole = &json_lines(&dateline(&folder, &["read", "a.txt", "--format", "json"]))[0];
    let alone = &json_lines(&dateline(&folder, &["read", "a.txt", "--format", "json", "--statements"]))[0];
    assert!(!whole["events"].as_array().unwrap().is_empty());
    assert!(alone["events"].as_array().unwrap().is_empty());
    assert_eq!(alone["statements"], whole["statements"]);
    let lines = json_lines(&dateline(&folder, &["read", "a.txt", "--format", "jsonl", "--statements"]));
    let kinds: Vec<&Value> = lines.iter().map(|l| &l["record"]).collect();
    assert_eq!(kinds[0], "document");
    assert!(kinds.len() > 1 && kinds[1..].iter().all(|k| *k == "statement"), "{kinds:?}");
    let output = dateline(&folder, &["read", "a.txt", "--statements"]);
    let page = stdout(&output);
    assert!(page.contains("STATEMENTS") && !page.contains("EVENTS"), "{page}");
}

#[test]
fn annotations_find_their_words_again() {
    let folder = Folder::new("annotations").with("a.txt", REPORT);
    let json = &json_lines(&dateline(&folder, &["read", "a.txt", "--format", "json"]))[0];
    let text: Vec<char> = json["text"].as_str().unwrap().chars().collect();
    let lines = json_lines(&dateline(&folder, &["read", "a.txt", "--format", "annotations"]));
    let kinds = ["statements", "events", "processes", "commitments"];
    let records: usize = kinds.iter().map(|kind| json[kind].as_array().unwrap().len()).sum();
    assert_eq!(lines.len(), records);
    for line in &lines {
        assert_eq!(line["@context"], "http://www.w3.org/ns/anno.jsonld");
        assert_eq!(line["type"], "Annotation");
        for target in line["target"].as_array().unwrap() {
            let (position, quote) = (&target["selector"][0], &target["selector"][1]);
            let place = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
            let words: String = text[place("start")..place("end")].iter().collect();
            assert_eq!(quote["exact"], words);
            let around =
                format!("{}{words}{}", quote["prefix"].as_str().unwrap(), quote["suffix"].as_str().unwrap());
            assert!(text.iter().collect::<String>().contains(&around));
        }
    }
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let folder = Folder::new("threads").with_reports(9).with("03b.txt", "");
    for format in ["report", "json", "jsonl"] {
        let read = |threads: &str| {
            let output = dateline(&folder, &["read", ".", "--format", format, "--threads", threads]);
            assert_eq!(output.status.code(), Some(1));
            (output.stdout, output.stderr)
        };
        let one = read("1");
        assert!(!one.0.is_empty());
        assert!(one == read("2") && one == read("2"), "{format}");
    }
}

#[test]
fn folders_are_read_in_order_of_names() {
    let folder = Folder::new("folder")
        .with("b/two.htm", format!("<html><body><article><p>{REPORT}</p></article></body></html>"))
        .with("a.txt", REPORT)
        .with("b/one.txt", REPORT.replace("four", "five"))
        .with("notes.md", "words")
        .with(".hidden.txt", REPORT);
    let output = dateline(&folder, &["read", ".", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let texts: Vec<String> = json_lines(&output).iter().map(|v| v["text"].to_string()).collect();
    assert_eq!(texts.len(), 3);
    assert!(texts[0].contains("four") && texts[1].contains("five"));
    assert!(stderr(&output).contains("1 hidden left out"));
    assert!(stderr(&output).contains("1 not .txt, .html or .htm left out"));
}

#[test]
fn standard_input_is_read() {
    let folder = Folder::new("stdin");
    let arguments = ["read", "-", "--format", "json", "--url", "https://example.org/a"];
    let mut child =
        command(&folder.0, &arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(REPORT.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json_lines(&output)[0]["url"], "https://example.org/a");
}

#[test]
fn the_date_given_wins() {
    let folder = Folder::new("date").with("a.txt", REPORT);
    let output = dateline(&folder, &["read", "a.txt", "--format", "json", "--published", "1999-12-31"]);
    let published = &json_lines(&output)[0]["published"];
    assert_eq!(published["date"], "1999-12-31");
    assert_eq!(published["found"], "given");
}

#[test]
fn escape_sequences_in_reports_and_names_stay_there() {
    let hostile = REPORT
        .replace("Varga", "Var\u{1b}[31mga")
        .replace("harbour", "har\u{7}bour \u{9b}2J\u{202e}")
        .replace("talks", "talks \u{1b}]0;owned\u{7}");
    let folder = Folder::new("hostile").with("a\u{1b}[2J.txt", hostile).with("e\u{1b}c.txt", "");
    let output = dateline(&folder, &["read", "."]);
    for written in [stdout(&output), stderr(&output)] {
        let obeyed = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!written.contains(obeyed), "{written:?}");
    }
    assert!(stdout(&output).contains('␛'));
}

#[test]
fn colour_only_where_it_is_wanted() {
    let folder = Folder::new("colour").with("a.txt", REPORT);
    let piped = dateline(&folder, &["read", "a.txt"]);
    assert!(!stdout(&piped).contains('\u{1b}'));
    let always = dateline(&folder, &["read", "a.txt", "--color", "always"]);
    assert!(stdout(&always).contains("\u{1b}[1m"));
}

#[test]
fn lines_keep_to_the_width() {
    let folder = Folder::new("width").with("a.txt", REPORT);
    for width in ["40", "72", "120"] {
        let output = dateline(&folder, &["read", "a.txt", "--width", width]);
        let most: usize = width.parse().unwrap();
        assert!(stdout(&output).lines().all(|l| l.chars().count() <= most), "{width}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let folder = Folder::new("pipe").with_reports(12);
    for format in ["report", "jsonl"] {
        let mut child = command(&folder.0, &["read", ".", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stderr(&output).is_empty(), "{}", stderr(&output));
    }
}

#[test]
fn help_teaches() {
    let folder = Folder::new("help");
    let output = dateline(&folder, &["read", "--help"]);
    assert_eq!(output.status.code(), Some(0));
    for word in ["Examples:", "Formats:", "Exit status:", "--published", "jsonl"] {
        assert!(stdout(&output).contains(word), "{word}");
    }
    let output = dateline(&folder, &["--help"]);
    assert!(stdout(&output).contains("dateline read FILE"));
}

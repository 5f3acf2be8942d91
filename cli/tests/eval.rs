//! `dateline eval` from the outside: states, floors, refusals.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const GOLD: &str = r#"{"doc_id": "a", "text": "She left on 9 June .", "timexes": [{"start": 12, "end": 18, "type": "DATE", "value": "2016-06-09"}]}
{"doc_id": "b", "text": "They came in May .", "timexes": [{"start": 13, "end": 16, "type": "DATE", "value": "2016-05"}]}
"#;

/// A fresh folder with one corpus of times, one that is not scored, and predictions of the first.
fn folder(name: &str, predicted: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("eval").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (file, text) in [
        ("gold/time/diary.jsonl", GOLD),
        ("gold/time/empty.jsonl", GOLD),
        ("gold/events/satp.dev.jsonl", "{\"id\": 1, \"text\": \"x\"}\n"),
        ("given/time/diary.jsonl", predicted),
    ] {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn eval(folder: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.current_dir(folder).args(["eval", "gold", "--scored", "given"]).args(more).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_figure_below_its_floor_fails_and_floors_only_rise() {
    let folder = folder("floors", &GOLD.replace("2016-05", "2016-06"));
    let floors = folder.join("floors.toml");
    let raised = eval(&folder, &["--floors", "floors.toml", "--raise-floors"]);
    assert!(raised.status.success(), "{}", errors(&raised));
    let written = std::fs::read_to_string(&floors).unwrap();
    assert!(written.contains("[\"time/diary\"]") && written.contains("value_f1 = 0.5"), "{written}");
    assert!(eval(&folder, &["--floors", "floors.toml"]).status.success());

    std::fs::write(&floors, written.replace("value_f1 = 0.5", "value_f1 = 0.9")).unwrap();
    let worse = eval(&folder, &["--floors", "floors.toml", "--raise-floors"]);
    assert_eq!(worse.status.code(), Some(1));
    assert_eq!(errors(&worse), "error: time/diary value_f1: the floor is 0.9, reached is 0.5000\n");
    assert!(out(&worse).contains("0.9  MISSED"), "{}", out(&worse));
    assert!(std::fs::read_to_string(&floors).unwrap().contains("value_f1 = 0.9"));
    let elsewhere = eval(&folder, &["--floors", "floors.toml", "--only", "events/"]);
    assert!(elsewhere.status.success(), "{}", errors(&elsewhere));
}

#[test]
fn corpora_without_figures_say_why() {
    let folder = folder("states", GOLD);
    let printed = eval(&folder, &["--format", "json"]);
    assert!(printed.status.success(), "{}", errors(&printed));
    let value: serde_json::Value = serde_json::from_str(&out(&printed)).unwrap();
    assert_eq!(value["files"]["time/diary"]["metrics"]["strict_f1"], 1.0);
    assert_eq!(value["files"]["time/empty"]["status"], "not yet");
    assert_eq!(value["files"]["events/satp.dev"]["status"], "not scored yet");
}

#[test]
fn a_bad_prediction_file_is_named_and_no_figure_is_printed() {
    let folder = folder("refused", &GOLD.replace("\"end\": 18", "\"end\": 80"));
    let refused = eval(&folder, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(out(&refused), "");
    assert!(errors(&refused).contains("diary.jsonl:1: timexes[0]: the span 12-80"), "{}", errors(&refused));
    for (more, said) in [
        (["--only", "nowhere/"], "no corpus whose name begins with 'nowhere/'"),
        (["--floors", "absent.toml"], "absent.toml"),
    ] {
        let refused = eval(&folder, &more);
        assert_eq!(refused.status.code(), Some(1));
        assert!(errors(&refused).contains(said), "{}", errors(&refused));
    }
}

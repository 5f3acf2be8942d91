//! `dateline check` and `dateline explain`, driven as an analyst drives them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::fs;

use common::{Folder, dateline, json_lines, stderr, stdout};

const REPORT: &str = "Kenya and Uganda at odds\n\n\
    2 March 2021\n\n\
    Kenya accused Uganda of shelling the town of Busia on Monday.\n\n\
    Uganda denied the attack. Thousands of people protested in Nairobi.\n";

impl Folder {
    /// With the built-in codebook under `book`.
    fn with_book(self) -> Folder {
        let output = dateline(&self, &["check", "--copy", "book"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        self
    }

    /// With a file of the codebook changed.
    fn edited(self, name: &str, edit: impl Fn(String) -> String) -> Folder {
        let path = self.0.join("book").join(name);
        let text = fs::read_to_string(&path).unwrap();
        let changed = edit(text.clone());
        assert_ne!(changed, text, "{name} is as it was");
        fs::write(path, changed).unwrap();
        self
    }
}

#[test]
fn a_broken_file_is_refused_with_file_line_and_cure() {
    let folder = Folder::new("broken")
        .with_book()
        .with("a.txt", REPORT)
        .edited("events/PROTEST.toml", |text| text.replacen("verbs = [", "vebs = [", 1));
    let path = folder.0.join("book/events/PROTEST.toml");
    let text = fs::read_to_string(path).unwrap();
    let line = text.lines().position(|l| l.starts_with("vebs")).unwrap() + 1;
    for arguments in [
        vec!["check", "book"],
        vec!["check", "--diff", "builtin", "book", "a.txt"],
        vec!["read", "a.txt", "--codebook", "book"],
        vec!["explain", "a.txt", "--codebook", "book"],
    ] {
        let output = dateline(&folder, &arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let told = stderr(&output);
        assert!(told.starts_with(&format!("error: book/events/PROTEST.toml:{line}: ")), "{told}");
        assert!(told.contains("vebs") && told.contains("; see codebook/README.md"), "{told}");
        assert!(stdout(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn wrong_command_lines_are_told_apart() {
    let folder = Folder::new("usage").with("a.txt", REPORT);
    for (arguments, status) in [
        (vec!["check", "--diff", "builtin", "builtin"], 2),
        (vec!["check", "one", "two"], 2),
        (vec!["check", "--diff", "a", "b", "c", "--strict"], 2),
        (vec!["check", "nowhere"], 1),
        (vec!["check", "--rule", "ASSAULT/no-such-rule"], 1),
        (vec!["check", "--sentence", " "], 1),
        (vec!["explain", "a.txt", "--only", "verbs"], 2),
        (vec!["explain", "a.txt", "--at", "words that are not there"], 1),
    ] {
        let output = dateline(&folder, &arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert!(stdout(&output).is_empty() && !stderr(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_copy_is_whole_and_never_written_over() {
    let folder = Folder::new("copy").with_book().with("a.txt", REPORT);
    let again = dateline(&folder, &["check", "--copy", "book"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("book: it is there already"));
    let output = dateline(&folder, &["check", "--diff", "builtin", "book", "a.txt"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("1 report, 0 of them coded differently"), "{}", stdout(&output));
}

#[test]
fn a_changed_rule_shows_up_in_the_difference() {
    let folder = Folder::new("diff")
        .with_book()
        .with("reports/a.txt", REPORT)
        .with("reports/b.txt", "The sea was calm.\n")
        .edited("score.toml", |text| {
            let lines = text.lines().map(|l| match l.starts_with("threshold") {
                true => "threshold = 1.0",
                false => l,
            });
            lines.collect::<Vec<_>>().join("\n")
        });
    let output = dateline(&folder, &["check", "--diff", "builtin", "book", "reports"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = stdout(&output);
    assert!(page.contains("reports/a.txt") && page.contains("  - ACCUSE"), "{page}");
    assert!(!page.contains("b.txt") && page.contains("2 reports, 1 of them coded differently"), "{page}");
    let output =
        dateline(&folder, &["check", "--diff", "builtin", "book", "reports", "gone", "--format", "json"]);
    // what cannot be read is named, and the rest goes on
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("gone: no such file"), "{}", stderr(&output));
    let lines = json_lines(&output);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["changes"][0]["change"], "-");
    assert_eq!(lines[2]["totals"]["only_new"], 0);
}

#[test]
fn a_changed_field_is_named_with_both_values() {
    let folder =
        Folder::new("field").with_book().with("a.txt", REPORT).edited("events/ACCUSE.toml", |text| {
            text.lines()
                .map(|l| if l.starts_with("cameo") { "cameo = \"999\"" } else { l })
                .collect::<Vec<_>>()
                .join("\n")
        });
    let output = dateline(&folder, &["check", "--diff", "builtin", "book", "a.txt", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report = &json_lines(&output)[0];
    let changes = report["changes"].as_array().unwrap();
    let accuse = changes.iter().find(|c| c["event"]["type"] == "ACCUSE").unwrap();
    assert_eq!(accuse["change"], "~");
    let field = &accuse["fields"][0];
    assert_eq!((field["field"].as_str(), field["new"].as_str()), (Some("cameo"), Some("999")));
}

#[test]
fn a_sentence_names_the_condition_that_fails() {
    let folder = Folder::new("sentence").with_book().edited("events/PROTEST.toml", |text| {
        text + "\n[[rule]]\nid = \"ride\"\nverbs = [\"ride\"]\nactor = [\"subject\"]\nobject = [\"dragon\"]\n"
    });
    let sentence = ["check", "book", "--sentence", "The rebels rode horses to the capital."];
    let output = dateline(&folder, &sentence);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = stdout(&output);
    assert!(page.contains("PROTEST/ride") && page.contains("the object would have to be dragon"), "{page}");
    let json: Vec<&str> =
        sentence.into_iter().chain(["--format", "json", "--rule", "PROTEST/ride"]).collect();
    let value = &json_lines(&dateline(&folder, &json))[0];
    let word = value["words"].as_array().unwrap().iter().find(|w| w["word"]["text"] == "rode").unwrap();
    assert_eq!(word["tried"][0]["fails"], "object");
    assert_eq!(word["tried"][0]["found"][0]["text"], "horses");
    assert!(word["tried"][0]["written"].as_str().unwrap().starts_with("events/PROTEST.toml:"));
}

#[test]
fn failing_examples_are_told_with_what_it_would_take() {
    let folder = Folder::new("examples").with_book().edited("events/PROTEST.toml", |text| {
        text + "\n[[rule]]\nid = \"ride\"\nverbs = [\"ride\"]\nactor = [\"subject\"]\nobject = [\"dragon\"]\n\
            codes = [\"The rebels rode horses to the capital.\"]\nnot = [\"The sea was calm.\"]\n"
    });
    let arguments = ["check", "book", "--rule", "PROTEST/ride"];
    let output = dateline(&folder, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = stdout(&output);
    assert!(page.contains("1 of 2 hold") && page.contains("the object would have to be dragon"), "{page}");
    assert!(page.contains("2 examples of 1 rules: 0 of 1 that must fire do"), "{page}");
    let strict: Vec<&str> = arguments.into_iter().chain(["--strict"]).collect();
    assert_eq!(dateline(&folder, &strict).status.code(), Some(1));
    let json: Vec<&str> = arguments.into_iter().chain(["--format", "json"]).collect();
    let value = &json_lines(&dateline(&folder, &json))[0];
    assert_eq!(value["totals"]["codes"]["hold"], 0);
    assert_eq!(value["rules"][0]["examples"][0]["holds"], false);
}

#[test]
fn the_path_of_each_record_is_shown() {
    let folder = Folder::new("explain").with("a.txt", REPORT);
    let output = dateline(&folder, &["explain", "a.txt"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = stdout(&output);
    for word in
        ["EVENTS", "rule ", "events/ACCUSE.toml:", "actor", "status", "score", "WHO AND WHERE", "whence"]
    {
        assert!(page.contains(word), "{word}: {page}");
    }
    assert!(page.lines().all(|l| l.chars().count() <= 100));
    let only = dateline(&folder, &["explain", "a.txt", "--only", "entities,statements"]);
    assert!(!stdout(&only).contains("EVENTS") && stdout(&only).contains("WHO AND WHERE"));
    let at = dateline(&folder, &["explain", "a.txt", "--at", "accused", "--format", "json"]);
    let value = &json_lines(&at)[0];
    assert!(value["records"].as_array().unwrap().iter().any(|r| r["value"]["type"] == "ACCUSE"));
    assert_eq!(value["tried"]["words"][0]["word"]["text"], "accused");
}

#[test]
fn help_teaches() {
    let folder = Folder::new("help");
    for (command, words) in [
        ("check", ["Examples:", "--diff OLD NEW REPORTS...", "Exit status:", "--copy", "what it would take"]),
        ("explain", ["Examples:", "--only events", "Exit status:", "--at", "whence"]),
    ] {
        let output = dateline(&folder, &[command, "--help"]);
        assert_eq!(output.status.code(), Some(0));
        for word in words {
            assert!(stdout(&output).contains(word), "{command}: {word}");
        }
    }
}

//! `dateline actors`, driven as an analyst drives it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::fs;

use common::{Folder, dateline, json_lines, stderr, stdout};

#[test]
fn one_group_under_all_its_names() {
    let folder = Folder::new("group");
    for name in ["Daesh", "ISIL", "Islamic State"] {
        let output = dateline(&folder, &["actors", name, "--json"]);
        let entry = &json_lines(&output)[0];
        assert_eq!(entry["name"], "Islamic State", "{name}");
        assert_eq!(entry["kind"], "armed group", "{name}");
    }
}

#[test]
fn an_office_holds_on_its_days_and_never_after_the_table() {
    let folder = Folder::new("office");
    let held = |day: &str| {
        let output = dateline(&folder, &["actors", "John", "Kerry", "--on", day, "--json"]);
        json_lines(&output)[0]["offices"][0]["held"].as_bool()
    };
    assert_eq!(held("2014-05-01"), Some(true));
    assert_eq!(held("2012-05-01"), Some(false));
    let output = dateline(&folder, &["actors", "foreign minister of france", "--on", "2014-05-01"]);
    let late = stdout(&output);
    assert!(late.contains("Laurent Fabius") && late.contains("* held on 2014-05-01"), "{late}");
    let output = dateline(&folder, &["actors", "prime minister of canada", "--on", "2199-01-01"]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
}

#[test]
fn adding_an_actor_is_one_line_of_a_file() {
    let folder = Folder::new("line");
    let unknown = dateline(&folder, &["actors", "Quell Front"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(stderr(&unknown).starts_with("error: the actor tables have nothing called Quell Front"));
    assert_eq!(dateline(&folder, &["check", "--copy", "book"]).status.code(), Some(0));
    let path = folder.0.join("book/actors/organisations.toml");
    let line = "  { name = \"Quell Front\", names = [\"QF\"], kind = \"armed_group\", sector = \"REB\" },\n]";
    let text = fs::read_to_string(&path).unwrap();
    let end = text.rfind(']').unwrap();
    fs::write(&path, format!("{}{line}{}", &text[..end], &text[end + 1..])).unwrap();
    let known = dateline(&folder, &["actors", "QF", "--codebook", "book"]);
    assert!(
        stdout(&known).starts_with("Quell Front\n  armed group · no state · REB\n"),
        "{}",
        stdout(&known)
    );
}

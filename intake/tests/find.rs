//! What arguments mean: files, folders, patterns.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

mod common;

use std::path::{Path, PathBuf};

use common::{Folder, all, gzip, lines};
use dateline_intake::{Search, find, search};

fn tree() -> Folder {
    let folder = Folder::new();
    let files =
        ["b.txt", "a/z.HTML", "a/deep/er/n.jsonl", "a/.git/x.txt", "c.htm", "d.pdf", ".e.txt", "f.warc.gz"];
    files.iter().for_each(|name| drop(folder.write(name, "words")));
    folder
}

/// Paths found below the folder, and `!` before what cannot be read.
fn names(folder: &Folder, search: &Search) -> Vec<String> {
    let below = |path: &Path| path.strip_prefix(folder.path()).unwrap_or(path).display().to_string();
    let name = |found: &Result<dateline_intake::Input, dateline_intake::Reject>| match found {
        Ok(input) => below(input.path()),
        Err(reject) => format!("!{}", below(&reject.place.file)),
    };
    search.found.iter().map(name).collect()
}

fn searched(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let arguments: Vec<PathBuf> = arguments.iter().map(|name| folder.path().join(name)).collect();
    names(folder, &search(&arguments))
}

#[test]
fn folders_are_gone_through_in_order_of_names() {
    let folder = tree();
    let search = search(&[folder.path().to_owned()]);
    assert_eq!(names(&folder, &search), ["a/deep/er/n.jsonl", "a/z.HTML", "b.txt", "c.htm", "f.warc.gz"]);
    assert_eq!(search.notes.len(), 2);
    assert!(
        search.notes[0].contains("2 hidden") && search.notes[1].contains("1 left out"),
        "{:?}",
        search.notes
    );
    assert_eq!(search.found[0].as_ref().unwrap().bytes(), 5);
}

#[test]
fn patterns_are_expanded() {
    let folder = tree();
    assert_eq!(searched(&folder, &["*.txt"]), ["b.txt"]);
    assert_eq!(searched(&folder, &["**/*.jsonl"]), ["a/deep/er/n.jsonl"]);
    assert_eq!(searched(&folder, &["**/*.[hH]*"]), ["a/z.HTML", "c.htm"]);
    assert_eq!(searched(&folder, &["?.pdf"]), ["d.pdf"], "an ending that is asked for is taken");
    assert_eq!(searched(&folder, &["d*"]), ["!d*"], "one that is not is left out as in folders");
    assert_eq!(
        searched(&folder, &["a/*"]),
        ["a/deep/er/n.jsonl", "a/z.HTML"],
        "folders that match are gone through"
    );
    assert_eq!(searched(&folder, &["*/deep/**"]), ["a/deep/er/n.jsonl"]);
    assert_eq!(searched(&folder, &["a/.g*/*"]), ["a/.git/x.txt"], "hidden names are taken when asked for");
    assert_eq!(searched(&folder, &["x/*.txt", "***", "*.doc"]), ["!x/*.txt", "!***", "!*.doc"]);
}

#[test]
fn a_file_with_the_name_of_a_pattern_is_a_file() {
    let folder = Folder::new();
    folder.write("[1].txt", "words");
    assert_eq!(searched(&folder, &["[1].txt"]), ["[1].txt"]);
}

#[test]
fn files_that_are_named_are_taken_whatever_they_end_in_but_once() {
    let folder = tree();
    assert_eq!(
        searched(&folder, &["d.pdf", ".e.txt", "b.txt", "*.txt", "b.txt"]),
        ["d.pdf", ".e.txt", "b.txt"]
    );
}

#[test]
fn what_is_not_there_is_said_with_the_cure() {
    let folder = tree();
    let found = find(&[folder.path().join("nowhere.txt"), PathBuf::from("-")]);
    let reject = found[0].as_ref().unwrap_err();
    assert!(
        reject.to_string().ends_with("nowhere.txt: no such file or folder: check the spelling"),
        "{reject}"
    );
    assert!(found[1].as_ref().unwrap().is_stdin());
    folder.write("only/x.pdf", "words");
    assert!(find(&[folder.path().join("only")])[0].as_ref().unwrap_err().reason.contains(".jsonl"));
}

#[test]
fn files_without_ending_are_taken_for_what_they_hold() {
    let folder = Folder::new();
    folder.write("lines", "{\"text\":\"one\"}\n");
    folder.write("packed", gzip("{\"text\":\"two\"}\n"));
    folder.write("README", "words");
    assert_eq!(searched(&folder, &[""]), ["lines", "packed"]);
    assert_eq!(lines(&all(&folder.path().join("packed"))), ["line 1: two"]);
    assert_eq!(lines(&all(&folder.path().join("README"))), ["words"]);
}

#[cfg(unix)]
#[test]
fn links_and_devices_keep_nobody_waiting() {
    use std::os::unix::fs::symlink;
    let folder = tree();
    symlink(folder.path(), folder.path().join("a/loop")).unwrap();
    symlink(folder.path().join("b.txt"), folder.path().join("a/link.txt")).unwrap();
    symlink("nowhere", folder.path().join("a/lost.txt")).unwrap();
    symlink("/dev/zero", folder.path().join("a/zero.txt")).unwrap();
    let found = ["a/deep/er/n.jsonl", "a/link.txt", "!a/lost.txt", "a/z.HTML"];
    assert_eq!(searched(&folder, &["a"]), found);
    assert_eq!(searched(&folder, &["a/**"]), found);
    let device = find(&[PathBuf::from("/dev/zero")]);
    assert!(device[0].as_ref().unwrap_err().reason.contains("neither a file nor a folder"));
    // a link that is named is followed
    assert_eq!(searched(&folder, &["a/loop/c.htm"]), ["a/loop/c.htm"]);
}

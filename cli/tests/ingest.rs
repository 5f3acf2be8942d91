//! `dateline ingest`, driven as a person drives it, killed, doubled and given what cannot be taken.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use common::{Folder, command, dateline, json_lines, stderr, stdout};

const FERRY: &str = "Ferry strike ends in Dakar\n\nUpdated May 14, 2024\n\n\
    Senegal’s transport minister met dockers in Dakar on Tuesday and agreed to pay them. The dockers’ union \
    said that the ferry to Ziguinchor would sail again on Friday.\n";

const PAGE: &str = "<html><head><title>Police arrest nine in Oran</title></head><body><article>\
    <h1>Police arrest nine in Oran</h1><p>Algerian police arrested nine protesters in Oran on Monday, a lawyer \
    said. Hundreds had marched through the port city against the closing of a mill.</p>\
    <p>The governor of Oran called on the marchers to go home.</p></article></body></html>";

/// A line of JSON with a report.
fn line(n: usize) -> String {
    let towns =
        ["Beira", "Nampula", "Bissau", "Dakar", "Lagos", "Mombasa", "Tunis", "Oran", "Aleppo", "Baku"];
    let town = towns[n % towns.len()];
    let act = match n / towns.len() % 3 {
        0 => format!(
            "Gunmen attacked a police post in {town} on Monday and killed {n} officers, the mayor said."
        ),
        1 => format!("Protesters marched through {town} on Tuesday. Police arrested {n} of them."),
        _ => format!("France and Kenya signed an agreement in {town}. Kenya said that {n} boats would sail."),
    };
    let text = format!("Report {n} from {town}\n\n{act} Report {n} ends here.");
    let day = format!("2024-03-{:02}", 1 + n % 28);
    json!({
        "text": text,
        "url": format!("https://a.example/{n}"),
        "published": day,
        "publisher": format!("Paper {}", n % 7),
    })
    .to_string()
}

fn lines(reports: usize) -> String {
    (0..reports).map(|n| line(n) + "\n").collect()
}

/// Rows of a statement.
fn rows(folder: &Folder, store: &str, sql: &str) -> Vec<Value> {
    let output = dateline(folder, &["sql", "--store", store, "--format", "json", sql]);
    assert_eq!(output.status.code(), Some(0), "{sql}: {}", stderr(&output));
    json_lines(&output)
}

/// Everything that a store says, in an order that its making does not decide.
fn content(folder: &Folder, store: &str) -> Vec<(&'static str, Vec<Value>)> {
    let mut all: Vec<(&str, Vec<Value>)> = [
        "SELECT * FROM reports ORDER BY id",
        "SELECT * FROM events ORDER BY id",
        "SELECT * FROM statements ORDER BY id",
        "SELECT * FROM parties ORDER BY event, side, actor, name",
        "SELECT * FROM actors ORDER BY report, id",
        "SELECT * FROM processes ORDER BY id",
        "SELECT * FROM commitments ORDER BY id",
        "SELECT * FROM stories ORDER BY id",
        "SELECT count(*), sum(length(body)) FROM coding",
        "SELECT count(*) FROM taken",
        "SELECT count(*) FROM pending",
        "SELECT count(*) FROM report_text_docsize",
    ]
    .map(|sql| (sql, rows(folder, store, sql)))
    .into();
    let stories =
        dateline(folder, &["stories", "--store", store, "--reports", "1", "--limit", "0", "--json"]);
    all.push(("stories", json_lines(&stories)));
    all
}

#[track_caller]
fn assert_whole(folder: &Folder, store: &str) {
    assert_eq!(rows(folder, store, "PRAGMA integrity_check"), [json!({ "integrity_check": "ok" })]);
    assert_eq!(rows(folder, store, "PRAGMA foreign_key_check"), Vec::<Value>::new());
}

#[track_caller]
fn ingested(folder: &Folder, arguments: &[&str]) -> String {
    let arguments: Vec<&str> = ["ingest"].iter().chain(arguments).copied().collect();
    let output = dateline(folder, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    stdout(&output).to_owned()
}

#[test]
fn a_folder_of_several_kinds_is_taken_once() {
    let folder = Folder::new("kinds")
        .with("news/ferry.txt", FERRY)
        .with("news/deep/oran.html", PAGE)
        .with("news/more.jsonl", lines(3))
        .with("news/notes.md", "words")
        .with("news/.hidden.txt", FERRY);
    let output = dateline(&folder, &["ingest", "news", "--store", "news.db"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("5 reports taken, 0 coded anew, 0 there already, 0 rejected\n"));
    assert!(stderr(&output).contains("1 hidden left out") && !stderr(&output).contains("error"));
    let before = content(&folder, "news.db");
    let places = rows(&folder, "news.db", "SELECT place FROM reports ORDER BY place");
    let places: Vec<&str> = places.iter().map(|r| r["place"].as_str().unwrap()).collect();
    let lines = ["news/more.jsonl: line 1", "news/more.jsonl: line 2", "news/more.jsonl: line 3"];
    assert_eq!(places, [&["news/deep/oran.html", "news/ferry.txt"][..], &lines[..]].concat());
    let again = ingested(&folder, &["news", "--store", "news.db"]);
    assert!(again.starts_with("0 reports taken, 0 coded anew, 5 there already, 0 rejected\n"), "{again}");
    assert_eq!(content(&folder, "news.db"), before);
    // and by other ways to the same files
    for other in ["news/**/*", "news/more.jsonl", "./news"] {
        ingested(&folder, &[other, "--store", "news.db"]);
        assert_eq!(content(&folder, "news.db"), before, "{other}");
    }
    assert_whole(&folder, "news.db");
    assert!(!folder.0.join("news.db.rejects.jsonl").exists());
}

#[test]
fn standard_input_is_taken_too() {
    let folder = Folder::new("stdin").with("more.jsonl", lines(2));
    let from = fs::File::open(folder.0.join("more.jsonl")).unwrap();
    let output = command(&folder.0, &["ingest", "-", "--store", "a.db"]).stdin(from).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("2 reports taken"), "{}", stdout(&output));
}

/// Lines that hold no report, between three that do.
const BROKEN: [&str; 9] = [
    "{\"text\": \"cut off",
    "[1, 2]",
    "{\"title\": \"no text\"}",
    "{\"text\": \"\"}",
    "{\"text\": 7}",
    "null",
    "words",
    "{\"text\": \"\\u0000\\u0001\\u0002\\u0000\\u0003\\u0000\"}",
    "{\"text\": \"x\", \"published\": \"never\"}",
];

#[test]
fn broken_lines_are_told_and_the_rest_is_taken() {
    let mut text = line(0) + "\n";
    for (n, broken) in BROKEN.iter().take(6).enumerate() {
        text += &format!("{broken}\n");
        if n == 2 {
            text += &(line(1) + "\n\n");
        }
    }
    text += &line(2);
    let folder = Folder::new("broken").with("in/a.jsonl", text);
    let run = || dateline(&folder, &["ingest", "in", "missing.txt", "--store", "in/news.db"]);
    let output = run();
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    assert!(said.starts_with("3 reports taken, 0 coded anew, 0 there already, 7 rejected\n"), "{said}");
    assert!(said.contains("in/news.db.rejects.jsonl"), "{said}");
    // the first five are said, each with place, reason and cure; then that the rest is in the file
    let errors: Vec<&str> = stderr(&output).lines().filter(|l| l.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 5, "{errors:?}");
    assert!(stderr(&output).contains("note: further rejects are told in"), "{}", stderr(&output));
    let file = fs::read_to_string(folder.0.join("in/news.db.rejects.jsonl")).unwrap();
    let rejects: Vec<Value> = file.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let places: Vec<&str> = rejects.iter().map(|r| r["place"].as_str().unwrap()).collect();
    let numbers = [2, 3, 4, 7, 8, 9].map(|n| format!("in/a.jsonl: line {n}"));
    let expected: Vec<&str> = ["missing.txt"].into_iter().chain(numbers.iter().map(String::as_str)).collect();
    assert_eq!(places, expected);
    for reject in &rejects {
        assert!(reject["reason"].as_str().unwrap().len() > 10, "{reject}");
    }
    assert_eq!(rejects[1]["file"], "in/a.jsonl");
    assert_eq!(rejects[1]["part"], json!({ "line": 2 }));
    // the file of rejects lies in the folder of reports, and is none
    let before = content(&folder, "in/news.db");
    let again = run();
    assert_eq!(again.status.code(), Some(1));
    assert!(stdout(&again).starts_with("0 reports taken, 0 coded anew, 3 there already, 7 rejected"));
    assert_eq!(fs::read_to_string(folder.0.join("in/news.db.rejects.jsonl")).unwrap(), file);
    assert_eq!(content(&folder, "in/news.db"), before);
    // once all is well, nothing is left of it
    fs::write(folder.0.join("in/a.jsonl"), lines(3)).unwrap();
    assert!(ingested(&folder, &["in", "--store", "in/news.db"]).starts_with("0 reports taken"));
    assert!(!folder.0.join("in/news.db.rejects.jsonl").exists());
}

#[test]
fn no_line_whatever_it_holds_stops_the_rest() {
    let mut text: Vec<u8> = BROKEN.join("\n").into_bytes();
    for odd in [&b"\n\xff\xfe\n{\"text\": \"\xc3\x28\"}\n"[..], &[b'['; 50_000], b"\n", &[0; 300], b"\n\n"] {
        text.extend_from_slice(odd);
    }
    text.extend_from_slice(line(5).as_bytes());
    let folder = Folder::new("odd")
        .with("a.jsonl", text)
        .with("b.txt", [0x7f, b'E', b'L', b'F', 0, 1, 2, 0])
        .with("c.parquet", "PAR1 but no more")
        .with("d.warc.gz", [0x1f, 0x8b, 8, 0, 0, 0])
        .with("e.xml", "<rss><channel><item>")
        .with("f.jsonl.gz", "not packed")
        .with("g.html", "");
    let output = dateline(&folder, &["ingest", ".", "--store", "a.db"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    let taken = rows(&folder, "a.db", "SELECT url FROM reports WHERE url IS NOT NULL");
    assert_eq!(taken, [json!({ "url": "https://a.example/5" })]);
}

#[test]
fn rejects_write_over_nothing_else() {
    let folder = Folder::new("over").with("a.jsonl", lines(1)).with("notes.txt", "my own notes");
    ingested(&folder, &["a.jsonl", "--store", "a.db"]);
    for precious in ["a.db", "a.jsonl", "notes.txt"] {
        let before = fs::read(folder.0.join(precious)).unwrap();
        let arguments = ["ingest", "missing.txt", "a.jsonl", "--store", "a.db", "--rejects", precious];
        let output = dateline(&folder, &arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).starts_with(&format!("error: {precious}: ")), "{}", stderr(&output));
        assert!(stderr(&output).contains("--rejects"), "{}", stderr(&output));
        assert_eq!(fs::read(folder.0.join(precious)).unwrap(), before);
    }
    fs::create_dir(folder.0.join("folder")).unwrap();
    for unwritable in ["folder", "nowhere/rejects.jsonl"] {
        let arguments = ["ingest", "missing.txt", "--store", "a.db", "--rejects", unwritable];
        let output = dateline(&folder, &arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(&format!("error: {unwritable}: ")), "{}", stderr(&output));
    }
}

#[test]
fn another_codebook_codes_anew_and_is_compared() {
    let folder = Folder::new("book").with("a.jsonl", lines(12));
    ingested(&folder, &["a.jsonl", "--store", "a.db"]);
    let alone = dateline(&folder, &["diff", "--store", "a.db"]);
    assert_eq!(alone.status.code(), Some(1));
    assert!(stderr(&alone).contains("a.db: one coder alone"), "{}", stderr(&alone));
    assert_eq!(dateline(&folder, &["check", "--copy", "book"]).status.code(), Some(0));
    let path = folder.0.join("book/actors/organisations.toml");
    let more = fs::read_to_string(&path).unwrap() + "\n# a remark of our own\n";
    fs::write(&path, more).unwrap();
    let arguments = ["a.jsonl", "--store", "a.db", "--codebook", "book"];
    let said = ingested(&folder, &arguments);
    assert!(said.starts_with("0 reports taken, 12 coded anew, 0 there already, 0 rejected"), "{said}");
    assert!(ingested(&folder, &arguments).starts_with("0 reports taken, 0 coded anew, 12 there already"));
    let coders = dateline(&folder, &["diff", "--store", "a.db", "--coders"]);
    let coders: Vec<&str> = stdout(&coders).lines().collect();
    assert_eq!(coders.len(), 2, "{coders:?}");
    assert!(
        coders[0].starts_with("1  engine ") && coders[0].ends_with("12 reports, 0 current"),
        "{coders:?}"
    );
    assert!(coders[1].ends_with("12 reports, 12 current"), "{coders:?}");
    let diff = dateline(&folder, &["diff", "--store", "a.db", "--format", "json"]);
    assert_eq!(diff.status.code(), Some(0), "{}", stderr(&diff));
    let totals = json_lines(&diff).pop().unwrap();
    assert_eq!((&totals["totals"]["reports"], &totals["totals"]["changed"]), (&json!(12), &json!(0)));
    assert_whole(&folder, "a.db");
}

/// Numbers between zero and one, other ones with every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn start(folder: &Folder, arguments: &[&str]) -> Child {
    let mut command = command(&folder.0, arguments);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Starts an ingest and kills it after a while; whether it was done before.
fn killed(folder: &Folder, arguments: &[&str], after: Duration) -> bool {
    let mut child = start(folder, arguments);
    std::thread::sleep(after);
    // SIGKILL, as kill -9 sends it
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let done = output.status.success();
    assert!(done || output.status.code().is_none(), "{}", stderr(&output));
    done
}

#[test]
fn killed_at_any_moment_it_goes_on_as_if_it_never_had_been() {
    let kills = 12;
    let folder = Folder::new("kill").with("a.jsonl", lines(140));
    let begun = Instant::now();
    ingested(&folder, &["a.jsonl", "--store", "whole.db"]);
    let whole = begun.elapsed();
    let expected = content(&folder, "whole.db");
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let (mut dice, mut count, mut rounds) = (Dice(seed), 0, 0);
    let mut midway = 0;
    while count < kills {
        rounds += 1;
        let store = format!("round{rounds}.db");
        let arguments = ["ingest", "a.jsonl", "--store", store.as_str(), "--threads", "2"];
        // three kills a store, over the time that is still to go
        for nth in 0..3 {
            let share = (nth as f64 + 2.0 * dice.next()) / 4.0;
            count += usize::from(!killed(&folder, &arguments, whole.mul_f64(share)));
            if folder.0.join(&store).exists() {
                // what is there is whole, report by report
                let output = dateline(&folder, &["sql", "--store", &store, "--format", "csv", CHECK]);
                let found = stdout(&output);
                if output.status.success() {
                    let left = found.lines().nth(1).unwrap();
                    assert!(left.ends_with(",0,0,0"), "seed {seed}: {left}");
                    midway += usize::from(!left.starts_with("0,") && !left.starts_with("140,"));
                } else {
                    // killed before anything was in the file
                    assert!(stderr(&output).contains("not a store of dateline"), "{}", stderr(&output));
                }
            }
        }
        ingested(&folder, &arguments[1..]);
        assert_whole(&folder, &store);
        for ((sql, found), (_, wanted)) in content(&folder, &store).iter().zip(&expected) {
            assert_eq!(found, wanted, "seed {seed}, {store}: {sql}");
        }
    }
    eprintln!("{count} kills of {rounds} stores, {midway} of them found half way (seed {seed})");
}

/// Reports in the store, and what would be there had a report been kept in part.
const CHECK: &str = "SELECT (SELECT count(*) FROM report),
    (SELECT count(*) FROM report WHERE key NOT IN (SELECT report FROM coding WHERE current)),
    (SELECT count(*) FROM report WHERE key NOT IN (SELECT report FROM taken)),
    (SELECT count(*) FROM event WHERE report NOT IN (SELECT key FROM report))";

#[test]
fn two_at_once_take_everything_once() {
    let folder = Folder::new("two").with("a.jsonl", lines(50));
    ingested(&folder, &["a.jsonl", "--store", "one.db"]);
    let expected = content(&folder, "one.db");
    for round in 0..2 {
        let store = format!("two{round}.db");
        let arguments = ["ingest", "a.jsonl", "--store", store.as_str(), "--threads", "1"];
        let all = [start(&folder, &arguments), start(&folder, &arguments)];
        for child in all {
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        }
        assert_whole(&folder, &store);
        assert_eq!(content(&folder, &store), expected);
    }
}

#[test]
fn stories_left_for_later_are_made_later() {
    let folder = Folder::new("later").with("a.jsonl", lines(40)).with("b.jsonl", line(41));
    ingested(&folder, &["a.jsonl", "b.jsonl", "--store", "whole.db"]);
    ingested(&folder, &["a.jsonl", "--store", "later.db", "--no-stories"]);
    assert_eq!(rows(&folder, "later.db", "SELECT count(*) AS n FROM stories"), [json!({ "n": 0 })]);
    ingested(&folder, &["b.jsonl", "--store", "later.db"]);
    assert_eq!(content(&folder, "later.db"), content(&folder, "whole.db"));
}

#[test]
fn a_file_that_is_no_store_is_left_as_it_is() {
    let folder = Folder::new("other").with("a.jsonl", lines(1)).with("notes.db", "my notes, no store");
    let output = dateline(&folder, &["ingest", "a.jsonl", "--store", "notes.db"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("error: notes.db: not a store of dateline"), "{}", stderr(&output));
    assert_eq!(fs::read(folder.0.join("notes.db")).unwrap(), b"my notes, no store");
    for (store, why) in [("nowhere/a.db", "make it, or give another file"), (".", "give the name of a file")]
    {
        let output = dateline(&folder, &["ingest", "a.jsonl", "--store", store]);
        assert_eq!(output.status.code(), Some(1));
        let said = stderr(&output);
        assert!(said.starts_with(&format!("error: {store}: ")) && said.contains(why), "{said}");
    }
}

/// A copy of the main file alone, as somebody makes it who does not know of the log beside it.
#[test]
fn a_copy_without_its_log_is_no_panic() {
    let folder = Folder::new("copy").with("a.jsonl", lines(80));
    let begun = Instant::now();
    ingested(&folder, &["a.jsonl", "--store", "whole.db"]);
    let whole = begun.elapsed();
    let expected = content(&folder, "whole.db");
    let arguments = ["ingest", "a.jsonl", "--store", "killed.db"];
    killed(&folder, &arguments, whole.mul_f64(0.7));
    if folder.0.join("killed.db").exists() {
        fs::copy(folder.0.join("killed.db"), folder.0.join("copy.db")).unwrap();
        for asked in [vec!["query", "--store", "copy.db"], vec!["stories", "--store", "copy.db"]] {
            let output = dateline(&folder, &asked);
            assert!(matches!(output.status.code(), Some(0 | 1)), "{}", stderr(&output));
            assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
        }
        let output = dateline(&folder, &["ingest", "a.jsonl", "--store", "copy.db"]);
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
        if output.status.success() {
            assert_whole(&folder, "copy.db");
            assert_eq!(content(&folder, "copy.db"), expected);
        } else {
            assert!(stderr(&output).starts_with("error: copy.db: "), "{}", stderr(&output));
        }
    }
    // cut short, it is told
    let bytes = fs::read(folder.0.join("whole.db")).unwrap();
    fs::write(folder.0.join("short.db"), &bytes[..bytes.len() / 2]).unwrap();
    for command in ["query", "ingest"] {
        let arguments = if command == "ingest" {
            vec![command, "a.jsonl", "--store", "short.db"]
        } else {
            vec![command, "--store", "short.db", "--limit", "0"]
        };
        let output = dateline(&folder, &arguments);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("error: short.db: the file is damaged"), "{said}");
    }
}

/// The command as somebody who owns nothing here, where the tests run as root; else as oneself.
#[cfg(unix)]
fn as_nobody(folder: &Path, arguments: &[&str]) -> Option<std::process::Output> {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    let mut command = command(folder, arguments);
    if fs::metadata(folder).unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    // the program may lie where nobody else may look
    command.output().ok()
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_is_told_with_the_cure() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("rights").with("a.jsonl", lines(2));
    ingested(&folder, &["a.jsonl", "--store", "a.db"]);
    let set = |name: &str, mode: u32| {
        fs::set_permissions(folder.0.join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    set("a.jsonl", 0o444);
    set("a.db", 0o444);
    set(".", 0o555);
    let ask = |arguments: &[&str]| {
        let output = as_nobody(&folder.0, arguments)?;
        Some((output.status.code(), stdout(&output).to_owned(), stderr(&output).to_owned()))
    };
    let Some((code, _, said)) = ask(&["ingest", "a.jsonl", "--store", "new.db"]) else {
        eprintln!("skipped: the command cannot be run as nobody");
        set(".", 0o755);
        return;
    };
    assert_eq!(code, Some(1), "{said}");
    assert!(said.starts_with("error: new.db: cannot be opened: check the rights"), "{said}");
    let (code, _, said) = ask(&["ingest", "a.jsonl", "--store", "a.db"]).unwrap();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.starts_with("error: a.db: ") && said.contains("check the rights"), "{said}");
    // what may be read can be asked
    let (code, printed, said) = ask(&["query", "--store", "a.db"]).unwrap();
    assert_eq!(code, Some(0), "{said}");
    assert!(printed.contains("date") && printed.contains("event"), "{printed}");
    set("a.db", 0o000);
    let (code, _, said) = ask(&["query", "--store", "a.db"]).unwrap();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.starts_with("error: a.db: cannot be opened: check the rights"), "{said}");
    set(".", 0o755);
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let folder = Folder::new("pipe").with("a.jsonl", lines(20));
    let mut child = command(&folder.0, &["ingest", "a.jsonl", "--store", "a.db"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(rows(&folder, "a.db", "SELECT count(*) AS n FROM reports"), [json!({ "n": 20 })]);
}

#[test]
fn hostile_text_and_names_are_kept_and_never_obeyed() {
    let text = "Var\u{1b}[31mga met\u{202e} dockers in Dakar\u{9b}2J on Tuesday, <script>alert(1)</script> he \
                said. \u{1b}]0;owned\u{7} Senegal accused Mali of seizing a boat.";
    let report =
        json!({ "text": text, "publisher": "\u{1b}[2J<b>Paper</b>", "url": "https://a.example/\u{1b}c" });
    let folder = Folder::new("hostile")
        .with("a.jsonl", format!("{report}\n{{\"text\": \"\u{1b}[31m\n"))
        .with("e\u{1b}[2J.txt", "");
    let output = dateline(&folder, &["ingest", ".", "--store", "a\u{1b}c.db"]);
    assert_eq!(output.status.code(), Some(1));
    let obeyed = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!stderr(&output).contains(obeyed), "{:?}", stderr(&output));
    assert!(!stdout(&output).contains(obeyed), "{:?}", stdout(&output));
}

#[test]
fn help_teaches_and_wrong_command_lines_are_status_2() {
    let folder = Folder::new("usage").with("a.jsonl", lines(1));
    let output = dateline(&folder, &["ingest", "--help"]);
    assert_eq!(output.status.code(), Some(0));
    for word in ["Examples:", "What is taken:", "kill -9", "Exit status:", "--store", "--rejects"] {
        assert!(stdout(&output).contains(word), "{word}");
    }
    for wrong in [
        vec!["ingest"],
        vec!["ingest", "a.jsonl"],
        vec!["ingest", "--store", "a.db"],
        vec!["ingest", "a.jsonl", "--store", "a.db", "--threads", "0"],
        vec!["ingest", "a.jsonl", "--store", "a.db", "--colour"],
    ] {
        let output = dateline(&folder, &wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(stdout(&output).is_empty() && !stderr(&output).is_empty(), "{wrong:?}");
    }
    let output = dateline(&folder, &["ingest", "a.jsonl", "--store", "a.db", "--codebook", "nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("error: nowhere: no such folder"), "{}", stderr(&output));
    assert!(!folder.0.join("a.db").exists());
}

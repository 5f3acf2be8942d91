//! Files of one report, JSON Lines, JSON, and standard input in their place.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

mod common;

use std::time::{Duration, Instant};

use common::{Folder, all, all_within, gzip, lines, reason, report, starts_anywhere};
use dateline_intake::{Form, Got, Limits, Part, open, open_from};
use jiff::civil::Date;

#[test]
fn a_text_or_page_is_one_report() {
    let folder = Folder::new();
    for name in ["a.txt", "a.html", "a.xhtml.gz", "a.htm", "a.dat"] {
        let bytes = b"\xef\xbb\xbf<html>The envoy\r\nleft.\xff";
        let bytes = if name.ends_with("gz") { gzip(bytes) } else { bytes.to_vec() };
        let report = report(&folder.write(name, bytes));
        assert_eq!(report.bytes, b"\xef\xbb\xbf<html>The envoy\r\nleft.\xff", "{name}");
        assert_eq!((report.form, report.place.part), (Form::Unknown, None));
    }
}

#[test]
fn empty_and_too_long_files_are_rejected() {
    let folder = Folder::new();
    for name in ["a.txt", "a.jsonl", "a.parquet", "a.warc", "a.xml", "a.json", "a"] {
        assert!(reason(&folder.write(name, "")).contains("nothing in it"), "{name}");
    }
    for name in ["b.txt", "b.xml", "b.json"] {
        assert!(reason(&folder.write(name, gzip(""))).contains("nothing in it"), "{name}");
    }
    let bomb = folder.write("c.txt.gz", gzip(vec![b'a'; 1 << 20]));
    let got = all_within(&bomb, &Limits { max_report: 1 << 16 });
    assert!(lines(&got)[0].contains("longer than the limit of 65536 bytes"), "{got:?}");
}

#[test]
fn lines_become_reports_and_rejects() {
    let folder = Folder::new();
    let path = folder.write(
        "news.jsonl",
        [
            b"\xef\xbb\xbf{\"title\":\"Envoy leaves\",\"text\":\"He left.\",\"url\":\"https://a.example/1\","
                .to_vec(),
            b"\"date\":\"2024-02-03T10:00:00Z\",\"source\":{\"id\":null,\"name\":\"The Paper\"}}\r\n"
                .to_vec(),
            b"\r\n   \n{broken\n[1]\n{\"title\":\"no text\"}\n{\"text\":\"\xff\"}\n".to_vec(),
            b"{\"maintext\":null,\"body\":\"\\u00e9t\\u00e9\",\"date\":20240203,\"tags\":[{\"text\":\"x\"}]}"
                .to_vec(),
        ]
        .concat(),
    );
    let got = all(&path);
    let said = lines(&got);
    assert_eq!(said[0], "line 1: Envoy leaves||He left.");
    assert!(said[1].starts_with("line 4: ! broken JSON (key must be a string, byte 2)"), "{}", said[1]);
    assert!(said[2].starts_with("line 5: ! no object of JSON"), "{}", said[2]);
    assert!(said[3].starts_with("line 6: ! neither text nor HTML: give it one of `text`"), "{}", said[3]);
    assert!(said[4].starts_with("line 7: ! not valid UTF-8 (byte 10)"), "{}", said[4]);
    assert_eq!(said[5], "line 8: été");
    let Got::Report(first) = &got[0] else { panic!() };
    assert_eq!(first.url.as_deref(), Some("https://a.example/1"));
    assert_eq!(first.publisher.as_deref(), Some("The Paper"));
    assert_eq!(first.published, Some(Date::constant(2024, 2, 3)));
    assert_eq!(first.form, Form::Plain);
    let Got::Report(last) = &got[5] else { panic!() };
    assert_eq!(last.published, Some(Date::constant(2024, 2, 3)));
    starts_anywhere(&path, &Limits::default());
}

#[test]
fn a_line_over_the_limit_is_not_held_and_the_rest_goes_on() {
    let folder = Folder::new();
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"b\"}}\n{{\"text\":\"c\"}}", "a".repeat(1 << 20));
    for (name, bytes) in [("a.jsonl", long.clone().into_bytes()), ("a.jsonl.gz", gzip(&long))] {
        let path = folder.write(name, bytes);
        let limits = Limits { max_report: 1000 };
        let said = lines(&all_within(&path, &limits));
        assert!(said[0].starts_with("line 1: ! the line is longer than the limit of 1000 bytes"), "{said:?}");
        assert_eq!(said[1..], ["line 2: b", "line 3: c"]);
        starts_anywhere(&path, &limits);
    }
}

#[test]
fn the_limit_itself_is_allowed() {
    let folder = Folder::new();
    for ending in ["", "\n", "\r\n"] {
        let path = folder.write("a.jsonl", format!("{{\"text\":\"abcde\"}}{ending}{{\"text\":\"x\"}}"));
        let said = |max_report| lines(&all_within(&path, &Limits { max_report }));
        if !ending.is_empty() {
            assert_eq!(said(16), ["line 1: abcde", "line 2: x"]);
            assert!(said(15)[0].contains("longer"), "{:?}", said(15));
            assert_eq!(said(15)[1], "line 2: x");
        }
    }
}

#[test]
fn broken_gzip_gives_what_stands_before_the_break() {
    let folder = Folder::new();
    let text: String = (0..20_000).map(|n| format!("{{\"text\":\"report {n} {}\"}}\n", n * 7919)).collect();
    let packed = gzip(&text);
    let path = folder.write("a.jsonl.gz", &packed[..packed.len() / 2]);
    let said = lines(&all(&path));
    assert_eq!(said[0], "line 1: report 0 0");
    let last = said.last().unwrap();
    assert!(last.contains("! the gzip data breaks off: fetch the file again"), "{last}");
    assert!(last.starts_with(&format!("line {}: ", said.len())), "{last}");
    assert!(said.len() > 1000);
    let mut wrong = gzip("{\"text\":\"a\"}\n");
    let at = wrong.len() - 6;
    wrong[at] ^= 1;
    let said = lines(&all(&folder.write("b.jsonl.gz", wrong)));
    assert!(said.last().unwrap().contains("corrupt"), "{said:?}");
}

#[test]
fn utf_16_is_named() {
    let folder = Folder::new();
    let bytes: Vec<u8> = "\u{feff}{\"text\":\"a\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(reason(&folder.write("a.jsonl", bytes)).contains("iconv"));
}

#[test]
fn json_is_told_by_its_bytes() {
    let folder = Folder::new();
    let read = |text: &str| lines(&all(&folder.write("a.json", text)));
    assert_eq!(read("{\"text\":\"a\"}\n{\"text\":\"b\"}\n"), ["line 1: a", "line 2: b"]);
    assert_eq!(read("{\n  \"text\": \"a\"\n}\n"), ["a"]);
    assert_eq!(read(" [ {\"text\":\"a\"} , 5,[{\"text\":\"x\"}],{\"text\":\"b\"} ]\n")[0], "item 1: a");
    let said = read("[{\"text\":\"a\"},5,[[]],{\"text\":\"b\"}]");
    assert!(
        said[1].starts_with("item 2: ! no object") && said[2].starts_with("item 3: ! no object"),
        "{said:?}"
    );
    assert_eq!(said[3], "item 4: b");
    assert_eq!(said.len(), 4);
    starts_anywhere(&folder.path().join("a.json"), &Limits::default());
    let said = read("[{\"text\":\"a\"},{\"text\":");
    assert!(said[1].starts_with("item 2: ! broken JSON") && said.len() == 2, "{said:?}");
    assert_eq!(read("[]"), [""; 0]);
    assert!(read("nothing")[0].contains("broken JSON"));
    assert!(read("5")[0].contains("no object"));
    let feed =
        read(r#"{"version":"https://jsonfeed.org/version/1","title":"P","items":[{"content_text":"x"}]}"#);
    assert!(feed[0].contains("<p>x</p>"), "{feed:?}");
}

#[test]
fn a_million_lines_stream_quickly() {
    let folder = Folder::new();
    let text = "{\"title\":\"Envoy\",\"text\":\"He left on Monday.\",\"x\":[1,2]}\n".repeat(1_000_000);
    let path = folder.write("a.jsonl", text);
    let input = common::input(&path);
    let start = Instant::now();
    let mut count = 0;
    let mut last = 0;
    for (got, consumed) in open(&input, &Limits::default()) {
        assert!(matches!(got, Got::Report(_)));
        (count, last) = (count + 1, consumed);
    }
    assert_eq!((count, last), (1_000_000, input.bytes()));
    // some seconds even on a slow machine without optimisation
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    let start = Instant::now();
    let (last, _) = open_from(&input, &Part::Line(1_000_000), &Limits::default()).next().unwrap();
    assert_eq!(last.place().unwrap().part, Some(Part::Line(1_000_000)));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_part_of_another_kind_is_refused() {
    let folder = Folder::new();
    let path = folder.write("a.jsonl", "{\"text\":\"a\"}\n");
    let got: Vec<Got> =
        open_from(&common::input(&path), &Part::Row(3), &Limits::default()).map(|(got, _)| got).collect();
    assert!(lines(&got)[0].contains("has no row 3"), "{got:?}");
    let beyond = open_from(&common::input(&path), &Part::Line(3), &Limits::default());
    assert_eq!(beyond.count(), 0);
}

#[test]
fn a_file_that_went_away_is_said() {
    let folder = Folder::new();
    let path = folder.write("a.jsonl", "{\"text\":\"a\"}\n");
    let input = common::input(&path);
    std::fs::remove_file(path).unwrap();
    let got: Vec<Got> = open(&input, &Limits::default()).map(|(got, _)| got).collect();
    assert!(lines(&got)[0].contains("no such file"), "{got:?}");
}

/// Set where this test is started once more to read its standard input.
const INNER: &str = "DATELINE_INTAKE_READS_STDIN";

#[test]
fn standard_input_is_one_report_or_lines() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    if std::env::var_os(INNER).is_some() {
        let input = dateline_intake::find(&["-".into()]).remove(0).unwrap();
        let got: Vec<Got> = open(&input, &Limits::default()).map(|(got, _)| got).collect();
        println!("<<{}>>{}", lines(&got).join("; "), got[0].place().unwrap().file.display());
        return;
    }
    let read = |bytes: &[u8]| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "standard_input_is_one_report_or_lines", "--nocapture"]).env(INNER, "1");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        said.split("<<").nth(1).unwrap().split('\n').next().unwrap().to_owned()
    };
    assert_eq!(read(b"The envoy left."), "The envoy left.>>-");
    assert_eq!(read(b"{\"text\":\"a\"}\n{\"text\":\"b\"}"), "line 1: a; line 2: b>>-");
    assert_eq!(read(&gzip("{\"text\":\"a\"}\n")), "line 1: a>>-");
    assert!(read(b"").contains("nothing in it"));
    assert!(read(b"WARC/1.0\r\n").contains("a WARC is read from a file only: save it"));
    assert!(read(b"PAR1....").contains("a Parquet table is read from a file only"));
}

#[test]
fn readers_may_move_to_another_thread() {
    fn sent<T: Send>(_: T) {}
    let folder = Folder::new();
    sent(open(&common::input(&folder.write("a.txt", "words")), &Limits::default()));
}

//! WARC, plain and gzip, whole and broken.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

mod common;
#[path = "common/warc.rs"]
mod warc;

use std::io::Write;

use common::{Folder, all, all_within, gzip, lines, placed, starts_anywhere};
use dateline_intake::{Form, Got, Limits, Part, open_from};
use flate2::Compression;
use flate2::write::GzEncoder;
use warc::{answer, fields, html, noise, page, pages, record, with_length};

/// Records each in a member of its own, as CC-NEWS has them.
fn members(records: &[Vec<u8>]) -> Vec<u8> {
    records.iter().flat_map(gzip).collect()
}

fn some_records() -> Vec<Vec<u8>> {
    let url = |n: u32| fields(&format!("https://a.example/{n}"));
    let html_type = "Content-Type: text/html\r\n";
    vec![
        record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: x\r\n"),
        record("request", &url(1), b"GET / HTTP/1.1\r\n\r\n"),
        page("https://a.example/1", "one"),
        record("metadata", &url(1), b"x: y\r\n"),
        record("response", &url(2), &answer("404 Not Found", html_type, b"<p>gone")),
        record("response", &url(3), &answer("200 OK", "Content-Type: image/png\r\n", b"\x89PNG")),
        record(
            "response",
            &url(4),
            &answer("200 OK", "content-type: TEXT/PLAIN;charset=koi8-r\r\n", b"four\xc1"),
        ),
        record("response", &url(5), &answer("200", html_type, b"")),
        record("response", &url(6), &answer("200 OK", "X: y\r\n", b"<!DOCTYPE html><p>six")),
        record("resource", "WARC-Target-URI: file:///7\r\nContent-Type: text/html\r\n", b"<p>seven"),
        record("resource", "WARC-Target-URI: file:///8\r\nContent-Type: text/css\r\n", b"p {}"),
        record("revisit", &url(9), &answer("200 OK", html_type, b"")),
    ]
}

#[test]
fn pages_are_found_among_other_records() {
    let folder = Folder::new();
    let records = some_records();
    let cases = [
        ("a.warc", records.concat()),
        ("a.warc.gz", members(&records)),
        ("one.warc.gz", gzip(records.concat())),
        ("named", records.concat()),
        ("named-gz", members(&records)),
        ("wrongly.warc", members(&records)),
        ("wrongly.warc.gz", records.concat()),
    ];
    for (name, bytes) in cases {
        let path = folder.write(name, bytes);
        let got = all(&path);
        let texts: Vec<String> =
            lines(&got).iter().map(|l| l.rsplit(": ").next().unwrap().to_owned()).collect();
        assert_eq!(
            texts[..3],
            ["<html><p>one</p></html>", "four\u{fffd}", "<!DOCTYPE html><p>six"],
            "{name}"
        );
        assert_eq!(texts[3], "<p>seven");
        let Got::Report(four) = &got[1] else { panic!() };
        assert_eq!((four.form, four.charset.as_deref()), (Form::Plain, Some("koi8-r")));
        assert_eq!(four.url.as_deref(), Some("https://a.example/4"));
        assert_eq!(four.published, None);
        let note = lines(&got)[4].clone();
        assert!(note.contains("8 of 12 records left out: 4 that hold no pages"), "{note}");
        assert!(
            note.contains("1 answered with another status than 200, 2 neither HTML nor plain text, 1 empty")
        );
        assert_eq!(got.len(), 5);
        starts_anywhere(&path, &Limits::default());
    }
}

#[test]
fn places_are_bytes_of_the_file() {
    let folder = Folder::new();
    let records = pages(3, |n| format!("page {n}"));
    let starts = |parts: &[Vec<u8>]| {
        let starts = parts.iter().scan(0, |at, part| {
            *at += part.len() as u64;
            Some(*at - part.len() as u64)
        });
        starts.map(Part::Offset).collect::<Vec<_>>()
    };
    let parts = |got: &[Got]| got.iter().map(|g| g.place().unwrap().part.unwrap()).collect::<Vec<_>>();
    let packed: Vec<Vec<u8>> = records.iter().map(gzip).collect();
    assert_eq!(parts(&all(&folder.write("a.warc", records.concat()))), starts(&records));
    assert_eq!(parts(&all(&folder.write("a.warc.gz", packed.concat()))), starts(&packed));
    let within = |record| Part::Within { member: 0, record };
    let one = folder.write("b.warc.gz", gzip(records.concat()));
    assert_eq!(parts(&all(&one)), [Part::Offset(0), within(1), within(2)]);
}

#[test]
fn bodies_are_taken_out_of_their_codings() {
    let folder = Folder::new();
    let chunked = b"6\r\n<html>\r\n5\r\n<p>on\r\n1\r\ne\r\n0\r\n\r\n";
    let html_type = "Content-Type: text/html\r\n";
    let both =
        [format!("{:x}\r\n", gzip("<p>two").len()).as_bytes(), &gzip("<p>two"), b"\r\n0\r\n\r\n"].concat();
    let records = [
        record(
            "response",
            "",
            &answer("200 OK", &format!("{html_type}Transfer-Encoding: chunked\r\n"), chunked),
        ),
        record(
            "response",
            "",
            &answer(
                "200 OK",
                &format!("{html_type}transfer-encoding: chunked\r\nContent-Encoding: gzip\r\n"),
                &both,
            ),
        ),
        record(
            "response",
            "",
            &answer("200 OK", &format!("{html_type}Content-Encoding: gzip\r\n"), b"<p>three"),
        ),
        record(
            "response",
            "",
            &answer("200 OK", &format!("{html_type}Content-Encoding: rot13\r\n"), b"four"),
        ),
    ];
    let said = lines(&all(&folder.write("a.warc", records.concat())));
    assert!(said[0].ends_with("<html><p>one"), "{said:?}");
    assert!(said[1].ends_with("<p>two") && said[2].ends_with("<p>three"), "{said:?}");
    assert!(said[3].contains("! the content encoding `rot13`"), "{said:?}");
}

/// The texts of pages, and the first words of reasons.
fn outline(got: Vec<Got>) -> Vec<String> {
    let text = |line: &str| line.split("<p>").nth(1).map(|t| t.split('<').next().unwrap().to_owned());
    let reason = |line: &str| {
        line.split_once("! ").map(|(_, r)| format!("!{}", r.split(' ').take(4).collect::<Vec<_>>().join(" ")))
    };
    lines(&placed(got)).iter().map(|l| reason(l).or_else(|| text(l)).unwrap()).collect()
}

#[test]
fn garbage_between_records_is_passed_over() {
    let folder = Folder::new();
    let [a, b, c] = pages(3, |n| n.to_string()).try_into().unwrap();
    let garbage = b"some \x1f\x8b\x08 garbage WARC/1.0 without an end of line".to_vec();
    let plain = [&garbage[..], b"\n", &a, &garbage, &b, b"\r\n\r\n", &c, &garbage].concat();
    let path = folder.write("a.warc", &plain);
    let no_record = "!no record starts here:";
    assert_eq!(outline(all(&path)), [no_record, "0", no_record, "1", "2", no_record]);
    starts_anywhere(&path, &Limits::default());
    let path = folder.write("a.warc.gz", gzip(plain));
    assert_eq!(outline(all(&path)), [no_record, "0", no_record, "1", "2", no_record]);
    starts_anywhere(&path, &Limits::default());
    let packed = [&gzip("")[..], &garbage, &gzip(&a), &garbage, &gzip(&b), &gzip(&c), &garbage].concat();
    let path = folder.write("b.warc.gz", packed);
    let no_member = "!no gzip member starts";
    assert_eq!(outline(all(&path)), [no_member, "0", no_member, "1", "2", no_member]);
    starts_anywhere(&path, &Limits::default());
}

#[test]
fn wrong_lengths_cost_one_record() {
    let folder = Folder::new();
    let [a, _, c] = pages(3, |n| n.to_string()).try_into().unwrap();
    let content = answer("200 OK", "Content-Type: text/html\r\n", html("1").as_bytes());
    for length in [content.len() - 9, content.len() + 9, content.len() + 60, 0, usize::MAX, u64::MAX as usize]
    {
        let wrong = with_length("response", "", &content, length);
        let plain = [&a[..], &wrong, &c].concat();
        let path = folder.write("a.warc", plain);
        let got = outline(all(&path));
        assert_eq!(got.len(), 3, "{length}: {got:?}");
        assert_eq!((got[0].as_str(), got[2].as_str()), ("0", "2"));
        assert!(got[1].starts_with('!'));
        starts_anywhere(&path, &Limits::default());

        let path = folder.write("a.warc.gz", members(&[a.clone(), wrong.clone(), c.clone()]));
        let got = outline(all(&path));
        assert_eq!((got[0].as_str(), got[2].as_str()), ("0", "2"), "{length}: {got:?}");
        assert!(got[1].starts_with('!') && got.len() == 3, "{length}: {got:?}");
        starts_anywhere(&path, &Limits::default());

        let path = folder.write("b.warc.gz", gzip([&a[..], &wrong, &c].concat()));
        let got = outline(all(&path));
        assert_eq!(got[0], "0");
        assert!(got[1].starts_with('!'), "{length}: {got:?}");
        if length < content.len() {
            assert_eq!(got[2..], ["2"], "{length}");
        }
        starts_anywhere(&path, &Limits::default());
    }
}

#[test]
fn an_archive_that_breaks_off_gives_what_it_holds() {
    let folder = Folder::new();
    let records = pages(3, noise);
    for (name, bytes, last) in [
        ("a.warc", records.concat(), records[2].len()),
        ("a.warc.gz", members(&records), gzip(&records[2]).len()),
        ("b.warc.gz", gzip(records.concat()), gzip(&records[2]).len()),
    ] {
        for missing in [1, 5, 9, last / 2] {
            let path = folder.write(name, &bytes[..bytes.len() - missing]);
            let got = outline(all(&path));
            assert_eq!(got[..2], [noise(0), noise(1)], "{name} without {missing}");
            // blank lines behind the last record may be missing
            let whole = name == "a.warc" && missing <= 4;
            assert!(got.len() == 3 && got[2].starts_with('!') != whole, "{name} without {missing}: {got:?}");
            starts_anywhere(&path, &Limits::default());
        }
    }
}

#[test]
fn a_corrupt_member_costs_one_record() {
    let folder = Folder::new();
    let packed: Vec<Vec<u8>> = pages(3, noise).iter().map(gzip).collect();
    for at in [3, 12, 200, packed[1].len() - 6] {
        let mut wrong = packed[1].clone();
        wrong[at] ^= 0x55;
        let path = folder.write("a.warc.gz", [&packed[0][..], &wrong, &packed[2]].concat());
        let got = outline(all(&path));
        assert_eq!((got[0].clone(), got.last().cloned()), (noise(0), Some(noise(2))), "{at}");
        assert!(got.len() == 3 && got[1].starts_with('!'), "{at}: {got:?}");
        starts_anywhere(&path, &Limits::default());
    }
    let padded = [packed.concat(), vec![0; 1000]].concat();
    assert_eq!(outline(all(&folder.write("b.warc.gz", padded))).len(), 3);
}

#[test]
fn bombs_are_rejected_and_the_rest_goes_on() {
    let folder = Folder::new();
    let limits = Limits { max_report: 1 << 14 };
    let html_type = "Content-Type: text/html\r\n";
    let zeros = vec![b'a'; 1 << 20];
    let coded = format!("{html_type}Content-Encoding: gzip\r\n");
    let records = [
        page("https://a.example/0", "first"),
        record("response", "", &answer("200 OK", html_type, &zeros[..1 << 17])),
        record("response", "", &answer("200 OK", &coded, &gzip(&zeros))),
        record("response", "", &answer("200 OK", "Content-Type: video/mp4\r\n", &zeros[..1 << 17])),
        record("resource", html_type, &zeros[..1 << 17]),
        page("https://a.example/1", "last"),
    ];
    let too_long = "!the page is longer";
    let expected = ["first", too_long, too_long, too_long, "last"];
    for (name, bytes) in [("a.warc", records.concat()), ("a.warc.gz", members(&records))] {
        let path = folder.write(name, bytes);
        let got = outline(all_within(&path, &limits));
        assert_eq!(got, expected, "{name}");
        starts_anywhere(&path, &limits);
    }
}

#[test]
fn what_is_passed_over_has_an_end() {
    let folder = Folder::new();
    // 512 MiB of nothing, of which no more than 16 times the limit is unpacked
    let mut to = GzEncoder::new(Vec::new(), Compression::best());
    let length = 512u64 << 20;
    to.write_all(format!("WARC/1.0\r\nWARC-Type: other\r\nContent-Length: {length}\r\n\r\n").as_bytes())
        .unwrap();
    (0..512).for_each(|_| to.write_all(&[0; 1 << 20]).unwrap());
    let bomb = to.finish().unwrap();
    let path = folder.write("a.warc.gz", [bomb, gzip(page("https://a.example/1", "last"))].concat());
    let got = outline(all_within(&path, &Limits { max_report: 1 << 16 }));
    assert_eq!(got, ["!the record is too", "last"]);
}

#[test]
fn records_can_be_reached_without_reading_what_stands_before() {
    let folder = Folder::new();
    let records = pages(200, |n| n.to_string());
    let path = folder.write("a.warc.gz", members(&records));
    let whole = all(&path);
    let Some(Part::Offset(at)) = whole[150].place().unwrap().part else { panic!() };
    // what stands before the record is corrupt now, but for what shows that the file is gzip
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[3..at as usize].fill(7);
    std::fs::write(&path, bytes).unwrap();
    let rest = open_from(&common::input(&path), &Part::Offset(at), &Limits::default());
    assert_eq!(rest.map(|(got, _)| got).collect::<Vec<_>>(), whole[150..]);
    assert_eq!(all(&path).len(), 51, "one reject for all that is corrupt");
}

#[test]
fn lines_may_end_without_carriage_return() {
    let folder = Folder::new();
    let text = String::from_utf8(page("https://a.example/1", "one")).unwrap().replace("\r\n", "\n");
    let length = text.split("\n\n").nth(1).unwrap().len() + 2 + html("one").len();
    let text = text.lines().map(|l| {
        if l.starts_with("Content-Length") { format!("Content-Length: {length}") } else { l.to_owned() }
    });
    let text = text.collect::<Vec<_>>().join("\n") + "\n\n";
    let path = folder.write("a.warc", text.repeat(2));
    assert_eq!(outline(all(&path)), ["one", "one"]);
}

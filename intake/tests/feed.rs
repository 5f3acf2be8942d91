//! Feeds as files.

#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

mod common;

use common::{Folder, all, all_within, gzip, lines, reason, starts_anywhere};
use dateline_intake::{Form, Got, Limits};
use jiff::civil::Date;

const RSS: &str = r#"<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Caf\xe9 News</title>
<item><title>One</title><link>https://a.example/1</link><pubDate>Sat, 03 Feb 2024 23:30:00 -0500</pubDate>
<content:encoded><![CDATA[<p>First</p>]]></content:encoded></item>
<item><title>Two</title><link>https://a.example/2</link></item>
<item><title>Three</title><description>Third</description></item>
</channel></rss>"#;

/// The feed in the encoding that it declares.
fn rss() -> Vec<u8> {
    RSS.split("\\xe9").map(str::as_bytes).collect::<Vec<_>>().join(&0xe9)
}

#[test]
fn items_become_pages() {
    let folder = Folder::new();
    for (name, bytes) in [("a.rss", rss()), ("a.xml.gz", gzip(rss())), ("a", rss())] {
        let path = folder.write(name, bytes);
        let got = all(&path);
        assert_eq!(got.len(), 3);
        let Got::Report(first) = &got[0] else { panic!("{got:?}") };
        assert_eq!(first.form, Form::Html);
        assert_eq!(first.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(first.publisher.as_deref(), Some("Café News"));
        assert_eq!(first.published, Some(Date::constant(2024, 2, 3)));
        let page = String::from_utf8(first.bytes.clone()).unwrap();
        assert!(page.contains("<title>One</title>") && page.contains("<p>First</p>"), "{page}");
        let said = lines(&got);
        assert!(said[1].starts_with("item 2: ! neither content nor description"), "{said:?}");
        assert!(said[2].starts_with("item 3: ") && said[2].contains("Third"), "{said:?}");
        starts_anywhere(&path, &Limits::default());
    }
}

#[test]
fn broken_feeds_give_what_they_hold() {
    let folder = Folder::new();
    let cut = rss();
    let said = lines(&all(&folder.write("a.rss", &cut[..cut.len() - 60])));
    assert_eq!(said.len(), 3);
    assert!(said[2].starts_with("item 3: ! the feed breaks off"), "{said:?}");
    let behind = folder.write("b.rss", &cut[..cut.len() - "</channel></rss>".len()]);
    let said = lines(&all(&behind));
    assert!(said.len() == 4 && said[3].starts_with("item 4: ! the feed breaks off"), "{said:?}");
    starts_anywhere(&behind, &Limits::default());
}

#[test]
fn relative_links_need_a_base() {
    let folder = Folder::new();
    let entry = "<entry><link href='1'/><content>x</content></entry>";
    let url = |head: &str| {
        let file = folder.write("a.atom", format!("<feed {head}>{entry}</feed>"));
        common::report(&file).url
    };
    assert_eq!(url("xml:base='https://a.example/b/'").as_deref(), Some("https://a.example/b/1"));
    assert_eq!(url(""), None);
}

#[test]
fn what_is_no_feed_is_said() {
    let folder = Folder::new();
    assert!(reason(&folder.write("a.xml", "<urlset><url/></urlset>")).contains("neither RSS"));
    assert!(reason(&folder.write("a.rss", "words")).contains("neither RSS"));
    assert!(reason(&folder.write("a.atom", "{\"items\": 5}")).contains("neither RSS"));
    assert_eq!(all(&folder.write("b.rss", "<rss><channel><title>T</title></channel></rss>")), []);
    // XHTML is a page
    assert_eq!(lines(&all(&folder.write("c.xml", "<html><p>x"))), ["<html><p>x"]);
    let said = lines(&all_within(&folder.write("d.rss", rss()), &Limits { max_report: 99 }));
    assert!(said[0].contains("the feed is longer than the limit"), "{said:?}");
}

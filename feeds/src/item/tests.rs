//! Tests of reading feeds.

use super::*;

fn base() -> Url {
    Url::parse("https://example.org/news/feed.xml").expect("an address")
}

fn items(text: &str) -> Vec<Item> {
    read(text.as_bytes(), None, &base()).expect(text).items
}

fn links(text: &str) -> Vec<String> {
    items(text).iter().map(|i| i.link.as_ref().map_or("-".to_owned(), Url::to_string)).collect()
}

#[test]
fn rss_is_read() {
    let text = r#"<?xml version="1.0"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>The &amp;amp; Daily</title><link>https://example.org</link>
        <item><title>Talks &lt;b&gt;begin&lt;/b&gt;</title><link>
            /a?x=1&amp;utm_source=rss </link><pubDate>Tue, 4 Mar 2025 23:10:00 -0500</pubDate>
            <description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded></item>
        <item><title>Only an id</title><guid>https://example.org/b</guid></item>
        <item><guid isPermaLink="false">7</guid><description>No link &lt;p&gt;at all&lt;/p&gt;</description></item>
        <item><title>Empty link</title><link></link></item>
        <item><comments>https://example.org/c#comments</comments><title>Comments are no page</title></item>
        </channel></rss>"#;
    let feed = read(text.as_bytes(), None, &base()).expect("a feed");
    assert_eq!(feed.title.as_deref(), Some("The & Daily"));
    let [first, second, third, fourth, fifth] = &feed.items[..] else { panic!("five items") };
    assert_eq!(first.said.title.as_deref(), Some("Talks begin"));
    assert_eq!(first.key, "https://example.org/a?x=1");
    assert_eq!(first.said.published, Some(jiff::civil::date(2025, 3, 4)));
    assert_eq!(first.said.content.as_deref(), Some("<p>Long.</p>"));
    assert_eq!(first.said.summary.as_deref(), Some("<p>Short.</p>"));
    assert_eq!(second.key, "https://example.org/b");
    assert!(third.link.is_none() && third.key.starts_with("https://example.org/news/feed.xml#"));
    assert!(fourth.link.is_none() && fourth.key != third.key);
    assert!(fifth.link.is_none());
    assert_eq!(fourth.key, items(text)[3].key, "keys stay the same from reading to reading");
}

#[test]
fn atom_links_are_chosen() {
    let text = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/base/"><id>x</id>
        <entry><id>urn:1</id><link rel="self" href="/self"/><link rel="enclosure" href="/a.mp3"/>
            <link rel="alternate" type="application/pdf" href="/a.pdf"/>
            <link type="text/html" href="a"/><updated>2025-03-04T01:00:00+05:00</updated></entry>
        <entry><id>urn:2</id><link rel="edit" href="/edit"/></entry>
        <entry><id>urn:3</id><link href="javascript:alert(1)"/></entry>
        <entry><id>urn:4</id><link href="/news/feed.xml"/><link href="//cdn.example.org/d"/></entry></feed>"#;
    assert_eq!(links(text), ["https://example.org/base/a", "-", "-", "https://cdn.example.org/d"]);
    assert_eq!(items(text)[0].said.published, Some(jiff::civil::date(2025, 3, 4)));
}

#[test]
fn old_rss_and_json_feeds_are_read() {
    let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title><link>https://example.org</link></channel>
        <item><title>a</title><link>https://example.org/a</link><dc:date>2025-03-04</dc:date></item></rdf:RDF>"#;
    assert_eq!(links(rdf), ["https://example.org/a"]);
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "x",
        "items": [{"id": "1", "url": "https://example.org/a", "content_text": "y"}]}"#;
    assert_eq!(links(json), ["https://example.org/a"]);
}

#[test]
fn what_is_no_feed_is_named() {
    let wrongs = [
        ("", "the feed is empty"),
        ("not found", "neither RSS nor Atom"),
        ("<svg/>", "neither RSS nor Atom"),
        ("<rss version='2.0'><channel><item>", ""),
        ("<rss version='2.0'><channel></item>", "not well-formed"),
        ("{\"version\": 3}", ""),
        ("<!DOCTYPE html><p>x", "it is a page, not a feed; look for"),
        (
            "<html><link rel=alternate type=\"application/rss+xml\" href='/rss?a=1&amp;b=2'>",
            "the page names https://example.org/rss?a=1&b=2 as its feed",
        ),
    ];
    for (text, word) in wrongs {
        let said = read(text.as_bytes(), None, &base()).expect_err(text);
        assert!(said.contains(word), "{text}: {said}");
    }
}

#[test]
fn what_is_wrong_in_one_item_leaves_the_others() {
    let text = "<rss version='2.0'><channel><item><title>Q & A</title><link>/a?b=1&c=2</link></item>\
        <item><author>\u{5f20}\u{4e09}\u{ff08}jane@example.org\u{ff09}</author><link>/b</link></item>\
        <item><description>x<br>y</description><link>/c</link></item><item><link>/d";
    let feed = read(text.as_bytes(), None, &base()).expect("a feed");
    assert!(feed.cut && feed.items[0].said.title.as_deref() == Some("Q & A"));
    let page = |name: &str| format!("https://example.org/{name}");
    assert_eq!(links(text), [page("a?b=1&c=2"), page("b"), page("c")]);
}

#[test]
fn entities_do_not_multiply() {
    let mut text = String::from("<!DOCTYPE rss [<!ENTITY a0 'ha'>");
    for i in 1..40 {
        text.push_str(&format!("<!ENTITY a{i} '&a{};&a{};'>", i - 1, i - 1));
    }
    text.push_str(
        "]><rss version='2.0'><channel><item><link>/a</link><title>&a39;</title></item></channel></rss>",
    );
    assert_eq!(items(&text)[0].said.title.as_deref(), Some("&a39;"));
}

#[test]
fn any_bytes_may_come() {
    let good = "<rss version='2.0'><channel><item><title>a</title><link>/a</link></item></channel></rss>";
    let mut seed = 7u32;
    for _ in 0..2000 {
        let mut bytes = good.as_bytes().to_vec();
        for _ in 0..3 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = seed as usize % bytes.len();
            bytes[at] = (seed >> 16) as u8;
        }
        let _ = read(&bytes, None, &base());
        let _ = read(&bytes[..seed as usize % bytes.len()], Some("text/xml; charset=utf-16"), &base());
    }
}

//! The way through a feed in XML, from item to item: RSS 0.9x, 1.0 and 2.0 and Atom.

use quick_xml::events::{BytesStart, Event};

use super::address::Base;
use super::entry;
use super::item::{self, About, Item};
use super::xml::{attribute, content, inner, parts, reader};

/// Bases in force at one place; those further in are not looked at.
const MOST_BASES: usize = 16;

/// How far a feed has been read. Its text is not held here but given anew at each step.
#[derive(Debug)]
pub(super) struct Walk {
    /// What the feed has said of itself so far.
    pub(super) about: About,
    at: usize,
    base: Base,
    /// What open elements set as base, each with how deep the element lies.
    bases: Vec<(usize, Base)>,
    depth: usize,
    root: Option<String>,
    ended: bool,
}

impl Walk {
    /// The beginning of a feed with this base.
    pub(super) fn new(base: Base) -> Walk {
        let about = About::default();
        Walk { about, at: 0, base, bases: Vec::new(), depth: 0, root: None, ended: false }
    }

    /// The next item that is whole; `None` at the end, or where the feed breaks off.
    pub(super) fn next(&mut self, text: &str) -> Option<Item> {
        let rest = text.get(self.at..)?;
        // where nothing more is found, nothing is looked for again
        self.at = text.len();
        let mut reader = reader(rest);
        loop {
            let start = match reader.read_event() {
                Err(_) | Ok(Event::Eof) => return None,
                Ok(Event::Start(start)) => start,
                Ok(Event::End(end)) => {
                    self.leave(end.name().as_ref());
                    continue;
                }
                Ok(Event::Empty(start)) => {
                    self.ended |= self.root.is_none();
                    self.begin(&start);
                    continue;
                }
                Ok(_) => continue,
            };
            let alone = self.root.is_none();
            self.begin(&start);
            let name = start.name();
            let (_, bare) = parts(name.as_ref());
            if !matches!(bare, "item" | "entry" | "image" | "textinput" | "textInput" | "title" | "language")
            {
                self.enter(&start);
                continue;
            }
            let inner = inner(&mut reader, rest, &start)?;
            self.ended |= alone;
            match bare {
                "item" | "entry" => {
                    self.at = text.len() - rest.len() + reader.buffer_position() as usize;
                    return Some(entry::item(&start, inner, self.base()));
                }
                "title" if self.about.title.is_none() => self.about.title = item::title(&content(inner)),
                "language" => self.about.language = Some(content(inner).trim().to_owned()),
                _ => {}
            }
        }
    }

    /// Whether what was read looks like a feed; one without items must say so by its name.
    pub(super) fn is_feed(&self) -> bool {
        let root = self.root.as_deref().map(|root| parts(root).1.to_ascii_lowercase());
        root.is_some_and(|root| matches!(root.as_str(), "rss" | "rdf" | "feed" | "entry"))
    }

    /// Whether the feed ended before its end, once there is no next item.
    pub(super) fn is_cut(&self) -> bool {
        !self.ended
    }

    fn base(&self) -> &Base {
        self.bases.last().map_or(&self.base, |(_, base)| base)
    }

    fn begin(&mut self, start: &BytesStart) {
        if self.root.is_none() {
            self.root = Some(start.name().as_ref().to_owned());
        }
        if self.about.language.is_none() {
            self.about.language = attribute(start, "xml:lang");
        }
    }

    fn enter(&mut self, start: &BytesStart) {
        self.depth += 1;
        if self.bases.len() == MOST_BASES {
            return;
        }
        if let Some(base) = attribute(start, "xml:base") {
            self.bases.push((self.depth, self.base().within(Some(&base))));
        }
    }

    fn leave(&mut self, name: &str) {
        self.bases.pop_if(|(depth, _)| *depth >= self.depth);
        self.depth = self.depth.saturating_sub(1);
        self.ended |= self.root.as_deref() == Some(name);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    fn walk(text: &str, base: Option<&str>) -> (Walk, Vec<Item>) {
        let (mut walk, mut items) = (Walk::new(Base::new(base)), Vec::new());
        while let Some(item) = walk.next(text) {
            items.push(item);
        }
        (walk, items)
    }

    fn only(text: &str) -> Item {
        let (_, mut items) = walk(text, None);
        assert_eq!(items.len(), 1);
        items.remove(0)
    }

    #[test]
    fn rss_2_is_read() {
        let (walk, items) = walk(
            r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="x"><channel><title>The Paper &amp; Co</title>
            <language>en-GB</language><image><title>Logo</title></image>
            <item><title>One &amp;amp; <![CDATA[<b>two</b>]]></title><link> https://a.example/1?x=1&amp;y=2 </link>
            <pubDate>Sat, 03 Feb 2024 23:30:00 -0500</pubDate><description>short</description>
            <author>名前（foo@bar.example）</author><itunes:duration>99999999999999999999999999</itunes:duration>
            <content:encoded><![CDATA[<p>Long &nbsp; & wide</p>]]></content:encoded></item>
            <item><guid>https://a.example/2</guid><description>&lt;p&gt;A &amp;nbsp; B&#8217;s&lt;/p&gt;</description></item>
            <item><guid isPermaLink="false">https://a.example/3</guid><comments>https://a.example/4</comments></item>
            </channel></rss>"#,
            None,
        );
        assert_eq!(walk.about.title.as_deref(), Some("The Paper & Co"));
        assert_eq!(walk.about.language.as_deref(), Some("en-GB"));
        assert!(walk.is_feed() && !walk.is_cut());
        assert_eq!(
            items[0],
            Item {
                title: Some("One & two".into()),
                link: Some("https://a.example/1?x=1&y=2".into()),
                id: None,
                published: Some(Date::constant(2024, 2, 3)),
                content: Some("<p>Long &nbsp; & wide</p>".into()),
                summary: Some("<p>short</p>".into()),
            }
        );
        assert_eq!(items[1].link.as_deref(), Some("https://a.example/2"));
        assert_eq!(items[1].id, items[1].link);
        assert_eq!(items[1].summary.as_deref(), Some("<p>A &nbsp; B’s</p>"));
        assert_eq!(items[2], Item { id: Some("https://a.example/3".into()), ..Item::default() });
    }

    #[test]
    fn atom_is_read() {
        let item = only(
            r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>P</title><entry><title type="html">A &lt;i&gt;b&lt;/i&gt;</title>
            <id>urn:1</id><link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/><summary type="html"/>
            <updated>2024-02-05T00:00:00Z</updated><published>2024-02-03T00:00:00Z</published>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x &amp; y</p><br/></div></content></entry></feed>"#,
        );
        assert_eq!(item.title.as_deref(), Some("A b"));
        assert_eq!((item.link.as_deref(), item.id.as_deref()), (Some("https://a.example/1"), Some("urn:1")));
        assert_eq!(item.published, Some(Date::constant(2024, 2, 3)));
        assert_eq!(
            item.content.as_deref(),
            Some(r#"<div xmlns="http://www.w3.org/1999/xhtml"><p>x &amp; y</p><br/></div>"#)
        );
        assert_eq!(item.summary, None);
    }

    #[test]
    fn atom_text_is_escaped() {
        let item = only("<feed><entry><content>a &lt; b</content></entry></feed>");
        assert_eq!(item.content.as_deref(), Some("<p>a &lt; b</p>"));
        let item = only("<feed><entry><content type='image/png'>iVBOR</content></entry></feed>");
        assert_eq!(item.content, None);
    }

    #[test]
    fn text_without_tags_keeps_its_paragraphs() {
        let item = only("<rss><item><description>a &amp;amp; b\n\nc</description></item></rss>");
        assert_eq!(item.summary.as_deref(), Some("<p>a &amp; b</p>\n<p>c</p>"));
    }

    #[test]
    fn rss_1_is_read() {
        let (walk, items) = walk(
            r#"<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel><title>P</title><items><rdf:Seq/></items></channel>
            <item rdf:about="x"><title>T</title><link>https://a.example/1</link><dc:date>2024-02-03</dc:date>
            <description>d</description></item></rdf:RDF>"#,
            None,
        );
        assert_eq!(walk.about.title.as_deref(), Some("P"));
        assert_eq!(items[0].published, Some(Date::constant(2024, 2, 3)));
    }

    #[test]
    fn prefixes_may_be_any() {
        let item = only(
            "<a:feed><a:entry><a:title>T</a:title><a:link href='https://a.example/'/></a:entry></a:feed>",
        );
        assert_eq!((item.title.as_deref(), item.link.as_deref()), (Some("T"), Some("https://a.example/")));
    }

    #[test]
    fn links_are_relative_to_their_bases() {
        let (_, items) = walk(
            "<feed xml:base='/b/'><x xml:base='x/'><entry><link href='1'/></entry></x><entry xml:base='e/'>\
             <link href='2'/></entry><entry><link xml:base='https://c.example/' href='3'/></entry>\
             <entry><link href='4.pdf' type='application/pdf'/><link href='4'/></entry>\
             <entry><link/><link href='/feed'/></entry></feed>",
            Some("https://a.example/feed"),
        );
        let links: Vec<&str> = items.iter().map(|item| item.link.as_deref().unwrap_or("-")).collect();
        let base = "https://a.example/b";
        let expected = [
            &format!("{base}/x/1"),
            &format!("{base}/e/2"),
            "https://c.example/3",
            &format!("{base}/4"),
            "-",
        ];
        assert_eq!(links, expected);
    }

    #[test]
    fn broken_feeds_give_what_they_hold() {
        let item = only(
            "<rss><channel><item><title>A & B</title><description>x <b>bold</b> & y<br>z</description></item>",
        );
        assert_eq!(item.title.as_deref(), Some("A & B"));
        assert_eq!(item.summary.as_deref(), Some("x <b>bold</b> & y<br>z"));
        for end in ["<item><title>B", "<title>B", "<!-- ", ""] {
            let (cut, items) = walk(&format!("<rss><channel><item><title>A</title></item>{end}"), None);
            assert_eq!((items.len(), cut.is_cut()), (1, true), "{end}");
        }
        for whole in ["<rss/>", "<rss><item></rss></item></rss>", "<entry></entry>", "<feed></x></feed>"] {
            assert!(!walk(whole, None).0.is_cut(), "{whole}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_or_keeps_on(
            text in "(<item>|</item>|<title|>|<|&|;|&#|<!\\[CDATA\\[|\\]\\]>| xml:base='a/'|<link|é|\\PC)*"
        ) {
            let (_, found) = walk(&text, Some("https://a.example/"));
            proptest::prop_assert!(found.len() <= text.len());
        }
    }
}

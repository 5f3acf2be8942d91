//! Refuses feeds built to cost a reader more time or memory than their size warrants: all items of a feed are
//! held at once, so what there may be of each thing has a limit, counted before anything is kept.

use quick_xml::events::{BytesStart, Event};

use super::FeedError;
use super::xml;

/// Feeds nest a dozen elements, XHTML inside them a few dozen.
const DEEPEST: usize = 256;

/// Bases in force at one place; each is joined to the one before and may be longer than it.
const MOST_BASES: usize = 16;

const MOST_ATTRIBUTES: usize = 256;

/// Elements of XML, or objects and arrays of JSON.
const MOST_ELEMENTS: usize = 250_000;

/// Items of one feed.
const MOST_ITEMS: usize = 10_000;

/// Goes through a feed in XML as far as it can be read.
pub(super) fn check_xml(text: &str) -> Result<(), FeedError> {
    let mut reader = xml::reader(text);
    let mut shape = Shape::default();
    loop {
        match reader.read_event() {
            Err(_) | Ok(Event::Eof) => return Ok(()),
            Ok(Event::Start(tag)) => shape.open(&tag)?,
            Ok(Event::Empty(tag)) => {
                shape.open(&tag)?;
                shape.close_last();
            }
            Ok(Event::End(tag)) => shape.close(tag.name().as_ref()),
            Ok(_) => {}
        }
    }
}

/// The same for a feed in JSON, where only the number of objects can grow beyond measure.
pub(super) fn check_json(text: &str) -> Result<(), FeedError> {
    let objects = text.bytes().filter(|b| matches!(b, b'{' | b'[')).count();
    within(objects, MOST_ELEMENTS, "objects")
}

/// The same for the items of a feed, whatever it is written in.
pub(super) fn check_items(count: usize) -> Result<(), FeedError> {
    within(count, MOST_ITEMS, "items")
}

fn within(count: usize, most: usize, what: &'static str) -> Result<(), FeedError> {
    if count > most { Err(FeedError::TooMuch { most, what }) } else { Ok(()) }
}

#[derive(Default)]
struct Shape {
    /// For each open element its name, and whether it sets a base.
    open: Vec<(String, bool)>,
    bases: usize,
    elements: usize,
    items: usize,
}

impl Shape {
    fn open(&mut self, tag: &BytesStart) -> Result<(), FeedError> {
        let text: &str = tag.as_ref();
        within(attributes_at_most(text), MOST_ATTRIBUTES, "attributes at one element")?;
        let base = text.contains("xml:base");
        self.open.push((tag.name().as_ref().to_owned(), base));
        self.bases += usize::from(base);
        self.elements += 1;
        self.items += usize::from(matches!(tag.local_name().as_ref(), "item" | "entry"));
        within(self.open.len(), DEEPEST, "nested elements")?;
        within(self.bases, MOST_BASES, "nested xml:base")?;
        within(self.elements, MOST_ELEMENTS, "elements")?;
        check_items(self.items)
    }

    /// Closes the last element of this name and with it all within, such as a `<br>` of HTML; none if none
    /// is open.
    fn close(&mut self, name: &str) {
        let at = self.open.iter().rposition(|(open, _)| open == name).unwrap_or(self.open.len());
        while self.open.len() > at {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if self.open.pop().is_some_and(|(_, base)| base) {
            self.bases -= 1;
        }
    }
}

/// No tag has more attributes than parts that blanks and quotes make.
fn attributes_at_most(tag: &str) -> usize {
    let apart = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    let mut parts = 0;
    let mut quote = None;
    let mut before = ' ';
    for c in tag.chars() {
        match quote {
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => parts += usize::from(apart(before) && !apart(c)),
        }
        before = c;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_feeds_pass() {
        let item = "<item a='1 2 3' b=\"x>y\"><title/><p xml:base='a/'><b/></p></item>";
        let text = format!("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>{}</rss>", item.repeat(1000));
        assert_eq!(check_xml(&text), Ok(()));
        let untidy = "<item><p>a<br>b</i></item>".repeat(1000);
        assert_eq!(check_xml(&format!("<rss>{untidy}</rss>")), Ok(()));
    }

    #[test]
    fn shapes_beyond_measure_are_refused() {
        let many: String = (0..300).map(|i| format!(" a{i}=''")).collect();
        let wrongs = [
            ("<a>".repeat(300), "nested elements"),
            ("<a xml:base='b/'>".repeat(20), "nested xml:base"),
            (format!("<a{many}/>"), "attributes"),
            ("<a/>".repeat(300_000), "elements"),
            ("<item/>".repeat(11_000), "items"),
        ];
        for (text, word) in wrongs {
            let said = check_xml(&text).expect_err(word).to_string();
            assert!(said.contains(word), "{said}");
        }
        assert!(check_json(&"{".repeat(300_000)).is_err());
    }
}

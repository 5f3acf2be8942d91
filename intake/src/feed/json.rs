//! JSON Feed.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use super::address::Base;
use super::item::{self, About, Item};
use crate::json::Cell;
use crate::markup;
use crate::row::Field;

/// Items of one feed. Real feeds have some hundred; more than this is an attack on our memory.
const MOST_ITEMS: usize = 100_000;

/// How much is shown of what the parser says, which may hold text of the feed.
const SHOWN: usize = 120;

#[derive(serde::Deserialize)]
struct JsonFeed {
    #[serde(default)]
    title: Text,
    #[serde(default)]
    language: Text,
    items: Items,
}

#[derive(serde::Deserialize)]
struct JsonItem {
    #[serde(default)]
    id: Id,
    #[serde(default)]
    title: Text,
    #[serde(default)]
    url: Text,
    #[serde(default)]
    external_url: Text,
    #[serde(default)]
    content_html: Text,
    #[serde(default)]
    content_text: Text,
    #[serde(default)]
    summary: Text,
    #[serde(default)]
    date_published: Text,
    #[serde(default)]
    date_modified: Text,
}

/// A string; whatever else stands in its place counts as absent.
#[derive(Default)]
struct Text(Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
        let text = Cell(Field::Title).deserialize(from)?;
        Ok(Text(text.filter(|text| !text.trim().is_empty())))
    }
}

/// An identifier: a string, or a number that its digits stand for.
#[derive(Default)]
struct Id(Option<String>);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Id, D::Error> {
        let id = Cell(Field::Date).deserialize(from)?;
        Ok(Id(id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())))
    }
}

struct Items(Vec<JsonItem>);

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Items, D::Error> {
        from.deserialize_seq(Bounded)
    }
}

struct Bounded;

impl<'de> Visitor<'de> for Bounded {
    type Value = Items;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Items, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            if items.len() == MOST_ITEMS {
                return Err(A::Error::custom(format!("more than {MOST_ITEMS} items")));
            }
            items.push(item);
        }
        Ok(Items(items))
    }
}

/// Reads a feed whose addresses are relative to `base`.
///
/// # Errors
/// What is wrong with the JSON, and where.
pub(super) fn read(text: &str, base: &Base) -> Result<(About, Vec<Item>), String> {
    let feed: JsonFeed = serde_json::from_str(text).map_err(|e| broken(&e))?;
    let about = About { title: feed.title.0.and_then(|t| item::title(&t)), language: feed.language.0 };
    Ok((about, feed.items.0.into_iter().map(|read| item(read, base)).collect()))
}

fn broken(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    let what: String = what.chars().take(SHOWN).collect();
    format!("{}, line {} byte {}", what.escape_debug(), error.line(), error.column())
}

fn item(read: JsonItem, base: &Base) -> Item {
    let date = read.date_published.0.as_deref().and_then(item::day);
    let text = |text: Text| text.0.map(|text| markup::paragraphs(&text));
    let link = |address: Text| base.join(&address.0?);
    Item {
        title: read.title.0.and_then(|title| item::title(&title)),
        link: link(read.url).or_else(|| link(read.external_url)),
        id: read.id.0,
        published: date.or_else(|| item::day(&read.date_modified.0?)),
        content: read.content_html.0.or_else(|| text(read.content_text)),
        summary: text(read.summary),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_with_what_they_have() {
        let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"The Paper","language":"en","items":[
            {"id":1,"url":"https://a.example/1","title":"One","content_html":"<p>x","date_published":"2024-02-03T23:00:00-05:00"},
            {"external_url":"https://b.example/","content_text":"a\n\nb","title":5,"tags":[[[]]]},
            {}]}"#;
        let (about, items) = read(text, &Base::default()).unwrap();
        assert_eq!(about, About { title: Some("The Paper".into()), language: Some("en".into()) });
        assert_eq!(items[0].content.as_deref(), Some("<p>x"));
        assert_eq!(items[0].published, Some(jiff::civil::Date::constant(2024, 2, 3)));
        assert_eq!(items[1].content.as_deref(), Some("<p>a</p>\n<p>b</p>"));
        assert_eq!((&items[1].title, items[1].link.as_deref()), (&None, Some("https://b.example/")));
        assert_eq!((items[0].id.as_deref(), items[1].id.as_deref()), (Some("1"), None));
        assert_eq!(items[2], Item::default());
    }

    #[test]
    fn what_is_no_feed_is_an_error() {
        let parsed = |text: &str| read(text, &Base::default());
        assert!(parsed("{}").is_err());
        assert!(parsed(r#"{"items":[5]}"#).is_err());
        let long = format!("{{\"items\": \"{}\n\"}}", "x".repeat(5000));
        assert!(parsed(&long).is_err_and(|why| why.len() < 200));
        let long = long.replace('\n', "\\n");
        assert!(parsed(&long).is_err_and(|why| why.len() < 200 && why.starts_with("invalid type")));
        let many = format!("{{\"items\":[{}{{}}]}}", "{},".repeat(MOST_ITEMS));
        assert!(parsed(&many).is_err_and(|why| why.contains("100000")));
    }
}

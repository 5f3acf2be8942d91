//! One item of RSS or Atom: which of its elements count for what.

use jiff::civil::Date;
use quick_xml::events::{BytesStart, Event};

use super::address::{Base, is_whole};
use super::item::{self, Item};
use super::xml::{attribute, content, inner, parts, reader};
use crate::markup;

/// The item that starts with `start`, of which `text` stands between the tags; `base` is that around it.
pub(super) fn item(start: &BytesStart, text: &str, base: &Base) -> Item {
    let name = start.name();
    let (prefix, _) = parts(name.as_ref());
    let base = base.within(attribute(start, "xml:base").as_deref());
    let mut draft = Draft { prefix, base, ..Draft::default() };
    let mut reader = reader(text);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Empty(start) => draft.element(&start, ""),
            Event::Start(start) => match inner(&mut reader, text, &start) {
                Some(inner) => draft.element(&start, inner),
                // an element without end takes the rest of the item with it
                None => break,
            },
            _ => {}
        }
    }
    Item {
        title: taken(draft.title),
        link: taken(draft.link),
        id: taken(draft.id),
        published: taken(draft.published),
        content: taken(draft.content),
        summary: taken(draft.summary),
    }
}

/// A value with the rank of the element that it comes from: the lowest rank counts, then the first.
type Ranked<T> = Option<(u8, T)>;

fn put<T>(slot: &mut Ranked<T>, rank: u8, value: Option<T>) {
    if let Some(value) = value.filter(|_| slot.as_ref().is_none_or(|(held, _)| rank < *held)) {
        *slot = Some((rank, value));
    }
}

fn taken<T>(slot: Ranked<T>) -> Option<T> {
    slot.map(|(_, value)| value)
}

#[derive(Default)]
struct Draft<'a> {
    /// That of the item; its children may bear it too.
    prefix: &'a str,
    base: Base,
    title: Ranked<String>,
    link: Ranked<String>,
    id: Ranked<String>,
    published: Ranked<Date>,
    content: Ranked<String>,
    summary: Ranked<String>,
}

impl Draft<'_> {
    fn element(&mut self, start: &BytesStart, inner: &str) {
        let name = start.name();
        let name: &str = name.as_ref();
        let bare = name.strip_prefix("atom:").or_else(|| name.strip_prefix(self.prefix)).unwrap_or(name);
        match bare {
            "title" => put(&mut self.title, 0, item::title(&content(inner))),
            "dc:title" => put(&mut self.title, 1, item::title(&content(inner))),
            "link" => self.link(start, inner),
            "guid" => self.guid(start, inner),
            "id" => put(&mut self.id, 0, id(inner)),
            "encoded" | "content:encoded" => put(&mut self.content, 0, html(start, inner, "html")),
            "content" => put(&mut self.content, 1, html(start, inner, "text")),
            "summary" => put(&mut self.summary, 0, html(start, inner, "text")),
            "description" | "dc:description" => put(&mut self.summary, 0, html(start, inner, "html")),
            "pubDate" | "published" | "issued" => put(&mut self.published, 0, item::day(&content(inner))),
            "dc:date" | "date" | "dcterms:issued" => put(&mut self.published, 1, item::day(&content(inner))),
            "updated" | "modified" | "dcterms:modified" => {
                put(&mut self.published, 2, item::day(&content(inner)));
            }
            _ => {}
        }
    }

    /// RSS writes the address between the tags, Atom in an attribute, among other addresses.
    fn link(&mut self, start: &BytesStart, inner: &str) {
        let base = self.base.within(attribute(start, "xml:base").as_deref());
        let Some(href) = attribute(start, "href") else {
            return put(&mut self.link, 0, base.join(&content(inner)));
        };
        if attribute(start, "rel").is_some_and(|rel| rel != "alternate") {
            return;
        }
        let page = attribute(start, "type").is_none_or(|kind| kind.contains("html"));
        put(&mut self.link, if page { 1 } else { 2 }, base.join(&href));
    }

    /// An identifier is an address unless it says that it is none.
    fn guid(&mut self, start: &BytesStart, inner: &str) {
        let id = id(inner);
        if attribute(start, "isPermaLink").is_none_or(|is| is != "false") {
            put(&mut self.link, 3, id.as_deref().filter(|id| is_whole(id)).and_then(|id| self.base.join(id)));
        }
        put(&mut self.id, 0, id);
    }
}

fn id(inner: &str) -> Option<String> {
    Some(content(inner).trim().to_owned()).filter(|id| !id.is_empty())
}

/// The content of an element as HTML; `kind` where it does not say what it is.
fn html(start: &BytesStart, inner: &str, kind: &str) -> Option<String> {
    let said = attribute(start, "type");
    let content = content(inner);
    let html = match said.as_deref().unwrap_or(kind) {
        "text" | "text/plain" if !markup::is_fragment(&content) => markup::paragraphs(&content),
        // pictures and the like, in base 64
        other if other.contains('/') && !other.starts_with("text/") && !other.ends_with("xml") => {
            return None;
        }
        // text that was meant as HTML but has no tags: its blank lines part paragraphs
        _ if !content.contains('<') => markup::paragraphs(&html_escape::decode_html_entities(&content)),
        _ => content,
    };
    (!html.trim().is_empty()).then_some(html)
}

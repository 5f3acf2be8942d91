//! The bytes of a feed to its items, each with the address by which it is known.

use dateline_intake::feed::{self, Feed};
use sha2::{Digest, Sha256};
use url::Url;

use crate::address;

/// A feed that was read.
#[derive(Debug, Default)]
pub(crate) struct FeedText {
    pub title: Option<String>,
    pub language: Option<String>,
    pub items: Vec<Item>,
    /// Whether it breaks off, so that items are missing at its end.
    pub cut: bool,
}

/// One item of a feed.
#[derive(Debug)]
pub(crate) struct Item {
    /// The page that it names.
    pub link: Option<Url>,
    /// An address that stays the same from reading to reading: of the page, or made of feed and id.
    pub key: String,
    /// What the item itself says.
    pub said: feed::Item,
}

/// Reads RSS, Atom or JSON Feed; `base` is where it lay after redirects. Errors say what it is instead.
pub(crate) fn read(bytes: &[u8], content_type: Option<&str>, base: &Url) -> Result<FeedText, String> {
    let text = feed::decode(bytes, content_type);
    let start = text.trim_start();
    if is_html(start) {
        return Err(html_instead(start, base));
    }
    let Feed { title, language, items, cut } =
        feed::read(start, Some(base.as_str())).map_err(|e| e.to_string())?;
    Ok(FeedText { title, language, items: items.into_iter().map(|said| item(said, base)).collect(), cut })
}

fn item(said: feed::Item, base: &Url) -> Item {
    let page = |address: &Option<String>| address::check(Url::parse(address.as_deref()?).ok()?).ok();
    // an id that is an address is better than nothing to fetch
    let link = page(&said.link).or_else(|| page(&said.id));
    let key = link.as_ref().map_or_else(|| made_key(base, &said), address::identity);
    Item { link, key, said }
}

/// An address for an item without page: that of the feed, with a digest of the item's id or else its text.
fn made_key(base: &Url, said: &feed::Item) -> String {
    let mut digest = Sha256::new();
    match &said.id {
        Some(id) => digest.update(id),
        None => {
            for text in [&said.title, &said.content, &said.summary] {
                digest.update(text.as_deref().unwrap_or_default());
                digest.update([0]);
            }
        }
    }
    let digits: String = digest.finalize().iter().take(12).map(|b| format!("{b:02x}")).collect();
    format!("{}#{digits}", address::identity(base))
}

fn is_html(text: &str) -> bool {
    let start: String = text.chars().take(200).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<head")
}

/// Says that a page came instead of a feed and, where the page names its feed, which.
fn html_instead(text: &str, base: &Url) -> String {
    const SEARCHED: usize = 256 << 10;
    let mut end = text.len().min(SEARCHED);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let tags = text[..end].split("<link").skip(1).filter_map(|t| t.split('>').next());
    let feed = tags.filter(|t| t.contains("application/rss+xml") || t.contains("application/atom+xml"));
    let named = feed.filter_map(attribute_href).find_map(|href| address::join(base, &href).ok());
    match named {
        Some(url) => format!("it is a page, not a feed; the page names {url} as its feed"),
        None => "it is a page, not a feed; look for the address of its feed".to_owned(),
    }
}

fn attribute_href(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href=")?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let href = value[1..].split(quote).next()?;
    Some(html_escape::decode_html_entities(href).into_owned())
}

#[cfg(test)]
mod tests;

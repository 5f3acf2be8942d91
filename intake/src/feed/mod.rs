//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed.
//!
//! [`decode`] makes text of the bytes of a feed and [`read`] a [`Feed`] with its [`Item`]s of that text. What
//! is wrong in a feed costs no more than the item in which it stands, if that: an `&` that is not escaped,
//! HTML among the XML, a feed that breaks off.
//!
//! Feeds of XML are read over the events of `quick-xml` and not with the crate `feed-rs` (3.0), which
//! panics on an address of an author behind a character that is not ASCII, loses the whole feed for one
//! `&` that is not escaped or one item that is cut, and moves days to UTC.

mod item;
mod address;
mod decode;
mod xml;
mod entry;
mod walk;
mod shape;
mod json;
mod file;

pub use decode::decode;
pub(crate) use file::FeedFile;
pub use item::{Feed, Item};

use address::Base;
use walk::Walk;

/// Why a text gives no feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// Nothing but white space.
    #[error("the feed is empty")]
    Empty,
    /// Something else.
    #[error("it is neither RSS nor Atom nor JSON Feed: check its address")]
    NoFeed,
    /// JSON, but no JSON Feed or a broken one; with what is wrong and where.
    #[error("it is no JSON Feed, or a broken one ({0}): check its address")]
    Json(String),
    /// It breaks off before any of its items is whole.
    #[error("it is not well-formed: it breaks off before its first item is whole, fetch it again")]
    Cut,
    /// There is more of something than any feed needs.
    #[error("it has more than {most} {what}, which no feed needs: check its address")]
    TooMuch {
        /// How much there may be.
        most: usize,
        /// Of what.
        what: &'static str,
    },
}

/// Reads a feed. `address` is where it lies, after redirects: relative links are joined to it, or to the
/// `xml:base` that is in force; without either only whole addresses count.
///
/// A feed has at most 10,000 items, 250,000 elements (256 deep, with 256 attributes each) and 16 nested
/// `xml:base`. Time and memory grow with the text and no faster.
///
/// ```
/// use dateline_intake::feed::read;
/// let text = "<rss version='2.0'><channel><title>The Paper</title><item><title>Q & A</title>
///     <link>/news/1</link><pubDate>Tue, 4 Mar 2025 23:10:00 -0500</pubDate>
///     <description>He left on Monday.</description></item></channel></rss>";
/// let feed = read(text, Some("https://paper.example/rss.xml"))?;
/// let item = &feed.items[0];
///
/// assert_eq!(feed.title.as_deref(), Some("The Paper"));
/// assert_eq!(item.title.as_deref(), Some("Q & A"));
/// assert_eq!(item.link.as_deref(), Some("https://paper.example/news/1"));
/// assert_eq!(item.published, Some(jiff::civil::date(2025, 3, 4)));
/// assert_eq!(item.summary.as_deref(), Some("<p>He left on Monday.</p>"));
/// # Ok::<(), dateline_intake::feed::FeedError>(())
/// ```
///
/// # Errors
/// What it is instead of a feed, or what it has too much of.
pub fn read(text: &str, address: Option<&str>) -> Result<Feed, FeedError> {
    let base = Base::new(address);
    match text.trim_start().chars().next() {
        None => Err(FeedError::Empty),
        Some('{') => read_json(text, &base),
        Some('<') => read_xml(text, base),
        Some(_) => Err(FeedError::NoFeed),
    }
}

fn read_json(text: &str, base: &Base) -> Result<Feed, FeedError> {
    shape::check_json(text)?;
    let (about, items) = json::read(text, base).map_err(FeedError::Json)?;
    shape::check_items(items.len())?;
    Ok(Feed { title: about.title, language: about.language, items, cut: false })
}

fn read_xml(text: &str, base: Base) -> Result<Feed, FeedError> {
    shape::check_xml(text)?;
    let mut walk = Walk::new(base);
    let items: Vec<Item> = std::iter::from_fn(|| walk.next(text)).collect();
    if items.is_empty() && !walk.is_feed() {
        return Err(FeedError::NoFeed);
    }
    let cut = walk.is_cut();
    if items.is_empty() && cut {
        return Err(FeedError::Cut);
    }
    Ok(Feed { title: walk.about.title, language: walk.about.language, items, cut })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read() {
        let kinds = [
            "<rss><channel><title>T</title><item><link>/1</link></item></channel></rss>",
            "<feed><title>T</title><entry><link href='/1'/></entry></feed>",
            r#" {"title": "T", "items": [{"url": "/1"}]}"#,
        ];
        for text in kinds {
            let feed = read(text, Some("https://a.example/feed")).unwrap();
            assert_eq!((feed.title.as_deref(), feed.items.len(), feed.cut), (Some("T"), 1, false), "{text}");
            assert_eq!(feed.items[0].link.as_deref(), Some("https://a.example/1"), "{text}");
        }
        assert_eq!(read("<rss version='2.0'><channel/></rss>", None), Ok(Feed::default()));
    }

    #[test]
    fn what_is_cut_is_said() {
        let feed = read("<rss><item><title>A</title></item><item><title>B", None).unwrap();
        assert_eq!((feed.items.len(), feed.cut), (1, true));
        assert_eq!(read("<rss><item><title>A", None), Err(FeedError::Cut));
    }

    #[test]
    fn what_is_no_feed_is_an_error() {
        for (text, word) in [
            (" \n", "empty"),
            ("words", "neither RSS"),
            ("<svg><title>x</title></svg>", "neither RSS"),
            ("<", "neither RSS"),
            ("{\"items\": 5}", "invalid type"),
        ] {
            let said = read(text, None).unwrap_err().to_string();
            assert!(said.contains(word), "{said}");
        }
    }
}

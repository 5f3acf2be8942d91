//! What a feed and its items say, whatever the feed is written in.

use jiff::civil::Date;

use crate::dates;
use crate::markup;

/// Characters of a title; more is no title.
const LONGEST_TITLE: usize = 1000;

/// A feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// What it calls itself: plain text on one line, at most 1000 characters.
    pub title: Option<String>,
    /// The language of its texts, as it says (`en-GB`).
    pub language: Option<String>,
    /// Its items, in its own order.
    pub items: Vec<Item>,
    /// Whether it breaks off, so that items are missing at its end.
    pub cut: bool,
}

/// One item of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Plain text on one line, at most 1000 characters.
    pub title: Option<String>,
    /// The page that it names: a whole address of http or https, at most 4096 bytes, not that of the feed.
    /// Links to files, comments and the like do not count; a `guid` does, unless it says that it is none.
    pub link: Option<String>,
    /// What tells it from other items of the feed: `guid` or `id`, as it stands there.
    pub id: Option<String>,
    /// The day of publication by the publisher's own clock, else that of the last change.
    pub published: Option<Date>,
    /// The whole text as HTML, where the feed gives one.
    pub content: Option<String>,
    /// A summary, description or beginning as HTML.
    pub summary: Option<String>,
}

impl Item {
    /// The item's own text, the whole one or else the summary, as a small HTML page in UTF-8 under its title;
    /// `None` if it has neither.
    pub fn page(&self, language: Option<&str>) -> Option<Vec<u8>> {
        let text = self.content.as_deref().or(self.summary.as_deref())?;
        Some(markup::page(self.title.as_deref(), language, text))
    }
}

/// What a feed says of itself.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
}

/// A title without tags, entities and line breaks, if anything is left.
pub(super) fn title(text: &str) -> Option<String> {
    let mut title = markup::plain_title(text);
    if let Some((end, _)) = title.char_indices().nth(LONGEST_TITLE) {
        title.truncate(end);
    }
    (!title.is_empty()).then_some(title)
}

/// A day of publication. Clocks that were never set say the year 1 or 9999.
pub(super) fn day(text: &str) -> Option<Date> {
    dates::read(text).filter(|day| (1900..2200).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_plain_and_bounded() {
        assert_eq!(title(" Floods &amp;\n <b>fire</b> ").as_deref(), Some("Floods & fire"));
        assert_eq!(title(" <br/> "), None);
        assert_eq!(title(&"é".repeat(5000)).map(|t| t.chars().count()), Some(1000));
    }

    #[test]
    fn days_out_of_reason_are_none() {
        assert_eq!(day("2025-03-04T23:10:00-05:00"), Some(Date::constant(2025, 3, 4)));
        assert_eq!((day("0001-01-01T00:00:00Z"), day("9999-01-01")), (None, None));
    }

    #[test]
    fn the_whole_text_is_the_page() {
        let mut item = Item { summary: Some("<p>Short.</p>".into()), ..Item::default() };
        let page = |item: &Item| String::from_utf8(item.page(Some("en")).unwrap()).unwrap();
        assert!(page(&item).contains("<p>Short.</p>"));
        item.content = Some("<p>Long.</p>".into());
        assert!(page(&item).contains("<p>Long.</p>") && !page(&item).contains("Short"));
        assert_eq!(Item::default().page(None), None);
    }
}

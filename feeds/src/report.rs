//! What the caller is told while feeds are watched.

use std::time::Duration;

use jiff::civil::Date;

/// A page, or the text of an item, to be read for what it reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it lies after redirects, normalised. For an item without page, an address made of that of its
    /// feed, `#` and a digest.
    pub url: String,
    /// The address that was asked for, normalised.
    pub asked: String,
    /// The feed that named it.
    pub feed: String,
    /// What the feed calls itself.
    pub feed_title: Option<String>,
    /// The title in the feed, without tags.
    pub title: Option<String>,
    /// The day of publication in the feed, by the publisher's clock.
    pub published: Option<Date>,
    /// The publisher that the file of feeds gives.
    pub publisher: Option<String>,
    /// The page as it came, unpacked but not decoded.
    pub bytes: Vec<u8>,
    /// Its content type as the server said it.
    pub content_type: Option<String>,
    /// Whether this is the item's own text from the feed, put into a page in UTF-8, and not what lies at
    /// `url`.
    pub own_text: bool,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// A page came. It counts as dealt with once the caller returns.
    Page(Box<Page>),
    /// A feed was read.
    FeedRead {
        /// Its address.
        url: String,
        /// How many items it has.
        items: usize,
        /// How many of them were not seen before and are now taken or fetched.
        new: usize,
    },
    /// A feed has not changed since it was last read.
    Unchanged {
        /// Its address.
        url: String,
    },
    /// A feed has moved for good; it was read where it now lies.
    Moved {
        /// Its address in the file of feeds, which should be changed.
        url: String,
        /// Where it lies.
        to: String,
    },
    /// Something could not be had.
    Trouble {
        /// The address of the feed or page, or the name of the host.
        address: String,
        /// Why.
        reason: String,
        /// When it will be tried again; `None` if never.
        retry_in: Option<Duration>,
    },
    /// Something is not fetched on principle: `robots.txt`, a private address, its size or kind.
    Refused {
        /// The address of the feed or page.
        address: String,
        /// Why.
        reason: String,
    },
}

/// Counts of what happened in a round or a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Feeds read.
    pub feeds: usize,
    /// Feeds that had not changed.
    pub unchanged: usize,
    /// Pages handed out, texts of items included.
    pub pages: usize,
    /// Times that something could not be had.
    pub troubles: usize,
    /// Times that something was not fetched on principle.
    pub refused: usize,
    /// Whether it ended because it was told to stop.
    pub stopped: bool,
}

impl Tally {
    pub(crate) fn count(&mut self, happened: &Happened) {
        match happened {
            Happened::Page(_) => self.pages += 1,
            Happened::FeedRead { .. } => self.feeds += 1,
            Happened::Unchanged { .. } => self.unchanged += 1,
            Happened::Trouble { .. } => self.troubles += 1,
            Happened::Refused { .. } => self.refused += 1,
            Happened::Moved { .. } => {}
        }
    }
}

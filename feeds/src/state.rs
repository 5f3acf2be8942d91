//! What is remembered from one run to the next: given in and handed out, kept by the caller.

use std::collections::BTreeMap;

/// What is known of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedState {
    /// The `ETag` of the last reading, sent back as `If-None-Match`.
    pub etag: Option<String>,
    /// Its `Last-Modified`, sent back as `If-Modified-Since`.
    pub last_modified: Option<String>,
    /// When the feed is due again, in seconds since 1970-01-01 UTC.
    pub next_at: i64,
    /// Readings that failed since the last that did not.
    pub failures: u32,
    /// Whether the server said that the feed is gone for good (410); it is not asked for any more.
    pub gone: bool,
}

/// Keeps what must outlast a run. All calls come from the thread that called [`round`](crate::round) or
/// [`run`](crate::run).
pub trait State {
    /// What is known of the feed at `url`, as its file spells it.
    fn feed(&self, url: &str) -> Option<FeedState>;
    /// Remembers it.
    fn set_feed(&mut self, url: &str, state: FeedState);
    /// Whether the page at `url`, an address that [`normalise`](crate::normalise) gave, was dealt with. An
    /// item without a page has an address made of that of its feed, `#` and a digest.
    fn seen(&self, url: &str) -> bool;
    /// Remembers that it was, and how: `taken`, `same as ADDRESS`, or why it never will be.
    fn set_seen(&mut self, url: &str, outcome: &str);
}

/// A state that ends with the program.
///
/// ```
/// use dateline_feeds::{FeedState, MemoryState, State};
///
/// let mut state = MemoryState::default();
/// state.set_feed("https://example.org/rss", FeedState { next_at: 900, ..FeedState::default() });
/// state.set_seen("https://example.org/a", "taken");
/// assert_eq!(state.feed("https://example.org/rss").map(|f| f.next_at), Some(900));
/// assert!(state.seen("https://example.org/a"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemoryState {
    /// The feeds by address.
    pub feeds: BTreeMap<String, FeedState>,
    /// The outcome of each page dealt with, by address.
    pub pages: BTreeMap<String, String>,
}

impl State for MemoryState {
    fn feed(&self, url: &str) -> Option<FeedState> {
        self.feeds.get(url).cloned()
    }

    fn set_feed(&mut self, url: &str, state: FeedState) {
        self.feeds.insert(url.to_owned(), state);
    }

    fn seen(&self, url: &str) -> bool {
        self.pages.contains_key(url)
    }

    fn set_seen(&mut self, url: &str, outcome: &str) {
        self.pages.insert(url.to_owned(), outcome.to_owned());
    }
}

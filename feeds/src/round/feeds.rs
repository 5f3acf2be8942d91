//! The life of a feed: due, read, its pages fetched, closed.

use std::time::Duration;

use url::Url;

use super::{OwnText, Round};
use crate::address;
use crate::fetch::Got;
use crate::hosts::{Job, PageJob, Purpose};
use crate::item::{FeedText, Item};
use crate::report::{Happened, Page};
use crate::state::FeedState;

/// The longest that a failing feed is left alone of our own accord.
const LONGEST_REST: Duration = Duration::from_secs(24 * 60 * 60);

/// A feed being read, or read with pages still to come.
pub(super) struct OpenFeed {
    /// What was known of it before.
    pub state: FeedState,
    /// The validators of the new reading.
    read: Option<(Option<String>, Option<String>)>,
    /// Pages still to come.
    pending: usize,
    /// Whether anything was left for the next reading, which must then not be answered with "unchanged".
    unsettled: bool,
}

impl Round<'_> {
    /// Asks for the feeds that are due and not being read already.
    pub(super) fn open_due(&mut self) {
        let now = (self.clock)();
        for (index, feed) in self.watch.feeds.iter().enumerate() {
            if self.open.contains_key(&index) {
                continue;
            }
            let state = self.state.feed(&feed.url).unwrap_or_default();
            // a time further off than any that is ever set comes from a clock that went wrong
            let furthest = now.saturating_add_unsigned(LONGEST_REST.max(feed.every).as_secs() + 1);
            if state.gone || (now < state.next_at && state.next_at <= furthest) {
                continue;
            }
            self.open.insert(index, OpenFeed { state, read: None, pending: 0, unsettled: false });
            match Url::parse(&feed.url).map_err(|e| e.to_string()).and_then(address::check) {
                Ok(at) => {
                    let purpose = Purpose::Feed { index, for_good: true };
                    self.enqueue(Job { purpose, at, hops: 0 }, false);
                }
                Err(reason) => self.feed_failed(index, reason, None, true),
            }
        }
    }

    /// Takes the items of a feed that came.
    pub(super) fn feed_came(
        &mut self,
        index: usize,
        job: Job,
        got: Got,
        feed: Option<Result<FeedText, String>>,
    ) {
        let feed = match feed.unwrap_or_else(|| Err("it was not parsed".to_owned())) {
            Ok(feed) => feed,
            Err(reason) => return self.feed_failed(index, reason, None, false),
        };
        let url = self.watch.feeds[index].url.clone();
        let moved = matches!(job.purpose, Purpose::Feed { for_good: true, .. }) && job.hops > 0;
        if moved && self.web.told.insert(index) {
            self.tell(Happened::Moved { url: url.clone(), to: job.at.to_string() });
        }
        let items = feed.items.len();
        let mut new: Vec<Item> = Vec::new();
        let mut unsettled = feed.cut;
        for item in feed.items {
            if self.state.seen(&item.key) || self.pending.contains(&item.key) {
                continue;
            }
            if new.len() >= self.watch.manners.max_items {
                unsettled = true;
                break;
            }
            self.pending.insert(item.key.clone());
            new.push(item);
        }
        if feed.cut {
            let retry_in = Some(self.watch.feeds[index].every);
            let reason = "it is not well-formed: it breaks off behind its last whole item".to_owned();
            self.tell(Happened::Trouble { address: url.clone(), reason, retry_in });
        }
        self.tell(Happened::FeedRead { url, items, new: new.len() });
        if let Some(open) = self.open.get_mut(&index) {
            open.read = Some((got.etag, got.last_modified));
            open.pending = new.len();
            open.unsettled = unsettled;
        }
        if new.is_empty() {
            return self.close_if_done(index);
        }
        for item in new {
            self.start_item(index, feed.title.clone(), feed.language.as_deref(), item);
        }
    }

    /// Fetches the page of an item or takes its own text, as the feed is to be read.
    fn start_item(&mut self, index: usize, feed_title: Option<String>, language: Option<&str>, item: Item) {
        let feed = &self.watch.feeds[index];
        let Item { link, key, said } = item;
        let whole = feed.full_text && said.content.is_some();
        if let Some(at) = link.as_ref().filter(|_| feed.pages && !whole) {
            let page = PageJob { feed: index, feed_title, key, title: said.title, published: said.published };
            // asked for without what only says where the reader came from
            let at = Url::parse(&page.key).unwrap_or_else(|_| at.clone());
            let purpose = Purpose::Page(Box::new(page));
            return self.enqueue(Job { purpose, at, hops: 0 }, false);
        }
        match said.page(language) {
            Some(bytes) => {
                let page = Page {
                    url: key.clone(),
                    asked: key,
                    feed: feed.url.clone(),
                    feed_title,
                    bytes,
                    title: said.title,
                    published: said.published,
                    publisher: feed.publisher.clone(),
                    content_type: Some("text/html; charset=utf-8".to_owned()),
                    own_text: true,
                };
                self.own_texts.push_back(OwnText { feed: index, page });
            }
            None => self.item_settled(index, &key, "neither a page nor a text"),
        }
    }

    /// Hands out the text of an item.
    pub(super) fn hand_own_text(&mut self, text: OwnText) {
        let key = text.page.asked.clone();
        self.tell(Happened::Page(Box::new(text.page)));
        self.item_settled(text.feed, &key, "taken");
    }

    /// An item was dealt with for good.
    pub(super) fn item_settled(&mut self, index: usize, key: &str, outcome: &str) {
        self.state.set_seen(key, outcome);
        self.web.tries.remove(key);
        self.item_ended(index, key, true);
    }

    /// An item has ended; if not `settled` the next reading of its feed must bring it again.
    pub(super) fn item_ended(&mut self, index: usize, key: &str, settled: bool) {
        self.pending.remove(key);
        if let Some(open) = self.open.get_mut(&index) {
            open.pending = open.pending.saturating_sub(1);
            open.unsettled |= !settled;
        }
        self.close_if_done(index);
    }

    /// Writes down a reading once nothing of it is to come.
    fn close_if_done(&mut self, index: usize) {
        let done = |open: &OpenFeed| open.read.is_some() && open.pending == 0;
        if !self.open.get(&index).is_some_and(done) {
            return;
        }
        let Some(open) = self.open.remove(&index) else { return };
        let (etag, last_modified) = open.read.filter(|_| !open.unsettled).unwrap_or_default();
        let every = self.watch.feeds[index].every;
        let next_at = self.after(every);
        self.keep(index, FeedState { etag, last_modified, next_at, failures: 0, gone: false });
    }

    pub(super) fn feed_unchanged(&mut self, index: usize) {
        let Some(open) = self.open.remove(&index) else { return };
        let next_at = self.after(self.watch.feeds[index].every);
        self.keep(index, FeedState { next_at, failures: 0, ..open.state });
        self.tell(Happened::Unchanged { url: self.watch.feeds[index].url.clone() });
    }

    /// A feed could not be read, or is `refused`: it is left alone longer each time, and for `rest` at least.
    pub(super) fn feed_failed(
        &mut self,
        index: usize,
        reason: String,
        rest: Option<Duration>,
        refused: bool,
    ) {
        let Some(open) = self.open.remove(&index) else { return };
        let feed = &self.watch.feeds[index];
        let failures = open.state.failures.saturating_add(1);
        let grown = feed.every.saturating_mul(1 << failures.min(10)).min(LONGEST_REST.max(feed.every));
        let wait = grown.max(rest.unwrap_or_default());
        let address = feed.url.clone();
        let next_at = self.after(wait);
        self.keep(index, FeedState { next_at, failures, ..open.state });
        self.tell(if refused {
            Happened::Refused { address, reason }
        } else {
            Happened::Trouble { address, reason, retry_in: Some(wait) }
        });
    }

    /// The host of a feed is left alone, through no fault of the feed.
    pub(super) fn feed_put_off(&mut self, index: usize, reason: &str, rest: Duration) {
        let Some(open) = self.open.remove(&index) else { return };
        let next_at = self.after(rest);
        self.keep(index, FeedState { next_at, ..open.state });
        let address = self.watch.feeds[index].url.clone();
        self.tell(Happened::Trouble { address, reason: reason.to_owned(), retry_in: Some(rest) });
    }

    pub(super) fn feed_gone(&mut self, index: usize) {
        self.open.remove(&index);
        self.keep(index, FeedState { gone: true, ..FeedState::default() });
        let reason = "the feed is gone for good (status 410) and switched off; take it out of the file";
        let address = self.watch.feeds[index].url.clone();
        self.tell(Happened::Trouble { address, reason: reason.to_owned(), retry_in: None });
    }

    fn keep(&mut self, index: usize, state: FeedState) {
        let watch = self.watch;
        self.state.set_feed(&watch.feeds[index].url, state);
    }

    /// The second in which `wait` is over.
    fn after(&self, wait: Duration) -> i64 {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        (self.clock)().saturating_add_unsigned(seconds)
    }
}

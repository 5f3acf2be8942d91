//! What becomes of a page: handed out, refused, given up, or left for the next reading of its feed.

use std::time::{Duration, Instant};

use url::Url;

use super::Round;
use crate::address;
use crate::fetch::Got;
use crate::hosts::PageJob;
use crate::report::{Happened, Page};

/// Failures that may pass before a page is given up.
const MOST_TRIES: u32 = 3;

/// The same where its whole host fails, so that the page may not be to blame.
const MOST_TRIES_OF_HOST: u32 = 50;

/// Pages that fail are not counted beyond this many.
const MOST_COUNTED: usize = 10_000;

impl Round<'_> {
    /// Hands out a page.
    pub(super) fn page_came(&mut self, page: PageJob, at: &Url, got: Got) {
        let url = address::identity(at);
        if url != page.key && self.state.seen(&url) {
            return self.page_settled(&page, &format!("same as {url}"));
        }
        if got.bytes.iter().all(u8::is_ascii_whitespace) {
            return self.page_failed(page, "the page is empty", None);
        }
        let feed = &self.watch.feeds[page.feed];
        let handed = Page {
            url: url.clone(),
            asked: page.key.clone(),
            feed: feed.url.clone(),
            feed_title: page.feed_title.clone(),
            title: page.title.clone(),
            published: page.published,
            publisher: feed.publisher.clone(),
            bytes: got.bytes,
            content_type: got.content_type,
            own_text: false,
        };
        self.tell(Happened::Page(Box::new(handed)));
        if url != page.key {
            self.state.set_seen(&url, "taken");
        }
        self.page_settled(&page, "taken");
    }

    pub(super) fn page_settled(&mut self, page: &PageJob, outcome: &str) {
        self.item_settled(page.feed, &page.key, outcome);
    }

    pub(super) fn page_refused(&mut self, page: &PageJob, reason: String) {
        self.page_settled(page, &reason);
        self.tell(Happened::Refused { address: page.key.clone(), reason });
    }

    /// The server will not give the page.
    pub(super) fn page_denied(&mut self, page: &PageJob, code: u16) {
        let reason = format!("the server says status {code}");
        self.page_settled(page, &reason);
        self.tell(Happened::Trouble { address: page.key.clone(), reason, retry_in: None });
    }

    /// The page did not come through this time; after some times it is given up.
    pub(super) fn page_failed(&mut self, page: PageJob, reason: &str, rest: Option<Duration>) {
        let most = if rest.is_some() { MOST_TRIES_OF_HOST } else { MOST_TRIES };
        if self.tried(&page.key) >= most {
            return self.page_given_up(&page, reason);
        }
        let retry_in = self.watch.feeds[page.feed].every.max(rest.unwrap_or_default());
        self.item_ended(page.feed, &page.key, false);
        self.tell(Happened::Trouble {
            address: page.key,
            reason: reason.to_owned(),
            retry_in: Some(retry_in),
        });
    }

    /// The page's host is left alone; the next reading of the feed brings it again. That is told once for
    /// all pages of the host.
    pub(super) fn page_put_off(&mut self, page: &PageJob, at: &Url, reason: &str, rest: Duration) {
        if self.tried(&page.key) >= MOST_TRIES_OF_HOST {
            return self.page_given_up(page, reason);
        }
        self.item_ended(page.feed, &page.key, false);
        let address = address::host_of(at);
        if self.web.hosts.must_tell(&address, Instant::now()) {
            let reason = format!("pages are put off: {reason}");
            self.tell(Happened::Trouble { address, reason, retry_in: Some(rest) });
        }
    }

    fn page_given_up(&mut self, page: &PageJob, reason: &str) {
        let reason = format!("given up after many tries: {reason}");
        self.page_settled(page, &reason);
        self.tell(Happened::Trouble { address: page.key.clone(), reason, retry_in: None });
    }

    /// How often the page at `key` was tried in vain, this time included.
    fn tried(&mut self, key: &str) -> u32 {
        if self.web.tries.len() >= MOST_COUNTED {
            self.web.tries.clear();
        }
        let tries = self.web.tries.entry(key.to_owned()).or_default();
        *tries += 1;
        *tries
    }
}

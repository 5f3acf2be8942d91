//! What a watch remembers from one run to the next, kept in the store.

use std::cell::{Cell, RefCell};

use dateline_feeds::{FeedState, State};
use dateline_store::{Store, StoreError};
use serde_json::{Value, json};

/// The state of feeds and pages in a store.
pub struct Memory<'a> {
    store: &'a RefCell<Store>,
    failed: Cell<Option<String>>,
}

impl Memory<'_> {
    /// In a store that is open for writing.
    pub fn new(store: &RefCell<Store>) -> Memory<'_> {
        Memory { store, failed: Cell::new(None) }
    }

    /// What kept the store from remembering.
    pub fn failed(&self) -> Option<String> {
        self.failed.take()
    }

    fn checked<T>(&self, result: Result<T, StoreError>) -> Option<T> {
        result.map_err(|e| self.failed.set(Some(e.to_string()))).ok()
    }
}

impl State for Memory<'_> {
    fn feed(&self, url: &str) -> Option<FeedState> {
        let text = self.checked(self.store.borrow().feed(url))??;
        let value: Value = serde_json::from_str(&text).ok()?;
        let word = |key: &str| value[key].as_str().map(str::to_owned);
        Some(FeedState {
            etag: word("etag"),
            last_modified: word("last_modified"),
            next_at: value["next_at"].as_i64().unwrap_or(0),
            failures: value["failures"].as_u64().and_then(|n| n.try_into().ok()).unwrap_or(0),
            gone: value["gone"].as_bool().unwrap_or(false),
        })
    }

    fn set_feed(&mut self, url: &str, state: FeedState) {
        let value = json!({
            "etag": state.etag,
            "last_modified": state.last_modified,
            "next_at": state.next_at,
            "failures": state.failures,
            "gone": state.gone,
        });
        let done = self.store.borrow_mut().set_feed(url, &value.to_string());
        self.checked(done);
    }

    fn seen(&self, url: &str) -> bool {
        self.checked(self.store.borrow().has_page(url)).unwrap_or(false)
    }

    fn set_seen(&mut self, url: &str, outcome: &str) {
        let done = self.store.borrow_mut().set_page(url, outcome);
        self.checked(done);
    }
}

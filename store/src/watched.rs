//! What a watch of feeds remembers: the state of each feed, and what became of each page.

use rusqlite::{OptionalExtension, params};

use crate::{Store, StoreError};

impl Store {
    /// What was kept of a feed.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn feed(&self, url: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT state FROM feed WHERE url = ?";
        let found =
            self.db.prepare_cached(sql).and_then(|mut s| s.query_row([url], |row| row.get(0)).optional());
        found.map_err(|e| self.error(e))
    }

    /// Keeps the state of a feed.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn set_feed(&mut self, url: &str, state: &str) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO feed (url, state) VALUES (?, ?)";
        let done = self.db.prepare_cached(sql).and_then(|mut s| s.execute(params![url, state]));
        done.map(drop).map_err(|e| self.error(e))
    }

    /// Whether a page was dealt with.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn has_page(&self, url: &str) -> Result<bool, StoreError> {
        let found =
            self.db.prepare_cached("SELECT 1 FROM page WHERE url = ?").and_then(|mut s| s.exists([url]));
        found.map_err(|e| self.error(e))
    }

    /// Keeps what became of a page.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn set_page(&mut self, url: &str, outcome: &str) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO page (url, outcome) VALUES (?, ?)";
        let done = self.db.prepare_cached(sql).and_then(|mut s| s.execute(params![url, outcome]));
        done.map(drop).map_err(|e| self.error(e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_and_pages_are_remembered() {
        let mut store = Store::in_memory().unwrap();
        assert_eq!(store.feed("https://a.example/rss").unwrap(), None);
        store.set_feed("https://a.example/rss", "{\"etag\":\"x\"}").unwrap();
        store.set_feed("https://a.example/rss", "{\"etag\":\"y\"}").unwrap();
        assert_eq!(store.feed("https://a.example/rss").unwrap().as_deref(), Some("{\"etag\":\"y\"}"));
        assert!(!store.has_page("https://a.example/1").unwrap());
        store.set_page("https://a.example/1", "taken").unwrap();
        assert!(store.has_page("https://a.example/1").unwrap());
    }
}

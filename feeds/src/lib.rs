//! Watches RSS and Atom feeds politely and fetches the pages that they name.
//!
//! [`Watch::parse`] reads which feeds are watched; [`round`] reads those that are due, once; [`run`] goes
//! on until it is told to stop. What happens is handed to a function of the caller, and what must be
//! remembered to a [`State`] that the caller keeps: this crate knows no store and no coder.
//!
//! - One request at a time goes to a host, with a pause after each; `robots.txt` is kept to, and its
//!   `Crawl-delay` up to 30 seconds. At most four hosts are asked at once.
//! - A feed that has not changed is not sent again (`ETag`, `Last-Modified`). Who fails or asks to wait
//!   (429, 503, `Retry-After`) is left alone, longer each time.
//! - Pages and feeds come from strangers: sizes (unpacked), times and redirects are limited, and only
//!   public addresses are connected to, unless a host is allowed by name. The address that was checked is
//!   the address that is connected to. Proxies of the environment are not used, for they would look names
//!   up unchecked.
//!
//! ```no_run
//! use std::time::SystemTime;
//!
//! use dateline_feeds::{Happened, MemoryState, Watch, round};
//!
//! let watch = Watch::parse("[[feed]]\nurl = 'https://example.org/rss'\n", "feeds.toml")?;
//! let mut state = MemoryState::default();
//! let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs() as i64;
//! let tally = round(&watch, &mut state, &|| false, now, &mut |happened| match happened {
//!     Happened::Page(page) => println!("{}: {} bytes", page.url, page.bytes.len()),
//!     other => println!("{other:?}"),
//! });
//! println!("{} pages", tally.pages);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod address;
mod config;
mod guard;
mod fetch;
mod robots;
mod item;
mod state;
mod report;
mod hosts;
mod round;
mod poller;

pub use address::normalise;
pub use config::{ConfigError, Feed, Manners, Watch};
pub use poller::{Poller, round, run};
pub use report::{Happened, Page, Tally};
pub use state::{FeedState, MemoryState, State};

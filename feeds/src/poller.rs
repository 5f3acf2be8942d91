//! Rounds over feeds, with what is remembered of hosts from one to the next.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::config::Watch;
use crate::report::{Happened, Tally};
use crate::round::{Round, Web};
use crate::state::State;

/// Watches feeds and remembers, as long as it lives, which hosts want rest and what their `robots.txt` say.
#[derive(Debug)]
pub struct Poller {
    watch: Watch,
    web: Web,
}

impl Poller {
    /// A poller for the feeds of `watch`; nothing is asked for yet.
    pub fn new(watch: &Watch) -> Poller {
        Poller { watch: watch.clone(), web: Web::new(watch) }
    }

    /// Reads each feed that is due at `now` (seconds since 1970-01-01 UTC) and fetches its new pages, once.
    ///
    /// `take` is called on this thread; a page counts as dealt with, and is remembered in `state`, once it
    /// returns. `stop` is asked some twenty times a second, and all ends within a moment after it says so;
    /// feeds whose pages were not all fetched by then are due again at once.
    pub fn round(
        &mut self,
        state: &mut dyn State,
        stop: &dyn Fn() -> bool,
        now: i64,
        take: &mut dyn FnMut(Happened),
    ) -> Tally {
        let begun = Instant::now();
        let clock = || now.saturating_add_unsigned(begun.elapsed().as_secs());
        Round::new(&self.watch, &mut self.web, state, take, &clock).work(stop, false)
    }

    /// Reads each feed whenever it is due, by the clock of the machine, until `stop` says so.
    pub fn run(
        &mut self,
        state: &mut dyn State,
        stop: &dyn Fn() -> bool,
        take: &mut dyn FnMut(Happened),
    ) -> Tally {
        Round::new(&self.watch, &mut self.web, state, take, &seconds_now).work(stop, true)
    }
}

/// One round with a [`Poller`] of its own; see [`Poller::round`].
pub fn round(
    watch: &Watch,
    state: &mut dyn State,
    stop: &dyn Fn() -> bool,
    now: i64,
    take: &mut dyn FnMut(Happened),
) -> Tally {
    Poller::new(watch).round(state, stop, now, take)
}

/// Watches until `stop` says so, with a [`Poller`] of its own; see [`Poller::run`].
pub fn run(
    watch: &Watch,
    state: &mut dyn State,
    stop: &dyn Fn() -> bool,
    take: &mut dyn FnMut(Happened),
) -> Tally {
    Poller::new(watch).run(state, stop, take)
}

/// Seconds since 1970-01-01 UTC; 0 on a machine whose clock stands before.
fn seconds_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64)
}

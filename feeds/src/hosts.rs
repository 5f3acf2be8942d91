//! The hosts asked: what waits for each, when it may be asked again and whether it has asked for rest.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use url::Url;

/// Answers that fail in a row before a host is left alone.
const PATIENCE: u32 = 3;

/// The longest that a host is left alone of our own accord.
const LONGEST_REST: Duration = Duration::from_secs(60 * 60);

/// Hosts with nothing to remember are forgotten beyond this many.
const MOST_IDLE: usize = 1000;

/// One thing to be asked for.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub purpose: Purpose,
    /// Where it is asked for next; redirects change it.
    pub at: Url,
    pub hops: u8,
}

/// What a job is for.
#[derive(Debug, Clone)]
pub(crate) enum Purpose {
    /// The feed with this place in the file; whether all redirects so far were for good.
    Feed {
        index: usize,
        for_good: bool,
    },
    Page(Box<PageJob>),
    /// The `robots.txt` of an origin.
    Robots {
        origin: String,
    },
}

/// What the feed says of a page to be fetched.
#[derive(Debug, Clone)]
pub(crate) struct PageJob {
    pub feed: usize,
    pub feed_title: Option<String>,
    pub key: String,
    pub title: Option<String>,
    pub published: Option<jiff::civil::Date>,
}

/// One host.
#[derive(Debug)]
pub(crate) struct Host {
    pub queue: VecDeque<Job>,
    /// Whether a request is under way.
    pub busy: bool,
    /// When the next may be made.
    free_at: Instant,
    /// Failures in a row.
    strikes: u32,
    /// Until when it is left alone.
    resting: Option<Instant>,
    /// Whether it was told that its pages are put off.
    told: bool,
}

/// All hosts met.
#[derive(Debug)]
pub(crate) struct Hosts {
    hosts: BTreeMap<String, Host>,
    /// The pause between requests, from which the time of rest grows.
    delay: Duration,
}

impl Hosts {
    pub fn new(delay: Duration) -> Hosts {
        Hosts { hosts: BTreeMap::new(), delay }
    }

    pub fn get(&mut self, name: &str, now: Instant) -> &mut Host {
        self.hosts.entry(name.to_owned()).or_insert_with(|| Host {
            queue: VecDeque::new(),
            busy: false,
            free_at: now,
            strikes: 0,
            resting: None,
            told: false,
        })
    }

    /// How long a host is still left alone.
    pub fn rest(&self, name: &str, now: Instant) -> Option<Duration> {
        let until = self.hosts.get(name)?.resting?;
        until.checked_duration_since(now).filter(|left| !left.is_zero())
    }

    /// Whether nothing waits.
    pub fn idle(&self) -> bool {
        self.hosts.values().all(|h| h.queue.is_empty() && !h.busy)
    }

    /// The host that may be asked now, the one that has waited longest, and the place in its queue of what
    /// `possible` lets pass.
    pub fn ready(&self, now: Instant, possible: impl Fn(&Job) -> bool) -> Option<(String, usize)> {
        let free = self.hosts.iter().filter(|(_, h)| !h.busy && h.free_at <= now);
        let found = free.filter_map(|(name, h)| Some((h.free_at, name, h.queue.iter().position(&possible)?)));
        found.min_by_key(|(since, _, _)| *since).map(|(_, name, at)| (name.clone(), at))
    }

    /// When the next host may be asked for what waits.
    pub fn next_at(&self) -> Option<Instant> {
        let waiting = self.hosts.values().filter(|h| !h.busy && !h.queue.is_empty());
        waiting.map(|h| h.free_at).min()
    }

    /// A request has ended; the next must wait for `pause`.
    pub fn ended(&mut self, name: &str, pause: Duration, now: Instant) {
        let host = self.get(name, now);
        host.busy = false;
        host.free_at = now + pause;
    }

    /// An answer came as it should.
    pub fn praise(&mut self, name: &str, now: Instant) {
        let host = self.get(name, now);
        host.strikes = 0;
        host.resting = None;
        host.told = false;
    }

    /// An answer failed. After some in a row, or at once where `whole` says that the host itself is the
    /// cause, it is left alone: for `asked` if it said how long, else longer each time.
    pub fn strike(&mut self, name: &str, whole: bool, asked: Option<Duration>, now: Instant) {
        let base = self.delay.max(Duration::from_millis(10)) * 15;
        let host = self.get(name, now);
        host.strikes = host.strikes.saturating_add(1);
        if whole || host.strikes >= PATIENCE {
            let grown = base.saturating_mul(1 << host.strikes.min(10)).min(LONGEST_REST);
            host.resting = Some(now + asked.unwrap_or(grown));
            host.told = false;
        }
    }

    /// Whether it is yet to be told that pages of the host are put off; once asked, it counts as told.
    pub fn must_tell(&mut self, name: &str, now: Instant) -> bool {
        !std::mem::replace(&mut self.get(name, now).told, true)
    }

    /// Takes away all that waits for a host.
    pub fn take_queue(&mut self, name: &str) -> VecDeque<Job> {
        self.hosts.get_mut(name).map(|h| std::mem::take(&mut h.queue)).unwrap_or_default()
    }

    /// Forgets what waits and what is under way, and hosts of which nothing need be remembered.
    pub fn settle_down(&mut self, now: Instant) {
        for host in self.hosts.values_mut() {
            if host.busy {
                host.busy = false;
                host.free_at = now + self.delay;
            }
            host.queue.clear();
        }
        if self.hosts.len() > MOST_IDLE {
            let tired = |h: &Host| h.resting.is_some_and(|until| until > now);
            self.hosts.retain(|_, h| h.strikes > 0 || tired(h) || h.free_at > now);
        }
        if self.hosts.len() > 10 * MOST_IDLE {
            self.hosts.retain(|_, h| h.free_at > now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rest_grows_and_praise_ends_it() {
        let now = Instant::now();
        let mut hosts = Hosts::new(Duration::from_secs(2));
        hosts.strike("a", false, None, now);
        hosts.strike("a", false, None, now);
        assert_eq!(hosts.rest("a", now), None);
        hosts.strike("a", false, None, now);
        assert_eq!(hosts.rest("a", now), Some(Duration::from_secs(240)));
        for _ in 0..50 {
            hosts.strike("a", true, None, now);
        }
        assert_eq!(hosts.rest("a", now), Some(LONGEST_REST));
        hosts.strike("a", true, Some(Duration::from_secs(7)), now);
        assert_eq!(hosts.rest("a", now), Some(Duration::from_secs(7)));
        hosts.praise("a", now);
        assert_eq!(hosts.rest("a", now), None);
    }
}

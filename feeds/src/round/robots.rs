//! Asking for `robots.txt` before anything else of an origin.

use std::time::{Duration, Instant};

use super::Round;
use crate::address;
use crate::hosts::{Job, Purpose};

/// How long a file that cannot be had is not asked for again, if the host is not left alone longer.
const CLOSED: Duration = Duration::from_secs(60 * 60);

/// Redirects followed on the way to a file.
pub(super) const MOST_REDIRECTS: u8 = 5;

impl Round<'_> {
    /// Asks for the file of the job's origin; the job waits first in its queue.
    pub(super) fn ask_robots(&mut self, host: String, job: Job) {
        let now = Instant::now();
        let origin = address::origin_of(&job.at);
        let at = address::join(&job.at, "/robots.txt");
        self.web.hosts.get(&host, now).queue.push_front(job);
        self.web.robots.asked(&origin, now);
        match at {
            Ok(at) => self.send(host, Job { purpose: Purpose::Robots { origin }, at, hops: 0 }),
            Err(reason) => self.robots_failed(&origin, &reason, None),
        }
    }

    /// The file cannot be had now: nothing of its origin is fetched for a while.
    pub(super) fn robots_failed(&mut self, origin: &str, reason: &str, rest: Option<Duration>) {
        let until = Instant::now() + rest.unwrap_or(CLOSED);
        self.web.robots.unreadable(origin, reason, until);
    }

    /// The origin is one that is not to be asked, or sends us to one.
    pub(super) fn robots_refused(&mut self, origin: &str, reason: String) {
        self.web.robots.refused(origin, reason, Instant::now());
    }
}

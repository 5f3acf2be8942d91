//! The work itself: one thread that decides, and a few that each make one request and end.
//!
//! All that is decided (which host may be asked, redirects, `robots.txt`, what was seen) is decided on
//! the caller's thread, so no two threads ever share state.

mod feeds;
mod pages;
mod robots;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::address;
use crate::config::Watch;
use crate::fetch::{Ask, Failure, Fetcher, Kind, Reply};
use crate::hosts::{Hosts, Job, Purpose};
use crate::item::{self, FeedText};
use crate::report::{Happened, Page, Tally};
use crate::robots::{RobotsBook, Verdict};
use crate::state::State;
use feeds::OpenFeed;

/// Requests under way at one time, each to another host.
const MOST_REQUESTS: usize = 4;

/// How often it is asked whether to stop.
const SLICE: Duration = Duration::from_millis(50);

/// How often it is asked which feeds are due.
const LOOK: Duration = Duration::from_millis(500);

/// What is remembered of the net between rounds.
#[derive(Debug)]
pub(crate) struct Web {
    hosts: Hosts,
    robots: RobotsBook,
    /// How often a page failed in a way that may pass.
    tries: BTreeMap<String, u32>,
    /// Feeds of which it was told that they moved.
    told: BTreeSet<usize>,
}

impl Web {
    pub fn new(watch: &Watch) -> Web {
        Web {
            hosts: Hosts::new(watch.manners.delay),
            robots: RobotsBook::new(&watch.manners.user_agent),
            tries: BTreeMap::new(),
            told: BTreeSet::new(),
        }
    }
}

/// What a thread brings back.
struct Answer {
    host: String,
    job: Job,
    reply: Result<Reply, Failure>,
    /// The feed, parsed on that thread because it takes long.
    feed: Option<Result<FeedText, String>>,
}

/// A text from a feed that waits to be handed out.
struct OwnText {
    feed: usize,
    page: Page,
}

/// A round under way.
pub(crate) struct Round<'a> {
    watch: &'a Watch,
    web: &'a mut Web,
    state: &'a mut dyn State,
    take: &'a mut dyn FnMut(Happened),
    /// Seconds since the epoch.
    clock: &'a dyn Fn() -> i64,
    fetcher: Fetcher,
    answers: (Sender<Answer>, Receiver<Answer>),
    under_way: usize,
    /// Feeds being read, and those read of which pages are still to come.
    open: BTreeMap<usize, OpenFeed>,
    /// Pages on their way, so that none is fetched twice at once.
    pending: BTreeSet<String>,
    own_texts: VecDeque<OwnText>,
    tally: Tally,
}

impl<'a> Round<'a> {
    pub fn new(
        watch: &'a Watch,
        web: &'a mut Web,
        state: &'a mut dyn State,
        take: &'a mut dyn FnMut(Happened),
        clock: &'a dyn Fn() -> i64,
    ) -> Round<'a> {
        Round {
            watch,
            web,
            state,
            take,
            clock,
            fetcher: Fetcher::new(&watch.manners),
            answers: channel(),
            under_way: 0,
            open: BTreeMap::new(),
            pending: BTreeSet::new(),
            own_texts: VecDeque::new(),
            tally: Tally::default(),
        }
    }

    /// Works until nothing is left to do, or on and on if `forever`; until `stop` says so in any case.
    pub fn work(mut self, stop: &dyn Fn() -> bool, forever: bool) -> Tally {
        self.open_due();
        let mut looked = Instant::now();
        loop {
            if stop() {
                self.tally.stopped = true;
                break;
            }
            self.dispatch();
            if !forever && self.nothing_left() {
                break;
            }
            if let Some(answer) = self.wait() {
                self.settle(answer);
            } else if let Some(text) = self.own_texts.pop_front() {
                self.hand_own_text(text);
            }
            if forever && looked.elapsed() >= LOOK {
                self.open_due();
                looked = Instant::now();
            }
        }
        // threads that still wait for a server fail at once, and nobody listens to them
        self.fetcher.shut_down();
        self.web.hosts.settle_down(Instant::now());
        self.web.robots.forget_asked();
        self.tally
    }

    fn nothing_left(&self) -> bool {
        self.under_way == 0 && self.own_texts.is_empty() && self.web.hosts.idle()
    }

    /// The next answer, if one comes before there is something else to do.
    fn wait(&mut self) -> Option<Answer> {
        if !self.own_texts.is_empty() {
            return self.answers.1.try_recv().ok();
        }
        let now = Instant::now();
        let full = self.under_way >= MOST_REQUESTS;
        let next = self.web.hosts.next_at().filter(|_| !full);
        // at least a moment, for what waits may wait for an answer and not for the time
        let nap = next.map_or(SLICE, |at| at.saturating_duration_since(now).max(Duration::from_millis(1)));
        self.answers.1.recv_timeout(nap.min(SLICE)).ok()
    }

    fn tell(&mut self, happened: Happened) {
        self.tally.count(&happened);
        (self.take)(happened);
    }

    /// Puts a job into the queue of its host, or puts it off where the host is left alone.
    fn enqueue(&mut self, job: Job, first: bool) {
        let now = Instant::now();
        let host = address::host_of(&job.at);
        if let Some(rest) = self.web.hosts.rest(&host, now) {
            return self.put_off(job, &format!("{host} is left alone for a while"), rest);
        }
        let queue = &mut self.web.hosts.get(&host, now).queue;
        if first { queue.push_front(job) } else { queue.push_back(job) }
    }

    /// Starts as many requests as may be made now.
    fn dispatch(&mut self) {
        while self.under_way < MOST_REQUESTS {
            let now = Instant::now();
            let robots = &self.web.robots;
            let bound = |job: &Job| self.keeps_to_robots(job);
            let possible = |job: &Job| !bound(job) || !robots.is_asked(&address::origin_of(&job.at));
            let Some((host, at)) = self.web.hosts.ready(now, possible) else { return };
            let Some(job) = self.web.hosts.get(&host, now).queue.remove(at) else { return };
            if !self.keeps_to_robots(&job) {
                self.send(host, job);
                continue;
            }
            match self.web.robots.verdict(&address::origin_of(&job.at), &job.at, now) {
                Verdict::Allowed => self.send(host, job),
                Verdict::Unknown => self.ask_robots(host, job),
                Verdict::Disallowed => self.refuse(job, "robots.txt forbids it".to_owned()),
                Verdict::Refused(reason) => self.refuse(job, reason),
                Verdict::Unreadable(reason, rest) => self.put_off(job, &reason, rest),
            }
        }
    }

    fn keeps_to_robots(&self, job: &Job) -> bool {
        self.watch.manners.obey_robots && !matches!(job.purpose, Purpose::Robots { .. })
    }

    /// Makes a request on a thread of its own.
    fn send(&mut self, host: String, job: Job) {
        let ask = self.ask(&job);
        let (fetcher, sender) = (self.fetcher.clone(), self.answers.0.clone());
        let (name, kept) = (host.clone(), job.clone());
        let work = move || {
            let (reply, feed) =
                catch_unwind(AssertUnwindSafe(|| perform(&fetcher, &ask))).unwrap_or_else(|_| {
                    let reason = "the request failed in a way that it never should".to_owned();
                    (Err(Failure::Refused(reason)), None)
                });
            // after a stop nobody listens
            let _ = sender.send(Answer { host, job, reply, feed });
        };
        match thread::Builder::new().name("fetch".to_owned()).spawn(work) {
            Ok(_) => {
                self.under_way += 1;
                self.web.hosts.get(&name, Instant::now()).busy = true;
            }
            Err(e) => self.lose(kept, &format!("no thread can be started: {e}"), None),
        }
    }

    fn ask(&self, job: &Job) -> Ask {
        let mut ask = Ask { kind: Kind::Page, url: job.at.clone(), etag: None, last_modified: None };
        match &job.purpose {
            Purpose::Page(_) => {}
            Purpose::Robots { .. } => ask.kind = Kind::Robots,
            Purpose::Feed { index, .. } => {
                let state = self.open.get(index).map(|open| open.state.clone()).unwrap_or_default();
                ask = Ask { kind: Kind::Feed, etag: state.etag, last_modified: state.last_modified, ..ask };
            }
        }
        ask
    }

    /// Deals with what a thread brought back.
    fn settle(&mut self, answer: Answer) {
        let ended = Instant::now();
        self.under_way -= 1;
        let (host, origin) = (answer.host.clone(), address::origin_of(&answer.job.at));
        self.settle_reply(answer);
        // the rules that have just come may ask for a longer pause
        let pause = self.watch.manners.delay.max(self.web.robots.delay(&origin));
        self.web.hosts.ended(&host, pause, ended);
    }

    fn settle_reply(&mut self, answer: Answer) {
        let Answer { host, job, reply, feed } = answer;
        let reply = match reply {
            Ok(reply) => reply,
            Err(Failure::Forbidden(reason)) => return self.refuse(job, reason),
            Err(Failure::Refused(reason)) => return self.refuse_content(job, reason),
            Err(Failure::Lost { reason, host: whole }) => {
                return self.struck(host, job, &reason, whole, None);
            }
        };
        if let Reply::Status { code: code @ (408 | 425 | 429 | 500..), retry_after } = reply {
            let asked = matches!(code, 429 | 503);
            let what = if asked { "asks to wait" } else { "fails" };
            return self.struck(host, job, &format!("the server {what} (status {code})"), asked, retry_after);
        }
        let now = Instant::now();
        self.web.hosts.praise(&host, now);
        match reply {
            Reply::Elsewhere { to, for_good } => self.follow(job, &to, for_good),
            Reply::Status { code, .. } => self.denied(job, code),
            Reply::Unchanged => self.unchanged(job),
            Reply::Got(got) => match job.purpose {
                Purpose::Feed { index, .. } => self.feed_came(index, job, got, feed),
                Purpose::Page(page) => self.page_came(*page, &job.at, got),
                Purpose::Robots { origin } => self.web.robots.some(&origin, &got.bytes, now),
            },
        }
    }

    /// Notes the failure of a host, and if it is to be left alone puts off all that waits for it.
    fn struck(&mut self, host: String, job: Job, reason: &str, whole: bool, asked: Option<Duration>) {
        let now = Instant::now();
        let robots = matches!(job.purpose, Purpose::Robots { .. });
        // a robots.txt that cannot be had closes its origin, so nothing is gained by asking on
        self.web.hosts.strike(&host, whole || robots, asked, now);
        let rest = self.web.hosts.rest(&host, now);
        self.lose(job, reason, rest);
        let Some(rest) = rest else { return };
        let what = if robots { "robots.txt cannot be had: " } else { "" };
        for job in self.web.hosts.take_queue(&host) {
            self.put_off(job, &format!("{host} is left alone for a while: {what}{reason}"), rest);
        }
    }

    /// Goes where a redirect leads.
    fn follow(&mut self, mut job: Job, to: &str, for_good: bool) {
        let most = self.watch.manners.max_redirects;
        match &job.purpose {
            // RFC 9309: five are followed, and a file that lies further away need not be looked for
            Purpose::Robots { origin } if job.hops >= robots::MOST_REDIRECTS => {
                return self.web.robots.none(origin, Instant::now());
            }
            Purpose::Feed { .. } | Purpose::Page(_) if job.hops >= most => {
                return self.refuse(job, format!("it redirects more than {most} times"));
            }
            _ => {}
        }
        match address::join(&job.at, to) {
            Ok(url) => job.at = url,
            Err(reason) => {
                let reason = format!("it redirects to where nothing is fetched: {reason}");
                return self.refuse_content(job, reason);
            }
        }
        job.hops += 1;
        match &mut job.purpose {
            Purpose::Feed { for_good: so_far, .. } => *so_far &= for_good,
            Purpose::Page(page) => {
                let there = address::identity(&job.at);
                if there != page.key && (self.state.seen(&there) || self.pending.contains(&there)) {
                    let page = (**page).clone();
                    return self.page_settled(&page, &format!("same as {there}"));
                }
            }
            Purpose::Robots { .. } => {}
        }
        self.enqueue(job, true);
    }

    /// A job that failed in a way that may pass; `rest` is how long its host is left alone.
    fn lose(&mut self, job: Job, reason: &str, rest: Option<Duration>) {
        match job.purpose {
            Purpose::Feed { index, .. } => self.feed_failed(index, reason.to_owned(), rest, false),
            Purpose::Page(page) => self.page_failed(*page, reason, rest),
            Purpose::Robots { origin } => self.robots_failed(&origin, reason, rest),
        }
    }

    /// A job whose host is left alone for `rest`; that says nothing of the job itself.
    fn put_off(&mut self, job: Job, reason: &str, rest: Duration) {
        match job.purpose {
            Purpose::Feed { index, .. } => self.feed_put_off(index, reason, rest),
            Purpose::Page(page) => self.page_put_off(&page, &job.at, reason, rest),
            Purpose::Robots { origin } => self.robots_failed(&origin, reason, Some(rest)),
        }
    }

    /// A job whose content will not be read. Of a `robots.txt` that says nothing about the rest of its
    /// host, which is only left alone until it has another one.
    fn refuse_content(&mut self, job: Job, reason: String) {
        match job.purpose {
            Purpose::Robots { origin } => self.robots_failed(&origin, &reason, None),
            _ => self.refuse(job, reason),
        }
    }

    /// A job that will not be done on principle.
    fn refuse(&mut self, job: Job, reason: String) {
        match job.purpose {
            Purpose::Feed { index, .. } => self.feed_failed(index, reason, None, true),
            Purpose::Page(page) => self.page_refused(&page, reason),
            Purpose::Robots { origin } => self.robots_refused(&origin, reason),
        }
    }

    /// A status from 400 to 499, or one that makes no sense here.
    fn denied(&mut self, job: Job, code: u16) {
        match job.purpose {
            Purpose::Feed { index, .. } if code == 410 => self.feed_gone(index),
            Purpose::Feed { index, .. } => {
                self.feed_failed(index, format!("the server says status {code}"), None, false);
            }
            Purpose::Page(page) => self.page_denied(&page, code),
            // RFC 9309: whoever has no file, or lets nobody see it, has no rules
            Purpose::Robots { origin } => self.web.robots.none(&origin, Instant::now()),
        }
    }

    fn unchanged(&mut self, job: Job) {
        match job.purpose {
            Purpose::Feed { index, .. } => self.feed_unchanged(index),
            _ => self.denied(job, 304),
        }
    }
}

/// What a thread does: one request, and the parsing of a feed.
fn perform(fetcher: &Fetcher, ask: &Ask) -> (Result<Reply, Failure>, Option<Result<FeedText, String>>) {
    let reply = fetcher.fetch(ask);
    let feed = match &reply {
        Ok(Reply::Got(got)) if ask.kind == Kind::Feed => {
            Some(item::read(&got.bytes, got.content_type.as_deref(), &ask.url))
        }
        _ => None,
    };
    (reply, feed)
}

//! Politeness: validators, `robots.txt`, pauses, rest for whoever fails, and stopping when told.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dateline_feeds::{FeedState, Happened, MemoryState, Watch, run};

use crate::web::*;

#[test]
fn validators_make_the_round_trip() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/feed" if request.header("if-none-match") == Some("W/\"v1\"") => {
            line.answer("304 Not Modified", "", "");
        }
        "/feed" => {
            let headers = "ETag: W/\"v1\"\r\nLast-Modified: Tue, 04 Mar 2025 10:00:00 GMT\r\n";
            line.answer("200 OK", headers, rss(&["/a"]));
        }
        "/robots.txt" => line.missing(),
        path => line.html(&report(path)),
    });
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW).round_at(NOW + 3600);
    assert_eq!(run.happened, [Happened::Unchanged { url: server.url("/feed") }]);
    let asked: Vec<_> = server.requests().into_iter().filter(|r| r.path == "/feed").collect();
    assert_eq!(asked[0].header("if-none-match"), None);
    assert_eq!(asked[1].header("if-none-match"), Some("W/\"v1\""));
    assert_eq!(asked[1].header("if-modified-since"), Some("Tue, 04 Mar 2025 10:00:00 GMT"));
    let state = run.state.feeds[&server.url("/feed")].clone();
    assert_eq!((state.etag.as_deref(), state.next_at), (Some("W/\"v1\""), NOW + 3600 + 15 * 60));
}

#[test]
fn a_feed_with_a_page_outstanding_is_not_taken_for_read() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/feed" => line.answer("200 OK", "ETag: \"v1\"\r\n", rss(&["/a", "/bad"])),
        "/bad" => line.answer("500 Oops", "", ""),
        "/robots.txt" => line.missing(),
        path => line.html(&report(path)),
    });
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW);
    assert_eq!(run.pages().len(), 1);
    let state = &run.state.feeds[&server.url("/feed")];
    assert_eq!((state.etag.as_deref(), state.failures), (None, 0));
}

#[test]
fn robots_are_kept_to() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/robots.txt" => line.answer("200 OK", "", "User-agent: dateline\nDisallow: /private\n"),
        "/feed" => line.xml(&rss(&["/private/a", "/b"])),
        path => line.html(&report(path)),
    });
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW);
    run.complains("robots.txt forbids it");
    assert_eq!((run.pages().len(), run.tally.refused), (1, 1));
    assert_eq!(server.paths(), ["/robots.txt", "/feed", "/b"]);
    run.round_at(NOW + 3600);
    assert_eq!(server.count("/robots.txt"), 1, "the answer is kept");
}

#[test]
fn a_feed_that_robots_forbid_is_not_asked_for() {
    let (server, run) = round_of(|request, line| match request.path.as_str() {
        "/robots.txt" => line.answer("200 OK", "", "User-agent: *\nDisallow: /\n"),
        _ => line.xml(&rss(&[])),
    });
    run.complains("robots.txt forbids it");
    assert_eq!(server.paths(), ["/robots.txt"]);
    let state = &run.state.feeds[&server.url("/feed")];
    assert_eq!((state.failures, state.next_at), (1, NOW + 30 * 60));
}

#[test]
fn robots_are_asked_of_each_host_that_a_redirect_leads_to() {
    let server = Server::start(|request, line| {
        let other = request.header("host").is_some_and(|h| h.starts_with("127"));
        let port = request.header("host").and_then(|h| h.rsplit(':').next()).unwrap_or_default().to_owned();
        match request.path.as_str() {
            "/robots.txt" if other => line.answer("200 OK", "", "User-agent: *\nDisallow: /a\n"),
            "/robots.txt" => line.missing(),
            "/feed" => line.xml(&rss(&["/a", "/b"])),
            path => line.redirect(&format!("http://127.0.0.1:{port}{path}")),
        }
    });
    let mut run = Run::new(&watch_with(
        &server,
        "max_redirects = 1",
        &format!("[[feed]]\nurl='{}'\n", server.url("/feed")),
    ));
    run.round_at(NOW);
    let complaints = run.complaints();
    assert_eq!(complaints.len(), 2, "{complaints:?}");
    assert!(complaints.iter().any(|c| c.contains("/a: robots.txt forbids it")), "{complaints:?}");
    assert!(complaints.iter().any(|c| c.contains("/b: it redirects more than 1 times")), "{complaints:?}");
    assert_eq!((server.count("/robots.txt"), server.count("/a"), server.count("/b")), (2, 1, 2));
}

#[test]
fn a_host_whose_robots_fail_is_skipped() {
    for status in ["500 Oops", "503 Later", "429 Slow"] {
        let (server, run) = round_of(move |request, line| match request.path.as_str() {
            "/robots.txt" => line.answer(status, "", ""),
            _ => line.xml(&rss(&["/a"])),
        });
        run.complains("robots.txt cannot be had");
        run.complains(&status[..3]);
        assert_eq!(server.paths(), ["/robots.txt"]);
        assert_eq!(run.state.feeds[&server.url("/feed")].failures, 0);
    }
}

#[test]
fn robots_that_never_answer_skip_the_host() {
    let begun = Instant::now();
    let server = Server::start(|_, line| line.sleep(Duration::from_secs(20)));
    let mut run = Run::new(&impatient(&server));
    run.round_at(NOW).complains("robots.txt cannot be had: no whole answer within 400ms");
    assert!(begun.elapsed() < Duration::from_secs(5) && server.count("/feed") == 0);
}

#[test]
fn robots_that_nobody_may_see_allow_all() {
    for status in ["401 No", "403 No", "404 No", "410 Gone"] {
        let (_, run) = round_of(move |request, line| match request.path.as_str() {
            "/robots.txt" => line.answer(status, "", "User-agent: *\nDisallow: /\n"),
            _ => line.xml(&rss(&[])),
        });
        assert_eq!((run.tally.feeds, run.complaints().len()), (1, 0), "{status}");
    }
}

#[test]
fn robots_elsewhere_are_followed() {
    let (server, run) = round_of(|request, line| match request.path.as_str() {
        "/robots.txt" => line.redirect("/rules"),
        "/rules" => line.answer("200 OK", "", "User-agent: *\nDisallow: /feed\n"),
        _ => line.xml(&rss(&[])),
    });
    run.complains("robots.txt forbids it");
    assert_eq!(server.paths(), ["/robots.txt", "/rules"]);
}

#[test]
fn robots_in_a_circle_are_none() {
    let (server, run) = round_of(|request, line| match request.path.as_str() {
        "/robots.txt" => line.redirect("/robots.txt"),
        _ => line.xml(&rss(&[])),
    });
    assert_eq!((run.tally.feeds, run.complaints().len()), (1, 0));
    assert_eq!(server.count("/robots.txt"), 6);
}

#[test]
fn robots_that_cannot_be_understood_put_their_host_off() {
    for answer in ["Content-Encoding: br\r\n", "Content-Encoding: gzip\r\n"] {
        let (server, run) = round_of(move |request, line| match request.path.as_str() {
            "/robots.txt" => line.answer("200 OK", answer, "xyz"),
            _ => line.xml(&rss(&[])),
        });
        run.complains("robots.txt");
        assert_eq!((server.count("/feed"), run.tally.troubles), (0, 1));
    }
}

#[test]
fn a_clock_that_went_wrong_does_not_silence_a_feed() {
    let server = Server::start(site(&[]));
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW + 1_000_000_000).round_at(NOW);
    assert_eq!((server.count("/feed"), run.state.feeds[&server.url("/feed")].next_at), (2, NOW + 15 * 60));
}

#[test]
fn robots_are_not_asked_for_where_they_are_not_obeyed() {
    let server = Server::start(site(&["/a"]));
    let feed = format!("[[feed]]\nurl = '{}'\n", server.url("/feed"));
    let mut run = Run::new(&watch_with(&server, "obey_robots = false", &feed));
    run.round_at(NOW);
    assert_eq!(server.paths(), ["/feed", "/a"]);
}

#[test]
fn one_request_at_a_time_goes_to_a_host_with_a_pause() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/feed" | "/other" => line.xml(&rss(&["/a", "/b", "/c", "/d", "/e", "/f"])),
        "/robots.txt" => line.missing(),
        path => {
            line.sleep(Duration::from_millis(20));
            line.html(&report(path));
        }
    });
    let feeds =
        format!("[[feed]]\nurl='{}'\n[[feed]]\nurl='{}'\n", server.url("/feed"), server.url("/other"));
    let mut run = Run::new(&watch_with(&server, "delay = '80ms'", &feeds));
    run.round_at(NOW);
    assert_eq!((run.pages().len(), server.most_at_once()), (6, 1));
    let requests = server.requests();
    for pair in requests.windows(2) {
        let pause = pair[1].begun.duration_since(pair[0].ended);
        assert!(pause >= Duration::from_millis(75), "{pause:?} before {}", pair[1].path);
    }
}

#[test]
fn a_crawl_delay_lengthens_the_pause() {
    let (server, _) = round_of(|request, line| match request.path.as_str() {
        "/robots.txt" => line.answer("200 OK", "", "User-agent: *\nCrawl-delay: 0.15\n"),
        "/feed" => line.xml(&rss(&["/a"])),
        path => line.html(&report(path)),
    });
    for pair in server.requests().windows(2) {
        assert!(pair[1].begun.duration_since(pair[0].ended) >= Duration::from_millis(140));
    }
}

#[test]
fn hosts_are_asked_side_by_side() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/robots.txt" => line.missing(),
        _ => {
            line.sleep(Duration::from_millis(200));
            line.xml(&rss(&[]));
        }
    });
    let feeds =
        format!("[[feed]]\nurl='{}'\n[[feed]]\nurl='{}'\n", server.url("/feed"), server.other_url("/feed"));
    let mut run = Run::new(&watch_with(&server, "", &feeds));
    run.round_at(NOW);
    assert_eq!((run.tally.feeds, server.most_at_once()), (2, 2));
}

#[test]
fn retry_after_is_kept_to() {
    let (server, mut run) = round_of(|request, line| match request.path.as_str() {
        "/robots.txt" => line.missing(),
        "/feed" => line.answer("429 Slow", "Retry-After: 7200\r\n", ""),
        _ => line.missing(),
    });
    run.complains("the server asks to wait (status 429)");
    let wait = Some(Duration::from_secs(7200));
    assert!(matches!(&run.happened[0], Happened::Trouble { retry_in, .. } if *retry_in == wait));
    let state = run.state.feeds[&server.url("/feed")].clone();
    assert_eq!((state.next_at, state.failures), (NOW + 7200, 1));
    // due by the state, but the poller remembers what the host asked for
    run.state.set_due(&server.url("/feed"));
    run.round_at(NOW + 60);
    run.complains("left alone");
    assert_eq!(server.count("/feed"), 1);
}

trait SetDue {
    fn set_due(&mut self, url: &str);
}

impl SetDue for MemoryState {
    fn set_due(&mut self, url: &str) {
        if let Some(feed) = self.feeds.get_mut(url) {
            feed.next_at = 0;
        }
    }
}

#[test]
fn a_page_that_asks_to_wait_puts_off_the_rest_of_its_host() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/feed" => line.xml(&rss(&["/a", "/b", "/c", "/d"])),
        "/robots.txt" => line.missing(),
        "/b" => line.answer("503 Later", "Retry-After: 60\r\n", ""),
        path => line.html(&report(path)),
    });
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW);
    assert_eq!((run.pages().len(), server.count("/c"), server.count("/d")), (1, 0, 0));
    let complaints = run.complaints();
    assert_eq!(complaints.len(), 2, "{complaints:?}");
    assert!(complaints[1].starts_with("localhost: pages are put off"), "{complaints:?}");
    assert_eq!(run.state.pages.len(), 1, "the others are not given up");
}

#[test]
fn a_host_that_fails_again_and_again_is_left_alone() {
    let links: Vec<String> = (0..20).map(|i| format!("/{i}")).collect();
    let links: Vec<&str> = links.iter().map(String::as_str).collect();
    let feed = rss(&links);
    let (server, run) = round_of(move |request, line| match request.path.as_str() {
        "/feed" => line.xml(&feed),
        "/robots.txt" => line.missing(),
        _ => line.answer("500 Oops", "", ""),
    });
    assert_eq!(server.paths().len(), 2 + 3, "{:?}", server.paths());
    assert_eq!(run.complaints().len(), 4, "{:?}", run.complaints());
}

#[test]
fn a_feed_that_fails_is_left_alone_longer_each_time() {
    let (server, mut run) = round_of(|_, line| line.missing());
    let url = server.url("/feed");
    let mut now = NOW;
    for expected in [30, 60, 120, 240, 480, 960, 1440, 1440] {
        let state: FeedState = run.state.feeds[&url].clone();
        assert_eq!((state.next_at - now) / 60, expected, "after {} failures", state.failures);
        now = state.next_at;
        run.round_at(now);
    }
}

#[test]
fn all_ends_within_a_moment_of_being_told() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/robots.txt" => line.missing(),
        "/feed" => line.xml(&rss(&["/a", "/b", "/c"])),
        _ => line.sleep(Duration::from_secs(20)),
    });
    let text = format!(
        "[defaults]\nallow_hosts = ['localhost', '127.0.0.1']\ndelay = '10ms'\n\
         [[feed]]\nurl = '{}'\n[[feed]]\nurl = '{}'\n",
        server.url("/feed"),
        server.other_url("/a"),
    );
    let watch = Watch::parse(&text, "feeds.toml").expect("a good file");
    let mut state = MemoryState::default();
    let begun = Instant::now();
    let stop = || begun.elapsed() > Duration::from_millis(400);
    let tally = run(&watch, &mut state, &stop, &mut |_| {});
    assert!(begun.elapsed() < Duration::from_millis(1400), "{:?}", begun.elapsed());
    assert!(tally.stopped && tally.feeds == 1);
    assert!(state.feeds.is_empty(), "what was not finished is due again: {state:?}");
}

#[test]
fn a_long_pause_is_no_hindrance_to_stopping() {
    let server = Server::start(site(&["/a", "/b"]));
    let feed = format!("[[feed]]\nurl = '{}'\n", server.url("/feed"));
    let watch = watch_with(&server, "delay = '1h'", &feed);
    let begun = Instant::now();
    let stop = || begun.elapsed() > Duration::from_millis(200);
    let tally = run(&watch, &mut MemoryState::default(), &stop, &mut |_| {});
    assert!(tally.stopped && begun.elapsed() < Duration::from_millis(1200));
    assert_eq!(server.paths(), ["/robots.txt"]);
}

#[test]
fn a_run_reads_a_feed_again_and_again() {
    let served = AtomicUsize::new(0);
    let server = Server::start(move |request, line| match request.path.as_str() {
        "/feed" => {
            let count = served.fetch_add(1, Ordering::SeqCst);
            line.xml(&rss(&[&format!("/{count}")]));
        }
        "/robots.txt" => line.missing(),
        path => line.html(&report(path)),
    });
    let feed = format!("[[feed]]\nurl = '{}'\nevery = '2s'\n", server.url("/feed"));
    let watch = watch_with(&server, "", &feed);
    let begun = Instant::now();
    let pages = AtomicUsize::new(0);
    let stop = || pages.load(Ordering::SeqCst) >= 2 || begun.elapsed() > Duration::from_secs(8);
    let tally = run(&watch, &mut MemoryState::default(), &stop, &mut |happened| {
        if matches!(happened, Happened::Page(_)) {
            pages.fetch_add(1, Ordering::SeqCst);
        }
    });
    assert_eq!((tally.pages, tally.feeds), (2, 2));
    assert!(begun.elapsed() >= Duration::from_millis(900), "not before it is due");
}

//! What is taken from feeds, and that no report is taken twice.

use dateline_feeds::{FeedState, Happened};

use crate::web::*;

#[test]
fn pages_of_a_feed_are_handed_out() {
    let (server, run) = round_of(site(&["/a", "/b?x=1&utm_source=rss#top"]));
    let [a, b] = run.pages()[..] else { panic!("{:#?}", run.happened) };
    assert_eq!((a.url.clone(), a.feed.clone()), (server.url("/a"), server.url("/feed")));
    assert_eq!(a.title.as_deref(), Some("Report at /a"));
    assert_eq!(a.feed_title.as_deref(), Some("Daily"));
    assert_eq!(a.content_type.as_deref(), Some("text/html"));
    assert_eq!(String::from_utf8_lossy(&a.bytes), report("/a"));
    assert!(!a.own_text);
    assert_eq!(b.url, server.url("/b?x=1"));
    assert_eq!(server.paths(), ["/robots.txt", "/feed", "/a", "/b?x=1"]);
    assert!(run.happened.contains(&Happened::FeedRead { url: server.url("/feed"), items: 2, new: 2 }));
    assert_eq!((run.tally.feeds, run.tally.pages, run.tally.troubles), (1, 2, 0));
    assert_eq!(run.state.pages[&server.url("/a")], "taken");
    let agent = server.requests()[1].header("user-agent").map(str::to_owned);
    assert!(agent.is_some_and(|a| a.starts_with("dateline/")));
}

#[test]
fn a_feed_is_read_when_it_is_due() {
    let server = Server::start(site(&["/a"]));
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW).round_at(NOW + 60);
    assert!(run.happened.is_empty(), "{:?}", run.happened);
    assert_eq!(run.state.feeds[&server.url("/feed")].next_at, NOW + 15 * 60);
    run.round_at(NOW + 15 * 60);
    assert_eq!(run.happened, [Happened::FeedRead { url: server.url("/feed"), items: 1, new: 0 }]);
    assert_eq!((server.count("/feed"), server.count("/a"), server.count("/robots.txt")), (2, 1, 1));
}

#[test]
fn one_report_is_fetched_once() {
    let links = ["/a", "/a", "/a#x", "/a?utm_medium=rss", "/./a", " /a ", "/a?fbclid=1"];
    let (server, run) = round_of(site(&links));
    assert_eq!((run.pages().len(), server.count("/a")), (1, 1));
}

#[test]
fn two_feeds_with_one_report_fetch_it_once() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/robots.txt" => line.missing(),
        "/one" | "/two" => line.xml(&rss(&["/a"])),
        path => line.html(&report(path)),
    });
    let feeds = format!("[[feed]]\nurl='{}'\n[[feed]]\nurl='{}'\n", server.url("/one"), server.url("/two"));
    let mut run = Run::new(&watch_with(&server, "", &feeds));
    run.round_at(NOW);
    assert_eq!((run.tally.feeds, run.pages().len(), server.count("/a")), (2, 1, 1));
}

#[test]
fn links_that_redirect_to_one_report_hand_it_out_once() {
    let (server, run) = round_of(|request, line| match request.path.as_str() {
        "/feed" => line.xml(&rss(&["/go/1", "/go/2", "/a"])),
        "/robots.txt" => line.missing(),
        "/go/1" | "/go/2" => line.redirect("/a?utm_source=go"),
        path => line.html(&report(path)),
    });
    let pages: Vec<_> = run.pages().iter().map(|p| (p.asked.clone(), p.url.clone())).collect();
    assert_eq!(pages.len(), 1, "{pages:?}");
    assert_eq!(pages[0].1, server.url("/a"));
    assert_eq!(run.state.pages.len(), 3, "{:?}", run.state.pages);
    assert_eq!(run.tally.troubles + run.tally.refused, 0);
}

#[test]
fn texts_of_items_are_taken_where_pages_are_not_wanted() {
    let server = Server::start(|_, line| {
        line.xml(
            "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>\
             <item><title>One &amp; only</title><link>/a</link><description>Short.</description>\
             <content:encoded>&lt;p&gt;Long.&lt;/p&gt;</content:encoded>\
             <pubDate>Tue, 4 Mar 2025 23:00:00 -0500</pubDate></item>\
             <item><guid>7</guid><description>No link, 3 &amp;lt; 4.</description></item>\
             <item><title>Nothing</title></item></channel></rss>",
        );
    });
    let feed = format!("[[feed]]\nurl = '{}'\npublisher = 'Example'\npages = false\n", server.url("/feed"));
    let mut run = Run::new(&watch_with(&server, "obey_robots = false", &feed));
    run.round_at(NOW);
    let [long, short] = run.pages()[..] else { panic!("{:#?}", run.happened) };
    assert!(long.own_text && short.own_text);
    assert_eq!(long.url, server.url("/a"));
    assert_eq!(long.published, Some(jiff::civil::date(2025, 3, 4)));
    assert_eq!(long.publisher.as_deref(), Some("Example"));
    let text = String::from_utf8_lossy(&long.bytes);
    assert!(text.contains("<h1>One &amp; only</h1>") && text.contains("<p>Long.</p>"), "{text}");
    assert!(!text.contains("Short."), "{text}");
    assert!(String::from_utf8_lossy(&short.bytes).contains("3 &lt; 4."), "{short:?}");
    assert!(short.url.starts_with(&server.url("/feed#")), "{}", short.url);
    assert_eq!(server.paths(), ["/feed"]);
    run.round_at(NOW + 3600);
    assert!(run.pages().is_empty(), "items without links are known again");
}

#[test]
fn full_text_feeds_spare_their_pages() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/feed" => line.xml(
            "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>\
             <item><link>/whole</link><content:encoded>All of it.</content:encoded></item>\
             <item><link>/part</link><description>Part of it.</description></item></channel></rss>",
        ),
        "/robots.txt" => line.missing(),
        path => line.html(&report(path)),
    });
    let feed = format!("[[feed]]\nurl = '{}'\nfull_text = true\n", server.url("/feed"));
    let mut run = Run::new(&watch_with(&server, "", &feed));
    run.round_at(NOW);
    assert_eq!(run.pages().len(), 2, "{:#?}", run.happened);
    assert_eq!((server.count("/whole"), server.count("/part")), (0, 1));
}

#[test]
fn atom_in_another_encoding_with_relative_links_is_read() {
    let (server, run) = round_of(|request, line| {
        match request.path.as_str() {
        "/feed" => line.redirect("/news/atom.xml"),
        "/news/atom.xml" => line.answer(
            "200 OK",
            "Content-Type: application/atom+xml; charset=utf-8\r\n",
            b"<?xml version='1.0' encoding='ISO-8859-1'?><feed xmlns='http://www.w3.org/2005/Atom'><id>f</id>\
              <entry><id>1</id><title>Caf\xe9</title><link href='caf%C3%A9.html'/></entry></feed>",
        ),
        "/robots.txt" => line.missing(),
        path => line.html(&report(path)),
    }
    });
    let [page] = run.pages()[..] else { panic!("{:#?}", run.happened) };
    assert_eq!(page.title.as_deref(), Some("Caf\u{e9}"));
    assert_eq!(page.url, server.url("/news/caf%C3%A9.html"));
    assert_eq!(page.feed, server.url("/feed"));
}

#[test]
fn a_feed_that_breaks_off_gives_what_it_holds_and_is_asked_for_again() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/feed" => {
            line.answer("200 OK", "ETag: \"1\"\r\n", "<rss><channel><item><link>/a</link></item><item>")
        }
        "/robots.txt" => line.missing(),
        path => line.html(&report(path)),
    });
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW);
    run.complains("breaks off");
    assert_eq!((run.tally.feeds, run.pages().len(), run.tally.troubles), (1, 1, 1));
    let state = &run.state.feeds[&server.url("/feed")];
    assert_eq!((state.failures, state.etag.as_deref()), (0, None), "or the rest would never be seen");
}

#[test]
fn more_items_than_wanted_wait_for_the_next_reading() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/feed" => line.answer("200 OK", "ETag: \"1\"\r\n", rss(&["/a", "/b", "/c"])),
        "/robots.txt" => line.missing(),
        path => line.html(&report(path)),
    });
    let feed = format!("[[feed]]\nurl = '{}'\n", server.url("/feed"));
    let mut run = Run::new(&watch_with(&server, "max_items = 2", &feed));
    run.round_at(NOW);
    assert_eq!(run.pages().len(), 2);
    assert_eq!(run.state.feeds[&server.url("/feed")].etag, None, "or the third would never be seen");
    run.round_at(NOW + 3600);
    assert_eq!((run.pages().len(), server.count("/a")), (1, 1));
    assert_eq!(run.state.feeds[&server.url("/feed")].etag.as_deref(), Some("\"1\""));
}

#[test]
fn a_page_that_fails_is_tried_again_and_then_given_up() {
    let (server, mut run) = page_round(|_, line| line.answer("500 Oops", "", ""));
    run.complains("the server fails (status 500)");
    assert!(run.state.pages.is_empty());
    run.round_at(NOW + 3600).round_at(NOW + 2 * 3600);
    run.complains("given up");
    let page = server.url("/page");
    assert!(run.state.pages[&page].starts_with("given up"), "{:?}", run.state.pages);
    run.round_at(NOW + 3 * 3600);
    assert_eq!(server.count("/page"), 3);
    assert!(run.complaints().is_empty());
}

#[test]
fn a_page_that_is_gone_is_not_asked_for_again() {
    for status in ["404 Not Found", "410 Gone", "403 Forbidden", "451 Sealed", "204 No Content", "418 Teapot"]
    {
        let (server, mut run) = page_round(move |_, line| line.answer(status, "", ""));
        run.complains(&format!("the server says status {}", &status[..3]));
        run.round_at(NOW + 3600);
        assert_eq!(server.count("/page"), 1, "{status}");
    }
}

#[test]
fn a_feed_that_is_gone_is_switched_off() {
    let (server, mut run) = round_of(|request, line| match request.path.as_str() {
        "/feed" => line.answer("410 Gone", "", ""),
        _ => line.missing(),
    });
    run.complains("gone for good");
    assert!(matches!(run.happened[0], Happened::Trouble { retry_in: None, .. }));
    assert_eq!(run.state.feeds[&server.url("/feed")], FeedState { gone: true, ..FeedState::default() });
    run.round_at(NOW + 1_000_000);
    assert_eq!((run.happened.len(), server.count("/feed")), (0, 1));
}

#[test]
fn a_feed_that_moved_is_read_and_said_to_have_moved() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/feed" => line.answer("301 Moved", "Location: /new\r\n", ""),
        "/new" => line.xml(&rss(&[])),
        _ => line.missing(),
    });
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW);
    assert!(run.happened.contains(&Happened::Moved { url: server.url("/feed"), to: server.url("/new") }));
    assert_eq!(run.tally.feeds, 1);
    run.round_at(NOW + 3600);
    assert_eq!(run.happened.len(), 1, "it is told once: {:?}", run.happened);
}

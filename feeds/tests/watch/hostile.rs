//! Servers that lie, stall, flood and lead astray.

use std::io::Write;
use std::time::{Duration, Instant};

use dateline_feeds::{Happened, Watch};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::web::*;

/// A page that fails in a way that may pass: told with `words`, and left for the next reading.
#[track_caller]
fn page_fails(words: &str, answer: impl Fn(&Request, &mut Line) + Send + Sync + 'static) {
    let server = Server::start(page_site(answer));
    page_fails_at(&watch(&server), words);
}

#[track_caller]
fn page_fails_at(watch: &Watch, words: &str) {
    let mut run = Run::new(watch);
    run.round_at(NOW).complains(words);
    assert!(matches!(run.happened.last(), Some(Happened::Trouble { retry_in: Some(_), .. })), "{words}");
    assert!(run.pages().is_empty() && run.state.pages.is_empty(), "{words}");
}

/// A page that does not come to an end in time.
#[track_caller]
fn page_stalls(answer: impl Fn(&Request, &mut Line) + Send + Sync + 'static) {
    let begun = Instant::now();
    let server = Server::start(page_site(answer));
    page_fails_at(&impatient(&server), "no whole answer within 400ms");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

/// A page that is refused for good with `words`.
#[track_caller]
fn page_refused(words: &str, answer: impl Fn(&Request, &mut Line) + Send + Sync + 'static) -> Server {
    let (server, run) = page_round(answer);
    run.complains(words);
    assert_eq!((run.tally.refused, run.pages().len(), run.state.pages.len()), (1, 0, 1), "{words}");
    server
}

#[test]
fn servers_that_stall_are_left() {
    page_stalls(|_, line| line.sleep(Duration::from_secs(20)));
    page_stalls(|_, line| {
        line.raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n");
        for i in 0..200 {
            if !line.raw(format!("X-{i}: 1\r\n")) {
                break;
            }
            line.sleep(Duration::from_millis(50));
        }
    });
    page_stalls(|_, line| {
        line.raw("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n");
        for _ in 0..200 {
            if !line.raw("x") {
                break;
            }
            line.sleep(Duration::from_millis(50));
        }
    });
}

#[test]
fn connections_that_end_early_are_noticed() {
    let early = "the server closed the connection before the end";
    page_fails(early, |_, _| {});
    page_fails(early, |_, line| {
        line.raw("HTTP/1.1 200 OK\r\nContent-Le");
    });
    page_fails(early, |_, line| {
        line.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<p>half of");
    });
    page_fails("", |_, line| {
        line.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    });
}

#[test]
fn what_is_not_http_is_noticed() {
    page_fails("", |_, line| {
        line.raw("SSH-2.0-OpenSSH_9.6\r\n\r\n");
    });
    page_fails("", |_, line| {
        line.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a number\r\n");
    });
    page_fails("", |_, line| {
        line.raw(vec![0xff; 5000]);
    });
    page_fails("", |_, line| {
        line.raw("HTTP/1.1 999999 What\r\n\r\n");
    });
    page_fails("", |_, line| {
        line.raw("HTTP/1.1 200 OK\r\n");
        while line.raw(format!("X-Long: {}\r\n", "x".repeat(1000))) {}
    });
}

#[test]
fn a_body_longer_than_announced_ends_where_it_was_to_end() {
    let (_server, run) = page_round(|_, line| {
        line.raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and much more");
    });
    assert_eq!(run.pages()[0].bytes, b"hello");
}

#[test]
fn what_is_too_large_is_not_read() {
    let feed = |server: &Server| format!("[[feed]]\nurl = '{}'\n", server.url("/feed"));
    let flood = |_: &Request, line: &mut Line| {
        line.raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        while line.raw([b'x'; 4096]) {}
    };
    let bomb = |_: &Request, line: &mut Line| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        for _ in 0..64 {
            packer.write_all(&[b' '; 1 << 20]).expect("packed");
        }
        line.answer("200 OK", "Content-Encoding: gzip\r\n", packer.finish().expect("packed"));
    };
    let lie = |_: &Request, line: &mut Line| {
        line.raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx");
    };
    let answers: [fn(&Request, &mut Line); 3] = [flood, bomb, lie];
    for answer in answers {
        let rest = site(&["/page"]);
        let server = Server::start(move |request, line| match request.path.as_str() {
            "/page" => answer(request, line),
            _ => rest(request, line),
        });
        let mut run = Run::new(&watch_with(&server, "max_page = '64 KiB'", &feed(&server)));
        run.round_at(NOW);
        run.complains("more than 64 KiB is not read");
        assert_eq!(run.tally.refused, 1);

        let server = Server::start(move |request, line| match request.path.as_str() {
            "/feed" => answer(request, line),
            _ => line.missing(),
        });
        let mut run = Run::new(&watch_with(&server, "max_feed = '64 KiB'", &feed(&server)));
        run.round_at(NOW);
        run.complains("raise `max_feed`");
        assert_eq!(run.state.feeds[&server.url("/feed")].failures, 1);
    }
}

#[test]
fn robots_without_end_are_cut() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/robots.txt" => {
            line.raw("HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /page\n");
            while line.raw("# nothing to see here, and no end of it in sight\n".repeat(100)) {}
        }
        _ => line.xml(&rss(&["/page"])),
    });
    let feed = format!("[[feed]]\nurl = '{}'\n", server.url("/feed"));
    let mut run = Run::new(&watch_with(&server, "", &feed));
    run.round_at(NOW);
    run.complains("robots.txt forbids it");
}

#[test]
fn packed_bodies_are_unpacked_or_refused() {
    let (_server, run) = page_round(|_, line| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(b"<p>packed</p>").expect("packed");
        line.answer("200 OK", "Content-Encoding: gzip\r\n", packer.finish().expect("packed"));
    });
    assert_eq!(run.pages()[0].bytes, b"<p>packed</p>");
    page_fails("packed wrongly", |_, line| line.answer("200 OK", "Content-Encoding: gzip\r\n", "not packed"));
    page_refused("packed as br", |_, line| line.answer("200 OK", "Content-Encoding: br\r\n", "x"));
}

#[test]
fn what_is_no_text_is_not_read() {
    page_refused("it is application/pdf, not a page of text", |_, line| {
        line.answer("200 OK", "Content-Type: application/pdf\r\n", "%PDF");
    });
    page_fails("the page is empty", |_, line| line.html(" \n"));
}

#[test]
fn redirects_have_an_end() {
    let server = page_refused("it redirects more than 5 times", |_, line| line.redirect("/page"));
    assert_eq!(server.count("/page"), 6);
    page_refused("it redirects more than 5 times", |request, line| {
        let other = if request.path == "/page" { "/back" } else { "/page" };
        line.redirect(other);
    });
    page_refused("it redirects more than 5 times", |request, line| {
        line.redirect(&format!("{}x", request.path))
    });
    page_refused("without saying where", |_, line| line.answer("302 Found", "", ""));
}

#[test]
fn redirects_lead_nowhere_but_to_the_web() {
    for to in ["file:///etc/passwd", "ftp://example.org/", "data:text/html,x", "gopher://x/", "javascript:1"]
    {
        page_refused("only http and https", move |_, line| line.redirect(to));
    }
    page_refused("is no address", |_, line| line.redirect("http://[::1"));
    page_refused("longer than 4096", |_, line| line.redirect(&format!("/{}", "x".repeat(5000))));
}

#[test]
fn private_machines_are_not_asked() {
    let inside = Server::start(|_, line| line.html("a secret"));
    let port = inside.port;
    let targets = [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://127.1:{port}/"),
        format!("http://0:{port}/"),
        format!("http://user:pw@127.0.0.1:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://[::ffff:7f00:1]:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[fd00:ec2::254]/latest/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        "http://192.168.1.1/".to_owned(),
        "http://100.100.100.200/".to_owned(),
        "http://0.0.0.0/".to_owned(),
        "http://224.0.0.1/".to_owned(),
    ];
    for target in targets {
        let to = target.clone();
        page_refused(" address ", move |_, line| line.redirect(&to));
        // the same as a link, and as a feed
        let links = rss(&[&target]);
        let (server, run) = round_of(move |request, line| match request.path.as_str() {
            "/feed" => line.xml(&links),
            _ => line.missing(),
        });
        assert_eq!(run.tally.refused, 1, "{target}: {:?}", run.happened);
        let feed = format!("[[feed]]\nurl = '{}'\n", target.replace("user:pw@", ""));
        let mut run = Run::new(&watch_with(&server, "", &feed));
        run.round_at(NOW);
        assert_eq!(run.tally.refused, 1, "{target}: {:?}", run.happened);
        assert!(run.complaints()[0].contains("allow_hosts"), "{:?}", run.complaints());
    }
    assert!(inside.requests().is_empty(), "{:?}", inside.requests());
}

#[test]
fn robots_that_redirect_inside_close_their_host() {
    let inside = Server::start(|_, line| line.html("a secret"));
    let to = format!("http://127.0.0.1:{}/", inside.port);
    let (server, run) = round_of(move |request, line| match request.path.as_str() {
        "/robots.txt" => line.redirect(&to),
        _ => line.xml(&rss(&[])),
    });
    assert_eq!((run.tally.refused, server.count("/feed"), inside.requests().len()), (1, 0, 0));
}

#[test]
fn ports_of_other_services_are_not_asked() {
    for port in [22, 25, 111, 445] {
        page_refused("no port of the web", move |_, line| {
            line.redirect(&format!("http://192.0.2.1:{port}/"))
        });
    }
}

#[test]
fn hosts_that_are_not_there_are_left_alone() {
    let (_server, run) = page_round(|_, line| line.redirect("http://nowhere.invalid/a"));
    let complaints = run.complaints();
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    assert!(complaints[0].starts_with("nowhere.invalid: pages are put off"), "{complaints:?}");

    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("one").port();
    let server = Server::start(|_, line| line.missing());
    let feed = format!("[[feed]]\nurl = 'http://localhost:{closed}/feed'\n");
    let mut run = Run::new(&watch_with(&server, "allow_hosts = ['localhost']", &feed));
    run.round_at(NOW);
    run.complains("the host refuses connections");
}

#[test]
fn secure_connections_to_what_is_not_secure_fail() {
    let server = Server::start(|_, line| line.missing());
    let feed = format!("[[feed]]\nurl = 'https://localhost:{}/feed'\n", server.port);
    let mut run = Run::new(&watch_with(&server, "", &feed));
    run.round_at(NOW).complains("robots.txt cannot be had");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = made.signing_key.serialize_der().try_into().expect("a key");
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a pair");
    let server = std::thread::spawn(move || {
        let mut stream = listener.accept().expect("a connection").0;
        let mut tls = rustls::ServerConnection::new(config.into()).expect("a connection");
        // the handshake fails when the other side has seen the certificate
        while tls.is_handshaking() && tls.complete_io(&mut stream).is_ok() {}
        tls.is_handshaking()
    });
    let text =
        format!("[defaults]\nallow_hosts = ['localhost']\n[[feed]]\nurl = 'https://localhost:{port}/'\n");
    let mut run = Run::new(&Watch::parse(&text, "feeds.toml").expect("a good file"));
    run.round_at(NOW).complains("invalid peer certificate");
    assert!(server.join().expect("the server"), "the handshake was not to succeed");
}

#[test]
fn what_is_no_feed_is_told() {
    let wrongs = [
        ("<rss version='2.0'><channel><item></channel>", "not well-formed"),
        (
            "<!DOCTYPE html><html><head><link rel='alternate' type='application/atom+xml' href='/atom'>",
            "/atom as",
        ),
        ("<html><p>Please log in", "it is a page, not a feed"),
        ("", "the feed is empty"),
        ("{}", ""),
        ("\u{0}\u{1}\u{2}", "neither RSS nor Atom"),
    ];
    for (text, words) in wrongs {
        let (server, run) = round_of(move |request, line| match request.path.as_str() {
            "/feed" => line.answer("200 OK", "ETag: \"1\"\r\n", text),
            _ => line.missing(),
        });
        run.complains(words);
        let state = &run.state.feeds[&server.url("/feed")];
        assert_eq!((state.failures, state.etag.as_deref()), (1, None), "{text}");
    }
}

#[test]
fn feeds_built_to_burst_are_refused_in_time() {
    let bases = "<a xml:base='aaaaaaaaaaaaaaaaaaaaaaaa/'>".repeat(200_000);
    let many: String = (0..400_000).map(|i| format!(" a{i}=''")).collect();
    let feeds = [
        format!("<rss version='2.0'><channel>{bases}"),
        format!("<rss version='2.0'><channel><item{many}/></channel></rss>"),
        format!("<rss version='2.0'><channel>{}</channel></rss>", "<item/>".repeat(1_000_000)),
        "<a>".repeat(2_000_000),
        "{\"items\":[".to_owned() + &"{},".repeat(1_000_000),
    ];
    for text in feeds {
        let begun = Instant::now();
        let server = Server::start(move |request, line| match request.path.as_str() {
            "/feed" => line.xml(&text),
            _ => line.missing(),
        });
        let feed = format!("[[feed]]\nurl = '{}'\n", server.url("/feed"));
        let mut run = Run::new(&watch_with(&server, "", &feed));
        run.round_at(NOW);
        run.complains("more than");
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    }
}

#[test]
fn hostile_links_are_refused_one_by_one() {
    let links = ["file:///etc/passwd", "javascript:alert(1)", "http://[", "/good", "//", "mailto:a@b.org"];
    let (server, run) = round_of(site(&links));
    assert_eq!(run.pages().len(), 1, "{:#?}", run.happened);
    assert_eq!(run.pages()[0].url, server.url("/good"));
}

#[test]
fn headers_cannot_be_smuggled_through_validators() {
    let server = Server::start(|request, line| match request.path.as_str() {
        "/feed" => {
            line.answer("200 OK", &format!("ETag: \"{}\"\r\n", "x".repeat(5000)), rss(&[]));
        }
        _ => line.missing(),
    });
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW);
    assert_eq!(run.state.feeds[&server.url("/feed")].etag, None, "too long to be sent back each time");
    // a state that somebody has meddled with
    let feed = run.state.feeds.get_mut(&server.url("/feed")).expect("the feed");
    feed.etag = Some("\"1\"\r\nHost: elsewhere".to_owned());
    run.round_at(NOW + 3600);
    assert_eq!((server.count("/feed"), run.tally.refused), (1, 1), "{:?}", run.happened);
}

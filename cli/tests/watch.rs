//! `dateline watch` against a server of our own: what feeds name is taken once, and politely.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use common::{Folder, dateline, stderr, stdout};

/// Serves a feed and two pages, and writes down what was asked for.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

fn page(title: &str, text: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let server = Server { address: address.clone(), asked: asked.clone() };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &address, &asked);
            }
        });
        server
    }

    fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|a| *a == path).count()
    }
}

fn answer(mut stream: TcpStream, address: &str, asked: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    let _ = reader.read_line(&mut first);
    let (mut line, mut unchanged) = (String::new(), false);
    while reader.read_line(&mut line).is_ok_and(|n| n > 2) {
        unchanged |= line.to_lowercase().starts_with("if-none-match: \"one\"");
        line.clear();
    }
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    asked.lock().unwrap().push(path.clone());
    let strike = "Gunmen killed at least nine soldiers near Gao on Monday, the army said. The government of Mali condemned the attack and promised to send more troops to the north of the country.";
    let (status, kind, body) = match path.as_str() {
        "/feed" if unchanged => ("304 Not Modified", "text/xml", String::new()),
        "/feed" => ("200 OK", "application/rss+xml", feed(address)),
        "/a" => ("200 OK", "text/html", page("Nine soldiers killed in Mali", strike)),
        "/robots.txt" => ("200 OK", "text/plain", "User-agent: *\nDisallow: /secret\n".to_owned()),
        "/secret" => ("200 OK", "text/html", page("Secret", "This page is not to be fetched by anybody.")),
        _ => ("404 Not Found", "text/html", String::new()),
    };
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nETag: \"one\"\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
}

fn feed(address: &str) -> String {
    let item = |path: &str| {
        format!(
            "<item><title>T</title><link>http://{address}{path}</link><pubDate>Tue, 20 May 2031 09:00:00 GMT</pubDate></item>"
        )
    };
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Meridian</title>{}{}{}</channel></rss>",
        item("/a"),
        item("/a#again"),
        item("/secret")
    )
}

fn feeds(server: &Server, allowed: bool) -> String {
    let allow = if allowed { format!("allow_hosts = [\"{}\"]\n", server.address) } else { String::new() };
    format!(
        "[defaults]\ndelay = \"10ms\"\nevery = \"1ms\"\n{allow}\n[[feed]]\nurl = \"http://{}/feed\"\npublisher = \"Meridian\"\n",
        server.address
    )
}

#[test]
fn what_a_feed_names_is_taken_once() {
    let server = Server::start();
    let folder = Folder::new("watch").with("feeds.toml", feeds(&server, true));
    let arguments = ["watch", "feeds.toml", "--store", "news.db", "--once"];
    let first = dateline(&folder, &arguments);
    assert!(stdout(&first).contains("1 report new in the store"), "{}{}", stdout(&first), stderr(&first));
    let second = dateline(&folder, &arguments);
    assert!(stdout(&second).contains("0 reports new in the store"), "{}{}", stdout(&second), stderr(&second));
    assert_eq!(server.asked("/a"), 1);
    assert_eq!(server.asked("/secret"), 0, "robots.txt forbids it");
    assert!(server.asked("/feed") <= 2, "a feed is asked for when it is due, not oftener");
    let rows = dateline(
        &folder,
        &["sql", "--store", "news.db", "--format", "csv", "SELECT publisher, published, title FROM reports"],
    );
    assert!(stdout(&rows).contains("Meridian,2031-05-20,Nine soldiers killed in Mali"), "{}", stdout(&rows));
}

#[test]
fn a_private_address_is_refused_unless_it_is_allowed_by_name() {
    let server = Server::start();
    let folder = Folder::new("watch-private").with("feeds.toml", feeds(&server, false));
    let output = dateline(&folder, &["watch", "feeds.toml", "--store", "news.db", "--once"]);
    assert!(stdout(&output).contains("0 reports new in the store"), "{}", stdout(&output));
    assert_eq!(server.asked("/feed"), 0);
}

#[test]
fn a_wrong_file_of_feeds_is_refused_with_its_line() {
    let folder =
        Folder::new("watch-wrong").with("feeds.toml", "[[feed]]\nurl = 'https://a.example/x'\nevry = '1h'\n");
    let output = dateline(&folder, &["watch", "feeds.toml", "--store", "news.db", "--once"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("feeds.toml:3: unknown key `evry`"), "{}", stderr(&output));
    let missing = dateline(&folder, &["watch", "none.toml", "--store", "news.db"]);
    assert!(stderr(&missing).starts_with("error: none.toml:"), "{}", stderr(&missing));
}

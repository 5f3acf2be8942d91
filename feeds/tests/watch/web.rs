//! A web of our own: servers on this machine that answer as a test wants, and note what they were asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use dateline_feeds::{Happened, MemoryState, Page, Poller, Tally, Watch};

/// Some moment; states are given in seconds from the epoch.
pub const NOW: i64 = 1_700_000_000;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub path: String,
    headers: Vec<(String, String)>,
    pub begun: Instant,
    pub ended: Instant,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}

/// One connection while it is being answered.
pub struct Line<'a> {
    stream: &'a mut TcpStream,
    closing: &'a AtomicBool,
}

impl Line<'_> {
    /// Sends bytes as they are; whether anybody still takes them.
    pub fn raw(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// A whole answer; `headers` are lines with `\r\n` each.
    pub fn answer(&mut self, status: &str, headers: &str, body: impl AsRef<[u8]>) {
        let body = body.as_ref();
        let length = body.len();
        self.raw(format!(
            "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n"
        ));
        self.raw(body);
    }

    pub fn html(&mut self, body: &str) {
        self.answer("200 OK", "Content-Type: text/html\r\n", body);
    }

    pub fn xml(&mut self, body: &str) {
        self.answer("200 OK", "Content-Type: application/rss+xml\r\n", body);
    }

    pub fn redirect(&mut self, to: &str) {
        self.answer("302 Found", &format!("Location: {to}\r\n"), "");
    }

    pub fn missing(&mut self) {
        self.answer("404 Not Found", "", "no");
    }

    /// Says nothing for a while; ends early with the server.
    pub fn sleep(&self, time: Duration) {
        let begun = Instant::now();
        while begun.elapsed() < time && !self.closing.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(5).min(time));
        }
    }
}

/// A server on a port of its own, reachable as `localhost` and `127.0.0.1`.
pub struct Server {
    pub port: u16,
    log: Arc<Mutex<Vec<Request>>>,
    most_at_once: Arc<AtomicUsize>,
    closing: Arc<AtomicBool>,
}

impl Server {
    pub fn start(handler: impl Fn(&Request, &mut Line) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server =
            Server { port, log: Arc::default(), most_at_once: Arc::default(), closing: Arc::default() };
        let (log, most, closing) = (server.log.clone(), server.most_at_once.clone(), server.closing.clone());
        let (handler, now) = (Arc::new(handler), Arc::new(AtomicUsize::new(0)));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if closing.load(Ordering::Relaxed) {
                    return;
                }
                let (log, most, closing) = (log.clone(), most.clone(), closing.clone());
                let (handler, now) = (handler.clone(), now.clone());
                thread::spawn(move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    serve(stream, &*handler, &closing, &log);
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// The same server under another name, which is another host.
    pub fn other_url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What was asked for, in the order in which it came.
    pub fn requests(&self) -> Vec<Request> {
        self.log.lock().expect("the log").clone()
    }

    pub fn paths(&self) -> Vec<String> {
        self.requests().into_iter().map(|r| r.path).collect()
    }

    pub fn count(&self, path: &str) -> usize {
        self.paths().iter().filter(|p| *p == path).count()
    }

    pub fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
        // wakes the thread that accepts
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn serve(
    mut stream: TcpStream,
    handler: &dyn Fn(&Request, &mut Line),
    closing: &AtomicBool,
    log: &Mutex<Vec<Request>>,
) {
    let begun = Instant::now();
    stream.set_write_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let lines = BufReader::new(stream.try_clone().expect("a reader")).lines();
    let head: Vec<String> = lines.map_while(Result::ok).take_while(|l| !l.is_empty()).collect();
    let Some(path) = head.first().and_then(|l| l.split(' ').nth(1)) else { return };
    let headers = head.iter().skip(1).filter_map(|l| l.split_once(": "));
    let headers = headers.map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let request = Request { path: path.to_owned(), headers, begun, ended: begun };
    // noted before it is answered: whoever has the answer may look at once
    let place = {
        let mut log = log.lock().expect("the log");
        log.push(request.clone());
        log.len() - 1
    };
    handler(&request, &mut Line { stream: &mut stream, closing });
    log.lock().expect("the log")[place].ended = Instant::now();
    let _ = stream.shutdown(Shutdown::Both);
}

/// An RSS feed whose items link to `links`.
pub fn rss(links: &[&str]) -> String {
    let items: Vec<String> = links
        .iter()
        .map(|l| format!("<item><title>Report at {l}</title><link>{}</link></item>", l.replace('&', "&amp;")))
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Daily</title>{}</channel></rss>", items.concat())
}

/// A page that is long enough to be one.
pub fn report(path: &str) -> String {
    format!("<html><body><p>The minister met the ambassador at {path}.</p></body></html>")
}

/// Answers as a well-behaved site: a feed at `/feed` naming `links`, and pages everywhere else.
pub fn site(links: &[&str]) -> impl Fn(&Request, &mut Line) + Send + Sync + 'static {
    let feed = rss(links);
    move |request, line| match request.path.as_str() {
        "/feed" => line.xml(&feed),
        "/robots.txt" => line.missing(),
        path => line.html(&report(path)),
    }
}

/// The file for feeds of `server`, whose two names may be private. Requests go fast.
pub fn watch_with(server: &Server, defaults: &str, feeds: &str) -> Watch {
    let port = server.port;
    let mut text = String::from("[defaults]\n");
    for (key, value) in [("delay", "'1ms'"), ("timeout", "'8s'")] {
        if !defaults.contains(key) {
            text.push_str(&format!("{key} = {value}\n"));
        }
    }
    if !defaults.contains("allow_hosts") {
        text.push_str(&format!("allow_hosts = ['localhost:{port}', '127.0.0.1:{port}']\n"));
    }
    text.push_str(&format!("{defaults}\n{feeds}"));
    Watch::parse(&text, "feeds.toml").expect("a good file")
}

/// The file for the one feed at `/feed`.
pub fn watch(server: &Server) -> Watch {
    watch_with(server, "", &format!("[[feed]]\nurl = '{}'\n", server.url("/feed")))
}

/// The same with little patience.
pub fn impatient(server: &Server) -> Watch {
    watch_with(server, "timeout = '400ms'", &format!("[[feed]]\nurl = '{}'\n", server.url("/feed")))
}

/// A poller with its state, and all that happened.
pub struct Run {
    pub poller: Poller,
    pub state: MemoryState,
    pub happened: Vec<Happened>,
    pub tally: Tally,
}

impl Run {
    pub fn new(watch: &Watch) -> Run {
        Run {
            poller: Poller::new(watch),
            state: MemoryState::default(),
            happened: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// One round at `now`; what happened before is forgotten.
    pub fn round_at(&mut self, now: i64) -> &mut Run {
        let happened = &mut self.happened;
        happened.clear();
        self.tally = self.poller.round(&mut self.state, &|| false, now, &mut |h| happened.push(h));
        self
    }

    pub fn pages(&self) -> Vec<&Page> {
        let pages = self.happened.iter().filter_map(|h| match h {
            Happened::Page(page) => Some(&**page),
            _ => None,
        });
        pages.collect()
    }

    /// Reasons of troubles and refusals, each after its address and `: `.
    pub fn complaints(&self) -> Vec<String> {
        let complaints = self.happened.iter().filter_map(|h| match h {
            Happened::Trouble { address, reason, .. } | Happened::Refused { address, reason } => {
                Some(format!("{address}: {reason}"))
            }
            _ => None,
        });
        complaints.collect()
    }

    /// Asserts that there is one complaint and that it holds `words`.
    #[track_caller]
    pub fn complains(&self, words: &str) {
        let complaints = self.complaints();
        assert!(complaints.len() == 1 && complaints[0].contains(words), "{words}: {:#?}", self.happened);
    }
}

/// One round over the feed at `/feed` of a server that answers so.
pub fn round_of(handler: impl Fn(&Request, &mut Line) + Send + Sync + 'static) -> (Server, Run) {
    let server = Server::start(handler);
    let mut run = Run::new(&watch(&server));
    run.round_at(NOW);
    (server, run)
}

/// Answers as a site whose feed names one page, `/page`, which is answered by `answer`.
pub fn page_site(
    answer: impl Fn(&Request, &mut Line) + Send + Sync + 'static,
) -> impl Fn(&Request, &mut Line) + Send + Sync + 'static {
    let rest = site(&["/page"]);
    move |request, line| match request.path.as_str() {
        "/feed" | "/robots.txt" => rest(request, line),
        _ => answer(request, line),
    }
}

/// One round over a feed that names one page, `/page`, which the server answers so.
pub fn page_round(answer: impl Fn(&Request, &mut Line) + Send + Sync + 'static) -> (Server, Run) {
    round_of(page_site(answer))
}

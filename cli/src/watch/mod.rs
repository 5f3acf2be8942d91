//! `dateline watch`: feeds polled politely, the pages they name into a store, none twice.

mod memory;

use std::cell::RefCell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dateline::Coder;
use dateline_feeds::{Happened, Page, Poller, Tally, Watch};
use dateline_intake::{Form, Got, Place, Report};
use dateline_store::Store;

use crate::ingest::{Done, Taker, join, many};
use crate::{book, out};
use memory::Memory;

const HELP: &str = "\
The file of feeds needs an address a feed; all else has defaults:
  [defaults]
  every = \"15m\"              how often a feed is asked for
  delay = \"2s\"               pause between two requests to one host
  timeout = \"30s\"
  max_page = \"8 MiB\"
  user_agent = \"…\"           say who you are: a name and an address
  obey_robots = true
  allow_hosts = []           hosts that may have private addresses

  [[feed]]
  url = \"https://example.org/world.rss\"
  publisher = \"Example\"
  every = \"1h\"
  pages = true               false: the items' own text, nothing is fetched but the feed
  full_text = false          true: the feed carries whole reports

Requests go out one at a time for each host, with a pause; ETag, Last-Modified, robots.txt and
Retry-After are kept to; private addresses are refused unless allowed by name. Interrupt (Ctrl-C) stops
after the report at hand; what was fetched is kept, and the next watch goes on from there.";

/// Options of `watch`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP, after_help = "dateline watch --help describes the file of feeds")]
pub struct WatchArgs {
    /// The file of feeds
    #[arg(value_name = "FEEDS.TOML")]
    feeds: PathBuf,

    /// The store; made where there is none
    #[arg(long, value_name = "FILE")]
    store: PathBuf,

    /// Ask each feed that is due once, then end (for cron)
    #[arg(long)]
    once: bool,

    /// Folder of a codebook of your own [default: the one built in]
    #[arg(long, value_name = "DIR")]
    codebook: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &WatchArgs) -> ExitCode {
    match watch(args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            out::error(why);
            ExitCode::FAILURE
        }
    }
}

/// Whether everything that was asked for could be had.
fn watch(args: &WatchArgs) -> Result<bool, String> {
    let name = args.feeds.display().to_string();
    let text = std::fs::read_to_string(&args.feeds)
        .map_err(|e| format!("{name}: {e}: write one as dateline watch --help shows"))?;
    let watch = Watch::parse(&text, &name).map_err(|e| e.to_string())?;
    let coder = book::coder(args.codebook.as_deref())?;
    let mut store = Store::open(&args.store).map_err(|e| e.to_string())?;
    let taker = Taker::new(&mut store, &coder)?;
    let stopped = stop_signal()?;
    let store = RefCell::new(store);
    let mut desk = Desk { store: &store, taker: &taker, coder: &coder, taken: 0, failed: None };
    let mut memory = Memory::new(&store);
    let failed = std::cell::Cell::new(false);
    let stop = || stopped.load(Ordering::Relaxed) || failed.get();
    let mut take = |happened: Happened| {
        desk.take(happened);
        failed.set(desk.failed.is_some());
    };
    let mut poller = Poller::new(&watch);
    let tally = if args.once {
        poller.round(&mut memory, &stop, now(), &mut take)
    } else {
        poller.run(&mut memory, &stop, &mut take)
    };
    if let Some(why) = desk.failed.take().or(memory.failed()) {
        return Err(why);
    }
    out::say_out(&summary(&tally, desk.taken));
    Ok(tally.troubles == 0 || !args.once)
}

fn summary(tally: &Tally, taken: u64) -> String {
    format!(
        "{} read, {} unchanged, {} fetched, {} new in the store, {} refused, {}\n",
        many(tally.feeds as u64, "feed"),
        tally.unchanged,
        many(tally.pages as u64, "page"),
        many(taken, "report"),
        tally.refused,
        many(tally.troubles as u64, "trouble")
    )
}

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX))
}

/// Set by the first interrupt; a second one ends the program at once.
fn stop_signal() -> Result<Arc<AtomicBool>, String> {
    let stopped = Arc::new(AtomicBool::new(false));
    let flag = stopped.clone();
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        out::note("stopping after the report at hand; interrupt again to end at once");
    })
    .map_err(|e| format!("interrupts cannot be watched for: {e}"))?;
    Ok(stopped)
}

/// Where pages are read and kept.
struct Desk<'a> {
    store: &'a RefCell<Store>,
    taker: &'a Taker<'a>,
    coder: &'a Coder,
    taken: u64,
    // what keeps the store from taking more
    failed: Option<String>,
}

impl Desk<'_> {
    fn take(&mut self, happened: Happened) {
        match happened {
            Happened::Page(page) => self.page(*page),
            Happened::FeedRead { url, items, new } => {
                out::note(format!("{url}: {}, {new} new", many(items as u64, "item")));
            }
            Happened::Unchanged { .. } => {}
            Happened::Moved { url, to } => {
                out::note(format!("{url}: moved to {to}: change the file of feeds"))
            }
            Happened::Trouble { address, reason, retry_in } => {
                let when =
                    retry_in.map_or("not tried again".to_owned(), |d| format!("again in {}", short(d)));
                out::error(format!("{address}: {reason}; {when}"));
            }
            Happened::Refused { address, reason } => out::note(format!("{address}: {reason}")),
        }
    }

    fn page(&mut self, page: Page) {
        let published = page.published;
        let report = Report {
            place: Place { file: page.url.clone().into(), part: None },
            bytes: page.bytes,
            form: if page.own_text { Form::Html } else { Form::Unknown },
            url: Some(page.url.clone()),
            published: published.filter(|_| page.own_text),
            publisher: page.publisher.or(page.feed_title.filter(|_| page.own_text)),
            charset: None,
        };
        match self.taker.read_with(Got::Report(report), published) {
            Done::Coded(coded) => {
                let mut store = self.store.borrow_mut();
                let added = store.add(std::slice::from_ref(&*coded)).map_err(|e| e.to_string());
                let joined = added.and_then(|a| join(&mut store, self.coder.engine()).map(|()| a));
                match joined {
                    Ok(added) => self.taken += added.new,
                    Err(why) => self.failed = Some(why),
                }
            }
            Done::Known => {}
            Done::Rejected(place, why) => out::error(format!("{place}: {why}")),
            Done::Note(note) => out::note(note),
        }
    }
}

fn short(time: Duration) -> String {
    match time.as_secs() {
        s @ 0..=119 => format!("{s} s"),
        s @ 120..=7199 => format!("{} min", s / 60),
        s => format!("{} h", s / 3600),
    }
}

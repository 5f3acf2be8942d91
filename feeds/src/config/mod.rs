//! `feeds.toml`: which feeds are watched and with what manners.
//!
//! A file is accepted whole or refused with file, line, reason and cure.

mod nearest;
mod table;
pub(crate) mod units;

use std::time::Duration;

use url::Url;

use crate::address;
use table::{Source, Table};

/// What one request tells of who asks, unless the file says otherwise.
const USER_AGENT: &str = concat!("dateline/", env!("CARGO_PKG_VERSION"));

const PARTS: [&str; 2] = ["defaults", "feed"];
const DEFAULTS: [&str; 12] = [
    "every",
    "delay",
    "timeout",
    "max_page",
    "max_feed",
    "max_items",
    "max_redirects",
    "user_agent",
    "allow_hosts",
    "obey_robots",
    "pages",
    "full_text",
];
const FEED: [&str; 5] = ["url", "publisher", "every", "pages", "full_text"];

/// Why a file of feeds was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}; {cure}")]
pub struct ConfigError {
    /// The name of the file as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The byte in the file where the offender begins.
    pub offset: usize,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub cure: String,
}

/// The feeds to watch and the manners to keep.
///
/// Only `url` must be given. All keys, with what holds where they are missing:
///
/// ```toml
/// [defaults]
/// every = "15m"            # from one reading of a feed to the next; ms, s, m, h or d
/// delay = "2s"             # pause between two requests to one host
/// timeout = "30s"          # for one request, from looking up the name to the last byte
/// max_page = "8 MiB"       # unpacked; B, kB, KiB, MB, MiB
/// max_feed = "16 MiB"
/// max_items = 200          # new items from one reading; the rest waits for the next
/// max_redirects = 5
/// user_agent = "dateline/0.1.0"   # better with an address at which you can be reached
/// allow_hosts = []         # hosts that may have private addresses, such as "localhost:8080"
/// obey_robots = true
/// pages = true             # for all feeds that do not say otherwise
/// full_text = false        # the same
///
/// [[feed]]
/// url = "https://example.org/rss"
/// publisher = "Example"    # handed on with each page; unknown if missing
/// every = "1h"             # these three as in [defaults]
/// pages = true             # false: take the items' own text, fetch no page
/// full_text = false        # true: the feed holds whole reports; fetch pages only where it does not
/// ```
///
/// ```
/// use dateline_feeds::Watch;
///
/// let watch = Watch::parse("[[feed]]\nurl = 'https://example.org/rss'\n", "feeds.toml")?;
/// assert_eq!(watch.feeds[0].every.as_secs(), 15 * 60);
/// assert_eq!(watch.manners.delay.as_secs(), 2);
///
/// let wrong = Watch::parse("[[feed]]\nurl = 'https://example.org/rss'\nevry = '1h'\n", "feeds.toml");
/// assert_eq!(
///     wrong.unwrap_err().to_string(),
///     "feeds.toml:3: unknown key `evry` in [[feed]]; did you mean `every`?"
/// );
/// # Ok::<(), dateline_feeds::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// The feeds in the order of the file; no address stands there twice.
    pub feeds: Vec<Feed>,
    /// How requests are made.
    pub manners: Manners,
}

/// One feed to watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its address, absolute, http or https.
    pub url: String,
    /// Who publishes it, where the file says so.
    pub publisher: Option<String>,
    /// How long to wait from one reading to the next.
    pub every: Duration,
    /// Whether the pages that the items name are fetched; otherwise the items' own text is handed out.
    pub pages: bool,
    /// Whether the feed carries whole reports: items that hold their text are then taken from the feed
    /// and only the others are fetched. Without `pages` it changes nothing.
    pub full_text: bool,
}

/// How requests are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manners {
    /// Pause between two requests to one host.
    pub delay: Duration,
    /// Longest time for one request, from looking up the name to the last byte.
    pub timeout: Duration,
    /// Largest page in bytes, unpacked.
    pub max_page: u64,
    /// Largest feed in bytes, unpacked.
    pub max_feed: u64,
    /// New items taken from one reading of a feed; the rest waits for the next.
    pub max_items: usize,
    /// How many redirects are followed for one address.
    pub max_redirects: u8,
    /// The header `User-Agent`; its part before `/` or a space is the name looked for in `robots.txt`.
    pub user_agent: String,
    /// Hosts (`name` or `name:port`) that may have private addresses.
    pub allow_hosts: Vec<String>,
    /// Whether `robots.txt` is asked for and kept to.
    pub obey_robots: bool,
}

impl Default for Manners {
    fn default() -> Manners {
        Manners {
            delay: Duration::from_secs(2),
            timeout: Duration::from_secs(30),
            max_page: 8 << 20,
            max_feed: 16 << 20,
            max_items: 200,
            max_redirects: 5,
            user_agent: USER_AGENT.to_owned(),
            allow_hosts: Vec::new(),
            obey_robots: true,
        }
    }
}

impl Watch {
    /// Reads the text of a `feeds.toml`; `name` is how errors call the file.
    pub fn parse(text: &str, name: &str) -> Result<Watch, ConfigError> {
        let source = Source { text, name };
        let root = source.parse()?;
        let root = Table::new(source, &root, "the file");
        root.only(&PARTS)?;
        let (manners, model) = read_defaults(&root)?;
        let feeds = read_feeds(&root, &model)?;
        Ok(Watch { feeds, manners })
    }
}

/// The manners, and a feed that has what every feed has unless it says otherwise.
fn read_defaults(root: &Table) -> Result<(Manners, Feed), ConfigError> {
    let mut manners = Manners::default();
    let mut model = Feed {
        url: String::new(),
        publisher: None,
        every: Duration::from_secs(15 * 60),
        pages: true,
        full_text: false,
    };
    let Some(table) = root.table("defaults", "[defaults]")? else { return Ok((manners, model)) };
    table.only(&DEFAULTS)?;
    table.duration("delay", Duration::ZERO, &mut manners.delay)?;
    table.duration("timeout", Duration::from_millis(1), &mut manners.timeout)?;
    table.size("max_page", &mut manners.max_page)?;
    table.size("max_feed", &mut manners.max_feed)?;
    if let Some(count) = table.integer("max_items", 1..=10_000)? {
        manners.max_items = count as usize;
    }
    if let Some(count) = table.integer("max_redirects", 0..=20)? {
        manners.max_redirects = count as u8;
    }
    if let Some(agent) = table.text("user_agent")? {
        check_agent(&table, &agent)?;
        manners.user_agent = agent;
    }
    if let Some(hosts) = table.texts("allow_hosts")? {
        for (host, offset) in hosts {
            manners.allow_hosts.push(check_host(&table, &host, offset)?);
        }
    }
    table.flag("obey_robots", &mut manners.obey_robots)?;
    read_habits(&table, &mut model)?;
    Ok((manners, model))
}

/// What stands in `[defaults]` for all feeds and in `[[feed]]` for one.
fn read_habits(table: &Table, feed: &mut Feed) -> Result<(), ConfigError> {
    table.duration("every", Duration::from_millis(1), &mut feed.every)?;
    table.flag("pages", &mut feed.pages)?;
    table.flag("full_text", &mut feed.full_text)
}

fn read_feeds(root: &Table, model: &Feed) -> Result<Vec<Feed>, ConfigError> {
    let mut feeds = Vec::<Feed>::new();
    for table in root.tables("feed", "[[feed]]")? {
        table.only(&FEED)?;
        let mut feed = Feed { publisher: table.text("publisher")?, ..model.clone() };
        feed.url = read_url(&table)?;
        if feeds.iter().any(|f| f.url == feed.url) {
            let reason = format!("the feed {} stands here a second time", feed.url);
            return Err(table.wrong("url", reason, "take one of the two out"));
        }
        read_habits(&table, &mut feed)?;
        feeds.push(feed);
    }
    if feeds.is_empty() {
        let cure = "add a [[feed]] with a line such as `url = \"https://example.org/rss\"`";
        return Err(root.wrong("feed", "no feed to watch".to_owned(), cure));
    }
    Ok(feeds)
}

fn read_url(table: &Table) -> Result<String, ConfigError> {
    let cure = "give the whole address of the feed, such as `url = \"https://example.org/rss\"`";
    let Some(text) = table.text("url")? else {
        return Err(table.wrong("url", "a feed without `url`".to_owned(), cure));
    };
    let url = Url::parse(text.trim());
    let url = url.map_err(|e| table.wrong("url", format!("`{text}` is no address: {e}"), cure))?;
    if !url.username().is_empty() || url.password().is_some() {
        let reason = "the address holds a user or password, which are never sent".to_owned();
        return Err(table.wrong("url", reason, "take the part before `@` out"));
    }
    let url = address::check(url).map_err(|reason| table.wrong("url", reason, cure))?;
    Ok(url.into())
}

/// What a header can carry, and not what would end it early.
fn check_agent(table: &Table, agent: &str) -> Result<(), ConfigError> {
    let shown = agent.bytes().all(|b| (0x20..0x7f).contains(&b));
    if shown && agent.len() <= 200 && agent.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(());
    }
    let reason = "`user_agent` is not a name that a request can carry".to_owned();
    let cure = "write plain ASCII that begins with a name, such as \
                \"dateline/0.1 (+https://example.org; desk@example.org)\"";
    Err(table.wrong("user_agent", reason, cure))
}

/// A host as the addresses will spell it: `localhost`, `localhost:8080`, `[::1]:8080`.
fn check_host(table: &Table, host: &str, offset: usize) -> Result<String, ConfigError> {
    let spelled = Url::parse(&format!("http://{host}/")).ok().filter(|u| {
        u.path() == "/" && u.query().is_none() && u.fragment().is_none() && u.username().is_empty()
    });
    let name = spelled.as_ref().and_then(Url::host_str).map(|h| h.trim_end_matches('.'));
    let port = host.rsplit_once(':').filter(|(before, _)| !before.contains(':') || before.ends_with(']'));
    match (name, port) {
        (Some(name), None) => Ok(name.to_owned()),
        (Some(name), Some((_, port))) if port.parse::<u16>().is_ok() => Ok(format!("{name}:{port}")),
        _ => {
            let reason = format!("`{host}` in `allow_hosts` is no host");
            Err(table.wrong_at(offset, reason, "write a name or name and port, such as \"localhost:8080\""))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        Watch::parse(text, "feeds.toml").expect_err(text).to_string()
    }

    #[test]
    fn every_key_is_read() {
        let text = r#"
            [defaults]
            every = "1h"
            delay = "50ms"
            timeout = "5s"
            max_page = "1 MiB"
            max_feed = "2 MiB"
            max_items = 10
            max_redirects = 0
            user_agent = "desk/1 (+https://example.org)"
            allow_hosts = ["LOCALHOST:8080", "[::1]:80", "intranet"]
            obey_robots = false
            pages = false
            [[feed]]
            url = "https://Example.org:443/rss"
            publisher = "Example"
            [[feed]]
            url = "http://example.org/atom"
            every = "5m"
            pages = true
            full_text = true
        "#;
        let watch = Watch::parse(text, "feeds.toml").expect("a good file");
        let manners = &watch.manners;
        assert_eq!(manners.delay, Duration::from_millis(50));
        assert_eq!((manners.max_page, manners.max_feed), (1 << 20, 2 << 20));
        assert_eq!((manners.max_items, manners.max_redirects), (10, 0));
        assert_eq!(manners.allow_hosts, ["localhost:8080", "[::1]:80", "intranet"]);
        assert!(!manners.obey_robots);
        let [first, second] = &watch.feeds[..] else { panic!("two feeds") };
        assert_eq!(first.url, "https://example.org/rss");
        assert_eq!(first.publisher.as_deref(), Some("Example"));
        assert_eq!((first.every.as_secs(), first.pages, first.full_text), (3600, false, false));
        assert_eq!((second.every.as_secs(), second.pages, second.full_text), (300, true, true));
    }

    #[test]
    fn errors_give_line_reason_and_cure() {
        let feed = "[[feed]]\nurl = 'https://example.org/rss'\n";
        let wrongs = [
            ("[[feeds]]\nurl = 'x'", "feeds.toml:1: unknown key `feeds` in the file; did you mean `feed`?"),
            ("", "feeds.toml:1: no feed to watch; add a [[feed]] with"),
            ("[[feed]]\n", "feeds.toml:1: a feed without `url`; give the whole"),
            ("[[feed]]\nurl = 3\n", "feeds.toml:2: `url` is an integer, not a string; "),
            ("[[feed]]\nurl = 'example.org'\n", "feeds.toml:2: `example.org` is no address"),
            ("[[feed]]\nurl = 'file:///etc/passwd'\n", "feeds.toml:2: "),
            ("[[feed]]\nurl = 'http://a:b@example.org'\n", "feeds.toml:2: the address holds a user"),
            ("[feed]\nurl = 'http://example.org'\n", "feeds.toml:1: `feed` is a table"),
            ("[defaults]\nevery = 'soon'\n", "feeds.toml:2: `every`: `soon` is no duration; "),
            ("[defaults]\nevery = '0s'\n", "feeds.toml:2: `every`: `0s` is too short; "),
            ("[defaults]\nmax_page = '8'\n", "feeds.toml:2: `max_page`: `8` is no size; "),
            ("[defaults]\nmax_redirects = 99\n", "feeds.toml:2: `max_redirects` is 99; "),
            ("[defaults]\nobey_robots = 'no'\n", "feeds.toml:2: `obey_robots` is a string, not a boolean"),
            ("[defaults]\nallow_hosts = ['a', 'b/c']\n", "feeds.toml:2: `b/c` in `allow_hosts` is no host"),
            ("[defaults]\nuser_agent = \"a\\r\\nHost: b\"\n", "feeds.toml:2: `user_agent` is not a name"),
            ("[defaults\n", "feeds.toml:1: "),
            ("colour = 1\n", "feeds.toml:1: unknown key `colour` in the file; known are `defaults`, `feed`"),
        ];
        for (text, start) in wrongs {
            let said = refusal(text);
            assert!(said.starts_with(start), "{said}\nis not\n{start}");
        }
        let twice = refusal(&format!("{feed}{feed}"));
        assert!(twice.starts_with("feeds.toml:4: the feed https://example.org/rss stands here a second"));
    }
}

//! What `robots.txt` allows, kept for a day for each origin.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use texting_robots::Robot;
use url::Url;

/// How long an answer is kept.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// The longest pause that a `robots.txt` can ask for.
const LONGEST_DELAY: Duration = Duration::from_secs(30);

/// Patterns with `$` are compiled, which costs memory each; nobody needs so many.
const MOST_ANCHORS: usize = 2000;

/// More origins than this are not remembered.
const MOST_ORIGINS: usize = 2000;

/// What is known of the rules of one origin.
#[derive(Debug)]
enum Rules {
    /// The file has been asked for.
    Asked,
    /// There are none.
    None,
    Some(Robot),
    /// The file cannot be read now, so that nothing may be fetched.
    Unreadable(String),
    /// The origin itself is not to be asked.
    Refused(String),
}

/// What the rules say of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The file must be asked for first.
    Unknown,
    Allowed,
    Disallowed,
    /// Nothing may be fetched for the given time.
    Unreadable(String, Duration),
    Refused(String),
}

/// The rules of all origins met.
#[derive(Debug)]
pub(crate) struct RobotsBook {
    /// The name that `robots.txt` files call us by.
    agent: String,
    origins: BTreeMap<String, (Rules, Instant)>,
}

impl RobotsBook {
    /// A book for the `user_agent` of requests, of which the part before `/` or a space is the name.
    pub fn new(user_agent: &str) -> RobotsBook {
        let agent = user_agent.split(['/', ' ']).next().unwrap_or_default().to_owned();
        RobotsBook { agent, origins: BTreeMap::new() }
    }

    pub fn verdict(&self, origin: &str, url: &Url, now: Instant) -> Verdict {
        let Some((rules, until)) = self.origins.get(origin) else { return Verdict::Unknown };
        match rules {
            _ if *until <= now => Verdict::Unknown,
            // whoever asks for a verdict meanwhile has not waited
            Rules::Asked => Verdict::Unknown,
            Rules::None => Verdict::Allowed,
            Rules::Some(robot) if robot.allowed(url.as_str()) => Verdict::Allowed,
            Rules::Some(_) => Verdict::Disallowed,
            Rules::Unreadable(reason) => Verdict::Unreadable(reason.clone(), until.duration_since(now)),
            Rules::Refused(reason) => Verdict::Refused(reason.clone()),
        }
    }

    /// Whether the file of an origin has been asked for and has not come yet.
    pub fn is_asked(&self, origin: &str) -> bool {
        matches!(self.origins.get(origin), Some((Rules::Asked, _)))
    }

    /// The pause that an origin asks for between requests.
    pub fn delay(&self, origin: &str) -> Duration {
        let Some((Rules::Some(Robot { delay: Some(seconds), .. }), _)) = self.origins.get(origin) else {
            return Duration::ZERO;
        };
        // a file may ask for any number, infinity included
        Duration::from_secs_f32(seconds.clamp(0.0, LONGEST_DELAY.as_secs_f32()))
    }

    pub fn asked(&mut self, origin: &str, now: Instant) {
        self.forget_some(now);
        self.origins.insert(origin.to_owned(), (Rules::Asked, now + KEPT));
    }

    /// Nothing is asked for any more; what has no answer will be asked for anew.
    pub fn forget_asked(&mut self) {
        self.origins.retain(|_, (rules, _)| !matches!(rules, Rules::Asked));
    }

    /// The origin has no file.
    pub fn none(&mut self, origin: &str, now: Instant) {
        self.origins.insert(origin.to_owned(), (Rules::None, now + KEPT));
    }

    /// The origin's file has come.
    pub fn some(&mut self, origin: &str, bytes: &[u8], now: Instant) {
        let rules = if bytes.iter().filter(|b| **b == b'$').count() > MOST_ANCHORS {
            Err("it has too many patterns".to_owned())
        } else {
            Robot::new(&self.agent, bytes).map_err(|e| e.to_string())
        };
        let rules = match rules {
            Ok(robot) => Rules::Some(robot),
            Err(reason) => {
                Rules::Unreadable(format!("robots.txt of {origin} cannot be understood: {reason}"))
            }
        };
        self.origins.insert(origin.to_owned(), (rules, now + KEPT));
    }

    /// The file cannot be had until `until`.
    pub fn unreadable(&mut self, origin: &str, reason: &str, until: Instant) {
        let reason = format!("robots.txt of {origin} cannot be had: {reason}");
        self.origins.insert(origin.to_owned(), (Rules::Unreadable(reason), until));
    }

    /// The origin is not to be asked at all.
    pub fn refused(&mut self, origin: &str, reason: String, now: Instant) {
        self.origins.insert(origin.to_owned(), (Rules::Refused(reason), now + KEPT));
    }

    fn forget_some(&mut self, now: Instant) {
        if self.origins.len() >= MOST_ORIGINS {
            self.origins.retain(|_, (rules, until)| matches!(rules, Rules::Asked) || *until > now);
        }
        if self.origins.len() >= MOST_ORIGINS {
            self.origins.retain(|_, (rules, _)| matches!(rules, Rules::Asked));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(text: &str) -> RobotsBook {
        let mut book = RobotsBook::new("dateline/0.1 (+https://example.org)");
        book.some("http://a", text.as_bytes(), Instant::now());
        book
    }

    fn says(book: &RobotsBook, path: &str) -> Verdict {
        let url = Url::parse(&format!("http://a{path}")).expect("an address");
        book.verdict("http://a", &url, Instant::now())
    }

    #[test]
    fn rules_for_our_name_go_before_those_for_all() {
        let book =
            book("User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /private\nCrawl-delay: 7");
        assert_eq!(says(&book, "/news?a=1"), Verdict::Allowed);
        assert_eq!(says(&book, "/private/a"), Verdict::Disallowed);
        assert_eq!(book.delay("http://a"), Duration::from_secs(7));
        assert_eq!(book.delay("http://b"), Duration::ZERO);
    }

    #[test]
    fn delays_have_a_bound() {
        for (asked, given) in [("inf", 30), ("1e30", 30), ("-1", 0), ("NaN", 0), ("soon", 0)] {
            let book = book(&format!("User-agent: *\nCrawl-delay: {asked}\n"));
            assert_eq!(book.delay("http://a"), Duration::from_secs(given), "{asked}");
        }
    }

    #[test]
    fn odd_files_do_no_harm() {
        let many = "Disallow: /*a$\n".repeat(3000);
        assert!(matches!(says(&book(&many), "/x"), Verdict::Unreadable(..)));
        for text in
            ["\u{feff}User-agent: *\nDisallow: /x", "<html>\nDisallow: /x", "User-agent: *\rDisallow: /x"]
        {
            let _ = says(&book(text), "/x");
        }
        let mut bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        bytes.retain(|b| *b != b'$');
        let mut book = RobotsBook::new("x");
        book.some("http://a", &bytes, Instant::now());
    }
}

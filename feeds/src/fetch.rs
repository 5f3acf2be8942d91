//! One request, one reply: no redirect is followed here, nothing is tried again, every size and time has
//! its limit.

use std::io::Read;
use std::time::Duration;

use ureq::http::{HeaderMap, HeaderName, header};
use ureq::{Agent, Body, Error, Timeout};
use url::Url;

use crate::config::Manners;
use crate::config::units::show_size;
use crate::guard::{Forbidden, Guard};

/// What of a `robots.txt` is read; RFC 9309 asks for 500 KiB at least.
const ROBOTS_LIMIT: u64 = 512 << 10;

/// The longest that a server is believed when it asks to come back later.
const LONGEST_RETRY: Duration = Duration::from_secs(24 * 60 * 60);

/// Longer validators are not kept, for they are sent back with every request.
const LONGEST_VALIDATOR: usize = 512;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Feed,
    Page,
    Robots,
}

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub kind: Kind,
    pub url: Url,
    /// The validators of the copy that is known already.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// What a server said.
#[derive(Debug)]
pub(crate) enum Reply {
    /// The whole of it.
    Got(Got),
    /// It lies elsewhere, for good or for now.
    Elsewhere { to: String, for_good: bool },
    /// What is known already has not changed.
    Unchanged,
    /// Any other status.
    Status { code: u16, retry_after: Option<Duration> },
}

/// A body with what the server said of it.
#[derive(Debug, Default)]
pub(crate) struct Got {
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// Why there is no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The host is not to be asked.
    Forbidden(String),
    /// What lies there is not fetched.
    Refused(String),
    /// It did not come through this time; `host` says that nothing else of that host will either.
    Lost { reason: String, host: bool },
}

impl Failure {
    fn lost(reason: impl Into<String>) -> Failure {
        Failure::Lost { reason: reason.into(), host: false }
    }

    fn host(reason: impl Into<String>) -> Failure {
        Failure::Lost { reason: reason.into(), host: true }
    }
}

/// Makes requests, from any thread.
#[derive(Debug, Clone)]
pub(crate) struct Fetcher {
    agent: Agent,
    max_page: u64,
    max_feed: u64,
    timeout: Duration,
}

impl Fetcher {
    pub fn new(manners: &Manners) -> Fetcher {
        let config = Agent::config_builder()
            .user_agent(manners.user_agent.as_str())
            .timeout_global(Some(manners.timeout))
            // a proxy would look names up itself, past the guard
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // the pause between requests outlasts most servers' patience with an open connection
            .max_idle_connections(0)
            .build();
        let connector = ureq::unversioned::transport::DefaultConnector::new();
        let agent = Agent::with_parts(config, connector, Guard::new(&manners.allow_hosts));
        Fetcher { agent, max_page: manners.max_page, max_feed: manners.max_feed, timeout: manners.timeout }
    }

    /// Ends all requests that are under way and refuses new ones.
    pub fn shut_down(&self) {
        self.agent.clone().shutdown();
    }

    /// Asks once.
    pub fn fetch(&self, ask: &Ask) -> Result<Reply, Failure> {
        let mut request = self.agent.get(ask.url.as_str()).header(header::ACCEPT, accepted(ask.kind));
        let validators =
            [(header::IF_NONE_MATCH, &ask.etag), (header::IF_MODIFIED_SINCE, &ask.last_modified)];
        for (name, value) in validators {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.call().map_err(|e| self.failure(e))?;
        let (parts, body) = response.into_parts();
        let code = parts.status.as_u16();
        let retry_after = text(&parts.headers, header::RETRY_AFTER).and_then(|t| wait_asked(&t));
        match code {
            200 | 203 => self.read(ask.kind, &parts.headers, body).map(Reply::Got),
            304 => Ok(Reply::Unchanged),
            301 | 302 | 303 | 307 | 308 => match location(&parts.headers) {
                Some(to) => Ok(Reply::Elsewhere { to, for_good: matches!(code, 301 | 308) }),
                None => Err(Failure::Refused(format!("the server redirects ({code}) without saying where"))),
            },
            _ => Ok(Reply::Status { code, retry_after }),
        }
    }

    fn read(&self, kind: Kind, headers: &HeaderMap, body: Body) -> Result<Got, Failure> {
        let content_type = text(headers, header::CONTENT_TYPE);
        if let Some(other) = content_type.as_deref().filter(|t| kind == Kind::Page && !is_text(t)) {
            return Err(Failure::Refused(format!(
                "it is {}, not a page of text",
                crate::address::shown(other)
            )));
        }
        // what is packed as it was asked for has been unpacked, and its header taken away, before
        if let Some(packing) = text(headers, header::CONTENT_ENCODING).filter(|p| p != "identity") {
            let packing = crate::address::shown(&packing);
            return Err(Failure::Refused(format!("it is packed as {packing}, which was not asked for")));
        }
        let limit = self.limit(kind);
        let announced = text(headers, header::CONTENT_LENGTH).and_then(|l| l.trim().parse::<u64>().ok());
        if let Some(size) = announced.filter(|size| kind != Kind::Robots && *size > limit) {
            return Err(too_large(kind, &format!("has {}", show_size(size)), limit));
        }
        let bytes = self.read_body(kind, body, limit)?;
        let validator = |name| text(headers, name).filter(|v| v.len() <= LONGEST_VALIDATOR);
        Ok(Got {
            bytes,
            content_type,
            etag: validator(header::ETAG),
            last_modified: validator(header::LAST_MODIFIED),
        })
    }

    fn read_body(&self, kind: Kind, body: Body, limit: u64) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let mut reader = body.into_reader().take(limit + 1);
        let read = reader.read_to_end(&mut bytes);
        if bytes.len() as u64 > limit {
            if kind != Kind::Robots {
                return Err(too_large(kind, "is larger", limit));
            }
            bytes.truncate(limit as usize);
            return Ok(bytes);
        }
        read.map_err(|e| self.failure(Error::from(e)))?;
        Ok(bytes)
    }

    fn limit(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Feed => self.max_feed,
            Kind::Page => self.max_page,
            Kind::Robots => ROBOTS_LIMIT,
        }
    }

    fn failure(&self, error: Error) -> Failure {
        match error {
            Error::Other(other) => match other.downcast::<Forbidden>() {
                Ok(forbidden) => Failure::Forbidden(forbidden.to_string()),
                Err(other) => Failure::lost(other.to_string()),
            },
            Error::HostNotFound => Failure::host("no such host"),
            Error::Timeout(at @ (Timeout::Resolve | Timeout::Connect)) => {
                Failure::host(format!("no connection within {:?} ({at})", self.timeout))
            }
            Error::Timeout(_) => Failure::lost(format!("no whole answer within {:?}", self.timeout)),
            Error::Io(e) => io_failure(&e),
            Error::Http(_) | Error::BadUri(_) => {
                Failure::Refused("the address cannot be put into a request".to_owned())
            }
            Error::LargeResponseHeader(..) => Failure::lost("the server's headers are too long"),
            Error::Decompress(..) => Failure::lost("the answer is packed wrongly"),
            Error::Protocol(e) => Failure::lost(format!("the server does not speak HTTP: {e}")),
            Error::Rustls(e) => Failure::host(format!("no secure connection: {e}")),
            other => Failure::lost(other.to_string()),
        }
    }
}

fn io_failure(error: &std::io::Error) -> Failure {
    use std::io::ErrorKind as E;
    match error.kind() {
        E::UnexpectedEof | E::ConnectionReset | E::ConnectionAborted | E::BrokenPipe => {
            Failure::lost("the server closed the connection before the end")
        }
        E::ConnectionRefused => Failure::host("the host refuses connections"),
        E::HostUnreachable | E::NetworkUnreachable | E::NetworkDown | E::AddrNotAvailable => {
            Failure::host("the host cannot be reached")
        }
        // a name that cannot be looked up fails without a number of the system
        _ if error.raw_os_error().is_none() => Failure::host(error.to_string()),
        _ => Failure::lost(error.to_string()),
    }
}

fn too_large(kind: Kind, what: &str, limit: u64) -> Failure {
    let (name, key) = if kind == Kind::Feed { ("feed", "max_feed") } else { ("page", "max_page") };
    let limit = show_size(limit);
    Failure::Refused(format!(
        "the {name} {what} and more than {limit} is not read; raise `{key}` if it is meant"
    ))
}

fn accepted(kind: Kind) -> &'static str {
    match kind {
        Kind::Feed => {
            "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, \
             application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
        }
        Kind::Page => "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1",
        Kind::Robots => "text/plain, */*;q=0.1",
    }
}

/// Whether a content type is one that a report can have.
fn is_text(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty()
        || (kind.starts_with("text/")
            && !matches!(kind.as_str(), "text/css" | "text/javascript" | "text/calendar"))
        || matches!(kind.as_str(), "application/xhtml+xml" | "application/xml")
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// The header may hold bytes beyond ASCII, which some servers do not escape.
fn location(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::LOCATION)?.as_bytes();
    Some(String::from_utf8_lossy(value).into_owned())
}

/// What `Retry-After` asks for: seconds, or a date.
fn wait_asked(text: &str) -> Option<Duration> {
    let wait = match text.trim().parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
            Duration::try_from(at.duration_since(jiff::Timestamp::now())).unwrap_or(Duration::ZERO)
        }
    };
    Some(wait.min(LONGEST_RETRY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read() {
        assert_eq!(wait_asked("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait_asked("99999999999"), Some(LONGEST_RETRY));
        assert_eq!(wait_asked("Fri, 31 Dec 1999 23:59:59 GMT"), Some(Duration::ZERO));
        assert_eq!(wait_asked("Tue, 31 Dec 2999 23:59:59 GMT"), Some(LONGEST_RETRY));
        assert_eq!(wait_asked("soon"), None);
        assert_eq!(wait_asked("-5"), None);
    }

    #[test]
    fn pages_of_text_are_told_from_files() {
        for text in ["text/html; charset=utf-8", "TEXT/PLAIN", "application/xhtml+xml", ""] {
            assert!(is_text(text), "{text}");
        }
        for other in ["application/pdf", "image/png", "video/mp4", "application/octet-stream", "text/css"] {
            assert!(!is_text(other), "{other}");
        }
    }
}

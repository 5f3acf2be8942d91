//! Addresses: which may be asked for, and when two of them mean the same report.

use url::Url;

/// Longer addresses are refused; servers refuse them too.
const LONGEST: usize = 4096;

/// Names of query parameters that say where a reader came from and never what is read.
const TRACKERS: [&str; 28] = [
    "_ga", "_gl", "_hsenc", "_hsmi", "cmp", "cmpid", "dclid", "emc", "fbclid", "gbraid", "gclid", "gclsrc",
    "icid", "igshid", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ncid", "ocid", "s_cid", "smid", "ttclid",
    "twclid", "wbraid", "wt_mc", "xtor", "yclid",
];

/// What such names begin with, where a whole family does.
const TRACKER_FAMILIES: [&str; 5] = ["utm_", "at_", "ns_", "pk_", "mtm_"];

/// The address by which a report is known: without fragment, user, tracking parameters and default port,
/// the host in lower case. `None` if `address` is not one of http or https.
///
/// ```
/// use dateline_feeds::normalise;
///
/// let known = normalise("HTTPS://News.Example.org:443/a?utm_source=rss&id=7#top");
/// assert_eq!(known.as_deref(), Some("https://news.example.org/a?id=7"));
/// assert_eq!(normalise("ftp://example.org/a"), None);
/// ```
pub fn normalise(address: &str) -> Option<String> {
    let url = check(Url::parse(address.trim()).ok()?).ok()?;
    Some(identity(&url))
}

/// The same for an address already parsed.
pub(crate) fn identity(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    drop_trackers(&mut url);
    if let Some(host) = url.host_str().filter(|h| h.ends_with('.')) {
        let host = host.trim_end_matches('.').to_owned();
        // a name that is nothing but points stays as it is and finds no server
        let _ = url.set_host(Some(&host));
    }
    url.into()
}

fn drop_trackers(url: &mut Url) {
    let Some(query) = url.query() else { return };
    // parts are kept as written: decoding and encoding anew would change what some servers see
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_tracker(part)).collect();
    let kept = kept.join("&");
    url.set_query(if kept.is_empty() { None } else { Some(&kept) });
}

fn is_tracker(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or_default().to_ascii_lowercase();
    TRACKERS.contains(&name.as_str()) || TRACKER_FAMILIES.iter().any(|f| name.starts_with(f))
}

/// The address to ask for: http or https, with a host, not too long, without user and fragment.
pub(crate) fn check(mut url: Url) -> Result<Url, String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("`{}:` addresses are not fetched, only http and https", url.scheme()));
    }
    if url.as_str().len() > LONGEST {
        return Err(format!("the address is longer than {LONGEST} bytes"));
    }
    if url.host_str().is_none_or(|h| h.trim_matches('.').is_empty()) {
        return Err("the address names no host".to_owned());
    }
    url.set_fragment(None);
    // both fail only for addresses without host
    let _ = (url.set_username(""), url.set_password(None));
    Ok(url)
}

/// The address that `link` means on a page at `base`.
pub(crate) fn join(base: &Url, link: &str) -> Result<Url, String> {
    let url = base.join(link.trim()).map_err(|e| format!("`{}` is no address: {e}", shown(link)))?;
    check(url)
}

/// The host as a name; requests to one name never overlap, whatever scheme and port.
pub(crate) fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().trim_end_matches('.').to_owned()
}

/// Scheme, host and port, for which one `robots.txt` speaks.
pub(crate) fn origin_of(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The beginning of a hostile text, fit for one line.
pub(crate) fn shown(text: &str) -> String {
    let start: String = text.trim().chars().take(120).collect();
    start.escape_debug().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_report_has_one_address() {
        let same = [
            "https://example.org/a?id=7",
            "https://EXAMPLE.org:443/a?id=7#comments",
            "https://example.org./a?utm_source=x&id=7&UTM_medium=y",
            "  https://user:pw@example.org/a?id=7&fbclid=1&at_campaign=rss\n",
            "https://example.org/b/../a?&id=7&",
        ];
        for address in same {
            assert_eq!(normalise(address).as_deref(), Some("https://example.org/a?id=7"), "{address}");
        }
        assert_eq!(normalise("http://example.org/a?utm_id=1").as_deref(), Some("http://example.org/a"));
        assert_eq!(normalise("http://example.org").as_deref(), Some("http://example.org/"));
        assert_eq!(normalise("http://example.org/?q=a%20b").as_deref(), Some("http://example.org/?q=a%20b"));
    }

    #[test]
    fn other_schemes_are_refused() {
        let refused =
            ["file:///etc/passwd", "ftp://example.org/", "data:text/html,x", "javascript:1", "x", ""];
        for address in refused.into_iter().chain(["http://", "http://./", "mailto:a@b.org"]) {
            assert_eq!(normalise(address), None, "{address}");
        }
        assert_eq!(normalise(&format!("http://example.org/{}", "a".repeat(5000))), None);
    }

    #[test]
    fn links_are_joined() {
        let base = Url::parse("https://example.org/news/rss.xml").expect("an address");
        assert_eq!(join(&base, " ../a#b ").expect("joined").as_str(), "https://example.org/a");
        assert_eq!(join(&base, "//other.org/a").expect("joined").as_str(), "https://other.org/a");
        assert!(join(&base, "file:///etc/passwd").is_err());
        assert!(join(&base, "http://[::1").is_err());
    }
}

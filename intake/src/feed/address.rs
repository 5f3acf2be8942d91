//! Addresses in feeds: some are relative, to the feed or to what an `xml:base` says.

use url::Url;

/// Longer addresses are refused; servers refuse them too.
const LONGEST: usize = 4096;

/// What addresses at one place of a feed are relative to.
#[derive(Debug, Clone, Default)]
pub(super) struct Base {
    /// The feed itself, which is no page of an item.
    feed: Option<Url>,
    at: Option<Url>,
}

impl Base {
    /// The base of a feed that lies at `address`.
    pub(super) fn new(address: Option<&str>) -> Base {
        let mut feed = address.and_then(|address| Base::default().resolve(address));
        if let Some(feed) = &mut feed {
            feed.set_fragment(None);
        }
        Base { at: feed.clone(), feed }
    }

    /// The base within an element with this `xml:base`; one that is no address changes nothing.
    pub(super) fn within(&self, base: Option<&str>) -> Base {
        let at = base.and_then(|base| self.resolve(base)).or_else(|| self.at.clone());
        Base { feed: self.feed.clone(), at }
    }

    /// The whole address of a page, as it is written where it is whole.
    pub(super) fn join(&self, address: &str) -> Option<String> {
        let address = address.trim();
        let url = self.resolve(address)?;
        let mut page = url.clone();
        page.set_fragment(None);
        if self.feed.as_ref() == Some(&page) {
            return None;
        }
        let written = is_whole(address) && !address.contains(char::is_whitespace);
        Some(if written { address.to_owned() } else { url.into() })
    }

    fn resolve(&self, address: &str) -> Option<Url> {
        let address = Some(address.trim()).filter(|a| !a.is_empty() && a.len() <= LONGEST)?;
        let url = match &self.at {
            Some(base) => base.join(address),
            None => Url::parse(address),
        };
        let web = |url: &Url| matches!(url.scheme(), "http" | "https") && url.as_str().len() <= LONGEST;
        url.ok().filter(web)
    }
}

/// Whether a text is meant as a whole address of the web, and not as a part of one or a name.
pub(super) fn is_whole(text: &str) -> bool {
    let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|t| t.eq_ignore_ascii_case(scheme));
    begins("http://") || begins("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_joined() {
        let feed = Base::new(Some("https://example.org/news/feed.xml"));
        let join = |base: &Base, address: &str| base.join(address);
        assert_eq!(join(&feed, " ../a#b ").as_deref(), Some("https://example.org/a#b"));
        assert_eq!(join(&feed, "//other.org/a b").as_deref(), Some("https://other.org/a%20b"));
        assert_eq!(join(&feed, "HTTP://É.example").as_deref(), Some("HTTP://É.example"));
        let within = feed.within(Some("/base/")).within(Some("javascript:1")).within(None);
        assert_eq!(join(&within, "a").as_deref(), Some("https://example.org/base/a"));
        for none in ["", "feed.xml", "feed.xml#x", "mailto:a@b.org", "file:///a", "http://[", "//"] {
            assert_eq!(join(&feed, none), None, "{none}");
        }
        assert_eq!(join(&feed, &"a".repeat(5000)), None);
    }

    #[test]
    fn without_a_base_only_whole_addresses_count() {
        let none = Base::new(Some("no address"));
        assert_eq!(
            (none.join("/a"), none.join("https://a.example/?x")),
            (None, Some("https://a.example/?x".into()))
        );
        assert_eq!(
            none.within(Some("https://a.example/b/")).join("c").as_deref(),
            Some("https://a.example/b/c")
        );
    }
}

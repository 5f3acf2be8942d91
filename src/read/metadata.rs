//! What a page says of itself: title, publisher, authors, date, language, from
//! JSON-LD, meta elements and `<time>`, in that order.

use jiff::civil::Date;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::document::{DateSource, Published};

use super::dates;
use super::page::{self, Page, hint};

/// A page's word about itself; what it does not say is `None`.
#[derive(Debug, Clone, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    /// Every title that it gives itself.
    pub(super) titles: Vec<String>,
    /// What it says of its authors' lives.
    pub(super) bios: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Published>,
    pub(super) description: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    /// The article's text, where JSON-LD carries it.
    pub(super) body: Option<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Gathers what the page says.
pub(super) fn gather(page: &Page) -> Metadata {
    let mut found = from_json_ld(page);
    let meta = |keys: &[&str]| meta(page, keys);
    let heading = page.blocks.iter().find(|b| b.heading == Some(1)).map(|b| page::fold(&b.text));
    found.publisher =
        found.publisher.or_else(|| meta(&["og:site_name", "application-name", "dc.publisher", "publisher"]));
    found.title = found
        .title
        .or_else(|| {
            meta(&["og:title", "twitter:title", "dc.title", "headline", "sailthru.title", "parsely-title"])
        })
        .map(|title| without_site(&title, found.publisher.as_deref()))
        .or(heading)
        .or_else(|| page.title.as_deref().map(|title| without_site(title, found.publisher.as_deref())));
    let others = [meta(&["og:title"]), meta(&["twitter:title"]), page.title.clone()].into_iter().flatten();
    let others: Vec<String> = others.map(|title| without_site(&title, found.publisher.as_deref())).collect();
    found.titles = found.title.iter().cloned().chain(others).collect();
    if found.authors.is_empty() {
        let keys = ["author", "article:author", "byl", "dc.creator", "sailthru.author", "parsely-author"];
        found.authors =
            meta(&keys).filter(|a| !a.contains("://")).map(|a| clean_author(&a)).into_iter().collect();
    }
    found.published = found.published.or_else(|| meta_date(page)).or_else(|| time_date(page));
    found
        .description
        .extend(["og:description", "description", "twitter:description"].iter().filter_map(|k| meta(&[k])));
    let language = page.language.clone().filter(|l| !l.is_empty());
    found.language = language
        .or(found.language)
        .or_else(|| meta(&["og:locale", "content-language"]).map(|l| l.replace('_', "-")));
    found.url =
        page.canonical.clone().or_else(|| meta(&["og:url"])).or(found.url).filter(|u| u.contains("://"));
    found
}

fn meta(page: &Page, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| {
        let (_, content) =
            page.meta.iter().find(|(name, content)| name == key && !content.trim().is_empty())?;
        Some(content.clone())
    })
}

fn meta_date(page: &Page) -> Option<Published> {
    const KEYS: [&str; 20] = [
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "article.published",
        "publishdate",
        "pubdate",
        "publish-date",
        "publication_date",
        "date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "dcterms.date",
        "parsely-pub-date",
        "sailthru.date",
        "og:published_time",
        "cxenseparse:recs:publishtime",
        "article_date_original",
        "publish_date",
        "rnews:datepublished",
    ];
    let date = KEYS.iter().find_map(|key| dates::parse_stamp(&meta(page, &[key])?))?;
    Some(Published { date, source: DateSource::Meta })
}

/// The `<time>` that says it is the day of publication, else the first one outside
/// of what points elsewhere.
fn time_date(page: &Page) -> Option<Published> {
    let named = page.times.iter().filter(|t| t.publishes);
    let others = page.times.iter().filter(|t| t.hints & (hint::CHROME | hint::RELATED | hint::HIDDEN) == 0);
    let date = named.chain(others).find_map(|t| dates::parse_stamp(&t.stamp))?;
    Some(Published { date, source: DateSource::TimeElement })
}

fn from_json_ld(page: &Page) -> Metadata {
    let mut found = Metadata::default();
    let mut articles = Vec::new();
    for script in page.json_ld.iter().take(32).filter(|s| s.len() < 2 << 20) {
        match parse_leniently(script) {
            Some(value) => collect_articles(&value, 0, &mut articles),
            None => found.diagnostics.push(Diagnostic::note(
                "bad-json-ld",
                "the page's structured data is no JSON and was passed over",
            )),
        }
    }
    // an article before a web page that holds one
    articles.sort_by_key(|(rank, _)| *rank);
    for (_, article) in &articles {
        merge(&mut found, article);
    }
    found
}

/// JSON as pages write it: line breaks inside of strings, comment marks around, a semicolon behind.
fn parse_leniently(script: &str) -> Option<Value> {
    let bare = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let bare = bare
        .trim_end_matches("-->")
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(bare).ok().or_else(|| {
        let spaced: String = bare.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}

/// Articles anywhere in the value; the parser has bounded its depth.
fn collect_articles(value: &Value, depth: usize, out: &mut Vec<(u8, Value)>) {
    if depth > 12 || out.len() >= 64 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_articles(item, depth + 1, out)),
        Value::Object(map) => {
            if let Some(rank) = map.get("@type").and_then(article_rank) {
                out.push((rank, value.clone()));
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate"] {
                map.get(key).iter().for_each(|inner| collect_articles(inner, depth + 1, out));
            }
        }
        _ => {}
    }
}

/// How near a schema.org type comes to being the report: less is nearer.
fn article_rank(kind: &Value) -> Option<u8> {
    let of = |name: &str| match name.rsplit('/').next().unwrap_or(name) {
        "WebPage" | "ItemPage" => Some(2),
        "BlogPosting" | "LiveBlogPosting" | "TechArticle" | "ScholarlyArticle" => Some(1),
        name if name.ends_with("Article") || name == "Report" || name == "ReportageNewsArticle" => Some(0),
        _ => None,
    };
    match kind {
        Value::String(name) => of(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).filter_map(of).min(),
        _ => None,
    }
}

fn merge(found: &mut Metadata, article: &Value) {
    let text = |key: &str| article.get(key).and_then(Value::as_str).map(clean).filter(|t| !t.is_empty());
    let page_only = article.get("@type").and_then(article_rank) == Some(2);
    if !page_only {
        found.title = found.title.take().or_else(|| text("headline")).or_else(|| text("name"));
        found.body = found
            .body
            .take()
            .or_else(|| article.get("articleBody").and_then(Value::as_str).map(str::to_owned));
        if found.authors.is_empty() {
            found.authors = article.get("author").map(names).unwrap_or_default();
        }
        found.description.extend(text("description"));
        found.bios.extend(article.get("author").map(bios).unwrap_or_default());
    }
    let publisher = article.get("publisher").and_then(|p| names(p).into_iter().next());
    found.publisher = found.publisher.take().or(publisher);
    let date = text("datePublished").and_then(|stamp| dates::parse_stamp(&stamp));
    found.published =
        found.published.or(date.map(|date: Date| Published { date, source: DateSource::JsonLd }));
    found.language = found.language.take().or_else(|| text("inLanguage"));
    found.url = found.url.take().or_else(|| text("url"));
}

/// Names of persons or organisations: a string, an object with a name, or a list of these.
fn names(value: &Value) -> Vec<String> {
    let one = |value: &Value| {
        let name = value.as_str().or_else(|| value.get("name").and_then(Value::as_str))?;
        let name = clean_author(&clean(name));
        (!name.is_empty() && !name.contains("://")).then_some(name)
    };
    match value {
        Value::Array(items) => items.iter().take(32).filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

/// Descriptions of authors.
fn bios(value: &Value) -> Vec<String> {
    let one = |value: &Value| {
        value
            .get("description")
            .and_then(Value::as_str)
            .map(|bio| clean(&bio.replace("<p>", "").replace("</p>", "")))
    };
    match value {
        Value::Array(items) => items.iter().take(32).filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

fn clean(text: &str) -> String {
    page::fold(&super::markup::unescape(text))
}

fn clean_author(name: &str) -> String {
    let by = name.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    name[if by { 3 } else { 0 }..].trim().to_owned()
}

/// The title without the name of the site before or behind it.
fn without_site(title: &str, site: Option<&str>) -> String {
    for separator in [" | ", " - ", " – ", " — ", " • ", " » ", " :: "] {
        let Some((head, tail)) = title.rsplit_once(separator) else { continue };
        let names_site = |part: &str| site.is_some_and(|s| part.trim().eq_ignore_ascii_case(s.trim()));
        let short = tail.split_whitespace().count() <= 4 && head.split_whitespace().count() >= 4;
        if names_site(tail) || (short && matches!(separator, " | " | " • " | " » ")) {
            return head.trim().to_owned();
        }
        if let Some((first, rest)) = title.split_once(separator).filter(|(first, _)| names_site(first)) {
            return if first.is_empty() { title.to_owned() } else { rest.trim().to_owned() };
        }
    }
    title.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn json_ld_comes_first() {
        let page = r#"<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2015-01-01"},
            {"@type":"NewsArticle","headline":"Envoy &amp; army","author":[{"name":"By Jane Roe"},"John Doe"],
             "publisher":{"name":"Example"},"datePublished":"2016-02-04T10:00:00Z"}]}</script>
            <meta property="article:published_time" content="2016-02-05"><title>Other - Example</title>"#;
        let found = gather(&page::take_apart(page));
        assert_eq!(found.title.as_deref(), Some("Envoy & army"));
        assert_eq!(found.authors, ["Jane Roe", "John Doe"]);
        assert_eq!(found.publisher.as_deref(), Some("Example"));
        assert_eq!(found.published, Some(Published { date: date(2016, 2, 4), source: DateSource::JsonLd }));
    }

    #[test]
    fn meta_then_time() {
        let page = "<meta name=pubdate content='4 February 2016'><time datetime=2016-02-06></time>";
        let found = gather(&page::take_apart(page)).published;
        assert_eq!(found, Some(Published { date: date(2016, 2, 4), source: DateSource::Meta }));
        let page = "<nav><time datetime=2019-01-01></time></nav><time datetime=2016-02-06T10:00></time>";
        let found = gather(&page::take_apart(page)).published;
        assert_eq!(found, Some(Published { date: date(2016, 2, 6), source: DateSource::TimeElement }));
    }

    #[test]
    fn bad_structured_data_is_a_note() {
        let found = gather(&page::take_apart(
            "<script type='application/ld+json'>{oops</script><title>A day in the port | Example</title>",
        ));
        assert_eq!(found.diagnostics.len(), 1);
        assert_eq!(found.title.as_deref(), Some("A day in the port"));
    }
}

//! A page as a flat list of text blocks, each with what its element and the names
//! around it say of its part; and the head of the page. One pass over the tokens.

use std::ops::Range;

use super::markup::{self, Token, Tokens};

/// What the elements around a text say of it, as bits.
pub(super) mod hint {
    /// Inside a link.
    pub(in crate::read) const LINK: u32 = 1;
    /// Bold or emphasised.
    pub(in crate::read) const BOLD: u32 = 1 << 1;
    /// In a figure, or in something named after a picture.
    pub(in crate::read) const FIGURE: u32 = 1 << 2;
    /// A caption.
    pub(in crate::read) const CAPTION: u32 = 1 << 3;
    /// Says who made a picture.
    pub(in crate::read) const CREDIT: u32 = 1 << 4;
    /// Says who wrote the report.
    pub(in crate::read) const BYLINE: u32 = 1 << 5;
    /// Dates the report.
    pub(in crate::read) const DATE: u32 = 1 << 6;
    /// The summary under the title.
    pub(in crate::read) const STANDFIRST: u32 = 1 << 7;
    /// Set apart as a quotation.
    pub(in crate::read) const QUOTE: u32 = 1 << 8;
    /// Points to other reports, or sells something.
    pub(in crate::read) const RELATED: u32 = 1 << 9;
    /// Navigation, footers, asides, controls, comments.
    pub(in crate::read) const CHROME: u32 = 1 << 10;
    /// Not shown.
    pub(in crate::read) const HIDDEN: u32 = 1 << 11;
    /// In the element that holds the title.
    pub(in crate::read) const TITLE: u32 = 1 << 12;
    /// In a list item.
    pub(in crate::read) const ITEM: u32 = 1 << 13;
    /// In a table.
    pub(in crate::read) const TABLE: u32 = 1 << 14;
    /// In an `article` or `main` element.
    pub(in crate::read) const ARTICLE: u32 = 1 << 15;
}

/// A text of the page between two borders of block elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageBlock {
    /// The words with white space folded; a `<br>` is a line break.
    pub(super) text: String,
    /// Where it stands in the page's source.
    pub(super) range: Range<usize>,
    /// The level of the heading it is, if it is one.
    pub(super) heading: Option<u8>,
    /// Whether its element is `<p>`.
    pub(super) is_paragraph: bool,
    /// Bits of [`hint`] from the elements around its first word.
    pub(super) hints: u32,
    /// Characters of it that stand in links.
    pub(super) linked: usize,
    /// Characters of it that are bold.
    pub(super) bold: usize,
    /// The block element that holds its element, numbered as it came.
    pub(super) container: u32,
    /// The outermost `<article>` around it, numbered as it came; 0 for none.
    pub(super) article: u32,
}

impl PageBlock {
    /// Whether any of the bits is set.
    pub(super) fn is(&self, hints: u32) -> bool {
        self.hints & hints != 0
    }

    /// Whether hardly a character of it stands outside of a link.
    pub(super) fn is_all_link(&self) -> bool {
        self.linked > 0 && self.linked * 10 >= self.text.chars().count() * 9
    }
}

/// A `<time>` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TimeElement {
    /// Its `datetime`, else its text.
    pub(super) stamp: String,
    /// Whether it names itself the date of publication.
    pub(super) publishes: bool,
    pub(super) hints: u32,
}

/// A page taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Page<'a> {
    pub(super) blocks: Vec<PageBlock>,
    /// `name`, `property` or `itemprop` in lower case, and `content`.
    pub(super) meta: Vec<(String, String)>,
    pub(super) json_ld: Vec<&'a str>,
    pub(super) title: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) language: Option<String>,
    pub(super) times: Vec<TimeElement>,
}

/// Takes a page apart.
pub(super) fn take_apart(page: &str) -> Page<'_> {
    let mut walk = Walk::default();
    for (range, token) in Tokens::new(page) {
        match token {
            Token::Open { name, attributes } => walk.open(name, attributes),
            Token::Close { name } => walk.close(name),
            Token::Text(text) => walk.text(text, range),
            Token::Raw { element, attributes, text } => walk.raw(element, attributes, text),
        }
    }
    walk.flush();
    walk.page
}

/// Elements deeper than this are read as part of those around them.
const MAX_DEPTH: usize = 512;

struct Element<'a> {
    name: &'a str,
    hints: u32,
    /// Number of the innermost block element, itself included.
    block: u32,
    /// Number of the block element around that one.
    container: u32,
    /// Number of the outermost `<article>` around or itself.
    article: u32,
}

#[derive(Default)]
struct Walk<'a> {
    page: Page<'a>,
    stack: Vec<Element<'a>>,
    blocks_opened: u32,
    current: Option<PageBlock>,
    /// A white space is due before the next word.
    gap: bool,
    breaks: u8,
}

impl<'a> Walk<'a> {
    fn open(&mut self, name: &'a str, attributes: &'a str) {
        self.note_head(name, attributes);
        let block = is_block(name);
        if block {
            self.flush();
            self.close_implied(name);
        }
        match () {
            () if name.eq_ignore_ascii_case("br") => return self.line_break(),
            () if name.eq_ignore_ascii_case("hr") => return self.flush(),
            () if is_void(name) || self.stack.len() >= MAX_DEPTH => return,
            () => {}
        }
        let (outer, around, container) =
            self.stack.last().map_or((0, 0, 0), |e| (e.hints, e.block, e.container));
        let article = self.stack.last().map_or(0, |e| e.article);
        self.blocks_opened += u32::from(block);
        let (block, container) = if block { (self.blocks_opened, around) } else { (around, container) };
        let article = if article == 0 && name.eq_ignore_ascii_case("article") { block } else { article };
        self.stack.push(Element {
            name,
            hints: outer | hints_of(name, attributes),
            block,
            container,
            article,
        });
    }

    fn close(&mut self, name: &str) {
        if is_block(name) {
            self.flush();
        }
        let near = self.stack.iter().rev().take(64).position(|e| e.name.eq_ignore_ascii_case(name));
        if let Some(depth) = near {
            self.stack.truncate(self.stack.len() - depth - 1);
        }
    }

    /// An opening block closes a paragraph, an item closes the item before it.
    fn close_implied(&mut self, name: &str) {
        let Some(top) = self.stack.last() else { return };
        let same =
            ["li", "dt", "dd", "td", "th", "tr", "option"].iter().any(|n| n.eq_ignore_ascii_case(name))
                && top.name.eq_ignore_ascii_case(name);
        if top.name.eq_ignore_ascii_case("p") || same {
            self.stack.pop();
        }
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks > 1 {
            self.flush();
        }
    }

    fn text(&mut self, text: &'a str, range: Range<usize>) {
        let text = markup::unescape(text);
        if let Some(time) = self.open_time() {
            time.stamp.push_str(&text);
        }
        let blank = |c: char| c.is_whitespace();
        if text.chars().all(blank) {
            self.gap = true;
            return;
        }
        self.start_block(range.start);
        let hints = self.stack.last().map_or(0, |e| e.hints);
        let Some(block) = self.current.as_mut() else { return };
        let before = block.text.len();
        let mut gap = self.gap || text.starts_with(blank);
        for word in text.split_whitespace() {
            match () {
                () if before == 0 && block.text.is_empty() => {}
                () if self.breaks > 0 => block.text.push('\n'),
                () if gap => block.text.push(' '),
                () => {}
            }
            block.text.push_str(word);
            (gap, self.breaks) = (true, 0);
        }
        self.gap = text.ends_with(blank);
        let added = block.text[before..].chars().count();
        block.linked += if hints & hint::LINK != 0 { added } else { 0 };
        block.bold += if hints & hint::BOLD != 0 { added } else { 0 };
        block.range.end = range.end;
    }

    fn start_block(&mut self, at: usize) {
        if self.current.is_some() {
            return;
        }
        let top = self.stack.last();
        let holder = self.stack.iter().rev().take(16).find(|e| is_block(e.name)).map_or("", |e| e.name);
        let level =
            holder.strip_prefix(['h', 'H']).and_then(|n| n.parse().ok()).filter(|n| (1..=6).contains(n));
        self.current = Some(PageBlock {
            text: String::new(),
            range: at..at,
            heading: level,
            is_paragraph: holder.eq_ignore_ascii_case("p"),
            hints: top.map_or(0, |e| e.hints),
            linked: 0,
            bold: 0,
            container: top.map_or(0, |e| e.container),
            article: top.map_or(0, |e| e.article),
        });
    }

    fn flush(&mut self) {
        (self.gap, self.breaks) = (false, 0);
        self.page.blocks.extend(self.current.take());
    }

    fn raw(&mut self, element: &str, attributes: &str, text: &'a str) {
        let is = |name: &str| element.eq_ignore_ascii_case(name);
        if is("title") && self.page.title.is_none() && !text.trim().is_empty() {
            self.page.title = Some(fold(&markup::unescape(text)));
        }
        let kind = markup::attribute(attributes, "type").unwrap_or_default();
        if is("script") && kind.trim().to_ascii_lowercase().starts_with("application/ld+json") {
            self.page.json_ld.push(text);
        }
    }

    fn note_head(&mut self, name: &str, attributes: &str) {
        let get = |key: &str| markup::attribute(attributes, key);
        match name.to_ascii_lowercase().as_str() {
            "meta" => {
                let key = get("property").or_else(|| get("name")).or_else(|| get("itemprop"));
                if let (Some(key), Some(content)) = (key, get("content")) {
                    self.page.meta.push((key.trim().to_ascii_lowercase(), fold(&content)));
                }
            }
            "link" if get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.page.canonical = get("href").map(|href| href.trim().to_owned());
            }
            "html" => {
                self.page.language = get("lang").or_else(|| get("xml:lang")).map(|l| l.trim().to_owned())
            }
            "time" => self.note_time(attributes),
            _ => {}
        }
    }

    fn note_time(&mut self, attributes: &str) {
        let get = |key: &str| markup::attribute(attributes, key);
        let names = format!("{} {}", get("itemprop").unwrap_or_default(), get("class").unwrap_or_default())
            .to_lowercase();
        let publishes = names.contains("publish") || get("pubdate").is_some();
        let hints = self.stack.last().map_or(0, |e| e.hints);
        let stamp = get("datetime").unwrap_or_default().trim().to_owned();
        self.page.times.push(TimeElement { stamp, publishes, hints });
    }

    /// The `<time>` element we stand in, if it gave no `datetime` and little text yet.
    fn open_time(&mut self) -> Option<&mut TimeElement> {
        let inside = self.stack.last().is_some_and(|e| e.name.eq_ignore_ascii_case("time"));
        self.page.times.last_mut().filter(|t| inside && t.stamp.is_empty())
    }
}

/// White space folded to single spaces.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_void(name: &str) -> bool {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    ];
    VOID.iter().any(|v| v.eq_ignore_ascii_case(name))
}

/// Whether text before and after the element's borders is not of one block.
pub(super) fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 51] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "label",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "noscript",
    ];
    name.len() <= 10 && BLOCKS.iter().any(|b| b.eq_ignore_ascii_case(name))
}

fn hints_of(name: &str, attributes: &str) -> u32 {
    let by_element = match name.to_ascii_lowercase().as_str() {
        "a" => hint::LINK,
        "b" | "strong" | "em" | "i" => hint::BOLD,
        "figure" | "picture" => hint::FIGURE,
        "figcaption" => hint::FIGURE | hint::CAPTION,
        "blockquote" => hint::QUOTE,
        "nav" | "footer" | "aside" | "button" | "select" | "form" | "label" | "svg" => hint::CHROME,
        "noscript" | "template" => hint::HIDDEN,
        "time" => hint::DATE,
        "li" | "dt" | "dd" => hint::ITEM,
        "table" => hint::TABLE,
        "article" | "main" => hint::ARTICLE,
        "h1" => hint::TITLE,
        _ => 0,
    };
    if attributes.len() < 4 || name.eq_ignore_ascii_case("body") || name.eq_ignore_ascii_case("html") {
        return by_element;
    }
    by_element | hints_of_names(attributes) | hidden(attributes)
}

fn hidden(attributes: &str) -> u32 {
    let style = markup::attribute(attributes, "style").unwrap_or_default().to_ascii_lowercase();
    let unseen = style.contains("display:none")
        || style.contains("display: none")
        || markup::attribute(attributes, "hidden").is_some();
    if unseen { hint::HIDDEN } else { 0 }
}

/// What class, id and microdata call the element.
fn hints_of_names(attributes: &str) -> u32 {
    let get = |key| markup::attribute(attributes, key).unwrap_or_default();
    let names =
        format!("{} {} {} {}", get("class"), get("id"), get("itemprop"), get("rel")).to_ascii_lowercase();
    let mut hints = 0;
    for name in names.split_whitespace() {
        let parts: Vec<&str> =
            name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()).collect();
        for (bits, words, pieces) in NAMES {
            let whole = parts.iter().any(|part| words.contains(part));
            let inside = pieces.iter().any(|piece| name.contains(piece));
            hints |= if whole || inside { *bits } else { 0 };
        }
    }
    hints
}

/// Bits; whole words of a name that set them; pieces of a name that set them.
const NAMES: &[(u32, &[&str], &[&str])] = &[
    (hint::CAPTION, &[], &["caption"]),
    (hint::CREDIT, &["credit", "credits"], &["photographer", "imagecredit", "image-credit", "photo-credit"]),
    (hint::BYLINE, &["author", "authors", "writer", "contributor"], &["byline"]),
    (
        hint::DATE,
        &["date", "time", "dateline", "updated", "published"],
        &["timestamp", "datetime", "pubdate", "publish-date"],
    ),
    (
        hint::STANDFIRST,
        &["dek", "deck", "standfirst", "subtitle", "subheadline", "intro"],
        &[
            "standfirst",
            "sub-headline",
            "sub-title",
            "article-summary",
            "article__summary",
            "article-dek",
            "article-intro",
            "sub-head",
        ],
    ),
    (
        hint::RELATED,
        &[
            "related",
            "promo",
            "teaser",
            "outbrain",
            "taboola",
            "newsletter",
            "recommended",
            "popular",
            "trending",
            "sponsored",
        ],
        &[
            "promo",
            "related-",
            "read-more",
            "readmore",
            "see-also",
            "most-read",
            "newsletter",
            "inline-promo",
        ],
    ),
    (
        hint::CHROME,
        &[
            "breadcrumb",
            "breadcrumbs",
            "menu",
            "share",
            "sharing",
            "social",
            "comments",
            "footer",
            "sidebar",
            "nav",
            "tags",
            "pagination",
            "slug",
        ],
        &["share-", "social-", "breadcrumb", "navbar"],
    ),
    (hint::TITLE, &["headline"], &["entry-title", "post-title", "article-title", "story-title"]),
    (hint::HIDDEN, &[], &["visually-hidden", "visuallyhidden", "screen-reader", "sr-only"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_with_their_words_and_hints() {
        let page = "<body><h1>Envoy leaves</h1><p class=byline>By <a href=x>Jane Roe</a></p><p>He\n left <b>Tunis</b>.<br>Then<p>Two</body>";
        let blocks = take_apart(page).blocks;
        let texts: Vec<&str> = blocks.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(texts, ["Envoy leaves", "By Jane Roe", "He left Tunis.\nThen", "Two"]);
        assert_eq!(blocks[0].heading, Some(1));
        assert!(blocks[1].is(hint::BYLINE) && blocks[1].linked == 9);
        assert_eq!(blocks[2].container, blocks[3].container);
        assert!(page[blocks[2].range.clone()].starts_with("He\n left"));
    }

    #[test]
    fn the_head_of_the_page() {
        let page = "<html lang=en><title> A &amp; B </title><meta property='og:title' content='A'><link rel=canonical href=http://x.org/a><script type='application/ld+json'>{}</script><time datetime='2016-02-04'>x</time><time>4 Feb 2016</time>";
        let page = take_apart(page);
        assert_eq!(page.title.as_deref(), Some("A & B"));
        assert_eq!(page.meta, [("og:title".to_owned(), "A".to_owned())]);
        assert_eq!(page.canonical.as_deref(), Some("http://x.org/a"));
        assert_eq!(page.json_ld, ["{}"]);
        assert_eq!(
            page.times.iter().map(|t| t.stamp.as_str()).collect::<Vec<_>>(),
            ["2016-02-04", "4 Feb 2016"]
        );
    }
}

//! What each block of a page is: by its element, by the names around it, by its
//! words, and by where it stands to the article's text.

use crate::document::BlockKind;

use super::extract::key;
use super::metadata::Metadata;
use super::page::{PageBlock, hint};
use super::{chatter, dates, trim, wording};

/// What the rules look at.
struct Scene<'a> {
    blocks: &'a [PageBlock],
    taken: &'a [bool],
    /// Bits that say something on this page: those that most of the article has say nothing.
    telling: u32,
    descriptions: Vec<Vec<char>>,
    /// Where the visible title stands.
    headline: Option<usize>,
    /// Titles as the page gives them.
    titles: Vec<Vec<char>>,
    /// The first and the last long block of the article.
    first: usize,
    last: usize,
}

impl Scene<'_> {
    fn is(&self, at: usize, hints: u32) -> bool {
        self.blocks[at].is(hints & self.telling)
    }
}

/// The kind of each block of the page; `None` where it is no part of the report.
pub(super) fn tell(blocks: &[PageBlock], taken: &[bool], found: &Metadata) -> Vec<Option<BlockKind>> {
    let taken = trim::only_main(blocks, taken, found);
    let Some(scene) = scene(blocks, &taken, found) else { return vec![None; blocks.len()] };
    let mut kinds: Vec<Option<BlockKind>> = (0..blocks.len()).map(|at| kind(&scene, at)).collect();
    trim::cut_tail(blocks, &mut kinds);
    trim::drop_idle_headings(&taken, &mut kinds);
    kinds
}

fn scene<'a>(blocks: &'a [PageBlock], taken: &'a [bool], found: &Metadata) -> Option<Scene<'a>> {
    let long = |at: &usize| taken[*at] && is_long(&blocks[*at]);
    let first = (0..blocks.len()).find(long).or_else(|| taken.iter().position(|t| *t))?;
    let last = (0..blocks.len()).rfind(long).or_else(|| taken.iter().rposition(|t| *t))?;
    let headline = headline(blocks, first, found);
    let mut titles: Vec<Vec<char>> = found.titles.iter().map(|t| key(t)).collect();
    titles.extend(headline.map(|at| key(&blocks[at].text)));
    let descriptions = found.description.iter().map(|d| key(d)).filter(|d| d.len() >= 20).collect();
    let telling = telling(blocks, taken);
    Some(Scene { blocks, taken, telling, descriptions, headline, titles, first, last })
}

fn is_long(block: &PageBlock) -> bool {
    wording::word_count(&block.text) >= 12 && !block.is(hint::CAPTION) && block.heading.is_none()
}

/// A bit that a third of the article or more has comes from a wrapper and tells nothing.
fn telling(blocks: &[PageBlock], taken: &[bool]) -> u32 {
    let length = |bits: u32| -> usize {
        blocks
            .iter()
            .zip(taken)
            .filter(|(b, t)| **t && b.hints & bits == bits)
            .map(|(b, _)| b.text.len())
            .sum()
    };
    let all = length(0);
    (0..32).map(|n| 1 << n).filter(|bit| length(*bit) * 3 <= all).sum()
}

/// The title as readers see it: the last heading before the article that has the
/// title's words, else the last `h1`.
fn headline(blocks: &[PageBlock], first: usize, found: &Metadata) -> Option<usize> {
    let titles: Vec<Vec<char>> = found.titles.iter().map(|t| key(t)).filter(|t| !t.is_empty()).collect();
    let shown = |at: &usize| !blocks[*at].is(hint::CHROME | hint::RELATED | hint::HIDDEN);
    let before = || (0..first.max(1).min(blocks.len())).rev().filter(shown);
    let same = |at: &usize| titles.contains(&key(&blocks[*at].text));
    let heads = |at: &usize| blocks[*at].heading == Some(1) && wording::word_count(&blocks[*at].text) >= 3;
    let headed =
        before().find(|at| same(at) && (blocks[*at].heading.is_some() || blocks[*at].is(hint::TITLE)));
    headed.or_else(|| before().find(heads)).or_else(|| before().find(same))
}

fn kind(scene: &Scene, at: usize) -> Option<BlockKind> {
    let repeats_title =
        || scene.blocks[at].text.len() < 300 && scene.titles.contains(&key(&scene.blocks[at].text));
    match () {
        () if scene.headline == Some(at) => Some(BlockKind::Headline),
        () if repeats_title() => None,
        () if scene.taken[at] => taken_kind(scene, at),
        () => beside_kind(scene, at),
    }
}

/// The kind of a block that the article's text holds.
fn taken_kind(scene: &Scene, at: usize) -> Option<BlockKind> {
    let block = &scene.blocks[at];
    let text = block.text.as_str();
    let words = wording::word_count(text);
    match () {
        () if chatter::is_chatter(text) || scene.is(at, hint::RELATED | hint::CHROME) => None,
        () if at >= scene.last && chatter::is_sign_off(text) => None,
        () if is_credit(scene, at) => Some(BlockKind::Credit),
        () if scene.is(at, hint::CAPTION | hint::FIGURE) && block.heading.is_none() => {
            Some(BlockKind::Caption)
        }
        () if words <= 60 && is_worded_caption(block) => Some(BlockKind::Caption),
        () if dates::date_line(text).is_some() => Some(BlockKind::Dateline),
        () if wording::is_byline(text) => Some(BlockKind::Byline),
        () if scene.is(at, hint::BYLINE) && words > 30 => None,
        () if scene.is(at, hint::BYLINE) && block.heading.is_none() => Some(BlockKind::Byline),
        () if is_pointer(scene, at) => None,
        () if is_standfirst(scene, at) => Some(BlockKind::Standfirst),
        () if at < scene.first && is_label(block, words) => None,
        () if block.heading.is_some() || is_bold_heading(block, words) => Some(BlockKind::Subheading),
        () if scene.is(at, hint::QUOTE) => Some(BlockKind::Quote),
        () => Some(BlockKind::Paragraph),
    }
}

fn is_credit(scene: &Scene, at: usize) -> bool {
    let text = &scene.blocks[at].text;
    let marked = scene.is(at, hint::CREDIT)
        && scene.is(at, hint::FIGURE | hint::CAPTION)
        && wording::word_count(text) <= 20;
    marked || wording::is_credit(text)
}

fn is_worded_caption(block: &PageBlock) -> bool {
    block.heading.is_none()
        && (wording::opens_as_caption(&block.text) || wording::trailing_credit(&block.text).is_some())
}

/// A line that is all link points elsewhere; a short list of links amid the article is its own.
fn is_pointer(scene: &Scene, at: usize) -> bool {
    let block = &scene.blocks[at];
    let amid = at < scene.last && at > scene.first;
    let item = |b: &&PageBlock| b.is(hint::ITEM) && b.is_all_link();
    let listed = || {
        let (before, after) = scene.blocks.split_at(at);
        before.iter().rev().take(5).take_while(item).count() + after.iter().take(5).take_while(item).count()
    };
    let own_list = amid && block.is(hint::ITEM) && listed() <= 4;
    block.is_all_link() && block.heading.is_none() && !own_list
}

/// A word or two before the article: the section, a control.
fn is_label(block: &PageBlock, words: usize) -> bool {
    words <= 3 && block.heading.is_none() && !wording::ends_sentence(&block.text)
}

fn is_bold_heading(block: &PageBlock, words: usize) -> bool {
    let length = block.text.chars().count();
    block.is_paragraph && block.bold * 10 >= length * 9 && words <= 14 && !wording::ends_sentence(&block.text)
}

/// The summary: named so, or the page's own description set off from the paragraphs.
fn is_standfirst(scene: &Scene, at: usize) -> bool {
    let block = &scene.blocks[at];
    if at > scene.first || wording::word_count(&block.text) < 6 {
        return false;
    }
    let Some(next) = (at + 1..scene.blocks.len()).find(|&i| scene.taken[i]) else { return false };
    let apart =
        block.container != scene.blocks[next].container || block.heading.is_some() || !block.is_paragraph;
    let described = scene.descriptions.contains(&key(&block.text));
    let sentence = block.heading.is_some()
        && (wording::ends_sentence(&block.text) || wording::word_count(&block.text) >= 12);
    scene.is(at, hint::STANDFIRST) || (described && apart) || sentence
}

/// The kind of a block that the article's text leaves out but its page sets beside it.
fn beside_kind(scene: &Scene, at: usize) -> Option<BlockKind> {
    let block = &scene.blocks[at];
    let text = block.text.as_str();
    let words = wording::word_count(text);
    let from = scene.headline.unwrap_or(scene.first.saturating_sub(8)).saturating_sub(4);
    let off = block.is(hint::CHROME | hint::RELATED | hint::HIDDEN);
    if at < from || at > scene.last || off || !(1..=80).contains(&words) || chatter::is_chatter(text) {
        return None;
    }
    let before = at < scene.first;
    match () {
        () if block.is(hint::CAPTION | hint::FIGURE) && is_credit(scene, at) => Some(BlockKind::Credit),
        () if block.is(hint::CAPTION) && block.linked * 2 < text.chars().count() => Some(BlockKind::Caption),
        () if before && dates::date_line(text).is_some() => Some(BlockKind::Dateline),
        () if before && wording::is_byline(text) => Some(BlockKind::Byline),
        () if before && is_standfirst(scene, at) => Some(BlockKind::Standfirst),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{metadata, page};
    use super::*;
    use BlockKind::{Byline, Caption, Credit, Headline, Paragraph, Quote, Standfirst, Subheading};

    const PAGE: &str = "<title>Envoy leaves the Lakes | Example</title>
        <nav><a>Home</a> <a>World</a></nav>
        <article><h1>Envoy leaves the Lakes</h1><p class=standfirst>Both sides had hoped for more than two days of talks</p>
        <p class=byline>By Jane Roe</p>
        <figure><img><figcaption>The envoy at the airport <span>on Monday</span><div class=credit>Photograph: AP</div></figcaption></figure>
        <p>The envoy for the Lakes left the capital on Monday after two days of talks with both sides.</p>
        <p><a href=x>Army chief dismissed after the raid</a></p>
        <h2>What comes next</h2>
        <blockquote>We shall meet again in May, and we shall bring the list that was asked of us.</blockquote>
        <p>The ministry said that it would take part in the second round of talks, to be held in May.</p>
        <h3>Related stories</h3><p>A bridge was opened by the minister on the northern shore on Tuesday.</p></article>";

    #[test]
    fn a_page_falls_into_its_parts() {
        let page = page::take_apart(PAGE);
        let found = metadata::gather(&page);
        let taken: Vec<bool> =
            page.blocks.iter().map(|b| b.is_paragraph || b.heading.is_some() || b.is(hint::QUOTE)).collect();
        let kinds: Vec<BlockKind> = tell(&page.blocks, &taken, &found).into_iter().flatten().collect();
        assert_eq!(
            kinds,
            [Headline, Standfirst, Byline, Caption, Credit, Paragraph, Subheading, Quote, Paragraph]
        );
    }
}

//! What each block of a page is: by its element, by the names around it, by its
//! words, and by where it stands to the article's text.

use crate::document::BlockKind;

use super::extract::key;
use super::metadata::Metadata;
use super::page::{PageBlock, hint};
use super::{dates, wording};

/// What is known of one block when its kind is told.
struct Scene<'a> {
    blocks: &'a [PageBlock],
    taken: &'a [bool],
    title: Vec<char>,
    descriptions: Vec<Vec<char>>,
    /// The first and last long block of the article.
    first: usize,
    last: usize,
}

/// The kind of each block of the page; `None` where it is no part of the report.
pub(super) fn tell(blocks: &[PageBlock], taken: &[bool], found: &Metadata) -> Vec<Option<BlockKind>> {
    let long = |at: &usize| taken[*at] && wording::word_count(&blocks[*at].text) >= 12 && !blocks[*at].is(hint::CAPTION);
    let (first, last) = ((0..blocks.len()).find(long), (0..blocks.len()).rfind(long));
    let (Some(first), Some(last)) = (first.or_else(|| taken.iter().position(|t| *t)), last.or_else(|| taken.iter().rposition(|t| *t))) else {
        return vec![None; blocks.len()];
    };
    let title = found.title.as_deref().map(key).unwrap_or_default();
    let descriptions = found.description.iter().map(|d| key(d)).filter(|d| d.len() >= 20).collect();
    let scene = Scene { blocks, taken, title, descriptions, first, last };
    let mut kinds: Vec<Option<BlockKind>> = (0..blocks.len()).map(|at| kind(&scene, at)).collect();
    single_headline(&mut kinds);
    cut_tail(blocks, &mut kinds);
    drop_loose_ends(&mut kinds);
    kinds
}

fn kind(scene: &Scene, at: usize) -> Option<BlockKind> {
    let block = &scene.blocks[at];
    match () {
        () if is_headline(scene, at) => Some(BlockKind::Headline),
        () if scene.taken[at] => taken_kind(scene, at),
        () => beside_kind(scene, at),
    }
    .filter(|_| !(block.is(hint::HIDDEN) && !scene.taken[at]))
}

fn is_headline(scene: &Scene, at: usize) -> bool {
    let block = &scene.blocks[at];
    let words = key(&block.text);
    let same = !scene.title.is_empty() && (words == scene.title || (words.len() > 20 && scene.title.starts_with(&words)));
    let heads = block.heading == Some(1) && scene.title.is_empty();
    at <= scene.last && (same || heads) && !block.is(hint::CHROME | hint::RELATED)
}

/// The kind of a block that the article's text holds.
fn taken_kind(scene: &Scene, at: usize) -> Option<BlockKind> {
    let block = &scene.blocks[at];
    let text = block.text.as_str();
    let words = wording::word_count(text);
    let short = words <= 30;
    let edge = at < scene.first || at >= scene.last;
    match () {
        () if wording::is_chatter(text) => None,
        () if wording::is_credit(text) => Some(BlockKind::Credit),
        () if block.is(hint::CREDIT) && short && block.is(hint::FIGURE | hint::CAPTION) => Some(BlockKind::Credit),
        () if block.is(hint::CAPTION | hint::FIGURE) && block.heading.is_none() => Some(BlockKind::Caption),
        () if dates::date_line(text).is_some() => Some(BlockKind::Dateline),
        () if wording::is_byline(text) || (block.is(hint::BYLINE) && short && edge) => Some(BlockKind::Byline),
        () if is_pointer(block, short) => None,
        () if is_standfirst(scene, at) => Some(BlockKind::Standfirst),
        () if block.heading.is_some() => Some(BlockKind::Subheading),
        () if is_bold_heading(block, words) => Some(BlockKind::Subheading),
        () if block.is(hint::QUOTE) => Some(BlockKind::Quote),
        () => Some(BlockKind::Paragraph),
    }
}

/// A line that is all link points elsewhere.
fn is_pointer(block: &PageBlock, short: bool) -> bool {
    let length = block.text.chars().count();
    short && block.linked * 10 >= length * 9 && block.heading.is_none()
}

fn is_bold_heading(block: &PageBlock, words: usize) -> bool {
    let length = block.text.chars().count();
    block.is_paragraph && block.bold * 10 >= length * 9 && words <= 14 && !wording::ends_sentence(&block.text)
}

/// The summary: named so, or the page's own description set off from the paragraphs.
fn is_standfirst(scene: &Scene, at: usize) -> bool {
    let block = &scene.blocks[at];
    let Some(next) = scene.blocks.get(at + 1..).and_then(|rest| rest.iter().zip(&scene.taken[at + 1..]).find(|(_, t)| **t)) else {
        return false;
    };
    let described = scene.descriptions.contains(&key(&block.text));
    let apart = block.container != next.0.container || block.heading.is_some() || !block.is_paragraph;
    let sentence = wording::word_count(&block.text) >= 8;
    let starts = at <= scene.first && sentence;
    starts && (block.is(hint::STANDFIRST) || (described && apart) || (block.heading.is_some() && wording::ends_sentence(&block.text)))
}

/// The kind of a block that the article's text leaves out but its page sets beside it.
fn beside_kind(scene: &Scene, at: usize) -> Option<BlockKind> {
    let block = &scene.blocks[at];
    let text = block.text.as_str();
    let words = wording::word_count(text);
    let near = at + 12 >= scene.first && at <= scene.last + 3;
    if !near || block.is(hint::CHROME | hint::RELATED | hint::HIDDEN) || words > 80 || words == 0 {
        return None;
    }
    let before = at < scene.first;
    match () {
        () if wording::is_chatter(text) => None,
        () if block.is(hint::CAPTION | hint::FIGURE) && wording::is_credit(text) => Some(BlockKind::Credit),
        () if block.is(hint::CREDIT) && block.is(hint::CAPTION | hint::FIGURE) && words <= 20 => Some(BlockKind::Credit),
        () if block.is(hint::CAPTION) && block.linked * 2 < text.chars().count() && at <= scene.last => Some(BlockKind::Caption),
        () if before && dates::date_line(text).is_some() => Some(BlockKind::Dateline),
        () if before && wording::is_byline(text) => Some(BlockKind::Byline),
        () if before && is_standfirst(scene, at) => Some(BlockKind::Standfirst),
        () => None,
    }
}

/// The title stands once; where it is repeated it is no part of the article.
fn single_headline(kinds: &mut [Option<BlockKind>]) {
    let heads: Vec<usize> = (0..kinds.len()).filter(|&at| kinds[at] == Some(BlockKind::Headline)).collect();
    for &at in heads.iter().rev().skip(1) {
        kinds[at] = None;
    }
}

fn is_body(kind: Option<BlockKind>) -> bool {
    matches!(kind, Some(BlockKind::Paragraph | BlockKind::Quote | BlockKind::Subheading))
}

/// A heading such as `Related` behind most of the article ends it.
fn cut_tail(blocks: &[PageBlock], kinds: &mut [Option<BlockKind>]) {
    let length = |at: usize, kinds: &[Option<BlockKind>]| if is_body(kinds[at]) { blocks[at].text.len() } else { 0 };
    let total: usize = (0..blocks.len()).map(|at| length(at, kinds)).sum();
    let mut before = 0;
    let end = (0..blocks.len()).find(|&at| {
        let heads = blocks[at].text.len() < 80 && wording::heads_tail(&blocks[at].text) && kinds[at].is_some();
        before += length(at, kinds);
        heads && before * 2 > total
    });
    for at in end.unwrap_or(blocks.len())..blocks.len() {
        if kinds[at] != Some(BlockKind::Byline) {
            kinds[at] = None;
        }
    }
}

/// A subheading heads something.
fn drop_loose_ends(kinds: &mut [Option<BlockKind>]) {
    for at in (0..kinds.len()).rev().filter(|_| true) {
        match kinds[at] {
            Some(BlockKind::Subheading) => kinds[at] = None,
            Some(BlockKind::Paragraph | BlockKind::Quote) => return,
            _ => {}
        }
    }
}

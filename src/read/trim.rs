//! What the article's text holds and the report does not: other articles, lists of
//! teasers, what hangs under the last paragraph.

use crate::document::BlockKind;

use super::chatter;
use super::extract::key;
use super::metadata::Metadata;
use super::page::{PageBlock, hint};
use super::wording;

/// The taken blocks less those of other articles, teasers and the authors' own portraits.
pub(super) fn only_main(blocks: &[PageBlock], taken: &[bool], found: &Metadata) -> Vec<bool> {
    let main = main_article(blocks, taken, found);
    let teased = teasers(blocks);
    let bios: Vec<Vec<char>> = found.bios.iter().map(|bio| key(bio)).filter(|bio| bio.len() >= 20).collect();
    let is_bio = |block: &PageBlock| {
        let words = key(&block.text);
        words.len() >= 20 && bios.iter().any(|bio| bio.starts_with(&words) || words.starts_with(bio))
    };
    let other = |block: &PageBlock| main.is_some_and(|main| block.article != 0 && block.article != main);
    let keep = |at: usize, block: &PageBlock| taken[at] && !teased[at] && !other(block) && !is_bio(block);
    blocks.iter().enumerate().map(|(at, block)| keep(at, block)).collect()
}

/// Of the outermost `<article>` elements that hold the title the one with most of
/// the text, if it has a fair share of it.
fn main_article(blocks: &[PageBlock], taken: &[bool], found: &Metadata) -> Option<u32> {
    let titles: Vec<Vec<char>> = found.titles.iter().map(|t| key(t)).filter(|t| !t.is_empty()).collect();
    let heads = |b: &&PageBlock| {
        b.article != 0 && (b.heading.is_some() || b.is(hint::TITLE)) && titles.contains(&key(&b.text))
    };
    let length = |article: Option<u32>| -> usize {
        let held = blocks.iter().zip(taken).filter(|(b, t)| **t && article.is_none_or(|a| b.article == a));
        held.map(|(b, _)| b.text.len()).sum()
    };
    let main = blocks.iter().filter(heads).map(|b| b.article).max_by_key(|a| length(Some(*a)))?;
    (length(Some(main)) * 10 >= length(None)).then_some(main)
}

/// Three times or more a title that is all link, and a few words under it.
fn teasers(blocks: &[PageBlock]) -> Vec<bool> {
    let words = |at: usize| wording::word_count(&blocks[at].text);
    let pair = |at: usize| {
        let title = blocks[at].is_all_link() && (1..=20).contains(&words(at)) && !blocks[at].is(hint::ITEM);
        title && at + 1 < blocks.len() && blocks[at + 1].linked == 0 && words(at + 1) <= 50
    };
    let mut out = vec![false; blocks.len()];
    let mut at = 0;
    while at < blocks.len() {
        let pairs = (0..).take_while(|n| at + 2 * n < blocks.len() && pair(at + 2 * n)).count();
        if pairs >= 3 {
            out[at..at + 2 * pairs].fill(true);
        }
        at += (2 * pairs).max(1);
    }
    out
}

fn is_body(kind: Option<BlockKind>) -> bool {
    matches!(kind, Some(BlockKind::Paragraph | BlockKind::Quote | BlockKind::Subheading))
}

/// A heading such as `Related` behind most of the article ends it.
pub(super) fn cut_tail(blocks: &[PageBlock], kinds: &mut [Option<BlockKind>]) {
    let lengths: Vec<usize> = blocks
        .iter()
        .zip(kinds.iter())
        .map(|(b, kind)| if is_body(*kind) { b.text.len() } else { 0 })
        .collect();
    let total: usize = lengths.iter().sum();
    let mut before = 0;
    let end = (0..blocks.len()).find(|&at| {
        before += lengths[at];
        let heads = kinds[at].is_some() && chatter::heads_tail(&blocks[at].text);
        heads && before * 2 > total
    });
    for kind in &mut kinds[end.unwrap_or(blocks.len())..] {
        kind.take_if(|kind| *kind != BlockKind::Byline);
    }
}

/// A heading heads something: one whose text was left out goes too, and so does one
/// at the end.
pub(super) fn drop_idle_headings(taken: &[bool], kinds: &mut [Option<BlockKind>]) {
    let mut body_follows = false;
    for at in (0..kinds.len()).rev() {
        let emptied = taken.get(at + 1).is_some_and(|t| *t) && kinds[at + 1].is_none();
        match kinds[at] {
            Some(BlockKind::Subheading) if !body_follows || emptied => kinds[at] = None,
            Some(BlockKind::Paragraph | BlockKind::Quote) => body_follows = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{metadata, page};
    use super::*;

    #[test]
    fn teasers_and_other_articles_go() {
        let teaser = "<div><a href=x>A title of another report</a></div><div>And a few words of it.</div>";
        let source = format!(
            "<title>Envoy leaves</title><article><h1>Envoy leaves</h1><p>He left.</p></article>{teaser}{teaser}{teaser}<article><p>Another.</p></article>"
        );
        let page = page::take_apart(&source);
        let found = metadata::gather(&page);
        let kept = only_main(&page.blocks, &vec![true; page.blocks.len()], &found);
        let kept: Vec<&str> =
            page.blocks.iter().zip(kept).filter(|(_, k)| *k).map(|(b, _)| b.text.as_str()).collect();
        assert_eq!(kept, ["Envoy leaves", "He left."]);
    }
}

//! Which blocks of a page are the article's, as rs-trafilatura sees it. The library
//! gives text; here that text is found again among the page's own blocks, which
//! know where they stand and what they are.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rs_trafilatura::page_type::PageType;

use super::page::PageBlock;

/// Letters and digits in a row that make one piece for comparison.
const PIECE: usize = 12;

/// The article's text after the library; `None` where it found none, or failed.
///
/// It runs in a thread of its own: what it keeps in thread-local state, and a panic
/// of its own, stay there, and its recursion has the stack it needs.
pub(super) fn library_text(page: &str, url: Option<&str>) -> Option<String> {
    let options = rs_trafilatura::Options {
        url: url.map(str::to_owned),
        page_type: Some(PageType::Article),
        ..rs_trafilatura::Options::default()
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(64 << 20)
            .spawn_scoped(scope, || rs_trafilatura::extract_with_options(page, &options));
        let result = thread.ok()?.join().ok()?.ok()?;
        Some(result.content_text).filter(|text| !text.trim().is_empty())
    })
}

/// For each block whether `text` holds it; `None` where the blocks do not make up the text.
pub(super) fn find_again(text: &str, blocks: &[PageBlock]) -> Option<Vec<bool>> {
    let whole = key(text);
    let keys: Vec<Vec<char>> = blocks.iter().map(|b| key(&b.text)).collect();
    let places = places(&whole);
    let mut found = find_long(&places, &keys);
    leave_out_repeats(&places, &keys, &mut found);
    find_short(&whole, &keys, &mut found);
    let length: usize = keys.iter().zip(&found).filter(|(_, f)| f.is_some()).map(|(k, _)| k.len()).sum();
    (length * 10 >= whole.len() * 7).then(|| found.iter().map(Option::is_some).collect())
}

/// Letters and digits alone, so that white space and marks do not matter.
pub(super) fn key(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The first place of each piece of the text, and how often it stands there.
type Places<'a> = HashMap<&'a [char], (usize, usize)>;

fn places(whole: &[char]) -> Places<'_> {
    let mut places = Places::new();
    for (at, piece) in whole.windows(PIECE).enumerate() {
        places.entry(piece).or_insert((at, 0)).1 += 1;
    }
    places
}

/// Where in the text each of the longer blocks stands, if most of its pieces do.
fn find_long(places: &Places, keys: &[Vec<char>]) -> Vec<Option<Range<usize>>> {
    keys.iter()
        .map(|key| {
            let pieces = key.windows(PIECE);
            let (all, mut held) = (pieces.len(), 0usize);
            let mut range: Option<Range<usize>> = None;
            for (offset, piece) in pieces.enumerate() {
                let Some((at, _)) = places.get(piece) else { continue };
                held += 1;
                let start = range.as_ref().map_or(at.saturating_sub(offset), |r| r.start);
                range = Some(start..at + key.len() - offset);
            }
            range.filter(|_| key.len() >= PIECE * 2 && held * 10 >= all * 7)
        })
        .collect()
}

/// Short blocks stand everywhere; one is the article's if it follows or precedes
/// one of the article's on the page and in the text alike.
fn find_short(whole: &[char], keys: &[Vec<char>], found: &mut [Option<Range<usize>>]) {
    let mut cursor: Option<usize> = None;
    for at in 0..keys.len() {
        match (&found[at], cursor) {
            (Some(range), _) => cursor = Some(range.end),
            (None, Some(end))
                if !keys[at].is_empty()
                    && whole.get(end..).is_some_and(|rest| rest.starts_with(&keys[at])) =>
            {
                found[at] = Some(end..end + keys[at].len());
                cursor = Some(end + keys[at].len());
            }
            _ => {}
        }
    }
    cursor = None;
    for at in (0..keys.len()).rev() {
        match (&found[at], cursor) {
            (Some(range), _) => cursor = Some(range.start),
            (None, Some(start))
                if !keys[at].is_empty()
                    && whole.get(..start).is_some_and(|before| before.ends_with(&keys[at])) =>
            {
                found[at] = Some(start - keys[at].len()..start);
                cursor = Some(start - keys[at].len());
            }
            _ => {}
        }
    }
}

/// Where a block stands more often on the page than in the text, those in the midst
/// of the article are its.
fn leave_out_repeats(places: &Places, keys: &[Vec<char>], found: &mut [Option<Range<usize>>]) {
    let mut repeated: BTreeMap<&[char], Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate().filter(|(at, _)| found[*at].is_some()) {
        repeated.entry(key).or_default().push(at);
    }
    let centre = centre(found, keys);
    for (key, mut repeats) in repeated.into_iter().filter(|(_, p)| p.len() > 1) {
        let times = key.windows(PIECE).find_map(|piece| places.get(piece)).map_or(1, |(_, times)| *times);
        repeats.sort_by_key(|at| at.abs_diff(centre));
        for at in repeats.into_iter().skip(times.max(1)) {
            found[at] = None;
        }
    }
}

/// The block in which half of the found text lies before and half behind.
fn centre(found: &[Option<Range<usize>>], keys: &[Vec<char>]) -> usize {
    let length = |at: usize| found[at].as_ref().map_or(0, |_| keys[at].len());
    let total: usize = (0..keys.len()).map(length).sum();
    let sums = (0..keys.len()).scan(0, |sum, at| {
        *sum += length(at);
        Some(*sum)
    });
    sums.take_while(|sum| sum * 2 < total).count()
}

#[cfg(test)]
mod tests {
    use super::super::page::take_apart;
    use super::*;

    #[test]
    fn blocks_are_found_again_in_the_library_s_text() {
        let page = take_apart(
            "<p>Share<p>The envoy left Tunis <a>on Monday</a> after talks.<p>Share<p>The army did not comment on the talks.<p>Buy a boat today at our shop",
        );
        let text =
            "The envoy left Tunis on Monday  after talks.\n\nShare\n\nThe army did not comment on the talks.";
        assert_eq!(find_again(text, &page.blocks), Some(vec![false, true, true, true, false]));
        assert_eq!(find_again("Quite another text that stands nowhere on this page", &page.blocks), None);
    }
}

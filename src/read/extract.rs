//! Which blocks of a page are the article's, as rs-trafilatura sees it. The library
//! gives text; here that text is found again among the page's own blocks, which
//! know where they stand and what they are.

use std::collections::{BTreeMap, HashSet};

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
    let pieces: HashSet<&[char]> = whole.windows(PIECE).collect();
    let lines: HashSet<Vec<char>> = text.lines().map(key).collect();
    let keys: Vec<Vec<char>> = blocks.iter().map(|b| key(&b.text)).collect();
    let mut taken: Vec<bool> = keys.iter().map(|k| is_held(k, &pieces, &lines)).collect();
    leave_out_repeats(&mut taken, &keys);
    leave_out_strays(&mut taken, &keys);
    let length: usize = keys.iter().zip(&taken).filter(|(_, t)| **t).map(|(k, _)| k.len()).sum();
    (length * 10 >= whole.len() * 7).then_some(taken)
}

/// Letters and digits alone, so that white space and marks do not matter.
fn key(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_held(key: &[char], pieces: &HashSet<&[char]>, lines: &HashSet<Vec<char>>) -> bool {
    if key.len() < PIECE * 2 {
        return !key.is_empty() && (lines.contains(key) || (key.len() >= PIECE && key.windows(PIECE).all(|p| pieces.contains(p))));
    }
    let held = key.windows(PIECE).filter(|piece| pieces.contains(piece)).count();
    held * 10 >= (key.len() - PIECE + 1) * 7
}

/// Where a block stands twice on the page, the one in the midst of the article is its.
fn leave_out_repeats(taken: &mut [bool], keys: &[Vec<char>]) {
    let mut places: BTreeMap<&[char], Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate().filter(|(at, _)| taken[*at]) {
        places.entry(key).or_default().push(at);
    }
    let centre = centre(taken, keys);
    for repeats in places.values().filter(|p| p.len() > 1) {
        let kept = repeats.iter().min_by_key(|at| at.abs_diff(centre)).copied();
        for at in repeats.iter().filter(|at| Some(**at) != kept && keys[**at].len() >= PIECE * 2) {
            taken[*at] = false;
        }
    }
}

/// The block in which half of the taken text lies before and half behind.
fn centre(taken: &[bool], keys: &[Vec<char>]) -> usize {
    let length = |at: &usize| if taken[*at] { keys[*at].len() } else { 0 };
    let total: usize = (0..keys.len()).map(|at| length(&at)).sum();
    let mut sum = 0;
    (0..keys.len()).find(|at| { sum += length(at); sum * 2 >= total }).unwrap_or(0)
}

/// Short blocks count only between long ones: `Share` stands everywhere.
fn leave_out_strays(taken: &mut [bool], keys: &[Vec<char>]) {
    let long = |at: &usize| taken[*at] && keys[*at].len() >= PIECE * 2;
    let (first, last) = ((0..keys.len()).find(long), (0..keys.len()).rfind(long));
    let (Some(first), Some(last)) = (first, last) else { return };
    for (at, taken) in taken.iter_mut().enumerate() {
        *taken &= at + 2 >= first && at <= last + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::take_apart;
    use super::*;

    #[test]
    fn blocks_are_found_again_in_the_library_s_text() {
        let page = take_apart("<p>Share<p>The envoy left Tunis <a>on Monday</a> after talks.<p>Share<p>The army did not comment on the talks.<p>Buy a boat today at our shop");
        let text = "The envoy left Tunis on Monday  after talks.\n\nShare\n\nThe army did not comment on the talks.";
        assert_eq!(find_again(text, &page.blocks), Some(vec![true, true, true, true, false]));
        assert_eq!(find_again("Quite another text that stands nowhere on this page", &page.blocks), None);
    }
}

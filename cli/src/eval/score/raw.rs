//! Sentences, tokens and parses made from raw text, after the CoNLL 2018 shared task.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::eval::measure::{Report, Tally};
use crate::eval::records::BadFile;
use crate::eval::score::conllu::{Place, Sentence, Word};

/// White space aside, a parse must spell out the gold text, character for character.
fn check(gold: &[Sentence], predicted: &[Sentence], path: &Path) -> Result<(), BadFile> {
    let wanted: String = gold.iter().map(|s| s.letters.as_str()).collect();
    let mut rest = wanted.as_str();
    let start = |text: &str| -> String { text.chars().take(20).collect() };
    for sentence in predicted {
        let Some(after) = rest.strip_prefix(sentence.letters.as_str()) else {
            let same = sentence.letters.chars().zip(rest.chars()).take_while(|(a, b)| a == b).count();
            let skip = |text: &str| -> String { text.chars().skip(same).take(20).collect() };
            let (given, due) = (skip(&sentence.letters), skip(rest));
            let reason = format!("the text differs from gold's: '{given}' where '{due}' is due");
            return Err(BadFile::new(path, sentence.line, reason));
        };
        rest = after;
    }
    let line = predicted.last().map_or(1, |s| s.line);
    match rest.is_empty() {
        true => Ok(()),
        false => Err(BadFile::new(path, line, format!("the text ends before '{}'", start(rest)))),
    }
}

/// Index pairs of a longest common subsequence, read from the left: equal items pair; else an item
/// of `a` is skipped if that loses nothing, else one of `b`.
fn longest_common<T: PartialEq>(a: &[T], b: &[T]) -> Vec<(usize, usize)> {
    let mut best = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i][j] = match a[i] == b[j] {
                true => best[i + 1][j + 1] + 1,
                false => best[i + 1][j].max(best[i][j + 1]),
            };
        }
    }
    let (mut pairs, mut i, mut j) = (Vec::new(), 0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Overlapping multiword tokens of both sides, merged.
fn stretches(gold: &[Word], predicted: &[Word]) -> Vec<Place> {
    let mut places: Vec<Place> =
        gold.iter().chain(predicted).filter(|w| w.multiword).map(|w| w.place).collect();
    places.sort_unstable();
    let mut merged: Vec<Place> = Vec::new();
    for (start, end) in places {
        match merged.last_mut().filter(|last| start < last.1) {
            Some(last) => last.1 = last.1.max(end),
            None => merged.push((start, end)),
        }
    }
    merged
}

/// Indices of the words outside the stretches by place, and of those inside by stretch.
type Sorted = (BTreeMap<Place, usize>, BTreeMap<Place, Vec<usize>>);

fn sort_out(words: &[Word], stretches: &[Place]) -> Sorted {
    let (mut outside, mut inside) = Sorted::default();
    let mut ahead = stretches.iter().peekable();
    for (i, Word { place, .. }) in words.iter().enumerate() {
        while ahead.next_if(|stretch| stretch.1 <= place.0).is_some() {}
        match ahead.peek().filter(|stretch| stretch.0 <= place.0 && place.1 <= stretch.1) {
            Some(stretch) => inside.entry(**stretch).or_default().push(i),
            None => {
                outside.insert(*place, i);
            }
        }
    }
    (outside, inside)
}

/// Words of two tokenisations of the same characters that are the same word: by place, and inside
/// a stretch of multiword tokens along a longest common subsequence of lower-cased forms.
fn align(gold: &[Word], predicted: &[Word]) -> Vec<(usize, usize)> {
    let stretches = stretches(gold, predicted);
    let (g_outside, g_inside) = sort_out(gold, &stretches);
    let (p_outside, p_inside) = sort_out(predicted, &stretches);
    let by_place = g_outside.iter().filter_map(|(place, i)| Some((*i, *p_outside.get(place)?)));
    let mut pairs: Vec<(usize, usize)> = by_place.collect();
    let forms = |words: &[Word], at: &[usize]| -> Vec<String> {
        at.iter().map(|i| words[*i].form.to_lowercase()).collect()
    };
    for stretch in &stretches {
        if let (Some(ours), Some(theirs)) = (g_inside.get(stretch), p_inside.get(stretch)) {
            let common = longest_common(&forms(gold, ours), &forms(predicted, theirs));
            pairs.extend(common.into_iter().map(|(i, j)| (ours[i], theirs[j])));
        }
    }
    pairs
}

/// All words of a file, and for each the index of its head among them.
fn flatten<'a>(sentences: &[Sentence<'a>]) -> (Vec<Word<'a>>, Vec<Option<usize>>) {
    let (mut words, mut heads) = (Vec::new(), Vec::new());
    for sentence in sentences {
        let before = words.len();
        heads.extend(sentence.words.iter().map(|w| w.head.checked_sub(1).map(|head| before + head)));
        words.extend_from_slice(&sentence.words);
    }
    (words, heads)
}

fn sentence_places(sentences: &[Sentence]) -> BTreeSet<Place> {
    let ends = |s: &Sentence| Some((s.tokens.first()?.0, s.tokens.last()?.1));
    sentences.iter().filter_map(ends).collect()
}

fn token_places(sentences: &[Sentence]) -> BTreeSet<Place> {
    sentences.iter().flat_map(|s| s.tokens.iter().copied()).collect()
}

/// Scores sentences, tokens and trees made from the raw text.
pub fn score(gold: &[Sentence], predicted: &[Sentence], path: &Path) -> Result<Report, BadFile> {
    check(gold, predicted, path)?;
    let (mut tokens, mut sentences) = (Tally::default(), Tally::default());
    tokens.add_sets(&token_places(gold), &token_places(predicted));
    sentences.add_sets(&sentence_places(gold), &sentence_places(predicted));
    let ((g_words, g_heads), (p_words, p_heads)) = (flatten(gold), flatten(predicted));
    let pairs = align(&g_words, &p_words);
    let same: BTreeMap<usize, usize> = pairs.iter().copied().collect();
    let attached = |(g, p): &&(usize, usize)| match (g_heads[*g], p_heads[*p]) {
        (None, None) => true,
        (Some(ours), Some(theirs)) => same.get(&ours) == Some(&theirs),
        _ => false,
    };
    let attached: Vec<_> = pairs.iter().filter(attached).collect();
    let labelled = attached.iter().filter(|(g, p)| g_words[*g].relation() == p_words[*p].relation());
    let f1 = |hit: usize| Tally { hit, predicted: p_words.len(), gold: g_words.len() }.f1();
    Ok(Report::default()
        .count("gold_words", g_words.len())
        .count("predicted_words", p_words.len())
        .metric("tokens_f1", tokens.f1())
        .metric("words_f1", f1(pairs.len()))
        .metric("sentences_f1", sentences.f1())
        .metric("uas_raw", f1(attached.len()))
        .metric("las_raw", f1(labelled.count())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subsequence_is_read_from_the_left() {
        let chars = |s: &str| -> Vec<char> { s.chars().collect() };
        assert_eq!(longest_common(&chars("abcd"), &chars("axd")), [(0, 0), (3, 2)]);
        assert_eq!(longest_common(&chars("ab"), &chars("ba")), [(1, 0)]);
        assert_eq!(longest_common(&chars("a"), &chars("")), []);
    }
}

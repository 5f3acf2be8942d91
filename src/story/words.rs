//! Words as stories compare them: stems, how common they are, and bags of them.

use std::collections::BTreeMap;

/// Words that say nothing of what happened.
const EMPTY: &str = " the a an of in on at to for and or but with by from as is are was were be been has have had \
    it its he she they his her their this that which who will would not said say says after over into than more \
    also about out up when there i we you s t ";

/// The weight from which on a word is rare: it stands in one report of twenty at most.
const RARE: f32 = 3.0;

/// The endings that a stem loses, the first that fits.
const ENDINGS: [&str; 5] = ["'s", "ing", "ed", "es", "s"];

/// A word in lower case without a common English ending.
///
/// ```
/// use dateline::story::stem;
/// assert_eq!(stem("arrested"), stem("arrests"));
/// assert_eq!(stem("running"), "run");
/// ```
pub fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut stem: Vec<char> = lower.chars().collect();
    for ending in ENDINGS {
        let length = ending.chars().count();
        if lower.ends_with(ending) && stem.len() >= length + 3 && !lower.ends_with("ss") {
            stem.truncate(stem.len() - length);
            break;
        }
    }
    if let [.., one, two] = stem[..]
        && stem.len() > 3
        && one == two
        && !"aeioulsz".contains(two)
    {
        stem.pop();
    }
    if stem.len() > 3 && stem.last() == Some(&'e') {
        stem.pop();
    }
    stem.into_iter().collect()
}

/// The runs of letters and digits of a text, with the byte at which each begins.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, c)| !inside(*c)).is_some() {}
        let (start, _) = *rest.peek()?;
        let mut end = start;
        while let Some((at, c)) = rest.next_if(|(_, c)| inside(*c)) {
            end = at + c.len_utf8();
        }
        Some((start, &text[start..end]))
    })
}

/// A stem by its hash: stories compare very many.
pub(super) type Stem = u64;

/// The hash of a stem (FNV-1a, the same on every machine).
pub(super) fn hash(stem: &str) -> Stem {
    stem.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Whether a word says something of what happened.
pub(super) fn tells(word: &str) -> bool {
    let lower = word.to_lowercase();
    !EMPTY.contains(&format!(" {lower} "))
}

/// The stems of the words of a text that say something.
pub(super) fn stems(text: &str) -> Vec<Stem> {
    words(text).filter(|(_, w)| tells(w)).map(|(_, w)| hash(&stem(w))).collect()
}

/// Hashes of the stems of the words of a text that say something, for comparing what texts are about.
pub fn content_stems(text: &str) -> Vec<u64> {
    stems(text)
}

/// How rare each word is: the logarithm of how many reports there are for one that has it.
#[derive(Debug, Clone)]
pub struct WordWeights {
    weights: BTreeMap<Stem, f32>,
    unknown: f32,
}

impl WordWeights {
    /// The weights that are built in: counted over the open training texts.
    pub fn builtin() -> WordWeights {
        WordWeights::parse(dateline_model::COMMON_WORDS)
    }

    /// Reads lines `stem<TAB>reports`; the first has the number of all reports, under the name `*`.
    pub fn parse(text: &str) -> WordWeights {
        let mut rows = text.lines().filter_map(|line| {
            let (stem, count) = line.split_once('\t')?;
            Some((stem, count.parse::<f32>().ok()?))
        });
        let all = rows.next().map_or(1.0, |(_, count)| count.max(1.0));
        let weights = rows.map(|(stem, count)| (hash(stem), (all / count.max(1.0)).ln())).collect();
        WordWeights { weights, unknown: all.ln() }
    }

    /// Whether a word, by the hash of its stem, stands in few reports.
    pub fn is_rare(&self, stem: u64) -> bool {
        self.of(stem) >= RARE
    }

    pub(super) fn of(&self, stem: Stem) -> f32 {
        self.weights.get(&stem).copied().unwrap_or(self.unknown)
    }

    /// A bag of stems, weighted and of length one.
    pub(super) fn bag(&self, stems: &[Stem]) -> Bag {
        let mut counts: BTreeMap<Stem, u32> = BTreeMap::new();
        for &stem in stems {
            *counts.entry(stem).or_default() += 1;
        }
        let mut bag: Vec<(Stem, f32)> =
            counts.into_iter().map(|(s, n)| (s, (1.0 + (n as f32).ln()) * self.of(s))).collect();
        let length = bag.iter().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        bag.iter_mut().for_each(|(_, w)| *w /= length);
        Bag(bag)
    }
}

/// Weighted stems in order of their hashes, of length one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bag(Vec<(Stem, f32)>);

impl Bag {
    /// The cosine of the angle between two bags.
    pub(super) fn likeness(&self, other: &Bag) -> f32 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some((x, v)), Some((y, w))) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += v * w;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }

    pub(super) fn has(&self, stem: Stem) -> bool {
        self.0.binary_search_by_key(&stem, |(s, _)| *s).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_lose_common_endings() {
        for (word, wanted) in [
            ("charges", "charg"),
            ("Charged", "charg"),
            ("killings", "killing"),
            ("talks", "talk"),
            ("pass", "pass"),
        ] {
            assert_eq!(stem(word), wanted, "{word}");
        }
    }

    #[test]
    fn bags_of_equal_words_are_alike() {
        let weights = WordWeights::parse("*\t100\nbomb\t10\nmarket\t5\n");
        let bag = |text: &str| weights.bag(&stems(text));
        assert!((bag("bombs in the market").likeness(&bag("a market, bombed")) - 1.0).abs() < 1e-5);
        assert!(bag("bombs").likeness(&bag("talks")).abs() < 1e-6);
        assert!(bag("bombs").has(hash("bomb")));
    }

    #[test]
    fn words_know_where_they_begin() {
        assert_eq!(words("«Müller, 3»").collect::<Vec<_>>(), [(2, "Müller"), (11, "3")]);
    }
}

//! Numbers as they stand before a unit of time: `12`, `2 1/2`, `twenty four`, `a few`.

use super::lex::{PieceKind, Pieces};
use super::lexicon::{small_number, tens};

/// How many; in tenths, so that halves and `22.8` stay exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// A number of tenths.
    Tenths(i64),
    /// Some number that the text leaves open.
    Vague,
}

impl Amount {
    /// A whole number.
    pub(super) fn whole(n: i64) -> Amount {
        Amount::Tenths(n.saturating_mul(10))
    }

    /// The number, where it is whole and known.
    pub(super) fn as_whole(self) -> Option<i64> {
        match self {
            Amount::Tenths(t) if t % 10 == 0 => Some(t / 10),
            _ => None,
        }
    }

    /// The number, its fraction cut off.
    pub(super) fn floor(self) -> Option<i64> {
        match self {
            Amount::Tenths(t) => Some(t / 10),
            Amount::Vague => None,
        }
    }
}

/// An amount at `i` and the piece after it.
pub(super) fn amount(p: &Pieces, i: usize) -> Option<(Amount, usize)> {
    vague(p, i).or_else(|| figures(p, i)).or_else(|| words(p, i))
}

fn vague(p: &Pieces, i: usize) -> Option<(Amount, usize)> {
    const VAGUE: [&str; 13] = [
        "a few",
        "several",
        "many",
        "some",
        "a number of",
        "few",
        "numerous",
        "countless",
        "a couple more",
        "a handful of",
        "a good many",
        "hundreds of",
        "dozens of",
    ];
    if let Some(end) = p.any_phrase(i, &["a couple of", "a couple", "couple of", "another couple of"]) {
        return Some((Amount::whole(2), end));
    }
    let end = p.any_phrase(i, &VAGUE)?;
    Some((Amount::Vague, end))
}

fn figures(p: &Pieces, i: usize) -> Option<(Amount, usize)> {
    let piece = p.get(i).filter(|q| q.kind == PieceKind::Number)?;
    let plain = piece.lower.replace(',', "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let whole: i64 = if whole.len() <= 9 { whole.parse().ok()? } else { return None };
    let tenth = fraction.bytes().next().map_or(0, |b| i64::from(b.saturating_sub(b'0')));
    let half =
        p.phrase(i + 1, "1 / 2").or_else(|| p.phrase(i + 1, "- 1 / 2")).or_else(|| p.phrase(i + 1, "½"));
    let half = half.or_else(|| and_a_half(p, i + 1));
    Some(match half {
        Some(end) => (Amount::Tenths(whole * 10 + 5), end),
        None => (Amount::Tenths(whole * 10 + tenth), i + 1),
    })
}

fn and_a_half(p: &Pieces, i: usize) -> Option<usize> {
    p.any_phrase(i, &["and a half", "and half", "and one - half"])
}

fn words(p: &Pieces, i: usize) -> Option<(Amount, usize)> {
    if matches!(p.word(i), "a" | "an" | "half") {
        return article(p, i);
    }
    let (n, end) = cardinal(p, i)?;
    Some(match and_a_half(p, end) {
        Some(end) => (Amount::Tenths(n * 10 + 5), end),
        None => (Amount::whole(n), end),
    })
}

fn article(p: &Pieces, i: usize) -> Option<(Amount, usize)> {
    if p.is(i, "half") {
        let end = p.any_phrase(i, &["half a", "half an", "half"])?;
        return Some((Amount::Tenths(5), end));
    }
    let next = i + 1;
    if let Some(multiplier) = multiplier(p.word(next)) {
        return Some((Amount::whole(multiplier), next + 1));
    }
    if p.is(next, "half") {
        return Some((Amount::Tenths(5), p.skip_hyphen(next + 1)));
    }
    const FILLERS: [&str; 8] = ["full", "single", "whole", "mere", "good", "further", "scant", "bare"];
    let end = if FILLERS.contains(&p.word(next)) { next + 1 } else { next };
    Some((Amount::whole(1), end))
}

fn multiplier(word: &str) -> Option<i64> {
    Some(match word {
        "hundred" => 100,
        "thousand" => 1000,
        "million" => 1_000_000,
        "billion" => 1_000_000_000,
        "dozen" => 12,
        _ => return None,
    })
}

/// A cardinal in words at `i`: `twenty-four`, `two thousand`, `a hundred and eighty` without its article.
pub(super) fn cardinal(p: &Pieces, i: usize) -> Option<(i64, usize)> {
    let (mut total, mut end) = below_hundred(p, i)?;
    // no number has more: a bound for texts that are nothing but numbers
    let last = i + 16;
    while let Some(m) = multiplier(p.word(end)).filter(|_| end < last) {
        total = total.saturating_mul(m);
        end += 1;
        let next = if p.is(end, "and") { end + 1 } else { end };
        if let Some((more, after)) = below_hundred(p, next) {
            total = total.saturating_add(more);
            end = after;
        }
    }
    Some((total, end))
}

/// A number below a hundred in words.
pub(super) fn below_hundred(p: &Pieces, i: usize) -> Option<(i64, usize)> {
    let first = small_number(p.word(i))?;
    if tens(p.word(i)).is_some() {
        let next = p.skip_hyphen(i + 1);
        if let Some(one) = small_number(p.word(next)).filter(|&n| (1..10).contains(&n)) {
            return Some((first + one, next + 1));
        }
    }
    Some((first, i + 1))
}

/// The whole number that a text is, all of it: `1,200`, `twenty-two`, `a dozen`, `1.5 million`.
pub fn whole_number(text: &str) -> Option<u32> {
    let p = Pieces::new(text);
    let (amount, mut end) = amount(&p, 0)?;
    let Amount::Tenths(mut tenths) = amount else { return None };
    while let Some(m) = multiplier(p.word(end)) {
        tenths = tenths.checked_mul(m)?;
        end += 1;
    }
    let whole = (end == p.len() && tenths % 10 == 0).then_some(tenths / 10)?;
    u32::try_from(whole).ok().filter(|&n| n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers() {
        let all =
            ["13", "1,200", "twenty-two", "two hundred and five", "a dozen", "half a dozen", "1.5 million"];
        let read: Vec<_> = all.iter().map(|t| whole_number(t)).collect();
        assert_eq!(read, [13, 1200, 22, 205, 12, 6, 1_500_000].map(Some));
        for none in ["", "several", "hundreds", "12 men", "0", "2.5", "99999999999999999999", "20-30"] {
            assert_eq!(whole_number(none), None, "{none}");
        }
    }

    fn read(text: &str) -> Option<Amount> {
        amount(&Pieces::new(text), 0).map(|(a, _)| a)
    }

    #[test]
    fn amounts() {
        assert_eq!(read("twenty four hours"), Some(Amount::whole(24)));
        assert_eq!(read("2 1/2 years"), Some(Amount::Tenths(25)));
        assert_eq!(read("a hundred years"), Some(Amount::whole(100)));
        assert_eq!(read("a few days"), Some(Amount::Vague));
        assert_eq!(read("two thousand years"), Some(Amount::whole(2000)));
        assert_eq!(read("99999999999999999999 years"), None);
    }
}

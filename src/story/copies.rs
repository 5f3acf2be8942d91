//! Reports that are copies of each other: syndicated texts, slightly edited ones.

use super::words::{hash, words};

/// Words in a row that are looked at together.
const RUN: usize = 3;
/// Numbers in a sketch.
const HASHES: usize = 128;
/// Numbers in a band: reports that share a whole band are looked at closely.
const ROWS: usize = 4;
/// Bands in a sketch.
pub const BANDS: usize = HASHES / ROWS;
/// From this share of common runs on reports are copies.
const COPY: f32 = 0.5;
/// Reports of fewer words than this are too short to be called copies.
const SHORT: usize = 30;

/// A text in a few numbers (MinHash): the more of them two texts share, the more runs of words they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch(Vec<u32>);

impl Sketch {
    /// The sketch of a text; `None` of one too short to tell.
    pub fn of(text: &str) -> Option<Sketch> {
        let words: Vec<u64> = words(text).map(|(_, w)| hash(&w.to_lowercase())).collect();
        if words.len() < SHORT {
            return None;
        }
        let mut least = vec![u32::MAX; HASHES];
        for run in words.windows(RUN) {
            let run =
                run.iter().fold(0, |h: u64, w| h.rotate_left(21) ^ w.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            for (n, value) in least.iter_mut().enumerate() {
                *value = (*value).min(mixed(run, n as u64));
            }
        }
        Some(Sketch(least))
    }

    /// The share of runs of words that two texts have in common, as their sketches tell it.
    pub fn likeness(&self, other: &Sketch) -> f32 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f32 / HASHES as f32
    }

    /// Whether the texts are copies of each other.
    pub fn is_copy(&self, other: &Sketch) -> bool {
        self.likeness(other) >= COPY
    }

    /// A number for each band; copies nearly always share one.
    pub fn bands(&self) -> Vec<u32> {
        let fold = |h: u64, v: &u32| (h ^ u64::from(*v)).wrapping_mul(0x0100_0000_01b3);
        self.0.chunks(ROWS).map(|band| band.iter().fold(0xcbf2_9ce4_8422_2325, fold) as u32).collect()
    }

    /// As bytes, to be kept.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|v| v.to_le_bytes()).collect()
    }

    /// From the bytes that were kept.
    pub fn from_bytes(bytes: &[u8]) -> Option<Sketch> {
        let numbers = bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        (bytes.len() == 4 * HASHES).then(|| Sketch(numbers.collect()))
    }
}

/// One of many hashes of a run.
fn mixed(run: u64, n: u64) -> u32 {
    let mut x = run ^ n.wrapping_mul(0xd6e8_feb8_6659_fd93);
    x = (x ^ (x >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    x = (x ^ (x >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (x >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize) -> String {
        (from..from + 120).map(|n| format!("word{n} ")).collect()
    }

    #[test]
    fn an_edited_copy_is_a_copy_and_another_text_is_not() {
        let original = Sketch::of(&text(0)).unwrap();
        let edited =
            Sketch::of(&format!("A new first line of nine words stands here. {}", text(12))).unwrap();
        let other = Sketch::of(&text(1000)).unwrap();
        assert!(original.is_copy(&edited), "{}", original.likeness(&edited));
        assert!(!original.is_copy(&other));
        assert!(original.bands().iter().zip(edited.bands()).any(|(a, b)| *a == b));
        assert_eq!(original.bands().len(), BANDS);
    }

    #[test]
    fn sketches_are_kept_as_bytes() {
        let sketch = Sketch::of(&text(0)).unwrap();
        assert_eq!(Sketch::from_bytes(&sketch.bytes()), Some(sketch));
        assert_eq!(Sketch::from_bytes(&[1, 2, 3]), None);
        assert_eq!(Sketch::of("too short"), None);
    }
}

//! Code-point offsets beside byte offsets.

/// Every so many bytes the number of characters before is kept.
const STEP: usize = 512;

/// Counts the characters before a byte without walking the whole text each time.
pub(super) struct CharIndex<'a> {
    bytes: &'a [u8],
    // marks[i]: characters that start before byte i * STEP
    marks: Vec<usize>,
}

impl<'a> CharIndex<'a> {
    pub(super) fn new(text: &'a str) -> CharIndex<'a> {
        let bytes = text.as_bytes();
        let mut before = 0;
        let marks = bytes
            .chunks(STEP)
            .map(|chunk| {
                let mark = before;
                before += starts(chunk);
                mark
            })
            .collect();
        CharIndex { bytes, marks }
    }

    /// How many characters start before byte `at`; all of them past the end.
    pub(super) fn chars_before(&self, at: usize) -> usize {
        let at = at.min(self.bytes.len());
        let Some(last) = self.marks.len().checked_sub(1) else { return 0 };
        let chunk = (at / STEP).min(last);
        self.marks[chunk] + starts(&self.bytes[chunk * STEP..at])
    }
}

/// How many bytes begin a character: all but the continuation bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_counting_at_every_boundary() {
        let text = "aé€𝄞\n".repeat(200);
        let index = CharIndex::new(&text);
        for (chars, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(index.chars_before(at), chars);
        }
        assert_eq!(index.chars_before(text.len()), text.chars().count());
        assert_eq!(index.chars_before(text.len() + 9), text.chars().count());
        assert_eq!(CharIndex::new("").chars_before(3), 0);
    }

    #[test]
    fn a_text_of_whole_steps() {
        let text = "a".repeat(2 * STEP);
        assert_eq!(CharIndex::new(&text).chars_before(2 * STEP), 2 * STEP);
    }
}

//! A stretch of a document's canonical text, in bytes.

use serde::Serialize;

/// A half-open byte range of one document's canonical text.
///
/// Only [`Document::span`](crate::Document::span) makes one from numbers, so a
/// span of a document always slices that document's text. Spans of one document
/// may be joined or compared freely; a span says nothing about which document it
/// belongs to, and must not be carried to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Span {
    // Invariant: start <= end, both on character boundaries of the text.
    start: u32,
    end: u32,
}

impl Span {
    /// Makes a span without a look at the text; the caller has checked it.
    pub(crate) fn new_unchecked(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: start as u32, end: end as u32 }
    }

    /// The first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no text at all.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte or more.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cover_and_overlap() {
        let (a, b) = (Span::new_unchecked(2, 5), Span::new_unchecked(5, 9));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), Span::new_unchecked(2, 9));
        assert!(a.cover(b).contains(b));
    }
}

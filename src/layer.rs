//! Sorted annotations over spans; a stage adds a layer and never edits one.

use crate::span::Span;

/// Annotations of one kind over a document, sorted by span, never edited once made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer<T> {
    items: Vec<(Span, T)>,
    // bytes of the longest annotation: how far before a place one that covers it may begin
    longest: usize,
}

impl<T> Default for Layer<T> {
    fn default() -> Self {
        Layer { items: Vec::new(), longest: 0 }
    }
}

impl<T> Layer<T> {
    /// Sorts the items by start, longer first where starts are equal.
    pub fn new(mut items: Vec<(Span, T)>) -> Layer<T> {
        items.sort_by_key(|(span, _)| (span.start(), usize::MAX - span.end()));
        let longest = items.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
        Layer { items, longest }
    }

    /// All annotations in order of the text.
    pub fn iter(&self) -> std::slice::Iter<'_, (Span, T)> {
        self.items.iter()
    }

    /// How many annotations there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The annotations that lie wholly inside `span`.
    pub fn within(&self, span: Span) -> impl Iterator<Item = &(Span, T)> {
        let from = self.items.partition_point(|(s, _)| s.start() < span.start());
        self.items[from..]
            .iter()
            .take_while(move |(s, _)| s.start() < span.end())
            .filter(move |(s, _)| span.contains(*s))
    }

    /// The annotations that share a byte or more with `span`.
    pub fn overlapping(&self, span: Span) -> impl Iterator<Item = &(Span, T)> {
        let from = self.items.partition_point(|(s, _)| s.start() + self.longest <= span.start());
        let upto = self.items.partition_point(|(s, _)| s.start() < span.end());
        self.items[from.min(upto)..upto].iter().filter(move |(s, _)| s.overlaps(span))
    }
}

impl<'a, T> IntoIterator for &'a Layer<T> {
    type Item = &'a (Span, T);
    type IntoIter = std::slice::Iter<'a, (Span, T)>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

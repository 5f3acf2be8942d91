//! What the model says of words of saying: which words are said, and which say who says them.

use std::ops::Range;

/// A word that may say that something is said: `said`, `according`, `demand`.
#[derive(Debug, Clone, PartialEq)]
pub struct Saying {
    /// Its number in the document.
    pub word: usize,
    /// The probability that it is the head of a cue.
    pub sure: f32,
    /// The words that were read together with it, as numbers in the document.
    pub window: Range<usize>,
    /// For each of them the log-odds that it is said.
    pub content: Vec<f32>,
    /// For each of them the log-odds that it names who says it.
    pub source: Vec<f32>,
}

impl Saying {
    /// The log-odds that a word of the document is said; `None` where it was not read together with this one.
    pub fn content_of(&self, word: usize) -> Option<f32> {
        self.window.contains(&word).then(|| self.content[word - self.window.start])
    }

    /// The same that it names who says it.
    pub fn source_of(&self, word: usize) -> Option<f32> {
        self.window.contains(&word).then(|| self.source[word - self.window.start])
    }
}

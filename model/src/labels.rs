//! The label lists of every head, as training wrote them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::LoadError;

/// The heads that tag words, in the order in which their scores stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Head {
    /// Whether a sentence starts here.
    Sentence,
    /// Universal part of speech.
    Upos,
    /// Penn Treebank tag.
    Xpos,
    /// Lemma edit script.
    Lemma,
    /// Proper names.
    Names,
    /// Mentions after re3d.
    Re3d,
    /// Time expressions.
    Timex,
    /// Place names as the geographic corpora mark them.
    Toponym,
    /// Sources of statements.
    Source,
    /// Cues of statements.
    Cue,
    /// Contents of statements.
    Content,
    /// Contents inside contents.
    Inner,
    /// Whether a word is the head of a cue: it says that something is said.
    Saying,
    /// Who acts and who is acted upon in the main act of a sentence, after the CAMEO corpus.
    Roles,
    /// The PLOVER type of the act that a word tells of.
    Event,
    /// Its PLOVER mode.
    Mode,
    /// Whether the act is affirmed.
    Polarity,
    /// Whether it happened, is to happen, or might.
    Reality,
    /// Whether it is news or background.
    Recency,
    /// Whether what a word tells lies in the future, after MEANTIME.
    Later,
    /// Whether what a word tells is uncertain, after MEANTIME.
    Doubt,
    /// The quad class of a sentence, as seen from each word.
    Quad,
    /// How much a word says about the quad class of its sentence.
    QuadWeight,
}

/// All heads in the order of their scores.
const ORDER: [(Head, &str); 23] = [
    (Head::Sentence, "sentence"),
    (Head::Upos, "upos"),
    (Head::Xpos, "xpos"),
    (Head::Lemma, "lemma"),
    (Head::Names, "names"),
    (Head::Re3d, "re3d"),
    (Head::Timex, "timex"),
    (Head::Toponym, "toponym"),
    (Head::Source, "source"),
    (Head::Cue, "cue"),
    (Head::Content, "content"),
    (Head::Inner, "inner"),
    (Head::Saying, "saying"),
    (Head::Roles, "roles"),
    (Head::Event, "event"),
    (Head::Mode, "mode"),
    (Head::Polarity, "polarity"),
    (Head::Reality, "reality"),
    (Head::Recency, "recency"),
    (Head::Later, "later"),
    (Head::Doubt, "doubt"),
    (Head::Quad, "quad"),
    (Head::QuadWeight, "quad_weight"),
];

/// The labels of every head.
#[derive(Debug)]
pub struct Labels {
    lists: Vec<Vec<String>>,
    ranges: Vec<Range<usize>>,
    relations: Vec<String>,
}

impl Labels {
    pub(crate) fn parse(json: &str) -> Result<Labels, LoadError> {
        let mut all: BTreeMap<String, Vec<String>> =
            serde_json::from_str(json).map_err(|e| LoadError::Labels(e.to_string()))?;
        let mut take = |name: &str| {
            let list = all.remove(name).filter(|l| !l.is_empty());
            list.ok_or_else(|| LoadError::Labels(format!("no labels for {name}")))
        };
        let mut lists = Vec::new();
        let mut ranges = Vec::new();
        let mut at = 0;
        for (_, name) in ORDER {
            let list = take(name)?;
            ranges.push(at..at + list.len());
            at += list.len();
            lists.push(list);
        }
        let relations = take("relations")?;
        Ok(Labels { lists, ranges, relations })
    }

    /// The labels of a head.
    pub fn of(&self, head: Head) -> &[String] {
        &self.lists[head as usize]
    }

    /// The dependency relations.
    pub fn relations(&self) -> &[String] {
        &self.relations
    }

    pub(crate) fn range(&self, head: Head) -> Range<usize> {
        self.ranges[head as usize].clone()
    }

    pub(crate) fn tag_width(&self) -> usize {
        self.ranges.last().map_or(0, |r| r.end)
    }
}

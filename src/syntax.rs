//! Words, sentences and dependency trees of a document, after Universal Dependencies.

use std::ops::Range;

use crate::span::Span;

/// A syntactic word. `don't` is two of them: `do` and `n't`.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Its place in the text.
    pub span: Span,
    /// Universal part of speech: `NOUN`, `VERB`, `PROPN` …
    pub upos: &'static str,
    /// Penn Treebank tag: `VBD`, `NNS` …
    pub xpos: &'static str,
    /// Dictionary form.
    pub lemma: String,
    /// Index (in the document) of the word it depends on; `None` for the root of its sentence.
    pub head: Option<usize>,
    /// Relation to the head, with subtype: `nsubj`, `nsubj:pass`, `root` …
    pub rel: &'static str,
    /// Whether it is written against the word before, without white space, as one token (`n't` in `don't`).
    pub continues_token: bool,
}

impl Word {
    /// The relation without its subtype.
    pub fn base_rel(&self) -> &'static str {
        self.rel.split(':').next().unwrap_or(self.rel)
    }

    /// Whether it is a pronoun by which the one who speaks names themselves.
    pub fn is_first_person(&self) -> bool {
        let lemma = self.lemma.to_lowercase();
        self.upos == "PRON" && matches!(&*lemma, "i" | "we" | "my" | "our" | "us" | "me")
    }
}

/// The words of a document with their sentences and trees. Immutable.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Syntax {
    words: Vec<Word>,
    sentences: Vec<Range<usize>>,
    // children[i]: indices of the words that depend on word i, in order of the text
    children: Vec<Vec<usize>>,
}

impl Syntax {
    /// Builds the value. `sentences` are ranges of word indices that follow each other;
    /// heads must lie in the word's own sentence.
    pub fn new(words: Vec<Word>, sentences: Vec<Range<usize>>) -> Syntax {
        let mut children = vec![Vec::new(); words.len()];
        for (i, word) in words.iter().enumerate() {
            if let Some(head) = word.head {
                children[head].push(i);
            }
        }
        Syntax { words, sentences, children }
    }

    /// All words, in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Word `i`.
    pub fn word(&self, i: usize) -> &Word {
        &self.words[i]
    }

    /// Ranges of word indices, one a sentence.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// Index of the sentence that word `i` stands in.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|s| s.end <= i)
    }

    /// Dependents of word `i`, in order of the text.
    pub fn children(&self, i: usize) -> &[usize] {
        &self.children[i]
    }

    /// Dependents of `i` whose relation is `rel`, or a subtype of it.
    pub fn children_by<'a>(&'a self, i: usize, rel: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.children[i].iter().copied().filter(move |&c| {
            let r = self.words[c].rel;
            r == rel || (r.starts_with(rel) && r.as_bytes().get(rel.len()) == Some(&b':'))
        })
    }

    /// The words that `i` dominates, itself included, in order of the text.
    pub fn subtree(&self, i: usize) -> Vec<usize> {
        let (mut out, mut stack) = (Vec::new(), vec![i]);
        while let Some(n) = stack.pop() {
            out.push(n);
            stack.extend(&self.children[n]);
        }
        out.sort_unstable();
        out
    }

    /// From `i` to the root of its sentence, `i` first.
    pub fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(i), |&n| self.words[n].head)
    }

    /// The smallest span over the given words; `None` for none.
    pub fn cover(&self, words: impl IntoIterator<Item = usize>) -> Option<Span> {
        words.into_iter().map(|i| self.words[i].span).reduce(Span::cover)
    }

    /// Indices of the words that lie wholly inside `span`.
    pub fn words_in(&self, span: Span) -> Range<usize> {
        let from = self.words.partition_point(|w| w.span.start() < span.start());
        let to = from + self.words[from..].partition_point(|w| w.span.end() <= span.end());
        from..to
    }

    /// Of the words inside `span`, the one whose head lies outside (the first, if several).
    pub fn head_of(&self, span: Span) -> Option<usize> {
        let range = self.words_in(span);
        range.clone().find(|&i| self.words[i].head.is_none_or(|h| !range.contains(&h)))
    }
}

//! Tagging and parsing of given words.

use std::path::Path;

use crate::eval::measure::{Report, Tally, share};
use crate::eval::records::BadFile;
use crate::eval::score::conllu::{Sentence, Word};

/// The relations of content words, after the CoNLL 2018 shared task.
const CONTENT_RELATIONS: [&str; 28] = [
    "nsubj",
    "obj",
    "iobj",
    "csubj",
    "ccomp",
    "xcomp",
    "obl",
    "vocative",
    "expl",
    "dislocated",
    "advcl",
    "advmod",
    "discourse",
    "nmod",
    "appos",
    "nummod",
    "acl",
    "amod",
    "conj",
    "fixed",
    "flat",
    "compound",
    "list",
    "parataxis",
    "orphan",
    "goeswith",
    "reparandum",
    "root",
];

fn is_content(word: &Word) -> bool {
    word.relation() == "dep" || CONTENT_RELATIONS.contains(&word.relation())
}

/// The sentences and words must be gold's.
fn check(gold: &[Sentence], predicted: &[Sentence], path: &Path) -> Result<(), BadFile> {
    for (g, p) in gold.iter().zip(predicted) {
        if g.id != p.id {
            return Err(BadFile::new(path, p.line, format!("sentence '{}' where '{}' is due", p.id, g.id)));
        }
        if !g.words.iter().map(|w| w.form).eq(p.words.iter().map(|w| w.form)) {
            return Err(BadFile::new(
                path,
                p.line,
                format!("the words of sentence '{}' are not gold's", g.id),
            ));
        }
    }
    let line = predicted.last().map_or(1, |s| s.line);
    if let Some(missing) = gold.get(predicted.len()) {
        return Err(BadFile::new(path, line, format!("sentence '{}' is missing", missing.id)));
    }
    match predicted.get(gold.len()) {
        Some(odd) => Err(BadFile::new(path, line, format!("sentence '{}' is surplus", odd.id))),
        None => Ok(()),
    }
}

/// Scores the tags, lemmas and trees of given words.
pub fn score(gold: &[Sentence], predicted: &[Sentence], path: &Path) -> Result<Report, BadFile> {
    check(gold, predicted, path)?;
    let pairs = || gold.iter().zip(predicted).flat_map(|(g, p)| g.words.iter().zip(&p.words));
    let words = pairs().count();
    let right = |same: fn(&Word, &Word) -> bool| share(pairs().filter(|(g, p)| same(g, p)).count(), words);
    let mut content = Tally::default();
    for (g, p) in pairs() {
        let hit = is_content(g) && labelled(g, p);
        content.add(hit.into(), is_content(p).into(), is_content(g).into());
    }
    Ok(Report::default()
        .count("sentences", gold.len())
        .count("words", words)
        .metric("upos", right(|g, p| g.upos == p.upos))
        .metric("lemma", right(|g, p| g.lemma == p.lemma || g.lemma == "_"))
        .metric("uas", right(|g, p| g.head == p.head))
        .metric("las", right(labelled))
        .metric("las_full", right(|g, p| g.head == p.head && g.deprel == p.deprel))
        .metric("clas", content.f1()))
}

fn labelled(gold: &Word, predicted: &Word) -> bool {
    gold.head == predicted.head && gold.relation() == predicted.relation()
}

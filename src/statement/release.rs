//! Speech that no quotation mark sets apart: paragraphs after `the minister said:`, the turns of a
//! transcript, and press releases in the first person.

use std::collections::BTreeSet;

use super::cue::{Cue, source_span};
use super::draft::Draft;
use crate::actor::Entities;
use crate::document::{BlockKind, Document};
use crate::language::Language;
use crate::layer::Layer;
use crate::quotes::{Quote, quoted_share};
use crate::span::Span;

/// Statements of whole paragraphs, beside those that are `known`.
pub(super) fn whole_paragraphs(
    (doc, lang, entities): (&Document, &Language, &Entities),
    quotes: &Layer<Quote>,
    cues: &[Cue],
    known: &[Draft],
) -> Vec<Draft> {
    let paragraphs: Vec<Span> =
        doc.blocks().iter().filter(|(_, k)| *k == BlockKind::Paragraph).map(|(s, _)| *s).collect();
    let turns: Vec<Draft> = paragraphs.iter().filter_map(|p| turn(doc, lang, *p)).collect();
    if turns.len() > 1 {
        return turns;
    }
    let announced = announced(doc, lang, quotes, cues, &paragraphs);
    if announced.is_empty() && entities.author.is_some() && quotes_nobody(lang, quotes, known) {
        let speaks = paragraphs.iter().find_map(|p| first_person(lang, quotes, *p));
        let others = others(lang, known);
        let groups = paragraphs.iter().flat_map(|p| groups(lang, quotes, &others, *p));
        return groups.filter_map(|g| first_person_draft(lang, quotes, cues, g, speaks)).collect();
    }
    announced
}

/// Whether somebody says in the first person what stands in one of these drafts of whole paragraphs.
pub(super) fn is_within(lang: &Language, draft: &Draft, whole: &[Draft]) -> bool {
    let held = |span: Span| whole.iter().any(|w| w.content.iter().any(|c| c.contains(span)));
    draft.source_word.is_some_and(|w| lang.syntax.word(w).is_first_person())
        && draft.content.iter().all(|c| held(*c))
}

/// The paragraphs after one that ends `… said:`, where they are not between marks.
fn announced(
    doc: &Document,
    lang: &Language,
    quotes: &Layer<Quote>,
    cues: &[Cue],
    paragraphs: &[Span],
) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    for (n, paragraph) in paragraphs.iter().enumerate() {
        let ends = doc.slice(*paragraph).trim_end().ends_with(':');
        let last = cues.iter().rev().find(|c| paragraph.contains(c.span));
        let close = last.filter(|c| {
            let after = lang.syntax.words_in(*paragraph).end.saturating_sub(c.word);
            ends && after <= 4 && c.class.is_some() && c.source.is_some()
        });
        let Some(cue) = close else { continue };
        let said = paragraphs[n + 1..].iter().take_while(|p| !doc.slice(**p).trim_end().ends_with(':'));
        let plain = said.copied().filter(|p| quoted_share(doc, quotes, &[*p]) < 0.5);
        let content: Vec<Span> = plain.collect();
        if !content.is_empty() {
            let source = cue.source.and_then(|w| source_span(lang, w));
            out.push(Draft { cue: Some(cue.clone()), source, source_word: cue.source, content });
        }
    }
    out
}

/// A turn of a transcript: `SECRETARY OLSEN: We have begun.`
fn turn(doc: &Document, lang: &Language, paragraph: Span) -> Option<Draft> {
    const LONGEST_LABEL: usize = 40;
    let text = doc.slice(paragraph);
    let (label, said) = text.split_once(':')?;
    let is_label = label.len() <= LONGEST_LABEL
        && label.chars().any(char::is_alphabetic)
        && label.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '\'' | '’' | '-'));
    let source = doc.span(paragraph.start(), paragraph.start() + label.len())?;
    let start = paragraph.end() - said.trim_start().len();
    let content = doc.span(start, paragraph.end()).filter(|c| is_label && !c.is_empty())?;
    let source_word = lang.syntax.words_in(source).last();
    Some(Draft { cue: None, source: Some(source), source_word, content: vec![content] })
}

/// Whether no words between marks are said by anybody but the author.
fn quotes_nobody(lang: &Language, quotes: &Layer<Quote>, known: &[Draft]) -> bool {
    !known.iter().any(|d| {
        let quoted = d.content.iter().any(|c| quotes.overlapping(*c).next().is_some());
        quoted && d.source_word.is_some_and(|w| !lang.syntax.word(w).is_first_person())
    })
}

/// The first `I` or `we` that is a subject of the paragraph, outside quotation marks.
fn first_person(lang: &Language, quotes: &Layer<Quote>, paragraph: Span) -> Option<usize> {
    lang.syntax.words_in(paragraph).find(|&w| {
        let word = lang.syntax.word(w);
        word.is_first_person() && word.base_rel() == "nsubj" && quotes.overlapping(word.span).next().is_none()
    })
}

/// The sentences whose main verb tells what somebody else says.
fn others(lang: &Language, known: &[Draft]) -> BTreeSet<usize> {
    let syntax = &lang.syntax;
    let another = |d: &Draft| {
        let (speaks, cue) = (d.source_word?, d.cue.as_ref()?.word);
        let theirs = !syntax.word(speaks).is_first_person() && syntax.word(cue).rel == "root";
        theirs.then(|| syntax.sentence_of(speaks))
    };
    known.iter().filter_map(another).collect()
}

/// The statements of a paragraph of a release: a short one is one; in a long one each sentence in the first
/// person begins another, and so does the sentence behind one of the `others`.
fn groups(lang: &Language, quotes: &Layer<Quote>, others: &BTreeSet<usize>, paragraph: Span) -> Vec<Span> {
    const SHORT: usize = 3;
    let syntax = &lang.syntax;
    let words = syntax.words_in(paragraph);
    if words.is_empty() {
        return vec![paragraph];
    }
    let sentences = syntax.sentence_of(words.start)..syntax.sentence_of(words.end - 1) + 1;
    if sentences.len() <= SHORT {
        return vec![paragraph];
    }
    let mut out: Vec<Span> = Vec::new();
    let mut open = false;
    for number in sentences {
        let range = &syntax.sentences()[number];
        let Some(sentence) = syntax.cover([range.start, range.end - 1]) else { continue };
        let ours = first_person(lang, quotes, sentence).is_some();
        match out.last_mut() {
            _ if !ours && others.contains(&number) => open = false,
            Some(last) if open && !ours => *last = last.cover(sentence),
            _ => {
                out.push(sentence);
                open = true;
            }
        }
    }
    out
}

fn first_person_draft(
    lang: &Language,
    quotes: &Layer<Quote>,
    cues: &[Cue],
    paragraph: Span,
    elsewhere: Option<usize>,
) -> Option<Draft> {
    let speaks = first_person(lang, quotes, paragraph);
    let cue = cues.iter().find(|c| speaks.is_some() && c.source == speaks).cloned();
    let source = speaks.map(|w| lang.syntax.word(w).span);
    (!lang.syntax.words_in(paragraph).is_empty()).then(|| Draft {
        cue,
        source,
        // a paragraph without `we` is spoken by the one who says `we` in the others
        source_word: speaks.or(elsewhere),
        content: vec![paragraph],
    })
}

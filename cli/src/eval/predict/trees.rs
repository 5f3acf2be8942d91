//! Treebanks: tags and trees for given words, and sentences, words and trees from raw text.

use std::fmt::Write;
use std::path::Path;

use dateline::Document;
use dateline::language::ParsedSentence;
use dateline::syntax::Syntax;
use dateline_model::RunError;

use super::adapter::Reader;
use super::in_parallel;
use crate::eval::records::{BadFile, read_text};
use crate::eval::score::conllu::{Sentence, read};

/// How many sentences are parsed at once: enough that few lack the context of those around them.
const BATCH: usize = 512;

/// A file of given sentences and words, tagged and parsed.
pub fn given_words(reader: &dyn Reader, gold: &Path) -> Result<String, BadFile> {
    let text = read_text(gold)?;
    let sentences = read(gold, &text)?;
    let batches: Vec<&[Sentence]> = sentences.chunks(BATCH).collect();
    in_parallel(&batches, |batch| parsed(reader, batch))
        .into_iter()
        .collect::<Result<String, _>>()
        .map_err(|e| BadFile::new(gold, 1, e.to_string()))
}

fn parsed(reader: &dyn Reader, sentences: &[Sentence]) -> Result<String, RunError> {
    let forms = |s: &Sentence| -> Vec<String> { s.words.iter().map(|word| word.form.to_owned()).collect() };
    let given: Vec<Vec<String>> = sentences.iter().map(forms).collect();
    let mut out = String::new();
    for (sentence, said) in sentences.iter().zip(reader.parse(&given)?) {
        write_given(&mut out, sentence, &said);
    }
    Ok(out)
}

fn write_given(out: &mut String, sentence: &Sentence, said: &ParsedSentence) {
    // writing to a string cannot fail
    let _ = writeln!(out, "# sent_id = {}", sentence.id);
    for (i, (word, (upos, lemma, head, relation))) in sentence.words.iter().zip(&said.words).enumerate() {
        let head = head.map_or(0, |head| head + 1);
        write_row(out, i + 1, word.form, (lemma, upos, head, relation));
    }
    out.push('\n');
}

/// A word's line.
fn write_row(
    out: &mut String,
    number: usize,
    form: &str,
    (lemma, upos, head, relation): (&str, &str, usize, &str),
) {
    let [form, lemma, upos, relation] = [form, lemma, upos, relation].map(cell);
    let _ = writeln!(out, "{number}\t{form}\t{lemma}\t{upos}\t_\t_\t{head}\t{relation}\t_\t_");
}

/// A cell of the table: no tab or line end in it, and never empty.
fn cell(text: &str) -> String {
    let plain = text.replace(['\t', '\n', '\r'], " ");
    if plain.is_empty() { "_".to_owned() } else { plain }
}

/// The sentences of a document that is given as raw text.
pub fn from_raw_text(reader: &dyn Reader, text: &str) -> String {
    let reading = reader.read(Document::from_plain(text));
    let syntax = &reading.language.syntax;
    let mut out = String::new();
    for sentence in syntax.sentences() {
        write_sentence(&mut out, &reading.document, syntax, sentence.clone());
    }
    out
}

fn write_sentence(out: &mut String, document: &Document, syntax: &Syntax, range: std::ops::Range<usize>) {
    if range.is_empty() {
        return;
    }
    let continues = |i: usize| range.contains(&i) && syntax.word(i).continues_token;
    let number = |i: usize| i - range.start + 1;
    for i in range.clone() {
        let word = syntax.word(i);
        let last = (i..range.end).take_while(|&n| n == i || continues(n)).last().unwrap_or(i);
        if last > i && (i == range.start || !continues(i)) {
            let form = cell(document.slice(word.span.cover(syntax.word(last).span)));
            let blank = ["_"; 8].join("\t");
            let _ = writeln!(out, "{}-{}\t{form}\t{blank}", number(i), number(last));
        }
        let head = word.head.filter(|head| range.contains(head)).map_or(0, number);
        write_row(out, number(i), document.slice(word.span), (&word.lemma, word.upos, head, word.rel));
    }
    out.push('\n');
}

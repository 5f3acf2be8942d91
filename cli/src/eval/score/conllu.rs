//! Treebanks in CoNLL-U: words with their trees, and the tokens they stand in.

use std::path::Path;

use crate::eval::records::BadFile;

/// A range of characters, counted over the whole file without white space.
pub type Place = (usize, usize);

/// A syntactic word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// As written.
    pub form: &'a str,
    /// Dictionary form.
    pub lemma: &'a str,
    /// Universal part of speech.
    pub upos: &'a str,
    /// Number of the head in the sentence, 0 for a root.
    pub head: usize,
    /// Relation with subtype.
    pub deprel: &'a str,
    /// The place of its surface token.
    pub place: Place,
    /// Whether it is one of several words in its surface token.
    pub multiword: bool,
}

impl<'a> Word<'a> {
    /// The relation without its subtype.
    pub fn relation(&self) -> &'a str {
        self.deprel.split(':').next().unwrap_or(self.deprel)
    }
}

/// A sentence of a treebank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// Its first line in the file.
    pub line: usize,
    /// Its `sent_id`.
    pub id: &'a str,
    /// Its words.
    pub words: Vec<Word<'a>>,
    /// The places of its surface tokens.
    pub tokens: Vec<Place>,
    /// Its characters without white space.
    pub letters: String,
}

/// The sentences of a file; multiword ranges shape the tokens, empty nodes are skipped.
pub fn read<'a>(path: &Path, text: &'a str) -> Result<Vec<Sentence<'a>>, BadFile> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let (mut position, mut first, mut id, mut rows) = (0, 0, "", Vec::new());
    for (at, line) in text.split('\n').chain([""]).enumerate() {
        if !line.is_empty() && first == 0 {
            first = at + 1;
        }
        if line.starts_with('#') {
            id = line.strip_prefix("# sent_id = ").map_or(id, str::trim);
        } else if !line.is_empty() {
            rows.push((at + 1, line));
        } else if !rows.is_empty() {
            let sentence = read_sentence(path, (first, id), &rows, position)?;
            position += sentence.letters.chars().count();
            sentences.push(sentence);
            (first, id) = (0, "");
            rows.clear();
        }
    }
    Ok(sentences)
}

/// The text of a form without its white space.
fn letters(form: &str) -> impl Iterator<Item = char> {
    form.chars().filter(|c| !c.is_whitespace())
}

fn read_sentence<'a>(
    path: &Path,
    (line, id): (usize, &'a str),
    rows: &[(usize, &'a str)],
    position: usize,
) -> Result<Sentence<'a>, BadFile> {
    let mut sentence = Sentence { line, id, words: Vec::new(), tokens: Vec::new(), letters: String::new() };
    let mut word_lines = Vec::new();
    let (mut here, mut last_in_range, mut place) = (position, 0, (position, position));
    for &(number, row) in rows {
        let bad = |reason: String| BadFile::new(path, number, reason);
        let columns: Vec<&str> = row.split('\t').collect();
        let [name, form, lemma, upos, _, _, head, deprel, _, _] = columns[..] else {
            return Err(bad(format!("{} columns, not 10", columns.len())));
        };
        if name.contains('.') {
            continue;
        }
        let multiword = name.parse::<usize>().is_ok_and(|n| n <= last_in_range);
        if !multiword {
            let before = here;
            sentence.letters.extend(letters(form).inspect(|_| here += 1));
            place = (before, here);
            sentence.tokens.push(place);
        }
        if let Some((_, last)) = name.split_once('-') {
            last_in_range = last.parse().map_err(|_| bad(format!("the range '{name}' has no end")))?;
            continue;
        }
        let due = sentence.words.len() + 1;
        if name.parse() != Ok(due) {
            return Err(bad(format!("word '{name}' where word {due} is due")));
        }
        let head = head.parse().map_err(|_| bad(format!("head '{head}' is no number")))?;
        sentence.words.push(Word { form, lemma, upos, head, deprel, place, multiword });
        word_lines.push(number);
    }
    checked(path, sentence, &word_lines)
}

fn checked<'a>(path: &Path, sentence: Sentence<'a>, lines: &[usize]) -> Result<Sentence<'a>, BadFile> {
    let length = sentence.words.len();
    if length == 0 {
        return Err(BadFile::new(path, sentence.line, "a sentence without words"));
    }
    match sentence.words.iter().zip(lines).find(|(word, _)| word.head > length) {
        Some((word, line)) => {
            let reason = format!("head {} in a sentence of {length} words", word.head);
            Err(BadFile::new(path, *line, reason))
        }
        None => Ok(sentence),
    }
}

/// A document of a treebank as raw text: the `# text` lines joined by a blank line before a new
/// paragraph, else by one space.
pub fn raw_documents(text: &str) -> Vec<String> {
    let mut documents: Vec<String> = Vec::new();
    let (mut new_document, mut new_paragraph) = (true, false);
    for line in text.lines() {
        if line == "# newdoc" || line.starts_with("# newdoc ") {
            new_document = true;
        } else if line == "# newpar" || line.starts_with("# newpar ") {
            new_paragraph = true;
        } else if let Some(words) = line.strip_prefix("# text = ") {
            match documents.last_mut().filter(|_| !new_document) {
                Some(document) => {
                    document.push_str(if new_paragraph { "\n\n" } else { " " });
                    document.push_str(words);
                }
                None => documents.push(words.to_owned()),
            }
            (new_document, new_paragraph) = (false, false);
        }
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREES: &str = "# sent_id = a\n1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        1\tca\tcan\tAUX\t_\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\t_\t_\t3\tadvmod:x\t_\t_\n\
        3\tstay\tstay\tVERB\t_\t_\t0\troot\t_\t_\n3.1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

    #[test]
    fn words_know_their_surface_token() {
        let sentences = read(Path::new("x"), TREES).unwrap();
        assert_eq!(sentences[0].tokens, [(0, 5), (5, 9)]);
        let places: Vec<_> = sentences[0].words.iter().map(|w| (w.place, w.multiword)).collect();
        assert_eq!(places, [((0, 5), true), ((0, 5), true), ((5, 9), false)]);
        assert_eq!((sentences[0].id, sentences[0].words[1].relation()), ("a", "advmod"));
    }

    #[test]
    fn bad_rows_are_named_with_their_line() {
        for (text, line, said) in [
            (TREES.replace("\t3\taux", "\t9\taux"), 3, "head 9 in a sentence of 3 words"),
            (TREES.replace("\t3\taux", "\t-\taux"), 3, "head '-' is no number"),
            (TREES.replace("\t3\taux", "\taux"), 3, "9 columns"),
            (TREES.replace("\n3\tstay", "\n4\tstay"), 5, "word '4' where word 3 is due"),
            (TREES.replace("1-2\t", "1-\t"), 2, "has no end"),
        ] {
            let error = read(Path::new("x"), &text).unwrap_err();
            assert!(error.line == line && error.reason.contains(said), "{error}");
        }
    }

    #[test]
    fn raw_text_joins_sentences_and_parts_paragraphs() {
        let text = "# newdoc id = 1\n# newpar id = p\n# text = One.\n\n# newpar_block = x\n# text = Two.\n\n\
            # newpar\n# text = Three.\n\n# newdoc id = 2\n# text = Four.\n";
        assert_eq!(raw_documents(text), ["One. Two.\n\nThree.", "Four."]);
    }
}

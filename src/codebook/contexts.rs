//! The contexts of an event and the words that tell of them: `codebook/contexts.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::lemmas::plural;
use super::{CodebookError, Source};

/// A context after PLOVER: why, where an event's type and mode say what and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// `human_rights`.
    pub name: String,
    /// What it covers.
    pub description: String,
    // words that tell of it, words that rule it out: each a phrase of lemmas or forms
    words: Vec<Phrase>,
    not: Vec<Phrase>,
}

type Phrase = Vec<String>;

/// A word as it is looked up: its dictionary form and its form in the text, both in lower case.
pub type Looked = (String, String);

/// All contexts, found by the first word of their phrases.
#[derive(Debug, Clone, Default)]
pub struct ContextBook {
    contexts: Vec<Context>,
    // first word → contexts with a phrase that begins so
    index: BTreeMap<String, BTreeSet<usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextFile {
    format: Spanned<u32>,
    context: Vec<RawContext>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContext {
    name: Spanned<String>,
    description: String,
    words: Vec<Spanned<String>>,
    #[serde(default)]
    not: Vec<Spanned<String>>,
}

impl ContextBook {
    pub(super) fn read(source: Source) -> Result<ContextBook, CodebookError> {
        let file: ContextFile = source.parse()?;
        source.check_format(&file.format)?;
        let mut book = ContextBook::default();
        for raw in file.context {
            let (name, start) = (raw.name.get_ref().clone(), raw.name.span().start);
            let refuse = |reason, cure| Err(source.error(start, reason, cure));
            if book.contexts.iter().any(|c| c.name == name) {
                return refuse(format!("the context {name} stands twice"), "make one of the two");
            }
            if raw.words.is_empty() {
                return refuse(format!("the context {name} has no words"), "list the words that tell of it");
            }
            let seen = &mut BTreeMap::new();
            let words = phrases(source, &name, &raw.words, seen)?;
            let not = phrases(source, &name, &raw.not, seen)?;
            let context = Context { name, description: raw.description, words, not };
            let at = book.contexts.len();
            for phrase in &context.words {
                book.index.entry(phrase[0].clone()).or_default().insert(at);
            }
            book.contexts.push(context);
        }
        Ok(book)
    }

    /// All contexts, in order of the file.
    pub fn all(&self) -> &[Context] {
        &self.contexts
    }

    /// The names of all contexts.
    pub fn names(&self) -> BTreeSet<&str> {
        self.contexts.iter().map(|c| c.name.as_str()).collect()
    }

    /// The contexts that the words of a sentence tell of, each with its longest phrase at each
    /// place. A context whose words `not` stand anywhere in the sentence is left out.
    pub fn told(&self, sentence: &[Looked]) -> Vec<(&Context, Range<usize>)> {
        let mut found = Vec::new();
        for (at, (lemma, form)) in sentence.iter().enumerate() {
            let begun = [lemma, form].into_iter().filter_map(|w| self.index.get(w)).flatten();
            for &number in &begun.copied().collect::<BTreeSet<usize>>() {
                let context = &self.contexts[number];
                let longest = context.words.iter().filter(|p| stands(p, sentence, at)).map(Vec::len).max();
                found.extend(longest.map(|length| (context, at..at + length)));
            }
        }
        let ruled_out: BTreeSet<&str> = found
            .iter()
            .map(|(context, _)| *context)
            .filter(|c| (0..sentence.len()).any(|at| c.not.iter().any(|p| stands(p, sentence, at))))
            .map(|c| c.name.as_str())
            .collect();
        found.retain(|(context, _)| !ruled_out.contains(context.name.as_str()));
        found
    }
}

// Whether the phrase stands at this word, each of its words in dictionary form or as it is.
fn stands(phrase: &Phrase, sentence: &[Looked], at: usize) -> bool {
    sentence.get(at..at + phrase.len()).is_some_and(|words| {
        phrase.iter().zip(words).all(|(wanted, (lemma, form))| wanted == lemma || wanted == form)
    })
}

// The phrases of a list; one that stands already in a list of the same context is refused.
fn phrases(
    source: Source,
    context: &str,
    list: &[Spanned<String>],
    seen: &mut BTreeMap<Phrase, usize>,
) -> Result<Vec<Phrase>, CodebookError> {
    let mut out = Vec::new();
    for entry in list {
        let start = entry.span().start;
        let text = entry.get_ref();
        let phrase: Phrase = text.split_whitespace().map(str::to_owned).collect();
        if phrase.is_empty() || *text != text.to_lowercase() {
            let reason = format!("\"{text}\" of {context} is empty or has capitals");
            return Err(source.error(start, reason, "write words in lower case"));
        }
        if let Some(&line) = seen.get(&phrase) {
            let reason = format!("\"{text}\" stands already in {context}, line {line}");
            return Err(source.error(start, reason, "take it out of one of the two places"));
        }
        seen.insert(phrase.clone(), source.line(start));
        out.extend(spellings(text));
    }
    Ok(out)
}

// The phrase as it may stand in a text: cut into words at hyphens and before 's or not, and in the
// plural, for the model does not know the dictionary form of every word.
fn spellings(text: &str) -> BTreeSet<Phrase> {
    let cut = text.replace('-', " - ").replace("'s", " 's").replace("s' ", "s ' ");
    let mut out = BTreeSet::new();
    for spelling in [text, &cut] {
        let phrase: Phrase = spelling.split_whitespace().map(str::to_owned).collect();
        let mut many = phrase.clone();
        if let Some(last) = many.last_mut().filter(|w| w.len() > 2 && !w.ends_with('s')) {
            *last = plural(last);
        }
        out.extend([phrase, many]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "format = 1\n\n[[context]]\nname = \"cbrn\"\ndescription = \"d\"\nwords = [\"nuclear\", \"nuclear weapon\"]\nnot = [\"power plant\"]\n\n[[context]]\nname = \"human_rights\"\ndescription = \"d\"\nwords = [\"human rights\"]\n";

    fn read(text: &str) -> Result<ContextBook, CodebookError> {
        ContextBook::read(Source { name: "contexts.toml", text })
    }

    fn told(text: &str) -> Vec<(String, Range<usize>)> {
        let lemma = |w: &str| w.strip_suffix('s').unwrap_or(w).to_owned();
        let words: Vec<Looked> = text.split(' ').map(|w| (lemma(w), w.to_owned())).collect();
        let book = read(FILE).unwrap();
        book.told(&words).into_iter().map(|(c, at)| (c.name.clone(), at)).collect()
    }

    #[test]
    fn lemmas_forms_and_the_longest_phrase() {
        assert_eq!(told("talks on nuclear weapons"), [("cbrn".to_owned(), 2..4)]);
        assert_eq!(told("no word of human rights"), [("human_rights".to_owned(), 3..5)]);
        assert!(told("a right of humans").is_empty());
    }

    #[test]
    fn words_are_found_however_they_are_cut() {
        let text = FILE.replace("human rights", "women's non-work rights");
        let book = read(&text).unwrap();
        let words: Vec<Looked> =
            "women 's non - work rights".split(' ').map(|w| (w.to_owned(), w.to_owned())).collect();
        assert_eq!(book.told(&words).first().map(|(_, at)| at.clone()), Some(0..6));
    }

    #[test]
    fn plurals_are_found_whatever_the_model_makes_of_them() {
        let word = |w: &str| (w.to_owned(), w.to_owned());
        let book = read(FILE).unwrap();
        assert_eq!(book.told(&[word("nuclear"), word("weapons")])[0].1, 0..2);
    }

    #[test]
    fn a_word_rules_it_out() {
        assert!(told("a nuclear power plants").is_empty());
    }

    #[test]
    fn faults_are_refused_where_they_stand() {
        let at = |text: &str| read(text).map(|_| ()).unwrap_err();
        let twice = at(&FILE.replace("[\"nuclear\", ", "[\"nuclear\",\n \"nuclear\", "));
        assert_eq!(twice.line, 7);
        assert!(twice.to_string().contains("nuclear") && twice.to_string().contains("cbrn"), "{twice}");
        let both = at(&FILE.replace("power plant", "nuclear weapon"));
        assert_eq!(both.line, 7);
        assert_eq!(at(&FILE.replace("\"human_rights\"", "\"cbrn\"")).line, 10);
        assert_eq!(at(&FILE.replace("\"human rights\"", "")).line, 10);
        assert_eq!(at(&FILE.replace("human rights", "Human rights")).line, 12);
        assert_eq!(at(&FILE.replace("format = 1", "format = 2")).line, 1);
        assert_eq!(at(&FILE.replace("not =", "nott =")).file, "contexts.toml");
    }
}

//! Dictionary forms of the codebook's own words, from the forms they take in a text.
//!
//! The model gives each word a dictionary form. Where that is no word that it should be (`froze` →
//! `fro`), the codebook's vocabulary knows better: its words are inflected here by rule.

use std::collections::{BTreeMap, BTreeSet};

use super::events::{EventBook, Part};
use super::words::Words;

/// Inflected forms of the codebook's words.
#[derive(Debug, Clone, Default)]
pub struct Lemmas {
    verbs: BTreeMap<String, String>,
    nouns: BTreeMap<String, String>,
    known_verbs: BTreeSet<String>,
    known_nouns: BTreeSet<String>,
}

impl Lemmas {
    pub(super) fn new(events: &EventBook, words: &Words) -> Lemmas {
        let grammar = words.grammar();
        let lists =
            [&grammar.light, &grammar.suffer, &grammar.future, &grammar.hypothetical, &grammar.negated];
        let said = words.cues().iter().flat_map(|c| &c.verbs);
        let mut out = Lemmas::default();
        let verbs =
            events.vocabulary(Part::Verb).chain(lists.into_iter().flatten().chain(said).map(String::as_str));
        out.known_verbs = verbs.filter(|w| is_word(w)).map(str::to_owned).collect();
        let named =
            words.classes().flatten().chain(&grammar.groups).chain(&grammar.measures).map(String::as_str);
        let nouns = events.vocabulary(Part::Noun).chain(named).filter(|w| is_word(w)).map(str::to_owned);
        out.known_nouns = nouns.collect();
        let plurals: BTreeSet<String> = out.known_nouns.iter().map(|n| plural(n)).collect();
        // "withdraw troops" makes no dictionary form of "troops"
        let in_phrases = events.vocabulary(Part::Verb).filter(|w| is_word(w) && !plurals.contains(*w));
        out.known_nouns.extend(in_phrases.map(str::to_owned));
        for verb in &out.known_verbs {
            for form in verb_forms(verb) {
                out.verbs.entry(form).or_insert_with(|| verb.clone());
            }
        }
        for noun in &out.known_nouns {
            for form in [plural(noun), format!("{noun}es")] {
                out.nouns.entry(form).or_insert_with(|| noun.clone());
            }
        }
        out.verbs.extend(grammar.irregular.iter().map(|(form, lemma)| (form.clone(), lemma.clone())));
        out.nouns.extend(grammar.irregular.iter().map(|(form, lemma)| (form.clone(), lemma.clone())));
        out
    }

    /// The dictionary form of a word, if `lemma` is not it. `None` where it is, or nothing better is known.
    pub fn correct(&self, upos: &str, lemma: &str, form: &str) -> Option<String> {
        let (forms, known) = match upos {
            "VERB" => (&self.verbs, &self.known_verbs),
            "NOUN" => (&self.nouns, &self.known_nouns),
            _ => return None,
        };
        if known.contains(lemma) {
            return None;
        }
        let form = form.to_lowercase();
        let own = || known.contains(&form).then(|| form.clone());
        forms.get(&form).cloned().or_else(own).filter(|right| right != lemma)
    }
}

fn is_word(word: &str) -> bool {
    word.len() > 2 && word.chars().all(|c| c.is_alphabetic() || c == '-')
}

fn verb_forms(verb: &str) -> Vec<String> {
    let stem = verb.strip_suffix('e').unwrap_or(verb);
    let soft = verb.ends_with('y') && !ends_in_vowel_and(verb, 'y');
    let past = match verb {
        v if v.ends_with('e') => format!("{v}d"),
        v if soft => format!("{}ied", v.trim_end_matches('y')),
        v => format!("{v}ed"),
    };
    let mut forms = vec![plural(verb), past];
    forms.push(if verb.ends_with("ee") || verb.ends_with("ye") {
        format!("{verb}ing")
    } else {
        format!("{stem}ing")
    });
    // "stop" doubles its last letter, "visit" does not; both are listed, neither is another word
    if let Some(last) = verb.chars().last().filter(|c| "bdglmnprt".contains(*c)) {
        forms.push(format!("{verb}{last}ed"));
        forms.push(format!("{verb}{last}ing"));
    }
    forms
}

/// The regular plural of a noun, or third person of a verb.
pub(super) fn plural(word: &str) -> String {
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|e| word.ends_with(e));
    match word {
        w if w.ends_with('y') && !ends_in_vowel_and(w, 'y') => format!("{}ies", w.trim_end_matches('y')),
        w if hissing => format!("{w}es"),
        w => format!("{w}s"),
    }
}

fn ends_in_vowel_and(word: &str, last: char) -> bool {
    let mut ends = word.chars().rev();
    ends.next() == Some(last) && ends.next().is_some_and(|c| "aeiou".contains(c))
}

#[cfg(test)]
mod tests {
    use crate::codebook::Codebook;

    #[test]
    fn only_wrong_forms_are_corrected() {
        let book = Codebook::builtin().unwrap();
        let right = |upos, lemma, form| book.lemmas().correct(upos, lemma, form);
        assert_eq!(right("VERB", "fro", "froze").as_deref(), Some("freeze"));
        assert_eq!(right("VERB", "backe", "backed").as_deref(), Some("back"));
        assert_eq!(right("VERB", "den", "denied").as_deref(), Some("deny"));
        assert_eq!(right("VERB", "stopp", "Stopping").as_deref(), Some("stop"));
        assert_eq!(right("NOUN", "siegis", "sieges").as_deref(), Some("siege"));
        assert_eq!(right("NOUN", "troops", "troops").as_deref(), Some("troop"));
        assert_eq!(right("VERB", "accuse", "accused"), None);
        assert_eq!(right("VERB", "paint", "painted"), None);
        assert_eq!(right("PROPN", "Fro", "Froze"), None);
    }
}

//! The files of rules as they are written: parsed, and each rule made whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::events::{Clause, Inner, NounClass, Part, Rule, WordSet};
use super::slots::slots;
use super::words::Words;
use super::{CodebookError, Source};

/// A file of rules.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventFile {
    pub(super) format: Spanned<u32>,
    pub(super) r#type: Spanned<String>,
    pub(super) quad: String,
    pub(super) score: f32,
    pub(super) description: String,
    #[serde(default)]
    pub(super) modes: BTreeSet<String>,
    pub(super) rule: Vec<RawRule>,
}

/// A rule as it is written.
#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawRule {
    id: Option<Spanned<String>>,
    like: Option<Spanned<String>>,
    verbs: Vec<Spanned<String>>,
    nouns: Vec<Spanned<String>>,
    adjectives: Vec<Spanned<String>>,
    auxiliaries: Vec<Spanned<String>>,
    actor: Vec<Spanned<String>>,
    recipient: Vec<Spanned<String>>,
    needs: Vec<Spanned<String>>,
    object: Option<Vec<Spanned<String>>>,
    object_not: Option<Vec<Spanned<String>>>,
    subject: Option<Vec<Spanned<String>>>,
    subject_not: Option<Vec<Spanned<String>>>,
    auxiliary: BTreeSet<String>,
    clause: Option<Clause>,
    passive: Option<bool>,
    in_statement: bool,
    alone: bool,
    absorbs: bool,
    political: bool,
    only_inner: Vec<Spanned<String>>,
    inner: Option<Inner>,
    mode: Option<Spanned<String>>,
    contexts: Vec<Spanned<String>>,
    cameo: Option<String>,
    codes: Vec<String>,
    not: Vec<String>,
}

/// What the names in rules may be.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) words: &'a Words,
    pub(super) contexts: &'a BTreeSet<&'a str>,
}

/// The rules of a file, each with what it takes from the rule that it is like.
pub(super) fn whole_rules(source: Source, rules: Vec<RawRule>) -> Result<Vec<RawRule>, CodebookError> {
    let mut by_id = BTreeMap::<String, RawRule>::new();
    let mut out = Vec::new();
    for raw in rules {
        let raw = match &raw.like {
            None => raw,
            Some(like) => match by_id.get(like.get_ref()) {
                Some(other) => raw.clone().filled_from(other.clone()),
                None => {
                    let reason = format!("no rule above has the id {}", like.get_ref());
                    let cure = "name a rule of the same file that stands above this one";
                    return Err(source.error(like.span().start, reason, cure));
                }
            },
        };
        if let Some(id) = &raw.id {
            by_id.insert(id.get_ref().clone(), raw.clone());
        }
        out.push(raw);
    }
    Ok(out)
}

impl RawRule {
    /// The byte at which its id is written.
    pub(super) fn id_at(&self) -> usize {
        self.id.as_ref().map_or(0, |id| id.span().start)
    }

    /// Where its mode is written, if it has one that is not among `modes`.
    pub(super) fn mode_outside(&self, modes: &BTreeSet<String>) -> Option<&Spanned<String>> {
        self.mode.as_ref().filter(|mode| !modes.contains(mode.get_ref()))
    }

    /// The words that an act inside it must be, where they are written.
    pub(super) fn only_inner(&self) -> &[Spanned<String>] {
        &self.only_inner
    }

    // What this rule does not say itself is as in the other; its examples are its own.
    fn filled_from(self, other: RawRule) -> RawRule {
        let own_words = [&self.verbs, &self.nouns, &self.adjectives, &self.auxiliaries]
            .iter()
            .any(|list| !list.is_empty());
        let words = if own_words { &self } else { &other };
        let spanned = |own: &Vec<Spanned<String>>, others: &Vec<Spanned<String>>| {
            if own.is_empty() { others.clone() } else { own.clone() }
        };
        RawRule {
            verbs: words.verbs.clone(),
            nouns: words.nouns.clone(),
            adjectives: words.adjectives.clone(),
            auxiliaries: words.auxiliaries.clone(),
            actor: spanned(&self.actor, &other.actor),
            recipient: spanned(&self.recipient, &other.recipient),
            needs: spanned(&self.needs, &other.needs),
            object: self.object.or(other.object),
            object_not: self.object_not.or(other.object_not),
            subject: self.subject.or(other.subject),
            subject_not: self.subject_not.or(other.subject_not),
            auxiliary: if self.auxiliary.is_empty() { other.auxiliary } else { self.auxiliary },
            clause: self.clause.or(other.clause),
            passive: self.passive.or(other.passive),
            in_statement: self.in_statement || other.in_statement,
            alone: self.alone || other.alone,
            absorbs: self.absorbs || other.absorbs,
            political: self.political || other.political,
            only_inner: spanned(&self.only_inner, &other.only_inner),
            inner: self.inner.or(other.inner),
            mode: self.mode.or(other.mode),
            contexts: spanned(&self.contexts, &other.contexts),
            cameo: self.cameo.or(other.cameo),
            id: self.id,
            like: self.like,
            codes: self.codes,
            not: self.not,
        }
    }

    /// The words and phrases that set it off.
    pub(super) fn patterns(&self) -> Vec<(Part, Spanned<String>)> {
        let parts = [
            (Part::Verb, &self.verbs),
            (Part::Noun, &self.nouns),
            (Part::Adjective, &self.adjectives),
            (Part::Auxiliary, &self.auxiliaries),
        ];
        parts.into_iter().flat_map(|(part, list)| list.iter().map(move |p| (part, p.clone()))).collect()
    }

    /// The rule, checked as far as it can be without the other files.
    pub(super) fn rule(self, source: Source, event_type: &str, known: Known) -> Result<Rule, CodebookError> {
        let Some(id) = self.id else {
            let reason = "a rule has no id";
            return Err(source.error(0, reason, "give each rule an id of its own"));
        };
        let needs = needs(source, &self.needs)?;
        let set =
            |list: Option<Vec<Spanned<String>>>| list.map(|l| word_set(source, l, known.words)).transpose();
        if let Some(context) = self.contexts.iter().find(|c| !known.contexts.contains(c.get_ref().as_str())) {
            let reason = format!("the context {} does not exist", context.get_ref());
            let cure = "add it to contexts.toml or correct its name";
            return Err(source.error(context.span().start, reason, cure));
        }
        Ok(Rule {
            id: format!("{event_type}/{}", id.get_ref()),
            written: (source.name.to_owned(), source.line(id.span().start)),
            event_type: event_type.to_owned(),
            variant: self.like.is_some(),
            actor: slots(source, &self.actor)?,
            recipient: slots(source, &self.recipient)?,
            mode: self.mode.map(Spanned::into_inner),
            contexts: self.contexts.into_iter().map(Spanned::into_inner).collect(),
            cameo: self.cameo,
            object: set(self.object)?,
            object_not: set(self.object_not)?,
            subject: set(self.subject)?,
            subject_not: set(self.subject_not)?,
            auxiliary: self.auxiliary,
            clause: self.clause,
            passive: self.passive,
            in_statement: self.in_statement,
            needs_actor: needs.0,
            needs_recipient: needs.1,
            alone: self.alone,
            absorbs: self.absorbs,
            political: self.political,
            only_inner: self.only_inner.into_iter().map(Spanned::into_inner).collect(),
            inner: self.inner,
            codes: self.codes,
            not: self.not,
        })
    }
}

// Whether the actor and whether the recipient must be known.
fn needs(source: Source, list: &[Spanned<String>]) -> Result<(bool, bool), CodebookError> {
    let mut needs = (false, false);
    for need in list {
        match need.get_ref().as_str() {
            "actor" => needs.0 = true,
            "recipient" => needs.1 = true,
            other => {
                let reason = format!("\"{other}\" cannot be needed");
                return Err(source.error(need.span().start, reason, "write \"actor\" or \"recipient\""));
            }
        }
    }
    Ok(needs)
}

fn word_set(source: Source, list: Vec<Spanned<String>>, words: &Words) -> Result<WordSet, CodebookError> {
    let mut set = WordSet::default();
    for word in list {
        let Some(name) = word.get_ref().strip_prefix('@') else {
            set.words.insert(word.get_ref().clone());
            continue;
        };
        let class = match name {
            "actor" => Some(NounClass::Actor),
            "place" => Some(NounClass::Place),
            "person" => Some(NounClass::Person),
            "state" => Some(NounClass::State),
            "organisation" => Some(NounClass::Organisation),
            _ => None,
        };
        match (class, words.class(name)) {
            (Some(class), _) => set.classes.push(class),
            (None, Some(members)) => set.words.extend(members.iter().cloned()),
            (None, None) => {
                let reason = format!("the class @{name} does not exist");
                return Err(source.error(
                    word.span().start,
                    reason,
                    "add it to classes.toml or correct its name",
                ));
            }
        }
    }
    Ok(set)
}

/// The head of a phrase and its other words: the last word of a noun phrase (the first, if a
/// preposition follows it), the first of any other. Articles are left out.
pub(super) fn split(part: Part, phrase: &str) -> (String, Vec<String>) {
    let words: Vec<&str> = phrase.split_whitespace().filter(|w| !matches!(*w, "a" | "an" | "the")).collect();
    let head = match part {
        Part::Noun => words
            .iter()
            .skip(1)
            .position(|w| matches!(*w, "of" | "to"))
            .unwrap_or(words.len().saturating_sub(1)),
        _ => 0,
    };
    let others = words.iter().enumerate().filter(|(i, _)| *i != head).map(|(_, w)| (*w).to_owned()).collect();
    (words.get(head).map(|w| (*w).to_owned()).unwrap_or_default(), others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_phrases() {
        assert_eq!(split(Part::Verb, "call for"), ("call".into(), vec!["for".into()]));
        assert_eq!(split(Part::Noun, "air strike"), ("strike".into(), vec!["air".into()]));
        assert_eq!(
            split(Part::Noun, "end to violence"),
            ("end".into(), vec!["to".into(), "violence".into()])
        );
        assert_eq!(split(Part::Verb, "reach a deal"), ("reach".into(), vec!["deal".into()]));
    }
}

//! The rules for events: `codebook/events/*.toml`, one file for each PLOVER type.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::rulefile::{EventFile, Known, RawRule, split, whole_rules};
use super::slots::Slot;
use super::{CodebookError, Source};

/// The part of speech of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A verb, perhaps with further words.
    Verb,
    /// A noun, perhaps with further words.
    Noun,
    /// An adjective.
    Adjective,
    /// A helping verb: `should`.
    Auxiliary,
}

/// What a rule makes of the acts told inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Inner {
    /// Left as they are told.
    Told,
    /// They had been going on.
    Ongoing,
    /// They are promised.
    Future,
    /// They are demanded or feared.
    Hypothetical,
    /// They are refused or denied.
    Negated,
}

/// Which clause a rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clause {
    /// Some clause must follow.
    Any,
    /// An infinitive must follow.
    Infinitive,
    /// None may follow.
    None,
}

/// A class of nouns that is known only from what names turn out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NounClass {
    /// Any entity that can act.
    Actor,
    /// A place.
    Place,
    /// A person.
    Person,
    /// A state.
    State,
    /// An organisation.
    Organisation,
}

/// A condition on a noun: these words, or these kinds of entity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordSet {
    /// Lemmas, or two words such as `travel ban`.
    pub words: BTreeSet<String>,
    /// Kinds of entity.
    pub classes: Vec<NounClass>,
}

/// One rule of the codebook.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// `ASSAULT/strike`.
    pub id: String,
    /// Where it is written: the file, relative to the codebook's folder, and the line of its id.
    pub written: (String, usize),
    /// PLOVER type.
    pub event_type: String,
    /// Whether it is a particular case of another rule, before which it is tried.
    pub variant: bool,
    /// Where the actor stands: the first of these that is filled.
    pub actor: Vec<Slot>,
    /// Where the recipient stands.
    pub recipient: Vec<Slot>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// The object must be one of these.
    pub object: Option<WordSet>,
    /// The object must not be one of these.
    pub object_not: Option<WordSet>,
    /// The subject must be one of these.
    pub subject: Option<WordSet>,
    /// The subject must not be one of these.
    pub subject_not: Option<WordSet>,
    /// One of these helping verbs must be there.
    pub auxiliary: BTreeSet<String>,
    /// The clause that must (not) follow.
    pub clause: Option<Clause>,
    /// Passive only (`true`), active only (`false`).
    pub passive: Option<bool>,
    /// The words must stand inside somebody's statement.
    pub in_statement: bool,
    /// The actor must be known.
    pub needs_actor: bool,
    /// The recipient must be known.
    pub needs_recipient: bool,
    /// Stands even when nobody known takes part.
    pub alone: bool,
    /// Its object is part of the act and no act of its own.
    pub absorbs: bool,
    /// The actor must have to do with politics.
    pub political: bool,
    /// Fires only if an act of one of these types or rules stands inside.
    pub only_inner: Vec<String>,
    /// What the rule makes of acts inside it.
    pub inner: Option<Inner>,
    /// Sentences in which it must fire.
    pub codes: Vec<String>,
    /// Sentences in which it must not.
    pub not: Vec<String>,
}

impl Rule {
    /// Whether it has no words of its own and stands for what the model finds.
    pub fn is_model(&self) -> bool {
        self.id.ends_with("/model")
    }

    // What makes a rule more particular than another with the same words.
    fn conditions(&self) -> [bool; 8] {
        [
            self.variant,
            self.object.is_some(),
            self.subject.is_some(),
            !self.auxiliary.is_empty(),
            self.clause.is_some(),
            self.passive.is_some(),
            !self.only_inner.is_empty(),
            self.in_statement,
        ]
    }

    fn differs_from(&self, other: &Rule) -> bool {
        self.object != other.object
            || self.subject != other.subject
            || self.auxiliary != other.auxiliary
            || self.clause != other.clause
            || self.passive != other.passive
            || self.only_inner != other.only_inner
            || self.in_statement != other.in_statement
    }
}

/// The words that set off a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Index of the rule.
    pub rule: usize,
    /// Words that must depend on the head, in order.
    pub others: Vec<String>,
}

/// What holds for all events of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeInfo {
    /// What the type covers.
    pub description: String,
    /// Quad class.
    pub quad: String,
    /// PLOVER's conflict-cooperation score.
    pub score: f32,
    /// Its PLOVER modes.
    pub modes: BTreeSet<String>,
}

/// All rules for events, found by their head word.
#[derive(Debug, Clone, Default)]
pub struct EventBook {
    types: BTreeMap<String, TypeInfo>,
    rules: Vec<Rule>,
    index: BTreeMap<Part, BTreeMap<String, Vec<Pattern>>>,
}

// Where a pattern was written, for the error that names both places.
type Written = BTreeMap<(Part, String, Vec<String>), Vec<usize>>;

impl EventBook {
    pub(super) fn read(sources: &[Source], known: Known) -> Result<EventBook, CodebookError> {
        let (mut book, mut written) = (EventBook::default(), Written::new());
        let mut asked = Vec::new();
        for &source in sources {
            let file: EventFile = source.parse()?;
            source.check_format(&file.format)?;
            let event_type = file.r#type.get_ref().clone();
            let info = TypeInfo {
                description: file.description,
                quad: file.quad,
                score: file.score,
                modes: file.modes.clone(),
            };
            if book.types.insert(event_type.clone(), info).is_some() {
                let reason = format!("the type {event_type} has two files");
                return Err(source.error(file.r#type.span().start, reason, "keep one file for each type"));
            }
            for raw in whole_rules(source, file.rule)? {
                if let Some(mode) = raw.mode_outside(&file.modes) {
                    let reason = format!("{event_type} has no mode {}", mode.get_ref());
                    let cure = "add it to the modes at the head of the file or correct its name";
                    return Err(source.error(mode.span().start, reason, cure));
                }
                asked.extend(raw.only_inner().iter().map(|name| (source, name.clone())));
                book.add(source, &event_type, raw, known, &mut written)?;
            }
        }
        book.check_inner(&asked)?;
        book.sort();
        Ok(book)
    }

    // An act inside a rule is named by its type or by its rule: both must exist.
    fn check_inner(&self, asked: &[(Source, Spanned<String>)]) -> Result<(), CodebookError> {
        let exists = |name: &str| self.types.contains_key(name) || self.by_id(name).is_some();
        match asked.iter().find(|(_, name)| !exists(name.get_ref())) {
            None => Ok(()),
            Some((source, name)) => {
                let reason = format!("no type and no rule is named {}", name.get_ref());
                let cure = "name a type such as ASSAULT or a rule such as ASSAULT/shoot";
                Err(source.error(name.span().start, reason, cure))
            }
        }
    }

    fn add(
        &mut self,
        source: Source,
        event_type: &str,
        raw: RawRule,
        known: Known,
        written: &mut Written,
    ) -> Result<(), CodebookError> {
        let patterns = raw.patterns();
        let id_at = raw.id_at();
        let rule = raw.rule(source, event_type, known)?;
        if let Some(twin) = self.rules.iter().find(|r| r.id == rule.id) {
            let reason = format!("the id {} stands already in line {}", twin.id, twin.written.1);
            return Err(source.error(id_at, reason, "give each rule an id of its own"));
        }
        let number = self.rules.len();
        self.rules.push(rule);
        for (part, phrase) in patterns {
            let (head, others) = split(part, phrase.get_ref());
            let seen = written.entry((part, head.clone(), others.clone())).or_default();
            let twin =
                seen.iter().find(|&&r| r == number || !self.rules[r].differs_from(&self.rules[number]));
            if let Some(&twin) = twin {
                let reason = format!("\"{}\" stands already in {}", phrase.get_ref(), self.rules[twin].id);
                let cure =
                    "take it out of one of them, or tell them apart by object, subject, clause or passive";
                return Err(source.error(phrase.span().start, reason, cure));
            }
            seen.push(number);
            self.index
                .entry(part)
                .or_default()
                .entry(head)
                .or_default()
                .push(Pattern { rule: number, others });
        }
        Ok(())
    }

    // The most particular first: more words, then more conditions, then the order of the files.
    fn sort(&mut self) {
        let rules = &self.rules;
        let weight = |p: &Pattern| {
            let conditions = rules[p.rule].conditions().iter().filter(|&&c| c).count();
            std::cmp::Reverse((p.others.len(), conditions))
        };
        for patterns in self.index.values_mut().flat_map(|m| m.values_mut()) {
            patterns.sort_by_key(weight);
        }
    }

    /// All types, by name.
    pub fn types(&self) -> &BTreeMap<String, TypeInfo> {
        &self.types
    }

    /// All rules, in order of the files.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Rule `index`, as a [`Pattern`] names it.
    pub fn rule(&self, index: usize) -> &Rule {
        &self.rules[index]
    }

    /// The rule that says who takes part in what only the model finds, of this type.
    pub fn model_rule(&self, event_type: &str) -> Option<usize> {
        self.rules.iter().position(|r| r.event_type == event_type && r.is_model())
    }

    /// The rule with this id.
    pub fn by_id(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.id == id)
    }

    /// The head words of a rule's patterns.
    pub fn heads(&self, rule: usize) -> impl Iterator<Item = (Part, &str)> {
        let all = self.index.iter().flat_map(|(part, m)| m.iter().map(move |(head, ps)| (*part, head, ps)));
        all.filter(move |(.., ps)| ps.iter().any(|p| p.rule == rule))
            .map(|(part, head, _)| (part, head.as_str()))
    }

    /// How many words and phrases set off a rule.
    pub fn pattern_count(&self) -> usize {
        self.index.values().flat_map(|m| m.values()).map(Vec::len).sum()
    }

    /// All words of the patterns of a part of speech, heads and others.
    pub(super) fn vocabulary(&self, part: Part) -> impl Iterator<Item = &str> {
        let patterns = self.index.get(&part).into_iter().flatten();
        patterns.flat_map(|(head, ps)| {
            std::iter::once(head.as_str()).chain(ps.iter().flat_map(|p| p.others.iter().map(String::as_str)))
        })
    }

    /// The patterns whose head is `lemma`, the most particular first.
    pub fn patterns(&self, part: Part, lemma: &str) -> &[Pattern] {
        self.index.get(&part).and_then(|m| m.get(lemma)).map_or(&[], Vec::as_slice)
    }
}

//! The rules for events: `codebook/events/*.toml`, one file for each PLOVER type.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::words::Words;
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

/// Where an actor or recipient stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Who does it.
    Subject,
    /// What it is done to.
    Object,
    /// Who acts in the clause that follows.
    Clause,
    /// Whoever says the sentence.
    Speaker,
    /// The possessor of the object (of the noun itself, for nouns).
    Possessor,
    /// The nationality or name before a noun.
    Modifier,
    /// After this preposition.
    Preposition(String),
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
    /// PLOVER type.
    pub event_type: String,
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
    /// Fires only if an act of one of these types stands inside.
    pub only_inner: Vec<String>,
    /// What the rule makes of acts inside it.
    pub inner: Option<Inner>,
    /// Sentences in which it must fire.
    pub codes: Vec<String>,
    /// Sentences in which it must not.
    pub not: Vec<String>,
}

impl Rule {
    // What tells two rules with the same words apart.
    fn conditions(&self) -> [bool; 7] {
        [
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
}

/// All rules for events, found by their head word.
#[derive(Debug, Clone, Default)]
pub struct EventBook {
    types: BTreeMap<String, TypeInfo>,
    rules: Vec<Rule>,
    index: BTreeMap<Part, BTreeMap<String, Vec<Pattern>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventFile {
    format: Spanned<u32>,
    r#type: Spanned<String>,
    quad: String,
    score: f32,
    description: String,
    rule: Vec<RawRule>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawRule {
    id: Option<Spanned<String>>,
    verbs: Vec<Spanned<String>>,
    nouns: Vec<Spanned<String>>,
    adjectives: Vec<Spanned<String>>,
    auxiliaries: Vec<Spanned<String>>,
    actor: Vec<String>,
    recipient: Vec<String>,
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
    only_inner: Vec<String>,
    inner: Option<Inner>,
    mode: Option<String>,
    contexts: Vec<String>,
    cameo: Option<String>,
    codes: Vec<String>,
    not: Vec<String>,
}

// Where a pattern was written, for the error that names both places.
type Written = BTreeMap<(Part, String, Vec<String>), Vec<usize>>;

impl EventBook {
    pub(super) fn read(sources: &[Source], words: &Words) -> Result<EventBook, CodebookError> {
        let (mut book, mut written) = (EventBook::default(), Written::new());
        for &source in sources {
            let file: EventFile = source.parse()?;
            source.check_format(&file.format)?;
            let event_type = file.r#type.get_ref().clone();
            let info = TypeInfo { description: file.description, quad: file.quad, score: file.score };
            if book.types.insert(event_type.clone(), info).is_some() {
                let reason = format!("the type {event_type} has two files");
                return Err(source.error(file.r#type.span().start, reason, "keep one file for each type"));
            }
            for raw in file.rule {
                book.add(source, &event_type, raw, words, &mut written)?;
            }
        }
        book.sort();
        Ok(book)
    }

    fn add(
        &mut self,
        source: Source,
        event_type: &str,
        raw: RawRule,
        words: &Words,
        written: &mut Written,
    ) -> Result<(), CodebookError> {
        let patterns = raw.patterns();
        let rule = raw.rule(source, event_type, words)?;
        if let Some(twin) = self.rules.iter().find(|r| r.id == rule.id) {
            return Err(source.error(
                0,
                format!("the id {} stands twice", twin.id),
                "give each rule an id of its own",
            ));
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

    /// The rule with this id.
    pub fn by_id(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.id == id)
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

impl RawRule {
    fn patterns(&self) -> Vec<(Part, Spanned<String>)> {
        let parts = [
            (Part::Verb, &self.verbs),
            (Part::Noun, &self.nouns),
            (Part::Adjective, &self.adjectives),
            (Part::Auxiliary, &self.auxiliaries),
        ];
        parts.into_iter().flat_map(|(part, list)| list.iter().map(move |p| (part, p.clone()))).collect()
    }

    fn rule(self, source: Source, event_type: &str, words: &Words) -> Result<Rule, CodebookError> {
        let Some(id) = self.id else {
            let reason = "a rule has no id";
            return Err(source.error(0, reason, "give each rule an id of its own"));
        };
        let mut needs = (false, false);
        for need in &self.needs {
            match need.get_ref().as_str() {
                "actor" => needs.0 = true,
                "recipient" => needs.1 = true,
                other => {
                    let reason = format!("\"{other}\" cannot be needed");
                    return Err(source.error(need.span().start, reason, "write \"actor\" or \"recipient\""));
                }
            }
        }
        let set = |list: Option<Vec<Spanned<String>>>| list.map(|l| word_set(source, l, words)).transpose();
        Ok(Rule {
            id: format!("{event_type}/{}", id.get_ref()),
            event_type: event_type.to_owned(),
            actor: self.actor.iter().map(|s| slot(s)).collect(),
            recipient: self.recipient.iter().map(|s| slot(s)).collect(),
            mode: self.mode,
            contexts: self.contexts,
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
            only_inner: self.only_inner,
            inner: self.inner,
            codes: self.codes,
            not: self.not,
        })
    }
}

fn slot(name: &str) -> Slot {
    match name {
        "subject" => Slot::Subject,
        "object" => Slot::Object,
        "clause" => Slot::Clause,
        "speaker" => Slot::Speaker,
        "possessor" => Slot::Possessor,
        "modifier" => Slot::Modifier,
        preposition => Slot::Preposition(preposition.to_owned()),
    }
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

// The head of a phrase and its other words: the last word of a noun phrase (the first, if a
// preposition follows it), the first of any other. Articles are left out.
fn split(part: Part, phrase: &str) -> (String, Vec<String>) {
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

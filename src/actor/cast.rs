//! The cast of a report while it is put together: drafts of entities, joined by name, class and pronoun.

mod organisations;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::generic;
use super::names::{Name, What};
use super::nominals::{Class, Nominal};
use super::persons::Person;
use super::pronouns::{self, Seen, Sort};
use super::roles::{Role, noun_row};
use super::sights::View;
use super::uses::{
    alike, bare, describes_actor, determined, determined_words, is_place_use, is_rank, kind, whole,
};
use super::{Entity, EntityKind, Mention, MentionKind};
use crate::codebook::actors::Kind;
use crate::layer::Layer;
use crate::place::{Place, Precision, fold};
use crate::span::Span;

/// By what a mention finds the draft it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    State(String),
    People(String),
    Organisation(String),
    Place(String),
    Group(Class, Option<String>),
}

/// An entity in the making.
#[derive(Debug, Clone)]
struct Draft {
    entity: Entity,
    // nouns of the roles a person has: `minister`
    offices: BTreeSet<String>,
    // whether the name came from the tables, and so is not to be replaced by a fuller one
    settled: bool,
    // whether a state acts, or is only a place
    acts: bool,
}

/// The cast, growing in order of the text.
pub struct Cast<'a> {
    view: &'a View<'a>,
    names: &'a [Name],
    places: &'a Layer<Place>,
    drafts: Vec<Draft>,
    keys: BTreeMap<Key, usize>,
    // organisations by the first letters of their names
    spelt: BTreeMap<String, usize>,
    seen: Vec<Seen>,
}

/// What is met at a word.
enum Met<'a> {
    Name(usize),
    Nominal(&'a Nominal),
    Pronoun(Sort),
}

impl<'a> Cast<'a> {
    /// An empty cast.
    pub fn new(view: &'a View<'a>, names: &'a [Name], places: &'a Layer<Place>) -> Cast<'a> {
        Cast {
            view,
            names,
            places,
            drafts: Vec::new(),
            keys: BTreeMap::new(),
            spelt: BTreeMap::new(),
            seen: Vec::new(),
        }
    }

    /// Meets everything in order of the text.
    pub fn add_all(&mut self, persons: &[Person], nominals: &[Nominal], roles: &[Role]) {
        let mut met: Vec<(usize, Met<'_>)> = Vec::new();
        met.extend(self.names.iter().enumerate().map(|(i, n)| (n.head, Met::Name(i))));
        met.extend(nominals.iter().map(|n| (n.head, Met::Nominal(n))));
        let pronouns =
            (0..self.view.syntax.words().len()).filter_map(|i| Some((i, pronouns::sort(self.view, i)?)));
        met.extend(pronouns.map(|(i, sort)| (i, Met::Pronoun(sort))));
        met.sort_by_key(|(at, _)| *at);
        let owner: BTreeMap<usize, usize> = persons
            .iter()
            .enumerate()
            .flat_map(|(p, person)| person.names.iter().map(move |&n| (n, p)))
            .collect();
        let mut drafted: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, met) in met {
            match met {
                Met::Name(i) => match owner.get(&i) {
                    Some(&p) => {
                        let draft = *drafted.entry(p).or_insert_with(|| self.person(&persons[p]));
                        self.person_named(draft, i, roles);
                    }
                    None => self.named(i),
                },
                Met::Nominal(nominal) => self.nominal(nominal),
                Met::Pronoun(sort) => self.pronoun(at, sort),
            }
        }
    }

    /// The entities, in order of first mention.
    pub fn finish(self) -> Vec<Entity> {
        let mut all: Vec<Entity> =
            self.drafts.into_iter().map(finished).filter(|e| !e.mentions.is_empty()).collect();
        all.sort_by_key(|e| e.mentions.first().map(|m| (m.span.start(), m.span.len())));
        all
    }

    fn draft(&mut self, kind: EntityKind, name: &str) -> usize {
        let entity = Entity {
            kind,
            name: name.to_owned(),
            country: None,
            sector: None,
            role: None,
            table_role: None,
            knowledge_id: None,
            place: None,
            mentions: Vec::new(),
        };
        self.drafts.push(Draft { entity, offices: BTreeSet::new(), settled: false, acts: false });
        self.drafts.len() - 1
    }

    fn mention(&mut self, draft: usize, span: Span, head: usize, kind: MentionKind, plural: bool) {
        let target = &mut self.drafts[draft];
        target.entity.mentions.push(Mention { span, head, kind });
        self.seen.push(Seen { draft, head, kind: target.entity.kind, plural });
    }

    // ---- persons

    fn person(&mut self, person: &Person) -> usize {
        let draft = self.draft(EntityKind::Person, &person.canonical);
        let target = &mut self.drafts[draft];
        target.settled = true;
        target.entity.country = person.country.clone();
        target.entity.sector = person.sector.clone();
        target.entity.table_role = person.office.clone();
        draft
    }

    fn person_named(&mut self, draft: usize, name: usize, roles: &[Role]) {
        let n = &self.names[name];
        let mut before: Option<&Role> = None;
        for role in roles.iter().filter(|r| r.name == name) {
            self.take_role(draft, role);
            if role.before {
                before = Some(role);
            } else {
                self.mention(draft, role.span, role.noun, MentionKind::Nominal, false);
            }
        }
        let span = before.map_or(n.span, |r| r.span.cover(n.span));
        let head = self.view.syntax.head_of(span).unwrap_or(n.head);
        if head != n.head {
            // a title may head the phrase; whoever asks for the name's own head must find it too
            self.mention(draft, n.span, n.head, MentionKind::Name, false);
        }
        self.mention(draft, span, head, MentionKind::Name, false);
    }

    /// What the text says goes before what the table said.
    fn take_role(&mut self, draft: usize, role: &Role) {
        let text = self.view.doc.slice(role.span).to_owned();
        let noun = self.view.lemma(role.noun);
        let phrase = noun_row(self.view, role.noun)
            .map(|(_, from)| self.view.phrase(from..role.noun + 1).to_lowercase());
        let target = &mut self.drafts[draft];
        target.offices.insert(noun);
        target.offices.extend(phrase);
        let better =
            |old: &str| (old.len() < text.len() && text.contains(old)) || is_rank(old) && !is_rank(&text);
        if target.entity.role.as_ref().is_none_or(|(old, _)| better(old)) {
            target.entity.role = Some((text, role.span));
        }
        let igo = role.sector.as_deref() == Some("IGO");
        if role.sector.is_some() {
            target.entity.sector.clone_from(&role.sector);
        }
        if role.country.is_some() || igo {
            target.entity.country.clone_from(&role.country);
        }
    }

    // ---- other names

    fn named(&mut self, i: usize) {
        let n = self.names[i].clone();
        let draft = match &n.what {
            What::Person => return,
            What::State(s) => self.state(*s, &n),
            What::People(s) => self.people(*s, &n),
            What::Organisation(known) => self.organisation(*known, &n),
            What::Place(place) => self.place(place.as_ref(), &n),
        };
        let Some(draft) = draft else { return };
        let span = self.view.span(determined(self.view, &n)).unwrap_or(n.span);
        self.mention(draft, span, n.head, MentionKind::Name, matches!(n.what, What::People(_)));
    }

    fn state(&mut self, index: usize, n: &Name) -> Option<usize> {
        let state = self.view.tables.states.get(index)?;
        let key = Key::State(state.code.clone());
        let draft = match self.keys.get(&key) {
            Some(&draft) => draft,
            None => {
                let draft = self.draft(EntityKind::State, &state.name);
                let target = &mut self.drafts[draft];
                target.settled = true;
                target.entity.country = Some(state.code.clone());
                target.entity.knowledge_id =
                    (state.geonames != 0).then(|| format!("geonames:{}", state.geonames));
                self.keys.insert(key, draft);
                draft
            }
        };
        let place = self
            .places
            .iter()
            .find(|(s, p)| *s == n.span && p.precision == Precision::Country)
            .map(|(_, p)| p.clone());
        let place = place.or_else(|| Some(whole(state)));
        let acts = !is_place_use(self.view, n.head) && !describes_actor(self.view, n.head);
        let target = &mut self.drafts[draft];
        target.acts |= acts;
        if target.entity.place.is_none() {
            target.entity.place = place;
        }
        Some(draft)
    }

    fn people(&mut self, index: usize, n: &Name) -> Option<usize> {
        let state = self.view.tables.states.get(index)?;
        // `the Russians` is their government, `Syrians` are people
        let party = matches!(self.view.rel(n.head), "nsubj" | "obj" | "iobj" | "obl" | "conj" | "appos");
        if self.view.determiner(n.head).as_deref() == Some("the") && party {
            return self.state(index, n);
        }
        let name = self.view.doc.slice(n.span);
        Some(self.keyed(
            Key::People(state.code.clone()),
            EntityKind::People,
            name,
            Some(state.code.clone()),
            Some("CVL".to_owned()),
        ))
    }

    fn place(&mut self, place: Option<&Place>, n: &Name) -> Option<usize> {
        let text = self.view.doc.slice(n.span);
        let key = place
            .and_then(|p| p.geonames)
            .map_or_else(|| fold(place.map_or(text, |p| &p.name)), |id| id.to_string());
        let name = place.map_or(text, |p| &p.name);
        let draft =
            self.keyed(Key::Place(key), EntityKind::Place, name, place.and_then(|p| p.country.clone()), None);
        let target = &mut self.drafts[draft];
        if target.entity.place.is_none() {
            target.settled = place.is_some();
            target.entity.knowledge_id = place.and_then(|p| p.geonames).map(|id| format!("geonames:{id}"));
            target.entity.place = place.cloned();
        }
        Some(draft)
    }

    fn keyed(
        &mut self,
        key: Key,
        kind: EntityKind,
        name: &str,
        country: Option<String>,
        sector: Option<String>,
    ) -> usize {
        if let Some(&draft) = self.keys.get(&key) {
            return draft;
        }
        let draft = self.draft(kind, name);
        self.drafts[draft].entity.country = country;
        self.drafts[draft].entity.sector = sector;
        self.keys.insert(key, draft);
        draft
    }

    /// The country that a name inside the words stands for, or an adjective there.
    fn country_in(&self, words: Range<usize>) -> Option<String> {
        let mut texts = words.map(|k| self.view.text(k));
        texts.find_map(|t| {
            self.view.tables.adjective(t).or_else(|| self.view.tables.state(t)).map(|s| s.code.clone())
        })
    }

    // ---- nouns and pronouns

    fn nominal(&mut self, n: &Nominal) {
        let Some(span) = self.view.span(n.words.clone()) else { return };
        let called = n.after.and_then(|i| self.names.get(i)).map(|name| name.head);
        let after = called
            .and_then(|head| {
                self.seen.iter().rev().find(|s| s.head == head && s.kind == EntityKind::ArmedGroup)
            })
            .map(|s| s.draft);
        let draft = after
            .or_else(|| self.person_of(n))
            .or_else(|| self.body_of(n))
            .or_else(|| self.group_of(n))
            .unwrap_or_else(|| self.new_group(n));
        let target = &mut self.drafts[draft];
        let name = bare(self.view, n);
        if !target.settled
            && target.entity.kind != EntityKind::Person
            && name.len() > target.entity.name.len()
            && n.country.is_some()
        {
            target.entity.name = name;
        }
        self.mention(draft, span, n.head, MentionKind::Nominal, n.plural);
    }

    /// `the minister`: the person last named whose role has that noun.
    fn person_of(&self, n: &Nominal) -> Option<usize> {
        if n.kind != Kind::Person || n.plural || !n.definite {
            return None;
        }
        let Class::Noun(phrase) = &n.class else { return None };
        let lemma = self.view.lemma(n.head);
        let fits = |d: &Draft| {
            let office = d.offices.contains(phrase)
                || d.offices.contains(&lemma)
                || d.offices.iter().any(|o| alike(o, &lemma));
            let country = n.country.is_none() || d.entity.country.is_none() || n.country == d.entity.country;
            d.entity.kind == EntityKind::Person && office && country
        };
        self.seen.iter().rev().map(|s| s.draft).find(|&d| fits(&self.drafts[d]))
    }

    /// `the group`, `the ministry`: the body named last that can be called so.
    fn body_of(&self, n: &Nominal) -> Option<usize> {
        let noun = generic::noun(self.view, n)?;
        let here = self.view.syntax.sentence_of(n.head);
        let near = |s: &&Seen| here.saturating_sub(self.view.syntax.sentence_of(s.head)) <= generic::REACH;
        let fits = |d: &Draft| {
            let agrees = n.country.is_none() || d.entity.country.is_none() || n.country == d.entity.country;
            agrees && generic::can_be_called(&d.entity, &noun, n.kind)
        };
        self.seen.iter().rev().take_while(near).map(|s| s.draft).find(|&d| fits(&self.drafts[d]))
    }

    /// A group of the same class and country; without a country, the one of the class met last.
    fn group_of(&self, n: &Nominal) -> Option<usize> {
        let single = n.kind == Kind::Person && !n.plural;
        if single && !n.definite || self.counted_anew(n) {
            return None;
        }
        if let Some(&draft) = self
            .keys
            .get(&Key::Group(n.class.clone(), n.country.clone()))
            .filter(|_| n.country.is_some() || n.definite)
        {
            return Some(draft);
        }
        if n.country.is_some() || !(n.definite || n.plural) {
            return None;
        }
        // bare `forces` are anybody's
        let whose = n.words.clone().any(|k| {
            matches!(self.view.lemma(k).as_str(), "government" | "regime" | "security" | "loyalist")
        });
        if n.class == Class::Military && !n.definite && !whose {
            return None;
        }
        let same = |key: &Key| matches!(key, Key::Group(class, _) if *class == n.class);
        let drafts: BTreeSet<usize> = self.keys.iter().filter(|(k, _)| same(k)).map(|(_, &d)| d).collect();
        self.seen.iter().rev().map(|s| s.draft).find(|d| drafts.contains(d))
    }

    /// `two officials` are not those of before, unless they are the same number.
    fn counted_anew(&self, n: &Nominal) -> bool {
        let number = |head: usize| {
            self.view.syntax.children_by(head, "nummod").next().map(|k| self.view.text(k).to_lowercase())
        };
        let Some(own) = number(n.head).filter(|_| !n.definite) else { return false };
        let same = |s: &&Seen| number(s.head).is_some_and(|other| other == own);
        let known = self.keys.get(&Key::Group(n.class.clone(), n.country.clone()));
        !self.seen.iter().rev().any(|s| known == Some(&s.draft) && same(&s))
    }

    fn new_group(&mut self, n: &Nominal) -> usize {
        let draft = self.draft(kind(n.kind), &bare(self.view, n));
        let target = &mut self.drafts[draft];
        target.entity.country.clone_from(&n.country);
        target.entity.sector.clone_from(&n.sector);
        if n.kind == Kind::Person && !n.plural {
            target.offices.insert(self.view.lemma(n.head));
            let role = determined_words(self.view, n.words.clone());
            target.entity.role = self.view.span(role.clone()).map(|s| (self.view.phrase(role).to_owned(), s));
        }
        self.keys.insert(Key::Group(n.class.clone(), n.country.clone()), draft);
        draft
    }

    fn pronoun(&mut self, i: usize, sort: Sort) {
        let draft = match sort {
            Sort::Relative => pronouns::antecedent(self.view, i)
                .and_then(|a| self.seen.iter().rev().find(|s| s.head == a))
                .map(|s| s.draft),
            sort => pronouns::resolve(self.view, i, sort, &self.seen),
        };
        if let Some(draft) = draft {
            let plural = self.seen.iter().rev().find(|s| s.draft == draft).is_some_and(|s| s.plural);
            self.mention(draft, self.view.word(i).span, i, MentionKind::Pronoun, plural);
        }
    }
}

/// The whole of a state, as a place: for adjectives and seats, which are no place names themselves.
fn finished(draft: Draft) -> Entity {
    let mut entity = draft.entity;
    if entity.kind == EntityKind::State {
        if draft.acts {
            entity.sector = Some("GOV".to_owned());
        } else {
            entity.kind = EntityKind::Place;
        }
    }
    entity.mentions.sort_by_key(|m| (m.span, m.head));
    entity.mentions.dedup();
    entity
}

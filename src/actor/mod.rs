//! Who acts: entities of a report with their mentions, country, sector and role.

mod author;
mod cast;
mod chain;
mod generic;
mod names;
mod nominals;
mod persons;
mod pronouns;
mod roles;
mod sights;
mod uses;
mod whence;
#[cfg(test)]
mod tests;

pub use chain::Chain;

use crate::codebook::actors::ActorTables;
use crate::document::Document;
use crate::language::Language;
use crate::layer::Layer;
use crate::place::Place;
use crate::span::Span;

pub use whence::{Whence, whence};

/// Index of an [`Entity`] in its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub usize);

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A person.
    Person,
    /// A state, or its government.
    State,
    /// An organisation.
    Organisation,
    /// An armed group, army or armed force.
    ArmedGroup,
    /// A people or group of persons: `civilians`, `protesters`.
    People,
    /// A place.
    Place,
    /// Anything else.
    Other,
}

/// Why a stretch of text is a mention of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// A proper name.
    Name,
    /// A common noun: `the regime`, `rebels`, a title.
    Nominal,
    /// A pronoun.
    Pronoun,
}

/// One place where a report speaks of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// Index of the head word in the document's syntax.
    pub head: usize,
    /// How it refers.
    pub kind: MentionKind,
}

/// An actor or place of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Canonical name: from the tables where known, else the fullest name in the text.
    pub name: String,
    /// ISO 3166-1 alpha-3 of the state it belongs to; `None` where unknown.
    pub country: Option<String>,
    /// PLOVER sector (`GOV`, `MIL`, `REB` …); `None` where unknown.
    pub sector: Option<String>,
    /// The role as the text gives it: `US Secretary of State`.
    pub role: Option<(String, Span)>,
    /// The role after the dated table, on the day of publication.
    pub table_role: Option<String>,
    /// Id in a knowledge base: `geonames:163843`, `wikidata:Q22316`.
    pub knowledge_id: Option<String>,
    /// Where it lies, for places.
    pub place: Option<Place>,
    /// All mentions, in order of the text.
    pub mentions: Vec<Mention>,
}

/// The entities of a report.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    /// In order of first mention.
    pub all: Vec<Entity>,
    /// Who speaks in a report in the first person: a press release, a statement, an address.
    pub author: Option<EntityId>,
    /// What every noun phrase speaks of, whether or not that acts.
    pub chains: Vec<Chain>,
}

impl Entities {
    /// The entity `id`.
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.all[id.0]
    }

    /// The entity with a mention whose head is word `word`; among several the longest mention's.
    pub fn at_word(&self, word: usize) -> Option<EntityId> {
        self.all
            .iter()
            .enumerate()
            .flat_map(|(i, e)| e.mentions.iter().map(move |m| (i, m)))
            .filter(|(_, m)| m.head == word)
            .max_by_key(|(i, m)| (m.span.len(), usize::MAX - i))
            .map(|(i, _)| EntityId(i))
    }
}

/// The entities of a report: its names, the common nouns that name actors, and the pronouns
/// that stand for them; each with what the text, then the tables, say of it.
///
/// `I` and `we` in what somebody says are left to the stage that knows who speaks.
pub fn entities(doc: &Document, lang: &Language, places: &Layer<Place>, tables: &ActorTables) -> Entities {
    let view = sights::View { doc, lang, syntax: &lang.syntax, tables };
    let names = names::names(&view, places);
    let roles = roles::roles(&view, &names);
    let persons = persons::persons(&view, &names, &roles);
    let nominals = nominals::nominals(&view, &names, &roles, &persons);
    let mut cast = cast::Cast::new(&view, &names, places);
    cast.add_all(&persons, &nominals, &roles);
    let mut entities = Entities { all: cast.finish(), author: None, chains: Vec::new() };
    entities.author = author::add(&view, &mut entities.all);
    entities.chains = chain::chains(&view, &entities);
    entities
}

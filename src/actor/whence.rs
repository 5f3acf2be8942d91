//! Where what is known of an entity comes from: the tables, or words of the report.

use crate::codebook::actors::{ActorTables, Named};
use crate::document::Document;
use crate::span::Span;
use crate::syntax::Syntax;

use super::{Entity, Mention};

/// One source of what is known of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whence {
    /// Its name stands in `actors/states.toml`.
    States,
    /// Its name stands in `actors/organisations.toml`.
    Organisations,
    /// It holds, after `actors/holders.toml`, this office on the day of publication.
    Holders(String),
    /// This noun of `actors/nouns.toml` says what it is.
    Nouns(String),
    /// These words of a mention name its country.
    Country(Span),
    /// The gazetteer knows the place.
    Gazetteer,
}

/// Where the entity's kind, country, sector and role come from.
pub fn whence(doc: &Document, syntax: &Syntax, tables: &ActorTables, entity: &Entity) -> Vec<Whence> {
    let mut out = Vec::new();
    match tables.named(&entity.name) {
        Some(Named::State(_)) => out.push(Whence::States),
        Some(Named::Organisation(_)) => out.push(Whence::Organisations),
        None => {}
    }
    out.extend(entity.table_role.clone().map(Whence::Holders));
    out.extend(entity.mentions.iter().find_map(|m| noun(syntax, tables, m)).map(Whence::Nouns));
    if !matches!(out.first(), Some(Whence::States)) {
        let country = entity.country.as_deref();
        let mut mentions = entity.mentions.iter().map(|m| m.span).chain(entity.role.iter().map(|r| r.1));
        out.extend(
            mentions.find_map(|m| country_word(doc, syntax, tables, m, country?)).map(Whence::Country),
        );
    }
    out.extend(entity.place.as_ref().map(|_| Whence::Gazetteer));
    out
}

// The noun of the tables that heads a mention, with the word before it where both are listed.
fn noun(syntax: &Syntax, tables: &ActorTables, mention: &Mention) -> Option<String> {
    let word = syntax.words().get(mention.head)?;
    let own = word.lemma.to_lowercase();
    let before = syntax.children_by(mention.head, "compound").last();
    let both = before.map(|b| format!("{} {own}", syntax.word(b).lemma.to_lowercase()));
    both.filter(|b| tables.noun(b).is_some()).or_else(|| tables.noun(&own).map(|_| own))
}

fn country_word(
    doc: &Document,
    syntax: &Syntax,
    tables: &ActorTables,
    mention: Span,
    country: &str,
) -> Option<Span> {
    let names = |text: &str| {
        let state = tables.adjective(text).or_else(|| tables.people(text)).or_else(|| tables.state(text));
        state.is_some_and(|s| s.code == country)
    };
    let words = &syntax.words()[syntax.words_in(mention)];
    let pairs = words.windows(2).map(|w| w[0].span.cover(w[1].span));
    pairs.chain(words.iter().map(|w| w.span)).find(|&span| names(doc.slice(span)))
}

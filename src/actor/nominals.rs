//! Common nouns that name actors: `the Syrian regime`, `rebels`, `a spokesman`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::names::{Name, What};
use super::persons::Person;
use super::roles::{Role, noun_row, says};
use super::sights::View;
use crate::codebook::actors::Kind;
use crate::place::fold;

/// Nouns of one class and country name one entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The executive of a state, under whatever word.
    Government,
    /// The armed forces of a state.
    Military,
    /// Those who fight a government.
    Rebels,
    /// Whatever the noun names, by its dictionary form.
    Noun(String),
}

/// A noun phrase that names an actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Nominal {
    /// The head noun.
    pub head: usize,
    /// The phrase up to the head.
    pub words: Range<usize>,
    /// What it names.
    pub kind: Kind,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Country, after adjectives, possessors and places of the phrase.
    pub country: Option<String>,
    /// Its class.
    pub class: Class,
    /// Whether it points to something already known: `the`, `this`, a possessor.
    pub definite: bool,
    /// Whether the noun is plural.
    pub plural: bool,
    /// Index of the armed group that the phrase is called after: `ISIL` in `ISIL terrorists`.
    pub after: Option<usize>,
}

const EXECUTIVE: [&str; 8] =
    ["government", "regime", "administration", "authority", "dictatorship", "leadership", "junta", "cabinet"];
const MILITARY: [&str; 9] =
    ["army", "military", "force", "forces", "troop", "troops", "armed force", "soldier", "armed forces"];

/// All nominals that are neither names nor titles of names, in order of the text.
pub fn nominals(view: &View<'_>, names: &[Name], roles: &[Role], persons: &[Person]) -> Vec<Nominal> {
    let taken: BTreeSet<usize> = names
        .iter()
        .flat_map(|n| n.words.clone())
        .chain(roles.iter().flat_map(|r| r.words.clone()))
        .collect();
    let mut found: Vec<Nominal> = (0..view.syntax.words().len())
        .filter(|i| !taken.contains(i) && view.is_noun(*i) && !modifies_actor(view, *i))
        .filter_map(|i| known(view, names, persons, i))
        .collect();
    let heads: BTreeSet<usize> = found.iter().map(|n| n.head).collect();
    for (span, label) in &view.lang.mentions {
        let head = view
            .syntax
            .head_of(*span)
            .filter(|h| view.word(*h).upos == "NOUN" && !taken.contains(h) && !heads.contains(h));
        found.extend(head.and_then(|h| tagged(view, names, persons, h, label)));
    }
    found.extend((0..view.syntax.words().len()).filter_map(|i| those_who(view, i)));
    found.sort_by_key(|n| n.head);
    found.dedup_by_key(|n| n.head);
    found
}

/// `government` in `government forces` is no actor of its own; in `government offensive` it is.
fn modifies_actor(view: &View<'_>, i: usize) -> bool {
    let head = view.word(i).head.filter(|_| matches!(view.rel(i), "compound" | "amod" | "flat"));
    head.and_then(|h| noun_row(view, h)).is_some_and(|(row, _)| row.kind != Kind::Document)
}

fn known(view: &View<'_>, names: &[Name], persons: &[Person], i: usize) -> Option<Nominal> {
    let (row, from) = noun_row(view, i)?;
    let plural = view.is_plural(i);
    let kind = if plural { row.plural.unwrap_or(row.kind) } else { row.kind };
    let source = || view.lang.sources.overlapping(view.word(i).span).next().is_some();
    if kind == Kind::Other || (kind == Kind::Document && !source()) {
        return None;
    }
    let noun: Vec<String> = (from..i).map(|k| view.text(k).to_lowercase()).chain([view.lemma(i)]).collect();
    let mut phrase = noun.join(" ");
    if plural && row.kind == Kind::Person {
        // `residents` are not the `resident` before them
        phrase.push('s');
    }
    Some(nominal(
        view,
        names,
        persons,
        i,
        kind,
        row.sector.clone(),
        class(&phrase, &view.lemma(i), row.sector.as_deref()),
    ))
}

/// A noun that the model tags as an actor though the tables have no word for it.
fn tagged(view: &View<'_>, names: &[Name], persons: &[Person], i: usize, label: &str) -> Option<Nominal> {
    let kind = match (label, view.is_plural(i)) {
        ("Person", false) => Kind::Person,
        ("Person", true) => Kind::People,
        ("Organisation", false) => Kind::Organisation,
        ("Organisation", true) => Kind::People,
        _ => return None,
    };
    Some(nominal(view, names, persons, i, kind, None, Class::Noun(view.lemma(i))))
}

/// `those who fled`: persons whom only their clause describes.
fn those_who(view: &View<'_>, i: usize) -> Option<Nominal> {
    const LONGEST: usize = 12;
    if !matches!(view.text(i), "those" | "Those") || view.rel(i) == "det" {
        return None;
    }
    let clause = view.syntax.children_by(i, "acl:relcl").next()?;
    let who = view.syntax.children_by(clause, "nsubj").any(|k| view.text(k) == "who");
    let below = |&k: &usize| view.syntax.ancestors(k).take(LONGEST).any(|a| a == clause);
    let end = (i + 1..view.sentence(i).end.min(i + LONGEST)).take_while(below).last()? + 1;
    let class = Class::Noun(view.phrase(i..end).to_lowercase());
    who.then_some(Nominal {
        head: i,
        words: i..end,
        kind: Kind::People,
        sector: None,
        country: None,
        class,
        definite: false,
        plural: true,
        after: None,
    })
}

fn class(phrase: &str, lemma: &str, sector: Option<&str>) -> Class {
    match sector {
        Some("GOV") if EXECUTIVE.contains(&lemma) => Class::Government,
        Some("MIL") if MILITARY.contains(&lemma) => Class::Military,
        Some("REB") if lemma != "leader" && lemma != "commander" => Class::Rebels,
        _ => Class::Noun(phrase.to_owned()),
    }
}

fn nominal(
    view: &View<'_>,
    names: &[Name],
    persons: &[Person],
    i: usize,
    kind: Kind,
    sector: Option<String>,
    class: Class,
) -> Nominal {
    let words = view.short_phrase(i);
    let (said_country, said_sector) = says(view, names, words.clone(), i);
    let holder = owner(names, persons, &words);
    let igo = said_sector.as_deref() == Some("IGO");
    let ruler = || ruled(view, &class, words.clone());
    let country = said_country.or(holder).or_else(ruler).or_else(|| located(view, names, i)).filter(|_| !igo);
    let personal = matches!(kind, Kind::Person | Kind::People);
    let sector = if personal || sector.is_none() { said_sector } else { sector };
    let inside = |n: &Name| {
        words.start <= n.words.start && n.words.end <= words.end && matches!(n.what, What::Organisation(_))
    };
    let fighters = matches!(sector.as_deref(), Some("TER" | "REB"))
        || matches!(view.lemma(i).as_str(), "group" | "organisation" | "organization" | "movement");
    let after = names.iter().position(inside).filter(|_| fighters);
    let determiner = view.determiner(i);
    let definite =
        determiner.as_deref().is_some_and(|d| matches!(d, "the" | "this" | "that" | "these" | "those"))
            || view.syntax.children_by(i, "nmod:poss").next().is_some();
    Nominal { head: i, words, kind, sector, country, class, definite, plural: view.is_plural(i), after }
}

/// The country of a person who owns or leads: `Assad forces`, `Assad's regime`.
fn owner(names: &[Name], persons: &[Person], words: &Range<usize>) -> Option<String> {
    let inside = |n: &Name| words.start <= n.words.start && n.words.end <= words.end;
    let owns = |p: &&Person| p.names.iter().filter_map(|&i| names.get(i)).any(inside);
    persons.iter().find(owns).and_then(|p| p.country.clone())
}

/// The country of the ruler after whom a government or army is called: `Assad regime`, whatever the day.
fn ruled(view: &View<'_>, class: &Class, words: Range<usize>) -> Option<String> {
    if !matches!(class, Class::Government | Class::Military) {
        return None;
    }
    let texts: BTreeSet<String> =
        words.filter(|&k| view.word(k).upos == "PROPN").map(|k| fold(view.text(k))).collect();
    let called = |name: &String| fold(name).rsplit(' ').next().is_some_and(|last| texts.contains(last));
    let rulers = texts
        .iter()
        .flat_map(|text| view.tables.called(text))
        .filter(|h| h.sector == "GOV" && (called(&h.name) || h.names.iter().any(called)));
    let countries: BTreeSet<&String> = rulers.filter_map(|h| h.country.as_ref()).collect();
    countries.first().filter(|_| countries.len() == 1).map(|c| c.to_string())
}

/// The country of what stands behind `of`, `in`, `from`: `the government of Iraq`, `civilians in Syria`.
fn located(view: &View<'_>, names: &[Name], i: usize) -> Option<String> {
    view.syntax.children_by(i, "nmod").filter(|&k| k > i).find_map(|k| {
        let fits = view
            .syntax
            .children_by(k, "case")
            .any(|c| matches!(view.lemma(c).as_str(), "of" | "in" | "from"));
        let name = names.iter().find(|n| n.words.contains(&k)).filter(|_| fits)?;
        match &name.what {
            What::State(s) => view.tables.states.get(*s).map(|s| s.code.clone()),
            What::Place(Some(place)) => place.country.clone(),
            _ => None,
        }
    })
}

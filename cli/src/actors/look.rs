//! Everything in the actor tables that a name can mean.

use std::collections::BTreeMap;

use dateline::codebook::actors::{ActorTables, Holder, Kind, Named, State};
use jiff::civil::Date;
use serde::Serialize;

/// What the tables know under a name.
#[derive(Debug, Serialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// A state, or a word that stands for it.
    State { name: String, country: String, by: &'static str, names: Vec<String>, seats: Vec<String> },
    /// An organisation, armed group or party.
    Organisation {
        name: String,
        kind: &'static str,
        country: Option<String>,
        sector: String,
        names: Vec<String>,
    },
    /// A person, with every office that the table has.
    Person { name: String, names: Vec<String>, offices: Vec<Office> },
    /// A common noun that names actors.
    Noun { word: String, kind: &'static str, sector: Option<String> },
}

/// A row of the table of office holders.
#[derive(Debug, Serialize)]
pub struct Office {
    pub office: String,
    pub country: Option<String>,
    pub sector: String,
    pub from: String,
    pub to: Option<String>,
    /// Whether it was held on the day asked for; absent where none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<bool>,
}

/// What the name can mean, states first; of persons those called so, or in such an office on the day.
pub fn up(tables: &ActorTables, name: &str, on: Option<Date>) -> Vec<Entry> {
    let mut found: Vec<Entry> = states(tables, name).into_iter().collect();
    found.extend(tables.organisation(name).map(|org| Entry::Organisation {
        name: org.name.clone(),
        kind: kind(org.kind),
        country: org.country.clone(),
        sector: org.sector.clone(),
        names: org.names.clone(),
    }));
    found.extend(persons(tables.answers_to(name), on));
    if found.is_empty() {
        let rows = tables.in_office(name).into_iter().filter(|h| on.is_none_or(|day| h.held_on(day)));
        found.extend(persons(rows.collect(), on));
    }
    found.extend(tables.noun(name).map(|row| Entry::Noun {
        word: name.to_lowercase(),
        kind: kind(row.kind),
        sector: row.sector.clone(),
    }));
    found
}

fn states(tables: &ActorTables, name: &str) -> Option<Entry> {
    let entry = |state: &State, by| Entry::State {
        name: state.name.clone(),
        country: state.code.clone(),
        by,
        names: state.names.clone(),
        seats: state.seats.clone(),
    };
    let code = || tables.state_of_code(name).filter(|_| name.len() == 3);
    let named = match tables.named(name) {
        Some(Named::State(i)) => tables.states.get(i),
        _ => None,
    };
    named
        .map(|s| entry(s, "name"))
        .or_else(|| tables.seat(name).map(|s| entry(s, "seat of government")))
        .or_else(|| tables.people(name).map(|s| entry(s, "people")))
        .or_else(|| tables.adjective(name).map(|s| entry(s, "adjective")))
        .or_else(|| code().map(|s| entry(s, "code")))
}

fn persons(rows: Vec<&Holder>, on: Option<Date>) -> Vec<Entry> {
    let mut by_name: BTreeMap<&str, Vec<&Holder>> = BTreeMap::new();
    for row in rows {
        by_name.entry(&row.name).or_default().push(row);
    }
    let person = |(name, mut rows): (&str, Vec<&Holder>)| {
        rows.sort_by_key(|h| h.from);
        let mut names: Vec<String> = rows.iter().flat_map(|h| h.names.clone()).collect();
        names.sort();
        names.dedup();
        let office = |h: &&Holder| Office {
            office: h.office.clone(),
            country: h.country.clone(),
            sector: h.sector.clone(),
            from: h.from.to_string(),
            to: h.to.map(|day| day.to_string()),
            held: on.map(|day| h.held_on(day)),
        };
        Entry::Person { name: name.to_owned(), names, offices: rows.iter().map(office).collect() }
    };
    by_name.into_iter().map(person).collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "person",
        Kind::Organisation => "organisation",
        Kind::ArmedGroup => "armed group",
        Kind::People => "people",
        Kind::Document => "document",
        Kind::Other => "other",
    }
}

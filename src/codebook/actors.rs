//! Who acts in the news: states, organisations, armed groups, words for actors, and who held
//! which office when: `codebook/actors/*.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::{CodebookError, Source};
use crate::fold::fold;

/// A state or territory.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// ISO 3166-1 alpha-3.
    pub code: String,
    /// Canonical name.
    pub name: String,
    /// Other names.
    pub names: Vec<String>,
    /// `Syrian`.
    pub adjectives: Vec<String>,
    /// `Syrian`, `Syrians`.
    pub people: Vec<String>,
    /// Capitals and houses of government that stand for the government: `Kremlin`.
    pub seats: Vec<String>,
    /// The capital.
    pub capital: String,
    /// Internet country domain, without the dot.
    pub tld: String,
    /// GeoNames id; 0 where there is none.
    pub geonames: u32,
    /// Degrees north and east of its middle.
    pub point: (f64, f64),
    /// Codes of the states that border it.
    pub neighbours: Vec<String>,
}

/// What a row of the tables stands for, in the words of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One person.
    Person,
    /// An organisation.
    Organisation,
    /// An armed group, army or force.
    ArmedGroup,
    /// Several persons.
    People,
    /// A document or media report: an actor where it is the source of what is said.
    Document,
    /// Anything else.
    Other,
}

/// An organisation, armed group or party known by name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Canonical name.
    pub name: String,
    /// Other names and short forms.
    #[serde(default)]
    pub names: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// PLOVER sector.
    pub sector: String,
    /// ISO 3166-1 alpha-3, where it belongs to one state.
    pub country: Option<String>,
}

/// Common nouns that name actors of one kind and sector.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nouns {
    /// What they name in the singular.
    pub kind: Kind,
    /// What they name in the plural; the same where absent.
    pub plural: Option<Kind>,
    /// PLOVER sector; absent where the noun does not decide it.
    pub sector: Option<String>,
    /// Dictionary forms, of one or more words: `minister`, `air force`.
    pub words: Vec<String>,
}

/// Who held an office, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// The person's canonical name.
    pub name: String,
    /// Other names and spellings.
    #[serde(default)]
    pub names: Vec<String>,
    /// ISO 3166-1 alpha-3; absent for offices of organisations.
    pub country: Option<String>,
    /// The office: `US Secretary of State`.
    pub office: String,
    /// PLOVER sector.
    pub sector: String,
    /// First day.
    #[serde(deserialize_with = "day")]
    pub from: Date,
    /// Last day; where no end is known, the day up to which the table was kept, if it says so.
    #[serde(default, deserialize_with = "last_day")]
    pub to: Option<Date>,
}

impl Holder {
    /// Whether the office was held on `day`.
    pub fn held_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

fn day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

fn last_day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    day(from).map(Some)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateFile {
    state: Vec<State>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationFile {
    organisation: Vec<Organisation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounFile {
    nouns: Vec<Nouns>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolderFile {
    /// The day up to which the table was kept.
    #[serde(default, deserialize_with = "last_day")]
    as_of: Option<Date>,
    holder: Vec<Holder>,
}

impl HolderFile {
    /// Who holds an office still is known up to the day of the table: afterwards it is unknown.
    fn holders(self) -> Vec<Holder> {
        // a row that begins later is known on its first day
        let until = |h: Holder| Holder { to: h.to.or(self.as_of.map(|day| day.max(h.from))), ..h };
        self.holder.into_iter().map(until).collect()
    }
}

/// The texts of the files, for [`parse`].
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// `states.toml`.
    pub states: &'a str,
    /// `organisations.toml`.
    pub organisations: &'a str,
    /// `nouns.toml`.
    pub nouns: &'a str,
    /// `holders.toml`.
    pub holders: &'a str,
}

/// Everything under `codebook/actors/`, with its words indexed. Immutable.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ActorTables {
    /// States, in order of the file.
    pub states: Vec<State>,
    /// Organisations, armed groups, parties.
    pub organisations: Vec<Organisation>,
    /// Words for actors.
    pub nouns: Vec<Nouns>,
    /// Office holders.
    pub holders: Vec<Holder>,
    /// The day up to which the office holders were kept.
    pub kept_until: Option<Date>,
    names: BTreeMap<String, Named>,
    adjectives: BTreeMap<String, usize>,
    people: BTreeMap<String, usize>,
    seats: BTreeMap<String, usize>,
    persons: BTreeMap<String, Vec<usize>>,
    // by each folded word of a name: a report has many surnames, the table thousands of rows
    called: BTreeMap<String, Vec<usize>>,
    words: BTreeMap<String, usize>,
}

/// What a proper name stands for in the tables, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Of `states`.
    State(usize),
    /// Of `organisations`.
    Organisation(usize),
}

impl ActorTables {
    /// The tables that are part of the program.
    pub fn builtin() -> Result<ActorTables, toml::de::Error> {
        parse(Texts {
            states: include_str!("../../codebook/actors/states.toml"),
            organisations: include_str!("../../codebook/actors/organisations.toml"),
            nouns: include_str!("../../codebook/actors/nouns.toml"),
            holders: include_str!("../../codebook/actors/holders.toml"),
        })
    }

    /// The tables of a codebook's folder.
    pub(super) fn read<'a>(
        fetch: impl Fn(&'static str) -> Result<Source<'a>, CodebookError>,
    ) -> Result<ActorTables, CodebookError> {
        let holders = fetch("actors/holders.toml")?.parse::<HolderFile>()?;
        let tables = ActorTables {
            kept_until: holders.as_of,
            states: fetch("actors/states.toml")?.parse::<StateFile>()?.state,
            organisations: fetch("actors/organisations.toml")?.parse::<OrganisationFile>()?.organisation,
            nouns: fetch("actors/nouns.toml")?.parse::<NounFile>()?.nouns,
            holders: holders.holders(),
            ..ActorTables::default()
        };
        Ok(tables.index())
    }

    /// The state or organisation of the name; `the` in front does not matter.
    pub fn named(&self, name: &str) -> Option<Named> {
        self.names.get(&key(name)).copied()
    }

    /// The state that the name names.
    pub fn state(&self, name: &str) -> Option<&State> {
        match self.named(name)? {
            Named::State(i) => self.states.get(i),
            Named::Organisation(_) => None,
        }
    }

    /// The state of a code.
    pub fn state_of_code(&self, code: &str) -> Option<&State> {
        self.states.iter().find(|s| s.code == code)
    }

    /// The organisation that the name names.
    pub fn organisation(&self, name: &str) -> Option<&Organisation> {
        match self.named(name)? {
            Named::Organisation(i) => self.organisations.get(i),
            Named::State(_) => None,
        }
    }

    /// The state of an adjective: `Syrian`, `US`.
    pub fn adjective(&self, word: &str) -> Option<&State> {
        self.adjectives.get(&key(word)).and_then(|&i| self.states.get(i))
    }

    /// The state whose people the word names: `Syrians`.
    pub fn people(&self, word: &str) -> Option<&State> {
        self.people.get(&key(word)).and_then(|&i| self.states.get(i))
    }

    /// The state whose government sits there: `Kremlin`, `Damascus`.
    pub fn seat(&self, name: &str) -> Option<&State> {
        self.seats.get(&key(name)).and_then(|&i| self.states.get(i))
    }

    /// The rows of the person of this full name (or listed alias), in order of the file.
    pub fn person(&self, name: &str) -> impl Iterator<Item = &Holder> {
        self.persons.get(&key(name)).into_iter().flatten().filter_map(|&i| self.holders.get(i))
    }

    /// The office holders in one of whose names this folded word stands, in order of the file.
    pub fn called(&self, word: &str) -> impl Iterator<Item = &Holder> {
        self.called.get(word).into_iter().flatten().filter_map(|&i| self.holders.get(i))
    }

    /// The rows of the persons in one of whose names all words of this one stand, in order of the file.
    pub fn answers_to(&self, name: &str) -> Vec<&Holder> {
        let folded = fold(name);
        let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
        let has = |h: &&Holder| {
            let fits = |full: &String| {
                let full = fold(full);
                words.iter().all(|w| full.split(' ').any(|part| part == *w))
            };
            std::iter::once(&h.name).chain(&h.names).any(fits)
        };
        words.first().map_or(Vec::new(), |first| self.called(first).filter(has).collect())
    }

    /// The rows in whose office these words stand, in order of the file.
    pub fn in_office(&self, office: &str) -> Vec<&Holder> {
        let wanted = fold(office);
        let fits = |h: &&Holder| !wanted.is_empty() && fold(&h.office).contains(&wanted);
        self.holders.iter().filter(fits).collect()
    }

    /// The nouns' row of a dictionary form: `air force`, `minister`.
    pub fn noun(&self, lemma: &str) -> Option<&Nouns> {
        self.words.get(&key(lemma)).and_then(|&i| self.nouns.get(i))
    }

    fn index(mut self) -> ActorTables {
        for (i, state) in self.states.iter().enumerate() {
            for name in std::iter::once(&state.name).chain(&state.names) {
                self.names.entry(key(name)).or_insert(Named::State(i));
            }
            fill(&mut self.adjectives, &state.adjectives, i);
            fill(&mut self.people, &state.people, i);
            fill(&mut self.seats, &state.seats, i);
        }
        for (i, org) in self.organisations.iter().enumerate() {
            for name in std::iter::once(&org.name).chain(&org.names) {
                self.names.entry(key(name)).or_insert(Named::Organisation(i));
            }
        }
        for (i, holder) in self.holders.iter().enumerate() {
            for name in std::iter::once(&holder.name).chain(&holder.names) {
                self.persons.entry(key(name)).or_default().push(i);
                for word in fold(name).split(' ') {
                    let rows = self.called.entry(word.to_owned()).or_default();
                    if rows.last() != Some(&i) {
                        rows.push(i);
                    }
                }
            }
        }
        for (i, nouns) in self.nouns.iter().enumerate() {
            fill(&mut self.words, &nouns.words, i);
        }
        self
    }
}

fn fill(map: &mut BTreeMap<String, usize>, words: &[String], i: usize) {
    for word in words {
        map.entry(key(word)).or_insert(i);
    }
}

/// The form under which names are compared: short all-capital names keep their case, so that
/// `US` is not `us`; otherwise lower case without full stops, curly quotes made straight, hyphens as spaces.
fn key(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    let plain: String = name.chars().filter(|c| *c != '.').map(|c| if c == '’' { '\'' } else { c }).collect();
    if plain.len() <= 4 && plain.chars().all(|c| c.is_uppercase()) {
        return plain;
    }
    let spaced = plain.to_lowercase().replace('-', " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads the tables from the texts of their files.
pub fn parse(texts: Texts<'_>) -> Result<ActorTables, toml::de::Error> {
    let holders = toml::from_str::<HolderFile>(texts.holders)?;
    let tables = ActorTables {
        kept_until: holders.as_of,
        states: toml::from_str::<StateFile>(texts.states)?.state,
        organisations: toml::from_str::<OrganisationFile>(texts.organisations)?.organisation,
        nouns: toml::from_str::<NounFile>(texts.nouns)?.nouns,
        holders: holders.holders(),
        ..ActorTables::default()
    };
    Ok(tables.index())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn tables() -> ActorTables {
        ActorTables::builtin().unwrap()
    }

    #[test]
    fn names_adjectives_and_seats_lead_to_states() {
        let t = tables();
        assert_eq!(t.state("the United States").unwrap().code, "USA");
        assert_eq!(t.state("U.S.").unwrap().code, "USA");
        assert!(t.state("us").is_none());
        assert_eq!(t.adjective("Syrian").unwrap().code, "SYR");
        assert_eq!(t.people("Russians").unwrap().code, "RUS");
        assert_eq!(t.seat("the Kremlin").unwrap().code, "RUS");
    }

    #[test]
    fn one_group_under_many_names() {
        let t = tables();
        let names = ["Daesh", "DAESH", "Da'esh", "ISIS", "ISIL", "Islamic State"];
        assert!(names.iter().all(|n| t.organisation(n).is_some_and(|o| o.name == "Islamic State")));
    }

    #[test]
    fn an_office_has_its_days() {
        let t = tables();
        let on = |day| t.person("John Kerry").find(|h| h.held_on(day)).map(|h| h.office.clone());
        assert_eq!(on(date(2016, 2, 4)).as_deref(), Some("US Secretary of State"));
        assert_eq!(on(date(2012, 1, 1)), None);
    }

    #[test]
    fn rows_are_sound() {
        let t = tables();
        let known = |code: &Option<String>| code.as_ref().is_none_or(|c| t.state_of_code(c).is_some());
        for org in &t.organisations {
            assert!(known(&org.country), "{}", org.name);
        }
        for holder in &t.holders {
            assert!(known(&holder.country), "{}", holder.name);
            assert!(holder.to.is_none_or(|to| holder.from <= to), "{} {}", holder.name, holder.office);
        }
    }
}

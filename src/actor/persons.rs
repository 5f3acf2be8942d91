//! Persons: names that mean the same one, and who it is after the dated table.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Name, What};
use super::roles::{Role, by_name};
use super::sights::View;
use crate::codebook::actors::Holder;
use crate::place::fold;

/// A person of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Indices of its names, in order of the text.
    pub names: Vec<usize>,
    /// The canonical name.
    pub canonical: String,
    /// The row of the table that holds on the day of publication.
    pub office: Option<String>,
    /// Country after the table.
    pub country: Option<String>,
    /// Sector after the table, on the day of publication.
    pub sector: Option<String>,
}

/// Groups the names of persons. A short name joins the longer one that ends (or begins) with it,
/// the nearest in front of it if there are several.
pub fn persons(view: &View<'_>, names: &[Name], roles: &[Role]) -> Vec<Person> {
    let all: Vec<(usize, Vec<String>)> = names
        .iter()
        .enumerate()
        .filter(|(_, n)| n.what == What::Person)
        .map(|(i, n)| (i, parts(view.doc.slice(n.span))))
        .filter(|(_, p)| !p.is_empty())
        .collect();
    let mut owners: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, (i, own)) in all.iter().enumerate() {
        let longer = |j: usize| all[j].1.len() > own.len() && shortens(own, &all[j].1);
        let same = |j: usize| all[j].1 == *own;
        let owner = (0..at)
            .rev()
            .find(|&j| same(j))
            .or_else(|| (0..at).rev().find(|&j| longer(j)))
            .or_else(|| (at + 1..all.len()).find(|&j| longer(j)));
        owners.insert(*i, owner.map_or(*i, |j| all[j].0));
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &i in owners.keys() {
        groups.entry(root(&owners, i)).or_default().push(i);
    }
    let roles = by_name(roles);
    let mut out: Vec<Person> = groups.into_values().map(|group| person(view, names, &roles, group)).collect();
    out.sort_by_key(|p| p.names.first().copied());
    out
}

fn root(owners: &BTreeMap<usize, usize>, mut i: usize) -> usize {
    // names only point to longer ones or to earlier equals, so this ends
    for _ in 0..owners.len() {
        match owners.get(&i) {
            Some(&o) if o != i => i = o,
            _ => break,
        }
    }
    i
}

/// The folded words of a name, without titles that stand in it.
fn parts(name: &str) -> Vec<String> {
    const TITLES: [&str; 14] =
        ["mr", "mrs", "ms", "dr", "sir", "lord", "lady", "miss", "president", "gen", "jr", "sen", "rep", "s"];
    fold(name).split(' ').filter(|w| !w.is_empty() && !TITLES.contains(w)).map(str::to_owned).collect()
}

/// Whether `short` is what is left of `long`: its last words, or its first.
fn shortens(short: &[String], long: &[String]) -> bool {
    let bare =
        |words: &[String]| words.iter().filter(|w| *w != "al" && *w != "el").cloned().collect::<Vec<_>>();
    let (s, l) = (bare(short), bare(long));
    !s.is_empty()
        && (l.ends_with(&s)
            || l.starts_with(&s)
            || (s.len() > 1 && s.first() == l.first() && s.last() == l.last()))
}

fn person(view: &View<'_>, names: &[Name], roles: &BTreeMap<usize, &Role>, group: Vec<usize>) -> Person {
    let texts: Vec<&str> = group.iter().map(|&i| view.doc.slice(names[i].span)).collect();
    let fullest = texts.iter().copied().reduce(|a, b| if b.len() > a.len() { b } else { a }).unwrap_or("");
    let role = group.iter().find_map(|i| roles.get(i).copied());
    let rows = rows(view, fullest, role);
    let day = view.doc.published().map(|p| p.date);
    let held = day.and_then(|d| rows.iter().find(|h| h.held_on(d)));
    let countries: BTreeSet<&Option<String>> = rows.iter().map(|h| &h.country).collect();
    let country = match (held, countries.len()) {
        (Some(h), _) => h.country.clone(),
        (None, 1) => rows.first().and_then(|h| h.country.clone()),
        _ => None,
    };
    Person {
        canonical: rows.first().map_or_else(|| clean(fullest), |h| h.name.clone()),
        office: held.map(|h| h.office.clone()),
        sector: held.map(|h| h.sector.clone()),
        country,
        names: group,
    }
}

/// The table's rows of the person: by full name; by surname alone only where one person of that
/// name can be meant, for the role in the text or for the day.
fn rows<'a>(view: &View<'a>, name: &str, role: Option<&Role>) -> Vec<&'a Holder> {
    let tables = view.tables;
    let full: Vec<&Holder> = tables.person(name).collect();
    let own = parts(name);
    if !full.is_empty() || own.iter().filter(|p| *p != "al").count() != 1 {
        return full;
    }
    let day = view.doc.published().map(|p| p.date);
    let Some(last) = own.last() else { return full };
    let fits = |h: &&Holder| {
        let theirs = parts(&h.name);
        let surname = theirs.len() > 1 && shortens(&own, &theirs) && theirs.last() == Some(last);
        let in_office = day.is_none_or(|d| h.held_on(d));
        let agrees = role.is_none_or(|r| r.country.is_none() || r.country == h.country);
        surname && in_office && agrees && (day.is_some() || role.is_some_and(|r| titled(view, r, h)))
    };
    let found: Vec<&Holder> = tables.called(last).filter(fits).collect();
    let people: BTreeSet<&str> = found.iter().map(|h| h.name.as_str()).collect();
    if people.len() == 1 { found } else { Vec::new() }
}

/// Whether the role's noun is in the office's name: `Secretary` Kerry, `US Secretary of State`.
fn titled(view: &View<'_>, role: &Role, holder: &Holder) -> bool {
    holder.office.to_lowercase().contains(&view.text(role.noun).to_lowercase())
}

fn clean(name: &str) -> String {
    let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! Roles: the title in front of a person's name, or the apposition behind it, as the text gives it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::names::{Name, What};
use super::sights::View;
use super::uses::by_words;
use crate::codebook::actors::{Kind, Nouns};
use crate::span::Span;

/// A role with what its words say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Index of the person's name.
    pub name: usize,
    /// The words of the role.
    pub span: Span,
    /// Indices of the words.
    pub words: Range<usize>,
    /// The noun of the office: `minister`, `spokesman`.
    pub noun: usize,
    /// Country that the role's words name.
    pub country: Option<String>,
    /// Sector that the role's words give.
    pub sector: Option<String>,
    /// Whether the role stands in front of the name, as one phrase with it.
    pub before: bool,
}

/// All roles, by person's name; where a name has several, that in front of it comes first.
pub fn roles(view: &View<'_>, names: &[Name]) -> Vec<Role> {
    let mut found = Vec::new();
    for (i, name) in names.iter().enumerate().filter(|(_, n)| n.what == What::Person) {
        if let Some((noun, words)) = before(view, name) {
            found.extend(role(view, names, i, noun, words, true));
        }
        if let Some((noun, words)) = apposed(view, names, name) {
            found.extend(role(view, names, i, noun, words, false));
        }
    }
    found
}

fn role(
    view: &View<'_>,
    names: &[Name],
    name: usize,
    noun: usize,
    words: Range<usize>,
    before: bool,
) -> Option<Role> {
    let span = view.span(words.clone())?;
    let (country, sector) = says(view, names, words.clone(), noun);
    Some(Role { name, span, words, noun, country, sector, before })
}

/// The row of the longest phrase of the tables that ends in word `i`, and where it begins.
pub fn noun_row<'a>(view: &View<'a>, i: usize) -> Option<(&'a Nouns, usize)> {
    const LONGEST: usize = 4;
    let first = view.sentence(i).start.max((i + 1).saturating_sub(LONGEST));
    // an article is no part of the phrase, though the tables would overlook it
    (first..=i).filter(|&from| view.word(from).upos != "DET").find_map(|from| {
        let lemmas: Vec<String> =
            (from..i).map(|k| view.text(k).to_lowercase()).chain([view.lemma(i)]).collect();
        let as_written = || (from..=i).map(|k| view.text(k).to_lowercase()).collect::<Vec<_>>().join(" ");
        let known = view.tables.noun(&lemmas.join(" ")).or_else(|| view.tables.noun(&as_written()));
        // a capitalised plural keeps its ending as a lemma
        let plural = || {
            as_written().strip_suffix('s').and_then(|one| {
                view.tables.noun(one.strip_suffix("se").unwrap_or(one)).or(view.tables.noun(one))
            })
        };
        known.or_else(plural).map(|row| (row, from))
    })
}

fn is_office(view: &View<'_>, i: usize) -> bool {
    view.is_noun(i) && noun_row(view, i).is_some_and(|(row, _)| row.kind == Kind::Person)
}

/// The title in front of a name: `US Secretary of State`, `UN mediator for Syria`.
fn before(view: &View<'_>, name: &Name) -> Option<(usize, Range<usize>)> {
    const FAR: usize = 9;
    let first = view.sentence(name.head).start.max(name.words.start.saturating_sub(FAR));
    let inner = |k: &usize| {
        let word = view.word(*k);
        let linking =
            matches!(view.lemma(*k).as_str(), "of" | "for" | "to" | "the" | "and" | "'s" | "’s" | "-" | ".");
        matches!(word.upos, "NOUN" | "PROPN" | "ADJ" | "NUM") || linking
    };
    let run: Vec<usize> = (first..name.words.start).rev().take_while(inner).collect();
    let noun = run.iter().copied().find(|&k| is_office(view, k) && joins(view, k, name))?;
    // `Secretary of State`: the phrase of the tables belongs together, its office is the word before `of`
    let phrase = noun_row(view, noun).map_or(noun, |(_, from)| from.max(first));
    let noun = (phrase..noun).find(|&k| view.text(k + 1) == "of").unwrap_or(noun);
    let mut from = phrase.min(noun);
    for k in (first..from).rev() {
        let word = view.word(k);
        let modifies = matches!(word.upos, "NOUN" | "PROPN" | "ADJ" | "NUM")
            || matches!(view.text(k), "'s" | "’s" | "-");
        // a noun of the same phrase depends on the office or the name, not on the verb
        if !modifies || !view.syntax.ancestors(k).skip(1).take(6).any(|a| a >= noun && a < name.words.end) {
            break;
        }
        from = k;
    }
    Some((noun, from..name.words.start))
}

/// Whether what stands between office and name is nothing, or `of …`, `for …`.
fn joins(view: &View<'_>, noun: usize, name: &Name) -> bool {
    let next = noun + 1;
    next == name.words.start || matches!(view.lemma(next).as_str(), "of" | "for" | "to" | "-" | ".")
}

/// `X, the US Secretary of State, …` and `The Foreign Secretary, X, …`.
fn apposed(view: &View<'_>, names: &[Name], name: &Name) -> Option<(usize, Range<usize>)> {
    let behind = view.syntax.children_by(name.head, "appos").find(|&k| k > name.head && is_office(view, k));
    if let Some(noun) = behind {
        return Some((noun, whole(view, noun, noun + 1, None)));
    }
    let copular = view.word(name.head).head.filter(|&h| {
        view.rel(name.head) == "nsubj"
            && is_office(view, h)
            && view.syntax.children_by(h, "cop").next().is_some()
            && !view.is_plural(h)
    });
    if let Some(noun) = copular {
        return Some((noun, whole(view, noun, noun + 1, None)));
    }
    let head = view.word(name.head).head.filter(|_| view.rel(name.head) == "appos")?;
    let another = names.iter().any(|n| n.what == What::Person && n.words.contains(&head));
    (is_office(view, head) && !another).then(|| (head, whole(view, head, head + 1, Some(name.words.start))))
}

/// The phrase of an office with its prepositional phrases, up to the next comma or clause.
fn whole(view: &View<'_>, noun: usize, from: usize, until: Option<usize>) -> Range<usize> {
    let start = view.short_phrase(noun).find(|&k| view.word(k).upos != "DET").unwrap_or(noun);
    let last = until.unwrap_or(usize::MAX).min(view.sentence(noun).end);
    let belongs = |k: &usize| {
        let stops = matches!(view.text(*k), "," | "." | ";" | ":" | "(" | ")") && view.text(*k) != "U.S.";
        let verbal = matches!(view.word(*k).upos, "VERB" | "AUX" | "SCONJ" | "PRON");
        !stops && !verbal && view.syntax.ancestors(*k).skip(1).take(8).any(|a| a == noun)
    };
    let end = (from..last).take_while(belongs).last().map_or(noun + 1, |k| k + 1);
    start..end
}

/// Country and sector after the words of a phrase: the office's own sector, unless an
/// organisation among the words has one. An official of an intergovernmental organisation has no country.
pub fn says(
    view: &View<'_>,
    names: &[Name],
    words: Range<usize>,
    noun: usize,
) -> (Option<String>, Option<String>) {
    let inside = || names.iter().filter(|n| words.start <= n.words.start && n.words.end <= words.end);
    let row = noun_row(view, noun).map(|(row, _)| row);
    let organisation = inside().find_map(|n| match n.what {
        What::Organisation(Some(i)) => view.tables.organisations.get(i),
        _ => None,
    });
    if let Some(org) = organisation {
        let own = row.and_then(|r| r.sector.clone()).filter(|s| s != "GOV" && org.sector != "IGO");
        return (org.country.clone(), own.or_else(|| Some(org.sector.clone())));
    }
    let state = inside().find_map(|n| match n.what {
        What::State(i) => view.tables.states.get(i),
        _ => None,
    });
    // a president of a body that no table knows presides over no state
    let body = inside().find(|n| n.what == What::Organisation(None) && view.lemma(noun) == "president");
    let sector = match body {
        Some(n) if state.is_none() => by_words(view, n.words.clone()).1,
        _ => row.and_then(|r| r.sector.clone()).or_else(|| sector_of_words(view, words)),
    };
    (state.map(|s| s.code.clone()).filter(|_| sector.as_deref() != Some("IGO")), sector)
}

/// The sector of another noun of the phrase: `Foreign Office spokesman`, `rebel leader`.
fn sector_of_words(view: &View<'_>, words: Range<usize>) -> Option<String> {
    words.filter(|&k| view.is_noun(k)).find_map(|k| noun_row(view, k).and_then(|(row, _)| row.sector.clone()))
}

/// The first role of each name, that in front of it before others.
pub fn by_name(roles: &[Role]) -> BTreeMap<usize, &Role> {
    let mut map = BTreeMap::new();
    for role in roles {
        map.entry(role.name).or_insert(role);
    }
    map
}

//! Proper names: those the model tags and those the tables know, each with what it names.

use std::collections::BTreeSet;
use std::ops::Range;

use super::roles::noun_row;
use super::sights::View;
use crate::codebook::actors::{Kind, Named};
use crate::language::NameKind;
use crate::layer::Layer;
use crate::place::Place;
use crate::span::Span;

/// What a name names.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A person.
    Person,
    /// The state with this index in the tables.
    State(usize),
    /// The people of the state with this index.
    People(usize),
    /// An organisation, with its index if the tables know it.
    Organisation(Option<usize>),
    /// A place that is no state.
    Place(Option<Place>),
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// The words as written.
    pub span: Span,
    /// Indices of the words.
    pub words: Range<usize>,
    /// The word of the name on which its others depend.
    pub head: usize,
    /// What it names.
    pub what: What,
}

/// Verbs after which a capital is the town itself: it lies, it is shelled, it sees rain.
const OF_TOWNS: [&str; 14] = [
    "be",
    "lie",
    "fall",
    "see",
    "have",
    "host",
    "remain",
    "become",
    "suffer",
    "experience",
    "stand",
    "shake",
    "burn",
    "celebrate",
];

/// What is done to a government and to no town.
const TO_GOVERNMENTS: [&str; 12] = [
    "urge",
    "accuse",
    "ask",
    "tell",
    "warn",
    "press",
    "pressure",
    "blame",
    "condemn",
    "criticise",
    "criticize",
    "persuade",
];

/// What there is with a government and with no town.
const WITH_GOVERNMENTS: [&str; 16] = [
    "talk",
    "talks",
    "negotiate",
    "negotiation",
    "deal",
    "agreement",
    "tie",
    "relation",
    "relations",
    "cooperate",
    "cooperation",
    "war",
    "dialogue",
    "alliance",
    "treaty",
    "trade",
];

/// All names, in order of the text, not overlapping. Where the model and the tables
/// disagree about where a name ends, the longer one holds.
pub fn names(view: &View<'_>, places: &Layer<Place>) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    found.extend(of_tables(view));
    for (span, kind) in &view.lang.names {
        found.extend(of_model(view, *span, *kind, places));
    }
    found.extend(
        view.lang
            .mentions
            .iter()
            .filter(|(_, label)| *label == "Person")
            .filter_map(|(span, _)| mentioned(view, *span)),
    );
    found.extend(
        places.iter().filter_map(|(span, place)| name(view, *span, of_place(view, *span, Some(place)))),
    );
    found.extend(surnames(view, &found));
    // stable: of equally long names that of the tables comes first, then the model's
    found.sort_by_key(|n| std::cmp::Reverse(n.words.len()));
    let mut taken = vec![false; view.syntax.words().len()];
    found.retain(|n| {
        let free = !n.words.clone().any(|i| taken[i]);
        if free {
            n.words.clone().for_each(|i| taken[i] = true);
        }
        free
    });
    found.sort_by_key(|n| n.span);
    found
}

fn name(view: &View<'_>, span: Span, what: What) -> Option<Name> {
    let words = view.syntax.words_in(span);
    let head = view.syntax.head_of(span)?;
    (!words.is_empty()).then_some(Name { span, words, head, what })
}

/// The surnames of persons wherever they stand as names by themselves, tagged or not.
fn surnames(view: &View<'_>, found: &[Name]) -> Vec<Name> {
    let full = found.iter().filter(|n| n.what == What::Person && n.words.len() > 1);
    let last: BTreeSet<&str> = full.map(|n| view.text(n.words.end - 1)).collect();
    let part = |i: usize| {
        let head = view.word(i).head.filter(|_| matches!(view.rel(i), "compound" | "flat" | "amod"));
        head.is_some_and(|h| view.word(h).upos == "PROPN")
    };
    (0..view.syntax.words().len())
        .filter(|&i| view.word(i).upos == "PROPN" && last.contains(view.text(i)) && !part(i))
        .filter_map(|i| name(view, view.word(i).span, What::Person))
        .collect()
}

/// The span without a preposition in front, and with the name that an `of` at its end leads to.
fn mended(view: &View<'_>, span: Span) -> Option<Span> {
    let words = view.syntax.words_in(span);
    let (mut start, mut end) = (words.start, words.end);
    let leads = |k: usize| matches!(view.text(k), "of" | "in" | "at" | "from" | "by" | "for" | "to" | "with");
    while start < end && leads(start) {
        start += 1;
    }
    if start < end && view.text(end - 1) == "of" {
        let last = view.sentence(start).end;
        let of = end;
        while end < last && matches!(view.word(end).upos, "PROPN" | "DET") {
            end += 1;
        }
        end = if end > of && view.word(end - 1).upos == "PROPN" { end } else { of - 1 };
    }
    view.span(start..end)
}

fn of_model(view: &View<'_>, span: Span, kind: NameKind, places: &Layer<Place>) -> Option<Name> {
    let span = mended(view, span)?;
    let text = view.doc.slice(span);
    // a name has a capital; a lower-case `regime` is a noun, whatever the model says
    if !text.chars().any(char::is_uppercase) {
        return None;
    }
    let place = places.iter().find(|(s, _)| *s == span).map(|(_, p)| p);
    let what = match (kind, view.tables.named(text)) {
        (NameKind::Person, None) if view.tables.people(text).is_some() => nationality(view, span)?,
        (NameKind::Person, known) if known.is_none() || belongs_to_person(view, text) => {
            return person(view, span);
        }
        (_, Some(Named::State(i))) => What::State(i),
        (_, Some(Named::Organisation(i))) => What::Organisation(Some(i)),
        (NameKind::Nationality, None) => nationality(view, span)?,
        (NameKind::Organisation, None) if place.is_none() => organisation(view, span),
        (NameKind::Place | NameKind::Organisation, None) => of_place(view, span, place),
        (NameKind::Other | NameKind::Person, None) => return None,
    };
    name(view, span, what)
}

/// Whether a longer name of a person ends with the text: `Jordan` after `Michael Jordan`.
fn belongs_to_person(view: &View<'_>, text: &str) -> bool {
    let ends = |s: Span| view.doc.slice(s).strip_suffix(text).is_some_and(|rest| rest.ends_with(' '));
    view.lang.names.iter().any(|(s, kind)| *kind == NameKind::Person && ends(*s))
}

/// A person's name without the titles that the model took in, and with the parts that it left out.
fn person(view: &View<'_>, span: Span) -> Option<Name> {
    let words = view.syntax.words_in(span);
    let mut start = words.start;
    let title = |k: usize, start: usize| {
        let country = |j: usize| {
            view.tables.state(view.text(j)).is_some() || view.tables.adjective(view.text(j)).is_some()
        };
        noun_row(view, k).is_some_and(|(row, from)| {
            row.kind == Kind::Person && (from <= start || (start..from).all(country))
        })
    };
    while let Some(k) = (start..words.end).rev().find(|&k| title(k, start)) {
        start = k + 1;
        while start < words.end && view.text(start) == "." {
            start += 1;
        }
    }
    let apart = after_title(view, start..words.end);
    start = apart.unwrap_or(start);
    // `mediator for Syria Staffan de Mistura`: the state belongs to what stands before
    let before = start.checked_sub(1).map_or("", |k| view.word(k).upos);
    if before == "ADP" && start + 1 < words.end && view.tables.state(view.text(start)).is_some() {
        start += 1;
    }
    while let Some(more) = begins(view, start).filter(|_| apart.is_none()) {
        start = more;
    }
    let mut end = words.end;
    while let Some(more) = continues(view, start, end) {
        end = more;
    }
    (start < end).then(|| view.span(start..end)).flatten().and_then(|span| name(view, span, What::Person))
}

/// Where the name proper begins after a title that the tree sets apart: `John` in `Secretary of State John Kerry`.
fn after_title(view: &View<'_>, words: Range<usize>) -> Option<usize> {
    let given = words.clone().rev().find(|&k| {
        let flat = view.syntax.children_by(k, "flat").any(|c| words.contains(&c));
        view.word(k).upos == "PROPN" && view.rel(k) != "flat" && flat
    })?;
    let title = |k: usize| view.word(k).rel == "nmod:desc" || view.word(k).upos == "ADP";
    (words.start..given).any(title).then_some(given)
}

/// A person's name inside a longer mention: `John Kirby` in `the US spokesman John Kirby`.
fn mentioned(view: &View<'_>, span: Span) -> Option<Name> {
    let words = view.syntax.words_in(span);
    let office =
        words.clone().rev().find(|&k| noun_row(view, k).is_some_and(|(row, _)| row.kind == Kind::Person));
    let start = office.map_or(words.start, |k| k + 1);
    let names = (start..words.end).take_while(|&k| view.word(k).upos == "PROPN").count();
    let rest = view.span(start..start + names).filter(|_| names > 0)?;
    let known = view.tables.named(view.doc.slice(rest)).is_some()
        || view.tables.adjective(view.text(start)).is_some();
    if known { None } else { person(view, rest) }
}

/// Where a name begins earlier: at a proper noun in front of it that is no title, with `de`, `al-` and the like between.
fn begins(view: &View<'_>, start: usize) -> Option<usize> {
    let first = view.sentence(start).start;
    let linked = |k: usize| {
        let near = view.syntax.ancestors(k).take(3).any(|a| a >= start)
            || view.syntax.ancestors(start).take(3).any(|a| a == k);
        view.word(k).upos == "PROPN"
            && near
            && !is_form_of_address(view.text(k))
            && noun_row(view, k).is_none()
            && { view.tables.adjective(view.text(k)).is_none() && view.tables.named(view.text(k)).is_none() }
    };
    let before = start.checked_sub(1).filter(|&k| k >= first)?;
    if linked(before) && view.text(before).chars().next().is_some_and(char::is_uppercase) {
        return Some(before);
    }
    let particle = matches!(
        view.text(before).to_lowercase().as_str(),
        "de" | "al" | "el" | "bin" | "van" | "von" | "der" | "-" | "da" | "di"
    );
    let further = before.checked_sub(1).filter(|&k| k >= first && particle)?;
    if view.text(further).to_lowercase() == "al" {
        return Some(further);
    }
    linked(further).then_some(further)
}

fn is_form_of_address(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.').to_lowercase().as_str(),
        "mr" | "mrs" | "ms" | "miss" | "dr" | "sir" | "dame" | "lord" | "lady"
    )
}

/// Where a name goes on: over a hyphen, or a proper noun that depends on it or on which it depends.
fn continues(view: &View<'_>, start: usize, end: usize) -> Option<usize> {
    let last = view.sentence(start.min(end.saturating_sub(1))).end;
    let proper = |k: usize| k < last && view.word(k).upos == "PROPN";
    if end + 1 < last
        && view.text(end) == "-"
        && proper(end + 1)
        && view.word(end).span.end() == view.word(end + 1).span.start()
    {
        return Some(end + 2);
    }
    let bound = |k: usize| {
        // a title hangs on the name after it, but is no part of it
        let part = |i: usize| view.word(i).head == Some(k) && view.word(i).rel != "nmod:desc";
        let heads = |k: usize| view.word(k).head.is_some_and(|h| (start..end).contains(&h));
        let named = (start..end).any(part) && view.rel(k) != "nsubj";
        heads(k)
            && matches!(view.rel(k), "flat" | "compound" | "appos")
            && view.word(k).span.start() <= view.word(end - 1).span.end() + 1
            || named
    };
    let timed = |k: usize| view.lang.timexes.iter().any(|(s, _)| s.overlaps(view.word(k).span));
    (start < end && proper(end) && bound(end) && !timed(end) && noun_row(view, end).is_none())
        .then_some(end + 1)
}

/// An adjective of a state, or its people; `None` for religions and the like.
fn nationality(view: &View<'_>, span: Span) -> Option<What> {
    let text = view.doc.slice(span);
    let head = view.syntax.head_of(span)?;
    let noun = view.is_noun(head) && !matches!(view.rel(head), "amod" | "compound" | "nmod");
    let state = |s: &crate::codebook::actors::State| view.tables.states.iter().position(|t| t.code == s.code);
    if noun && let Some(people) = view.tables.people(text) {
        return state(people).map(What::People);
    }
    state(view.tables.adjective(text)?).map(What::State)
}

/// A seat of government stands for its state; any other organisation for itself.
fn organisation(view: &View<'_>, span: Span) -> What {
    let text = view.doc.slice(span);
    let seat = view.tables.seat(text).and_then(|s| view.tables.states.iter().position(|t| t.code == s.code));
    seat.map_or(What::Organisation(None), What::State)
}

fn of_place(view: &View<'_>, span: Span, place: Option<&Place>) -> What {
    let text = view.doc.slice(span);
    if let Some(Named::State(i)) = view.tables.named(text) {
        return What::State(i);
    }
    if let Some(state) = view.tables.seat(text) {
        let capital = text == state.capital || state.seats.first().is_some_and(|s| s == text);
        let house = !capital && place.is_none();
        let governs = house || view.syntax.head_of(span).is_some_and(|head| acts(view, head));
        if let Some(i) = view.tables.states.iter().position(|s| governs && s.code == state.code) {
            return What::State(i);
        }
    }
    What::Place(place.cloned())
}

/// Whether a capital's name stands where only a government can: as subject of an act, after `by`, between
/// governments, as the one who is urged or accused, or with whom there are talks.
fn acts(view: &View<'_>, head: usize) -> bool {
    let word = view.word(head);
    let Some(governor) = word.head else { return false };
    let asked = || ["xcomp", "advcl"].iter().any(|r| view.syntax.children_by(governor, r).next().is_some());
    let lemma = view.lemma(governor);
    let case = |prepositions: &[&str]| {
        view.syntax.children_by(head, "case").any(|c| prepositions.contains(&view.text(c)))
    };
    match word.rel {
        // `on` may hang on the verb or on the name
        "obj" | "obl" if lemma == "call" => asked() && !case(&["in", "from", "at", "to"]),
        "obj" | "iobj" => TO_GOVERNMENTS.contains(&lemma.as_str()),
        "obl" | "nmod" if WITH_GOVERNMENTS.contains(&lemma.as_str()) => case(&["with", "between"]),
        "nsubj" => view.word(governor).upos == "VERB" && !OF_TOWNS.contains(&view.lemma(governor).as_str()),
        "obl:agent" => true,
        _ => view.rel(head) == "nmod" && case(&["between"]),
    }
}

/// States, adjectives of states and organisations of the tables.
fn of_tables(view: &View<'_>) -> Vec<Name> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < view.syntax.words().len() {
        match longest(view, i) {
            Some(name) => {
                i = name.words.end;
                found.push(name);
            }
            None => i += 1,
        }
    }
    found
}

fn longest(view: &View<'_>, from: usize) -> Option<Name> {
    const LONGEST: usize = 6;
    let starts = view.text(from).chars().next().is_some_and(|c| c.is_uppercase());
    if !starts || !matches!(view.word(from).upos, "PROPN" | "ADJ" | "NOUN") {
        return None;
    }
    let most = view.sentence(from).end.saturating_sub(from).min(LONGEST);
    (1..=most).rev().find_map(|len| {
        let span = view.span(from..from + len)?;
        let text = view.doc.slice(span);
        if text.ends_with('.') && view.word(from + len - 1).upos == "PUNCT" {
            return None;
        }
        let what = match view.tables.named(text) {
            Some(Named::State(i)) => What::State(i),
            Some(Named::Organisation(i)) => What::Organisation(Some(i)),
            None if len == 1 => nationality(view, span)?,
            None => return None,
        };
        name(view, span, what)
    })
}

//! Proper names: those the model tags and those the tables know, each with what it names.

use std::ops::Range;

use super::sights::View;
use crate::codebook::actors::Named;
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
const OF_TOWNS: [&str; 14] =
    ["be", "lie", "fall", "see", "have", "host", "remain", "become", "suffer", "experience", "stand", "shake", "burn", "celebrate"];

/// All names, in order of the text, not overlapping.
pub fn names(view: &View<'_>, places: &Layer<Place>) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    for (span, kind) in &view.lang.names {
        found.extend(of_model(view, *span, *kind, places));
    }
    found.extend(of_tables(view, &found));
    for (span, place) in places {
        let free = !found.iter().any(|n| n.span.overlaps(*span));
        found.extend(free.then(|| name(view, *span, of_place(view, *span, Some(place)))).flatten());
    }
    found.sort_by_key(|n| n.span);
    found
}

fn name(view: &View<'_>, span: Span, what: What) -> Option<Name> {
    let words = view.syntax.words_in(span);
    let head = view.syntax.head_of(span)?;
    (!words.is_empty()).then_some(Name { span, words, head, what })
}

fn of_model(view: &View<'_>, span: Span, kind: NameKind, places: &Layer<Place>) -> Option<Name> {
    let text = view.doc.slice(span);
    let place = places.iter().find(|(s, _)| *s == span).map(|(_, p)| p);
    let what = match (kind, view.tables.named(text)) {
        (NameKind::Person, _) => What::Person,
        (_, Some(Named::State(i))) => What::State(i),
        (_, Some(Named::Organisation(i))) => What::Organisation(Some(i)),
        (NameKind::Nationality, None) => nationality(view, span)?,
        (NameKind::Organisation, None) => organisation(view, span),
        (NameKind::Place, None) => of_place(view, span, place),
        (NameKind::Other, None) => return None,
    };
    name(view, span, what)
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
        if house || view.syntax.head_of(span).is_some_and(|head| acts(view, head)) {
            if let Some(i) = view.tables.states.iter().position(|s| s.code == state.code) {
                return What::State(i);
            }
        }
    }
    What::Place(place.cloned())
}

/// Whether a capital's name stands where only a government can: as subject of an act, after `by`, between governments.
fn acts(view: &View<'_>, head: usize) -> bool {
    let word = view.word(head);
    let Some(governor) = word.head else { return false };
    match word.rel {
        "nsubj" => view.word(governor).upos == "VERB" && !OF_TOWNS.contains(&view.lemma(governor).as_str()),
        "obl:agent" => true,
        _ => view.rel(head) == "nmod" && view.syntax.children_by(head, "case").any(|c| view.text(c) == "between"),
    }
}

/// States, adjectives of states and organisations of the tables that the model left out.
fn of_tables(view: &View<'_>, taken: &[Name]) -> Vec<Name> {
    let mut found = Vec::new();
    let mut covered = vec![false; view.syntax.words().len()];
    for i in taken.iter().flat_map(|n| n.words.clone()) {
        covered[i] = true;
    }
    let mut i = 0;
    while i < covered.len() {
        match longest(view, i, &covered) {
            Some(name) => {
                i = name.words.end;
                found.push(name);
            }
            None => i += 1,
        }
    }
    found
}

fn longest(view: &View<'_>, from: usize, covered: &[bool]) -> Option<Name> {
    const LONGEST: usize = 6;
    let starts = view.text(from).chars().next().is_some_and(|c| c.is_uppercase());
    if !starts || covered[from] || !matches!(view.word(from).upos, "PROPN" | "ADJ" | "NOUN") {
        return None;
    }
    let end = view.sentence(from).end.min(from + LONGEST);
    let free = (from..end).take_while(|&k| !covered[k]).count();
    (1..=free).rev().find_map(|len| {
        let span = view.span(from..from + len)?;
        let text = view.doc.slice(span);
        let what = match view.tables.named(text) {
            Some(Named::State(i)) => What::State(i),
            Some(Named::Organisation(i)) => What::Organisation(Some(i)),
            None if len == 1 => nationality(view, span)?,
            None => return None,
        };
        name(view, span, what)
    })
}

//! Things that run over time and have a state: talks, ceasefires, sieges.
//!
//! A noun of `codebook/processes.toml` names a process; the word that governs it tells its state.

mod group;
mod sight;

use crate::actor::{Entities, EntityId};
use crate::codebook::Codebook;
use crate::document::Document;
use crate::event::scene::{self, Scene};
use crate::event::{Event, EventDate, EventId};
use crate::language::Language;
use crate::layer::Layer;
use crate::span::Span;
use crate::statement::Statement;
use crate::time::Timex;
/// One change of state, with the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// `proposed`, `scheduled`, `begun`, `ongoing`, `paused`, `resumed`, `agreed`, `signed`, `violated`, `ended`.
    pub state: String,
    /// When.
    pub date: Option<EventDate>,
    /// Who brought it about.
    pub by: Option<EntityId>,
    /// The event that caused it.
    pub cause: Option<EventId>,
    /// The words.
    pub evidence: Span,
}

/// Something that runs over time and has a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// `negotiation`, `ceasefire`, `siege`, `campaign`, `investigation`, `election`, `sanctions`, `aid_operation`, `other`.
    pub kind: String,
    /// Canonical name: `Syria peace talks in Geneva`.
    pub name: String,
    /// Who takes part.
    pub parties: Vec<EntityId>,
    /// Who mediates.
    pub mediator: Option<EntityId>,
    /// Where it is held.
    pub venue: Option<EntityId>,
    /// Its changes of state, in order of the text.
    pub transitions: Vec<Transition>,
}

/// The processes that the report tells of outright.
#[allow(clippy::too_many_arguments)]
pub fn processes(
    doc: &Document,
    lang: &Language,
    entities: &Entities,
    statements: &[Statement],
    timexes: &Layer<Timex>,
    events: &[Event],
    codebook: &Codebook,
) -> Vec<Process> {
    let syntax = scene::with_lemmas(doc, &lang.syntax, codebook);
    let scene = Scene::new(doc, (&syntax, &lang.signals), entities, statements, timexes, codebook);
    let found = sight::sightings(&scene, events);
    group::group(&scene, found)
}

#[cfg(test)]
mod tests {
    use super::processes;
    use crate::actor::EntityKind;
    use crate::codebook::Codebook;
    use crate::event::fixture::{report, short};
    use crate::language::TimexKind;
    use crate::layer::Layer;
    use crate::time::Timex;

    // Kind, and state with date of each transition.
    type Told = (String, Vec<(String, Option<String>)>);

    fn read(trees: &str, dated: Option<(usize, &str)>) -> Vec<Told> {
        let mut r = report(&short(trees), &[("envoy", EntityKind::Person)]);
        let timex = |(word, value): (usize, &str)| {
            let value = Some(value.to_owned());
            (r.language.syntax.word(word).span, Timex { kind: TimexKind::Date, value })
        };
        r.timexes = Layer::new(dated.into_iter().map(timex).collect());
        let book = Codebook::builtin().unwrap();
        let events = r.events();
        let found = processes(&r.doc, &r.language, &r.entities, &r.statements, &r.timexes, &events, &book);
        let states = |t: &super::Transition| (t.state.clone(), t.date.as_ref().map(|d| d.value.clone()));
        found.iter().map(|p| (p.kind.clone(), p.transitions.iter().map(states).collect())).collect()
    }

    #[test]
    fn talks_stopped_until_a_day_are_paused_and_scheduled() {
        let trees = "Talks/talk/NOUN/4/nsubj:pass have/have/AUX/4/aux been/be/AUX/4/aux:pass stopped/stop/VERB.VBN/0/root until/until/ADP/6/case Friday/Friday/PROPN/4/obl";
        let state = |s: &str, d: Option<&str>| (s.to_owned(), d.map(str::to_owned));
        let wanted = vec![state("paused", None), state("scheduled", Some("2016-02-05"))];
        assert_eq!(read(trees, Some((5, "2016-02-05"))), [("negotiation".to_owned(), wanted)]);
    }

    #[test]
    fn a_siege_that_should_end_goes_on() {
        let trees = "Chad/Chad/PROPN/3/nsubj should/should/AUX/3/aux end/end/VERB.VB/0/root the/the/DET/5/det siege/siege/NOUN/3/obj";
        assert_eq!(read(trees, None), [("siege".to_owned(), vec![("ongoing".to_owned(), None)])]);
    }

    #[test]
    fn one_strike_is_no_campaign() {
        let trees = "An/a/DET/3/det air/air/NOUN/3/compound strike/strike/NOUN.NN/4/nsubj hit/hit/VERB.VBD/0/root Chad/Chad/PROPN/4/obj";
        assert_eq!(read(trees, None), []);
    }
}

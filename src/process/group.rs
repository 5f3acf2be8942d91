//! Sightings of one process put together.

use crate::event::scene::Scene;

use super::sight::Sighting;
use super::{Process, Transition};

/// Groups sightings of the same kind whose venue and parties do not speak against each other.
pub(crate) fn group(scene: &Scene, sightings: Vec<Sighting>) -> Vec<Process> {
    let mut out: Vec<Process> = Vec::new();
    for sighting in sightings {
        match out.iter_mut().find(|p| same(p, &sighting)) {
            Some(process) => absorb(scene, process, sighting),
            None => out.push(Process {
                kind: sighting.kind,
                name: sighting.name,
                parties: distinct(sighting.parties),
                mediator: sighting.mediator,
                venue: sighting.venue,
                transitions: sighting.transitions,
            }),
        }
    }
    for process in &mut out {
        process.transitions.sort_by_key(|t| (t.evidence.start(), t.evidence.end()));
    }
    out
}

fn same(process: &Process, sighting: &Sighting) -> bool {
    let venue = process.venue.is_none() || sighting.venue.is_none() || process.venue == sighting.venue;
    let strangers = !process.parties.is_empty()
        && !sighting.parties.is_empty()
        && !process.parties.iter().any(|p| sighting.parties.contains(p));
    let by_party = matches!(process.kind.as_str(), "campaign" | "siege" | "sanctions" | "investigation");
    // a campaign is told apart by who wages it, not by its many places
    let place = venue || process.kind == "campaign";
    process.kind == sighting.kind && process.kind != "other" && place && !(by_party && strangers)
}

fn absorb(_scene: &Scene, process: &mut Process, sighting: Sighting) {
    process.parties.extend(sighting.parties);
    process.mediator = process.mediator.or(sighting.mediator);
    process.parties = distinct(std::mem::take(&mut process.parties))
        .into_iter()
        .filter(|p| Some(*p) != process.mediator)
        .collect();
    process.venue = process.venue.or(sighting.venue);
    if process.name.split(' ').count() == 1 {
        process.name = sighting.name;
    }
    for transition in sighting.transitions {
        add(&mut process.transitions, transition);
    }
}

// One transition for each state and date; the telling that says most is kept.
fn add(transitions: &mut Vec<Transition>, new: Transition) {
    let date = |t: &Transition| t.date.as_ref().map(|d| d.value.clone());
    let twin = transitions.iter_mut().find(|t| {
        t.state == new.state && (date(t).is_none() || date(&new).is_none() || date(t) == date(&new))
    });
    match twin {
        Some(old) if weight(old) < weight(&new) => *old = new,
        Some(_) => {}
        None => transitions.push(new),
    }
}

fn weight(t: &Transition) -> u8 {
    u8::from(t.date.is_some()) + u8::from(t.by.is_some()) + u8::from(t.cause.is_some())
}

fn distinct<T: PartialEq + Copy>(items: Vec<T>) -> Vec<T> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

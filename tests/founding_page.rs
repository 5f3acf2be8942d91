//! The founding page, item by item. It is not part of the repository: where the folder
//! that holds it is absent, these checks are skipped, saying so.

use std::path::PathBuf;
use std::sync::OnceLock;

use dateline::actor::{Entity, EntityId, EntityKind};
use dateline::event::{Event, Reality, Recency};
use dateline::process::Process;
use dateline::read::{ReadOptions, read_bytes};
use dateline::{Analysis, BlockKind, Coder};

fn page() -> Option<&'static Analysis> {
    static PAGE: OnceLock<Option<Analysis>> = OnceLock::new();
    PAGE.get_or_init(|| {
        let shared =
            std::env::var_os("DATELINE_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
        let folder = std::fs::read_dir(shared.join("seed")).ok()?;
        let mut files: Vec<_> = folder.filter_map(|e| Some(e.ok()?.path())).collect();
        files.sort();
        let bytes = std::fs::read(files.first()?).ok()?;
        let document = read_bytes(&bytes, &ReadOptions::default()).expect("the page reads");
        Some(Coder::builtin().expect("the coder loads").analyze(document))
    })
    .as_ref()
}

macro_rules! page_or_skip {
    () => {
        match page() {
            Some(page) => page,
            None => {
                eprintln!("skipped: the founding page is not here (DATELINE_SHARED names its folder)");
                return;
            }
        }
    };
}

fn blocks(page: &Analysis, kind: BlockKind) -> Vec<&str> {
    let of_kind = page.document.blocks().iter().filter(|(_, k)| *k == kind);
    of_kind.map(|(span, _)| page.document.slice(*span)).collect()
}

fn entity<'a>(page: &'a Analysis, name: &str) -> (EntityId, &'a Entity) {
    let found = page.entities.all.iter().enumerate().find(|(_, e)| e.name == name);
    let (i, entity) = found.unwrap_or_else(|| {
        panic!(
            "no entity {name}; there are {:?}",
            page.entities.all.iter().map(|e| &e.name).collect::<Vec<_>>()
        )
    });
    (EntityId(i), entity)
}

fn events<'a>(page: &'a Analysis, event_type: &'a str) -> impl Iterator<Item = &'a Event> {
    page.events.iter().filter(move |e| e.event_type == event_type)
}

fn trigger<'a>(page: &'a Analysis, event: &Event) -> &'a str {
    page.document.slice(event.trigger)
}

fn names(page: &Analysis, ids: &[EntityId]) -> Vec<String> {
    ids.iter().map(|&id| page.entities.get(id).name.clone()).collect()
}

fn is_syrian_government(page: &Analysis, id: EntityId) -> bool {
    let entity = page.entities.get(id);
    let kind = matches!(entity.kind, EntityKind::State | EntityKind::Organisation | EntityKind::ArmedGroup);
    kind && entity.country.as_deref() == Some("SYR")
        && matches!(entity.sector.as_deref(), Some("GOV" | "MIL"))
}

#[test]
fn parts_are_told_apart() {
    let page = page_or_skip!();
    assert_eq!(
        page.document.parts().title.as_deref(),
        Some("Kerry says Assad regime aims for military solution")
    );
    assert_eq!(blocks(page, BlockKind::Headline).len(), 1);
    assert!(blocks(page, BlockKind::Standfirst)[0].ends_with("opposition-held areas"));
    assert_eq!(blocks(page, BlockKind::Credit), ["Photo by: AP (Archive )"; 2]);
    let captions = blocks(page, BlockKind::Caption);
    assert_eq!(captions.len(), 2);
    assert!(captions[1].ends_with("January 29, 2016. (Reuters)"));
    assert_eq!(blocks(page, BlockKind::Subheading), ["Syrian talks halted due to Russian air strikes"]);
    assert_eq!(blocks(page, BlockKind::Byline), ["TRTWorld and agencies"]);
    assert_eq!(blocks(page, BlockKind::Dateline), ["Updated Feb 4, 2016"]);
    assert_eq!(blocks(page, BlockKind::Paragraph).len(), 13);
    assert_eq!(page.document.published().expect("dated").date.to_string(), "2016-02-04");
}

#[test]
fn five_named_speakers_with_role_country_and_sector() {
    let page = page_or_skip!();
    let speakers: Vec<EntityId> = page.statements.iter().filter_map(|s| s.speaker).collect();
    let expected = [
        ("John Kerry", "USA", "GOV", "Secretary of State"),
        ("John Kirby", "USA", "GOV", "spokesman"),
        ("Frank-Walter Steinmeier", "DEU", "GOV", "Foreign Minister"),
        ("Laurent Fabius", "FRA", "GOV", "Foreign Minister"),
    ];
    for (name, country, sector, role) in expected {
        let (id, person) = entity(page, name);
        assert!(speakers.contains(&id), "{name} does not speak");
        assert_eq!(person.kind, EntityKind::Person, "{name}");
        assert_eq!(person.country.as_deref(), Some(country), "{name}");
        assert_eq!(person.sector.as_deref(), Some(sector), "{name}");
        let given = person.role.as_ref().map(|(r, _)| r.as_str()).unwrap_or_default();
        assert!(given.contains(role), "{name}: {given}");
    }
    // de Mistura acts and does not speak on this page
    let (_, envoy) = entity(page, "Staffan de Mistura");
    assert_eq!(envoy.sector.as_deref(), Some("IGO"));
    assert!(envoy.role.as_ref().is_some_and(|(r, _)| r.contains("mediator")), "{:?}", envoy.role);
}

#[test]
fn days_are_resolved_against_the_publication_date() {
    let page = page_or_skip!();
    let values = |words: &str| -> Vec<String> {
        let of = page.timexes.iter().filter(|(s, _)| page.document.slice(*s) == words);
        of.map(|(_, t)| t.value.clone().unwrap_or_default()).collect()
    };
    assert_eq!(values("Wednesday"), ["2016-02-03"; 3]);
    assert_eq!(values("February 25"), ["2016-02-25"]);
    let all: Vec<&str> = page.timexes.iter().filter_map(|(_, t)| t.value.as_deref()).collect();
    for day in ["2016-02-12", "2016-02-14", "2016-01-29"] {
        assert!(all.iter().any(|v| v.contains(day)), "{day} is not among {all:?}");
    }
}

#[test]
fn places_have_coordinates() {
    let page = page_or_skip!();
    for (name, country, lat, lon) in [
        ("Aleppo", "SYR", 36.2, 37.2),
        ("Geneva", "CHE", 46.2, 6.15),
        ("Munich", "DEU", 48.1, 11.6),
        ("Syria", "SYR", 35.0, 38.0),
    ] {
        let found = page.places.iter().find(|(s, _)| page.document.slice(*s) == name);
        let place = &found.unwrap_or_else(|| panic!("{name} is not placed")).1;
        assert_eq!(place.country.as_deref(), Some(country), "{name}");
        assert!(
            (place.lat - lat).abs() < 1.5 && (place.lon - lon).abs() < 2.5,
            "{name}: {} {}",
            place.lat,
            place.lon
        );
    }
}

#[test]
fn kerry_requests_and_an_obligation_stands() {
    let page = page_or_skip!();
    let (kerry, _) = entity(page, "John Kerry");
    let request = events(page, "REQUEST").find(|e| e.actors.contains(&kerry));
    let request = request.expect("Kerry requests nothing");
    assert!(
        request.recipients.iter().any(|&r| is_syrian_government(page, r)),
        "{:?}",
        names(page, &request.recipients)
    );
    let bound = page.commitments.iter().find(|c| {
        c.state == "open" && c.instrument.is_some_and(|i| page.document.slice(i).contains("resolution"))
    });
    let bound = bound.expect("no commitment under the resolution");
    assert!(bound.debtor.is_some_and(|d| is_syrian_government(page, d)));
    assert!(
        page.document.slice(bound.content).contains("stop targeting")
            || page.document.slice(bound.content).contains("end sieges")
    );
}

#[test]
fn fabius_accuses_and_supports() {
    let page = page_or_skip!();
    let (fabius, _) = entity(page, "Laurent Fabius");
    let against = |e: &Event| e.recipients.iter().any(|&r| is_syrian_government(page, r));
    assert!(
        events(page, "ACCUSE").any(|e| e.actors.contains(&fabius) && against(e)),
        "Fabius does not accuse the regime"
    );
    let (envoy, _) = entity(page, "Staffan de Mistura");
    let by_france = |id: &EntityId| page.entities.get(*id).country.as_deref() == Some("FRA");
    let supported = |e: &Event| e.recipients.contains(&envoy) && e.actors.iter().any(by_france);
    assert!(events(page, "SUPPORT").any(supported), "France does not support de Mistura");
}

#[test]
fn russian_air_strikes_asserted_and_attributed() {
    let page = page_or_skip!();
    let russian =
        |e: &&Event| e.actors.iter().any(|&a| page.entities.get(a).country.as_deref() == Some("RUS"));
    let strikes: Vec<&Event> = events(page, "ASSAULT").filter(russian).collect();
    assert!(strikes.iter().all(|e| e.recency == Recency::Current));
    assert!(strikes.iter().any(|e| e.attributed_to.is_none()), "none is asserted by the page itself");
    let (kirby, _) = entity(page, "John Kirby");
    let by_kirby = |e: &&&Event| e.attributed_to.is_some_and(|s| page.statements[s.0].speaker == Some(kirby));
    let told = strikes.iter().find(by_kirby);
    let told = told.unwrap_or_else(|| {
        panic!("none is told by Kirby: {:?}", strikes.iter().map(|e| trigger(page, e)).collect::<Vec<_>>())
    });
    let asserted = strikes.iter().find(|e| e.attributed_to.is_none()).expect("one is asserted");
    assert_ne!(told.recipients, asserted.recipients);
}

fn talks(page: &Analysis) -> &Process {
    let geneva = page
        .processes
        .iter()
        .filter(|p| p.kind == "negotiation" && p.transitions.iter().any(|t| t.state == "paused"));
    let all: Vec<&Process> = geneva.collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0]
}

#[test]
fn one_negotiation_paused_and_to_resume() {
    let page = page_or_skip!();
    let talks = talks(page);
    let (envoy, _) = entity(page, "Staffan de Mistura");
    assert_eq!(talks.mediator, Some(envoy));
    let day = |t: &dateline::process::Transition| t.date.as_ref().map(|d| d.value.clone());
    let paused =
        talks.transitions.iter().find(|t| t.state == "paused" && day(t).as_deref() == Some("2016-02-03"));
    assert!(paused.is_some(), "{:?}", talks.transitions);
    let cause = talks
        .transitions
        .iter()
        .filter(|t| t.state == "paused")
        .find_map(|t| t.cause)
        .expect("the pause has no cause");
    assert!(
        trigger(page, &page.events[cause.0]).contains("advanc"),
        "{}",
        trigger(page, &page.events[cause.0])
    );
    let resumes =
        talks.transitions.iter().find(|t| t.state != "paused" && day(t).as_deref() == Some("2016-02-25"));
    assert!(
        resumes.is_some_and(|t| matches!(t.state.as_str(), "resumed" | "scheduled")),
        "{:?}",
        talks.transitions
    );
}

#[test]
fn the_january_meeting_and_the_munich_conference() {
    let page = page_or_skip!();
    let (envoy, _) = entity(page, "Staffan de Mistura");
    let met = events(page, "CONSULT").find(|e| e.date.as_ref().is_some_and(|d| d.value == "2016-01-29"));
    let met = met.expect("no meeting on 2016-01-29");
    assert!(met.actors.iter().chain(&met.recipients).any(|&a| a == envoy));
    assert_eq!(met.reality, Reality::Actual);
    let munich = page.processes.iter().find(|p| {
        p.transitions.iter().any(|t| {
            matches!(t.state.as_str(), "scheduled" | "proposed")
                && t.date.as_ref().is_some_and(|d| d.value.contains("2016-02-12"))
        })
    });
    assert!(munich.is_some_and(|p| p.name.contains("Munich")), "{:?}", page.processes);
}

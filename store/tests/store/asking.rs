//! Each filter finds what it asks for and nothing else, whatever signs are in what is asked.

use std::collections::BTreeSet;

use dateline::actor::EntityKind;
use dateline::event::{Polarity, Reality, Recency};
use dateline::place::Precision;
use dateline::record::DocumentRecord;
use dateline_store::{EventRow, Filter, Near, Store, StoreError, Who};
use jiff::civil::date;

use crate::made::{coded, count, day, entity, event, keep, place, report, statement};

const BEIRA: &str = "Gunmen attack post in Beira\n\nGunmen attacked a police post in Beira on Sunday, killing \
                     four. Mozambique’s army pursued them “without rest”, a spokesman said. Portugal may send aid.";
const SUVA: &str = "Fiji and Tonga in talks\n\nFiji met Tonga in Labasa to settle a row over fishing. Fiji did \
                    not expel the trawlers. In 1999 Tonga had seized a Fijian boat off Naïve_Reef 100%.";
const OSLO: &str = "Norway accuses raiders\n\nNorway accused raiders of cutting a cable in 2024. The humanitarian \
                    corridor at Ñorquín stays shut; Norwegian police arrested nine.";

fn who(name: &str) -> Who {
    Who { name: name.to_owned(), country: None }
}

fn beira() -> DocumentRecord {
    let mut r = report(BEIRA, Some("2024-03-04"), "meridian");
    let gunmen = entity(&mut r, EntityKind::ArmedGroup, "Gunmen", "");
    let police = entity(&mut r, EntityKind::Organisation, "Mozambique Police", "MOZ");
    let army = entity(&mut r, EntityKind::Organisation, "Mozambique Army", "MOZ");
    let portugal = entity(&mut r, EntityKind::State, "Portugal", "PRT");
    let beira = place(&mut r, ("Beira", "MOZ"), (-19.84, 34.84), Precision::City);
    let said = statement(&mut r, Some(army.clone()), "without rest");
    let e = event(&mut r, "ASSAULT", "attacked");
    (e.actors, e.recipients, e.place) = (vec![gunmen.clone()], vec![police], Some(beira));
    (e.date, e.mode, e.score) = (day("2024-03-03"), Some("firearms".to_owned()), Some(0.9));
    e.contexts = vec!["military".to_owned(), "human_rights".to_owned()];
    e.counts.dead = count(4);
    let mozambique = place(&mut r, ("Mozambique", "MOZ"), (-18.25, 35.0), Precision::Country);
    let e = event(&mut r, "MOBILIZE", "pursued");
    (e.actors, e.recipients, e.place) = (vec![army], vec![gunmen], Some(mozambique));
    (e.date, e.attributed_to) = (day("2024-03-03/2024-03-10"), Some(said));
    let e = event(&mut r, "AID", "send");
    (e.actors, e.reality, e.score) = (vec![portugal], Reality::Hypothetical, Some(0.2));
    r
}

fn suva() -> DocumentRecord {
    let mut r = report(SUVA, Some("2023-11-20"), "outlook");
    let fiji = entity(&mut r, EntityKind::State, "Fiji", "FJI");
    let tonga = entity(&mut r, EntityKind::State, "Tonga", "TON");
    let labasa = place(&mut r, ("Labasa", "FJI"), (-16.43, 179.36), Precision::City);
    let reef = place(&mut r, ("Naïve_Reef 100%", "TON"), (-16.5, -179.9), Precision::Region);
    let e = event(&mut r, "CONSULT", "met");
    (e.actors, e.recipients, e.place) = (vec![fiji.clone()], vec![tonga.clone()], Some(labasa));
    (e.date, e.contexts) = (day("2023-11-19"), vec!["diplomatic".to_owned()]);
    let e = event(&mut r, "COERCE", "expel");
    (e.actors, e.polarity, e.date) = (vec![fiji.clone()], Polarity::Negated, day("2023-11"));
    let e = event(&mut r, "COERCE", "seized");
    (e.actors, e.recipients, e.place) = (vec![tonga], vec![fiji], Some(reef));
    (e.recency, e.date, e.mode) = (Recency::Historical, day("1999"), Some("seize".to_owned()));
    r
}

fn oslo() -> DocumentRecord {
    let mut r = report(OSLO, None, "meridian");
    let norway = entity(&mut r, EntityKind::State, "Norway", "NOR");
    let police = entity(&mut r, EntityKind::Organisation, "Norwegian Police", "NOR");
    let e = event(&mut r, "ACCUSE", "accused");
    e.actors = vec![norway];
    let e = event(&mut r, "COERCE", "arrested");
    (e.actors, e.mode, e.score) = (vec![police], Some("arrest".to_owned()), None);
    e.counts.arrested = count(9);
    r
}

fn store() -> Store {
    let mut store = Store::in_memory().unwrap();
    keep(&mut store, &[&beira(), &suva(), &oslo()]);
    store
}

fn triggers(store: &Store, filter: &Filter) -> BTreeSet<String> {
    store.events(filter).unwrap().into_iter().map(|row| row.trigger).collect()
}

/// Asserts what a filter finds, by all ways of asking.
#[track_caller]
fn finds(store: &Store, filter: Filter, expected: &[&str]) {
    let found = triggers(store, &filter);
    assert_eq!(found, expected.iter().map(|s| (*s).to_owned()).collect(), "{filter:?}");
    assert_eq!(store.count(&filter).unwrap(), expected.len() as u64);
    let ids: BTreeSet<String> = store.event_ids(&filter).unwrap().into_iter().collect();
    assert_eq!(ids, store.events(&filter).unwrap().into_iter().map(|row| row.id).collect());
    let dated = store.events(&filter).unwrap().iter().filter(|row| row.date.is_some()).count() as u64;
    assert_eq!(store.per_day(&filter).unwrap().iter().map(|(_, _, n)| n).sum::<u64>(), dated);
}

const ALL: [&str; 8] = ["attacked", "pursued", "send", "met", "expel", "seized", "accused", "arrested"];

fn words(values: &[&str]) -> Vec<String> {
    values.iter().map(|v| (*v).to_owned()).collect()
}

macro_rules! filter {
    ($($field:ident: $value:expr),*) => { Filter { $($field: $value,)* ..Filter::default() } };
}

#[test]
fn parties_are_found_by_side_name_country_and_id() {
    let store = store();
    finds(&store, Filter::default(), &ALL);
    finds(&store, filter!(actors: vec![who("Gunmen")]), &["attacked"]);
    finds(&store, filter!(recipients: vec![who("gunmen")]), &["pursued"]);
    finds(&store, filter!(parties: vec![who("Gunmen")]), &["attacked", "pursued"]);
    // whole words of a name, any case
    finds(&store, filter!(actors: vec![who("police")]), &["arrested"]);
    finds(&store, filter!(parties: vec![who("polic")]), &[]);
    // any of several on one side, all of several parties
    finds(&store, filter!(actors: vec![who("Fiji"), who("Tonga")]), &["met", "expel", "seized"]);
    finds(&store, filter!(parties: vec![who("Fiji"), who("Tonga")]), &["met", "seized"]);
    finds(&store, filter!(actors: vec![who("Fiji")], recipients: vec![who("Tonga")]), &["met"]);
    let norway = Who { name: "Norway".to_owned(), country: Some("NOR".to_owned()) };
    finds(&store, filter!(actors: vec![norway]), &["accused", "arrested"]);
    let all = store.events(&Filter::default()).unwrap();
    let id = all.iter().find(|row| row.trigger == "accused").unwrap().actors[0].id.clone();
    finds(&store, filter!(actors: vec![who(&id)]), &["accused"]);
    finds(&store, filter!(speakers: vec![who("Mozambique Army")]), &["pursued"]);
    finds(&store, filter!(speakers: vec![who("Gunmen")]), &[]);
}

#[test]
fn kinds_of_events_are_told_apart() {
    let store = store();
    finds(&store, filter!(types: words(&["COERCE"])), &["expel", "seized", "arrested"]);
    finds(&store, filter!(types: words(&["AID", "CONSULT"])), &["send", "met"]);
    finds(&store, filter!(types: words(&["ACTION"])), &[]);
    finds(&store, filter!(modes: words(&["arrest", "seize"])), &["seized", "arrested"]);
    finds(&store, filter!(contexts: words(&["human_rights"])), &["attacked"]);
    finds(&store, filter!(contexts: words(&["diplomatic", "military"])), &["attacked", "met"]);
    finds(&store, filter!(contexts: words(&["human"])), &[]);
    finds(&store, filter!(polarity: words(&["negated"])), &["expel"]);
    finds(&store, filter!(reality: words(&["hypothetical"])), &["send"]);
    finds(&store, filter!(recency: words(&["historical"])), &["seized"]);
    finds(&store, filter!(min_score: Some(0.6)), &["attacked"]);
    finds(
        &store,
        filter!(min_score: Some(0.0)),
        &["attacked", "pursued", "send", "met", "expel", "seized", "accused"],
    );
}

#[test]
fn days_are_those_of_events_or_of_reports() {
    let store = store();
    finds(&store, filter!(since: Some(date(2024, 3, 4))), &["pursued"]);
    finds(&store, filter!(since: Some(date(2024, 3, 3))), &["attacked", "pursued"]);
    finds(&store, filter!(until: Some(date(2023, 11, 18))), &["expel", "seized"]);
    finds(&store, filter!(until: Some(date(1999, 1, 1))), &["seized"]);
    finds(&store, filter!(since: Some(date(1999, 6, 1)), until: Some(date(1999, 6, 1))), &["seized"]);
    finds(&store, filter!(since: Some(date(2024, 3, 11))), &[]);
    finds(&store, filter!(published_since: Some(date(2024, 3, 4))), &["attacked", "pursued", "send"]);
    finds(&store, filter!(published_until: Some(date(2024, 3, 3))), &["met", "expel", "seized"]);
    // the ends of the calendar
    finds(&store, filter!(since: Some(jiff::civil::Date::MAX)), &[]);
    finds(&store, filter!(until: Some(jiff::civil::Date::MIN)), &[]);
}

#[test]
fn places_are_found_by_name_country_and_distance() {
    let store = store();
    finds(&store, filter!(countries: words(&["MOZ"])), &["attacked", "pursued"]);
    finds(&store, filter!(countries: words(&["TON", "FJI"])), &["met", "seized"]);
    finds(&store, filter!(place: Some("labasa".to_owned())), &["met"]);
    finds(&store, filter!(place: Some("Lab".to_owned())), &[]);
    let near = |lat, lon, km| filter!(near: Some(Near { lat, lon, km }));
    finds(&store, near(-19.8, 34.9, 20.0), &["attacked"]);
    finds(&store, near(-19.8, 34.9, 2.0), &[]);
    // around the middle of a country nothing is known to have been, however wide the circle
    finds(&store, near(-18.25, 35.0, 50.0), &[]);
    finds(&store, near(-18.25, 35.0, 400.0), &["attacked"]);
    // both sides of the line where east meets west
    finds(&store, near(-16.45, 179.9, 100.0), &["met", "seized"]);
    finds(&store, near(-16.45, -179.9, 100.0), &["met", "seized"]);
    finds(&store, near(-16.45, -179.9, 8.0), &["seized"]);
    // as wide as the world
    finds(&store, near(89.0, 0.0, 21_000.0), &["attacked", "met", "seized"]);
    finds(&store, near(0.0, 0.0, f64::INFINITY), &["attacked", "met", "seized"]);
    finds(&store, near(f64::NAN, 0.0, 10.0), &[]);
}

#[test]
fn words_of_the_text_are_found_whatever_signs_are_in_them() {
    let store = store();
    let text = |text: &str| filter!(text: Some(text.to_owned()));
    finds(&store, text("gunmen"), &["attacked", "pursued", "send"]);
    finds(&store, text("MOZAMBIQUE’S army"), &["attacked", "pursued", "send"]);
    finds(&store, text("“without rest”"), &["attacked", "pursued", "send"]);
    finds(&store, text("\"without rest\""), &["attacked", "pursued", "send"]);
    finds(&store, text("\"rest without\""), &[]);
    finds(&store, text("rest without"), &["attacked", "pursued", "send"]);
    finds(&store, text("humanitar*"), &["accused", "arrested"]);
    finds(&store, text("\"humanitarian corridor\" Norquin"), &["accused", "arrested"]);
    finds(&store, text("ñorquín"), &["accused", "arrested"]);
    finds(&store, text("naive_reef"), &["met", "expel", "seized"]);
    finds(&store, text("100%"), &["met", "expel", "seized"]);
    finds(&store, text("gunmen NOT police"), &[]);
    finds(&store, text("Fiji gunmen"), &[]);
}

#[test]
fn signs_of_query_languages_are_words_or_nothing() {
    let store = store();
    let text = |text: &str| filter!(text: Some(text.to_owned()));
    // each is understood as words, and none of these words is there
    for typed in [
        "gunmen OR xyzzy",
        "NEAR(gunmen xyzzy)",
        "text:xyzzy",
        "text : xyzzy",
        "- xyzzy",
        "^xyzzy",
        "{text}: xyzzy",
        "xyzzy') OR 1=1 --",
        "xyzzy; DROP TABLE report",
        "xyzzy\0gunmen",
        "xyzzy \u{1b}[31m",
        "x'y'z'z'y",
        "(((((xyzzy",
        "xyzzy + +",
        "\"\" xyzzy",
        "\"--\" xyzzy",
        "🛥️xyzzy",
    ] {
        finds(&store, text(typed), &[]);
    }
    for typed in ["", "   ", "\"", "\"gunmen", "a \"b\" \"c", "***", "-- ;", "\"\"", "\" \"", "🛥️", "\0"]
    {
        let error = store.events(&text(typed)).map(|rows| rows.len());
        assert!(matches!(error, Err(StoreError::Query(_)) | Ok(0)), "{typed:?}: {error:?}");
    }
    let long = "gunmen ".repeat(20_000);
    let result = store.events(&text(&long)).map(|rows| rows.len());
    assert!(matches!(result, Ok(3) | Err(StoreError::Query(_))), "{result:?}");
    assert_eq!(store.counts().unwrap().reports, 3);
}

#[test]
fn values_are_never_sql_nor_patterns() {
    let store = store();
    for value in ["' OR 1=1 --", "%", "_", "\\", "%%%", "'", "\"", "x\0", "\0", "*", "G_nmen", "gunm*", ""] {
        let many = vec![value.to_owned()];
        let one = Some(value.to_owned());
        finds(&store, filter!(actors: vec![who(value)]), &[]);
        finds(&store, filter!(recipients: vec![who(value)]), &[]);
        finds(&store, filter!(speakers: vec![who(value)]), &[]);
        finds(&store, filter!(types: many.clone()), &[]);
        finds(&store, filter!(modes: many.clone()), &[]);
        finds(&store, filter!(contexts: many.clone()), &[]);
        finds(&store, filter!(countries: many.clone()), &[]);
        finds(&store, filter!(polarity: many), &[]);
        finds(&store, filter!(place: one.clone()), &[]);
        // the beginning of every id is nothing
        if !value.is_empty() {
            finds(&store, filter!(report: one.clone()), &[]);
            finds(&store, filter!(event: one.clone()), &[]);
            finds(&store, filter!(story: one), &[]);
        }
    }
    // signs between words are not looked at, in names
    finds(&store, filter!(actors: vec![who("\"%Mozambique\" -- army*")]), &["pursued"]);
    finds(&store, filter!(place: Some("Naïve_Reef 100%".to_owned())), &["seized"]);
    finds(&store, filter!(place: Some("NaïveXReef 100%".to_owned())), &[]);
}

#[test]
fn ids_are_found_by_their_beginnings() {
    let store = store();
    let id = beira().document.id;
    finds(&store, filter!(report: Some(id.clone())), &["attacked", "pursued", "send"]);
    finds(&store, filter!(report: Some(id[..8].to_owned())), &["attacked", "pursued", "send"]);
    let event = oslo().events[0].id.clone();
    finds(&store, filter!(event: Some(event[..8].to_owned())), &["accused"]);
}

#[test]
fn rows_say_what_is_needed_to_judge_them() {
    let store = store();
    let row = |trigger: &str| -> EventRow {
        let all = store.events(&Filter::default()).unwrap();
        all.into_iter().find(|row| row.trigger == trigger).unwrap()
    };
    let attacked = row("attacked");
    assert_eq!(attacked.words, BEIRA.lines().last().unwrap()[..attacked.words.len()]);
    assert!(attacked.words.contains("Gunmen attacked a police post"), "{}", attacked.words);
    assert_eq!(attacked.counts, [Some(4), None, None, None]);
    assert_eq!((attacked.place.as_deref(), attacked.country.as_deref()), (Some("Beira"), Some("MOZ")));
    assert_eq!(
        (attacked.published.as_deref(), attacked.publisher.as_deref()),
        (Some("2024-03-04"), Some("meridian"))
    );
    assert_eq!(attacked.recipients[0].country.as_deref(), Some("MOZ"));
    assert_eq!(row("pursued").speaker.as_deref(), Some("Mozambique Army"));
    assert_eq!(row("accused").published, None);
    let json = serde_json::to_value(&attacked).unwrap();
    assert_eq!((&json["type"], json.get("key")), (&"ASSAULT".into(), None));
}

#[test]
fn the_latest_come_first_a_page_at_a_time() {
    let store = store();
    let days: Vec<Option<String>> =
        store.events(&Filter::default()).unwrap().into_iter().map(|row| row.date).collect();
    let dated = days.iter().take_while(|d| d.is_some()).count();
    assert!(dated == 5 && days[dated..].iter().all(Option::is_none), "{days:?}");
    assert_eq!(days[dated - 1].as_deref(), Some("1999"));
    let whole: Vec<String> = store.events(&Filter::default()).unwrap().into_iter().map(|r| r.id).collect();
    for size in [1, 3, 100] {
        let mut pages = Vec::new();
        for n in 0.. {
            let page = store.events(&filter!(limit: Some(size), offset: n * size)).unwrap();
            if page.is_empty() {
                break;
            }
            assert!(page.len() <= size);
            pages.extend(page.into_iter().map(|row| row.id));
        }
        assert_eq!(pages, whole);
    }
    assert!(store.events(&filter!(limit: Some(usize::MAX), offset: usize::MAX)).unwrap().is_empty());
    assert_eq!(store.events(&filter!(limit: Some(usize::MAX))).unwrap().len(), ALL.len());
}

#[test]
fn what_goes_with_a_coding_is_no_more_found() {
    let mut store = store();
    let mut other = crate::made::by(&beira(), "second");
    other.events.retain(|e| e.event_type == "AID");
    other.entities.retain(|e| e.name == "Portugal");
    other.statements.clear();
    store.add(&[coded(&other)]).unwrap();
    finds(&store, filter!(actors: vec![who("Gunmen")]), &[]);
    finds(&store, filter!(near: Some(Near { lat: -19.8, lon: 34.9, km: 20.0 })), &[]);
    finds(&store, filter!(speakers: vec![who("Mozambique Army")]), &[]);
    // its text stays
    finds(&store, filter!(text: Some("gunmen".to_owned())), &["send"]);
}

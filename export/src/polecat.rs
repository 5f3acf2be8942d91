//! POLECAT: 40 columns between tabs, with a header, a row for each event.
//!
//! Lists stand in one cell with `; ` between their members, as in POLECAT's files; members of the columns that
//! tell of the same actors have the same place. What is not known is empty (POLECAT's files have `None`).
//!
//! - `Intensity` is the PLOVER score, `Quad Code` the words (`MATERIAL CONFLICT`). Countries are ISO alpha-3, as
//!   in PLOVER (Kosovo is KOS); `COW` is the number of the Correlates of War, for its states alone.
//! - Sectors are PLOVER's. An entity has one: `Primary Actor Sector` and `Actor Sectors` are alike.
//! - `Wikipedia Actor ID` stays empty, as do `District` and, for places known by country alone, the coordinates.
//! - `Feature Type` is how exact the place is: city, region, country, wide.
//! - `Story People`, `Story Organizations` and `Story Locations` name at most [`MOST_NAMES`] each.

use dateline::actor::EntityKind;
use dateline::place::Precision;
use dateline::record::{EntityRecord, EventRecord, Party};
use jiff::civil::Date;

use crate::day;
use crate::error::Error;
use crate::form::Form;
use crate::options::Options;
use crate::report::{Report, Told, role, words};
use crate::text::{list, tabs};
use dateline::record::word;

/// The most names of a story in one cell: every event of a report repeats them.
pub const MOST_NAMES: usize = 64;

/// The columns of POLECAT, in their order.
pub const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

pub(crate) struct Polecat {
    undated_as_published: bool,
}

impl Polecat {
    pub(crate) fn new(options: &Options) -> Polecat {
        Polecat { undated_as_published: options.undated_as_published }
    }
}

impl Form for Polecat {
    fn begin(&mut self, out: &mut Vec<u8>) {
        tabs(out, COLUMNS.map(str::to_owned));
    }

    fn report(
        &mut self,
        report: &Report<'_>,
        events: &[&EventRecord],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let story = story(report);
        for event in events {
            let told = Told { report, event };
            let mut row = Vec::with_capacity(COLUMNS.len());
            row.extend(self.act(&told));
            row.extend(side(report, &event.actors));
            row.extend(side(report, &event.recipients));
            row.extend(place(&told));
            row.extend(story.clone());
            tabs(out, row);
        }
        Ok(())
    }
}

impl Polecat {
    /// `Event ID` to `Contexts`.
    fn act(&self, told: &Told<'_>) -> [String; 7] {
        let event = told.event;
        let quad = event.quad_class.as_deref().unwrap_or_default();
        let contexts: Vec<_> = event.contexts.iter().map(Some).collect();
        [
            event.id.clone(),
            self.date(told).map(|d| d.to_string()).unwrap_or_default(),
            event.event_type.clone(),
            event.mode.clone().unwrap_or_default(),
            told.intensity().map(|i| i.to_string()).unwrap_or_default(),
            quad.replace('_', " ").to_uppercase(),
            list(&contexts),
        ]
    }

    /// The day of the event, or the first of an interval of days.
    fn date(&self, told: &Told<'_>) -> Option<Date> {
        match &told.event.date {
            Some(date) => day::days(&date.value).map(|d| d.0).or(day::only_day(&date.value)),
            None => told.report.published.filter(|_| self.undated_as_published),
        }
    }
}

/// `Actor Name` to `Wikipedia Actor ID`.
fn side(report: &Report<'_>, parties: &[Party]) -> [String; 8] {
    let entities: Vec<Option<&EntityRecord>> = parties.iter().map(|p| report.entity(p)).collect();
    let each = |of: &dyn Fn(&EntityRecord) -> Option<String>| {
        list(&entities.iter().map(|e| e.and_then(of)).collect::<Vec<_>>())
    };
    let cow = |e: &EntityRecord| Some(report.codes.country(e.country.as_deref()?)?.cow?.to_owned());
    let sectors = each(&|e| sector(report, e));
    [
        list(&parties.iter().map(|p| Some(p.name.as_str())).collect::<Vec<_>>()),
        each(&|e| e.country.as_deref().map(country)),
        each(&cow),
        sectors.clone(),
        sectors,
        each(&|e| role(e).map(str::to_owned)),
        list(&parties.iter().map(|p| words(&p.evidence)).collect::<Vec<_>>()),
        String::new(),
    ]
}

fn country(code: &str) -> String {
    if code == "XKX" { "KOS".to_owned() } else { code.to_owned() }
}

/// PLOVER's sector; a code that no table knows stays as it is.
fn sector(report: &Report<'_>, entity: &EntityRecord) -> Option<String> {
    let own = entity.sector.as_deref()?;
    // kinds of bodies are no sectors in PLOVER but stand here, where POLECAT has no other place for them
    let plover = report.codes.sector(own).and_then(|(_, plover)| plover);
    Some(plover.unwrap_or(own).to_owned())
}

/// `Placename` to `Feature Type`.
fn place(told: &Told<'_>) -> [String; 10] {
    let Some(place) = told.place() else { return Default::default() };
    let record = place.record;
    let name = place.party.name.clone();
    let city = place.precision == Some(Precision::City);
    let point = place.point();
    [
        name.clone(),
        if city { name } else { String::new() },
        String::new(),
        record.and_then(|r| r.admin1.clone()).unwrap_or_default(),
        record.and_then(|r| r.country.as_deref()).map(country).unwrap_or_default(),
        point.map(|p| p.0.to_string()).unwrap_or_default(),
        point.map(|p| p.1.to_string()).unwrap_or_default(),
        record.and_then(|r| r.geonames).map(|g| g.to_string()).unwrap_or_default(),
        words(&place.party.evidence).unwrap_or_default(),
        place.precision.map(|p| word(&p)).unwrap_or_default(),
    ]
}

/// `Source` to `Version`: what all events of a report have alike.
fn story(report: &Report<'_>) -> [String; 7] {
    let head = report.head();
    let named = |kinds: &[EntityKind]| {
        let entities = report.record.entities.iter().filter(|e| kinds.contains(&e.kind));
        list(&entities.take(MOST_NAMES).map(|e| Some(e.name.as_str())).collect::<Vec<_>>())
    };
    [
        head.publisher.clone().unwrap_or_default(),
        report.published.map(|d| d.to_string()).unwrap_or_default(),
        named(&[EntityKind::Person]),
        named(&[EntityKind::Organisation, EntityKind::ArmedGroup]),
        named(&[EntityKind::Place, EntityKind::State]),
        head.language.clone().unwrap_or_default(),
        format!("dateline {} codebook {}", head.engine, head.codebook),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn rows() -> Vec<Vec<String>> {
        let bytes = sample::changed(
            |_| (),
            |report, events| {
                let mut out = Vec::new();
                let mut polecat = Polecat::new(&Options::default());
                polecat.begin(&mut out);
                polecat.report(report, events, &mut out).unwrap();
                out
            },
        );
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(|l| l.split('\t').map(str::to_owned).collect()).collect()
    }

    fn cell(row: usize, name: &str) -> String {
        let index = COLUMNS.iter().position(|c| *c == name).unwrap();
        rows()[row][index].clone()
    }

    #[test]
    fn every_row_has_forty_cells_and_the_first_is_the_header() {
        assert!(rows().iter().all(|r| r.len() == 40));
        assert_eq!(rows()[0], COLUMNS);
    }

    #[test]
    fn an_attack_fills_a_row() {
        let expected = [
            ("Event ID", "8a103df405f0b156"),
            ("Event Date", "2031-01-22"),
            ("Event Type", "ASSAULT"),
            ("Event Mode", "heavy-weapons"),
            ("Intensity", "-9.5"),
            ("Quad Code", "MATERIAL CONFLICT"),
            ("Contexts", "military"),
            ("Actor Country", "YEM"),
            ("Actor COW", "679"),
            ("Placename", "Sanaa"),
            ("City", "Sanaa"),
            ("Province", "Amanat Al Asimah"),
            ("GeoNames ID", "71137"),
            ("Raw Placename", "Sanaa"),
            ("Publication Date", "2031-01-23"),
            ("Version", "dateline 0.1.0 codebook c0de"),
        ];
        for (name, value) in expected {
            assert_eq!(cell(1, name), value, "{name}");
        }
    }

    #[test]
    fn several_actors_keep_step_and_odd_names_their_row() {
        assert_eq!(cell(2, "Actor Name"), "\"the \"\"Lions, of Ma’rib\"\"; United Nations\"");
        assert_eq!(cell(2, "Actor Sectors"), "REB; IGO");
        assert_eq!((cell(2, "Actor COW"), cell(2, "Recipient COW")), (String::new(), "698".to_owned()));
        assert_eq!((cell(2, "Country"), cell(2, "Latitude")), ("YEM".to_owned(), String::new()));
        assert_eq!(cell(2, "Event Date"), "");
    }
}

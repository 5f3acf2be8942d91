//! The event table of GDELT 2.0: 61 columns between tabs, no header, a line for each pair of an actor and a
//! recipient (codebook V2.0 of 19 February 2015, and the files as published where it is silent).
//!
//! How our records fill it:
//!
//! - Rows say neither that an event did not happen nor who says that it did: see the head of this crate.
//! - `GLOBALEVENTID` is the event's id, 16 hexadecimal digits, as a number without its topmost bit, so that it is a
//!   positive 64-bit integer (a reader that takes it for a double loses its last digits). GDELT is dyadic: further
//!   pairs of the same event have ids made of that id and the two entities. At most [`MOST_PAIRS`] pairs of an event
//!   are written.
//! - `Day`, `MonthYear`, `Year`: as far as the date leaves one only. `FractionDate` follows GDELT's files:
//!   (30 × (month − 1) + day) / 365.
//! - Actors: `Code` is country (ISO alpha-3, with which CAMEO's countries agree but for a few), known group and
//!   roles, as CAMEO puts them together. `Type1Code` is CAMEO's role for the sector. Ethnic and religious codes
//!   stay empty.
//! - `EventCode` is the CAMEO code. An event that has a PLOVER type only gets the root that PLOVER's crosswalk
//!   gives it, where that is one: `03` for AGREE. `QuadClass` is that of the CAMEO root in GDELT's own files (01 to
//!   05, 06 to 09, 10 to 14, 15 to 20), which differs from PLOVER's for a CONCEDE (08), for 09 and for 14.
//! - `NumMentions` counts the mentions in the report; `NumSources` and `NumArticles` are 1. `AvgTone` stays empty:
//!   Dateline measures no tone.
//! - Places: `Geo_Type` 1 country, 2 US state, 3 US town, 4 town, 5 area elsewhere, 0 none, as in GDELT's files.
//!   Countries are FIPS 10-4. `FeatureID` is GNS's or GNIS's, not GeoNames', and so stays empty for towns. A sea or
//!   another place wider than a country has type 0.
//! - `DATEADDED` is [`Options::date_added`](crate::Options::date_added), else the day of publication, with no time
//!   of day (000000).

mod actor;
mod place;

use dateline::record::{EventRecord, Party};
use jiff::civil::Date;

use crate::day;
use crate::error::Error;
use crate::form::Form;
use crate::options::Options;
use crate::report::{Report, Told};
use crate::text::bare_tabs;

/// The most pairs of an actor and a recipient that are written of one event.
pub const MOST_PAIRS: usize = 64;

/// The columns of the GDELT 2.0 event table, in their order. The file itself has no header.
pub const COLUMNS: [&str; 61] = [
    "GLOBALEVENTID",
    "Day",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_Fullname",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_Fullname",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_Fullname",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

pub(crate) struct Gdelt {
    added: Option<Date>,
    undated_as_published: bool,
}

impl Gdelt {
    pub(crate) fn new(options: &Options) -> Gdelt {
        Gdelt { added: options.date_added, undated_as_published: options.undated_as_published }
    }
}

impl Form for Gdelt {
    fn report(
        &mut self,
        report: &Report<'_>,
        events: &[&EventRecord],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        for event in events {
            let told = Told { report, event };
            for (index, (actor, recipient)) in pairs(event).enumerate() {
                bare_tabs(out, self.row(&told, index == 0, actor, recipient));
            }
        }
        Ok(())
    }
}

/// Who does it to whom, each with each; one pair at least.
fn pairs(event: &EventRecord) -> impl Iterator<Item = (Option<&Party>, Option<&Party>)> {
    let side = |parties: &'_ [Party]| parties.len().max(1);
    let recipients = move || (0..side(&event.recipients)).map(|i| event.recipients.get(i));
    let actors = (0..side(&event.actors)).map(|i| event.actors.get(i));
    actors.flat_map(move |a| recipients().map(move |r| (a, r))).take(MOST_PAIRS)
}

impl Gdelt {
    fn row(
        &self,
        told: &Told<'_>,
        first: bool,
        actor: Option<&Party>,
        recipient: Option<&Party>,
    ) -> Vec<String> {
        let (report, event) = (told.report, told.event);
        let id = if first { event.id.clone() } else { pair_id(event, actor, recipient) };
        let mut row = Vec::with_capacity(COLUMNS.len());
        row.push(number(&id).to_string());
        row.extend(self.dates(told));
        row.extend(actor::fields(report, actor));
        row.extend(actor::fields(report, recipient));
        row.extend(action(told));
        row.extend(place::of_party(report, actor));
        row.extend(place::of_party(report, recipient));
        row.extend(place::of_event(told));
        let added = self.added.or(report.published);
        row.push(added.map(|d| d.strftime("%Y%m%d000000").to_string()).unwrap_or_default());
        row.push(report.address());
        row
    }

    /// `Day`, `MonthYear`, `Year`, `FractionDate`.
    fn dates(&self, told: &Told<'_>) -> [String; 4] {
        let published = told.report.published.filter(|_| self.undated_as_published).map(|d| (d, d));
        let bounds = match &told.event.date {
            Some(date) => day::bounds(&date.value),
            None => published,
        };
        let Some((first, last)) = bounds else { return Default::default() };
        let year = first.year() == last.year();
        let month = year && first.month() == last.month();
        let day = first == last;
        let passed = f64::from((i32::from(first.month()) - 1) * 30 + i32::from(first.day())) / 365.0;
        let shown = |only: bool, text: String| if only { text } else { String::new() };
        [
            shown(day, first.strftime("%Y%m%d").to_string()),
            shown(month, first.strftime("%Y%m").to_string()),
            shown(year, first.year().to_string()),
            shown(day, format!("{:.4}", f64::from(first.year()) + passed)),
        ]
    }
}

/// A positive 64-bit integer for an id, the same everywhere.
fn number(id: &str) -> u64 {
    let hex = |id: &str| u64::from_str_radix(id, 16).ok().filter(|_| id.len() == 16);
    let hashed = || hex(&dateline::digest::id(&[id])).unwrap_or_default();
    hex(id).unwrap_or_else(hashed) & (u64::MAX >> 1)
}

fn pair_id(event: &EventRecord, actor: Option<&Party>, recipient: Option<&Party>) -> String {
    let entity = |party: Option<&Party>| party.map(|p| p.entity.clone()).unwrap_or_default();
    dateline::digest::id(&[&event.id, &entity(actor), &entity(recipient)])
}

/// `IsRootEvent` to `AvgTone`.
fn action(told: &Told<'_>) -> [String; 10] {
    let event = told.event;
    let code = event.cameo.as_deref().or(root_of_type(&event.event_type)).unwrap_or_default();
    let part = |digits: usize| code.get(..digits).unwrap_or(code).to_owned();
    let own = event.quad_class.as_deref().and_then(crate::codes::quad_number);
    let quad = quad_of_root(&part(2)).or(own);
    let goldstein = told.report.codes.goldstein(code);
    let mut mentions: Vec<_> = event.mentions.iter().map(|m| (m.start, m.end)).collect();
    mentions.push((event.trigger.start, event.trigger.end));
    mentions.sort_unstable();
    mentions.dedup();
    [
        told.report.leads(&event.trigger).map(|l| u8::from(l).to_string()).unwrap_or_default(),
        code.to_owned(),
        part(3),
        part(2),
        quad.map(|q| q.to_string()).unwrap_or_default(),
        goldstein.map(|g| g.to_string()).unwrap_or_default(),
        mentions.len().to_string(),
        "1".to_owned(),
        "1".to_owned(),
        String::new(),
    ]
}

/// The CAMEO root that PLOVER's crosswalk gives for a type, where there is one only (an ACCUSE is 09 or 11).
fn root_of_type(event_type: &str) -> Option<&'static str> {
    match event_type {
        "AGREE" => Some("03"),
        "CONSULT" => Some("04"),
        "SUPPORT" => Some("05"),
        "COOPERATE" => Some("06"),
        "AID" => Some("07"),
        "CONCEDE" | "RETREAT" => Some("08"),
        "REQUEST" => Some("10"),
        "REJECT" => Some("12"),
        "THREATEN" => Some("13"),
        "PROTEST" => Some("14"),
        "MOBILIZE" => Some("15"),
        "SANCTION" => Some("16"),
        "COERCE" => Some("17"),
        _ => None,
    }
}

fn quad_of_root(root: &str) -> Option<u8> {
    match root.parse().ok()? {
        1..=5 => Some(1),
        6..=9 => Some(2),
        10..=14 => Some(3),
        15..=20 => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::sample;

    /// The rows of the sample, each by column, empty cells left out.
    fn rows(options: &Options) -> Vec<BTreeMap<&'static str, String>> {
        let bytes = sample::changed(
            |_| (),
            |report, events| {
                let mut out = Vec::new();
                Gdelt::new(options).report(report, events, &mut out).unwrap();
                out
            },
        );
        let text = String::from_utf8(bytes).unwrap();
        let row = |line: &str| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 61);
            let cells = COLUMNS.iter().zip(cells).filter(|(_, c)| !c.is_empty());
            cells.map(|(name, cell)| (*name, cell.to_owned())).collect()
        };
        text.lines().map(row).collect()
    }

    #[test]
    fn an_attack_fills_a_row() {
        let row = &rows(&Options::default())[0];
        let expected = [
            ("GLOBALEVENTID", "725147658287624534"),
            ("Day", "20310122"),
            ("MonthYear", "203101"),
            ("Year", "2031"),
            ("FractionDate", "2031.0603"),
            ("Actor1Code", "YEMREB"),
            ("Actor1Name", "REBELS"),
            ("Actor1Type1Code", "REB"),
            ("Actor2Code", "YEM"),
            ("Actor2Geo_Type", "4"),
            ("IsRootEvent", "1"),
            ("EventCode", "194"),
            ("EventBaseCode", "194"),
            ("EventRootCode", "19"),
            ("QuadClass", "4"),
            ("GoldsteinScale", "-10"),
            ("NumMentions", "2"),
            ("ActionGeo_Type", "4"),
            ("ActionGeo_Fullname", "Sanaa, Amanat Al Asimah, Yemen"),
            ("ActionGeo_CountryCode", "YM"),
            ("ActionGeo_Lat", "15.3545"),
            ("DATEADDED", "20310123000000"),
            ("SOURCEURL", "https://example.org/gazette/1"),
        ];
        for (name, value) in expected {
            assert_eq!(row.get(name).map(String::as_str), Some(value), "{name}");
        }
        assert_eq!(row.get("AvgTone"), None);
    }

    #[test]
    fn each_pair_has_its_row_and_its_number() {
        let rows = rows(&Options::default());
        let of = |name: &str| rows[1..].iter().map(|r| r.get(name).cloned()).collect::<Vec<_>>();
        assert_eq!(of("Actor1Code"), [Some("REB".to_owned()), Some("IGOUNO".to_owned())]);
        assert_eq!(of("Actor1KnownGroupCode"), [None, Some("UNO".to_owned())]);
        assert_eq!(of("Actor2Code"), vec![Some("OMNGOV".to_owned()); 2]);
        assert_eq!(of("EventCode"), vec![Some("043".to_owned()); 2]);
        assert_eq!(of("ActionGeo_Type"), vec![Some("1".to_owned()); 2]);
        assert_eq!(of("Day"), [None, None]);
        let ids = of("GLOBALEVENTID");
        assert_ne!(ids[0], ids[1]);
        assert!(ids.iter().flatten().all(|id| id.parse::<i64>().is_ok_and(|n| n > 0)));
        assert_eq!(of("Actor1Name")[0].as_deref(), Some("THE 'LIONS; OF MA’RIB'"));
    }

    #[test]
    fn an_undated_event_may_take_the_day_of_publication() {
        let options = Options { undated_as_published: true, ..Options::default() };
        assert_eq!(rows(&options)[1]["Day"], "20310123");
        // a date that names no day is a date still
        assert_eq!(rows(&options)[0]["Day"], "20310122");
    }

    #[test]
    fn fractions_and_quads_are_those_of_the_files() {
        let fraction = |month: i8, day: i8| {
            let passed = f64::from((i32::from(month) - 1) * 30 + i32::from(day)) / 365.0;
            format!("{passed:.4}")
        };
        assert_eq!(fraction(1, 1), "0.0027");
        assert_eq!(fraction(7, 4), "0.5041");
        assert_eq!((quad_of_root("09"), quad_of_root("14")), (Some(2), Some(3)));
        assert_eq!(root_of_type("ASSAULT"), None);
    }

    #[test]
    fn ids_of_any_form_give_a_number() {
        assert_eq!(number("8000000000000001"), 1);
        assert_eq!(number("not hexadecimal!"), number("not hexadecimal!"));
        assert_ne!(number("a"), number("b"));
    }

    #[test]
    fn a_meeting_of_hundreds_is_cut_short() {
        let pairs = sample::changed(
            |record| {
                let party = record.events[0].actors[0].clone();
                record.events[0].actors = vec![party.clone(); 400];
                record.events[0].recipients = vec![party; 400];
            },
            |_, events| pairs(events[0]).count(),
        );
        assert_eq!(pairs, MOST_PAIRS);
    }
}

//! The table of events that `csv`, `parquet` and `geojson` share: its columns, each with its kind and meaning.

mod table;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::report::Told;
use crate::text;

/// A column of the table of events.
///
/// ```
/// let cameo = dateline_export::columns().iter().find(|c| c.name == "cameo").ok_or("missing")?;
/// assert_eq!(cameo.kind, dateline_export::Kind::Text);
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// What it means.
    pub about: &'static str,
    pub(crate) read: fn(&Told<'_>) -> Cell,
}

/// What the cells of a column hold. Each may be empty: not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text; ids and codes too.
    Text,
    /// Texts, with `; ` between them in CSV. Lists that tell of the same actors have the same length.
    List,
    /// A whole number.
    Integer,
    /// A number with double precision.
    Number,
    /// A day, `2016-02-03` in CSV and JSON.
    Day,
}

/// A cell; its kind is that of its column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Text(Option<String>),
    List(Vec<Option<String>>),
    Integer(Option<i64>),
    Number(Option<f64>),
    Day(Option<Date>),
}

/// The columns, in their order.
pub fn columns() -> &'static [Column] {
    table::COLUMNS
}

impl Cell {
    pub(crate) fn text(text: Option<impl Into<String>>) -> Cell {
        Cell::Text(text.map(Into::into))
    }

    /// A whole number; one too large for the table is not known to it.
    pub(crate) fn integer(number: Option<impl TryInto<i64>>) -> Cell {
        Cell::Integer(number.and_then(|n| n.try_into().ok()))
    }

    pub(crate) fn number(number: Option<f64>) -> Cell {
        Cell::Number(number.filter(|n| n.is_finite()))
    }

    /// As it stands in a cell of CSV.
    pub(crate) fn plain(&self) -> String {
        match self {
            Cell::Text(text) => text.clone().unwrap_or_default(),
            Cell::List(list) => text::list(list),
            Cell::Integer(number) => number.map(|n| n.to_string()).unwrap_or_default(),
            Cell::Number(number) => number.map(|n| n.to_string()).unwrap_or_default(),
            Cell::Day(day) => day.map(|d| d.to_string()).unwrap_or_default(),
        }
    }

    /// As it stands in JSON.
    pub(crate) fn json(&self) -> Value {
        fn value(value: &impl Serialize) -> Value {
            serde_json::to_value(value).unwrap_or(Value::Null)
        }
        match self {
            Cell::Text(text) => value(text),
            Cell::List(list) => value(list),
            Cell::Integer(number) => value(number),
            Cell::Number(number) => value(number),
            Cell::Day(day) => value(&day.map(|d| d.to_string())),
        }
    }

    #[cfg(test)]
    fn kind(&self) -> Kind {
        match self {
            Cell::Text(_) => Kind::Text,
            Cell::List(_) => Kind::List,
            Cell::Integer(_) => Kind::Integer,
            Cell::Number(_) => Kind::Number,
            Cell::Day(_) => Kind::Day,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sample;

    fn cell(index: usize, name: &str) -> String {
        let column = columns().iter().find(|c| c.name == name).unwrap();
        sample::told(index, |t| (column.read)(t).plain())
    }

    #[test]
    fn columns_are_named_once_and_hold_what_they_say() {
        let names: BTreeSet<&str> = columns().iter().map(|c| c.name).collect();
        assert_eq!(names.len(), columns().len());
        for column in columns() {
            assert!(!column.about.is_empty(), "{}", column.name);
            let right = |t: &Told<'_>| (column.read)(t).kind() == column.kind;
            assert!(sample::told(0, right) && sample::told(1, right), "{}", column.name);
        }
    }

    #[test]
    fn an_event_fills_its_row() {
        let expected = [
            ("event", "8a103df405f0b156"),
            ("type", "ASSAULT"),
            ("cameo", "194"),
            ("intensity", "-9.5"),
            ("goldstein", "-10"),
            ("actors", "Rebels"),
            ("actor_countries", "YEM"),
            ("place_admin1", "Amanat Al Asimah"),
            ("lat", "15.3545"),
            ("geonames", "71137"),
            ("date", "2031-01-22TNI"),
            ("date_first", "2031-01-22"),
            ("dead", "11"),
            ("dead_bound", "at_least"),
            ("trigger", "shelled"),
            ("mentions", "2"),
            ("sentence", "Rebels shelled Sanaa\tin Yemen, the \"Lions; of Ma’rib\" said."),
            ("score", "0.91"),
            ("speaker", ""),
        ];
        for (name, value) in expected {
            assert_eq!(cell(0, name), value, "{name}");
        }
    }

    #[test]
    fn what_is_only_said_or_planned_says_so() {
        assert_eq!(cell(1, "reality"), "future");
        assert_eq!(cell(1, "speaker"), "the \"Lions; of Ma’rib\"");
        assert_eq!(cell(1, "stance"), "asserts");
        assert_eq!(cell(1, "cameo"), "043");
    }

    #[test]
    fn lists_of_actors_keep_step() {
        assert_eq!(cell(1, "actors"), "the \"Lions, of Ma’rib\"; United Nations");
        assert_eq!(cell(1, "actor_sectors"), "TER; IGO");
        assert_eq!(cell(1, "actor_countries"), "");
    }

    #[test]
    fn a_country_has_no_coordinates_and_places_count_in_code_points() {
        assert_eq!((cell(1, "place"), cell(1, "lat")), ("Yemen".to_owned(), String::new()));
        let start = sample::words("meet").chars[0];
        assert_eq!(cell(1, "trigger_start"), start.to_string());
        assert_ne!(start, sample::words("meet").start);
    }
}

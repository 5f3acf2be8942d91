//! Codes of other bodies for our own: countries, roles, scales. The tables lie in `export/data`, with their sources.

use std::collections::BTreeMap;

const COUNTRIES: &str = include_str!("../data/countries.csv");
const AREAS: &str = include_str!("../data/areas.csv");
const GOLDSTEIN: &str = include_str!("../data/goldstein.csv");
const PLOVER: &str = include_str!("../data/plover.csv");
const SECTORS: &str = include_str!("../data/sectors.csv");
const GROUPS: &str = include_str!("../data/groups.csv");

/// What other tables say of a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Country {
    /// English short name.
    pub(crate) name: &'static str,
    /// FIPS 10-4.
    pub(crate) fips: Option<&'static str>,
    /// Number of the Correlates of War.
    pub(crate) cow: Option<&'static str>,
}

/// A code and its fellow in another scheme, each absent where the scheme has none.
pub(crate) type Pair = (Option<&'static str>, Option<&'static str>);

/// All tables, each by our own code.
pub(crate) struct Codes {
    countries: BTreeMap<&'static str, Country>,
    areas: BTreeMap<(&'static str, &'static str), (&'static str, &'static str)>,
    goldstein: BTreeMap<&'static str, f64>,
    plover: BTreeMap<(&'static str, &'static str), f64>,
    sectors: BTreeMap<&'static str, Pair>,
    groups: BTreeMap<&'static str, Pair>,
}

impl Codes {
    pub(crate) fn new() -> Codes {
        let country = |r: Row| {
            (r.field(0), Country { name: r.field(1), fips: filled(r.field(2)), cow: filled(r.field(3)) })
        };
        let score = |r: Row| Some(((r.field(0), r.field(1)), r.field(2).parse().ok()?));
        let pair = |r: Row| (r.field(0), (filled(r.field(1)), filled(r.field(2))));
        Codes {
            countries: rows(COUNTRIES).map(country).collect(),
            areas: rows(AREAS).map(|r| ((r.field(0), r.field(1)), (r.field(2), r.field(3)))).collect(),
            goldstein: rows(GOLDSTEIN).filter_map(|r| Some((r.field(0), r.field(1).parse().ok()?))).collect(),
            plover: rows(PLOVER).filter_map(score).collect(),
            sectors: rows(SECTORS).map(pair).collect(),
            groups: rows(GROUPS).map(pair).collect(),
        }
    }

    /// The country of an ISO 3166-1 alpha-3 code.
    pub(crate) fn country(&self, code: &str) -> Option<&Country> {
        self.countries.get(code)
    }

    /// FIPS 10-4 of a country, or of an area of it that has a code of its own, and GDELT's ADM1 code of the area.
    pub(crate) fn fips(&self, country: &str, area: Option<&str>) -> Pair {
        match area.and_then(|a| self.areas.get(&(country, a))) {
            Some((fips, area)) => (Some(fips), Some(area)),
            None => (self.countries.get(country).and_then(|c| c.fips), None),
        }
    }

    /// Goldstein scale of a CAMEO code.
    pub(crate) fn goldstein(&self, cameo: &str) -> Option<f64> {
        self.goldstein.get(cameo).copied()
    }

    /// PLOVER score of a type in a mode; a mode without a score has that of its type.
    pub(crate) fn plover(&self, event_type: &str, mode: Option<&str>) -> Option<f64> {
        let of = |mode: &str| self.plover.get(&(event_type, mode)).copied();
        of(mode.unwrap_or_default()).or_else(|| of(""))
    }

    /// The CAMEO role code and the PLOVER sector of a sector of our records.
    pub(crate) fn sector(&self, sector: &str) -> Option<Pair> {
        self.sectors.get(sector).copied()
    }

    /// CAMEO's known group code and PLOVER's code of a body, by its canonical name.
    pub(crate) fn group(&self, name: &str) -> Pair {
        self.groups.get(name).copied().unwrap_or_default()
    }
}

/// The numbers of PLOVER's and GDELT's quad classes, in words.
pub(crate) const QUADS: [(&str, u8); 4] = [
    ("verbal_cooperation", 1),
    ("material_cooperation", 2),
    ("verbal_conflict", 3),
    ("material_conflict", 4),
];

/// Number of a quad class of our records.
pub(crate) fn quad_number(name: &str) -> Option<u8> {
    QUADS.iter().find(|(n, _)| *n == name).map(|(_, number)| *number)
}

struct Row(Vec<&'static str>);

impl Row {
    fn field(&self, index: usize) -> &'static str {
        self.0.get(index).copied().unwrap_or_default()
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = Row> {
    let lines = table.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    lines.map(|l| Row(l.split(',').collect()))
}

fn filled(field: &'static str) -> Option<&'static str> {
    Some(field).filter(|f| !f.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_whole() {
        let tables = [(COUNTRIES, 4), (AREAS, 4), (GOLDSTEIN, 2), (PLOVER, 3), (SECTORS, 3), (GROUPS, 3)];
        for (table, width) in tables {
            for row in rows(table) {
                assert_eq!(row.0.len(), width, "{:?}", row.0);
            }
        }
        let codes = Codes::new();
        assert_eq!(codes.goldstein.len(), rows(GOLDSTEIN).count());
        assert_eq!(codes.plover.len(), rows(PLOVER).count());
        assert_eq!(codes.countries.len(), rows(COUNTRIES).count());
    }

    #[test]
    fn codes_have_the_form_of_their_scheme() {
        let codes = Codes::new();
        let upper = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_uppercase());
        let mut fips = Vec::new();
        let mut cow = Vec::new();
        for (code, country) in &codes.countries {
            assert!(upper(code, 3), "{code}");
            assert!(country.fips.is_none_or(|f| upper(f, 2)), "{code}");
            assert!(country.cow.is_none_or(|c| c.parse::<u16>().is_ok_and(|n| n < 1000)), "{code}");
            fips.extend(country.fips);
            cow.extend(country.cow);
        }
        for list in [&mut fips, &mut cow] {
            let all = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), all, "a code stands for two countries");
        }
        assert!(codes.goldstein.iter().all(|(c, v)| (2..=4).contains(&c.len()) && v.abs() <= 10.0));
        assert!(codes.plover.values().all(|v| v.abs() <= 10.0));
    }

    #[test]
    fn codes_are_those_of_their_scheme() {
        let codes = Codes::new();
        let germany = codes.country("DEU").unwrap();
        assert_eq!((germany.fips, germany.cow), (Some("GM"), Some("255")));
        assert_eq!(codes.fips("PSE", Some("Gaza Strip")), (Some("GZ"), Some("GZ")));
        assert_eq!(codes.fips("PSE", None), (None, None));
        assert_eq!(codes.fips("USA", Some("Texas")), (Some("US"), Some("USTX")));
        assert_eq!(codes.goldstein("0874"), Some(10.0));
        assert_eq!(codes.goldstein("874"), None);
        assert_eq!(codes.plover("ASSAULT", Some("aerial")), Some(-9.5));
        assert_eq!(codes.plover("PROTEST", Some("vandalize")), Some(-5.0));
        assert_eq!(codes.plover("VISIT", None), None);
        assert_eq!(codes.sector("MED"), Some((Some("MED"), Some("JRN"))));
        assert_eq!(codes.group("United Nations"), (Some("UNO"), Some("UNO")));
        assert_eq!(quad_number("material_conflict"), Some(4));
    }
}

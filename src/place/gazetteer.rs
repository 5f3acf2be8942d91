//! Names of places and what they may stand for: towns and regions of GeoNames in one
//! compact file (laid out by `codebook/places/build/gazetteer.py`), states and wide regions from the tables.

use std::collections::BTreeMap;

use crate::codebook::actors::State;
use crate::codebook::places::{Extent, PlaceTable};
use crate::fold::fold;

static TOWNS: &[u8] = include_bytes!("../../codebook/places/gazetteer.bin");

const RECORD: usize = 20;
const KEYS_IN_BLOCK: usize = 16;

/// What sort of place a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A whole state or territory.
    State,
    /// Sea, continent, or several states.
    Wide,
    /// A part of a state, from the table of regions.
    Region,
    /// A first-order administrative area.
    FirstOrder,
    /// A second-order administrative area.
    SecondOrder,
    /// A town, village or site.
    Town,
}

/// One place that a name may stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its own name.
    pub name: String,
    /// GeoNames id, where known.
    pub geonames: Option<u32>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-order administrative area.
    pub admin1: Option<String>,
    /// What sort of place it is.
    pub sort: Sort,
    /// People who live there, rounded down to tens; 0 where unknown.
    pub population: u32,
    /// Whether it is the seat of its state's government.
    pub capital: bool,
}

/// The places that are known, by name.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    towns: Towns,
    // states and regions of the tables, by folded name
    tables: BTreeMap<String, Vec<Candidate>>,
    // first-order regions by short form
    short: BTreeMap<String, String>,
    // codes of states by folded adjective or noun of their people, and by Internet domain
    nationalities: BTreeMap<String, String>,
    domains: BTreeMap<String, String>,
    // codes of states by folded capital
    capitals: BTreeMap<String, String>,
}

impl Gazetteer {
    /// The gazetteer that is part of the program, with the given tables.
    /// `None` only if the built-in file is not the one this program was written for.
    pub fn new(states: &[State], table: &PlaceTable) -> Option<Gazetteer> {
        let mut tables: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
        let rows = states.iter().map(of_state).chain(table.regions.iter().map(of_region));
        for (names, candidate) in rows {
            let mut keys: Vec<String> = names.iter().map(|n| fold(n)).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                tables.entry(key).or_default().push(candidate.clone());
            }
        }
        let short = table.short.iter().map(|(short, full)| (short.clone(), full.clone())).collect();
        let mut nationalities = BTreeMap::new();
        for state in states {
            for word in state.adjectives.iter().chain(&state.people) {
                nationalities.entry(fold(word)).or_insert_with(|| state.code.clone());
            }
        }
        let domains =
            states.iter().filter(|s| !s.tld.is_empty()).map(|s| (s.tld.clone(), s.code.clone())).collect();
        let capitals = states.iter().filter_map(|s| Some((fold(s.seats.first()?), s.code.clone()))).collect();
        Some(Gazetteer { towns: Towns::open(TOWNS)?, tables, short, nationalities, domains, capitals })
    }

    /// The gazetteer of the program with the tables of the program.
    pub fn builtin() -> Option<Gazetteer> {
        let states = crate::codebook::actors::ActorTables::builtin().ok()?.states;
        Gazetteer::new(&states, &PlaceTable::builtin().ok()?)
    }

    /// All places of the name: those of the tables first, then by population.
    pub fn lookup(&self, name: &str) -> Vec<Candidate> {
        let key = fold(name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name));
        let mut found = self.tables.get(&key).cloned().unwrap_or_default();
        let mut others = self.towns.lookup(&key);
        // a region of the tables stands for the same region in the file
        others.retain(|o| {
            o.sort != Sort::FirstOrder
                || !found.iter().any(|f| f.sort == Sort::Region && f.country == o.country)
        });
        let seat_of = self.capitals.get(&key);
        if let Some(seat) = others.iter_mut().find(|o| o.sort == Sort::Town && o.country.as_ref() == seat_of)
        {
            seat.capital = seat_of.is_some();
        }
        found.extend(others);
        found
    }

    /// The second-order regions of the name when it is written without `County` or `Parish`.
    pub fn counties(&self, name: &str) -> Vec<Candidate> {
        let key = fold(name);
        ["county", "parish"].iter().flat_map(|word| self.towns.lookup(&format!("{key} {word}"))).collect()
    }

    /// The state or region of the tables with the name, if there is one.
    pub fn of_tables(&self, name: &str) -> Option<&Candidate> {
        self.tables.get(&fold(name)).and_then(|found| found.first())
    }

    /// The state of an adjective or people: `Syrian`, `Syrians`.
    pub fn nationality(&self, word: &str) -> Option<&str> {
        self.nationalities.get(&fold(word)).map(String::as_str)
    }

    /// The state of an Internet domain: `uk`.
    pub fn domain(&self, tld: &str) -> Option<&str> {
        self.domains.get(tld).map(String::as_str)
    }

    /// The first-order region that is written short: `Ill.` is `Illinois`.
    pub fn expand(&self, name: &str) -> Option<&str> {
        self.short.get(name).map(String::as_str)
    }
}

fn of_state(state: &State) -> (Vec<&str>, Candidate) {
    let names = std::iter::once(&state.name).chain(&state.names).map(String::as_str).collect();
    let candidate = Candidate {
        name: state.name.clone(),
        geonames: (state.geonames != 0).then_some(state.geonames),
        lat: state.point.0,
        lon: state.point.1,
        country: Some(state.code.clone()),
        admin1: None,
        sort: Sort::State,
        population: 0,
        capital: false,
    };
    (names, candidate)
}

fn of_region(region: &crate::codebook::places::Region) -> (Vec<&str>, Candidate) {
    let names = std::iter::once(&region.name).chain(&region.names).map(String::as_str).collect();
    let sort = match region.precision {
        Extent::City => Sort::Town,
        Extent::Region => Sort::Region,
        Extent::Wide => Sort::Wide,
    };
    let candidate = Candidate {
        name: region.name.clone(),
        geonames: None,
        lat: region.point.0,
        lon: region.point.1,
        country: region.country.clone(),
        admin1: None,
        sort,
        population: 0,
        capital: false,
    };
    (names, candidate)
}

/// The compact file, read in place. Every read is checked: a damaged file loses names, no more.
#[derive(Debug, Clone, Copy)]
struct Towns {
    countries: &'static [u8],
    admins: &'static [u8],
    records: &'static [u8],
    blocks: &'static [u8],
    keys: &'static [u8],
    postings: &'static [u8],
    pool: &'static [u8],
}

impl Towns {
    fn open(data: &'static [u8]) -> Option<Towns> {
        if data.get(..4)? != b"DLGZ" || u32_at(data, 4)? != 1 {
            return None;
        }
        let mut sizes = [0usize; 8];
        for (i, size) in sizes.iter_mut().enumerate() {
            *size = u32_at(data, 8 + 4 * i)? as usize;
        }
        let [countries, admins, records, _, blocks, pool, keys, postings] = sizes;
        let mut at = 40usize;
        let mut take = |len: usize| {
            let part = data.get(at..at.checked_add(len)?)?;
            at += len;
            Some(part)
        };
        Some(Towns {
            countries: take(countries * 3)?,
            admins: take(admins * 4)?,
            records: take(records * RECORD)?,
            blocks: take(blocks * 8)?,
            keys: take(keys)?,
            postings: take(postings)?,
            pool: take(pool)?,
        })
    }

    fn lookup(&self, key: &str) -> Vec<Candidate> {
        self.find(key.as_bytes()).unwrap_or_default()
    }

    fn find(&self, key: &[u8]) -> Option<Vec<Candidate>> {
        let (mut low, mut high) = (0, self.blocks.len() / 8);
        while low < high {
            let mid = (low + high) / 2;
            if self.first_key(mid)? <= key { low = mid + 1 } else { high = mid }
        }
        self.in_block(low.checked_sub(1)?, key)
    }

    /// The first key of a block is written whole.
    fn first_key(&self, block: usize) -> Option<&'static [u8]> {
        let at = u32_at(self.blocks, block * 8)? as usize;
        let len = usize::from(*self.keys.get(at + 1)?);
        self.keys.get(at + 2..at + 2 + len)
    }

    fn in_block(&self, block: usize, key: &[u8]) -> Option<Vec<Candidate>> {
        let mut at = u32_at(self.blocks, block * 8)? as usize;
        let mut posting = u32_at(self.blocks, block * 8 + 4)? as usize;
        let mut current: Vec<u8> = Vec::new();
        for _ in 0..KEYS_IN_BLOCK {
            let (shared, len) = (usize::from(*self.keys.get(at)?), usize::from(*self.keys.get(at + 1)?));
            current.truncate(shared);
            current.extend_from_slice(self.keys.get(at + 2..at + 2 + len)?);
            let count = usize::from(*self.keys.get(at + 2 + len)?);
            if current == key {
                return (0..count)
                    .map(|i| self.record(u24_at(self.postings, posting + 3 * i)? as usize))
                    .collect();
            }
            at += 3 + len;
            posting += 3 * count;
        }
        None
    }

    fn record(&self, number: usize) -> Option<Candidate> {
        let r = self.records.get(number * RECORD..(number + 1) * RECORD)?;
        let country = usize::from(*r.get(10)?) * 3;
        let admin1 = usize::from(u16::from_le_bytes([r[12], r[13]]));
        let admin1 = self.text(u32_at(self.admins, admin1 * 4)? as usize)?;
        let geonames = u32_at(r, 6)?;
        Some(Candidate {
            name: self.text(u24_at(r, 17)? as usize)?.to_owned(),
            geonames: (geonames != 0).then_some(geonames),
            lat: degrees(u24_at(r, 0)?),
            lon: degrees(u24_at(r, 3)?),
            country: std::str::from_utf8(self.countries.get(country..country + 3)?).ok().map(str::to_owned),
            admin1: (!admin1.is_empty()).then(|| admin1.to_owned()),
            sort: match r[11] {
                1 => Sort::FirstOrder,
                2 => Sort::SecondOrder,
                _ => Sort::Town,
            },
            population: u24_at(r, 14)? * 10,
            capital: false,
        })
    }

    fn text(&self, at: usize) -> Option<&'static str> {
        let len = usize::from(*self.pool.get(at)?);
        std::str::from_utf8(self.pool.get(at + 1..at + 1 + len)?).ok()
    }
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn u24_at(data: &[u8], at: usize) -> Option<u32> {
    let b = data.get(at..at.checked_add(3)?)?;
    Some(u32::from_le_bytes([b[0], b[1], b[2], 0]))
}

/// Ten-thousandths of a degree, a signed 24-bit number.
fn degrees(raw: u32) -> f64 {
    f64::from(((raw << 8) as i32) >> 8) / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gazetteer() -> Gazetteer {
        Gazetteer::builtin().unwrap()
    }

    #[test]
    fn folding_levels_spelling() {
        assert_eq!(fold("Saint-Étienne"), "st etienne");
        assert_eq!(fold("N'Djamena"), fold("Ndjamena"));
        assert_eq!(fold("U.S."), "us");
    }

    #[test]
    fn a_capital_is_found_with_its_id() {
        let found = gazetteer().lookup("Damascus");
        assert_eq!(found[0].country.as_deref(), Some("SYR"));
        assert_eq!(found[0].geonames, Some(170654));
        assert!((found[0].lat - 33.51).abs() < 0.1 && (found[0].lon - 36.29).abs() < 0.1);
    }

    #[test]
    fn many_places_share_a_name() {
        let found = gazetteer().lookup("Springfield");
        assert!(found.len() > 10);
        let towns: Vec<u32> = found.iter().map(|c| c.population).collect();
        assert!(towns.windows(2).all(|w| w[0] >= w[1]));
    }

    #[test]
    fn states_and_regions_come_from_the_tables() {
        assert_eq!(gazetteer().lookup("Syria")[0].sort, Sort::State);
        assert_eq!(gazetteer().lookup("the Middle East")[0].sort, Sort::Wide);
        assert!(gazetteer().lookup("Illinois").iter().any(|c| c.sort == Sort::FirstOrder));
    }

    #[test]
    fn any_key_may_be_asked() {
        let g = gazetteer();
        for name in ["", " ", "\u{0}", "zzzzzzzz", "\u{10ffff}", "a", "aa", &"x".repeat(10_000)] {
            let _ = g.lookup(name);
        }
    }

    #[test]
    fn a_damaged_file_is_no_panic() {
        for len in [0, 3, 4, 39, 40, 1000, 5_000_000] {
            let cut: &'static [u8] = &TOWNS[..len];
            assert!(Towns::open(cut).is_none());
        }
    }
}

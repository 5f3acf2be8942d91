//! Regions, seas and continents by hand, and the short forms of first-order regions: `codebook/places/regions.toml`.

use serde::Deserialize;

/// How exactly a region of the table is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// A town or site.
    City,
    /// Part of one state.
    Region,
    /// More than one state, or water.
    Wide,
}

/// A region, sea or continent.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Canonical name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub names: Vec<String>,
    /// Degrees north and east.
    pub point: (f64, f64),
    /// How exact the point is.
    pub precision: Extent,
    /// ISO 3166-1 alpha-3 of the state it is part of.
    pub country: Option<String>,
}

/// All of `codebook/places/regions.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceTable {
    /// Regions, in order of the file.
    #[serde(rename = "region")]
    pub regions: Vec<Region>,
    /// Short form and full name of first-order regions: `Ill.`, `Illinois`.
    pub short: Vec<(String, String)>,
}

impl PlaceTable {
    /// The table that is part of the program.
    pub fn builtin() -> Result<PlaceTable, toml::de::Error> {
        parse(include_str!("../../codebook/places/regions.toml"))
    }
}

/// Reads the table from the text of its file.
pub fn parse(text: &str) -> Result<PlaceTable, toml::de::Error> {
    toml::from_str(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_program_reads() {
        let table = PlaceTable::builtin().unwrap();
        let gaza = table.regions.iter().find(|r| r.name == "Gaza").unwrap();
        assert_eq!(gaza.country.as_deref(), Some("PSE"));
        assert!(table.short.contains(&("Ill.".into(), "Illinois".into())));
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(parse("short = []\nregion = [{ name = \"X\", point = [1.0, 2.0], precision = \"wide\", colour = \"red\" }]").is_err());
    }
}

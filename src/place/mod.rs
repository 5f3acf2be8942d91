//! Place names with coordinates, country and GeoNames id.

/// How exactly a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A town, village or site.
    City,
    /// A first-order or lower administrative area.
    Region,
    /// A whole country.
    Country,
    /// Sea, continent, range, or several countries.
    Wide,
}

/// What a place name stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Canonical name.
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
    /// How exact the point is.
    pub precision: Precision,
    /// Why this one of the places of the name: `only one of the name`, `largest of 12`, `named with Syria`.
    pub reason: String,
}

//! Place names with coordinates, country and GeoNames id.

mod choose;
mod find;
mod gazetteer;

use crate::document::Document;
use crate::language::Language;
use crate::layer::Layer;

pub use crate::fold::fold;
pub use gazetteer::{Candidate, Gazetteer, Sort};

/// How exactly a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// Every place name of the report that the gazetteer knows, with the place that it most likely stands for.
///
/// One name stands for one place throughout a report, unless the text says otherwise where
/// it stands (`Paris, Texas`). Names of kind place that the gazetteer does not know get no place here.
pub fn places(doc: &Document, lang: &Language, gaz: &Gazetteer) -> Layer<Place> {
    let toponyms = find::toponyms(doc, lang, gaz);
    let context = find::context(doc, lang, gaz);
    Layer::new(choose::choose(toponyms, &context))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::NameKind;

    fn named(text: &str, names: &[&str]) -> Vec<Place> {
        let doc = Document::from_plain(text);
        let spans = names.iter().flat_map(|n| text.match_indices(n).map(move |(at, _)| (at, at + n.len())));
        let names = spans.filter_map(|(a, b)| Some((doc.span(a, b)?, NameKind::Place))).collect();
        let lang = Language { names: Layer::new(names), ..Language::default() };
        places(&doc, &lang, &Gazetteer::builtin().unwrap()).iter().map(|(_, p)| p.clone()).collect()
    }

    #[test]
    fn the_largest_of_the_name_where_nothing_else_is_known() {
        let found = named("The mayor of Paris spoke.", &["Paris"]);
        assert_eq!(found[0].country.as_deref(), Some("FRA"));
        assert!(found[0].reason.starts_with("largest of"), "{}", found[0].reason);
    }

    #[test]
    fn what_stands_behind_the_comma_decides() {
        let found = named("A storm hit Paris, Texas, at noon.", &["Paris", "Texas"]);
        assert_eq!((found[0].country.as_deref(), found[0].admin1.as_deref()), (Some("USA"), Some("Texas")));
        assert_eq!(found[0].reason, "inside Texas, as written");
        let found = named("Fire in Springfield, Ill., was put out.", &["Springfield"]);
        assert_eq!(found[0].admin1.as_deref(), Some("Illinois"));
    }

    #[test]
    fn the_other_places_of_the_report_decide() {
        let found = named(
            "Troops left Tripoli for Beirut. Lebanon was calm, Sidon too.",
            &["Tripoli", "Beirut", "Lebanon", "Sidon"],
        );
        assert_eq!(found[0].country.as_deref(), Some("LBN"));
    }

    #[test]
    fn seas_and_states_have_their_precision() {
        let found = named("Ships left Syria for the Black Sea.", &["Syria", "Black Sea"]);
        assert_eq!((found[0].precision, found[1].precision), (Precision::Country, Precision::Wide));
        assert_eq!(found[0].geonames, Some(163843));
    }

    #[test]
    fn places_are_found_by_the_tables_alone() {
        let doc = Document::from_plain("Protests in Cairo spread, and Libya shut its border.");
        let found = places(&doc, &Language::default(), &Gazetteer::builtin().unwrap());
        let names: Vec<&str> = found.iter().map(|(_, p)| p.name.as_str()).collect();
        assert_eq!(names, ["Cairo", "Libya"]);
    }

    #[test]
    fn hostile_text_is_read() {
        let gaz = Gazetteer::builtin().unwrap();
        for text in ["", "A, B, C, , ,", "Paris,", "Paris , ", ", Paris", "É", &"Paris, Texas ".repeat(2000)]
        {
            let _ = places(&Document::from_plain(text), &Language::default(), &gaz);
        }
    }
}

#[cfg(test)]
mod gold {
    //! The open place corpora, with their own toponyms given: what is measured is the choice alone.

    use std::path::PathBuf;

    use super::*;
    use crate::language::NameKind;

    struct Figures {
        found: usize,
        near: usize,
        wanted: usize,
    }

    fn folder() -> Option<PathBuf> {
        let shared = std::env::var("DATELINE_SHARED").unwrap_or_else(|_| "../shared".to_owned());
        Some(PathBuf::from(shared).join("gold/open/geo")).filter(|f| f.is_dir())
    }

    fn read(path: PathBuf, gaz: &Gazetteer) -> Figures {
        let mut figures = Figures { found: 0, near: 0, wanted: 0 };
        let mut misses: std::collections::BTreeMap<String, usize> = Default::default();
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = record["text"].as_str().unwrap();
            let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let doc = Document::from_plain(text).with_origin(None, record["url"].as_str().map(str::to_owned));
            let gold: Vec<_> = record["toponyms"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|t| {
                    let at = |k: &str| Some(bytes[t[k].as_u64()? as usize]);
                    Some((doc.span(at("start")?, at("end")?)?, (t["lat"].as_f64()?, t["lon"].as_f64()?)))
                })
                .collect();
            let names = gold.iter().map(|(s, _)| (*s, kind(doc.slice(*s), gaz))).collect();
            let lang = Language { names: Layer::new(names), ..Language::default() };
            let found = places(&doc, &lang, gaz);
            for (span, point) in gold {
                figures.wanted += 1;
                let place = found.iter().find(|(s, _)| *s == span).map(|(_, p)| p);
                figures.found += usize::from(place.is_some());
                let near = place.is_some_and(|p| choose::kilometres((p.lat, p.lon), point) <= 161.0);
                figures.near += usize::from(near);
                if !near {
                    let said = place.map_or("-".into(), |p| {
                        format!(
                            "{} {:?} {:?} {:.1},{:.1} {}",
                            p.name, p.country, p.admin1, p.lat, p.lon, p.reason
                        )
                    });
                    *misses.entry(format!("{} {point:?} -> {said}", doc.slice(span))).or_default() += 1;
                }
            }
        }
        if std::env::var("DATELINE_MISSES").is_ok() {
            for (m, n) in misses {
                eprintln!("{n} {m}");
            }
        }
        figures
    }

    fn kind(name: &str, gaz: &Gazetteer) -> NameKind {
        let adjective = gaz.nationality(name).is_some() && gaz.of_tables(name).is_none();
        if adjective { NameKind::Nationality } else { NameKind::Place }
    }

    #[test]
    fn given_toponyms_are_placed() {
        let Some(folder) = folder() else { return eprintln!("skipped: no corpora of places") };
        let gaz = Gazetteer::builtin().unwrap();
        for (file, floor) in [("lgl", 0.88), ("trnews", 0.90), ("geovirus", 0.87)] {
            let f = read(folder.join(file).with_extension("jsonl"), &gaz);
            let share = f.near as f64 / f.found as f64;
            eprintln!("{file}: {} of {} found, {share:.3} of them within 161 km", f.found, f.wanted);
            assert!(share >= floor, "{file} {share}");
        }
    }
}

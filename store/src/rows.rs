//! What stands open in the tables, taken from the records of one report.

use std::collections::BTreeMap;

use dateline::record::{
    CommitmentRecord, DateRecord, DocumentRecord, EntityRecord, EventRecord, Party, word,
};

use crate::day;

/// Who or what an entity is, the same in every report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Actor {
    pub id: String,
    pub kind: String,
    pub name: String,
    pub country: Option<String>,
    pub sector: Option<String>,
}

impl Actor {
    /// The actor that an entity is: by its id in a knowledge base, else by kind, country and name.
    pub fn of(entity: &EntityRecord) -> Actor {
        let kind = word(&entity.kind);
        let id = entity.knowledge_id.clone().unwrap_or_else(|| {
            format!("{kind}:{}:{}", entity.country.as_deref().unwrap_or("-"), entity.name.to_lowercase())
        });
        Actor {
            id,
            kind,
            name: entity.name.clone(),
            country: entity.country.clone(),
            sector: entity.sector.clone(),
        }
    }
}

/// Records of one report, found by their ids.
pub struct Index<'a> {
    record: &'a DocumentRecord,
    entities: BTreeMap<&'a str, usize>,
}

/// Where an event was, as numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Where {
    pub name: Option<String>,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub precision: Option<String>,
    pub geonames: Option<u32>,
}

impl<'a> Index<'a> {
    pub fn new(record: &'a DocumentRecord) -> Index<'a> {
        let entities = record.entities.iter().enumerate().map(|(n, e)| (e.id.as_str(), n)).collect();
        Index { record, entities }
    }

    /// The place in the list of entities of a party.
    pub fn entity(&self, party: &Party) -> Option<usize> {
        self.entities.get(party.entity.as_str()).copied()
    }

    /// The speaker of the statement that carries an event, as its place in the list of entities.
    pub fn speaker(&self, event: &EventRecord) -> Option<usize> {
        let id = event.attributed_to.as_deref()?;
        let statement = self.record.statements.iter().find(|s| s.id == id)?;
        self.entity(statement.speaker.as_ref()?)
    }

    /// Where an event was.
    pub fn place(&self, event: &EventRecord) -> Where {
        let Some(place) = &event.place else { return Where::default() };
        let entity = self.entity(&place.party).and_then(|n| self.record.entities.get(n));
        let point = entity.and_then(|e| e.place.as_ref());
        Where {
            name: Some(place.party.name.clone()),
            country: point.and_then(|p| p.country.clone()).or_else(|| entity.and_then(|e| e.country.clone())),
            lat: point.map(|p| p.lat),
            lon: point.map(|p| p.lon),
            precision: place.precision.as_ref().map(word),
            geonames: point.and_then(|p| p.geonames),
        }
    }
}

/// First and last day of a date, where it has any.
pub fn days(date: Option<&DateRecord>) -> (Option<i64>, Option<i64>) {
    date.and_then(|d| day::bounds(&d.value)).unzip()
}

/// The last day on which a commitment can be met in time.
pub fn due(commitment: &CommitmentRecord) -> Option<i64> {
    days(commitment.due.as_ref()).1
}

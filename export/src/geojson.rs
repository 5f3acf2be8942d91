//! Events as features of one GeoJSON FeatureCollection (RFC 7946), a feature a line.
//!
//! A feature has its event's id, the columns of the table of events as properties, and a point where the event is
//! placed in a town or an area. Where only a country or a wider stretch is known, or nothing, the geometry is
//! null: an unlocated feature, section 3.2 of the RFC.

use dateline::record::EventRecord;
use serde_json::{Map, Value, json};

use crate::columns::columns;
use crate::error::Error;
use crate::form::{Form, json_line};
use crate::report::{Report, Told};

#[derive(Default)]
pub(crate) struct Geojson {
    features: u64,
}

impl Form for Geojson {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"features\":[\n");
    }

    fn report(
        &mut self,
        report: &Report<'_>,
        events: &[&EventRecord],
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        for event in events {
            if self.features > 0 {
                out.push(b',');
            }
            json_line(out, report, &feature(&Told { report, event }))?;
            self.features += 1;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"]}\n");
    }
}

fn feature(told: &Told<'_>) -> Value {
    let properties: Map<String, Value> =
        columns().iter().map(|c| (c.name.to_owned(), (c.read)(told).json())).collect();
    let point = told.place().and_then(|p| p.point());
    json!({
        "type": "Feature",
        "id": told.event.id,
        "geometry": point.map(|(lat, lon)| json!({ "type": "Point", "coordinates": [lon, lat] })),
        "properties": properties,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_point_is_east_then_north_and_a_country_is_none() {
        let town = sample::told(0, feature);
        assert_eq!(town["geometry"], json!({ "type": "Point", "coordinates": [44.2065, 15.3545] }));
        assert_eq!(town["properties"]["place_precision"], "city");
        let country = sample::told(1, feature);
        assert_eq!(country["geometry"], Value::Null);
        assert_eq!(country["properties"]["place_precision"], "country");
        assert_eq!(country["properties"]["lat"], Value::Null);
        assert_eq!(country["properties"]["reality"], "future");
        assert_eq!(country["properties"]["cameo"], "043");
    }

    #[test]
    fn a_point_off_the_globe_is_none() {
        let odd = sample::changed(
            |record| record.entities[1].place.as_mut().unwrap().lat = 915.0,
            |report, events| feature(&Told { report, event: events[0] }),
        );
        assert_eq!(odd["geometry"], Value::Null);
    }

    #[test]
    fn a_collection_without_features_is_whole() {
        let (mut form, mut out) = (Geojson::default(), Vec::new());
        form.begin(&mut out);
        form.end(&mut out);
        let empty: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(empty, json!({ "type": "FeatureCollection", "features": [] }));
    }
}

//! The ten fields of an actor.

use dateline::actor::EntityKind;
use dateline::record::{EntityRecord, Party};

use crate::report::Report;

/// `Code`, `Name`, `CountryCode`, `KnownGroupCode`, `EthnicCode`, `Religion1Code`, `Religion2Code`, `Type1Code`,
/// `Type2Code`, `Type3Code`.
pub(super) fn fields(report: &Report<'_>, party: Option<&Party>) -> [String; 10] {
    let mut fields: [String; 10] = Default::default();
    let Some(party) = party else { return fields };
    fields[1] = party.name.to_uppercase();
    let Some(entity) = report.entity(party) else { return fields };
    let country = entity.country.as_deref().unwrap_or_default();
    let group = report.codes.group(&entity.name).0.unwrap_or_default();
    let role = role(report, entity).unwrap_or_default();
    fields[0] = match role {
        // an international body: its kind, then its own code
        "IGO" | "NGO" => format!("{role}{group}{country}"),
        _ => format!("{country}{role}{group}"),
    };
    fields[2] = country.to_owned();
    fields[3] = group.to_owned();
    fields[7] = role.to_owned();
    fields
}

/// CAMEO's role; that of a country as a whole is none, as GDELT codes a country by its name.
fn role<'a>(report: &Report<'a>, entity: &EntityRecord) -> Option<&'a str> {
    let sector = entity.sector.as_deref()?;
    let whole = entity.kind == EntityKind::State && sector == "GOV" && entity.place.is_some();
    report.codes.sector(sector).and_then(|(cameo, _)| cameo).filter(|_| !whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn fields_of(change: impl Fn(&mut EntityRecord)) -> [String; 10] {
        sample::changed(
            |record| change(&mut record.entities[0]),
            |report, events| fields(report, events[0].actors.first()),
        )
    }

    #[test]
    fn codes_are_put_together_as_cameo_does() {
        assert_eq!(fields_of(|_| ())[0], "YEMREB");
        let body = fields_of(|e| {
            e.name = "Amnesty International".to_owned();
            e.sector = Some("NGO".to_owned());
            e.country = None;
        });
        assert_eq!((body[0].as_str(), body[3].as_str(), body[7].as_str()), ("NGOAMN", "AMN", "NGO"));
        assert_eq!(fields_of(|e| e.sector = None)[0], "YEM");
        assert_eq!(fields_of(|e| e.sector = Some("XYZ".to_owned()))[7], "");
    }

    #[test]
    fn a_country_as_a_whole_has_no_role() {
        let state = sample::changed(
            |record| {
                let place = record.entities[2].place.clone();
                let entity = &mut record.entities[0];
                (entity.kind, entity.place) = (EntityKind::State, place);
                entity.sector = Some("GOV".to_owned());
            },
            |report, events| fields(report, events[0].actors.first()),
        );
        assert_eq!((state[0].as_str(), state[7].as_str()), ("YEM", ""));
    }
}

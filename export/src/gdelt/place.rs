//! The eight fields of a place.

use dateline::place::Precision;
use dateline::record::{Party, PlaceRecord};

use crate::report::{Located, Report, Told};

/// Where the action was.
pub(super) fn of_event(told: &Told<'_>) -> [String; 8] {
    told.place().map_or_else(nowhere, |place| fields(told.report, &place))
}

/// Where an actor is, if it is itself a place or the state of one.
pub(super) fn of_party(report: &Report<'_>, party: Option<&Party>) -> [String; 8] {
    let located = |party| {
        let record = report.entity(party)?.place.as_ref()?;
        Some(Located { party, record: Some(record), precision: Some(record.precision), reason: None })
    };
    party.and_then(located).map_or_else(nowhere, |place| fields(report, &place))
}

/// GDELT's files have type 0 where no place was found.
fn nowhere() -> [String; 8] {
    let mut fields: [String; 8] = Default::default();
    fields[0] = "0".to_owned();
    fields
}

/// `Type`, `Fullname`, `CountryCode`, `ADM1Code`, `ADM2Code`, `Lat`, `Long`, `FeatureID`.
fn fields(report: &Report<'_>, place: &Located<'_>) -> [String; 8] {
    let Some((record, kind)) = place.record.zip(kind(place)) else { return nowhere() };
    let country = record.country.as_deref().unwrap_or_default();
    let area = record.admin1.as_deref().or(Some(place.party.name.as_str()));
    let (fips, adm1) = report.codes.fips(country, area);
    let whole = place.precision == Some(Precision::Country);
    let adm1 = adm1.or(fips.filter(|_| whole));
    let coordinates = place.coordinates();
    let shown = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let degrees = |of: fn((f64, f64)) -> f64| coordinates.map(|c| of(c).to_string()).unwrap_or_default();
    let feature = match kind {
        1 => fips,
        2 => adm1.and_then(|a| a.strip_prefix("US")),
        _ => None,
    };
    [
        kind.to_string(),
        full_name(report, place, record),
        shown(fips),
        shown(adm1),
        String::new(),
        degrees(|c| c.0),
        degrees(|c| c.1),
        shown(feature),
    ]
}

fn kind(place: &Located<'_>) -> Option<u8> {
    let usa = place.record?.country.as_deref() == Some("USA");
    match (place.precision?, usa) {
        (Precision::Country, _) => Some(1),
        (Precision::Region, true) => Some(2),
        (Precision::City, true) => Some(3),
        (Precision::City, false) => Some(4),
        (Precision::Region, false) => Some(5),
        (Precision::Wide, _) => None,
    }
}

/// `Town, Area, Country`, as far as known.
fn full_name(report: &Report<'_>, place: &Located<'_>, record: &PlaceRecord) -> String {
    let name = place.party.name.as_str();
    let area = record.admin1.as_deref().filter(|a| *a != name);
    let country = record.country.as_deref().and_then(|c| report.codes.country(c)).map(|c| c.name);
    let around = [area, country.filter(|c| *c != name)];
    std::iter::once(name).chain(around.into_iter().flatten()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    /// The place of the attack after a change to it.
    fn action(change: impl Fn(&mut PlaceRecord)) -> String {
        sample::changed(
            |record| {
                change(record.entities[1].place.as_mut().unwrap());
                let precision = record.entities[1].place.as_ref().map(|p| p.precision);
                record.events[0].place.as_mut().unwrap().precision = precision;
            },
            |report, events| of_event(&Told { report, event: events[0] }).join("|"),
        )
    }

    #[test]
    fn a_place_has_the_type_of_its_precision() {
        assert_eq!(action(|_| ()), "4|Sanaa, Amanat Al Asimah, Yemen|YM|||15.3545|44.2065|");
        let country = action(|p| (p.precision, p.admin1) = (Precision::Country, None));
        assert_eq!(country, "1|Sanaa, Yemen|YM|YM||15.3545|44.2065|YM");
        assert_eq!(action(|p| p.precision = Precision::Wide), "0|||||||");
    }

    #[test]
    fn areas_with_codes_of_their_own_have_them() {
        let us = |p: &mut PlaceRecord| {
            (p.country, p.admin1) = (Some("USA".to_owned()), Some("Texas".to_owned()));
        };
        assert_eq!(action(us), "3|Sanaa, Texas, United States|US|USTX||15.3545|44.2065|");
        let state = action(|p| {
            us(p);
            p.precision = Precision::Region;
        });
        assert_eq!(state, "2|Sanaa, Texas, United States|US|USTX||15.3545|44.2065|TX");
        let gaza = action(|p| {
            (p.country, p.admin1) = (Some("PSE".to_owned()), Some("Gaza Strip".to_owned()));
        });
        assert!(gaza.contains("|GZ|GZ|"), "{gaza}");
    }

    #[test]
    fn a_country_that_no_table_knows_has_no_code() {
        assert_eq!(
            action(|p| p.country = Some("QQQ".to_owned())),
            "4|Sanaa, Amanat Al Asimah||||15.3545|44.2065|"
        );
    }
}

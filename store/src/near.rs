//! Circles on the map, for SQL.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

/// Kilometres in one degree of latitude, a little less, so that boxes are not too small.
const KM_A_DEGREE: f64 = 111.1;
/// Radius of the Earth in kilometres.
const EARTH: f64 = 6371.0;

/// A circle on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Radius in kilometres.
    pub km: f64,
}

impl Near {
    /// That the point of an event `e` lies within, and the values of it; [`register`] comes first.
    pub(crate) fn condition(&self) -> (String, Vec<f64>) {
        let Near { lat, lon, km } = *self;
        let (high, wide) = degrees(lat, km);
        let mut middles = vec![lon];
        // across the line where east meets west, the box goes on at the other side
        middles.extend((lon + wide > 180.0).then_some(lon - 360.0));
        middles.extend((lon - wide < -180.0).then_some(lon + 360.0));
        let each = vec!["east >= ? AND west <= ?"; middles.len()].join(" OR ");
        let condition = format!(
            "e.key IN (SELECT key FROM event_place WHERE north >= ? AND south <= ? AND ({each})) \
             AND e.precision NOT IN ('country', 'wide') AND km(e.lat, e.lon, ?, ?) <= ?"
        );
        let mut values = vec![lat - high, lat + high];
        values.extend(middles.iter().flat_map(|lon| [lon - wide, lon + wide]));
        values.extend([lat, lon, km]);
        (condition, values)
    }
}

/// How far a circle around a place in this latitude goes north and south, and east and west, in degrees.
fn degrees(lat: f64, km: f64) -> (f64, f64) {
    let high = km / KM_A_DEGREE;
    if lat.abs() + high >= 90.0 {
        return (high, 180.0);
    }
    let wide = (high.to_radians().sin() / lat.to_radians().cos()).min(1.0).asin().to_degrees();
    (high, wide)
}

/// Kilometres between two points, for SQL.
pub(crate) fn register(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("km", 4, flags, |c| {
        Ok(kilometres((c.get(0)?, c.get(1)?), (c.get(2)?, c.get(3)?)))
    })
}

fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let (dy, dx) = ((lat_b - lat_a) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = dy.sin().powi(2) + lat_a.cos() * lat_b.cos() * dx.sin().powi(2);
    2.0 * EARTH * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_great_circles() {
        let (paris, london) = ((48.8566, 2.3522), (51.5074, -0.1278));
        assert!((kilometres(paris, london) - 344.0).abs() < 2.0);
        assert!(kilometres(paris, paris).abs() < 1e-9);
    }

    #[test]
    fn boxes_hold_their_circles() {
        // due north and due east of a place, a little within the circle
        for (lat, km) in [(0.0, 50.0), (-34.6, 900.0), (60.0, 3000.0), (80.0, 500.0), (-89.0, 40.0)] {
            let (high, wide) = degrees(lat, km);
            for step in 0..720 {
                let lon = f64::from(step) / 2.0 - 180.0;
                for up in -100..=100 {
                    let there = (lat + high * f64::from(up) / 100.0, lon);
                    if there.0.abs() <= 90.0 && kilometres((lat, 0.0), there) <= km {
                        assert!(lon.abs() <= wide, "{lat} {km}: {there:?} is further than {wide}");
                    }
                }
            }
            assert!(kilometres((lat, 0.0), (lat + high, 0.0)) >= km.min(90.0 * KM_A_DEGREE));
        }
    }
}

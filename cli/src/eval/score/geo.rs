//! Places: found, and put at the right point of the Earth.

use serde::Deserialize;

use crate::eval::matching::match_spans;
use crate::eval::measure::{Report, Tally, mean, median, share};
use crate::eval::text::Chars;

/// A document with toponyms.
#[derive(Debug, Deserialize)]
pub struct Placed {
    toponyms: Vec<Toponym>,
}

#[derive(Debug, Deserialize)]
struct Toponym {
    #[serde(flatten)]
    span: Chars,
    lat: Option<f64>,
    lon: Option<f64>,
    evaluated: Option<bool>,
}

impl Toponym {
    fn counts(&self) -> bool {
        self.evaluated.unwrap_or(true)
    }
}

const EARTH_RADIUS_KM: f64 = 6371.0088;
/// Half the circumference: what a missing coordinate costs.
const FARTHEST_KM: f64 = std::f64::consts::PI * EARTH_RADIUS_KM;
const NEAR_KM: f64 = 161.0;

/// Great-circle distance (haversine); what has no coordinates is as far off as can be.
fn distance_km(gold: &Toponym, predicted: &Toponym) -> f64 {
    let point = |t: &Toponym| Some((t.lat?.to_radians(), t.lon?.to_radians()));
    let (Some((lat1, lon1)), Some((lat2, lon2))) = (point(gold), point(predicted)) else {
        return FARTHEST_KM;
    };
    let half_sine_squared = |angle: f64| (angle / 2.0).sin().powi(2);
    let h = half_sine_squared(lat2 - lat1) + lat1.cos() * lat2.cos() * half_sine_squared(lon2 - lon1);
    2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
}

/// What is counted over a file.
#[derive(Debug, Default)]
struct Sums {
    exact: Tally,
    overlap: Tally,
    end_to_end: Tally,
    errors: Vec<f64>,
}

impl Sums {
    fn add(&mut self, gold: &Placed, predicted: &Placed) {
        let (wanted, ignored): (Vec<_>, Vec<_>) = gold.toponyms.iter().partition(|t| t.counts());
        let given: Vec<_> = predicted.toponyms.iter().filter(|t| t.counts()).collect();
        let spans = |side: &[&Toponym]| -> Vec<Chars> { side.iter().map(|t| t.span).collect() };
        let pairs = match_spans(&spans(&wanted), &spans(&given));
        let mut matched = vec![false; given.len()];
        pairs.iter().for_each(|(_, p)| matched[*p] = true);
        let ignorable = |t: &Toponym| ignored.iter().any(|i| i.span.shared(t.span) > 0);
        let dropped = given.iter().zip(&matched).filter(|(t, hit)| !**hit && ignorable(t)).count();
        let predicted = given.len() - dropped;
        self.overlap.add(pairs.len(), predicted, wanted.len());
        let equal = pairs.iter().filter(|(g, p)| wanted[*g].span == given[*p].span).count();
        self.exact.add(equal, predicted, wanted.len());
        let with_point = pairs.iter().filter(|(g, _)| wanted[*g].lat.is_some());
        let errors: Vec<f64> = with_point.map(|(g, p)| distance_km(wanted[*g], given[*p])).collect();
        let without_point = pairs.len() - errors.len();
        let points = wanted.iter().filter(|t| t.lat.is_some()).count();
        self.end_to_end.add(near(&errors), predicted - without_point, points);
        self.errors.extend(errors);
    }
}

fn near(errors: &[f64]) -> usize {
    errors.iter().filter(|km| **km <= NEAR_KM).count()
}

/// Scores a file of toponyms.
pub fn score(gold: &[Placed], predicted: &[Placed]) -> Report {
    let mut sums = Sums::default();
    gold.iter().zip(predicted).for_each(|(g, p)| sums.add(g, p));
    Report::default()
        .count("gold", sums.overlap.gold)
        .count("predicted", sums.overlap.predicted)
        .count("placed", sums.errors.len())
        .metric("exact_f1", sums.exact.f1())
        .metric("overlap_f1", sums.overlap.f1())
        .metric("overlap_precision", sums.overlap.precision())
        .metric("overlap_recall", sums.overlap.recall())
        .metric("accuracy_161km", share(near(&sums.errors), sums.errors.len()))
        .metric("median_error_km", median(&sums.errors))
        .metric("mean_error_km", mean(&sums.errors))
        .metric("end_to_end_f1_161", sums.end_to_end.f1())
}

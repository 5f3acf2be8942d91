//! Which of the places of a name a report means.

use std::collections::BTreeMap;

use super::find::{Context, Inside, Toponym};
use super::gazetteer::{Candidate, Sort};
use super::{Place, Precision};
use crate::fold::fold;
use crate::span::Span;

/// What speaks for a candidate weighs this much, in powers of ten of population.
const WRITTEN_INSIDE: f64 = 4.0;
const SAME_COUNTRY: f64 = 3.0;
const SAME_REGION: f64 = 2.5;
const NEAR: f64 = 3.0;
/// A town that shares the name of its own state is hardly ever meant.
const NAMESAKE: f64 = 8.0;
/// A capital is meant more often than its size says, a place under another name less often.
const CAPITAL: f64 = 1.2;
const OTHER_NAME: f64 = 1.7;
/// A county written without its word.
const BARE_COUNTY: f64 = 2.5;
/// States and wide regions are meant more often than any town of their name.
const STATE_PRIOR: f64 = 9.8;
const REGION_PRIOR: f64 = 6.3;
const NEAR_KM: f64 = 90.0;
/// Not more candidates of a name, and names of a report, than this are compared by distance.
const MOST_CANDIDATES: usize = 60;
const MOST_ANCHORS: usize = 60;

/// Chooses a place for every toponym.
pub fn choose(toponyms: Vec<Toponym>, context: &Context) -> Vec<(Span, Place)> {
    let groups = group(&toponyms);
    let first: Vec<Vec<f64>> = groups.iter().map(priors).collect();
    let votes = Votes::count(&groups, &first, context);
    let second: Vec<Vec<f64>> =
        groups.iter().enumerate().map(|(i, g)| votes.weigh(g, &first[i], i)).collect();
    let anchors = anchors(&groups, &second);
    let mut chosen = BTreeMap::new();
    for (i, g) in groups.iter().enumerate() {
        let scores = near(g, &second[i], &anchors, i);
        if let Some(best) = best(&scores) {
            chosen.insert(g.key.clone(), (best, reason(g, best, &first[i], &votes)));
        }
    }
    toponyms
        .into_iter()
        .filter_map(|t| {
            let (best, reason) = chosen.get(&key(&t))?;
            Some((t.span, place(t.candidates.get(*best)?, reason.clone())))
        })
        .collect()
}

/// The toponyms of one name (and one written region), which stand for one place.
struct Group<'a> {
    key: (String, Option<String>),
    candidates: &'a [Candidate],
    inside: Option<&'a Inside>,
    count: usize,
}

fn key(t: &Toponym) -> (String, Option<String>) {
    (fold(&t.name), t.inside.as_ref().map(|i| i.name.clone()))
}

/// Groups in order of first mention. A name written with its region once is meant so throughout,
/// so a group without a region takes the region of the first group of its name that has one.
fn group(toponyms: &[Toponym]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut at: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    let mut written: BTreeMap<String, &Inside> = BTreeMap::new();
    for t in toponyms {
        let key = key(t);
        if let Some(inside) = t.inside.as_ref().filter(|i| t.candidates.iter().any(|c| lies_in(c, i))) {
            written.entry(key.0.clone()).or_insert(inside);
        }
        match at.get(&key) {
            Some(&i) => groups[i].count += 1,
            None => {
                at.insert(key.clone(), groups.len());
                groups.push(Group { key, candidates: &t.candidates, inside: t.inside.as_ref(), count: 1 });
            }
        }
    }
    for g in &mut groups {
        if g.inside.is_none() {
            g.inside = written.get(&g.key.0).copied();
        }
    }
    groups
}

fn priors(g: &Group<'_>) -> Vec<f64> {
    let state = g.candidates.iter().find(|c| c.sort == Sort::State).and_then(|c| c.country.as_ref());
    g.candidates
        .iter()
        .map(|c| {
            let within_namesake = state.is_some() && c.country.as_ref() == state && c.sort != Sort::State;
            let written = g.inside.is_some_and(|i| lies_in(c, i));
            prior(c, &g.key.0) + if written { WRITTEN_INSIDE } else { 0.0 }
                - if within_namesake { NAMESAKE } else { 0.0 }
        })
        .collect()
}

fn prior(c: &Candidate, key: &str) -> f64 {
    let people = f64::from(c.population.max(100)).log10();
    let own = fold(&c.name);
    let base = match c.sort {
        Sort::State | Sort::Wide => return STATE_PRIOR,
        Sort::Region => return REGION_PRIOR,
        Sort::Town if c.population == 0 => return REGION_PRIOR,
        Sort::Town => people,
        Sort::FirstOrder => return people + 0.2,
        Sort::SecondOrder if own.starts_with(key) && own != key => return people - BARE_COUNTY,
        Sort::SecondOrder => return people - 0.8,
    };
    base + if c.capital { CAPITAL } else { 0.0 } - if own == key { 0.0 } else { OTHER_NAME }
}

fn lies_in(c: &Candidate, inside: &Inside) -> bool {
    let state = inside.country.is_some() && c.country == inside.country && c.sort != Sort::State;
    let region =
        c.admin1.as_deref().is_some_and(|a| fold(a) == fold(&inside.name)) && c.sort != Sort::FirstOrder;
    state || region
}

/// How much the names of the report, each by its likeliest places, speak for states and regions.
struct Votes {
    countries: BTreeMap<String, f64>,
    regions: BTreeMap<(String, String), f64>,
    // what each group gave, to be taken off again when it is weighed itself
    given: Vec<Vec<(String, Option<String>, f64)>>,
}

impl Votes {
    fn count(groups: &[Group<'_>], scores: &[Vec<f64>], context: &Context) -> Votes {
        let mut votes =
            Votes { countries: context.countries.clone(), regions: BTreeMap::new(), given: Vec::new() };
        for (g, scores) in groups.iter().zip(scores) {
            let weight = (g.count as f64).sqrt();
            let mut given = Vec::new();
            for (c, share) in g.candidates.iter().zip(shares(scores)) {
                let Some(country) = c.country.clone().filter(|_| share > 0.01) else { continue };
                let vote = share * weight;
                *votes.countries.entry(country.clone()).or_default() += vote;
                if let Some(admin1) = &c.admin1 {
                    *votes.regions.entry((country.clone(), admin1.clone())).or_default() += vote;
                }
                given.push((country, c.admin1.clone(), vote));
            }
            if let Some(inside) = g.inside {
                votes.of_written(inside, g.candidates);
            }
            votes.given.push(given);
        }
        votes
    }

    /// A region that the text writes behind a name speaks for the names of the report that lie in it.
    fn of_written(&mut self, inside: &Inside, candidates: &[Candidate]) {
        if let Some(country) = candidates.iter().find(|c| lies_in(c, inside)).and_then(|c| c.country.as_ref())
        {
            *self.countries.entry(country.clone()).or_default() += 0.5;
        }
    }

    fn weigh(&self, g: &Group<'_>, prior: &[f64], i: usize) -> Vec<f64> {
        let own = self.given.get(i).map_or(&[][..], Vec::as_slice);
        let own_total: f64 = own.iter().map(|(_, _, v)| v).sum();
        let total = (self.countries.values().sum::<f64>() - own_total).max(1.0);
        g.candidates.iter().zip(prior).map(|(c, p)| p + self.support(c, own) / total.sqrt()).collect()
    }

    fn support(&self, c: &Candidate, own: &[(String, Option<String>, f64)]) -> f64 {
        let Some(country) = &c.country else { return 0.0 };
        let mine: f64 = own.iter().filter(|(o, _, _)| o == country).map(|(_, _, v)| v).sum();
        let all = (self.countries.get(country).copied().unwrap_or(0.0) - mine).max(0.0);
        let region = c.admin1.as_ref().map_or(0.0, |a| {
            let mine: f64 =
                own.iter().filter(|(o, r, _)| o == country && r.as_ref() == Some(a)).map(|(_, _, v)| v).sum();
            (self.regions.get(&(country.clone(), a.clone())).copied().unwrap_or(0.0) - mine).max(0.0)
        });
        SAME_COUNTRY * all.sqrt() + SAME_REGION * region.sqrt()
    }
}

/// Shares that add up to one, threefold for each point of score: soft, so that names which
/// are all ambiguous alone may still agree on one region.
fn shares(scores: &[f64]) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let raw: Vec<f64> = scores.iter().map(|s| 3f64.powf(s - top)).collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|r| r / sum).collect()
}

/// Points that are near certain by now: group, place, weight.
fn anchors(groups: &[Group<'_>], scores: &[Vec<f64>]) -> Vec<(usize, f64, f64, f64)> {
    let mut out = Vec::new();
    for (i, (g, scores)) in groups.iter().zip(scores).enumerate() {
        let Some(best) = best(scores) else { continue };
        let share = shares(scores).get(best).copied().unwrap_or(0.0);
        let fine = g.candidates.get(best).filter(|c| !matches!(c.sort, Sort::Wide | Sort::State));
        if let Some(c) = fine {
            out.push((i, c.lat, c.lon, share));
        }
        if out.len() >= MOST_ANCHORS {
            break;
        }
    }
    out
}

/// Adds what the nearness to the report's other places says.
fn near(g: &Group<'_>, scores: &[f64], anchors: &[(usize, f64, f64, f64)], i: usize) -> Vec<f64> {
    let mut out = scores.to_vec();
    for (c, score) in g.candidates.iter().zip(out.iter_mut()).take(MOST_CANDIDATES) {
        if matches!(c.sort, Sort::Wide | Sort::State) {
            continue;
        }
        let close: f64 = anchors
            .iter()
            .filter(|(j, ..)| *j != i)
            .map(|(_, lat, lon, share)| share / (1.0 + kilometres((c.lat, c.lon), (*lat, *lon)) / NEAR_KM))
            .sum();
        *score += NEAR * close.sqrt();
    }
    out
}

fn best(scores: &[f64]) -> Option<usize> {
    // the first of equals: the tables' own order is by population
    (0..scores.len()).reduce(|a, b| if scores[b] > scores[a] { b } else { a })
}

/// Great-circle distance.
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = ((lat2 - lat1) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = dlat.sin().powi(2) + lat1.cos() * lat2.cos() * dlon.sin().powi(2);
    2.0 * 6371.0088 * h.sqrt().min(1.0).asin()
}

fn reason(g: &Group<'_>, chosen: usize, prior: &[f64], votes: &Votes) -> String {
    let Some(c) = g.candidates.get(chosen) else { return String::new() };
    if let Some(inside) = g.inside.filter(|i| lies_in(c, i)) {
        return format!("inside {}, as written", inside.name);
    }
    if g.candidates.len() == 1 {
        return "only one of the name".to_owned();
    }
    if best(prior) == Some(chosen) {
        return match c.sort {
            Sort::State => "the state of the name".to_owned(),
            Sort::Wide | Sort::Region => "the region of the name".to_owned(),
            _ => format!("largest of {}", g.candidates.len()),
        };
    }
    let country = c.country.as_deref().unwrap_or("");
    match c.admin1.as_deref() {
        Some(admin1)
            if votes.regions.get(&(country.to_owned(), admin1.to_owned())).copied().unwrap_or(0.0) > 0.5 =>
        {
            format!("with other places of {admin1}, {country}")
        }
        _ => format!("with other places of {country}"),
    }
}

fn place(c: &Candidate, reason: String) -> Place {
    Place {
        name: c.name.clone(),
        geonames: c.geonames,
        lat: c.lat,
        lon: c.lon,
        country: c.country.clone(),
        admin1: c.admin1.clone(),
        precision: match c.sort {
            Sort::State => Precision::Country,
            Sort::Wide => Precision::Wide,
            Sort::Region | Sort::FirstOrder | Sort::SecondOrder => Precision::Region,
            Sort::Town => Precision::City,
        },
        reason,
    }
}

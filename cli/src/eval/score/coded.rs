//! Sentences with one coding: CAMEO roles and quad classes, PLOVER types of three corpora.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use crate::eval::measure::{Report, Tally, accuracy, macro_f1, share};
use crate::eval::score::crosswalk::{case2021, plover_draft, plv};
use crate::eval::text::{Chars, Patterns};

/// A sentence of which only the quad class is known.
#[derive(Debug, Deserialize)]
pub struct Classed {
    quad: Option<i64>,
}

type Figures = Vec<(String, Option<f64>)>;

/// Accuracy and macro F1 over the five quad classes, where gold gives one; and where it does.
fn quad_figures(quads: impl Iterator<Item = (Option<i64>, Option<i64>)>) -> (Figures, usize) {
    let pairs: Vec<_> = quads.filter(|(gold, _)| gold.is_some()).collect();
    let figures = [("quad_accuracy", accuracy(&pairs)), ("quad_macro_f1", macro_f1(&pairs))];
    (figures.map(|(name, value)| (name.to_owned(), value)).into(), pairs.len())
}

/// Scores quad classes alone.
pub fn score_classes(gold: &[Classed], predicted: &[Classed]) -> Report {
    let (figures, with_quad) = quad_figures(gold.iter().zip(predicted).map(|(g, p)| (g.quad, p.quad)));
    Report::default().count("with_quad", with_quad).metrics(figures)
}

/// A sentence with the spans of CAMEO's roles.
#[derive(Debug, Deserialize)]
pub struct Roles {
    sources: Vec<Chars>,
    targets: Vec<Chars>,
    reciprocal: Vec<Chars>,
    quad: Option<i64>,
}

/// Scores CAMEO's roles and classes.
pub fn score_roles(gold: &[Roles], predicted: &[Roles]) -> Report {
    let of: [fn(&Roles) -> &Vec<Chars>; 3] = [|r| &r.sources, |r| &r.targets, |r| &r.reciprocal];
    let mut tallies = [Tally::default(); 3];
    for (g, p) in gold.iter().zip(predicted) {
        for (spans, tally) in of.iter().zip(&mut tallies) {
            let set = |record| -> BTreeSet<Chars> { spans(record).iter().copied().collect() };
            tally.add_sets(&set(g), &set(p));
        }
    }
    let [source, target, reciprocal] = tallies;
    let mut both = source;
    both.join(target);
    let mut every = both;
    every.join(reciprocal);
    let (figures, with_quad) = quad_figures(gold.iter().zip(predicted).map(|(g, p)| (g.quad, p.quad)));
    Report::default()
        .count("gold", every.gold)
        .count("predicted", every.predicted)
        .count("with_quad", with_quad)
        .metric("span_f1", every.f1())
        .metric("span_precision", every.precision())
        .metric("span_recall", every.recall())
        .metric("source_target_f1", both.f1())
        .metric("f1.source", source.f1())
        .metric("f1.target", target.f1())
        .metric("f1.reciprocal", reciprocal.f1())
        .metrics(figures)
}

/// A sentence with one PLOVER type.
#[derive(Debug, Deserialize)]
pub struct Typed {
    #[serde(rename = "type")]
    event_type: Option<String>,
}

/// Scores PLV.
pub fn score_plv(gold: &[Typed], predicted: &[Typed]) -> Report {
    let class = |r: &'_ Typed| r.event_type.as_deref().map(plv).map(str::to_owned);
    let pairs: Vec<_> = gold.iter().zip(predicted).map(|(g, p)| (class(g), class(p))).collect();
    Report::default()
        .count("gold", pairs.len())
        .metric("accuracy", accuracy(&pairs))
        .metric("macro_f1", macro_f1(&pairs))
}

/// A snippet of CASE 2021.
#[derive(Debug, Deserialize)]
pub struct Snippet {
    label: Option<String>,
    // outer: whether the prediction says a mode at all
    #[serde(default, deserialize_with = "present")]
    mode: Option<Option<String>>,
}

/// Tells a null that is there from a key that is not.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

/// Scores CASE 2021: a predicted label is a PLOVER type, or one of the corpus's own labels.
pub fn score_case2021(gold: &[Snippet], predicted: &[Snippet]) -> Report {
    let row_of = |snippet: &Snippet| snippet.label.as_deref().and_then(case2021);
    let says_mode = predicted.iter().any(|p| p.mode.is_some() || row_of(p).is_some());
    let mut pairs = Vec::new();
    let (mut mode_right, mut mode_asked) = (0, 0);
    for (g, p) in gold.iter().zip(predicted) {
        let Some(wanted) = row_of(g) else { continue };
        let (kind, mode) = match row_of(p) {
            Some(own) => (Some(own.event_type), own.mode),
            None => (p.label.as_deref(), p.mode.as_ref().and_then(Option::as_deref)),
        };
        let accepted = kind.is_some_and(|kind| wanted.also.contains(&kind));
        pairs.push((Some(wanted.event_type), if accepted { Some(wanted.event_type) } else { kind }));
        if wanted.mode.is_some() && kind == Some(wanted.event_type) {
            mode_asked += 1;
            mode_right += usize::from(mode == wanted.mode);
        }
    }
    Report::default()
        .count("gold", pairs.len())
        .count("left_out", gold.len() - pairs.len())
        .metric("accuracy", accuracy(&pairs))
        .metric("macro_f1", macro_f1(&pairs))
        .metric("mode_accuracy", share(mode_right, mode_asked).filter(|_| says_mode))
}

/// A sentence of the PLOVER sample; a prediction may carry several events, gold is one itself.
#[derive(Debug, Deserialize)]
pub struct Sample {
    #[serde(flatten)]
    own: SampleEvent,
    events: Option<Vec<SampleEvent>>,
}

#[derive(Debug, Default, Deserialize)]
struct SampleEvent {
    event: Option<String>,
    mode: Option<Value>,
    source: Option<Vec<Name>>,
    target: Option<Vec<Name>>,
}

#[derive(Debug, Deserialize)]
struct Name {
    text: String,
}

type Words = BTreeMap<String, usize>;

impl SampleEvent {
    fn event_type(&self) -> Option<&str> {
        let mode = self.mode.as_ref().and_then(Value::as_str);
        self.event.as_deref().map(|name| plover_draft(name, mode))
    }

    /// The words of each side's names, lower-cased, with their number.
    fn words(&self, patterns: &Patterns) -> [Words; 2] {
        [&self.source, &self.target].map(|names| {
            let mut words = Words::new();
            for name in names.iter().flatten() {
                for word in patterns.words(&name.text.to_lowercase()) {
                    *words.entry(word.to_owned()).or_default() += 1;
                }
            }
            words
        })
    }
}

impl Sample {
    /// The predicted events; without a list the record itself is the one event, if it names one.
    fn found(&self) -> Vec<&SampleEvent> {
        match &self.events {
            Some(events) => events.iter().collect(),
            None => {
                Vec::from_iter(self.own.event.as_ref().filter(|name| !name.is_empty()).map(|_| &self.own))
            }
        }
    }
}

/// Words in common, by side.
fn compare(patterns: &Patterns, gold: &SampleEvent, predicted: &SampleEvent) -> [Tally; 2] {
    let [gold_source, gold_target] = gold.words(patterns);
    let [source, target] = predicted.words(patterns);
    [(gold_source, source), (gold_target, target)].map(|(wanted, given)| Tally {
        hit: wanted.iter().map(|(word, n)| given.get(word).map_or(0, |m| *n.min(m))).sum(),
        predicted: given.values().sum(),
        gold: wanted.values().sum(),
    })
}

/// Scores the PLOVER sample.
pub fn score_sample(patterns: &Patterns, gold: &[Sample], predicted: &[Sample]) -> Report {
    let (mut hits, mut events) = (0, 0);
    let mut sides = [Tally::default(); 2];
    let nothing = SampleEvent::default();
    for (g, p) in gold.iter().zip(predicted) {
        let wanted = g.own.event_type();
        let found = p.found();
        events += found.len();
        let right: Vec<_> = found.iter().copied().filter(|e| e.event_type() == wanted).collect();
        hits += usize::from(!right.is_empty());
        // compared further: one of the right type if there is any, of those the one with most words
        // in common, of those the first
        let candidates = if right.is_empty() { found } else { right };
        let compared = candidates.into_iter().map(|e| compare(patterns, &g.own, e));
        let best = compared.reduce(|a, b| if b[0].hit + b[1].hit > a[0].hit + a[1].hit { b } else { a });
        let best = best.unwrap_or_else(|| compare(patterns, &g.own, &nothing));
        sides.iter_mut().zip(best).for_each(|(side, one)| side.join(one));
    }
    Report::default()
        .count("gold", gold.len())
        .count("predicted", events)
        .metric("type_hit_accuracy", share(hits, gold.len()))
        .metric("events_per_sentence", share(events, gold.len()))
        .metric("actor_word_f1", sides[0].f1())
        .metric("recipient_word_f1", sides[1].f1())
}

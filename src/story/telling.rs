//! What one report says of one happening, in the form in which tellings are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::words::{Bag, Stem, WordWeights, hash, stem, stems, tells, words};
use crate::actor::MentionKind;
use crate::event::{Polarity, Reality};
use crate::record::{DocumentRecord, EntityRecord, EventRecord, Party};
use crate::time::{bounds, date_value};

/// Countries that a report is said to be about at most.
const COUNTRIES: usize = 2;
/// Names that a report tells most of at most.
const NAMES: usize = 6;
/// Words before and after an act that are looked at.
const AROUND: usize = 3;

/// What a word means, as a direction: `|word| engine.meaning(word)`.
pub type Meaning<'a> = &'a dyn Fn(&str) -> Vec<f32>;

/// What all tellings of one report share.
#[derive(Debug)]
pub struct ReportWords {
    pub(super) report: String,
    pub(super) bag: Bag,
    pub(super) title: Bag,
    pub(super) published: Option<Date>,
    sentences: Vec<Range<usize>>,
    // the countries that it is about, and the names that it tells most of
    pub(super) countries: BTreeSet<String>,
    pub(super) told_of: BTreeSet<Stem>,
    // the proper names in each sentence, those that its pronouns stand for included
    names: Vec<BTreeSet<Stem>>,
}

impl ReportWords {
    /// The words of a report.
    pub fn of(record: &DocumentRecord, weights: &WordWeights) -> Arc<ReportWords> {
        let head = &record.document;
        let sentences: Vec<Range<usize>> = head.sentences.iter().map(|s| s[0]..s[1]).collect();
        let mut names = vec![BTreeSet::new(); sentences.len().max(1)];
        for entity in &record.entities {
            let Some(name) = entity.mentions.iter().find(|m| m.kind == MentionKind::Name) else { continue };
            let stems = stems(&name.span.text);
            for mention in &entity.mentions {
                if let Some(n) = at(&sentences, mention.span.start) {
                    names[n].extend(stems.iter().copied());
                }
            }
        }
        let title = head.title.as_ref().map(|t| t.value.as_str()).unwrap_or_default();
        Arc::new(ReportWords {
            report: head.id.clone(),
            bag: weights.bag(&stems(&head.text)),
            title: weights.bag(&stems(title)),
            published: head.published.as_ref().and_then(|p| date_value(&p.date)).map(|(day, _)| day),
            countries: main(record, |e| e.country.clone(), COUNTRIES),
            told_of: main(record, |e| Some(e.name.clone()), NAMES).iter().flat_map(|n| stems(n)).collect(),
            sentences,
            names,
        })
    }

    /// Id of the report.
    pub fn report(&self) -> &str {
        &self.report
    }

    /// The day of publication as a stretch.
    pub(super) fn days(&self) -> Option<(Date, Date)> {
        self.published.map(|day| (day, day))
    }

    /// Day of publication.
    pub fn published(&self) -> Option<Date> {
        self.published
    }
}

/// The values that most mentions of a report's entities stand for, the most frequent ones.
fn main(
    record: &DocumentRecord,
    value: impl Fn(&EntityRecord) -> Option<String>,
    most: usize,
) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entity in record.entities.iter().filter(|e| e.mentions.iter().any(|m| m.kind == MentionKind::Name)) {
        if let Some(value) = value(entity) {
            *counts.entry(value).or_default() += entity.mentions.len();
        }
    }
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    all.into_iter().take(most).map(|(value, _)| value).collect()
}

/// The sentence in which a byte lies.
fn at(sentences: &[Range<usize>], byte: usize) -> Option<usize> {
    let n = sentences.partition_point(|s| s.end <= byte);
    sentences.get(n).is_some_and(|s| s.contains(&byte)).then_some(n)
}

/// A party as tellings compare it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parties {
    /// Stems of their names.
    pub(super) words: BTreeSet<Stem>,
    /// Their countries.
    pub(super) countries: BTreeSet<String>,
}

impl Parties {
    fn of(record: &DocumentRecord, parties: &[Party]) -> Parties {
        let mut out = Parties::default();
        for party in parties {
            out.words.extend(stems(&party.name));
            let entity = record.entities.iter().find(|e| e.id == party.entity);
            out.countries.extend(entity.and_then(|e| e.country.clone()));
        }
        out
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// What one report says of one happening.
#[derive(Debug, Clone)]
pub struct Telling {
    pub(super) report: Arc<ReportWords>,
    pub(super) event: Option<String>,
    pub(super) stem: String,
    pub(super) rarity: f32,
    pub(super) meaning: Vec<f32>,
    pub(super) gist: Vec<f32>,
    pub(super) words: BTreeSet<Stem>,
    pub(super) names: Option<BTreeSet<Stem>>,
    pub(super) sentence: usize,
    pub(super) bag: Bag,
    pub(super) around: [BTreeSet<Stem>; 2],
    pub(super) numbers: BTreeSet<Stem>,
    pub(super) speech: bool,
    pub(super) event_type: Option<String>,
    pub(super) mode: Option<String>,
    pub(super) actors: Parties,
    pub(super) recipients: Parties,
    pub(super) places: BTreeSet<Stem>,
    pub(super) days: Option<(Date, Date)>,
    pub(super) denied: bool,
    pub(super) reality: Option<Reality>,
    // worked out when first asked for: every pair asks
    clues: OnceLock<Vec<u64>>,
}

impl Telling {
    /// How a report tells one of its events.
    pub fn of(
        report: &Arc<ReportWords>,
        record: &DocumentRecord,
        event: &EventRecord,
        (weights, meaning): (&WordWeights, Meaning),
    ) -> Telling {
        let span = event.trigger.start..event.trigger.end;
        let mut telling = Telling::at(report, record, span, (weights, meaning));
        telling.fill(record, event);
        telling
    }

    /// How a report tells a happening with the words in `span` (bytes), whether or not an event was
    /// coded there.
    pub fn at(
        report: &Arc<ReportWords>,
        record: &DocumentRecord,
        span: Range<usize>,
        (weights, meaning): (&WordWeights, Meaning),
    ) -> Telling {
        let text = &record.document.text;
        let own = text.get(span.clone()).unwrap_or_default();
        let head = words(own).last().map_or(own, |(_, word)| word);
        let n = at(&report.sentences, span.start);
        let sentence = n.map_or(span.clone(), |n| report.sentences[n].clone());
        let inside = text.get(sentence.clone()).unwrap_or_default();
        let said: Vec<(usize, Stem)> = words(inside)
            .filter(|(_, w)| tells(w))
            .map(|(at, w)| (sentence.start + at, hash(&stem(w))))
            .collect();
        let before = said.iter().rev().filter(|(at, _)| *at < span.start).take(AROUND);
        let after = said.iter().filter(|(at, _)| *at >= span.end).take(AROUND);
        let number = |w: &&str| w.chars().any(|c| c.is_ascii_digit());
        Telling {
            stem: stem(head),
            rarity: super::pair::rarity(weights, &stem(head)),
            meaning: meaning(head),
            gist: gist(inside, weights, meaning),
            words: stems(own).into_iter().collect(),
            names: None,
            sentence: n.unwrap_or(0),
            bag: weights.bag(&said.iter().map(|(_, s)| *s).collect::<Vec<_>>()),
            around: [before.map(|(_, s)| *s).collect(), after.map(|(_, s)| *s).collect()],
            numbers: words(inside).map(|(_, w)| w).filter(number).map(hash).collect(),
            speech: record
                .statements
                .iter()
                .any(|s| s.cue.as_ref().is_some_and(|c| c.start < span.end && c.end > span.start)),
            report: report.clone(),
            event: None,
            event_type: None,
            mode: None,
            actors: Parties::default(),
            recipients: Parties::default(),
            places: BTreeSet::new(),
            days: None,
            denied: false,
            reality: None,
            clues: OnceLock::new(),
        }
    }

    /// Says who and what is named beside the act, where that is known better than from the records.
    pub fn name<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        self.names = Some(names.into_iter().flat_map(stems).collect());
        self.clues = OnceLock::new();
    }

    /// Adds what an event record says.
    pub fn fill(&mut self, record: &DocumentRecord, event: &EventRecord) {
        self.event = Some(event.id.clone());
        self.event_type = Some(event.event_type.clone());
        self.mode = event.mode.clone();
        self.actors = Parties::of(record, &event.actors);
        self.recipients = Parties::of(record, &event.recipients);
        self.places = event.place.iter().flat_map(|p| stems(&p.party.name)).collect();
        self.days = event.date.as_ref().and_then(|d| bounds(&d.value));
        self.denied = event.polarity == Polarity::Negated;
        self.reality = Some(event.reality);
        self.clues = OnceLock::new();
    }

    /// Id of the event record, where there is one.
    pub fn event(&self) -> Option<&str> {
        self.event.as_deref()
    }

    /// The report.
    pub fn report(&self) -> &ReportWords {
        &self.report
    }

    /// The day by which tellings are laid side by side: that of the report, else that of the event.
    pub fn when(&self) -> Option<Date> {
        self.report.published.or(self.days.map(|(first, _)| first))
    }

    /// Numbers of which two tellings of one happening share at least one, in rising order: its type and
    /// its word, each with every country, place and name beside it and the countries of its report.
    pub fn clues(&self) -> &[u64] {
        self.clues.get_or_init(|| self.all_clues())
    }

    fn all_clues(&self) -> Vec<u64> {
        let countries = self.actors.countries.iter().chain(&self.recipients.countries);
        let countries = countries.chain(&self.report.countries).map(|c| hash(c));
        let things: BTreeSet<Stem> =
            countries.chain(self.places.iter().copied()).chain(self.names().iter().copied()).collect();
        let kinds = [self.event_type.as_deref().map(hash), Some(hash(&self.stem))];
        let mix = |kind: u64, thing: u64| kind.rotate_left(29).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ thing;
        let clues = kinds.into_iter().flatten().flat_map(|k| things.iter().map(move |&t| mix(k, t)));
        let clues: BTreeSet<u64> = clues.collect();
        clues.into_iter().collect()
    }

    /// The proper names in its sentence.
    pub(super) fn names(&self) -> &BTreeSet<Stem> {
        // reports without sentences have one empty set, so that there is always one to lend
        self.names.as_ref().unwrap_or(&self.report.names[self.sentence.min(self.report.names.len() - 1)])
    }
}

/// What the words of a sentence mean together: the rarer a word, the more it counts.
fn gist(sentence: &str, weights: &WordWeights, meaning: Meaning) -> Vec<f32> {
    let mut sum: Vec<f32> = Vec::new();
    for (_, word) in words(sentence).filter(|(_, w)| tells(w)) {
        let vector = meaning(word);
        let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        let weight = weights.of(hash(&stem(word))) / length;
        sum.resize(vector.len(), 0.0);
        sum.iter_mut().zip(&vector).for_each(|(s, v)| *s += v * weight);
    }
    sum
}

/// The tellings of all events of a report.
pub fn tellings(record: &DocumentRecord, with: (&WordWeights, Meaning)) -> Vec<Telling> {
    let report = ReportWords::of(record, with.0);
    let mut by_span: BTreeMap<(usize, &str), Telling> = BTreeMap::new();
    for event in &record.events {
        by_span.insert((event.trigger.start, &event.id), Telling::of(&report, record, event, with));
    }
    by_span.into_values().collect()
}

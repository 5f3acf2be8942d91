//! The path of an event: rule, places, status, date, place, voice, score.

use dateline::actor::EntityId;
use dateline::event::{Event, EventId, Filled, Lost, Polarity, Reading, Reality, Recency};
use dateline::record::{EventRecord, SpanRecord};
use serde_json::{Value, json};

use super::{Explained, Path};
use crate::page::{Style, Text};
use crate::read::report::parts::{date_words, event_in_short, speaker, words_of};
use crate::why::{of, part, place};

impl<'a> Explained<'a> {
    pub(super) fn event<'s>(&'s self, record: &'s EventRecord) -> Path<'s> {
        let index = self.analysis.events.iter().position(|e| {
            (e.trigger.start(), e.trigger.end()) == (record.trigger.start, record.trigger.end)
                && e.event_type == record.event_type
        });
        let reading = index.and_then(|i| self.why.trace.of_event(EventId(i)));
        let mut steps = Vec::new();
        if let (Some(index), Some(reading)) = (index, reading) {
            let event = &self.analysis.events[index];
            steps.extend(self.rule_steps(event, reading));
            steps.extend(self.party_steps(event, reading));
            steps.extend(self.status_steps(event, reading));
            steps.extend(self.setting_steps(record));
            steps.extend(self.why.score(event).map(|score| ("score", score)));
            steps.push(("found by", self.found_by(event, reading)));
            steps.extend(self.mentions(index));
        }
        let fills: Vec<&SpanRecord> = words_of(&record.actors)
            .chain(words_of(&record.recipients))
            .chain(record.place.iter().flat_map(|p| &p.party.evidence))
            .chain(date_words(record.date.as_ref()))
            .chain(record.counts.dead.iter().flat_map(|d| &d.evidence))
            .collect();
        Path {
            heading: event_in_short(record),
            carries: vec![&record.trigger],
            fills,
            also: record.mentions.iter().collect(),
            steps,
            record: json!(record),
            detail: reading.map_or(Value::Null, |r| self.why.reading_json(r)),
        }
    }

    fn contexts(&self, event: &Event) -> String {
        let each = event.contexts.iter().map(|c| match c.evidence {
            Some(words) => format!("{} (“{}”)", c.name, self.analysis.document.slice(words)),
            None => c.name.clone(),
        });
        each.collect::<Vec<_>>().join(", ")
    }

    fn rule_steps(&self, event: &Event, reading: &Reading) -> Vec<(&'static str, String)> {
        let Some(rule) = self.why.rule(&reading.rule) else { return Vec::new() };
        let word = self.why.trace.words.iter().find(|w| w.word == reading.word);
        let chosen = word.and_then(|w| Some((w, w.tried.iter().find(|t| t.chosen)?)));
        let how = match chosen.filter(|_| !rule.is_model()) {
            Some((word, tried)) => {
                format!("{} “{}”, set off by", part(word.part), self.why.pattern(word, tried))
            }
            None => "no rule fires; proposed by the model at".to_owned(),
        };
        let mut steps = vec![(
            "rule",
            format!("{} in {}: {how} {}", rule.id, place(rule), self.why.quoted(&reading.words)),
        )];
        let mode = event.mode.as_ref().map(|mode| {
            let whence = if rule.mode.is_some() { "" } else { " (after the model)" };
            format!("mode {mode}{whence}")
        });
        let cameo = event.cameo.as_ref().map(|c| format!("CAMEO {c}"));
        let contexts = (!event.contexts.is_empty()).then(|| format!("contexts {}", self.contexts(event)));
        let more: Vec<String> = [mode, cameo, contexts].into_iter().flatten().collect();
        if !more.is_empty() {
            steps.push(("gives", more.join(", ")));
        }
        steps
    }

    fn party_steps(&self, event: &Event, reading: &Reading) -> Vec<(&'static str, String)> {
        let drafted = reading.event.as_ref().unwrap_or(event);
        let side = |name, filled: &Option<Filled>, here: &[EntityId], last: &[EntityId]| {
            let text = self.party(filled.as_ref(), here, last);
            (name, text)
        };
        vec![
            side("actor", &reading.actor, &drafted.actors, &event.actors),
            side("recipient", &reading.recipient, &drafted.recipients, &event.recipients),
        ]
    }

    // Whom the tree puts there, whom the model adds or takes out, whom further mentions add.
    fn party(&self, filled: Option<&Filled>, here: &[EntityId], last: &[EntityId]) -> String {
        let name = |id: &EntityId| self.analysis.entities.get(*id).name.clone();
        let names = |ids: Vec<&EntityId>| ids.into_iter().map(name).collect::<Vec<_>>().join(", ");
        let by: Vec<EntityId> = filled.into_iter().flat_map(|f| &f.by).map(|(_, id)| *id).collect();
        let kept: Vec<&EntityId> = by.iter().filter(|id| last.contains(id)).collect();
        let mut parts = Vec::new();
        match filled {
            Some(filled) if !kept.is_empty() => {
                parts.push(format!("{}: {}", self.why.filled(filled), names(kept)))
            }
            Some(filled) => parts.push(format!("{}, left out", self.why.filled(filled))),
            None => {}
        }
        let added: Vec<&EntityId> = here.iter().filter(|id| !by.contains(id)).collect();
        if !added.is_empty() {
            parts.push(format!("added after the model: {}", names(added)));
        }
        let later: Vec<&EntityId> = last.iter().filter(|id| !here.contains(id) && !by.contains(id)).collect();
        if !later.is_empty() {
            parts.push(format!("from a further mention: {}", names(later)));
        }
        if parts.is_empty() { "nobody known".to_owned() } else { parts.join("; ") }
    }

    fn status_steps(&self, event: &Event, reading: &Reading) -> Vec<(&'static str, String)> {
        let because = |field| self.why.because(reading, field);
        let polarity = match event.polarity {
            Polarity::Affirmed => "affirmed".to_owned(),
            Polarity::Negated => format!("negated {}", because(of::polarity)),
        };
        let reality = match event.reality {
            Reality::Actual => "actual".to_owned(),
            Reality::Future => format!("future {}", because(of::reality)),
            Reality::Hypothetical => format!("hypothetical {}", because(of::reality)),
        };
        let recency = match event.recency {
            Recency::Current => "current".to_owned(),
            Recency::Historical => format!("historical {}", because(of::recency)),
        };
        vec![("status", [polarity, reality, recency].join("; "))]
    }

    fn setting_steps(&self, record: &EventRecord) -> Vec<(&'static str, String)> {
        let words =
            |all: &[SpanRecord]| all.iter().map(|s| format!("“{}”", s.text)).collect::<Vec<_>>().join(", ");
        let mut steps = Vec::new();
        match &record.date {
            Some(date) => {
                let published = self.records.document.published.as_ref();
                let from = published.filter(|_| date.reason != "stated in full");
                let from = from.map(|p| format!(" (published {})", p.date)).unwrap_or_default();
                steps.push((
                    "date",
                    format!("{} from {}: {}{from}", date.value, words(&date.evidence), date.reason),
                ));
            }
            None => steps.push(("date", "none stands with it".to_owned())),
        }
        match &record.place {
            Some(place) => {
                let reason = place.reason.as_ref().map(|r| format!(": {r}")).unwrap_or_default();
                steps.push((
                    "place",
                    format!("{} from {}{reason}", place.party.name, words(&place.party.evidence)),
                ));
            }
            None => steps.push(("place", "none stands with it".to_owned())),
        }
        let counts = &record.counts;
        let named = [
            ("dead", &counts.dead),
            ("injured", &counts.injured),
            ("arrested", &counts.arrested),
            ("displaced", &counts.displaced),
        ];
        for (name, count) in named.into_iter().filter_map(|(name, c)| Some((name, c.as_ref()?))) {
            let value = count.value.map_or("not in numbers".to_owned(), |n| n.to_string());
            steps.push((name, format!("{value} from {}", words(&count.evidence))));
        }
        let statements = self.records.statements.iter().enumerate();
        let says =
            record.attributed_to.as_ref().and_then(|id| statements.into_iter().find(|(_, s)| s.id == *id));
        steps.push(match says {
            None => ("says so", "the report itself".to_owned()),
            Some((i, s)) => {
                let cue = s.cue.as_ref().map(|c| format!(", “{}”", c.text)).unwrap_or_default();
                ("says so", format!("statement {}: {}{cue}", i + 1, speaker(s)))
            }
        });
        steps
    }

    fn found_by(&self, event: &Event, reading: &Reading) -> String {
        format!("{} · {}", event.found_by.name(), self.why.signal(reading.word))
    }

    // The readings that were joined with the event.
    fn mentions(&self, index: usize) -> Vec<(&'static str, String)> {
        let again = |r: &&Reading| r.fate == Err(Lost::Again(EventId(index)));
        let readings = self.why.trace.readings.iter().filter(again);
        readings.map(|r| ("told again", format!("{} by {}", self.why.quoted(&r.words), r.rule))).collect()
    }
}

/// The name of a record and what is known of it.
pub(super) fn named(name: &str, about: &str) -> Text {
    Text::default().with(name, Style::STRONG).with(&format!(" {about}"), Style::FAINT)
}

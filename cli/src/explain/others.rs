//! The paths of statements, entities, processes and commitments.

use dateline::actor::{self, MentionKind};
use dateline::record::{
    CommitmentRecord, DateRecord, EntityRecord, Party, ProcessRecord, SpanRecord, StatementRecord,
    TransitionRecord,
};
use dateline::statement;
use serde_json::{Value, json};

use super::events::named;
use super::{Explained, Path};
use crate::read::report::parts::{names, plural, speaker, words_of};

impl Explained<'_> {
    pub(super) fn statement<'s>(&'s self, record: &'s StatementRecord) -> Path<'s> {
        let own = self.analysis.statements.iter().find(|s| {
            let first = s.content.first().map(|c| (c.start(), c.end()));
            first == record.content.first().map(|c| (c.start, c.end))
                && s.cue.map(|c| c.start()) == record.cue.as_ref().map(|c| c.start)
        });
        let (document, language) = (&self.analysis.document, &self.analysis.language);
        let whence = own.map(|s| statement::whence(document, language, self.why.book, s)).unwrap_or_default();
        let mut cue = Vec::new();
        if let Some(class) = &whence.class {
            cue.push(format!("listed under {class} in statements/cues.toml"));
        }
        if whence.cue_tagged {
            cue.push("the model takes it for a word of saying".to_owned());
        }
        let cue = match &record.cue {
            Some(words) => format!("“{}”: {}", words.text, joined(cue, "the tree leads to it")),
            None => "no word of saying stands with it".to_owned(),
        };
        let mut content = Vec::new();
        if whence.content_tagged {
            content.push("the model takes the words for something said".to_owned());
        }
        if whence.quoted {
            content.push("they stand between quotation marks, at least in part".to_owned());
        }
        let source = match (&record.speaker, &record.source) {
            (Some(speaker), Some(source)) => format!("{} from “{}”", speaker.name, source.text),
            (Some(speaker), None) => format!("{}, who spoke before", speaker.name),
            (None, Some(source)) => format!("“{}”, nobody known", source.text),
            (None, None) => "nobody is named".to_owned(),
        };
        let mut steps = vec![
            ("cue", cue),
            ("content", joined(content, "the clause that hangs on the word of saying")),
            ("speaker", source),
        ];
        let parent = record.parent.as_ref();
        let parent = parent.and_then(|id| self.records.statements.iter().position(|s| s.id == *id));
        steps.extend(parent.map(|i| ("told in", format!("statement {}", i + 1))));
        Path {
            heading: named(&speaker(record), record.cue.as_ref().map_or("", |c| c.text.as_str())),
            carries: record.content.iter().collect(),
            fills: record.source.iter().chain(&record.cue).collect(),
            also: Vec::new(),
            steps,
            record: json!(record),
            detail: json!({
                "cue_class": whence.class,
                "cue_by_model": whence.cue_tagged,
                "content_by_model": whence.content_tagged,
                "quoted": whence.quoted,
            }),
        }
    }

    pub(super) fn entity<'s>(&'s self, record: &'s EntityRecord) -> Path<'s> {
        let first = record.mentions.first().map(|m| m.span.start);
        let own = self
            .analysis
            .entities
            .all
            .iter()
            .find(|e| e.name == record.name && e.mentions.first().map(|m| m.span.start()) == first);
        let (document, syntax) = (&self.analysis.document, &self.analysis.language.syntax);
        let whence =
            own.map(|e| actor::whence(document, syntax, self.why.book.actors(), e)).unwrap_or_default();
        let sources: Vec<String> = whence.iter().map(|w| self.source(w)).collect();
        let codes = [record.country.as_deref(), record.sector.as_deref()];
        let codes: Vec<&str> = codes.into_iter().flatten().collect();
        let mut steps = Vec::new();
        steps.push(("codes", if codes.is_empty() { "none known".to_owned() } else { codes.join(" ") }));
        steps.push(("whence", joined(sources.clone(), "the words of the report alone")));
        if let Some(role) = &record.role.text {
            steps.push(("role", format!("“{}” in the text", role.value)));
        }
        if let Some(place) = &record.place {
            steps.push(("lies at", format!("{:.2}, {:.2}: {}", place.lat, place.lon, place.reason)));
        }
        let of_kind = |kind| record.mentions.iter().filter(|m| m.kind == kind).count();
        let counts = [
            plural(of_kind(MentionKind::Name), "by name", "by name"),
            plural(of_kind(MentionKind::Nominal), "by a noun", "by nouns"),
            plural(of_kind(MentionKind::Pronoun), "by a pronoun", "by pronouns"),
        ];
        steps.push(("mentions", counts.into_iter().flatten().collect::<Vec<_>>().join(", ")));
        let kind = json!(record.kind);
        Path {
            heading: named(&record.name, &kind.as_str().unwrap_or_default().replace('_', " ")),
            carries: record.mentions.iter().map(|m| &m.span).collect(),
            fills: Vec::new(),
            also: Vec::new(),
            steps,
            record: json!(record),
            detail: json!({ "whence": sources }),
        }
    }

    fn source(&self, whence: &actor::Whence) -> String {
        use actor::Whence;
        match whence {
            Whence::States => "its name is in actors/states.toml".to_owned(),
            Whence::Organisations => "its name is in actors/organisations.toml".to_owned(),
            Whence::Holders(office) => {
                format!("{office}, after actors/holders.toml on the day of publication")
            }
            Whence::Nouns(noun) => format!("“{noun}” is in actors/nouns.toml"),
            Whence::Country(span) => format!("its country from “{}”", self.why.words(*span)),
            Whence::Gazetteer => "its place from the gazetteer".to_owned(),
        }
    }

    pub(super) fn process<'s>(&'s self, record: &'s ProcessRecord) -> Path<'s> {
        let mut steps =
            vec![("kind", format!("{}: its word is listed there in processes.toml", record.kind))];
        steps.extend(listed("parties", &record.parties));
        steps.extend(listed("mediator", record.mediator.as_slice()));
        steps.extend(listed("venue", record.venue.as_slice()));
        steps.extend(record.transitions.iter().map(|t| ("state", self.transition(t))));
        Path {
            heading: named(&record.name, &record.kind),
            carries: record.transitions.iter().flat_map(|t| &t.evidence).take(1).collect(),
            fills: words_of(&record.parties).collect(),
            also: record.transitions.iter().flat_map(|t| &t.evidence).skip(1).collect(),
            steps,
            record: json!(record),
            detail: Value::Null,
        }
    }

    fn transition(&self, transition: &TransitionRecord) -> String {
        let mut text = format!("{} from {}", transition.state, quoted(&transition.evidence));
        text.extend(transition.date.iter().map(|d| format!(", {}", dated(d))));
        text.extend(transition.by.iter().map(|p| format!(", by {}", p.name)));
        let cause = transition.cause.as_ref();
        let cause = cause.and_then(|id| self.records.events.iter().position(|e| e.id == *id));
        text.extend(cause.map(|i| format!(", because of event {}", i + 1)));
        text
    }

    pub(super) fn commitment<'s>(&'s self, record: &'s CommitmentRecord) -> Path<'s> {
        let inside = |s: &SpanRecord| record.content.start <= s.start && s.end <= record.content.end;
        let events = self.records.events.iter().enumerate();
        let acts: Vec<String> = events
            .filter(|(_, e)| inside(&e.trigger))
            .map(|(i, e)| format!("event {} ({})", i + 1, e.event_type))
            .collect();
        let mut steps = vec![("kind", format!("{} ({})", record.kind, record.state))];
        steps.push(("acts in it", joined(acts, "none that is an event")));
        steps.extend(listed("debtor", record.debtor.as_slice()));
        steps.extend(listed("creditor", record.creditor.as_slice()));
        steps.extend(record.instrument.iter().map(|i| ("under", format!("“{}”", i.text))));
        steps.extend(record.due.iter().map(|d| ("due", dated(d))));
        let says = record.attributed_to.as_ref();
        let says = says.and_then(|id| self.records.statements.iter().position(|s| s.id == *id));
        steps.push((
            "says so",
            match says {
                Some(i) => format!("statement {}: {}", i + 1, speaker(&self.records.statements[i])),
                None => "the report itself".to_owned(),
            },
        ));
        let who = names(record.debtor.as_slice());
        Path {
            heading: named(&record.kind, &if who.is_empty() { String::new() } else { format!("of {who}") }),
            carries: vec![&record.content],
            fills: words_of(record.debtor.as_slice()).chain(words_of(record.creditor.as_slice())).collect(),
            also: Vec::new(),
            steps,
            record: json!(record),
            detail: Value::Null,
        }
    }
}

fn quoted(all: &[SpanRecord]) -> String {
    all.iter().map(|s| format!("“{}”", s.text)).collect::<Vec<_>>().join(", ")
}

fn dated(date: &DateRecord) -> String {
    format!("{} from {}: {}", date.value, quoted(&date.evidence), date.reason)
}

fn listed(name: &'static str, parties: &[Party]) -> Option<(&'static str, String)> {
    let each = parties.iter().map(|p| format!("{} from {}", p.name, quoted(&p.evidence)));
    (!parties.is_empty()).then(|| (name, each.collect::<Vec<_>>().join(", ")))
}

fn joined(parts: Vec<String>, none: &str) -> String {
    if parts.is_empty() { none.to_owned() } else { parts.join("; ") }
}

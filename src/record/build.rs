//! From an analysis to its records.

use std::collections::{BTreeMap, BTreeSet};

use super::chars::CharIndex;
use super::ids::Ids;
use super::types::*;
use crate::actor::{Entity, EntityId, Mention};
use crate::analysis::Analysis;
use crate::commitment::Commitment;
use crate::diagnostic::Diagnostic;
use crate::document::{BlockKind, DateSource, Published};
use crate::event::{Count, Counts, Event, EventDate};
use crate::place::Place;
use crate::process::{Process, Transition};
use crate::span::Span;
use crate::statement::Statement;

/// The records of an analysis. Equal analyses give equal records.
pub fn records(analysis: &Analysis) -> DocumentRecord {
    let build = Build {
        analysis,
        ids: Ids::new(analysis),
        chars: CharIndex::new(analysis.document.text()),
        sentences: sentences(analysis),
    };
    let ids = &build.ids;
    let entities = analysis.entities.all.iter().zip(&ids.entities);
    let statements = analysis.statements.iter().zip(&ids.statements);
    let events = analysis.events.iter().zip(&ids.events);
    let processes = analysis.processes.iter().zip(&ids.processes);
    let commitments = analysis.commitments.iter().zip(&ids.commitments);
    DocumentRecord {
        schema: SCHEMA,
        document: build.head(),
        entities: entities.filter_map(|(e, id)| build.entity(e, id.clone()?)).collect(),
        statements: statements.filter_map(|(s, id)| build.statement(s, id.clone()?)).collect(),
        events: events.filter_map(|(e, id)| build.event(e, id.clone()?)).collect(),
        processes: processes.filter_map(|(p, id)| build.process(p, id.clone()?)).collect(),
        commitments: commitments.filter_map(|(c, id)| build.commitment(c, id.clone()?)).collect(),
    }
}

/// Verbal or material, cooperation or conflict, of a PLOVER type; `None` for any other word.
pub fn quad_class(event_type: &str) -> Option<&'static str> {
    match event_type {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => Some("verbal_cooperation"),
        "COOPERATE" | "AID" | "RETREAT" => Some("material_cooperation"),
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => Some("verbal_conflict"),
        "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT" => Some("material_conflict"),
        _ => None,
    }
}

struct Build<'a> {
    analysis: &'a Analysis,
    ids: Ids,
    chars: CharIndex<'a>,
    sentences: Vec<Span>,
}

impl Build<'_> {
    fn span(&self, span: Span) -> SpanRecord {
        SpanRecord {
            start: span.start(),
            end: span.end(),
            text: self.analysis.document.slice(span).to_owned(),
            chars: [self.chars.chars_before(span.start()), self.chars.chars_before(span.end())],
        }
    }

    fn spans(&self, spans: &[Span]) -> Vec<SpanRecord> {
        spans.iter().map(|&s| self.span(s)).collect()
    }

    fn head(&self) -> DocumentHead {
        let (document, parts) = (&self.analysis.document, self.analysis.document.parts());
        let provenance = &self.analysis.provenance;
        let blocks = document.blocks().iter();
        let remarks = parts.diagnostics.iter().chain(&self.analysis.diagnostics);
        DocumentHead {
            id: document.id().to_owned(),
            unit: UNIT.into(),
            url: parts.url.clone(),
            publisher: parts.publisher.clone(),
            title: self.stated(parts.title.as_deref(), BlockKind::Headline),
            standfirst: self.block_text(BlockKind::Standfirst),
            byline: self.stated(parts.byline.as_deref(), BlockKind::Byline),
            published: document.published().map(|p| self.published(p)),
            language: parts.language.clone(),
            blocks: blocks.map(|(s, kind)| BlockRecord { kind: *kind, span: self.span(*s) }).collect(),
            sentences: self.sentences.iter().map(|s| [s.start(), s.end()]).collect(),
            source_digest: parts.source_digest.clone(),
            engine: provenance.engine.clone(),
            codebook: provenance.codebook.clone(),
            model: provenance.model.clone(),
            diagnostics: distinct(remarks).map(|d| self.diagnostic(d)).collect(),
            text: document.text().to_owned(),
        }
    }

    /// A value from the page, with its block as evidence where that block says the same.
    fn stated(&self, value: Option<&str>, kind: BlockKind) -> Option<Stated<String>> {
        let block = self.first_block(kind);
        match value {
            None => self.block_text(kind),
            Some(value) => {
                let same = block.filter(|&b| self.analysis.document.slice(b).contains(value));
                Some(Stated {
                    value: value.to_owned(),
                    evidence: same.into_iter().map(|b| self.span(b)).collect(),
                })
            }
        }
    }

    fn block_text(&self, kind: BlockKind) -> Option<Stated<String>> {
        let span = self.span(self.first_block(kind)?);
        Some(Stated { value: span.text.clone(), evidence: vec![span] })
    }

    fn first_block(&self, kind: BlockKind) -> Option<Span> {
        let mut blocks = self.analysis.document.blocks().iter();
        blocks.find(|(_, k)| *k == kind).map(|(span, _)| *span)
    }

    fn published(&self, published: Published) -> PublishedRecord {
        let from_text = published.source == DateSource::TextLine;
        let line = from_text.then(|| self.first_block(BlockKind::Dateline)).flatten();
        PublishedRecord {
            date: published.date.to_string(),
            found: published.source,
            evidence: line.into_iter().map(|s| self.span(s)).collect(),
        }
    }

    fn diagnostic(&self, diagnostic: &Diagnostic) -> DiagnosticRecord {
        DiagnosticRecord {
            severity: diagnostic.severity,
            code: diagnostic.code.into(),
            message: diagnostic.message.clone(),
            span: diagnostic.span.map(|s| self.span(s)),
        }
    }

    fn entity(&self, entity: &Entity, id: String) -> Option<EntityRecord> {
        let role = entity.role.as_ref();
        let role = role.map(|(value, span)| self.value(value.clone(), *span));
        let mentions = entity.mentions.iter();
        Some(EntityRecord {
            id,
            kind: entity.kind,
            name: entity.name.clone(),
            country: entity.country.clone(),
            sector: entity.sector.clone(),
            role: RoleRecord { text: role, table: entity.table_role.clone() },
            knowledge_id: entity.knowledge_id.clone(),
            place: entity.place.as_ref().map(place),
            mentions: mentions.map(|m| MentionRecord { kind: m.kind, span: self.span(m.span) }).collect(),
        })
    }

    fn statement(&self, statement: &Statement, id: String) -> Option<StatementRecord> {
        let near = statement.cue.or(statement.source).or(statement.content.first().copied());
        let speaker = statement.speaker.and_then(|e| match statement.source {
            Some(source) => self.party_in(e, source),
            None => self.party(e, near?),
        });
        Some(StatementRecord {
            id,
            source: statement.source.map(|s| self.span(s)),
            speaker,
            cue: statement.cue.map(|s| self.span(s)),
            content: self.spans(&statement.content),
            form: statement.form,
            addressee: statement.addressee.and_then(|e| self.party(e, near?)),
            stance: statement.stance.clone(),
            when: statement.when.clone().map(|(value, span)| self.date(&EventDate { value, span })),
            place: statement.place.and_then(|e| self.party(e, near?)),
            parent: statement.parent.and_then(|p| self.ids.statement(p)),
        })
    }

    fn event(&self, event: &Event, id: String) -> Option<EventRecord> {
        Some(EventRecord {
            id,
            trigger: self.span(event.trigger),
            mentions: self.spans(&event.mentions),
            event_type: event.event_type.clone(),
            mode: event.mode.clone(),
            contexts: event.contexts.iter().map(|c| c.name.clone()).collect(),
            cameo: event.cameo.clone(),
            quad_class: quad_class(&event.event_type).map(Into::into),
            intensity: None,
            actors: self.parties(&event.actors, event.trigger),
            recipients: self.parties(&event.recipients, event.trigger),
            place: event.place.and_then(|p| self.event_place(p, event.trigger)),
            date: event.date.as_ref().map(|d| self.date(d)),
            polarity: event.polarity,
            reality: event.reality,
            recency: event.recency,
            attributed_to: event.attributed_to.and_then(|s| self.ids.statement(s)),
            within: event.within.and_then(|e| self.ids.event(e)),
            counts: self.counts(&event.counts),
            score: event.score.map(|s| (s * 1000.0).round() / 1000.0),
            found_by: event.found_by.name().into(),
            rule: event.rule.clone(),
            context_evidence: self.context_evidence(event),
        })
    }

    fn context_evidence(&self, event: &Event) -> BTreeMap<String, SpanRecord> {
        let told = event.contexts.iter().filter_map(|c| Some((c.name.clone(), self.span(c.evidence?))));
        told.collect()
    }

    fn counts(&self, counts: &Counts) -> CountsRecord {
        let count = |c: Option<Count>| {
            c.map(|c| CountRecord { value: c.value, bound: c.bound, evidence: vec![self.span(c.evidence)] })
        };
        CountsRecord {
            dead: count(counts.dead),
            injured: count(counts.injured),
            arrested: count(counts.arrested),
            displaced: count(counts.displaced),
        }
    }

    fn event_place(&self, id: EntityId, near: Span) -> Option<EventPlaceRecord> {
        let place = self.analysis.entities.all.get(id.0)?.place.as_ref();
        Some(EventPlaceRecord {
            party: self.party(id, near)?,
            precision: place.map(|p| p.precision),
            reason: place.map(|p| p.reason.clone()),
        })
    }

    fn process(&self, process: &Process, id: String) -> Option<ProcessRecord> {
        let near = process.transitions.first()?.evidence;
        Some(ProcessRecord {
            id,
            kind: process.kind.clone(),
            name: process.name.clone(),
            parties: self.parties(&process.parties, near),
            mediator: process.mediator.and_then(|e| self.party(e, near)),
            venue: process.venue.and_then(|e| self.party(e, near)),
            transitions: process.transitions.iter().map(|t| self.transition(t)).collect(),
        })
    }

    fn transition(&self, transition: &Transition) -> TransitionRecord {
        TransitionRecord {
            state: transition.state.clone(),
            date: transition.date.as_ref().map(|d| self.date(d)),
            by: transition.by.and_then(|e| self.party(e, transition.evidence)),
            cause: transition.cause.and_then(|e| self.ids.event(e)),
            evidence: vec![self.span(transition.evidence)],
        }
    }

    fn commitment(&self, commitment: &Commitment, id: String) -> Option<CommitmentRecord> {
        let near = commitment.content;
        Some(CommitmentRecord {
            id,
            kind: commitment.kind.clone(),
            debtor: commitment.debtor.and_then(|e| self.party(e, near)),
            creditor: commitment.creditor.and_then(|e| self.party(e, near)),
            content: self.span(near),
            instrument: commitment.instrument.map(|s| self.span(s)),
            due: commitment.due.as_ref().map(|d| self.date(d)),
            state: commitment.state.clone(),
            attributed_to: commitment.attributed_to.and_then(|s| self.ids.statement(s)),
        })
    }

    fn value<T>(&self, value: T, span: Span) -> Stated<T> {
        Stated { value, evidence: vec![self.span(span)] }
    }

    fn date(&self, date: &EventDate) -> DateRecord {
        let words = self.span(date.span);
        DateRecord {
            precision: date_precision(&date.value).map(Into::into),
            reason: date_reason(&date.value, &words.text).into(),
            value: date.value.clone(),
            evidence: vec![words],
        }
    }

    fn parties(&self, ids: &[EntityId], near: Span) -> Vec<Party> {
        ids.iter().filter_map(|&e| self.party(e, near)).collect()
    }

    /// The entity with its mention nearest to `near`, in the same sentence if there is one.
    fn party(&self, id: EntityId, near: Span) -> Option<Party> {
        let entity = self.analysis.entities.all.get(id.0)?;
        let i = self.sentences.partition_point(|s| s.end() <= near.start());
        let sentence = self.sentences.get(i).copied().unwrap_or(near);
        self.party_at(id, entity, nearest(&entity.mentions, near, sentence)?.span)
    }

    /// The speaker with its mention inside the source's words, or else those words.
    fn party_in(&self, id: EntityId, source: Span) -> Option<Party> {
        let entity = self.analysis.entities.all.get(id.0)?;
        let inside = entity.mentions.iter().find(|m| source.contains(m.span));
        self.party_at(id, entity, inside.map_or(source, |m| m.span))
    }

    fn party_at(&self, id: EntityId, entity: &Entity, at: Span) -> Option<Party> {
        Some(Party {
            entity: self.ids.entity(id)?.clone(),
            name: entity.name.clone(),
            evidence: vec![self.span(at)],
        })
    }
}

/// The mention with the fewest bytes between it and `near`, those in the sentence
/// before all others; the earlier of two equally near.
fn nearest(mentions: &[Mention], near: Span, sentence: Span) -> Option<&Mention> {
    mentions.iter().min_by_key(|m| (!sentence.overlaps(m.span), gap(m.span, near)))
}

fn sentences(analysis: &Analysis) -> Vec<Span> {
    let syntax = &analysis.language.syntax;
    syntax.sentences().iter().filter_map(|s| syntax.cover(s.clone())).collect()
}

fn gap(a: Span, b: Span) -> usize {
    a.start().max(b.start()).saturating_sub(a.end().min(b.end()))
}

fn place(place: &Place) -> PlaceRecord {
    PlaceRecord {
        geonames: place.geonames,
        lat: place.lat,
        lon: place.lon,
        country: place.country.clone(),
        admin1: place.admin1.clone(),
        precision: place.precision,
        reason: place.reason.clone(),
    }
}

/// Remarks of the reader may be among those of the analysis too; each is told once.
fn distinct<'a>(remarks: impl Iterator<Item = &'a Diagnostic>) -> impl Iterator<Item = &'a Diagnostic> {
    let mut told = BTreeSet::new();
    remarks.filter(move |d| told.insert((d.code, d.message.as_str(), d.span)))
}

/// What a TIMEX3 value is exact to.
fn date_precision(value: &str) -> Option<&'static str> {
    if value.contains('/') {
        return Some("interval");
    }
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = value.split('T').next().unwrap_or(value).split('-').collect();
    match parts[..] {
        [year] if digits(year) && year.len() == 4 => Some("year"),
        [year] if digits(year) && year.len() == 3 => Some("decade"),
        [year] if digits(year) && year.len() == 2 => Some("century"),
        [year, week] if digits(year) && week.starts_with('W') => Some("week"),
        [year, quarter] if digits(year) && quarter.starts_with('Q') => Some("quarter"),
        [year, half] if digits(year) && half.starts_with('H') => Some("half-year"),
        [year, season] if digits(year) && ["SP", "SU", "FA", "WI"].contains(&season) => Some("season"),
        [year, month] if digits(year) && digits(month) => Some("month"),
        [year, week, "WE"] if digits(year) && week.starts_with('W') => Some("weekend"),
        [year, month, day] if digits(year) && digits(month) && digits(day) => Some("day"),
        _ => None,
    }
}

/// Whether the words give the year themselves or it was reckoned.
fn date_reason(value: &str, words: &str) -> &'static str {
    match value.get(..4) {
        Some(year) if words.contains(year) => "stated in full",
        _ => "reckoned from the day of publication or a date nearby",
    }
}

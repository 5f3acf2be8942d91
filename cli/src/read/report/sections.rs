//! The sections of the page: a line for each record, with its words beneath.

use std::collections::BTreeSet;

use dateline::Severity;
use dateline::event::Bound;
use dateline::record::{
    CommitmentRecord, CountRecord, CountsRecord, EntityRecord, EventRecord, Party, ProcessRecord, SpanRecord,
    StatementRecord, TransitionRecord,
};
use dateline::statement::Form;

use super::parts::{
    about, date_words, kind, kind_style, names, plural, speaker, status, voice, who_to_whom, words_of,
};
use super::{INDENT, Page};
use crate::page::{DOT, Style, Text, excerpt};

/// What is known of the cast begins at this column, further left on a narrow page.
const CAST_COLUMN: usize = 30;

/// No more remarks than this are told.
const MOST_REMARKS: usize = 8;

impl Page<'_> {
    pub(super) fn event(&mut self, number: usize, event: &EventRecord) {
        let mut line = Text::default();
        match &event.date {
            Some(date) => line.push(&date.value, Style::PLAIN),
            None => line.push("undated", Style::FAINT),
        }
        line.pad_to(self.columns.kind);
        line.push(&kind(event), kind_style(&event.event_type));
        line.pad_to(self.columns.who);
        line.append(who_to_whom(&event.actors, &event.recipients));
        if let Some(place) = &event.place {
            line.push(&format!("{DOT}in {}", place.party.name), Style::PLAIN);
        }
        for toll in tolls(&event.counts) {
            line.push(&format!("{DOT}{toll}"), Style::PLAIN);
        }
        let status = status(event);
        if !status.is_empty() {
            line.push(DOT, Style::FAINT);
            line.push(&format!("[{status}]"), Style::CAUTION);
        }
        if let Some(more) = plural(event.mentions.len(), "mention", "mentions") {
            line.push(&format!("{DOT}{more} more"), Style::FAINT);
        }
        if let Some(number) = event.within.as_deref().and_then(|id| self.numbers.get(id)) {
            line.push(&format!("{DOT}spoken of in {number}"), Style::FAINT);
        }
        let voice = voice(event.attributed_to.as_deref(), &self.statements);
        line.push(&format!("{DOT}{voice}"), Style::FAINT);
        if let Some(score) = event.score {
            line.push(&format!("{DOT}score {score:.2}, found by {}", event.found_by), Style::FAINT);
        }
        self.entry(number, line, &[&event.trigger], &event_words(event));
    }

    pub(super) fn statement(&mut self, number: usize, statement: &StatementRecord) {
        let mut line = Text::default().with(&speaker(statement), Style::STRONG);
        if let Some(cue) = &statement.cue {
            line.push(&format!(" {}", cue.text), Style::PLAIN);
        }
        if let Some(addressee) = &statement.addressee {
            line.push(&format!("{DOT}to {}", addressee.name), Style::PLAIN);
        }
        for part in [statement.stance.clone(), statement.when.as_ref().map(|w| w.value.clone())] {
            part.into_iter().for_each(|p| line.push(&format!("{DOT}{p}"), Style::PLAIN));
        }
        if let Some(place) = &statement.place {
            line.push(&format!("{DOT}in {}", place.name), Style::PLAIN);
        }
        let form = match statement.form {
            Form::Direct => "word for word",
            Form::Indirect => "in the reporter's words",
            Form::Mixed => "partly word for word",
        };
        line.push(&format!("{DOT}{form}"), Style::FAINT);
        if statement.parent.is_some() {
            let voice = voice(statement.parent.as_deref(), &self.statements);
            line.push(&format!("{DOT}so {voice}"), Style::FAINT);
        }
        let mut named: Vec<&SpanRecord> = statement.source.iter().collect();
        named.extend(&statement.cue);
        let content: Vec<&SpanRecord> = statement.content.iter().collect();
        let carries = if content.is_empty() { &named } else { &content };
        self.entry(number, line, carries, &named);
    }

    pub(super) fn process(&mut self, number: usize, process: &ProcessRecord) {
        let mut line = Text::default();
        line.push(&process.kind, Style::KINDS[1]);
        line.push(&format!(" {}", process.name), Style::STRONG);
        line.push(&listed("between", &process.parties), Style::PLAIN);
        line.push(&listed("mediated by", process.mediator.as_slice()), Style::PLAIN);
        line.push(&listed("in", process.venue.as_slice()), Style::PLAIN);
        self.entry(number, line, &[], &[]);
        for transition in &process.transitions {
            self.transition(transition);
        }
    }

    fn transition(&mut self, transition: &TransitionRecord) {
        let mut line = Text::default();
        match &transition.date {
            Some(date) => line.push(&date.value, Style::PLAIN),
            None => line.push("undated", Style::FAINT),
        }
        line.pad_to(12);
        line.push(&transition.state, Style::STRONG);
        line.push(&listed("by", transition.by.as_slice()), Style::PLAIN);
        if let Some(cause) = transition.cause.as_deref().and_then(|c| self.numbers.get(c)) {
            line.push(&format!("{DOT}because of event {cause}"), Style::PLAIN);
        }
        self.line(&line, INDENT, INDENT + 2);
        let carries: Vec<&SpanRecord> = transition.evidence.iter().collect();
        let fills: Vec<&SpanRecord> =
            words_of(transition.by.as_slice()).chain(date_words(transition.date.as_ref())).collect();
        let words = excerpt(self.record, &carries, &fills);
        self.line(&words, INDENT + 2, INDENT + 2);
    }

    pub(super) fn commitment(&mut self, number: usize, commitment: &CommitmentRecord) {
        let mut line = Text::default();
        line.push(&commitment.kind, Style::KINDS[2]);
        line.push(&format!(" ({})", commitment.state), Style::CAUTION);
        line.push(" of ", Style::FAINT);
        match &commitment.debtor {
            Some(debtor) => line.push(&debtor.name, Style::STRONG),
            None => line.push("somebody unnamed", Style::FAINT),
        }
        line.push(&listed("towards", commitment.creditor.as_slice()), Style::PLAIN);
        if let Some(instrument) = &commitment.instrument {
            line.push(&format!("{DOT}under {}", instrument.text), Style::PLAIN);
        }
        if let Some(due) = &commitment.due {
            line.push(&format!("{DOT}by {}", due.value), Style::PLAIN);
        }
        let voice = voice(commitment.attributed_to.as_deref(), &self.statements);
        line.push(&format!("{DOT}{voice}"), Style::FAINT);
        let fills: Vec<&SpanRecord> = words_of(commitment.debtor.as_slice())
            .chain(words_of(commitment.creditor.as_slice()))
            .chain(&commitment.instrument)
            .chain(date_words(commitment.due.as_ref()))
            .collect();
        self.entry(number, line, &[&commitment.content], &fills);
    }

    /// Those who play a part in a record, in order of first mention.
    pub(super) fn cast(&mut self) {
        let parts = cast_ids(self);
        let record = self.record;
        let cast: Vec<&EntityRecord> =
            record.entities.iter().filter(|e| parts.contains(e.id.as_str())).collect();
        if cast.is_empty() {
            return;
        }
        self.out.push('\n');
        self.line(&Text::default().with("WHO AND WHERE", Style::HEADING), 0, 0);
        self.out.push('\n');
        let column = CAST_COLUMN.min(self.look.width / 3).max(INDENT);
        for entity in cast {
            let mut line = Text::default().with(&entity.name, Style::STRONG);
            line.pad_to(column - INDENT);
            line.push(&format!("  {}", about(entity)), Style::FAINT);
            self.line(&line, INDENT, column);
        }
    }

    /// What went less than well while the report was read.
    pub(super) fn remarks(&mut self) {
        let record = self.record;
        if record.document.diagnostics.is_empty() {
            return;
        }
        self.out.push('\n');
        for remark in record.document.diagnostics.iter().take(MOST_REMARKS) {
            let (what, style) = match remark.severity {
                Severity::Note => ("note", Style::FAINT),
                Severity::Warning => ("warning", Style::CAUTION),
            };
            let line = Text::default().with(what, style);
            self.line(&line.with(&format!(": {}", remark.message), Style::FAINT), 0, 2);
        }
        let more = record.document.diagnostics.len().saturating_sub(MOST_REMARKS);
        if let Some(more) = plural(more, "more remark", "more remarks") {
            let line = format!("and {more} (--format json has all)");
            self.line(&Text::default().with(&line, Style::FAINT), 0, 2);
        }
    }
}

/// ` · with France, Germany`; empty for nobody.
fn listed(word: &str, parties: &[Party]) -> String {
    match parties.is_empty() {
        true => String::new(),
        false => format!("{DOT}{word} {}", names(parties)),
    }
}

/// The words that fill the fields of an event.
fn event_words(event: &EventRecord) -> Vec<&SpanRecord> {
    words_of(&event.actors)
        .chain(words_of(&event.recipients))
        .chain(event.place.iter().flat_map(|p| &p.party.evidence))
        .chain(date_words(event.date.as_ref()))
        .chain(fates(&event.counts).into_iter().flat_map(|(c, _)| &c.evidence))
        .collect()
}

fn fates(counts: &CountsRecord) -> Vec<(&CountRecord, &'static str)> {
    let all = [
        (&counts.dead, "dead"),
        (&counts.injured, "injured"),
        (&counts.arrested, "arrested"),
        (&counts.displaced, "displaced"),
    ];
    all.into_iter().filter_map(|(count, fate)| Some((count.as_ref()?, fate))).collect()
}

/// `4 dead`, `at least 13 injured`; the report's own words where they leave the number open.
fn tolls(counts: &CountsRecord) -> Vec<String> {
    let say = |(count, fate): (&CountRecord, &str)| {
        let words = count.evidence.first().map_or("some", |e| &e.text);
        match (count.value, count.bound) {
            (Some(n), Bound::Exact) => format!("{n} {fate}"),
            (Some(n), Bound::AtLeast) => format!("at least {n} {fate}"),
            (Some(n), Bound::AtMost) => format!("at most {n} {fate}"),
            (Some(n), Bound::Vague) => format!("about {n} {fate}"),
            (None, _) => format!("{} {fate}", words.to_lowercase()),
        }
    };
    fates(counts).into_iter().map(say).collect()
}

fn cast_ids<'a>(page: &Page<'a>) -> BTreeSet<&'a str> {
    let record = page.record;
    let events = record
        .events
        .iter()
        .flat_map(|e| e.actors.iter().chain(&e.recipients).chain(e.place.iter().map(|p| &p.party)));
    let statements = record.statements.iter().flat_map(|s| s.speaker.iter().chain(&s.addressee));
    let processes = record.processes.iter().flat_map(|p| {
        let by = p.transitions.iter().filter_map(|t| t.by.as_ref());
        p.parties.iter().chain(&p.mediator).chain(&p.venue).chain(by)
    });
    let commitments = record.commitments.iter().flat_map(|c| c.debtor.iter().chain(&c.creditor));
    let all = events.chain(statements).chain(processes).chain(commitments);
    all.map(|party| party.entity.as_str()).collect()
}

//! Two codebooks on the same reports: which events come, go and change.

use std::process::ExitCode;

use dateline::Coder;
use dateline::record::{self, DocumentRecord};
use serde_json::json;

use super::CheckArgs;
use super::changes::{Change, changes};
use crate::book;
use crate::page::{DOT, Format, Look, Style, Text, excerpt};
use crate::read::report::parts::{event_in_short, plural, words_of};
use crate::read::{Found, Source, document, each, expand, put};

/// How many reports and differences there were.
#[derive(Debug, Default)]
pub struct Totals {
    reports: usize,
    differing: usize,
    gone: usize,
    new: usize,
    other: usize,
    same: usize,
}

/// One report, coded twice.
pub struct Pair {
    /// What it is called.
    pub name: String,
    /// As the older coder has it.
    pub old: DocumentRecord,
    /// As the newer one has it.
    pub new: DocumentRecord,
}

/// Codes the reports with both codebooks and shows the differences.
///
/// # Errors
/// Why a codebook cannot be used.
pub fn run(args: &CheckArgs) -> Result<ExitCode, String> {
    let [old, new, reports @ ..] = args.paths.as_slice() else { return Ok(ExitCode::from(2)) };
    // both are looked at before the engine is loaded: mistakes are told at once
    let (old, new) = (book::codebook(Some(old))?, book::codebook(Some(new))?);
    let found = expand(reports);
    if found.iter().filter(|f| **f == Found::Report(Source::Stdin)).count() > 1 {
        return Err("- is given twice, but there is one standard input".to_owned());
    }
    let old = book::coder_with(old)?;
    let new = old.with_codebook(new);
    let (look, mut totals) = (args.page.look.look(), Totals::default());
    let read = |source: &Source| pair(&old, &new, source);
    let all_read =
        each(&found, args.threads, None, read, |pair| totals.compare(&pair, args.page.format, look));
    put(&totals.sum(args.page.format, look));
    Ok(if all_read { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn pair(old: &Coder, new: &Coder, source: &Source) -> Result<Pair, String> {
    let (before, after) = old.analyze_both(new, document(source, None, None)?);
    Ok(Pair { name: source.name(), old: record::records(&before), new: record::records(&after) })
}

fn text(pair: &Pair, changes: &[Change], look: Look) -> String {
    let mut out = String::new();
    if changes.is_empty() {
        return out;
    }
    let title = pair.new.document.title.as_ref().map_or("", |t| t.value.as_str());
    let mut head = Text::default().with(&pair.name, Style::HEADING);
    if !title.is_empty() {
        head.push(&format!("{DOT}{title}"), Style::FAINT);
    }
    head.write(&mut out, 0, 4, look);
    for change in changes {
        one(&mut out, pair, change, look);
    }
    out.push('\n');
    out
}

fn one(out: &mut String, pair: &Pair, change: &Change, look: Look) {
    let event = change.event();
    let mut line = Text::default().with(change.mark(), Style::STRONG);
    line.pad_to(2);
    line.append(event_in_short(event));
    line.write(out, 2, 6, look);
    if let Change::Other(_, fields) = change {
        for (name, old, new) in fields {
            let mut line = Text::default().with(name, Style::FAINT);
            line.pad_to(15);
            line.with(&format!("{old} → {new}"), Style::PLAIN).write(out, 4, 19, look);
        }
    }
    let record = if matches!(change, Change::Gone(_)) { &pair.old } else { &pair.new };
    let fills: Vec<_> = words_of(&event.actors).chain(words_of(&event.recipients)).collect();
    excerpt(record, &[&event.trigger], &fills).write(out, 4, 4, look);
}

fn json_line(pair: &Pair, changes: &[Change]) -> String {
    let changes: Vec<_> = changes.iter().map(Change::json).collect();
    let events = [pair.old.events.len(), pair.new.events.len()];
    format!(
        "{}\n",
        json!({ "report": pair.name, "document": pair.new.document.id, "events": events, "changes": changes })
    )
}

impl Totals {
    /// What differs in one report, which counts.
    pub fn compare(&mut self, pair: &Pair, format: Format, look: Look) -> String {
        let changes = changes(&pair.old, &pair.new);
        self.add(pair, &changes);
        match format {
            Format::Text => text(pair, &changes, look),
            Format::Json => json_line(pair, &changes),
        }
    }

    /// What differed in all of them.
    pub fn sum(&self, format: Format, look: Look) -> String {
        match format {
            Format::Text => self.text(look),
            Format::Json => self.json_line(),
        }
    }

    fn add(&mut self, pair: &Pair, changes: &[Change]) {
        self.reports += 1;
        self.differing += usize::from(!changes.is_empty());
        let mut other = 0;
        for change in changes {
            match change {
                Change::Gone(_) => self.gone += 1,
                Change::New(_) => self.new += 1,
                Change::Other(..) => other += 1,
            }
        }
        self.other += other;
        let fresh = changes.iter().filter(|c| matches!(c, Change::New(_))).count();
        self.same += pair.new.events.len().saturating_sub(fresh + other);
    }

    fn text(&self, look: Look) -> String {
        let mut out = String::new();
        let reports = plural(self.reports, "report", "reports").unwrap_or_else(|| "no report".to_owned());
        let line = format!(
            "{reports}, {} of them coded differently: {} only in OLD (-), {} only in NEW (+), {} changed (~), {} the same",
            self.differing, self.gone, self.new, self.other, self.same
        );
        Text::default().with(&line, Style::STRONG).write(&mut out, 0, 4, look);
        out
    }

    fn json_line(&self) -> String {
        let totals = json!({
            "reports": self.reports,
            "differing": self.differing,
            "only_old": self.gone,
            "only_new": self.new,
            "changed": self.other,
            "same": self.same,
        });
        format!("{}\n", json!({ "totals": totals }))
    }
}

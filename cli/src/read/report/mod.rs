//! The records of one report as a person wants to read them.

pub mod parts;
mod sections;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use dateline::record::{DocumentRecord, EventRecord, SpanRecord, StatementRecord};

use crate::page::{DOT, Look, Style, Text, excerpt};
use parts::{plural, published};

/// Records are set in so far, and the words they rest on with them.
const INDENT: usize = 4;

/// Written between the reports of two files.
pub fn between(look: Look) -> String {
    let mut out = String::from("\n");
    rule('━', look).write(&mut out, 0, 0, look);
    out.push('\n');
    out
}

/// One report: title, date and publisher, then each record with its words.
pub fn report(record: &DocumentRecord, name: &str, look: Look) -> String {
    let statements = record.statements.iter().map(|s| (s.id.as_str(), s)).collect();
    let numbers = record.events.iter().enumerate().map(|(i, e)| (e.id.as_str(), i + 1)).collect();
    let columns = Columns::new(&record.events);
    let mut page = Page { record, look, statements, numbers, columns, out: String::new() };
    page.head(name);
    page.section("EVENTS", &record.events, Page::event);
    page.section("STATEMENTS", &record.statements, Page::statement);
    page.section("PROCESSES", &record.processes, Page::process);
    page.section("COMMITMENTS", &record.commitments, Page::commitment);
    page.cast();
    page.remarks();
    page.out
}

fn rule(c: char, look: Look) -> Text {
    Text::default().with(&c.to_string().repeat(look.width), Style::FAINT)
}

struct Page<'a> {
    record: &'a DocumentRecord,
    look: Look,
    statements: BTreeMap<&'a str, &'a StatementRecord>,
    // the number that the page gives each event
    numbers: BTreeMap<&'a str, usize>,
    columns: Columns,
    out: String,
}

/// Where the columns of the events begin, behind the number.
struct Columns {
    kind: usize,
    who: usize,
}

impl Columns {
    fn new(events: &[EventRecord]) -> Columns {
        let date = |e: &EventRecord| e.date.as_ref().map_or(0, |d| d.value.chars().count());
        let kind = |e: &EventRecord| parts::kind(e).chars().count();
        let date = events.iter().map(date).max().unwrap_or(0).clamp(10, 21);
        let kind = events.iter().map(kind).max().unwrap_or(0).clamp(7, 24);
        Columns { kind: date + 2, who: date + 2 + kind + 2 }
    }
}

impl Page<'_> {
    fn line(&mut self, text: &Text, first: usize, rest: usize) {
        text.write(&mut self.out, first, rest, self.look);
    }

    fn head(&mut self, name: &str) {
        let record = self.record;
        let head = &record.document;
        let title = head.title.as_ref().map_or("(without a title)", |t| t.value.as_str());
        self.line(&Text::default().with(title, Style::STRONG), 0, 0);
        let mut about = Text::default().with(&published(head.published.as_ref()), Style::PLAIN);
        let byline = head.byline.as_ref().map(|b| b.value.as_str());
        let origin = [head.publisher.as_deref().or(Some("publisher not named")), byline];
        let address = [head.url.as_deref(), Some(name)];
        for part in origin.into_iter().chain(address).flatten() {
            about.push(DOT, Style::FAINT);
            about.push(part, Style::FAINT);
        }
        self.line(&about, 0, 0);
        let text = Text::default().with(&self.tally(), Style::FAINT);
        self.line(&text, 0, 0);
    }

    fn tally(&self) -> String {
        let counts = [
            plural(self.record.events.len(), "event", "events"),
            plural(self.record.statements.len(), "statement", "statements"),
            plural(self.record.processes.len(), "process", "processes"),
            plural(self.record.commitments.len(), "commitment", "commitments"),
        ];
        let some: Vec<String> = counts.into_iter().flatten().collect();
        match some.is_empty() {
            true => "no event, statement, process or commitment found".to_owned(),
            false => some.join(DOT),
        }
    }

    fn section<T>(&mut self, title: &str, items: &[T], item: impl Fn(&mut Self, usize, &T)) {
        if items.is_empty() {
            return;
        }
        self.out.push('\n');
        self.line(&Text::default().with(title, Style::HEADING), 0, 0);
        for (i, one) in items.iter().enumerate() {
            self.out.push('\n');
            item(self, i + 1, one);
        }
    }

    /// A record's line, numbered, and its words in their sentence.
    fn entry(&mut self, number: usize, text: Text, carries: &[&SpanRecord], fills: &[&SpanRecord]) {
        let mut line = Text::default();
        line.pad_to(2usize.saturating_sub(number.to_string().len()));
        line.push(&number.to_string(), Style::FAINT);
        line.pad_to(INDENT);
        line.append(text);
        self.line(&line, 0, INDENT + 2);
        let words = excerpt(self.record, carries, fills);
        self.line(&words, INDENT, INDENT);
    }
}

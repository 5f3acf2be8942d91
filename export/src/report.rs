//! A report as the formats see it: its records with what they point at.

use std::collections::BTreeMap;

use dateline::BlockKind;
use dateline::place::Precision;
use dateline::record::{
    DocumentHead, DocumentRecord, EntityRecord, EventRecord, Party, PlaceRecord, SpanRecord, StatementRecord,
};
use jiff::civil::Date;

use crate::codes::Codes;

/// A report, with its entities and statements by id.
pub(crate) struct Report<'a> {
    pub(crate) record: &'a DocumentRecord,
    pub(crate) codes: &'a Codes,
    /// Day of publication.
    pub(crate) published: Option<Date>,
    entities: BTreeMap<&'a str, &'a EntityRecord>,
    statements: BTreeMap<&'a str, &'a StatementRecord>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(record: &'a DocumentRecord, codes: &'a Codes) -> Report<'a> {
        Report {
            record,
            codes,
            published: record.document.published.as_ref().and_then(|p| p.date.parse().ok()),
            entities: record.entities.iter().map(|e| (e.id.as_str(), e)).collect(),
            statements: record.statements.iter().map(|s| (s.id.as_str(), s)).collect(),
        }
    }

    pub(crate) fn head(&self) -> &'a DocumentHead {
        &self.record.document
    }

    /// The address where the report lies, if it is one, else a name made of its id.
    pub(crate) fn address(&self) -> String {
        let sound = |url: &&String| {
            let web = url.starts_with("http://") || url.starts_with("https://");
            web && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
        };
        let name = || format!("urn:dateline:document:{}", self.head().id);
        self.head().url.as_ref().filter(sound).cloned().unwrap_or_else(name)
    }

    pub(crate) fn entity(&self, party: &Party) -> Option<&'a EntityRecord> {
        self.entities.get(party.entity.as_str()).copied()
    }

    pub(crate) fn statement(&self, id: &str) -> Option<&'a StatementRecord> {
        self.statements.get(id).copied()
    }

    /// Index and bytes of the sentence in which the words begin.
    pub(crate) fn sentence(&self, words: &SpanRecord) -> Option<(usize, &'a [usize; 2])> {
        let sentences = &self.head().sentences;
        let index = sentences.partition_point(|s| s[0] <= words.start).checked_sub(1)?;
        sentences.get(index).filter(|s| words.start < s[1]).map(|s| (index, s))
    }

    /// The text of the sentence in which the words begin.
    pub(crate) fn sentence_text(&self, words: &SpanRecord) -> Option<&'a str> {
        let (_, [start, end]) = self.sentence(words)?;
        self.head().text.get(*start..*end)
    }

    /// Whether the words stand in the title, the summary or the first paragraph; `None` where the parts of the
    /// report are not known.
    pub(crate) fn leads(&self, words: &SpanRecord) -> Option<bool> {
        let blocks = &self.head().blocks;
        let first = blocks.iter().find(|b| b.kind == BlockKind::Paragraph)?;
        let heads = blocks.iter().filter(|b| matches!(b.kind, BlockKind::Headline | BlockKind::Standfirst));
        let mut leads = heads.chain([first]);
        Some(leads.any(|b| b.span.start <= words.start && words.end <= b.span.end))
    }
}

/// An event of a report.
pub(crate) struct Told<'a> {
    pub(crate) report: &'a Report<'a>,
    pub(crate) event: &'a EventRecord,
}

impl<'a> Told<'a> {
    /// Where it was.
    pub(crate) fn place(&self) -> Option<Located<'a>> {
        let place = self.event.place.as_ref()?;
        let record = self.report.entity(&place.party).and_then(|e| e.place.as_ref());
        let precision = place.precision.or(record.map(|r| r.precision));
        Some(Located { party: &place.party, record, precision, reason: place.reason.as_deref() })
    }

    /// The statement that carries it.
    pub(crate) fn statement(&self) -> Option<&'a StatementRecord> {
        self.report.statement(self.event.attributed_to.as_deref()?)
    }

    /// PLOVER score: the record's own, else that of its type and mode.
    pub(crate) fn intensity(&self) -> Option<f64> {
        let own = self.event.intensity.map(exact).filter(|i| i.is_finite());
        own.or_else(|| self.report.codes.plover(&self.event.event_type, self.event.mode.as_deref()))
    }
}

/// A place in a role of a record.
pub(crate) struct Located<'a> {
    pub(crate) party: &'a Party,
    pub(crate) record: Option<&'a PlaceRecord>,
    pub(crate) precision: Option<Precision>,
    pub(crate) reason: Option<&'a str>,
}

impl Located<'_> {
    /// Degrees north and east, where they lie on the globe.
    pub(crate) fn coordinates(&self) -> Option<(f64, f64)> {
        let on_globe = |r: &&PlaceRecord| r.lat.abs() <= 90.0 && r.lon.abs() <= 180.0;
        self.record.filter(on_globe).map(|r| (r.lat, r.lon))
    }

    /// The coordinates of a town or an area; none of what is only known to be in a country or wider.
    pub(crate) fn point(&self) -> Option<(f64, f64)> {
        let fine = matches!(self.precision, Some(Precision::City | Precision::Region));
        self.coordinates().filter(|_| fine)
    }
}

/// The same decimal number with double precision: 0.91 stays 0.91.
pub(crate) fn exact(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}

/// What the text calls somebody's office, or else what the dated table does.
pub(crate) fn role(entity: &EntityRecord) -> Option<&str> {
    let text = entity.role.text.as_ref().map(|t| t.value.as_str());
    text.or(entity.role.table.as_deref())
}

/// The words, with spaces for a break between two stretches.
pub(crate) fn words(spans: &[SpanRecord]) -> Option<String> {
    let words: Vec<&str> = spans.iter().map(|s| s.text.as_str()).collect();
    (!words.is_empty()).then(|| words.join(" … "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn an_address_that_is_none_gives_way_to_the_id() {
        let (mut record, codes) = (sample::report(), Codes::new());
        assert_eq!(Report::new(&record, &codes).address(), "https://example.org/gazette/1");
        for odd in ["javascript:alert(1)", "https://a b", "", "https://x/\n", "relative/path"] {
            record.document.url = Some(odd.to_owned());
            assert_eq!(Report::new(&record, &codes).address(), "urn:dateline:document:a1b2c3d4e5f60718");
        }
    }

    #[test]
    fn a_country_is_no_point() {
        let (record, codes) = (sample::report(), Codes::new());
        let report = Report::new(&record, &codes);
        let place = |i: usize| Told { report: &report, event: &record.events[i] }.place().unwrap();
        assert_eq!(place(0).point(), Some((15.3545, 44.2065)));
        assert_eq!(place(1).point(), None);
        assert_eq!(place(1).coordinates(), Some((15.5, 47.5)));
    }

    #[test]
    fn scores_keep_their_digits() {
        assert_eq!(exact(0.91), 0.91);
        assert_eq!(exact(1.0), 1.0);
    }

    #[test]
    fn places_in_the_text_that_do_not_exist_are_borne() {
        let (mut record, codes) = (sample::report(), Codes::new());
        record.document.sentences = vec![[0, 9999]];
        record.document.blocks.clear();
        let report = Report::new(&record, &codes);
        let trigger = &record.events[0].trigger;
        assert_eq!(report.sentence_text(trigger), None);
        assert_eq!(report.leads(trigger), None);
    }
}

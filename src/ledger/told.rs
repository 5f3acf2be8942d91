//! A report as the ledger looks at it.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::record::{DateRecord, DocumentRecord, Party};
use crate::story::{WordWeights, content_stems};
use crate::time::{bounds, date_value};

/// Where something is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// Day of publication.
    pub published: Option<String>,
    /// Id of the report.
    pub report: String,
    /// The publication.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
}

/// A report with what the ledger compares of all that it tells.
#[derive(Debug, Clone)]
pub struct Told {
    /// The report's records.
    pub record: Arc<DocumentRecord>,
    pub(super) published: Option<Date>,
    // who and where the whole report is about
    pub(super) about: BTreeSet<u64>,
    pub(super) countries: BTreeSet<String>,
    // the words of each sentence
    pub(super) stems: Vec<BTreeSet<u64>>,
}

impl Told {
    /// Of a report.
    pub fn of(record: Arc<DocumentRecord>, weights: &WordWeights) -> Told {
        let published =
            record.document.published.as_ref().and_then(|p| date_value(&p.date)).map(|(day, _)| day);
        let named = record
            .entities
            .iter()
            .filter(|e| e.mentions.iter().any(|m| m.kind == crate::actor::MentionKind::Name));
        let (mut about, mut countries) = (BTreeSet::new(), BTreeSet::new());
        for entity in named {
            about.extend(content_stems(&entity.name).into_iter().filter(|s| weights.is_rare(*s)));
            countries.extend(entity.country.clone());
        }
        let text = |s: &[usize; 2]| record.document.text.get(s[0]..s[1]).unwrap_or_default();
        let sentences = record.document.sentences.iter();
        let stems = sentences.map(|s| content_stems(text(s)).into_iter().collect()).collect();
        Told { published, about, countries, stems, record }
    }

    /// Where it is told.
    pub fn source(&self) -> Source {
        let head = &self.record.document;
        Source {
            published: head.published.as_ref().map(|p| p.date.clone()),
            report: head.id.clone(),
            publisher: head.publisher.clone(),
            url: head.url.clone(),
        }
    }

    /// Stems of the names of some parties.
    pub(super) fn names<'a>(&self, parties: impl IntoIterator<Item = &'a Party>) -> BTreeSet<u64> {
        parties.into_iter().flat_map(|p| content_stems(&p.name)).collect()
    }

    /// Countries of some parties.
    pub(super) fn countries_of<'a>(&self, parties: impl IntoIterator<Item = &'a Party>) -> BTreeSet<String> {
        let entity = |p: &Party| self.record.entities.iter().find(|e| e.id == p.entity);
        parties.into_iter().filter_map(|p| entity(p)?.country.clone()).collect()
    }

    /// In which sentence of the report a byte lies; the title is the first.
    pub(super) fn sentence(&self, byte: usize) -> usize {
        self.record.document.sentences.partition_point(|s| s[1] <= byte)
    }
}

/// First and last day of a date.
pub(super) fn days(date: Option<&DateRecord>) -> Option<(Date, Date)> {
    bounds(&date?.value)
}

/// How many of the members of the smaller set are in both, 0 where either is empty.
pub(super) fn overlap<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f32 {
    let smaller = a.len().min(b.len());
    if smaller == 0 { 0.0 } else { a.intersection(b).count() as f32 / smaller as f32 }
}

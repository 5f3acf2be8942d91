//! Reports are kept once, with all their codings; the open tables hold the current one alone.

use dateline::actor::EntityKind;
use dateline::event::Polarity;
use dateline::place::Precision;
use dateline::record::DocumentRecord;
use dateline_store::{Added, Store};

use crate::made::{by, coded, count, day, entity, event, keep, key, number, place, report, rows, statement};

const TEXT: &str = "Gambian envoys reach Bissau\n\nEnvoys of the Gambia met traders in Bissau on Tuesday. \
                    The mayor said that three stalls had burnt and that no one was arrested.";

/// A report with something of everything that stands open.
fn full() -> DocumentRecord {
    let mut record = report(TEXT, Some("2024-05-15"), "meridian");
    let envoys = entity(&mut record, EntityKind::State, "Gambia", "GMB");
    let mayor = entity(&mut record, EntityKind::Person, "Mayor of Bissau", "GNB");
    let bissau = place(&mut record, ("Bissau", "GNB"), (11.86, -15.6), Precision::City);
    let said = statement(&mut record, Some(mayor.clone()), "three stalls had burnt");
    let met = event(&mut record, "CONSULT", "met");
    met.actors.push(envoys);
    met.place = Some(bissau);
    met.date = day("2024-05-14");
    let arrested = event(&mut record, "COERCE", "arrested");
    arrested.polarity = Polarity::Negated;
    arrested.attributed_to = Some(said);
    arrested.counts.arrested = count(0);
    record
}

/// The rows of every table that stands open, for comparing.
fn open_tables(store: &mut Store) -> Vec<(String, Vec<Vec<serde_json::Value>>)> {
    let views = ["reports", "events", "parties", "actors", "statements", "processes", "commitments"];
    let counts = ["event_place", "party", "entity", "actor", "coding", "report_text_docsize"];
    let mut out = Vec::new();
    for view in views {
        let mut found = rows(store, &format!("SELECT * FROM {view}"));
        found.sort_by_key(|row| format!("{row:?}"));
        out.push((view.to_owned(), found));
    }
    for table in counts {
        out.push((table.to_owned(), rows(store, &format!("SELECT count(*) FROM {table}"))));
    }
    out
}

#[test]
fn twice_is_once() {
    let mut store = Store::in_memory().unwrap();
    let record = full();
    assert_eq!(keep(&mut store, &[&record]), Added { new: 1, ..Added::default() });
    let before = open_tables(&mut store);
    assert_eq!(keep(&mut store, &[&record, &record]), Added { known: 2, ..Added::default() });
    assert_eq!(open_tables(&mut store), before);
    let counts = store.counts().unwrap();
    assert_eq!((counts.reports, counts.events, counts.statements), (1, 2, 1));
    // in one batch, too
    let mut other = Store::in_memory().unwrap();
    assert_eq!(keep(&mut other, &[&record, &record]), Added { new: 1, known: 1, ..Added::default() });
    assert_eq!(open_tables(&mut other), before);
}

#[test]
fn records_come_back_as_they_were_given() {
    let mut store = Store::in_memory().unwrap();
    let record = full();
    keep(&mut store, &[&record]);
    assert_eq!(store.records(&record.document.id).unwrap().unwrap(), record);
    assert_eq!(store.records("no such report").unwrap(), None);
}

#[test]
fn inputs_are_known_by_coder() {
    let mut store = Store::in_memory().unwrap();
    let record = full();
    keep(&mut store, &[&record]);
    let provenance = |codebook: &str| dateline::Provenance {
        engine: record.document.engine.clone(),
        codebook: codebook.to_owned(),
        model: record.document.model.clone(),
    };
    let first = store.coder(&provenance("first")).unwrap();
    let second = store.coder(&provenance("second")).unwrap();
    assert_ne!(first, second);
    assert_eq!(store.coder(&provenance("first")).unwrap(), first);
    assert!(store.has(&key(&record), first).unwrap());
    assert!(!store.has(&key(&record), second).unwrap());
}

/// The report as another codebook has it: another type, one event and the statement less.
fn recoded(record: &DocumentRecord) -> DocumentRecord {
    let mut other = by(record, "second");
    other.events.truncate(1);
    other.events[0].event_type = "AID".to_owned();
    other.statements.clear();
    other
}

#[test]
fn another_codebook_makes_another_coding_and_the_newest_is_current() {
    let mut store = Store::in_memory().unwrap();
    let old = full();
    let new = recoded(&old);
    let id = &old.document.id;
    keep(&mut store, &[&old]);
    assert_eq!(keep(&mut store, &[&new]), Added { recoded: 1, ..Added::default() });
    assert_eq!(store.records(id).unwrap().unwrap(), new);
    let coders = store.coders().unwrap();
    let told: Vec<_> = coders.iter().map(|c| (c.codebook.as_str(), c.codings, c.current)).collect();
    assert_eq!(told, [("first", 1, 0), ("second", 1, 1)]);
    assert_eq!(store.records_by(id, coders[0].number).unwrap().unwrap(), old);
    assert_eq!(store.records_by(id, coders[1].number).unwrap().unwrap(), new);
    assert_eq!(store.coded_by_both(coders[0].number, coders[1].number).unwrap(), [id.as_str()]);
    // what stands open is what it would be had the other never been
    let mut fresh = Store::in_memory().unwrap();
    keep(&mut fresh, &[&new]);
    let but_codings = |mut tables: Vec<(String, Vec<Vec<serde_json::Value>>)>| {
        // actors stay, for other reports may name them
        tables.retain(|(name, _)| name != "coding" && name != "actor");
        tables
    };
    assert_eq!(but_codings(open_tables(&mut store)), but_codings(open_tables(&mut fresh)));
    assert_eq!(number(&mut store, "SELECT count(*) FROM coding WHERE current"), 1);
}

#[test]
fn back_to_an_earlier_codebook_its_coding_is_current_again() {
    let mut store = Store::in_memory().unwrap();
    let old = full();
    keep(&mut store, &[&old]);
    let before = open_tables(&mut store);
    keep(&mut store, &[&recoded(&old)]);
    assert_ne!(open_tables(&mut store), before);
    assert_eq!(keep(&mut store, &[&old]), Added { recoded: 1, ..Added::default() });
    assert_eq!(store.records(&old.document.id).unwrap().unwrap(), old);
    assert_eq!(number(&mut store, "SELECT count(*) FROM coding WHERE current"), 1);
    assert_eq!(number(&mut store, "SELECT count(*) FROM coding"), 2);
}

#[test]
fn a_new_coding_renews_what_is_known_of_the_report() {
    let mut store = Store::in_memory().unwrap();
    let old = full();
    let mut new = by(&old, "second");
    new.document.title.as_mut().unwrap().value = "Envoys in Bissau".to_owned();
    new.document.published.as_mut().unwrap().date = "2024-05-16".to_owned();
    new.document.publisher = Some("The Meridian".to_owned());
    keep(&mut store, &[&old]);
    keep(&mut store, &[&new]);
    let told = rows(&mut store, "SELECT title, published, publisher, codebook FROM reports");
    assert_eq!(told, [["Envoys in Bissau", "2024-05-16", "The Meridian", "second"]]);
}

#[test]
fn ids_of_reports_keep_the_order_of_arrival() {
    let mut store = Store::in_memory().unwrap();
    let texts = ["The ferry sails from Dakar.", "The ferry lies in Dakar.", "The ferry sank off Dakar."];
    let reports = texts.map(|text| report(text, None, "meridian"));
    keep(&mut store, &[&reports[2], &reports[0]]);
    keep(&mut store, &[&reports[1]]);
    let ids = [2, 0, 1].map(|n: usize| reports[n].document.id.clone());
    assert_eq!(store.report_ids().unwrap(), ids);
}

#[test]
fn odd_texts_are_kept_whole() {
    let mut store = Store::in_memory().unwrap();
    let odd = [
        "nul \0 in \u{1b}[31mthe\u{202e} middle met",
        "'); DROP TABLE report; -- met",
        "🛥️ Ziguinchor — « bac » e\u{301}te\u{301} met",
        "met",
    ];
    for text in odd {
        let mut record = report(text, Some("2024-05-15"), "' OR 1 = 1 --");
        statement(&mut record, None, "met");
        event(&mut record, "CONSULT", "met");
        keep(&mut store, &[&record]);
        assert_eq!(store.records(&record.document.id).unwrap().unwrap(), record);
    }
    let words = rows(&mut store, "SELECT DISTINCT words FROM statements");
    assert_eq!(words, [["met"]]);
    let ids = store.report_ids().unwrap();
    let texts = ids.iter().map(|id| store.records(id).unwrap().unwrap().document.text);
    assert!(texts.eq(odd));
}

#[test]
fn a_batch_of_nothing_changes_nothing() {
    let mut store = Store::in_memory().unwrap();
    assert_eq!(store.add(&[]).unwrap(), Added::default());
    assert_eq!(store.add(&[coded(&full())]).unwrap().new, 1);
}

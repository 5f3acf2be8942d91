//! Stories are the same whatever the order in which their reports came.

use dateline::record::DocumentRecord;
use dateline::story::StoryRecord;
use dateline_store::{Filter, Store};
use serde_json::Value;

use crate::made::{by, coded, keep, number};
use crate::written::{join, records};

/// Numbers that look random and are the same every time (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn shuffled(&mut self, n: usize) -> Vec<usize> {
        let mut out: Vec<usize> = (0..n).collect();
        (1..n).rev().for_each(|i| out.swap(i, self.below(i + 1)));
        out
    }
}

/// All stories, those of copies alone included, with what the rows of events and reports say of them.
fn told(store: &mut Store) -> (Value, Value) {
    let stories = store.stories(1, None).unwrap();
    let mut of: Vec<(String, Option<String>)> =
        store.events(&Filter::default()).unwrap().into_iter().map(|row| (row.id, row.story)).collect();
    of.sort();
    let columns = crate::made::rows(store, "SELECT * FROM stories ORDER BY id");
    let copies = crate::made::rows(store, "SELECT id, copy_of FROM reports ORDER BY id");
    (serde_json::to_value(stories).unwrap(), serde_json::json!([of, columns, copies]))
}

fn join_all(store: &mut Store, most: usize) {
    while join(store, most) > 0 {}
    assert_eq!(store.pending().unwrap(), 0);
}

/// A report as another codebook has it: its second event is of another type, its last is missing.
fn recoded(record: &DocumentRecord) -> DocumentRecord {
    let mut other = by(record, "another");
    other.events.pop();
    if let Some(event) = other.events.get_mut(1) {
        event.event_type = "PROTEST".to_owned();
    }
    other
}

/// The same as a codebook has it that finds nothing.
fn silent(record: &DocumentRecord) -> DocumentRecord {
    DocumentRecord { events: Vec::new(), statements: Vec::new(), ..by(record, "says nothing") }
}

fn joined(records: &[&DocumentRecord]) -> Store {
    let mut store = Store::in_memory().unwrap();
    keep(&mut store, records);
    join_all(&mut store, 100);
    store
}

#[test]
fn one_happening_is_one_story_and_a_look_alike_another() {
    let all: Vec<&DocumentRecord> = records().iter().collect();
    let store = joined(&all);
    let stories = store.stories(1, None).unwrap();
    let of = |n: usize| -> Vec<&StoryRecord> {
        stories.iter().filter(|s| s.reports.iter().any(|r| r.report == records()[n].document.id)).collect()
    };
    let blast = of(0).into_iter().find(|s| s.event_type == "ASSAULT").expect("a story of the explosion");
    assert!(blast.independent >= 3, "{blast:#?}");
    assert!(blast.reports.len() >= blast.independent + 2);
    for story in &stories {
        let has = |n: usize| story.reports.iter().any(|r| r.report == records()[n].document.id);
        assert!(!((0..6).any(has) && (6..12).any(has)), "{story:#?}");
        assert!(!((6..8).any(has) && (8..12).any(has)), "{story:#?}");
        assert!(story.independent >= 1 && story.reports.len() >= 2, "{story:#?}");
    }
    assert!(of(6).iter().any(|s| s.reports.iter().any(|r| r.report == records()[7].document.id)));
    // the dead are counted differently, and each count has its reports
    let counts = &blast.disputed["dead"];
    assert!(counts.len() >= 2 && counts.iter().all(|v| !v.events.is_empty() && !v.evidence.is_empty()));
}

#[test]
fn copies_belong_to_the_first_published() {
    let original = &records()[0].document.id;
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
        let reports: Vec<&DocumentRecord> = order.iter().map(|&n| &records()[n]).collect();
        let mut store = Store::in_memory().unwrap();
        for report in reports {
            keep(&mut store, &[report]);
            join_all(&mut store, 1);
        }
        let copies = crate::made::rows(&mut store, "SELECT copy_of FROM reports ORDER BY published, copy_of");
        assert_eq!(copies, [[Value::Null], [original.as_str().into()], [original.as_str().into()]]);
        for story in store.stories(1, None).unwrap() {
            assert_eq!(story.independent, 1, "{story:#?}");
            let first = &story.reports[0];
            assert_eq!((&first.report, &first.copy_of), (original, &None));
            assert!(story.reports[1..].iter().all(|r| r.copy_of.as_ref() == Some(original)));
        }
        // stories that only copies tell are not asked for
        assert!(store.stories(2, None).unwrap().is_empty());
    }
}

#[test]
fn a_copy_found_to_be_older_becomes_the_original() {
    let mut store = joined(&[&records()[0], &records()[1], &records()[2]]);
    let mut older = by(&records()[2], "another");
    older.document.published.as_mut().unwrap().date = "2024-03-03".to_owned();
    keep(&mut store, &[&older]);
    join_all(&mut store, 10);
    let expected = told(&mut joined(&[&records()[0], &records()[1], &older]));
    assert_eq!(told(&mut store), expected);
    let copies = number(&mut store, "SELECT count(*) FROM reports WHERE copy_of IS NOT NULL");
    assert_eq!(copies, 2);
    let whose =
        crate::made::rows(&mut store, "SELECT DISTINCT copy_of FROM reports WHERE copy_of IS NOT NULL");
    assert_eq!(whose, [[Value::from(older.document.id.as_str())]]);
}

/// Keeps and joins reports in a random order, in random batches.
fn jumbled(dice: &mut Dice, all: &[&DocumentRecord]) -> (Store, Vec<usize>) {
    let mut store = Store::in_memory().unwrap();
    let order = dice.shuffled(all.len());
    let mut left = &order[..];
    while !left.is_empty() {
        let (batch, rest) = left.split_at(1 + dice.below(left.len().min(5)));
        left = rest;
        keep(&mut store, &batch.iter().map(|&n| all[n]).collect::<Vec<_>>());
        if dice.below(2) == 0 {
            join(&mut store, 1 + dice.below(4));
        }
    }
    join_all(&mut store, 1 + dice.below(12));
    (store, order)
}

/// The same words under another address, as a paper prints them that takes them from an agency.
fn reprinted(record: &DocumentRecord) -> DocumentRecord {
    let mut text = serde_json::to_string(record).unwrap();
    let entities = record.entities.iter().map(|e| &e.id);
    let ids =
        entities.chain(record.events.iter().map(|e| &e.id)).chain(record.statements.iter().map(|s| &s.id));
    for id in ids.chain([&record.document.id]) {
        text = text.replace(id.as_str(), &dateline::digest::id(&["reprint", id]));
    }
    serde_json::from_str(&text).unwrap()
}

#[test]
fn an_original_that_comes_last_is_told_in_stories_that_it_does_not_tell() {
    let without = silent(&records()[0]);
    let mut store = joined(&[&records()[1], &records()[2], &records()[4]]);
    keep(&mut store, &[&without]);
    join_all(&mut store, 10);
    let expected = told(&mut joined(&[&without, &records()[1], &records()[2], &records()[4]]));
    assert_eq!(told(&mut store), expected);
}

#[test]
fn order_and_batches_say_nothing() {
    let all: Vec<&DocumentRecord> = records().iter().collect();
    let mut dice = Dice(20_240_304);
    // the original of the copies as well without a record of its own, and all as well in two papers
    let without = silent(all[0]);
    let quiet: Vec<&DocumentRecord> = [&without].into_iter().chain(all[1..].iter().copied()).collect();
    let reprints: Vec<DocumentRecord> = all.iter().map(|r| reprinted(r)).collect();
    let twice: Vec<&DocumentRecord> = all.iter().copied().chain(&reprints).collect();
    for reports in [all, quiet, twice] {
        let expected = told(&mut joined(&reports));
        assert!(expected.0.as_array().unwrap().len() >= 5);
        for round in 0..6 {
            let (mut store, order) = jumbled(&mut dice, &reports);
            assert_eq!(told(&mut store), expected, "round {round}, order {order:?}");
        }
    }
}

#[test]
fn a_report_coded_anew_in_between_leaves_no_trace_in_stories() {
    let mut dice = Dice(7);
    for round in 0..2 * records().len() {
        let n = round / 2;
        let again = if round % 2 == 0 { recoded(&records()[n]) } else { silent(&records()[n]) };
        let mut last: Vec<&DocumentRecord> = records().iter().collect();
        last[n] = &again;
        let expected = told(&mut joined(&last));
        let mut store = Store::in_memory().unwrap();
        let order = dice.shuffled(records().len());
        let when = order.iter().position(|&m| m == n).unwrap();
        let when = when + dice.below(order.len() - when);
        for (at, &m) in order.iter().enumerate() {
            keep(&mut store, &[&records()[m]]);
            if dice.below(2) == 0 {
                join(&mut store, 1 + dice.below(3));
            }
            if at == when {
                assert_eq!(store.add(&[coded(&again)]).unwrap().recoded, 1);
                join(&mut store, dice.below(3));
            }
        }
        join_all(&mut store, 1 + dice.below(5));
        assert_eq!(told(&mut store), expected, "round {round}, order {order:?}, report {n}");
    }
}

#[test]
fn coding_everything_anew_and_back_gives_the_same_stories() {
    let all: Vec<&DocumentRecord> = records().iter().collect();
    let mut store = joined(&all);
    let expected = told(&mut store);
    let empty: Vec<DocumentRecord> = all.iter().map(|r| silent(r)).collect();
    keep(&mut store, &empty.iter().collect::<Vec<_>>());
    join_all(&mut store, 5);
    assert_eq!(store.counts().unwrap().stories, 0);
    for left in ["event", "link", "clue", "party", "event_place", "pending"] {
        assert_eq!(number(&mut store, &format!("SELECT count(*) FROM {left}")), 0, "{left}");
    }
    let third: Vec<DocumentRecord> = all.iter().map(|r| by(r, "third")).collect();
    keep(&mut store, &third.iter().collect::<Vec<_>>());
    join_all(&mut store, 3);
    assert_eq!(told(&mut store), expected);
}

#[test]
fn stories_are_found_by_the_beginning_of_an_id_and_of_events() {
    let all: Vec<&DocumentRecord> = records().iter().collect();
    let store = joined(&all);
    let stories = store.stories(2, None).unwrap();
    let story = &stories[0];
    assert_eq!(store.story(&story.id).unwrap().as_ref(), Some(story));
    assert_eq!(store.story(&story.id[..8]).unwrap().as_ref(), Some(story));
    for unknown in ["zzzz", "", "%", "' OR 1=1 --", "\0"] {
        let found = store.story(unknown).unwrap();
        assert!(found.is_none() || unknown.is_empty(), "{unknown}");
    }
    let events = store.event_ids(&Filter { story: Some(story.id.clone()), ..Filter::default() }).unwrap();
    let told: usize = story.reports.iter().map(|r| r.events.len()).sum();
    assert_eq!(events.len(), told);
    assert_eq!(store.stories(2, Some(1)).unwrap().len(), 1);
    assert!(store.stories(usize::MAX, Some(usize::MAX)).unwrap().is_empty());
}

//! Entities of small texts of our own, on trees built by hand.

use jiff::civil::date;

use super::*;
use crate::document::{DateSource, Published};
use crate::language::NameKind;
use crate::place::{Gazetteer, places};
use crate::syntax::{Syntax, Word};

/// A document and its language from sentences of `word/UPOS/head/rel`, heads counted from 1 in the
/// sentence, 0 for the root; a plural tag goes to nouns that end in `s`. `names` are found in the text.
fn built(sentences: &[&str], names: &[(&str, NameKind)]) -> (Document, Language) {
    let rows: Vec<Vec<Vec<&str>>> = sentences
        .iter()
        .map(|s| s.split_whitespace().map(|w| w.rsplitn(4, '/').collect()).collect())
        .collect();
    let text: Vec<String> =
        rows.iter().map(|s| s.iter().map(|w| w[3]).collect::<Vec<_>>().join(" ")).collect();
    let published = Published { date: date(2016, 2, 4), source: DateSource::Given };
    let doc = Document::from_plain(&text.join(" ")).with_origin(Some(published), None);
    let (mut words, mut ranges, mut at) = (Vec::new(), Vec::new(), 0);
    for sentence in &rows {
        let start = words.len();
        for w in sentence {
            let head: usize = w[1].parse().unwrap();
            words.push(Word {
                span: doc.span(at, at + w[3].len()).unwrap(),
                upos: fixed(w[2]),
                xpos: if w[2] == "NOUN" && w[3].ends_with('s') { "NNS" } else { "" },
                lemma: if w[2] == "NOUN" {
                    w[3].trim_end_matches('s').to_lowercase()
                } else {
                    w[3].to_lowercase()
                },
                head: (head > 0).then(|| start + head - 1),
                rel: fixed(w[0]),
                continues_token: false,
            });
            at += w[3].len() + 1;
        }
        ranges.push(start..words.len());
    }
    let found = names
        .iter()
        .flat_map(|(n, kind)| doc.text().match_indices(n).map(move |(at, _)| (at, at + n.len(), *kind)));
    let layer = Layer::new(found.filter_map(|(a, b, kind)| Some((doc.span(a, b)?, kind))).collect());
    (doc.clone(), Language { syntax: Syntax::new(words, ranges), names: layer, ..Language::default() })
}

/// The few labels of these tests, as fixed strings.
fn fixed(label: &str) -> &'static str {
    const ALL: [&str; 24] = [
        "NOUN",
        "PROPN",
        "VERB",
        "ADJ",
        "ADP",
        "DET",
        "PRON",
        "PUNCT",
        "AUX",
        "PART",
        "nsubj",
        "obj",
        "obl",
        "nmod",
        "nmod:poss",
        "amod",
        "compound",
        "flat",
        "appos",
        "case",
        "det",
        "root",
        "punct",
        "obl:agent",
    ];
    ALL.into_iter().find(|l| *l == label).unwrap()
}

fn read(sentences: &[&str], names: &[(&str, NameKind)]) -> Vec<(String, Entity)> {
    let (doc, lang) = built(sentences, names);
    let places = places(&doc, &lang, &Gazetteer::builtin().unwrap());
    let found = entities(&doc, &lang, &places, &ActorTables::builtin().unwrap());
    let said =
        |e: &Entity| e.mentions.iter().map(|m| doc.slice(m.span).to_owned()).collect::<Vec<_>>().join("|");
    found.all.into_iter().map(|e| (said(&e), e)).collect()
}

fn named<'a>(found: &'a [(String, Entity)], name: &str) -> &'a (String, Entity) {
    found.iter().find(|(_, e)| e.name == name).unwrap_or_else(|| panic!("no {name} in {found:#?}"))
}

const MINISTER: &str = "German/ADJ/3/amod Foreign/ADJ/3/amod Minister/PROPN/5/compound Frank-Walter/PROPN/5/compound \
    Steinmeier/PROPN/6/nsubj spoke/VERB/0/root ./PUNCT/6/punct";

#[test]
fn a_title_gives_role_country_and_sector() {
    let found = read(&[MINISTER], &[("Frank-Walter Steinmeier", NameKind::Person)]);
    let (said, entity) = named(&found, "Frank-Walter Steinmeier");
    assert_eq!(said, "German Foreign Minister Frank-Walter Steinmeier");
    assert_eq!(entity.role.as_ref().unwrap().0, "German Foreign Minister");
    assert_eq!((entity.country.as_deref(), entity.sector.as_deref()), (Some("DEU"), Some("GOV")));
    assert_eq!(entity.table_role.as_deref(), Some("Foreign Minister of Germany"));
}

#[test]
fn short_names_titles_and_pronouns_join_the_full_name() {
    let found = read(
        &[
            MINISTER,
            "Steinmeier/PROPN/2/nsubj left/VERB/0/root ./PUNCT/2/punct",
            "The/DET/2/det minister/NOUN/3/nsubj said/VERB/0/root he/PRON/5/nsubj slept/VERB/3/obl ./PUNCT/3/punct",
        ],
        &[("Frank-Walter Steinmeier", NameKind::Person), (" Steinmeier", NameKind::Person)],
    );
    let (said, _) = named(&found, "Frank-Walter Steinmeier");
    assert!(said.ends_with("Steinmeier|The minister|he"), "{said}");
}

#[test]
fn army_names_of_one_state_are_one_force() {
    let found = read(
        &[
            "Syrian/ADJ/2/amod troops/NOUN/3/nsubj advanced/VERB/0/root ./PUNCT/3/punct",
            "The/DET/3/det Syrian/ADJ/3/amod army/NOUN/4/nsubj stopped/VERB/0/root ./PUNCT/4/punct",
            "Rebels/NOUN/2/nsubj fled/VERB/0/root ./PUNCT/2/punct",
        ],
        &[("Syrian", NameKind::Nationality)],
    );
    let (said, force) = named(&found, "Syrian troops");
    assert_eq!(said, "Syrian troops|The Syrian army");
    assert_eq!((force.country.as_deref(), force.sector.as_deref()), (Some("SYR"), Some("MIL")));
    let (_, rebels) = named(&found, "Rebels");
    assert_eq!(
        (rebels.kind, rebels.country.as_deref(), rebels.sector.as_deref()),
        (EntityKind::ArmedGroup, None, Some("REB"))
    );
}

#[test]
fn a_capital_that_acts_is_its_state() {
    let sentence = "Moscow/PROPN/2/nsubj rejected/VERB/0/root talks/NOUN/2/obj in/ADP/5/case Geneva/PROPN/2/obl ./PUNCT/2/punct";
    let found = read(&[sentence], &[("Moscow", NameKind::Place), ("Geneva", NameKind::Place)]);
    let (said, russia) = named(&found, "Russia");
    assert_eq!(
        (said.as_str(), russia.kind, russia.sector.as_deref()),
        ("Moscow", EntityKind::State, Some("GOV"))
    );
    let (_, geneva) = named(&found, "Geneva");
    assert_eq!((geneva.kind, geneva.country.as_deref()), (EntityKind::Place, Some("CHE")));
    assert!(geneva.place.is_some());
}

#[test]
fn one_group_under_its_aliases() {
    let found = read(
        &[
            "ISIL/PROPN/2/nsubj shelled/VERB/0/root Daesh/PROPN/4/compound positions/NOUN/2/obj ./PUNCT/2/punct",
        ],
        &[("ISIL", NameKind::Person)],
    );
    assert_eq!(named(&found, "Islamic State").0, "ISIL|Daesh");
}

#[test]
fn what_is_not_said_is_absent() {
    let found = read(&["A/DET/2/det spokesman/NOUN/3/nsubj declined/VERB/0/root ./PUNCT/3/punct"], &[]);
    let (_, entity) = named(&found, "spokesman");
    assert_eq!(
        (entity.kind, &entity.country, &entity.sector, &entity.table_role),
        (EntityKind::Person, &None, &None, &None)
    );
}

#[test]
fn nothing_gives_nothing() {
    assert!(read(&[], &[]).is_empty());
}

//! Entities of small texts of our own, on trees built by hand.

use jiff::civil::date;

use super::*;
use crate::document::{DateSource, Published};
use crate::language::NameKind;
use crate::place::{Gazetteer, places};
use crate::syntax::{Syntax, Word};

/// A document and its language from sentences of `word/UPOS/head/rel`, heads counted from 1 in the
/// sentence, 0 for the root; a plural tag goes to nouns that end in `s`. `names` are found in the text.
pub(super) fn built(sentences: &[&str], names: &[(&str, NameKind)]) -> (Document, Language) {
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
    const ALL: [&str; 29] = [
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
        "cop",
        "NUM",
        "nummod",
        "conj",
        "advmod",
    ];
    ALL.into_iter().find(|l| *l == label).unwrap()
}

/// The entities of a document, after the built-in tables.
pub(super) fn find(doc: &Document, lang: &Language) -> Entities {
    let places = places(doc, lang, &Gazetteer::builtin().unwrap());
    entities(doc, lang, &places, &ActorTables::builtin().unwrap())
}

fn read(sentences: &[&str], names: &[(&str, NameKind)]) -> Vec<(String, Entity)> {
    let (doc, lang) = built(sentences, names);
    let found = find(&doc, &lang);
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

#[test]
fn a_body_is_spoken_of_again_by_a_common_noun() {
    let found = read(
        &[
            "Grain/PROPN/2/compound Watch/PROPN/3/nsubj spoke/VERB/0/root ./PUNCT/3/punct",
            "The/DET/3/det campaign/NOUN/3/compound group/NOUN/4/nsubj left/VERB/0/root ./PUNCT/4/punct",
        ],
        &[("Grain Watch", NameKind::Organisation)],
    );
    assert_eq!(named(&found, "Grain Watch").0, "Grain Watch|The campaign group");
}

#[test]
fn another_number_is_another_group() {
    let found = read(
        &[
            "Two/NUM/2/nummod officials/NOUN/3/nsubj spoke/VERB/0/root ./PUNCT/3/punct",
            "Nine/NUM/2/nummod officials/NOUN/3/nsubj left/VERB/0/root ./PUNCT/3/punct",
            "The/DET/2/det officials/NOUN/3/nsubj slept/VERB/0/root ./PUNCT/3/punct",
        ],
        &[],
    );
    assert_eq!(named(&found, "Two officials").0, "Two officials");
    assert_eq!(named(&found, "Nine officials").0, "Nine officials|The officials");
}

#[test]
fn a_subject_is_not_what_its_second_verb_is_done_to() {
    let found = read(
        &[
            "Lind/PROPN/2/nsubj met/VERB/0/root Roe/PROPN/2/obj and/ADP/5/case urged/VERB/2/conj him/PRON/5/obj ./PUNCT/2/punct",
        ],
        &[("Lind", NameKind::Person), ("Roe", NameKind::Person)],
    );
    assert_eq!(named(&found, "Roe").0, "Roe|him");
}

#[test]
fn a_name_that_ends_in_of_goes_on() {
    let found = read(
        &[
            "The/DET/2/det Government/PROPN/5/nsubj of/ADP/4/case Iraq/PROPN/2/nmod spoke/VERB/0/root ./PUNCT/5/punct",
        ],
        &[("Government of", NameKind::Organisation), (" Iraq", NameKind::Place)],
    );
    let (said, body) = named(&found, "Government of Iraq");
    assert_eq!((said.as_str(), body.country.as_deref()), ("The Government of Iraq", Some("IRQ")));
}

#[test]
fn a_surname_is_known_again_untagged() {
    let found = read(
        &[
            "Anna/PROPN/3/nsubj Lind/PROPN/1/flat spoke/VERB/0/root ./PUNCT/3/punct",
            "Lind/PROPN/2/nmod:poss plans/NOUN/3/nsubj failed/VERB/0/root ./PUNCT/3/punct",
        ],
        &[("Anna Lind", NameKind::Person)],
    );
    assert_eq!(named(&found, "Anna Lind").0, "Anna Lind|Lind");
}

#[test]
fn a_preposition_stands_for_both_places() {
    let sentence = "Lind/PROPN/2/nsubj slept/VERB/0/root in/ADP/4/case Syria/PROPN/2/obl and/ADP/6/case Iraq/PROPN/4/conj ./PUNCT/2/punct";
    let found = read(&[sentence], &[("Lind", NameKind::Person)]);
    assert_eq!(named(&found, "Syria").1.kind, EntityKind::Place);
    assert_eq!(named(&found, "Iraq").1.kind, EntityKind::Place);
}

#[test]
fn numbers_and_participles_in_front_are_not_torn() {
    let found = read(
        &[
            "at/ADP/2/case least/ADJ/3/advmod three/NUM/4/nummod officials/NOUN/5/nsubj left/VERB/0/root ./PUNCT/5/punct",
            "Lind/PROPN/2/nsubj met/VERB/0/root people/NOUN/2/obj including/VERB/6/case a/DET/6/det minister/NOUN/3/nmod ./PUNCT/2/punct",
        ],
        &[("Lind", NameKind::Person)],
    );
    assert_eq!(named(&found, "three officials").0, "three officials");
    assert_eq!(named(&found, "minister").0, "a minister");
}

#[test]
fn letters_stand_for_the_name_that_the_report_spells_out() {
    let found = read(
        &[
            "Northern/PROPN/3/compound Coast/PROPN/3/compound Party/PROPN/4/nsubj spoke/VERB/0/root ./PUNCT/4/punct",
            "The/DET/2/det NCP/PROPN/3/nsubj left/VERB/0/root ./PUNCT/3/punct",
        ],
        &[("Northern Coast Party", NameKind::Organisation), ("NCP", NameKind::Organisation)],
    );
    assert_eq!(named(&found, "Northern Coast Party").0, "Northern Coast Party|The NCP");
}

#[test]
fn a_president_of_a_company_is_no_government() {
    let found = read(
        &[
            "Lind/PROPN/7/nsubj ,/PUNCT/4/punct the/DET/4/det president/NOUN/1/appos of/ADP/6/case Rolo/PROPN/4/nmod spoke/VERB/0/root ./PUNCT/7/punct",
        ],
        &[("Lind", NameKind::Person), ("Rolo", NameKind::Organisation)],
    );
    assert_eq!(named(&found, "Lind").1.sector, None);
}

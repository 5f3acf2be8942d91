//! The passes on trees built by hand, one or two sentences each.

use crate::actor::tests::{built, find};
use crate::language::NameKind;

/// The chains of two phrases or more, each as its words with ` = ` between.
fn chained(sentences: &[&str], names: &[(&str, NameKind)]) -> Vec<String> {
    let (doc, lang) = built(sentences, names);
    let found = find(&doc, &lang);
    let long = found.chains.iter().filter(|c| c.phrases.len() > 1);
    long.map(|c| c.phrases.iter().map(|(s, _)| doc.slice(*s)).collect::<Vec<_>>().join(" = ")).collect()
}

#[test]
fn a_phrase_has_what_follows_its_noun_and_no_preposition() {
    let (doc, lang) = built(
        &[
            "In/ADP/3/case the/DET/3/det city/NOUN/7/obl of/ADP/5/case light/NOUN/3/nmod Roe/PROPN/7/nsubj slept/VERB/0/root",
        ],
        &[],
    );
    let found = find(&doc, &lang);
    let said: Vec<&str> = found.chains.iter().map(|c| doc.slice(c.phrases[0].0)).collect();
    assert_eq!(said, ["the city of light", "light", "Roe"]);
}

#[test]
fn the_speaker_is_one() {
    let said = chained(&["I/PRON/2/nsubj saw/VERB/0/root my/PRON/4/nmod:poss dog/NOUN/2/obj"], &[]);
    assert_eq!(said, ["I = my"]);
}

#[test]
fn equal_words_are_equal_things() {
    let first = "The/DET/2/det treaty/NOUN/3/nsubj stands/VERB/0/root";
    let second = "Roe/PROPN/2/nsubj read/VERB/0/root a/DET/4/det treaty/NOUN/2/obj";
    assert_eq!(chained(&[first, second], &[]), ["The treaty = a treaty"]);
}

#[test]
fn modifiers_alone_make_no_chain() {
    let sentence =
        "Cough/NOUN/2/compound drops/NOUN/3/nsubj ease/VERB/0/root cough/NOUN/5/compound pains/NOUN/3/obj";
    assert!(chained(&[sentence], &[]).is_empty());
}

#[test]
fn appositions_and_predicates_rename() {
    let apposed = "Roe/PROPN/6/nsubj ,/PUNCT/5/punct the/DET/5/det old/ADJ/5/amod teacher/NOUN/1/appos left/VERB/0/root";
    assert_eq!(chained(&[apposed], &[]), ["Roe = the old teacher"]);
    let equated = "Roe/PROPN/4/nsubj is/AUX/4/cop the/DET/4/det teacher/NOUN/0/root";
    assert_eq!(chained(&[equated], &[]), ["Roe = the teacher"]);
    let denied = "Roe/PROPN/5/nsubj is/AUX/5/cop not/PART/5/advmod the/DET/5/det teacher/NOUN/0/root";
    assert!(chained(&[denied], &[]).is_empty());
    let places = "Paris/PROPN/4/nsubj ,/PUNCT/3/punct Texas/PROPN/1/appos grew/VERB/0/root";
    assert!(chained(&[places], &[("Paris", NameKind::Place), ("Texas", NameKind::Place)]).is_empty());
}

#[test]
fn names_are_shortened() {
    let person = "Anna/PROPN/3/nsubj Lind/PROPN/1/flat met/VERB/0/root";
    let surname = "Lind/PROPN/2/nsubj left/VERB/0/root";
    let names = [("Anna Lind", NameKind::Person), (" Lind", NameKind::Person)];
    assert_eq!(chained(&[person, surname], &names), ["Anna Lind = Lind"]);
    let long = "Grain/PROPN/2/compound Board/PROPN/3/nsubj met/VERB/0/root";
    let short = "GB/PROPN/2/nsubj left/VERB/0/root";
    assert_eq!(chained(&[long, short], &[]), ["Grain Board = GB"]);
}

#[test]
fn a_definite_noun_goes_back_to_more_words() {
    let first = "An/DET/3/det old/ADJ/3/amod bridge/NOUN/4/nsubj fell/VERB/0/root";
    let second = "Roe/PROPN/2/nsubj saw/VERB/0/root the/DET/4/det bridge/NOUN/2/obj";
    assert_eq!(chained(&[first, second], &[]), ["An old bridge = the bridge"]);
    let other = "Roe/PROPN/2/nsubj saw/VERB/0/root the/DET/5/det new/ADJ/5/amod bridge/NOUN/2/obj";
    assert!(chained(&[first, other], &[]).is_empty());
}

#[test]
fn a_pronoun_is_not_the_other_party_of_its_act() {
    let names = [("Lind", NameKind::Person), ("Roe", NameKind::Person)];
    let first = "Roe/PROPN/2/nsubj slept/VERB/0/root";
    let second = "Lind/PROPN/2/nsubj asked/VERB/0/root him/PRON/2/obj";
    assert_eq!(chained(&[first, second], &names), ["Roe = him"]);
    let own = "Lind/PROPN/2/nsubj asked/VERB/0/root himself/PRON/2/obj";
    assert_eq!(chained(&[first, own], &names), ["Lind = himself"]);
}

//! Where: the places that stand with an act.

use crate::actor::{EntityId, EntityKind};
use crate::place::Precision;
use crate::syntax::Syntax;

use super::is_verbal;
use super::matching::Match;
use super::scene::Scene;
use super::tree;

pub(crate) use super::when::{date_at, date_over};

/// Prepositions after which a place is where something is.
const LOCATIVE: [&str; 12] = [
    "in",
    "at",
    "near",
    "around",
    "outside",
    "inside",
    "across",
    "over",
    "throughout",
    "within",
    "between",
    "off",
];
/// Those after which a place stands with a noun of an act: "the siege of Aleppo", "the march to Oslo".
const OF_NOUN: [&str; 5] = ["of", "on", "into", "to", "from"];
/// No phrase or clause of real text is nested more deeply around the name of a place.
const DEPTH: usize = 3;
/// More places than this are a list, not where something was.
const MOST: usize = 6;

/// How far from its own words the place of an act is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// To their clause.
    Clause,
    /// To the clauses on which that depends.
    Sentence,
}

/// Acts that always are somewhere are placed by anything in their sentence; others by their clause.
fn reach(event_type: &str) -> Reach {
    match event_type {
        "ASSAULT" | "PROTEST" | "COERCE" => Reach::Sentence,
        _ => Reach::Clause,
    }
}

/// The places of an act: beside its noun, in its phrase, in its clause; the nearest of those, and
/// what is coordinated with it. Of an act in words only what stands beside the talks it is about.
pub(crate) fn places(scene: &Scene, m: &Match, aimed_at: &[EntityId], event_type: &str) -> Vec<EntityId> {
    let s = scene.syntax;
    if is_verbal(event_type) {
        let patients = tree::patients(s, m.head);
        return m
            .words
            .iter()
            .skip(1)
            .copied()
            .chain(patients.iter().flat_map(|&p| [vec![p], tree::prepositional(s, p, "of")]).flatten())
            .map(|w| of_talks(scene, w))
            .find(|found| !found.is_empty())
            .unwrap_or_default();
    }
    let mut heads = vec![m.head];
    heads.extend(m.words.iter().copied().filter(|&w| w != m.head && s.word(w).base_rel() != "nmod"));
    heads.extend(scene.carrier(m.head));
    let near = first_found(heads.iter().map(|&h| beside_word(scene, h)));
    // "recapture the city of Mosul in Iraq"
    let closer = aimed_at.iter().any(|&a| near.iter().any(|&n| lies_in(scene, a, n)));
    let found = if closer { aimed_at.to_vec() } else { or(near, || aimed_at.to_vec()) };
    let found = or(found, || match reach(event_type) {
        Reach::Sentence => first_found(heads.iter().map(|&h| within(scene, h, DEPTH))),
        Reach::Clause => Vec::new(),
    });
    let found = or(found, || in_clauses(scene, m, reach(event_type)));
    distinct(scene, found)
}

fn or(list: Vec<EntityId>, other: impl FnOnce() -> Vec<EntityId>) -> Vec<EntityId> {
    if list.is_empty() { other() } else { list }
}

fn first_found(mut lists: impl Iterator<Item = Vec<EntityId>>) -> Vec<EntityId> {
    lists.find(|l| !l.is_empty()).unwrap_or_default()
}

// "halted the talks in Geneva": the place of the talks is that of their end
fn of_talks(scene: &Scene, w: usize) -> Vec<EntityId> {
    let lemma = tree::lemma(scene.syntax, w);
    let meets = scene.codebook.words().class("talks").is_some_and(|talks| talks.contains(&lemma));
    if meets { beside_word(scene, w) } else { Vec::new() }
}

/// The place beside a noun or verb: "the Geneva talks", "the attack in Aleppo".
pub(crate) fn beside(scene: &Scene, head: usize) -> Option<EntityId> {
    beside_word(scene, head).first().copied()
}

fn beside_word(scene: &Scene, head: usize) -> Vec<EntityId> {
    let s = scene.syntax;
    let is_noun = s.word(head).upos == "NOUN";
    let located = located_below(scene, head, is_noun);
    if !located.is_empty() {
        return located;
    }
    let before = |c: &usize| matches!(s.word(*c).base_rel(), "compound" | "amod" | "nmod");
    // "the Kano airstrike inquiry": both stand before the same noun
    let whole = s.word(head).head.filter(|_| s.word(head).base_rel() == "compound");
    let named = s.children(head).iter().chain(whole.into_iter().flat_map(|w| s.children(w)));
    let named = named.copied().filter(|c| *c < head && before(c));
    named.filter_map(|c| named_before(scene, c)).next().into_iter().collect()
}

// The nearest phrase below the word that says where; what is coordinated with it too.
fn located_below(scene: &Scene, head: usize, of_noun: bool) -> Vec<EntityId> {
    let s = scene.syntax;
    let phrases =
        s.children(head).iter().copied().filter(|&c| matches!(s.word(c).base_rel(), "obl" | "nmod"));
    let mut found: Vec<(usize, Vec<EntityId>)> = phrases
        .filter_map(|c| {
            let locative = tree::marked(s, c, &LOCATIVE);
            let loose = (of_noun && tree::marked(s, c, &OF_NOUN)) || tree::marked(s, c, &["on"]);
            let ids = match (locative, loose) {
                (true, _) => in_phrase(scene, c, true, DEPTH),
                (_, true) => in_phrase(scene, c, false, DEPTH),
                _ => Vec::new(),
            };
            (!ids.is_empty()).then_some((c.abs_diff(head), ids))
        })
        .collect();
    found.sort();
    found.into_iter().next().map(|(_, ids)| ids).unwrap_or_default()
}

// "in Aleppo", "in the city of Aleppo", "in Damascus, Syria", "in the towns of Jabla and Tartus".
// Where the preposition does not say that something is there, states take part rather than lie.
fn in_phrase(scene: &Scene, w: usize, locative: bool, depth: usize) -> Vec<EntityId> {
    let s = scene.syntax;
    let mut ids: Vec<EntityId> = place_entity(scene, w, locative).into_iter().collect();
    let holds = |c: usize| match s.word(c).base_rel() {
        "nmod" => tree::marked(s, c, &["of"]) && is_placelike(scene, w),
        "appos" | "flat" => true,
        // "at the Kabul airport", not "of the Minsk agreements"
        "compound" => locative,
        _ => false,
    };
    let next = |keep: &dyn Fn(usize) -> bool| -> Vec<usize> {
        s.children(w).iter().copied().filter(|&c| keep(c)).collect()
    };
    if ids.is_empty() && depth > 0 {
        ids = first_found(next(&holds).into_iter().map(|c| match s.word(c).base_rel() {
            "compound" => named_before(scene, c).into_iter().collect(),
            _ => in_phrase(scene, c, true, depth - 1),
        }));
    }
    if !ids.is_empty() && depth > 0 {
        let is_conj = |c: usize| s.word(c).base_rel() == "conj" && tree::is_nominal(s, c);
        for c in next(&is_conj) {
            ids.extend(in_coordinate(scene, c, locative, depth - 1));
        }
    }
    ids
}

// "in Kenya and 10 in Tanzania": the second may hang on its own number.
fn in_coordinate(scene: &Scene, w: usize, locative: bool, depth: usize) -> Vec<EntityId> {
    let ids = in_phrase(scene, w, locative, depth);
    if ids.is_empty() && scene.syntax.word(w).upos == "NUM" { located_below(scene, w, false) } else { ids }
}

// "the city", "the northern province"; not "the agreements"
fn is_placelike(scene: &Scene, w: usize) -> bool {
    const PARTS: [&str; 9] =
        ["outskirts", "outskirt", "north", "south", "east", "west", "center", "centre", "county"];
    let lemma = tree::lemma(scene.syntax, w);
    let words = scene.codebook.words().class("territory");
    PARTS.contains(&lemma.as_str()) || words.is_some_and(|words| words.contains(&lemma))
}

// Places deeper in the phrase of an act: "an attack at a market in southern Iraq".
fn within(scene: &Scene, head: usize, depth: usize) -> Vec<EntityId> {
    let s = scene.syntax;
    if depth == 0 {
        return Vec::new();
    }
    // who or what is met there is somewhere, but not where a person comes from
    let is_person =
        |c: usize| scene.entity(c).is_some_and(|id| scene.entities.get(id).kind == EntityKind::Person);
    let below = |c: &usize| {
        matches!(s.word(*c).base_rel(), "obl" | "nmod" | "obj")
            && *c > head
            && !is_person(*c)
            && !tree::marked(s, *c, &["after", "before", "following", "since", "until"])
    };
    let phrases: Vec<usize> = s.children(head).iter().copied().filter(below).collect();
    let in_one = |c| or(located_below(scene, c, false), || within(scene, c, depth - 1));
    first_found(phrases.into_iter().map(in_one))
}

// In the clause of the act, then in those on which it depends; never beyond a verb of saying.
fn in_clauses(scene: &Scene, m: &Match, reach: Reach) -> Vec<EntityId> {
    let s = scene.syntax;
    let own = tree::clause_head(s, m.head);
    let takes_part = own == m.head || matches!(s.word(m.head).base_rel(), "obj" | "nsubj" | "conj");
    if reach == Reach::Clause {
        return if takes_part { located_below(scene, own, false) } else { Vec::new() };
    }
    let mut clause = own;
    for _ in 0..DEPTH {
        let located = located_below(scene, clause, false);
        let own_places = if clause == own { located.clone() } else { Vec::new() };
        let own_places = or(own_places, || where_clause(scene, clause));
        if !own_places.is_empty() {
            return own_places;
        }
        let found = or(located, || aimed_in(scene, clause, m));
        let mut found = or(found, || within(scene, clause, DEPTH));
        // several places of another act are not those of this one
        found.truncate(if found.len() > 1 { 0 } else { 1 });
        if !found.is_empty() {
            return found;
        }
        let up = s.word(clause).head.filter(|_| {
            matches!(s.word(clause).base_rel(), "advcl" | "acl" | "conj" | "xcomp" | "parataxis")
        });
        let Some(up) = up.filter(|&u| scene.statement(u) == scene.statement(m.head)) else { break };
        clause = tree::clause_head(s, up);
    }
    Vec::new()
}

// "the towns of Kano and Jos, where 60 were killed"
fn where_clause(scene: &Scene, clause: usize) -> Vec<EntityId> {
    let s = scene.syntax;
    let has_where = |c: usize| s.children_by(c, "advmod").any(|w| tree::lemma(s, w) == "where");
    let is_where = has_where(clause) || s.children_by(clause, "conj").any(has_where);
    let noun = s.word(clause).head.filter(|_| s.word(clause).rel == "acl:relcl" && is_where);
    noun.map(|n| in_phrase(scene, tree::first_conjunct(s, n), true, DEPTH)).unwrap_or_default()
}

// "Kano was freed after an attack": what its clause is about is a place.
fn aimed_in(scene: &Scene, clause: usize, m: &Match) -> Vec<EntityId> {
    let s: &Syntax = scene.syntax;
    if clause == m.head || s.word(clause).upos != "VERB" {
        return Vec::new();
    }
    tree::patients(s, clause).into_iter().filter_map(|w| pure_place(scene, w)).take(1).collect()
}

fn place_entity(scene: &Scene, w: usize, states: bool) -> Option<EntityId> {
    scene.entity(w).filter(|&id| {
        let kind = scene.entities.get(id).kind;
        kind == EntityKind::Place
            || (states && kind == EntityKind::State && scene.syntax.word(w).upos == "PROPN")
    })
}

// A place named before a noun; "U.S. strikes" are American strikes, wherever they fall.
fn named_before(scene: &Scene, w: usize) -> Option<EntityId> {
    let word = scene.doc.slice(scene.syntax.word(w).span);
    let short = word.chars().filter(|c| *c != '.').count() <= 3;
    let is_abbreviated = short && !word.chars().any(char::is_lowercase);
    pure_place(scene, w).filter(|_| !is_abbreviated)
}

fn pure_place(scene: &Scene, w: usize) -> Option<EntityId> {
    scene.entity(w).filter(|&id| scene.entities.get(id).kind == EntityKind::Place)
}

// Each once, without the state that only says where the town lies: "Nairobi, Kenya".
fn distinct(scene: &Scene, ids: Vec<EntityId>) -> Vec<EntityId> {
    let mut out: Vec<EntityId> = Vec::new();
    for &id in &ids {
        let wider = ids.iter().any(|&other| other != id && lies_in(scene, other, id));
        if !wider && !out.contains(&id) {
            out.push(id);
        }
    }
    if out.len() > MOST {
        out.truncate(1);
    }
    out
}

/// Whether one place lies in another, as far as country and region tell.
pub(super) fn lies_in(scene: &Scene, inner: EntityId, outer: EntityId) -> bool {
    let (inner, outer) = (scene.entities.get(inner), scene.entities.get(outer));
    let country = |e: &crate::actor::Entity| {
        e.place.as_ref().and_then(|p| p.country.clone()).or_else(|| e.country.clone())
    };
    let (Some(a), Some(b)) = (country(inner), country(outer)) else { return false };
    let exact = |e: &crate::actor::Entity| match (e.kind, e.place.as_ref().map(|p| p.precision)) {
        (EntityKind::State, _) | (_, Some(Precision::Country | Precision::Wide)) => 0,
        (_, Some(Precision::Region)) => 1,
        _ => 2,
    };
    let region = |e: &crate::actor::Entity| e.place.as_ref().and_then(|p| p.admin1.clone());
    a == b
        && match (exact(inner), exact(outer)) {
            (1 | 2, 0) => true,
            (2, 1) => region(inner).is_some() && region(inner) == region(outer),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{report, short};
    use crate::actor::EntityKind;

    /// Each event of violence with its place: `attack @Kano`.
    #[track_caller]
    fn expect(trees: &str, wanted: &[&str]) {
        let actors = [
            ("Kano", EntityKind::Place),
            ("Jos", EntityKind::Place),
            ("Oslo", EntityKind::Place),
            ("rebels", EntityKind::ArmedGroup),
        ];
        let report = report(&short(trees), &actors);
        let show = |e: &super::super::Event| {
            let place = e.place.map_or("nowhere", |p| report.entities.get(p).name.as_str());
            format!("{} @{place}", report.doc.slice(e.trigger))
        };
        let shown: Vec<String> = report.events().iter().map(show).collect();
        assert_eq!(shown, wanted, "in: {}", report.doc.text());
    }

    #[test]
    fn one_event_for_each_of_several_places() {
        expect(
            "rebels/rebel/NOUN/2/nsubj attacked/attack/VERB.VBD/0/root troops/troop/NOUN/2/obj in/in/ADP/6/case the/the/DET/6/det towns/town/NOUN/2/obl of/of/ADP/8/case Kano/Kano/PROPN/6/nmod and/and/CCONJ/10/cc Jos/Jos/PROPN/8/conj",
            &["attacked @Kano", "attacked @Jos"],
        );
    }

    #[test]
    fn a_place_deep_in_the_phrase_and_one_before_the_clause() {
        expect(
            "rebels/rebel/NOUN/2/nsubj launched/launch/VERB.VBD/0/root an/a/DET/4/det attack/attack/NOUN/2/obj at/at/ADP/7/case a/a/DET/7/det market/market/NOUN/4/nmod in/in/ADP/9/case Kano/Kano/PROPN/7/nmod",
            &["launched an attack @Kano"],
        );
        expect(
            "In/in/ADP/2/case Kano/Kano/PROPN/4/obl rebels/rebel/NOUN/4/nsubj advanced/advance/VERB.VBD/0/root ,/,/PUNCT/6/punct attacking/attack/VERB.VBG/4/advcl troops/troop/NOUN/6/obj",
            &["attacking @Kano"],
        );
    }

    #[test]
    fn violence_goes_on_where_it_was() {
        expect(
            "rebels/rebel/NOUN/2/nsubj attacked/attack/VERB.VBD/0/root Kano/Kano/PROPN/2/obj
             Ghana/Ghana/PROPN/2/nsubj shelled/shell/VERB.VBD/0/root troops/troop/NOUN/2/obj",
            &["attacked @Kano", "shelled @Kano"],
        );
    }

    #[test]
    fn where_it_is_said_is_not_where_it_was() {
        expect(
            "Kenya/Kenya/PROPN/2/nsubj said/say/VERB.VBD/0/root in/in/ADP/4/case Oslo/Oslo/PROPN/2/obl that/that/SCONJ/7/mark rebels/rebel/NOUN/7/nsubj attacked/attack/VERB.VBD/2/ccomp troops/troop/NOUN/7/obj",
            &["attacked @nowhere"],
        );
    }
}

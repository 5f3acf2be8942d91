//! Numbers of people to whom something was done: the dead, the injured, the arrested, the displaced.

use crate::syntax::Syntax;

use super::matching::Match;
use super::quantity::{Count, people, quantity};
use super::scene::Scene;
use super::tree;

/// Numbers of people, where the text counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Killed.
    pub dead: Option<Count>,
    /// Wounded.
    pub injured: Option<Count>,
    /// Taken into custody.
    pub arrested: Option<Count>,
    /// Driven from home.
    pub displaced: Option<Count>,
}

impl Counts {
    /// Takes over what another telling of the same happening counts and this one does not: a number
    /// before words that leave it open.
    pub(super) fn absorb(&mut self, other: Counts) {
        let better = |mine: Option<Count>, theirs: Option<Count>| match (mine, theirs) {
            (Some(m), Some(t)) if m.value.is_none() && t.value.is_some() => Some(t),
            _ => mine.or(theirs),
        };
        self.dead = better(self.dead, other.dead);
        self.injured = better(self.injured, other.injured);
        self.arrested = better(self.arrested, other.arrested);
        self.displaced = better(self.displaced, other.displaced);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Dead,
    Injured,
    Arrested,
    Displaced,
}

const KILL: [&str; 8] =
    ["kill", "murder", "slaughter", "massacre", "execute", "behead", "assassinate", "slay"];
const INJURE: [&str; 4] = ["injure", "wound", "hurt", "maim"];
const ARREST: [&str; 6] = ["arrest", "detain", "imprison", "jail", "apprehend", "round"];
// After a number these say what became of those counted: "two dead and 18 injured".
const OUTCOMES: [&str; 8] = ["dead", "injured", "wounded", "injure", "wound", "hurt", "missing", "homeless"];
const HOMES: [&str; 8] =
    ["home", "house", "village", "town", "city", "neighbourhood", "neighborhood", "camp"];
// Longer lists of people are no news.
const NEAR: usize = 64;

/// Whether a verb tells what became of people, not how: `kill`, `wound`.
pub(super) fn is_harm(lemma: &str) -> bool {
    KILL.contains(&lemma) || INJURE.contains(&lemma)
}

/// The numbers that stand with an act.
pub(crate) fn counts(scene: &Scene, m: &Match, event_type: &str) -> Counts {
    let near = neighbourhood(scene.syntax, m.head);
    let find = |fate: Fate| near.iter().find_map(|&w| told(scene, w, fate));
    let asked = |types: &[&str], fate: Fate| types.contains(&event_type).then(|| find(fate)).flatten();
    Counts {
        dead: asked(&["ASSAULT", "PROTEST"], Fate::Dead),
        injured: asked(&["ASSAULT", "PROTEST"], Fate::Injured),
        arrested: asked(&["COERCE", "PROTEST"], Fate::Arrested),
        displaced: asked(&["ASSAULT", "COERCE"], Fate::Displaced),
    }
}

// The words of an act and of the clauses around it, the nearest first.
fn neighbourhood(s: &Syntax, head: usize) -> Vec<usize> {
    let mut near = vec![head];
    near.extend(s.children(head));
    near.extend(s.ancestors(head).skip(1).take(3));
    near.extend(s.children(tree::clause_head(s, head)));
    let mut at = 0;
    while at < near.len() && near.len() < NEAR {
        let goes_on = |c: usize| match s.word(c).base_rel() {
            "conj" | "advcl" | "acl" | "xcomp" | "parataxis" => true,
            // "as the death toll rose"
            "nsubj" => s.word(c).upos == "NOUN",
            _ => false,
        };
        let below = s.children(near[at]).iter().copied().filter(|_| s.word(near[at]).upos == "VERB");
        let further: Vec<usize> = below.filter(|&c| goes_on(c) && !near.contains(&c)).collect();
        near.extend(further);
        at += 1;
    }
    near
}

fn told(scene: &Scene, w: usize, fate: Fate) -> Option<Count> {
    match (scene.syntax.word(w).upos, fate) {
        ("VERB", _) => by_verb(scene, w, fate).or_else(|| by_outcome(scene, w, fate)),
        ("NOUN", Fate::Dead | Fate::Injured | Fate::Arrested) => by_noun(scene, w, fate),
        ("ADJ", _) => by_outcome(scene, w, fate),
        _ => None,
    }
}

fn by_verb(scene: &Scene, v: usize, fate: Fate) -> Option<Count> {
    let s = scene.syntax;
    let lemma = tree::lemma(s, v);
    let after = |preposition: &str, nouns: &[&str]| {
        tree::prepositional(s, v, preposition).iter().any(|&o| nouns.contains(&tree::lemma(s, o).as_str()))
    };
    let patients = || tree::patients(s, v);
    let counted = match fate {
        Fate::Dead if KILL.contains(&lemma.as_str()) || after("to", &["death"]) => patients(),
        Fate::Dead if matches!(lemma.as_str(), "die" | "perish") => tree::surface_subject(s, v),
        Fate::Dead if lemma == "claim" => {
            patients().into_iter().filter(|&o| tree::lemma(s, o) == "life").collect()
        }
        Fate::Injured if INJURE.contains(&lemma.as_str()) => patients(),
        Fate::Arrested if ARREST.contains(&lemma.as_str()) || after("into", &["custody"]) => patients(),
        Fate::Displaced if matches!(lemma.as_str(), "displace" | "uproot" | "evacuate") => patients(),
        Fate::Displaced if matches!(lemma.as_str(), "force" | "drive" | "expel") && after("from", &HOMES) => {
            patients()
        }
        Fate::Displaced if lemma == "flee" && has_home(scene, v) => tree::surface_subject(s, v),
        _ => return None,
    };
    if counts_with_another(s, v, &counted) {
        return None;
    }
    people(scene, counted)
}

// "fled their homes", "fled the town"
fn has_home(scene: &Scene, v: usize) -> bool {
    let s = scene.syntax;
    let left = tree::patients(s, v).into_iter().chain(tree::prepositional(s, v, "from"));
    left.into_iter().any(|o| HOMES.contains(&tree::lemma(s, o).as_str()))
}

// "killed and injured": one number for two fates counts neither.
fn counts_with_another(s: &Syntax, v: usize, counted: &[usize]) -> bool {
    let casualty = |w: usize| {
        let lemma = tree::lemma(s, w);
        KILL.contains(&lemma.as_str()) || INJURE.contains(&lemma.as_str()) || lemma == "die"
    };
    let head = s.word(v).head.filter(|_| s.word(v).base_rel() == "conj");
    let siblings = head.into_iter().flat_map(|h| s.children_by(h, "conj").chain([h]));
    let mut others = s.children_by(v, "conj").chain(siblings).filter(|&o| o != v && casualty(o));
    casualty(v) && others.any(|o| tree::patients(s, o).iter().any(|p| counted.contains(p)))
}

// "12 deaths", "the killing of 14 women", "the death toll rose to 31"
fn by_noun(scene: &Scene, noun: usize, fate: Fate) -> Option<Count> {
    let s = scene.syntax;
    let lemma = tree::lemma(s, noun);
    let of = || people(scene, tree::prepositional(s, noun, "of"));
    match (fate, lemma.as_str()) {
        (Fate::Dead, "death" | "fatality")
        | (Fate::Injured, "injury")
        | (Fate::Arrested, "arrest" | "detention") => quantity(scene, noun).or_else(of),
        (Fate::Dead, "killing" | "murder" | "slaying" | "massacre" | "slaughter" | "execution") => of(),
        (Fate::Dead, "toll") if s.children(noun).iter().any(|&c| tree::lemma(s, c) == "death") => {
            of().or_else(|| reached(scene, noun))
        }
        _ => None,
    }
}

// "the toll rose to 31", "reached 31", "stands at 31"
fn reached(scene: &Scene, toll: usize) -> Option<Count> {
    let s = scene.syntax;
    let verb = s.word(toll).head.filter(|&v| s.word(v).upos == "VERB")?;
    let to = ["to", "at"].iter().flat_map(|p| tree::prepositional(s, verb, p));
    let direct = s.children_by(verb, "obj").filter(|&o| o != toll);
    to.chain(direct).find_map(|n| quantity(scene, n))
}

// "left two dead and 18 injured": the number stands before what became of them.
fn by_outcome(scene: &Scene, w: usize, fate: Fate) -> Option<Count> {
    let s = scene.syntax;
    let lemma = tree::lemma(s, w);
    let says = match fate {
        Fate::Dead => lemma == "dead",
        Fate::Injured => matches!(lemma.as_str(), "injured" | "wounded" | "injure" | "wound" | "hurt"),
        Fate::Displaced => lemma == "homeless",
        Fate::Arrested => false,
    };
    // a verb only as what somebody is left: "left 18 injured", "with 18 injured"
    let left =
        || s.ancestors(w).take(4).any(|a| tree::lemma(s, a) == "leave") || tree::marked(s, w, &["with"]);
    if !says || s.word(w).base_rel() == "amod" || (s.word(w).upos == "VERB" && !left()) {
        return None;
    }
    let sentence = s.sentences().get(s.sentence_of(w)).cloned()?;
    let is_outcome = |i: usize| OUTCOMES.contains(&tree::lemma(s, i).as_str());
    // "60 dead and injured"
    let is_joined = |i: usize| matches!(tree::lemma(s, i).as_str(), "and" | "or");
    if w + 2 < sentence.end && is_joined(w + 1) && is_outcome(w + 2) {
        return None;
    }
    let noun = (sentence.start..w).rev().take(4).find(|&i| matches!(s.word(i).upos, "NOUN" | "NUM"))?;
    let blocked = |i: usize| is_outcome(i) || matches!(s.word(i).upos, "VERB" | "PUNCT");
    if (noun..w).any(blocked) {
        return None;
    }
    let before = (sentence.start..noun).rev().find(|&i| is_outcome(i)).unwrap_or(sentence.start);
    let first = tree::first_conjunct(s, noun);
    let all = tree::conjuncts(s, first).into_iter().filter(|c| (before..w).contains(c));
    people(scene, all.filter(|&c| c != before || !is_outcome(c)).collect())
        .or_else(|| people(scene, vec![noun]))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{report, short};
    use super::super::{Bound, Count};
    use crate::actor::EntityKind;

    /// Dead, injured, arrested, displaced of the first event: `2 injured at_least 'at least two'`.
    #[track_caller]
    fn expect(trees: &str, wanted: &[&str]) {
        let actors =
            [("Police", EntityKind::ArmedGroup), ("bomb", EntityKind::Other), ("Kano", EntityKind::Place)];
        let report = report(&short(trees), &actors);
        let events = report.events();
        let counts = events.iter().map(|e| e.counts).reduce(|mut a, b| {
            a.absorb(b);
            a
        });
        let counts = counts.unwrap_or_default();
        let show = |fate: &str, count: Option<Count>| {
            let c = count?;
            let bound = match c.bound {
                Bound::Exact => "=",
                Bound::AtLeast => ">",
                Bound::AtMost => "<",
                Bound::Vague => "~",
            };
            let value = c.value.map_or("?".to_owned(), |v| v.to_string());
            Some(format!("{fate} {bound}{value} {}", report.doc.slice(c.evidence)))
        };
        let all = [
            show("dead", counts.dead),
            show("injured", counts.injured),
            show("arrested", counts.arrested),
            show("displaced", counts.displaced),
        ];
        let shown: Vec<String> = all.into_iter().flatten().collect();
        assert_eq!(shown, wanted, "in: {} {events:#?}", report.doc.text());
    }

    #[test]
    fn what_is_coordinated_is_added_up_and_verbs_count_apart() {
        expect(
            "Rebels/Rebels/PROPN/2/nsubj killed/kill/VERB.VBD/0/root two/two/NUM/4/nummod soldiers/soldier/NOUN.NNS/2/obj and/and/CCONJ/7/cc a/a/DET/7/det child/child/NOUN.NN/4/conj and/and/CCONJ/9/cc wounded/wound/VERB.VBD/2/conj 30/30/NUM/9/obj",
            &["dead =3 two soldiers and a child", "injured =30 30"],
        );
        // one number for women and children
        expect(
            "Rebels/Rebels/PROPN/2/nsubj killed/kill/VERB.VBD/0/root 13/13/NUM/4/nummod women/woman/NOUN.NNS/2/obj and/and/CCONJ/6/cc children/child/NOUN.NNS/4/conj",
            &["dead =13 13"],
        );
    }

    #[test]
    fn bounds_passives_and_words_for_numbers() {
        expect(
            "Up/up/ADP/3/advmod to/to/ADP/1/fixed twenty/twenty/NUM/4/nummod soldiers/soldier/NOUN.NNS/6/nsubj:pass were/be/AUX/6/aux:pass killed/kill/VERB.VBN/0/root by/by/ADP/8/case rebels/Rebels/PROPN/6/obl:agent",
            &["dead <20 Up to twenty"],
        );
        expect(
            "Dozens/dozen/NOUN.NNS/5/nsubj:pass of/of/ADP/3/case soldiers/soldier/NOUN.NNS/1/nmod were/be/AUX/5/aux:pass killed/kill/VERB.VBN/0/root by/by/ADP/7/case Rebels/Rebels/PROPN/5/obl:agent",
            &["dead ~? Dozens"],
        );
        expect(
            "Police/police/NOUN/2/nsubj arrested/arrest/VERB.VBD/0/root more/more/ADV/5/advmod than/than/ADP/3/fixed 1,200/1200/NUM/6/nummod protesters/protester/NOUN.NNS/2/obj",
            &["arrested >1200 more than 1,200"],
        );
    }

    #[test]
    fn killed_and_injured_together_count_neither() {
        expect(
            "More/more/ADJ/3/advmod than/than/ADP/1/fixed 60/60/NUM/4/nummod soldiers/soldier/NOUN.NNS/6/nsubj:pass were/be/AUX/6/aux:pass killed/kill/VERB.VBN/0/root and/and/CCONJ/8/cc injured/injure/VERB.VBN/6/conj by/by/ADP/10/case Rebels/Rebels/PROPN/6/obl:agent",
            &[],
        );
    }

    #[test]
    fn what_an_attack_left() {
        expect(
            "Rebels/Rebels/PROPN/2/nsubj attacked/attack/VERB.VBD/0/root Kano/Kano/PROPN/2/obj ,/,/PUNCT/5/punct leaving/leave/VERB.VBG/2/advcl 5/5/NUM/5/obj dead/dead/ADJ/5/xcomp and/and/CCONJ/9/cc dozens/dozen/NOUN.NNS/6/conj injured/injure/VERB.VBN/5/conj",
            &["dead =5 5", "injured ~? dozens"],
        );
        expect(
            "Rebels/Rebels/PROPN/2/nsubj attacked/attack/VERB.VBD/0/root Kano/Kano/PROPN/2/obj as/as/SCONJ/8/mark the/the/DET/7/det death/death/NOUN/7/compound toll/toll/NOUN/8/nsubj rose/rise/VERB.VBD/2/advcl to/to/ADP/10/case 31/31/NUM/8/obl",
            &["dead =31 31"],
        );
    }

    #[test]
    fn those_driven_from_home() {
        expect(
            "Rebels/Rebels/PROPN/2/nsubj attacked/attack/VERB.VBD/0/root Kano/Kano/PROPN/2/obj ,/,/PUNCT/5/punct forcing/force/VERB.VBG/2/advcl nearly/nearly/ADV/7/advmod 300/300/NUM/8/nummod people/people/NOUN/5/obj from/from/ADP/11/case their/their/PRON/11/nmod:poss homes/home/NOUN/5/obl",
            &["displaced <300 nearly 300"],
        );
    }
}

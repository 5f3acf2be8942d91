//! Whether an act happened: polarity, reality, recency.

use std::collections::BTreeMap;

use crate::codebook::{Codebook, Inner, Part};
use crate::syntax::Syntax;

use super::matching::Match;
use super::scene::Scene;
use super::{EventDate, Polarity, Reality, Recency, tree};

// Acts older than this at publication are background.
const NEWS_DAYS: i32 = 45;

/// What each word that governs a clause or noun makes of the acts in it.
pub(crate) type Operators = BTreeMap<usize, Inner>;

/// The operators that the matched rules bring along.
pub(crate) fn operators(codebook: &Codebook, matches: &[Match]) -> Operators {
    matches
        .iter()
        .filter_map(|m| codebook.events().rule(m.rule).inner.map(|inner| (m, inner)))
        // a helping verb shades its own clause, which `local` sees
        .filter(|(m, _)| m.part != Part::Auxiliary)
        .flat_map(|(m, inner)| m.words.iter().map(move |&w| (w, inner)))
        .collect()
}

/// Polarity and reality of an act.
pub(crate) fn status(scene: &Scene, m: &Match, operators: &Operators) -> (Polarity, Reality) {
    let mut state = State { negated: false, reality: Reality::Actual };
    let rule = scene.codebook.events().rule(m.rule);
    // the helping verb of "we will continue to" belongs to the promise itself
    if m.part != Part::Auxiliary && rule.auxiliary.is_empty() {
        state.shade_locally(scene, m.head);
    }
    let mut w = m.head;
    for _ in 0..12 {
        let Some(next) = state.step(scene, w, operators) else { break };
        w = next;
    }
    (if state.negated { Polarity::Negated } else { Polarity::Affirmed }, state.reality)
}

struct State {
    negated: bool,
    reality: Reality,
}

impl State {
    fn weaken(&mut self, to: Reality) {
        if self.reality == Reality::Actual || to == Reality::Hypothetical {
            self.reality = to;
        }
    }

    fn apply(&mut self, inner: Inner) {
        match inner {
            Inner::Future => self.weaken(Reality::Future),
            Inner::Hypothetical => self.weaken(Reality::Hypothetical),
            Inner::Negated => self.negated = !self.negated,
            Inner::Told | Inner::Ongoing => {}
        }
    }

    // Negation, helping verbs, conditions and adjectives at the word itself.
    fn shade_locally(&mut self, scene: &Scene, w: usize) {
        let s = scene.syntax;
        for &c in s.children(w) {
            let lemma = tree::lemma(s, c);
            let form = scene.doc.slice(s.word(c).span).to_lowercase();
            match s.word(c).base_rel() {
                "advmod" | "det" | "cc:preconj" if is_negation(&lemma) => self.negated = !self.negated,
                "aux" => self.shade_by_auxiliary(scene, w, &lemma, &form),
                "mark" if matches!(lemma.as_str(), "if" | "unless" | "whether" | "lest") => {
                    self.weaken(Reality::Hypothetical)
                }
                "mark" | "case" if lemma == "without" || instead(s, c) => self.negated = true,
                "amod" => self.shade_by_adjective(scene, &lemma),
                _ => {}
            }
        }
        if s.children_by(w, "nsubj").any(|c| {
            is_negation(&tree::lemma(s, c))
                || s.children(c)
                    .iter()
                    .any(|&d| is_negation(&tree::lemma(s, d)) && s.word(d).base_rel() == "det")
        }) {
            self.negated = !self.negated;
        }
    }

    fn shade_by_auxiliary(&mut self, scene: &Scene, w: usize, lemma: &str, form: &str) {
        let words = &scene.grammar().auxiliaries;
        let listed = |set: &std::collections::BTreeSet<String>| set.contains(form) || set.contains(lemma);
        if form == "would" && is_reported(scene.syntax, w) {
            // "said it would withdraw"
            self.weaken(Reality::Future);
        } else if listed(&words.hypothetical) {
            self.weaken(Reality::Hypothetical);
        } else if listed(&words.future) {
            self.weaken(Reality::Future);
        }
    }

    fn shade_by_adjective(&mut self, scene: &Scene, lemma: &str) {
        let words = &scene.grammar().adjectives;
        if words.future.contains(lemma) {
            self.weaken(Reality::Future);
        } else if words.hypothetical.contains(lemma) {
            self.weaken(Reality::Hypothetical);
        }
    }

    // What the governor of `w` makes of it; the word to go on from.
    fn step(&mut self, scene: &Scene, w: usize, operators: &Operators) -> Option<usize> {
        let s = scene.syntax;
        let word = s.word(w);
        let head = word.head?;
        match word.base_rel() {
            "conj" => {
                let shares = !s.children(w).iter().any(|&c| matches!(s.word(c).base_rel(), "nsubj" | "aux"));
                if shares && s.word(head).upos == word.upos {
                    self.shade_locally(scene, head);
                }
                Some(head)
            }
            "xcomp" | "ccomp" | "csubj" => {
                self.through_operator(scene, w, head, operators, word.base_rel() == "xcomp")
            }
            "advcl" => self.through_adverbial(scene, w, head, operators),
            "acl" if word.rel == "acl" => {
                self.through_operator(scene, w, head, operators, false).or_else(|| self.purpose(scene, w))
            }
            "obj" | "nsubj" | "nmod" | "compound" | "iobj" => self.through_noun(scene, w, head, operators),
            "obl" => self.through_noun(scene, w, head, operators),
            _ => None,
        }
    }

    fn through_operator(
        &mut self,
        scene: &Scene,
        w: usize,
        head: usize,
        operators: &Operators,
        raising: bool,
    ) -> Option<usize> {
        match operator(scene, w, head, operators) {
            Some(Inner::Told | Inner::Ongoing) => None,
            Some(inner) => {
                self.apply(inner);
                self.shade_outside(scene, head);
                Some(head)
            }
            None if raising => {
                self.shade_locally(scene, head);
                Some(head)
            }
            None => None,
        }
    }

    // The words around an operator can only take away from it: "did not agree to leave".
    fn shade_outside(&mut self, scene: &Scene, head: usize) {
        let s = scene.syntax;
        let negation = s
            .children(head)
            .iter()
            .any(|&c| s.word(c).base_rel() == "advmod" && is_negation(&tree::lemma(s, c)));
        if negation {
            self.negated = !self.negated;
        }
    }

    fn through_adverbial(
        &mut self,
        scene: &Scene,
        w: usize,
        head: usize,
        operators: &Operators,
    ) -> Option<usize> {
        let s = scene.syntax;
        if !tree::marked(s, w, &["to", "of", "for", "from", "that"]) {
            return None;
        }
        self.through_operator(scene, w, head, operators, false).or_else(|| self.purpose(scene, w))
    }

    // An infinitive of purpose has not happened yet.
    fn purpose(&mut self, scene: &Scene, w: usize) -> Option<usize> {
        if tree::marked(scene.syntax, w, &["to"]) && self.reality == Reality::Actual {
            self.weaken(Reality::Hypothetical);
        }
        None
    }

    // A noun below a verb or noun: "called for talks", "planned an attack", "launched a raid".
    fn through_noun(&mut self, scene: &Scene, w: usize, head: usize, operators: &Operators) -> Option<usize> {
        let s = scene.syntax;
        let (word, governor) = (s.word(w), s.word(head));
        let content = match word.rel {
            "obj" | "nsubj:pass" => true,
            "obl" | "nmod" => tree::marked(s, w, &["for", "of", "to", "from", "about", "on"]),
            _ => false,
        };
        if content && !tree::is_passive_subject_of_light(s, w, head) {
            let inner = operator(scene, w, head, operators)
                .filter(|_| governor.upos != "NOUN" || tree::marked(s, w, &["for", "of", "to"]));
            match inner {
                // "halted the attack": it had been going on
                Some(Inner::Negated) if ends(scene, head) => return None,
                Some(Inner::Told | Inner::Ongoing) => return None,
                Some(inner) => {
                    self.apply(inner);
                    return Some(head);
                }
                None => {}
            }
        }
        let carried = governor.upos == "VERB"
            && (word.base_rel() == "obj" || word.rel == "nsubj:pass" || scene.carrier(w) == Some(head));
        if carried && scene.carrier(w) == Some(head) {
            self.shade_locally(scene, head);
            return Some(head);
        }
        None
    }
}

// What `head` makes of `w`: by the rule that it sets off, else by the lists of grammar.toml.
fn operator(scene: &Scene, w: usize, head: usize, operators: &Operators) -> Option<Inner> {
    if let Some(&inner) = operators.get(&head) {
        return Some(inner);
    }
    let (lemma, words) = (tree::lemma(scene.syntax, head), scene.grammar());
    let is_noun = scene.syntax.word(w).upos == "NOUN";
    if words.light.contains(&lemma) && is_noun {
        return None;
    }
    if words.negated.contains(&lemma) {
        return Some(Inner::Negated);
    }
    if words.hypothetical.contains(&lemma) {
        return Some(Inner::Hypothetical);
    }
    words.future.contains(&lemma).then_some(Inner::Future)
}

fn ends(scene: &Scene, head: usize) -> bool {
    scene.grammar().ending.contains(&tree::lemma(scene.syntax, head))
}

fn is_negation(lemma: &str) -> bool {
    matches!(
        lemma,
        "not"
            | "n't"
            | "never"
            | "no"
            | "neither"
            | "nor"
            | "hardly"
            | "scarcely"
            | "nobody"
            | "none"
            | "n’t"
    )
}

// "rather than attacking", "instead of attacking"
fn instead(s: &Syntax, marker: usize) -> bool {
    matches!(tree::lemma(s, marker).as_str(), "rather" | "instead") && !s.children(marker).is_empty()
}

// In a clause that is somebody's words: "said that it would", "it would leave, he said".
fn is_reported(s: &Syntax, w: usize) -> bool {
    let conditional = s.children_by(w, "advcl").any(|c| tree::marked(s, c, &["if", "unless"]));
    s.word(tree::first_conjunct(s, w)).base_rel() == "ccomp" && !conditional
}

/// News or background.
pub(crate) fn recency(scene: &Scene, m: &Match, date: Option<&EventDate>, timex_words: &str) -> Recency {
    let s = scene.syntax;
    let words = timex_words.to_lowercase();
    let long = ["year", "decade", "centur"].iter().any(|w| words.contains(w));
    if long && ["ago", "last", "earlier", "before", "previous"].iter().any(|w| words.contains(w)) {
        return Recency::Historical;
    }
    let old_adjective = s
        .children_by(m.head, "amod")
        .filter(|c| !m.words.contains(c))
        .any(|c| scene.grammar().adjectives.historical.contains(&tree::lemma(s, c)));
    if old_adjective || date.is_some_and(|d| is_old(scene, &d.value)) {
        return Recency::Historical;
    }
    Recency::Current
}

// Whether a TIMEX3 value ends well before publication.
fn is_old(scene: &Scene, value: &str) -> bool {
    let Some(published) = scene.doc.published().map(|p| p.date) else { return false };
    let last = value.rsplit('/').next().unwrap_or(value);
    let number = |range: std::ops::Range<usize>| last.get(range).and_then(|t| t.parse::<i32>().ok());
    let Some(year) = number(0..4) else { return false };
    let month = number(5..7).unwrap_or(if year < i32::from(published.year()) {
        12
    } else {
        i32::from(published.month())
    });
    let day = number(8..10).unwrap_or(28);
    let days = (i32::from(published.year()) - year) * 365
        + (i32::from(published.month()) - month) * 30
        + (i32::from(published.day()) - day);
    days > NEWS_DAYS
}

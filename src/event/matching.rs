//! Which words set off which rule of the codebook.

use std::collections::{BTreeMap, BTreeSet};

use crate::actor::EntityKind;
use crate::codebook::{Clause, NounClass, Part, Pattern, Rule, WordSet};

use super::scene::Scene;
use super::tree;

/// A rule set off by some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    /// Index of the rule.
    pub(crate) rule: usize,
    /// The word that heads the act. Of a helping verb, the verb that it helps.
    pub(crate) head: usize,
    /// The words of the pattern, the first included.
    pub(crate) words: Vec<usize>,
    /// What kind of word sets it off.
    pub(crate) part: Part,
}

/// All matches, in order of the text. A word that belongs to another's phrase sets off nothing.
pub(crate) fn matches(scene: &Scene) -> Vec<Match> {
    let plain = |m: &Match| scene.codebook.events().rule(m.rule).only_inner.is_empty();
    let words = || (0..scene.syntax.words().len()).filter(|&w| scene.is_prose(w));
    let first: Vec<Match> = words().filter_map(|w| at_word(scene, w, plain)).collect();
    // rules that ask for an act inside them see the acts of all others
    let particular = |m: &Match| !plain(m) && has_inner(scene, m, &first);
    let mut found: BTreeMap<usize, Match> = first.iter().map(|m| (m.words[0], m.clone())).collect();
    found.extend(words().filter_map(|w| Some((w, at_word(scene, w, particular)?))));
    let found: Vec<Match> = found.into_values().collect();
    let mut taken: BTreeSet<usize> =
        found.iter().flat_map(|m| m.words.iter().copied().filter(|&w| w != m.words[0])).collect();
    taken.extend(
        found
            .iter()
            .filter(|m| scene.codebook.events().rule(m.rule).absorbs)
            .flat_map(|m| absorbed(scene, m)),
    );
    found.into_iter().filter(|m| !taken.contains(&m.words[0])).collect()
}

// "suspended the talks", "froze the start of the talks", "the talks collapsed"
fn absorbed(scene: &Scene, m: &Match) -> Vec<usize> {
    let s = scene.syntax;
    let mut nouns = objects(scene, m);
    nouns.extend(tree::surface_subject(s, m.head));
    nouns.retain(|&n| s.word(n).upos == "NOUN");
    let inner: Vec<usize> = nouns.iter().flat_map(|&n| tree::prepositional(s, n, "of")).collect();
    nouns.extend(inner);
    nouns
}

// Whether an act of the types that the rule asks for stands in its clause.
fn has_inner(scene: &Scene, m: &Match, all: &[Match]) -> bool {
    let book = scene.codebook.events();
    let wanted = &book.rule(m.rule).only_inner;
    let clauses = tree::clauses(scene.syntax, m.head);
    let inside =
        |o: &Match| clauses.iter().any(|&c| o.head == c || scene.syntax.word(o.head).head == Some(c));
    all.iter().any(|o| wanted.contains(&book.rule(o.rule).event_type) && inside(o))
}

fn at_word(scene: &Scene, w: usize, allowed: impl Fn(&Match) -> bool) -> Option<Match> {
    let word = scene.syntax.word(w);
    let part = match word.upos {
        "VERB" => Part::Verb,
        "NOUN" => Part::Noun,
        "ADJ" => Part::Adjective,
        "AUX" if word.base_rel() == "aux" => Part::Auxiliary,
        "PROPN" if is_headline(scene, w) => Part::Noun,
        _ => return None,
    };
    let lemma = tree::lemma(scene.syntax, w);
    let head = if part == Part::Auxiliary { word.head? } else { w };
    let patterns = scene.codebook.events().patterns(part, &lemma);
    patterns.iter().find_map(|pattern| {
        let words = pattern_words(scene, w, pattern)?;
        let candidate = Match { rule: pattern.rule, head, words, part };
        (fits(scene, &candidate) && allowed(&candidate)).then_some(candidate)
    })
}

fn is_headline(scene: &Scene, w: usize) -> bool {
    use crate::document::BlockKind;
    matches!(scene.doc.block_at(scene.syntax.word(w).span), Some(BlockKind::Headline | BlockKind::Subheading))
}

// The words of the pattern below `w`, or below a word below it.
fn pattern_words(scene: &Scene, w: usize, pattern: &Pattern) -> Option<Vec<usize>> {
    let s = scene.syntax;
    let mut words = vec![w];
    for other in &pattern.others {
        let near =
            s.children(w).iter().flat_map(|&c| std::iter::once(c).chain(s.children(c).iter().copied()));
        let is_it = |&c: &usize| {
            let word = s.word(c);
            // "stop targeting" may name a verb below it, "take back" not the one in "took, backed by"
            let stray = word.upos == "VERB"
                && !(word.head == Some(w) && matches!(word.base_rel(), "xcomp" | "advcl" | "ccomp"));
            !stray && word.lemma.eq_ignore_ascii_case(other)
                || !stray && scene.doc.slice(word.span).eq_ignore_ascii_case(other)
        };
        words.push(
            near.filter(|c| !words.contains(c)).find(is_it).or_else(|| conjunct_object(scene, w, &is_it))?,
        );
    }
    Some(words)
}

// "surrounded and sealed off the town": the particle may stand with either.
fn conjunct_object(scene: &Scene, w: usize, is_it: &impl Fn(&usize) -> bool) -> Option<usize> {
    if !matches!(scene.syntax.word(w).base_rel(), "conj" | "acl") {
        return None;
    }
    tree::patients(scene.syntax, w).into_iter().find(is_it)
}

fn fits(scene: &Scene, m: &Match) -> bool {
    let rule = scene.codebook.events().rule(m.rule);
    fits_clause(scene, m, rule)
        && fits_voice(scene, m, rule)
        && (rule.auxiliary.is_empty() || has_auxiliary(scene, m.head, &rule.auxiliary))
        && (!rule.in_statement || scene.speaker(m.words[0]).is_some())
        && fits_nouns(scene, rule.object.as_ref(), rule.object_not.as_ref(), || objects(scene, m))
        && fits_nouns(scene, rule.subject.as_ref(), rule.subject_not.as_ref(), || subjects(scene, m))
}

fn fits_clause(scene: &Scene, m: &Match, rule: &Rule) -> bool {
    let Some(clause) = rule.clause else { return true };
    let s = scene.syntax;
    let mut clauses = tree::clauses(s, m.head);
    // "it is time for them to leave": the clause may hang on the noun's or adjective's copula
    if m.part != Part::Verb {
        clauses.extend(
            s.children(m.head)
                .iter()
                .copied()
                .filter(|&c| matches!(s.word(c).base_rel(), "advcl" | "acl" | "ccomp" | "csubj")),
        );
    }
    match clause {
        Clause::Any => !clauses.is_empty(),
        Clause::None => clauses.is_empty(),
        Clause::Infinitive => clauses.iter().any(|&c| tree::marked(s, c, &["to"]) || s.word(c).xpos == "VB"),
    }
}

fn fits_voice(scene: &Scene, m: &Match, rule: &Rule) -> bool {
    rule.passive.is_none_or(|passive| passive == tree::is_passive(scene.syntax, m.head))
}

fn has_auxiliary(scene: &Scene, head: usize, wanted: &BTreeSet<String>) -> bool {
    scene.syntax.children_by(head, "aux").any(|a| {
        let form = scene.doc.slice(scene.syntax.word(a).span).to_lowercase();
        wanted.contains(&form) || wanted.contains(&tree::lemma(scene.syntax, a))
    })
}

/// The words that the condition `object` looks at.
fn objects(scene: &Scene, m: &Match) -> Vec<usize> {
    let s = scene.syntax;
    match m.part {
        Part::Verb | Part::Auxiliary => {
            let direct = tree::patients(s, m.head);
            if !direct.is_empty() {
                return direct;
            }
            let last = m.words.last().map(|&w| tree::lemma(s, w)).unwrap_or_default();
            tree::prepositional(s, m.head, &last)
        }
        Part::Noun | Part::Adjective => {
            let mut out = tree::prepositional(s, m.head, "of");
            out.extend(tree::prepositional(s, m.head, "to"));
            out.extend(
                s.children(m.head)
                    .iter()
                    .copied()
                    .filter(|&c| matches!(s.word(c).rel, "compound" | "nmod:poss" | "amod")),
            );
            out
        }
    }
}

/// The words that the condition `subject` looks at: of a noun, whatever stands before it.
fn subjects(scene: &Scene, m: &Match) -> Vec<usize> {
    let s = scene.syntax;
    match m.part {
        // of a passive without an agent, what it happened in: "killed in a crash"
        Part::Verb | Part::Auxiliary => {
            let agents = tree::agents(s, m.head);
            if agents.is_empty() { tree::prepositional(s, m.head, "in") } else { agents }
        }
        Part::Adjective => tree::surface_subject(s, m.head),
        Part::Noun => s
            .children(m.head)
            .iter()
            .copied()
            .filter(|&c| matches!(s.word(c).rel, "compound" | "nmod:poss" | "amod"))
            .collect(),
    }
}

fn fits_nouns(
    scene: &Scene,
    must: Option<&WordSet>,
    must_not: Option<&WordSet>,
    nouns: impl Fn() -> Vec<usize>,
) -> bool {
    if must.is_none() && must_not.is_none() {
        return true;
    }
    let nouns = nouns();
    must.is_none_or(|set| nouns.iter().any(|&n| belongs(scene, n, set)))
        && must_not.is_none_or(|set| !nouns.iter().any(|&n| belongs(scene, n, set)))
}

fn belongs(scene: &Scene, noun: usize, set: &WordSet) -> bool {
    let named = tree::names(scene.syntax, noun).iter().any(|n| set.words.contains(n));
    named || set.classes.iter().any(|&class| is_of_class(scene, noun, class))
}

fn is_of_class(scene: &Scene, noun: usize, class: NounClass) -> bool {
    let Some(id) = scene.entity(noun) else { return false };
    let kind = scene.entities.get(id).kind;
    match class {
        NounClass::Actor => scene.can_act(id),
        NounClass::Place => matches!(kind, EntityKind::Place),
        NounClass::Person => matches!(kind, EntityKind::Person),
        NounClass::State => matches!(kind, EntityKind::State),
        NounClass::Organisation => matches!(kind, EntityKind::Organisation | EntityKind::ArmedGroup),
    }
}

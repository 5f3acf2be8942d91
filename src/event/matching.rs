//! Which words set off which rule of the codebook.

use std::collections::{BTreeMap, BTreeSet};

use crate::actor::EntityKind;
use crate::codebook::{Clause, NounClass, Part, Pattern, Rule, WordSet};

use super::scene::Scene;
use super::tree;
use super::watch::{Lost, Misfit, Watch};

const INNER_PHRASES: [&str; 4] = ["for", "of", "to", "on"];

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
pub(crate) fn matches<W: Watch>(scene: &Scene, watch: &mut W) -> Vec<Match> {
    let plain = |rule: &Rule| rule.only_inner.is_empty();
    let words = || (0..scene.syntax.words().len()).filter(|&w| scene.is_prose(w));
    let first: Vec<Match> = words().filter_map(|w| at_word(scene, w, plain, |_| true, watch)).collect();
    // rules that ask for an act inside them see the acts of all others
    // … and give way to a longer phrase at the same word
    let longer = |m: &Match| first.iter().any(|o| o.words[0] == m.words[0] && o.words.len() > m.words.len());
    let inside = |m: &Match| !longer(m) && has_inner(scene, m, &first);
    let mut found: BTreeMap<usize, Match> = first.iter().map(|m| (m.words[0], m.clone())).collect();
    found.extend(words().filter_map(|w| Some((w, at_word(scene, w, |rule| !plain(rule), inside, watch)?))));
    without_parts(scene, found.into_values().collect(), watch)
}

// Leaves out what is a further word, or the absorbed object, of another match.
fn without_parts<W: Watch>(scene: &Scene, found: Vec<Match>, watch: &mut W) -> Vec<Match> {
    let mut taken: BTreeMap<usize, (usize, bool)> = BTreeMap::new();
    for (i, m) in found.iter().enumerate() {
        let further = m.words.iter().filter(|&&w| w != m.words[0]);
        taken.extend(further.map(|&w| (w, (i, false))));
    }
    for (i, m) in found.iter().enumerate() {
        if scene.codebook.events().rule(m.rule).absorbs {
            absorbed(scene, m).into_iter().for_each(|w| {
                taken.entry(w).or_insert((i, true));
            });
        }
    }
    let id = |m: &Match| scene.codebook.events().rule(m.rule).id.as_str();
    for m in &found {
        watch.chosen(scene, m);
        if let Some(&(by, absorbs)) = taken.get(&m.words[0]) {
            let by = (found[by].words[0], id(&found[by]).to_owned());
            watch.lost(m.words[0], id(m), if absorbs { Lost::Absorbed(by) } else { Lost::PartOf(by) });
        }
    }
    found.into_iter().filter(|m| !taken.contains_key(&m.words[0])).collect()
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

// Whether an act of the types or rules that the rule asks for stands in its clause, object or phrase.
fn has_inner(scene: &Scene, m: &Match, all: &[Match]) -> bool {
    let book = scene.codebook.events();
    let wanted = &book.rule(m.rule).only_inner;
    let asked = |o: &&Match| {
        let rule = book.rule(o.rule);
        wanted.contains(&rule.event_type) || wanted.contains(&rule.id)
    };
    inner_heads(scene, m).into_iter().any(|head| {
        let other = |o: &&Match| o.words[0] != m.words[0];
        let mut own = all.iter().filter(other).filter(|o| o.head == head).peekable();
        match own.peek() {
            Some(_) => own.any(|o| asked(&o)),
            // "promised to launch an attack": the act is the object of a verb that is none
            None => {
                all.iter().any(|o| other(&o) && asked(&o) && scene.syntax.word(o.head).head == Some(head))
            }
        }
    })
}

// The words that head what a rule speaks of: clauses, objects, what stands after `for`, `of`, `to`.
fn inner_heads(scene: &Scene, m: &Match) -> Vec<usize> {
    let s = scene.syntax;
    if m.part == Part::Auxiliary {
        return vec![m.head];
    }
    let mut heads = tree::clauses(s, m.head);
    let more: Vec<usize> = heads.iter().flat_map(|&c| s.children_by(c, "conj")).collect();
    heads.extend(more);
    if m.part == Part::Verb {
        heads.extend(tree::patients(s, m.head));
    }
    let nouns: Vec<usize> = m.words.iter().chain(&heads).copied().collect();
    let phrases = |w: usize| INNER_PHRASES.iter().flat_map(move |p| tree::prepositional(s, w, p));
    heads.extend(nouns.into_iter().flat_map(phrases));
    heads
}

// The first rule, of those wanted, that the word sets off.
fn at_word<W: Watch>(
    scene: &Scene,
    w: usize,
    wanted: impl Fn(&Rule) -> bool,
    has_inner: impl Fn(&Match) -> bool,
    watch: &mut W,
) -> Option<Match> {
    let part = part_of(scene, w)?;
    let word = scene.syntax.word(w);
    let lemma = tree::lemma(scene.syntax, w);
    let head = if part == Part::Auxiliary { word.head? } else { w };
    let patterns = scene.codebook.events().patterns(part, &lemma);
    let mut first = None;
    for pattern in patterns {
        let rule = scene.codebook.events().rule(pattern.rule);
        if !wanted(rule) {
            continue;
        }
        let words = pattern_words(scene, w, pattern);
        let tried = match words {
            Err(missing) => Err((vec![w], Misfit::Word(missing))),
            Ok(words) => {
                let candidate = Match { rule: pattern.rule, head, words, part };
                let inner = |()| if has_inner(&candidate) { Ok(()) } else { Err(Misfit::Inner) };
                match fits(scene, &candidate).and_then(inner) {
                    Ok(()) => Ok(candidate),
                    Err(misfit) => Err((candidate.words, misfit)),
                }
            }
        };
        watch.tried(scene, (w, head, part), pattern, &tried);
        if first.is_none() {
            first = tried.ok();
        }
        if first.is_some() && !W::ALL {
            break;
        }
    }
    first
}

fn part_of(scene: &Scene, w: usize) -> Option<Part> {
    let word = scene.syntax.word(w);
    match word.upos {
        "VERB" => Some(Part::Verb),
        "NOUN" => Some(Part::Noun),
        "ADJ" => Some(Part::Adjective),
        "AUX" if word.base_rel() == "aux" => Some(Part::Auxiliary),
        "PROPN" if is_headline(scene, w) => Some(Part::Noun),
        _ => None,
    }
}

fn is_headline(scene: &Scene, w: usize) -> bool {
    use crate::document::BlockKind;
    matches!(scene.doc.block_at(scene.syntax.word(w).span), Some(BlockKind::Headline | BlockKind::Subheading))
}

// The words of the pattern below `w`, or below a word below it; else the number of the first missing.
fn pattern_words(scene: &Scene, w: usize, pattern: &Pattern) -> Result<Vec<usize>, usize> {
    let s = scene.syntax;
    let mut words = vec![w];
    for (number, other) in pattern.others.iter().enumerate() {
        let near =
            s.children(w).iter().flat_map(|&c| std::iter::once(c).chain(s.children(c).iter().copied()));
        let is_it = |&c: &usize| {
            let word = s.word(c);
            // "stop targeting" may name a verb below it, "take back" not the one in "took, backed by"
            let stray = word.upos == "VERB"
                && !(word.head == Some(w) && matches!(word.base_rel(), "xcomp" | "advcl" | "ccomp"));
            let form = scene.doc.slice(word.span);
            !stray && (word.lemma.eq_ignore_ascii_case(other) || form.eq_ignore_ascii_case(other))
        };
        let found = near.filter(|c| !words.contains(c)).find(is_it);
        words.push(found.or_else(|| conjunct_object(scene, w, &is_it)).ok_or(number)?);
    }
    Ok(words)
}

// "surrounded and sealed off the town": the particle may stand with either.
fn conjunct_object(scene: &Scene, w: usize, is_it: &impl Fn(&usize) -> bool) -> Option<usize> {
    if !matches!(scene.syntax.word(w).base_rel(), "conj" | "acl") {
        return None;
    }
    tree::patients(scene.syntax, w).into_iter().find(is_it)
}

// The conditions of the rule, in the order in which they are asked.
fn fits(scene: &Scene, m: &Match) -> Result<(), Misfit> {
    let rule = scene.codebook.events().rule(m.rule);
    let ask = |holds: bool, misfit: Misfit| if holds { Ok(()) } else { Err(misfit) };
    ask(fits_clause(scene, m, rule), Misfit::Clause)?;
    ask(fits_voice(scene, m, rule), Misfit::Voice)?;
    ask(rule.auxiliary.is_empty() || has_auxiliary(scene, m.head, &rule.auxiliary), Misfit::Auxiliary)?;
    ask(!rule.in_statement || scene.speaker(m.words[0]).is_some(), Misfit::InStatement)?;
    if rule.object.is_some() || rule.object_not.is_some() {
        let nouns = objects(scene, m);
        ask(is_one(scene, &nouns, rule.object.as_ref()), Misfit::Object)?;
        ask(is_none(scene, &nouns, rule.object_not.as_ref()), Misfit::ObjectNot)?;
    }
    if rule.subject.is_some() || rule.subject_not.is_some() {
        let nouns = subjects(scene, m);
        ask(is_one(scene, &nouns, rule.subject.as_ref()), Misfit::Subject)?;
        ask(is_none(scene, &nouns, rule.subject_not.as_ref()), Misfit::SubjectNot)?;
    }
    Ok(())
}

/// The words that a condition on nouns looks at; none for other conditions.
pub(crate) fn looked_at(scene: &Scene, m: &Match, misfit: Misfit) -> Vec<usize> {
    match misfit {
        Misfit::Object | Misfit::ObjectNot => objects(scene, m),
        Misfit::Subject | Misfit::SubjectNot => subjects(scene, m),
        _ => Vec::new(),
    }
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
        // "ordered that the army leave", but not "told reporters he did not leave"
        Clause::Infinitive => clauses.iter().any(|&c| {
            tree::marked(s, c, &["to"])
                || (s.word(c).xpos == "VB" && s.children_by(c, "aux").next().is_none())
        }),
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

fn is_one(scene: &Scene, nouns: &[usize], set: Option<&WordSet>) -> bool {
    set.is_none_or(|set| nouns.iter().any(|&n| belongs(scene, n, set)))
}

fn is_none(scene: &Scene, nouns: &[usize], set: Option<&WordSet>) -> bool {
    set.is_none_or(|set| !nouns.iter().any(|&n| belongs(scene, n, set)))
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

//! Who does what to whom in a dependency tree: subjects, objects, prepositional phrases,
//! through passives, coordination, relative clauses, control and participles.

use crate::syntax::Syntax;

// No chain of control or coordination in real text is longer; hostile trees end here.
const DEPTH: usize = 12;

/// The lemma of a word in lower case.
pub(crate) fn lemma(s: &Syntax, w: usize) -> String {
    s.word(w).lemma.to_lowercase()
}

/// `w` and the words coordinated with it.
pub(crate) fn conjuncts(s: &Syntax, w: usize) -> Vec<usize> {
    let mut out = vec![w];
    for c in s.children_by(w, "conj") {
        if is_nominal(s, c) {
            out.push(c);
        }
    }
    out
}

/// Whether the word heads a noun phrase.
pub(crate) fn is_nominal(s: &Syntax, w: usize) -> bool {
    matches!(s.word(w).upos, "NOUN" | "PROPN" | "PRON" | "NUM" | "DET" | "ADJ" | "X" | "SYM")
}

/// Whether the word heads a clause.
pub(crate) fn is_clausal(s: &Syntax, w: usize) -> bool {
    let word = s.word(w);
    matches!(word.base_rel(), "root" | "ccomp" | "xcomp" | "advcl" | "acl" | "parataxis" | "csubj")
        || (word.base_rel() == "conj" && matches!(word.upos, "VERB" | "AUX"))
}

/// The head of the clause in which `w` stands: `w` itself, if it heads one.
pub(crate) fn clause_head(s: &Syntax, w: usize) -> usize {
    s.ancestors(w).find(|&a| s.word(a).upos == "VERB" || is_clausal(s, a)).unwrap_or(w)
}

/// The words that mark a phrase or clause: `of`, `to`, `if`.
pub(crate) fn markers(s: &Syntax, w: usize) -> impl Iterator<Item = usize> + '_ {
    s.children(w).iter().copied().filter(|&c| matches!(s.word(c).base_rel(), "case" | "mark"))
}

/// Whether `w` is marked by one of these words.
pub(crate) fn marked(s: &Syntax, w: usize, words: &[&str]) -> bool {
    markers(s, w).any(|c| words.contains(&lemma(s, c).as_str()))
}

/// Whether the verb stands in the passive, reduced ones included.
pub(crate) fn is_passive(s: &Syntax, v: usize) -> bool {
    is_passive_within(s, v, DEPTH)
}

fn is_passive_within(s: &Syntax, v: usize, depth: usize) -> bool {
    let word = s.word(v);
    if s.children(v).iter().any(|&c| matches!(s.word(c).rel, "aux:pass" | "nsubj:pass" | "csubj:pass")) {
        return true;
    }
    // headlines leave the helping verb out: "Talks halted"
    let helped = s.children(v).iter().any(|&c| matches!(s.word(c).base_rel(), "aux" | "obj"));
    if word.xpos == "VBN" && word.rel == "root" && !helped && s.children_by(v, "nsubj").next().is_some() {
        return true;
    }
    let bare = !s.children(v).iter().any(|&c| matches!(s.word(c).base_rel(), "nsubj" | "aux" | "obj"));
    if word.xpos != "VBN" || !bare {
        return false;
    }
    match (word.rel, word.head) {
        ("acl" | "amod" | "advcl", _) => true,
        ("conj", Some(h)) if depth > 0 => is_passive_within(s, h, depth - 1),
        ("xcomp", _) => true,
        _ => false,
    }
}

/// The words that stand as grammatical subject, inherited through control and coordination.
pub(crate) fn surface_subject(s: &Syntax, v: usize) -> Vec<usize> {
    surface_within(s, v, DEPTH)
}

fn surface_within(s: &Syntax, v: usize, depth: usize) -> Vec<usize> {
    let word = s.word(v);
    let own: Vec<usize> = s.children_by(v, "nsubj").collect();
    if own.iter().any(|&c| is_relative_pronoun(s, c)) && word.rel == "acl:relcl" {
        return word.head.map(|h| conjuncts(s, h)).unwrap_or_default();
    }
    if !own.is_empty() {
        // a title and its name may both be made subject; the nearer comes first
        return own.into_iter().rev().flat_map(|c| conjuncts(s, c)).collect();
    }
    let Some(h) = word.head.filter(|_| depth > 0) else { return Vec::new() };
    match word.rel {
        "acl:relcl" => conjuncts(s, h),
        "amod" => vec![h],
        "acl" => subject_of_acl(s, v, h, depth),
        "conj" => surface_within(s, h, depth - 1),
        "xcomp" | "advcl" | "ccomp" | "advcl:relcl" => controller(s, v, h, depth),
        _ => Vec::new(),
    }
}

fn is_relative_pronoun(s: &Syntax, w: usize) -> bool {
    matches!(lemma(s, w).as_str(), "who" | "which" | "that" | "whom")
}

// "troops firing", "a man shot": the noun; "the decision to leave", "the risk of bombing":
// the possessor, or the subject of the verb that governs the noun.
fn subject_of_acl(s: &Syntax, v: usize, noun: usize, depth: usize) -> Vec<usize> {
    if markers(s, v).next().is_none() && matches!(s.word(v).xpos, "VBG" | "VBN") {
        return conjuncts(s, noun);
    }
    let owners: Vec<usize> = s.children_by(noun, "nmod:poss").collect();
    if !owners.is_empty() {
        return owners;
    }
    // "the need for the parties to talk", "the decision by Kenya to leave"
    let named: Vec<usize> =
        prepositional(s, noun, "for").into_iter().chain(prepositional(s, noun, "by")).collect();
    if !named.is_empty() {
        return named;
    }
    match s.word(noun).head {
        Some(h) if matches!(s.word(noun).base_rel(), "obj" | "obl" | "xcomp") => {
            surface_within(s, h, depth - 1)
        }
        _ => Vec::new(),
    }
}

// Who acts in an infinitive or participle below `h`.
fn controller(s: &Syntax, v: usize, h: usize, depth: usize) -> Vec<usize> {
    let rel = s.word(v).base_rel();
    let object: Vec<usize> =
        s.children(h).iter().copied().filter(|&c| matches!(s.word(c).base_rel(), "obj" | "iobj")).collect();
    // "accused Syria of bombing", "kept them from leaving"
    let prepositional_gerund = rel == "advcl" && marked(s, v, &["of", "from", "for"]);
    let infinitive = marked(s, v, &["to"]) || rel == "xcomp";
    let controls_object =
        !matches!(lemma(s, h).as_str(), "promise" | "use" | "meet" | "hold" | "launch" | "take");
    if !is_passive(s, h) {
        let chosen = object.first().filter(|_| {
            prepositional_gerund || rel == "ccomp" || (infinitive && rel == "xcomp" && controls_object)
        });
        if let Some(&o) = chosen {
            return conjuncts(s, o);
        }
        if infinitive
            && matches!(
                lemma(s, h).as_str(),
                "call" | "appeal" | "plead" | "rely" | "press" | "push" | "urge" | "order"
            )
        {
            let named = object.first().copied().or_else(|| {
                ["on", "upon", "for", "to", "with"]
                    .iter()
                    .find_map(|p| prepositional(s, h, p).first().copied())
            });
            if let Some(n) = named {
                return conjuncts(s, n);
            }
        }
    }
    if rel == "ccomp" && s.word(v).xpos != "VBG" {
        return Vec::new();
    }
    surface_within(s, h, depth - 1)
}

/// Who does it: the subject, or the `by` phrase of a passive.
pub(crate) fn agents(s: &Syntax, v: usize) -> Vec<usize> {
    if !is_passive(s, v) {
        return surface_subject(s, v).into_iter().filter(|&w| !is_expletive(s, w)).collect();
    }
    prepositional(s, v, "by")
}

fn is_expletive(s: &Syntax, w: usize) -> bool {
    s.word(w).base_rel() == "expl" || lemma(s, w) == "there"
}

/// What it is done to: the object, or the subject of a passive.
pub(crate) fn patients(s: &Syntax, v: usize) -> Vec<usize> {
    if is_passive(s, v) {
        return surface_subject(s, v);
    }
    let own: Vec<usize> = s.children_by(v, "obj").flat_map(|o| conjuncts(s, o)).collect();
    if !own.is_empty() {
        return own;
    }
    let word = s.word(v);
    match (word.rel, word.head) {
        // "the town that they took"
        ("acl:relcl", Some(h)) if s.children_by(v, "nsubj").any(|c| !is_relative_pronoun(s, c)) => {
            conjuncts(s, h)
        }
        // "attacked and burned the village": the object stands with the last of the verbs
        _ => s
            .children_by(v, "conj")
            .filter(|&c| s.word(c).upos == "VERB" && s.children_by(c, "nsubj").next().is_none())
            .find_map(|c| s.children_by(c, "obj").next().filter(|_| c == v + 2))
            .map(|o| conjuncts(s, o))
            .unwrap_or_default(),
    }
}

/// The noun phrases below `w` that stand after `preposition`; an indirect object counts as `to`.
pub(crate) fn prepositional(s: &Syntax, w: usize, preposition: &str) -> Vec<usize> {
    s.children(w)
        .iter()
        .copied()
        .filter(|&c| match s.word(c).base_rel() {
            "iobj" => preposition == "to",
            "obl" | "nmod" | "advcl" | "acl" | "obj" | "xcomp" => has_preposition(s, c, preposition),
            _ => false,
        })
        .filter(|&c| is_nominal(s, c))
        .flat_map(|c| conjuncts(s, c))
        .collect()
}

fn has_preposition(s: &Syntax, w: usize, preposition: &str) -> bool {
    markers(s, w).any(|c| {
        let fixed = s.children_by(c, "fixed").last().map(|f| lemma(s, f));
        lemma(s, c) == preposition || fixed.as_deref() == Some(preposition)
    })
}

/// The clauses that follow `w` as its content: complements, infinitives.
pub(crate) fn clauses(s: &Syntax, w: usize) -> Vec<usize> {
    s.children(w)
        .iter()
        .copied()
        .filter(|&c| match s.word(c).base_rel() {
            "ccomp" | "xcomp" => s.word(c).upos == "VERB" || s.children_by(c, "cop").next().is_some(),
            "csubj" => true,
            "advcl" => marked(s, c, &["to", "of", "for", "from", "that"]),
            "acl" => s.word(c).rel == "acl" && markers(s, c).next().is_some(),
            _ => false,
        })
        .collect()
}

/// The verb that carries a noun: "launched an attack", "attacks carried out by", "held talks".
/// `light` says which lemmas can.
pub(crate) fn carrier(s: &Syntax, noun: usize, light: impl Fn(&str) -> bool) -> Option<usize> {
    let first = first_conjunct(s, noun);
    let word = s.word(first);
    let governor = word.head.filter(|&h| {
        s.word(h).upos == "VERB"
            && light(&lemma(s, h))
            && matches!(word.rel, "obj" | "nsubj:pass" | "obl" | "xcomp")
            && (word.rel != "obl"
                || (marked(s, first, &["in", "into", "to"]) && s.children_by(h, "obj").next().is_none()))
    });
    governor.or_else(|| {
        let participle = s.children(noun).iter().copied().find(|&c| s.word(c).base_rel() == "acl");
        participle.filter(|&c| s.word(c).upos == "VERB" && light(&lemma(s, c)))
    })
}

/// The first of the words with which `w` is coordinated.
pub(crate) fn first_conjunct(s: &Syntax, w: usize) -> usize {
    s.ancestors(w).find(|&a| s.word(a).base_rel() != "conj").unwrap_or(w)
}

/// The names under which a noun is looked up: its lemma, and each modifier with it; the same for
/// what it measures ("dozens of soldiers").
pub(crate) fn names(s: &Syntax, noun: usize) -> Vec<String> {
    let own = lemma(s, noun);
    let mut out: Vec<String> = s
        .children(noun)
        .iter()
        .filter(|&&c| matches!(s.word(c).base_rel(), "compound" | "amod"))
        .map(|&c| format!("{} {own}", lemma(s, c)))
        .collect();
    out.push(own);
    out.extend(prepositional(s, noun, "of").into_iter().map(|c| lemma(s, c)));
    out
}

/// Whether `w` is the passive subject of a verb that merely carries it ("attacks were carried out").
pub(crate) fn is_passive_subject_of_light(s: &Syntax, w: usize, head: usize) -> bool {
    s.word(w).rel == "nsubj:pass"
        && s.children_by(head, "compound:prt").next().is_some()
        && lemma(s, head) == "carry"
}

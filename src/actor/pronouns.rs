//! Pronouns: which earlier mention each stands for, by person, number, nearness and syntax.

use super::EntityKind;
use super::sights::View;

/// What a pronoun may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// One person: `he`, `her`.
    Person,
    /// Several, or a group: `they`.
    Group,
    /// A state or body: `it`.
    Body,
    /// The noun that its clause describes: `who`.
    Relative,
}

/// An earlier mention, as far as pronouns care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The draft it belongs to.
    pub draft: usize,
    /// Its head word.
    pub head: usize,
    /// What the draft is.
    pub kind: EntityKind,
    /// Whether its words are plural, or name a group.
    pub plural: bool,
}

/// A sentence further back than this is out of reach.
const REACH: usize = 3;

/// What sort of pronoun word `i` is; `None` for other words, for `I`, `we`, `you`, and for an empty `it`.
pub fn sort(view: &View<'_>, i: usize) -> Option<Sort> {
    if view.word(i).upos != "PRON" {
        return None;
    }
    match view.text(i).to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => Some(Sort::Person),
        "they" | "them" | "their" | "theirs" | "themselves" => Some(Sort::Group),
        "its" | "itself" => Some(Sort::Body),
        "it" if acts(view, i) => Some(Sort::Body),
        "who" | "whom" | "whose" => Some(Sort::Relative),
        "which" | "that" if view.rel(i) == "nsubj" => Some(Sort::Relative),
        _ => None,
    }
}

/// `it` as the subject of a verb that is not empty: not `it rains`, `it seems that`, `it is time`.
fn acts(view: &View<'_>, i: usize) -> bool {
    const EMPTY: [&str; 9] = ["be", "seem", "appear", "rain", "snow", "turn", "take", "happen", "become"];
    let Some(verb) = view.word(i).head else { return false };
    view.rel(i) == "nsubj"
        && view.word(verb).upos == "VERB"
        && !EMPTY.contains(&view.lemma(verb).as_str())
        && view.syntax.children_by(verb, "csubj").next().is_none()
}

/// The noun that the relative clause of word `i` describes.
pub fn antecedent(view: &View<'_>, i: usize) -> Option<usize> {
    let clause = view.syntax.ancestors(i).skip(1).take(6).find(|&a| view.word(a).rel.starts_with("acl"))?;
    view.word(clause).head.filter(|&h| h < i)
}

/// The best earlier mention for a pronoun: near, subject, of the right sort.
pub fn resolve(view: &View<'_>, i: usize, sort: Sort, seen: &[Seen]) -> Option<usize> {
    let here = view.syntax.sentence_of(i);
    let mut best: Option<(i64, usize)> = None;
    for s in seen.iter().rev().take(60) {
        let far = here.saturating_sub(view.syntax.sentence_of(s.head));
        if far > REACH {
            break;
        }
        let rivals = far == 0 && co_arguments(view, i, s.head);
        if !fits(sort, s) || rivals || s.head >= i {
            continue;
        }
        let score = weight(view, sort, s) - 10 * far as i64;
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, s.draft));
        }
    }
    best.map(|(_, draft)| draft)
}

/// Whether a pronoun and another word are parties of one act, and so two: `he asked him`, `he went and asked
/// him`. A possessor is no party, and `himself` is the subject.
pub(super) fn co_arguments(view: &View<'_>, pronoun: usize, other: usize) -> bool {
    const DEPTH: usize = 4;
    if view.word(pronoun).rel == "nmod:poss" || view.text(pronoun).to_lowercase().contains("sel") {
        return false;
    }
    let (Some(governor), Some(verb)) = (view.word(pronoun).head, view.word(other).head) else { return false };
    if governor == verb {
        return view.rel(other) != "conj";
    }
    // the subject that a coordinated verb, or an infinitive, has from the verb above it
    let subject = view.rel(other) == "nsubj" && view.rel(pronoun) != "nsubj";
    let mut at = governor;
    for _ in 0..DEPTH {
        let shares = matches!(view.rel(at), "conj" | "xcomp") && view.word(at).upos == "VERB";
        let own = view.syntax.children_by(at, "nsubj").next().is_some();
        let Some(above) = view.word(at).head.filter(|_| subject && shares && !own) else { return false };
        if above == verb {
            return true;
        }
        at = above;
    }
    false
}

fn fits(sort: Sort, s: &Seen) -> bool {
    match sort {
        Sort::Person => s.kind == EntityKind::Person && !s.plural,
        Sort::Group => {
            s.plural
                || matches!(s.kind, EntityKind::ArmedGroup | EntityKind::People | EntityKind::Organisation)
        }
        Sort::Body => {
            matches!(s.kind, EntityKind::State | EntityKind::Organisation | EntityKind::ArmedGroup)
                && !s.plural
        }
        Sort::Relative => false,
    }
}

fn weight(view: &View<'_>, sort: Sort, s: &Seen) -> i64 {
    let subject = matches!(view.rel(s.head), "nsubj");
    let modifier = matches!(view.rel(s.head), "amod" | "compound" | "flat");
    let place = view.rel(s.head) == "obl" || view.rel(s.head) == "nmod";
    let mut score = 0;
    score += if subject { 6 } else { 0 };
    score -= if modifier { 5 } else { 0 };
    // a body is `they` where no persons are near
    score -= if sort == Sort::Group && !s.plural && s.kind == EntityKind::Organisation { 4 } else { 0 };
    score -= if place && sort == Sort::Body { 3 } else { 0 };
    score
}

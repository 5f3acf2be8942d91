//! `he`, `she`, `they`, `it`: the nearest phrase before that can be meant, subjects first.

use super::kinds;
use super::links::Links;
use super::phrase::{Phrase, Pro};
use crate::actor::EntityKind;
use crate::actor::pronouns::co_arguments;
use crate::actor::sights::View;

/// Joins each pronoun of the third person with its antecedent.
pub(super) fn join(view: &View<'_>, found: &[Phrase], links: &mut Links) {
    for (i, phrase) in found.iter().enumerate() {
        let Some(pro @ (Pro::He | Pro::She | Pro::They | Pro::It)) = phrase.pro else { continue };
        if let Some(j) = antecedent(view, found, links, i, pro) {
            links.join(j, i);
        }
    }
}

fn antecedent(view: &View<'_>, found: &[Phrase], links: &Links, i: usize, pro: Pro) -> Option<usize> {
    let own = &found[i];
    let reach = if matches!(pro, Pro::He | Pro::She) { 3 } else { 2 };
    let mut best: Option<(i64, usize)> = None;
    for (j, other) in found.iter().enumerate().take(i).rev() {
        let far = own.sentence - other.sentence;
        if far > reach {
            break;
        }
        if other.span.contains(own.span) || rivals(view, own, other) || !fits(view, pro, other, links, j) {
            continue;
        }
        let score = weight(view, own, other) - 200 * far as i64 - (i - j) as i64
            + 6 * links.traits(j).size.min(10) as i64;
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, j));
        }
    }
    best.map(|(_, j)| j)
}

fn rivals(view: &View<'_>, own: &Phrase, other: &Phrase) -> bool {
    own.sentence == other.sentence && co_arguments(view, own.head, other.head)
}

/// Whether number, person and sort agree with all that the other phrase is joined with.
fn fits(view: &View<'_>, pro: Pro, other: &Phrase, links: &Links, j: usize) -> bool {
    if matches!(other.pro, Some(Pro::I | Pro::You | Pro::We | Pro::Other))
        || matches!(view.word(other.head).rel, "nmod:tmod" | "obl:tmod" | "obl:unmarked" | "nmod:unmarked")
    {
        return false;
    }
    let traits = links.traits(j);
    let said = |p: Pro| traits.pronouns.contains(&p);
    let is = |k: EntityKind| traits.kinds.contains(&k);
    match pro {
        Pro::He | Pro::She => {
            let clash = [Pro::He, Pro::She, Pro::It, Pro::They].iter().any(|&p| p != pro && said(p));
            let person = said(pro) || is(EntityKind::Person) || kinds::is_person(view, &other.lemma);
            !clash && !traits.plural && person
        }
        Pro::They => {
            let several = traits.plural
                || said(Pro::They)
                || is(EntityKind::People)
                || is(EntityKind::Organisation)
                || is(EntityKind::ArmedGroup)
                || kinds::is_group(&other.lemma);
            !said(Pro::He) && !said(Pro::She) && several
        }
        _ => {
            let clash = [Pro::He, Pro::She, Pro::They].iter().any(|&p| said(p));
            let person =
                is(EntityKind::Person) || is(EntityKind::People) || kinds::is_person(view, &other.lemma);
            let noun = matches!(view.word(other.head).upos, "NOUN" | "PROPN") || other.pro == Some(Pro::It);
            !clash && !traits.plural && !person && noun
        }
    }
}

fn weight(view: &View<'_>, own: &Phrase, other: &Phrase) -> i64 {
    let rel = view.rel(other.head);
    let role = match rel {
        "nsubj" => 120,
        "obj" => 60,
        "compound" | "amod" | "flat" => -80,
        "nmod" => -40,
        _ => 0,
    };
    let same = if other.pro == own.pro { 120 } else { 0 };
    let parallel = if rel == view.rel(own.head) { 40 } else { 0 };
    role + same + parallel
}

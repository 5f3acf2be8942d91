//! How, when and where a statement is made, as the words around its cue tell.

use super::cue::{Cue, case_of};
use crate::actor::{Entities, EntityId, EntityKind};
use crate::layer::Layer;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::time::Timex;

/// How the speaker stands to what is said: the class of the cue in the codebook. `None` where no cue
/// is listed, and where it is negated (`did not deny`), which says less than either.
pub(super) fn stance(syntax: &Syntax, cue: Option<&Cue>) -> Option<String> {
    let cue = cue?;
    let negated =
        syntax.children_by(cue.word, "advmod").any(|w| matches!(&*syntax.word(w).lemma, "not" | "never"));
    cue.class.clone().filter(|_| !negated)
}

/// The time expression that hangs on the cue (`said on Tuesday`), with its value.
pub(super) fn when(
    syntax: &Syntax,
    timexes: &Layer<Timex>,
    cue: &Cue,
    content: &[Span],
) -> Option<(String, Span)> {
    let beside = |w: usize| {
        timexes.overlapping(syntax.word(w).span).find_map(|(span, timex)| Some((timex.value.clone()?, *span)))
    };
    let (value, span) = outside(syntax, cue, content).find_map(beside)?;
    value.starts_with(|c: char| c.is_ascii_digit()).then_some((value, span))
}

/// The place that hangs on the cue: `said in Geneva`.
pub(super) fn place(syntax: &Syntax, entities: &Entities, cue: &Cue, content: &[Span]) -> Option<EntityId> {
    let within = |w: &usize| matches!(case_of(syntax, *w), Some("in" | "at" | "from"));
    let is_place = |id: &EntityId| matches!(entities.get(*id).kind, EntityKind::Place | EntityKind::State);
    outside(syntax, cue, content).filter(within).find_map(|w| entities.at_word(w).filter(is_place))
}

// What hangs on the cue beside its subject, object and what is said.
fn outside<'a>(syntax: &'a Syntax, cue: &Cue, content: &'a [Span]) -> impl Iterator<Item = usize> + 'a {
    let beside = |w: usize| matches!(syntax.word(w).base_rel(), "obl" | "advmod" | "nmod");
    let said = |w: usize| content.iter().any(|c| c.contains(syntax.word(w).span));
    syntax.children(cue.word).iter().copied().filter(move |&w| beside(w) && !said(w))
}

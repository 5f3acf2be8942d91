//! Statements inside statements, and who speaks.

use super::draft::Draft;
use super::{Form, Statement, StatementId, circumstances};
use crate::actor::{Entities, EntityId};
use crate::document::Document;
use crate::language::Language;
use crate::layer::Layer;
use crate::quotes::{Quote, quoted_share};
use crate::span::Span;
use crate::time::Timex;

/// Finishes the drafts: without repetitions, each inside the innermost that holds it.
pub(super) fn statements(
    doc: &Document,
    lang: &Language,
    (entities, timexes): (&Entities, &Layer<Timex>),
    quotes: &Layer<Quote>,
    drafts: Vec<Draft>,
) -> Vec<Statement> {
    let drafts = without_repetitions(drafts);
    let mut out: Vec<Statement> = Vec::with_capacity(drafts.len());
    for (n, draft) in drafts.iter().enumerate() {
        let parent = parent(&drafts, n);
        let above = parent.and_then(|p| out.get(p.0)).and_then(|p: &Statement| p.speaker);
        let cue = draft.cue.as_ref();
        out.push(Statement {
            source: draft.source,
            speaker: speaker(lang, entities, draft, above),
            cue: cue.map(|c| c.span),
            content: draft.content.clone(),
            form: form(quoted_share(doc, quotes, &draft.content)),
            addressee: addressee(lang, entities, draft),
            stance: circumstances::stance(&lang.syntax, cue),
            when: cue.and_then(|c| circumstances::when(&lang.syntax, timexes, c, &draft.content)),
            place: cue.and_then(|c| circumstances::place(&lang.syntax, entities, c, &draft.content)),
            parent,
        });
    }
    out
}

fn form(quoted: f32) -> Form {
    match quoted {
        q if q > 0.85 => Form::Direct,
        q if q > 0.0 => Form::Mixed,
        _ => Form::Indirect,
    }
}

/// Of two drafts with (nearly) the same content and the same cue, the first stays.
fn without_repetitions(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let same = |d: &Draft| {
            let cue = |d: &Draft| d.cue.as_ref().map(|c| c.word);
            cue(d) == cue(&draft) && overlap(&d.content, &draft.content) > 0.5
        };
        if !out.iter().rev().take(8).any(same) {
            out.push(draft);
        }
    }
    out
}

fn overlap(a: &[Span], b: &[Span]) -> f32 {
    let shared = |x: Span, y: Span| x.end().min(y.end()).saturating_sub(x.start().max(y.start()));
    let common: usize = a.iter().flat_map(|x| b.iter().map(move |y| shared(*x, *y))).sum();
    let size = |s: &[Span]| s.iter().map(|s| s.len()).sum::<usize>();
    common as f32 / size(a).min(size(b)).max(1) as f32
}

/// The innermost earlier statement whose content holds this one's cue and content.
fn parent(drafts: &[Draft], n: usize) -> Option<StatementId> {
    let own = &drafts[n];
    let first = own.content.first()?;
    let mark = own.cue.as_ref().map_or(*first, |c| c.span);
    let holds = |d: &Draft| {
        let inside = |s: Span| d.content.iter().any(|c| c.contains(s));
        inside(*first) && inside(mark) && d.content.iter().map(|c| c.len()).sum::<usize>() > first.len()
    };
    let outer = drafts[..n].iter().enumerate().rev().filter(|(_, d)| holds(d));
    outer.min_by_key(|(_, d)| d.content.iter().map(|c| c.len()).sum::<usize>()).map(|(i, _)| StatementId(i))
}

/// The entity that the source names. `I` and `we` inside a statement are its speaker.
fn speaker(lang: &Language, entities: &Entities, draft: &Draft, above: Option<EntityId>) -> Option<EntityId> {
    let word = draft.source_word?;
    let first_person = matches!(lang.syntax.word(word).lemma.as_str(), "I" | "i" | "we");
    if first_person && above.is_some() {
        return above;
    }
    entities.at_word(word).or_else(|| {
        let source = draft.source?;
        let named =
            |c: usize| (source.contains(lang.syntax.word(c).span)).then(|| entities.at_word(c)).flatten();
        let beside = lang.syntax.children(word).iter().copied().filter(|&c| {
            matches!(lang.syntax.word(c).base_rel(), "appos" | "flat")
                || lang.syntax.word(c).rel == "nmod:desc"
        });
        beside.filter_map(named).next()
    })
}

/// Whom the cue says it to: `told reporters`, `said to the council`.
fn addressee(lang: &Language, entities: &Entities, draft: &Draft) -> Option<EntityId> {
    let cue = draft.cue.as_ref()?;
    let syntax = &lang.syntax;
    let direct = syntax.children_by(cue.word, "iobj").chain(syntax.children_by(cue.word, "obj"));
    let to = syntax.children_by(cue.word, "obl").filter(|&o| super::cue::case_of(syntax, o) == Some("to"));
    let outside = |w: &usize| !draft.content.iter().any(|c| c.contains(syntax.word(*w).span));
    direct.chain(to).filter(outside).find_map(|w| entities.at_word(w))
}

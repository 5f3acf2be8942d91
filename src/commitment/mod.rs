//! Promises, obligations, demands and deadlines.
//!
//! A demand is the act inside a REQUEST, a promise the act inside an AGREE; an obligation is named
//! as such; a deadline is any of them by a day.

mod pledge;

use crate::actor::{Entities, EntityId};
use crate::codebook::Codebook;
use crate::document::Document;
use crate::event::scene::{self, Scene};
use crate::event::{Event, EventDate, Polarity, setting, tree};
use crate::language::Language;
use crate::layer::Layer;
use crate::span::Span;
use crate::statement::{Statement, StatementId};
use crate::time::Timex;

/// Something that somebody should do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// `promise`, `obligation`, `demand`, `deadline`.
    pub kind: String,
    /// Who should act.
    pub debtor: Option<EntityId>,
    /// To whom it is owed, or who demands it.
    pub creditor: Option<EntityId>,
    /// The resolution or treaty that binds.
    pub instrument: Option<Span>,
    /// What is to be done.
    pub content: Span,
    /// By when.
    pub due: Option<EventDate>,
    /// `open`, `met`, `broken`, `withdrawn`.
    pub state: String,
    /// The statement that makes it.
    pub attributed_to: Option<StatementId>,
}

/// The commitments that the report tells of outright.
#[allow(clippy::too_many_arguments)]
pub fn commitments(
    doc: &Document,
    lang: &Language,
    entities: &Entities,
    statements: &[Statement],
    timexes: &Layer<Timex>,
    events: &[Event],
    codebook: &Codebook,
) -> Vec<Commitment> {
    let syntax = scene::with_lemmas(doc, &lang.syntax, codebook);
    let scene = Scene::new(doc, (&syntax, &lang.signals), entities, statements, timexes, codebook);
    let mut out: Vec<Commitment> = events.iter().flat_map(|e| inside(&scene, e)).collect();
    out.extend((0..lang.syntax.words().len()).filter_map(|w| deadline(&scene, w)));
    out.extend((0..lang.syntax.words().len()).filter_map(|w| breach(&scene, w)));
    let words = || 0..lang.syntax.words().len();
    let out_spans: Vec<Span> = out.iter().map(|c| c.content).collect();
    let told: Vec<Commitment> =
        words().filter_map(|w| pledge::bound(&scene, w).or_else(|| pledge::pledged(&scene, w))).collect();
    // what a word of promising or demanding tells says more
    out.extend(told.into_iter().filter(|c| !out_spans.iter().any(|s| s.overlaps(c.content))));
    out.sort_by_key(|c| (c.content.start(), c.content.end(), c.kind.clone()));
    out.dedup_by(|a, b| a.content == b.content && a.kind == b.kind);
    out
}

// The acts demanded or promised inside an event.
fn inside(scene: &Scene, event: &Event) -> Vec<Commitment> {
    let kind = match event.event_type.as_str() {
        "REQUEST" => "demand",
        "AGREE" => "promise",
        _ => return Vec::new(),
    };
    if event.polarity == Polarity::Negated {
        return Vec::new();
    }
    std::iter::once(event.trigger)
        .chain(event.mentions.iter().copied())
        .flat_map(|trigger| {
            contents(scene, event, trigger)
                .into_iter()
                .map(|c| commitment(scene, event, kind, c))
                .collect::<Vec<_>>()
        })
        .collect()
}

// The words that head what should be done: the verb that "should" helps, the clause or object of
// a verb of demanding or promising; each of several coordinated.
fn contents(scene: &Scene, event: &Event, trigger: Span) -> Vec<usize> {
    let s = scene.syntax;
    let Some(head) = s.head_of(trigger) else { return Vec::new() };
    let helped =
        s.children_by(head, "aux").any(|a| trigger.contains(s.word(a).span)) && event.event_type == "REQUEST";
    let continuing = scene.codebook.events().by_id(&event.rule).is_some_and(|r| !r.auxiliary.is_empty());
    let heads = if helped || continuing {
        vec![head]
    } else {
        let clauses: Vec<usize> = s
            .words_in(trigger)
            .flat_map(|w| tree::clauses(s, w))
            .filter(|&c| !trigger.contains(s.word(c).span))
            .collect();
        let adverbial = s.children_by(head, "advcl").filter(|&c| tree::marked(s, c, &["to"]));
        let objects = || named_acts(scene, head);
        let clauses: Vec<usize> = clauses.into_iter().chain(adverbial).collect();
        if clauses.is_empty() { objects() } else { clauses }
    };
    let mut out: Vec<usize> =
        heads.iter().flat_map(|&h| std::iter::once(h).chain(verbs_beside(scene, h))).collect();
    out.sort_unstable();
    out.dedup();
    out
}

// "called for an immediate ceasefire": a noun that names an act.
fn named_acts(scene: &Scene, head: usize) -> Vec<usize> {
    let s = scene.syntax;
    let nouns = tree::patients(s, head).into_iter().chain(tree::prepositional(s, head, "for"));
    nouns.filter(|&n| s.word(n).upos == "NOUN" && scene.entity(n).is_none()).collect()
}

fn verbs_beside(scene: &Scene, head: usize) -> Vec<usize> {
    let s = scene.syntax;
    s.children_by(head, "conj")
        .filter(|&c| s.word(c).upos == "VERB" && s.children_by(c, "nsubj").next().is_none())
        .collect()
}

fn commitment(scene: &Scene, event: &Event, kind: &str, head: usize) -> Commitment {
    let s = scene.syntax;
    let obliged = names_obligation(scene, head);
    let doer =
        tree::agents(s, head).into_iter().find_map(|w| scene.entity(w)).filter(|&id| scene.can_act(id));
    let (debtor, creditor) = match kind {
        "promise" => (event.actors.first().copied(), event.recipients.first().copied()),
        _ => (
            event.recipients.first().copied().or(doer.filter(|id| !event.actors.contains(id))),
            event.actors.first().copied(),
        ),
    };
    Commitment {
        kind: if obliged { "obligation" } else { kind }.into(),
        debtor,
        creditor: creditor.filter(|_| !obliged),
        instrument: instrument(scene, head),
        content: content(scene, head),
        due: due(scene, head),
        state: "open".into(),
        attributed_to: scene.statement(head),
    }
}

// "meet existing obligations", "honour its commitments"
fn names_obligation(scene: &Scene, head: usize) -> bool {
    let s = scene.syntax;
    let kept = matches!(
        tree::lemma(s, head).as_str(),
        "meet" | "fulfil" | "fulfill" | "honour" | "honor" | "respect" | "keep" | "comply" | "abide"
    );
    let named =
        |w: usize| matches!(tree::lemma(s, w).as_str(), "obligation" | "commitment" | "duty" | "undertaking");
    kept && tree::patients(s, head)
        .into_iter()
        .chain(["with", "by"].iter().flat_map(|p| tree::prepositional(s, head, p)))
        .any(named)
}

// The clause from its verb on, without further verbs beside it and without the instrument.
fn content(scene: &Scene, head: usize) -> Span {
    let s = scene.syntax;
    let skip = |c: usize| {
        let rel = s.word(c).base_rel();
        let noun = s.word(head).upos == "NOUN";
        matches!(rel, "aux" | "mark" | "punct" | "cc" | "parataxis" | "cop" | "case") && c < head
            || rel == "nsubj"
            || rel == "parataxis"
            || (rel == "conj" && !noun)
            || is_instrument_phrase(scene, c)
    };
    let from = if s.word(head).upos == "NOUN" { 0 } else { head };
    let kept = s
        .children(head)
        .iter()
        .copied()
        .filter(|&c| !skip(c))
        .flat_map(|c| words_without_instrument(scene, c));
    let words: Vec<usize> = kept.chain([head]).filter(|&w| w >= from).collect();
    let last = words.iter().copied().filter(|&w| s.word(w).upos != "PUNCT").max().unwrap_or(head);
    s.cover(words.into_iter().filter(|&w| w <= last)).unwrap_or(s.word(head).span)
}

fn words_without_instrument(scene: &Scene, top: usize) -> Vec<usize> {
    let s = scene.syntax;
    let phrases: Vec<usize> =
        s.subtree(top).into_iter().filter(|&w| is_instrument_phrase(scene, w)).collect();
    let cut: Vec<usize> = phrases.into_iter().flat_map(|p| s.subtree(p)).collect();
    s.subtree(top).into_iter().filter(|w| !cut.contains(w)).collect()
}

// "in accordance with", "under", "pursuant to", "in line with" a resolution or treaty.
fn is_instrument_phrase(scene: &Scene, w: usize) -> bool {
    let s = scene.syntax;
    if s.word(w).base_rel() == "nmod" && s.word(w).head.is_some_and(|h| is_accordance(scene, h)) {
        return true;
    }
    is_accordance(scene, w)
        || (binds(scene, w)
            && tree::marked(s, w, &["under", "with", "pursuant", "per", "to"])
            && has_accordance_marker(scene, w))
}

fn is_accordance(scene: &Scene, w: usize) -> bool {
    let s = scene.syntax;
    matches!(tree::lemma(s, w).as_str(), "accordance" | "line" | "compliance" | "conformity")
        && s.word(w).upos == "NOUN"
}

fn has_accordance_marker(scene: &Scene, w: usize) -> bool {
    let s = scene.syntax;
    tree::markers(s, w).any(|c| {
        let own = tree::lemma(s, c);
        let fixed = s
            .children(c)
            .iter()
            .any(|&d| matches!(tree::lemma(s, d).as_str(), "accordance" | "line" | "compliance"));
        fixed || matches!(own.as_str(), "under" | "pursuant" | "per" | "accordance" | "according")
    })
}

fn binds(scene: &Scene, w: usize) -> bool {
    matches!(
        tree::lemma(scene.syntax, w).as_str(),
        "resolution"
            | "treaty"
            | "agreement"
            | "accord"
            | "convention"
            | "law"
            | "pact"
            | "protocol"
            | "charter"
            | "deal"
            | "ceasefire"
            | "truce"
    )
}

/// The resolution or treaty named in the clause, or beside the verb with which it is coordinated.
fn instrument(scene: &Scene, head: usize) -> Option<Span> {
    let s = scene.syntax;
    let top = tree::first_conjunct(s, head);
    let inside: Vec<usize> = s.subtree(top);
    let phrases = inside.iter().copied().filter(|&w| is_instrument_phrase(scene, w));
    let noun = phrases.into_iter().find_map(|p| s.subtree(p).into_iter().find(|&w| binds(scene, w)))?;
    let words =
        s.subtree(noun).into_iter().filter(|&w| !tree::markers(s, noun).any(|m| s.subtree(m).contains(&w)));
    s.cover(words.filter(|&w| s.word(w).upos != "PUNCT"))
}

// "by Friday", "until 1 May"
fn due(scene: &Scene, head: usize) -> Option<EventDate> {
    let s = scene.syntax;
    let by = ["by", "until", "before", "within"].iter().flat_map(|p| tree::prepositional(s, head, p));
    by.into_iter().find_map(|w| setting::date_over(scene, s.word(w).span))
}

// "has until Friday to leave", "set a deadline of 1 May for the vote"
fn deadline(scene: &Scene, w: usize) -> Option<Commitment> {
    let s = scene.syntax;
    let is_noun = s.word(w).upos == "NOUN" && tree::lemma(s, w) == "deadline";
    let has_until = tree::lemma(s, w) == "have"
        && s.word(w).upos == "VERB"
        && !tree::prepositional(s, w, "until").is_empty();
    let has_until =
        has_until || (tree::lemma(s, w) == "give" && !tree::prepositional(s, w, "until").is_empty());
    if !scene.is_prose(w) || !(is_noun || has_until) {
        return None;
    }
    let due = due(scene, w).or_else(|| setting::date_at(scene, w))?;
    let verb = if is_noun { s.word(w).head.filter(|&h| s.word(h).upos == "VERB") } else { Some(w) };
    let clause = s.children(w).iter().chain(verb.iter().flat_map(|&v| s.children(v))).copied();
    let act = clause.filter(|&c| s.word(c).upos == "VERB" && tree::marked(s, c, &["to"])).find(|&c| c != w);
    let named = || tree::prepositional(s, w, "for").first().copied();
    let head = act.or_else(named)?;
    let actors =
        |words: Vec<usize>| words.into_iter().find_map(|x| scene.entity(x)).filter(|&id| scene.can_act(id));
    let given = verb.is_some_and(|v| matches!(tree::lemma(s, v).as_str(), "give" | "set" | "impose"));
    let (debtor, creditor) = match verb {
        Some(v) if given => (
            actors(tree::prepositional(s, v, "to")).or_else(|| actors(tree::patients(s, v))),
            actors(tree::agents(s, v)),
        ),
        Some(v) => (actors(tree::agents(s, v)), None),
        None => (None, None),
    };
    Some(Commitment {
        kind: "deadline".into(),
        debtor,
        creditor,
        instrument: instrument(scene, head),
        content: content(scene, head),
        due: Some(due),
        state: "open".into(),
        attributed_to: scene.statement(w),
    })
}

// "is a breach of international law", "in violation of the agreement", "violated the resolution"
fn breach(scene: &Scene, w: usize) -> Option<Commitment> {
    let s = scene.syntax;
    let noun = s.word(w).upos == "NOUN" && matches!(tree::lemma(s, w).as_str(), "breach" | "violation");
    if !scene.is_prose(w) || !noun {
        return None;
    }
    let law = tree::prepositional(s, w, "of").into_iter().find(|&l| binds(scene, l))?;
    let clause = tree::clause_head(s, w);
    let subject = tree::surface_subject(s, clause).into_iter().find(|&x| x != w)?;
    let actor = scene.entity(subject).filter(|&id| scene.can_act(id));
    let content = match actor {
        Some(_) => content(scene, clause),
        None => s.cover(s.subtree(subject))?,
    };
    Some(Commitment {
        kind: "obligation".into(),
        debtor: actor,
        creditor: None,
        instrument: s.cover(s.subtree(law).into_iter().filter(|&x| !matches!(s.word(x).base_rel(), "case"))),
        content,
        due: None,
        state: "broken".into(),
        attributed_to: scene.statement(w),
    })
}

#[cfg(test)]
mod tests {
    use super::commitments;
    use crate::codebook::Codebook;
    use crate::event::fixture::{report, short};

    // Kind, debtor, content, instrument.
    fn read(trees: &str) -> Vec<(String, Option<String>, String, Option<String>)> {
        let r = report(&short(trees), &[]);
        let book = Codebook::builtin().unwrap();
        let events = r.events();
        let found = commitments(&r.doc, &r.language, &r.entities, &r.statements, &r.timexes, &events, &book);
        let text = |s| r.doc.slice(s).to_owned();
        let name = |id| r.entities.get(id).name.clone();
        found
            .iter()
            .map(|c| (c.kind.clone(), c.debtor.map(name), text(c.content), c.instrument.map(text)))
            .collect()
    }

    #[test]
    fn a_demand_binds_whoever_is_urged() {
        let trees = "Kenya/Kenya/PROPN/2/nsubj urged/urge/VERB.VBD/0/root Chad/Chad/PROPN/2/obj to/to/PART/5/mark leave/leave/VERB.VB/2/xcomp the/the/DET/7/det area/area/NOUN/5/obj under/under/ADP/10/case the/the/DET/10/det resolution/resolution/NOUN/5/obl";
        let wanted = (
            "demand".to_owned(),
            Some("Chad".to_owned()),
            "leave the area".to_owned(),
            Some("the resolution".to_owned()),
        );
        assert_eq!(read(trees), [wanted]);
    }

    #[test]
    fn a_promise_binds_whoever_makes_it() {
        let trees = "Kenya/Kenya/PROPN/2/nsubj promised/promise/VERB.VBD/0/root to/to/PART/4/mark open/open/VERB.VB/2/xcomp the/the/DET/6/det port/port/NOUN/4/obj and/and/CCONJ/8/cc leave/leave/VERB.VB/4/conj";
        let promise = |what: &str| ("promise".to_owned(), Some("Kenya".to_owned()), what.to_owned(), None);
        assert_eq!(read(trees), [promise("open the port"), promise("leave")]);
    }

    #[test]
    fn what_is_denied_is_no_promise() {
        let trees = "Kenya/Kenya/PROPN/4/nsubj did/do/AUX/4/aux not/not/PART/4/advmod promise/promise/VERB.VB/0/root to/to/PART/6/mark leave/leave/VERB.VB/4/xcomp";
        assert_eq!(read(trees), []);
    }
}

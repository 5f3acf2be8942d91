//! Everything that the event stage reads, behind one value, with lookups by word.

use std::borrow::Cow;

use crate::actor::{Entities, EntityId, EntityKind, MentionKind};
use crate::codebook::{Codebook, Grammar};
use crate::document::Document;
use crate::language::Signals;
use crate::layer::Layer;
use crate::span::Span;
use crate::statement::{Statement, StatementId};
use crate::syntax::{Syntax, Word};
use crate::time::Timex;

use super::tree;

/// The trees, with the dictionary forms of the codebook's words put right where the model
/// misses them.
pub(crate) fn with_lemmas<'a>(doc: &Document, syntax: &'a Syntax, codebook: &Codebook) -> Cow<'a, Syntax> {
    let right = |word: &Word| codebook.lemmas().correct(word.upos, &word.lemma, doc.slice(word.span));
    if syntax.words().iter().all(|w| right(w).is_none()) {
        return Cow::Borrowed(syntax);
    }
    let words = syntax.words().iter().map(|w| match right(w) {
        Some(lemma) => Word { lemma, ..w.clone() },
        None => w.clone(),
    });
    Cow::Owned(Syntax::new(words.collect(), syntax.sentences().to_vec()))
}

/// What is known of the report before its events.
pub(crate) struct Scene<'a> {
    pub(crate) doc: &'a Document,
    pub(crate) syntax: &'a Syntax,
    pub(crate) signals: &'a Signals,
    pub(crate) entities: &'a Entities,
    pub(crate) statements: &'a [Statement],
    pub(crate) timexes: &'a Layer<Timex>,
    pub(crate) codebook: &'a Codebook,
    /// Log-odds of the surest act of the report.
    pub(crate) report: f32,
    // by word: the entity whose mention it heads, its innermost statement
    entity: Vec<Option<EntityId>>,
    statement: Vec<Option<StatementId>>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(
        doc: &'a Document,
        (syntax, signals): (&'a Syntax, &'a Signals),
        entities: &'a Entities,
        statements: &'a [Statement],
        timexes: &'a Layer<Timex>,
        codebook: &'a Codebook,
    ) -> Scene<'a> {
        Scene {
            doc,
            syntax,
            signals,
            entities,
            statements,
            timexes,
            codebook,
            report: super::score::odds(signals.surest()),
            entity: entity_by_word(syntax, entities),
            statement: statement_by_word(syntax, statements),
        }
    }

    pub(crate) fn grammar(&self) -> &'a Grammar {
        self.codebook.words().grammar()
    }

    /// The innermost statement whose content holds the word.
    pub(crate) fn statement(&self, word: usize) -> Option<StatementId> {
        self.statement.get(word).copied().flatten()
    }

    /// Who says the word.
    pub(crate) fn speaker(&self, word: usize) -> Option<EntityId> {
        self.statement(word).and_then(|id| self.statements[id.0].speaker)
    }

    /// The entity that a noun phrase names, by its head word.
    pub(crate) fn entity(&self, word: usize) -> Option<EntityId> {
        if let Some(id) = self.entity.get(word).copied().flatten() {
            return Some(id);
        }
        let s = self.syntax;
        let lemma = tree::lemma(s, word);
        if s.word(word).upos == "PRON" {
            return s.word(word).is_first_person().then(|| self.speaker(word)).flatten();
        }
        if !matches!(s.word(word).upos, "NOUN" | "PROPN" | "NUM" | "ADJ") {
            return None;
        }
        // "the minister, Jane Roe"; "dozens of civilians"; "Syrian troops", "the army's spokesman"
        let named = |rels: &[&str]| {
            s.children(word)
                .iter()
                .copied()
                .filter(|&c| rels.contains(&s.word(c).rel))
                .find_map(|c| self.entity[c])
        };
        named(&["appos", "flat"])
            .or_else(|| {
                self.grammar()
                    .measures
                    .contains(&lemma)
                    .then(|| tree::prepositional(s, word, "of"))
                    .into_iter()
                    .flatten()
                    .find_map(|c| self.entity[c])
            })
            .or_else(|| {
                self.grammar()
                    .groups
                    .contains(&lemma)
                    .then(|| named(&["compound", "amod", "nmod:poss", "nmod"]))
                    .flatten()
            })
    }

    /// Whether the entity can act.
    pub(crate) fn can_act(&self, id: EntityId) -> bool {
        !matches!(self.entities.get(id).kind, EntityKind::Place | EntityKind::Other)
    }

    /// Whether the entity has to do with politics, as far as is known.
    pub(crate) fn is_political(&self, id: EntityId) -> bool {
        let e = self.entities.get(id);
        matches!(e.kind, EntityKind::State | EntityKind::ArmedGroup | EntityKind::Organisation)
            || e.sector.is_some()
            || e.role.is_some()
            || e.table_role.is_some()
    }

    /// Whether any act of this word can be told at all: prose, not a credit line.
    pub(crate) fn is_prose(&self, word: usize) -> bool {
        self.doc.block_at(self.syntax.word(word).span).is_none_or(|kind| kind.is_prose())
    }

    /// Whether the word is a light verb.
    pub(crate) fn carrier(&self, noun: usize) -> Option<usize> {
        let light = &self.grammar().light;
        let suffer = &self.grammar().suffer;
        tree::carrier(self.syntax, noun, |lemma| light.contains(lemma) || suffer.contains(lemma))
    }

    /// The span of some words, if they stand close together; else that of the first.
    pub(crate) fn close_span(&self, head: usize, words: &[usize]) -> Span {
        let span = self.syntax.word(head).span;
        let near: Vec<usize> = words.iter().copied().filter(|&w| w.abs_diff(head) <= 5).collect();
        self.syntax.cover(near.into_iter().chain([head])).unwrap_or(span)
    }
}

fn entity_by_word(syntax: &Syntax, entities: &Entities) -> Vec<Option<EntityId>> {
    let mut best: Vec<Option<(EntityId, usize, bool)>> = vec![None; syntax.words().len()];
    for (i, entity) in entities.all.iter().enumerate() {
        for mention in &entity.mentions {
            let key = (mention.span.len(), mention.kind != MentionKind::Pronoun);
            let Some(slot) = best.get_mut(mention.head) else { continue };
            if slot.is_none_or(|(_, len, named)| key > (len, named)) {
                *slot = Some((EntityId(i), key.0, key.1));
            }
        }
    }
    best.into_iter().map(|b| b.map(|(id, _, _)| id)).collect()
}

fn statement_by_word(syntax: &Syntax, statements: &[Statement]) -> Vec<Option<StatementId>> {
    let mut best: Vec<Option<(StatementId, usize)>> = vec![None; syntax.words().len()];
    for (i, statement) in statements.iter().enumerate() {
        let length: usize = statement.content.iter().map(|c| c.len()).sum();
        for w in statement.content.iter().flat_map(|&c| syntax.words_in(c)) {
            if best[w].is_none_or(|(_, shortest)| length < shortest) {
                best[w] = Some((StatementId(i), length));
            }
        }
    }
    best.into_iter().map(|b| b.map(|(id, _)| id)).collect()
}

//! Reports for tests from CoNLL-U trees, with every name (and the given nouns) an entity.

use std::collections::BTreeMap;

use crate::actor::{Entities, Entity, EntityKind, Mention, MentionKind};
use crate::codebook::Codebook;
use crate::document::Document;
use crate::language::Language;
use crate::layer::Layer;
use crate::statement::Statement;
use crate::syntax::{Syntax, Word};
use crate::time::Timex;

use super::{Event, events};

/// A report made from trees.
pub(crate) struct Report {
    pub(crate) doc: Document,
    pub(crate) language: Language,
    pub(crate) entities: Entities,
    pub(crate) statements: Vec<Statement>,
    pub(crate) timexes: Layer<Timex>,
}

/// One line of a tree: form, lemma, UPOS, XPOS, head, relation.
type Line = (String, String, String, String, usize, String);

/// Trees written `form/lemma/UPOS.XPOS/head/relation`, a sentence a line.
pub(crate) fn short(text: &str) -> Vec<Vec<Line>> {
    let word = |w: &str| -> Line {
        let f: Vec<&str> = w.split('/').collect();
        let (upos, xpos) = f[2].split_once('.').unwrap_or((f[2], ""));
        (f[0].into(), f[1].into(), upos.into(), xpos.into(), f[3].parse().unwrap(), f[4].into())
    };
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    lines.map(|line| line.split_whitespace().map(word).collect()).collect()
}

/// A report whose entities are the names of the trees, the pronouns and the listed nouns.
pub(crate) fn report(sentences: &[Vec<Line>], actors: &[(&str, EntityKind)]) -> Report {
    let mut text = String::new();
    let (mut words, mut ranges, mut offsets) = (Vec::new(), Vec::new(), Vec::new());
    for sentence in sentences {
        let base = offsets.len();
        for (form, ..) in sentence {
            text.push_str(if text.is_empty() { "" } else { " " });
            offsets.push((text.len(), text.len() + form.len()));
            text.push_str(form);
        }
        ranges.push(base..offsets.len());
    }
    let doc = Document::from_plain(&text);
    for (sentence, range) in sentences.iter().zip(&ranges) {
        for (k, (_, lemma, upos, xpos, head, rel)) in sentence.iter().enumerate() {
            let (start, end) = offsets[range.start + k];
            words.push(Word {
                span: doc.span(start, end).unwrap(),
                upos: leak(upos),
                xpos: leak(xpos),
                lemma: lemma.clone(),
                head: (*head > 0).then(|| range.start + head - 1),
                rel: leak(rel),
                continues_token: false,
            });
        }
    }
    let syntax = Syntax::new(words, ranges);
    let entities = entities(&doc, &syntax, actors);
    let language = Language { syntax, ..Language::default() };
    Report { doc, language, entities, statements: Vec::new(), timexes: Layer::default() }
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn entities(doc: &Document, syntax: &Syntax, actors: &[(&str, EntityKind)]) -> Entities {
    let known: BTreeMap<&str, EntityKind> = actors.iter().copied().collect();
    let mut all: Vec<Entity> = Vec::new();
    for (i, word) in syntax.words().iter().enumerate() {
        let form = doc.slice(word.span);
        let kind = known.get(form).copied();
        let Some(kind) =
            kind.or_else(|| (word.upos == "PROPN" && word.base_rel() != "flat").then_some(EntityKind::State))
        else {
            continue;
        };
        let mention = Mention { span: word.span, head: i, kind: MentionKind::Name };
        match all.iter_mut().find(|e| e.name == form) {
            Some(entity) => entity.mentions.push(mention),
            None => all.push(Entity {
                kind,
                name: form.to_owned(),
                country: None,
                sector: None,
                role: None,
                table_role: None,
                knowledge_id: None,
                place: None,
                mentions: vec![mention],
            }),
        }
    }
    Entities { all, ..Entities::default() }
}

impl Report {
    /// Its events after the built-in codebook.
    pub(crate) fn events(&self) -> Vec<Event> {
        let book = Codebook::builtin().unwrap();
        events(&self.doc, &self.language, &self.entities, &self.statements, &self.timexes, &book)
    }

    /// An event in one line: `ASSAULT struck: army -> town actual`.
    pub(crate) fn show(&self, e: &Event) -> String {
        let names = |ids: &[crate::actor::EntityId]| {
            ids.iter().map(|&id| self.entities.get(id).name.clone()).collect::<Vec<_>>().join("+")
        };
        let mut line = format!(
            "{} {}: {} -> {}",
            e.event_type,
            self.doc.slice(e.trigger),
            names(&e.actors),
            names(&e.recipients)
        );
        if let Some(place) = e.place {
            line.push_str(&format!(" @{}", self.entities.get(place).name));
        }
        let tail = format!(" {:?} {:?}", e.polarity, e.reality).to_lowercase();
        line + &tail.replace(" affirmed", "").replace(" actual", "")
    }
}

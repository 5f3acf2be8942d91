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

/// A tree written a word a line, `form lemma UPOS XPOS head rel`; an empty line ends a sentence.
pub(crate) fn short(text: &str) -> Vec<Vec<Line>> {
    let mut sentences = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        let f: Vec<&str> = line.split_whitespace().collect();
        if let [form, lemma, upos, xpos, head, rel] = f[..] {
            let line = (form.into(), lemma.into(), upos.into(), xpos.into(), head.parse().unwrap(), rel.into());
            sentences.last_mut().unwrap().push(line);
        } else if !sentences.last().unwrap().is_empty() {
            sentences.push(Vec::new());
        }
    }
    sentences.retain(|s| !s.is_empty());
    sentences
}

/// The trees of a CoNLL-U file, document by document.
pub(crate) fn conllu(text: &str) -> Vec<(String, Vec<Vec<Line>>)> {
    let mut docs: Vec<(String, Vec<Vec<Line>>)> = Vec::new();
    for block in text.split("\n\n") {
        let mut lines = Vec::new();
        for line in block.lines() {
            if let Some(id) = line.strip_prefix("# newdoc id = ") {
                docs.push((id.to_owned(), Vec::new()));
            }
            let f: Vec<&str> = line.split('\t').collect();
            if f.len() == 10 && f[0].parse::<usize>().is_ok() {
                lines.push((f[1].into(), f[2].into(), f[3].into(), f[4].into(), f[6].parse().unwrap(), f[7].into()));
            }
        }
        if let Some(doc) = docs.last_mut().filter(|_| !lines.is_empty()) {
            doc.1.push(lines);
        }
    }
    docs
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
        let Some(kind) = kind.or_else(|| (word.upos == "PROPN" && word.base_rel() != "flat").then_some(EntityKind::State)) else { continue };
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
    Entities { all }
}

impl Report {
    /// Its events after the built-in codebook.
    pub(crate) fn events(&self) -> Vec<Event> {
        let book = Codebook::builtin().unwrap();
        let places = Layer::default();
        events(&self.doc, &self.language, &self.entities, &self.statements, &self.timexes, &places, &book)
    }

    /// An event in one line: `ASSAULT struck: army -> town actual`.
    pub(crate) fn show(&self, e: &Event) -> String {
        let names = |ids: &[crate::actor::EntityId]| ids.iter().map(|&id| self.entities.get(id).name.clone()).collect::<Vec<_>>().join("+");
        let mut line = format!("{} {}: {} -> {}", e.event_type, self.doc.slice(e.trigger), names(&e.actors), names(&e.recipients));
        if let Some(place) = e.place {
            line.push_str(&format!(" @{}", self.entities.get(place).name));
        }
        let tail = format!(" {:?} {:?}", e.polarity, e.reality).to_lowercase();
        line + &tail.replace(" affirmed", "").replace(" actual", "")
    }
}

//! The author of a report that speaks in its own name: a press release, a statement, an address.

use super::sights::View;
use super::{Entity, EntityId, EntityKind, Mention, MentionKind};
use crate::document::BlockKind;
use crate::quotes::quotes;
use crate::span::Span;

/// Nobody quotes so many words in their own statement.
const LONGEST_QUOTE: usize = 12;

/// What the author is called where nothing names it.
const UNNAMED: &str = "author of the report";

/// Adds the author of a report that says `I` or `we` in a third of its paragraphs and quotes nobody: as a
/// body its publisher, as a person the one in its byline. Tells where among the entities it stands.
pub(super) fn add(view: &View<'_>, entities: &mut Vec<Entity>) -> Option<EntityId> {
    let words = first_person(view);
    if words.is_empty() {
        return None;
    }
    let mentions =
        words.iter().map(|&w| Mention { span: view.word(w).span, head: w, kind: MentionKind::Pronoun });
    let singular = words.iter().any(|&w| matches!(&*view.lemma(w), "i" | "my" | "me"));
    let parts = view.doc.parts();
    let name = if singular { parts.byline.clone() } else { parts.publisher.clone() };
    let known = name.as_ref().and_then(|n| view.tables.organisation(n)).filter(|_| !singular);
    let name = known.map(|k| k.name.clone()).or(name).unwrap_or_else(|| UNNAMED.to_owned());
    if let Some(at) = entities.iter().position(|e| e.name.eq_ignore_ascii_case(&name)) {
        let same = &mut entities[at];
        same.mentions.extend(mentions);
        same.mentions.sort_by_key(|m| m.span);
        return Some(EntityId(at));
    }
    let author = Entity {
        kind: if singular { EntityKind::Person } else { EntityKind::Organisation },
        name,
        country: known.and_then(|k| k.country.clone()),
        sector: known.map(|k| k.sector.clone()),
        role: None,
        table_role: None,
        knowledge_id: None,
        place: None,
        mentions: mentions.collect(),
    };
    let first = author.mentions.first().map(|m| m.span);
    let at = entities.partition_point(|e| e.mentions.first().map(|m| m.span) < first);
    entities.insert(at, author);
    Some(EntityId(at))
}

// The words of the first person outside quotation marks; none where the report does not speak of itself.
fn first_person(view: &View<'_>) -> Vec<usize> {
    let quotes = quotes(view.doc);
    let long = |q: Span| view.syntax.words_in(q).len() >= LONGEST_QUOTE;
    if quotes.iter().any(|(q, _)| long(*q)) {
        return Vec::new();
    }
    let paragraphs: Vec<Span> = view
        .doc
        .blocks()
        .iter()
        .filter(|(_, kind)| *kind == BlockKind::Paragraph)
        .map(|(span, _)| *span)
        .collect();
    let own = |p: Span| -> Vec<usize> {
        let ours = |w: &usize| {
            view.word(*w).is_first_person() && quotes.overlapping(view.word(*w).span).next().is_none()
        };
        view.syntax.words_in(p).filter(ours).collect()
    };
    let found: Vec<Vec<usize>> = paragraphs.iter().map(|p| own(*p)).collect();
    let speaking = found.iter().filter(|words| !words.is_empty()).count();
    let tells = found.iter().flatten().any(|w| tells(view, *w));
    if tells && speaking * 3 >= paragraphs.len() { found.concat() } else { Vec::new() }
}

// Whether the word is the subject of more than a name: `I'm Ada Quist` signs a report off.
fn tells(view: &View<'_>, word: usize) -> bool {
    let names = |head: usize| view.word(head).upos == "PROPN";
    view.rel(word).starts_with("nsubj") && !view.word(word).head.is_some_and(names)
}

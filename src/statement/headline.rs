//! Headlines that name who says it without a verb: `Minister: no deal before May`, `No deal – minister`.

use super::draft::{Draft, trim};
use crate::actor::{Entities, EntityKind};
use crate::document::{BlockKind, Document};
use crate::language::Language;
use crate::span::Span;

/// Words of a source at most, and of what is said at least.
const LONGEST_SOURCE: usize = 5;
const SHORTEST_CONTENT: usize = 2;

/// The statements of the headlines, where `known` has none.
pub(super) fn told(doc: &Document, lang: &Language, entities: &Entities, known: &[Draft]) -> Vec<Draft> {
    let headlines = doc.blocks().iter().filter(|(_, kind)| *kind == BlockKind::Headline);
    let free = |d: &Draft| {
        let taken = |c: &Span| known.iter().any(|k| k.content.iter().any(|other| other.overlaps(*c)));
        !d.content.iter().any(taken)
    };
    headlines.filter_map(|(block, _)| headline(doc, lang, entities, *block)).filter(free).collect()
}

fn headline(doc: &Document, lang: &Language, entities: &Entities, block: Span) -> Option<Draft> {
    let text = doc.slice(block);
    let cut = |at: usize, mark: usize| {
        let (a, b) =
            (doc.span(block.start(), block.start() + at)?, doc.span(block.start() + at + mark, block.end())?);
        Some((trim(doc, a)?, trim(doc, b)?))
    };
    let colon = text.find(": ").and_then(|at| cut(at, 1));
    let dash = [" - ", " – ", " — "].iter().filter_map(|d| Some((text.rfind(d)?, d.len()))).max();
    let dash = dash.and_then(|(at, mark)| cut(at, mark)).map(|(content, source)| (source, content));
    let speaks = |(source, content): (Span, Span)| {
        let words = lang.syntax.words_in(source);
        let fits = (1..=LONGEST_SOURCE).contains(&words.len())
            && lang.syntax.words_in(content).len() >= SHORTEST_CONTENT;
        let head = words.rev().find(|&w| fits && speaker(doc, lang, entities, w))?;
        Some(Draft { cue: None, source: Some(source), source_word: Some(head), content: vec![content] })
    };
    colon.and_then(speaks).or_else(|| dash.filter(|(s, _)| !is_site(doc, *s)).and_then(speaks))
}

/// Whether the word names somebody who can say something; a place stands for where the news is from.
fn speaker(doc: &Document, lang: &Language, entities: &Entities, word: usize) -> bool {
    let kind = entities.at_word(word).map(|id| entities.get(id).kind);
    let document = || {
        let text = doc.slice(lang.syntax.word(word).span).to_lowercase();
        matches!(text.as_str(), "report" | "reports" | "study" | "poll")
    };
    kind.is_some_and(|k| !matches!(k, EntityKind::Place | EntityKind::Other)) || document()
}

/// Whether what stands behind a dash is the site's name, as pages put it there: a name in capitals that is
/// nobody's, or the publisher's.
fn is_site(doc: &Document, source: Span) -> bool {
    let text = doc.slice(source);
    let publisher = doc.parts().publisher.as_deref().is_some_and(|p| p.eq_ignore_ascii_case(text));
    const SITES: [&str; 8] = ["News", "Times", "Post", "Reuters", "Guardian", "Online", "Herald", "TV"];
    publisher || text.split(' ').any(|w| SITES.contains(&w))
}

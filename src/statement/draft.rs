//! What is said, matched with the words that say so.

use super::cue::{Cue, source_span};
use crate::document::Document;
use crate::language::Language;
use crate::layer::Layer;
use crate::quotes::{Quote, quoted_share};
use crate::span::Span;
use crate::syntax::Syntax;

/// A statement before nesting and speakers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    /// The cue, where one was found.
    pub cue: Option<Cue>,
    /// The words of the source.
    pub source: Option<Span>,
    /// The head word of the source.
    pub source_word: Option<usize>,
    /// What is said, in order.
    pub content: Vec<Span>,
}

/// All statements that the model or the trees show, in order of their content.
pub(super) fn drafts(doc: &Document, lang: &Language, quotes: &Layer<Quote>, cues: &[Cue]) -> Vec<Draft> {
    let mut heard: Vec<Draft> = super::heard::heard(doc, lang, quotes, cues);
    let known: Layer<()> = Layer::new(heard.iter().flat_map(|d| &d.content).map(|c| (*c, ())).collect());
    let mut out: Vec<Draft> = Vec::new();
    for content in contents(doc, lang, quotes).into_iter().filter(|c| !told(lang, &known, *c)) {
        let cue = best_cue(doc, lang, quotes, cues, content);
        match heard
            .iter_mut()
            .find(|d| cue.is_some() && d.cue.as_ref().map(|c| c.word) == cue.map(|c| c.word))
        {
            Some(draft) => draft.content.push(content),
            None => add(&mut out, doc, lang, quotes, content, cue),
        }
    }
    heard.iter_mut().for_each(|d| d.content.sort());
    out.extend(heard);
    // tagged words that nobody says, and that no mark sets apart, are noise
    out.retain(|d| d.cue.is_some() || quoted_share(doc, quotes, &d.content) > 0.5);
    out.sort_by_key(|d| d.content.first().map(|s| (s.start(), usize::MAX - s.end())));
    carried_on(doc, quotes, out)
}

/// A quotation that a paragraph leaves open goes on in the next, whose words are no statement of their own.
fn carried_on(doc: &Document, quotes: &Layer<Quote>, drafts: Vec<Draft>) -> Vec<Draft> {
    // how many statements back the one that is left open may stand
    const NEAR: usize = 8;
    let last_quote = |draft: &Draft| quotes.overlapping(*draft.content.last()?).last().copied();
    let block = |span: Span| doc.blocks().overlapping(span).map(|(s, _)| s.start()).next();
    let next = |a: Span, b: Span| {
        let between = doc.span(a.end(), b.start()).map_or("", |s| doc.slice(s));
        block(a) != block(b) && between.trim().is_empty()
    };
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let opens = draft.content.first().filter(|_| draft.cue.is_none());
        let opens = opens.and_then(|c| quotes.overlapping(*c).next()).map(|(s, _)| *s);
        let goes_on = |before: &&mut Draft| {
            let left = last_quote(before).filter(|(_, quote)| !quote.closed);
            left.zip(opens).is_some_and(|((left, _), quote)| next(left, quote))
        };
        let mut near = out.iter_mut().rev().take(if opens.is_some() { NEAR } else { 0 });
        match near.find(goes_on) {
            Some(before) => before.content.extend(draft.content),
            None => out.push(draft),
        }
    }
    out
}

/// Whether half of the words of some content are known to be said by somebody.
fn told(lang: &Language, known: &Layer<()>, content: Span) -> bool {
    let words = lang.syntax.words_in(content);
    let held = |w: &usize| {
        let span = lang.syntax.word(*w).span;
        known.overlapping(span).any(|(c, ())| c.contains(span))
    };
    words.clone().filter(held).count() * 2 >= words.len()
}

/// What may be said: whole quotations, and the words that the model tags outside them.
fn contents(doc: &Document, lang: &Language, quotes: &Layer<Quote>) -> Vec<Span> {
    let tagged: Vec<Span> =
        lang.contents.iter().filter_map(|(s, ())| trim(doc, *s)).filter(|s| tells(lang, *s)).collect();
    let words = |span: Span| lang.syntax.words_in(span).len();
    // a quotation inside a longer tagged stretch is a part of it, not a statement of its own
    let part = |quote: Span| tagged.iter().any(|t| t.contains(quote) && words(*t) > words(quote) + 4);
    let whole = quotes.iter().map(|(s, _)| *s).filter(|s| is_clause(lang, *s) && !part(*s));
    let mut out: Vec<Span> = whole.collect();
    let taken = out.clone();
    out.extend(tagged.into_iter().filter(|t| !taken.iter().any(|q| q.overlaps(*t))));
    out.sort();
    out
}

/// Whether a quotation is more than a word or a name between marks.
fn is_clause(lang: &Language, quote: Span) -> bool {
    let words = &lang.syntax.words()[lang.syntax.words_in(quote)];
    words.len() >= 6 && words.iter().any(|w| matches!(w.upos, "VERB" | "AUX"))
}

/// Whether a tagged stretch tells anything: more than an article or a preposition.
fn tells(lang: &Language, span: Span) -> bool {
    let words = &lang.syntax.words()[lang.syntax.words_in(span)];
    let telling = |w: &&crate::syntax::Word| {
        !matches!(w.upos, "DET" | "ADP" | "PUNCT" | "PART" | "CCONJ" | "SCONJ" | "AUX")
    };
    words.iter().filter(telling).count() > usize::from(words.len() < 3)
}

fn draft(lang: &Language, cue: Option<&Cue>, content: Vec<Span>) -> Draft {
    let outside = |w: &usize| !content.iter().any(|c| c.contains(lang.syntax.word(*w).span));
    let source_word = cue.and_then(|c| c.source).filter(outside).or_else(|| near_source(lang, cue, &content));
    let source = source_word.and_then(|w| source_span(lang, w));
    Draft { cue: cue.cloned(), source, source_word, content }
}

/// Without the white space and the comma at the ends; `None` where nothing is left.
pub(super) fn trim(doc: &Document, span: Span) -> Option<Span> {
    let text = doc.slice(span);
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–' | '—');
    let start = span.start() + (text.len() - text.trim_start_matches(ends).len());
    let kept = text.trim_matches(ends);
    let span = doc.span(start, start + kept.len())?;
    kept.chars().any(char::is_alphanumeric).then_some(span)
}

/// A new draft, or a further piece of the one before: words on both sides of the cue,
/// or a quotation that goes on.
fn add(
    out: &mut Vec<Draft>,
    doc: &Document,
    lang: &Language,
    quotes: &Layer<Quote>,
    content: Span,
    cue: Option<&Cue>,
) {
    if let Some(last) = out.last_mut() {
        let same_cue = cue.is_some() && last.cue.as_ref().map(|c| c.word) == cue.map(|c| c.word);
        if same_cue || (cue.is_none() && continues(doc, lang, quotes, last, content)) {
            last.content.push(content);
            return;
        }
    }
    out.push(draft(lang, cue, vec![content]));
}

/// Whether quoted words without a cue go on with the quotation before: the next sentence of
/// the same paragraph, or the next paragraph where the one before was left open.
fn continues(doc: &Document, lang: &Language, quotes: &Layer<Quote>, last: &Draft, content: Span) -> bool {
    let Some(&before) = last.content.last() else { return false };
    if quoted_share(doc, quotes, &[before]) < 0.5 || quoted_share(doc, quotes, &[content]) < 0.5 {
        return false;
    }
    let syntax = &lang.syntax;
    let sentence = |span: Span| {
        let words = syntax.words_in(span);
        (!words.is_empty()).then(|| (syntax.sentence_of(words.start), syntax.sentence_of(words.end - 1)))
    };
    let (Some((_, a)), Some((b, _))) = (sentence(before), sentence(content)) else { return false };
    let block = |span: Span| doc.blocks().overlapping(span).map(|(s, _)| s.start()).next();
    let left_open = quotes.overlapping(before).last().is_some_and(|(_, q)| !q.closed);
    if block(before) == block(content) { b <= a + 2 } else { left_open && b <= a + 1 }
}

/// The cue of some content: one that governs it or is set into it, else the nearest of its
/// sentence; of a quotation also one just before or behind it.
fn best_cue<'c>(
    doc: &Document,
    lang: &Language,
    quotes: &Layer<Quote>,
    cues: &'c [Cue],
    content: Span,
) -> Option<&'c Cue> {
    let syntax = &lang.syntax;
    let words = syntax.words_in(content);
    if words.is_empty() {
        return None;
    }
    let quoted = quoted_share(doc, quotes, &[content]) > 0.5;
    let (from, to) = (syntax.sentence_of(words.start), syntax.sentence_of(words.end - 1));
    let scored = cues.iter().filter(|cue| !content.contains(cue.span)).filter_map(|cue| {
        let s = syntax.sentence_of(cue.word);
        let inside = (from..=to).contains(&s);
        let gap = if cue.word < words.start {
            words.start - cue.word
        } else {
            cue.word.saturating_sub(words.end - 1)
        };
        let beside = quoted && (s + 1 == from || s == to + 1) && gap <= 4;
        let far = if inside { distance(syntax, cue, content, gap)? } else { 6 + gap };
        // a word that is no listed cue must govern what it is said to introduce
        let fits = cue.class.is_some() || quoted || far <= 5;
        ((inside || beside) && fits).then_some((far, cue))
    });
    scored.min_by_key(|(far, cue)| (*far, cue.word)).map(|(_, cue)| cue)
}

/// How far a cue is from some content; `None` where they have nothing to do with each other.
fn distance(syntax: &Syntax, cue: &Cue, content: Span, gap: usize) -> Option<usize> {
    let bound = |heads: usize| content.contains(syntax.word(heads).span);
    let bonus = usize::from(!cue.tagged) * 3;
    if cue.content.is_some_and(bound) {
        return Some(bonus);
    }
    // the first word outside the content on the way up from its head
    let top = syntax.head_of(content)?;
    let up = syntax.ancestors(top).find(|&a| !bound(a));
    if up == Some(cue.word) {
        return Some(1 + bonus);
    }
    let direct = syntax.word(cue.word).head.is_some_and(bound)
        || up.is_some_and(|u| syntax.word(u).head == Some(cue.word));
    let far = if direct { 2 } else { 4 + gap };
    (cue.tagged || direct).then_some(far + bonus)
}

/// Where the tree gives no source: a source that the model tags in the sentence of the cue,
/// the nearest to the cue.
pub(super) fn near_source(lang: &Language, cue: Option<&Cue>, content: &[Span]) -> Option<usize> {
    let syntax = &lang.syntax;
    let anchor = match cue {
        Some(cue) => cue.word,
        None => syntax.words_in(*content.first()?).start,
    };
    if anchor >= syntax.words().len() {
        return None;
    }
    let sentence = syntax.sentences().get(syntax.sentence_of(anchor))?;
    let heads = lang.sources.iter().filter_map(|(s, ())| syntax.head_of(*s));
    heads
        .filter(|h| sentence.contains(h) && !content.iter().any(|c| c.contains(syntax.word(*h).span)))
        .min_by_key(|h| (h.abs_diff(anchor), *h))
}

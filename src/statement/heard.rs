//! Statements as the model hears them: a word of saying with the words that it says are said.

use std::ops::Range;

use super::cue::{Cue, source_span};
use super::draft::{Draft, near_source, trim};
use super::edges::closed;
use crate::document::Document;
use crate::language::{Language, Saying};
use crate::layer::Layer;
use crate::quotes::{Quote, quoted_share};
use crate::span::Span;
use crate::syntax::Syntax;

/// How sure the model must be that a word says that something is said.
const SURE: f32 = 0.5;
/// How sure it must be where neither a list nor a clause nor a mark speaks for it.
const ALL_BUT_CERTAIN: f32 = 0.8;
/// What it counts that a word is tagged as said, or as a source, by whomever.
const TAGGED: f32 = 1.0;
const NAMED: f32 = 1.0;
/// What it counts that a word hangs on what the tree takes for what is said.
const HANGS: f32 = 1.0;
/// Log-odds from which a word, so counted, names the source.
const SOURCE: f32 = -2.0;
/// A stretch that is tagged or between marks is said as a whole if this share of its words is, and
/// else not at all.
const WHOLE: f32 = 0.5;
/// Words that may drop out of the middle of what is said, and of the name of the source.
const GAP: usize = 3;
const SOURCE_GAP: usize = 5;

/// A word of saying and, for each word of its window, whether it is said.
struct Claim<'a> {
    saying: &'a Saying,
    said: Vec<bool>,
}

impl Claim<'_> {
    fn says(&self, word: usize) -> bool {
        self.saying.window.contains(&word) && self.said[word - self.saying.window.start]
    }

    fn mean(&self, words: &Range<usize>) -> f32 {
        words.clone().filter_map(|w| self.saying.content_of(w)).sum::<f32>() / words.len().max(1) as f32
    }
}

/// All statements that have a word of saying, in order of that word.
pub(super) fn heard(doc: &Document, lang: &Language, quotes: &Layer<Quote>, cues: &[Cue]) -> Vec<Draft> {
    let sure = lang.sayings.iter().filter(|s| s.sure >= SURE);
    let claims: Vec<Claim> =
        sure.map(|s| Claim { saying: s, said: said(doc, lang, quotes, cues, s) }).collect();
    contested(claims).iter().filter_map(|claim| draft(doc, lang, quotes, cues, claim)).collect()
}

// Of two words of saying of which neither is said by the other, only one says what both claim: the one
// for which the odds are better.
fn contested(claims: Vec<Claim>) -> Vec<Claim> {
    let start = |claim: &Claim| claim.saying.window.start;
    let lost = |claim: &Claim| {
        // claims stand in order of their windows
        let from = claims.partition_point(|other| start(other) < start(claim));
        let beside = claims[from..].iter().take_while(|other| start(other) == start(claim));
        let rivals = beside.filter(|other| {
            let (a, b) = (claim.saying, other.saying);
            a.word != b.word && !claim.says(b.word) && !other.says(a.word)
        });
        let both = |other: &Claim| {
            claim.saying.window.clone().filter(|&w| claim.says(w) && other.says(w)).collect::<Vec<_>>()
        };
        let better = |other: &Claim, run: &Range<usize>| claim.mean(run) < other.mean(run);
        rivals
            .flat_map(|o| runs(both(o).into_iter(), 1, None).into_iter().filter(move |r| better(o, r)))
            .flatten()
            .collect::<Vec<usize>>()
    };
    let lost: Vec<Vec<usize>> = claims.iter().map(lost).collect();
    let mut out = claims;
    for (claim, lost) in out.iter_mut().zip(lost) {
        lost.iter().for_each(|w| claim.said[w - claim.saying.window.start] = false);
    }
    out
}

fn draft(
    doc: &Document,
    lang: &Language,
    quotes: &Layer<Quote>,
    cues: &[Cue],
    claim: &Claim,
) -> Option<Draft> {
    let (syntax, s) = (&lang.syntax, claim.saying);
    let words = s.window.clone().filter(|&w| claim.says(w));
    let pieces = runs(words, GAP, Some(s.word)).into_iter().map(|run| closed(syntax, run, s.word));
    let content: Vec<Span> = pieces.filter_map(|run| trim(doc, syntax.cover(run)?)).collect();
    let content = near(doc, lang, quotes, s.word, content);
    if content.is_empty() {
        return None;
    }
    let cue = cue_at(cues, s.word).cloned().unwrap_or_else(|| plain(lang, s));
    let source = named(lang, &cue, source(lang, s));
    if !proposes(s.sure, doc, lang, quotes, &cue, &content) {
        return None;
    }
    let outside = |w: &usize| !content.iter().any(|c| c.contains(syntax.word(*w).span));
    let relative =
        source.and_then(|s| syntax.head_of(s)).is_some_and(|w| matches!(syntax.word(w).xpos, "WP" | "WDT"));
    // the subject of the cue, if it is among the words of the source, or if these are a relative pronoun
    let among = |w: &usize| relative || source.is_none_or(|span| span.contains(syntax.word(*w).span));
    let head = cue.source.filter(among).or_else(|| syntax.head_of(source?)).filter(outside);
    let head = head.or_else(|| near_source(lang, Some(&cue), &content));
    let source = source.or_else(|| source_span(lang, head?));
    Some(Draft { cue: Some(cue), source, source_word: head, content })
}

// Whether anything is said: a clause, a quotation, or what a known cue takes for its object. A mere noun with
// another verb is what is acted on: `lowered its bid`.
fn proposes(
    sure: f32,
    doc: &Document,
    lang: &Language,
    quotes: &Layer<Quote>,
    cue: &Cue,
    content: &[Span],
) -> bool {
    let syntax = &lang.syntax;
    let tells = |w: &crate::syntax::Word| {
        matches!(w.upos, "VERB" | "AUX") || matches!(w.base_rel(), "ccomp" | "xcomp" | "advcl" | "parataxis")
    };
    cue.class.is_some()
        || sure >= ALL_BUT_CERTAIN
        || content.iter().any(|c| syntax.words()[syntax.words_in(*c)].iter().any(tells))
        || quoted_share(doc, quotes, content) > 0.0
}

// Of what is said in several sentences only what stands in that of the word of saying, where the report tells
// it in its own words: a quotation in the next sentence may be anybody's.
fn near(
    doc: &Document,
    lang: &Language,
    quotes: &Layer<Quote>,
    saying: usize,
    content: Vec<Span>,
) -> Vec<Span> {
    let syntax = &lang.syntax;
    let here = syntax.sentence_of(saying);
    let beside = |span: &Span| syntax.words_in(*span).any(|w| syntax.sentence_of(w) == here);
    let (own, far): (Vec<Span>, Vec<Span>) = content.into_iter().partition(beside);
    let told = !own.is_empty() && quoted_share(doc, quotes, &own) < 0.2;
    if told { own } else { own.into_iter().chain(far).collect() }
}

// The words of the source, where the model's are to be believed: those of another sentence are not if the cue
// has a subject of its own, and an article or a part of a name stands for its whole phrase.
fn named(lang: &Language, cue: &Cue, source: Option<Span>) -> Option<Span> {
    let syntax = &lang.syntax;
    let head = source.and_then(|s| syntax.head_of(s));
    let far = head.is_some_and(|h| syntax.sentence_of(h) != syntax.sentence_of(cue.word));
    match (head, cue.source) {
        (_, Some(subject)) if far => source_span(lang, subject),
        (Some(h), _) if is_modifier(syntax, h) => syntax.word(h).head.and_then(|n| source_span(lang, n)),
        _ => source,
    }
}

// Whether a word only goes with the noun that it hangs on: `the`, `South` of `South Sudan`.
fn is_modifier(syntax: &Syntax, word: usize) -> bool {
    let w = syntax.word(word);
    w.upos == "DET" || matches!(w.base_rel(), "compound" | "amod" | "nummod")
}

// The cue of a word; cues stand in order of the text.
fn cue_at(cues: &[Cue], word: usize) -> Option<&Cue> {
    cues.binary_search_by_key(&word, |c| c.word).ok().map(|i| &cues[i])
}

// A word that neither the codebook nor the tags know as a cue.
fn plain(lang: &Language, s: &Saying) -> Cue {
    let span = lang.syntax.word(s.word).span;
    Cue { word: s.word, span, source: None, content: None, class: None, tagged: true }
}

// For each word of the window whether the word of saying claims it.
fn said(doc: &Document, lang: &Language, quotes: &Layer<Quote>, cues: &[Cue], s: &Saying) -> Vec<bool> {
    let syntax = &lang.syntax;
    let layers = [&lang.contents, &lang.inner_contents];
    let tagged = |w: usize| layers.iter().any(|l| l.overlapping(syntax.word(w).span).next().is_some());
    let hangs = hanging(syntax, cues, s);
    let score = |(w, odds): (usize, &f32)| {
        let tree = hangs.as_ref().map_or(0.0, |h| if h.contains(&w) { HANGS } else { -HANGS });
        odds + if tagged(w) { TAGGED } else { -TAGGED } + tree
    };
    let reach = reach(doc, syntax, quotes, s);
    let mut said: Vec<bool> =
        s.window.clone().zip(&s.content).map(|x| score(x) > 0.0 && reach(x.0)).collect();
    if !said.contains(&true) {
        said = s.window.clone().map(|w| hangs.as_ref().is_some_and(|h| h.contains(&w))).collect();
    }
    let at = |w: usize| w - s.window.start;
    let Some(all) = syntax.cover([s.window.start, s.window.end - 1]) else { return said };
    let own = syntax.word(s.word).span;
    let stretches = layers.iter().flat_map(|l| l.overlapping(all)).map(|(x, ())| (*x, false));
    let quoted = quotes.overlapping(all).map(|(x, _)| (*x, true));
    for (stretch, marked) in stretches.chain(quoted).filter(|(x, _)| !x.contains(own)) {
        let words = syntax.words_in(stretch);
        let words = words.start.max(s.window.start)..words.end.min(s.window.end);
        if words.is_empty() || !reach(words.start) {
            continue;
        }
        let here = &mut said[at(words.start)..at(words.end)];
        let share = here.iter().filter(|x| **x).count() as f32 / here.len() as f32;
        match share >= WHOLE {
            true => here.fill(true),
            false if !marked => here.fill(false),
            false => {}
        }
    }
    said[at(s.word)] = false;
    said
}

// Whether a word may be said at all: those of the paragraph, and quotations elsewhere. A headline is not what
// the first to speak below it says.
fn reach<'a>(
    doc: &'a Document,
    syntax: &'a Syntax,
    quotes: &'a Layer<Quote>,
    s: &Saying,
) -> impl Fn(usize) -> bool + 'a {
    let block = |w: usize| doc.blocks().overlapping(syntax.word(w).span).next().map(|(span, _)| span.start());
    let own = block(s.word);
    let quoted = |w: usize| quotes.overlapping(syntax.word(w).span).next().is_some();
    move |w| block(w) == own || quoted(w)
}

// The words that hang on what the tree takes for what is said.
fn hanging(syntax: &Syntax, cues: &[Cue], s: &Saying) -> Option<Vec<usize>> {
    let head = cue_at(cues, s.word)?.content?;
    let all = syntax.subtree(head);
    let own = if all.contains(&s.word) { syntax.subtree(s.word) } else { Vec::new() };
    Some(all.into_iter().filter(|w| !own.contains(w)).collect())
}

// The words that name who says it: of several runs the one with the likeliest word.
fn source(lang: &Language, s: &Saying) -> Option<Span> {
    let syntax = &lang.syntax;
    let tagged = |w: usize| lang.sources.overlapping(syntax.word(w).span).next().is_some();
    let score = |w: usize| s.source_of(w).unwrap_or(f32::MIN) + if tagged(w) { NAMED } else { -NAMED };
    let found =
        runs(s.window.clone().filter(|&w| w != s.word && score(w) > SOURCE), SOURCE_GAP, Some(s.word));
    let best = |run: &Range<usize>| run.clone().map(score).fold(f32::MIN, f32::max);
    let run = found.into_iter().max_by(|a, b| best(a).total_cmp(&best(b)).then(b.start.cmp(&a.start)))?;
    syntax.cover(run)
}

// Runs of words over gaps of less than `gap` words, none over the word `apart`.
fn runs(words: impl Iterator<Item = usize>, gap: usize, apart: Option<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for w in words {
        match out.last_mut() {
            Some(run) if w - (run.end - 1) <= gap && apart.is_none_or(|a| !(run.end..w).contains(&a)) => {
                run.end = w + 1;
            }
            _ => out.push(w..w + 1),
        }
    }
    out
}

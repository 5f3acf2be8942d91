//! Words of a record in their sentence, marked.

use dateline::record::{DocumentRecord, SpanRecord};

use super::text::{Style, Text};

/// An excerpt is so many bytes long at most, save that a word is not broken.
const LONGEST: usize = 480;

/// Of a sentence too long, so many bytes are shown before the words in question.
const BEFORE: usize = 160;

/// The sentence or sentences in which the words of `carries` stand, with those words
/// and the words of `fills` marked.
pub fn excerpt(record: &DocumentRecord, carries: &[&SpanRecord], fills: &[&SpanRecord]) -> Text {
    let text = record.document.text.as_str();
    let (Some(first), Some(last)) = (carries.first(), carries.last()) else {
        return Text::default();
    };
    let (from, to) = (sentence(record, first).0, sentence(record, last).1);
    let (start, end) = clip(text, from, to, first);
    let mut out = Text::default();
    if start > from {
        out.push("… ", Style::FAINT);
    }
    let styles = Painted::new(start, end, carries, fills);
    let shown = text.get(start..end).unwrap_or_default();
    for (i, c) in shown.char_indices() {
        out.push(c.encode_utf8(&mut [0; 4]), styles.at(start + i));
    }
    if end < to {
        out.push(" …", Style::FAINT);
    }
    out
}

/// The sentence around a span; where none is known its block; else the span itself.
fn sentence(record: &DocumentRecord, span: &SpanRecord) -> (usize, usize) {
    let sentences = &record.document.sentences;
    let i = sentences.partition_point(|[_, end]| *end <= span.start);
    match sentences.get(i) {
        Some([start, end]) if *start <= span.start => (*start, span.end.max(*end)),
        _ => {
            let mut blocks = record.document.blocks.iter().map(|b| &b.span);
            let block = blocks.find(|b| b.start <= span.start && span.end <= b.end);
            block.map_or((span.start, span.end), |b| (b.start, b.end))
        }
    }
}

/// The part of `from..to` that is shown: all of it, or a window around `focus`.
fn clip(text: &str, from: usize, to: usize, focus: &SpanRecord) -> (usize, usize) {
    if to - from <= LONGEST {
        return (from, to);
    }
    let early = focus.start.saturating_sub(BEFORE).max(from).min(to - LONGEST);
    let start = if early == from { from } else { next_word(text, early, focus.start) };
    let late = start + LONGEST;
    let end = if late >= to { to } else { word_end(text, late, focus.end.min(late)) };
    (start, end)
}

/// The start of the first word at or after `at`, but not after `limit`.
fn next_word(text: &str, at: usize, limit: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let ahead = text.get(at..limit).unwrap_or_default();
    ahead.find(char::is_whitespace).map_or(at, |space| {
        let rest = &ahead[space..];
        at + space + (rest.len() - rest.trim_start().len())
    })
}

/// The end of the last whole word before `at`, but not before `limit`.
fn word_end(text: &str, at: usize, limit: usize) -> usize {
    let (at, limit) = (text.floor_char_boundary(at), text.floor_char_boundary(limit));
    let behind = text.get(limit..at).unwrap_or_default();
    behind.rfind(char::is_whitespace).map_or(at, |space| limit + behind[..space].trim_end().len())
}

/// The spans that touch a stretch of text, with the style of each.
struct Painted {
    carries: Vec<(usize, usize)>,
    fills: Vec<(usize, usize)>,
}

impl Painted {
    fn new(start: usize, end: usize, carries: &[&SpanRecord], fills: &[&SpanRecord]) -> Painted {
        let inside = |spans: &[&SpanRecord]| {
            let touching = spans.iter().filter(|s| s.start < end && start < s.end);
            touching.map(|s| (s.start, s.end)).collect()
        };
        Painted { carries: inside(carries), fills: inside(fills) }
    }

    fn at(&self, byte: usize) -> Style {
        let in_any = |spans: &[(usize, usize)]| spans.iter().any(|(s, e)| (*s..*e).contains(&byte));
        if in_any(&self.carries) {
            Style::CARRIES
        } else if in_any(&self.fills) {
            Style::FILLS
        } else {
            Style::PLAIN
        }
    }
}

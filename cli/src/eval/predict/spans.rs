//! From spans of a document, in bytes, to spans of a prediction, in code points.

use dateline::{Document, Span};
use serde_json::{Value, json};

use crate::eval::text::{Chars, CodePoints};

/// Converts the spans of one document.
pub struct Spans<'a> {
    document: &'a Document,
    points: CodePoints<'a>,
}

impl<'a> Spans<'a> {
    /// Of a document.
    pub fn of(document: &'a Document) -> Spans<'a> {
        Spans { document, points: CodePoints::of(document.text()) }
    }

    /// The code points of a span.
    pub fn chars(&self, span: Span) -> Chars {
        Chars { start: self.points.at_byte(span.start()), end: self.points.at_byte(span.end()) }
    }

    /// The span of some code points of a record; `None` where they do not slice the text.
    pub fn bytes(&self, span: Chars) -> Option<Span> {
        self.document.span(self.points.byte_of(span.start), self.points.byte_of(span.end))
    }

    /// A span with its words; `None` for an empty one, which no prediction may hold.
    pub fn json(&self, span: Span) -> Option<Value> {
        let Chars { start, end } = self.chars(span);
        (!span.is_empty()).then(|| json!({"start": start, "end": end, "text": self.document.slice(span)}))
    }

    /// Several spans, the empty ones left out.
    pub fn list(&self, spans: impl IntoIterator<Item = Span>) -> Value {
        spans.into_iter().filter_map(|span| self.json(span)).collect()
    }

    /// A span with further keys.
    pub fn with(&self, span: Span, more: Value) -> Option<Value> {
        let (mut value, Value::Object(more)) = (self.json(span)?, more) else { return None };
        value.as_object_mut()?.extend(more);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_code_points_and_come_back() {
        let document = Document::from_plain("Čapek – naïve 漢 end");
        let spans = Spans::of(&document);
        let start = document.text().find("naïve").unwrap();
        let span = document.span(start, start + "naïve".len()).unwrap();
        assert_eq!(spans.json(span), Some(json!({"start": 8, "end": 13, "text": "naïve"})));
        assert_eq!(spans.bytes(spans.chars(span)), Some(span));
        let whole = document.span(0, document.text().len()).unwrap();
        assert_eq!(spans.chars(whole), Chars { start: 0, end: 19 });
        assert_eq!(spans.json(document.span(3, 3).unwrap()), None);
        assert_eq!(spans.with(span, json!({"type": "x"})).unwrap()["type"], "x");
    }
}

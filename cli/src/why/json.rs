//! The same as values, for programs.

use dateline::Span;
use dateline::event::{Event, Filled, Lack, Lost, Misfit, Reading, WordTrace};
use serde_json::{Value, json};

use super::{Why, of, part, place, slot};

impl Why<'_> {
    /// The words, each with the rules tried, and the readings.
    pub fn json(&self, wanted: &dyn Fn(&str) -> bool, at: &dyn Fn(usize) -> bool) -> Value {
        let words = self.trace.words.iter().filter(|w| at(w.word)).map(|w| self.word_json(w, wanted));
        let readings = self.trace.readings.iter().filter(|r| at(r.word) && wanted(&r.rule));
        json!({
            "words": words.collect::<Vec<_>>(),
            "readings": readings.map(|r| self.reading_json(r)).collect::<Vec<_>>(),
        })
    }

    /// Words with their place.
    pub fn span_json(&self, span: Span) -> Value {
        json!({ "start": span.start(), "end": span.end(), "text": self.words(span) })
    }

    fn spans_json(&self, spans: &[Span]) -> Vec<Value> {
        spans.iter().map(|&s| self.span_json(s)).collect()
    }

    fn word_json(&self, word: &WordTrace, wanted: &dyn Fn(&str) -> bool) -> Value {
        let signal = self.analysis.language.signals.word(word.word);
        let (best, p) = signal.best_type();
        let tried = word.tried.iter().filter(|t| wanted(&self.book.events().rule(t.rule).id)).map(|t| {
            let rule = self.book.events().rule(t.rule);
            json!({
                "rule": rule.id,
                "written": place(rule),
                "pattern": self.pattern(word, t),
                "fires": t.chosen,
                "fails": t.misfit.map(condition),
                "found": self.spans_json(&t.looked_at),
                "because": self.outcome(word, t),
            })
        });
        json!({
            "word": self.span_json(word.span),
            "part": part(word.part),
            "model": { "act": round(signal.told), "type": best, "type_probability": round(p) },
            "tried": tried.collect::<Vec<_>>(),
        })
    }

    /// One reading: pattern, places, status reasons, score, what became of it.
    pub fn reading_json(&self, reading: &Reading) -> Value {
        let rule = self.rule(&reading.rule);
        let because = |field| -> Vec<Value> {
            let spans: Vec<Span> = reading.reasons.iter().filter_map(field).collect();
            self.spans_json(&spans)
        };
        json!({
            "rule": reading.rule,
            "written": rule.map(place),
            "words": self.spans_json(&reading.words),
            "actor": reading.actor.as_ref().map(|f| self.filled_json(f)),
            "recipient": reading.recipient.as_ref().map(|f| self.filled_json(f)),
            "polarity_because": because(of::polarity as fn(&_) -> _),
            "reality_because": because(of::reality),
            "recency_because": because(of::recency),
            "score": reading.event.as_ref().and_then(|e| e.score).map(round),
            "threshold": round(self.book.score().threshold),
            "grounds": reading.event.as_ref().map(|e| self.grounds_json(e)),
            "event": reading.fate.as_ref().ok().map(|id| id.0 + 1),
            "lost": reading.fate.as_ref().err().map(lost),
            "because": reading.fate.as_ref().err().map(|why| self.lost(reading, why)),
        })
    }

    fn grounds_json(&self, event: &Event) -> Vec<Value> {
        let grounds = self.grounds(event).into_iter();
        grounds
            .map(|(name, value, weight)| json!({ "ground": name, "value": round(value), "weight": round(weight) }))
            .collect()
    }

    fn filled_json(&self, filled: &Filled) -> Value {
        let by = filled.by.iter().map(|(span, id)| {
            json!({ "words": self.span_json(*span), "name": self.analysis.entities.get(*id).name })
        });
        json!({ "place": slot(&filled.slot), "by": by.collect::<Vec<_>>() })
    }
}

/// To three decimals, so that the same report gives the same text.
pub fn round(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}

fn condition(misfit: Misfit) -> &'static str {
    match misfit {
        Misfit::Word(_) => "pattern",
        Misfit::Clause => "clause",
        Misfit::Voice => "passive",
        Misfit::Auxiliary => "auxiliary",
        Misfit::InStatement => "in_statement",
        Misfit::Object => "object",
        Misfit::ObjectNot => "object_not",
        Misfit::Subject => "subject",
        Misfit::SubjectNot => "subject_not",
        Misfit::Inner => "only_inner",
    }
}

fn lost(why: &Lost) -> &'static str {
    match why {
        Lost::PartOf(_) => "part of another pattern",
        Lost::Absorbed(_) => "absorbed",
        Lost::Lack(Lack::Anybody) => "nobody known",
        Lost::Lack(Lack::Actor) => "needs actor",
        Lost::Lack(Lack::Recipient) => "needs recipient",
        Lost::Lack(Lack::Political) => "political",
        Lost::Threshold(_) => "threshold",
        Lost::Rival(_) => "rival",
        Lost::Anaphor => "points back to nothing",
        Lost::Again(_) => "told again",
    }
}

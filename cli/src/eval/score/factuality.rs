//! Did it happen: polarity, time and certainty of given events.

use serde::Deserialize;
use serde_json::Value;

use crate::eval::measure::{Report, Tally};
use crate::eval::text::Chars;

/// A document of MEANTIME.
#[derive(Debug, Deserialize)]
pub struct Factual {
    #[serde(default)]
    sents: Vec<Sentence>,
    events: Vec<Mention>,
}

#[derive(Debug, Deserialize)]
struct Sentence {
    #[serde(flatten)]
    span: Chars,
    full: bool,
}

#[derive(Debug, Deserialize)]
struct Mention {
    #[serde(flatten)]
    span: Chars,
    polarity: Option<String>,
    time: Option<String>,
    certainty: Option<String>,
}

/// An attribute: the classes that are sought, and those they are told from.
struct Question {
    name: &'static str,
    of: fn(&Mention) -> Option<&str>,
    sought: &'static [&'static str],
    others: &'static [&'static str],
}

const QUESTIONS: [Question; 3] = [
    Question { name: "negated", of: |m| m.polarity.as_deref(), sought: &["NEG"], others: &["POS"] },
    Question { name: "future", of: |m| m.time.as_deref(), sought: &["FUTURE"], others: &["NON_FUTURE"] },
    Question {
        name: "uncertain",
        of: |m| m.certainty.as_deref(),
        sought: &["POSSIBLE", "PROBABLE"],
        others: &["CERTAIN"],
    },
];

impl Question {
    fn seeks(&self, mention: &Mention) -> bool {
        (self.of)(mention).is_some_and(|value| self.sought.contains(&value))
    }

    /// Compares one mention, unless gold leaves the matter open.
    fn ask(&self, gold: &Mention, predicted: &Mention, tally: &mut Tally) {
        let decided = (self.of)(gold).is_some_and(|value| self.others.contains(&value));
        let (wanted, given) = (self.seeks(gold), self.seeks(predicted));
        if wanted || decided {
            tally.add((wanted && given).into(), given.into(), wanted.into());
        }
    }
}

/// Scores MEANTIME.
pub fn score(gold: &[Factual], predicted: &[Factual]) -> Report {
    let mut tallies = [Tally::default(); 3];
    let mut asked = 0;
    for (g_record, p_record) in gold.iter().zip(predicted) {
        for (g, p) in g_record.events.iter().zip(&p_record.events) {
            if !g_record.sents.iter().any(|s| s.full && s.span.contains(g.span)) {
                continue;
            }
            asked += 1;
            for (question, tally) in QUESTIONS.iter().zip(&mut tallies) {
                question.ask(g, p, tally);
            }
        }
    }
    let mut report = Report::default().count("events", asked);
    for (Question { name, .. }, tally) in QUESTIONS.iter().zip(tallies) {
        report = report
            .count(name, tally.gold)
            .metric(format!("{name}_f1"), tally.f1())
            .metric(format!("{name}_precision"), tally.precision())
            .metric(format!("{name}_recall"), tally.recall());
    }
    report
}

/// The events must be gold's, in gold's order.
pub fn check(gold: &Value, predicted: &Value) -> Option<String> {
    let spans = |record: &Value| -> Vec<(Value, Value)> {
        let events = record["events"].as_array().map(Vec::as_slice).unwrap_or_default();
        events.iter().map(|e| (e["start"].clone(), e["end"].clone())).collect()
    };
    (spans(gold) != spans(predicted)).then(|| "events other than gold's".to_owned())
}

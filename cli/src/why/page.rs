//! The rules tried at a word and what became of them, as a person reads it.

use dateline::event::{Reading, WordTrace};

use super::{Why, part, place};
use crate::page::{DOT, Look, Style, Text};

const INDENT: usize = 4;
/// Rules are named from here, what became of them from there.
const RULE: usize = 6;
const OUTCOME: usize = 30;

impl Why<'_> {
    /// Every word that could set off a rule or in which the model sees an act, with all that was
    /// tried; of the rules only those that `wanted` takes, of the words only those that `at` takes.
    pub fn page(&self, look: Look, wanted: &dyn Fn(&str) -> bool, at: &dyn Fn(usize) -> bool) -> String {
        let mut out = String::new();
        let words = self.trace.words.iter().map(|w| w.word);
        let mut all: Vec<usize> = words.chain(self.trace.readings.iter().map(|r| r.word)).collect();
        all.sort_unstable();
        all.dedup();
        for word in all.into_iter().filter(|&w| at(w)) {
            self.word(&mut out, look, word, wanted);
        }
        out
    }

    fn word(&self, out: &mut String, look: Look, word: usize, wanted: &dyn Fn(&str) -> bool) {
        let rule = |index: usize| self.book.events().rule(index);
        let traced = self.trace.words.iter().find(|w| w.word == word);
        let tried = traced.into_iter().flat_map(|w| w.tried.iter().map(move |t| (w, t)));
        let tried: Vec<_> = tried.filter(|(_, t)| wanted(&rule(t.rule).id)).collect();
        let by_model = |r: &&Reading| r.word == word && self.rule(&r.rule).is_some_and(|r| r.is_model());
        let by_model: Vec<&Reading> =
            self.trace.readings.iter().filter(by_model).filter(|r| wanted(&r.rule)).collect();
        if tried.is_empty() && by_model.is_empty() {
            return;
        }
        out.push('\n');
        self.heading(out, look, word, traced);
        for (traced, tried) in tried {
            let rule = rule(tried.rule);
            let (mark, style) = if tried.chosen { ("+", Style::STRONG) } else { ("-", Style::FAINT) };
            let mut line = Text::default().with(mark, style);
            line.pad_to(RULE - INDENT);
            line.push(&rule.id, style);
            line.push(" ", Style::PLAIN);
            line.pad_to(OUTCOME - INDENT);
            line.push(&format!("“{}” ", self.pattern(traced, tried)), style);
            line.push(&format!("{DOT}{}{DOT}{}", self.outcome(traced, tried), place(rule)), Style::PLAIN);
            line.write(out, INDENT, RULE + 2, look);
            let mut readings = self.trace.readings.iter();
            if let Some(reading) = readings.find(|r| tried.chosen && r.word == word && r.rule == rule.id) {
                self.reading(out, look, reading);
            }
        }
        for reading in by_model {
            let line = Text::default().with("+ ", Style::STRONG).with(&reading.rule, Style::STRONG);
            line.with(" proposed by the model, no rule needed", Style::PLAIN).write(
                out,
                INDENT,
                RULE + 2,
                look,
            );
            self.reading(out, look, reading);
        }
    }

    fn heading(&self, out: &mut String, look: Look, word: usize, traced: Option<&WordTrace>) {
        let span = self.analysis.language.syntax.word(word).span;
        let mut line = Text::default().with(&format!("“{}”", self.words(span)), Style::HEADING);
        if let Some(traced) = traced {
            line.push(&format!("{DOT}{}", part(traced.part)), Style::PLAIN);
        }
        line.push(&format!("{DOT}{}", self.signal(word)), Style::PLAIN);
        line.write(out, 0, INDENT, look);
    }

    /// Who filled the places, the score, and what became of the reading.
    fn reading(&self, out: &mut String, look: Look, reading: &Reading) {
        let mut line = |name: &str, value: &str| {
            let mut text = Text::default().with(name, Style::FAINT);
            text.pad_to(12);
            text.push(value, Style::PLAIN);
            text.write(out, RULE + 2, RULE + 14, look);
        };
        for (name, filled) in [("actor", &reading.actor), ("recipient", &reading.recipient)] {
            if let Some(filled) = filled {
                line(name, &self.filled(filled));
            }
        }
        if let Some(score) = reading.event.as_ref().and_then(|e| self.score(e)) {
            line("score", &score);
        }
        match &reading.fate {
            Ok(id) => line("becomes", &format!("event {}", id.0 + 1)),
            Err(why) => line("lost", &self.lost(reading, why)),
        }
    }
}

//! Why a rule fired or did not, in words: for `check` and `explain`.

mod json;
mod page;

use std::collections::BTreeSet;

use dateline::codebook::{Clause, Codebook, Part, Rule, Slot, WordSet};
use dateline::event::{Event, Filled, Lack, Lost, Misfit, Reading, Reason, Trace, Tried, WordTrace};
use dateline::{Analysis, Span};

/// Of a list of words no more than these are named.
const MOST_WORDS: usize = 6;

/// A report as it was coded, with the way on which its events came about.
pub struct Why<'a> {
    /// The codebook that coded it.
    pub book: &'a Codebook,
    /// What was found.
    pub analysis: &'a Analysis,
    /// How.
    pub trace: &'a Trace,
}

/// What the model thinks of the status is told from this probability on.
const LIKELY: f32 = 0.4;

/// Where a rule is written: `events/ASSAULT.toml:40`.
pub fn place(rule: &Rule) -> String {
    format!("{}:{}", rule.written.0, rule.written.1)
}

/// As rules name a part of speech.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Verb => "verb",
        Part::Noun => "noun",
        Part::Adjective => "adjective",
        Part::Auxiliary => "auxiliary",
    }
}

/// As rules name a place of an actor or recipient.
pub fn slot(slot: &Slot) -> &str {
    match slot {
        Slot::Subject => "subject",
        Slot::Object => "object",
        Slot::Clause => "clause",
        Slot::Speaker => "speaker",
        Slot::Possessor => "possessor",
        Slot::Modifier => "modifier",
        Slot::Preposition(word) => word,
    }
}

fn slots(all: &[Slot]) -> String {
    all.iter().map(slot).collect::<Vec<_>>().join(", ")
}

impl<'a> Why<'a> {
    /// The words of a span.
    pub fn words(&self, span: Span) -> &'a str {
        self.analysis.document.slice(span)
    }

    /// Words between marks, one after the other.
    pub fn quoted(&self, spans: &[Span]) -> String {
        spans.iter().map(|&s| format!("“{}”", self.words(s))).collect::<Vec<_>>().join(", ")
    }

    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&'a Rule> {
        self.book.events().by_id(id)
    }

    /// The pattern as a rule writes it, the head first.
    pub fn pattern(&self, word: &WordTrace, tried: &Tried) -> String {
        let word = self.analysis.language.syntax.word(word.word);
        let form = self.words(word.span);
        let lemma = self.book.lemmas().correct(word.upos, &word.lemma, form);
        let head = lemma.unwrap_or_else(|| word.lemma.clone()).to_lowercase();
        std::iter::once(head).chain(tried.others.iter().cloned()).collect::<Vec<_>>().join(" … ")
    }

    /// The condition that does not hold, and what it would take.
    pub fn misfit(&self, word: &WordTrace, tried: &Tried, misfit: Misfit) -> String {
        let rule = self.book.events().rule(tried.rule);
        let found = match tried.looked_at.is_empty() {
            true => "none is found".to_owned(),
            false => format!("found: {}", self.quoted(&tried.looked_at)),
        };
        let one_of = |what: &str, set: &Option<WordSet>| {
            format!("the {what} would have to be {}; {found}", set.as_ref().map(one_of).unwrap_or_default())
        };
        match misfit {
            Misfit::Word(number) => {
                let missing = tried.others.get(number).map_or("", String::as_str);
                format!("“{missing}” would have to hang on “{}”", self.words(word.span))
            }
            Misfit::Clause => match rule.clause {
                Some(Clause::None) => "no clause may follow (clause = \"none\")".to_owned(),
                Some(Clause::Infinitive) => {
                    "an infinitive would have to follow (clause = \"infinitive\")".to_owned()
                }
                _ => "a clause would have to follow (clause = \"any\")".to_owned(),
            },
            Misfit::Voice if rule.passive == Some(true) => {
                "it would have to stand in the passive (passive = true)".to_owned()
            }
            Misfit::Voice => "it would have to stand in the active (passive = false)".to_owned(),
            Misfit::Auxiliary => format!("a helping verb would have to be there: {}", some(&rule.auxiliary)),
            Misfit::InStatement => {
                "somebody known would have to say the words (in_statement = true)".to_owned()
            }
            Misfit::Object => one_of("object", &rule.object),
            Misfit::Subject => one_of("subject", &rule.subject),
            Misfit::ObjectNot => format!("the object may not be what it is (object_not); {found}"),
            Misfit::SubjectNot => format!("the subject may not be what it is (subject_not); {found}"),
            Misfit::Inner => {
                format!("an act of {} would have to stand inside (only_inner)", rule.only_inner.join(", "))
            }
        }
    }

    /// What a rule demands of the participants and does not get.
    fn lack(&self, rule: Option<&Rule>, lack: Lack) -> String {
        let (actor, recipient) = rule.map(|r| (slots(&r.actor), slots(&r.recipient))).unwrap_or_default();
        match lack {
            Lack::Anybody => format!(
                "somebody known would have to take part, as actor ({actor}) or recipient ({recipient}); \
                 alone = true would do without"
            ),
            Lack::Actor => format!("an actor would have to be known, in one of its places: {actor}"),
            Lack::Recipient => {
                format!("a recipient would have to be known, in one of its places: {recipient}")
            }
            Lack::Political => {
                "the actor would have to have to do with politics (political = true)".to_owned()
            }
        }
    }

    /// Why a reading became no event of its own.
    pub fn lost(&self, reading: &Reading, why: &Lost) -> String {
        let at = |word: usize| self.words(self.analysis.language.syntax.word(word).span);
        let score = |r: &Reading| r.event.as_ref().and_then(|e| e.score).unwrap_or(1.0);
        match why {
            Lost::PartOf((word, rule)) => {
                format!("the word is part of what sets off {rule} at “{}”", at(*word))
            }
            Lost::Absorbed((word, rule)) => {
                format!("it is the object of “{}”, and {rule} absorbs its object", at(*word))
            }
            Lost::Lack(lack) => {
                let takes = self.lack(self.rule(&reading.rule), *lack);
                match reading.nobody.is_empty() {
                    true => format!("{takes}; nothing stands there"),
                    false => format!(
                        "{takes}; what stands there names nobody fit: {}",
                        self.quoted(&reading.nobody)
                    ),
                }
            }
            Lost::Threshold(threshold) => {
                format!("its score {:.2} is below the threshold {threshold:.2} of score.toml", score(reading))
            }
            Lost::Rival(rule) => format!("{rule} reads the same word and is surer"),
            Lost::Anaphor => "it points back to an act of which nothing before tells".to_owned(),
            Lost::Again(id) => format!("it tells again of {}", self.event_name(id.0)),
        }
    }

    fn event_name(&self, index: usize) -> String {
        let event = self.analysis.events.get(index);
        event.map_or_else(String::new, |e| format!("{} at “{}”", e.event_type, self.words(e.trigger)))
    }

    /// Who fills a place: `subject “rebels”`.
    pub fn filled(&self, filled: &Filled) -> String {
        let words: Vec<Span> = filled.by.iter().map(|(span, _)| *span).collect();
        match filled.slot {
            Slot::Speaker => "whoever says it".to_owned(),
            _ => format!("{} {}", slot(&filled.slot), self.quoted(&words)),
        }
    }

    /// What the rule of this id would need to fire, at the word where it comes nearest.
    pub fn nearest(&self, id: &str) -> String {
        let came = |r: &&Reading| r.rule == id && r.fate.is_err();
        if let Some(reading) = self.trace.readings.iter().find(came)
            && let Err(why) = &reading.fate
        {
            return format!("at {}: {}", self.quoted(&reading.words), self.lost(reading, why));
        }
        let all = self.trace.words.iter().flat_map(|w| w.tried.iter().map(move |t| (w, t)));
        let mine = all.filter(|(_, t)| self.book.events().rule(t.rule).id == id);
        match mine.max_by_key(|(_, t)| t.misfit.map_or(usize::MAX, depth)) {
            None => self.untried(id),
            Some((word, tried)) => format!("at “{}”: {}", self.words(word.span), self.outcome(word, tried)),
        }
    }

    /// What became of a rule that was tried.
    pub fn outcome(&self, word: &WordTrace, tried: &Tried) -> String {
        match tried.misfit {
            Some(misfit) => self.misfit(word, tried, misfit),
            None if tried.chosen => "fires".to_owned(),
            None => {
                let first = word.tried.iter().find(|t| t.chosen);
                let first = first.map(|t| self.book.events().rule(t.rule).id.as_str());
                format!(
                    "it would fit, but {} comes first: more words, or more conditions",
                    first.unwrap_or("another rule")
                )
            }
        }
    }

    // None of its words sets it off: perhaps one stands there as another part of speech.
    fn untried(&self, id: &str) -> String {
        let events = self.book.events();
        let Some(rule) = events.rules().iter().position(|r| r.id == id) else { return String::new() };
        let heads: Vec<(Part, &str)> = events.heads(rule).collect();
        let other = self.analysis.language.syntax.words().iter().find_map(|w| {
            let form = self.words(w.span).to_lowercase();
            let is_it = |h: &&(Part, &str)| h.1 == form || h.1 == w.lemma.to_lowercase();
            heads.iter().find(is_it).map(|(part, _)| (w, *part))
        });
        match other {
            Some((word, wanted)) => format!(
                "“{}” is read as {} with the dictionary form “{}”; the rule lists it as {}",
                self.words(word.span),
                word.upos,
                word.lemma,
                part(wanted)
            ),
            None => "none of its words stands there".to_owned(),
        }
    }

    /// What makes the event negated, future, hypothetical or historical.
    pub fn because(&self, reading: &Reading, field: fn(&Reason) -> Option<Span>) -> String {
        let spans: Vec<Span> = reading.reasons.iter().filter_map(field).collect();
        match spans.is_empty() {
            true => {
                let signal = self.analysis.language.signals.word(reading.word);
                let shades = [
                    ("negated", signal.negated),
                    ("future", signal.future),
                    ("hypothetical", signal.hypothetical),
                    ("historical", signal.historical),
                ];
                let likely = shades.iter().filter(|(_, p)| *p >= LIKELY);
                let likely: Vec<String> = likely.map(|(name, p)| format!("{name} {p:.2}")).collect();
                match likely.is_empty() {
                    true => "after the tree of the sentence".to_owned(),
                    false => format!("after the model: {}", likely.join(", ")),
                }
            }
            false => format!("because of {}", self.quoted(&spans)),
        }
    }

    /// The score and what it is made of: `0.87 = base -1.20, told +3.10, …`.
    pub fn score(&self, event: &Event) -> Option<String> {
        let (score, book) = (event.score?, self.book.score());
        let parts: Vec<String> = self
            .grounds(event)
            .into_iter()
            .filter(|(_, value, weight)| value * weight != 0.0)
            .map(|(name, value, weight)| match name {
                "told" | "type" => format!("{name} {:+.2} ({value:.2} × {weight:.2})", value * weight),
                _ => format!("{name} {:+.2}", value * weight),
            })
            .collect();
        Some(format!("{score:.2}, {:.2} is asked for; {}", book.threshold, parts.join(", ")))
    }

    /// Each ground of the score with its value and weight.
    pub fn grounds(&self, event: &Event) -> [(&'static str, f32, f32); 9] {
        let by_model = self.rule(&event.rule).is_some_and(Rule::is_model);
        self.book.score().parts(by_model, &event.event_type, &event.grounds)
    }

    /// What the model says of a word: `an act 0.93, ASSAULT 0.88`.
    pub fn signal(&self, word: usize) -> String {
        let signal = self.analysis.language.signals.word(word);
        let (best, p) = signal.best_type();
        format!("the model: an act {:.2}, {best} {p:.2}", signal.told)
    }
}

/// The words of a status reason, by the field that it is of.
pub mod of {
    use dateline::Span;
    use dateline::event::Reason;

    /// Words that change the polarity.
    pub fn polarity(reason: &Reason) -> Option<Span> {
        match reason {
            Reason::Polarity(span) => Some(*span),
            _ => None,
        }
    }

    /// Words that change the reality.
    pub fn reality(reason: &Reason) -> Option<Span> {
        match reason {
            Reason::Reality(span) => Some(*span),
            _ => None,
        }
    }

    /// Words that change the recency.
    pub fn recency(reason: &Reason) -> Option<Span> {
        match reason {
            Reason::Recency(span) => Some(*span),
            _ => None,
        }
    }
}

/// How far a rule came before a condition failed.
fn depth(misfit: Misfit) -> usize {
    match misfit {
        Misfit::Word(number) => number,
        Misfit::Clause => 100,
        Misfit::Voice => 101,
        Misfit::Auxiliary => 102,
        Misfit::InStatement => 103,
        Misfit::Object => 104,
        Misfit::ObjectNot => 105,
        Misfit::Subject => 106,
        Misfit::SubjectNot => 107,
        Misfit::Inner => 108,
    }
}

fn one_of(set: &WordSet) -> String {
    let classes = set.classes.iter().map(|c| format!("@{}", format!("{c:?}").to_lowercase()));
    let classes: Vec<String> = classes.collect();
    match (classes.is_empty(), set.words.is_empty()) {
        (true, _) => some(&set.words),
        (false, true) => classes.join(", "),
        (false, false) => format!("{}, {}", classes.join(", "), some(&set.words)),
    }
}

/// The first words of a list, and how many more there are.
fn some(words: &BTreeSet<String>) -> String {
    let first: Vec<&str> = words.iter().take(MOST_WORDS).map(String::as_str).collect();
    let more = words.len().saturating_sub(MOST_WORDS);
    match more {
        0 => first.join(", "),
        _ => format!("{} or one of {more} more", first.join(", ")),
    }
}

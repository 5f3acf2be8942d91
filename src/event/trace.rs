//! The way from words to events, written down: which rules were tried at each word, what did not
//! fit, who filled which place, what became of each reading.

use std::collections::BTreeMap;

use crate::actor::EntityId;
use crate::codebook::{Part, Pattern, Slot};
use crate::span::Span;
use crate::syntax::{Syntax, Word};

use super::frame::{self, Frame};
use super::matching::{self, Match};
use super::merge::Draft;
use super::scene::Scene;
use super::status::{self, Operators};
use super::watch::{Lack, Lost, Misfit, Watch};
use super::{Event, EventId, Polarity, Reality, Recency, when};

// No chain of governors in real text is longer; as in the stage itself.
const DEPTH: usize = 12;

/// How the events of a report came about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    /// The words that could set off a rule, in order of the text.
    pub words: Vec<WordTrace>,
    /// What was made of words by a rule or by the model, in order of the text.
    pub readings: Vec<Reading>,
}

/// A word that could set off a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct WordTrace {
    /// Its index in the report's syntax.
    pub word: usize,
    /// Its place in the text.
    pub span: Span,
    /// The part of speech under which its rules were looked up.
    pub part: Part,
    /// Its rules, in the order in which they were tried: the most particular first.
    pub tried: Vec<Tried>,
}

/// A rule tried at a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// Index of the rule.
    pub rule: usize,
    /// The further words of the pattern.
    pub others: Vec<String>,
    /// The words of the pattern that were found, the word itself first.
    pub words: Vec<Span>,
    /// The first condition that does not hold; `None` where all of them hold.
    pub misfit: Option<Misfit>,
    /// The nouns that this condition looked at.
    pub looked_at: Vec<Span>,
    /// It was set off: all its conditions hold, and no rule that comes first fits.
    pub chosen: bool,
}

/// The place of a rule that was filled, and by which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The first of the rule's places that somebody fills.
    pub slot: Slot,
    /// The words, and whom they name.
    pub by: Vec<(Span, EntityId)>,
}

/// Words that make an event other than affirmed, actual and current.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Without them it would have the other polarity.
    Polarity(Span),
    /// Without them its reality would be another.
    Reality(Span),
    /// Without them it would be current.
    Recency(Span),
}

/// What a rule, or the model, makes of a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Index of the first word of its pattern.
    pub word: usize,
    /// Id of the rule.
    pub rule: String,
    /// The words of the pattern.
    pub words: Vec<Span>,
    /// Who acts, as the tree has it; the model may have added others or taken some out.
    pub actor: Option<Filled>,
    /// Who is acted upon, as the tree has it.
    pub recipient: Option<Filled>,
    /// The event as it was read here, before it was joined with other mentions.
    pub event: Option<Event>,
    /// What the rule demands of the participants and does not get.
    pub lack: Option<Lack>,
    /// Where something is lacking: the words that stand in the rule's places and name nobody fit.
    pub nobody: Vec<Span>,
    /// Which words make it negated, future, hypothetical, historical.
    pub reasons: Vec<Reason>,
    /// The event that it became; or why it became none.
    pub fate: Result<EventId, Lost>,
}

impl Trace {
    /// The reading that an event began with.
    pub fn of_event(&self, id: EventId) -> Option<&Reading> {
        self.readings.iter().find(|r| r.fate == Ok(id))
    }
}

/// Writes the trace while the stage works.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    words: BTreeMap<usize, WordTrace>,
    readings: BTreeMap<(usize, String), Reading>,
}

impl Recorder {
    /// What was seen.
    pub(crate) fn finish(self) -> Trace {
        Trace { words: self.words.into_values().collect(), readings: self.readings.into_values().collect() }
    }

    fn reading(&mut self, scene: &Scene, m: &Match) -> &mut Reading {
        let rule = &scene.codebook.events().rule(m.rule).id;
        let span = |&w: &usize| scene.syntax.word(w).span;
        self.readings.entry((m.words[0], rule.clone())).or_insert_with(|| Reading {
            word: m.words[0],
            rule: rule.clone(),
            words: m.words.iter().map(span).collect(),
            actor: None,
            recipient: None,
            event: None,
            lack: None,
            nobody: Vec::new(),
            reasons: Vec::new(),
            // until something else is told
            fate: Err(Lost::Anaphor),
        })
    }
}

impl Watch for Recorder {
    const ALL: bool = true;

    fn tried(
        &mut self,
        scene: &Scene,
        (word, head, part): (usize, usize, Part),
        pattern: &Pattern,
        result: &Result<Match, (Vec<usize>, Misfit)>,
    ) {
        let spans = |words: &[usize]| words.iter().map(|&w| scene.syntax.word(w).span).collect();
        let (words, misfit) = match result {
            Ok(m) => (&m.words, None),
            Err((words, misfit)) => (words, Some(*misfit)),
        };
        let m = Match { rule: pattern.rule, head, words: words.clone(), part };
        let tried = Tried {
            rule: pattern.rule,
            others: pattern.others.clone(),
            words: spans(words),
            misfit,
            looked_at: misfit.map(|why| spans(&matching::looked_at(scene, &m, why))).unwrap_or_default(),
            chosen: false,
        };
        let span = scene.syntax.word(word).span;
        let trace = self.words.entry(word).or_insert(WordTrace { word, span, part, tried: Vec::new() });
        trace.tried.push(tried);
    }

    fn chosen(&mut self, scene: &Scene, m: &Match) {
        let tried = self.words.get_mut(&m.words[0]).map(|w| &mut w.tried);
        let fitting = |t: &&mut Tried| t.rule == m.rule && t.misfit.is_none();
        if let Some(tried) = tried.and_then(|all| all.iter_mut().find(fitting)) {
            tried.chosen = true;
        }
        self.reading(scene, m);
    }

    fn drafted(&mut self, scene: &Scene, m: &Match, operators: &Operators, draft: Result<&Draft, Lack>) {
        let rule = scene.codebook.events().rule(m.rule);
        let named = |slots, only_actors: bool| {
            let keep = |id| !only_actors || scene.can_act(id);
            let (slot, by) = frame::filled(scene, m, slots, keep)?;
            let span = |w: usize| scene.syntax.word(w).span;
            Some(Filled { slot: slot.clone(), by: by.into_iter().map(|(w, id)| (span(w), id)).collect() })
        };
        let (actor, recipient) = (named(&rule.actor, true), named(&rule.recipient, false));
        let fit = |span: &Span| actor.iter().chain(&recipient).flat_map(|f| &f.by).any(|(by, _)| by == span);
        let mut standing = frame::standing(scene, m, &rule.actor);
        standing.extend(frame::standing(scene, m, &rule.recipient));
        let nobody = standing.into_iter().map(|w| scene.syntax.word(w).span).filter(|s| !fit(s)).collect();
        let reading = self.reading(scene, m);
        (reading.actor, reading.recipient) = (actor, recipient);
        match draft {
            Err(lack) => {
                reading.lack = Some(lack);
                reading.fate = Err(Lost::Lack(lack));
            }
            Ok(draft) => {
                let Event { actors, recipients, .. } = &draft.event;
                let frame =
                    Frame { actors: actors.clone(), recipients: recipients.clone(), aimed_at: Vec::new() };
                reading.lack = frame::lack(scene, rule, &frame);
                reading.reasons = reasons(scene, m, operators, &draft.event);
                reading.event = Some(draft.event.clone());
            }
        }
        if reading.lack.is_some() {
            reading.nobody = nobody;
        }
    }

    fn lost(&mut self, first: usize, rule: &str, why: Lost) {
        if let Some(reading) = self.readings.get_mut(&(first, rule.to_owned())) {
            reading.fate = Err(match (why, reading.lack) {
                (Lost::Anaphor, Some(lack)) => Lost::Lack(lack),
                (why, _) => why,
            });
        }
    }

    fn kept(&mut self, first: usize, rule: &str, event: EventId) {
        if let Some(reading) = self.readings.get_mut(&(first, rule.to_owned())) {
            reading.fate = Ok(event);
        }
    }
}

// The words without which the tree would give another status: each is taken away in turn, so that
// this holds whatever the stage looks at in the tree. Where the model decides there are none.
fn reasons(scene: &Scene, m: &Match, operators: &Operators, event: &Event) -> Vec<Reason> {
    let mut out = Vec::new();
    let by_tree = status::status(scene, m, operators);
    let negated = event.polarity == Polarity::Negated && by_tree.0 == event.polarity;
    let unreal = event.reality != Reality::Actual && by_tree.1 == event.reality;
    for w in around(scene.syntax, m.head).into_iter().filter(|_| negated || unreal) {
        let (polarity, reality) = status_without(scene, m, operators, w);
        let span = scene.syntax.word(w).span;
        out.extend((negated && polarity != by_tree.0).then_some(Reason::Polarity(span)));
        out.extend((unreal && reality != by_tree.1).then_some(Reason::Reality(span)));
    }
    if event.recency == Recency::Historical {
        out.extend(recency_reason(scene, m));
    }
    out
}

fn recency_reason(scene: &Scene, m: &Match) -> Option<Reason> {
    let (date, words) = when::date(scene, m);
    let recency = |date, words| status::recency(scene, m, date, words);
    if recency(date.as_ref(), &words) == Recency::Current {
        return None;
    }
    if recency(None, "") == Recency::Current {
        return date.map(|d| Reason::Recency(d.span));
    }
    let old = &scene.grammar().adjectives.historical;
    let mut before = scene.syntax.children_by(m.head, "amod");
    let adjective = before.find(|&c| old.contains(&scene.syntax.word(c).lemma.to_lowercase()));
    adjective.map(|c| Reason::Recency(scene.syntax.word(c).span))
}

// The words that may shade an act: those that govern it, and what hangs on these and on it.
fn around(s: &Syntax, head: usize) -> Vec<usize> {
    let chain: Vec<usize> = s.ancestors(head).take(DEPTH).collect();
    let below = chain.iter().flat_map(|&w| s.children(w).iter().copied());
    let deeper = s.children_by(head, "nsubj").flat_map(|c| s.children(c).iter().copied());
    let mut out: Vec<usize> = below.chain(deeper).chain(chain.iter().copied()).collect();
    out.retain(|&w| w != head && s.word(w).base_rel() != "punct");
    out.sort_unstable();
    out.dedup();
    out
}

fn status_without(scene: &Scene, m: &Match, operators: &Operators, w: usize) -> (Polarity, Reality) {
    let governs = scene.syntax.ancestors(m.head).take(DEPTH).any(|a| a == w);
    if governs && scene.grammar().light.contains(&scene.syntax.word(w).lemma.to_lowercase()) {
        return status::status(scene, m, operators);
    }
    let mut words = scene.syntax.words().to_vec();
    let old = words[w].clone();
    words[w] = Word { lemma: String::new(), rel: if governs { old.rel } else { "dep" }, ..old };
    let syntax = Syntax::new(words, scene.syntax.sentences().to_vec());
    let Scene { doc, signals, entities, statements, timexes, codebook, .. } = *scene;
    let without = Scene::new(doc, (&syntax, signals), entities, statements, timexes, codebook);
    let operators: Operators =
        operators.iter().filter(|(at, _)| **at != w).map(|(at, inner)| (*at, *inner)).collect();
    status::status(&without, m, &operators)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::EntityKind;
    use crate::codebook::Codebook;
    use crate::event::fixture::{Report, report, short};
    use crate::event::watched;

    fn traced(trees: &str) -> (Report, Trace) {
        let actors = [("envoy", EntityKind::Person), ("Rebels", EntityKind::ArmedGroup)];
        let report = report(&short(trees), &actors);
        let book = Codebook::builtin().unwrap();
        let mut recorder = Recorder::default();
        let Report { doc, language, entities, statements, timexes } = &report;
        let events = watched((doc, language, entities, statements, timexes, &book), &mut recorder);
        // whoever watches changes nothing
        assert_eq!(events, report.events());
        let trace = recorder.finish();
        assert!((0..events.len()).all(|i| trace.of_event(EventId(i)).is_some()));
        (report, trace)
    }

    fn words<'a>(report: &'a Report, spans: &[Span]) -> Vec<&'a str> {
        spans.iter().map(|&s| report.doc.slice(s)).collect()
    }

    #[test]
    fn the_condition_that_fails_is_named() {
        let (report, trace) = traced(
            "The/the/DET/2/det envoy/envoy/NOUN/3/nsubj attacked/attack/VERB.VBD/0/root the/the/DET/5/det budget/budget/NOUN/3/obj",
        );
        assert!(trace.readings.is_empty());
        let tried = &trace.words.iter().find(|w| w.word == 2).unwrap().tried;
        assert!(tried.iter().all(|t| t.misfit.is_some() && !t.chosen), "{tried:#?}");
        let of_objects = |t: &&Tried| matches!(t.misfit, Some(Misfit::Object | Misfit::ObjectNot));
        let failed = tried.iter().find(of_objects).unwrap();
        assert_eq!(words(&report, &failed.looked_at), ["budget"]);
        assert!(tried.iter().any(|t| matches!(t.misfit, Some(Misfit::Word(_)))));
    }

    #[test]
    fn who_fills_a_place_and_what_shades_the_act() {
        let (report, trace) = traced(
            "Kenya/Kenya/PROPN/2/nsubj agreed/agree/VERB.VBD/0/root to/to/PART/4/mark withdraw/withdraw/VERB.VB/2/xcomp troops/troop/NOUN/4/obj",
        );
        let reading = trace.readings.iter().find(|r| r.word == 3).unwrap();
        let actor = reading.actor.as_ref().unwrap();
        assert_eq!(actor.slot, Slot::Subject);
        assert_eq!(report.doc.slice(actor.by[0].0), "Kenya");
        let [Reason::Reality(span)] = reading.reasons[..] else { panic!("{:?}", reading.reasons) };
        assert_eq!(report.doc.slice(span), "agreed");
        let (report, trace) = traced(
            "Kenya/Kenya/PROPN/4/nsubj did/do/AUX/4/aux not/not/PART/4/advmod attack/attack/VERB.VB/0/root Ghana/Ghana/PROPN/4/obj",
        );
        let [Reason::Polarity(span)] = trace.readings[0].reasons[..] else { panic!("{trace:#?}") };
        assert_eq!(report.doc.slice(span), "not");
    }

    #[test]
    fn what_becomes_of_a_reading() {
        let (_, trace) = traced(
            "Rebels/rebel/NOUN/2/nsubj attacked/attack/VERB.VBD/0/root the/the/DET/4/det army/army/NOUN/2/obj
             The/the/DET/2/det attack/attack/NOUN/3/nsubj killed/kill/VERB.VBD/0/root nine/nine/NUM/5/nummod people/people/NOUN/3/obj",
        );
        let again = trace.readings.iter().filter(|r| r.fate == Err(Lost::Again(EventId(0))));
        assert_eq!(again.count(), 2, "{trace:#?}");
        // nobody is known
        let (_, trace) =
            traced("People/people/NOUN/2/nsubj attacked/attack/VERB.VBD/0/root soldiers/soldier/NOUN/2/obj");
        assert_eq!(trace.readings[0].fate, Err(Lost::Lack(Lack::Anybody)));
    }
}

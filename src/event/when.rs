//! When: the date that stands with an act.

use crate::codebook::Part;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::time::merge_range;

use super::matching::Match;
use super::scene::Scene;
use super::{EventDate, tree};

/// The date of an act and the words of every time expression in its clause.
pub(crate) fn date(scene: &Scene, m: &Match) -> (Option<EventDate>, String) {
    let s = scene.syntax;
    let times = times_of_sentence(scene, m.head);
    let mut here: Vec<&Time> = times.iter().filter(|t| stands_with(s, t.head, m)).collect();
    here.sort_by_key(|t| (t.head.abs_diff(m.head), t.span));
    let words: Vec<&str> = here.iter().map(|t| scene.doc.slice(t.span)).collect();
    let words = words.join(" ");
    let dated = here.iter().find(|t| t.date.is_some() && is_its_own(scene, t.head, m));
    let dated = dated.copied().or_else(|| handed_on(scene, &times, m));
    (dated.and_then(|t| t.date.clone()), words)
}

/// The date that stands with a word or its clause.
pub(crate) fn date_at(scene: &Scene, word: usize) -> Option<EventDate> {
    let alone = Match { rule: 0, head: word, words: vec![word], part: Part::Noun };
    let s = scene.syntax;
    let times = times_of_sentence(scene, word);
    let here = times.iter().filter(|t| t.date.is_some() && stands_with(s, t.head, &alone));
    here.min_by_key(|t| (t.head.abs_diff(word), t.span)).and_then(|t| t.date.clone())
}

/// The dated time expression that holds a span.
pub(crate) fn date_over(scene: &Scene, span: Span) -> Option<EventDate> {
    let mut over =
        scene.timexes.overlapping(span).filter_map(|(t, timex)| Some((t, timex.value.as_deref()?)));
    over.find(|(_, value)| is_date(value)).map(|(t, value)| EventDate { value: value.to_owned(), span: *t })
}

/// A time expression of a sentence: its words, the word that heads it, its date.
struct Time {
    span: Span,
    head: usize,
    date: Option<EventDate>,
}

fn times_of_sentence(scene: &Scene, word: usize) -> Vec<Time> {
    let s = scene.syntax;
    let sentence = s.sentences().get(s.sentence_of(word)).cloned().unwrap_or(0..0);
    let Some(span) = s.cover(sentence) else { return Vec::new() };
    let mut times: Vec<Time> = Vec::new();
    for (t, timex) in scene.timexes.within(span) {
        let Some(head) = s.head_of(*t) else { continue };
        let value = timex.value.as_deref().filter(|v| is_date(v));
        let date = value.map(|v| EventDate { value: v.to_owned(), span: *t });
        let whole = times.last().and_then(|before| range(scene, before, date.as_ref()?));
        match (times.last_mut(), whole) {
            (Some(before), Some(whole)) => before.date = Some(whole),
            _ => times.push(Time { span: *t, head, date }),
        }
    }
    times
}

// "Feb. 12-14", "from Monday to Friday", "2011 and 2012": two dates that are the ends of one time.
fn range(scene: &Scene, first: &Time, second: &EventDate) -> Option<EventDate> {
    let start = first.date.as_ref()?;
    let between = scene.doc.span(start.span.end(), second.span.start())?;
    let joins =
        matches!(scene.doc.slice(between).trim(), "-" | "–" | "—" | "to" | "and" | "until" | "through");
    let (from, to) = joins.then(|| merge_range(&start.value, &second.value))??;
    (from < to).then(|| EventDate { value: format!("{from}/{to}"), span: start.span.cover(second.span) })
}

// Dates, not durations or sets: they begin with a year.
fn is_date(value: &str) -> bool {
    value.len() >= 4 && value.as_bytes().iter().take(4).all(u8::is_ascii_digit)
}

// Whether the first act above a time expression is this one, or its clause.
fn stands_with(s: &Syntax, time: usize, m: &Match) -> bool {
    let mine = tree::clause_head(s, m.head);
    let Some(governor) = s.word(time).head else { return false };
    if governor == m.head || m.words.contains(&governor) || is_compounded(s, governor, m.head) {
        return true;
    }
    // through the nouns of its own phrase ("the attack in Aleppo on Monday") up to the clause
    let clause = tree::clause_head(s, governor);
    clause == mine || s.ancestors(governor).take_while(|&a| !tree::is_clausal(s, a)).any(|a| a == m.head)
}

// "the September 17 airstrike investigation": a date before a compound is that of its first noun
fn is_compounded(s: &Syntax, governor: usize, head: usize) -> bool {
    let whole = |w: usize| {
        s.ancestors(w).take(4).find(|&a| !matches!(s.word(a).base_rel(), "compound" | "flat" | "amod"))
    };
    s.word(head).base_rel() == "compound" && whole(governor).is_some() && whole(governor) == whole(head)
}

// Of the times of its clause, those at which the act was: neither the end or the start of a time,
// nor what dates another noun, nor what dates the verb of which the act is the object.
fn is_its_own(scene: &Scene, time: usize, m: &Match) -> bool {
    let s = scene.syntax;
    if tree::marked(s, time, &["until", "till", "since", "before", "after"]) {
        return false;
    }
    let Some(governor) = s.word(time).head else { return false };
    let clause = tree::clause_head(s, m.head);
    // "we condemn the attacks today": what is said now dates what it is about
    if governor == clause && time > clause && is_said_now(scene, clause) {
        return m.head != clause || s.children_by(clause, "obj").next().is_none_or(|o| o > time);
    }
    if governor == m.head || m.words.contains(&governor) || is_compounded(s, governor, m.head) {
        return true;
    }
    // "the Dec. 2 attack" in the clause of another act
    if s.word(governor).upos == "NOUN" && time < governor && scene.carrier(governor) != Some(m.head) {
        return false;
    }
    let inside = s.ancestors(governor).take_while(|&a| !tree::is_clausal(s, a)).any(|a| a == m.head);
    if clause == m.head || inside || s.word(m.head).upos != "NOUN" {
        return true;
    }
    let carried = scene.carrier(m.head).is_some() || s.word(clause).upos != "VERB";
    carried
        || follows(s, time, m.head)
        || !matches!(s.word(m.head).base_rel(), "obj" | "nmod" | "compound" | "conj" | "appos")
}

// "to start talks in January": right behind the noun, below a verb that itself has no past
fn follows(s: &Syntax, time: usize, noun: usize) -> bool {
    let clause = tree::clause_head(s, noun);
    let before = s.subtree(time).into_iter().min().unwrap_or(time);
    before == noun + 1 && s.word(clause).xpos == "VB"
}

// "condemns", "we welcome": a verb of an act in words, in the present
fn is_said_now(scene: &Scene, verb: usize) -> bool {
    let s = scene.syntax;
    matches!(s.word(verb).xpos, "VBP" | "VBZ")
        && scene
            .codebook
            .events()
            .patterns(Part::Verb, &tree::lemma(s, verb))
            .iter()
            .any(|p| super::is_verbal(&scene.codebook.events().rule(p.rule).event_type))
}

// "met on Monday and urged": a verb coordinated with a dated one; "began in 2014 supporting".
fn handed_on<'a>(scene: &Scene, times: &'a [Time], m: &Match) -> Option<&'a Time> {
    const PHASE: [&str; 5] = ["begin", "start", "continue", "resume", "keep"];
    let s = scene.syntax;
    if s.word(m.head).upos != "VERB" {
        return None;
    }
    let mut at = m.head;
    while let Some(up) = s.word(at).head {
        let goes_on = match s.word(at).base_rel() {
            "conj" => s.word(up).upos == "VERB",
            "xcomp" => PHASE.contains(&tree::lemma(s, up).as_str()),
            // "fired on the crowd, killing two"
            "advcl" => s.word(at).xpos == "VBG" && tree::markers(s, at).next().is_none(),
            _ => false,
        };
        if !goes_on || up >= at {
            return None;
        }
        let own = |t: &&Time| {
            t.date.is_some()
                && s.word(t.head).head == Some(up)
                && !tree::marked(s, t.head, &["until", "till", "since", "before", "after"])
        };
        if let Some(time) = times.iter().find(own) {
            return Some(time);
        }
        at = up;
    }
    None
}

/// Whether one date lies in another, or is it.
pub(super) fn lies_in(inner: &str, outer: &str) -> bool {
    let days = |value: &str| match value.split_once('/') {
        Some((from, to)) => merge_range(from, to),
        None => crate::time::date_value(value),
    };
    match (days(inner), days(outer)) {
        (Some((a, b)), Some((c, d))) => c <= a && b <= d,
        _ => inner == outer,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{report, short};
    use super::lies_in;
    use crate::actor::EntityKind;
    use crate::language::TimexKind;
    use crate::layer::Layer;
    use crate::time::Timex;

    /// Each event with its date, of a report whose time expressions are given with their values.
    #[track_caller]
    fn expect(trees: &str, times: &[(&str, &str)], wanted: &[&str]) {
        let actors = [("rebels", EntityKind::ArmedGroup), ("Kano", EntityKind::Place)];
        let mut report = report(&short(trees), &actors);
        let timex = |(words, value): &(&str, &str)| {
            let start = report.doc.text().find(words).unwrap();
            let span = report.doc.span(start, start + words.len()).unwrap();
            (span, Timex { kind: TimexKind::Date, value: Some((*value).to_owned()) })
        };
        report.timexes = Layer::new(times.iter().map(timex).collect());
        let show = |e: &super::super::Event| {
            let value = e.date.as_ref().map_or("undated", |d| d.value.as_str());
            format!("{} {value}", report.doc.slice(e.trigger))
        };
        let shown: Vec<String> = report.events().iter().map(show).collect();
        assert_eq!(shown, wanted, "in: {}", report.doc.text());
    }

    #[test]
    fn verbs_together_share_a_date_and_their_objects_do_not() {
        expect(
            "Kenya/Kenya/PROPN/2/nsubj condemned/condemn/VERB.VBD/0/root the/the/DET/4/det bombing/bombing/NOUN/2/obj of/of/ADP/6/case Kano/Kano/PROPN/4/nmod on/on/ADP/8/case Monday/Monday/PROPN/2/obl and/and/CCONJ/10/cc urged/urge/VERB.VBD/2/conj Ghana/Ghana/PROPN/10/obj to/to/PART/13/mark withdraw/withdraw/VERB.VB/10/xcomp",
            &[("Monday", "2016-02-01")],
            &["condemned 2016-02-01", "bombing undated", "urged 2016-02-01", "withdraw undated"],
        );
    }

    #[test]
    fn the_end_of_a_time_is_no_date_and_two_ends_are_one() {
        let tree = |first: &str| {
            format!(
                "rebels/rebel/NOUN/2/nsubj shelled/shell/VERB.VBD/0/root Kano/Kano/PROPN/2/obj {first}/{first}/ADP/5/case Monday/Monday/PROPN/2/obl"
            )
        };
        expect(&tree("until"), &[("Monday", "2016-02-01")], &["shelled undated"]);
        expect(&tree("on"), &[("Monday", "2016-02-01")], &["shelled 2016-02-01"]);
        expect(
            "rebels/rebel/NOUN/2/nsubj shelled/shell/VERB.VBD/0/root Kano/Kano/PROPN/2/obj on/on/ADP/5/case Monday/Monday/PROPN/2/obl and/and/CCONJ/7/cc Tuesday/Tuesday/PROPN/5/conj",
            &[("Monday", "2016-02-01"), ("Tuesday", "2016-02-02")],
            &["shelled 2016-02-01/2016-02-02"],
        );
    }

    #[test]
    fn days_lie_in_months() {
        assert!(lies_in("2016-02-03", "2016-02") && lies_in("2016-02-03TMO", "2016-02-03"));
        assert!(lies_in("2016-02-03", "2016-02-01/2016-02-07"));
        assert!(!lies_in("2016", "2016-02") && !lies_in("2016-02-03", "2016-02-04"));
    }
}

//! Single sightings of a process: a noun that names it, and what governs the noun.

use crate::actor::EntityId;
use crate::codebook::ProcessKind;
use crate::event::scene::Scene;
use crate::event::{Event, EventDate, EventId, setting, tree};
use crate::span::Span;

use super::Transition;

/// One place of the text that tells of a process.
pub(crate) struct Sighting {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) parties: Vec<EntityId>,
    pub(crate) mediator: Option<EntityId>,
    pub(crate) venue: Option<EntityId>,
    pub(crate) transitions: Vec<Transition>,
}

/// All sightings, in order of the text.
pub(crate) fn sightings(scene: &Scene, events: &[Event]) -> Vec<Sighting> {
    (0..scene.syntax.words().len())
        .filter(|&w| scene.is_prose(w))
        .filter_map(|w| sighting(scene, events, w))
        .collect()
}

fn sighting(scene: &Scene, events: &[Event], noun: usize) -> Option<Sighting> {
    let s = scene.syntax;
    let kind = kind_of(scene, noun)?;
    let governor = govern(scene, noun);
    let mut transitions = transitions(scene, events, noun, &governor);
    let event = events.iter().find(|e| touches(scene, e, noun));
    if kind.name == "other" && !transitions.iter().any(|t| t.date.is_some()) {
        return None;
    }
    if transitions.is_empty() {
        transitions.extend(standing(scene, kind, noun, &governor));
    }
    if transitions.is_empty() {
        return None;
    }
    let mut parties: Vec<EntityId> =
        event.into_iter().flat_map(|e| e.actors.iter().chain(&e.recipients).copied()).collect();
    for p in ["between", "with", "against", "by"] {
        parties.extend(
            tree::prepositional(s, noun, p)
                .into_iter()
                .filter_map(|w| scene.entity(w))
                .filter(|&id| scene.can_act(id)),
        );
    }
    let mediator = mediator(scene, kind, &transitions);
    parties.retain(|id| Some(*id) != mediator);
    let venue = setting::beside(scene, noun).or_else(|| event.and_then(|e| e.place));
    Some(Sighting {
        kind: kind.name.clone(),
        name: name(scene, noun, venue),
        parties,
        mediator,
        venue,
        transitions,
    })
}

fn kind_of<'a>(scene: &Scene<'a>, noun: usize) -> Option<&'a ProcessKind> {
    let word = scene.syntax.word(noun);
    let named = matches!(word.upos, "NOUN" | "PROPN") && word.base_rel() != "compound";
    let lemma = tree::lemma(scene.syntax, noun);
    let names = tree::names(scene.syntax, noun);
    scene.codebook.processes().kinds().iter().find(|k| {
        let by_noun = named
            && (k.nouns.contains(&lemma) || names.iter().any(|n| n.contains(' ') && k.nouns.contains(n)));
        // one strike is no campaign
        let by_noun =
            by_noun && (k.name != "campaign" || !lemma.ends_with("strike") || word.xpos.ends_with('S'));
        let by_verb = word.upos == "VERB" && k.verbs.iter().any(|v| is_phrase(scene, noun, v));
        (by_noun || by_verb) && !names.iter().any(|n| k.nouns_not.contains(n))
    })
}

// The noun and verb that govern a process: "froze the start of the talks" has both.
struct Governor {
    noun: Option<usize>,
    verb: Option<usize>,
    is_subject: bool,
}

fn govern(scene: &Scene, noun: usize) -> Governor {
    let s = scene.syntax;
    let first = tree::first_conjunct(s, noun);
    let mut out = Governor { noun: None, verb: None, is_subject: false };
    let mut w = first;
    let of_noun = |h: &usize| s.word(*h).upos == "NOUN" && tree::marked(s, w, &["of", "for", "to"]);
    if let Some(h) = s.word(w).head.filter(|_| s.word(w).base_rel() == "nmod").filter(of_noun) {
        out.noun = Some(h);
        w = tree::first_conjunct(s, h);
    }
    let word = s.word(w);
    out.verb = match (word.base_rel(), word.head) {
        ("obj" | "nsubj" | "obl" | "xcomp", Some(h)) if s.word(h).upos == "VERB" => Some(h),
        // "the siege was over"
        ("nsubj", Some(h)) if s.children_by(h, "cop").next().is_some() => Some(h),
        _ => s.children_by(w, "acl").find(|&c| tree::is_passive(s, c)),
    };
    out.is_subject = word.rel == "nsubj";
    out
}

fn transitions(scene: &Scene, events: &[Event], noun: usize, governor: &Governor) -> Vec<Transition> {
    let s = scene.syntax;
    let book = scene.codebook.processes().transitions();
    let verb_state = governor.verb.and_then(|v| by_verb(scene, v, noun, governor));
    let noun_state = governor.noun.and_then(|n| book.iter().find(|t| t.nouns.contains(&tree::lemma(s, n))));
    let until = governor.verb.and_then(|v| until_date(scene, v).map(|d| (v, d)));
    if let Some((v, date)) =
        until.filter(|&(v, _)| book.iter().any(|t| t.state == "paused" && stops(scene, v, t)))
    {
        let pause = transition(scene, events, "paused", v, noun, None);
        let resume = Transition {
            state: "scheduled".into(),
            by: None,
            cause: None,
            date: Some(date),
            evidence: pause.evidence,
        };
        return vec![pause, resume];
    }
    // "froze the start of the talks": the verb says what became of it; but who calls for an end of something
    // says that it goes on
    let wished = |of: Option<&crate::codebook::TransitionWords>, states: &[&str]| {
        of.is_some_and(|t| states.contains(&t.state.as_str()))
    };
    let goes_on = wished(verb_state, &["proposed"]) && wished(noun_state, &["ended", "paused"]);
    let state = if goes_on { Some("ongoing") } else { verb_state.or(noun_state).map(|t| t.state.as_str()) };
    let adjective =
        book.iter().find(|t| s.children_by(noun, "amod").any(|c| t.adjectives.contains(&tree::lemma(s, c))));
    let Some(state) = state.or(adjective.map(|t| t.state.as_str())) else {
        return dated_ahead(scene, noun).into_iter().collect();
    };
    let anchor = match (verb_state, noun_state) {
        (Some(_), _) => governor.verb,
        (None, Some(_)) => governor.noun,
        _ => None,
    };
    let state = shaded(scene, state, anchor);
    vec![transition(
        scene,
        events,
        &state,
        anchor.unwrap_or(noun),
        noun,
        dated(scene, anchor.unwrap_or(noun), noun),
    )]
}

// The change that the verb tells; of several phrases that fit the longest ("declare over" before "declare").
fn by_verb<'a>(
    scene: &Scene<'a>,
    verb: usize,
    noun: usize,
    governor: &Governor,
) -> Option<&'a crate::codebook::TransitionWords> {
    let book = scene.codebook.processes().transitions();
    let fits = |p: &&String| is_phrase(scene, verb, p) && governs(scene, verb, noun, governor, p);
    let longest = |t: &&crate::codebook::TransitionWords| {
        t.verbs.iter().filter(fits).map(|p| p.split(' ').count()).max().unwrap_or(0)
    };
    book.iter().filter(|t| longest(t) > 0).reduce(|a, b| if longest(&b) > longest(&a) { b } else { a })
}

// Whether the verb's phrase has this process as its object, passive subject, or (of a verb that
// takes none) subject.
fn governs(scene: &Scene, verb: usize, noun: usize, governor: &Governor, phrase: &str) -> bool {
    let s = scene.syntax;
    // "halted as a result of the strikes" says nothing of the strikes
    if s.word(tree::first_conjunct(s, governor.noun.unwrap_or(noun))).base_rel() == "obl"
        && !phrase.contains(' ')
    {
        return false;
    }
    !governor.is_subject
        || s.children_by(verb, "obj").next().is_none()
        || governor.noun.is_some()
        || s.word(noun).head == Some(verb) && tree::is_passive(s, verb)
}

fn is_phrase(scene: &Scene, verb: usize, phrase: &str) -> bool {
    let s = scene.syntax;
    let mut words = phrase.split(' ');
    words.next() == Some(tree::lemma(s, verb).as_str())
        && words.all(|w| {
            s.children(verb).iter().any(|&c| {
                tree::lemma(s, c) == w
                    || tree::marked(s, c, &[w])
                    || s.children(c).iter().any(|&d| tree::lemma(s, d) == w)
            })
        })
}

fn stops(scene: &Scene, verb: usize, paused: &crate::codebook::TransitionWords) -> bool {
    paused.verbs.iter().chain(&paused.until).any(|p| is_phrase(scene, verb, p))
}

fn until_date(scene: &Scene, verb: usize) -> Option<EventDate> {
    let s = scene.syntax;
    let until = tree::prepositional(s, verb, "until")
        .into_iter()
        .chain(tree::prepositional(s, verb, "till"))
        .next()?;
    let span = s.word(until).span;
    setting::date_over(scene, span)
}

// A change that is only demanded or planned tells of the state before it.
fn shaded(scene: &Scene, state: &str, anchor: Option<usize>) -> String {
    let s = scene.syntax;
    let Some(verb) = anchor.filter(|&a| s.word(a).upos == "VERB") else { return state.to_owned() };
    let auxiliary = |set: &std::collections::BTreeSet<String>| {
        s.children_by(verb, "aux").any(|a| set.contains(&tree::lemma(s, a)))
    };
    let words = &scene.grammar().auxiliaries;
    let wished = auxiliary(&words.hypothetical) || is_wished(scene, verb);
    let announced = auxiliary(&words.future);
    match state {
        "ended" | "paused" if wished || announced => "ongoing".into(),
        "begun" | "resumed" | "agreed" | "ongoing" if announced => "scheduled".into(),
        "begun" | "resumed" | "agreed" if wished => "proposed".into(),
        "scheduled" if tree::lemma(s, verb) == "hold" && !announced => "ongoing".into(),
        _ => state.to_owned(),
    }
}

// "should stop and end", "called on them to end"
fn is_wished(scene: &Scene, verb: usize) -> bool {
    let (s, words) = (scene.syntax, scene.grammar());
    let helped = |w: usize| {
        s.children_by(w, "aux").any(|a| words.auxiliaries.hypothetical.contains(&tree::lemma(s, a)))
    };
    let mut w = verb;
    for _ in 0..12 {
        let Some(head) = s.word(w).head else { return false };
        let wished = match s.word(w).base_rel() {
            "conj" => helped(head),
            "xcomp" => helped(head) || words.hypothetical.contains(&tree::lemma(s, head)),
            "advcl" | "acl" | "ccomp" => return words.hypothetical.contains(&tree::lemma(s, head)),
            _ => return false,
        };
        if wished {
            return true;
        }
        w = head;
    }
    false
}

fn dated(scene: &Scene, anchor: usize, noun: usize) -> Option<EventDate> {
    setting::date_at(scene, anchor).or_else(|| setting::date_at(scene, noun))
}

// A conference or election that is dated after publication is scheduled.
fn dated_ahead(scene: &Scene, noun: usize) -> Option<Transition> {
    let published = scene.doc.published()?.date.to_string();
    let date =
        setting::date_at(scene, noun).filter(|d| d.value.get(..10).is_some_and(|day| *day > *published))?;
    let evidence = phrase(scene, noun).cover(date.span);
    Some(Transition { state: "scheduled".into(), date: Some(date), by: None, cause: None, evidence })
}

fn transition(
    scene: &Scene,
    events: &[Event],
    state: &str,
    anchor: usize,
    noun: usize,
    date: Option<EventDate>,
) -> Transition {
    let s = scene.syntax;
    let by = tree::agents(s, anchor)
        .into_iter()
        .filter(|&w| w != noun)
        .find_map(|w| scene.entity(w))
        .filter(|&id| scene.can_act(id));
    let until = until_date(scene, anchor).map(|d| d.span);
    let mut evidence = phrase(scene, noun).cover(s.word(anchor).span);
    for span in date.as_ref().map(|d| d.span).into_iter().chain(until) {
        evidence = evidence.cover(span);
    }
    let sentence = s.sentence_of(noun);
    let same = s.sentence_of(anchor) == sentence;
    Transition {
        state: state.into(),
        date,
        by,
        cause: cause(scene, events, anchor),
        evidence: if same { evidence } else { phrase(scene, noun) },
    }
}

// A process that is named without a change of state: sieges and campaigns are then under way.
fn standing(scene: &Scene, kind: &ProcessKind, noun: usize, governor: &Governor) -> Option<Transition> {
    let running =
        matches!(kind.name.as_str(), "siege" | "campaign") || scene.syntax.word(noun).upos == "VERB";
    let wanted =
        governor.verb.is_some_and(|v| scene.grammar().hypothetical.contains(&tree::lemma(scene.syntax, v)));
    let state = if running { "ongoing" } else { return None };
    (!wanted).then(|| Transition {
        state: state.into(),
        date: None,
        by: None,
        cause: None,
        evidence: phrase(scene, noun),
    })
}

// "due to", "as a result of", "following", "follow", "after": the act named or told there.
fn cause(scene: &Scene, events: &[Event], anchor: usize) -> Option<EventId> {
    let s = scene.syntax;
    let causes = s.children(anchor).iter().copied().filter(|&c| {
        matches!(s.word(c).base_rel(), "obl" | "advcl" | "nmod" | "xcomp")
            && (tree::marked(s, c, &["due", "following", "after", "because", "over"])
                || tree::names(s, c).iter().any(|n| n == "result" || n == "response"))
    });
    let told = |w: usize| events.iter().position(|e| touches(scene, e, w)).map(EventId);
    causes
        .into_iter()
        .find_map(|c| told(c).or_else(|| s.subtree(c).into_iter().find_map(told)))
        .or_else(|| following(scene, events, anchor))
}

// Long clauses after "following" are often attached elsewhere: the first act that is told, and not
// only mentioned again, between that word and the end of the sentence.
fn following(scene: &Scene, events: &[Event], anchor: usize) -> Option<EventId> {
    let s = scene.syntax;
    let sentence = s.sentences().get(s.sentence_of(anchor))?;
    let marks =
        |&w: &usize| matches!(scene.doc.slice(s.word(w).span).to_lowercase().as_str(), "following" | "after");
    let mark = (anchor + 1..sentence.end).find(marks)?;
    let within = s.cover(mark + 1..sentence.end)?;
    events.iter().position(|e| within.contains(e.trigger) && e.event_type != "CONSULT").map(EventId)
}

fn touches(scene: &Scene, event: &Event, word: usize) -> bool {
    let span = scene.syntax.word(word).span;
    event.trigger.overlaps(span) || event.mentions.iter().any(|m| m.overlaps(span))
}

// Whoever brings a change about and is called mediator or envoy.
fn mediator(scene: &Scene, kind: &ProcessKind, transitions: &[Transition]) -> Option<EntityId> {
    let mediates = |id: &EntityId| {
        let e = scene.entities.get(*id);
        let words = e.role.iter().map(|(role, _)| role.as_str()).chain(e.table_role.as_deref());
        let mut titles = words.map(str::to_lowercase);
        titles.any(|t| ["mediator", "envoy", "special representative"].iter().any(|m| t.contains(m)))
    };
    (kind.name == "negotiation").then(|| transitions.iter().filter_map(|t| t.by).find(mediates)).flatten()
}

/// The noun with the words before it that belong to it.
fn phrase(scene: &Scene, noun: usize) -> Span {
    let s = scene.syntax;
    let own = s
        .children(noun)
        .iter()
        .copied()
        .filter(|&c| c < noun && matches!(s.word(c).base_rel(), "compound" | "amod" | "nmod" | "det"));
    s.cover(own.chain([noun])).unwrap_or(s.word(noun).span)
}

// "Syria peace talks in Geneva"
fn name(scene: &Scene, noun: usize, venue: Option<EntityId>) -> String {
    let s = scene.syntax;
    let own = s
        .children(noun)
        .iter()
        .copied()
        .filter(|&c| c < noun && matches!(s.word(c).base_rel(), "compound" | "amod"));
    let span = s.cover(own.chain([noun])).unwrap_or(s.word(noun).span);
    let words = scene.doc.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    match venue.map(|id| scene.entities.get(id).name.as_str()) {
        Some(place) if !words.contains(place) => format!("{words} in {place}"),
        _ => words,
    }
}

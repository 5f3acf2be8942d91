//! What is owed over time: which reports tell of one promise or demand, and what became of it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::told::{Source, Told, days, overlap};
use crate::digest;
use crate::event::{Polarity, Reality};
use crate::record::{CommitmentRecord, DateRecord, EventRecord, SCHEMA, SpanRecord};
use crate::story::{content_stems, join};
use crate::time::days_between;

/// From this likeness on two reports tell of one commitment.
const SAME: f32 = 0.5;
/// From this likeness on an event is what was promised or demanded.
const MOVES: f32 = 0.34;
/// An event later than this after a commitment says nothing of it.
const APART: i32 = 370;

/// Something that somebody owes, as all reports of it tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Number of the form.
    pub schema: u32,
    /// Hash of the first report's commitment.
    pub id: String,
    /// Promise, obligation, demand, deadline.
    pub kind: String,
    /// Who should act.
    pub debtor: Option<String>,
    /// To whom it is owed.
    pub creditor: Option<String>,
    /// What is to be done, in the words of the first report.
    pub content: SpanRecord,
    /// By when.
    pub due: Option<DateRecord>,
    /// Where it is told, with the words.
    pub evidence: Vec<(Source, SpanRecord)>,
    /// What moved its state, in order of days.
    pub moves: Vec<Move>,
    /// Ids of the commitment records that tell of it.
    pub tellings: Vec<String>,
}

/// A change of state of a commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Met, broken, withdrawn.
    pub to: String,
    /// Day from which on it holds; that of publication where the report gives none.
    pub day: Option<String>,
    /// Id of the event that moved it, where an event did.
    pub event: Option<String>,
    /// Where it is told.
    pub source: Source,
    /// The words.
    pub evidence: SpanRecord,
}

impl Owed {
    /// The state on a day: that of the last move until then, else `overdue` where the day due is past, else
    /// `open`.
    pub fn state_on(&self, day: Option<Date>) -> &str {
        let until = day.map(|d| d.to_string());
        let past = |m: &&Move| match (&m.day, &until) {
            (Some(at), Some(until)) => at <= until,
            _ => true,
        };
        if let Some(last) = self.moves.iter().rev().find(past) {
            return &last.to;
        }
        match (days(self.due.as_ref()), day) {
            (Some((_, due)), Some(day)) if due < day => "overdue",
            _ => "open",
        }
    }
}

/// One report's commitment.
#[derive(Debug, Clone, Copy)]
pub struct OwedTelling<'a> {
    /// The report.
    pub told: &'a Told,
    /// Its commitment.
    pub commitment: &'a CommitmentRecord,
}

impl OwedTelling<'_> {
    fn words(&self) -> BTreeSet<u64> {
        content_stems(&self.commitment.content.text).into_iter().collect()
    }
}

/// What is compared of a telling, worked out once: there are very many pairs.
struct Compared<'a> {
    telling: OwedTelling<'a>,
    words: BTreeSet<u64>,
    debtor: BTreeSet<u64>,
    lands: BTreeSet<String>,
}

impl<'a> Compared<'a> {
    fn of(telling: OwedTelling<'a>) -> Compared<'a> {
        Compared {
            words: telling.words(),
            debtor: telling.told.names(&telling.commitment.debtor),
            lands: telling.told.countries_of(&telling.commitment.debtor),
            telling,
        }
    }
}

/// What is owed after some reports, as far as `wanted` asks for one of its tellings, moved by the events of
/// those same reports.
pub fn owed(tellings: &[OwedTelling], reports: &[&Told], wanted: &dyn Fn(&OwedTelling) -> bool) -> Vec<Owed> {
    let mut tellings = tellings.to_vec();
    tellings.sort_by(|a, b| a.commitment.id.cmp(&b.commitment.id));
    let compared: Vec<Compared> = tellings.iter().map(|t| Compared::of(*t)).collect();
    let groups = join(compared.len(), |i, j| likeness(&compared[i], &compared[j]), SAME);
    let groups = groups.iter().map(|group| group.iter().map(|&i| tellings[i]).collect::<Vec<_>>());
    let mut out: Vec<Owed> =
        groups.filter(|group| group.iter().any(wanted)).map(|group| one(&group, reports)).collect();
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

/// How likely two reports tell of one commitment, 0 to 1.
fn likeness(a: &Compared, b: &Compared) -> f32 {
    let words = overlap(&a.words, &b.words);
    if words < SAME {
        return 0.0;
    }
    let known = !a.debtor.is_empty() && !b.debtor.is_empty();
    let debtor = if known { overlap(&a.debtor, &b.debtor).max(overlap(&a.lands, &b.lands)) } else { 0.5 };
    let (x, y) = (a.telling.told, b.telling.told);
    let apart = x.record.document.id != y.record.document.id && overlap(&x.about, &y.about) == 0.0;
    if debtor == 0.0 || apart { 0.0 } else { words * (0.5 + 0.5 * debtor) }
}

fn one(tellings: &[OwedTelling], reports: &[&Told]) -> Owed {
    let mut tellings = tellings.to_vec();
    let at = |t: &OwedTelling| (t.told.published.is_none(), t.told.published, t.commitment.content.start);
    tellings.sort_by(|a, b| at(a).cmp(&at(b)).then(a.commitment.id.cmp(&b.commitment.id)));
    let first = tellings[0];
    let name = |of: fn(&CommitmentRecord) -> Option<String>| tellings.iter().find_map(|t| of(t.commitment));
    let mut moves = moves(&first, &tellings, reports);
    moves.sort_by(|a, b| (a.day.is_none(), &a.day, &a.event).cmp(&(b.day.is_none(), &b.day, &b.event)));
    let mut ids: Vec<String> = tellings.iter().map(|t| t.commitment.id.clone()).collect();
    ids.sort();
    Owed {
        schema: SCHEMA,
        id: digest::id(&["commitment", &first.commitment.id]),
        kind: first.commitment.kind.clone(),
        debtor: name(|c| c.debtor.as_ref().map(|p| p.name.clone())),
        creditor: name(|c| c.creditor.as_ref().map(|p| p.name.clone())),
        content: first.commitment.content.clone(),
        due: tellings.iter().find_map(|t| t.commitment.due.clone()),
        evidence: tellings.iter().map(|t| (t.told.source(), t.commitment.content.clone())).collect(),
        moves,
        tellings: ids,
    }
}

/// What moved a commitment: states that reports give outright, and later events that are what was owed.
fn moves(first: &OwedTelling, tellings: &[OwedTelling], reports: &[&Told]) -> Vec<Move> {
    let stated = tellings.iter().filter(|t| t.commitment.state != "open").map(|t| Move {
        to: t.commitment.state.clone(),
        day: t.told.published.map(|d| d.to_string()),
        event: None,
        source: t.told.source(),
        evidence: t.commitment.content.clone(),
    });
    let wanted = first.words();
    let mut out: Vec<Move> = stated.collect();
    for told in reports {
        let later = match (first.told.published, told.published) {
            (Some(a), Some(b)) => (1..=APART).contains(&days_between(a, b)),
            _ => false,
        };
        let related = overlap(&first.told.about, &told.about) > 0.0;
        if later && related {
            let by_event: Vec<Move> =
                told.record.events.iter().filter_map(|event| moved(first, &wanted, told, event)).collect();
            if by_event.is_empty() {
                out.extend((0..told.stems.len()).filter_map(|n| told_of(first, &wanted, told, n)));
            }
            out.extend(by_event);
        }
    }
    out
}

/// Words that say that something is yet to be, or is asked for: such a sentence tells of no deed.
const OPEN: &[&str] = &[
    "will",
    "would",
    "must",
    "should",
    "shall",
    "promised",
    "promise",
    "pledged",
    "pledge",
    "agreed to",
    "vowed",
    "demand",
    "demanded",
    "called on",
    "urged",
    "due to",
    "expected to",
    "has until",
    "by the end of",
    "plans to",
    "if",
    "whether",
    "ordered",
    "asked",
    "calls for",
    "wants",
];
/// Words that say that a deed was not done.
const NOT: &[&str] = &[
    "not", "n't", "never", "no", "failed", "refused", "still", "without", "yet to", "nothing", "none",
    "missed", "ignored", "reneged",
];
/// Words that say that who asked for something asks for it no more.
const DROPPED: &[&str] = &[
    "dropped",
    "drop",
    "withdrew",
    "withdrawn",
    "gave up",
    "no longer insist",
    "no longer insists",
    "abandoned",
    "lifted its demand",
    "waived",
];
/// Words that a commitment and a sentence have in common at least.
const LEAST: usize = 3;
/// From this share of a commitment's words on a sentence tells of it.
const TELLS: f32 = 0.5;

/// Whether a text has one of some phrases, as whole words.
fn has(text: &str, phrases: &[&str]) -> bool {
    let letters = |c: char| c.is_alphanumeric() || c == '\'';
    let text: String = text.to_lowercase().replace('’', "'");
    let plain: Vec<&str> = text.split(|c| !letters(c)).filter(|w| !w.is_empty()).collect();
    let plain = format!(" {} ", plain.join(" "));
    phrases.iter().any(|p| plain.contains(&format!(" {p} ")) || (*p == "n't" && plain.contains("n't ")))
}

/// The move of which a sentence tells in so many words, where no event was coded.
fn told_of(first: &OwedTelling, wanted: &BTreeSet<u64>, told: &Told, sentence: usize) -> Option<Move> {
    let words = told.stems.get(sentence)?;
    let common = wanted.intersection(words).count();
    if common < LEAST || overlap(wanted, words) < TELLS || wanted.len() > words.len() {
        return None;
    }
    let [start, end] = *told.record.document.sentences.get(sentence)?;
    let text = told.record.document.text.get(start..end)?;
    // somebody else's deed moves nothing
    let debtor = first.told.names(&first.commitment.debtor);
    let lands = first.told.countries_of(&first.commitment.debtor);
    let named = told
        .record
        .entities
        .iter()
        .filter(|e| e.mentions.iter().any(|m| m.span.start >= start && m.span.end <= end));
    let mut other = named.peekable();
    let is_debtor = |e: &crate::record::EntityRecord| {
        content_stems(&e.name).iter().any(|s| debtor.contains(s))
            || e.country.as_ref().is_some_and(|c| lands.contains(c))
    };
    if !debtor.is_empty() && other.peek().is_some() && !other.any(is_debtor) {
        return None;
    }
    let to = match () {
        () if has(text, DROPPED) => "withdrawn",
        () if has(text, OPEN) => return None,
        () if has(text, NOT) => "broken",
        () => "met",
    };
    let chars = told.record.document.text.get(..start)?.chars().count();
    Some(Move {
        to: to.to_owned(),
        day: told.published.map(|d| d.to_string()),
        event: None,
        source: told.source(),
        evidence: SpanRecord {
            start,
            end,
            text: text.to_owned(),
            chars: [chars, chars + text.chars().count()],
        },
    })
}

/// The move that an event makes of a commitment, where it is what was owed.
fn moved(first: &OwedTelling, wanted: &BTreeSet<u64>, told: &Told, event: &EventRecord) -> Option<Move> {
    let commitment = first.commitment;
    let named =
        |told: &Told, parties: &[crate::record::Party]| (told.names(parties), told.countries_of(parties));
    let is = |party: Option<&crate::record::Party>, parties: &[crate::record::Party]| {
        let Some(party) = party else { return false };
        let (names, lands) = named(first.told, std::slice::from_ref(party));
        let (other, other_lands) = named(told, parties);
        overlap(&names, &other) > 0.0 || overlap(&lands, &other_lands) > 0.0
    };
    let sentence = told.sentence(event.trigger.start);
    let range = told.record.document.sentences.get(sentence)?;
    let said = told.record.document.text.get(range[0]..range[1])?;
    let words = told.stems.get(sentence)?;
    let common = wanted.intersection(words).count();
    let like = if common >= LEAST.min(wanted.len().max(2)) { overlap(wanted, words) } else { 0.0 };
    let by_debtor = is(commitment.debtor.as_ref(), &event.actors);
    let by_creditor = is(commitment.creditor.as_ref(), &event.actors);
    let speech = matches!(
        event.event_type.as_str(),
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" | "SUPPORT" | "CONSULT"
    );
    let drops = has(said, DROPPED);
    let to = if by_creditor && drops && like >= MOVES {
        "withdrawn"
    } else if speech
        || event.reality != Reality::Actual
        || like < MOVES
        || !(by_debtor || event.actors.is_empty())
    {
        return None;
    } else if event.polarity == Polarity::Negated {
        "broken"
    } else {
        "met"
    };
    Some(Move {
        to: to.to_owned(),
        day: days(event.date.as_ref()).map(|d| d.0).or(told.published).map(|d| d.to_string()),
        event: Some(event.id.clone()),
        source: told.source(),
        evidence: event.trigger.clone(),
    })
}

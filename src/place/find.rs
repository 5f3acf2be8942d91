//! Which words of a report name places, and what they may stand for.

use std::collections::BTreeMap;

use super::gazetteer::{Candidate, Gazetteer, Sort};
use crate::document::Document;
use crate::fold::fold;
use crate::language::{Language, NameKind};
use crate::span::Span;

/// A longer name than this is looked up by its parts alone.
const LONGEST: usize = 80;
/// More toponyms than this are not looked at: no report has as many.
const MOST: usize = 20_000;
/// Towns of fewer people are not taken for places unless the model says so.
const WELL_KNOWN: u32 = 150_000;

/// A place name with all it may stand for.
#[derive(Debug, Clone)]
pub struct Toponym {
    /// The words.
    pub span: Span,
    /// The name as looked up.
    pub name: String,
    /// The places of the name.
    pub candidates: Vec<Candidate>,
    /// The region or state that the text writes behind it: `Texas` in `Paris, Texas`.
    pub inside: Option<Inside>,
}

/// What the text says that a place lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// Its name.
    pub name: String,
    /// Code of the state, if it is a state.
    pub country: Option<String>,
}

/// What else the report says about where it plays.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// How often words lead to a state without being a toponym: adjectives, the publisher's domain.
    pub countries: BTreeMap<String, f64>,
}

/// All place names, in order of the text.
pub fn toponyms(doc: &Document, lang: &Language, gaz: &Gazetteer) -> Vec<Toponym> {
    let mut found: Vec<Toponym> = Vec::new();
    for (span, kind) in lang.names.iter().take(MOST) {
        match kind {
            NameKind::Place => found.extend(of_name(doc, widened(doc, *span, gaz), gaz)),
            NameKind::Organisation => {
                found.extend(place_only(doc, *span, gaz).or_else(|| gathering(doc, *span, gaz)));
            }
            NameKind::Other => found.extend(gathering(doc, *span, gaz)),
            _ => {}
        }
    }
    let free = |span: Span| {
        !lang.names.overlapping(span).any(|(_, kind)| matches!(kind, NameKind::Place | NameKind::Person))
    };
    for (span, ()) in lang.toponyms.iter().take(MOST).filter(|(span, ())| free(*span)) {
        let text = doc.slice(*span);
        let people = gaz.nationality(text).is_some() && gaz.of_tables(text).is_none();
        let known = found.iter().any(|t| t.span.overlaps(*span));
        found.extend(whole(doc, *span, gaz).filter(|_| !people && !known && proper(text)));
    }
    let taken: Vec<Span> = lang.names.iter().map(|(span, _)| *span).collect();
    let more = unnamed(doc, &taken, gaz);
    let more: Vec<Toponym> =
        more.into_iter().filter(|t| !found.iter().any(|f| f.span.overlaps(t.span))).collect();
    found.extend(more);
    found.sort_by_key(|t| t.span);
    found
}

/// The place that a meeting is named after, and held in: `Munich Security Conference`.
fn gathering(doc: &Document, span: Span, gaz: &Gazetteer) -> Option<Toponym> {
    const MEETINGS: [&str; 4] = ["conference", "summit", "forum", "talks"];
    let text = doc.slice(span);
    let (first, rest) = text.split_once(' ')?;
    let last = rest.rsplit(' ').next()?.to_lowercase();
    let place =
        doc.span(span.start(), span.start() + first.len()).filter(|_| MEETINGS.contains(&last.as_str()))?;
    whole(doc, place, gaz).filter(|t| t.candidates.iter().any(|c| c.population >= WELL_KNOWN))
}

/// The place names in a name of kind place: the whole, or its parts around a comma.
fn of_name(doc: &Document, span: Span, gaz: &Gazetteer) -> Vec<Toponym> {
    if let Some(toponym) = whole(doc, span, gaz) {
        return vec![toponym];
    }
    let text = doc.slice(span);
    let parts = text.match_indices(", ").map(|(at, _)| at).chain([text.len()]);
    let mut start = 0;
    let mut found = Vec::new();
    for end in parts {
        if let Some(part) = doc.span(span.start() + start, span.start() + end).filter(|s| *s != span) {
            found.extend(whole(doc, part, gaz));
        }
        start = (end + 2).min(text.len());
    }
    found
}

fn whole(doc: &Document, span: Span, gaz: &Gazetteer) -> Option<Toponym> {
    let text = doc.slice(span);
    if text.len() > LONGEST {
        return None;
    }
    let (name, candidates) = variants(text)
        .into_iter()
        .map(|name| {
            let full = gaz.expand(&name).map(str::to_owned);
            let mut candidates = gaz.lookup(full.as_deref().unwrap_or(&name));
            if candidates.is_empty() {
                candidates = gaz.counties(&name);
            }
            (full.unwrap_or(name), candidates)
        })
        .find(|(_, candidates)| !candidates.is_empty())?;
    let inside = inside(doc, span, gaz).filter(|i| !in_a_list(i, &name, &candidates));
    let mut candidates = candidates;
    if candidates.iter().all(|c| matches!(c.sort, Sort::Town | Sort::SecondOrder)) {
        candidates.extend(gaz.counties(&name));
    }
    Some(Toponym { span, name, candidates, inside })
}

/// Whether the name and what follows the comma are two of a kind, as in `China, Japan` and `Ohio, Indiana`.
fn in_a_list(inside: &Inside, name: &str, candidates: &[Candidate]) -> bool {
    let has = |sort: Sort| candidates.iter().any(|c| c.sort == sort);
    let same = fold(name) == fold(&inside.name);
    !same
        && (inside.country.is_some() && has(Sort::State)
            || inside.country.is_none() && (has(Sort::FirstOrder) || has(Sort::Region)))
}

/// The name, then with what does not belong to it cut off: articles, directions, `province of`.
fn variants(text: &str) -> Vec<String> {
    const BEFORE: [&str; 16] = [
        "the ",
        "northern ",
        "southern ",
        "eastern ",
        "western ",
        "central ",
        "north ",
        "south ",
        "east ",
        "west ",
        "city of ",
        "province of ",
        "downtown ",
        "greater ",
        "upper ",
        "northeastern ",
    ];
    const AFTER: [&str; 13] = [
        "'s",
        "’s",
        " city",
        " province",
        " governorate",
        " region",
        " state",
        " district",
        " area",
        " town",
        " airport",
        " valley",
        " prefecture",
    ];
    let mut out = vec![text.to_owned()];
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return out;
    }
    let before = BEFORE.iter().find(|b| lower.starts_with(**b)).map_or(0, |b| b.len());
    let after = AFTER.iter().find(|a| lower.ends_with(**a)).map_or(0, |a| a.len());
    for (from, to) in [(before, text.len()), (0, text.len() - after), (before, text.len() - after)] {
        if let Some(cut) = text.get(from..to).filter(|c| !c.is_empty() && !out.iter().any(|o| o == c)) {
            out.push(cut.to_owned());
        }
    }
    out
}

/// A state or large town that the model took for an organisation: it acts, and still is a place.
fn place_only(doc: &Document, span: Span, gaz: &Gazetteer) -> Option<Toponym> {
    let text = doc.slice(span);
    if text.len() > LONGEST || !proper(text) {
        return None;
    }
    let mut candidates = gaz.lookup(text);
    let large = |c: &Candidate| {
        c.sort == Sort::State
            || c.sort == Sort::Town && c.population >= WELL_KNOWN && fold(&c.name) == fold(text)
    };
    candidates
        .first()
        .filter(|_| text.len() > 3 || candidates.iter().any(|c| c.sort == Sort::State))
        .filter(|c| large(c))?;
    candidates.retain(large);
    Some(Toponym { span, name: text.to_owned(), candidates, inside: None })
}

/// The name with up to two words more in front, if that is the name of a place: the model may cut `Deir ez-Zor` short.
fn widened(doc: &Document, span: Span, gaz: &Gazetteer) -> Span {
    let before = doc.text().get(..span.start()).unwrap_or("");
    let line = before.rsplit(['\n', '.', ',', '(', '"', '“']).next().unwrap_or("");
    let Some(line) = line.strip_suffix(' ') else { return span };
    let mut starts = line.rmatch_indices(' ').map(|(at, _)| at + 1).chain([0]);
    let offset = span.start() - line.len() - 1;
    let wider =
        |at: usize| doc.span(offset + at, span.end()).filter(|s| proper(doc.slice(*s)) && s.len() <= LONGEST);
    let known = |s: &Span| gaz.lookup(doc.slice(*s)).iter().any(|c| c.sort != Sort::SecondOrder);
    let two = [starts.next(), starts.next()].into_iter().flatten().filter_map(wider);
    two.filter(|s| !doc.slice(*s).starts_with("The ") && known(s)).max_by_key(|s| s.len()).unwrap_or(span)
}

/// `US` but not `us`, `Jordan` but not `jordan`.
fn proper(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// Well-known places among capitalised words that the model gave no name.
fn unnamed(doc: &Document, taken: &[Span], gaz: &Gazetteer) -> Vec<Toponym> {
    let mut found: Vec<Toponym> = Vec::new();
    for (block, kind) in doc.blocks() {
        if !kind.is_prose() {
            continue;
        }
        let words = capitalised(doc, *block);
        let mut i = 0;
        while i < words.len() && found.len() < MOST {
            match longest_known(doc, &words[i..], taken, gaz) {
                Some((toponym, used)) => {
                    found.push(toponym);
                    i += used;
                }
                None => i += 1,
            }
        }
    }
    found
}

/// The words of a block, a capitalised one as its span, any other as `None`.
fn capitalised(doc: &Document, block: Span) -> Vec<Option<Span>> {
    let text = doc.slice(block);
    let mut out = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lead = word.find(core).unwrap_or(0);
        let core = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s")).unwrap_or(core);
        let start = block.start() + at + lead;
        // a sign at the end of the word before ends a name
        if word.starts_with(|c: char| "(“\"‘".contains(c)) {
            out.push(None);
        }
        out.push(doc.span(start, start + core.len()).filter(|_| !core.is_empty() && proper(core)));
        if core.len() + lead < word.trim_end().len() {
            out.push(None);
        }
        at += word.len();
    }
    out
}

fn longest_known(
    doc: &Document,
    words: &[Option<Span>],
    taken: &[Span],
    gaz: &Gazetteer,
) -> Option<(Toponym, usize)> {
    let run = words.iter().take(4).take_while(|w| w.is_some()).count();
    // a name is not cut out of a longer run of capitalised words: `Paris Hilton` is no place
    for len in (1..=run).rev() {
        let (first, last) = (words[0]?, words[len - 1]?);
        let span = first.cover(last);
        if taken.iter().any(|t| t.overlaps(span)) {
            continue;
        }
        let name = doc.slice(span);
        let alone = len == run;
        let candidates = gaz.lookup(name);
        let known = candidates.iter().any(|c| match c.sort {
            Sort::State => true,
            Sort::Wide | Sort::Region => alone,
            Sort::Town => alone && c.population >= WELL_KNOWN && name.len() > 3,
            Sort::FirstOrder => alone && c.population >= 2 * WELL_KNOWN && name.len() > 3,
            Sort::SecondOrder => false,
        });
        if known {
            let inside = inside(doc, span, gaz);
            return Some((Toponym { span, name: name.to_owned(), candidates, inside }, len));
        }
    }
    None
}

/// What the text writes behind the name: `, Texas`, `, Ill.`, `(Syria)`.
fn inside(doc: &Document, span: Span, gaz: &Gazetteer) -> Option<Inside> {
    let after = doc.text().get(span.end()..)?;
    let rest = after.strip_prefix(", ").or_else(|| after.strip_prefix(" ("))?;
    let line = rest.split(['\n', ')', ';', '(']).next()?;
    let words: Vec<&str> = line.split(' ').take(4).collect();
    (1..=words.len()).rev().find_map(|n| known_container(&words[..n].join(" "), gaz))
}

fn known_container(text: &str, gaz: &Gazetteer) -> Option<Inside> {
    let bare = text.trim_end_matches([',', ':', '?', '!', '"', '”', '\'']);
    let full = gaz.expand(bare).or_else(|| gaz.expand(bare.trim_end_matches('.'))).map(str::to_owned);
    let name = full.unwrap_or_else(|| bare.trim_end_matches('.').trim_end_matches("'s").to_owned());
    if !proper(&name) {
        return None;
    }
    let found = gaz.lookup(&name);
    let state = found.iter().find(|c| c.sort == Sort::State).and_then(|c| c.country.clone());
    let region = found.iter().any(|c| matches!(c.sort, Sort::FirstOrder | Sort::Region));
    (state.is_some() || region).then_some(Inside { name, country: state })
}

/// Adjectives and the publisher's domain, as hints at states.
pub fn context(doc: &Document, lang: &Language, gaz: &Gazetteer) -> Context {
    let mut countries = BTreeMap::new();
    for (span, kind) in lang.names.iter().take(MOST) {
        if *kind == NameKind::Nationality
            && let Some(code) = gaz.nationality(doc.slice(*span))
        {
            *countries.entry(code.to_owned()).or_default() += 1.0;
        }
    }
    let host = doc
        .parts()
        .url
        .as_deref()
        .and_then(|url| url.split("://").nth(1))
        .and_then(|rest| rest.split('/').next());
    if let Some(code) = host.and_then(|h| h.rsplit('.').next()).and_then(|tld| gaz.domain(tld)) {
        *countries.entry(code.to_owned()).or_default() += 2.0;
    }
    Context { countries }
}

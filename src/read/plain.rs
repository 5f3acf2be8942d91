//! Scraped plain text: which unit is headline, standfirst, credit, caption, date
//! line, subheading, paragraph or byline, told by wording, shape and position.

use std::ops::Range;

use crate::document::{BlockKind, DateSource, DocumentParts, Published};

use super::dates::{self, Label};
use super::{chatter, lines, wording};

/// Reads plain text. The canonical text is the text itself, so blocks and source agree.
pub(super) fn read(text: String) -> DocumentParts {
    let units = lines::units(&text, stands_alone);
    let kinds = classify(&text, &units);
    let blocks: Vec<(Range<usize>, BlockKind)> =
        units.into_iter().zip(kinds).filter_map(|(range, kind)| Some((range, kind?))).collect();
    DocumentParts {
        title: first(&text, &blocks, BlockKind::Headline),
        byline: first(&text, &blocks, BlockKind::Byline).map(|line| without_by(&line)),
        published: published(&text, &blocks),
        source_map: blocks.iter().map(|(range, _)| Some(range.clone())).collect(),
        blocks,
        text,
        ..DocumentParts::default()
    }
}

/// Whether a line is a unit by itself, whatever stands above and below it.
fn stands_alone(line: &str) -> bool {
    !matches!(by_wording(line), Role::Open | Role::Captioned)
}

/// What a unit is by its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Credit,
    /// An agency's name alone: a credit under a picture, a byline elsewhere.
    Agency,
    Dateline,
    Byline,
    /// Has the opening or the closing credit of a caption.
    Captioned,
    Quote,
    /// No part of the report.
    Chatter,
    /// Its words alone do not tell.
    Open,
}

fn by_wording(line: &str) -> Role {
    match () {
        () if dates::date_line(line).is_some() || wording::is_wire_opening(line) => Role::Dateline,
        () if wording::is_agency(line) => Role::Agency,
        () if wording::is_credit(line) => Role::Credit,
        () if wording::is_byline(line) => Role::Byline,
        () if wording::opens_as_caption(line) || wording::trailing_credit(line).is_some() => Role::Captioned,
        () if chatter::is_chatter(line) => Role::Chatter,
        () if line.starts_with("> ") => Role::Quote,
        () => Role::Open,
    }
}

/// A unit as the rules of position see it.
struct Seen<'a> {
    line: &'a str,
    role: Role,
    words: usize,
    /// Whether it closes a sentence.
    closed: bool,
}

impl Seen<'_> {
    fn is_prose(&self) -> bool {
        self.role == Role::Open && (self.closed || self.words > 40)
    }

    fn is_open(&self) -> bool {
        self.role == Role::Open
    }
}

/// The kind of each unit; `None` for chatter.
fn classify(text: &str, units: &[Range<usize>]) -> Vec<Option<BlockKind>> {
    let seen: Vec<Seen> = units.iter().map(|range| see(&text[range.clone()])).collect();
    let headline = headline(&seen);
    let standfirst = headline.and_then(|at| standfirst(&seen, at));
    (0..seen.len())
        .map(|at| match () {
            () if Some(at) == headline => Some(BlockKind::Headline),
            () if Some(at) == standfirst => Some(BlockKind::Standfirst),
            () if headline.is_some_and(|h| at < h) && seen[at].is_open() => None,
            () => kind(&seen, at, standfirst.or(headline)),
        })
        .collect()
}

fn see(line: &str) -> Seen<'_> {
    Seen {
        line,
        role: by_wording(line),
        words: wording::word_count(line),
        closed: wording::ends_sentence(line),
    }
}

/// The first unit that could be a title, if a report follows it: short, no
/// sentence, not opening as wire copy does. One or two words above it, on a line of
/// their own, name the section.
fn headline(seen: &[Seen]) -> Option<usize> {
    let mut open = (0..seen.len()).filter(|&i| seen[i].is_open());
    let (first, second) = (open.next()?, open.next());
    let section = seen[first].words <= 2 && second.is_some_and(|s| is_title(&seen[s]) && seen[s].words > 3);
    let at = if section { second? } else { first };
    let followed = seen[at + 1..].iter().any(Seen::is_prose);
    (is_title(&seen[at]) && followed).then_some(at)
}

fn is_title(seen: &Seen) -> bool {
    let asks = seen.line.trim_end_matches(['"', '”', '\'', '’']).ends_with(['?', '!']);
    let inner = seen.line.trim_end_matches(['"', '”', '\'', '’', '?', '!', '.']);
    let one = !inner.contains(['?', '!']) && !inner.contains(". ");
    let open = !seen.closed || (one && (asks || is_title_case(inner)));
    open && (1..=30).contains(&seen.words) && seen.line.len() <= 240 && !wording::opens_as_wire(seen.line)
}

/// Whether nearly every longer word begins large: `Envoy Leaves Tunis After Second Day`.
fn is_title_case(line: &str) -> bool {
    let long = || line.split_whitespace().filter(|w| w.len() > 3 && w.starts_with(char::is_alphabetic));
    let large = long().filter(|w| w.starts_with(char::is_uppercase)).count();
    long().count() >= 4 && large * 10 >= long().count() * 9 && line.contains(char::is_lowercase)
}

/// The summary under the title: no sentence though as long as one, or a sentence
/// that the byline or date line parts from the report.
fn standfirst(seen: &[Seen], headline: usize) -> Option<usize> {
    let at = (headline + 1..seen.len()).find(|&i| seen[i].is_open())?;
    let unit = &seen[at];
    let rest = &seen[at + 1..];
    let followed = rest.iter().any(Seen::is_prose);
    let unclosed = !unit.closed && unit.words >= 6;
    let before_body = rest.iter().take_while(|s| !s.is_open());
    let adjoins_picture = at > 0 && matches!(seen[at - 1].role, Role::Credit);
    let parted = before_body.clone().any(|s| matches!(s.role, Role::Byline | Role::Dateline));
    (followed && !wording::opens_as_wire(unit.line) && (unclosed || (parted && !adjoins_picture)))
        .then_some(at)
}

fn kind(seen: &[Seen], at: usize, top: Option<usize>) -> Option<BlockKind> {
    let unit = &seen[at];
    Some(match unit.role {
        Role::Chatter => return None,
        Role::Credit => BlockKind::Credit,
        Role::Agency if signs_report(seen, at) => BlockKind::Byline,
        Role::Agency => BlockKind::Credit,
        Role::Dateline => BlockKind::Dateline,
        Role::Byline => BlockKind::Byline,
        Role::Quote => BlockKind::Quote,
        Role::Captioned if ends_report(seen, at) => BlockKind::Paragraph,
        Role::Captioned => BlockKind::Caption,
        Role::Open if is_caption(seen, at, top) => BlockKind::Caption,
        Role::Open if is_subheading(seen, at) => BlockKind::Subheading,
        Role::Open => BlockKind::Paragraph,
    })
}

/// An agency's name signs the report at its end, or beside its date or author.
fn signs_report(seen: &[Seen], at: usize) -> bool {
    let beside = |i: Option<usize>| {
        i.and_then(|i| seen.get(i)).is_some_and(|s| matches!(s.role, Role::Byline | Role::Dateline))
    };
    let after_prose = at > 0 && seen[at - 1].is_prose();
    (at + 1 == seen.len() && after_prose) || beside(at.checked_sub(1)) || beside(Some(at + 1))
}

/// Some agencies put their name in brackets behind the last sentence of a report.
fn ends_report(seen: &[Seen], at: usize) -> bool {
    let last = !seen[at + 1..].iter().any(|s| s.is_open());
    let others = seen[..at].iter().any(Seen::is_prose);
    let unit = &seen[at];
    (last || !others && seen.len() == 1)
        && !wording::opens_as_caption(unit.line)
        && wording::has_verb_cue(unit.line)
}

/// A unit beside a credit is a caption where a date line or byline still parts it
/// from the report, where it is a few words without a verb, or where it is no sentence.
fn is_caption(seen: &[Seen], at: usize, top: Option<usize>) -> bool {
    let unit = &seen[at];
    let credit = |i: Option<usize>| {
        i.and_then(|i| seen.get(i)).is_some_and(|s| matches!(s.role, Role::Credit | Role::Agency))
    };
    let (above, below) = (credit(at.checked_sub(1)), credit(Some(at + 1)));
    if !(above || below) || wording::opens_as_wire(unit.line) {
        return false;
    }
    let in_top_matter = top.is_some_and(|t| seen[t + 1..at].iter().all(|s| !s.is_open()))
        && seen[at + 1..]
            .iter()
            .take_while(|s| !s.is_open())
            .any(|s| matches!(s.role, Role::Dateline | Role::Byline));
    let phrase = unit.words <= 20 && !wording::has_verb_cue(unit.line);
    (in_top_matter && unit.words <= 60) || phrase || (!unit.closed && below && unit.words <= 40)
}

/// A few words that are no sentence, between paragraphs.
fn is_subheading(seen: &[Seen], at: usize) -> bool {
    let unit = &seen[at];
    let next_is_prose = seen[at + 1..].iter().find(|s| s.role != Role::Credit).is_some_and(Seen::is_prose);
    let in_list = at > 1 && (at - 2..at).all(|i| seen[i].is_open() && !seen[i].closed);
    let asks = unit.words <= 8 && unit.line.find(['?', '!', ':']).is_some_and(|at| at + 1 == unit.line.len());
    let starts_large = !unit.line.starts_with(char::is_lowercase) && !unit.line.starts_with(['-', '*', '•']);
    (!unit.closed || asks)
        && unit.words <= 14
        && next_is_prose
        && !in_list
        && starts_large
        && !wording::opens_as_wire(unit.line)
}

fn first(text: &str, blocks: &[(Range<usize>, BlockKind)], kind: BlockKind) -> Option<String> {
    let (range, _) = blocks.iter().find(|(_, k)| *k == kind)?;
    Some(text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" "))
}

fn without_by(line: &str) -> String {
    let by = line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    if by { line[3..].trim().to_owned() } else { line.to_owned() }
}

/// The day that the date lines give, what was published before what was updated;
/// else the day in the opening of wire copy, where it has a year.
fn published(text: &str, blocks: &[(Range<usize>, BlockKind)]) -> Option<Published> {
    let lines = blocks.iter().filter(|(_, kind)| *kind == BlockKind::Dateline);
    let dated: Vec<(Label, jiff::civil::Date)> = lines
        .filter_map(|(range, _)| dates::date_line(&text[range.clone()]))
        .filter_map(|d| Some((d.label, d.date?)))
        .collect();
    let order = [Label::Published, Label::None, Label::Updated];
    let line = order.iter().find_map(|label| dated.iter().find(|(l, _)| l == label)).map(|(_, date)| *date);
    let date = line.or_else(|| {
        let opens = |kind: &BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Dateline);
        let (range, _) = blocks.iter().find(|(_, kind)| opens(kind))?;
        wire_date(&text[range.clone()])
    })?;
    Some(Published { date, source: DateSource::TextLine })
}

fn wire_date(paragraph: &str) -> Option<jiff::civil::Date> {
    let end = wording::wire_opening(paragraph)?;
    dates::find_date(&paragraph[..end]).map(|(_, date)| date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Byline, Caption, Credit, Dateline, Headline, Paragraph, Standfirst, Subheading};

    fn kinds(text: &str) -> Vec<BlockKind> {
        read(text.to_owned()).blocks.into_iter().map(|(_, kind)| kind).collect()
    }

    #[test]
    fn a_scraped_page_falls_into_its_parts() {
        let text = "Envoy calls the truce a first step\n\nThe envoy for the Lakes says both sides have kept the truce since it began, and asks them to meet again\n\nPhoto by: AP\nPhoto by: AP\n\nThe envoy at the airport.\n\nUpdated Mar 3, 2017\n\nThe envoy said on Monday that both sides had kept the truce.\n\nSecond round of talks in May\n\nThe ministry said that it would take part.\n\nMinisters at the table in Geneva, January 2, 2017. (Reuters)\n\nThe army did not comment.\n\nExample News and agencies";
        assert_eq!(
            kinds(text),
            [
                Headline, Standfirst, Credit, Credit, Caption, Dateline, Paragraph, Subheading, Paragraph,
                Caption, Paragraph, Byline
            ]
        );
        let parts = read(text.to_owned());
        assert_eq!(parts.byline.as_deref(), Some("Example News and agencies"));
        assert_eq!(parts.published.map(|p| p.date), Some(jiff::civil::date(2017, 3, 3)));
    }

    #[test]
    fn wire_copy_is_paragraphs() {
        let text = "TUNIS, March 3 (Agency) - The envoy left Tunis on Monday.\n\nHe is to return in May.";
        assert_eq!(kinds(text), [Paragraph, Paragraph]);
        let titled = "Envoy leaves Tunis\n\nTUNIS, March 3, 2017 (AP) - The envoy left Tunis on Monday.\n\nHe is to return in May. (AP)";
        assert_eq!(kinds(titled), [Headline, Paragraph, Paragraph]);
        assert_eq!(read(titled.to_owned()).published.map(|p| p.date), Some(jiff::civil::date(2017, 3, 3)));
    }

    #[test]
    fn titles_in_title_case_may_close_and_datelines_may_stand_alone() {
        let text = "Envoy Leaves Tunis After Second Round of Talks.\n\nTUNIS, Tunisia (AP) _\n\nThe envoy left Tunis on Monday.";
        assert_eq!(kinds(text), [Headline, Dateline, Paragraph]);
        let speech =
            "QUESTION: Did you meet him? Was anything agreed?\n\nThe spokesman said that nothing was.";
        assert_eq!(kinds(speech), [Paragraph, Paragraph]);
    }

    #[test]
    fn text_without_parts_is_paragraphs() {
        assert_eq!(kinds("Envoy leaves Tunis"), [Paragraph]);
        assert_eq!(kinds("The envoy left Tunis on Monday. He will return."), [Paragraph]);
        assert_eq!(kinds("The envoy left.\nHe will return.\n"), [Paragraph, Paragraph]);
        assert!(kinds(" \n \n").is_empty());
    }

    #[test]
    fn byline_and_date_part_a_closed_standfirst_from_the_body() {
        let text = "Envoy leaves Tunis\n\nBoth sides had hoped for more.\n\nBy Jane Roe\n3 March 2017, 10:30 GMT\n\nThe envoy left on Monday.";
        assert_eq!(kinds(text), [Headline, Standfirst, Byline, Dateline, Paragraph]);
    }

    #[test]
    fn crlf_and_wrapped_lines_keep_their_bytes() {
        let text = "Envoy leaves Tunis\r\n\r\nThe envoy left the city on Monday after two\r\ndays of talks that brought no result, and\r\nwill return in May.\r\n";
        let parts = read(text.to_owned());
        assert_eq!(parts.text, text);
        assert_eq!(parts.blocks.len(), 2);
        assert!(text[parts.blocks[1].0.clone()].ends_with("in May."));
    }
}

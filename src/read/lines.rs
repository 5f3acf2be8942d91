//! Plain text cut into units: one line each where lines are paragraphs, several
//! where paragraphs were wrapped at a margin.

use std::ops::Range;

use super::wording::ends_sentence;

/// Cuts `text` into units, stretches of lines that belong together, without outer
/// white space. `alone` names lines that stand for themselves even where those
/// around them are wrapped: credits, date lines, bylines.
pub(super) fn units(text: &str, alone: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let groups = groups(text);
    let margin = margin(text, &groups);
    groups.iter().flat_map(|group| split_group(text, group, margin, &alone)).collect()
}

/// Lines, in groups that blank lines set apart.
fn groups(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut groups: Vec<Vec<Range<usize>>> = Vec::new();
    let mut open = false;
    for line in lines(text) {
        match (is_blank(&text[line.clone()]), open) {
            (true, _) => open = false,
            (false, true) => {
                if let Some(group) = groups.last_mut() {
                    group.push(line);
                }
            }
            (false, false) => {
                groups.push(vec![line]);
                open = true;
            }
        }
    }
    groups
}

/// Byte ranges of the lines; `\n`, `\r\n`, `\r`, form feed and U+2028/9 end one.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    let ends =
        text.char_indices().filter(|(_, c)| matches!(c, '\n' | '\r' | '\u{c}' | '\u{2028}' | '\u{2029}'));
    let ends = ends.map(|(at, c)| (at, at + c.len_utf8())).chain([(text.len(), text.len())]);
    // the empty line between \r and \n would part paragraphs: it is none
    ends.filter_map(move |(end, next)| {
        let line = start..end;
        let inside_crlf = line.is_empty()
            && start > 0
            && text.as_bytes()[start - 1] == b'\r'
            && text.as_bytes().get(start) == Some(&b'\n');
        start = next;
        (!inside_crlf).then_some(line)
    })
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}'))
}

/// The margin at which the text was wrapped, if it was: a width that most lines
/// nearly reach and none passes.
fn margin(text: &str, groups: &[Vec<Range<usize>>]) -> Option<usize> {
    let inner: Vec<(usize, usize)> = groups
        .iter()
        .flat_map(|group| group.windows(2))
        .map(|pair| (width(text, &pair[0]), first_word_width(text, &pair[1])))
        .collect();
    let widest = groups.iter().flatten().map(|line| width(text, line)).max()?;
    if inner.len() < 2 || !(30..=140).contains(&widest) {
        return None;
    }
    // a line is full if the next one's first word would have passed the margin
    let full = inner.iter().filter(|(line, next)| line + 1 + next >= widest.saturating_sub(2)).count();
    (full * 2 >= inner.len()).then_some(widest)
}

fn width(text: &str, line: &Range<usize>) -> usize {
    text[line.clone()].trim_end().chars().count()
}

fn first_word_width(text: &str, line: &Range<usize>) -> usize {
    text[line.clone()].split_whitespace().next().map_or(0, |word| word.chars().count())
}

fn split_group(
    text: &str,
    group: &[Range<usize>],
    margin: Option<usize>,
    alone: &impl Fn(&str) -> bool,
) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut before: Option<&Range<usize>> = None;
    for line in group {
        let range = trimmed(text, line);
        let flows = before.is_some_and(|b| {
            margin.is_some_and(|m| is_full(text, b, line, m)) && !ends_sentence(&text[b.clone()])
        });
        let apart = !flows && alone(&text[range.clone()]);
        let goes_on = !apart && before.is_some_and(|b| continues(text, b, line, margin));
        match out.last_mut() {
            Some(last) if goes_on => last.end = range.end,
            _ => out.push(range),
        }
        before = (!apart).then_some(line);
    }
    out
}

/// Whether `line` goes on with the paragraph of the line `before` it.
fn continues(text: &str, before: &Range<usize>, line: &Range<usize>, margin: Option<usize>) -> bool {
    let (a, b) = (text[before.clone()].trim_end(), &text[line.clone()]);
    let lower = b.trim_start().starts_with(char::is_lowercase);
    let Some(margin) = margin else { return lower && !ends_sentence(a) };
    let full = is_full(text, before, line, margin);
    let shouted = |line: &str| !line.contains(char::is_lowercase) && line.contains(char::is_uppercase);
    let indented = indent(b) > indent(a) && indent(b) >= 2 && ends_sentence(a);
    !indented
        && (full || !ends_sentence(a) || lower)
        && !(starts_item(b))
        && (full
            || lower
            || width(text, before) * 2 > margin
            || (shouted(a) && shouted(b) && !ends_sentence(a)))
}

/// Whether the first word of `line` would have passed the margin at the end of `before`.
fn is_full(text: &str, before: &Range<usize>, line: &Range<usize>, margin: usize) -> bool {
    width(text, before) + 1 + first_word_width(text, line) >= margin.saturating_sub(2)
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// `- item`, `* item`, `• item`.
fn starts_item(line: &str) -> bool {
    let line = line.trim_start();
    ["- ", "* ", "• ", "– "].iter().any(|mark| line.starts_with(mark))
}

fn trimmed(text: &str, line: &Range<usize>) -> Range<usize> {
    let piece = &text[line.clone()];
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}');
    let start = line.start + (piece.len() - piece.trim_start_matches(blank).len());
    start..start + piece.trim_matches(blank).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        units(text, |line| line.starts_with("Photo:")).into_iter().map(|unit| &text[unit]).collect()
    }

    #[test]
    fn lines_are_paragraphs_where_nothing_was_wrapped() {
        assert_eq!(
            cut("One thing.\nAnother thing.\n\n  Third \n"),
            ["One thing.", "Another thing.", "Third"]
        );
        assert_eq!(cut("One.\r\n\r\nTwo.\rThree."), ["One.", "Two.", "Three."]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The envoy left the city on Monday after two\ndays of talks that brought no result, and\nwill return.\n\nPhoto: AP\nThe ministry said that it had expected no\nmore than that from the first meeting.";
        let cut = cut(text);
        assert_eq!(cut.len(), 3, "{cut:#?}");
        assert!(cut[0].ends_with("will return."));
        assert_eq!(cut[1], "Photo: AP");
    }

    #[test]
    fn a_short_last_line_parts_wrapped_paragraphs() {
        let text = "The envoy left the city on Monday after two\ndays of talks.\nThe ministry said that it had expected no\nmore than that from the first meeting, and\nthat others would follow.";
        assert_eq!(cut(text).len(), 2, "{:#?}", cut(text));
    }
}

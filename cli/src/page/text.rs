//! Styled text: wrapped to a width, coloured or with marks beneath.

use unicode_width::UnicodeWidthChar;

use crate::out::harmless;

/// A space at which no line ends.
const UNBROKEN: char = '\u{a0}';

/// Between the fields of a line; a line may end before it, not after.
pub const DOT: &str = " ·\u{a0}";

/// How a report is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Whether escape sequences for colour may be written.
    pub colour: bool,
}

/// How a stretch of text looks: in colour, or by a mark beneath it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    // parameters of the terminal's "select graphic rendition"
    sgr: &'static str,
    mark: Option<char>,
}

const fn colour(sgr: &'static str) -> Style {
    Style { sgr, mark: None }
}

impl Style {
    /// As it is.
    pub const PLAIN: Style = colour("");
    /// What the eye should find first.
    pub const STRONG: Style = colour("1");
    /// What it should pass over.
    pub const FAINT: Style = colour("2");
    /// The heading of a section.
    pub const HEADING: Style = colour("1;34");
    /// What should give pause: negated, hypothetical.
    pub const CAUTION: Style = colour("33");
    /// Types of verbal and of material cooperation, verbal and material conflict.
    pub const KINDS: [Style; 4] = [colour("1;32"), colour("1;36"), colour("1;33"), colour("1;31")];
    /// The words that carry a record.
    pub const CARRIES: Style = Style { sgr: "1;4", mark: Some('^') };
    /// Words that fill a field of it.
    pub const FILLS: Style = Style { sgr: "4", mark: Some('-') };
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    c: char,
    style: Style,
}

impl Cell {
    fn width(self) -> usize {
        self.c.width().unwrap_or(0)
    }
}

/// One paragraph of styled text.
#[derive(Debug, Clone, Default)]
pub struct Text {
    cells: Vec<Cell>,
}

impl Text {
    /// Adds text. What a terminal would obey is replaced, white space runs become one space.
    pub fn push(&mut self, text: &str, style: Style) {
        for c in text.chars().map(harmless) {
            let space = self.cells.last().is_none_or(|last| last.c == ' ');
            if c != ' ' || !space {
                self.cells.push(Cell { c, style });
            }
        }
    }

    /// The same with `text` added.
    pub fn with(mut self, text: &str, style: Style) -> Text {
        self.push(text, style);
        self
    }

    /// Adds another text.
    pub fn append(&mut self, other: Text) {
        self.cells.extend(other.cells);
    }

    /// Adds spaces up to a column.
    pub fn pad_to(&mut self, column: usize) {
        let width: usize = self.cells.iter().map(|cell| cell.width()).sum();
        let space = Cell { c: ' ', style: Style::PLAIN };
        self.cells.extend(std::iter::repeat_n(space, column.saturating_sub(width)));
    }

    /// Writes the text in lines within the look's width, the first `first` columns
    /// from the left, the others `rest`; without colour with marks beneath.
    pub fn write(&self, out: &mut String, first: usize, rest: usize, look: Look) {
        let mut left = self.cells.as_slice();
        let mut indent = first;
        while !left.is_empty() {
            let fits = look.width.saturating_sub(indent).max(10);
            let (line, after) = left.split_at(break_at(left, fits));
            write_line(out, trim(line), indent, look);
            let gap = after.iter().take_while(|cell| cell.c == ' ').count();
            left = &after[gap..];
            indent = rest;
        }
    }
}

/// How many cells go on a line of so many columns: up to the last space that fits,
/// or as many as fit.
fn break_at(cells: &[Cell], columns: usize) -> usize {
    let (mut used, mut space) = (0, None);
    for (i, cell) in cells.iter().enumerate() {
        used += cell.width();
        if cell.c == ' ' {
            space = Some(i);
        }
        // a space may hang over the edge: it is not written
        if used > columns && cell.c != ' ' {
            return space.filter(|&s| s > 0).unwrap_or(i).max(1);
        }
    }
    cells.len()
}

fn trim(mut cells: &[Cell]) -> &[Cell] {
    while let [before @ .., Cell { c: ' ', .. }] = cells {
        cells = before;
    }
    cells
}

fn write_line(out: &mut String, cells: &[Cell], indent: usize, look: Look) {
    out.extend(std::iter::repeat_n(' ', indent));
    for run in cells.chunk_by(|a, b| a.style == b.style) {
        let sgr = if look.colour { run[0].style.sgr } else { "" };
        let words = run.iter().map(|cell| if cell.c == UNBROKEN { ' ' } else { cell.c });
        if sgr.is_empty() {
            out.extend(words);
        } else {
            out.push_str(&format!("\x1b[{sgr}m"));
            out.extend(words);
            out.push_str("\x1b[0m");
        }
    }
    out.push('\n');
    if !look.colour {
        write_marks(out, cells, indent);
    }
}

fn write_marks(out: &mut String, cells: &[Cell], indent: usize) {
    let Some(last) = cells.iter().rposition(|cell| cell.style.mark.is_some()) else { return };
    out.extend(std::iter::repeat_n(' ', indent));
    for cell in &cells[..=last] {
        out.extend(std::iter::repeat_n(cell.style.mark.unwrap_or(' '), cell.width()));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &Text, width: usize, colour: bool) -> Vec<String> {
        let mut out = String::new();
        text.write(&mut out, 0, 2, Look { width, colour });
        out.lines().map(str::to_owned).collect()
    }

    #[test]
    fn wraps_at_spaces_with_marks_beneath() {
        let text = Text::default()
            .with("the envoy ", Style::PLAIN)
            .with("left the", Style::CARRIES)
            .with(" city", Style::PLAIN);
        assert_eq!(lines(&text, 14, false), ["the envoy left", "          ^^^^", "  the city", "  ^^^"]);
        assert_eq!(lines(&text, 40, true), ["the envoy \u{1b}[1;4mleft the\u{1b}[0m city"]);
    }

    #[test]
    fn no_line_is_wider_and_none_is_lost() {
        let words = "a bb ccc 漢字漢字 eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee ff";
        let text = Text::default().with(words, Style::PLAIN);
        for width in 12..60 {
            let lines = lines(&text, width, false);
            let columns = |l: &String| l.chars().filter_map(|c| c.width()).sum::<usize>();
            assert!(lines.iter().all(|l| columns(l) <= width), "{width}: {lines:?}");
            let kept: String = lines.concat().split_whitespace().collect();
            assert_eq!(kept, words.split_whitespace().collect::<String>());
        }
    }

    #[test]
    fn marks_stand_under_wide_and_combining_characters() {
        let text = Text::default().with("漢e\u{301} ", Style::PLAIN).with("ab", Style::FILLS);
        assert_eq!(lines(&text, 20, false)[1], "    --");
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        let text = Text::default().with("a\u{1b}[31mred\u{7}\n\n  b\u{9b}", Style::PLAIN);
        assert_eq!(lines(&text, 40, true), ["a␛[31mred␇ b\u{fffd}"]);
    }

    #[test]
    fn nothing_is_written_for_nothing() {
        assert!(lines(&Text::default(), 40, false).is_empty());
    }
}

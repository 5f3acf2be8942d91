//! Rows for a person: a table as wide as the terminal, the last column taking what is left.

use dateline_export::commas;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::out::harmless;

/// Width of a page that is no terminal.
const PAGE: usize = 160;
/// A column is not wider than this, but for the last.
const COLUMN: usize = 34;

/// A table with a head; long values are cut with `…`. Control characters of reports become harmless.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let clean = |text: &str| text.chars().map(harmless).collect::<String>();
    let head: Vec<String> = head.iter().map(|h| clean(h)).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|c| clean(c)).collect()).collect();
    let columns = head.len();
    let widths: Vec<usize> = (0..columns)
        .map(|c| {
            let cells = rows.iter().filter_map(|r| r.get(c)).map(|s| s.width());
            cells.chain([head[c].width()]).max().unwrap_or(0).min(COLUMN)
        })
        .collect();
    let page = terminal_size::terminal_size().map_or(PAGE, |(w, _)| usize::from(w.0)).max(60);
    let taken: usize = widths[..columns - 1].iter().map(|w| w + 2).sum();
    let last = page.saturating_sub(taken).max(20);
    let width = |c: usize| if c + 1 == columns { last } else { widths[c] };
    let line = |cells: &[String]| {
        let cells = cells.iter().enumerate().map(|(c, text)| {
            let text = cut(text, width(c));
            let pad = if c + 1 == columns { 0 } else { width(c) - text.width().min(width(c)) };
            text + &" ".repeat(pad)
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let rule: Vec<String> = (0..columns).map(|c| "─".repeat(width(c).min(last))).collect();
    let mut text = line(&head) + &line(&rule);
    rows.iter().for_each(|row| text += &line(row));
    text
}

/// As much of a text as fits.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut out, mut taken) = (String::new(), 0);
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if taken + wide + 1 > width {
            break;
        }
        taken += wide;
        out.push(c);
    }
    out + "…"
}

/// Rows as CSV (RFC 4180), with a head.
pub fn csv(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = Vec::new();
    commas(&mut out, head.iter().map(|h| (*h).to_owned()));
    rows.iter().for_each(|row| commas(&mut out, row.iter().cloned()));
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_have_to_be() {
        let rows = [vec!["a,b".to_owned(), "say \"no\"".to_owned()]];
        assert_eq!(csv(&["x", "y"], &rows), "x,y\r\n\"a,b\",\"say \"\"no\"\"\"\r\n");
    }

    #[test]
    fn long_texts_are_cut_by_width() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(cut("abcd", 4), "abcd");
    }

    #[test]
    fn a_table_has_a_head_and_no_control_characters() {
        let text = table(&["one", "t\u{9b}wo"], &[vec!["a\u{1b}[31m".to_owned(), "b".to_owned()]]);
        assert!(text.starts_with("one"));
        assert!(!text.contains(['\u{1b}', '\u{9b}']));
    }
}

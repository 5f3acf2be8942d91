//! Cells of tables made of text: between commas (RFC 4180) and between tabs.

/// What stands between the members of a list in one cell.
pub(crate) const BETWEEN: &str = "; ";

/// A list in one cell; a semicolon inside a member becomes a comma, so that the cell can be taken apart again.
/// Empty where no member is known, else each has its place, be it empty.
pub(crate) fn list<S: AsRef<str>>(members: &[Option<S>]) -> String {
    if members.iter().all(Option::is_none) {
        return String::new();
    }
    let member = |m: &Option<S>| m.as_ref().map(|m| m.as_ref().replace(';', ",")).unwrap_or_default();
    members.iter().map(member).collect::<Vec<_>>().join(BETWEEN)
}

/// Writes cells between commas and ends the row as RFC 4180 has it.
pub fn commas(out: &mut Vec<u8>, cells: impl IntoIterator<Item = String>) {
    let quote = |cell: String| {
        // a zero byte or another sign that no text shows would end the cell in some readers
        let cell = cell.replace(|c: char| c.is_control() && !"\t\r\n".contains(c), " ");
        if cell.contains([',', '"', '\r', '\n']) { quoted(&cell) } else { cell }
    };
    row(out, cells.into_iter().map(quote), ",", "\r\n");
}

/// Writes cells between tabs; tabs and line breaks inside a cell become spaces, so that every line is a row.
/// A cell with a quotation mark is put between quotation marks, as readers of tables expect it.
pub(crate) fn tabs(out: &mut Vec<u8>, cells: impl IntoIterator<Item = String>) {
    let quote = |cell: String| {
        let cell = one_line(&cell);
        if cell.contains('"') { quoted(&cell) } else { cell }
    };
    row(out, cells.into_iter().map(quote), "\t", "\n");
}

/// Writes cells between tabs for readers some of whom know quotation marks and some not: `"` becomes `'`.
pub(crate) fn bare_tabs(out: &mut Vec<u8>, cells: impl IntoIterator<Item = String>) {
    row(out, cells.into_iter().map(|c| one_line(&c).replace('"', "'")), "\t", "\n");
}

fn row(out: &mut Vec<u8>, cells: impl Iterator<Item = String>, between: &str, end: &str) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.extend_from_slice(between.as_bytes());
        }
        out.extend_from_slice(cell.as_bytes());
    }
    out.extend_from_slice(end.as_bytes());
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// Every stretch of tabs, line breaks (those of Unicode too) and other control characters as one space.
fn one_line(cell: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !cell.contains(breaks) {
        return cell.to_owned();
    }
    let parts: Vec<&str> = cell.split(breaks).map(str::trim).filter(|p| !p.is_empty()).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>, Vec<String>), cells: &[&str]) -> String {
        let mut out = Vec::new();
        write(&mut out, cells.iter().map(|c| c.to_string()).collect());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_between_commas_are_quoted_where_needed() {
        let row = written(commas, &["043", "", "a, b", "he said \"no\"", "two\nlines", "né\0e"]);
        assert_eq!(row, "043,,\"a, b\",\"he said \"\"no\"\"\",\"two\nlines\",né e\r\n");
    }

    #[test]
    fn cells_between_tabs_keep_to_their_line() {
        let odd = ["a\tb\r\n c", "\u{2028}x\u{85}y", "\"quoted\" name"];
        assert_eq!(written(tabs, &odd), "a b c\tx y\t\"\"\"quoted\"\" name\"\n");
        assert_eq!(written(bare_tabs, &odd), "a b c\tx y\t'quoted' name\n");
    }

    #[test]
    fn members_of_a_list_keep_their_places() {
        assert_eq!(list(&[Some("YEM"), None, Some("a; b")]), "YEM; ; a, b");
        assert_eq!(list::<&str>(&[None, None]), "");
        assert_eq!(list::<&str>(&[]), "");
    }
}

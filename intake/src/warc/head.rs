//! Heads of records and of answers of HTTP: a first line and named fields, up to a blank line.

use std::io::{self, BufRead, Read};

/// Bytes of one head. Addresses may be long, but not this long.
const LONGEST: u64 = 256 * 1024;

/// A head.
#[derive(Debug, Default)]
pub(super) struct Head {
    fields: Vec<(String, String)>,
}

/// Why there is no head.
#[derive(Debug)]
pub(super) enum Fault {
    /// A line that cannot stand in a head; so many bytes of the head stand before it.
    Line(u64),
    /// The data ends within the head.
    Cut,
    /// A head without end.
    Long(u64),
    /// Reading failed.
    Io(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Io(error)
    }
}

/// The next line without its end, and its length with it; an empty one with length 0 at the end of data.
pub(super) fn line(reader: &mut impl BufRead, limit: u64) -> io::Result<(Vec<u8>, u64)> {
    let mut line = Vec::new();
    let length = Read::by_ref(reader).take(limit).read_until(b'\n', &mut line)?;
    while line.pop_if(|b| matches!(b, b'\n' | b'\r')).is_some() {}
    Ok((line, length as u64))
}

impl Head {
    /// Reads the fields behind a first line of `before` bytes; where `strict`, each line must be a field.
    pub(super) fn read(reader: &mut impl BufRead, before: u64, strict: bool) -> Result<Head, Fault> {
        let mut head = Head::default();
        let mut read = before;
        loop {
            let (line, length) = line(reader, LONGEST)?;
            match length {
                0 => return Err(Fault::Cut),
                _ if line.is_empty() => return Ok(head),
                _ if !head.add(&String::from_utf8_lossy(&line)) && strict => return Err(Fault::Line(read)),
                _ => read += length,
            }
            if read >= LONGEST {
                return Err(Fault::Long(read));
            }
        }
    }

    /// Notes a field, or what goes on with the field before; whether the line is one of these.
    fn add(&mut self, line: &str) -> bool {
        if line.starts_with([' ', '\t']) {
            let Some((_, value)) = self.fields.last_mut() else { return false };
            value.push(' ');
            value.push_str(line.trim());
            return true;
        }
        match line.split_once(':') {
            Some((name, value)) => {
                self.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                true
            }
            None => false,
        }
    }

    /// The value of a field, whose name is given in small letters; the first where there are several.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    /// All values of a list-like field, in small letters, in the order in which they were applied.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let values = self.fields.iter().filter(|(held, _)| held == name).flat_map(|(_, v)| v.split(','));
        values.map(|v| v.trim().to_ascii_lowercase()).filter(|v| !v.is_empty()).collect()
    }
}

/// A media type without its parameters, in small letters, and the encoding among them.
pub(super) fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset =
        parts.filter_map(|p| p.split_once('=')).find(|(n, _)| n.trim().eq_ignore_ascii_case("charset"));
    let charset =
        charset.map(|(_, v)| v.trim().trim_matches(['"', '\'']).to_owned()).filter(|v| !v.is_empty());
    (kind, charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, strict: bool) -> Result<Head, Fault> {
        Head::read(&mut text.as_bytes(), 0, strict)
    }

    #[test]
    fn fields_are_found_whatever_their_capitals() {
        let head = read("A-Name: one\r\na-name: two, THREE\nB:\r\n  folded\r\n\r\nrest", true).unwrap();
        assert_eq!(head.get("a-name"), Some("one"));
        assert_eq!(head.list("a-name"), ["one", "two", "three"]);
        assert_eq!(head.get("b"), Some(" folded"));
    }

    #[test]
    fn faults_say_how_far_the_head_went() {
        assert!(matches!(read("A: b\nbroken\n\n", true), Err(Fault::Line(5))));
        assert!(read("A: b\nbroken\n\n", false).is_ok());
        assert!(matches!(read("A: b\n", true), Err(Fault::Cut)));
        assert!(matches!(read(&"A: b\n".repeat(99_999), true), Err(Fault::Long(_))));
        assert!(matches!(read(&format!("A: {}", "b".repeat(999_999)), true), Err(Fault::Long(_))));
    }

    #[test]
    fn media_types_are_taken_apart() {
        assert_eq!(media_type("Text/HTML; Charset=\"koi8-r\""), ("text/html".into(), Some("koi8-r".into())));
        assert_eq!(media_type("text/html;"), ("text/html".into(), None));
    }
}

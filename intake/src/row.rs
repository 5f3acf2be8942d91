//! What a line of JSON or a row of a table says of one report: fields under the names that corpora use.

use crate::dates;
use crate::guard::too_long;
use crate::limits::Limits;
use crate::markup;
use crate::place::Place;
use crate::report::{Form, Got, Report};

/// A field of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// The text.
    Text,
    /// The page.
    Html,
    /// The title.
    Title,
    /// The address.
    Url,
    /// The day.
    Date,
    /// Who published it.
    Publisher,
}

/// The names of each field; where a row has several, the first in this order counts.
const NAMES: [(Field, &[&str]); 6] = [
    (Field::Text, &["text", "maintext", "body", "content", "article"]),
    (Field::Html, &["html", "raw_html"]),
    (Field::Title, &["title", "headline"]),
    (Field::Url, &["url", "link", "source_url", "canonical_link"]),
    (Field::Date, &["published", "date", "date_publish", "published_at", "pub_date", "dct"]),
    (Field::Publisher, &["publisher", "source", "source_domain", "site_name", "outlet"]),
];

/// The field that a name means, in small or capital letters, and its rank among the names of that field.
pub(crate) fn field(name: &str) -> Option<(Field, usize)> {
    NAMES.iter().find_map(|(field, names)| {
        let rank = names.iter().position(|n| n.eq_ignore_ascii_case(name))?;
        Some((*field, rank))
    })
}

/// The names under which a text or a page is looked for, for messages.
pub(crate) fn wanted() -> String {
    let names = NAMES.iter().take(2).flat_map(|(_, names)| names.iter());
    let quoted: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// The fields of one row.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Row {
    values: [Option<(usize, Vec<u8>)>; NAMES.len()],
    /// A day that the table holds as such and not as text.
    day: Option<(usize, jiff::civil::Date)>,
}

impl Row {
    /// Notes a value; blank values are as good as none.
    pub(crate) fn set(&mut self, field: Field, rank: usize, value: Vec<u8>) {
        let slot = &mut self.values[field as usize];
        if !value.trim_ascii().is_empty() && slot.as_ref().is_none_or(|(held, _)| rank < *held) {
            *slot = Some((rank, value));
        }
    }

    /// Notes a day.
    pub(crate) fn set_day(&mut self, rank: usize, day: jiff::civil::Date) {
        if self.day.is_none_or(|(held, _)| rank < held) {
            self.day = Some((rank, day));
        }
    }

    /// The report that the row holds.
    pub(crate) fn report(mut self, place: Place, limits: &Limits) -> Got {
        match self.content() {
            Ok((bytes, _)) if bytes.len() > limits.max_report => {
                Got::reject(place, too_long("report", limits))
            }
            Ok((bytes, form)) => Got::Report(Report {
                url: self.line(Field::Url),
                published: self.published(),
                publisher: self.line(Field::Publisher),
                ..Report::bare(place, bytes, form)
            }),
            Err(reason) => Got::reject(place, reason),
        }
    }

    /// The bytes of the report and what they are.
    fn content(&mut self) -> Result<(Vec<u8>, Form), String> {
        let title = self.line(Field::Title);
        if let Some(text) = self.take(Field::Text) {
            let text = String::from_utf8(text)
                .map_err(|_| "the text is not valid UTF-8: write the file again in UTF-8".to_owned())?;
            return Ok(if markup::is_fragment(&text) {
                (as_page(title.as_deref(), text.into_bytes()), Form::Html)
            } else {
                (with_title(title.as_deref(), &text), Form::Plain)
            });
        }
        let html = self
            .take(Field::Html)
            .ok_or_else(|| format!("neither text nor HTML: give it one of {}", wanted()))?;
        Ok((as_page(title.as_deref(), html), Form::Html))
    }

    fn published(&mut self) -> Option<jiff::civil::Date> {
        let text = self.values[Field::Date as usize].take();
        let written =
            text.and_then(|(rank, text)| Some((rank, dates::read(std::str::from_utf8(&text).ok()?)?)));
        [self.day, written].into_iter().flatten().min_by_key(|(rank, _)| *rank).map(|(_, day)| day)
    }

    fn take(&mut self, field: Field) -> Option<Vec<u8>> {
        self.values[field as usize].take().map(|(_, value)| value)
    }

    /// A short value, on one line.
    fn line(&mut self, field: Field) -> Option<String> {
        let value = self.take(field)?;
        let line = String::from_utf8_lossy(&value).split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    }
}

/// Title, blank line, text; the title only where the text does not open with it.
fn with_title(title: Option<&str>, text: &str) -> Vec<u8> {
    let first = text.trim_start().lines().next().unwrap_or_default();
    match title.filter(|title| *title != first.trim()) {
        Some(title) => format!("{title}\n\n{text}").into_bytes(),
        None => text.as_bytes().to_vec(),
    }
}

/// A whole page as it is; a fragment in a page with its title, if both are UTF-8.
fn as_page(title: Option<&str>, html: Vec<u8>) -> Vec<u8> {
    match std::str::from_utf8(&html) {
        Ok(text) if title.is_some() && !markup::is_page(text) => markup::page(title, None, text),
        _ => html,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    fn row(fields: &[(&str, &str)]) -> Row {
        let mut row = Row::default();
        for (name, value) in fields {
            let (field, rank) = field(name).unwrap();
            row.set(field, rank, value.as_bytes().to_vec());
        }
        row
    }

    fn report(fields: &[(&str, &str)]) -> Report {
        match row(fields).report(Place::whole("a"), &Limits::default()) {
            Got::Report(report) => report,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn fields_are_stored_where_the_enum_says() {
        for (at, (field, _)) in NAMES.iter().enumerate() {
            assert_eq!(*field as usize, at);
        }
    }

    #[test]
    fn the_first_name_that_is_present_counts() {
        let got = report(&[
            ("body", "third"),
            ("maintext", "second"),
            ("text", "  "),
            ("Headline", "A  headline\n"),
            ("link", "https://a.example/1"),
            ("dct", "2024-02-03"),
            ("date", "soon"),
            ("outlet", "The Paper"),
            ("source", "paper.example"),
        ]);
        assert_eq!(got.bytes, b"A headline\n\nsecond");
        assert_eq!(got.form, Form::Plain);
        assert_eq!(got.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(got.publisher.as_deref(), Some("paper.example"));
        assert_eq!(got.published, None, "the first date that is present is no date");
    }

    #[test]
    fn a_title_is_not_written_twice() {
        assert_eq!(
            report(&[("title", "Envoy leaves"), ("text", "Envoy leaves\n\nHe left.")]).bytes,
            b"Envoy leaves\n\nHe left."
        );
    }

    #[test]
    fn html_is_told_from_text() {
        let page = report(&[("html", "<html><p>x"), ("title", "T")]);
        assert_eq!((page.bytes.as_slice(), page.form), (&b"<html><p>x"[..], Form::Html));
        for name in ["html", "content"] {
            let fragment = report(&[(name, "<p>x</p>"), ("title", "T")]);
            assert_eq!(fragment.form, Form::Html);
            assert!(String::from_utf8(fragment.bytes).unwrap().contains("<title>T</title>"));
        }
    }

    #[test]
    fn days_come_from_text_or_table() {
        let mut with_day = row(&[("text", "x"), ("date", "2024-02-03")]);
        with_day.set_day(0, Date::constant(2024, 2, 4));
        match with_day.report(Place::whole("a"), &Limits::default()) {
            Got::Report(report) => assert_eq!(report.published, Some(Date::constant(2024, 2, 4))),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn rows_without_a_report_are_rejected() {
        let reason = |row: Row, max_report| match row.report(Place::whole("a"), &Limits { max_report }) {
            Got::Reject(reject) => reject.to_string(),
            other => panic!("{other:?}"),
        };
        assert!(reason(row(&[("title", "T")]), 9).contains("`maintext`"));
        assert!(reason(row(&[("text", "0123456789")]), 9).contains("9 bytes"));
        let mut bad = Row::default();
        bad.set(Field::Text, 0, vec![0xff, 0xfe]);
        assert!(reason(bad, 9).contains("UTF-8"));
    }
}

//! Objects of JSON as rows: only the fields that are wanted are kept, whatever else there is is passed over.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::guard::{EMPTY, too_long};
use crate::limits::Limits;
use crate::place::{Part, Place};
use crate::report::Got;
use crate::row::{Field, Row, field};
use crate::source::Source;
use crate::stream::Stream;

/// What a text of JSON holds: a row where it is an object, whatever else it may be.
struct Value(Option<Row>);

/// Reads a whole text of JSON: a row, or none where it is no object.
///
/// # Errors
/// The reason, in words, with the byte of the line where it shows.
pub(crate) fn read(text: &str) -> Result<Option<Row>, String> {
    serde_json::from_str::<Value>(text).map(|value| value.0).map_err(|e| broken(&e))
}

fn broken(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    format!("broken JSON ({what}, byte {})", error.column())
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Value, D::Error> {
        from.deserialize_any(Whole)
    }
}

/// What `deserialize_any` finds of no interest.
macro_rules! others {
    ($value:expr; $($name:ident: $type:ty),*) => {
        $(fn $name<E>(self, _: $type) -> Result<Self::Value, E> {
            Ok($value)
        })*
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($value)
        }
    };
}

struct Whole;

impl<'de> Visitor<'de> for Whole {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut row = Row::default();
        while let Some(name) = map.next_key_seed(Name)? {
            match name {
                Some((field, rank)) => {
                    if let Some(value) = map.next_value_seed(Cell(field))? {
                        row.set(field, rank, value.into_bytes());
                    }
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Value(Some(row)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value(None))
    }

    others!(Value(None); visit_str: &str, visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
}

/// The name of a field.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<(Field, usize)>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<(Field, usize)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(field(name))
    }
}

/// The value of a field: a string; a number where a day is wanted; the `name` of an object.
pub(crate) struct Cell(pub(crate) Field);

impl<'de> DeserializeSeed<'de> for Cell {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cell {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok((self.0 == Field::Date).then(|| number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        // seconds since 1970 with a fraction
        Ok((self.0 == Field::Date && number.is_finite()).then(|| format!("{number:.0}")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<String>()? {
            match name == "name" {
                true => found = map.next_value_seed(Cell(self.0))?,
                false => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found.filter(|_| self.0 == Field::Publisher))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    others!(None; visit_bool: bool, visit_i64: i64);
}

/// A file that is one object of JSON, or an array of them.
pub(crate) struct Document {
    stream: Stream,
    place: Place,
    limits: Limits,
    state: State,
}

enum State {
    Unread { from: u64 },
    Elements(Elements),
    Done,
}

/// An array, read element by element so that not all rows of it are held beside its text.
struct Elements {
    text: String,
    /// Where the next element, or the end of the array, is looked for.
    at: usize,
    /// The number of that element, from 1.
    next: u64,
}

impl Document {
    /// Reads a stream; elements of an array before the one numbered `from`, from 1, are left out.
    pub(crate) fn new(stream: Stream, place: Place, from: u64, limits: &Limits) -> Document {
        Document { stream, place, limits: *limits, state: State::Unread { from } }
    }

    /// The array that the file holds, or the one thing that can be said of it.
    fn open(&mut self) -> Result<Elements, Box<Got>> {
        let fail = |reason: String| Box::new(Got::reject(self.place.clone(), reason));
        let bytes = match self.stream.whole(self.limits.max_report) {
            Err(e) => return Err(fail(self.stream.cause(&e))),
            Ok(None) => {
                return Err(fail(too_long("file of JSON", &self.limits) + ", or write a report a line"));
            }
            Ok(Some(bytes)) => bytes,
        };
        let text = String::from_utf8(bytes).map_err(|e| fail(not_utf8(e.utf8_error().valid_up_to())))?;
        let trimmed = text.trim_start_matches('\u{feff}').trim();
        if trimmed.starts_with('[') {
            let at = text.find('[').map_or(text.len(), |i| i + 1);
            return Ok(Elements { text, at, next: 1 });
        }
        Err(match read(trimmed) {
            _ if trimmed.is_empty() => fail(EMPTY.to_owned()),
            Ok(Some(row)) => Box::new(row.report(self.place.clone(), &self.limits)),
            Ok(None) => fail(NO_OBJECT.to_owned()),
            Err(why) => fail(why + ": write a report a line"),
        })
    }
}

impl Elements {
    /// The next element with its number; after an error there is no next.
    fn next(&mut self) -> Option<(u64, Result<Option<Row>, String>)> {
        let rest = self.text[self.at..].trim_start();
        let rest = if self.next > 1 { rest.strip_prefix(',').unwrap_or(rest) } else { rest };
        let number = self.next;
        if rest.trim_start().starts_with(']') {
            self.at = self.text.len();
            return None;
        }
        if self.at == self.text.len() {
            return None;
        }
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let value = values.next().unwrap_or(Ok(Value(None))).map(|value| value.0).map_err(|e| broken(&e));
        self.at = match value {
            Ok(_) => self.text.len() - rest.len() + values.byte_offset(),
            Err(_) => self.text.len(),
        };
        self.next += 1;
        Some((number, value))
    }
}

impl Source for Document {
    fn next(&mut self) -> Option<Got> {
        if let State::Unread { from } = self.state {
            self.state = match self.open() {
                Ok(mut elements) => {
                    while elements.next < from && elements.next().is_some() {}
                    State::Elements(elements)
                }
                Err(only) => {
                    self.state = State::Done;
                    return Some(*only);
                }
            };
        }
        let State::Elements(elements) = &mut self.state else { return None };
        let (number, value) = elements.next()?;
        let place = Place::part(self.place.file.clone(), Part::Item(number));
        Some(match value {
            Ok(Some(row)) => row.report(place, &self.limits),
            Ok(None) => Got::reject(place, NO_OBJECT),
            Err(why) => Got::reject(place, why + ": what follows is lost, write a report a line"),
        })
    }

    fn consumed(&self) -> u64 {
        self.stream.consumed()
    }
}

/// Why a line or an element that is JSON is no report.
pub(crate) const NO_OBJECT: &str = "no object of JSON: a report is written as {\"text\": …}";

/// Why bytes are no text of JSON.
pub(crate) fn not_utf8(at: usize) -> String {
    format!("not valid UTF-8 (byte {}): write the file again in UTF-8", at + 1)
}

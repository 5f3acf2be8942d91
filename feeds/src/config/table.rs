//! A table of a TOML file, asked key by key, that says file and line of whatever is wrong.

use std::ops::RangeInclusive;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ConfigError;
use super::nearest::nearest;
use super::units;

/// A file while it is being read.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Its text.
    pub text: &'a str,
    /// How errors call it.
    pub name: &'a str,
}

impl<'a> Source<'a> {
    /// The file as a table with places, or where its TOML is broken.
    pub fn parse(self) -> Result<Spanned<DeTable<'a>>, ConfigError> {
        DeTable::parse(self.text).map_err(|e| {
            let reason = e.message().lines().collect::<Vec<_>>().join(", ");
            self.error(e.span().map_or(0, |s| s.start), reason, "see https://toml.io for how to write it")
        })
    }

    fn error(self, offset: usize, reason: String, cure: &str) -> ConfigError {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        ConfigError { file: self.name.to_owned(), line, offset, reason, cure: cure.to_owned() }
    }
}

/// A table and what errors call it.
#[derive(Debug)]
pub struct Table<'t, 'a> {
    source: Source<'a>,
    table: &'t DeTable<'a>,
    offset: usize,
    title: &'static str,
}

impl<'t, 'a> Table<'t, 'a> {
    /// The table of the whole file.
    pub fn new(source: Source<'a>, table: &'t Spanned<DeTable<'a>>, title: &'static str) -> Self {
        Table { source, table: table.get_ref(), offset: table.span().start, title }
    }

    /// Refuses keys that are not among `known`.
    pub fn only(&self, known: &[&str]) -> Result<(), ConfigError> {
        let unknown = self.table.keys().filter(|k| !known.contains(&k.get_ref().as_ref()));
        let Some(key) = unknown.min_by_key(|k| k.span().start) else { return Ok(()) };
        let reason = format!("unknown key `{}` in {}", key.get_ref().escape_debug(), self.title);
        let cure = match nearest(key.get_ref(), known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known are `{}`", known.join("`, `")),
        };
        Err(self.source.error(key.span().start, reason, &cure))
    }

    /// An error at `key`, or at the table where the key is missing.
    pub fn wrong(&self, key: &str, reason: String, cure: &str) -> ConfigError {
        let offset = self.table.keys().find(|k| k.get_ref() == key).map_or(self.offset, |k| k.span().start);
        self.source.error(offset, reason, cure)
    }

    /// An error at a byte of the file.
    pub fn wrong_at(&self, offset: usize, reason: String, cure: &str) -> ConfigError {
        self.source.error(offset, reason, cure)
    }

    fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    fn mistyped(&self, key: &str, value: &DeValue, wanted: &str, cure: &str) -> ConfigError {
        self.wrong(key, format!("`{key}` is {}, not {wanted}", kind(value)), cure)
    }

    /// The table below `key`.
    pub fn table(&self, key: &str, title: &'static str) -> Result<Option<Table<'t, 'a>>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let cure = format!("write it as {title} with its keys on the lines below");
        let table = value.get_ref().as_table();
        let table = table.ok_or_else(|| self.mistyped(key, value.get_ref(), "a table", &cure))?;
        Ok(Some(Table { source: self.source, table, offset: value.span().start, title }))
    }

    /// The tables of the list below `key`; none if it is missing.
    pub fn tables(&self, key: &str, title: &'static str) -> Result<Vec<Table<'t, 'a>>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let cure = format!("write {title} with two brackets above each");
        let wrong = |value: &DeValue| self.mistyped(key, value, "a list of tables", &cure);
        let list = value.get_ref().as_array().ok_or_else(|| wrong(value.get_ref()))?;
        let tables = list.iter().map(|entry| {
            let table = entry.get_ref().as_table().ok_or_else(|| wrong(entry.get_ref()))?;
            Ok(Table { source: self.source, table, offset: entry.span().start, title })
        });
        tables.collect()
    }

    /// The string at `key`.
    pub fn text(&self, key: &str) -> Result<Option<String>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let text = value.get_ref().as_str();
        let text = text.ok_or_else(|| self.mistyped(key, value.get_ref(), "a string", "put it in quotes"))?;
        Ok(Some(text.to_owned()))
    }

    /// The strings of the list at `key`, each with its place in the file.
    pub fn texts(&self, key: &str) -> Result<Option<Vec<(String, usize)>>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let cure = "write it as [\"one\", \"two\"]";
        let wrong = |value: &DeValue| self.mistyped(key, value, "a list of strings", cure);
        let list = value.get_ref().as_array().ok_or_else(|| wrong(value.get_ref()))?;
        let texts = list.iter().map(|entry| {
            let text = entry.get_ref().as_str().ok_or_else(|| wrong(entry.get_ref()))?;
            Ok((text.to_owned(), entry.span().start))
        });
        texts.collect::<Result<_, _>>().map(Some)
    }

    /// Sets `flag` to the boolean at `key`, if there is one.
    pub fn flag(&self, key: &str, flag: &mut bool) -> Result<(), ConfigError> {
        let Some(value) = self.get(key) else { return Ok(()) };
        let found = value.get_ref().as_bool();
        *flag = found.ok_or_else(|| {
            self.mistyped(key, value.get_ref(), "a boolean", "write true or false, unquoted")
        })?;
        Ok(())
    }

    /// The whole number at `key`, which must lie in `range`.
    pub fn integer(&self, key: &str, range: RangeInclusive<i64>) -> Result<Option<i64>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let cure = format!("give a whole number from {} to {}", range.start(), range.end());
        let written = value.get_ref().as_integer();
        let written = written.ok_or_else(|| self.mistyped(key, value.get_ref(), "a number", &cure))?;
        let number = i64::from_str_radix(written.as_str(), written.radix()).ok();
        let wrong = || self.wrong(key, format!("`{key}` is {}", written.as_str()), &cure);
        number.filter(|n| range.contains(n)).ok_or_else(wrong).map(Some)
    }

    /// Sets `found` to the duration at `key`, if there is one; it must be `least` or longer.
    pub fn duration(&self, key: &str, least: Duration, found: &mut Duration) -> Result<(), ConfigError> {
        let cure = "write a number and ms, s, m, h or d, such as \"15m\"";
        let Some(text) = self.text(key)? else { return Ok(()) };
        let long = |d: Duration| if d < least { Err(format!("`{text}` is too short")) } else { Ok(d) };
        *found = units::duration(&text)
            .and_then(long)
            .map_err(|reason| self.wrong(key, format!("`{key}`: {reason}"), cure))?;
        Ok(())
    }

    /// Sets `found` to the size at `key` in bytes, if there is one; it is never zero.
    pub fn size(&self, key: &str, found: &mut u64) -> Result<(), ConfigError> {
        let cure = "write a number and B, KiB or MiB, such as \"8 MiB\"";
        let Some(text) = self.text(key)? else { return Ok(()) };
        let some = |bytes| if bytes == 0 { Err(format!("`{text}` lets nothing through")) } else { Ok(bytes) };
        *found = units::size(&text)
            .and_then(some)
            .map_err(|reason| self.wrong(key, format!("`{key}`: {reason}"), cure))?;
        Ok(())
    }
}

/// What a value is, with its article.
fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

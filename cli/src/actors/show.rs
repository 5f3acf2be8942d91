//! What was found, for a person or for a program.

use std::fmt::Write;

use jiff::civil::Date;

use super::look::{Entry, Office};

/// One object a line.
pub fn json(found: &[Entry]) -> String {
    let line = |entry: &Entry| serde_json::to_string(entry).map(|s| s + "\n").unwrap_or_default();
    found.iter().map(line).collect()
}

/// A paragraph for each meaning.
pub fn text(found: &[Entry], on: Option<Date>, kept_until: Option<Date>) -> String {
    let mut out = found.iter().map(|entry| paragraph(entry, on)).collect::<Vec<_>>().join("\n");
    let persons = found.iter().any(|e| matches!(e, Entry::Person { .. }));
    if let Some((day, end)) = on.zip(kept_until).filter(|(day, end)| persons && day > end) {
        let _ = writeln!(out, "\nthe table of offices was kept until {end}: none is known on {day}");
    }
    out
}

fn paragraph(entry: &Entry, on: Option<Date>) -> String {
    match entry {
        Entry::State { name, country, by, names, seats } => {
            let mut out = format!("{name}\n  state · {country} · found by its {by}\n");
            also(&mut out, "names", names);
            also(&mut out, "seats", seats);
            out
        }
        Entry::Organisation { name, kind, country, sector, names } => {
            let mut out =
                format!("{name}\n  {kind} · {} · {sector}\n", country.as_deref().unwrap_or("no state"));
            also(&mut out, "names", names);
            out
        }
        Entry::Person { name, names, offices } => person(name, names, offices, on),
        Entry::Noun { word, kind, sector } => {
            format!("{word}\n  common noun for: {kind} · {}\n", sector.as_deref().unwrap_or("any sector"))
        }
    }
}

fn person(name: &str, names: &[String], offices: &[Office], on: Option<Date>) -> String {
    let mut out = format!("{name}\n");
    also(&mut out, "names", names);
    for row in offices {
        let mark = if row.held == Some(true) { '*' } else { ' ' };
        let to = row.to.as_deref().unwrap_or("…");
        let country = row.country.as_deref().unwrap_or("no state");
        let _ = writeln!(out, "{mark} {} to {to:10}  {} · {country} · {}", row.from, row.office, row.sector);
    }
    if let Some(day) = on {
        let _ = match offices.iter().any(|row| row.held == Some(true)) {
            true => writeln!(out, "  * held on {day}"),
            false => writeln!(out, "  no office on {day}: a report of that day gets none from the table"),
        };
    }
    out
}

fn also(out: &mut String, what: &str, words: &[String]) {
    if !words.is_empty() {
        let _ = writeln!(out, "  {what}: {}", words.join(", "));
    }
}

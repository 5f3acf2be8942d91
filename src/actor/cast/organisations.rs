//! Organisations of the cast: by the tables, by their short forms, by the words of their names.

use super::super::names::{Name, What};
use super::super::uses::{body, by_words, kind};
use super::{Cast, Key};
use crate::fold::fold;

impl Cast<'_> {
    pub(super) fn organisation(&mut self, known: Option<usize>, n: &Name) -> Option<usize> {
        let text = self.view.doc.slice(n.span);
        // what the report itself has spelt out goes before what the tables know under the letters
        if let Some(&draft) = self.spelt.get(text) {
            return Some(draft);
        }
        let draft = self.body(known, n)?;
        if let Some(letters) = letters(text) {
            self.spelt.entry(letters).or_insert(draft);
        }
        Some(draft)
    }

    fn body(&mut self, known: Option<usize>, n: &Name) -> Option<usize> {
        if let Some(org) = known.and_then(|i| self.view.tables.organisations.get(i)) {
            let draft = self.keyed(
                Key::Organisation(fold(&org.name)),
                kind(org.kind),
                &org.name,
                org.country.clone(),
                Some(org.sector.clone()),
            );
            self.drafts[draft].settled = true;
            return Some(draft);
        }
        let text = self.view.doc.slice(n.span);
        let key = fold(text);
        if let Some(draft) = self.in_brackets(n).or_else(|| self.shortened(&key)) {
            self.keys.insert(Key::Organisation(key), draft);
            return Some(draft);
        }
        let (sort, sector) = by_words(self.view, n.words.clone());
        let country = self.country_in(n.words.clone());
        if let (Some(class), true) = (body(self.view, n.words.clone()), country.is_some()) {
            return Some(self.keyed(Key::Group(class, country.clone()), sort, text, country, sector));
        }
        Some(self.keyed(Key::Organisation(key), sort, text, country, sector))
    }

    /// `Syrian Democratic Forces (SDF)`: what stands in brackets right behind an organisation is its short form.
    fn in_brackets(&self, n: &Name) -> Option<usize> {
        let open = n.words.start.checked_sub(1).filter(|&k| self.view.text(k) == "(")?;
        let before = open.checked_sub(1)?;
        let owner =
            self.names.iter().find(|o| o.words.end == open && matches!(o.what, What::Organisation(_)))?;
        let initial = |s: &str| s.chars().next().map(|c| c.to_lowercase().to_string());
        let fits = initial(self.view.doc.slice(n.span)) == initial(self.view.doc.slice(owner.span));
        self.seen.iter().rev().find(|s| fits && (s.head == owner.head || s.head == before)).map(|s| s.draft)
    }

    /// An organisation of the report whose name ends with the given words.
    fn shortened(&self, key: &str) -> Option<usize> {
        let tail = format!(" {key}");
        let mut found = self.keys.iter().filter_map(|(k, &d)| match k {
            Key::Organisation(name) if name.ends_with(&tail) => Some(d),
            _ => None,
        });
        let first = found.next()?;
        found.all(|d| d == first).then_some(first)
    }
}

/// The first letters of a name of several words, without those of its small words: `CHP` of `California
/// Highway Patrol`; `None` for names that nobody shortens so.
fn letters(name: &str) -> Option<String> {
    const FEWEST: usize = 3;
    let words = name.split([' ', '-']).filter(|w| w.chars().next().is_some_and(char::is_uppercase));
    let letters: String = words.filter(|w| *w != "The").filter_map(|w| w.chars().next()).collect();
    (letters.chars().count() >= FEWEST).then_some(letters)
}

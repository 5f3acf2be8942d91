//! The knowledge that analysts edit, parsed and checked: `codebook/`.
//!
//! A codebook is accepted whole or refused with file, line, reason and cure.

pub mod actors;
mod contexts;
mod events;
mod lemmas;
#[cfg(test)]
mod manual;
pub mod places;
mod processes;
mod rulefile;
mod score;
mod slots;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use crate::digest;
use actors::ActorTables;

pub use contexts::{Context, ContextBook, Looked};
pub use events::{Clause, EventBook, Inner, NounClass, Part, Pattern, Rule, TypeInfo, WordSet};
pub use lemmas::Lemmas;
pub use processes::{ProcessBook, ProcessKind, Transition as TransitionWords};
pub use score::{Grounds, ScoreBook};
pub use slots::Slot;
pub use words::{Cue, Grammar, Words};

use rulefile::Known;

/// The version of the file format that this program reads.
pub const FORMAT: u32 = 1;

#[derive(rust_embed::Embed)]
#[folder = "codebook/"]
#[include = "*.toml"]
struct Builtin;

/// Why a codebook was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}; {cure}")]
pub struct CodebookError {
    /// The file, relative to the codebook's folder.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// The byte in the file where the offender begins.
    pub offset: usize,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub cure: String,
}

/// A file of the codebook while it is being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    name: &'a str,
    text: &'a str,
}

impl<'a> Source<'a> {
    /// Parses the whole file.
    fn parse<T: serde::de::DeserializeOwned>(self) -> Result<T, CodebookError> {
        toml::from_str(self.text).map_err(|e| {
            let offset = e.span().map_or(0, |s| s.start);
            self.error(offset, e.message().to_lowercase(), "see codebook/README.md for what a file may hold")
        })
    }

    /// An error at a byte of the file.
    fn error(self, offset: usize, reason: impl Into<String>, cure: impl Into<String>) -> CodebookError {
        CodebookError {
            file: self.name.to_owned(),
            line: self.line(offset),
            offset,
            reason: reason.into(),
            cure: cure.into(),
        }
    }

    /// The line, from 1, of a byte of the file.
    fn line(self, offset: usize) -> usize {
        self.text.as_bytes().iter().take(offset).filter(|&&b| b == b'\n').count() + 1
    }

    /// Refuses a format number that this program does not read.
    fn check_format(self, format: &toml::Spanned<u32>) -> Result<(), CodebookError> {
        if *format.get_ref() == FORMAT {
            return Ok(());
        }
        let reason = format!("format {} is not known", format.get_ref());
        Err(self.error(
            format.span().start,
            reason,
            format!("write format = {FORMAT}, or use a program that reads it"),
        ))
    }
}

/// A sentence of the codebook and whether its rule must find an event in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example<'a> {
    /// The rule, `ASSAULT/strike`.
    pub rule: &'a str,
    /// The rule's type.
    pub event_type: &'a str,
    /// The sentence.
    pub sentence: &'a str,
    /// Whether the rule must fire.
    pub codes: bool,
}

/// Everything under `codebook/`, parsed and checked. Immutable.
#[derive(Debug, Clone)]
pub struct Codebook {
    digest: String,
    events: EventBook,
    words: Words,
    contexts: ContextBook,
    processes: ProcessBook,
    lemmas: Lemmas,
    score: ScoreBook,
    actors: ActorTables,
}

impl Codebook {
    /// The codebook that the program carries.
    pub fn builtin() -> Result<Codebook, CodebookError> {
        Codebook::from_files(&Codebook::builtin_files())
    }

    /// The files of the codebook that the program carries: names with `/`, and texts.
    pub fn builtin_files() -> BTreeMap<String, String> {
        let names = Builtin::iter().filter(|name| name.ends_with(".toml"));
        names
            .filter_map(|name| {
                let data = Builtin::get(&name)?.data;
                Some((name.to_string(), String::from_utf8_lossy(&data).into_owned()))
            })
            .collect()
    }

    /// The codebook in a folder laid out as the built-in one.
    pub fn load(dir: &Path) -> Result<Codebook, CodebookError> {
        let mut files = BTreeMap::new();
        for relative in ["", "events", "statements", "actors", "places"] {
            read_folder(dir, relative, &mut files)?;
        }
        Codebook::from_files(&files)
    }

    /// A codebook from file names (relative, with `/`) and their texts.
    pub fn from_files(files: &BTreeMap<String, String>) -> Result<Codebook, CodebookError> {
        let words = Words::read(|name| source(files, name))?;
        let sources: Vec<Source> = files
            .iter()
            .filter(|(name, _)| name.starts_with("events/"))
            .map(|(name, text)| Source { name, text })
            .collect();
        let contexts = ContextBook::read(source(files, "contexts.toml")?)?;
        let known = Known { words: &words, contexts: &contexts.names() };
        let events = EventBook::read(&sources, known)?;
        let processes = ProcessBook::read(source(files, "processes.toml")?)?;
        let score = ScoreBook::read(source(files, "score.toml")?)?;
        let parts: Vec<&str> = files.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]).collect();
        let lemmas = Lemmas::new(&events, &words);
        let actors = ActorTables::read(|name| source(files, name))?;
        Ok(Codebook { digest: digest::id(&parts), events, words, contexts, processes, lemmas, score, actors })
    }

    /// A content hash of all files.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The format number of its files.
    pub fn format(&self) -> u32 {
        FORMAT
    }

    /// The rules for events.
    pub fn events(&self) -> &EventBook {
        &self.events
    }

    /// Classes of nouns, words of reality, words of saying.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Contexts and the words that tell of them.
    pub fn contexts(&self) -> &ContextBook {
        &self.contexts
    }

    /// Dictionary forms of the codebook's own words.
    pub fn lemmas(&self) -> &Lemmas {
        &self.lemmas
    }

    /// How sure the coder has to be of an event, and what makes it sure.
    pub fn score(&self) -> &ScoreBook {
        &self.score
    }

    /// States, organisations, words for actors, holders of offices.
    pub fn actors(&self) -> &ActorTables {
        &self.actors
    }

    /// Kinds of processes and the words that change their state.
    pub fn processes(&self) -> &ProcessBook {
        &self.processes
    }

    /// All example sentences, in order of the files.
    pub fn examples(&self) -> impl Iterator<Item = Example<'_>> {
        self.events.rules().iter().flat_map(|rule| {
            let yes = rule.codes.iter().map(move |s| (s, true));
            yes.chain(rule.not.iter().map(|s| (s, false))).map(move |(sentence, codes)| Example {
                rule: &rule.id,
                event_type: &rule.event_type,
                sentence,
                codes,
            })
        })
    }
}

fn source<'a>(files: &'a BTreeMap<String, String>, name: &'a str) -> Result<Source<'a>, CodebookError> {
    match files.get(name) {
        Some(text) => Ok(Source { name, text }),
        None => Err(Source { name, text: "" }.error(
            0,
            "the file is missing",
            "copy it from the built-in codebook",
        )),
    }
}

fn read_folder(
    dir: &Path,
    relative: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<(), CodebookError> {
    let folder = dir.join(relative);
    let unreadable = |name: &str, e: std::io::Error| {
        Source { name, text: "" }.error(
            0,
            format!("cannot be read ({e})"),
            "check the path and its permissions",
        )
    };
    let shown = folder.display().to_string();
    for entry in std::fs::read_dir(&folder).map_err(|e| unreadable(&shown, e))? {
        let path = entry.map_err(|e| unreadable(&shown, e))?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|n| n.ends_with(".toml")) else {
            continue;
        };
        let name = if relative.is_empty() { name.to_owned() } else { format!("{relative}/{name}") };
        let text = std::fs::read_to_string(&path).map_err(|e| unreadable(&name, e))?;
        files.insert(name, text);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtin_is_whole() {
        let book = Codebook::builtin().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(book.events().types().len(), 16);
        assert!(book.events().pattern_count() > 800, "{}", book.events().pattern_count());
        let (yes, no) =
            book.examples().fold((0, 0), |(y, n), e| if e.codes { (y + 1, n) } else { (y, n + 1) });
        let with_words = book.events().rules().len() - 16; // each type has a rule for what the model finds
        assert!(yes >= with_words && no >= with_words, "{yes} {no} {with_words}");
        assert_eq!(book.digest(), Codebook::builtin().unwrap().digest());
    }

    #[test]
    fn a_folder_reads_like_the_builtin() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("codebook");
        assert_eq!(Codebook::load(&dir).unwrap().digest(), Codebook::builtin().unwrap().digest());
    }

    #[test]
    fn duplicates_are_refused_with_file_line_and_cure() {
        let mut files = Codebook::builtin_files();
        let protest = files.get_mut("events/PROTEST.toml").unwrap();
        let line = protest.lines().count() + 4;
        protest.push_str(
            "\n[[rule]]\nid = \"again\"\nverbs = [\"riot\"]\nactor = [\"subject\"]\ncameo = \"145\"\n",
        );
        let error = Codebook::from_files(&files).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("events/PROTEST.toml", line));
        assert!(error.to_string().contains("PROTEST/riot"), "{error}");
    }

    #[test]
    fn unknown_words_are_refused_where_they_stand() {
        let mut files = Codebook::builtin_files();
        let text = "format = 1\ntype = \"AID\"\nquad = \"q\"\nscore = 1.0\ndescription = \"d\"\n\n[[rule]]\nid = \"x\"\nvebs = []\n";
        files.insert("events/AID.toml".into(), text.into());
        let error = Codebook::from_files(&files).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("events/AID.toml", 9));
        files.insert(
            "events/AID.toml".into(),
            text.replace("format = 1", "format = 7").replace("vebs", "verbs"),
        );
        assert_eq!(Codebook::from_files(&files).unwrap_err().line, 1);
    }

    #[test]
    fn a_place_of_an_actor_that_is_none_is_refused() {
        let mut files = Codebook::builtin_files();
        let protest = files.get_mut("events/PROTEST.toml").unwrap();
        let line = protest.lines().count() + 4;
        protest.push_str("\n[[rule]]\nid = \"ride\"\nactor = [\"subjct\"]\n");
        let error = Codebook::from_files(&files).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("events/PROTEST.toml", line));
        assert!(error.reason.contains("subjct"), "{error}");
    }

    #[test]
    fn tables_of_actors_are_the_folders_own() {
        let mut files = Codebook::builtin_files();
        let nouns = files.get_mut("actors/nouns.toml").unwrap();
        nouns.push_str("\n[[nouns]]\nkind = \"armed_group\"\nwords = [\"zouave\"]\n");
        let book = Codebook::from_files(&files).unwrap();
        assert!(book.actors().noun("zouave").is_some());
        assert!(Codebook::builtin().unwrap().actors().noun("zouave").is_none());
    }

    #[test]
    fn unknown_contexts_modes_and_rules_are_refused_where_they_stand() {
        let text = "format = 1\ntype = \"AID\"\nquad = \"q\"\nscore = 1.0\ndescription = \"d\"\nmodes = [\"m\"]\n\n[[rule]]\nid = \"x\"\nverbs = [\"aid\"]\n";
        let refused = |more: &str| {
            let mut files = Codebook::builtin_files();
            files.insert("events/AID.toml".into(), format!("{text}{more}\n"));
            Codebook::from_files(&files).unwrap_err()
        };
        for (more, named) in [
            ("contexts = [\"wether\"]", "wether"),
            ("mode = \"n\"", "AID has no mode n"),
            ("only_inner = [\"AID/y\"]", "AID/y"),
            ("like = \"y\"", "y"),
        ] {
            let error = refused(more);
            assert_eq!((error.file.as_str(), error.line), ("events/AID.toml", 11), "{error}");
            assert!(error.reason.contains(named), "{error}");
        }
        let mut files = Codebook::builtin_files();
        files.remove("contexts.toml");
        assert_eq!(Codebook::from_files(&files).unwrap_err().file, "contexts.toml");
    }

    #[test]
    fn a_variant_takes_what_it_does_not_say_from_the_rule_it_is_like() {
        let book = Codebook::builtin().unwrap();
        let rule = |id| book.events().by_id(id).unwrap();
        let (base, variant) = (rule("REQUEST/urge"), rule("REQUEST/urge-meet"));
        assert_eq!((&base.actor, &base.recipient), (&variant.actor, &variant.recipient));
        assert_eq!((base.mode.as_deref(), variant.mode.as_deref()), (None, Some("meet")));
        let first = &book.events().patterns(Part::Verb, "urge")[0];
        assert!(book.events().rule(first.rule).variant);
    }
}

//! Lists of words: classes of nouns, words that change what happened, words of saying.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{CodebookError, Source};

type Set = BTreeSet<String>;

/// Words that change whether an act happened, and verbs that carry a noun.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grammar {
    /// Verbs whose object names the act: `launch`, `hold`.
    pub light: Set,
    /// Of those, the ones whose subject suffers it: `face`.
    pub suffer: Set,
    /// Nouns that stand for whoever is named beside them: `troop`.
    pub groups: Set,
    /// Nouns that measure what follows: `dozen`.
    pub measures: Set,
    /// The act is planned or announced.
    pub future: Set,
    /// The act is wanted, feared, possible.
    pub hypothetical: Set,
    /// The act did not happen.
    pub negated: Set,
    /// Of those, the ones that end what had been going on.
    pub ending: Set,
    /// Helping verbs.
    pub auxiliaries: Shades,
    /// Adjectives before a noun.
    pub adjectives: Shades,
    /// Irregular forms and their dictionary forms.
    pub irregular: BTreeMap<String, String>,
}

/// Words by the shade they give.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shades {
    /// It is to come.
    #[serde(default)]
    pub future: Set,
    /// It is possible.
    #[serde(default)]
    pub hypothetical: Set,
    /// It is long past.
    #[serde(default)]
    pub historical: Set,
}

/// A group of words of saying or thinking.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// `asserts`, `thinks`, `denies`, `demands`, `accuses`, `promises`, `threatens`, `praises`, `fears`, `doubts`.
    pub class: String,
    /// Lemmas of verbs.
    #[serde(default)]
    pub verbs: Set,
    /// Lemmas of nouns.
    #[serde(default)]
    pub nouns: Set,
    /// Fixed phrases: `according to`.
    #[serde(default)]
    pub phrases: Set,
}

/// All lists of words of a codebook.
#[derive(Debug, Clone, Default)]
pub struct Words {
    classes: BTreeMap<String, Set>,
    grammar: Grammar,
    cues: Vec<Cue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassFile {
    format: toml::Spanned<u32>,
    classes: BTreeMap<String, Set>,
}

#[derive(Deserialize)]
struct GrammarFile {
    format: toml::Spanned<u32>,
    #[serde(flatten)]
    grammar: Grammar,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    format: toml::Spanned<u32>,
    cue: Vec<Cue>,
}

impl Words {
    /// Reads the files, each fetched by name.
    pub(super) fn read<'a>(
        fetch: impl Fn(&'a str) -> Result<Source<'a>, CodebookError>,
    ) -> Result<Words, CodebookError> {
        let source = fetch("classes.toml")?;
        let classes: ClassFile = source.parse()?;
        source.check_format(&classes.format)?;
        let source = fetch("grammar.toml")?;
        let grammar: GrammarFile = source.parse()?;
        source.check_format(&grammar.format)?;
        let source = fetch("statements/cues.toml")?;
        let cues: CueFile = source.parse()?;
        source.check_format(&cues.format)?;
        Ok(Words { classes: classes.classes, grammar: grammar.grammar, cues: cues.cue })
    }

    /// The nouns of the class `@name`, named without the `@`.
    pub fn class(&self, name: &str) -> Option<&BTreeSet<String>> {
        self.classes.get(name)
    }

    /// The nouns of all classes.
    pub(super) fn classes(&self) -> impl Iterator<Item = &Set> {
        self.classes.values()
    }

    /// Words that change whether an act happened.
    pub fn grammar(&self) -> &Grammar {
        &self.grammar
    }

    /// Words of saying and thinking.
    pub fn cues(&self) -> &[Cue] {
        &self.cues
    }

    /// The class of a verb of saying or thinking: `denies` for `deny`; the first that lists it.
    pub fn verb_cue(&self, lemma: &str) -> Option<&str> {
        self.cues.iter().find(|c| c.verbs.contains(lemma)).map(|c| c.class.as_str())
    }

    /// The class of a noun of saying or thinking.
    pub fn noun_cue(&self, lemma: &str) -> Option<&str> {
        self.cues.iter().find(|c| c.nouns.contains(lemma)).map(|c| c.class.as_str())
    }

    /// Whether a phrase such as `according to` says that something is said.
    pub fn phrase_cue(&self, phrase: &str) -> bool {
        self.cues.iter().any(|c| c.phrases.contains(phrase))
    }
}

//! Where an actor or recipient stands, as rules write it.

use toml::Spanned;

use super::{CodebookError, Source};

// A word that is none of these is a slip of the pen, and its place would never be filled.
const PREPOSITIONS: [&str; 46] = [
    "about",
    "above",
    "across",
    "after",
    "against",
    "along",
    "alongside",
    "among",
    "amongst",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "below",
    "beside",
    "between",
    "beyond",
    "by",
    "concerning",
    "during",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "outside",
    "over",
    "past",
    "through",
    "to",
    "toward",
    "towards",
    "under",
    "upon",
    "via",
    "with",
    "within",
    "without",
];

/// Where an actor or recipient stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Who does it.
    Subject,
    /// What it is done to.
    Object,
    /// Who acts in the clause that follows.
    Clause,
    /// Whoever says the sentence.
    Speaker,
    /// The possessor of the object (of the noun itself, for nouns).
    Possessor,
    /// The nationality or name before a noun.
    Modifier,
    /// After this preposition.
    Preposition(String),
}

/// The places that a rule names, in order.
pub(super) fn slots(source: Source, names: &[Spanned<String>]) -> Result<Vec<Slot>, CodebookError> {
    names.iter().map(|name| slot(source, name)).collect()
}

fn slot(source: Source, name: &Spanned<String>) -> Result<Slot, CodebookError> {
    Ok(match name.get_ref().as_str() {
        "subject" => Slot::Subject,
        "object" => Slot::Object,
        "clause" => Slot::Clause,
        "speaker" => Slot::Speaker,
        "possessor" => Slot::Possessor,
        "modifier" => Slot::Modifier,
        preposition if PREPOSITIONS.contains(&preposition) => Slot::Preposition(preposition.to_owned()),
        other => {
            let reason = format!("\"{other}\" is no place of an actor or recipient");
            let cure = "write subject, object, clause, speaker, possessor, modifier or a preposition";
            return Err(source.error(name.span().start, reason, cure));
        }
    })
}

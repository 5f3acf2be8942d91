//! Entities: exact span and type; for GUM names only, and coreference.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::eval::measure::{Report, Tally};
use crate::eval::score::Ident;
use crate::eval::score::chains::{Chain, Coreference, chains_of};
use crate::eval::text::{Chars, CodePoints};

/// How a corpus names what it annotates.
pub struct Scheme {
    /// Dateline's kinds in the words of the corpus; a kind that is absent is not scored.
    kinds: &'static [(&'static str, &'static str)],
    /// The labels that are scored.
    labels: &'static [&'static str],
}

/// re3d: states act, so they are organisations.
pub const RE3D: Scheme = Scheme {
    kinds: &[
        ("person", "Person"),
        ("organisation", "Organisation"),
        ("armed_group", "Organisation"),
        ("state", "Organisation"),
        ("people", "Organisation"),
        ("place", "Location"),
    ],
    labels: &["Person", "Organisation", "Location", "Nationality"],
};

/// Universal NER on EWT.
pub const UNER: Scheme = Scheme {
    kinds: &[
        ("person", "PER"),
        ("organisation", "ORG"),
        ("armed_group", "ORG"),
        ("state", "LOC"),
        ("place", "LOC"),
    ],
    labels: &["PER", "ORG", "LOC"],
};

/// GUM.
pub const GUM: Scheme = Scheme {
    kinds: &[
        ("person", "person"),
        ("people", "person"),
        ("organisation", "organization"),
        ("armed_group", "organization"),
        ("state", "place"),
        ("place", "place"),
    ],
    labels: &["person", "organization", "place"],
};

impl Scheme {
    /// The corpus's label for a kind or label, `None` if it is not scored.
    fn label(&self, kind: Option<&str>) -> Option<&'static str> {
        let kind = kind?;
        let named = self.kinds.iter().find(|(own, _)| *own == kind).map_or(kind, |(_, label)| label);
        self.labels.iter().find(|label| **label == named).copied()
    }
}

type Labelled = BTreeSet<(Chars, &'static str)>;

/// Exact span and type, micro, and for each type; one pair of sets a record.
fn report(scheme: &Scheme, pairs: &[(Labelled, Labelled)]) -> Report {
    let mut total = Tally::default();
    let mut by_type = vec![Tally::default(); scheme.labels.len()];
    for (gold, predicted) in pairs {
        total.add_sets(gold, predicted);
        for (label, tally) in scheme.labels.iter().zip(&mut by_type) {
            let only = |side: &Labelled| side.iter().filter(|e| e.1 == *label).copied().collect();
            tally.add_sets::<(Chars, &str)>(&only(gold), &only(predicted));
        }
    }
    let types = scheme.labels.iter().zip(&by_type);
    Report::default()
        .count("gold", total.gold)
        .count("predicted", total.predicted)
        .metric("f1", total.f1())
        .metric("precision", total.precision())
        .metric("recall", total.recall())
        .metrics(types.map(|(label, tally)| (format!("f1.{label}"), tally.f1())).collect())
}

/// A record of re3d or UNER.
#[derive(Debug, Deserialize)]
pub struct Flat {
    entities: Vec<FlatEntity>,
}

#[derive(Debug, Deserialize)]
struct FlatEntity {
    #[serde(flatten)]
    span: Chars,
    #[serde(rename = "type")]
    kind: Option<String>,
    confidence: Option<f64>,
}

impl Flat {
    /// The scored entities, less those that re3d itself holds more likely wrong than right.
    fn labelled(&self, scheme: &Scheme) -> Labelled {
        let likely = self.entities.iter().filter(|e| e.confidence.unwrap_or(1.0) >= 0.5);
        likely.filter_map(|e| Some((e.span, scheme.label(e.kind.as_deref())?))).collect()
    }
}

/// Scores re3d or UNER.
pub fn score_flat(scheme: &Scheme, gold: &[Flat], predicted: &[Flat]) -> Report {
    let pairs = gold.iter().zip(predicted);
    let sides: Vec<_> = pairs.map(|(g, p)| (g.labelled(scheme), p.labelled(scheme))).collect();
    report(scheme, &sides)
}

/// A document of GUM.
#[derive(Debug, Deserialize)]
pub struct Gum {
    text: String,
    mentions: Vec<GumMention>,
}

#[derive(Debug, Deserialize)]
struct GumMention {
    #[serde(flatten)]
    span: Chars,
    #[serde(rename = "type")]
    kind: Option<String>,
    chain: Option<Ident>,
    head: Option<Vec<Chars>>,
}

/// A head that is one of these words is no name, however it is written.
const NO_NAMES: &str = "i me my mine myself we us our ours ourselves you your yours yourself \
    yourselves he him his himself she her hers herself it its itself they them their theirs \
    themselves this that these those who whom whose which what whoever one ones someone somebody \
    everyone everybody anyone anybody nobody none all both each either neither some any many most \
    much more few several other others another here there where";

/// Whether a piece of the mention's head (of the mention, if it has none) begins with a capital.
fn is_named(mention: &GumMention, text: &CodePoints) -> bool {
    let heads = mention.head.as_deref().unwrap_or_default();
    let pieces: Vec<&str> = match heads {
        [] => text.slice(mention.span).split_whitespace().collect(),
        heads => heads.iter().map(|head| text.slice(*head)).collect(),
    };
    let a_name = |piece: &&str| !NO_NAMES.split_whitespace().any(|word| word == piece.to_lowercase());
    pieces.iter().any(|piece| piece.starts_with(char::is_uppercase) && a_name(piece))
}

/// The names of both sides; a predicted span that gold has is a name if gold's is.
fn named_mentions(gold: &Gum, predicted: &Gum) -> (Labelled, Labelled) {
    let (gold_text, text) = (CodePoints::of(&gold.text), CodePoints::of(&predicted.text));
    let in_gold: BTreeMap<Chars, bool> =
        gold.mentions.iter().map(|m| (m.span, is_named(m, &gold_text))).collect();
    let names = |side: &Gum| -> Labelled {
        let labelled = side.mentions.iter().filter_map(|m| Some((m, GUM.label(m.kind.as_deref())?)));
        labelled
            .filter(|(m, _)| in_gold.get(&m.span).copied().unwrap_or_else(|| is_named(m, &text)))
            .map(|(m, label)| (m.span, label))
            .collect()
    };
    (names(gold), names(predicted))
}

/// Chains of two mentions or more; a mention whose chain is null stands alone.
fn gum_chains(record: &Gum, named_only: bool) -> Vec<Chain<Chars>> {
    let wanted = |m: &&GumMention| !named_only || GUM.label(m.kind.as_deref()).is_some();
    let mentions = record.mentions.iter().filter(wanted);
    chains_of(mentions.filter_map(|m| Some((m.span, m.chain.as_ref()?))), 2)
}

/// Scores GUM: names, then the chains of names and of all mentions.
pub fn score_gum(gold: &[Gum], predicted: &[Gum]) -> Report {
    let pairs = || gold.iter().zip(predicted);
    let names: Vec<_> = pairs().map(|(g, p)| named_mentions(g, p)).collect();
    let mut all = report(&GUM, &names);
    for (prefix, named_only) in [("named_coref", true), ("coref", false)] {
        let mut sums = Coreference::default();
        for (g, p) in pairs() {
            sums.add(&gum_chains(g, named_only), &gum_chains(p, named_only));
        }
        all = all.metrics(sums.metrics(prefix));
    }
    all
}

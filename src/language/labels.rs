//! The tag sets as fixed strings, so that stages can match on them.

const UPOS: [&str; 17] = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
    "SCONJ", "SYM", "VERB", "X",
];

const XPOS: [&str; 53] = [
    "#", "$", "''", "(", ")", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW",
    "GW", "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS",
    "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ",
    "WDT", "WP", "WP$", "WRB", "XX", "``",
];

const RELATIONS: [&str; 56] = [
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "clf",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:outer",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "flat:foreign",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nmod:tmod",
    "nmod:unmarked",
    "nsubj",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:npmod",
    "obl:tmod",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

/// The fixed string of a part of speech; `X` for one that is not known.
pub(super) fn upos(label: &str) -> &'static str {
    UPOS.into_iter().find(|u| *u == label).unwrap_or("X")
}

/// The fixed string of a Penn tag; empty for one that is not known.
pub(super) fn xpos(label: &str) -> &'static str {
    XPOS.into_iter().find(|x| *x == label).unwrap_or("")
}

/// The fixed string of a relation; without its subtype, else `dep`, where it is not known.
pub(super) fn relation(label: &str) -> &'static str {
    let known = |wanted: &str| RELATIONS.into_iter().find(|r| *r == wanted);
    known(label).or_else(|| known(label.split(':').next().unwrap_or(label))).unwrap_or("dep")
}

#[cfg(test)]
mod tests {
    use super::super::EVENT_TYPES;
    use super::*;

    #[test]
    fn every_label_of_the_model_is_known() {
        use dateline_model::{Head, Model};
        let model = Model::builtin().expect("the built-in model loads");
        for label in model.labels().of(Head::Upos) {
            assert_eq!(upos(label), label);
        }
        for label in model.labels().of(Head::Xpos) {
            assert_eq!(xpos(label), label);
        }
        // the event heads are read by position
        assert_eq!(model.labels().of(Head::Event)[1..], EVENT_TYPES);
        assert_eq!(model.labels().of(Head::Polarity), ["affirmed", "negated"]);
        assert_eq!(model.labels().of(Head::Reality), ["actual", "future", "hypothetical"]);
        assert_eq!(model.labels().of(Head::Recency), ["current", "historical"]);
        for label in model.labels().relations() {
            assert_eq!(relation(label), label);
        }
    }
}

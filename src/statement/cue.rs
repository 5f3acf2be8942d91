//! Words that say that something is said, with the one who says it.

use crate::codebook::Codebook;
use crate::document::Document;
use crate::language::Language;
use crate::span::Span;
use crate::syntax::Syntax;

/// A cue of a report: its head word and what hangs on it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cue {
    /// The head word.
    pub word: usize,
    /// The words of the cue.
    pub span: Span,
    /// The head word of the source, where the tree has one.
    pub source: Option<usize>,
    /// The word at the head of what is said, where the tree has one.
    pub content: Option<usize>,
    /// Class of the codebook, `asserts`, where the cue is listed.
    pub class: Option<String>,
    /// The model takes it for a cue.
    pub tagged: bool,
}

/// All words that may be cues, in order of the text.
pub(super) fn cues(doc: &Document, lang: &Language, codebook: &Codebook) -> Vec<Cue> {
    let syntax = &lang.syntax;
    let mut out = Vec::new();
    for (i, word) in syntax.words().iter().enumerate() {
        let tagged = lang.cues.overlapping(word.span).next().is_some();
        let lower = doc.slice(word.span).to_lowercase();
        if lower == "according" && tree_phrase(doc, syntax, i) {
            out.push(according(syntax, i, tagged));
        } else if matches!(word.upos, "VERB" | "AUX") {
            out.extend(verb(lang, codebook, i, tagged));
        } else if tagged && word.upos == "NOUN" {
            let class = codebook.words().noun_cue(&word.lemma).map(str::to_owned);
            out.extend(class.map(|class| noun(lang, i, class)));
        }
    }
    out
}

fn tree_phrase(doc: &Document, syntax: &Syntax, i: usize) -> bool {
    syntax.words().get(i + 1).is_some_and(|w| doc.slice(w.span).eq_ignore_ascii_case("to"))
}

/// `according to`: the phrase hangs on its source, and the source on what is said.
fn according(syntax: &Syntax, i: usize, tagged: bool) -> Cue {
    let source = syntax.word(i).head;
    Cue {
        word: i,
        span: syntax.word(i).span.cover(syntax.word(i + 1).span),
        content: source.and_then(|s| syntax.word(s).head),
        source,
        class: Some("asserts".to_owned()),
        tagged,
    }
}

fn verb(lang: &Language, codebook: &Codebook, i: usize, tagged: bool) -> Option<Cue> {
    let syntax = &lang.syntax;
    let word = syntax.word(i);
    let class = codebook.words().verb_cue(&word.lemma).map(str::to_owned);
    if class.is_none() && !tagged {
        return None;
    }
    let particles = syntax.children_by(i, "compound:prt").filter(|&p| p == i + 1);
    let span = syntax.cover(particles.chain([i]))?;
    Some(Cue {
        word: i,
        span,
        source: subject(syntax, i),
        content: said(syntax, i, class.as_deref(), tagged),
        class,
        tagged,
    })
}

fn noun(lang: &Language, i: usize, class: String) -> Cue {
    let syntax = &lang.syntax;
    let owner = syntax.children_by(i, "nmod:poss").next();
    let of = || {
        syntax.children_by(i, "nmod").find(|&n| case_of(syntax, n).is_some_and(|c| c == "by" || c == "from"))
    };
    Cue {
        word: i,
        span: syntax.word(i).span,
        source: owner.or_else(of),
        content: syntax.children_by(i, "acl").next(),
        class: Some(class),
        tagged: true,
    }
}

/// The lemma of the preposition of a word.
pub(super) fn case_of(syntax: &Syntax, word: usize) -> Option<&str> {
    syntax.children_by(word, "case").next().map(|c| syntax.word(c).lemma.as_str())
}

/// Who does what the verb says: its subject, its agent where it is passive, else the
/// subject of the verb that it hangs on (`the minister arrived, saying …`).
fn subject(syntax: &Syntax, verb: usize) -> Option<usize> {
    let own = |v: usize| {
        let passive = syntax.children_by(v, "aux:pass").next().is_some()
            || syntax.children_by(v, "nsubj:pass").next().is_some();
        let agent = syntax.children_by(v, "obl:agent").next();
        // `was quoted as saying`: the one who is quoted speaks
        let quoted = || syntax.children_by(v, "nsubj:pass").next();
        let plain = || syntax.children_by(v, "nsubj").find(|&s| syntax.word(s).rel == "nsubj");
        if passive { agent.or_else(quoted) } else { plain().or(agent) }
    };
    let mut at = verb;
    for _ in 0..4 {
        if let Some(found) = own(at) {
            return Some(relative(syntax, found));
        }
        let word = syntax.word(at);
        let head = word.head?;
        match word.base_rel() {
            "acl" if word.xpos == "VBG" || word.rel == "acl:relcl" => return Some(head),
            "conj" | "xcomp" | "advcl" | "ccomp" | "parataxis" if syntax.word(head).upos == "VERB" => {
                at = head
            }
            _ => return None,
        }
    }
    None
}

/// The noun that a relative pronoun stands for.
fn relative(syntax: &Syntax, word: usize) -> usize {
    let w = syntax.word(word);
    let clause = w.head.filter(|&h| syntax.word(h).rel == "acl:relcl");
    let antecedent = clause.and_then(|c| syntax.word(c).head);
    match antecedent {
        Some(noun) if matches!(w.xpos, "WP" | "WDT") => noun,
        _ => word,
    }
}

/// The head of what the verb says: its clause; of a demand also what is to be done; or the
/// clause that it is set into (`talks failed, he said`); of a sure cue also its object.
fn said(syntax: &Syntax, verb: usize, class: Option<&str>, tagged: bool) -> Option<usize> {
    let word = syntax.word(verb);
    let clause = syntax.children_by(verb, "ccomp").next();
    let to_do = || {
        syntax
            .children_by(verb, "xcomp")
            .next()
            .filter(|_| class.is_some_and(|c| c != "asserts" && c != "thinks"))
    };
    let into = || word.head.filter(|_| word.rel == "parataxis");
    let beside = || syntax.children_by(verb, "parataxis").find(|&c| syntax.word(c).upos == "VERB");
    let object = || syntax.children_by(verb, "obj").next().filter(|_| tagged && class.is_some());
    clause.or_else(to_do).or_else(into).or_else(beside).or_else(object)
}

/// The words of the source whose head is `word`, for evidence: the phrase without clauses that hang on it.
pub(super) fn source_span(lang: &Language, word: usize) -> Option<Span> {
    let syntax = &lang.syntax;
    let own = syntax.word(word).span;
    let tagged = lang.sources.overlapping(own).map(|(s, ())| *s).next();
    let apart = |c: usize| {
        let w = syntax.word(c);
        matches!(w.base_rel(), "punct" | "parataxis" | "conj" | "cc" | "advcl" | "acl" | "case")
    };
    let kept = syntax.children(word).iter().filter(|&&c| !apart(c)).flat_map(|&c| syntax.subtree(c));
    let phrase = syntax.cover(kept.chain([word]))?;
    // what the model tags may lack an apposition that the tree knows
    Some(tagged.filter(|t| t.contains(own) && !phrase.contains(*t)).unwrap_or(phrase))
}

//! Lemmas: from the treebanks' own words, else from edit scripts (the same rules as
//! model/train/lemmas.py), set right where a regular ending leads to a known word.

use std::collections::{HashMap, HashSet};

/// The words of the treebanks with their lemmas.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    // `form tab Penn tag` to lemma
    exact: HashMap<Box<str>, Box<str>>,
    // `lemma tab class`, the class being the first two letters of the tag
    known: HashSet<String>,
}

impl Lexicon {
    /// Reads lines `form tab tag tab lemma`; others are passed over.
    pub fn parse(text: &str) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for line in text.lines() {
            if let Some((key, lemma)) = line.rsplit_once('\t') {
                let tag = key.rsplit_once('\t').map_or("", |(_, tag)| tag);
                lexicon.known.insert(format!("{lemma}\t{}", class(tag)));
                lexicon.exact.insert(key.into(), lemma.into());
            }
        }
        lexicon
    }

    /// The lemma of a form with a tag, `script` being what the model proposes.
    pub fn lemma(&self, form: &str, tag: &str, script: &str) -> String {
        let find = |form: &str| self.exact.get(format!("{form}\t{tag}").as_str());
        if let Some(lemma) = find(form) {
            return lemma.to_string();
        }
        let lower = form.to_lowercase();
        if let Some(lemma) = find(&lower).filter(|_| !tag.starts_with("NNP")) {
            return lemma.to_string();
        }
        let proposed = apply(script, form);
        let known = |lemma: &str| self.known.contains(&format!("{lemma}\t{}", class(tag)));
        if known(&proposed) {
            return proposed;
        }
        regular(&lower, tag).into_iter().find(|l| known(l)).unwrap_or(proposed)
    }
}

fn class(tag: &str) -> &str {
    tag.get(..2).unwrap_or(tag)
}

/// Words of which a form may be a regular inflection, likelier first.
fn regular(form: &str, tag: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut cut = |ending: &str, add: &str| {
        if let Some(stem) = form.strip_suffix(ending).filter(|s| s.len() > 1) {
            out.push(format!("{stem}{add}"));
        }
    };
    let endings: &[(&str, &str)] = match tag {
        "VBD" | "VBN" => &[("ied", "y"), ("ed", "e"), ("ed", "")],
        "VBG" => &[("ing", "e"), ("ing", "")],
        "VBZ" | "NNS" => &[("ies", "y"), ("es", ""), ("s", "")],
        "JJR" | "RBR" => &[("ier", "y"), ("er", "e"), ("er", "")],
        "JJS" | "RBS" => &[("iest", "y"), ("est", "e"), ("est", "")],
        _ => &[],
    };
    endings.iter().for_each(|(ending, add)| cut(ending, add));
    let undoubled: Vec<String> = out.iter().filter_map(|stem| single(stem)).collect();
    undoubled.into_iter().chain(out).collect()
}

/// `stopp` without its doubled last letter.
fn single(stem: &str) -> Option<String> {
    let mut ends = stem.chars().rev();
    let (last, before) = (ends.next()?, ends.next()?);
    (last == before && !"aeiou".contains(last)).then(|| stem[..stem.len() - last.len_utf8()].to_owned())
}

/// Applies a script `case|cut|add` to a form: `l|3|y` makes `city` of `Cities`, `l|*|be` makes `be` of `Were`.
fn apply(script: &str, form: &str) -> String {
    let mut parts = script.splitn(3, '|');
    let (Some(case), Some(cut), Some(add)) = (parts.next(), parts.next(), parts.next()) else {
        return form.to_owned();
    };
    if cut == "*" {
        return add.to_owned();
    }
    let stem = match case {
        "l" => form.to_lowercase(),
        "t" => title(form),
        _ => form.to_owned(),
    };
    let cut: usize = cut.parse().unwrap_or(0);
    let keep = stem.chars().count().saturating_sub(cut);
    stem.chars().take(keep).chain(add.chars()).collect()
}

fn title(form: &str) -> String {
    let mut chars = form.chars();
    let Some(first) = chars.next() else { return String::new() };
    first.to_uppercase().chain(chars.as_str().to_lowercase().chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_forms_then_regular_endings_then_the_script() {
        let lexicon =
            Lexicon::parse("met\tVBD\tmeet\nstop\tVB\tstop\nvote\tVB\tvote\nher\tPRP$\ther\nher\tPRP\tshe\n");
        let check = |form, tag, script, lemma: &str| assert_eq!(lexicon.lemma(form, tag, script), lemma);
        check("Met", "VBD", "l|0|", "meet");
        check("stopped", "VBN", "l|2|", "stop");
        check("voting", "VBG", "l|3|", "vote");
        check("her", "PRP", "l|0|", "she");
        check("torpedoing", "VBG", "l|3|", "torpedo");
        check("ss", "NNS", "l|1|", "s");
    }
}

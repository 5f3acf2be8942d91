//! The closed lists of the tokenizer: abbreviations, prefixes, units, emoticons.
//!
//! Every list is sorted and in lower case; [`holds`] looks a word up.

/// Whether `list`, which must be sorted, holds `word` in lower case.
pub(super) fn holds(list: &[&str], word: &str) -> bool {
    word.len() <= 24 && list.binary_search(&word.to_lowercase().as_str()).is_ok()
}

/// Words written with a full stop that does not end a sentence.
pub(super) const ABBREVIATIONS: &[&str] = &[
    "adm", "apr", "approx", "apt", "assn", "assoc", "asst", "atty", "aug", "ave", "bldg", "blvd", "brig", "bros",
    "calif", "capt", "cf", "cmdr", "co", "col", "comdr", "conn", "corp", "cpl", "cpt", "ct", "dec", "dept", "det",
    "dist", "div", "dr", "ed", "eds", "esp", "esq", "est", "etc", "ext", "feb", "fig", "figs", "fla", "fri", "ft",
    "gen", "gov", "govt", "hon", "hwy", "inc", "insp", "inst", "intl", "jan", "jr", "jul", "jun", "lib", "lieut",
    "lt", "ltd", "maj", "mass", "messrs", "mich", "minn", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mt", "natl",
    "nov", "oct", "okla", "orig", "ph.d", "phd", "pp", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sep",
    "sept", "sgt", "sr", "st", "ste", "supt", "tel", "tenn", "tex", "univ", "vol", "vols", "vs", "wash",
];

/// Prefixes that stay with the word behind their hyphen: `non-binding`, `ex-minister`.
pub(super) const PREFIXES: &[&str] = &[
    "ante", "anti", "arch", "bi", "bio", "co", "counter", "cross", "de", "dis", "e", "ex", "extra", "hyper", "inter",
    "intra", "macro", "mega", "meta", "micro", "mid", "mini", "mis", "multi", "neo", "non", "pan", "para", "post",
    "pre", "pro", "proto", "pseudo", "psycho", "quasi", "re", "semi", "socio", "sub", "super", "supra", "trans",
    "tri", "ultra", "un", "uni",
];

/// Units that are words of their own when written against a number: `5pm`, `20km`.
pub(super) const UNITS: &[&str] = &[
    "am", "b", "bn", "c", "cm", "f", "ft", "g", "gb", "h", "hp", "hr", "hrs", "in", "k", "kg", "km", "kph", "kw",
    "lb", "lbs", "m", "mb", "mg", "mi", "min", "ml", "mm", "mn", "mph", "mw", "oz", "pm", "sec", "t", "tn", "x",
    "yd", "yr", "yrs",
];

/// Short forms with a slash that are one word.
pub(super) const SLASHED: &[&str] = &["b/c", "c/o", "l/c", "n/a", "s/he", "w/o"];

/// Words that begin with an apostrophe.
pub(super) const CLIPPED: &[&str] = &["bout", "cause", "cuz", "em", "til", "till", "tis", "twas"];

/// Endings that a domain or a file name may have.
pub(super) const ENDINGS: &[&str] = &[
    "ac", "au", "avi", "biz", "bmp", "ca", "cc", "ch", "cn", "co", "com", "csv", "de", "doc", "docx", "edu", "es",
    "eu", "exe", "fm", "fr", "gif", "gov", "htm", "html", "ie", "info", "int", "io", "ir", "jp", "jpeg", "jpg", "kr",
    "mil", "mobi", "mov", "mp3", "mp4", "mpg", "net", "nl", "nz", "org", "pdf", "php", "png", "ppt", "pptx", "ru",
    "se", "tv", "txt", "uk", "url", "us", "wav", "xls", "xlsx", "xml", "za", "zip",
];

/// Emoticons, longer before shorter; not sorted otherwise.
pub(super) const EMOTICONS: &[&str] = &[
    ">:-(", ":'-(", ":'-)", ">:(", ":'(", ":')", ":-)", ":-(", ":-D", ":-P", ":-/", ":-|", ";-)", "=-)", "^_^", "-_-",
    "o_O", "O_o", ":)", ":(", ":D", ":P", ":p", ":/", ":|", ";)", ";D", "=)", "=(", "=D", "(:", "<3",
];

/// One-word spellings of two words, with the length of the first.
pub(super) const FUSED: &[(&str, usize)] = &[
    ("arent", 3), ("cannot", 3), ("couldnt", 5), ("didnt", 3), ("doesnt", 4), ("dont", 2), ("gimme", 3), ("gonna", 3),
    ("gotta", 3), ("hadnt", 3), ("hasnt", 3), ("havent", 4), ("isnt", 2), ("lemme", 3), ("shouldnt", 6), ("thats", 4),
    ("wanna", 3), ("wasnt", 3), ("werent", 4), ("wouldnt", 5), ("youre", 3),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [ABBREVIATIONS, PREFIXES, UNITS, SLASHED, CLIPPED, ENDINGS] {
            assert!(list.windows(2).all(|w| w[0] < w[1]), "{:?}", list.windows(2).find(|w| w[0] >= w[1]));
        }
        assert!(FUSED.windows(2).all(|w| w[0].0 < w[1].0));
    }
}

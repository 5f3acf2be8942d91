//! The closed lists of the tokenizer: abbreviations, prefixes, units, emoticons.
//!
//! Every list is sorted and in lower case; [`holds`] looks a word up.

/// Whether `list`, which must be sorted, holds `word` in lower case.
pub(super) fn holds(list: &[&str], word: &str) -> bool {
    word.len() <= 24 && list.binary_search(&word.to_lowercase().as_str()).is_ok()
}

/// Words written with a full stop that does not end a sentence.
pub(super) const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "apt", "assn", "assoc", "asst", "attn", "atty", "bldg", "blvd", "bros", "cf", "co",
    "corp", "dept", "esp", "esq", "etc", "ext", "ft", "govt", "hwy", "inc", "intl", "jr", "ltd", "messrs",
    "mlle", "mme", "natl", "orig", "pp", "prof", "resp", "v", "viz", "vol", "vols", "vs",
];

/// The same, for words that are abbreviations only with a capital: `Gen.`, `Feb.`.
pub(super) const TITLES: &[&str] = &[
    "adm", "ala", "apr", "ariz", "ark", "aug", "ave", "brig", "calif", "capt", "cmdr", "col", "colo",
    "comdr", "conn", "cpl", "cpt", "dec", "del", "det", "dist", "div", "dr", "drs", "ed", "eds", "feb",
    "fla", "fri", "gen", "gov", "hon", "insp", "jan", "jul", "jun", "kan", "ky", "lib", "lieut", "lt", "maj",
    "mar", "mass", "md", "mich", "minn", "mont", "mr", "mrs", "ms", "msgr", "mt", "neb", "nev", "nov", "oct",
    "okla", "pvt", "rep", "reps", "rev", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "ste", "sts",
    "supt", "tel", "tenn", "tex", "thu", "thur", "thurs", "tue", "tues", "univ", "va", "vt", "wash", "wis",
    "wyo",
];

/// Abbreviations only where a figure follows: `No. 5`, `p. 12`.
pub(super) const NUMBERED: &[&str] =
    &["art", "c", "ca", "ch", "fig", "figs", "mon", "no", "nos", "p", "para", "sat", "sec", "sun", "wed"];

/// Prefixes that stay with the word behind their hyphen: `non-binding`, `ex-minister`.
pub(super) const PREFIXES: &[&str] = &[
    "ante", "anti", "arch", "bi", "bio", "co", "counter", "cross", "de", "dis", "e", "ex", "extra", "hyper",
    "inter", "intra", "macro", "mega", "meta", "micro", "mid", "mini", "mis", "multi", "neo", "non", "para",
    "post", "pre", "pro", "proto", "pseudo", "psycho", "quasi", "re", "semi", "socio", "sub", "super",
    "supra", "trans", "tri", "ultra", "uni",
];

/// Units that are words of their own when written against a number: `5pm`, `20km`.
pub(super) const UNITS: &[&str] = &[
    "am", "b", "bbl", "bn", "c", "cc", "cm", "f", "ft", "g", "gb", "gmt", "h", "hp", "hr", "hrs", "hz", "in",
    "k", "kb", "kg", "km", "kn", "kph", "kw", "lb", "lbs", "m", "mb", "mg", "mi", "min", "mins", "ml", "mm",
    "mn", "mph", "mw", "oz", "pm", "sec", "t", "tbsp", "tn", "utc", "watt", "x", "yd", "yr", "yrs",
];

/// Short forms with a slash that are one word.
pub(super) const SLASHED: &[&str] = &["b/c", "c/o", "l/c", "n/a", "s/he", "w/o"];

/// Words that begin with an apostrophe.
pub(super) const CLIPPED: &[&str] =
    &["bout", "cause", "cuz", "d", "em", "ll", "m", "re", "s", "til", "till", "tis", "twas", "ve"];

/// Endings that a domain or a file name may have.
pub(super) const ENDINGS: &[&str] = &[
    "ac", "au", "avi", "biz", "bmp", "ca", "cc", "ch", "cn", "co", "com", "csv", "de", "doc", "docx", "edu",
    "es", "eu", "exe", "fm", "fr", "gif", "gov", "htm", "html", "ie", "info", "int", "io", "ir", "jp",
    "jpeg", "jpg", "kr", "mil", "mobi", "mov", "mp3", "mp4", "mpg", "net", "nl", "nz", "org", "pdf", "php",
    "png", "ppt", "pptx", "ru", "se", "tv", "txt", "uk", "url", "us", "wav", "xls", "xlsx", "xml", "za",
    "zip",
];

/// Letters that a dollar sign belongs to: `US$`.
pub(super) const DOLLARS: &[&str] = &["A", "AU", "C", "HK", "NT", "NZ", "S", "U", "US"];

/// Emoticons, longer before shorter; not sorted otherwise.
pub(super) const EMOTICONS: &[&str] = &[
    ">:-(", ":'-(", ":'-)", ">:(", ":'(", ":')", ":-)", ":-(", ":-D", ":-P", ":-/", ":-|", ";-)", "=-)",
    "^_^", "-_-", "o_O", "O_o", ":)", ":(", ":D", ":P", ":p", ":/", ":|", ";)", ";D", "=)", "=(", "=D", "(:",
    "<3",
];

/// One-word spellings of two words, with the length of the first.
pub(super) const FUSED: &[(&str, usize)] = &[
    ("aint", 2),
    ("arent", 3),
    ("cannot", 3),
    ("cant", 2),
    ("couldnt", 5),
    ("couldve", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("gimme", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("heres", 4),
    ("im", 1),
    ("isnt", 2),
    ("itll", 2),
    ("ive", 1),
    ("lemme", 3),
    ("outta", 3),
    ("shouldnt", 6),
    ("shouldve", 6),
    ("thats", 4),
    ("theres", 5),
    ("theyre", 4),
    ("theyve", 4),
    ("wana", 3),
    ("wanna", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("weve", 2),
    ("whats", 4),
    ("wont", 2),
    ("wouldnt", 5),
    ("wouldve", 5),
    ("youll", 3),
    ("youre", 3),
    ("youve", 3),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [ABBREVIATIONS, TITLES, NUMBERED, PREFIXES, UNITS, SLASHED, CLIPPED, ENDINGS] {
            assert!(list.windows(2).all(|w| w[0] < w[1]), "{:?}", list.windows(2).find(|w| w[0] >= w[1]));
        }
        assert!(FUSED.windows(2).all(|w| w[0].0 < w[1].0));
    }
}

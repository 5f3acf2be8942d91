//! Names in the form under which they are compared, whatever marks and capitals they are written with.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form under which names are looked up: lower case, without marks, apostrophes and
/// full stops, hyphens as spaces, `saint` as `st`. The builder of the file does the same.
pub fn fold(name: &str) -> String {
    // most names are ASCII, and there is nothing to take apart in those
    match name.is_ascii() {
        true => plain(name.chars().map(|c| c.to_ascii_lowercase())),
        false => plain(name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)),
    }
}

fn plain(letters: impl Iterator<Item = char>) -> String {
    let mut plain = String::new();
    for c in letters {
        match c {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            'ħ' => plain.push('h'),
            '-' | '–' | '/' | ',' => plain.push(' '),
            '.' | '\'' | '’' | '‘' | '`' | '´' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' => {}
            c => plain.push(c),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().map(shorten).collect();
    words.join(" ")
}

fn shorten(word: &str) -> &str {
    match word {
        "saint" => "st",
        "sainte" => "ste",
        "mount" => "mt",
        "fort" => "ft",
        other => other,
    }
}

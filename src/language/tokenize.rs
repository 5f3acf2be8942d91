//! From text to syntactic words, after the conventions of Universal Dependencies for English.
//!
//! White space always parts words. A stretch without white space is read from the left, the
//! first rule that fits taking its piece: web address, emoticon, number, abbreviation, word,
//! punctuation. A piece that holds two words (`don't`, `cannot`) is then parted. No rule looks
//! further ahead than a fixed number of characters past what it takes, so time is linear.

mod lists;

use lists::{ABBREVIATIONS, CLIPPED, EMOTICONS, ENDINGS, FUSED, PREFIXES, SLASHED, UNITS, holds};

/// One syntactic word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Whether it belongs to the same surface token as the word before: `n't` in `don't`.
    pub continues: bool,
}

/// The syntactic words of `text[from..to]`, with byte offsets into `text`.
///
/// A range that does not lie on character boundaries holds no words.
pub fn tokenize(text: &str, from: usize, to: usize) -> Vec<Token> {
    let Some(slice) = text.get(from..to) else { return Vec::new() };
    let mut out = Vec::with_capacity(slice.len() / 5);
    let mut quoted = false;
    for chunk in slice.split(is_space).filter(|c| !c.is_empty()) {
        let start = from + (chunk.as_ptr() as usize - slice.as_ptr() as usize);
        quoted = split_chunk(chunk, start, quoted, &mut out);
    }
    out
}

/// Parts a stretch without white space. `quoted` says whether a single quotation mark is open;
/// whether one is open afterwards is returned.
fn split_chunk(chunk: &str, start: usize, mut quoted: bool, out: &mut Vec<Token>) -> bool {
    let mut at = 0;
    while at < chunk.len() {
        let rest = &chunk[at..];
        let before = chunk[..at].chars().next_back();
        if let Some(len) = clitic(rest, before, quoted) {
            out.push(Token { start: start + at, end: start + at + len, continues: true });
            at += len;
            continue;
        }
        let len = piece(rest, before);
        quoted = quote_state(quoted, &rest[..len], before, &rest[len..]);
        push_piece(&rest[..len], start + at, out);
        at += len;
    }
    quoted
}

/// Whether a single quotation mark is open after `piece`.
fn quote_state(quoted: bool, piece: &str, before: Option<char>, after: &str) -> bool {
    let opens = before.is_none_or(|c| !c.is_alphanumeric()) && after.starts_with(char::is_alphanumeric);
    match piece {
        "‘" => true,
        "'" | "`" | "’" => opens,
        _ => quoted,
    }
}

/// Length of an ending that continues the token before it: `'s` after `U.S.`, `'` after `workers`.
fn clitic(rest: &str, before: Option<char>, quoted: bool) -> Option<usize> {
    let mark = rest.chars().next().filter(|&c| is_apostrophe(c))?.len_utf8();
    let letters = letters_len(&rest[mark..]);
    let before = before.filter(|&c| c.is_alphanumeric() || matches!(c, '.' | ')' | '"' | '”'))?;
    if letters == 0 {
        let open = rest[mark..].starts_with(|c: char| is_apostrophe(c) || c.is_numeric());
        return (matches!(before, 's' | 'S') && !quoted && !open).then_some(mark);
    }
    ["s", "d", "m", "ll", "re", "ve"].iter().any(|e| rest[mark..mark + letters].eq_ignore_ascii_case(e)).then_some(mark + letters)
}

/// Length of the next piece of a stretch; at least one character.
fn piece(rest: &str, before: Option<char>) -> usize {
    web(rest)
        .or_else(|| emoticon(rest))
        .or_else(|| clipped(rest, before))
        .or_else(|| number(rest, before))
        .or_else(|| lettered(rest))
        .or_else(|| word(rest))
        .unwrap_or_else(|| punctuation(rest))
}

/// A web address, e-mail address, host or file name.
fn web(rest: &str) -> Option<usize> {
    let head = ascii_run(rest, 64, |c| c.is_ascii_alphanumeric() || b"._%+-#".contains(&c));
    let after = &rest[head..];
    let scheme = (2..=8).contains(&head) && (after.starts_with("://") || rest.starts_with("mailto:"));
    if scheme || (rest.len() > 4 && rest.is_char_boundary(4) && rest[..4].eq_ignore_ascii_case("www.")) {
        return Some(trimmed(&rest[..address_len(rest)]));
    }
    if head > 0 && after.starts_with('@') {
        let host = ascii_run(&after[1..], 255, |c| c.is_ascii_alphanumeric() || b".-_".contains(&c));
        let len = trimmed(&rest[..head + 1 + host]);
        return (len > head + 1).then_some(len);
    }
    let host = trimmed(&rest[..head]);
    let (_, ending) = rest[..host].rsplit_once('.')?;
    let starts = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let known = starts && holds(ENDINGS, ending) && is_name_before(&rest[..host - ending.len() - 1], ending);
    if known && rest[host..].starts_with('/') {
        return Some(trimmed(&rest[..address_len(rest)]));
    }
    known.then_some(host)
}

/// Whether `name` may stand before the dot of a host or file name, and is not the end of a sentence.
fn is_name_before(name: &str, ending: &str) -> bool {
    name.len() > 1 && !name.ends_with('.') && (ending.chars().all(char::is_lowercase) || ending.chars().all(|c| !c.is_lowercase()))
}

/// Length of the address at the start of `rest`.
fn address_len(rest: &str) -> usize {
    rest.find(['<', '>', '"', '“', '”', '|', '[', ']', '{', '}']).unwrap_or(rest.len())
}

/// Length of `address` without the punctuation of the sentence around it.
fn trimmed(address: &str) -> usize {
    let len = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '-', '*', '&']).len();
    let address = &address[..len];
    if address.ends_with(')') && !address.contains('(') {
        return trimmed_once(address);
    }
    len
}

/// As [`trimmed`], for an address whose last bracket closes nothing.
fn trimmed_once(address: &str) -> usize {
    address.trim_end_matches([')', '.', ',', ';', ':', '!', '?', '\'', '’']).len()
}

/// An emoticon that no letter follows.
fn emoticon(rest: &str) -> Option<usize> {
    let found = EMOTICONS.iter().find(|e| rest.starts_with(**e))?;
    (!rest[found.len()..].starts_with(char::is_alphanumeric)).then_some(found.len())
}

/// A word or number that begins with an apostrophe: `'em`, `'90s`.
fn clipped(rest: &str, before: Option<char>) -> Option<usize> {
    let mark = rest.chars().next().filter(|&c| is_apostrophe(c))?.len_utf8();
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let tail = &rest[mark..];
    let digits = ascii_run(tail, 3, |c| c.is_ascii_digit());
    if digits == 2 {
        return Some(mark + 2 + usize::from(tail[2..].starts_with('s')));
    }
    let letters = letters_len(tail);
    holds(CLIPPED, &tail[..letters]).then_some(mark + letters)
}

/// A number with its separators and the letters that belong to it.
fn number(rest: &str, before: Option<char>) -> Option<usize> {
    let bytes = rest.as_bytes();
    let point = usize::from(bytes[0] == b'.' && before.is_none_or(|c| !c.is_alphanumeric()));
    let mut at = point + digits_len(&rest[point..]);
    if at == point {
        return None;
    }
    if let Some(len) = hyphenated_number(rest) {
        return Some(len);
    }
    while at < bytes.len() && b".,:/".contains(&bytes[at]) {
        let more = digits_len(&rest[at + 1..]);
        if more == 0 {
            break;
        }
        at += 1 + more;
    }
    let letters = alphanumeric_len(&rest[at..]);
    Some(if holds(UNITS, &rest[at..at + letters]) { at } else { at + letters })
}

/// A telephone number or a date in figures.
fn hyphenated_number(rest: &str) -> Option<usize> {
    let len = ascii_run(rest, 20, |c| c.is_ascii_digit() || c == b'-');
    let run = rest[..len].trim_end_matches('-');
    let groups: Vec<usize> = run.split('-').map(str::len).collect();
    let fits = match groups[..] {
        [3, 4] | [3, 3, 4] | [1, 3, 3, 4] => true,
        [a, b, c] => ((1..=2).contains(&a) && (1..=2).contains(&b) && (c == 2 || c == 4)) || (a == 4 && b == 2 && c == 2),
        _ => false,
    };
    (fits && !rest[run.len()..].starts_with(char::is_alphanumeric)).then_some(run.len())
}

/// Single letters with full stops: `U.S.`, `p.m.`, or one capital as an initial: `J.`
fn lettered(rest: &str) -> Option<usize> {
    let mut at = 0;
    let mut letters = 0;
    loop {
        let Some(letter) = rest[at..].chars().next().filter(|c| c.is_alphabetic()) else { break };
        let after = &rest[at + letter.len_utf8()..];
        if !after.starts_with('.') {
            // the last letter may lack its stop: `U.S.A`
            let ends = letters > 0 && !after.starts_with(is_word_char);
            return (ends && letters + 1 > 1).then_some(at + letter.len_utf8());
        }
        letters += 1;
        at += letter.len_utf8() + 1;
    }
    let initial = rest.starts_with(char::is_uppercase) && !rest.starts_with("I.") && !rest[at..].starts_with('.');
    (letters > 1 || (letters == 1 && initial)).then_some(at)
}

/// A word: letters and digits, with the apostrophes, ampersands and hyphens that belong to it.
fn word(rest: &str) -> Option<usize> {
    if rest.starts_with("__") || !rest.starts_with(is_word_char) {
        return None;
    }
    if let Some(form) = SLASHED.iter().find(|f| starts_with_word(rest, f)) {
        return Some(form.len());
    }
    let mut at = word_run(rest);
    while let Some(joined) = joined_len(rest, at) {
        at += joined;
    }
    let dotted = rest[at..].starts_with('.') && !rest[at..].starts_with("..") && holds(ABBREVIATIONS, &rest[..at]);
    Some(at + usize::from(dotted))
}

/// Length of what `rest[at..]` adds to the word `rest[..at]`: a joint and more letters.
fn joined_len(rest: &str, at: usize) -> Option<usize> {
    let joint = rest[at..].chars().next()?;
    let more = word_run(&rest[at + joint.len_utf8()..]);
    let joins = match joint {
        '&' => true,
        '-' | '‑' => holds(PREFIXES, &rest[..at]),
        c if is_apostrophe(c) => rest[at + joint.len_utf8()..].starts_with(char::is_alphabetic),
        _ => false,
    };
    (joins && more > 0).then_some(joint.len_utf8() + more)
}

/// Punctuation: a run of like marks, or one character.
fn punctuation(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    let run = |set: &str| rest.find(|c| !set.contains(c)).unwrap_or(rest.len());
    match first {
        '.' | '-' | '=' | '*' | '_' | '~' | '+' | '#' | '<' | '>' | '…' | '–' | '—' | '|' => rest.find(|c| c != first).unwrap_or(rest.len()),
        '!' | '?' => run("!?"),
        '\'' | '`' if rest[1..].starts_with(first) => 2,
        '[' if rest.starts_with("[...]") => 5,
        c => c.len_utf8(),
    }
}

/// Adds a piece as one word, or as the words that it fuses.
fn push_piece(piece: &str, start: usize, out: &mut Vec<Token>) {
    let cut = fused_at(piece).or_else(|| apostrophe_at(piece)).unwrap_or(piece.len());
    out.push(Token { start, end: start + cut, continues: false });
    if cut < piece.len() {
        out.push(Token { start: start + cut, end: start + piece.len(), continues: true });
    }
}

/// Where a one-word spelling of two words parts.
fn fused_at(piece: &str) -> Option<usize> {
    if piece.len() > 8 || !piece.is_ascii() {
        return None;
    }
    let lower = piece.to_ascii_lowercase();
    FUSED.binary_search_by_key(&lower.as_str(), |f| f.0).ok().map(|i| FUSED[i].1)
}

/// Where a word with an apostrophe parts into word and ending.
fn apostrophe_at(piece: &str) -> Option<usize> {
    let (at, mark) = piece.char_indices().rfind(|&(_, c)| is_apostrophe(c))?;
    let (stem, ending) = (&piece[..at], piece[at + mark.len_utf8()..].to_lowercase());
    match ending.as_str() {
        _ if stem.is_empty() => None,
        "t" if stem.len() > 1 && stem.ends_with(['n', 'N']) => Some(at - 1),
        "s" | "d" | "m" | "ll" | "re" | "ve" => Some(at),
        _ => None,
    }
}

/// Length of the letters and digits at the start.
fn word_run(rest: &str) -> usize {
    rest.find(|c| !is_word_char(c)).unwrap_or(rest.len())
}

/// Length of the letters and digits at the start, without underscores.
fn alphanumeric_len(rest: &str) -> usize {
    rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
}

/// Length of the letters at the start.
fn letters_len(rest: &str) -> usize {
    rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
}

/// Length of the digits at the start.
fn digits_len(rest: &str) -> usize {
    ascii_run(rest, usize::MAX, |c| c.is_ascii_digit())
}

/// Length of the bytes at the start that satisfy `is`, which must hold for ASCII only; at most `most`.
fn ascii_run(rest: &str, most: usize, is: impl Fn(u8) -> bool) -> usize {
    rest.bytes().take(most).take_while(|&c| is(c)).count()
}

/// Whether `rest` starts with `form`, whatever its case, and no letter follows.
fn starts_with_word(rest: &str, form: &str) -> bool {
    rest.get(..form.len()).is_some_and(|r| r.eq_ignore_ascii_case(form)) && !rest[form.len()..].starts_with(is_word_char)
}

/// White space, and the separators of the control block.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Letters, digits, marks that combine with them, and characters that cannot be seen.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
        || c == '_'
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}')
}

/// The characters written for an apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`')
}

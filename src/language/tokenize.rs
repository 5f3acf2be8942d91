//! From text to syntactic words, after the conventions of Universal Dependencies for English.
//!
//! White space always parts words. A stretch without white space is read from the left, the
//! first rule that fits taking its piece: web address, emoticon, number, abbreviation, word,
//! punctuation. A piece that holds two words (`don't`, `cannot`) is then parted. No rule looks
//! further ahead than a fixed number of characters past what it takes, so time is linear.

mod lists;

use lists::{
    ABBREVIATIONS, CLIPPED, DOLLARS, EMOTICONS, ENDINGS, FUSED, NUMBERED, PREFIXES, SLASHED, TITLES, UNITS,
    holds,
};

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
        let next = text[start + chunk.len()..to].trim_start_matches(' ').chars().next();
        quoted = split_chunk(chunk, start, next, quoted, &mut out);
    }
    out
}

/// Parts a stretch without white space, which `next` follows. `quoted` says whether a single
/// quotation mark is open; whether one is open afterwards is returned.
fn split_chunk(
    chunk: &str,
    start: usize,
    next: Option<char>,
    mut quoted: bool,
    out: &mut Vec<Token>,
) -> bool {
    let mut at = 0;
    while at < chunk.len() {
        let rest = &chunk[at..];
        let before = chunk[..at].chars().next_back();
        if let Some(len) = clitic(rest, before, quoted) {
            out.push(Token { start: start + at, end: start + at + len, continues: true });
            at += len;
            continue;
        }
        let len = piece(rest, before, next);
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
    ["s", "d", "m", "ll", "re", "ve"]
        .iter()
        .any(|e| rest[mark..mark + letters].eq_ignore_ascii_case(e))
        .then_some(mark + letters)
}

/// Length of the next piece of a stretch; at least one character.
fn piece(rest: &str, before: Option<char>, next: Option<char>) -> usize {
    web(rest)
        .or_else(|| emoticon(rest))
        .or_else(|| clipped(rest, before))
        .or_else(|| number(rest, before))
        .or_else(|| lettered(rest))
        .or_else(|| word(rest, next))
        .unwrap_or_else(|| punctuation(rest))
}

/// A web address, e-mail address, host or file name.
fn web(rest: &str) -> Option<usize> {
    if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
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
    let known = holds(ENDINGS, ending) && is_name_before(&rest[..host - ending.len() - 1], ending);
    if known && rest[host..].starts_with('/') {
        return Some(trimmed(&rest[..address_len(rest)]));
    }
    (known || is_path_of_names(&rest[..host])).then_some(host)
}

/// Whether `name` may stand before the dot of a host or file name, and is not the end of a sentence.
fn is_name_before(name: &str, ending: &str) -> bool {
    name.len() > 1
        && !name.ends_with('.')
        && (ending.chars().all(char::is_lowercase) || ending.chars().all(|c| !c.is_lowercase()))
}

/// Whether `host` is three or more lower-case names with dots between, as news groups and packages have.
fn is_path_of_names(host: &str) -> bool {
    host.split('.').count() > 2
        && host.split('.').all(|n| n.len() > 1 && n.bytes().all(|c| c.is_ascii_lowercase()))
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
    let point =
        usize::from(b".+".contains(&bytes[0]) && before.is_none_or(|c| !c.is_alphanumeric() && c != '.'));
    let mut at = point + digits_len(&rest[point..]);
    if at == point {
        return None;
    }
    if let Some(len) = hyphenated_number(rest) {
        return Some(len);
    }
    while at < bytes.len() && b".,:/".contains(&bytes[at]) {
        let more = digits_len(&rest[at + 1..]);
        if more == 0 || (bytes[at] == b',' && !is_thousands(&rest[at..])) {
            break;
        }
        at += 1 + more;
    }
    if let Some(decade) = ["'s", "’s", "`s"].iter().find(|s| starts_with_word(&rest[at..], s)) {
        return Some(at + decade.len());
    }
    let letters = alphanumeric_len(&rest[at..]);
    let clock = matches!(&rest[at..at + letters], "p" | "a") && rest[at + letters..].starts_with(".m");
    Some(if clock || holds(UNITS, &rest[at..at + letters]) { at } else { at + letters })
}

/// Whether a comma and digits continue a number: `,000`, or in lakhs `,00,000`.
fn is_thousands(rest: &str) -> bool {
    match digits_len(&rest[1..]) {
        3 => true,
        2 => rest[3..].starts_with(',') && matches!(digits_len(&rest[4..]), 2 | 3),
        _ => false,
    }
}

/// A telephone number, a date in figures or a post code.
fn hyphenated_number(rest: &str) -> Option<usize> {
    let len = ascii_run(rest, 20, |c| c.is_ascii_digit() || c == b'-' || c == b'/');
    let run = rest[..len].trim_end_matches(['-', '/']);
    if run.contains('/') && !run.contains('-') {
        return None;
    }
    let groups: Vec<usize> = run.split(['-', '/']).map(str::len).collect();
    let fits = match groups[..] {
        [3, 4] | [3, 3, 4] | [1, 3, 3, 4] | [5, 4] => true,
        [a, b, c] => {
            ((1..=2).contains(&a) && (1..=2).contains(&b) && (c == 2 || c == 4))
                || (a == 4 && b == 2 && c == 2)
        }
        _ => false,
    };
    (fits && !rest[run.len()..].starts_with(char::is_alphanumeric)).then_some(run.len())
}

/// Single letters with full stops: `U.S.`, `p.m.`, or one capital as an initial: `J.`
fn lettered(rest: &str) -> Option<usize> {
    if let Some(form) = ["Ph.D.", "Ph.D"].iter().find(|f| rest.starts_with(**f)) {
        return Some(form.len());
    }
    let (mut at, mut letters) = (0, 0);
    while let Some(letter) = rest[at..].chars().next().filter(|c| c.is_alphabetic()) {
        let end = at + letter.len_utf8();
        if !rest[end..].starts_with('.') {
            // the last letter may lack its stop: `U.S.A`
            let last = letters > 0 && !rest[end..].starts_with(is_word_char);
            at = if last { end } else { at };
            letters += usize::from(last);
            break;
        }
        letters += 1;
        at = end + 1;
    }
    let initial =
        rest.starts_with(char::is_uppercase) && !rest.starts_with("I.") && !rest[at..].starts_with('.');
    (letters > 1 || (letters == 1 && initial)).then_some(at)
}

/// A word: letters and digits, with the apostrophes, ampersands and hyphens that belong to it.
fn word(rest: &str, next: Option<char>) -> Option<usize> {
    if rest.starts_with("__") || !rest.starts_with(is_word_char) {
        return None;
    }
    if let Some(form) = SLASHED.iter().find(|f| starts_with_word(rest, f)) {
        return Some(form.len());
    }
    let mut at = word_run(rest);
    if rest[at..].starts_with('$') && DOLLARS.contains(&&rest[..at]) {
        return Some(at + 1);
    }
    while let Some(joined) = joined_len(rest, at) {
        at += joined;
    }
    let follows = rest[at..].chars().nth(1).or(next);
    let dotted = rest[at..].starts_with('.') && follows != Some('.') && is_abbreviated(&rest[..at], follows);
    Some(at + usize::from(dotted))
}

/// Whether a full stop behind `word` belongs to it, given the character that follows the stop.
fn is_abbreviated(word: &str, follows: Option<char>) -> bool {
    let capital = word.starts_with(char::is_uppercase);
    holds(ABBREVIATIONS, word)
        || (capital && holds(TITLES, word))
        || (follows.is_some_and(|c| c.is_ascii_digit()) && holds(NUMBERED, word))
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
        '#' if rest[1..].starts_with(char::is_alphabetic) => 1 + word_run(&rest[1..]),
        '.' if rest.starts_with(".?") => 2,
        '.' | '-' | '=' | '*' | '_' | '~' | '+' | '#' | '<' | '>' | '…' | '–' | '—' | '|' => {
            rest.find(|c| c != first).unwrap_or(rest.len())
        }
        '!' | '?' => run("!?"),
        '\'' | '`' if rest[1..].starts_with(first) => 2,
        '’' | '‘' if rest[first.len_utf8()..].starts_with('’') => first.len_utf8() + '’'.len_utf8(),
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
        // `1990's` and `AK47's` are one word
        _ if stem.is_empty() || stem.ends_with(|c: char| c.is_ascii_digit()) => None,
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
    rest.get(..form.len()).is_some_and(|r| r.eq_ignore_ascii_case(form))
        && !rest[form.len()..].starts_with(is_word_char)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The words of `text` with a blank between them; `+` before one that continues a token.
    fn words(text: &str) -> String {
        let mark = |t: &Token| format!("{}{}", if t.continues { "+" } else { "" }, &text[t.start..t.end]);
        tokenize(text, 0, text.len()).iter().map(mark).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn endings_are_words_of_the_same_token() {
        assert_eq!(
            words("They don't; she'll say it's the workers' fund."),
            "They do +n't ; she +'ll say it +'s the workers +' fund ."
        );
        assert_eq!(words("The U.S.’s envoy cannot come"), "The U.S. +’s envoy can +not come");
        assert_eq!(words("the 1990's O'Brien"), "the 1990's O'Brien");
    }

    #[test]
    fn a_closing_quotation_mark_is_no_possessive() {
        assert_eq!(words("the 'brave workers' left"), "the ' brave workers ' left");
        assert_eq!(words("the ‘brave workers’ left"), "the ‘ brave workers ’ left");
    }

    #[test]
    fn full_stops() {
        assert_eq!(
            words("Gen. K. Sow met Mr. Diaz on Feb. 3 in the U.S."),
            "Gen. K. Sow met Mr. Diaz on Feb. 3 in the U.S."
        );
        assert_eq!(words("No. 5 said no. The end"), "No. 5 said no . The end");
        assert_eq!(words("Wait... what?!"), "Wait ... what ?!");
    }

    #[test]
    fn numbers() {
        assert_eq!(words("1,000.5 at 5pm, $3.2bn, 20%, 1,2"), "1,000.5 at 5 pm , $ 3.2 bn , 20 % , 1 , 2");
        assert_eq!(words("the 3rd on 9/11 at 17:45 (US$5)"), "the 3rd on 9/11 at 17:45 ( US$ 5 )");
        assert_eq!(words("call 555-0134, aged 20-25"), "call 555-0134 , aged 20 - 25");
    }

    #[test]
    fn hyphens_and_slashes() {
        assert_eq!(
            words("a 20-year-old ex-minister of al-Bab and/or Homs"),
            "a 20 - year - old ex-minister of al - Bab and / or Homs"
        );
        assert_eq!(words("Paris — not Rome -- said"), "Paris — not Rome -- said");
    }

    #[test]
    fn addresses() {
        assert_eq!(
            words("(see http://example.org/a_(b), desk@example.org.)"),
            "( see http://example.org/a_(b) , desk@example.org . )"
        );
        assert_eq!(words("at example.com, he said.The end :-)"), "at example.com , he said . The end :-)");
    }

    #[test]
    fn a_part_of_the_text_keeps_its_offsets() {
        let token = |start, end| Token { start, end, continues: false };
        assert_eq!(tokenize("Über uns. Ja", 11, 13), [token(11, 13)]);
        assert!(tokenize("Über", 1, 3).is_empty());
    }

    #[test]
    fn long_stretches_take_linear_time() {
        for unit in ["a.", "www.", "'a", "1,", "(", "a@", "a-", ".?", "http://", "n't", "é&"] {
            let text = unit.repeat(200_000);
            assert!(!tokenize(&text, 0, text.len()).is_empty());
        }
    }

    proptest! {
        #[test]
        fn tokens_spell_the_text(text in r#"([a-zA-Z0-9.,'’‘"`$#&@:/()\[\]<>!?…_ é漢\u{200b}\u{1f}-]|n't|www\.|http://|Ph\.D){0,40}"#) {
            let tokens = tokenize(&text, 0, text.len());
            prop_assert!(tokens.windows(2).all(|w| w[0].end <= w[1].start));
            prop_assert!(tokens.iter().all(|t| t.start < t.end));
            let spelt: String = tokens.iter().map(|t| &text[t.start..t.end]).collect();
            let wanted: String = text.chars().filter(|&c| !is_space(c)).collect();
            prop_assert_eq!(spelt, wanted);
        }
    }
}

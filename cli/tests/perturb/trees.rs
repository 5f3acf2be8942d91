//! Spoiling of treebanks.

use super::Rng;

/// Other tags, lemmas, heads and relations for the same words.
pub fn tagged(text: &str, rng: &mut Rng) -> String {
    let mut out = String::new();
    for block in text.split("\n\n") {
        let words = block.lines().filter(|line| is_word(line)).count();
        for line in block.lines() {
            out += &if is_word(line) { spoiled_row(line, words, rng) } else { line.to_owned() };
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

fn is_word(line: &str) -> bool {
    let name = line.split('\t').next().unwrap_or("");
    !name.is_empty() && name.chars().all(|c| c.is_ascii_digit())
}

fn spoiled_row(line: &str, words: usize, rng: &mut Rng) -> String {
    let mut columns: Vec<String> = line.split('\t').map(str::to_owned).collect();
    if rng.chance(10) {
        columns[2] = columns[2].to_lowercase();
    }
    if rng.chance(10) {
        columns[3] = "NOUN".to_owned();
    }
    if rng.chance(15) {
        columns[6] = rng.below(words + 1).to_string();
    }
    if rng.chance(15) {
        let relation = columns[7].split(':').next().unwrap_or("").to_owned();
        columns[7] = if rng.chance(50) { relation } else { "punct".to_owned() };
    }
    columns.join("\t")
}

/// A surface token and its words: form and relation.
struct Token {
    form: String,
    words: Vec<(String, String)>,
}

/// Other tokens and sentences, which spell the same text.
pub fn raw(text: &str, rng: &mut Rng) -> String {
    let mut out = String::new();
    let mut waiting: Vec<Token> = Vec::new();
    for block in text.split("\n\n") {
        waiting.extend(tokens(block));
        if waiting.is_empty() || rng.chance(10) {
            continue;
        }
        write_sentence(&mut out, respelt(std::mem::take(&mut waiting), rng), rng);
    }
    if !waiting.is_empty() {
        write_sentence(&mut out, waiting, rng);
    }
    out
}

fn tokens(block: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut last = 0;
    for row in block.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let word = || (columns[1].to_owned(), columns[7].to_owned());
        if let Some((_, end)) = columns[0].split_once('-') {
            last = end.parse().unwrap();
            tokens.push(Token { form: columns[1].to_owned(), words: Vec::new() });
        } else if let Ok(number) = columns[0].parse::<usize>() {
            if number > last {
                tokens.push(Token { form: columns[1].to_owned(), words: Vec::new() });
            }
            tokens.last_mut().unwrap().words.push(word());
        }
    }
    tokens
}

/// Tokens cut in two, written together, or taken as one word or two.
fn respelt(tokens: Vec<Token>, rng: &mut Rng) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for mut token in tokens {
        let cut = token.form.char_indices().map(|(at, _)| at).nth(2);
        let relation = token.words[0].1.clone();
        let one =
            |form: &str| Token { form: form.to_owned(), words: vec![(form.to_owned(), relation.clone())] };
        match (rng.below(25), cut, token.words.len()) {
            (0, Some(at), 1) => {
                out.push(one(&token.form[..at]));
                out.push(one(&token.form[at..]));
            }
            (1, _, 1) if !out.is_empty() => {
                let before = out.pop().unwrap();
                out.push(one(&format!("{}{}", before.form, token.form)));
            }
            (2, Some(at), 1) => {
                let halves = [&token.form[..at], &token.form[at..]];
                token.words = halves.map(|half| (half.to_owned(), relation.clone())).into();
                out.push(token);
            }
            (0..8, _, 2..) => out.push(one(&token.form)),
            (8..11, _, 2..) => {
                token.words.truncate(1);
                token.words.push(("x".to_owned(), relation));
                out.push(token);
            }
            _ => out.push(token),
        }
    }
    out
}

fn write_sentence(out: &mut String, tokens: Vec<Token>, rng: &mut Rng) {
    let words: usize = tokens.iter().map(|t| t.words.len()).sum();
    let mut number = 0;
    for token in tokens {
        if token.words.len() > 1 {
            let range = format!("{}-{}", number + 1, number + token.words.len());
            *out += &format!("{range}\t{}\t_\t_\t_\t_\t_\t_\t_\t_\n", token.form);
        }
        for (form, relation) in token.words {
            number += 1;
            let head = if rng.chance(20) { 0 } else { (number + rng.below(3)).min(words) };
            *out += &format!("{number}\t{form}\t_\tX\t_\t_\t{head}\t{relation}\t_\t_\n");
        }
    }
    out.push('\n');
}

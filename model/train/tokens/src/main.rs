//! Gives the training scripts the tokens that the library will see.
//!
//! Reads JSON lines `{"id", "text"}` and writes, for each, `{"id", "tokens"}`, where a token is
//! `[start, end, continues]` in code points of the text.

use std::io::{self, BufRead, BufWriter, Write};

use dateline::language::tokenize::tokenize;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct Text {
    id: Value,
    text: String,
}

#[derive(Serialize)]
struct Tokens {
    id: Value,
    tokens: Vec<(usize, usize, bool)>,
}

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let text: Text = serde_json::from_str(&line?)?;
        let tokens = code_point_tokens(&text.text);
        serde_json::to_writer(&mut out, &Tokens { id: text.id, tokens })?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// The tokens of `text`, with offsets in code points.
fn code_point_tokens(text: &str) -> Vec<(usize, usize, bool)> {
    let (mut byte, mut point) = (0, 0);
    let mut points_to = |to: usize| {
        point += text[byte..to].chars().count();
        byte = to;
        point
    };
    tokenize(text, 0, text.len())
        .iter()
        .map(|t| (points_to(t.start), points_to(t.end), t.continues))
        .collect()
}

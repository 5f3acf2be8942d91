//! The codebook's own sentences: in how many does the rule do what the sentence says it must, before
//! the score and what the model proposes have their say.

use dateline::codebook::{Codebook, Example};
use dateline::{Coder, Document};

// Shares reached with the shipped model; raise them, never lower them.
const FLOOR_CODES: f64 = 0.88;
const FLOOR_NOT: f64 = 0.94;

fn does_what_it_must(coder: &Coder, example: Example<'_>) -> bool {
    let analysis = coder.analyze(Document::from_plain(example.sentence));
    analysis.events.iter().any(|e| e.rule == example.rule) == example.codes
}

// The built-in codebook with a score that lets every rule pass, and no event by the model alone.
fn rules_alone() -> Codebook {
    let mut files = Codebook::builtin_files();
    let score = files.get_mut("score.toml").expect("the codebook has a score");
    let lines = score.lines().map(|line| match line.split(" = ").next() {
        Some("threshold") => "threshold = 0.0",
        Some("propose") => "propose = 1.0",
        _ => line,
    });
    *score = lines.collect::<Vec<_>>().join("\n");
    Codebook::from_files(&files).expect("the codebook is built in")
}

#[test]
fn most_examples_hold() {
    let coder = Coder::builtin().expect("model, gazetteer and codebook are built in");
    let book = rules_alone();
    let coder = coder.with_codebook(book.clone());
    let (mut held, mut all, mut failed) = ([0u32; 2], [0u32; 2], Vec::new());
    for example in book.examples() {
        let kind = usize::from(example.codes);
        all[kind] += 1;
        if does_what_it_must(&coder, example) {
            held[kind] += 1;
        } else {
            let verb = if example.codes { "must code" } else { "must not code" };
            failed.push(format!("{} {verb}: {}", example.rule, example.sentence));
        }
    }
    let share = |kind: usize| f64::from(held[kind]) / f64::from(all[kind].max(1));
    let report = format!(
        "{}\ncodes {:.3}, not {:.3} (held, all: {held:?} {all:?})",
        failed.join("\n"),
        share(1),
        share(0)
    );
    assert!(share(1) >= FLOOR_CODES && share(0) >= FLOOR_NOT, "{report}");
    if std::env::var_os("DATELINE_EXAMPLES").is_some() {
        panic!("asked to show:\n{report}");
    }
}

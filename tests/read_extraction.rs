//! How much of the article's text is found on real pages, where the folder that
//! holds them is there: shingle F1 of METRICS.md, section 11.

#![allow(clippy::print_stdout)]

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use dateline::read::{ReadOptions, body_text, read_bytes};
use serde_json::Value;

/// Less than this is a defect.
const FLOOR: f64 = 0.974;

#[test]
fn article_text_is_found() {
    let shared =
        std::env::var_os("DATELINE_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = shared.join("gold/open/extraction");
    let Ok(list) = std::fs::read_to_string(folder.join("aeb.jsonl")) else {
        println!("skipped: no extraction corpus");
        return;
    };
    let keep = std::env::var_os("DATELINE_PREDICTIONS").map(PathBuf::from);
    let mut seconds = 0.0;
    let (mut precisions, mut recalls) = (Vec::new(), Vec::new());
    for line in list.lines() {
        let gold: Value = serde_json::from_str(line).expect("a record a line");
        let page = unzip(&folder.join(text_of(&gold, "html")));
        let options = ReadOptions { url: Some(text_of(&gold, "url").to_owned()), ..ReadOptions::default() };
        let begun = std::time::Instant::now();
        let document = read_bytes(&page, &options);
        seconds += begun.elapsed().as_secs_f64();
        let predicted = document.as_ref().map(body_text).unwrap_or_default();
        if let Some(folder) = &keep {
            let all: String = document
                .iter()
                .flat_map(|d| d.blocks().iter().map(|(s, k)| format!("{k:?}\t{}\n", d.slice(*s))))
                .collect();
            let name = &text_of(&gold, "doc_id")[..8];
            std::fs::write(folder.join(format!("{name}.ours")), &predicted).expect("the folder is writable");
            std::fs::write(folder.join(format!("{name}.blocks")), all).expect("the folder is writable");
        }
        let (gold, predicted) = (shingles(text_of(&gold, "text")), shingles(&predicted));
        let hits: usize = gold.iter().map(|(shingle, n)| *n.min(predicted.get(shingle).unwrap_or(&0))).sum();
        let share = |all: &HashMap<Vec<String>, usize>| hits as f64 / all.values().sum::<usize>() as f64;
        precisions.extend((!predicted.is_empty()).then(|| share(&predicted)));
        recalls.extend((!gold.is_empty()).then(|| share(&gold)));
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (precision, recall) = (mean(&precisions), mean(&recalls));
    let f1 = 2.0 * precision * recall / (precision + recall);
    let speed = precisions.len() as f64 / seconds;
    println!("precision {precision:.4} recall {recall:.4} f1 {f1:.4}, {speed:.0} pages a second");
    assert!(f1 >= FLOOR, "f1 {f1:.4} is below {FLOOR}");
}

fn text_of<'a>(record: &'a Value, key: &str) -> &'a str {
    record[key].as_str().expect("a string")
}

fn unzip(path: &Path) -> Vec<u8> {
    let mut page = Vec::new();
    let file = std::fs::File::open(path).expect("each record's page is there");
    flate2::read::GzDecoder::new(file).read_to_end(&mut page).expect("pages are gzip");
    page
}

/// Runs of four tokens with their counts.
fn shingles(text: &str) -> HashMap<Vec<String>, usize> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let tokens: Vec<String> = text.split(|c| !word(c)).filter(|t| !t.is_empty()).map(str::to_owned).collect();
    let runs = tokens.len().saturating_sub(3).max(usize::from(!tokens.is_empty()));
    let mut out = HashMap::new();
    for at in 0..runs {
        *out.entry(tokens[at..tokens.len().min(at + 4)].to_vec()).or_insert(0) += 1;
    }
    out
}

//! `dateline eval` and the reference scorer give the same figures for the same predictions.
//!
//! The predictions are gold's own records, spoiled at random but the same in every run. Needs the
//! folder of gold corpora (DATELINE_SHARED, else `../shared` beside the workspace) and python3.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot go on should stop")]

mod perturb;

use std::path::{Path, PathBuf};
use std::process::Command;

use perturb::{Rng, records, trees};
use serde_json::{Map, Value};

/// The folder with `score.py` and `open/`, where it is there.
fn gold() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared =
        std::env::var_os("DATELINE_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let shared = workspace.join(shared);
    let gold = shared.join("gold");
    (gold.join("score.py").is_file() && gold.join("open").is_dir()).then_some(gold)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Spoils every gold file into `out`.
fn write_predictions(open: &Path, out: &Path) {
    for area in files(open).into_iter().filter(|path| path.is_dir()) {
        let area_name = area.file_name().unwrap().to_string_lossy().into_owned();
        std::fs::create_dir_all(out.join(&area_name)).unwrap();
        for file in files(&area).into_iter().filter(|path| path.is_file()) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&file).unwrap();
            let mut rng = Rng::new(name.len() as u64 + 7);
            let to = out.join(&area_name);
            if let Some(stem) = name.strip_suffix(".conllu") {
                std::fs::write(to.join(&name), trees::tagged(&text, &mut rng)).unwrap();
                std::fs::write(to.join(format!("{stem}.raw.conllu")), trees::raw(&text, &mut rng)).unwrap();
            } else if let Some(spoiled) = records::spoiled(&area_name, &name, &text, &mut rng) {
                std::fs::write(to.join(&name), spoiled).unwrap();
            }
        }
    }
}

/// The `files` that a scorer prints.
fn figures(command: &mut Command) -> Map<String, Value> {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    printed["files"].as_object().unwrap().clone()
}

/// What differs between two figures of one name.
fn differs(ours: &Value, theirs: &Value) -> bool {
    match (ours.as_f64(), theirs.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() > 1e-3,
        _ => ours != theirs,
    }
}

#[test]
fn figures_agree_with_the_reference_scorer() {
    let Some(gold) = gold() else {
        eprintln!("skipped: no folder of gold corpora (set DATELINE_SHARED)");
        return;
    };
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("eval_agrees");
    let _ = std::fs::remove_dir_all(&out);
    write_predictions(&gold.join("open"), &out);
    let dateline = || Command::new(env!("CARGO_BIN_EXE_dateline"));
    let open = gold.join("open");
    let ours =
        figures(dateline().arg("eval").arg(&open).arg("--scored").arg(&out).args(["--format", "json"]));
    let mut reference = Command::new("python3");
    let theirs =
        figures(reference.arg(gold.join("score.py")).arg(&open).arg(&out).args(["--format", "json"]));
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    let mut compared = 0;
    let mut apart = Vec::new();
    for (name, reference) in &theirs {
        assert_eq!(ours[name]["status"], reference["status"], "{name}");
        for part in ["counts", "metrics"] {
            let keys = |value: &Value| -> Vec<String> {
                value[part].as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
            };
            let (mut our_keys, mut their_keys) = (keys(&ours[name]), keys(reference));
            our_keys.sort();
            their_keys.sort();
            assert_eq!(our_keys, their_keys, "{name} {part}");
            for key in their_keys {
                compared += 1;
                let (a, b) = (&ours[name][part][&key], &reference[part][&key]);
                if differs(a, b) {
                    apart.push(format!("{name} {key}: {a}, the reference has {b}"));
                }
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
    assert!(compared > 100, "only {compared} figures were compared");
}

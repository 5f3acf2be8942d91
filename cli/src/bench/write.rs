//! The figures as a table for people and as JSON for programs.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Results;
use super::measure::Measured;

/// Writes `DATE-MACHINE/README.md` and `results.json` below a folder; the new folder.
pub fn results(results: &Results, below: &Path) -> Result<PathBuf, String> {
    let folder = below.join(results.machine.slug());
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|e| format!("{}: {e}", path.display()))
    };
    write("README.md", readme(results))?;
    write("results.json", format!("{:#}\n", as_json(results)))?;
    Ok(folder)
}

fn readme(results: &Results) -> String {
    let machine = &results.machine;
    format!(
        "# {date}: {processor}, {cores} cores\n\n\
         `dateline bench`, version {version}, best of {runs} runs, each in a process of its own.\n\
         An article is read from its bytes to its records in JSON.\n\n{table}",
        date = machine.date,
        processor = machine.processor,
        cores = machine.cores,
        version = env!("CARGO_PKG_VERSION"),
        runs = results.runs,
        table = table(results),
    )
}

/// A row for each number of threads, then the time to start.
pub fn table(results: &Results) -> String {
    let mut out = String::from(
        "| threads | articles | articles/s | words/s | word pieces/s | memory (MiB) | load (s) |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for m in &results.measured {
        out.push_str(&format!(
            "| {} | {} | {:.1} | {:.0} | {:.0} | {} | {:.3} |\n",
            m.threads,
            m.articles,
            m.articles_per_s(),
            m.words_per_s(),
            m.pieces_per_s(),
            m.peak_mib.map_or("unknown".to_owned(), |mib| format!("{mib:.0}")),
            m.load_s,
        ));
    }
    let start = &results.start_up;
    out.push_str(&format!(
        "\nA report of one sentence, from call to end: {:.3} s at best, {:.3} s in the middle.\n",
        start.best_s, start.median_s
    ));
    out
}

fn as_json(results: &Results) -> Value {
    json!({
        "date": results.machine.date,
        "processor": results.machine.processor,
        "cores": results.machine.cores,
        "version": env!("CARGO_PKG_VERSION"),
        "folder": results.folder,
        "runs": results.runs,
        "measured": results.measured.iter().map(one).collect::<Vec<_>>(),
        "start_up": results.start_up,
    })
}

fn one(measured: &Measured) -> Value {
    let mut value = json!(measured);
    value["articles_per_s"] = json!(measured.articles_per_s());
    value["word_pieces_per_s"] = json!(measured.pieces_per_s());
    value["words_per_s"] = json!(measured.words_per_s());
    value
}

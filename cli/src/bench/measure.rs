//! One measurement, here or in a process of its own.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use dateline::read::{ReadOptions, read_bytes};
use dateline::{Coder, record};
use serde::{Deserialize, Serialize};

use super::articles;
use crate::read::in_order;

/// What one process found out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measured {
    /// Articles read at a time.
    pub threads: usize,
    /// Articles read.
    pub articles: usize,
    /// Words in them, between white space.
    pub words: usize,
    /// Word pieces that the encoder read.
    pub pieces: usize,
    /// Records found in them.
    pub records: usize,
    /// Seconds to load codebook and model.
    pub load_s: f64,
    /// Seconds to read all the articles, bytes in, JSON out.
    pub read_s: f64,
    /// Most memory that the process held, in MiB; unknown where the system does not say.
    pub peak_mib: Option<f64>,
}

impl Measured {
    /// One line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// Articles a second.
    pub fn articles_per_s(&self) -> f64 {
        self.articles as f64 / self.read_s
    }

    /// Word pieces a second.
    pub fn pieces_per_s(&self) -> f64 {
        self.pieces as f64 / self.read_s
    }

    /// Words a second.
    pub fn words_per_s(&self) -> f64 {
        self.words as f64 / self.read_s
    }
}

/// Seconds from the call of `dateline read` on a sentence to its end.
#[derive(Debug, Clone, Serialize)]
pub struct StartUp {
    /// The fastest.
    pub best_s: f64,
    /// The middle one.
    pub median_s: f64,
}

/// Measures in this process.
pub fn here(folder: &Path, made: Option<NonZeroUsize>, threads: NonZeroUsize) -> Result<Measured, String> {
    let articles = articles::load(folder, made)?;
    let begin = Instant::now();
    let coder = Coder::builtin().map_err(|e| e.to_string())?;
    let load_s = begin.elapsed().as_secs_f64();
    // the first article finds caches cold that later ones, and other runs, find warm
    articles.first().map(|a| read(&coder, a)).transpose()?;
    let begin = Instant::now();
    let (mut sum, mut failed) = (Counts::default(), None);
    in_order(
        &articles,
        threads.get(),
        |a| read(&coder, a),
        |done| match done {
            Some(Ok(counts)) => {
                sum = sum.and(counts);
                true
            }
            other => {
                failed = Some(other.and_then(Result::err).unwrap_or("a panic".to_owned()));
                false
            }
        },
    );
    let read_s = begin.elapsed().as_secs_f64();
    match failed {
        Some(why) => Err(format!("{}: {why}", folder.display())),
        None => Ok(Measured {
            threads: threads.get(),
            articles: articles.len(),
            words: sum.words,
            pieces: sum.pieces,
            records: sum.records,
            load_s,
            read_s,
            peak_mib: peak_mib(),
        }),
    }
}

/// What is in an article, or in several.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    words: usize,
    pieces: usize,
    records: usize,
}

impl Counts {
    fn and(self, other: Counts) -> Counts {
        Counts {
            words: self.words + other.words,
            pieces: self.pieces + other.pieces,
            records: self.records + other.records,
        }
    }
}

/// Bytes in, JSON out.
fn read(coder: &Coder, bytes: &[u8]) -> Result<Counts, String> {
    let document = read_bytes(bytes, &ReadOptions::default()).map_err(|e| e.to_string())?;
    let analysis = coder.analyze(document);
    let records = record::records(&analysis);
    std::hint::black_box(serde_json::to_string(&records).map_err(|e| e.to_string())?);
    Ok(Counts {
        words: records.document.text.split_whitespace().count(),
        pieces: analysis.language.pieces,
        records: records.flat().len(),
    })
}

fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}

/// The fastest of so many runs, each in a process of its own; its memory is the most
/// that any of them held.
pub fn best_of(
    runs: usize,
    folder: &Path,
    made: Option<NonZeroUsize>,
    threads: usize,
) -> Result<Measured, String> {
    let runs: Vec<Measured> =
        (0..runs).map(|_| elsewhere(folder, made, threads)).collect::<Result<_, _>>()?;
    let peak_mib = runs.iter().filter_map(|m| m.peak_mib).max_by(f64::total_cmp);
    let best = runs.into_iter().min_by(|a, b| a.read_s.total_cmp(&b.read_s));
    best.map(|best| Measured { peak_mib, ..best }).ok_or_else(|| "no run".to_owned())
}

fn elsewhere(folder: &Path, made: Option<NonZeroUsize>, threads: usize) -> Result<Measured, String> {
    let mut command = this_program()?;
    command.arg("bench").arg(folder).args(["--measure", &threads.to_string()]);
    if let Some(made) = made {
        command.args(["--articles", &made.to_string()]);
    }
    // the libraries beneath start threads of their own unless they are told
    command.env("RAYON_NUM_THREADS", threads.to_string());
    command.env("RTEN_NUM_THREADS", threads.to_string());
    let output = command.stderr(Stdio::inherit()).output().map_err(|e| e.to_string())?;
    if !output.status.success() {
        return Err(format!("measuring on {threads} threads failed"));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| e.to_string())
}

/// Times `dateline read` on a report of one sentence.
pub fn start_up(runs: usize) -> Result<StartUp, String> {
    let tiny = articles::tiny()?;
    let once = |_| {
        let begin = Instant::now();
        let mut command = this_program()?;
        command.arg("read").arg(&tiny).stdout(Stdio::null());
        let status = command.status().map_err(|e| e.to_string())?;
        let seconds = begin.elapsed().as_secs_f64();
        if status.success() { Ok(seconds) } else { Err("reading a sentence failed".to_owned()) }
    };
    let times = (0..runs.max(3)).map(once).collect::<Result<Vec<f64>, String>>();
    let _ = std::fs::remove_file(&tiny);
    let mut times = times?;
    times.sort_by(f64::total_cmp);
    Ok(StartUp { best_s: times[0], median_s: times[times.len() / 2] })
}

fn this_program() -> Result<Command, String> {
    std::env::current_exe().map(Command::new).map_err(|e| format!("this program: {e}"))
}

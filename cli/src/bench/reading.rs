//! How fast pages become documents, on one thread: parsing and extraction without the model.

use std::path::Path;
use std::time::Instant;

use dateline::read::{ReadOptions, read_bytes};

use super::articles;

/// Reads the folder's pages so often and tells of the best run. A page that cannot be read counts
/// as read: the time went into it.
pub fn best_of(folder: &Path, runs: usize) -> Result<String, String> {
    let pages = articles::load(folder, None)?;
    if pages.is_empty() {
        return Err(format!("{}: no page to read", folder.display()));
    }
    let options = ReadOptions::default();
    let mut best = f64::INFINITY;
    let mut refused = 0;
    for _ in 0..runs {
        let begin = Instant::now();
        refused = pages.iter().filter(|page| read_bytes(page, &options).is_err()).count();
        best = best.min(begin.elapsed().as_secs_f64());
    }
    let bytes: usize = pages.iter().map(Vec::len).sum();
    Ok(format!(
        "{} pages of {:.0} KiB in the mean, {refused} refused: {:.1} pages a second on one thread, best of {runs}\n",
        pages.len(),
        bytes as f64 / 1024.0 / pages.len() as f64,
        pages.len() as f64 / best,
    ))
}

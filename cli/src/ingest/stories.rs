//! Joining what was taken into stories, with a bar.

use dateline::language::Engine;
use dateline::story::{Same, WordWeights};
use dateline_store::{Joiner, Store};

use crate::read::bar;

/// Reports joined in one transaction.
const BATCH: usize = 50;

/// Joins everything that is pending.
///
/// # Errors
/// Where the store cannot be written or the weights are damaged, in words.
pub fn join(store: &mut Store, engine: &Engine) -> Result<(), String> {
    let same = Same::builtin().map_err(|e| e.to_string())?;
    let weights = WordWeights::builtin();
    let meaning = |word: &str| engine.meaning(word);
    let joiner = Joiner { same: &same, weights: &weights, meaning: &meaning };
    let pending = store.pending().map_err(|e| e.to_string())?;
    let bar = bar(usize::try_from(pending).unwrap_or(usize::MAX), "reports joined");
    loop {
        let done = store.join_stories(&joiner, BATCH).map_err(|e| e.to_string())?;
        bar.inc(done as u64);
        if done == 0 {
            bar.finish_and_clear();
            return Ok(());
        }
    }
}

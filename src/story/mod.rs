//! One happening told by many reports becomes one story that keeps them all.
//!
//! Works across reports, so it reads records and nothing else. A *telling* is what one report says of
//! one happening. [`Same`] scores how likely two tellings tell the same one; [`join()`] puts tellings
//! into groups, whatever the order in which they came; [`story()`] says what a group agrees on and where
//! its reports differ; [`Sketch`] finds reports that are copies of each other.

mod agree;
mod copies;
mod join;
mod pair;
mod telling;
mod trees;
mod words;

pub use agree::{Part, StoryRecord, StoryReport, StoryValue, story};
pub use copies::{BANDS, Sketch};
pub use join::{group, join, link, stories};
pub use pair::{FEATURES, WINDOW, features};
pub use telling::{Meaning, ReportWords, Telling, tellings};
pub use trees::{BadTrees, Trees};
pub use words::{WordWeights, content_stems, stem};

/// Scores pairs of tellings.
#[derive(Debug, Clone)]
pub struct Same {
    trees: Trees,
}

impl Same {
    /// The scorer that is built in.
    ///
    /// # Errors
    /// Where the weights are damaged.
    pub fn builtin() -> Result<Same, BadTrees> {
        let trees = Trees::parse(dateline_model::STORIES)?;
        if trees.features() != FEATURES.len() {
            return Err(BadTrees::Features { found: trees.features(), known: FEATURES.len() });
        }
        Ok(Same { trees })
    }

    /// How likely two tellings tell the same happening, 0 to 1; the same either way round.
    pub fn score(&self, a: &Telling, b: &Telling) -> f32 {
        self.trees.probability(&features(a, b))
    }

    /// From this score on two tellings are taken to tell the same happening.
    pub fn threshold(&self) -> f32 {
        self.trees.threshold()
    }
}

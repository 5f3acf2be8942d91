//! Boosted trees: a list of numbers in, a probability out.

use serde::Deserialize;

/// The weights cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadTrees {
    /// They are not of the form that is read here.
    #[error("the weights of stories are damaged: {0}")]
    Form(#[from] serde_json::Error),
    /// A tree names a node or a feature that is not there.
    #[error("the weights of stories are damaged: tree {0} leads nowhere")]
    Tree(usize),
    /// They were trained for other features.
    #[error("the weights of stories know {found} features, this version {known}: train them anew")]
    Features {
        /// In the weights.
        found: usize,
        /// In the program.
        known: usize,
    },
}

/// Boosted trees over a fixed list of features.
#[derive(Debug, Clone, Deserialize)]
pub struct Trees {
    features: usize,
    base: f32,
    threshold: f32,
    trees: Vec<Vec<Node>>,
}

/// Feature, bound (up to it to the left), left, right; of a leaf the feature is -1 and the bound its value.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Node(i32, f32, u32, u32);

impl Trees {
    /// Reads trees as `model/train/stories.py` writes them.
    ///
    /// # Errors
    /// Where they are damaged. A tree never leads backwards, so that every walk ends.
    pub fn parse(json: &str) -> Result<Trees, BadTrees> {
        let trees: Trees = serde_json::from_str(json)?;
        let sound = |tree: &Vec<Node>| {
            let forward = |at: usize, to: u32| to as usize > at && (to as usize) < tree.len();
            let node = |(at, n): (usize, &Node)| {
                n.0 < 0 || ((n.0 as usize) < trees.features && forward(at, n.2) && forward(at, n.3))
            };
            !tree.is_empty() && tree.iter().enumerate().all(node)
        };
        match trees.trees.iter().position(|tree| !sound(tree)) {
            Some(bad) => Err(BadTrees::Tree(bad)),
            None => Ok(trees),
        }
    }

    /// How many features it asks for.
    pub fn features(&self) -> usize {
        self.features
    }

    /// The probability from which on the answer is yes.
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// The probability for a list of features.
    pub fn probability(&self, features: &[f32]) -> f32 {
        let sum: f32 = self.trees.iter().map(|tree| leaf(tree, features)).sum();
        1.0 / (1.0 + (-(self.base + sum)).exp())
    }
}

fn leaf(tree: &[Node], features: &[f32]) -> f32 {
    let mut at = 0;
    while let Some(&Node(feature, bound, left, right)) = tree.get(at) {
        let Ok(feature) = usize::try_from(feature) else { return bound };
        let value = features.get(feature).copied().unwrap_or(-1.0);
        at = if value <= bound { left } else { right } as usize;
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_walked_to_its_leaf() {
        let json = r#"{"features": 2, "base": 0.0, "threshold": 0.5,
            "trees": [[[1, 0.5, 1, 2], [-1, -2.0, 0, 0], [-1, 2.0, 0, 0]]]}"#;
        let trees = Trees::parse(json).unwrap();
        assert!(trees.probability(&[0.0, 0.4]) < 0.2);
        assert!(trees.probability(&[0.0, 0.6]) > 0.8);
    }

    #[test]
    fn damaged_trees_are_refused() {
        for tree in ["[[5, 0.0, 1, 1], [-1, 0.0, 0, 0]]", "[[0, 0.0, 0, 0]]", "[]", "[[0, 0.0, 9, 9]]"] {
            let json = format!(r#"{{"features": 2, "base": 0.0, "threshold": 0.5, "trees": [{tree}]}}"#);
            assert!(matches!(Trees::parse(&json), Err(BadTrees::Tree(0))), "{tree}");
        }
        assert!(Trees::parse("{}").is_err());
    }
}

//! Patterns of names, for shells that do not expand them.

use std::path::{Path, PathBuf, is_separator};

use glob::{MatchOptions, Pattern};

/// A star does not reach over folders, and hidden names must be asked for.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// A pattern, and the folder below which all that matches it lies.
///
/// The folders are gone through by ourselves and not by the `glob` crate, which follows links to folders
/// and so may go round in circles.
pub(crate) struct Glob {
    pattern: Pattern,
    /// The part before the first wildcard; empty for the folder one is in.
    pub(crate) root: PathBuf,
    /// Names below the root, where none is `**`.
    depth: Option<usize>,
    /// Whether some name of the pattern is hidden.
    pub(crate) names_hidden: bool,
    /// Whether the last name says its ending, so that whatever has it is meant.
    pub(crate) names_ending: bool,
}

impl Glob {
    /// `None` for a path without wildcards.
    pub(crate) fn new(path: &Path) -> Option<Result<Glob, String>> {
        let text = path.to_str()?;
        let names: Vec<&str> = text.split(is_separator).enumerate().filter(keep).map(|(_, n)| n).collect();
        let first = names.iter().position(|name| name.contains(['*', '?', '[']))?;
        let below = &names[first..];
        let pattern = match Pattern::new(&names.join("/")) {
            Ok(pattern) => pattern,
            Err(e) => return Some(Err(e.to_string())),
        };
        let root = match &names[..first] {
            [""] => PathBuf::from("/"),
            before => PathBuf::from(before.join("/")),
        };
        Some(Ok(Glob {
            pattern,
            root,
            depth: (!below.contains(&"**")).then_some(below.len()),
            names_hidden: below.iter().any(|name| name.starts_with('.')),
            names_ending: below.last().is_some_and(|name| name.contains('.')),
        }))
    }

    pub(crate) fn matches(&self, path: &Path) -> bool {
        self.pattern.matches_path_with(path, OPTIONS)
    }

    /// Whether something may match below a folder that stands `depth` names below the root.
    pub(crate) fn goes_below(&self, depth: usize) -> bool {
        self.depth.is_none_or(|deepest| depth < deepest)
    }
}

/// Double and closing separators mean nothing, the one at the start does.
fn keep((at, name): &(usize, &str)) -> bool {
    *at == 0 || !name.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(text: &str) -> Glob {
        Glob::new(Path::new(text)).unwrap().unwrap()
    }

    #[test]
    fn the_root_is_what_stands_before_wildcards() {
        assert_eq!(glob("news/2024/*.txt").root, Path::new("news/2024"));
        assert_eq!(glob("news//2024/*/a.txt").root, Path::new("news/2024"));
        assert_eq!(glob("*.txt").root, Path::new(""));
        assert_eq!(glob("/*.txt").root, Path::new("/"));
        assert_eq!(glob("/a/*.txt").root, Path::new("/a"));
        assert!(Glob::new(Path::new("news/a.txt")).is_none());
        assert!(Glob::new(Path::new("news/***.txt")).unwrap().is_err());
    }

    #[test]
    fn stars_stay_within_a_name_and_double_stars_do_not() {
        assert!(glob("a/*.txt").matches(Path::new("a/b.txt")));
        assert!(!glob("a/*.txt").matches(Path::new("a/b/c.txt")));
        assert!(!glob("a/*.txt").matches(Path::new("a/.b.txt")));
        assert!(glob("a/**/*.txt").matches(Path::new("a/b.txt")));
        assert!(glob("a/**/*.txt").matches(Path::new("a/b/c/d.txt")));
        assert!(glob("./a//*.txt").matches(Path::new("./a/b.txt")));
        assert!(!glob("a/*/x.txt").goes_below(2));
        assert!(glob("a/*/x.txt").goes_below(1));
    }
}

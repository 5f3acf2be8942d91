//! Rust sources as the tidy tests see them: lines of code without comments, strings and tests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One Rust file of the workspace.
pub struct Source {
    /// Its path from the workspace root, with `/`.
    pub path: String,
    /// Its text as written.
    pub text: String,
    /// The same with the characters of comments and literals blanked out; lines stay where they are.
    pub code: String,
    /// How many lines stand before the unit tests.
    pub lines_without_tests: usize,
    /// Whether the file holds nothing but tests and their helpers.
    pub is_test: bool,
}

impl Source {
    fn new(path: String, text: String) -> Source {
        let code = blank(&text);
        let tests = tests_start(&code).unwrap_or(code.len());
        let lines_without_tests = code[..tests].lines().count();
        let is_test = path.starts_with("tests/");
        Source { path, text, code, lines_without_tests, is_test }
    }

    /// The code before the unit tests, line by line, numbered from 1; none if all of it is test.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let count = if self.is_test { 0 } else { self.lines_without_tests };
        self.code.lines().take(count).enumerate().map(|(i, line)| (i + 1, line))
    }

    /// Names from the crate's root to the module that the file holds: `["read", "html"]`.
    pub fn module(&self) -> Vec<&str> {
        let inner = self.path.split_once("src/").map_or(self.path.as_str(), |(_, inner)| inner);
        let mut names: Vec<&str> = inner.trim_end_matches(".rs").split('/').collect();
        if matches!(names.last(), Some(&("mod" | "lib" | "main"))) {
            names.pop();
        }
        names
    }

    /// Paths, without ending, of the modules in files of their own that only tests compile.
    fn test_modules(&self) -> Vec<String> {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let folder = match name.trim_end_matches(".rs") {
            "mod" | "lib" | "main" => folder.to_owned(),
            stem => format!("{folder}/{stem}"),
        };
        let declared = self.code.split("#[cfg(test)]").skip(1);
        let names = declared.filter_map(|after| declared_module(after.trim_start().lines().next()?));
        names.map(|name| format!("{folder}/{name}")).collect()
    }

    /// Names of modules and items at the crate's root that the code uses, each with its line.
    pub fn root_uses(&self) -> Vec<(usize, String)> {
        let depth = self.module().len();
        let mut from = 0;
        let mut found = Vec::new();
        for (number, line) in self.lines() {
            found.extend(root_uses_at(&self.code[from..], depth).into_iter().map(|name| (number, name)));
            from += line.len() + 1;
        }
        found
    }

    /// Name, first line and length in lines of each function outside the unit tests.
    pub fn functions(&self) -> Vec<(String, usize, usize)> {
        let mut found = Vec::new();
        let mut from = 0;
        for (number, line) in self.code.lines().enumerate().map(|(i, l)| (i + 1, l)) {
            if let Some(at) = function_name_at(line) {
                let name: String = line[at..].chars().take_while(|&c| is_name_char(c)).collect();
                found.extend(body_lines(&self.code[from + at..]).map(|length| (name, number, length)));
            }
            from += line.len() + 1;
        }
        let last = if self.is_test { usize::MAX } else { self.lines_without_tests };
        found.retain(|f| f.1 <= last);
        found
    }
}

/// What the first line of `rest` names at the crate's root, from a module `depth` below it.
fn root_uses_at(rest: &str, depth: usize) -> Vec<String> {
    let line = rest.lines().next().unwrap_or_default();
    let after = |prefix: &str, not_before: &str| -> Vec<usize> {
        let found = line.match_indices(prefix).map(|(i, _)| i);
        let whole = found.filter(|&i| !line[..i].ends_with(is_name_char) && !line[..i].ends_with(not_before));
        whole.map(|i| i + prefix.len()).collect()
    };
    let mut paths = after("crate::", "::");
    if depth > 0 {
        // exactly `depth` times: one fewer is a sibling
        paths.extend(after(&"super::".repeat(depth), "super::"));
    }
    paths.into_iter().flat_map(|i| heads(&rest[i..])).collect()
}

/// The first names of a path, or of each path of a `{…}` group.
fn heads(rest: &str) -> Vec<String> {
    let name = |s: &str| s.trim_start().chars().take_while(|&c| is_name_char(c)).collect::<String>();
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut names = Vec::new();
    let (mut depth, mut item) = (0, String::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&std::mem::take(&mut item))),
            _ if depth == 0 => item.push(c),
            _ => {}
        }
    }
    names.push(name(&item));
    names.retain(|n| !n.is_empty());
    names
}

/// Where on a line the name of a function that is defined there starts.
fn function_name_at(line: &str) -> Option<usize> {
    let at = line.find("fn ")?;
    let before = line[..at].trim();
    let words = ["pub", "const", "async", "unsafe", "extern", "default"];
    let defines =
        before.split_whitespace().all(|w| words.contains(&w) || w.starts_with("pub(") || w.ends_with(')'));
    defines.then_some(at + 3)
}

/// Lines from the start of `code`, which stands in a function's head, to the end of its body.
fn body_lines(code: &str) -> Option<usize> {
    let (mut braces, mut brackets) = (0, 0);
    for (i, c) in code.char_indices() {
        match c {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets -= 1,
            ';' if braces == 0 && brackets == 0 => return None,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => continue,
        }
        if c == '}' && braces == 0 {
            return Some(code[..i].matches('\n').count() + 1);
        }
    }
    None
}

/// Where the module of unit tests starts.
fn tests_start(code: &str) -> Option<usize> {
    code.match_indices("#[cfg(test)]").map(|(i, _)| i).find(|&i| {
        let after = code[i + "#[cfg(test)]".len()..].trim_start();
        after.starts_with("mod ") && after.find('{').is_some_and(|b| after.find(';').is_none_or(|s| b < s))
    })
}

/// `text` with every character of a comment or a literal replaced by a blank.
fn blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skip = comment_len(rest).or_else(|| literal_len(rest, out.chars().next_back()));
        let len = skip.unwrap_or(c.len_utf8());
        let kept = |c: char| if skip.is_some() && c != '\n' { ' ' } else { c };
        out.extend(rest[..len].chars().map(kept));
        rest = &rest[len..];
    }
    out
}

fn comment_len(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let step = rest[at..].chars().next().map_or(1, char::len_utf8);
        match rest.get(at..at + 2) {
            Some("/*") => (depth, at) = (depth + 1, at + 2),
            Some("*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += step,
        }
        if depth == 0 {
            break;
        }
    }
    Some(at)
}

fn literal_len(rest: &str, before: Option<char>) -> Option<usize> {
    let raw = rest.strip_prefix("r").map(|r| r.len() - r.trim_start_matches('#').len());
    if let Some(hashes) = raw.filter(|&h| rest[1 + h..].starts_with('"') && !before.is_some_and(is_name_char))
    {
        let end = format!("\"{}", "#".repeat(hashes));
        return rest[2 + hashes..].find(&end).map(|i| 2 + hashes + i + end.len());
    }
    match rest.as_bytes()[0] {
        b'"' => quoted_len(rest, '"'),
        // a lifetime has no closing mark: `'a`
        b'\'' if rest[1..].starts_with('\\') => quoted_len(rest, '\''),
        b'\'' => rest[1..]
            .chars()
            .next()
            .map(|c| 1 + c.len_utf8())
            .filter(|&i| rest[i..].starts_with('\''))
            .map(|i| i + 1),
        _ => None,
    }
}

fn quoted_len(rest: &str, mark: char) -> Option<usize> {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == mark => return Some(i + 1),
            _ => {}
        }
    }
    None
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The module in a file of its own that a line declares.
fn declared_module(line: &str) -> Option<&str> {
    let (before, name) = line.split_once("mod ")?;
    let visible = before.trim().is_empty() || before.trim().starts_with("pub");
    name.trim_end().strip_suffix(';').filter(|_| visible)
}

/// Top-level modules of a crate in the order in which its root lists them.
pub fn module_order(root: &Source) -> Vec<String> {
    root.lines().filter_map(|(_, line)| declared_module(line)).map(str::to_owned).collect()
}

/// For each name that the crate's root re-exports, the module that it comes from.
pub fn reexports(root: &Source) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (at, _) in root.code.match_indices("pub use ") {
        let path = &root.code[at + "pub use ".len()..];
        let Some((module, items)) = path.split_once("::") else { continue };
        found.extend(heads(items).into_iter().map(|item| (item, module.to_owned())));
    }
    found
}

/// The Rust files below `folder`, in order of path.
pub fn rust_sources(root: &Path, folder: &str) -> Vec<Source> {
    let mut paths = files_below(&root.join(folder));
    paths.retain(|p| p.extension().is_some_and(|e| e == "rs"));
    let text = |path: &PathBuf| std::fs::read_to_string(path).unwrap_or_default();
    let mut sources: Vec<Source> = paths.iter().map(|p| Source::new(relative(root, p), text(p))).collect();
    let tests: Vec<String> = sources.iter().flat_map(Source::test_modules).collect();
    for source in &mut sources {
        let path = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let below = |test: &String| path == test || path.starts_with(&format!("{test}/"));
        source.is_test |= tests.iter().any(below);
    }
    sources
}

/// `path` from `root`, with `/`.
pub fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// All files below `folder`, build outputs and hidden folders but `.ci` left out, in order of path.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let hidden = name.starts_with('.') && name != ".ci";
        let built = ["target", "node_modules", "__pycache__", "work"].contains(&name.as_str());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !hidden && !built => found.extend(files_below(&path)),
            Ok(kind) if kind.is_file() && !hidden => found.push(path),
            _ => {}
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source::new(path.into(), text.into())
    }

    #[test]
    fn comments_and_literals_are_blanked() {
        let code = blank("let a = \"x{\\\"\"; // y\nlet b: &'a str = r#\"{\"#; let c = '{'; /* { */ }");
        assert_eq!(code.split_whitespace().collect::<String>(), "leta=;letb:&'astr=;letc=;}");
        assert_eq!(code.lines().count(), 2);
    }

    #[test]
    fn functions_are_measured() {
        let s = source(
            "src/a.rs",
            "//! a\nfn one(x: [u8; 2]) -> u8 {\n    if x { 1 }\n}\ntrait T {\n    fn none();\n}\npub(crate) fn two() {}\n",
        );
        assert_eq!(s.functions(), [("one".into(), 2, 3), ("two".into(), 8, 1)]);
    }

    #[test]
    fn uses_of_the_root_are_found() {
        let text = "use crate::{span::{A, B}, layer};\nuse super::super::read::X;\nuse super::sibling;\nfn f(d: &crate::Document) {}\n";
        let names: Vec<String> =
            source("src/event/tree.rs", text).root_uses().into_iter().map(|u| u.1).collect();
        assert_eq!(names, ["span", "layer", "read", "Document"]);
    }

    #[test]
    fn modules_for_tests_are_known() {
        let text = "#[cfg(test)]\npub(crate) mod fixture;\n#[cfg(test)]\nmod tests {\n}\nmod other;\n";
        assert_eq!(source("src/event/mod.rs", text).test_modules(), ["src/event/fixture"]);
        assert_eq!(source("src/event.rs", text).test_modules(), ["src/event/fixture"]);
        assert_eq!(module_order(&source("src/lib.rs", "pub mod a;\nmod b;\nuse c;\n")), ["a", "b"]);
    }

    #[test]
    fn unit_tests_are_left_out() {
        let s = source("src/a.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { crate::x() }\n}\n");
        assert_eq!(s.lines_without_tests, 1);
        assert!(s.root_uses().is_empty());
        assert_eq!(s.functions().len(), 1);
    }
}

//! The invariants of the house as tests: each failing case names file and line.

#[path = "tidy/source.rs"]
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use source::{Source, files_below, module_order, reexports, relative, rust_sources};

const LONGEST_FUNCTION: usize = 70;
const LONGEST_FILE: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folders that hold our Rust: `src`, then that of each member of the workspace.
fn crates() -> Vec<String> {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap_or_else(|e| panic!("Cargo.toml: {e}"));
    let members = manifest["workspace"]["members"].as_array().expect("members");
    let folder = |m: &toml::Value| format!("{}/src", m.as_str().expect("a member"));
    std::iter::once("src".to_owned()).chain(members.iter().map(folder)).collect()
}

fn all_sources() -> Vec<Source> {
    let folders = crates().into_iter().chain(["tests".to_owned(), "benches".to_owned()]);
    folders.flat_map(|folder| rust_sources(root(), &folder)).collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Fails with all that is wrong, a line each.
#[track_caller]
fn none_of(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_module_opens_with_its_purpose() {
    let bare = |s: &Source| !s.text.starts_with("//! ");
    none_of(
        all_sources()
            .iter()
            .filter(|s| bare(s))
            .map(|s| format!("{}:1: no head doc (//!)", s.path))
            .collect(),
    );
}

#[test]
fn functions_are_short() {
    let mut wrong = Vec::new();
    for source in all_sources() {
        let long = source.functions().into_iter().filter(|f| f.2 > LONGEST_FUNCTION);
        wrong.extend(long.map(|(name, line, length)| {
            format!("{}:{line}: {name} has {length} lines, {LONGEST_FUNCTION} are allowed", source.path)
        }));
    }
    none_of(wrong);
}

#[test]
fn files_are_short() {
    let sources = all_sources();
    let long = sources.iter().filter(|s| !s.is_test && s.lines_without_tests > LONGEST_FILE);
    let say = |s: &Source| {
        let count = s.lines_without_tests;
        format!("{}:{}: {count} lines without tests", s.path, LONGEST_FILE + 1)
    };
    none_of(long.map(say).collect());
}

/// For each top-level module of a crate, those it uses, each with the file and line of one use.
fn module_uses(folder: &str, crate_root: &Source) -> BTreeMap<String, BTreeMap<String, String>> {
    let (order, reexports) = (module_order(crate_root), reexports(crate_root));
    let mut uses = BTreeMap::<String, BTreeMap<String, String>>::new();
    for source in rust_sources(root(), folder) {
        let Some(module) = source.module().first().map(|m| m.to_string()) else { continue };
        for (line, name) in source.root_uses() {
            let used = reexports.get(&name).unwrap_or(&name);
            if *used != module && order.contains(used) {
                let place = format!("{}:{line}", source.path);
                uses.entry(module.clone()).or_default().entry(used.clone()).or_insert(place);
            }
        }
    }
    uses
}

/// The root of the crate whose sources lie in `folder`.
fn crate_root(folder: &str) -> Source {
    let roots = ["lib.rs", "main.rs"].map(|name| format!("{folder}/{name}"));
    let found = rust_sources(root(), folder).into_iter().find(|s| roots.contains(&s.path));
    found.unwrap_or_else(|| panic!("{folder}: neither lib.rs nor main.rs"))
}

#[test]
fn the_library_uses_only_modules_listed_before() {
    let lib = crate_root("src");
    let order = module_order(&lib);
    let place = |name: &str| order.iter().position(|m| m == name);
    let mut wrong = Vec::new();
    for (module, used) in module_uses("src", &lib) {
        let later = used.iter().filter(|(name, _)| place(name) > place(&module));
        wrong.extend(
            later.map(|(name, at)| format!("{at}: {module} uses {name}, which lib.rs lists after it")),
        );
    }
    none_of(wrong);
}

#[test]
fn every_module_of_the_library_is_listed() {
    let order = module_order(&crate_root("src"));
    let sources = rust_sources(root(), "src");
    let lost = sources.iter().filter(|s| s.module().first().is_some_and(|m| !order.iter().any(|o| o == m)));
    none_of(lost.map(|s| format!("{}:1: src/lib.rs does not list its module", s.path)).collect());
}

#[test]
fn modules_form_no_cycle() {
    let mut wrong = Vec::new();
    for folder in crates() {
        let mut uses = module_uses(&folder, &crate_root(&folder));
        // take away, again and again, whatever uses nothing that is left; a cycle remains
        loop {
            let users: BTreeSet<String> = uses.keys().cloned().collect();
            uses.values_mut().for_each(|used| used.retain(|name, _| users.contains(name)));
            uses.retain(|_, used| !used.is_empty());
            if uses.len() == users.len() {
                break;
            }
        }
        let left =
            uses.iter().flat_map(|(module, used)| used.iter().map(move |(name, at)| (module, name, at)));
        wrong.extend(
            left.map(|(module, name, at)| format!("{at}: {module} uses {name} on the way of a cycle")),
        );
    }
    none_of(wrong);
}

/// Lines of code outside tests that hold one of `words`.
fn code_with(words: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in all_sources() {
        for (number, line) in source.lines() {
            let found = words.iter().filter(|w| line.contains(**w));
            wrong.extend(found.map(|w| format!("{}:{number}: {w} outside tests", source.path)));
        }
    }
    wrong
}

#[test]
fn nothing_panics_by_intention() {
    none_of(code_with(&[".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!("]));
}

#[test]
fn no_state_is_global() {
    let holders = ["Mutex", "RwLock", "Atomic", "Cell<", "static mut "];
    let stateful = |line: &str| {
        let declares = line.contains("static ") && !line.contains("'static ");
        line.contains("thread_local!") || (declares && holders.iter().any(|h| line.contains(h)))
    };
    let mut wrong = Vec::new();
    for source in all_sources() {
        let lines = source.lines().filter(|(_, line)| stateful(line));
        wrong.extend(lines.map(|(number, _)| format!("{}:{number}: a static with state", source.path)));
    }
    none_of(wrong);
}

/// Texts that people wrote: path and content.
fn tracked_texts() -> Vec<(String, String)> {
    let endings =
        ["rs", "toml", "md", "py", "sh", "txt", "html", "json", "jsonl", "tsv", "csv", "yml", "in", "lock"];
    let written = |path: &Path| match path.extension().and_then(|e| e.to_str()) {
        Some(ending) => endings.contains(&ending),
        None => true,
    };
    let files = files_below(root()).into_iter().filter(|p| written(p));
    files.filter_map(|p| Some((relative(root(), &p), std::fs::read_to_string(&p).ok()?))).collect()
}

#[test]
fn no_machine_path_and_nothing_left_to_do() {
    // written apart, so that this file does not find itself
    let folders = ["home", "Users", "root", "work", "tmp", "mnt"].map(|f| format!("/{f}/"));
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let mut wrong = Vec::new();
    for (path, text) in tracked_texts() {
        for (number, line) in (1..).zip(text.lines()) {
            let machine =
                folders.iter().filter(|f| starts_path(line, f)).map(|f| format!("machine path {f}"));
            let left = marks.iter().filter(|m| line.contains(**m)).map(|m| m.to_string());
            wrong.extend(machine.chain(left).map(|what| format!("{path}:{number}: {what}")));
        }
    }
    none_of(wrong);
}

/// Whether a path from the root of a disk starts with `folder` somewhere on the line.
fn starts_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder)
        .any(|(i, _)| !line[..i].ends_with(|c: char| c.is_alphanumeric() || "._-~/*)}".contains(c)))
}

/// Targets of the links of a Markdown text, and whatever stands in backticks and looks like a path.
fn links(text: &str) -> Vec<(usize, String)> {
    let folders = ["src/", "cli/", "model/", "codebook/", "tests/", "examples/", "eval/", "benches/"];
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        found.extend(
            targets.filter(|t| !t.contains("://") && !t.starts_with('#')).map(|t| (number, t.to_owned())),
        );
        let quoted = line.split('`').skip(1).step_by(2);
        let paths =
            quoted.filter(|q| folders.iter().any(|f| q.starts_with(f)) && !q.contains(['*', ' ', ':', '…']));
        found.extend(paths.map(|p| (number, p.to_owned())));
    }
    found
}

#[test]
fn links_of_the_documents_hold() {
    let mut wrong = Vec::new();
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        for (number, target) in links(&read(document)) {
            let path = target.split('#').next().unwrap_or_default();
            if !root().join(path).exists() {
                wrong.push(format!("{document}:{number}: {target} does not exist"));
            }
        }
    }
    none_of(wrong);
}

#[test]
fn tests_that_the_map_names_exist() {
    let mut wrong = Vec::new();
    for (number, line) in (1..).zip(read("ARCHITECTURE.md").lines()) {
        let quoted = line.split('`').skip(1).step_by(2);
        for (file, name) in
            quoted.filter_map(|q| q.split_once("::")).filter(|(_, name)| !name.contains([' ', ':']))
        {
            let path = format!("tests/{file}.rs");
            let text = std::fs::read_to_string(root().join(&path)).unwrap_or_default();
            if file.starts_with(char::is_lowercase) && !text.contains(&format!("fn {name}(")) {
                wrong.push(format!("ARCHITECTURE.md:{number}: {path} holds no test {name}"));
            }
        }
    }
    none_of(wrong);
}

#[test]
fn tables_that_people_edit_parse() {
    let mut wrong = Vec::new();
    for path in files_below(&root().join("codebook")).into_iter().chain(files_below(&root().join("eval"))) {
        let name = relative(root(), &path);
        if !name.ends_with(".toml") && !name.ends_with(".tsv") {
            continue;
        }
        let text = read(&name);
        if name.ends_with(".toml") {
            let line =
                |e: &toml::de::Error| text[..e.span().map_or(0, |s| s.start)].matches('\n').count() + 1;
            wrong.extend(
                text.parse::<toml::Table>().err().map(|e| format!("{name}:{}: {}", line(&e), e.message())),
            );
        }
        if name.ends_with(".tsv") {
            wrong.extend(uneven_rows(&name, &text));
        }
    }
    none_of(wrong);
}

/// Rows of a table with tabs that have another number of fields than its first.
fn uneven_rows(name: &str, text: &str) -> Vec<String> {
    let rows = (1..).zip(text.lines()).filter(|(_, row)| !row.is_empty() && !row.starts_with('#'));
    let mut counted = rows.map(|(number, row)| (number, row.split('\t').count()));
    let Some((_, first)) = counted.next() else { return Vec::new() };
    let uneven = counted.filter(|&(_, count)| count != first);
    uneven
        .map(|(number, count)| format!("{name}:{number}: {count} fields, the first row has {first}"))
        .collect()
}

//! What is named on the command line, and the bytes in it.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use dateline_intake::cause;

/// Endings of the reports that are taken from a folder.
const ENDINGS: [&str; 3] = ["txt", "html", "htm"];

/// Where one report comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Source {
    /// The name that a person knows it by.
    pub fn name(&self) -> String {
        match self {
            Source::Stdin => "standard input".to_owned(),
            Source::File(path) => path.display().to_string(),
        }
    }

    /// The bytes, at most one more than `limit`.
    ///
    /// # Errors
    /// The reason and the cure, in words.
    pub fn bytes(&self, limit: usize) -> Result<Vec<u8>, String> {
        let read = |from: &mut dyn Read| {
            let mut bytes = Vec::new();
            from.take(limit as u64 + 1).read_to_end(&mut bytes).map(|_| bytes)
        };
        match self {
            Source::Stdin => read(&mut io::stdin().lock()),
            Source::File(path) => fs::File::open(path).and_then(|mut file| read(&mut file)),
        }
        .map_err(|e| cause(&e))
    }
}

/// One thing found on the command line or in a folder named there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A report to read.
    Report(Source),
    /// Something that cannot be read: its name, and why.
    Trouble(String, String),
    /// Something left out on purpose.
    Note(String),
}

/// The reports that the arguments name, folders gone through in order of names.
pub fn expand(arguments: &[PathBuf]) -> Vec<Found> {
    arguments.iter().flat_map(|path| expand_one(path)).collect()
}

fn expand_one(path: &Path) -> Vec<Found> {
    if path.as_os_str() == "-" {
        return vec![Found::Report(Source::Stdin)];
    }
    match fs::metadata(path) {
        Err(e) => vec![Found::Trouble(path.display().to_string(), cause(&e))],
        Ok(meta) if meta.is_dir() => folder(path),
        Ok(_) => vec![Found::Report(Source::File(path.to_owned()))],
    }
}

#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    hidden: usize,
    others: usize,
    reports: usize,
}

fn folder(path: &Path) -> Vec<Found> {
    let mut walk = Walk::default();
    walk.folder(path);
    let name = path.display();
    if walk.hidden > 0 {
        let hidden = format!("{name}: {} hidden left out; name them to read them", walk.hidden);
        walk.found.push(Found::Note(hidden));
    }
    if walk.others > 0 {
        let others = format!("{name}: {} not .txt, .html or .htm left out", walk.others);
        walk.found.push(Found::Note(others));
    }
    if walk.reports == 0 {
        let why = "no report in this folder: it needs files that end in .txt, .html or .htm";
        walk.found.push(Found::Trouble(name.to_string(), why.to_owned()));
    }
    walk.found
}

impl Walk {
    fn folder(&mut self, folder: &Path) {
        let entries = fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>());
        match entries {
            Err(e) => self.found.push(Found::Trouble(folder.display().to_string(), cause(&e))),
            Ok(mut paths) => {
                paths.sort();
                paths.iter().for_each(|path| self.entry(path));
            }
        }
    }

    fn entry(&mut self, path: &Path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            self.hidden += 1;
        } else if is_real_folder(path) {
            self.folder(path);
        } else if has_report_ending(path) && !is_pipe_or_device(path) {
            self.reports += 1;
            self.found.push(Found::Report(Source::File(path.to_owned())));
        } else {
            self.others += 1;
        }
    }
}

/// A folder, not a link to one: links may lead round in a circle.
fn is_real_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
}

/// What would keep a reader waiting for ever. (A link to nowhere is none: reading it
/// will say what is wrong.)
fn is_pipe_or_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|meta| !meta.is_file())
}

fn has_report_ending(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ENDINGS.contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn make(files: &[&str]) -> PathBuf {
        let name = format!("dateline-inputs-{}-{}", std::process::id(), files.len());
        let root = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&root);
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "words").unwrap();
        }
        root
    }

    #[test]
    fn folders_are_gone_through_in_order() {
        let root = make(&["b.txt", "a/z.HTML", "a/.git/x.txt", "c.htm", "d.pdf", ".e.txt"]);
        let found = expand(std::slice::from_ref(&root));
        let names: Vec<String> = found
            .iter()
            .filter_map(|f| match f {
                Found::Report(Source::File(p)) => Some(p.strip_prefix(&root).unwrap()),
                _ => None,
            })
            .map(|p| p.display().to_string())
            .collect();
        assert_eq!(names, ["a/z.HTML", "b.txt", "c.htm"]);
        let notes: Vec<_> = found.iter().filter(|f| matches!(f, Found::Note(_))).collect();
        assert_eq!(notes.len(), 2);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_is_not_there_is_said() {
        let found = expand(&[PathBuf::from("/nowhere/at-all.txt"), PathBuf::from("-")]);
        assert!(matches!(&found[0], Found::Trouble(n, why)
            if n.ends_with("at-all.txt") && why.contains("spelling")));
        assert_eq!(found[1], Found::Report(Source::Stdin));
    }

    #[test]
    fn a_folder_without_reports_is_trouble() {
        let root = make(&["only.pdf"]);
        let found = expand(std::slice::from_ref(&root));
        assert!(found.iter().any(|f| matches!(f, Found::Trouble(_, why) if why.contains(".txt"))));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn no_more_is_read_than_the_limit_and_one() {
        let root = make(&["one.txt", "two.txt", "three.txt", "four.txt"]);
        let source = Source::File(root.join("one.txt"));
        assert_eq!(source.bytes(3).unwrap(), b"word");
        fs::remove_dir_all(root).unwrap();
    }
}

//! From what is named on the command line to the files that it means.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::guard::cause;
use crate::input::Input;
use crate::kind::{self, ENDINGS};
use crate::pattern::Glob;
use crate::place::Place;
use crate::report::Reject;
use crate::stream::Stream;

/// What the arguments mean.
#[derive(Debug, Default)]
pub struct Search {
    /// Files, in the order of the arguments and, below folders, of names; and what cannot be read.
    pub found: Vec<Result<Input, Reject>>,
    /// Remarks on what was left out of folders on purpose.
    pub notes: Vec<String>,
}

/// The files that `arguments` mean, as [`search`] finds them, without its remarks.
pub fn find(arguments: &[PathBuf]) -> Vec<Result<Input, Reject>> {
    search(arguments).found
}

/// The files that `arguments` mean: files whatever their ending, folders gone through to the bottom, globs
/// (`news/**/*.jsonl`) where no file has that very name, and `-` for standard input.
///
/// In folders hidden files, links to folders, pipes, devices and endings that say nothing are left out; a
/// file without an ending is taken if its first bytes show a kind that is more than text. A file that is
/// named twice is taken once.
///
/// ```
/// let folder = std::env::temp_dir().join(format!("dateline-find-{}", std::process::id()));
/// std::fs::create_dir_all(folder.join("may"))?;
/// std::fs::write(folder.join("may/one.txt"), "The envoy left.")?;
/// std::fs::write(folder.join("two.jsonl"), "{\"text\":\"The envoy came.\"}\n")?;
///
/// let found = dateline_intake::find(&[folder.clone()]);
/// let sizes: Vec<u64> = found.iter().flatten().map(|input| input.bytes()).collect();
/// assert_eq!(sizes, [15, 27]);
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn search(arguments: &[PathBuf]) -> Search {
    let mut walk = Walk::default();
    for argument in arguments {
        walk.argument(argument);
    }
    walk.search
}

#[derive(Default)]
struct Walk {
    search: Search,
    seen: HashSet<PathBuf>,
    /// Of the argument in hand.
    tally: Tally,
}

#[derive(Default)]
struct Tally {
    taken: usize,
    hidden: usize,
    others: usize,
}

impl Walk {
    fn argument(&mut self, path: &Path) {
        self.tally = Tally::default();
        if path.as_os_str() == "-" {
            return self.take(Input { path: path.to_owned(), bytes: 0, kind: None });
        }
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.whole_folder(path),
            Ok(_) => self.file(path),
            Err(e) => self.pattern_or_nothing(path, &e),
        }
    }

    fn whole_folder(&mut self, path: &Path) {
        self.folder(path, None);
        self.remarks(path);
        if self.tally.taken == 0 {
            self.reject(path, format!("no report in this folder: it needs files that end in {ENDINGS}"));
        }
    }

    fn pattern_or_nothing(&mut self, path: &Path, error: &io::Error) {
        match Glob::new(path) {
            None => self.reject(path, cause(error)),
            Some(Err(why)) => self.reject(path, format!("no pattern that can be read: {why}")),
            Some(Ok(glob)) => self.pattern(path, &glob),
        }
    }

    fn pattern(&mut self, path: &Path, glob: &Glob) {
        self.folder(&glob.root, Some((glob, 1)));
        self.remarks(path);
        if self.tally.taken == 0 {
            self.reject(path, "no file matches this pattern: check the spelling, `**` goes through folders");
        }
    }

    /// Goes through a folder; with a pattern, takes only what matches, `depth` names below its root.
    fn folder(&mut self, folder: &Path, glob: Option<(&Glob, usize)>) {
        // the root of a pattern without folders is here
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let names = fs::read_dir(here).and_then(|entries| {
            entries.map(|entry| entry.map(|e| e.file_name())).collect::<io::Result<Vec<_>>>()
        });
        match names {
            Err(e) if glob.is_some() && e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => self.reject(folder, cause(&e)),
            Ok(mut names) => {
                names.sort();
                names.iter().for_each(|name| self.entry(&folder.join(name), glob));
            }
        }
    }

    fn entry(&mut self, path: &Path, glob: Option<(&Glob, usize)>) {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let folder = is_real_folder(path);
        match glob {
            Some((glob, depth)) => {
                let matched = glob.matches(path);
                if folder && matched && !hidden {
                    self.folder(path, None);
                } else if folder && glob.goes_below(depth) && (!hidden || glob.names_hidden) {
                    self.folder(path, Some((glob, depth + 1)));
                } else if !folder && matched {
                    self.listed(path, glob.names_ending);
                }
            }
            None if hidden => self.tally.hidden += 1,
            None if folder => self.folder(path, None),
            None => self.listed(path, false),
        }
    }

    /// A file that a folder or a pattern holds. A link to nowhere is taken, so that somebody learns of it.
    fn listed(&mut self, path: &Path, whatever_ending: bool) {
        match fs::metadata(path) {
            Ok(meta) if !meta.is_file() => self.tally.others += 1,
            _ if whatever_ending || kind::by_name(path).is_some() || shows_kind(path) => self.file(path),
            _ => self.tally.others += 1,
        }
    }

    fn file(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(meta) if meta.is_file() => {
                self.take(Input { path: path.to_owned(), bytes: meta.len(), kind: kind::by_name(path) })
            }
            Ok(_) => self.reject(path, "neither a file nor a folder: name a file, or `-` for standard input"),
            Err(e) => self.reject(path, cause(&e)),
        }
    }

    fn take(&mut self, input: Input) {
        self.tally.taken += 1;
        if self.seen.insert(input.path.clone()) {
            self.search.found.push(Ok(input));
        }
    }

    fn reject(&mut self, path: &Path, reason: impl Into<String>) {
        self.search.found.push(Err(Reject::new(Place::whole(path), reason)));
    }

    fn remarks(&mut self, path: &Path) {
        let (name, Tally { hidden, others, .. }) = (path.display(), &self.tally);
        if *hidden > 0 {
            self.search.notes.push(format!("{name}: {hidden} hidden left out; name them to read them"));
        }
        if *others > 0 {
            self.search.notes.push(format!("{name}: {others} left out that do not end in {ENDINGS}"));
        }
    }
}

/// A folder, not a link to one: links may lead round in a circle.
fn is_real_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
}

/// Whether a file without an ending begins as an archive, a table, lines of JSON or a feed does.
fn shows_kind(path: &Path) -> bool {
    let sniff = || Some(kind::by_bytes(Stream::file(path).ok()?.head()));
    kind::has_no_ending(path) && sniff().is_some_and(|kind| kind != kind::Kind::Single)
}

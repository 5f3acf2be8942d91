//! What could not be taken: every input with its place and the reason, in one file.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use dateline_intake::Place;
use serde_json::json;

use crate::out;

/// So many are told on standard error; the file has them all.
const TOLD: u64 = 5;

/// How each line begins.
const OPENING: &[u8] = b"{\"place\":\"";

/// The file of rejects, written anew by each run: a run that is taken up again meets them again.
pub struct Rejects {
    path: PathBuf,
    file: Option<BufWriter<File>>,
    count: u64,
}

/// That a file may be written over: it is not there, or is what an earlier run left.
///
/// # Errors
/// Where it is anything else, in words.
pub fn may_be_written(path: &Path) -> Result<(), String> {
    if !is_file(path) {
        return Ok(());
    }
    let mut begin = Vec::new();
    let read = File::open(path).and_then(|f| f.take(OPENING.len() as u64).read_to_end(&mut begin));
    if read.is_err() || begin.is_empty() || begin == OPENING {
        return Ok(());
    }
    Err(format!("{}: is there already and no file of rejects: give another by --rejects", path.display()))
}

/// A pipe or a device is written to, and never read nor taken away.
fn is_file(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file())
}

impl Rejects {
    /// Nothing is written before there is something to write, but what an earlier run left goes.
    pub fn new(path: PathBuf) -> Rejects {
        if is_file(&path) {
            let _ = std::fs::remove_file(&path);
        }
        Rejects { path, file: None, count: 0 }
    }

    /// Adds one.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn add(&mut self, place: &Place, reason: &str) -> Result<(), String> {
        self.count += 1;
        if self.count <= TOLD {
            out::error(format!("{place}: {reason}"));
        } else if self.count == TOLD + 1 {
            out::note(format!("further rejects are told in {} alone", self.path.display()));
        }
        let line =
            json!({ "place": place.to_string(), "file": place.file, "part": place.part, "reason": reason });
        let why = |e: std::io::Error, path: &Path| {
            format!("{}: {e}: give another file by --rejects", path.display())
        };
        if self.file.is_none() {
            self.file = Some(BufWriter::new(File::create(&self.path).map_err(|e| why(e, &self.path))?));
        }
        match &mut self.file {
            Some(file) => writeln!(file, "{line}").map_err(|e| why(e, &self.path)),
            None => Ok(()),
        }
    }

    /// Writes out what is still in memory.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn close(&mut self) -> Result<(), String> {
        let flushed = self.file.as_mut().map_or(Ok(()), Write::flush);
        flushed.map_err(|e| format!("{}: {e}", self.path.display()))
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

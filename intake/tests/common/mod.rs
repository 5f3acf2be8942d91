//! Files made for one test, and what is read from them.
#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, reason = "tests say what they expect by failing")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use dateline_intake::{Got, Input, Limits, Part, Reject, Report, find, open, open_from};
use flate2::Compression;
use flate2::write::GzEncoder;

/// A folder that is taken away when the test ends.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

pub fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::default());
    to.write_all(bytes.as_ref()).unwrap();
    to.finish().unwrap()
}

/// The one input that a file is.
pub fn input(path: &Path) -> Input {
    let mut found = find(&[path.to_owned()]);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).unwrap()
}

pub fn all(path: &Path) -> Vec<Got> {
    all_within(path, &Limits::default())
}

pub fn all_within(path: &Path, limits: &Limits) -> Vec<Got> {
    let input = input(path);
    let mut consumed = 0;
    let mut got = Vec::new();
    for (one, so_far) in open(&input, limits) {
        assert!(so_far >= consumed && so_far <= input.bytes(), "{consumed}, {so_far} of {}", input.bytes());
        consumed = so_far;
        got.push(one);
    }
    got
}

/// Everything that is no remark.
pub fn placed(got: Vec<Got>) -> Vec<Got> {
    got.into_iter().filter(|got| got.place().is_some()).collect()
}

/// All things read, each a line: the place's part, and the bytes or the reason.
pub fn lines(got: &[Got]) -> Vec<String> {
    let part = |part: &Option<Part>| part.map_or(String::new(), |part| format!("{part}: "));
    got.iter()
        .map(|got| match got {
            Got::Report(Report { place, bytes, .. }) => {
                part(&place.part) + &String::from_utf8_lossy(bytes).replace('\n', "|")
            }
            Got::Reject(Reject { place, reason }) => format!("{}! {reason}", part(&place.part)),
            Got::Note(note) => format!("# {note}"),
        })
        .collect()
}

/// The only report of a file.
pub fn report(path: &Path) -> Report {
    match all(path).as_slice() {
        [Got::Report(report)] => report.clone(),
        other => panic!("{other:?}"),
    }
}

/// The reason why a file gives nothing else.
pub fn reason(path: &Path) -> String {
    match all(path).as_slice() {
        [Got::Reject(reject)] => reject.reason.clone(),
        other => panic!("{other:?}"),
    }
}

/// Starting at each part in turn gives what came from that part on, and nothing else.
pub fn starts_anywhere(path: &Path, limits: &Limits) {
    let whole = placed(all_within(path, limits));
    let input = input(path);
    for (at, got) in whole.iter().enumerate() {
        let Some(part) = got.place().and_then(|place| place.part) else { continue };
        let rest: Vec<Got> = open_from(&input, &part, limits).map(|(got, _)| got).collect();
        assert_eq!(lines(&placed(rest)), lines(&whole[at..]), "from {part}");
    }
}

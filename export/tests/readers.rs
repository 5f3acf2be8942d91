//! Every format, read by programs that we did not write: gdeltPyR, pandas, pyarrow, geojson-pydantic, PyLD.
//!
//! The first run makes a Python environment in the target folder and installs the packages that `readers.txt` pins
//! from PyPI (half a minute); later runs use it again. Without Python or the network this test fails, unless
//! `DATELINE_SKIP_READERS` is set. `DATELINE_PYTHON` names the Python to use (`python3` by default).

#![cfg(feature = "parquet")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::path::{Path, PathBuf};
use std::process::Command;

use dateline::record::DocumentRecord;
use dateline_export::{Format, Options, Writer};

/// A name as hostile as a page can make it: separators of every format, right-to-left, beyond the basic plane.
const ODD: &str = "=\"Львів\"\tone\r\ntwo, a; b | c \u{2028}مرحبا 😀";

const CURE: &str = "install Python 3.11 or newer with its venv module and let pip reach PyPI, or set \
                    DATELINE_SKIP_READERS=1 to leave this test out";

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Runs a program to its end; a failure is told with what it said and `cure`.
#[track_caller]
fn run(command: &mut Command, cure: &str) {
    let done = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}: {cure}"));
    if !done.status.success() {
        let said = [done.stdout, done.stderr].map(|s| String::from_utf8_lossy(&s).into_owned()).concat();
        panic!("{command:?} failed ({}): {cure}\n{said}", done.status);
    }
}

/// The Python of an environment that has the packages of `readers.txt`.
fn python() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers-venv");
    let program = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let (python, mark) = (folder.join(program), folder.join("installed.txt"));
    let wanted = std::fs::read_to_string(tests().join("readers.txt")).unwrap();
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return python;
    }
    let base = std::env::var("DATELINE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    run(Command::new(base).args(["-m", "venv", "--clear"]).arg(&folder), CURE);
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
    run(Command::new(&python).args(pip).arg("--requirement").arg(tests().join("readers.txt")), CURE);
    std::fs::write(mark, wanted).unwrap();
    python
}

fn reports() -> Vec<DocumentRecord> {
    let read = |name: &str| -> DocumentRecord {
        let text = std::fs::read_to_string(tests().join("data").join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let mut reports: Vec<_> = ["cyprus.json", "mali.json", "yemen.json"].map(read).into();
    let odd = &mut reports[1];
    odd.document.publisher = Some(ODD.to_owned());
    for event in &mut odd.events {
        event.actors.iter_mut().for_each(|a| a.name = ODD.to_owned());
    }
    for entity in &mut odd.entities {
        entity.name = ODD.to_owned();
    }
    reports
}

fn export(folder: &Path, reports: &[DocumentRecord]) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("records.json"), serde_json::to_vec(reports).unwrap()).unwrap();
    for format in Format::ALL {
        let file = std::fs::File::create(folder.join(format.name())).unwrap();
        let mut writer = Writer::new(format, file, &Options::default()).unwrap();
        for report in reports {
            writer.report(report, &|_| true).unwrap();
        }
        writer.finish().unwrap();
    }
}

#[test]
fn others_read_what_we_write() {
    if std::env::var_os("DATELINE_SKIP_READERS").is_some() {
        eprintln!("skipped, as DATELINE_SKIP_READERS is set: no format was read by a reader of others");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
    export(&folder, &reports());
    let mut reader = Command::new(python());
    reader.args(["-W", "ignore"]).arg(tests().join("readers.py")).arg(&folder);
    run(&mut reader, "a reader does not find what the records say");
}

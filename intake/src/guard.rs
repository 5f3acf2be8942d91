//! Words for what goes wrong below, and a net under decoders that may panic on hostile bytes.

use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::limits::Limits;

/// Runs a decoder of another crate; a panic of it becomes an error of ours, though its message still goes
/// to standard error. What `work` borrowed must not be used again after such an error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("the bytes are corrupt".to_owned()))
}

/// Why a file could not be opened or read, and the cure.
pub fn cause(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder: check the spelling".to_owned(),
        ErrorKind::PermissionDenied => {
            "no permission to read it: ask its owner, or run as a user who may".to_owned()
        }
        _ => format!("{error}: see whether the disk or the connection is at fault"),
    }
}

/// Why gzip could not be unpacked, and the cure.
pub(crate) fn gzip_cause(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::UnexpectedEof => "the gzip data breaks off: fetch the file again".to_owned(),
        ErrorKind::InvalidInput | ErrorKind::InvalidData => {
            format!("the gzip data is corrupt ({error}): fetch the file again")
        }
        _ => cause(error),
    }
}

/// Why a file without bytes is none.
pub(crate) const EMPTY: &str = "nothing in it: write it again, or leave it out";

/// Why something beyond the limit is left out.
pub(crate) fn too_long(what: &str, limits: &Limits) -> String {
    format!("the {what} is longer than the limit of {}: split it, or raise the limit", limits.words())
}

//! An answer of HTTP: its status, what it is, and its body.

use std::io::{BufRead, Read};

use super::coding::{decode, unchunk};
use super::head::{Fault, Head, line, media_type};
use super::page::{Left, Outcome, Page, form};
use crate::guard::too_long;
use crate::limits::Limits;
use crate::report::Form;

/// Reads an answer. What of it is left unread is not needed.
///
/// # Errors
/// Only where reading fails below.
pub(super) fn page(reader: &mut impl BufRead, limits: &Limits) -> std::io::Result<Outcome> {
    let (first, length) = line(reader, 8 * 1024)?;
    let Some(status) = status(&first) else {
        return Ok(Outcome::Broken("no answer of HTTP in the record: fetch the file again".to_owned()));
    };
    if status != 200 {
        return Ok(Outcome::Left(Left::Status));
    }
    let head = match Head::read(reader, length, false) {
        Ok(head) => head,
        Err(Fault::Io(e)) => return Err(e),
        Err(_) => {
            return Ok(Outcome::Broken("the head of the answer is broken: fetch the file again".to_owned()));
        }
    };
    let (kind, charset) = media_type(head.get("content-type").unwrap_or_default());
    let form = form(&kind);
    if form.is_none() && !kind.is_empty() {
        return Ok(Outcome::Left(Left::Kind));
    }
    let Some(body) = body(reader, limits)? else {
        return Ok(Outcome::Broken(too_long("page", limits)));
    };
    Ok(match undo(body, &head, limits) {
        Err(reason) => Outcome::Broken(reason),
        Ok(bytes) if bytes.trim_ascii().is_empty() => Outcome::Left(Left::Empty),
        Ok(bytes) => match form.or_else(|| opens_with_tag(&bytes).then_some(Form::Html)) {
            Some(form) => Outcome::Page(Page { bytes, form, charset, url: None }),
            None => Outcome::Left(Left::Kind),
        },
    })
}

/// All that is left; `None` where it goes beyond the limit.
pub(super) fn body(reader: &mut impl BufRead, limits: &Limits) -> std::io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    reader.take(limits.max_report as u64 + 1).read_to_end(&mut body)?;
    Ok((body.len() <= limits.max_report).then_some(body))
}

fn undo(body: Vec<u8>, head: &Head, limits: &Limits) -> Result<Vec<u8>, String> {
    let transfer = head.list("transfer-encoding");
    let body = if transfer.iter().any(|coding| coding == "chunked") { unchunk(body) } else { body };
    decode(body, &head.list("content-encoding"), limits)
}

fn status(line: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(line).ok()?;
    let (version, rest) = text.split_once(' ')?;
    let code = rest.split_whitespace().next()?;
    version.starts_with("HTTP/").then(|| code.parse().ok())?
}

/// A page whose server did not say what it is.
fn opens_with_tag(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]);
    crate::markup::is_fragment(&start)
}

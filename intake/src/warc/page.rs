//! From the content of a record to a page, or why it is none.

use std::io::BufRead;

use super::head::media_type;
use super::http;
use super::record::Record;
use crate::guard::too_long;
use crate::limits::Limits;
use crate::report::Form;

/// What became of a record.
pub(super) enum Outcome {
    /// A page.
    Page(Page),
    /// Left out on purpose.
    Left(Left),
    /// Left out because something is wrong: the reason and the cure.
    Broken(String),
}

/// A page as it was found.
pub(super) struct Page {
    pub(super) bytes: Vec<u8>,
    pub(super) form: Form,
    pub(super) charset: Option<String>,
    pub(super) url: Option<String>,
}

/// Why a record is left out on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Not of a type that holds pages.
    Type,
    /// Answered with another status than 200.
    Status,
    /// Neither HTML nor text.
    Kind,
    /// Nothing in it.
    Empty,
}

impl Left {
    pub(super) const ALL: [Left; 4] = [Left::Type, Left::Status, Left::Kind, Left::Empty];

    /// What so many records are.
    pub(super) fn words(self) -> &'static str {
        match self {
            Left::Type => "that hold no pages (requests, metadata and the like)",
            Left::Status => "answered with another status than 200",
            Left::Kind => "neither HTML nor plain text",
            Left::Empty => "empty",
        }
    }
}

/// What a media type is to us.
pub(super) fn form(kind: &str) -> Option<Form> {
    match kind {
        "text/html" | "application/xhtml+xml" => Some(Form::Html),
        "text/plain" => Some(Form::Plain),
        _ => None,
    }
}

/// The page in the content of a record. What is not needed of the content is left unread.
///
/// # Errors
/// Only where reading fails below.
pub(super) fn read(record: &Record, content: &mut impl BufRead, limits: &Limits) -> std::io::Result<Outcome> {
    let (kind, charset) = media_type(&record.content_type);
    let of_http = kind.is_empty() || kind == "application/http";
    let outcome = match record.kind.as_str() {
        "response" | "resource" if record.segment => {
            Outcome::Broken("only a segment of a page: join the segments, or fetch the page again".to_owned())
        }
        "response" if of_http => http::page(content, limits)?,
        "resource" if form(&kind) == Some(Form::Html) => match http::body(content, limits)? {
            Some(bytes) if bytes.trim_ascii().is_empty() => Outcome::Left(Left::Empty),
            Some(bytes) => Outcome::Page(Page { bytes, form: Form::Html, charset, url: None }),
            None => Outcome::Broken(too_long("page", limits)),
        },
        "resource" => Outcome::Left(Left::Kind),
        _ => Outcome::Left(Left::Type),
    };
    Ok(match outcome {
        Outcome::Page(page) => Outcome::Page(Page { url: record.url.clone(), ..page }),
        other => other,
    })
}

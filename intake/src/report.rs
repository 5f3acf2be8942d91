//! What comes out: reports, what is no report and why, and remarks.

use crate::place::Place;

/// One raw report: a page or a text as it was found, and what its container says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Where it stands.
    pub place: Place,
    /// The page or text as found. A row that holds text gives its title, a blank line and the text in
    /// UTF-8; an item of a feed, or a row with a fragment of HTML, gives a small page in UTF-8.
    pub bytes: Vec<u8>,
    /// What the bytes are.
    pub form: Form,
    /// The address that it was published under.
    pub url: Option<String>,
    /// The day of publication as the publisher's clock showed it.
    pub published: Option<jiff::civil::Date>,
    /// Who published it, as the container says: a name or a host.
    pub publisher: Option<String>,
    /// The encoding that the server named (`charset=` of HTTP), unchecked; the page may say otherwise.
    pub charset: Option<String>,
}

impl Report {
    /// A report of which nothing is known but its bytes.
    pub(crate) fn bare(place: Place, bytes: Vec<u8>, form: Form) -> Report {
        Report { place, bytes, form, url: None, published: None, publisher: None, charset: None }
    }
}

/// What the bytes of a report are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A web page.
    Html,
    /// Plain text.
    Plain,
    /// Not said: a file of its own, which the library looks at as it does for every other door.
    Unknown,
}

/// Something that is no report: its place, the reason and the cure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Reject {
    /// Where it stands.
    pub place: Place,
    /// Why it is left out and what may be done, in words.
    pub reason: String,
}

impl Reject {
    pub(crate) fn new(place: Place, reason: impl Into<String>) -> Reject {
        Reject { place, reason: reason.into() }
    }
}

/// One thing read from an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Got {
    /// A report.
    Report(Report),
    /// Something that is none; reading goes on behind it.
    Reject(Reject),
    /// A remark on what was left out on purpose.
    Note(String),
}

impl Got {
    /// Where it stands; remarks stand nowhere.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Got::Report(report) => Some(&report.place),
            Got::Reject(reject) => Some(&reject.place),
            Got::Note(_) => None,
        }
    }

    pub(crate) fn reject(place: Place, reason: impl Into<String>) -> Got {
        Got::Reject(Reject::new(place, reason))
    }
}

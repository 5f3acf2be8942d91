//! A feed in a file, read item by item.

use super::address::Base;
use super::item::{About, Item};
use super::walk::Walk;
use super::{decode, json};
use crate::guard::{EMPTY, too_long};
use crate::limits::Limits;
use crate::place::{Part, Place};
use crate::report::{Form, Got, Report};
use crate::source::Source;
use crate::stream::Stream;

/// A feed being read.
pub(crate) struct FeedFile {
    stream: Stream,
    place: Place,
    limits: Limits,
    /// Items still to pass over.
    from: u64,
    next: u64,
    state: State,
}

enum State {
    Unread,
    /// Text of XML, and how far it has been read.
    Xml(String, Box<Walk>),
    Json(About, std::vec::IntoIter<Item>),
    Done,
}

impl FeedFile {
    /// Reads a stream; items before the one numbered `from`, from 1, are left out.
    pub(crate) fn new(stream: Stream, place: Place, from: u64, limits: &Limits) -> FeedFile {
        FeedFile { stream, place, limits: *limits, from, next: 1, state: State::Unread }
    }

    fn open(&mut self) -> Result<State, String> {
        let bytes = match self.stream.whole(self.limits.max_report) {
            Err(e) => return Err(self.stream.cause(&e)),
            Ok(None) => return Err(too_long("feed", &self.limits)),
            Ok(Some(bytes)) => bytes,
        };
        let text = decode(&bytes, None);
        match text.trim_start().chars().next() {
            None => Err(EMPTY.to_owned()),
            Some('{') => open_json(&text),
            Some('<') => Ok(State::Xml(text, Box::new(Walk::new(Base::default())))),
            Some(_) => Err(NO_FEED.to_owned()),
        }
    }

    /// What there is to say once there is no next item.
    fn end(&mut self) -> Option<Got> {
        let State::Xml(_, walk) = std::mem::replace(&mut self.state, State::Done) else { return None };
        if !walk.is_feed() && self.next == 1 {
            return Some(Got::reject(self.place.clone(), NO_FEED));
        }
        (walk.is_cut() && self.next >= self.from).then(|| Got::reject(self.item_place(), CUT))
    }

    /// The place of the next item.
    fn item_place(&self) -> Place {
        Place::part(self.place.file.clone(), Part::Item(self.next))
    }

    fn report(&self, item: Item) -> Got {
        let place = self.item_place();
        let about = match &self.state {
            State::Xml(_, walk) => Some(&walk.about),
            State::Json(about, _) => Some(about),
            State::Unread | State::Done => None,
        };
        let Some(page) = item.page(about.and_then(|about| about.language.as_deref())) else {
            return Got::reject(place, "neither content nor description: fetch the page that it links to");
        };
        if page.len() > self.limits.max_report {
            return Got::reject(place, too_long("item", &self.limits));
        }
        Got::Report(Report {
            url: item.link,
            published: item.published,
            publisher: about.and_then(|about| about.title.clone()),
            ..Report::bare(place, page, Form::Html)
        })
    }
}

impl Source for FeedFile {
    fn next(&mut self) -> Option<Got> {
        if matches!(self.state, State::Unread) {
            self.state = match self.open() {
                Ok(state) => state,
                Err(reason) => {
                    self.state = State::Done;
                    return Some(Got::reject(self.place.clone(), reason));
                }
            };
        }
        loop {
            let item = match &mut self.state {
                State::Xml(text, walk) => walk.next(text),
                State::Json(_, items) => items.next(),
                State::Unread | State::Done => None,
            };
            let Some(item) = item else { return self.end() };
            let got = (self.next >= self.from).then(|| self.report(item));
            self.next += 1;
            if got.is_some() {
                return got;
            }
        }
    }

    fn consumed(&self) -> u64 {
        self.stream.consumed()
    }
}

const NO_FEED: &str = "neither RSS, Atom nor JSON Feed: name the file .html if it is a page";

const CUT: &str = "the feed breaks off here: fetch it again";

fn open_json(text: &str) -> Result<State, String> {
    let read = json::read(text, &Base::default());
    let (about, items) = read.map_err(|why| format!("{NO_FEED} (broken JSON: {why})"))?;
    Ok(State::Json(about, items.into_iter()))
}

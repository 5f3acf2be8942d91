//! The store, asked for what the command asks it for, over reports of our own making.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod adding;
mod asking;
mod formats;
mod made;
mod opening;
mod sql;
mod stories;
mod written;

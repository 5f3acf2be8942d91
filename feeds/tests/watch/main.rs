//! Watching feeds, tried against servers on this machine that misbehave in every way we could think of.

mod hostile;
mod items;
mod manners;
mod web;

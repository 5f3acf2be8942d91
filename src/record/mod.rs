//! The serialised form of an analysis, with a schema number: the only serialised types.

//! From bytes to a [`Document`](crate::Document): encodings, HTML, scraped plain text.

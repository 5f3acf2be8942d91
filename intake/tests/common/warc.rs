//! Records of WARC for tests.
#![allow(dead_code, reason = "each test binary uses its part")]

/// A record of a type, with further fields and a content.
pub fn record(kind: &str, fields: &str, content: &[u8]) -> Vec<u8> {
    with_length(kind, fields, content, content.len())
}

/// The same with a length that need not be true.
pub fn with_length(kind: &str, fields: &str, content: &[u8], length: usize) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\n{fields}Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

/// An answer of HTTP with what stands between its first line and its body.
pub fn answer(status: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {status}\r\n{fields}\r\n").as_bytes(), body].concat()
}

/// The record of a page.
pub fn page(url: &str, text: &str) -> Vec<u8> {
    let content = answer("200 OK", "Content-Type: text/html; charset=UTF-8\r\n", html(text).as_bytes());
    record("response", &fields(url), &content)
}

pub fn fields(url: &str) -> String {
    format!("WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n")
}

pub fn html(text: &str) -> String {
    format!("<html><p>{text}</p></html>")
}

/// What `count` pages give, for a text.
pub fn pages(count: usize, text: impl Fn(usize) -> String) -> Vec<Vec<u8>> {
    (0..count).map(|n| page(&format!("https://a.example/{n}"), &text(n))).collect()
}

/// Text that packs badly, another for each number.
pub fn noise(n: usize) -> String {
    let mut state = n as u64 + 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        format!("{state:016x}")
    };
    (0..200).map(|_| next()).collect()
}

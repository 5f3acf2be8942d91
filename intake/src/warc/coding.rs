//! Bodies of HTTP out of the codings that they were sent in, under a limit.

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::guard::{guarded, too_long};
use crate::limits::Limits;

/// Codings that are undone one after the other; a real answer has one.
const MOST_CODINGS: usize = 3;

/// A body without its content codings, which are given in the order in which they were applied.
///
/// Crawlers often undo a coding and leave the field that names it, so a body that does not look coded is
/// taken as it is.
///
/// # Errors
/// The reason and the cure, in words.
pub(super) fn decode(mut body: Vec<u8>, codings: &[String], limits: &Limits) -> Result<Vec<u8>, String> {
    if codings.len() > MOST_CODINGS {
        return Err(format!("more than {MOST_CODINGS} content encodings: fetch the page again"));
    }
    for coding in codings.iter().rev() {
        if looks_like_page(&body) {
            return Ok(body);
        }
        body = match coding.as_str() {
            "identity" | "none" | "utf-8" => body,
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                unpack(MultiGzDecoder::new(&*body), coding, limits)?
            }
            "gzip" | "x-gzip" => body,
            "deflate" => deflate(&body, limits)?,
            "br" => guarded(|| unpack(brotli_decompressor::Decompressor::new(&*body, 4096), coding, limits))?,
            "zstd" => {
                let decoder = zstd::Decoder::with_buffer(&*body).map_err(|e| broken(coding, &e))?;
                unpack(decoder, coding, limits)?
            }
            other => {
                return Err(format!(
                    "the content encoding `{other}` is not known here: fetch the page again"
                ));
            }
        };
    }
    Ok(body)
}

/// With the header of zlib, as the standard says, or without, as many servers send it.
fn deflate(body: &[u8], limits: &Limits) -> Result<Vec<u8>, String> {
    match unpack(ZlibDecoder::new(body), "deflate", limits) {
        Err(why) => unpack(DeflateDecoder::new(body), "deflate", limits).map_err(|_| why),
        unpacked => unpacked,
    }
}

fn unpack(decoder: impl Read, coding: &str, limits: &Limits) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    decoder.take(limits.max_report as u64 + 1).read_to_end(&mut bytes).map_err(|e| broken(coding, &e))?;
    if bytes.len() > limits.max_report {
        return Err(too_long("page", limits));
    }
    Ok(bytes)
}

fn broken(coding: &str, error: &io::Error) -> String {
    format!("the content encoding `{coding}` is broken ({error}): fetch the page again")
}

fn looks_like_page(body: &[u8]) -> bool {
    let start = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    start.first() == Some(&b'<')
}

/// A body out of its chunks. One that is not written in chunks, although it was said to be, is as it is;
/// one that breaks off gives what it has.
pub(super) fn unchunk(body: Vec<u8>) -> Vec<u8> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body.as_slice();
    let mut chunks = 0;
    while let Some((size, after)) = chunk_size(rest) {
        chunks += 1;
        let data = &after[..size.min(after.len())];
        whole.extend_from_slice(data);
        rest = without_line_end(&after[data.len()..]);
        if size == 0 || rest.is_empty() {
            break;
        }
    }
    if chunks == 0 { body } else { whole }
}

/// The size that a chunk opens with, and what stands behind that line.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(1024)])?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let size = usize::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with(['+', '-']))?;
    Some((size, &bytes[end + 1..]))
}

fn without_line_end(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\r\n").or(bytes.strip_prefix(b"\n")).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const TEXT: &[u8] = b"The envoy left on Monday.";

    fn plain(body: &[u8], coding: &str, max_report: usize) -> Result<Vec<u8>, String> {
        decode(body.to_vec(), &[coding.to_owned()], &Limits { max_report })
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut to = GzEncoder::new(Vec::new(), Compression::best());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    #[test]
    fn codings_are_undone() {
        let (mut zlib, mut raw) = (
            ZlibEncoder::new(Vec::new(), Compression::fast()),
            DeflateEncoder::new(Vec::new(), Compression::fast()),
        );
        zlib.write_all(TEXT).unwrap();
        raw.write_all(TEXT).unwrap();
        // an uncompressed block of brotli is its length and the bytes
        let brotli = [&[0x0b, 0x0c, 0x80][..], TEXT, &[3]].concat();
        let coded = [
            ("gzip", gzip(TEXT)),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", raw.finish().unwrap()),
            ("br", brotli),
            ("zstd", zstd::encode_all(TEXT, 1).unwrap()),
            ("gzip", TEXT.to_vec()),
            ("identity", TEXT.to_vec()),
        ];
        for (coding, bytes) in coded {
            assert_eq!(plain(&bytes, coding, 99).unwrap(), TEXT, "{coding}");
        }
        assert_eq!(plain(b"<p>not coded", "br", 99).unwrap(), b"<p>not coded");
        assert!(plain(TEXT, "secret", 99).is_err_and(|why| why.contains("`secret`")));
    }

    #[test]
    fn bombs_are_not_held() {
        let bomb = gzip(&vec![b'a'; 1 << 20]);
        assert!(plain(&bomb, "gzip", 1 << 16).is_err_and(|why| why.contains("65536 bytes")));
        assert!(plain(&gzip(TEXT)[..20], "gzip", 99).is_err_and(|why| why.contains("broken")));
    }

    #[test]
    fn chunks_are_joined() {
        let joined = |body: &[u8]| unchunk(body.to_vec());
        assert_eq!(joined(b"4\r\nThe \r\n5;x=y\r\nenvoy\r\n0\r\n\r\n"), b"The envoy");
        assert_eq!(joined(b"4\r\nThe \r\n5\r\nen"), b"The en");
        assert_eq!(joined(b"<p>not in chunks\n"), b"<p>not in chunks\n");
        assert_eq!(joined(b"ffffffffffffffff\r\nab"), b"ab");
    }

    proptest::proptest! {
        #[test]
        fn no_body_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300), which in 0..4usize) {
            let coding = ["gzip", "deflate", "br", "zstd"][which];
            let _ = plain(&bytes, coding, 1 << 16);
            unchunk(bytes);
        }
    }
}

//! What a format made of text gives for a report.

use dateline::record::EventRecord;
use serde::Serialize;

use crate::error::Error;
use crate::report::Report;

/// A format made of text: bytes before the first report, of each report, and after the last.
pub(crate) trait Form: Send {
    fn begin(&mut self, _out: &mut Vec<u8>) {}

    fn report(
        &mut self,
        report: &Report<'_>,
        events: &[&EventRecord],
        out: &mut Vec<u8>,
    ) -> Result<(), Error>;

    fn end(&mut self, _out: &mut Vec<u8>) {}
}

/// Writes a value as one line of JSON. The line breaks of Unicode are escaped, which JSON allows, as some programs
/// take them for the end of a line.
pub(crate) fn json_line(out: &mut Vec<u8>, report: &Report<'_>, value: &impl Serialize) -> Result<(), Error> {
    let json = serde_json::to_string(value);
    let json = json.map_err(|source| Error::Json { report: report.head().id.clone(), source })?;
    let breaks = ['\u{85}', '\u{2028}', '\u{2029}'];
    let mut rest = json.as_str();
    while let Some((at, sign)) = rest.char_indices().find(|(_, c)| breaks.contains(c)) {
        let (before, after) = rest.split_at(at);
        out.extend_from_slice(before.as_bytes());
        out.extend_from_slice(format!("\\u{:04x}", u32::from(sign)).as_bytes());
        rest = after.get(sign.len_utf8()..).unwrap_or_default();
    }
    out.extend_from_slice(rest.as_bytes());
    out.push(b'\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Codes;
    use crate::sample;

    #[test]
    fn a_line_is_a_line_to_every_reader() {
        let (odd, mut out) = ("a\u{2028}\u{85}é\n\u{2029}", Vec::new());
        let (record, codes) = (sample::report(), Codes::new());
        json_line(&mut out, &Report::new(&record, &codes), &odd).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "\"a\\u2028\\u0085é\\n\\u2029\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), odd);
    }
}

//! XML that may be broken: its events, its attributes, and what stands between two tags.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A reader that forgives what feeds get wrong.
pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

/// What stands between a tag that was just read and its end; `None` if it has no end.
pub(super) fn inner<'t>(reader: &mut Reader<&[u8]>, text: &'t str, start: &BytesStart) -> Option<&'t str> {
    let span = reader.read_to_end(start.name()).ok()?;
    text.get(usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?)
}

/// The prefix of a name, with its colon, and the rest.
pub(super) fn parts(name: &str) -> (&str, &str) {
    name.split_at(name.rfind(':').map_or(0, |colon| colon + 1))
}

/// The value of an attribute, unless it is blank.
pub(super) fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let found = attributes.with_checks(false).flatten().find(|a| a.key.as_ref() == name)?;
    let value = html_escape::decode_html_entities(found.value.as_ref()).trim().to_owned();
    (!value.is_empty()).then_some(value)
}
/// What stands between two tags: text with its references resolved, or the markup as it is written.
pub(super) fn content(inner: &str) -> String {
    let marked = has_markup(inner);
    let mut reader = reader(inner);
    let mut out = String::with_capacity(inner.len());
    let mut from = 0;
    loop {
        let event = reader.read_event();
        let to = usize::try_from(reader.buffer_position()).unwrap_or(inner.len());
        let raw = inner.get(from..to).unwrap_or_default();
        from = to;
        match event {
            Err(_) | Ok(Event::Eof) => return out,
            Ok(Event::CData(data)) => out.push_str(&data),
            Ok(Event::GeneralRef(reference)) if !marked => push_reference(&mut out, &reference),
            Ok(Event::Text(_) | Event::GeneralRef(_)) => out.push_str(raw),
            Ok(Event::Start(_) | Event::End(_) | Event::Empty(_)) => out.push_str(raw),
            Ok(_) => {}
        }
    }
}

/// Whether elements stand between the tags: XHTML, or HTML that somebody forgot to escape.
fn has_markup(inner: &str) -> bool {
    let mut reader = reader(inner);
    loop {
        match reader.read_event() {
            Err(_) | Ok(Event::Eof) => return false,
            Ok(Event::Start(_) | Event::Empty(_)) => return true,
            Ok(_) => {}
        }
    }
}

/// References of XML are resolved; others, such as `&nbsp;`, are left to the HTML that they stand in.
fn push_reference(out: &mut String, reference: &BytesRef) {
    let named = resolve_predefined_entity(reference);
    match (reference.resolve_char_ref(), named) {
        (Ok(Some(c)), _) => out.push(c),
        (_, Some(text)) => out.push_str(text),
        _ => {
            out.push('&');
            out.push_str(reference);
            out.push(';');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_once() {
        assert_eq!(content("&lt;b&gt; &#233;&#xe9; &nbsp; &amp;amp;"), "<b> éé &nbsp; &amp;");
        assert_eq!(content("<![CDATA[R&D &amp;]]> &amp;"), "R&D &amp; &");
        assert_eq!(content("<b>x &amp; y</b>"), "<b>x &amp; y</b>");
    }

    #[test]
    fn ampersands_that_begin_no_reference_stay() {
        for text in ["R&D &; &#0; &#x110000; &#+5; a?b=1&c=2 &\u{e9}; &", "AT&T", "&&amp"] {
            assert_eq!(content(text), text);
        }
    }

    #[test]
    fn names_have_parts() {
        assert_eq!(parts("dc:date"), ("dc:", "date"));
        assert_eq!(parts("item"), ("", "item"));
    }
}

//! A statement as a W3C Web Annotation (<https://www.w3.org/TR/annotation-model/>).

use dateline::record::{DocumentHead, SpanRecord, StatementRecord};
use serde_json::{Value, json};

/// Characters before and after the words said, by which they are found again.
const AROUND: usize = 32;

/// The annotation: its targets are the pieces of what is said, its bodies tell who says it and how.
pub fn annotation(document: &DocumentHead, statement: &StatementRecord) -> Value {
    let source = document.url.clone().unwrap_or_else(|| format!("urn:dateline:document:{}", document.id));
    let target = |span: &SpanRecord| json!({ "source": source, "selector": selectors(&document.text, span) });
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("urn:dateline:statement:{}", statement.id),
        "type": "Annotation",
        "motivation": ["identifying", "classifying"],
        "generator": { "type": "Software", "name": "dateline", "schema:softwareVersion": document.engine },
        "body": bodies(statement),
        "target": statement.content.iter().map(target).collect::<Vec<_>>(),
    })
}

fn bodies(statement: &StatementRecord) -> Vec<Value> {
    let body =
        |purpose: &str, value: &str| json!({ "type": "TextualBody", "purpose": purpose, "value": value });
    let named = statement.speaker.as_ref().map(|s| s.name.as_str());
    let speaker = named.or(statement.source.as_ref().map(|s| s.text.as_str()));
    let form = json!(statement.form);
    let tags = [form.as_str(), statement.stance.as_deref()];
    let speaker = speaker.map(|s| body("identifying", s));
    speaker.into_iter().chain(tags.into_iter().flatten().map(|t| body("classifying", t))).collect()
}

// By position in the canonical text, in code points, and by the words with what stands around them.
fn selectors(text: &str, span: &SpanRecord) -> Value {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let skipped = before.chars().count().saturating_sub(AROUND);
    json!([
        { "type": "TextPositionSelector", "start": span.chars[0], "end": span.chars[1] },
        {
            "type": "TextQuoteSelector",
            "exact": span.text,
            "prefix": before.chars().skip(skipped).collect::<String>(),
            "suffix": after.chars().take(AROUND).collect::<String>(),
        },
    ])
}

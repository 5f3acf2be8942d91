//! One sentence against a codebook, with every rule that was tried.

use std::path::Path;
use std::process::ExitCode;

use dateline::Document;
use dateline::record::{self, DocumentRecord};
use serde_json::json;

use super::{CheckArgs, check_rule, is_wanted};
use crate::book;
use crate::page::{DOT, Format, Look, Style, Text, excerpt};
use crate::read::put;
use crate::read::report::parts::{event_in_short, words_of};
use crate::why::Why;

/// Codes the sentence and shows how.
///
/// # Errors
/// Why the codebook or the sentence cannot be used.
pub fn run(args: &CheckArgs, folder: Option<&Path>, sentence: &str) -> Result<ExitCode, String> {
    if sentence.trim().is_empty() {
        return Err("--sentence: it is empty: write a sentence between quotation marks".to_owned());
    }
    let codebook = book::codebook(folder)?;
    check_rule(args, &codebook)?;
    let coder = book::coder_with(codebook)?;
    let (analysis, trace) = coder.trace(Document::from_plain(sentence.trim()));
    let why = Why { book: coder.codebook(), analysis: &analysis, trace: &trace };
    let records = record::records(&analysis);
    let wanted = |id: &str| is_wanted(args, id);
    let text = match args.page.format {
        Format::Json => {
            let mut value = why.json(&wanted, &|_| true);
            value["events"] = json!(records.events);
            serde_json::to_string(&value).map(|line| line + "\n").map_err(|e| e.to_string())?
        }
        Format::Text => {
            let look = args.page.look.look();
            let mut text = events(&records, look) + &why.page(look, &wanted, &|_| true);
            // a rule that was never tried would be looked for in vain above
            let tried = |id: &str| {
                trace
                    .words
                    .iter()
                    .flat_map(|w| &w.tried)
                    .any(|t| coder.codebook().events().rule(t.rule).id == id)
            };
            if let Some(rule) = args.rule.as_deref().filter(|r| why.rule(r).is_some() && !tried(r)) {
                let line = Text::default().with(rule, Style::STRONG).with(" was not tried: ", Style::PLAIN);
                text.push('\n');
                line.with(&why.nearest(rule), Style::PLAIN).write(&mut text, 0, 4, look);
            }
            text
        }
    };
    put(&text);
    Ok(ExitCode::SUCCESS)
}

/// The events of the sentence, a line each with their words.
fn events(records: &DocumentRecord, look: Look) -> String {
    let mut out = String::new();
    if records.events.is_empty() {
        let text = format!("{}{DOT}no event", records.document.text);
        Text::default().with(&text, Style::PLAIN).write(&mut out, 0, 4, look);
    }
    for (number, event) in records.events.iter().enumerate() {
        let mut line = Text::default().with(&format!("event {}{DOT}", number + 1), Style::FAINT);
        line.append(event_in_short(event));
        line.write(&mut out, 0, 4, look);
        let fills: Vec<_> = words_of(&event.actors).chain(words_of(&event.recipients)).collect();
        excerpt(records, &[&event.trigger], &fills).write(&mut out, 4, 4, look);
    }
    out
}

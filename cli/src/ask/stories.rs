//! `dateline stories`: happenings that several reports tell, with what they agree on and where they differ.

use std::process::ExitCode;

use dateline::story::{StoryRecord, StoryValue};

use super::{StoreArgs, finish};
use crate::ingest::many;
use crate::out::harmless_lines;

/// Options of `stories`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dateline stories --store news.db --reports 3\n  dateline stories 4f1c --store news.db"
)]
pub struct StoriesArgs {
    /// One story: its id or the beginning of it
    id: Option<String>,
    #[command(flatten)]
    store: StoreArgs,
    /// Stories of at least so many reports that are no copies of another
    #[arg(long, value_name = "N", default_value_t = 2)]
    reports: usize,
    /// How many at most; 0 is all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &StoriesArgs) -> ExitCode {
    finish(stories(args))
}

fn stories(args: &StoriesArgs) -> Result<String, String> {
    let store = args.store.open()?;
    let all = match &args.id {
        Some(id) => {
            let story = store.story(id).map_err(|e| e.to_string())?;
            vec![story.ok_or_else(|| format!("{id}: no story of this id: dateline stories lists them"))?]
        }
        None => {
            store.stories(args.reports, (args.limit > 0).then_some(args.limit)).map_err(|e| e.to_string())?
        }
    };
    if args.json {
        let lines = all.iter().map(|s| serde_json::to_string(s).map(|l| l + "\n"));
        return lines.collect::<Result<String, _>>().map_err(|e| e.to_string());
    }
    if all.is_empty() {
        return Ok(format!("no story that {} or more reports tell\n", args.reports));
    }
    Ok(all.iter().map(shown).collect::<Vec<_>>().join("\n"))
}

fn shown(story: &StoryRecord) -> String {
    let days = match (&story.first, &story.last) {
        (Some(a), Some(b)) if a != b => format!("{a} to {b}"),
        (Some(a), _) => a.clone(),
        _ => "undated".to_owned(),
    };
    let copies = story.reports.len().saturating_sub(story.independent);
    let mut out = format!(
        "{}  {}  {days}  told by {}",
        story.id,
        story.event_type,
        many(story.independent as u64, "report")
    );
    if copies > 0 {
        out +=
            &format!(" and {}", if copies == 1 { "1 copy".to_owned() } else { format!("{copies} copies") });
    }
    out.push('\n');
    for (name, value) in &story.agreed {
        if name != "happened" {
            out += &format!("  {name:<11} {}{}\n", value.value, who(value));
        }
    }
    for (name, values) in &story.disputed {
        out += &format!("  {name:<11} reports differ\n");
        for value in values {
            out += &format!("    {}  in {}{}\n", value.value, sources(story, value), who(value));
        }
    }
    for report in &story.reports {
        let publisher = report.publisher.as_deref().unwrap_or("unknown publisher");
        let copy = report.copy_of.as_ref().map_or("", |_| "  (a copy)");
        let title = report.title.as_deref().unwrap_or_default();
        out += &format!(
            "  · {}  {publisher}  {title}{copy}\n",
            report.published.as_deref().unwrap_or("undated")
        );
    }
    harmless_lines(&out)
}

/// The publications that give a value.
fn sources(story: &StoryRecord, value: &StoryValue) -> String {
    let mut names: Vec<&str> = Vec::new();
    for report in story.reports.iter().filter(|r| r.events.iter().any(|e| value.events.contains(e))) {
        let name = report.publisher.as_deref().unwrap_or("an unnamed publication");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

fn who(value: &StoryValue) -> String {
    if value.speakers.is_empty() { String::new() } else { format!(", after {}", value.speakers.join(", ")) }
}

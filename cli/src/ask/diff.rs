//! `dateline diff`: what another engine or codebook changed in the reports of a store.

use std::process::ExitCode;

use dateline_store::CoderInfo;

use super::{StoreArgs, finish};
use crate::check::diff::{Pair, Totals};
use crate::page::PageArgs;

const HELP: &str = "\
Each engine, codebook and model that coded reports of a store has a number there; --coders lists them.
Without --from and --to the last two are compared.

Example:
  dateline ingest reports/ --store news.db
  dateline ingest reports/ --store news.db --codebook mybook
  dateline diff --store news.db";

/// Options of `diff`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = HELP, after_help = "dateline diff --help gives an example")]
pub struct DiffArgs {
    #[command(flatten)]
    store: StoreArgs,
    /// List the coders of the store
    #[arg(long)]
    coders: bool,
    /// Number of the older coder
    #[arg(long, value_name = "N")]
    from: Option<i64>,
    /// Number of the newer coder
    #[arg(long, value_name = "N")]
    to: Option<i64>,
    #[command(flatten)]
    page: PageArgs,
}

/// Runs the command.
pub fn run(args: &DiffArgs) -> ExitCode {
    finish(diff(args))
}

fn diff(args: &DiffArgs) -> Result<String, String> {
    let store = args.store.open()?;
    let coders = store.coders().map_err(|e| e.to_string())?;
    if args.coders {
        return Ok(coders.iter().map(listed).collect());
    }
    let numbers: Vec<i64> = coders.iter().map(|c| c.number).collect();
    let last = |n: usize| numbers.len().checked_sub(n).map(|at| numbers[at]);
    let (Some(from), Some(to)) = (args.from.or(last(2)), args.to.or(last(1))) else {
        return Err(format!(
            "{}: one coder alone made these records: ingest the reports again with another codebook or version",
            store.file().display()
        ));
    };
    if let Some(unknown) = [from, to].into_iter().find(|n| !numbers.contains(n)) {
        return Err(format!("{unknown}: no such coder in this store: dateline diff --coders lists them"));
    }
    let (mut out, mut totals) = (String::new(), Totals::default());
    let look = args.page.look.look();
    for id in store.coded_by_both(from, to).map_err(|e| e.to_string())? {
        let record = |coder| store.records_by(&id, coder).map_err(|e| e.to_string());
        if let (Some(old), Some(new)) = (record(from)?, record(to)?) {
            out += &totals.compare(&Pair { name: id, old, new }, args.page.format, look);
        }
    }
    Ok(out + &totals.sum(args.page.format, look))
}

fn listed(coder: &CoderInfo) -> String {
    let short = |digest: &str| digest.chars().take(12).collect::<String>();
    format!(
        "{}  engine {}  codebook {}  model {}  {} reports, {} current\n",
        coder.number,
        coder.engine,
        short(&coder.codebook),
        short(&coder.model),
        coder.codings,
        coder.current
    )
}

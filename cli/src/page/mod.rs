//! Pages for a person: styled text, words in their sentence, and how both are to look.

mod excerpt;
mod text;

use std::io::{self, IsTerminal};

use clap::ValueEnum;

pub use excerpt::excerpt;
pub use text::{DOT, Look, Style, Text};

/// Without a terminal to ask, lines are so wide.
const PAGE_WIDTH: usize = 100;

/// On a terminal narrower than this lines break.
const LEAST_WIDTH: usize = 40;

/// How a page is to look, as the command line says it.
#[derive(Debug, clap::Args)]
pub struct LookArgs {
    /// Colour in the report: auto is for a terminal, where NO_COLOR is not set
    #[arg(long, value_enum, default_value_t = Colour::Auto, hide_possible_values = true)]
    #[arg(value_name = "auto|always|never")]
    color: Colour,

    /// Width of the report in columns [default: the terminal's]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    width: Option<u16>,
}

/// How results are written, and how they are to look.
#[derive(Debug, clap::Args)]
pub struct PageArgs {
    /// text for a person, json for programs
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    #[arg(value_name = "text|json")]
    pub format: Format,

    #[command(flatten)]
    pub look: LookArgs,
}

/// Whether results are written for a person or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines to read.
    Text,
    /// JSON.
    Json,
}

/// When the report is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

impl LookArgs {
    /// The look, on this terminal.
    pub fn look(&self) -> Look {
        let terminal = terminal_size::terminal_size_of(io::stdout()).map(|(w, _)| usize::from(w.0));
        let width = self.width.map(usize::from).or(terminal).unwrap_or(PAGE_WIDTH);
        let set = |name| std::env::var(name).unwrap_or_default();
        let plain = !set("NO_COLOR").is_empty() || set("TERM") == "dumb";
        Look {
            width: width.max(LEAST_WIDTH),
            colour: match self.color {
                Colour::Always => true,
                Colour::Never => false,
                Colour::Auto => io::stdout().is_terminal() && !plain,
            },
        }
    }
}

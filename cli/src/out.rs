//! What goes to standard error, and characters that a terminal must not get.

use std::fmt::Display;
use std::io::Write;

/// Writes `error: …` to standard error. That this fails cannot be told to anybody.
pub fn error(message: impl Display) {
    say("error", message);
}

/// Writes `note: …` to standard error.
pub fn note(message: impl Display) {
    say("note", message);
}

/// Writes text to standard output. Where that fails (a closed pipe) nobody is left to be told.
pub fn say_out(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn say(what: &str, message: impl Display) {
    let message: String = message.to_string().chars().map(harmless).collect();
    let _ = writeln!(std::io::stderr(), "{what}: {message}");
}

/// A text of several lines as a terminal may get it.
pub fn harmless_lines(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { harmless(c) }).collect()
}

/// The character itself, or what stands for it where a terminal would obey it:
/// control characters (a report may carry escape sequences) and those that turn the
/// direction of writing (they can make text read as it is not written).
pub fn harmless(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        '\u{61c}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_is_left() {
        for code in 0..0x3000 {
            let Some(c) = char::from_u32(code) else { continue };
            assert!(!harmless(c).is_control(), "{code:x}");
        }
        assert_eq!(harmless('\u{1b}'), '␛');
        assert_eq!(harmless('\u{202e}'), '\u{fffd}');
        assert_eq!(harmless('é'), 'é');
    }
}

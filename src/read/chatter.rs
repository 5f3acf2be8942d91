//! Wording of what surrounds an article: shares, comments, sign-offs, the tails of pages.

use super::wording::word_count;

/// Chatter of web pages between the paragraphs: no part of the report.
pub(super) fn is_chatter(line: &str) -> bool {
    if line.len() > 400 {
        return false;
    }
    let lower = line.trim().trim_matches(['[', ']', '(', ')', '-', '—', '|', '>', '»', ' ']).to_lowercase();
    let words = word_count(&lower);
    const WHOLE: [&str; 28] = [
        "advertisement",
        "advertising",
        "story continues below",
        "story continues below advertisement",
        "continue reading",
        "article continues below",
        "read more",
        "share",
        "share this",
        "share this article",
        "print",
        "email",
        "facebook",
        "twitter",
        "whatsapp",
        "subscribe",
        "sign up",
        "log in",
        "comments",
        "leave a comment",
        "loading",
        "back to gallery",
        "don't miss",
        "order reprints",
        "print article",
        "text size",
        "explore further",
        "sponsored links",
    ];
    const OPENING: [&str; 20] = [
        "read more:",
        "see more:",
        "see also:",
        "also read:",
        "read also:",
        "related:",
        "more:",
        "watch:",
        "click here",
        "sign up for",
        "follow us on",
        "follow me on",
        "subscribe to",
        "share this",
        "like this story?",
        "download our app",
        "related article",
        "related post",
        "see full gallery",
        "also on ",
    ];
    lower.is_empty()
        || WHOLE.contains(&lower.as_str())
        || (words <= 40 && OPENING.iter().any(|o| lower.starts_with(o)))
        || (lower.starts_with("follow ") && words <= 40 && SOCIAL.iter().any(|s| lower.contains(s)))
        || is_slug(line)
        || is_count(&lower)
        || (words <= 40
            && (lower.starts_with("copyright ")
                || lower.starts_with("©")
                || lower.starts_with("all rights reserved")))
}

const SOCIAL: [&str; 6] = ["twitter", "facebook", "instagram", "youtube", "@", "telegram"];

/// `AP-US--Trump-Talks, 4th Ld-Writethru`: the name under which an agency files its copy.
fn is_slug(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    word_count(line) <= 8 && ((first.contains("--") && first.len() > 6) || line.contains("Ld-Writethru"))
}

/// `Image 1 of 5`, `3 of 10`.
fn is_count(lower: &str) -> bool {
    let lower = ["image ", "photo ", "slide ", "picture "]
        .iter()
        .find_map(|w| lower.strip_prefix(w))
        .unwrap_or(lower);
    let number = |s: &str| !s.is_empty() && s.trim().bytes().all(|b| b.is_ascii_digit());
    [" of ", "/"].iter().filter_map(|sep| lower.split_once(sep)).any(|(a, b)| number(a) && number(b))
}

/// Whether a last line only tells how to reach the author, or who may copy the page.
pub(super) fn is_sign_off(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    const OPENING: [&str; 9] = [
        "email ",
        "e-mail ",
        "write to ",
        "contact ",
        "follow ",
        "our standards",
        "citation:",
        "listen to ",
        "this document is subject",
    ];
    const INSIDE: [&str; 10] = [
        "follow him on",
        "follow her on",
        "follow them on",
        "follow me on",
        "follow us on",
        "on twitter @",
        "on twitter at",
        "can be reached at",
        "newsletter",
        "subject to copyright",
    ];
    word_count(&lower) <= 60
        && (OPENING.iter().any(|o| lower.starts_with(o)) || INSIDE.iter().any(|i| lower.contains(i)))
}

/// Whether a short line heads what pages hang under a report: other reports, tags, a form.
pub(super) fn heads_tail(line: &str) -> bool {
    let lower = line.trim().trim_end_matches([':', '.', '…', ' ']).to_lowercase();
    const OPENING: [&str; 24] = [
        "related",
        "you may also like",
        "you may also be interested",
        "you might also like",
        "more in ",
        "more from",
        "more on ",
        "more stories",
        "read next",
        "read more",
        "recommended",
        "don't miss",
        "don’t miss",
        "most popular",
        "most read",
        "also on ",
        "explore further",
        "further reading",
        "topics",
        "tags",
        "trending",
        "latest news",
        "share this",
        "popular on",
    ];
    OPENING.iter().any(|o| lower.starts_with(o)) && word_count(&lower) <= 8
}

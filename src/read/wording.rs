//! How the small parts of a report are worded: credits, captions, bylines, wire
//! datelines, and the chatter of web pages. Everything here looks at one line alone.

/// News and picture agencies whose names stand in credits.
const AGENCIES: [&str; 38] = [
    "reuters",
    "ap",
    "ap photo",
    "associated press",
    "the associated press",
    "afp",
    "agence france-presse",
    "getty",
    "getty images",
    "epa",
    "epa-efe",
    "efe",
    "dpa",
    "ansa",
    "tass",
    "ria novosti",
    "sputnik",
    "xinhua",
    "anadolu",
    "anadolu agency",
    "aa",
    "iha",
    "dha",
    "kyodo",
    "kyodo news",
    "yonhap",
    "ap video",
    "upi",
    "pti",
    "ani",
    "ians",
    "bloomberg",
    "shutterstock",
    "alamy",
    "zuma press",
    "press association",
    "pa",
    "file",
];

/// Words that open a credit, before `by`, `:` or a name.
const CREDIT_OPENERS: [&str; 17] = [
    "photo",
    "photos",
    "photograph",
    "photographs",
    "photographer",
    "image",
    "images",
    "picture",
    "pictures",
    "pic",
    "video",
    "illustration",
    "graphic",
    "credit",
    "credits",
    "file photo",
    "file picture",
];

/// Openings that only a caption has.
const CAPTION_OPENERS: [&str; 25] = [
    "file photo",
    "file picture",
    "file image",
    "file -",
    "file –",
    "file —",
    "caption:",
    "pictured:",
    "in this photo",
    "in this file photo",
    "in this image",
    "in this picture",
    "in this frame grab",
    "this photo",
    "this picture shows",
    "this image",
    "this file photo",
    "this handout",
    "this undated photo",
    "a file photo",
    "an undated photo",
    "a handout photo",
    "a still image",
    "a screen grab",
    "a screengrab",
];

/// How many words a line has; of scripts without spaces two characters count as one.
pub(super) fn word_count(line: &str) -> usize {
    let unspaced =
        |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}');
    let words = line.split_whitespace().filter(|w| w.contains(char::is_alphanumeric));
    words.map(|word| (word.chars().filter(|c| unspaced(*c)).count() / 2).max(1)).sum()
}

/// Whether the line closes a sentence, quotation marks and brackets aside.
pub(super) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end().trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*']);
    let closed = bare.ends_with(['.', '!', '?', '…', ';', ':', ',', '。', '？', '！', '।', '؟']);
    // `the U.S.` and `at 5 p.m.` end no sentence in a heading, but who can tell: they count as ends
    closed
}

/// Whether the line is a credit and nothing else: `Photo by: AP`, `(Reuters)`, `AP Photo/Jane Roe`.
pub(super) fn is_credit(line: &str) -> bool {
    let line = bare(line);
    if line.is_empty() || line.len() > 240 || word_count(line) > 14 {
        return false;
    }
    opens_as_credit(line) || is_agency_credit(line)
}

/// Whether the line is an agency's name and nothing else: `Reuters`, `- AFP`, `(AP)`.
pub(super) fn is_agency(line: &str) -> bool {
    if line.len() > 60 {
        return false;
    }
    let name = line.trim().trim_matches(['(', ')', '[', ']', '-', '–', '—', ' ', '.']).to_lowercase();
    name != "file" && AGENCIES.contains(&name.as_str())
}

/// The line without brackets around it.
fn bare(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['(', '[', '©', ' ']).trim();
    if line.contains(['(', '[']) { line } else { line.trim_end_matches([')', ']']).trim() }
}

fn opens_as_credit(line: &str) -> bool {
    let lower = line.to_lowercase();
    let rest =
        CREDIT_OPENERS.iter().filter_map(|opener| lower.strip_prefix(opener)).min_by_key(|rest| rest.len());
    let Some(rest) = rest else { return false };
    let rest = rest.trim_start();
    let rest =
        ["credits", "credit", "courtesy", "source"].iter().find_map(|w| rest.strip_prefix(w)).unwrap_or(rest);
    let rest = rest.trim_start();
    let named =
        |rest: &str| rest.contains(char::is_alphanumeric) && !ends_sentence(line) || word_count(rest) <= 4;
    match () {
        () if rest.starts_with([':', '|', '/']) => named(rest),
        () if rest.starts_with("by ") || rest.starts_with("by:") || rest.starts_with("of ") => named(rest),
        () => false,
    }
}

/// `Reuters`, `AP Photo/Jane Roe`, `Jane Roe/Getty Images`, `2016 AFP`, `REUTERS/Jane Roe/File`.
fn is_agency_credit(line: &str) -> bool {
    let pieces: Vec<String> =
        line.split(['/', '|', ',', ';']).map(plain_name).filter(|p| !p.is_empty()).collect();
    let agencies = pieces.iter().filter(|p| AGENCIES.contains(&p.as_str())).count();
    let names = pieces.iter().all(|p| word_count(p) <= 4);
    agencies > 0 && names && pieces.len() <= 5 && !ends_sentence(line)
}

fn plain_name(piece: &str) -> String {
    let piece = piece.to_lowercase().replace("via ", "").replace("copyright", "");
    let piece = piece.replace("(archive )", "").replace("(archive)", "").replace("file photo", "file");
    let word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-');
    let kept: String = piece.chars().filter(|c| word(*c)).collect();
    kept.split_whitespace().filter(|w| !w.bytes().all(|b| b.is_ascii_digit())).collect::<Vec<_>>().join(" ")
}

/// Where the picture credit begins that ends the line in brackets: `… January 29, 2016. (Reuters)`.
pub(super) fn trailing_credit(line: &str) -> Option<usize> {
    let trimmed = line.trim_end();
    let (open, close) = match trimmed.chars().last()? {
        ')' => ('(', ')'),
        ']' => ('[', ']'),
        _ => return trailing_copyright(trimmed),
    };
    let from = trimmed.rfind(open)?;
    let inside = trimmed[from..].trim_start_matches(open).trim_end_matches(close);
    let credit = from > 0 && word_count(&trimmed[..from]) > 2 && is_credit(inside);
    credit.then_some(from)
}

/// `… on Tuesday. © Reuters / Jane Roe`: where the sign stands.
fn trailing_copyright(line: &str) -> Option<usize> {
    let at = line.rfind('©')?;
    let before = word_count(&line[..at]);
    (before > 2 && word_count(&line[at..]) <= 6).then_some(at)
}

/// Whether the line begins as only captions do, or marks who stands where in a picture.
pub(super) fn opens_as_caption(line: &str) -> bool {
    let lower: String =
        line.trim_start_matches(['(', '[', ' ']).chars().take(40).collect::<String>().to_lowercase();
    CAPTION_OPENERS.iter().any(|o| lower.starts_with(o)) || marks_positions(line)
}

/// `Mr Roe (L) and Ms Doe (R)`.
fn marks_positions(line: &str) -> bool {
    let marks =
        ["(L)", "(R)", "(C)", "(L-R)", "(left)", "(right)", "(2nd L)", "(2nd R)", "(centre)", "(center)"];
    marks.iter().any(|mark| line.contains(mark))
}

/// Words that speak of news desks rather than persons.
const DESK_WORDS: [&str; 14] = [
    "agencies",
    "agency",
    "staff",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "newsroom",
    "desk",
    "wires",
    "wire",
    "writer",
    "writers",
    "editors",
];

/// Whether the line says only who wrote the report: `By Jane Roe`, `Reuters and agencies`.
pub(super) fn is_byline(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 600 {
        return false;
    }
    let lower = line.to_lowercase();
    if is_reporting_note(&lower) {
        return true;
    }
    if word_count(line) > 14 || ends_sentence(line) {
        return false;
    }
    let by = [
        "by ",
        "by: ",
        "written by",
        "reported by",
        "compiled by",
        "edited by",
        "story by",
        "text by",
        "from ",
    ];
    let opener = by.iter().find(|b| lower.starts_with(**b));
    match opener {
        Some(opener) if *opener == "from " => has_desk(&lower),
        Some(opener) => {
            !has_verb_cue(line) && starts_names(line.get(opener.len()..).unwrap_or("").trim_start())
        }
        None => lower.starts_with("source:") || is_desk_line(line, &lower),
    }
}

/// `(Reporting by Jane Roe; Editing by John Doe)`.
fn is_reporting_note(lower: &str) -> bool {
    let lower = lower.trim_start_matches(['(', '-', '–', '—', ' ']);
    let opens = [
        "reporting by",
        "additional reporting",
        "writing by",
        "editing by",
        "compiled by",
        "with reporting by",
    ];
    let contributed = lower.trim_end_matches(['.', ')', ' ']).ends_with("contributed to this report")
        || lower.trim_end_matches(['.', ')', ' ']).ends_with("contributed to this story");
    (contributed || opens.iter().any(|o| lower.starts_with(o))) && word_count(lower) <= 60
}

/// Capitalised words, with no more between them than `and`, `in`, `of`, `the`.
fn starts_names(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).collect();
    let small = |w: &&str| {
        matches!(
            w.to_lowercase().as_str(),
            "and" | "in" | "of" | "the" | "for" | "with" | "at" | "de" | "van" | "von" | "bin" | "al"
        )
    };
    let lower_names = words.iter().all(|w| w.chars().all(|c| !c.is_uppercase()));
    let named = words.iter().filter(|w| w.starts_with(char::is_uppercase)).count();
    !words.is_empty()
        && !lower_names
        && words.iter().all(|w| {
            w.starts_with(char::is_uppercase) || small(w) || DESK_WORDS.contains(&w.to_lowercase().as_str())
        })
        && named > 0
}

fn has_desk(lower: &str) -> bool {
    lower.split(|c: char| !c.is_alphanumeric()).any(|w| DESK_WORDS.contains(&w))
}

/// `Example News and agencies`, `Staff and wire reports`: a desk word at the end, names before it.
fn is_desk_line(line: &str, lower: &str) -> bool {
    let last = lower.split_whitespace().next_back().unwrap_or("");
    let ends_in_desk =
        DESK_WORDS.contains(&last) || lower.ends_with("wire reports") || lower.ends_with("news services");
    let by_agencies = || {
        let pieces: Vec<&str> =
            lower.split([',', '/', '&']).flat_map(|p| p.split(" and ")).map(str::trim).collect();
        pieces.len() > 1 && pieces.iter().filter(|p| AGENCIES.contains(p)).count() * 2 >= pieces.len()
    };
    word_count(line) <= 8
        && line.starts_with(char::is_uppercase)
        && ((ends_in_desk
            && (lower.contains(" and ")
                || lower.contains("staff")
                || lower.contains(',')
                || word_count(line) <= 4))
            || by_agencies())
        && !has_verb_cue(line)
}

/// Words that a sentence has and a caption or heading of a few words has not.
pub(super) fn has_verb_cue(line: &str) -> bool {
    let cue = |w: &str| {
        matches!(
            w,
            "is" | "are"
                | "was"
                | "were"
                | "be"
                | "been"
                | "has"
                | "have"
                | "had"
                | "will"
                | "would"
                | "can"
                | "could"
                | "may"
                | "might"
                | "must"
                | "should"
                | "shall"
                | "do"
                | "does"
                | "did"
                | "said"
                | "says"
                | "say"
                | "told"
                | "added"
                | "announced"
                | "he"
                | "she"
                | "they"
                | "we"
                | "i"
                | "it"
        )
    };
    line.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(cue)
}

/// Whether the paragraph opens as agencies open theirs: `GENEVA, Feb 4 (Reuters) -`, `TUNIS (AP) —`, `PARIS —`.
pub(super) fn opens_as_wire(line: &str) -> bool {
    wire_opening(line).is_some()
}

/// Whether the line is such an opening and nothing more.
pub(super) fn is_wire_opening(line: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '–' | '—' | '―' | '_' | ' ');
    wire_opening(line).is_some_and(|at| line[at..].trim_matches(dash).is_empty())
}

/// Where the dash stands that ends the opening of wire copy.
pub(super) fn wire_opening(line: &str) -> Option<usize> {
    let dashes = line.char_indices().take(90).filter(|(_, c)| matches!(c, '-' | '–' | '—' | '―' | '_'));
    dashes.map(|(at, _)| at).find(|at| is_wire_place(line[..*at].trim_end()))
}

/// Capital letters at the start, and at the end a bracketed agency, a date or nothing more.
fn is_wire_place(place: &str) -> bool {
    let place = place.trim_end_matches(['-', ' ']);
    let first = place.split([',', '(', '/']).next().unwrap_or("").trim();
    let capitals = first.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = capitals >= 3 && !first.chars().any(char::is_lowercase) && word_count(first) <= 4;
    let bracketed = place.ends_with(')')
        && place.contains('(')
        && first.starts_with(char::is_uppercase)
        && word_count(place) <= 9;
    (shouted && word_count(place) <= 9) || bracketed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits() {
        for line in [
            "Photo by: AP (Archive )",
            "Image credit: Jane Roe",
            "(Reuters)",
            "AP Photo/Jane Roe",
            "Photo: EPA",
            "Jane Roe/Getty Images",
            "[AFP]",
            "Photograph by Jane Roe",
            "Photo courtesy of the ministry",
            "© 2016 AFP",
            "REUTERS/Jane Roe/File Photo",
        ] {
            assert!(is_credit(line), "{line}");
        }
        for line in [
            "Photos by the dozen were burnt in the square, he said.",
            "Reuters reported the deal.",
            "Envoy leaves",
        ] {
            assert!(!is_credit(line), "{line}");
        }
    }

    #[test]
    fn bylines() {
        for line in [
            "By Jane Roe",
            "BY JANE ROE AND JOHN DOE",
            "By Jane Roe in Tunis",
            "Example World and agencies",
            "Staff and wire reports",
            "(Reporting by Jane Roe; Editing by John Doe)",
            "AFP, Reuters",
            "Written by Jane Roe",
            "Our Foreign Staff",
        ] {
            assert!(is_byline(line), "{line}");
        }
        for line in [
            "By the river",
            "By noon the square was full.",
            "Talks with aid agencies have begun",
            "Envoy leaves Tunis",
        ] {
            assert!(!is_byline(line), "{line}");
        }
    }

    #[test]
    fn captions_and_wire_openings() {
        assert!(trailing_credit("The envoys at their table in Tunis, May 3, 2019. (Reuters)").is_some());
        assert!(trailing_credit("The deal was signed by the union (AU)").is_none());
        assert!(opens_as_caption("FILE PHOTO: The bridge"));
        assert!(opens_as_wire("GENEVA, Feb 4 (Reuters) - Talks"));
        assert!(opens_as_wire("PORT-AU-PRINCE, Haiti (AP) — Police"));
        assert!(opens_as_wire("TUNIS — The envoy"));
        assert!(!opens_as_wire("The well-known envoy left"));
    }
}

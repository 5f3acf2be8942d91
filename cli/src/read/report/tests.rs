//! Pages of hand-built analyses.

use dateline::actor::{Entities, Entity, EntityId, EntityKind, Mention, MentionKind};
use dateline::codebook::Grounds;
use dateline::commitment::Commitment;
use dateline::event::{Bound, Count, Counts, Event, EventDate, EventId, FoundBy, Polarity, Reality, Recency};
use dateline::place::{Place, Precision};
use dateline::process::{Process, Transition};
use dateline::record::{DocumentRecord, records};
use dateline::statement::{Form, Statement, StatementId};
use dateline::syntax::{Syntax, Word};
use dateline::{Analysis, BlockKind, DateSource, Diagnostic, Document, DocumentParts, Published, Span};

use super::*;

const TITLE: &str = "Norland shells harbour as talks are put off";
const FIRST: &str = "Norland’s army shelled the harbour of Port Azur on Monday, killing four \
    fishermen, the city’s mayor Élise Varga said.";
const SECOND: &str = "“They must stop at once,” she told reporters.";
const THIRD: &str = "Talks between Norland and Suria in Vell, led by the envoy Ito Maren, \
    were put off until 9 March because of the shelling.";

fn text() -> String {
    format!("{TITLE}\n\n{FIRST} {SECOND}\n\n{THIRD}")
}

/// The first such words in the body.
fn span(document: &Document, words: &str) -> Span {
    let start = TITLE.len() + document.text()[TITLE.len()..].find(words).unwrap();
    document.span(start, start + words.len()).unwrap()
}

fn document() -> Document {
    let text = text();
    let body = TITLE.len() + 2..TITLE.len() + 3 + FIRST.len() + SECOND.len();
    let last = text.len() - THIRD.len()..text.len();
    Document::new(DocumentParts {
        blocks: vec![
            (0..TITLE.len(), BlockKind::Headline),
            (body, BlockKind::Paragraph),
            (last, BlockKind::Paragraph),
        ],
        title: Some(TITLE.to_owned()),
        publisher: Some("The Harbour Post".to_owned()),
        published: Some(Published { date: jiff::civil::date(2021, 3, 2), source: DateSource::JsonLd }),
        text,
        ..DocumentParts::default()
    })
}

/// Each sentence as one word: the page needs no more of syntax than where they stand.
fn syntax(document: &Document) -> Syntax {
    let sentences = [FIRST, SECOND, THIRD];
    let word = |s: &&str| Word {
        span: span(document, s),
        upos: "X",
        xpos: "FW",
        lemma: String::new(),
        head: None,
        rel: "root",
        continues_token: false,
    };
    let ranges = (0..sentences.len()).map(|i| i..i + 1).collect();
    Syntax::new(sentences.iter().map(word).collect(), ranges)
}

fn entity(document: &Document, kind: EntityKind, name: &str, mentions: &[&str]) -> Entity {
    let mention = |m: &&str| Mention { span: span(document, m), head: 0, kind: MentionKind::Name };
    Entity {
        kind,
        name: name.to_owned(),
        country: (name != "Port Azur").then(|| "NOR".to_owned()),
        sector: None,
        role: None,
        table_role: None,
        knowledge_id: None,
        place: (name == "Port Azur").then(|| Place {
            name: name.to_owned(),
            geonames: None,
            lat: 12.5,
            lon: -7.25,
            country: None,
            admin1: None,
            precision: Precision::City,
            reason: "only one of the name".to_owned(),
        }),
        mentions: mentions.iter().map(mention).collect(),
    }
}

fn entities(document: &Document) -> Entities {
    use EntityKind::*;
    let mut mayor = entity(document, Person, "Élise Varga", &["Élise Varga", "she"]);
    mayor.role = Some(("mayor".to_owned(), span(document, "mayor")));
    Entities {
        all: vec![
            entity(document, ArmedGroup, "Norland army", &["Norland’s army", "They"]),
            entity(document, Place, "Port Azur", &["Port Azur"]),
            mayor,
            entity(document, State, "Norland", &["Norland and"]),
            entity(document, State, "Suria", &["Suria"]),
            entity(document, Place, "Vell", &["Vell"]),
            entity(document, Person, "Ito Maren", &["Ito Maren"]),
        ],
        ..Entities::default()
    }
}

fn event(document: &Document, kind: &str, trigger: &str) -> Event {
    Event {
        trigger: span(document, trigger),
        mentions: Vec::new(),
        event_type: kind.to_owned(),
        mode: None,
        contexts: Vec::new(),
        cameo: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        place: None,
        date: None,
        polarity: Polarity::Affirmed,
        reality: Reality::Actual,
        recency: Recency::Current,
        attributed_to: None,
        within: None,
        counts: Counts::default(),
        rule: String::new(),
        score: None,
        grounds: Grounds::default(),
        found_by: FoundBy::Rule,
    }
}

fn statement(document: &Document, cue: &str, content: &str, form: Form) -> Statement {
    Statement {
        source: None,
        speaker: Some(EntityId(2)),
        cue: Some(span(document, cue)),
        content: vec![span(document, content)],
        form,
        addressee: None,
        stance: None,
        when: None,
        place: None,
        parent: None,
    }
}

fn analysis() -> Analysis {
    let doc = document();
    let date =
        |value: &str, words: &str| Some(EventDate { value: value.to_owned(), span: span(&doc, words) });
    let mut shelling = event(&doc, "ASSAULT", "shelled");
    shelling.mode = Some("artillery".to_owned());
    shelling.actors = vec![EntityId(0)];
    shelling.place = Some(EntityId(1));
    shelling.date = date("2021-03-01", "Monday");
    shelling.counts.dead = Some(Count { value: Some(4), bound: Bound::Exact, evidence: span(&doc, "four") });
    shelling.attributed_to = Some(StatementId(0));
    let mut stop = event(&doc, "RETREAT", "stop");
    stop.actors = vec![EntityId(0)];
    stop.reality = Reality::Hypothetical;
    stop.polarity = Polarity::Negated;
    stop.recency = Recency::Historical;
    stop.attributed_to = Some(StatementId(1));
    let transition = Transition {
        state: "paused".to_owned(),
        date: date("2021-03-09", "9 March"),
        by: Some(EntityId(6)),
        cause: Some(EventId(0)),
        evidence: span(&doc, "were put off"),
    };
    Analysis {
        entities: entities(&doc),
        statements: vec![
            statement(&doc, "said", "Norland’s army shelled the harbour of Port Azur", Form::Indirect),
            statement(&doc, "told", "They must stop at once", Form::Direct),
        ],
        events: vec![shelling, stop],
        processes: vec![Process {
            kind: "negotiation".to_owned(),
            name: "Talks in Vell".to_owned(),
            parties: vec![EntityId(3), EntityId(4)],
            mediator: Some(EntityId(6)),
            venue: Some(EntityId(5)),
            transitions: vec![transition],
        }],
        commitments: vec![Commitment {
            kind: "demand".to_owned(),
            debtor: Some(EntityId(0)),
            creditor: Some(EntityId(2)),
            instrument: None,
            content: span(&doc, "stop at once"),
            due: None,
            state: "open".to_owned(),
            attributed_to: Some(StatementId(1)),
        }],
        diagnostics: vec![Diagnostic::warning("odd", "3 bytes could not be decoded")],
        language: dateline::language::Language { syntax: syntax(&doc), ..Default::default() },
        document: doc,
        timexes: Default::default(),
        places: Default::default(),
        provenance: Default::default(),
    }
}

fn page(record: &DocumentRecord, width: usize, colour: bool) -> String {
    report(record, "harbour.txt", Look { width, colour })
}

/// The page as it should be, in `page.txt`: the best description of what a person gets.
/// `UPDATE_EXPECT=1` writes it anew.
#[test]
fn a_page() {
    let page = page(&records(&analysis()), 90, false);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/read/report/page.txt");
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(page, include_str!("page.txt"));
}

/// The page without escape sequences.
fn bare(page: &str) -> String {
    let mut out = String::new();
    for piece in page.split('\u{1b}') {
        let sgr = piece.strip_prefix('[').and_then(|p| p.split_once('m'));
        out.push_str(sgr.map_or(piece, |(_, rest)| rest));
    }
    out
}

#[test]
fn colour_changes_no_word() {
    let record = records(&analysis());
    let coloured = page(&record, 90, true);
    assert!(coloured.contains("\u{1b}[1;4mshelled\u{1b}[0m"));
    let plain = page(&record, 90, false);
    let is_marks = |l: &&str| l.contains(['^', '-']) && !l.contains(char::is_alphanumeric);
    let words: Vec<&str> = plain.lines().filter(|l| !is_marks(l)).collect();
    assert_eq!(bare(&coloured).lines().collect::<Vec<_>>(), words);
}

#[test]
fn marks_stand_under_the_words() {
    let page = page(&records(&analysis()), 90, false);
    let lines: Vec<Vec<char>> = page.lines().map(|l| l.chars().collect()).collect();
    let i = lines.iter().position(|l| l.iter().collect::<String>().contains("^^^")).unwrap();
    let under = |mark: char| -> String {
        lines[i].iter().zip(&lines[i - 1]).filter(|(m, _)| **m == mark).map(|(_, c)| c).collect()
    };
    assert_eq!(under('^'), "shelled");
    assert_eq!(under('-'), "Norland’s armyPort AzurMondayfour");
}

#[test]
fn no_line_is_wider_than_asked() {
    let record = records(&analysis());
    for width in 40..130 {
        let page = page(&record, width, false);
        assert!(page.lines().all(|l| l.chars().count() <= width), "{width}:\n{page}");
    }
}

#[test]
fn a_report_with_nothing_in_it_says_so() {
    let mut analysis = analysis();
    analysis.events.clear();
    analysis.statements.clear();
    analysis.processes.clear();
    analysis.commitments.clear();
    let page = page(&records(&analysis), 80, false);
    assert!(page.contains("no event, statement, process or commitment found"), "{page}");
    assert!(!page.contains("EVENTS") && !page.contains("WHO"));
}

#[test]
fn what_is_not_known_is_called_so() {
    let mut analysis = analysis();
    analysis.events[0].actors.clear();
    analysis.events[0].attributed_to = None;
    analysis.statements[1].speaker = None;
    analysis.document = Document::from_plain(analysis.document.text()).with_origin(None, None);
    let page = page(&records(&analysis), 100, false);
    assert!(page.contains("(without a title)\nno date found (give it with --published)"));
    assert!(page.contains("ASSAULT/artillery  unnamed · in Port Azur · 4 dead · says the report"));
    assert!(page.contains("an unnamed source told"), "{page}");
}

#[test]
fn statements_that_report_each_other_end() {
    let mut analysis = analysis();
    analysis.statements[0].parent = Some(StatementId(1));
    analysis.statements[1].parent = Some(StatementId(0));
    let page = page(&records(&analysis), 200, false);
    assert!(page.contains("says Élise Varga, reported by Élise Varga, reported by Élise Varga\n"));
}

#[test]
fn a_sentence_without_end_is_cut_around_the_words() {
    let mut analysis = analysis();
    let text = format!("{} struck the é {}", "away ünd ".repeat(5000), "on ünd on ".repeat(5000));
    let document = Document::from_plain(&text);
    let at = text.find("struck").unwrap();
    analysis.events.truncate(1);
    analysis.events[0].trigger = document.span(at, at + 6).unwrap();
    analysis.document = document;
    analysis.language = Default::default();
    let mut record = records(&analysis);
    for around in 0..3 {
        record.document.sentences = vec![[0, text.len()]; around];
        let page = page(&record, 80, false);
        let excerpt = page.split("EVENTS").nth(1).unwrap().split("STATEMENTS").next().unwrap();
        assert!(excerpt.contains("struck") && excerpt.contains("^^^^^^"), "{excerpt}");
        assert!(excerpt.len() < 1500 && excerpt.matches('…').count() == 2, "{excerpt}");
    }
}

#[test]
fn escape_sequences_in_a_report_do_not_reach_the_terminal() {
    let mut analysis = analysis();
    let text = "He \u{1b}]0;owned\u{7}struck\u{9b}2J the \u{202e}town.";
    let document = Document::from_plain(text);
    let at = text.find("struck").unwrap();
    analysis.events.truncate(1);
    analysis.events[0].trigger = document.span(at, at + 6).unwrap();
    analysis.entities.all[0].name = "Nor\u{1b}[2Jland".to_owned();
    analysis.document = document;
    let record = records(&analysis);
    for colour in [false, true] {
        let page = report(&record, "a\u{1b}[2Jname", Look { width: 80, colour });
        let page = if colour { bare(&page) } else { page };
        assert!(!page.chars().any(|c| c.is_control() && c != '\n'), "{page:?}");
        assert!(!page.contains('\u{202e}'));
    }
}

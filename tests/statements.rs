//! Who says what, on sentences of our own, with the built-in model.

use std::sync::OnceLock;

use dateline::read::{ReadOptions, read_bytes};
use dateline::statement::{Form, Statement};
use dateline::{Analysis, Coder, Document};

fn read(text: &str) -> Analysis {
    analyze(Document::from_plain(text))
}

fn analyze(document: Document) -> Analysis {
    static CODER: OnceLock<Coder> = OnceLock::new();
    CODER.get_or_init(|| Coder::builtin().expect("the coder loads")).analyze(document)
}

/// One line a statement: speaker, cue, content, form, and the number of the statement it stands in.
fn check(text: &str, expected: &[&str]) {
    let analysis = read(text);
    let doc = &analysis.document;
    let line = |s: &Statement| {
        let speaker = s.speaker.map_or("-", |id| analysis.entities.get(id).name.as_str());
        let cue = s.cue.map_or("-", |c| doc.slice(c));
        let content: Vec<&str> = s.content.iter().map(|c| doc.slice(*c)).collect();
        let inside = s.parent.map_or(String::new(), |p| format!(" in {}", p.0));
        format!("{speaker} | {cue} | {} | {:?}{inside}", content.join(" … "), s.form)
    };
    let found: Vec<String> = analysis.statements.iter().map(line).collect();
    assert_eq!(found, expected);
}

#[test]
fn indirect_direct_and_according_to() {
    check(
        // a report, if a short one: of this sentence by itself the model misreads "said" (model/README.md)
        "Talks were suspended last week. Foreign Minister Ana Duarte said that the talks would resume on Monday.",
        &["Ana Duarte | said | that the talks would resume on Monday | Indirect"],
    );
    check(
        "\"We will not sign this agreement,\" President Ivo Keller told reporters on Friday.",
        &["Ivo Keller | told | \"We will not sign this agreement,\" | Direct"],
    );
}

#[test]
fn announced_paragraphs_belong_to_the_one_announced() {
    let text = "The Defence Secretary, Mary Olsen, said:\n\nOur forces have begun to leave the valley.\n\n\
                We will publish the timetable this week.";
    let analysis = read(text);
    let speaker = |s: &Statement| s.speaker.map(|id| analysis.entities.get(id).name.clone());
    let whole =
        analysis.statements.iter().find(|s| s.content.len() == 2).expect("one statement of two paragraphs");
    assert_eq!(speaker(whole).as_deref(), Some("Mary Olsen"));
}

#[test]
fn nobody_speaks_where_nobody_is_quoted() {
    check("The bridge was closed on Tuesday after heavy rain.", &[]);
}

#[test]
fn form_follows_the_marks() {
    let analysis = read("The envoy said the offer was \"an insult\" to the families.");
    assert_eq!(analysis.statements.first().map(|s| s.form), Some(Form::Mixed));
}

#[test]
fn stance_time_and_place_of_saying() {
    let analysis = read(
        "The talks were short. Prime Minister Lena Aho denied in Geneva on 3 May 2019 that her government had sent \
         weapons to the rebels. Rebel leader Omar Sadiq demanded that the army leave the town.",
    );
    let told = |s: &Statement| {
        let place = s.place.map(|id| analysis.entities.get(id).name.clone());
        (s.stance.clone(), s.when.clone().map(|(value, _)| value), place)
    };
    let denial = analysis.statements.first().map(told).expect("a statement");
    let words = |x: &str| Some(x.to_owned());
    assert_eq!(denial, (words("denies"), words("2019-05-03"), words("Geneva")));
    assert_eq!(analysis.statements.last().and_then(|s| s.stance.clone()), words("demands"));
}

#[test]
fn two_who_speak_in_one_sentence_do_not_share_their_words() {
    let analysis = read(
        "The minister said the bridge was safe, but the union warned that two of its piers had cracked. \
         Nobody was hurt.",
    );
    let doc = &analysis.document;
    let said: Vec<String> = analysis
        .statements
        .iter()
        .map(|s| s.content.iter().map(|c| doc.slice(*c)).collect::<Vec<_>>().join(" … "))
        .collect();
    assert_eq!(said, ["the bridge was safe", "that two of its piers had cracked"]);
}

#[test]
fn a_headline_names_who_says_it() {
    let below = "\n\n3 March 2021\n\nThe talks went on in Geneva on Tuesday, officials said.\n";
    let first = |headline: &str| {
        let page = format!("{headline}{below}");
        let analysis = analyze(read_bytes(page.as_bytes(), &ReadOptions::default()).expect("a page of text"));
        let doc = &analysis.document;
        let line =
            |s: &Statement| (s.source.map(|w| doc.slice(w).to_owned()), doc.slice(s.content[0]).to_owned());
        analysis.statements.iter().map(line).collect::<Vec<_>>()
    };
    let told = |source: &str, content: &str| (Some(source.to_owned()), content.to_owned());
    let body = told("officials", "The talks went on in Geneva on Tuesday");
    for (headline, source, content) in [
        ("Minister: no deal before May", "Minister", "no deal before May"),
        ("No deal before May - minister", "minister", "No deal before May"),
        ("Talks to resume Monday, envoy says", "envoy", "Talks to resume Monday"),
        ("'We will not leave', rebel chief tells UN", "rebel chief", "'We will not leave'"),
    ] {
        assert_eq!(first(headline), [told(source, content), body.clone()], "{headline}");
    }
    assert_eq!(first("Geneva: the last days of talks"), [body]);
}

#[test]
fn a_speaker_is_named_by_the_whole_name() {
    let text =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/readme.txt")).expect("the example");
    let analysis = analyze(read_bytes(&text, &ReadOptions::default()).expect("a page of text"));
    let denial =
        analysis.statements.iter().find(|s| s.stance.as_deref() == Some("denies")).expect("a denial");
    assert_eq!(denial.source.map(|s| analysis.document.slice(s)), Some("South Sudan"));
    let speaker = denial.speaker.map(|id| analysis.entities.get(id).name.as_str());
    assert_eq!(speaker, Some("South Sudan"));
}

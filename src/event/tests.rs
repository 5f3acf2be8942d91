//! Acts read from trees written by hand: each construction once.

use super::Bound;
use super::fixture::{Report, report, short};
use crate::actor::{EntityId, EntityKind};
use crate::statement::{Form, Statement};

const ACTORS: [(&str, EntityKind); 9] = [
    ("Rebels", EntityKind::ArmedGroup),
    ("rebels", EntityKind::ArmedGroup),
    ("army", EntityKind::ArmedGroup),
    ("militia", EntityKind::ArmedGroup),
    ("troops", EntityKind::ArmedGroup),
    ("envoy", EntityKind::Person),
    ("Kano", EntityKind::Place),
    ("Oslo", EntityKind::Place),
    ("it", EntityKind::State),
];

fn read(trees: &str) -> Report {
    report(&short(trees), &ACTORS)
}

#[track_caller]
fn expect(trees: &str, wanted: &[&str]) {
    let report = read(trees);
    let shown: Vec<String> = report.events().iter().map(|e| report.show(e)).collect();
    assert_eq!(shown, wanted, "in: {}", report.doc.text());
}

#[test]
fn active_and_passive() {
    expect(
        "The/the/DET/2/det rebels/rebel/NOUN/3/nsubj attacked/attack/VERB.VBD/0/root troops/troop/NOUN/3/obj near/near/ADP/6/case Kano/Kano/PROPN/3/obl",
        &["ASSAULT attacked: rebels -> troops @Kano"],
    );
    expect(
        "Troops/troop/NOUN/3/nsubj:pass were/be/AUX/3/aux:pass attacked/attack/VERB.VBN/0/root by/by/ADP/5/case rebels/rebel/NOUN/3/obl:agent",
        &["ASSAULT attacked: rebels -> "],
    );
}

#[test]
fn control_and_promise() {
    expect(
        "Kenya/Kenya/PROPN/2/nsubj agreed/agree/VERB.VBD/0/root to/to/PART/4/mark withdraw/withdraw/VERB.VB/2/xcomp troops/troop/NOUN/4/obj",
        &["AGREE agreed: Kenya -> ", "RETREAT withdraw troops: Kenya ->  future"],
    );
    expect(
        "Kenya/Kenya/PROPN/2/nsubj urged/urge/VERB.VBD/0/root Uganda/Uganda/PROPN/2/obj to/to/PART/5/mark withdraw/withdraw/VERB.VB/2/xcomp",
        &["REQUEST urged: Kenya -> Uganda", "RETREAT withdraw: Uganda ->  hypothetical"],
    );
}

#[test]
fn accused_of_an_act() {
    expect(
        "Kenya/Kenya/PROPN/2/nsubj accused/accuse/VERB.VBD/0/root Uganda/Uganda/PROPN/2/obj of/of/SCONJ/5/mark shelling/shell/VERB.VBG/2/advcl Kano/Kano/PROPN/5/obj",
        &["ACCUSE accused: Kenya -> Uganda", "ASSAULT shelling: Uganda ->  @Kano"],
    );
}

#[test]
fn coordination_of_actors_verbs_and_recipients() {
    expect(
        "Kenya/Kenya/PROPN/4/nsubj and/and/CCONJ/3/cc Uganda/Uganda/PROPN/1/conj condemned/condemn/VERB.VBD/0/root the/the/DET/6/det rebels/rebel/NOUN/4/obj and/and/CCONJ/8/cc praised/praise/VERB.VBD/4/conj Ghana/Ghana/PROPN/8/obj",
        &["ACCUSE condemned: Kenya+Uganda -> rebels", "SUPPORT praised: Kenya+Uganda -> Ghana"],
    );
}

#[test]
fn relative_and_reduced_clauses() {
    expect(
        "The/the/DET/2/det rebels/rebel/NOUN/6/nsubj who/who/PRON/4/nsubj bombed/bomb/VERB.VBD/2/acl:relcl Kano/Kano/PROPN/4/obj surrendered/surrender/VERB.VBD/0/root",
        &["ASSAULT bombed: rebels ->  @Kano", "RETREAT surrendered: rebels -> "],
    );
    expect(
        "The/the/DET/2/det militia/militia/NOUN/8/nsubj ,/,/PUNCT/4/punct backed/back/VERB.VBN/2/acl by/by/ADP/6/case Ethiopia/Ethiopia/PROPN/4/obl ,/,/PUNCT/4/punct took/take/VERB.VBD/0/root Kano/Kano/PROPN/8/obj",
        &["AID backed: Ethiopia -> militia", "COERCE took: militia ->  @Kano"],
    );
}

#[test]
fn nominal_acts_and_light_verbs() {
    expect(
        "Chad/Chad/PROPN/2/nsubj launched/launch/VERB.VBD/0/root air/air/NOUN/4/compound strikes/strike/NOUN/2/obj against/against/ADP/7/case the/the/DET/7/det rebels/rebel/NOUN/4/nmod",
        &["ASSAULT launched air strikes: Chad -> rebels"],
    );
    expect(
        "Chad/Chad/PROPN/3/nmod:poss 's/'s/PART/1/case siege/siege/NOUN/6/nsubj of/of/ADP/5/case Kano/Kano/PROPN/3/nmod continued/continue/VERB.VBD/0/root",
        &["COERCE siege: Chad ->  @Kano"],
    );
}

#[test]
fn denied_refused_and_failed() {
    expect(
        "Chad/Chad/PROPN/4/nsubj did/do/AUX/4/aux not/not/PART/4/advmod attack/attack/VERB.VB/0/root Kenya/Kenya/PROPN/4/obj",
        &["ASSAULT attack: Chad -> Kenya negated"],
    );
    expect(
        "Chad/Chad/PROPN/2/nsubj refused/refuse/VERB.VBD/0/root to/to/PART/4/mark withdraw/withdraw/VERB.VB/2/xcomp",
        &["REJECT refused: Chad -> ", "RETREAT withdraw: Chad ->  negated"],
    );
    expect(
        "Chad/Chad/PROPN/2/nsubj failed/fail/VERB.VBD/0/root to/to/PART/4/mark cooperate/cooperate/VERB.VB/2/xcomp with/with/ADP/6/case Kenya/Kenya/PROPN/4/obl",
        &["COOPERATE cooperate: Chad -> Kenya negated"],
    );
}

#[test]
fn to_come_or_possible() {
    expect(
        "Kenya/Kenya/PROPN/3/nsubj will/will/AUX/3/aux meet/meet/VERB.VB/0/root Ghana/Ghana/PROPN/3/obj",
        &["CONSULT meet: Kenya -> Ghana future"],
    );
    expect(
        "Kenya/Kenya/PROPN/2/nsubj said/say/VERB.VBD/0/root it/it/PRON/5/nsubj would/would/AUX/5/aux withdraw/withdraw/VERB.VB/2/ccomp",
        &["RETREAT withdraw: it ->  future"],
    );
    expect(
        "Kenya/Kenya/PROPN/3/nsubj could/could/AUX/3/aux attack/attack/VERB.VB/0/root Ghana/Ghana/PROPN/3/obj",
        &["ASSAULT attack: Kenya -> Ghana hypothetical"],
    );
}

#[test]
fn halted_talks_are_one_act() {
    expect(
        "The/the/DET/2/det envoy/envoy/NOUN/3/nsubj froze/fro/VERB.VBD/0/root the/the/DET/5/det start/start/NOUN/3/obj of/of/ADP/9/case the/the/DET/9/det peace/peace/NOUN/9/compound talks/talk/NOUN/5/nmod",
        &["REJECT froze: envoy -> "],
    );
}

#[test]
fn metaphors_are_no_acts() {
    expect(
        "The/the/DET/2/det envoy/envoy/NOUN/3/nsubj attacked/attack/VERB.VBD/0/root the/the/DET/5/det budget/budget/NOUN/3/obj",
        &[],
    );
    expect(
        "A/a/DET/2/det storm/storm/NOUN/3/nsubj killed/kill/VERB.VBD/0/root nine/nine/NUM/5/nummod people/people/NOUN/3/obj in/in/ADP/7/case Kano/Kano/PROPN/3/obl",
        &[],
    );
}

#[test]
fn a_duty_in_somebodys_words_is_a_request() {
    let trees = "Chad/Chad/PROPN/3/nsubj must/must/AUX/3/aux withdraw/withdraw/VERB.VB/0/root";
    let mut with_speaker = report(&short(&format!("Kenya/Kenya/PROPN/0/root\n{trees}")), &ACTORS);
    let content = with_speaker.language.syntax.cover(1..4).unwrap();
    with_speaker.statements.push(Statement {
        source: None,
        speaker: Some(EntityId(0)),
        cue: None,
        content: vec![content],
        form: Form::Direct,
        addressee: None,
        stance: None,
        when: None,
        place: None,
        parent: None,
    });
    let events = with_speaker.events();
    let shown: Vec<String> = events.iter().map(|e| with_speaker.show(e)).collect();
    assert_eq!(shown, ["REQUEST must withdraw: Kenya -> Chad", "RETREAT withdraw: Chad ->  hypothetical"]);
    assert!(events.iter().all(|e| e.attributed_to.is_some()));
    // nobody says it: no request
    expect(trees, &["RETREAT withdraw: Chad ->  hypothetical"]);
}

#[test]
fn told_again_is_a_mention_and_deaths_are_counted() {
    let report = read(
        "Rebels/rebel/NOUN/2/nsubj attacked/attack/VERB.VBD/0/root the/the/DET/4/det army/army/NOUN/2/obj in/in/ADP/6/case Kano/Kano/PROPN/2/obl
         The/the/DET/2/det attack/attack/NOUN/3/nsubj killed/kill/VERB.VBD/0/root at/at/ADP/6/case least/least/ADJ/4/fixed 13/13/NUM/7/nummod people/people/NOUN/3/obj",
    );
    let events = report.events();
    assert_eq!(events.len(), 1, "{events:#?}");
    let dead = events[0].counts.dead.map(|d| (d.value, d.bound, report.doc.slice(d.evidence)));
    assert_eq!(dead, Some((Some(13), Bound::AtLeast, "at least 13")));
    let mentions: Vec<&str> = events[0].mentions.iter().map(|&m| report.doc.slice(m)).collect();
    assert_eq!(mentions, ["attack", "killed"]);
}

#[test]
fn hostile_trees_end() {
    // a word that heads itself through a ring of heads
    let ring = "a/attack/VERB.VBD/2/xcomp b/attack/VERB.VBD/3/conj c/attack/VERB.VBD/1/advcl Kenya/Kenya/PROPN/1/nsubj";
    let _ = read(ring).events();
    let deep: String = (1..400).map(|i| format!("call/call/VERB.VB/{}/xcomp ", i + 1)).collect();
    let _ = read(&format!("{deep} end/end/VERB.VB/0/root")).events();
}

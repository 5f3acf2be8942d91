//! The types, modes, contexts and CAMEO codes of the PLOVER manual, held against the codebook.

use std::collections::BTreeSet;

use super::Codebook;

// Types and their modes, from the tables of the manual (draft 2.0).
const MODES: [(&str, &str); 16] = [
    ("AGREE", ""),
    ("CONSULT", "visit third-party multilateral phone"),
    ("SUPPORT", ""),
    ("CONCEDE", ""),
    ("COOPERATE", ""),
    ("AID", ""),
    ("RETREAT", "withdraw release disarm ceasefire access resign"),
    ("REQUEST", "assist change yield meet"),
    ("ACCUSE", "disapprove investigate allege"),
    ("REJECT", "assist change yield meet"),
    ("THREATEN", "restrict arrest relations expel territory violence"),
    ("PROTEST", "demo riot strike hunger boycott obstruct vandalize"),
    ("SANCTION", "convict expel withdraw discontinue"),
    ("MOBILIZE", "troops weapons police militia"),
    ("COERCE", "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber"),
    (
        "ASSAULT",
        "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial \
         drone heavy-weapons crowd-control unconventional",
    ),
];

// The general contexts of the manual.
const CONTEXTS: &str = "military intelligence executive legislative election political_institutions \
    pro_democracy pro_autocracy economic legal reparations human_rights rights_freedoms repression \
    human_security gender lgbt religion_ethnicity inequality diplomatic territory peacekeeping health asylum \
    migration disasters natural_resource environment technology terrorism cbrn cyber misinformation crime \
    corruption illegal_drugs trafficking";

// Where the codebook departs from the crosswalk; the files' descriptions say why.
const DECIDED: [(&str, &str); 4] =
    [("0813", "CONCEDE"), ("0814", "CONCEDE"), ("116", "SANCTION"), ("163", "SANCTION")];
const DECIDED_RULE: &str = "RETREAT/resign";

// The type of a CAMEO code, after the crosswalk.
fn type_of(code: &str) -> Option<&'static str> {
    if let Some((_, decided)) = DECIDED.iter().find(|(decided, _)| *decided == code) {
        return Some(decided);
    }
    let begins = |list: &[&str]| list.iter().any(|p| code.starts_with(p));
    Some(match code {
        "1712" | "175" | "201" => "ASSAULT",
        "191" | "192" => "COERCE",
        _ if begins(&["084", "085", "086", "087"]) => "RETREAT",
        _ if begins(&["08"]) => "CONCEDE",
        _ if begins(&["03"]) => "AGREE",
        _ if begins(&["04"]) => "CONSULT",
        _ if begins(&["05"]) => "SUPPORT",
        _ if begins(&["06"]) => "COOPERATE",
        _ if begins(&["07"]) => "AID",
        _ if begins(&["09", "11"]) => "ACCUSE",
        _ if begins(&["10"]) => "REQUEST",
        _ if begins(&["12"]) => "REJECT",
        _ if begins(&["13"]) => "THREATEN",
        _ if begins(&["14"]) => "PROTEST",
        _ if begins(&["15"]) => "MOBILIZE",
        _ if begins(&["16"]) => "SANCTION",
        _ if begins(&["17"]) => "COERCE",
        _ if begins(&["18", "19", "20"]) => "ASSAULT",
        _ => return None,
    })
}

#[test]
fn every_mode_of_the_manual_is_given_and_no_other() {
    let book = Codebook::builtin().unwrap();
    assert_eq!(book.events().types().len(), MODES.len());
    for (name, modes) in MODES {
        let wanted: BTreeSet<&str> = modes.split_whitespace().collect();
        let rules = book.events().rules().iter().filter(|r| r.event_type == name);
        let given: BTreeSet<&str> = rules.filter_map(|r| r.mode.as_deref()).collect();
        let listed: BTreeSet<&str> = book.events().types()[name].modes.iter().map(String::as_str).collect();
        assert_eq!(given, wanted, "modes that rules of {name} give");
        assert_eq!(listed, wanted, "modes that {name}.toml lists");
    }
}

#[test]
fn the_contexts_are_those_of_the_manual() {
    let book = Codebook::builtin().unwrap();
    let wanted: BTreeSet<&str> = CONTEXTS.split_whitespace().collect();
    assert_eq!(wanted.len(), 37);
    assert_eq!(book.contexts().names(), wanted);
}

#[test]
fn codes_of_cameo_lead_back_to_the_type() {
    let book = Codebook::builtin().unwrap();
    for rule in book.events().rules().iter().filter(|r| r.id != DECIDED_RULE) {
        let Some(code) = rule.cameo.as_deref() else { continue };
        assert_eq!(type_of(code), Some(rule.event_type.as_str()), "{} has CAMEO {code}", rule.id);
    }
}

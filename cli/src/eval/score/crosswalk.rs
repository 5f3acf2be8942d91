//! What the labels of other schemes mean in PLOVER 2.

/// A label's PLOVER type, the types accepted in its place, and its mode if it fixes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crosswalk {
    /// The PLOVER type.
    pub event_type: &'static str,
    /// Types that the snippets of this label plainly tell too.
    pub also: &'static [&'static str],
    /// The mode, where the label fixes one.
    pub mode: Option<&'static str>,
}

const fn row(
    event_type: &'static str,
    also: &'static [&'static str],
    mode: Option<&'static str>,
) -> Crosswalk {
    Crosswalk { event_type, also, mode }
}

/// The meaning of a label of CASE 2021 (task 2); `None` for those that are not scored.
pub fn case2021(label: &str) -> Option<Crosswalk> {
    Some(match label {
        "ABDUCT_DISSAP" => row("ASSAULT", &[], Some("abduct")),
        "AGREEMENT" => row("AGREE", &["CONSULT", "COOPERATE", "RETREAT"], None),
        "AIR_STRIKE" => row("ASSAULT", &[], Some("aerial")),
        "ARMED_CLASH" | "ATTACK" | "FORCE_AGAINST_PROTEST" => row("ASSAULT", &[], None),
        "ARREST" => row("COERCE", &[], Some("arrest")),
        "ART_MISS_ATTACK" => row("ASSAULT", &[], Some("heavy-weapons")),
        "ATTRIB" => row("ACCUSE", &["REJECT"], None),
        "CHANGE_TO_GROUP_ACT" => row("MOBILIZE", &["RETREAT"], None),
        "CHEM_WEAP" => row("ASSAULT", &[], Some("unconventional")),
        "DIPLO" => row("SANCTION", &["ACCUSE", "REJECT", "REQUEST"], None),
        "DISR_WEAP" => row("COERCE", &[], Some("seize")),
        "GOV_REGAINS_TERIT" | "NON_STATE_ACTOR_OVERTAKES_TER" => row("COERCE", &["ASSAULT"], None),
        "GRENADE" | "REM_EXPLOS" => row("ASSAULT", &[], Some("explosives")),
        "HQ_ESTABLISHED" => row("MOBILIZE", &[], Some("troops")),
        "MOB_VIOL" | "PROPERTY_DISTRUCT" => row("ASSAULT", &["PROTEST"], None),
        "NON_VIOL_TERRIT_TRANSFER" => row("RETREAT", &[], Some("withdraw")),
        "PEACE_PROTEST" => row("PROTEST", &[], Some("demo")),
        "PROTEST_WITH_INTER" => row("PROTEST", &["COERCE"], Some("demo")),
        "SEX_VIOL" => row("ASSAULT", &[], Some("sexual")),
        "SUIC_BOMB" => row("ASSAULT", &[], Some("suicide-attack")),
        "VIOL_DEMONSTR" => row("PROTEST", &[], Some("riot")),
        _ => return None,
    })
}

/// PLV has one YIELD where PLOVER has CONCEDE and RETREAT.
pub fn plv(name: &str) -> &str {
    match name {
        "CONCEDE" | "RETREAT" => "YIELD",
        other => other,
    }
}

/// The PLOVER 2 name of a type of PLOVER's first drafts.
pub fn plover_draft<'a>(name: &'a str, mode: Option<&str>) -> &'a str {
    match (name, mode) {
        ("COERCE", Some("destroy" | "detain")) | ("FIGHT", _) => "ASSAULT",
        ("DEMAND", _) => "REQUEST",
        ("DISAPPROVE" | "INVESTIGATE", _) => "ACCUSE",
        (other, _) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_modes_of_coerce_that_are_assaults() {
        assert_eq!(plover_draft("COERCE", Some("destroy")), "ASSAULT");
        assert_eq!(plover_draft("COERCE", Some("arrest")), "COERCE");
        assert_eq!(plover_draft("COERCE", None), "COERCE");
        assert_eq!(plover_draft("INVESTIGATE", None), "ACCUSE");
        assert_eq!(plv("RETREAT"), "YIELD");
        assert_eq!(case2021("OTHER"), None);
    }
}

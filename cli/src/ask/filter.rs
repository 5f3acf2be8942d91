//! Filters of the command line to those of a store.

use dateline::codebook::Codebook;
use dateline::language::EVENT_TYPES;
use dateline_store::{Filter, Near, Who};
use jiff::civil::Date;

use crate::read::day;

/// Which events are meant. Several values of one option mean any of them; different options all hold.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct FilterArgs {
    /// Who acts: a name or part of one, an id, or a state and all who are of it
    #[arg(long, value_name = "NAME")]
    actor: Vec<String>,
    /// To or against whom
    #[arg(long, value_name = "NAME")]
    recipient: Vec<String>,
    /// Who takes part on either side (each of them, where several are given)
    #[arg(long, value_name = "NAME")]
    party: Vec<String>,
    /// PLOVER type: ASSAULT, CONSULT …
    #[arg(long = "type", value_name = "TYPE", value_parser = upper)]
    types: Vec<String>,
    /// PLOVER mode: ceasefire, airstrike …
    #[arg(long, value_name = "MODE")]
    mode: Vec<String>,
    /// PLOVER context: military, human_rights …
    #[arg(long, value_name = "CONTEXT")]
    context: Vec<String>,
    /// Country of the place, by its code (SYR) or name
    #[arg(long, value_name = "COUNTRY")]
    country: Vec<String>,
    /// Name of the place, or part of it
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Around a point: LAT,LON,KM; events known to a country alone are not meant
    #[arg(long, value_name = "LAT,LON,KM", value_parser = near, allow_hyphen_values = true)]
    near: Option<Near>,
    /// Event on or after this day; events without a date are left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    /// Event on or before this day; events without a date are left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Date>,
    /// Report published on or after this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    published_since: Option<Date>,
    /// Report published on or before this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    published_until: Option<Date>,
    /// Who is said to have said it
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// actual, future, hypothetical
    #[arg(long, value_name = "REALITY")]
    reality: Vec<String>,
    /// affirmed, negated
    #[arg(long, value_name = "POLARITY")]
    polarity: Vec<String>,
    /// current, historical
    #[arg(long, value_name = "RECENCY")]
    recency: Vec<String>,
    /// Score at least this, 0 to 1
    #[arg(long, value_name = "SCORE")]
    min_score: Option<f64>,
    /// Of this story: its id or the beginning of it
    #[arg(long, value_name = "ID")]
    story: Option<String>,
    /// Of this report: its id or the beginning of it
    #[arg(long, value_name = "ID")]
    report: Option<String>,
    /// This event: its id or the beginning of it
    #[arg(long, value_name = "ID")]
    event: Option<String>,
    /// Words of the report: all of them; "in quotes" as they stand, begin* as beginnings
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
}

fn upper(text: &str) -> Result<String, String> {
    let wanted = text.to_uppercase();
    if EVENT_TYPES.contains(&wanted.as_str()) {
        return Ok(wanted);
    }
    Err(format!("no PLOVER type is called so; they are {}", EVENT_TYPES.join(", ")))
}

fn near(text: &str) -> Result<Near, String> {
    let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
    match numbers[..] {
        [lat, lon, km] if lat.abs() <= 90.0 && lon.abs() <= 180.0 && km > 0.0 => Ok(Near { lat, lon, km }),
        _ => Err("a circle looks like 36.2,37.16,50: degrees north, degrees east, kilometres".to_owned()),
    }
}

impl FilterArgs {
    /// The filter, names of states understood.
    ///
    /// # Errors
    /// Where a country is not known.
    pub fn filter(&self, states: &States) -> Result<Filter, String> {
        let who = |names: &[String]| names.iter().map(|n| states.who(n)).collect();
        Ok(Filter {
            actors: who(&self.actor),
            recipients: who(&self.recipient),
            parties: who(&self.party),
            types: self.types.clone(),
            modes: self.mode.clone(),
            contexts: self.context.clone(),
            countries: self.country.iter().map(|c| states.country(c)).collect::<Result<_, _>>()?,
            place: self.place.clone(),
            near: self.near,
            since: self.since,
            until: self.until,
            published_since: self.published_since,
            published_until: self.published_until,
            speakers: who(&self.speaker),
            reality: self.reality.clone(),
            polarity: self.polarity.clone(),
            recency: self.recency.clone(),
            min_score: self.min_score,
            story: self.story.clone(),
            report: self.report.clone(),
            event: self.event.clone(),
            text: self.text.clone(),
            limit: None,
            offset: 0,
        })
    }
}

/// The names of states.
pub struct States(Codebook);

impl States {
    /// Those of the built-in codebook.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn builtin() -> Result<States, String> {
        Codebook::builtin().map(States).map_err(|e| format!("the built-in codebook: {e}"))
    }

    /// Somebody by name; of a state, with all who are of it.
    pub fn who(&self, name: &str) -> Who {
        Who { name: name.to_owned(), country: self.code(name) }
    }

    /// The code of a country that is given by code or name.
    ///
    /// # Errors
    /// Where there is none of the name.
    pub fn country(&self, name: &str) -> Result<String, String> {
        let code = self.code(name).or_else(|| self.code(&name.to_uppercase()));
        code.ok_or_else(|| format!("{name}: no such country: give its ISO code (SYR) or its name"))
    }

    fn code(&self, name: &str) -> Option<String> {
        let tables = self.0.actors();
        tables.state_of_code(name).or_else(|| tables.state(name)).map(|state| state.code.clone())
    }
}

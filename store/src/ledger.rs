//! The ledger of a store: worked out from the records whenever it is asked for, so that it is never stale.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dateline::ledger::{Owed, OwedTelling, Running, RunningTelling, Told, owed, running};
use dateline::story::WordWeights;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};

use crate::query::phrase;
use crate::{Store, StoreError, Who, body, day};

/// Tellings that one question may look at: each is compared with each.
const MOST: usize = 4000;
/// Reports further from what was asked for than this are not looked at, in days.
const NEAR: i64 = 370;

/// Which entries are asked for. What is empty asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerFilter {
    /// A word of the process's name or kind, or a party.
    pub process: Option<String>,
    /// Who owes.
    pub by: Option<Who>,
    /// First and last day due.
    pub due: Option<(Date, Date)>,
    /// Reports published not before.
    pub since: Option<Date>,
    /// Reports published not after; states are those of that day.
    pub until: Option<Date>,
}

/// Entries of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Ledger {
    /// Talks, ceasefires, sieges.
    pub processes: Vec<Running>,
    /// Promises, obligations, demands, deadlines.
    pub commitments: Vec<Owed>,
}

impl Store {
    /// The entries asked for: processes where a process is asked for or nothing is, commitments where a
    /// debtor or a day is asked for or nothing is.
    ///
    /// # Errors
    /// Where the store cannot be read, or more is asked for than can be compared at once.
    pub fn ledger(&self, filter: &LedgerFilter) -> Result<Ledger, StoreError> {
        let everything = filter.process.is_none() && filter.by.is_none() && filter.due.is_none();
        let weights = WordWeights::builtin();
        let mut ledger = Ledger::default();
        if everything || filter.process.is_some() {
            ledger.processes = self.processes(filter, &weights)?;
        }
        if everything || filter.by.is_some() || filter.due.is_some() {
            ledger.commitments = self.commitments(filter, &weights)?;
        }
        Ok(ledger)
    }

    fn processes(&self, filter: &LedgerFilter, weights: &WordWeights) -> Result<Vec<Running>, StoreError> {
        let mut sql =
            "SELECT p.id, p.kind, r.key, r.published FROM process p JOIN report r ON r.key = p.report
                       WHERE 1"
                .to_owned();
        let mut values = Vec::new();
        if let Some(process) = &filter.process {
            sql += " AND (p.kind = ?1 OR ' ' || p.name || ' ' LIKE '% ' || ?1 || ' %' OR p.report IN
                     (SELECT e.report FROM entity e WHERE e.actor IN
                      (SELECT rowid FROM actor_text WHERE actor_text MATCH ?2)))";
            values.extend([Value::from(process.clone()), Value::from(phrase(process))]);
        }
        self.within(&mut sql, &mut values, filter);
        let seeds = self.rows(&sql, &values)?;
        let wanted: BTreeSet<&str> = seeds.iter().map(|(id, ..)| id.as_str()).collect();
        let kinds: BTreeSet<&str> = seeds.iter().map(|(_, kind, ..)| kind.as_str()).collect();
        let reports = self.around(&seeds, filter, "process")?;
        let told = self.told(&reports, weights)?;
        let tellings: Vec<RunningTelling> = told
            .iter()
            .flat_map(|told| {
                told.record.processes.iter().map(move |process| RunningTelling { told, process })
            })
            .filter(|t| kinds.contains(t.process.kind.as_str()))
            .collect();
        self.not_too_many(tellings.len())?;
        let mut entries = running(&tellings);
        // what is asked for by a party must have it itself, not its report alone
        let asked = |r: &Running| {
            filter.process.as_ref().is_none_or(|word| {
                let word = word.to_lowercase();
                let has = |text: &String| text.to_lowercase().contains(&word);
                r.kind == word
                    || has(&r.name)
                    || r.parties.iter().chain(&r.mediators).chain(&r.venues).any(has)
            })
        };
        entries.retain(|r| r.tellings.iter().any(|t| wanted.contains(t.as_str())) && asked(r));
        Ok(entries)
    }

    fn commitments(&self, filter: &LedgerFilter, weights: &WordWeights) -> Result<Vec<Owed>, StoreError> {
        let mut sql =
            "SELECT c.id, c.kind, r.key, r.published FROM commitment c JOIN report r ON r.key = c.report
                       LEFT JOIN actor d ON d.key = c.debtor WHERE 1"
                .to_owned();
        let mut values = Vec::new();
        if let Some(by) = &filter.by {
            values.push(Value::from(phrase(&by.name)));
            let named = "SELECT rowid FROM actor_text WHERE actor_text MATCH";
            sql += &format!(" AND (c.debtor IN ({named} ?{})", values.len());
            // of a state, whoever is of it
            if let Some(country) = &by.country {
                values.push(Value::from(country.clone()));
                sql += &format!(" OR d.country = ?{}", values.len());
            }
            sql += ")";
        }
        if let Some((first, last)) = filter.due {
            values.extend([Value::from(day::number(first)), Value::from(day::number(last))]);
            sql += &format!(" AND c.due BETWEEN ?{} AND ?{}", values.len() - 1, values.len());
        }
        self.within(&mut sql, &mut values, filter);
        let seeds = self.rows(&sql, &values)?;
        let wanted: BTreeSet<&str> = seeds.iter().map(|(id, ..)| id.as_str()).collect();
        let reports = self.around(&seeds, filter, "commitment")?;
        let told = self.told(&reports, weights)?;
        let tellings: Vec<OwedTelling> = told
            .iter()
            .flat_map(|told| {
                told.record.commitments.iter().map(move |commitment| OwedTelling { told, commitment })
            })
            .collect();
        self.not_too_many(tellings.len())?;
        let asked = |t: &OwedTelling| wanted.contains(t.commitment.id.as_str());
        Ok(owed(&tellings, &told.iter().collect::<Vec<_>>(), &asked))
    }

    fn within(&self, sql: &mut String, values: &mut Vec<Value>, filter: &LedgerFilter) {
        for (condition, day_) in [("r.published >= ", filter.since), ("r.published <= ", filter.until)] {
            if let Some(day_) = day_ {
                values.push(Value::from(day::number(day_)));
                *sql += &format!(" AND {condition}?{}", values.len());
            }
        }
    }

    #[allow(clippy::type_complexity, reason = "id, kind, report, day of publication")]
    fn rows(
        &self,
        sql: &str,
        values: &[Value],
    ) -> Result<Vec<(String, String, i64, Option<i64>)>, StoreError> {
        let rows = || {
            let mut statement = self.db.prepare(sql)?;
            let rows = statement.query_map(params_from_iter(values.iter()), |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        rows().map_err(|e| self.error(e))
    }

    /// The reports of what was found, and those near them in time that name one of their actors and may
    /// tell how it went on.
    fn around(
        &self,
        seeds: &[(String, String, i64, Option<i64>)],
        filter: &LedgerFilter,
        table: &str,
    ) -> Result<BTreeSet<i64>, StoreError> {
        let mut reports: BTreeSet<i64> = seeds.iter().map(|(_, _, report, _)| *report).collect();
        self.not_too_many(reports.len())?;
        let until = filter.until.map_or(i64::MAX, day::number);
        // processes go on in reports that have one of their own; what is owed may be done in any
        let having = if table == "process" { "AND r.key IN (SELECT report FROM process)" } else { "" };
        let sql = format!(
            "SELECT DISTINCT r.key FROM entity s JOIN actor sa ON sa.key = s.actor
             JOIN entity o ON o.actor = s.actor JOIN report r ON r.key = o.report
             WHERE s.report = ?1 AND sa.kind <> 'people' AND r.published BETWEEN ?2 - {NEAR} AND ?2 + {NEAR}
             AND r.published <= ?3 {having}"
        );
        let near: BTreeMap<i64, Option<i64>> = seeds.iter().map(|(_, _, r, day)| (*r, *day)).collect();
        let find = |report: i64, published: i64| {
            let mut statement = self.db.prepare_cached(&sql)?;
            statement
                .query_map(params![report, published, until], |row| row.get(0))?
                .collect::<Result<Vec<i64>, _>>()
        };
        for (report, published) in near {
            if let Some(published) = published {
                reports.extend(find(report, published).map_err(|e| self.error(e))?);
                self.not_too_many(reports.len())?;
            }
        }
        Ok(reports)
    }

    fn told(&self, reports: &BTreeSet<i64>, weights: &WordWeights) -> Result<Vec<Told>, StoreError> {
        let one = |key: &i64| body::current(&self.db, *key).map_err(|fault| fault.of(&self.file));
        reports.iter().map(|key| Ok(Told::of(Arc::new(one(key)?), weights))).collect()
    }

    fn not_too_many(&self, found: usize) -> Result<(), StoreError> {
        if found <= MOST {
            return Ok(());
        }
        let why = format!(
            "{found} tellings are too many to compare at once ({MOST}): ask for a process, an actor or fewer days"
        );
        Err(StoreError::Query(why))
    }
}

//! Reports and their codings: the current one, and those of earlier coders.

use dateline::record::DocumentRecord;
use rusqlite::params;

use crate::{Store, StoreError, body};

/// A coder whose codings a store holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CoderInfo {
    /// Its number in the store, from 1, in order of first use.
    pub number: i64,
    /// Version of the engine.
    pub engine: String,
    /// Digest of the codebook.
    pub codebook: String,
    /// Digest of the model.
    pub model: String,
    /// Number of the form of its records.
    pub schema: u32,
    /// How many reports it coded.
    pub codings: u64,
    /// How many of those codings are current.
    pub current: u64,
}

impl Store {
    /// The coders, in order of first use.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn coders(&self) -> Result<Vec<CoderInfo>, StoreError> {
        let sql =
            "SELECT c.key, c.engine, c.codebook, c.model, c.schema, count(g.key), ifnull(sum(g.current), 0)
                   FROM coder c LEFT JOIN coding g ON g.coder = c.key GROUP BY c.key ORDER BY c.key";
        let rows = || {
            let mut statement = self.db.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(CoderInfo {
                    number: row.get(0)?,
                    engine: row.get(1)?,
                    codebook: row.get(2)?,
                    model: row.get(3)?,
                    schema: row.get(4)?,
                    codings: row.get::<_, i64>(5)?.unsigned_abs(),
                    current: row.get::<_, i64>(6)?.unsigned_abs(),
                })
            })?;
            rows.collect::<Result<Vec<_>, _>>()
        };
        rows().map_err(|e| self.error(e))
    }

    /// The records of a report as the current coding has them; `None` where there is no such report.
    ///
    /// # Errors
    /// Where the store cannot be read or the records are damaged.
    pub fn records(&self, report: &str) -> Result<Option<DocumentRecord>, StoreError> {
        body::records(&self.db, "r.id = ? AND g.current", [report]).map_err(|fault| fault.of(&self.file))
    }

    /// The records of a report as one coder made them.
    ///
    /// # Errors
    /// Where the store cannot be read or the records are damaged.
    pub fn records_by(&self, report: &str, coder: i64) -> Result<Option<DocumentRecord>, StoreError> {
        let found = body::records(&self.db, "r.id = ? AND g.coder = ?", params![report, coder]);
        found.map_err(|fault| fault.of(&self.file))
    }

    /// Ids of the reports that both coders coded, in the order in which they were taken.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn coded_by_both(&self, one: i64, other: i64) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT r.id FROM report r JOIN coding a ON a.report = r.key AND a.coder = ?
                   JOIN coding b ON b.report = r.key AND b.coder = ? ORDER BY r.key";
        self.strings(sql, params![one, other])
    }

    /// The day on which the last report was published.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn last_day(&self) -> Result<Option<jiff::civil::Date>, StoreError> {
        let last =
            self.db.query_row("SELECT max(published) FROM report", [], |row| row.get::<_, Option<i64>>(0));
        Ok(last.map_err(|e| self.error(e))?.and_then(crate::day::date))
    }

    /// Ids of all reports, in the order in which they were taken.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn report_ids(&self) -> Result<Vec<String>, StoreError> {
        self.strings("SELECT id FROM report ORDER BY key", [])
    }

    fn strings(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<String>, StoreError> {
        let rows = || {
            let mut statement = self.db.prepare_cached(sql)?;
            statement.query_map(values, |row| row.get(0))?.collect::<Result<Vec<_>, _>>()
        };
        rows().map_err(|e| self.error(e))
    }
}

//! SQL of a user's own, which can only read.

use std::time::{Duration, Instant};

use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Error, ErrorCode};
use serde_json::{Value, json};

use crate::{Store, StoreError};

/// Steps of SQLite's machine between two looks at the clock.
const STEPS: i32 = 100_000;

/// Pragmas that ask something by what is written in brackets; all others set what is written there.
const ASKED: [&str; 10] = [
    "table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "index_xinfo",
    "foreign_key_list",
    "foreign_key_check",
    "integrity_check",
    "quick_check",
];

/// What a statement gives.
#[derive(Debug, Clone, PartialEq)]
pub struct SqlRows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

impl Store {
    /// What one statement gives. It is refused if it would write, and stopped after `limit`.
    ///
    /// # Errors
    /// What SQLite says of it; that it writes; that it took too long.
    ///
    /// ```
    /// use dateline_store::Store;
    /// use std::time::Duration;
    ///
    /// let mut store = Store::in_memory()?;
    /// let rows = store.sql("SELECT count(*) AS n FROM events", Duration::from_secs(5))?;
    /// assert_eq!((rows.columns[0].as_str(), &rows.rows[0][0]), ("n", &0.into()));
    /// assert!(store.sql("DELETE FROM report", Duration::from_secs(5)).is_err());
    /// # Ok::<(), dateline_store::StoreError>(())
    /// ```
    pub fn sql(&mut self, sql: &str, limit: Duration) -> Result<SqlRows, StoreError> {
        let begun = Instant::now();
        let handler = move || begun.elapsed() > limit;
        self.db.progress_handler(STEPS, Some(handler)).map_err(|e| self.error(e))?;
        self.db
            .authorizer(Some(|asked: AuthContext<'_>| allowed(asked.action)))
            .map_err(|e| self.error(e))?;
        let result = self.rows_of(sql);
        self.db.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).map_err(|e| self.error(e))?;
        self.db.progress_handler(0, None::<fn() -> bool>).map_err(|e| self.error(e))?;
        result.map_err(|error| StoreError::Query(why(&error, limit)))
    }

    fn rows_of(&self, sql: &str) -> rusqlite::Result<SqlRows> {
        // one after the other: Connection::prepare calls itself for all that follow, as deep as they are many
        let mut statements = Batch::new(&self.db, sql);
        let mut statement = statements.next()?.ok_or(Error::Empty)?;
        if !matches!(statements.next(), Ok(None)) {
            return Err(Error::MultipleStatement);
        }
        if !statement.readonly() {
            return Err(Error::InvalidQuery);
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut out = Vec::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let cells = (0..columns.len()).map(|c| row.get_ref(c).map(json_of));
            out.push(cells.collect::<Result<_, _>>()?);
        }
        drop(rows);
        Ok(SqlRows { columns, rows: out })
    }
}

/// Why there are no rows, with the cure.
fn why(error: &Error, limit: Duration) -> String {
    match (error, error.sqlite_error_code()) {
        (Error::InvalidQuery, _) | (_, Some(ErrorCode::AuthorizationForStatementDenied)) => {
            "a store is only read by SQL: ask with SELECT".to_owned()
        }
        (Error::MultipleStatement, _) => "these are several statements: give one at a time".to_owned(),
        (Error::Empty, _) => "this is no statement: ask with SELECT".to_owned(),
        (_, Some(ErrorCode::OperationInterrupted)) => {
            format!("stopped after {} s: ask for less, or give it longer by --timeout", limit.as_secs())
        }
        _ => error.to_string(),
    }
}

/// What a statement may do beside reading: what SQLite calls no writing can still open files, change the
/// connection, or leave a transaction open.
fn allowed(action: AuthAction<'_>) -> Authorization {
    match action {
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => Authorization::Deny,
        AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => Authorization::Deny,
        AuthAction::Pragma { pragma_name, pragma_value } => match pragma_value {
            Some(_) if !ASKED.iter().any(|a| a.eq_ignore_ascii_case(pragma_name)) => Authorization::Deny,
            _ => Authorization::Allow,
        },
        _ => Authorization::Allow,
    }
}

fn json_of(value: ValueRef) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => json!(n),
        ValueRef::Real(n) => json!(n),
        ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => json!(format!("{} bytes", bytes.len())),
    }
}

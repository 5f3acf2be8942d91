//! What can go wrong while records are written, with the cure.

use std::io;

use crate::format::Format;

/// Records could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The format was left out when the program was built.
    #[error("{0} is not in this build: build dateline-export with its feature of that name, or take csv")]
    NotBuilt(Format),
    /// The output does not take what is written.
    #[error("cannot write the output: {0}")]
    Write(#[from] io::Error),
    /// A record does not go into JSON.
    #[error("report {report}: a record does not go into JSON: {source}")]
    Json {
        /// Id of the report.
        report: String,
        /// What the serialiser says.
        source: serde_json::Error,
    },
    /// The Parquet writer refuses.
    #[cfg(feature = "parquet")]
    #[error("cannot write the Parquet file: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// Columns do not fit together.
    #[cfg(feature = "parquet")]
    #[error("cannot write the Parquet file: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
}

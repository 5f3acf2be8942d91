//! How much of a hostile file is held or gone through.

/// What one report may take. Everything else that is held or skipped is bounded by a multiple of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one report, packed or unpacked, of one line, and of one feed. 64 MiB by default.
    pub max_report: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_report: 64 << 20 }
    }
}

impl Limits {
    /// Bytes that may be unpacked only to be thrown away, before the next part is looked for instead.
    pub(crate) fn max_skip(&self) -> u64 {
        16 * self.max_report as u64
    }

    /// Bytes of one unpacked page of a table; a page holds the texts of many rows.
    pub(crate) fn max_page(&self) -> usize {
        self.max_report.saturating_mul(8)
    }

    /// The limit as people write it.
    pub(crate) fn words(&self) -> String {
        let bytes = self.max_report;
        match bytes {
            _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
            _ => format!("{bytes} bytes"),
        }
    }
}

//! The machine and the day, as a run of benchmarks is named.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What figures depend on beside the code.
pub struct Machine {
    /// Day of the run, UTC.
    pub date: String,
    /// The processor's name.
    pub processor: String,
    /// Logical processors to be had.
    pub cores: usize,
}

impl Machine {
    /// `2026-01-31-intel-xeon-platinum-2-cores`.
    pub fn slug(&self) -> String {
        format!("{}-{}-{}-cores", self.date, slug(&self.processor), self.cores)
    }
}

/// This machine, today.
pub fn this() -> Machine {
    Machine {
        date: TimeZone::UTC.to_datetime(Timestamp::now()).date().to_string(),
        processor: processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
    }
}

fn processor() -> Option<String> {
    let info = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find(|l| l.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// Lower-case letters and digits, the rest as single hyphens; trade marks left out.
fn slug(name: &str) -> String {
    let name = name.to_lowercase().replace("(r)", " ").replace("(tm)", " ");
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    words.filter(|w| *w != "cpu").collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_for_a_folder() {
        assert_eq!(slug("Intel(R) Xeon(R) CPU @ 2.20GHz"), "intel-xeon-2-20ghz");
        assert!(this().slug().ends_with("-cores"));
    }
}

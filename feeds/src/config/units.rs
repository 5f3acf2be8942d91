//! Durations and sizes as people write them: `90s`, `15m`, `8 MiB`.

use std::time::Duration;

/// No duration of a watch is longer: a slip of the pen would otherwise mean never.
pub const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// No page and no feed may be larger, for each is held in memory.
pub const LARGEST: u64 = 1 << 30;

/// Reads `50ms`, `2s`, `1.5 h`; units are ms, s, m, h and d.
pub fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = split(text);
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "d" => 86400.0,
        _ => return Err(format!("`{text}` is no duration")),
    };
    let number = plain_number(number).ok_or_else(|| format!("`{text}` is no duration"))?;
    let found = Duration::try_from_secs_f64(number * seconds).ok().filter(|d| *d <= LONGEST);
    found.ok_or_else(|| format!("`{text}` is longer than a year"))
}

/// Reads `8 MiB`, `500 kB`, `1000 B`; the result is in bytes.
pub fn size(text: &str) -> Result<u64, String> {
    let (number, unit) = split(text);
    let bytes = match unit.to_ascii_lowercase().as_str() {
        "b" => 1.0,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        "kib" => 1024.0,
        "mib" => 1024.0 * 1024.0,
        "gib" => 1024.0 * 1024.0 * 1024.0,
        _ => return Err(format!("`{text}` is no size")),
    };
    let number = plain_number(number).ok_or_else(|| format!("`{text}` is no size"))?;
    let found = (number * bytes).round();
    if found > LARGEST as f64 {
        return Err(format!("`{text}` is more than 1 GiB"));
    }
    Ok(found as u64)
}

/// A size in the largest unit that leaves a short number: `8 MiB`, `500 KiB`, `12 B`.
pub fn show_size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1024 => return format!("{bytes} B"),
        1024..1_048_576 => (1024.0, "KiB"),
        1_048_576..1_073_741_824 => (1_048_576.0, "MiB"),
        _ => (1_073_741_824.0, "GiB"),
    };
    let number = format!("{:.1}", bytes as f64 / unit);
    format!("{} {name}", number.trim_end_matches(".0"))
}

fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    (&text[..end], text[end..].trim())
}

/// Digits with at most one point; what else `f64` reads (signs, exponents, `inf`) has no place here.
fn plain_number(text: &str) -> Option<f64> {
    let digits = text.starts_with(|c: char| c.is_ascii_digit()) && text.len() <= 18;
    if digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        assert_eq!(duration("50ms"), Ok(Duration::from_millis(50)));
        assert_eq!(duration("1.5 h"), Ok(Duration::from_secs(5400)));
        assert_eq!(duration(" 15m "), Ok(Duration::from_secs(900)));
        for wrong in ["", "s", "15", "15 weeks", "-1s", "1e9s", "400d", ".5s", "1.2.3s", "inf s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sizes_are_read() {
        assert_eq!(size("8 MiB"), Ok(8 << 20));
        assert_eq!(size("500kB"), Ok(500_000));
        assert_eq!(size("12 B"), Ok(12));
        for wrong in ["8", "8 M", "2 GiB", "99999999999999999999 MiB", "MiB"] {
            assert!(size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sizes_are_shown() {
        assert_eq!(show_size(8 << 20), "8 MiB");
        assert_eq!(show_size(1536), "1.5 KiB");
        assert_eq!(show_size(12), "12 B");
    }
}

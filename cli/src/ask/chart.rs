//! Small charts of numbers in a terminal: one block a number.

/// Heights of blocks, from nothing to full.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A row of blocks, the highest number full; what is not nothing is never drawn as nothing.
pub fn sparkline(numbers: &[u64]) -> String {
    let most = numbers.iter().copied().max().unwrap_or(0).max(1);
    let block = |n: u64| if n == 0 { 0 } else { (n * 8 / most).max(1) as usize };
    numbers.iter().map(|&n| BLOCKS[block(n)]).collect()
}

/// A bar as long as its share of `most`, of `width` characters at most.
pub fn bar(number: u64, most: u64, width: usize) -> String {
    let eighths = number as usize * width * 8 / most.max(1) as usize;
    let mut out = BLOCKS[8].to_string().repeat(eighths / 8);
    // the lying blocks go from the left: an eighth is at least seen
    let rest = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    match eighths % 8 {
        0 if number > 0 && out.is_empty() => out.push(rest[0]),
        0 => {}
        n => out.push(rest[n - 1]),
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_follow_numbers() {
        assert_eq!(sparkline(&[0, 1, 4, 8]), " ▁▄█");
        assert_eq!(sparkline(&[0, 1, 1000]), " ▁█");
        assert_eq!(bar(4, 8, 4), "██");
        assert_eq!(bar(1, 1000, 10), "▏");
        assert_eq!(bar(0, 8, 4), "");
    }
}

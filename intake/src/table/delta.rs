//! Checks of delta-encoded pages, whose heads claim how many values they hold. The decoder makes room for
//! as many as are claimed.

/// Values of a block that a writer would choose; all that are known choose 128 to 2048.
const LARGEST_BLOCK: u64 = 1 << 16;

/// Whether each run of lengths at the start of `values` claims no more than `most`.
pub(super) fn lengths_fit(values: &[u8], most: u32, runs: usize) -> bool {
    let mut rest = values;
    for run in 0..runs {
        let last = run + 1 == runs;
        match run_of_lengths(rest, most, last) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}

/// What stands behind a run of delta-packed numbers; with `head_only` just whether its head is sound.
fn run_of_lengths(bytes: &[u8], most: u32, head_only: bool) -> Option<&[u8]> {
    let (block, rest) = unsigned(bytes)?;
    let (minis, rest) = unsigned(rest)?;
    let (count, rest) = unsigned(rest)?;
    let (_first, mut rest) = unsigned(rest)?;
    let sound = (1..=LARGEST_BLOCK).contains(&block) && minis > 0 && block.is_multiple_of(minis);
    if !sound || count > u64::from(most) || head_only {
        return sound.then_some(rest).filter(|_| count <= u64::from(most));
    }
    let in_mini = block / minis;
    let mut left = count.saturating_sub(1);
    while left > 0 {
        let (_least, after) = unsigned(rest)?;
        let (widths, mut after) = after.split_at_checked(usize::try_from(minis).ok()?)?;
        for width in widths {
            if left > 0 {
                after = after.get(usize::try_from(u64::from(*width) * in_mini / 8).ok()?..)?;
                left = left.saturating_sub(in_mini);
            }
        }
        rest = after;
    }
    Some(rest)
}

fn unsigned(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f).checked_shl(7 * at as u32)?;
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_compared() {
        // blocks of 128 in 4 parts, 3 values from 5 on: least 0, widths 8 0 0 0, 32 bytes, then the next run
        let first = [&[0x80, 1, 4, 3, 10, 0, 8, 0, 0, 0][..], &[0; 32]].concat();
        let second = [0x80, 1, 4, 200, 1, 0];
        let both = [&first[..], &second].concat();
        assert!(lengths_fit(&both, 200, 2));
        assert!(!lengths_fit(&both, 199, 2));
        assert!(lengths_fit(&both, 3, 1) && !lengths_fit(&both, 2, 1));
        assert!(!lengths_fit(&[], 9, 1));
        assert!(!lengths_fit(&[0x80, 1, 0, 3, 0], 9, 1), "no parts");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..100), runs in 1..3usize) {
            lengths_fit(&bytes, 1000, runs);
        }
    }
}

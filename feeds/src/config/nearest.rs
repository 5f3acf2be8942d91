//! The known word that a mistyped one most likely stands for.

/// The word of `known` nearest to `word`, if it is near enough to be meant.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase().replace('-', "_");
    let reach = (word.chars().count() / 3).max(1);
    let scored = known.iter().map(|k| (distance(&word, k, reach), *k));
    scored.filter(|(far, _)| *far <= reach).min_by_key(|(far, _)| *far).map(|(_, k)| k)
}

/// Letters to insert, delete or change on the way from `a` to `b`; more than `reach` if lengths tell so.
fn distance(a: &str, b: &str, reach: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > reach {
        return reach + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_recognised() {
        let known = ["every", "delay", "timeout", "max_page"];
        assert_eq!(nearest("evry", &known), Some("every"));
        assert_eq!(nearest("max-page", &known), Some("max_page"));
        assert_eq!(nearest("Timeout", &known), Some("timeout"));
        assert_eq!(nearest("colour", &known), None);
        assert_eq!(nearest("", &known), None);
    }
}

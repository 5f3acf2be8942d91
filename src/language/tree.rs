//! The best dependency tree of a sentence from its arc scores.

/// Heads (`None` for the root) of the best tree with one root.
///
/// `arc(d, h)` scores `h` as the head of `d`; `root(d)` scores `d` as the root.
/// Each word takes its best head first; only where that leaves a cycle or
/// several roots is the tree searched (Chu-Liu and Edmonds), for every likely root.
pub(super) fn best_tree(
    n: usize,
    arc: impl Fn(usize, usize) -> f32,
    root: impl Fn(usize) -> f32,
) -> Vec<Option<usize>> {
    if n == 0 {
        return Vec::new();
    }
    // scores[d][h] with h = n for the root
    let scores: Vec<Vec<f32>> = (0..n)
        .map(|d| {
            let mut row: Vec<f32> = (0..n).map(|h| if h == d { f32::MIN } else { arc(d, h) }).collect();
            row.push(root(d));
            row
        })
        .collect();
    let greedy: Vec<usize> = scores.iter().map(|row| dateline_model::argmax(row)).collect();
    let heads = if is_tree(&greedy, n) { greedy } else { search(&scores, n) };
    heads.into_iter().map(|h| (h < n).then_some(h)).collect()
}

fn is_tree(heads: &[usize], n: usize) -> bool {
    heads.iter().filter(|&&h| h == n).count() == 1 && find_cycle(heads, n).is_none()
}

/// The words of a cycle among `heads`, if there is one; `root` ends every path.
fn find_cycle(heads: &[usize], root: usize) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        while at != root && seen[at] == 0 {
            seen[at] = start + 1;
            at = heads[at];
        }
        if at != root && seen[at] == start + 1 {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

/// The best tree under each of the most likely roots; the best of those.
fn search(scores: &[Vec<f32>], n: usize) -> Vec<usize> {
    let mut roots: Vec<usize> = (0..n).collect();
    roots.sort_by(|&a, &b| scores[b][n].total_cmp(&scores[a][n]).then(a.cmp(&b)));
    // sentences are bounded by the window, and a root outside the best few never wins
    roots.truncate(5);
    let total = |heads: &[usize]| heads.iter().enumerate().map(|(d, &h)| scores[d][h]).sum::<f32>();
    let mut best: Option<(f32, Vec<usize>)> = None;
    for root in roots {
        let heads = rooted(scores, n, root);
        let sum = total(&heads);
        if best.as_ref().is_none_or(|(b, _)| sum > *b) {
            best = Some((sum, heads));
        }
    }
    best.map(|(_, heads)| heads).unwrap_or_default()
}

/// The best tree in which `root` alone hangs on the root.
fn rooted(scores: &[Vec<f32>], n: usize, root: usize) -> Vec<usize> {
    let mut graph: Vec<Vec<f32>> = scores.to_vec();
    for (d, row) in graph.iter_mut().enumerate() {
        if d == root {
            row[..n].fill(f32::MIN);
        } else {
            row[n] = f32::MIN;
        }
    }
    contract(&graph)
}

/// Chu-Liu-Edmonds over `scores[d][h]`, the last column being the root.
fn contract(scores: &[Vec<f32>]) -> Vec<usize> {
    let n = scores.len();
    let heads: Vec<usize> = scores.iter().map(|row| dateline_model::argmax(row)).collect();
    let Some(cycle) = find_cycle(&heads, n) else { return heads };
    // the cycle becomes one node, the last of the smaller graph
    let outside: Vec<usize> = (0..n).filter(|i| !cycle.contains(i)).collect();
    let m = outside.len();
    let mut small = vec![vec![f32::MIN; m + 2]; m + 1];
    let mut leave = vec![0usize; m]; // for each outside word, its best head in the cycle
    let mut enter = vec![0usize; m + 1]; // for each outside head (the root last), the cycle word it takes
    for (a, &d) in outside.iter().enumerate() {
        for (b, &h) in outside.iter().enumerate() {
            small[a][b] = scores[d][h];
        }
        small[a][m + 1] = scores[d][n];
        for &c in &cycle {
            if scores[d][c] > small[a][m] {
                small[a][m] = scores[d][c];
                leave[a] = c;
            }
        }
        if small[a][m] == f32::MIN {
            leave[a] = cycle[0];
        }
    }
    for (b, h) in outside.iter().copied().chain([n]).enumerate() {
        let column = if b == m { m + 1 } else { b };
        enter[b] = cycle[0];
        for &c in &cycle {
            let gain = if scores[c][h] == f32::MIN { f32::MIN } else { scores[c][h] - scores[c][heads[c]] };
            if gain > small[m][column] {
                small[m][column] = gain;
                enter[b] = c;
            }
        }
    }
    let inner = contract(&small);
    let mut out = heads.clone();
    for (a, &d) in outside.iter().enumerate() {
        out[d] = match inner[a] {
            b if b < m => outside[b],
            b if b == m => leave[a],
            _ => n,
        };
    }
    let into = inner[m];
    let (from, slot) = if into < m { (outside[into], into) } else { (n, m) };
    out[enter[slot]] = from;
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(heads: &[Option<usize>], s: &[Vec<f32>]) -> f32 {
        let n = s.len();
        heads.iter().enumerate().map(|(d, h)| s[d][h.unwrap_or(n)]).sum()
    }

    fn all_trees(n: usize) -> Vec<Vec<usize>> {
        let mut out = vec![vec![]];
        for _ in 0..n {
            out = out
                .into_iter()
                .flat_map(|t: Vec<usize>| (0..=n).map(move |h| [t.clone(), vec![h]].concat()))
                .collect();
        }
        out.retain(|t| t.iter().enumerate().all(|(d, &h)| h != d) && is_tree(t, n));
        out
    }

    proptest! {
        #[test]
        fn finds_the_best_of_all_trees(cells in proptest::collection::vec(-50i32..50, 20)) {
            let n = 4;
            let s: Vec<Vec<f32>> = cells.chunks(5).map(|r| r.iter().map(|&v| v as f32).collect()).collect();
            let found = best_tree(n, |d, h| s[d][h], |d| s[d][n]);
            let plain: Vec<usize> = found.iter().map(|h| h.unwrap_or(n)).collect();
            prop_assert!(is_tree(&plain, n));
            let best = all_trees(n)
                .iter()
                .map(|t| t.iter().enumerate().map(|(d, &h)| s[d][h]).sum::<f32>())
                .fold(f32::MIN, f32::max);
            prop_assert_eq!(total(&found, &s), best);
        }
    }
}

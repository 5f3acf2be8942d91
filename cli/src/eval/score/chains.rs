//! Coreference: MUC, B³ and CEAFe, summed over documents.

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::measure::{harmonic, mean, ratio};

/// The mentions that refer to one thing.
pub type Chain<M> = BTreeSet<M>;

/// Groups (mention, chain id) pairs into chains, in order of first mention.
pub fn chains_of<M: Ord, C: Ord>(items: impl IntoIterator<Item = (M, C)>, least: usize) -> Vec<Chain<M>> {
    let mut place: BTreeMap<C, usize> = BTreeMap::new();
    let mut chains: Vec<(usize, Chain<M>)> = Vec::new();
    for (mention, chain) in items {
        let next = chains.len();
        let at = *place.entry(chain).or_insert(next);
        if at == next {
            chains.push((0, Chain::new()));
        }
        chains[at].0 += 1;
        chains[at].1.insert(mention);
    }
    chains.into_iter().filter(|(mentions, _)| *mentions >= least).map(|(_, chain)| chain).collect()
}

/// What recall and precision of one measure divide.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    recall: (f64, f64),
    precision: (f64, f64),
}

impl Parts {
    fn f1(&self) -> Option<f64> {
        harmonic(ratio(self.precision.0, self.precision.1), ratio(self.recall.0, self.recall.1))
    }
}

/// Sums over documents.
#[derive(Debug, Clone, Copy, Default)]
pub struct Coreference {
    muc: Parts,
    b3: Parts,
    ceafe: Parts,
}

impl Coreference {
    /// Adds one document: its gold chains and its predicted chains.
    pub fn add<M: Ord>(&mut self, gold: &[Chain<M>], predicted: &[Chain<M>]) {
        let ((muc, muc_whole), (b3, b3_whole)) = links(gold, predicted);
        add(&mut self.muc.recall, muc, muc_whole);
        add(&mut self.b3.recall, b3, b3_whole);
        let ((muc, muc_whole), (b3, b3_whole)) = links(predicted, gold);
        add(&mut self.muc.precision, muc, muc_whole);
        add(&mut self.b3.precision, b3, b3_whole);
        let alike = similarity(gold, predicted);
        add(&mut self.ceafe.recall, alike, gold.len() as f64);
        add(&mut self.ceafe.precision, alike, predicted.len() as f64);
    }

    /// The three F1 and their mean, under names that begin with `prefix`.
    pub fn metrics(&self, prefix: &str) -> Vec<(String, Option<f64>)> {
        let three = [("muc", self.muc.f1()), ("b3", self.b3.f1()), ("ceafe", self.ceafe.f1())];
        let all: Option<Vec<f64>> = three.iter().map(|(_, value)| *value).collect();
        let named = three.iter().map(|(name, value)| (format!("{prefix}.{name}_f1"), *value));
        named.chain([(format!("{prefix}.conll_f1"), all.and_then(|values| mean(&values)))]).collect()
    }
}

fn add(sums: &mut (f64, f64), part: f64, whole: f64) {
    sums.0 += part;
    sums.1 += whole;
}

/// Which chain each mention is in; the last, where a mention is in several.
fn chain_index<M: Ord>(chains: &[Chain<M>]) -> BTreeMap<&M, usize> {
    chains.iter().enumerate().flat_map(|(i, chain)| chain.iter().map(move |m| (m, i))).collect()
}

/// Part and whole of MUC and of B³, with the links of `one` to be found in `other`.
fn links<M: Ord>(one: &[Chain<M>], other: &[Chain<M>]) -> ((f64, f64), (f64, f64)) {
    let (mut muc, mut b3) = ((0.0, 0.0), (0.0, 0.0));
    let index = chain_index(other);
    for chain in one {
        let mut pieces: BTreeMap<usize, usize> = BTreeMap::new();
        let mut lost = 0;
        for mention in chain {
            match index.get(mention) {
                Some(&at) => *pieces.entry(at).or_default() += 1,
                None => lost += 1,
            }
        }
        let size = chain.len() as f64;
        add(&mut muc, size - (pieces.len() + lost) as f64, size - 1.0);
        let squares: usize = pieces.values().map(|n| n * n).sum();
        add(&mut b3, squares as f64 / size, size);
    }
    (muc, b3)
}

/// The largest total similarity of a one-to-one assignment of chains.
fn similarity<M: Ord>(gold: &[Chain<M>], predicted: &[Chain<M>]) -> f64 {
    let index = chain_index(predicted);
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (g, chain) in gold.iter().enumerate() {
        for p in chain.iter().filter_map(|mention| index.get(mention)) {
            *shared.entry((g, *p)).or_default() += 1;
        }
    }
    let weights = shared.into_iter().map(|((g, p), n)| {
        let sizes = (gold[g].len() + predicted[p].len()) as f64;
        ((g, p), 2.0 * n as f64 / sizes)
    });
    best_total(&weights.collect())
}

/// The largest total of a one-to-one choice among weighted (row, column) pairs. Rows and columns
/// that no chain of pairs connects do not influence each other: each component is solved by itself.
fn best_total(weights: &BTreeMap<(usize, usize), f64>) -> f64 {
    let mut by_row: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut by_column: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(row, column) in weights.keys() {
        by_row.entry(row).or_default().push(column);
        by_column.entry(column).or_default().push(row);
    }
    let mut seen = BTreeSet::new();
    let mut total = 0.0;
    for &first in by_row.keys() {
        if !seen.insert(first) {
            continue;
        }
        let (mut rows, mut columns, mut todo) = (vec![first], BTreeSet::new(), vec![first]);
        while let Some(row) = todo.pop() {
            for &column in by_row[&row].iter() {
                if columns.insert(column) {
                    let fresh = by_column[&column].iter().filter(|row| seen.insert(**row));
                    let fresh: Vec<usize> = fresh.copied().collect();
                    rows.extend(&fresh);
                    todo.extend(&fresh);
                }
            }
        }
        let weight = |r: &usize, c: &usize| weights.get(&(*r, *c)).copied().unwrap_or(0.0);
        let table: Vec<Vec<f64>> =
            rows.iter().map(|r| columns.iter().map(|c| weight(r, c)).collect()).collect();
        total += best_assignment(table);
    }
    total
}

/// The largest total weight of a one-to-one assignment of rows to columns (Hungarian method, with
/// prices on rows and columns; place 0 stands for the row that is being placed).
fn best_assignment(weight: Vec<Vec<f64>>) -> f64 {
    let weight = wide(weight);
    let (rows, columns) = (weight.len(), weight.first().map_or(0, Vec::len));
    let mut row_price = vec![0.0; rows + 1];
    let mut column_price = vec![0.0; columns + 1];
    let mut owner = vec![0_usize; columns + 1];
    for row in 1..=rows {
        owner[0] = row;
        let mut slack = vec![f64::INFINITY; columns + 1];
        let mut came_from = vec![0_usize; columns + 1];
        let mut reached = vec![false; columns + 1];
        let mut column = 0;
        while owner[column] != 0 {
            reached[column] = true;
            let current = owner[column];
            let (mut step, mut nearest) = (f64::INFINITY, 0);
            for c in (1..=columns).filter(|&c| !reached[c]) {
                let gap = -weight[current - 1][c - 1] - row_price[current] - column_price[c];
                if gap < slack[c] {
                    (slack[c], came_from[c]) = (gap, column);
                }
                if slack[c] < step {
                    (step, nearest) = (slack[c], c);
                }
            }
            for c in 0..=columns {
                if reached[c] {
                    row_price[owner[c]] += step;
                    column_price[c] -= step;
                } else {
                    slack[c] -= step;
                }
            }
            column = nearest;
        }
        // back along the path, handing each column to its new row
        while column != 0 {
            owner[column] = owner[came_from[column]];
            column = came_from[column];
        }
    }
    (1..=columns).filter(|&c| owner[c] != 0).map(|c| weight[owner[c] - 1][c - 1]).sum()
}

/// The table, turned where it has more rows than columns.
fn wide(weight: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let columns = weight.first().map_or(0, Vec::len);
    if weight.len() <= columns {
        return weight;
    }
    (0..columns).map(|c| weight.iter().map(|row| row[c]).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chains(groups: &[&str]) -> Vec<Chain<char>> {
        groups.iter().map(|group| group.chars().collect()).collect()
    }

    fn figures(gold: &[&str], predicted: &[&str]) -> Vec<f64> {
        let mut sums = Coreference::default();
        sums.add(&chains(gold), &chains(predicted));
        sums.metrics("x").into_iter().filter_map(|(_, value)| value).collect()
    }

    fn near(got: &[f64], want: &[f64]) {
        assert!(got.len() >= want.len(), "{got:?}");
        for (g, w) in got.iter().zip(want) {
            assert!((g - w).abs() < 1e-9, "{got:?}, not {want:?}");
        }
    }

    #[test]
    fn published_examples() {
        let luo = figures(&["12345", "67", "89ABC"], &["12345", "6789ABC"]);
        near(&luo, &[18.0 / 19.0, 2.0 * (16.0 / 21.0) / (16.0 / 21.0 + 1.0), 11.0 / 15.0]);
        let twinless = figures(&["abc", "defg"], &["ab", "cd", "fghi"]);
        near(&twinless, &[2.0 / 5.0, 5.0 / 11.0, 13.0 / 25.0]);
    }

    #[test]
    fn short_chains_are_dropped_and_order_is_kept() {
        let items = [(1, "b"), (2, "a"), (3, "b")];
        assert_eq!(chains_of(items, 2), [Chain::from([1, 3])]);
        assert_eq!(chains_of(items, 1), [Chain::from([1, 3]), Chain::from([2])]);
    }

    fn by_trying(weight: &[Vec<f64>], used: &mut Vec<bool>) -> f64 {
        let Some((row, rest)) = weight.split_first() else { return 0.0 };
        let mut best = by_trying(rest, used);
        for c in 0..row.len() {
            if !used[c] {
                used[c] = true;
                best = best.max(row[c] + by_trying(rest, used));
                used[c] = false;
            }
        }
        best
    }

    #[test]
    fn the_assignment_is_the_best_of_all() {
        let mut state: u64 = 1;
        for rows in 1..=4 {
            for columns in [1, 3, 5] {
                let mut next = || {
                    state = state * 48271 % 2_147_483_647;
                    (state % 7) as f64 / 7.0
                };
                let table: Vec<Vec<f64>> =
                    (0..rows).map(|_| (0..columns).map(|_| next()).collect()).collect();
                let weights = table
                    .iter()
                    .enumerate()
                    .flat_map(|(r, line)| line.iter().enumerate().map(move |(c, w)| ((r, c), *w)));
                let weights: BTreeMap<_, _> = weights.filter(|(_, w)| *w > 0.0).collect();
                near(&[best_total(&weights)], &[by_trying(&table, &mut vec![false; columns])]);
            }
        }
    }
}

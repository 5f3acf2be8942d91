//! Tellings into groups, the same whatever the order in which they came.

use super::pair::comparable;
use super::{Same, Telling};

/// A pair is a link where its score is at least this share of the threshold: groups lie within what
/// hangs together by links.
const LINK: f32 = 0.6;

/// Whether two tellings are linked, and how likely they are to tell the same happening.
pub fn link(same: &Same, a: &Telling, b: &Telling) -> Option<f32> {
    let score = if comparable(a, b) { same.score(a, b) } else { return None };
    (score >= LINK * same.threshold()).then_some(score)
}

/// The stories among tellings: groups of their places in the list. The same whatever their order.
pub fn stories(tellings: &[Telling], same: &Same) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..tellings.len()).collect();
    let key = |i: usize| (tellings[i].event().unwrap_or_default(), tellings[i].report().report());
    order.sort_by(|&a, &b| key(a).cmp(&key(b)));
    let mut links: Vec<Vec<(usize, f32)>> = vec![Vec::new(); order.len()];
    for (i, &a) in order.iter().enumerate() {
        for (j, &b) in order.iter().enumerate().skip(i + 1) {
            if let Some(score) = link(same, &tellings[a], &tellings[b]) {
                links[i].push((j, score));
                links[j].push((i, score));
            }
        }
    }
    let groups = components(&links).into_iter().flat_map(|members| group(&members, &links, same.threshold()));
    let mut out: Vec<Vec<usize>> = groups.map(|g| g.into_iter().map(|i| order[i]).collect()).collect();
    out.iter_mut().for_each(|g: &mut Vec<usize>| g.sort_unstable());
    out.sort();
    out
}

/// The groups among the members of one component, which are in rising order.
pub fn group(members: &[usize], links: &[Vec<(usize, f32)>], threshold: f32) -> Vec<Vec<usize>> {
    let score = |i: usize, j: usize| {
        let found = links[members[i]].iter().find(|(to, _)| *to == members[j]);
        found.map_or(0.0, |(_, score)| *score)
    };
    let groups = join(members.len(), score, threshold);
    groups.into_iter().map(|g| g.into_iter().map(|i| members[i]).collect()).collect()
}

/// What hangs together by links, each in rising order.
fn components(links: &[Vec<(usize, f32)>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; links.len()];
    let mut out = Vec::new();
    for start in 0..links.len() {
        let mut members = Vec::new();
        let mut open = vec![start];
        while let Some(i) = open.pop() {
            if !std::mem::replace(&mut seen[i], true) {
                members.push(i);
                open.extend(links[i].iter().map(|(j, _)| *j));
            }
        }
        members.sort_unstable();
        if !members.is_empty() {
            out.push(members);
        }
    }
    out
}

/// Groups of items that belong together, by average linkage: the two groups whose members are most
/// alike on average become one, for as long as that average reaches the threshold. Equal averages are
/// decided by the order of the items, so items have to come in an order of their own (by id), not in
/// that of their arrival.
///
/// `likeness(i, j)` is asked once for every pair with `i < j`. Each group is in rising order, groups in
/// the order of their first members.
///
/// ```
/// use dateline::story::join;
/// let near = |i: usize, j: usize| if j - i == 1 && i != 1 { 0.9 } else { 0.1 };
/// assert_eq!(join(4, near, 0.5), [vec![0, 1], vec![2, 3]]);
/// ```
pub fn join(items: usize, likeness: impl Fn(usize, usize) -> f32, threshold: f32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..items).map(|i| vec![i]).collect();
    let mut alike = vec![0f32; items * items];
    for i in 0..items {
        for j in i + 1..items {
            let value = likeness(i, j);
            alike[i * items + j] = value;
            alike[j * items + i] = value;
        }
    }
    // the best partner of each group, so that a merge need not look at every pair again
    let mut best: Vec<Option<usize>> = (0..items).map(|i| partner(&alike, &groups, i)).collect();
    loop {
        let value = |i: usize| best[i].map_or(f32::MIN, |j| alike[i * items + j]);
        let Some(i) = (0..items)
            .filter(|&i| !groups[i].is_empty())
            .reduce(|a, b| if value(b) > value(a) { b } else { a })
        else {
            break;
        };
        let Some(j) = best[i].filter(|_| value(i) >= threshold) else { break };
        let (i, j) = (i.min(j), i.max(j));
        merge(&mut alike, &mut groups, i, j);
        for k in 0..items {
            if !groups[k].is_empty() && (k == i || best[k] == Some(i) || best[k] == Some(j)) {
                best[k] = partner(&alike, &groups, k);
            } else if best[k].is_some_and(|b| alike[k * items + i] > alike[k * items + b]) && k != i {
                best[k] = Some(i);
            }
        }
        best[j] = None;
    }
    groups.retain(|group| !group.is_empty());
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort();
    groups
}

/// The group that is most like group `i`; of equals the first.
fn partner(alike: &[f32], groups: &[Vec<usize>], i: usize) -> Option<usize> {
    let row = &alike[i * groups.len()..(i + 1) * groups.len()];
    let others = (0..groups.len()).filter(|&j| j != i && !groups[j].is_empty());
    others.reduce(|a, b| if row[b] > row[a] { b } else { a })
}

/// Puts group `j` into group `i`; likeness to the others is the mean over all members.
fn merge(alike: &mut [f32], groups: &mut [Vec<usize>], i: usize, j: usize) {
    let n = groups.len();
    let (a, b) = (groups[i].len() as f32, groups[j].len() as f32);
    for k in 0..n {
        let mean = (alike[i * n + k] * a + alike[j * n + k] * b) / (a + b);
        alike[i * n + k] = mean;
        alike[k * n + i] = mean;
    }
    let moved = std::mem::take(&mut groups[j]);
    groups[i].extend(moved);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_joined_below_the_threshold() {
        assert_eq!(join(3, |_, _| 0.4, 0.5), [vec![0], vec![1], vec![2]]);
        assert!(join(0, |_, _| 1.0, 0.5).is_empty());
    }

    #[test]
    fn one_link_does_not_draw_a_crowd() {
        // 0-1-2 are alike, 3-4-5 are alike, and 2-3 alone links them
        let near = |i: usize, j: usize| if i / 3 == j / 3 || (i, j) == (2, 3) { 0.9 } else { 0.1 };
        assert_eq!(join(6, near, 0.5), [vec![0, 1, 2], vec![3, 4, 5]]);
    }

    #[test]
    fn agrees_with_looking_at_every_pair() {
        // a fixed jumble of likenesses
        let likeness = |i: usize, j: usize| ((i * 37 + j * 61 + i * j * 13) % 101) as f32 / 101.0;
        for n in [5, 12, 30] {
            assert_eq!(join(n, likeness, 0.55), slowly(n, likeness, 0.55));
        }
    }

    fn slowly(n: usize, likeness: impl Fn(usize, usize) -> f32, threshold: f32) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
        loop {
            let mean = |a: &[usize], b: &[usize]| {
                let all = a.iter().flat_map(|&i| b.iter().map(move |&j| (i.min(j), i.max(j))));
                all.map(|(i, j)| likeness(i, j)).sum::<f32>() / (a.len() * b.len()) as f32
            };
            let mut found: Option<(f32, usize, usize)> = None;
            for i in 0..groups.len() {
                for j in i + 1..groups.len() {
                    let value = mean(&groups[i], &groups[j]);
                    if found.is_none_or(|(v, ..)| value > v + 1e-6) {
                        found = Some((value, i, j));
                    }
                }
            }
            match found.filter(|(value, ..)| *value >= threshold) {
                None => break,
                Some((_, i, j)) => {
                    let moved = groups.remove(j);
                    groups[i].extend(moved);
                }
            }
        }
        groups.iter_mut().for_each(|g| g.sort_unstable());
        groups.sort();
        groups
    }
}

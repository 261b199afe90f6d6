//! Which rules of two versions of a table say the same in the same order.

use std::collections::BTreeMap;

/// Most pairs for which the longest common part is computed exactly.
const PAIRS_MAX: usize = 4_000_000;

/// The positions in each of two lists that are not in their longest common part. With very long
/// differing middles only what stands once in both is looked at.
pub(super) fn unaligned(old: &[u32], new: &[u32]) -> (Vec<usize>, Vec<usize>) {
    let prefix = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (rest(old, prefix), rest(new, prefix));
    let ends = old_rest.iter().rev().zip(new_rest.iter().rev());
    let suffix = ends.take_while(|(a, b)| a == b).count();
    let old_middle = middle(old_rest, suffix);
    let new_middle = middle(new_rest, suffix);
    let pairs = if old_middle.len().saturating_mul(new_middle.len()) <= PAIRS_MAX {
        common(old_middle, new_middle)
    } else {
        common_once(old_middle, new_middle)
    };
    let missing = |count: usize, held: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..count)
            .filter(|at| !held(*at))
            .map(|at| at + prefix)
            .collect()
    };
    let olds: Vec<usize> = pairs.iter().map(|pair| pair.0).collect();
    let news: Vec<usize> = pairs.iter().map(|pair| pair.1).collect();
    (
        missing(old_middle.len(), &|at| olds.binary_search(&at).is_ok()),
        missing(new_middle.len(), &|at| news.binary_search(&at).is_ok()),
    )
}

fn rest(list: &[u32], prefix: usize) -> &[u32] {
    list.get(prefix..).unwrap_or_default()
}

fn middle(list: &[u32], suffix: usize) -> &[u32] {
    list.get(..list.len().saturating_sub(suffix))
        .unwrap_or_default()
}

/// A longest common part, as pairs of positions, rising.
fn common(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    let at = |lengths: &[u32], i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let length = if a == b {
                at(&lengths, i + 1, j + 1) + 1
            } else {
                at(&lengths, i + 1, j).max(at(&lengths, i, j + 1))
            };
            if let Some(slot) = lengths.get_mut(i * width + j) {
                *slot = length;
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
        if a == b {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// A longest common part of what stands once in both.
fn common_once(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let once = |list: &[u32]| {
        let mut places: BTreeMap<u32, Option<usize>> = BTreeMap::new();
        for (at, key) in list.iter().enumerate() {
            places
                .entry(*key)
                .and_modify(|place| *place = None)
                .or_insert(Some(at));
        }
        places
    };
    let (olds, news) = (once(old), once(new));
    let pairs = old.iter().filter_map(|key| {
        let place = olds.get(key).copied().flatten()?;
        Some((place, news.get(key).copied().flatten()?))
    });
    rising(&pairs.collect::<Vec<_>>())
}

/// A longest part of the pairs in which the second numbers rise; the first ones rise already.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair with the smallest end, and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    let second = |at: usize| pairs.get(at).map_or(0, |pair| pair.1);
    for at in 0..pairs.len() {
        let length = ends.partition_point(|end| second(*end) < second(at));
        before.push(
            length
                .checked_sub(1)
                .and_then(|last| ends.get(last).copied()),
        );
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut found = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        found.extend(pairs.get(at).copied());
        next = before.get(at).copied().flatten();
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::{common_once, unaligned};

    #[test]
    fn what_is_not_common_is_told_for_both() {
        for (old, new, expected) in [
            (&[1, 2, 3][..], &[1, 2, 3][..], (vec![], vec![])),
            (&[1, 2, 3], &[1, 9, 3], (vec![1], vec![1])),
            (&[1, 2, 3], &[1, 3], (vec![1], vec![])),
            (&[1, 3], &[1, 2, 3], (vec![], vec![1])),
            (&[1, 2, 3, 4], &[1, 3, 2, 4], (vec![1], vec![2])),
            (&[], &[7, 8], (vec![], vec![0, 1])),
            (&[5, 5, 5], &[5, 5], (vec![2], vec![])),
        ] {
            assert_eq!(unaligned(old, new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn long_lists_are_aligned_by_what_stands_once() {
        let old = [1, 2, 3, 4, 5, 6];
        let new = [2, 1, 3, 5, 4, 6];
        let pairs = common_once(&old, &new);
        assert_eq!(pairs.len(), 4);
        assert!(pairs.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(pairs.iter().all(|(a, b)| old[*a] == new[*b]));
    }
}

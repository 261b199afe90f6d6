//! A choice of cases in which none is superfluous.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::{GeneratedCase, Target};

/// Cases that together show all that the given ones show, each of them something that no other one
/// does: greedily chosen, then without those that later choices made superfluous.
pub(super) fn irredundant(cases: Vec<GeneratedCase>) -> Vec<GeneratedCase> {
    let shows: Vec<&[Target]> = cases.iter().map(|case| case.shows.as_slice()).collect();
    let mut chosen = greedy(&shows);
    let mut times: BTreeMap<Target, usize> = BTreeMap::new();
    for target in chosen
        .iter()
        .filter_map(|at| shows.get(*at))
        .copied()
        .flatten()
    {
        *times.entry(*target).or_default() += 1;
    }
    for at in chosen.clone().into_iter().rev() {
        let targets = shows.get(at).copied().unwrap_or_default();
        let is_needed = targets.iter().any(|target| times.get(target) == Some(&1));
        if !is_needed {
            chosen.retain(|it| *it != at);
            for target in targets {
                times.entry(*target).and_modify(|times| *times -= 1);
            }
        }
    }
    let chosen: BTreeSet<usize> = chosen.into_iter().collect();
    let kept = cases
        .into_iter()
        .enumerate()
        .filter(|(at, _)| chosen.contains(at));
    let mut kept: Vec<GeneratedCase> = kept.map(|(_, case)| case).collect();
    for case in &mut kept {
        case.shows
            .sort_by_key(|target| (times.get(target) != Some(&1), *target));
    }
    kept.sort_by(|a, b| a.shows.cmp(&b.shows));
    kept
}

/// Always the case that shows most of what is not shown yet; of equals the first.
fn greedy(shows: &[&[Target]]) -> Vec<usize> {
    let mut covered: BTreeSet<Target> = BTreeSet::new();
    let mut waiting: BinaryHeap<(usize, Reverse<usize>)> = shows
        .iter()
        .enumerate()
        .map(|(at, targets)| (targets.len(), Reverse(at)))
        .collect();
    let mut chosen = Vec::new();
    while let Some((promised, Reverse(at))) = waiting.pop() {
        let targets = shows.get(at).copied().unwrap_or_default();
        let new = targets
            .iter()
            .filter(|target| !covered.contains(target))
            .count();
        if new == 0 {
            continue;
        }
        if new < promised {
            // What it promised has been shown meanwhile: it waits with what is left.
            waiting.push((new, Reverse(at)));
            continue;
        }
        covered.extend(targets);
        chosen.push(at);
    }
    chosen
}

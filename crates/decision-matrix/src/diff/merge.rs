//! From the many small regions of a search to few that people can read. They stay exact and apart;
//! in the end no two of them can be made one.

use std::collections::BTreeMap;

use crate::verify::classes::ClassSet;

use super::search::Change;

/// Most regions of one change that are cut anew in search of fewer.
const RECUT_MAX: usize = 300;
/// Most steps of one such attempt.
const STEPS_MAX: usize = 4_000;

/// Some classes of each variable, from one verdict to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merged {
    pub(super) sets: Vec<ClassSet>,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The same claims in few boxes, sorted.
pub(super) fn merged(changes: &[Change]) -> Vec<Merged> {
    let boxes = changes.iter().map(|change| Merged {
        sets: change
            .ranges
            .iter()
            .map(|(low, high)| ClassSet::range(*low, *high))
            .collect(),
        from: change.from,
        to: change.to,
    });
    let mut groups: BTreeMap<(usize, usize), Vec<Vec<ClassSet>>> = BTreeMap::new();
    for it in joined(boxes.collect()) {
        groups.entry((it.from, it.to)).or_default().push(it.sets);
    }
    let mut all = Vec::new();
    for ((from, to), group) in groups {
        let boxes = recut(&group).unwrap_or(group);
        all.extend(boxes.into_iter().map(|sets| Merged { sets, from, to }));
    }
    let mut all = joined(all);
    all.sort_unstable();
    all
}

/// Joins boxes that differ in one variable only, until there are no such two.
pub(super) fn joined(mut boxes: Vec<Merged>) -> Vec<Merged> {
    let count = boxes.first().map_or(0, |it| it.sets.len());
    loop {
        let before = boxes.len();
        for variable in 0..count {
            boxes = joined_in(boxes, variable);
        }
        if boxes.len() == before {
            return boxes;
        }
    }
}

/// Joins boxes that differ in this variable only.
fn joined_in(boxes: Vec<Merged>, variable: usize) -> Vec<Merged> {
    let mut known: BTreeMap<Merged, ClassSet> = BTreeMap::new();
    for mut it in boxes {
        let Some(slot) = it.sets.get_mut(variable) else {
            continue;
        };
        let set = std::mem::take(slot);
        let all = known.entry(it).or_default();
        *all = all.union(&set);
    }
    let boxes = known.into_iter().map(|(mut it, set)| {
        if let Some(slot) = it.sets.get_mut(variable) {
            *slot = set;
        }
        it
    });
    boxes.collect()
}

/// The same claims cut along the variables in one order, in the order that gives the fewest boxes;
/// `None` where that is not fewer, or too much work.
fn recut(boxes: &[Vec<ClassSet>]) -> Option<Vec<Vec<ClassSet>>> {
    if boxes.len() < 3 || boxes.len() > RECUT_MAX {
        return None;
    }
    let first = boxes.first()?;
    let varied: Vec<usize> = (0..first.len())
        .filter(|variable| {
            boxes
                .iter()
                .any(|it| it.get(*variable) != first.get(*variable))
        })
        .collect();
    let mut best: Option<Vec<Vec<ClassSet>>> = None;
    for leading in &varied {
        let others: Vec<usize> = varied.iter().copied().filter(|it| it != leading).collect();
        let orders = [
            [&[*leading], others.as_slice()].concat(),
            [others.as_slice(), &[*leading]].concat(),
        ];
        for order in orders {
            let mut cutting = Cutting {
                boxes,
                order: &order,
                steps: 0,
                known: BTreeMap::new(),
            };
            let all: Vec<usize> = (0..boxes.len()).collect();
            let Some(parts) = cutting.parts(&all, 0) else {
                continue;
            };
            let least = best.as_ref().map_or(boxes.len(), Vec::len);
            if parts.len() < least {
                let whole = parts.iter().map(|part| {
                    let mut sets = first.clone();
                    for (variable, set) in order.iter().zip(part) {
                        if let Some(slot) = sets.get_mut(*variable) {
                            slot.clone_from(set);
                        }
                    }
                    sets
                });
                best = Some(whole.collect());
            }
        }
    }
    best
}

/// For each variable of an order from some place on, the classes.
type Part = Vec<ClassSet>;

struct Cutting<'a> {
    boxes: &'a [Vec<ClassSet>],
    order: &'a [usize],
    steps: usize,
    known: BTreeMap<(usize, Vec<usize>), Vec<Part>>,
}

impl Cutting<'_> {
    /// Some of the boxes, cut along the variables from a place of the order on: classes with the
    /// same rest stand together, so that equal claims give equal parts.
    fn parts(&mut self, some: &[usize], place: usize) -> Option<Vec<Part>> {
        let Some(variable) = self.order.get(place) else {
            return Some(vec![Vec::new()]);
        };
        if let Some(known) = self.known.get(&(place, some.to_vec())) {
            return Some(known.clone());
        }
        self.steps += some.len();
        if self.steps > STEPS_MAX {
            return None;
        }
        let set = |at: &usize| self.boxes.get(*at).and_then(|it| it.get(*variable));
        let mut ends: Vec<u32> = Vec::new();
        for (low, high) in some.iter().filter_map(set).flat_map(ClassSet::ranges) {
            ends.extend([*low, *high + 1]);
        }
        ends.sort_unstable();
        ends.dedup();
        let mut by_boxes: BTreeMap<Vec<usize>, ClassSet> = BTreeMap::new();
        for (low, end) in ends.iter().zip(ends.iter().skip(1)) {
            let inside = |at: &&usize| set(at).is_some_and(|set| set.contains(*low));
            let held: Vec<usize> = some.iter().filter(inside).copied().collect();
            if !held.is_empty() {
                let classes = by_boxes.entry(held).or_default();
                *classes = classes.union(&ClassSet::range(*low, *end - 1));
            }
        }
        let mut by_rest: BTreeMap<Vec<Part>, ClassSet> = BTreeMap::new();
        for (held, classes) in by_boxes {
            let rest = self.parts(&held, place + 1)?;
            let all = by_rest.entry(rest).or_default();
            *all = all.union(&classes);
        }
        let mut parts: Vec<Part> = by_rest
            .into_iter()
            .flat_map(|(rest, classes)| {
                rest.into_iter()
                    .map(move |part| [vec![classes.clone()], part].concat())
            })
            .collect();
        parts.sort_unstable();
        self.known.insert((place, some.to_vec()), parts.clone());
        Some(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(ranges: &[(u32, u32)]) -> Change {
        Change {
            ranges: ranges.to_vec(),
            from: 0,
            to: 1,
        }
    }

    #[test]
    fn neighbours_become_one_and_others_stay_apart() {
        let boxes = merged(&[
            change(&[(0, 0), (0, 3)]),
            change(&[(1, 1), (0, 3)]),
            change(&[(5, 5), (0, 3)]),
        ]);
        let expected = ClassSet::range(0, 1).union(&ClassSet::range(5, 5));
        assert_eq!(boxes.len(), 1);
        assert_eq!(boxes[0].sets[0], expected);
        let apart = merged(&[change(&[(0, 0), (0, 3)]), change(&[(1, 1), (0, 2)])]);
        assert_eq!(apart.len(), 2);
    }

    #[test]
    fn a_pinwheel_of_five_boxes_that_fill_a_square_becomes_one() {
        let boxes = merged(&[
            change(&[(0, 1), (0, 0)]),
            change(&[(2, 2), (0, 1)]),
            change(&[(1, 2), (2, 2)]),
            change(&[(0, 0), (1, 2)]),
            change(&[(1, 1), (1, 1)]),
        ]);
        assert_eq!(boxes.len(), 1, "{boxes:?}");
        assert_eq!(
            boxes[0].sets,
            vec![ClassSet::range(0, 2), ClassSet::range(0, 2)]
        );
    }

    #[test]
    fn no_two_of_the_result_can_be_joined_and_nothing_is_lost() {
        let changes: Vec<Change> = (0..40_u32)
            .map(|at| {
                change(&[
                    (at % 5, at % 5),
                    (at / 5 % 4, at / 5 % 4),
                    (at / 20, at / 20),
                ])
            })
            .filter(|it| (it.ranges[0].0 + it.ranges[1].0 * 2 + it.ranges[2].0) % 3 != 0)
            .collect();
        let boxes = merged(&changes);
        let holds = |it: &Merged, point: &[(u32, u32)]| {
            it.sets
                .iter()
                .zip(point)
                .all(|(set, (class, _))| set.contains(*class))
        };
        for at in 0..40_u32 {
            let point = [(at % 5, 0), (at / 5 % 4, 0), (at / 20, 0)];
            let expected = (point[0].0 + point[1].0 * 2 + point[2].0) % 3 != 0;
            let held = boxes.iter().filter(|it| holds(it, &point)).count();
            assert_eq!(held, usize::from(expected), "{point:?}");
        }
        assert_eq!(joined(boxes.clone()).len(), boxes.len());
    }
}

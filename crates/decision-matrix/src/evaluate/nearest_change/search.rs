//! The search: changes of one factor, then of two, then of three, each over all classes.

use crate::compile::{CompiledMatrix, Decision};
use crate::evaluate::row::ClaimRow;
use crate::table::FactorIndex;

use super::axis::{Axis, AxisValues, OrderedValues};
use super::line::{Asker, Line, Spent, set_value};
use super::reach::{Reach, steps_of};
use super::reads::Reads;
use super::{FACTORS_MAX, STEPS_MAX, Wanted};

/// A change that gives another outcome.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Which axis takes which value, in order of declaration.
    pub(super) values: Vec<(usize, i64)>,
    /// How many bounds are crossed in all.
    pub(super) crossed: u32,
    /// What the rules then decide.
    pub(super) decision: Decision,
}

/// How the search ended.
pub(super) struct SearchEnd {
    pub(super) found: Option<Found>,
    /// Every set of up to so many factors was looked at in full.
    pub(super) factors: usize,
}

/// The search for one claim.
pub(super) struct Search<'a> {
    asker: Asker<'a>,
    axes: &'a [Axis],
    /// The values of the claim.
    base: Vec<i64>,
    base_computed: Vec<i64>,
    wanted: Wanted,
    reach: Reach,
    /// Where the pieces of each axis begin while all else stays, as far as looked at.
    starts: Vec<Vec<i64>>,
    /// The values of each axis that stand for a class, nearest first.
    candidates: Vec<Vec<i64>>,
    best: Option<Found>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        matrix: &'a CompiledMatrix,
        axes: &'a [Axis],
        base: &[i64],
        wanted: Wanted,
        reads: &Reads,
    ) -> Self {
        Self {
            asker: Asker::new(matrix, STEPS_MAX),
            axes,
            base: base.to_vec(),
            base_computed: Vec::new(),
            wanted,
            reach: Reach::new(matrix, reads, wanted),
            starts: vec![Vec::new(); axes.len()],
            candidates: Vec::new(),
            best: None,
        }
    }

    /// Looks at sets of more and more factors until one gives another outcome.
    pub(super) fn run(mut self) -> SearchEnd {
        let faulted: Vec<usize> = (0..self.axes.len())
            .filter(|at| self.axes.get(*at).is_some_and(|axis| axis.is_faulted))
            .collect();
        let mut factors = 0;
        for count in 1..=FACTORS_MAX.min(self.axes.len()) {
            let ended = self.sets(count, &faulted);
            if ended.is_ok() {
                factors = count;
            }
            if ended.is_err() || self.best.is_some() {
                break;
            }
        }
        SearchEnd {
            found: self.best,
            factors,
        }
    }

    /// Looks at every set of so many factors that holds all factors at fault.
    fn sets(&mut self, count: usize, faulted: &[usize]) -> Result<(), Spent> {
        if count < faulted.len() {
            return Ok(());
        }
        if count > 1 && self.candidates.is_empty() {
            self.prepare()?;
        }
        let mut set: Vec<usize> = (0..count).collect();
        loop {
            if faulted.iter().all(|at| set.contains(at)) {
                self.set(&set)?;
            } else {
                self.asker.count(1)?;
            }
            if !next_set(&mut set, self.axes.len()) {
                return Ok(());
            }
        }
    }

    /// What sets of more than one factor need.
    fn prepare(&mut self) -> Result<(), Spent> {
        self.asker.ask(&self.base)?;
        self.base_computed = self.asker.computed.clone();
        for at in 0..self.axes.len() {
            let candidates = self.candidates_of(at)?;
            self.candidates.push(candidates);
        }
        Ok(())
    }

    /// The values of one axis that stand for a class, nearest first.
    fn candidates_of(&mut self, at: usize) -> Result<Vec<i64>, Spent> {
        let Some(axis) = self.axes.get(at) else {
            return Ok(Vec::new());
        };
        let values = match &axis.values {
            AxisValues::Words(codes) => {
                let other = codes.iter().filter(|code| Some(**code) != axis.present);
                return Ok(other.copied().collect());
            }
            AxisValues::Ordered(values) => values,
        };
        let mut cuts = values.possible.clone();
        if axis.feeds_derives() {
            let known = self.starts.get(at).cloned().unwrap_or_default();
            cuts.extend(if known.is_empty() {
                let line = self.asker.line(axis, &mut self.base.clone())?;
                line.pieces.iter().map(|piece| piece.low).collect()
            } else {
                known
            });
            cuts.sort_unstable();
        }
        Ok(representatives(values, axis.present, &cuts))
    }

    /// Looks at all changes of exactly these factors.
    fn set(&mut self, set: &[usize]) -> Result<(), Spent> {
        let mut claim = self.base.clone();
        if let [only] = set {
            return self.along(*only, &[], &mut claim);
        }
        self.asker.count(1 + steps_of(self.reach.rule_count()))?;
        let row = ClaimRow::new(self.asker.matrix, &self.base, &self.base_computed);
        let free = self.factors(set);
        let rules = self.reach.possible_rules(&row, &free);
        if !self.reach.is_possible(&row, &free, &rules) {
            return Ok(());
        }
        for inner in self.inner_axes(set) {
            let outer: Vec<usize> = set.iter().copied().filter(|at| *at != inner).collect();
            self.fix(&rules, inner, &outer, &mut Vec::new(), &mut claim)?;
        }
        Ok(())
    }

    fn factors(&self, axes: &[usize]) -> Vec<FactorIndex> {
        let axes = axes.iter().filter_map(|at| self.axes.get(*at));
        axes.map(|axis| axis.factor).collect()
    }

    /// The axes of a set to be looked at in full while the others stand at their classes: those
    /// whose bounds move with a derived factor, else the one with most classes.
    fn inner_axes(&self, set: &[usize]) -> Vec<usize> {
        let feeds = |at: &usize| self.axes.get(*at).is_some_and(Axis::feeds_derives);
        let inner: Vec<usize> = set.iter().copied().filter(feeds).collect();
        if !inner.is_empty() {
            return inner;
        }
        let size = |at: &usize| self.candidates.get(*at).map_or(0, Vec::len);
        set.iter().copied().max_by_key(size).into_iter().collect()
    }

    /// Gives the outer axes each of their candidates in turn, then looks along the inner one.
    /// Only these rules can match.
    fn fix(
        &mut self,
        rules: &[usize],
        inner: usize,
        outer: &[usize],
        fixed: &mut Vec<(usize, i64)>,
        claim: &mut Vec<i64>,
    ) -> Result<(), Spent> {
        let Some((first, rest)) = outer.split_first() else {
            return self.along(inner, fixed, claim);
        };
        let Some(axis) = self.axes.get(*first) else {
            return Ok(());
        };
        let mut free = self.factors(rest);
        free.extend(self.factors(&[inner]));
        let candidates = self.candidates.get(*first).cloned().unwrap_or_default();
        for value in candidates {
            set_value(claim, axis.factor, value);
            self.asker.ask(claim)?;
            self.asker.count(steps_of(rules.len()))?;
            let row = ClaimRow::new(self.asker.matrix, claim, &self.asker.computed);
            if self.reach.is_possible(&row, &free, rules) {
                fixed.push((*first, value));
                let ended = self.fix(rules, inner, rest, fixed, claim);
                fixed.pop();
                ended?;
            }
        }
        let base = super::line::value_of(&self.base, axis.factor);
        set_value(claim, axis.factor, base);
        Ok(())
    }

    /// Looks along one axis while the others stand as fixed, and keeps the nearest change.
    fn along(
        &mut self,
        inner: usize,
        fixed: &[(usize, i64)],
        claim: &mut [i64],
    ) -> Result<(), Spent> {
        let Some(axis) = self.axes.get(inner) else {
            return Ok(());
        };
        let line = self.asker.line(axis, claim)?;
        if let Some(starts) = self.starts.get_mut(inner).filter(|_| fixed.is_empty()) {
            *starts = line.pieces.iter().map(|piece| piece.low).collect();
        }
        for (at, piece) in line.pieces.iter().enumerate() {
            let is_wanted = self.wanted.holds(piece.decision.outcome);
            if line.is_present(at) || !is_wanted || piece.decision.fault.is_some() {
                continue;
            }
            let Some(value) = line.near_end(at) else {
                continue;
            };
            let least = line.crossed(at).saturating_add(fixed_count(fixed));
            if self.best.as_ref().is_some_and(|best| best.crossed <= least) {
                continue;
            }
            let before = super::line::value_of(claim, axis.factor);
            set_value(claim, axis.factor, value);
            let others = self.crossed_by(fixed, claim);
            set_value(claim, axis.factor, before);
            let crossed = others?.saturating_add(line.crossed(at));
            if self.best.as_ref().is_none_or(|best| crossed < best.crossed) {
                let mut values = fixed.to_vec();
                values.push((inner, value));
                values.sort_unstable();
                self.best = Some(Found {
                    values,
                    crossed,
                    decision: piece.decision,
                });
            }
        }
        Ok(())
    }

    /// How many bounds the fixed axes cross, each with all else as after the change.
    fn crossed_by(&mut self, fixed: &[(usize, i64)], claim: &mut [i64]) -> Result<u32, Spent> {
        let mut crossed = 0_u32;
        for (at, value) in fixed {
            let Some(axis) = self.axes.get(*at) else {
                continue;
            };
            let line: Line = self.asker.line(axis, claim)?;
            let step = line.piece_of(*value).map_or(1, |piece| line.crossed(piece));
            crossed = crossed.saturating_add(step);
        }
        Ok(crossed)
    }
}

fn fixed_count(fixed: &[(usize, i64)]) -> u32 {
    u32::try_from(fixed.len()).unwrap_or(u32::MAX)
}

/// The next set of places in lexicographic order; false after the last.
fn next_set(set: &mut [usize], total: usize) -> bool {
    let size = set.len();
    let can_rise = |(at, place): (usize, &usize)| *place + size < total + at;
    let Some(at) = set.iter().enumerate().rposition(can_rise) else {
        return false;
    };
    let Some(first) = set.get(at).map(|place| place + 1) else {
        return false;
    };
    for (place, next) in set.iter_mut().skip(at).zip(first..) {
        *place = next;
    }
    true
}

/// The value of each class that is nearest to the claim's own, nearest first; where derived factors
/// hang on the factor also the other end of the class, for they tell values of one class apart.
fn representatives(values: &OrderedValues, present: Option<i64>, cuts: &[i64]) -> Vec<i64> {
    let has_derives = !values.derives.is_empty();
    let mut found = Vec::new();
    for (low, high) in &values.ranges {
        let inside = cuts.iter().copied().filter(|cut| low < cut && cut <= high);
        let starts: Vec<i64> = std::iter::once(*low).chain(inside).collect();
        let ends = starts.iter().skip(1).map(|start| start - 1).chain([*high]);
        for (first, last) in starts.iter().copied().zip(ends) {
            let (near, far) = match present {
                Some(present) if last < present => (last, first),
                _ => (first, last),
            };
            let holds_present = present.is_some_and(|it| first <= it && it <= last);
            if !holds_present || has_derives {
                found.push(near);
            }
            if has_derives {
                found.push(far);
            }
        }
    }
    found.retain(|value| Some(*value) != present);
    let middle = present.unwrap_or_else(|| values.nearest(0));
    found.sort_unstable_by_key(|value| (value.abs_diff(middle), *value));
    found.dedup();
    found
}

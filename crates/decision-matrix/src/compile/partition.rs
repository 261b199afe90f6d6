//! The classes of a column: neighbouring values that no cell of the table tells apart.

use super::NULL;
use super::value_set::ValueSet;

/// How the values of a column fall into classes. The class of a value is the number of cuts that
/// are not above it.
#[derive(Clone, Debug)]
pub(crate) struct Partition {
    /// The smallest values of every class but the first, rising.
    cuts: Vec<i64>,
    /// The smallest value of the column, null if it may be null.
    low: i64,
    /// The smallest value of the column that is not null.
    first: i64,
    /// The largest value of the column.
    high: i64,
}

impl Partition {
    /// The classes that tell the sets apart over a column that has the values `domain` only.
    pub(crate) fn new<'a>(domain: &ValueSet, sets: impl Iterator<Item = &'a ValueSet>) -> Self {
        let (low, high) = match (domain.ranges().first(), domain.ranges().last()) {
            (Some((low, _)), Some((_, high))) => (*low, *high),
            _ => (NULL, NULL),
        };
        let ends = sets
            .flat_map(ValueSet::ranges)
            .flat_map(|(low, high)| [Some(*low), high.checked_add(1)]);
        // Between null and the first value there is nothing to be told apart.
        let first = domain.ranges().iter().find(|(_, high)| *high != NULL);
        let first = first.map_or(low, |(low, _)| *low);
        let mut cuts: Vec<i64> = ends
            .flatten()
            .filter(|cut| low < *cut && *cut <= high)
            .map(|cut| cut.max(first))
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        Self {
            cuts,
            low,
            first,
            high,
        }
    }

    /// The same with at most `limit` classes, at least two: neighbours are merged, and a set may
    /// hold parts of a class. `None` where that is not needed.
    pub(crate) fn merged(&self, limit: usize) -> Option<Self> {
        if self.count() <= limit {
            return None;
        }
        let step = self.cuts.len().div_ceil(limit.saturating_sub(1).max(1));
        Some(Self {
            cuts: self.cuts.iter().copied().step_by(step).collect(),
            ..*self
        })
    }

    /// How many classes there are.
    pub(crate) fn count(&self) -> usize {
        self.cuts.len() + 1
    }

    /// The smallest values of every class but the first, rising.
    pub(crate) fn cuts(&self) -> &[i64] {
        &self.cuts
    }

    /// The smallest value of the column, null if it may be null.
    pub(crate) fn low(&self) -> i64 {
        self.low
    }

    /// The smallest value of the column that is not null.
    pub(crate) fn first(&self) -> i64 {
        self.first
    }

    /// The largest value of the column.
    pub(crate) fn high(&self) -> i64 {
        self.high
    }

    /// The class of a value.
    #[inline]
    pub(crate) fn class(&self, value: i64) -> usize {
        self.cuts.partition_point(|cut| *cut <= value)
    }

    /// The classes that the ranges of a set touch, as ranges of classes, sorted and apart; the ends
    /// are included.
    pub(crate) fn classes(&self, set: &ValueSet) -> Vec<(usize, usize)> {
        let mut classes: Vec<(usize, usize)> = Vec::new();
        for (low, high) in set.ranges() {
            let least = if *low == NULL { self.low } else { self.first };
            let (low, high) = (least.max(*low), self.high.min(*high));
            if low > high {
                continue;
            }
            let (low, high) = (self.class(low), self.class(high));
            match classes.last_mut() {
                Some((_, end)) if low <= *end + 1 => *end = high.max(*end),
                _ => classes.push((low, high)),
            }
        }
        classes
    }
}

#[cfg(test)]
mod tests;

//! The classes of a column: values that nothing in the rules tells apart, as numbers `0..count`.

use crate::compile::{NULL, ValueSet};

/// The values of one column, cut into classes. Null, where it is possible, is a class of its own
/// and the first.
///
/// INVARIANT: the ranges are closed, not empty, sorted, and do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Classes {
    ranges: Vec<(i64, i64)>,
}

/// Some of the classes of a column: closed ranges of class numbers, sorted and apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ClassSet {
    ranges: Vec<(u32, u32)>,
}

/// Whether something holds in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// For no claim.
    Never,
    /// For some claims, perhaps.
    Open,
    /// For every claim.
    Always,
}

impl Classes {
    /// No class.
    pub(crate) const NONE: Self = Self { ranges: Vec::new() };

    /// The values of a domain, cut where a class begins.
    pub(crate) fn new(domain: &ValueSet, cuts: &mut Vec<i64>) -> Self {
        cuts.sort_unstable();
        cuts.dedup();
        let mut ranges = Vec::with_capacity(cuts.len() + 2);
        for (low, high) in domain.ranges() {
            let (mut start, high) = (*low, *high);
            if start == NULL {
                ranges.push((NULL, NULL));
                if high == NULL {
                    continue;
                }
                start += 1;
            }
            let first = cuts.partition_point(|cut| *cut <= start);
            let inside = cuts.get(first..).unwrap_or_default();
            for cut in inside.iter().take_while(|cut| **cut <= high) {
                ranges.push((start, cut - 1));
                start = *cut;
            }
            ranges.push((start, high));
        }
        Self { ranges }
    }

    /// Each value a class of its own; the values are sorted and each stands once.
    pub(crate) fn singles(values: &[i64]) -> Self {
        Self {
            ranges: values.iter().map(|value| (*value, *value)).collect(),
        }
    }

    /// How many classes there are.
    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.ranges.len()).unwrap_or(u32::MAX)
    }

    /// The first and the last value of a class.
    pub(crate) fn values(&self, class: u32) -> Option<(i64, i64)> {
        self.ranges.get(class as usize).copied()
    }

    /// The class of a value; `None` where it is not a value of the column.
    pub(crate) fn class(&self, value: i64) -> Option<u32> {
        let at = self.ranges.partition_point(|(_, high)| *high < value);
        let (low, _) = self.ranges.get(at)?;
        (*low <= value).then_some(u32::try_from(at).ok()?)
    }

    /// The classes that lie in a set.
    pub(crate) fn inside(&self, set: &ValueSet) -> ClassSet {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (low, high) in set.ranges() {
            let first = self.ranges.partition_point(|range| range.0 < *low);
            let end = self.ranges.partition_point(|range| range.1 <= *high);
            if first >= end {
                continue;
            }
            let (first, last) = (number(first), number(end - 1));
            match ranges.last_mut() {
                Some((_, end)) if *end + 1 == first => *end = last,
                _ => ranges.push((first, last)),
            }
        }
        ClassSet { ranges }
    }

    /// The classes that have a value in a set, sorted.
    pub(crate) fn touching(&self, set: &ValueSet) -> Vec<u32> {
        let parts = set.ranges().iter().map(|(low, high)| {
            let first = self.ranges.partition_point(|range| range.1 < *low);
            let end = self.ranges.partition_point(|range| range.0 <= *high);
            number(first)..number(end)
        });
        parts.flatten().collect()
    }

    /// Every class.
    pub(crate) fn all(&self) -> ClassSet {
        match self.count() {
            0 => ClassSet::default(),
            count => ClassSet {
                ranges: vec![(0, count - 1)],
            },
        }
    }

    /// The values of some classes.
    pub(crate) fn value_set(&self, set: &ClassSet) -> ValueSet {
        let classes = set.ranges.iter().flat_map(|(low, high)| *low..=*high);
        ValueSet::from_ranges(classes.filter_map(|class| self.values(class)).collect())
    }
}

impl ClassSet {
    /// The classes of one range.
    pub(crate) fn range(low: u32, high: u32) -> Self {
        Self {
            ranges: vec![(low, high)],
        }
    }

    /// The ranges, sorted.
    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Whether there is no class in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether a class is in it.
    pub(crate) fn contains(&self, class: u32) -> bool {
        let at = self.ranges.partition_point(|(_, high)| *high < class);
        self.ranges.get(at).is_some_and(|(low, _)| *low <= class)
    }

    /// How the classes `low..=high` lie in the set.
    pub(crate) fn status(&self, low: u32, high: u32) -> Status {
        let at = self.ranges.partition_point(|(_, end)| *end < low);
        match self.ranges.get(at) {
            Some((start, end)) if *start <= low && high <= *end => Status::Always,
            Some((start, _)) if *start <= high => Status::Open,
            _ => Status::Never,
        }
    }

    /// How some classes lie in the set.
    pub(crate) fn status_of(&self, classes: &[u32]) -> Status {
        let held = classes
            .iter()
            .filter(|class| self.contains(**class))
            .count();
        match held {
            0 => Status::Never,
            held if held == classes.len() => Status::Always,
            _ => Status::Open,
        }
    }

    /// The first class of an upper part of `low..=high` that is told apart from the lower part by
    /// the set.
    pub(crate) fn cut(&self, low: u32, high: u32) -> Option<u32> {
        let at = self.ranges.partition_point(|(_, end)| *end < low);
        let (start, end) = self.ranges.get(at)?;
        if low < *start && *start <= high {
            return Some(*start);
        }
        (*end < high).then_some(*end + 1)
    }

    /// The classes of both sets.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let (mut left, mut right) = (
            self.ranges.iter().peekable(),
            other.ranges.iter().peekable(),
        );
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let (low, high) = (a.0.max(b.0), a.1.min(b.1));
            if low <= high {
                ranges.push((low, high));
            }
            if a.1 < b.1 {
                left.next();
            } else {
                right.next();
            }
        }
        Self { ranges }
    }

    /// The classes of one set or the other.
    pub(crate) fn union(&self, other: &Self) -> Self {
        let mut all = self.ranges.clone();
        all.extend(&other.ranges);
        all.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::with_capacity(all.len());
        for (low, high) in all {
            match ranges.last_mut() {
                Some((_, end)) if low <= end.saturating_add(1) => *end = high.max(*end),
                _ => ranges.push((low, high)),
            }
        }
        Self { ranges }
    }

    /// Whether the two have a class in common.
    pub(crate) fn touches(&self, other: &Self) -> bool {
        let (mut left, mut right) = (
            self.ranges.iter().peekable(),
            other.ranges.iter().peekable(),
        );
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            if a.0.max(b.0) <= a.1.min(b.1) {
                return true;
            }
            if a.1 < b.1 {
                left.next();
            } else {
                right.next();
            }
        }
        false
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

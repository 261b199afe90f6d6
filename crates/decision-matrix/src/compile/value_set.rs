//! Sets of values of one column: sorted ranges of `i64`, with null as the lowest code.

use crate::comparison::Comparison;
use crate::table::{Cell, ColumnType, Item, Operand, Test};

use super::NULL;

/// A set of values, null among them or not.
///
/// INVARIANT: the ranges are closed, not empty, sorted, and no two touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueSet {
    ranges: Vec<(i64, i64)>,
}

impl ValueSet {
    /// No value.
    pub(crate) const EMPTY: Self = Self { ranges: Vec::new() };

    /// Every value and null.
    pub(crate) fn any() -> Self {
        Self {
            ranges: vec![(NULL, i64::MAX)],
        }
    }

    /// Every value but null.
    pub(crate) fn not_null() -> Self {
        Self::range(NULL + 1, i64::MAX)
    }

    /// `low..=high`; empty where reversed.
    pub(crate) fn range(low: i64, high: i64) -> Self {
        if low <= high {
            Self {
                ranges: vec![(low, high)],
            }
        } else {
            Self::EMPTY
        }
    }

    /// The union of any ranges.
    pub(crate) fn from_ranges(mut ranges: Vec<(i64, i64)>) -> Self {
        ranges.retain(|(low, high)| low <= high);
        ranges.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::with_capacity(ranges.len());
        for (low, high) in ranges {
            match merged.last_mut() {
                Some((_, end)) if low <= end.saturating_add(1) => *end = high.max(*end),
                _ => merged.push((low, high)),
            }
        }
        Self { ranges: merged }
    }

    /// The values that a column may have without null: its domain, or the range of its type.
    pub(crate) fn of_domain(column: &ColumnType) -> Self {
        let (low, high) = column.value_type.range(column.scale);
        let whole = Self::range(low, high);
        match &column.domain {
            None => whole,
            Some(cell) => Self::of_cell(cell)
                .unwrap_or(whole.clone())
                .intersection(&whole),
        }
    }

    /// The values that a column may have, null included where it is permitted.
    pub(crate) fn of_column(column: &ColumnType) -> Self {
        let mut set = Self::of_domain(column);
        if column.nullable {
            set.ranges.insert(0, (NULL, NULL));
            set = Self::from_ranges(set.ranges);
        }
        set
    }

    /// The values of a cell; `None` where it names a table, so that they depend on the claim.
    pub(crate) fn of_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Any => Some(Self::any()),
            Cell::Items(items) => {
                let sets = items
                    .iter()
                    .map(Self::of_item)
                    .collect::<Option<Vec<_>>>()?;
                Some(Self::from_ranges(
                    sets.into_iter().flat_map(|set| set.ranges).collect(),
                ))
            }
        }
    }

    /// The values of an item; `None` where it names a table.
    pub(crate) fn of_item(item: &Item) -> Option<Self> {
        match item {
            Item::Null => Some(Self::range(NULL, NULL)),
            Item::NotNull => Some(Self::not_null()),
            Item::Test(test) => Self::of_test(test),
            Item::Not(tests) => {
                let sets = tests
                    .iter()
                    .map(Self::of_test)
                    .collect::<Option<Vec<_>>>()?;
                let excluded =
                    Self::from_ranges(sets.into_iter().flat_map(|set| set.ranges).collect());
                Some(excluded.complement())
            }
        }
    }

    fn of_test(test: &Test) -> Option<Self> {
        match test {
            Test::Compare(comparison, operand) => {
                Some(Self::of_comparison(*comparison, constant(operand)?))
            }
            Test::Interval {
                low,
                low_included,
                high,
                high_included,
            } => {
                let (low, high) = (constant(low)?, constant(high)?);
                let low = if *low_included {
                    low
                } else {
                    low.saturating_add(1)
                };
                let high = if *high_included {
                    high
                } else {
                    high.saturating_sub(1)
                };
                Some(Self::range(low, high))
            }
        }
    }

    /// The values that compare so with a constant.
    pub(crate) fn of_comparison(comparison: Comparison, constant: i64) -> Self {
        match comparison {
            Comparison::Equal => Self::range(constant, constant),
            Comparison::Less => Self::range(NULL + 1, constant.saturating_sub(1)),
            Comparison::LessOrEqual => Self::range(NULL + 1, constant),
            Comparison::Greater => Self::range(constant.saturating_add(1), i64::MAX),
            Comparison::GreaterOrEqual => Self::range(constant, i64::MAX),
        }
    }

    /// The values, null excluded, that are not in the set.
    fn complement(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut low = NULL + 1;
        for (start, end) in &self.ranges {
            if low < *start {
                ranges.push((low, start - 1));
            }
            match end.checked_add(1) {
                Some(next) => low = low.max(next),
                None => return Self { ranges },
            }
        }
        ranges.push((low, i64::MAX));
        Self { ranges }
    }

    /// The values of both sets.
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

    /// Whether the value, or null, is in the set.
    #[inline]
    pub(crate) fn contains(&self, value: i64) -> bool {
        if let [(low, high)] = self.ranges.as_slice() {
            return *low <= value && value <= *high;
        }
        let at = self.ranges.partition_point(|(_, high)| *high < value);
        self.ranges.get(at).is_some_and(|(low, _)| *low <= value)
    }

    /// The ranges, sorted.
    pub(crate) fn ranges(&self) -> &[(i64, i64)] {
        &self.ranges
    }
}

/// The constant of an operand; `None` where it is a table.
fn constant(operand: &Operand) -> Option<i64> {
    match operand {
        Operand::Literal(value) | Operand::Parameter { value, .. } => Some(*value),
        Operand::Table { .. } => None,
    }
}

#[cfg(test)]
mod tests;

//! The classes of a column: neighbouring values that no cell of the table tells apart.

use super::NULL;
use super::value_set::ValueSet;

/// A domain of at most this many values is looked up without a search.
const DIRECT_VALUES: i64 = 64;

/// Most parts for each cut, and most parts of few cuts.
const BUCKETS_PER_CUT: usize = 8;
const LEAST_BUCKETS: usize = 128;
/// Most cuts in a part.
const MOST_STEPS: usize = 4;

/// How a value is brought to its class, `0..count`.
#[derive(Debug)]
pub(crate) enum Partition {
    /// Few values: null is 0, `low` is 1, `low + 1` is 2 and so on. Each value is a class.
    Direct {
        /// The smallest value.
        low: i64,
        /// How many classes, null included.
        count: usize,
    },
    /// The class is the number of cuts that are not above the value; sorted.
    Cuts {
        /// The smallest values of every class but the first.
        cuts: Box<[i64]>,
        /// Where to look first.
        buckets: Buckets,
        /// The smallest value of the column, null if it may be null.
        low: i64,
        /// The largest value of the column.
        high: i64,
    },
}

impl Partition {
    /// The classes that tell the sets apart over a column that has the values `domain` only. More
    /// than `limit` classes are merged with their neighbours; then the flag is true and a set may
    /// hold parts of a class.
    pub(crate) fn new<'a>(
        domain: &ValueSet,
        sets: impl Iterator<Item = &'a ValueSet>,
        limit: usize,
    ) -> (Self, bool) {
        let (low, high) = match (domain.ranges().first(), domain.ranges().last()) {
            (Some((low, _)), Some((_, high))) => (*low, *high),
            _ => (NULL, NULL),
        };
        let first = if low == NULL {
            first_value(domain)
        } else {
            low
        };
        let span = high.checked_sub(first).unwrap_or(i64::MAX);
        if span < DIRECT_VALUES && usize::try_from(span).is_ok_and(|span| limit > span + 2) {
            let count = usize::try_from(span).unwrap_or(0) + 2;
            return (Self::Direct { low: first, count }, false);
        }
        let ends = sets
            .flat_map(ValueSet::ranges)
            .flat_map(|(low, high)| [Some(*low), high.checked_add(1)]);
        let mut cuts: Vec<i64> = ends
            .flatten()
            .filter(|cut| low < *cut && *cut <= high)
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let is_coarse = cuts.len() >= limit;
        if is_coarse {
            let step = cuts.len().div_ceil(limit.saturating_sub(1).max(1));
            cuts = cuts.into_iter().step_by(step).collect();
        }
        (
            Self::Cuts {
                buckets: Buckets::new(&cuts),
                cuts: cuts.into(),
                low,
                high,
            },
            is_coarse,
        )
    }

    /// How many classes there are.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Direct { count, .. } => *count,
            Self::Cuts { cuts, .. } => cuts.len() + 1,
        }
    }

    /// The class of a value of the domain.
    #[inline]
    pub(crate) fn class(&self, value: i64) -> usize {
        match self {
            Self::Direct { low, count } => {
                // Null lies far below every value: as a number without sign it is far above.
                let class = value.wrapping_sub(*low).wrapping_add(1).cast_unsigned();
                usize::try_from(class)
                    .ok()
                    .filter(|class| class < count)
                    .unwrap_or(0)
            }
            Self::Cuts { buckets, cuts, .. } => buckets
                .class(cuts, value)
                .unwrap_or_else(|| cuts.partition_point(|cut| *cut <= value)),
        }
    }

    /// The classes that the ranges of a set touch, as ranges of classes, sorted and apart.
    pub(crate) fn classes(&self, set: &ValueSet) -> Vec<(usize, usize)> {
        let mut classes: Vec<(usize, usize)> = Vec::new();
        for (low, high) in set.ranges() {
            let Some((low, high)) = self.class_range(*low, *high) else {
                continue;
            };
            match classes.last_mut() {
                Some((_, end)) if low <= *end + 1 => *end = high.max(*end),
                _ => classes.push((low, high)),
            }
        }
        classes
    }

    /// First and last class of a range of values; `None` where no value of the domain is in it.
    fn class_range(&self, low: i64, high: i64) -> Option<(usize, usize)> {
        match self {
            Self::Direct { low: first, count } => {
                let last = first.saturating_add(i64::try_from(*count).ok()? - 2);
                let to_class =
                    |value: i64| usize::try_from(value - first).map_or(0, |offset| offset + 1);
                let has_null = low == NULL;
                let (low, high) = (low.max(*first), high.min(last));
                match (has_null, low <= high) {
                    (false, false) => None,
                    (true, false) => Some((0, 0)),
                    (has_null, true) => {
                        Some((if has_null { 0 } else { to_class(low) }, to_class(high)))
                    }
                }
            }
            Self::Cuts {
                low: first,
                high: last,
                ..
            } => {
                let (low, high) = (low.max(*first), high.min(*last));
                (low <= high).then(|| (self.class(low), self.class(high)))
            }
        }
    }
}

/// The values between the first and the last cut in parts of equal width, with few cuts in each,
/// so that a class is found without a search. Empty where the cuts lie too unevenly.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    low: i64,
    high: i64,
    /// The width of a part is 2 to this power.
    shift: u32,
    /// Most cuts in a part.
    steps: usize,
    /// The class of the smallest value of each part.
    classes: Box<[u16]>,
}

impl Buckets {
    fn new(cuts: &[i64]) -> Self {
        let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
            return Self::default();
        };
        let low = first.saturating_sub(1);
        let Some(span) = last.checked_sub(low) else {
            return Self::default();
        };
        let most = i64::try_from(
            cuts.len()
                .saturating_mul(BUCKETS_PER_CUT)
                .max(LEAST_BUCKETS),
        )
        .unwrap_or(i64::MAX);
        let shift = (0..63).find(|shift| span >> shift < most).unwrap_or(63);
        let parts = usize::try_from(span >> shift)
            .unwrap_or(usize::MAX)
            .saturating_add(1);
        let class =
            |part: i64| cuts.partition_point(|cut| *cut <= low.saturating_add(part << shift));
        let starts: Vec<usize> = (0..).take(parts).map(class).collect();
        let ends = starts.iter().skip(1).copied().chain([cuts.len()]);
        let steps = starts
            .iter()
            .zip(ends)
            .map(|(start, end)| end - start)
            .max()
            .unwrap_or(0);
        let classes: Option<Box<[u16]>> = starts
            .iter()
            .map(|class| u16::try_from(*class).ok())
            .collect();
        match classes {
            Some(classes) if steps <= MOST_STEPS => Self {
                low,
                high: *last,
                shift,
                steps,
                classes,
            },
            _ => Self::default(),
        }
    }

    /// The class of a value among the cuts; `None` where there are no parts.
    #[inline]
    fn class(&self, cuts: &[i64], value: i64) -> Option<usize> {
        let offset = value
            .max(self.low)
            .min(self.high)
            .wrapping_sub(self.low)
            .cast_unsigned();
        let mut class = usize::from(
            *self
                .classes
                .get(usize::try_from(offset >> (self.shift & 63)).ok()?)?,
        );
        for _ in 0..self.steps {
            class += usize::from(cuts.get(class).is_some_and(|cut| *cut <= value));
        }
        Some(class)
    }
}

/// The smallest value of a set that holds null.
fn first_value(domain: &ValueSet) -> i64 {
    match domain.ranges() {
        [(NULL, NULL), (low, _), ..] => *low,
        _ => NULL + 1,
    }
}

#[cfg(test)]
mod tests;

//! From a value of a column to what its class has, in a few steps and without a search where that
//! can be. Which way is taken depends on how the cuts of the column lie.

mod buckets;

use super::partition::Partition;
use super::{NULL, Slot};

pub(crate) use buckets::Buckets;

/// A column has an entry for each value where these take at most so many bytes.
const MOST_DIRECT_BYTES: i64 = 8 * 1_024;
/// Most parts of a column that is looked up by parts.
const MOST_PARTS: i64 = 512;

/// The columns of a table. An entry is what a class has: its candidates, or where they begin.
#[derive(Debug)]
pub(crate) struct Lookup<T> {
    /// Columns that are factors.
    pub(crate) factors: ColumnLookup<T>,
    /// Columns that are computed.
    pub(crate) computed: ColumnLookup<T>,
}

/// Columns, by the way in which they are looked up.
#[derive(Debug)]
pub(crate) struct ColumnLookup<T> {
    /// Columns with few values.
    pub(crate) direct: Vec<Direct<T>>,
    /// Columns whose cuts lie evenly enough.
    pub(crate) parted: Vec<Parted<T>>,
    /// Every other column.
    pub(crate) searched: Vec<Searched<T>>,
}

/// One entry a value.
#[derive(Debug)]
pub(crate) struct Direct<T> {
    /// Its number among the factors or the computed values.
    pub(crate) index: u32,
    low: i64,
    entries: Box<[T]>,
    null: T,
}

/// The values in parts of equal width, at most two cuts in each.
#[derive(Debug)]
pub(crate) struct Parted<T> {
    /// Its number among the factors or the computed values.
    pub(crate) index: u32,
    low: i64,
    high: i64,
    /// The width of a part is 2 to this power.
    shift: u32,
    parts: Box<[Part<T>]>,
}

/// The values of one width.
#[derive(Clone, Copy, Debug)]
struct Part<T> {
    /// The cuts in it, rising; ones that no value reaches where there are fewer.
    cuts: [i64; 2],
    /// The entries below, between and above the cuts.
    entries: [T; 3],
}

/// Any cuts.
#[derive(Debug)]
pub(crate) struct Searched<T> {
    /// Its number among the factors or the computed values.
    pub(crate) index: u32,
    buckets: Buckets,
    cuts: Box<[i64]>,
    entries: Box<[T]>,
}

impl<T> Default for Lookup<T> {
    fn default() -> Self {
        Self {
            factors: ColumnLookup::default(),
            computed: ColumnLookup::default(),
        }
    }
}

impl<T> Default for ColumnLookup<T> {
    fn default() -> Self {
        Self {
            direct: Vec::new(),
            parted: Vec::new(),
            searched: Vec::new(),
        }
    }
}

impl<T: Copy + Default> Lookup<T> {
    /// Adds a column; `entries` has one entry a class.
    pub(crate) fn add(&mut self, slot: Slot, partition: &Partition, entries: &[T]) {
        match slot {
            Slot::Factor(index) => self.factors.add(index, partition, entries),
            Slot::Computed(index) => self.computed.add(index, partition, entries),
        }
    }

    /// How many columns there are.
    pub(crate) fn len(&self) -> usize {
        self.factors.len() + self.computed.len()
    }
}

impl<T: Copy + Default> ColumnLookup<T> {
    fn len(&self) -> usize {
        self.direct.len() + self.parted.len() + self.searched.len()
    }

    fn add(&mut self, index: u32, partition: &Partition, entries: &[T]) {
        if let Some(column) = Direct::new(index, partition, entries) {
            self.direct.push(column);
        } else if let Some(column) = Parted::new(index, partition.cuts(), entries) {
            self.parted.push(column);
        } else {
            self.searched.push(Searched {
                index,
                buckets: Buckets::new(partition.cuts()),
                cuts: partition.cuts().into(),
                entries: entries.into(),
            });
        }
    }

    /// Gives the entry of every column, whose value is given by its number.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "measured: a call costs a tenth of a decision"
    )]
    pub(crate) fn each(&self, value: impl Fn(u32) -> i64, mut take: impl FnMut(T)) {
        for column in &self.direct {
            take(column.entry(value(column.index)));
        }
        for column in &self.parted {
            take(column.entry(value(column.index)));
        }
        for column in &self.searched {
            take(column.entry(value(column.index)));
        }
    }
}

impl<T: Copy + Default> Direct<T> {
    fn new(index: u32, partition: &Partition, entries: &[T]) -> Option<Self> {
        let is_nullable = partition.low() == NULL;
        // Below the first cut everything is as null is.
        let low = match partition.cuts().first() {
            Some(cut) if is_nullable => *cut,
            _ => partition.low(),
        };
        let span = partition.high().checked_sub(low)?;
        let most = MOST_DIRECT_BYTES / i64::try_from(size_of::<T>()).ok()?;
        if !(0..most).contains(&span) {
            return None;
        }
        let entry = |value: i64| entries.get(partition.class(value)).copied();
        Some(Self {
            index,
            low,
            entries: (low..=partition.high())
                .map(|value| entry(value).unwrap_or_default())
                .collect(),
            null: entry(NULL).unwrap_or_default(),
        })
    }

    /// The entry of a value.
    #[inline]
    pub(crate) fn entry(&self, value: i64) -> T {
        // What lies below is far above as a number without sign.
        let at =
            usize::try_from(value.wrapping_sub(self.low).cast_unsigned()).unwrap_or(usize::MAX);
        self.entries.get(at).copied().unwrap_or(self.null)
    }
}

impl<T: Copy + Default> Parted<T> {
    fn new(index: u32, cuts: &[i64], entries: &[T]) -> Option<Self> {
        let low = cuts.first()?.checked_sub(1)?;
        let high = *cuts.last()?;
        let span = high.checked_sub(low)?;
        // The widest parts that hold two cuts at most.
        let shifts = (0..63_u32)
            .rev()
            .take_while(|shift| span >> shift < MOST_PARTS);
        let part_of = |shift: u32, cut: i64| (cut - low) >> shift;
        let fits = |shift: &u32| {
            let mut triples = cuts
                .windows(3)
                .filter_map(|cuts| Some((*cuts.first()?, *cuts.last()?)));
            triples.all(|(first, last)| part_of(*shift, first) != part_of(*shift, last))
        };
        let shift = { shifts }.find(fits)?;
        let part = |at: i64| {
            let mut inside = cuts
                .iter()
                .copied()
                .filter(|cut| part_of(shift, *cut) == at);
            let below = cuts.iter().filter(|cut| part_of(shift, **cut) < at).count();
            let entry = |class: usize| {
                let entry = entries.get(class.min(cuts.len()));
                entry.copied().unwrap_or_default()
            };
            Part {
                cuts: [
                    inside.next().unwrap_or(i64::MAX),
                    inside.next().unwrap_or(i64::MAX),
                ],
                entries: [entry(below), entry(below + 1), entry(below + 2)],
            }
        };
        Some(Self {
            index,
            low,
            high,
            shift,
            parts: (0..=span >> shift).map(part).collect(),
        })
    }

    /// The entry of a value.
    #[inline]
    pub(crate) fn entry(&self, value: i64) -> T {
        let part = buckets::part_of(value, self.low, self.high, self.shift);
        match self.parts.get(part) {
            // The number of cuts, not a choice: no branch that the claims of the day could mislead.
            Some(Part {
                cuts: [first, second],
                entries,
            }) => {
                let passed = usize::from(*first <= value) + usize::from(*second <= value);
                entries.get(passed).copied().unwrap_or_default()
            }
            None => T::default(),
        }
    }
}

impl<T: Copy + Default> Searched<T> {
    /// The entry of a value.
    #[inline]
    pub(crate) fn entry(&self, value: i64) -> T {
        let class = self.buckets.class(&self.cuts, value);
        self.entries.get(class).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;

//! From a value of a column to what its class has, in a few steps and without a search where that
//! can be. Which way is taken depends on how the cuts of the column lie.

mod buckets;
mod group;
mod parts;

use super::partition::Partition;
use super::{NULL, Slot};

pub(crate) use buckets::Buckets;
pub(crate) use group::{Group, GroupBits};
pub(crate) use parts::{Covered, Parted};

/// A column has an entry for each value, and a group one for each combination, where these take at
/// most so many bytes.
const MOST_DIRECT_BYTES: usize = 12 * 1_024;

/// The columns of a table. An entry is what a class has: its candidates, or where they begin.
#[derive(Debug)]
pub(crate) struct Lookup<T> {
    /// Factors of few values, several in one look-up.
    pub(crate) groups: Vec<Group<T>>,
    /// Factors whose cuts lie evenly enough over all of their values.
    pub(crate) covered: Vec<Covered<T>>,
    /// Whether there are further columns.
    pub(crate) has_more: bool,
    /// How many look-ups there are.
    pub(crate) len: usize,
    /// Other columns that are factors.
    pub(crate) factors: ColumnLookup<T>,
    /// Columns that are computed.
    pub(crate) computed: ColumnLookup<T>,
}

/// Takes the entries of a claim, one after the other.
pub(crate) trait TakeEntry<T> {
    /// Takes the next one.
    fn take(&mut self, entry: &T);
}

/// What is looked up at once.
pub(crate) enum LookupKey<'a> {
    /// A column.
    Column(Slot, &'a Partition),
    /// Several columns.
    Group(GroupBits),
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

/// Any cuts.
#[derive(Debug)]
pub(crate) struct Searched<T> {
    /// Its number among the factors or the computed values.
    pub(crate) index: u32,
    buckets: Buckets,
    cuts: Box<[i64]>,
    entries: Box<[T]>,
    /// What is never asked: there is an entry for each class.
    none: T,
}

impl LookupKey<'_> {
    /// How many entries there are, one a class or a combination.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Column(_, partition) => partition.count(),
            Self::Group(bits) => bits.count(),
        }
    }
}

impl<T> Default for Lookup<T> {
    fn default() -> Self {
        Self {
            groups: Vec::new(),
            covered: Vec::new(),
            has_more: false,
            len: 0,
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
    /// Most entries of a column or a group that has one for each value or combination.
    pub(crate) const MOST_DIRECT: usize = MOST_DIRECT_BYTES / size_of::<T>();

    /// Adds a column or a group of columns; `entries` has one entry a class or a combination.
    pub(crate) fn add(&mut self, key: &LookupKey<'_>, entries: &[T]) {
        self.len += 1;
        match key {
            LookupKey::Column(Slot::Factor(index), partition) => {
                if let Some(column) = Covered::new(*index, partition, entries) {
                    self.covered.push(column);
                } else {
                    self.factors.add(*index, partition, entries);
                    self.has_more = true;
                }
            }
            LookupKey::Column(Slot::Computed(index), partition) => {
                self.computed.add(*index, partition, entries);
                self.has_more = true;
            }
            LookupKey::Group(bits) => self.groups.push(Group {
                bits: bits.clone(),
                entries: entries.into(),
                none: T::default(),
            }),
        }
    }
}

impl<T: Copy + Default> ColumnLookup<T> {
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
                none: T::default(),
            });
        }
    }

    /// Gives the entry of every column, whose value is given by its number.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "measured: a call for each table costs 3 % of a decision of a claims desk"
    )]
    pub(crate) fn each(&self, value: impl Fn(u32) -> i64, taker: &mut impl TakeEntry<T>) {
        for column in &self.direct {
            taker.take(column.entry(value(column.index)));
        }
        for column in &self.parted {
            taker.take(column.entry(value(column.index)));
        }
        for column in &self.searched {
            taker.take(column.entry(value(column.index)));
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
        let most = i64::try_from(Lookup::<T>::MOST_DIRECT).ok()?;
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
    pub(crate) fn entry(&self, value: i64) -> &T {
        // What lies below is far above as a number without sign.
        let at =
            usize::try_from(value.wrapping_sub(self.low).cast_unsigned()).unwrap_or(usize::MAX);
        self.entries.get(at).unwrap_or(&self.null)
    }
}

impl<T: Copy + Default> Searched<T> {
    /// The entry of a value.
    #[inline]
    pub(crate) fn entry(&self, value: i64) -> &T {
        let class = self.buckets.class(&self.cuts, value);
        self.entries.get(class).unwrap_or(&self.none)
    }
}

#[cfg(test)]
mod tests;

//! The values of a column in parts of equal width, with two cuts at most in each.

use crate::compile::partition::Partition;

use super::buckets;

/// Most parts of a column.
const MOST_PARTS: i64 = 512;

/// Parts for all values that the column may have, so that no value has to be brought between two
/// bounds first: four instructions of some 28 a column.
#[derive(Debug)]
pub(crate) struct Covered<T> {
    /// Its number among the factors or the computed values.
    pub(crate) index: u32,
    low: i64,
    /// The width of a part is 2 to this power.
    shift: u32,
    parts: Box<[Part<T>]>,
    null: T,
}

/// Parts for the values between the first and the last cut.
#[derive(Debug)]
pub(crate) struct Parted<T> {
    /// Its number among the factors or the computed values.
    pub(crate) index: u32,
    low: i64,
    high: i64,
    /// The width of a part is 2 to this power.
    shift: u32,
    parts: Box<[Part<T>]>,
    /// What is never asked: every value has a part.
    none: T,
}

/// The values of one width.
#[derive(Clone, Copy, Debug)]
struct Part<T> {
    /// The cuts in it, rising; ones that no value reaches where there are fewer.
    cuts: [i64; 2],
    /// The entries below, between and above the cuts.
    entries: [T; 3],
}

impl<T: Copy + Default> Covered<T> {
    pub(super) fn new(index: u32, partition: &Partition, entries: &[T]) -> Option<Self> {
        let (low, cuts) = (partition.first(), partition.cuts());
        let (shift, parts) = parts_of(low, partition.high(), cuts, entries)?;
        Some(Self {
            index,
            low,
            shift,
            parts,
            null: entries.first().copied().unwrap_or_default(),
        })
    }

    /// The entry of a value.
    #[inline]
    pub(crate) fn entry(&self, value: i64) -> &T {
        // Null, which lies below, is far above as a number without sign.
        let offset = value.wrapping_sub(self.low).cast_unsigned();
        let part = usize::try_from(offset >> (self.shift & 63)).unwrap_or(usize::MAX);
        let part = self.parts.get(part);
        part.and_then(|part| part.entry(value))
            .unwrap_or(&self.null)
    }
}

impl<T: Copy + Default> Parted<T> {
    pub(super) fn new(index: u32, cuts: &[i64], entries: &[T]) -> Option<Self> {
        let low = cuts.first()?.checked_sub(1)?;
        let high = *cuts.last()?;
        let (shift, parts) = parts_of(low, high, cuts, entries)?;
        Some(Self {
            index,
            low,
            high,
            shift,
            parts,
            none: T::default(),
        })
    }

    /// The entry of a value.
    #[inline]
    pub(crate) fn entry(&self, value: i64) -> &T {
        let part = buckets::part_of(value, self.low, self.high, self.shift);
        let part = self.parts.get(part);
        part.and_then(|part| part.entry(value))
            .unwrap_or(&self.none)
    }
}

impl<T> Part<T> {
    /// The entry of a value: by the number of cuts, not by a choice, so that there is no branch that
    /// the claims of the day could mislead.
    #[inline]
    fn entry(&self, value: i64) -> Option<&T> {
        let [first, second] = self.cuts;
        let passed = usize::from(first <= value) + usize::from(second <= value);
        self.entries.get(passed)
    }
}

/// The widest parts from `low` to `high` that hold two cuts at most, as a power of two; `None` where
/// these are too many.
fn parts_of<T: Copy + Default>(
    low: i64,
    high: i64,
    cuts: &[i64],
    entries: &[T],
) -> Option<(u32, Box<[Part<T>]>)> {
    let span = high.checked_sub(low)?;
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
    Some((shift, (0..=span >> shift).map(part).collect()))
}

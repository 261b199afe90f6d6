//! Several columns of few values as one: an entry for each combination of their values.

use crate::compile::packing::PackedField;

/// Columns whose values are neighbours in the packed word of a claim.
#[derive(Debug)]
pub(crate) struct Group<T> {
    /// Where their combination stands.
    pub(crate) bits: GroupBits,
    /// One entry a combination.
    pub(super) entries: Box<[T]>,
    /// What is never asked: there is an entry for each combination.
    pub(super) none: T,
}

/// Where the combination of the values of some factors stands in the packed word of a claim.
#[derive(Clone, Debug)]
pub(crate) struct GroupBits {
    shift: u32,
    mask: u64,
    /// The factors, for claims without a packed word.
    fields: Vec<(u32, PackedField)>,
}

impl GroupBits {
    /// The bits from the first of these fields to the last one.
    pub(crate) fn new(fields: Vec<(u32, PackedField)>) -> Self {
        let shift = { fields.iter() }.map(|(_, it)| it.shift()).min();
        let end = { fields.iter() }
            .map(|(_, it)| it.shift() + it.bits())
            .max();
        let (shift, end) = (shift.unwrap_or_default(), end.unwrap_or_default());
        Self {
            shift,
            mask: (1 << end.saturating_sub(shift).min(63)) - 1,
            fields,
        }
    }

    /// How many combinations there are.
    pub(crate) fn count(&self) -> usize {
        usize::try_from(self.mask + 1).unwrap_or(usize::MAX)
    }

    /// The code of a field in a combination.
    pub(crate) fn code(&self, field: PackedField, combination: usize) -> u64 {
        ((combination as u64) << self.shift & field.mask()) >> field.shift()
    }

    /// The combination of a claim, by its packed word.
    #[inline]
    pub(crate) fn of_packed(&self, packed: u64) -> usize {
        usize::try_from(packed >> (self.shift & 63) & self.mask).unwrap_or(usize::MAX)
    }

    /// The combination of a claim, by the values of its factors.
    #[inline]
    pub(crate) fn of_factors(&self, value: impl Fn(u32) -> i64) -> usize {
        let fields = self.fields.iter();
        let packed = fields.fold(0, |packed, (factor, field)| {
            packed | field.place(value(*factor))
        });
        self.of_packed(packed)
    }
}

impl<T> Group<T> {
    /// The entry of a combination.
    #[inline]
    pub(crate) fn entry(&self, combination: usize) -> &T {
        self.entries.get(combination).unwrap_or(&self.none)
    }
}

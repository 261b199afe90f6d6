//! The values of one claim, wherever they lie: in facts, or in columns.

use crate::compile::{CompiledMatrix, GroupBits, NULL, Slot};

use super::facts::Facts;

/// The code of a computed value that is at fault.
///
/// INVARIANT: no value of any type reaches it; the largest magnitude is 10^18.
pub(super) const FAULTED: i64 = NULL + 1;

/// The values of one claim.
pub(super) trait Row {
    /// The value of a factor, in the unit of its type, or null.
    fn factor(&self, index: u32) -> i64;

    /// A computed value, null, or [`FAULTED`].
    fn computed(&self, index: u32) -> i64;

    /// Which combination the values of the factors of a group are.
    #[inline]
    fn combination(&self, group: &GroupBits) -> usize {
        group.of_factors(|index| self.factor(index))
    }

    /// The value of a slot.
    #[inline]
    fn value(&self, slot: Slot) -> i64 {
        match slot {
            Slot::Factor(index) => self.factor(index),
            Slot::Computed(index) => self.computed(index),
        }
    }
}

/// One claim by itself.
#[derive(Clone, Copy)]
pub(super) struct ClaimRow<'a> {
    pub(super) factors: &'a [i64],
    pub(super) computed: &'a [i64],
    /// The values of narrow factors, side by side.
    packed: u64,
}

impl<'a> ClaimRow<'a> {
    /// A claim that consists of its values.
    pub(super) fn new(matrix: &CompiledMatrix, factors: &'a [i64], computed: &'a [i64]) -> Self {
        Self {
            factors,
            computed,
            packed: matrix.schema.pack(factors),
        }
    }

    /// A claim as facts hold it.
    #[inline]
    pub(super) fn of_facts(facts: &'a Facts, computed: &'a [i64]) -> Self {
        Self {
            factors: facts.values(),
            computed,
            packed: facts.packed(),
        }
    }

    /// The same claim with other computed values.
    #[inline]
    pub(super) fn with_computed<'b>(self, computed: &'b [i64]) -> ClaimRow<'b>
    where
        'a: 'b,
    {
        ClaimRow { computed, ..self }
    }
}

impl Row for ClaimRow<'_> {
    #[inline]
    fn factor(&self, index: u32) -> i64 {
        self.factors.get(index as usize).copied().unwrap_or(NULL)
    }

    #[inline]
    fn combination(&self, group: &GroupBits) -> usize {
        group.of_packed(self.packed)
    }

    #[inline]
    fn computed(&self, index: u32) -> i64 {
        self.computed.get(index as usize).copied().unwrap_or(NULL)
    }
}

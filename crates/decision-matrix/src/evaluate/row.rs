//! The values of one claim, wherever they lie: in facts, or in columns.

use crate::compile::{NULL, Slot};

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
}

impl Row for ClaimRow<'_> {
    #[inline]
    fn factor(&self, index: u32) -> i64 {
        self.factors.get(index as usize).copied().unwrap_or(NULL)
    }

    #[inline]
    fn computed(&self, index: u32) -> i64 {
        self.computed.get(index as usize).copied().unwrap_or(NULL)
    }
}

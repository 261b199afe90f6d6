//! A bit for each row of a block.

#![expect(
    clippy::inline_always,
    reason = "a kernel is compiled for each set of instructions: all of its parts must be inside of it"
)]

/// Most rows of a block: one bit each in the widest vector register.
pub(super) const BLOCK_ROWS: usize = 512;

/// Words of a mask.
const WORDS: usize = BLOCK_ROWS / 64;

/// A set of rows of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct RowMask(pub(super) [u64; WORDS]);

impl RowMask {
    /// No row.
    pub(super) const NONE: Self = Self([0; WORDS]);
    /// Every row, and what lies beyond the last one of a smaller block.
    pub(super) const ALL: Self = Self([u64::MAX; WORDS]);

    /// The first rows.
    pub(super) fn first(len: usize) -> Self {
        let mut mask = Self::NONE;
        for (at, word) in mask.0.iter_mut().enumerate() {
            let rows = len.saturating_sub(at * 64).min(64);
            *word = match u32::try_from(rows) {
                Ok(64) | Err(_) => u64::MAX,
                Ok(rows) => (1 << rows) - 1,
            };
        }
        mask
    }

    /// Adds a row.
    #[inline]
    pub(super) fn insert(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    /// Whether there is no row.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) == 0
    }

    /// The rows of both.
    #[inline(always)]
    pub(super) fn and(mut self, other: &Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word &= other;
        }
        self
    }

    /// The rows of either.
    #[inline(always)]
    pub(super) fn or(mut self, other: &Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word |= other;
        }
        self
    }

    /// The rows that are not in the other one.
    #[inline(always)]
    pub(super) fn without(mut self, other: &Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word &= !other;
        }
        self
    }

    /// The rows, rising.
    pub(super) fn rows(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests;

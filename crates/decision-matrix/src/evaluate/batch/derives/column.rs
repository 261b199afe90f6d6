//! The values of an expression in a block of rows, and what is done with all of them at once.

#![expect(
    clippy::inline_always,
    reason = "a kernel is compiled for each set of instructions: all of its parts must be inside of it"
)]

use crate::evaluate::columns::ColumnValues;
use crate::evaluate::simd::{Kernel, Lanes};

use super::super::row_mask::RowMask;

/// What a number or a code is in each row of a block. In rows that nobody asked about, and in those
/// that are at fault, it may be anything.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) values: Values,
    /// Rows without a value; what stands there may be anything.
    pub(super) nulls: RowMask,
    /// Fraction digits of a number; 0 of a code.
    pub(super) scale: u32,
    /// The values lie in `low..=high`, both above `i64::MIN`.
    pub(super) low: i64,
    pub(super) high: i64,
}

/// The values.
#[derive(Debug)]
pub(super) enum Values {
    /// The same one in every row.
    Constant(i64),
    /// One a row; a whole number of 64 rows.
    Rows(Vec<i64>),
}

/// What a boolean is in each row of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Truth {
    /// Rows in which it is true.
    pub(super) yes: RowMask,
    /// Rows in which it is null. None of them is in `yes`.
    pub(super) nulls: RowMask,
}

impl Column {
    /// Null in every row.
    pub(super) fn null() -> Self {
        Self {
            nulls: RowMask::ALL,
            ..Self::constant(0, 0)
        }
    }

    /// The same value in every row.
    pub(super) fn constant(value: i64, scale: u32) -> Self {
        Self {
            values: Values::Constant(value),
            nulls: RowMask::NONE,
            scale,
            low: value,
            high: value,
        }
    }
}

/// Changes each value.
pub(super) struct Map<'a, F> {
    pub(super) values: &'a mut [i64],
    pub(super) change: F,
}

impl<F: Fn(i64) -> i64> Kernel for Map<'_, F> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        for value in self.values {
            *value = (self.change)(*value);
        }
    }
}

/// Changes each value by the one of another column.
pub(super) struct Zip<'a, F> {
    pub(super) values: &'a mut [i64],
    pub(super) other: &'a [i64],
    pub(super) join: F,
}

impl<F: Fn(i64, i64) -> i64> Kernel for Zip<'_, F> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        for (value, other) in self.values.iter_mut().zip(self.other) {
            *value = (self.join)(*value, *other);
        }
    }
}

/// Takes the values of another column in some rows.
pub(super) struct Replace<'a> {
    pub(super) values: &'a mut [i64],
    pub(super) other: &'a [i64],
    pub(super) rows: &'a RowMask,
}

impl Kernel for Replace<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let (values, _) = self.values.as_chunks_mut::<64>();
        let (other, _) = self.other.as_chunks::<64>();
        for ((values, other), word) in values.iter_mut().zip(other).zip(self.rows.0) {
            for (at, (value, other)) in values.iter_mut().zip(other).enumerate() {
                *value = if word & 1 << at == 0 { *value } else { *other };
            }
        }
    }
}

/// Puts one value into some rows.
pub(super) struct Put<'a> {
    pub(super) values: &'a mut [i64],
    pub(super) value: i64,
    pub(super) rows: &'a RowMask,
}

impl Kernel for Put<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let (values, _) = self.values.as_chunks_mut::<64>();
        for (values, word) in values.iter_mut().zip(self.rows.0) {
            for (at, value) in values.iter_mut().enumerate() {
                *value = if word & 1 << at == 0 {
                    *value
                } else {
                    self.value
                };
            }
        }
    }
}

/// Finds the rows whose value is at least a bound.
pub(super) struct AtLeast<'a> {
    pub(super) values: &'a [i64],
    pub(super) bound: i64,
    pub(super) rows: &'a mut RowMask,
}

impl Kernel for AtLeast<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let (values, _) = self.values.as_chunks::<64>();
        for (values, word) in values.iter().zip(&mut self.rows.0) {
            *word = L::at_least_64(values, self.bound);
        }
    }
}

/// Brings values to 64 bits.
pub(super) struct Widen<'a> {
    pub(super) values: ColumnValues<'a>,
    pub(super) target: &'a mut [i64],
}

impl Kernel for Widen<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        match self.values {
            ColumnValues::I8(values) => widen(values, self.target),
            ColumnValues::I16(values) => widen(values, self.target),
            ColumnValues::I32(values) => widen(values, self.target),
            ColumnValues::I64(values) => widen(values, self.target),
        }
    }
}

#[inline(always)]
fn widen<T: Copy + Into<i64>>(values: &[T], target: &mut [i64]) {
    for (target, value) in target.iter_mut().zip(values) {
        *target = (*value).into();
    }
}

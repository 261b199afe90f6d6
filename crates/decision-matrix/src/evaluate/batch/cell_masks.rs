//! The masks of the distinct cells of a table: for each cell the rows of the block whose value it
//! holds.
//!
//! The values of a column are compared with its cuts, each comparison giving 64 bits; where there
//! are very many cuts, each value is brought to its class instead. A cell is a difference of two
//! such masks for each of its ranges.

#![expect(
    clippy::inline_always,
    reason = "a kernel is compiled for each set of instructions: all of its parts must be inside of it"
)]

use crate::compile::{BlockColumn, BlockTable, NULL};
use crate::evaluate::columns::ColumnValues;
use crate::evaluate::residual::cell_holds;
use crate::evaluate::simd::{Kernel, Lanes};

use super::block::{BlockColumnView, RowBlock};
use super::row_mask::RowMask;

/// Cuts up to which values are compared with each, for values of 64 bits; twice as many for half
/// the bits, and so on.
const MOST_COMPARED: usize = 96;

/// Fills the masks of a table.
pub(super) struct CellMasks<'a> {
    pub(super) table: &'a BlockTable,
    pub(super) block: &'a RowBlock<'a>,
    /// Rows at or above each cut; used again.
    pub(super) thresholds: &'a mut Vec<RowMask>,
    /// One mask a cell.
    pub(super) masks: &'a mut Vec<RowMask>,
}

impl Kernel for CellMasks<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        self.masks.clear();
        self.masks.resize(self.table.mask_count, RowMask::NONE);
        for column in &self.table.columns {
            let view = self.block.view(column.slot);
            self.thresholds.clear();
            self.thresholds.resize(column.cuts.len(), RowMask::NONE);
            fill_thresholds::<L>(column, &view, self.thresholds);
            let masks = self.masks.iter_mut().skip(column.first_mask);
            for (mask, ranges) in masks.zip(&column.cells) {
                *mask = cell_mask(ranges, self.thresholds);
            }
        }
        let first = self.table.mask_count - self.table.residual.len();
        for (mask, cell) in self.masks.iter_mut().skip(first).zip(&self.table.residual) {
            for at in 0..self.block.len {
                if cell_holds(cell, &self.block.row(at)) {
                    mask.insert(at);
                }
            }
        }
    }
}

/// The rows whose class lies in one of the ranges.
#[inline(always)]
fn cell_mask(ranges: &[(usize, usize)], thresholds: &[RowMask]) -> RowMask {
    let at_least = |class: usize| match class.checked_sub(1) {
        None => &RowMask::ALL,
        Some(cut) => thresholds.get(cut).unwrap_or(&RowMask::NONE),
    };
    let mut mask = RowMask::NONE;
    for (from, to) in ranges {
        mask = mask.or(&at_least(*from).without(at_least(*to)));
    }
    mask
}

/// The rows whose value is at least each cut.
#[inline(always)]
fn fill_thresholds<L: Lanes>(
    column: &BlockColumn,
    view: &BlockColumnView<'_>,
    thresholds: &mut [RowMask],
) {
    match view.values {
        ColumnValues::I8(values) => fill::<i8, L>(column, values, &view.valid, thresholds),
        ColumnValues::I16(values) => fill::<i16, L>(column, values, &view.valid, thresholds),
        ColumnValues::I32(values) => fill::<i32, L>(column, values, &view.valid, thresholds),
        ColumnValues::I64(values) => fill::<i64, L>(column, values, &view.valid, thresholds),
    }
}

#[inline(always)]
fn fill<T: Width, L: Lanes>(
    column: &BlockColumn,
    values: &[T],
    valid: &RowMask,
    thresholds: &mut [RowMask],
) {
    if column.cuts.len() * size_of::<T>() > MOST_COMPARED * size_of::<i64>() {
        sort_into_classes(column, values, valid, thresholds);
        return;
    }
    let (whole, rest) = values.as_chunks::<64>();
    let mut tail = [T::default(); 64];
    for (target, value) in tail.iter_mut().zip(rest) {
        *target = *value;
    }
    for (cut, mask) in column.cuts.iter().zip(thresholds) {
        let Some(bound) = T::bound(*cut) else {
            continue;
        };
        let chunks = whole.iter().chain((!rest.is_empty()).then_some(&tail));
        for ((word, chunk), valid) in mask.0.iter_mut().zip(chunks).zip(valid.0) {
            *word = T::at_least::<L>(chunk, bound) & valid;
        }
    }
}

/// Marks each row at the last cut that its value reaches, then passes the marks down.
#[inline(always)]
fn sort_into_classes<T: Width>(
    column: &BlockColumn,
    values: &[T],
    valid: &RowMask,
    thresholds: &mut [RowMask],
) {
    for (at, value) in values.iter().enumerate() {
        let is_valid = valid
            .0
            .get(at / 64)
            .is_some_and(|word| word >> (at % 64) & 1 == 1);
        let value = if is_valid { (*value).into() } else { NULL };
        let class = column.buckets.class(&column.cuts, value);
        if let Some(mask) = class.checked_sub(1).and_then(|cut| thresholds.get_mut(cut)) {
            mask.insert(at);
        }
    }
    let mut above = RowMask::NONE;
    for mask in thresholds.iter_mut().rev() {
        above = mask.or(&above);
        *mask = above;
    }
}

/// Whole numbers of some width.
trait Width: Copy + Default + Into<i64> {
    /// What a value of this width is compared with in place of a cut; `None` where none reaches it.
    fn bound(cut: i64) -> Option<Self>;

    /// A bit for each value that is at least the bound.
    fn at_least<L: Lanes>(values: &[Self; 64], bound: Self) -> u64;
}

macro_rules! widths {
    ($($type:ident $method:ident)*) => {
        $(impl Width for $type {
            #[inline(always)]
            fn bound(cut: i64) -> Option<Self> {
                (cut <= Self::MAX.into()).then(|| Self::try_from(cut).unwrap_or(Self::MIN))
            }

            #[inline(always)]
            fn at_least<L: Lanes>(values: &[Self; 64], bound: Self) -> u64 {
                L::$method(values, bound)
            }
        })*
    };
}

widths! { i8 at_least_8 i16 at_least_16 i32 at_least_32 i64 at_least_64 }

//! Derived factors for a block of rows: each part of the expression is computed for the whole block,
//! and only for the rows in which a single claim would compute it.
//!
//! Values have 64 bits here, with bounds known from the columns' domains. A row in which something
//! may pass them is computed by itself, as single claims are; so values and faults are the same.

mod codes;
mod column;
mod evaluator;
mod numbers;
mod reciprocal;
mod truth;

use crate::compile::{ColumnRanges, CompiledDerive, NULL, Node};
use crate::evaluate::expression::{ExpressionFault, derive_value};
use crate::evaluate::row::FAULTED;
use crate::evaluate::simd::Instructions;

use super::block::RowBlock;
use super::row_mask::RowMask;
use column::{Column, Truth, Values};
use evaluator::Evaluator;

/// Derives are computed row by row from the block on of which one row in so many passes 64 bits.
const WIDE_SHARE: usize = 4;

/// How derives are computed, and memory that is used again.
pub(super) struct Derives<'a> {
    ranges: &'a ColumnRanges,
    instructions: Instructions,
    buffers: Vec<Vec<i64>>,
    /// Which computed columns are better computed row by row.
    by_row: Vec<bool>,
}

impl<'a> Derives<'a> {
    /// No block yet, of a matrix that computes so many columns.
    pub(super) fn new(ranges: &'a ColumnRanges, count: usize, instructions: Instructions) -> Self {
        Self {
            ranges,
            instructions,
            buffers: Vec::new(),
            by_row: vec![false; count],
        }
    }

    /// Computes a derive for a block of rows; `target` is the number of its column. Gives the rows
    /// in which it is at fault by itself.
    pub(super) fn compute(
        &mut self,
        derive: &CompiledDerive,
        target: usize,
        block: &RowBlock<'_>,
        results: &mut Vec<i64>,
    ) -> RowMask {
        let rows = RowMask::first(block.len);
        let mut faults = RowMask::NONE;
        if self.by_row.get(target) == Some(&true) {
            results.resize(block.len, FAULTED);
            compute_rows(derive, block, rows, results, &mut faults);
            return faults;
        }
        let mut evaluator = Evaluator {
            block,
            ranges: self.ranges,
            instructions: self.instructions,
            buffers: &mut self.buffers,
            own: RowMask::NONE,
            inherited: RowMask::NONE,
            wide: RowMask::NONE,
        };
        let column = evaluator.units(derive, &rows);
        let wide = evaluator.wide.and(&rows);
        faults = evaluator.own.and(&rows).without(&wide);
        let faulted = evaluator.own.or(&evaluator.inherited);
        evaluator.write(column, &faulted, results);
        if !wide.is_empty() {
            compute_rows(derive, block, wide, results, &mut faults);
            if let Some(by_row) = self.by_row.get_mut(target) {
                *by_row = wide.rows().count() * WIDE_SHARE >= block.len;
            }
        }
        faults
    }
}

/// Computes some rows one by one.
fn compute_rows(
    derive: &CompiledDerive,
    block: &RowBlock<'_>,
    rows: RowMask,
    results: &mut [i64],
    faults: &mut RowMask,
) {
    for at in rows.rows() {
        let value = derive_value(derive, &block.claim(at));
        if value == Err(ExpressionFault::Own) {
            faults.insert(at);
        }
        if let Some(result) = results.get_mut(at) {
            *result = value.unwrap_or(FAULTED);
        }
    }
}

impl Evaluator<'_, '_> {
    /// The values of a derive in its unit; what is none of its values is a fault.
    fn units(&mut self, derive: &CompiledDerive, active: &RowMask) -> Column {
        let column = match &derive.node {
            Node::Number(node) => {
                let scale = u32::from(derive.scale);
                let column = self.number(node, active);
                let column = self.rounded(column, scale, derive.rounding, active);
                self.scaled(column, scale, active)
            }
            Node::Code(node) => self.code(node, active),
            Node::Boolean(node) => {
                let truth = self.truth(node, active);
                self.bits(&truth)
            }
        };
        let ranges = derive.values.ranges();
        let is_inside = |(low, high): &(i64, i64)| *low <= column.low && column.high <= *high;
        if !ranges.iter().any(is_inside) {
            let mut inside = column.nulls;
            for (low, high) in ranges {
                inside = inside.or(&self.between(&column.values, *low, *high));
            }
            self.fault(&active.without(&inside));
        }
        if !derive.values.contains(NULL) {
            self.fault(&active.and(&column.nulls));
        }
        column
    }

    /// Brought to so many fraction digits, of which it has no more; what then passes 64 bits is a
    /// fault.
    fn scaled(&mut self, mut column: Column, scale: u32, active: &RowMask) -> Column {
        let power = 10_i64.saturating_pow(scale.saturating_sub(column.scale));
        let limit = i64::MAX / power;
        if column.low < -limit || limit < column.high {
            let inside = self.between(&column.values, -limit, limit);
            self.fault(&active.without(&column.nulls).without(&inside));
            column.low = column.low.clamp(-limit, limit);
            column.high = column.high.clamp(-limit, limit);
        }
        if power == 1 {
            return column;
        }
        let times = |end: i64| i128::from(end) * i128::from(power);
        let range = (times(column.low), times(column.high));
        self.mapped(column, range, |value| value.wrapping_mul(power))
    }

    /// Booleans as 0 and 1.
    fn bits(&mut self, truth: &Truth) -> Column {
        let no = Column::constant(0, 0);
        let yes = Column::constant(1, 0);
        let mut column = self.replaced((no, &RowMask::NONE), (yes, &truth.yes));
        column.nulls = truth.nulls;
        column
    }

    /// Writes the values of a column; null and faults are values by themselves.
    fn write(&mut self, column: Column, faulted: &RowMask, results: &mut Vec<i64>) {
        let mut values = self.as_rows(column.values);
        for (rows, value) in [(&column.nulls, NULL), (faulted, FAULTED)] {
            if !rows.is_empty() {
                self.put(&mut values, value, rows);
            }
        }
        results.extend_from_slice(values.get(..self.block.len).unwrap_or(&values));
        self.release(Values::Rows(values));
    }
}

#[cfg(test)]
mod tests;

//! What all forms of expressions have in common: columns are read, joined, brought to one scale,
//! kept within 64 bits; faults are noted in the order in which a row would meet them.

use crate::compile::{ColumnRanges, NULL, Slot};
use crate::evaluate::columns::ColumnValues;
use crate::evaluate::row::FAULTED;
use crate::evaluate::simd::Instructions;

use super::super::block::RowBlock;
use super::super::row_mask::RowMask;
use super::column::{AtLeast, Column, Map, Put, Replace, Truth, Values, Widen, Zip};

/// The largest power of ten in 64 bits.
const LARGEST_POWER: u32 = 18;

/// Half of the values of 64 bits: the sum and the difference of two such values have 64 bits.
const HALF: i64 = i64::MAX / 2;

/// Computes one expression for a block of rows.
///
/// Each part is asked about the rows in which a single claim would compute it, in the same order;
/// what it says of other rows is not looked at. So the first fault of a row is the same.
pub(super) struct Evaluator<'a, 'b> {
    pub(super) block: &'a RowBlock<'b>,
    pub(super) ranges: &'a ColumnRanges,
    pub(super) instructions: Instructions,
    /// Memory that is used again.
    pub(super) buffers: &'a mut Vec<Vec<i64>>,
    /// Rows that cannot be computed.
    pub(super) own: RowMask,
    /// Rows that read a value at fault.
    pub(super) inherited: RowMask,
    /// Rows in which some number may pass 64 bits: they are computed one by one.
    pub(super) wide: RowMask,
}

impl Evaluator<'_, '_> {
    /// A column of values, to be filled.
    fn buffer(&mut self) -> Vec<i64> {
        let mut buffer = self.buffers.pop().unwrap_or_default();
        buffer.resize(self.block.len.next_multiple_of(64), 0);
        buffer
    }

    /// Gives memory back.
    pub(super) fn release(&mut self, values: Values) {
        if let Values::Rows(values) = values {
            self.buffers.push(values);
        }
    }

    /// Notes rows that cannot be computed, where nothing is known to be wrong yet.
    pub(super) fn fault(&mut self, rows: &RowMask) {
        self.own = self.own.or(&rows.without(&self.inherited));
    }

    /// Notes rows that read a value at fault, likewise.
    fn inherit(&mut self, rows: &RowMask) {
        self.inherited = self.inherited.or(&rows.without(&self.own));
    }

    /// The values of a slot.
    pub(super) fn read(&mut self, slot: Slot, scale: u32, active: &RowMask) -> Column {
        let view = self.block.view(slot);
        let mut values = self.buffer();
        self.instructions.run(Widen {
            values: view.values,
            target: &mut values,
        });
        let mut valid = view.valid;
        let is_computed = matches!(slot, Slot::Computed(_));
        if matches!(view.values, ColumnValues::I64(_)) {
            valid = valid.and(&self.at_least(&values, NULL + 1));
        }
        if is_computed && !self.block.is_clean() {
            let faulted = valid.without(&self.at_least(&values, FAULTED + 1));
            self.inherit(&faulted.and(active));
        }
        let (low, high) = self.ranges.of(slot);
        Column {
            values: Values::Rows(values),
            nulls: RowMask::ALL.without(&valid),
            scale,
            low,
            high,
        }
    }

    /// The rows whose value is at least a bound.
    pub(super) fn at_least(&self, values: &[i64], bound: i64) -> RowMask {
        let mut rows = RowMask::NONE;
        self.instructions.run(AtLeast {
            values,
            bound,
            rows: &mut rows,
        });
        rows
    }

    /// The rows whose value is at least a bound.
    pub(super) fn reaching(&self, values: &Values, bound: i64) -> RowMask {
        match values {
            Values::Constant(value) if *value >= bound => RowMask::ALL,
            Values::Constant(_) => RowMask::NONE,
            Values::Rows(values) => self.at_least(values, bound),
        }
    }

    /// The rows whose value lies in `low..=high`.
    pub(super) fn between(&self, values: &Values, low: i64, high: i64) -> RowMask {
        let rows = self.reaching(values, low);
        match high.checked_add(1) {
            Some(above) => rows.without(&self.reaching(values, above)),
            None => rows,
        }
    }

    /// Each value changed; the new values lie in the range.
    pub(super) fn mapped(
        &self,
        mut column: Column,
        range: (i128, i128),
        change: impl Fn(i64) -> i64,
    ) -> Column {
        match &mut column.values {
            Values::Constant(value) => *value = change(*value),
            Values::Rows(values) => self.instructions.run(Map { values, change }),
        }
        (column.low, column.high) = (clamped(range.0), clamped(range.1));
        column
    }

    /// Each value of `a` joined with that of `b`, null where either is; the new values have the
    /// scale of `a` and lie in the range.
    pub(super) fn zipped(
        &mut self,
        a: Column,
        b: Column,
        range: (i128, i128),
        join: impl Fn(i64, i64) -> i64,
    ) -> Column {
        let values = match (a.values, b.values) {
            (Values::Constant(a), Values::Constant(b)) => Values::Constant(join(a, b)),
            (Values::Rows(mut values), Values::Constant(b)) => {
                self.instructions.run(Map {
                    values: &mut values,
                    change: |a| join(a, b),
                });
                Values::Rows(values)
            }
            (Values::Constant(a), Values::Rows(mut values)) => {
                self.instructions.run(Map {
                    values: &mut values,
                    change: |b| join(a, b),
                });
                Values::Rows(values)
            }
            (Values::Rows(mut values), Values::Rows(other)) => {
                self.instructions.run(Zip {
                    values: &mut values,
                    other: &other,
                    join,
                });
                self.buffers.push(other);
                Values::Rows(values)
            }
        };
        Column {
            values,
            nulls: a.nulls.or(&b.nulls),
            scale: a.scale,
            low: clamped(range.0),
            high: clamped(range.1),
        }
    }

    /// Leaves rows whose value lies outside of the range to be computed one by one.
    pub(super) fn within(
        &mut self,
        mut column: Column,
        low: i64,
        high: i64,
        active: &RowMask,
    ) -> Column {
        if column.low < low || high < column.high {
            let inside = self.between(&column.values, low, high);
            let outside = active.without(&column.nulls).without(&inside);
            self.wide = self.wide.or(&outside);
            column.low = column.low.clamp(low, high);
            column.high = column.high.clamp(low, high);
        }
        column
    }

    /// Brings values to so many fraction digits more.
    pub(super) fn rescaled(&mut self, column: Column, digits: u32, active: &RowMask) -> Column {
        if digits == 0 {
            return column;
        }
        let scale = column.scale.saturating_add(digits);
        if digits > LARGEST_POWER {
            self.wide = self.wide.or(&active.without(&column.nulls));
            return Column {
                nulls: column.nulls,
                ..Column::constant(0, scale)
            };
        }
        let power = 10_i64.saturating_pow(digits);
        let limit = i64::MAX / power;
        let column = self.within(column, -limit, limit, active);
        let times = |end: i64| i128::from(end) * i128::from(power);
        let range = (times(column.low), times(column.high));
        let mut column = self.mapped(column, range, |value| value.wrapping_mul(power));
        column.scale = scale;
        column
    }

    /// Two numbers at the larger of their scales.
    pub(super) fn aligned(
        &mut self,
        (a, in_a): (Column, &RowMask),
        (b, in_b): (Column, &RowMask),
    ) -> (Column, Column) {
        let (finer, coarser) = (
            b.scale.saturating_sub(a.scale),
            a.scale.saturating_sub(b.scale),
        );
        let a = self.rescaled(a, finer, in_a);
        let b = self.rescaled(b, coarser, in_b);
        (a, b)
    }

    /// The sum or the difference of two columns of one scale.
    pub(super) fn added(
        &mut self,
        mut a: Column,
        mut b: Column,
        is_difference: bool,
        active: &RowMask,
    ) -> Column {
        let ends = |a: &Column, b: &Column| {
            let (low, high) = (i128::from(b.low), i128::from(b.high));
            let (low, high) = if is_difference {
                (-high, -low)
            } else {
                (low, high)
            };
            (i128::from(a.low) + low, i128::from(a.high) + high)
        };
        let mut range = ends(&a, &b);
        if range != (clamped(range.0).into(), clamped(range.1).into()) {
            a = self.within(a, -HALF, HALF, active);
            b = self.within(b, -HALF, HALF, active);
            range = ends(&a, &b);
        }
        if is_difference {
            self.zipped(a, b, range, i64::wrapping_sub)
        } else {
            self.zipped(a, b, range, i64::wrapping_add)
        }
    }

    /// `a`, and `b` in some rows.
    pub(super) fn replaced(
        &mut self,
        (a, in_a): (Column, &RowMask),
        (b, in_b): (Column, &RowMask),
    ) -> Column {
        let (a, b) = self.aligned((a, in_a), (b, in_b));
        let mut values = self.as_rows(a.values);
        match b.values {
            Values::Constant(value) => self.put(&mut values, value, in_b),
            Values::Rows(other) => {
                self.instructions.run(Replace {
                    values: &mut values,
                    other: &other,
                    rows: in_b,
                });
                self.buffers.push(other);
            }
        }
        Column {
            values: Values::Rows(values),
            nulls: a.nulls.without(in_b).or(&b.nulls.and(in_b)),
            scale: a.scale,
            low: a.low.min(b.low),
            high: a.high.max(b.high),
        }
    }

    /// Puts one value into some rows.
    pub(super) fn put(&self, values: &mut [i64], value: i64, rows: &RowMask) {
        self.instructions.run(Put {
            values,
            value,
            rows,
        });
    }

    /// The same values once more.
    pub(super) fn copied(&mut self, column: &Column) -> Column {
        let values = match &column.values {
            Values::Constant(value) => Values::Constant(*value),
            Values::Rows(values) => {
                let mut copy = self.buffer();
                copy.copy_from_slice(values);
                Values::Rows(copy)
            }
        };
        Column { values, ..*column }
    }

    /// The values, one a row.
    pub(super) fn as_rows(&mut self, values: Values) -> Vec<i64> {
        match values {
            Values::Rows(values) => values,
            Values::Constant(value) => {
                let mut values = self.buffer();
                values.fill(value);
                values
            }
        }
    }

    /// `yes` where the condition is true, `no` where it is false, else null. Only what some row
    /// needs is computed.
    pub(super) fn chosen(
        &mut self,
        condition: &Truth,
        active: &RowMask,
        yes: impl FnOnce(&mut Self, &RowMask) -> Column,
        no: impl FnOnce(&mut Self, &RowMask) -> Column,
    ) -> Column {
        let in_yes = active.and(&condition.yes);
        let in_no = active.without(&condition.yes).without(&condition.nulls);
        let mut column = match (in_yes.is_empty(), in_no.is_empty()) {
            (true, true) => Column::null(),
            (false, true) => yes(self, &in_yes),
            (true, false) => no(self, &in_no),
            (false, false) => {
                let (a, b) = (yes(self, &in_yes), no(self, &in_no));
                self.replaced((a, &in_yes), (b, &in_no))
            }
        };
        column.nulls = column.nulls.or(&condition.nulls);
        column
    }

    /// `a`, and `b` where `a` is null. Only where some row needs it, `b` is computed.
    pub(super) fn coalesced(
        &mut self,
        a: Column,
        active: &RowMask,
        b: impl FnOnce(&mut Self, &RowMask) -> Column,
    ) -> Column {
        let in_b = active.and(&a.nulls);
        if in_b.is_empty() {
            return a;
        }
        let b = b(self, &in_b);
        self.replaced((a, &active.without(&in_b)), (b, &in_b))
    }

    /// The largest or the smallest of some columns, null where any is.
    pub(super) fn extreme<N>(
        &mut self,
        nodes: &[N],
        is_largest: bool,
        active: &RowMask,
        mut value: impl FnMut(&mut Self, &N) -> Column,
    ) -> Column {
        let mut best = None;
        for node in nodes {
            let new = value(self, node);
            let Some(old) = best else {
                best = Some(new);
                continue;
            };
            let (old, new) = self.aligned((old, active), (new, active));
            best = Some(if is_largest {
                let range = (old.low.max(new.low).into(), old.high.max(new.high).into());
                self.zipped(old, new, range, i64::max)
            } else {
                let range = (old.low.min(new.low).into(), old.high.min(new.high).into());
                self.zipped(old, new, range, i64::min)
            });
        }
        best.unwrap_or_else(Column::null)
    }

    /// `-a`
    pub(super) fn negated(&self, a: Column) -> Column {
        let range = (-i128::from(a.high), -i128::from(a.low));
        self.mapped(a, range, i64::wrapping_neg)
    }

    /// The magnitudes.
    pub(super) fn magnitudes(&self, a: Column) -> Column {
        let high = i128::from(a.low).abs().max(i128::from(a.high).abs());
        let low = if a.low <= 0 && 0 <= a.high {
            0
        } else {
            i128::from(a.low).abs().min(i128::from(a.high).abs())
        };
        self.mapped(a, (low, high), i64::wrapping_abs)
    }
}

/// An end of a range of 64 bits without the lowest value.
fn clamped(end: i128) -> i64 {
    let end = end.clamp((-i64::MAX).into(), i64::MAX.into());
    i64::try_from(end).unwrap_or(i64::MAX)
}

//! Codes of an expression in a block of rows: days, seconds, durations, words and texts.

use crate::calendar::{DAY_RANGE, DAY_SECONDS};
use crate::compile::{CodeNode, Temporal, recoded};
use crate::table::Arithmetic;

use super::super::row_mask::RowMask;
use super::column::Column;
use super::evaluator::Evaluator;

/// The longest difference of days whose seconds have 64 bits.
const MOST_DAYS: i64 = i64::MAX / DAY_SECONDS / 2;

impl Evaluator<'_, '_> {
    /// A code in the rows asked about.
    pub(super) fn code(&mut self, node: &CodeNode, active: &RowMask) -> Column {
        match node {
            CodeNode::Null => Column::null(),
            CodeNode::Literal(value) if *value == i64::MIN => {
                self.wide = self.wide.or(active);
                Column::null()
            }
            CodeNode::Literal(value) => Column::constant(*value, 0),
            CodeNode::Column(slot) => self.read(*slot, 0, active),
            CodeNode::Negate(a) => {
                let a = self.code(a, active);
                self.negated(a)
            }
            CodeNode::Abs(a) => {
                let a = self.code(a, active);
                self.magnitudes(a)
            }
            CodeNode::Temporal(temporal, operator, pair) => {
                let (a, b) = (self.code(&pair.0, active), self.code(&pair.1, active));
                self.moved(*temporal, *operator == Arithmetic::Subtract, (a, b), active)
            }
            CodeNode::If(parts) => {
                let condition = self.truth(&parts.0, active);
                self.chosen(
                    &condition,
                    active,
                    |it, rows| it.code(&parts.1, rows),
                    |it, rows| it.code(&parts.2, rows),
                )
            }
            CodeNode::Coalesce(pair) => {
                let a = self.code(&pair.0, active);
                self.coalesced(a, active, |it, rows| it.code(&pair.1, rows))
            }
            CodeNode::Extreme(is_largest, all) => {
                self.extreme(all, *is_largest, active, |it, node| it.code(node, active))
            }
            CodeNode::Recode(a, codes) => {
                let a = self.code(a, active);
                let low = codes.iter().min().copied().unwrap_or(0).min(-1);
                let high = codes.iter().max().copied().unwrap_or(0);
                self.mapped(a, (low.into(), high.into()), |code| recoded(code, codes))
            }
        }
    }

    /// Sums and differences of moments.
    fn moved(
        &mut self,
        temporal: Temporal,
        is_difference: bool,
        (a, b): (Column, Column),
        active: &RowMask,
    ) -> Column {
        let (day, seconds) = match temporal {
            Temporal::DaysApart => {
                let a = self.within(a, -MOST_DAYS, MOST_DAYS, active);
                let b = self.within(b, -MOST_DAYS, MOST_DAYS, active);
                let days = self.added(a, b, is_difference, active);
                let times = |end: i64| i128::from(end) * i128::from(DAY_SECONDS);
                let range = (times(days.low), times(days.high));
                return self.mapped(days, range, |days| days.wrapping_mul(DAY_SECONDS));
            }
            Temporal::Seconds { low, high } => {
                let sum = self.added(a, b, is_difference, active);
                return self.permitted(sum, low, high, active);
            }
            Temporal::DayThenSeconds => (a, b),
            Temporal::SecondsThenDay => (b, a),
        };
        let known = active.without(&day.nulls).without(&seconds.nulls);
        let (low, high) = (seconds.low, seconds.high);
        let copy = self.copied(&seconds);
        let rests = self.mapped(copy, (low.into(), high.into()), |it| it % DAY_SECONDS);
        let whole = self.between(&rests.values, 0, 0);
        self.release(rests.values);
        self.fault(&known.without(&whole));
        let range = (low / DAY_SECONDS, high / DAY_SECONDS);
        let days = self.mapped(seconds, (range.0.into(), range.1.into()), |it| {
            it / DAY_SECONDS
        });
        let moved = self.added(day, days, is_difference, active);
        self.permitted(moved, DAY_RANGE.0, DAY_RANGE.1, active)
    }

    /// Notes rows whose value lies outside of the range as faults.
    fn permitted(&mut self, mut column: Column, low: i64, high: i64, active: &RowMask) -> Column {
        if column.low < low || high < column.high {
            let inside = self.between(&column.values, low, high);
            self.fault(&active.without(&column.nulls).without(&inside));
            column.low = column.low.clamp(low, high);
            column.high = column.high.clamp(low, high);
        }
        column
    }
}

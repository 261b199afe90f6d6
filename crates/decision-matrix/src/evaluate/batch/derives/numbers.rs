//! Numbers of an expression in a block of rows: as whole numbers of 64 bits at one scale a column.
//!
//! The scale of a column is the largest that a row by itself would have, so that a value of 64 bits
//! here has at most as many digits there: what passes 128 bits there has left 64 bits here, and is
//! computed by itself.

use crate::calendar::DAY_SECONDS;
use crate::compile::{NumberNode, Part};
use crate::decimal::{Decimal, QUOTIENT_SCALE};
use crate::evaluate::expression::part_of;
use crate::table::{Arithmetic, Rounding};

use super::super::row_mask::RowMask;
use super::column::{Column, Values};
use super::evaluator::Evaluator;
use super::reciprocal::Reciprocal;

/// A factor up to this times another one up to it has 64 bits.
const ROOT: i64 = 3_037_000_499;

impl Evaluator<'_, '_> {
    /// A number in the rows asked about.
    pub(super) fn number(&mut self, node: &NumberNode, active: &RowMask) -> Column {
        match node {
            NumberNode::Null => Column::null(),
            NumberNode::Literal(value) => self.literal(*value, active),
            NumberNode::Column(slot, scale) => self.read(*slot, u32::from(*scale), active),
            NumberNode::Negate(a) => {
                let a = self.number(a, active);
                self.negated(a)
            }
            NumberNode::Abs(a) => {
                let a = self.number(a, active);
                self.magnitudes(a)
            }
            NumberNode::Arithmetic(operator, pair) => {
                let (a, b) = (self.number(&pair.0, active), self.number(&pair.1, active));
                match operator {
                    Arithmetic::Multiply => self.product(a, b, active),
                    Arithmetic::Divide => self.quotient(a, b, active),
                    Arithmetic::Add | Arithmetic::Subtract => {
                        let (a, b) = self.aligned((a, active), (b, active));
                        self.added(a, b, *operator == Arithmetic::Subtract, active)
                    }
                }
            }
            NumberNode::If(parts) => {
                let condition = self.truth(&parts.0, active);
                self.chosen(
                    &condition,
                    active,
                    |it, rows| it.number(&parts.1, rows),
                    |it, rows| it.number(&parts.2, rows),
                )
            }
            NumberNode::Coalesce(pair) => {
                let a = self.number(&pair.0, active);
                self.coalesced(a, active, |it, rows| it.number(&pair.1, rows))
            }
            NumberNode::Extreme(is_largest, all) => {
                self.extreme(all, *is_largest, active, |it, node| it.number(node, active))
            }
            NumberNode::Round(a, digits) => {
                let a = self.number(a, active);
                self.rounded(a, u32::from(*digits), Rounding::HalfEven, active)
            }
            NumberNode::Part(part, a) => {
                let a = self.code(a, active);
                self.part(*part, a)
            }
        }
    }

    fn literal(&mut self, value: Decimal, active: &RowMask) -> Column {
        let (mantissa, scale) = value.parts();
        match i64::try_from(mantissa) {
            Ok(mantissa) if mantissa != i64::MIN => Column::constant(mantissa, scale),
            _ => {
                self.wide = self.wide.or(active);
                Column::constant(0, scale)
            }
        }
    }

    fn product(&mut self, mut a: Column, mut b: Column, active: &RowMask) -> Column {
        let scale = a.scale.saturating_add(b.scale);
        if largest(&a).checked_mul(largest(&b)).is_none() {
            let (limit_a, limit_b) = match (largest(&a), largest(&b)) {
                (_, most) if most <= ROOT => (i64::MAX / most.max(1), most),
                (most, _) if most <= ROOT => (most, i64::MAX / most.max(1)),
                _ => (ROOT, ROOT),
            };
            a = self.within(a, -limit_a, limit_a, active);
            b = self.within(b, -limit_b, limit_b, active);
        }
        let ends = [a.low, a.high].map(|a| [b.low, b.high].map(|b| i128::from(a) * i128::from(b)));
        let ends = ends.as_flattened();
        let least = ends.iter().min().copied().unwrap_or(0);
        let most = ends.iter().max().copied().unwrap_or(0);
        let mut product = self.zipped(a, b, (least, most), i64::wrapping_mul);
        product.scale = scale;
        product
    }

    /// Quotients with nine fraction digits, half to even; null where the divisor is zero.
    fn quotient(&mut self, a: Column, b: Column, active: &RowMask) -> Column {
        let digits = QUOTIENT_SCALE.saturating_add(b.scale);
        let missing = digits.saturating_sub(a.scale);
        let a = self.rescaled(a, missing, active);
        let b = self.rescaled(b, a.scale.saturating_sub(digits), active);
        let most = i128::from(largest(&a));
        let zero = self.between(&b.values, 0, 0);
        let mut quotient = match b.values {
            Values::Constant(divisor) => {
                let reciprocal = Reciprocal::new(divisor.unsigned_abs());
                let sign = divisor.signum();
                self.zipped(a, b, (-most, most), move |a, _| {
                    divided(a, &reciprocal, Rounding::HalfEven).wrapping_mul(sign)
                })
            }
            Values::Rows(_) => self.zipped(a, b, (-most, most), divided_half_even),
        };
        quotient.nulls = quotient.nulls.or(&zero);
        quotient.scale = QUOTIENT_SCALE;
        quotient
    }

    /// At most so many fraction digits.
    pub(super) fn rounded(
        &mut self,
        a: Column,
        scale: u32,
        rounding: Rounding,
        active: &RowMask,
    ) -> Column {
        let Some(power) = 10_u64.checked_pow(a.scale.saturating_sub(scale)) else {
            self.wide = self.wide.or(&active.without(&a.nulls));
            return Column {
                nulls: a.nulls,
                ..Column::constant(0, scale)
            };
        };
        if power == 1 {
            return a;
        }
        if power > i64::MAX.unsigned_abs() {
            self.wide = self.wide.or(&active.without(&a.nulls));
        }
        let reciprocal = Reciprocal::new(power);
        let end = |end: i64| i128::from(divided(end, &reciprocal, rounding));
        let range = (end(a.low), end(a.high));
        let mut a = self.mapped(a, range, |value| divided(value, &reciprocal, rounding));
        a.scale = scale;
        a
    }

    fn part(&self, part: Part, a: Column) -> Column {
        let (low, high) = (a.low, a.high);
        let range = match part {
            Part::Days => (low.div_euclid(DAY_SECONDS), high.div_euclid(DAY_SECONDS)),
            Part::Year(_) => (part_of(part, low), part_of(part, high)),
            Part::Month(_) => (1, 12),
            Part::Weekday(_) => (1, 7),
        };
        let range = (i128::from(range.0), i128::from(range.1));
        if part == Part::Days {
            return self.mapped(a, range, |value| value.div_euclid(DAY_SECONDS));
        }
        // What stands in rows that do not count need not be a day.
        self.mapped(a, range, |value| part_of(part, value.clamp(low, high)))
    }
}

/// The largest magnitude in a column.
fn largest(a: &Column) -> i64 {
    a.low.saturating_abs().max(a.high.saturating_abs())
}

/// A value divided by a number that stays the same.
#[inline]
fn divided(value: i64, reciprocal: &Reciprocal, rounding: Rounding) -> i64 {
    let magnitude = value.unsigned_abs();
    let quotient = reciprocal.quotient(magnitude);
    let rest = magnitude.wrapping_sub(quotient.wrapping_mul(reciprocal.divisor()));
    let other = reciprocal.divisor().wrapping_sub(rest);
    let is_away = match rounding {
        Rounding::HalfEven => rest > other || (rest == other && quotient & 1 == 1),
        Rounding::HalfUp => rest >= other,
        Rounding::Down => false,
        Rounding::Up => rest != 0,
    };
    let magnitude = quotient.wrapping_add(u64::from(is_away)).cast_signed();
    if value < 0 {
        magnitude.wrapping_neg()
    } else {
        magnitude
    }
}

/// `a / b`, half to even; anything where `b` is zero.
#[inline]
fn divided_half_even(a: i64, b: i64) -> i64 {
    let divisor = if b == 0 { 1 } else { b };
    let (quotient, rest) = (a.wrapping_div(divisor), a.wrapping_rem(divisor));
    let (rest, whole) = (rest.unsigned_abs(), divisor.unsigned_abs());
    let other = whole - rest;
    let is_away = rest > other || (rest == other && quotient & 1 == 1);
    let step = if (a < 0) == (divisor < 0) { 1 } else { -1 };
    if is_away {
        quotient.wrapping_add(step)
    } else {
        quotient
    }
}

//! The value of a compiled expression for one claim, without allocation.

use std::cmp;

use crate::calendar::{self, DAY_RANGE, DAY_SECONDS};
use crate::compile::{
    BooleanNode, CodeNode, CompiledDerive, NULL, Node, NumberNode, Part, Slot, Temporal, recoded,
};
use crate::decimal::{Decimal, Overflow};
use crate::table::{Arithmetic, Ordering, Rounding};

use super::row::{FAULTED, Row};

/// Why an expression has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExpressionFault {
    /// It cannot be computed: an overflow, or a value outside its type or domain.
    Own,
    /// It reads a value that is at fault.
    Inherited,
}

impl From<Overflow> for ExpressionFault {
    fn from(Overflow: Overflow) -> Self {
        Self::Own
    }
}

type Value<T> = Result<Option<T>, ExpressionFault>;

/// The value of a derived factor, or null.
pub(super) fn derive_value(
    derive: &CompiledDerive,
    row: &impl Row,
) -> Result<i64, ExpressionFault> {
    let value = match &derive.node {
        Node::Number(node) => match number(node, row)? {
            Some(value) => value
                .to_units(derive.scale, derive.rounding)
                .ok_or(ExpressionFault::Own)?,
            None => NULL,
        },
        Node::Boolean(node) => boolean(node, row)?.map_or(NULL, i64::from),
        Node::Code(node) => code(node, row)?.unwrap_or(NULL),
    };
    if derive.values.contains(value) {
        Ok(value)
    } else {
        Err(ExpressionFault::Own)
    }
}

#[inline]
fn read(slot: Slot, row: &impl Row) -> Value<i64> {
    match row.value(slot) {
        NULL => Ok(None),
        FAULTED => Err(ExpressionFault::Inherited),
        value => Ok(Some(value)),
    }
}

fn number(node: &NumberNode, row: &impl Row) -> Value<Decimal> {
    Ok(match node {
        NumberNode::Null => None,
        NumberNode::Literal(value) => Some(*value),
        NumberNode::Column(slot, scale) => {
            read(*slot, row)?.map(|units| Decimal::from_units(units, *scale))
        }
        NumberNode::Negate(a) => number(a, row)?.map(Decimal::negated),
        NumberNode::Abs(a) => number(a, row)?.map(Decimal::abs),
        NumberNode::Arithmetic(operator, pair) => {
            let (Some(a), Some(b)) = (number(&pair.0, row)?, number(&pair.1, row)?) else {
                return Ok(None);
            };
            match operator {
                Arithmetic::Add => Some(a.add(b)?),
                Arithmetic::Subtract => Some(a.subtract(b)?),
                Arithmetic::Multiply => Some(a.multiply(b)?),
                Arithmetic::Divide => a.divide(b)?,
            }
        }
        NumberNode::If(parts) => match boolean(&parts.0, row)? {
            Some(true) => number(&parts.1, row)?,
            Some(false) => number(&parts.2, row)?,
            None => None,
        },
        NumberNode::Coalesce(pair) => match number(&pair.0, row)? {
            None => number(&pair.1, row)?,
            value => value,
        },
        NumberNode::Extreme(is_largest, all) => {
            let wanted = if *is_largest {
                cmp::Ordering::Greater
            } else {
                cmp::Ordering::Less
            };
            extreme(all, |it| number(it, row), |a, b| a.compare(b) == wanted)?
        }
        NumberNode::Round(a, digits) => {
            number(a, row)?.map(|value| value.rounded(*digits, Rounding::HalfEven))
        }
        NumberNode::Part(part, a) => {
            code(a, row)?.map(|value| Decimal::from_units(part_of(*part, value), 0))
        }
    })
}

/// What is read off a code.
pub(super) fn part_of(part: Part, value: i64) -> i64 {
    let day = |counts_seconds: bool| {
        if counts_seconds {
            value.div_euclid(DAY_SECONDS)
        } else {
            value
        }
    };
    match part {
        Part::Days => value.div_euclid(DAY_SECONDS),
        Part::Year(counts_seconds) => calendar::civil_from_days(day(counts_seconds)).0,
        Part::Month(counts_seconds) => calendar::civil_from_days(day(counts_seconds)).1,
        Part::Weekday(counts_seconds) => calendar::weekday(day(counts_seconds)),
    }
}

fn boolean(node: &BooleanNode, row: &impl Row) -> Value<bool> {
    Ok(match node {
        BooleanNode::Null => None,
        BooleanNode::Literal(value) => Some(*value),
        BooleanNode::Column(slot) => read(*slot, row)?.map(|code| code != 0),
        BooleanNode::Not(a) => boolean(a, row)?.map(|value| !value),
        BooleanNode::And(pair) => match boolean(&pair.0, row)? {
            Some(false) => Some(false),
            Some(true) => boolean(&pair.1, row)?,
            None => boolean(&pair.1, row)?.filter(|value| !value),
        },
        BooleanNode::Or(pair) => match boolean(&pair.0, row)? {
            Some(true) => Some(true),
            Some(false) => boolean(&pair.1, row)?,
            None => boolean(&pair.1, row)?.filter(|value| *value),
        },
        BooleanNode::CompareUnits(ordering, a, b) => {
            let (a, b) = (code(a, row)?, code(b, row)?);
            a.zip(b).map(|(a, b)| holds(*ordering, a.cmp(&b)))
        }
        BooleanNode::CompareNumbers(ordering, pair) => {
            let (a, b) = (number(&pair.0, row)?, number(&pair.1, row)?);
            a.zip(b).map(|(a, b)| holds(*ordering, a.compare(b)))
        }
        BooleanNode::CompareCodes(ordering, pair) => {
            let (a, b) = (code(&pair.0, row)?, code(&pair.1, row)?);
            a.zip(b).map(|(a, b)| holds(*ordering, a.cmp(&b)))
        }
        BooleanNode::CompareWords(ordering, pair) => {
            let (a, b) = (code(&pair.0, row)?, code(&pair.1, row)?);
            let is_equal = |(a, b)| a == b && a >= 0;
            a.zip(b)
                .map(is_equal)
                .map(|is_equal| is_equal == (*ordering == Ordering::Equal))
        }
        BooleanNode::CompareBooleans(ordering, pair) => {
            let (a, b) = (boolean(&pair.0, row)?, boolean(&pair.1, row)?);
            a.zip(b).map(|(a, b)| holds(*ordering, a.cmp(&b)))
        }
        BooleanNode::If(parts) => match boolean(&parts.0, row)? {
            Some(true) => boolean(&parts.1, row)?,
            Some(false) => boolean(&parts.2, row)?,
            None => None,
        },
        BooleanNode::Coalesce(pair) => match boolean(&pair.0, row)? {
            None => boolean(&pair.1, row)?,
            value => value,
        },
        BooleanNode::IsNull(a) => Some(match &**a {
            Node::Number(a) => number(a, row)?.is_none(),
            Node::Boolean(a) => boolean(a, row)?.is_none(),
            Node::Code(a) => code(a, row)?.is_none(),
        }),
    })
}

fn holds(ordering: Ordering, found: cmp::Ordering) -> bool {
    match ordering {
        Ordering::Equal => found.is_eq(),
        Ordering::NotEqual => found.is_ne(),
        Ordering::Less => found.is_lt(),
        Ordering::LessOrEqual => found.is_le(),
        Ordering::Greater => found.is_gt(),
        Ordering::GreaterOrEqual => found.is_ge(),
    }
}

fn code(node: &CodeNode, row: &impl Row) -> Value<i64> {
    Ok(match node {
        CodeNode::Null => None,
        CodeNode::Literal(value) => Some(*value),
        CodeNode::Column(slot) => read(*slot, row)?,
        CodeNode::Negate(a) => code(a, row)?.map(i64::saturating_neg),
        CodeNode::Abs(a) => code(a, row)?.map(i64::saturating_abs),
        CodeNode::Temporal(temporal, operator, pair) => {
            let (Some(a), Some(b)) = (code(&pair.0, row)?, code(&pair.1, row)?) else {
                return Ok(None);
            };
            Some(moved(*temporal, *operator, a, b).ok_or(ExpressionFault::Own)?)
        }
        CodeNode::If(parts) => match boolean(&parts.0, row)? {
            Some(true) => code(&parts.1, row)?,
            Some(false) => code(&parts.2, row)?,
            None => None,
        },
        CodeNode::Coalesce(pair) => match code(&pair.0, row)? {
            None => code(&pair.1, row)?,
            value => value,
        },
        CodeNode::Extreme(is_largest, all) => {
            let better = |a: i64, b: i64| if *is_largest { a > b } else { a < b };
            extreme(all, |it| code(it, row), better)?
        }
        CodeNode::Recode(a, codes) => code(a, row)?.map(|code| recoded(code, codes)),
    })
}

/// A sum or a difference of moments; `None` is a fault.
fn moved(temporal: Temporal, operator: Arithmetic, a: i64, b: i64) -> Option<i64> {
    let is_difference = operator == Arithmetic::Subtract;
    let combine = |a: i64, b: i64| {
        if is_difference {
            a.checked_sub(b)
        } else {
            a.checked_add(b)
        }
    };
    let (day, seconds) = match temporal {
        Temporal::DaysApart => return combine(a, b)?.checked_mul(DAY_SECONDS),
        Temporal::Seconds { low, high } => {
            return combine(a, b).filter(|value| (low..=high).contains(value));
        }
        Temporal::DayThenSeconds => (a, b),
        Temporal::SecondsThenDay => (b, a),
    };
    if seconds % DAY_SECONDS != 0 {
        return None;
    }
    combine(day, seconds / DAY_SECONDS).filter(|day| (DAY_RANGE.0..=DAY_RANGE.1).contains(day))
}

/// The best of all values, every one of which is computed; null if any is.
fn extreme<N, T: Copy>(
    nodes: &[N],
    mut value: impl FnMut(&N) -> Value<T>,
    is_better: impl Fn(T, T) -> bool,
) -> Value<T> {
    let mut best = None;
    let mut has_null = false;
    for node in nodes {
        match (value(node)?, best) {
            (None, _) => has_null = true,
            (Some(new), Some(old)) if !is_better(new, old) => {}
            (new, _) => best = new,
        }
    }
    Ok(best.filter(|_| !has_null))
}

//! The value of an expression, by recursion over the checked tree.

use std::cmp;

use crate::calendar::{DAY_RANGE, DAY_SECONDS, DURATION_LIMIT_SECONDS};
use crate::calendar::{civil_from_days, weekday};
use crate::decimal::{Decimal, Overflow};
use crate::evaluate::EngineReason;
use crate::number;
use crate::table::{
    Arithmetic, ColumnType, Derive, Expr, ExprKind, ExprType, Ordering, Rounding, ValueType,
};

use super::{Claim, Computed, ReadsFault, cell};

/// A value that is not null.
#[derive(Clone, Copy, Debug)]
enum Value {
    /// Of type number.
    Number(Decimal),
    /// Of any other type, as its code.
    Code(i64),
}

/// Why there is no value.
#[derive(Clone, Copy, Debug)]
enum Stop {
    /// The expression is at fault by itself.
    Fault,
    /// It reads a value that is at fault.
    Inherited,
}

impl From<Overflow> for Stop {
    fn from(Overflow: Overflow) -> Self {
        Self::Fault
    }
}

impl From<ReadsFault> for Stop {
    fn from(ReadsFault: ReadsFault) -> Self {
        Self::Inherited
    }
}

/// The value of a derived factor.
pub(super) fn derive_value(derive: &Derive, claim: &Claim<'_>) -> Computed {
    let fault = Computed::Fault(EngineReason::DeriveFault);
    let value = match evaluate(&derive.expression, claim) {
        Err(Stop::Inherited) => return Computed::Inherited,
        Ok(None) if derive.column.nullable => return Computed::Value(None),
        Err(Stop::Fault) | Ok(None) => return fault,
        Ok(Some(Value::Code(code))) => Some(code),
        Ok(Some(Value::Number(value))) => value.to_units(derive.column.scale, derive.rounding),
    };
    match value {
        Some(value)
            if is_of_type(value, &derive.column) && is_in_domain(value, &derive.column, claim) =>
        {
            Computed::Value(Some(value))
        }
        _ => fault,
    }
}

fn is_of_type(value: i64, column: &ColumnType) -> bool {
    match &column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => {
            value.abs() <= number::limit(column.scale)
        }
        ValueType::Boolean => value == 0 || value == 1,
        ValueType::Category(words) => usize::try_from(value).is_ok_and(|code| code < words.len()),
        ValueType::Text => value >= 0,
        ValueType::Date => is_date(value),
        ValueType::Timestamp => is_timestamp(value),
        ValueType::Duration => is_duration(value),
    }
}

fn is_date(day: i64) -> bool {
    DAY_RANGE.0 <= day && day <= DAY_RANGE.1
}

fn is_timestamp(second: i64) -> bool {
    is_date(second.div_euclid(DAY_SECONDS))
}

fn is_duration(seconds: i64) -> bool {
    seconds.abs() <= DURATION_LIMIT_SECONDS
}

fn is_in_domain(value: i64, column: &ColumnType, claim: &Claim<'_>) -> bool {
    column
        .domain
        .as_ref()
        .is_none_or(|domain| cell::holds(domain, Some(value), claim) == Ok(true))
}

/// The value of an expression, or null.
fn evaluate(expr: &Expr, claim: &Claim<'_>) -> Result<Option<Value>, Stop> {
    match &expr.kind {
        ExprKind::Number(mantissa, scale) => Ok(Some(Value::Number(Decimal::new(
            *mantissa,
            u32::from(*scale),
        )))),
        ExprKind::Code(code) => Ok(Some(Value::Code(*code))),
        ExprKind::Null => Ok(None),
        ExprKind::Column(column) => {
            let value = claim.value(*column)?;
            Ok(value
                .zip(claim.tables.column_type(*column))
                .map(|(value, column)| typed(value, column)))
        }
        ExprKind::Parameter(index) => {
            let parameter = claim.tables.parameters.get(index.0 as usize);
            Ok(parameter.map(|parameter| typed(parameter.value, &parameter.column)))
        }
        ExprKind::Not(_) | ExprKind::And(..) | ExprKind::Or(..) => {
            Ok(logic(expr, claim)?.map(boolean))
        }
        ExprKind::If(condition, yes, no) => match truth(evaluate(condition, claim)?) {
            Some(true) => evaluate(yes, claim),
            Some(false) => evaluate(no, claim),
            None => Ok(None),
        },
        ExprKind::Coalesce(a, b) => match evaluate(a, claim)? {
            Some(value) => Ok(Some(value)),
            None => evaluate(b, claim),
        },
        ExprKind::IsNull(a) => Ok(Some(boolean(evaluate(a, claim)?.is_none()))),
        ExprKind::Compare(ordering, a, b) => {
            let (left, right) = (evaluate(a, claim)?, evaluate(b, claim)?);
            let is_word = matches!(a.value_type, ExprType::Category(_));
            Ok(left
                .zip(right)
                .map(|(left, right)| boolean(compare(*ordering, left, right, is_word))))
        }
        ExprKind::Arithmetic(operator, a, b) => {
            let (left, right) = (evaluate(a, claim)?, evaluate(b, claim)?);
            let Some((left, right)) = left.zip(right) else {
                return Ok(None);
            };
            arithmetic(*operator, (left, &a.value_type), (right, &b.value_type))
        }
        _ => function(expr, claim),
    }
}

/// The value of `not`, `and` and `or`: three-valued, the right side only where it is needed.
fn logic(expr: &Expr, claim: &Claim<'_>) -> Result<Option<bool>, Stop> {
    let (left, right, deciding) = match &expr.kind {
        ExprKind::Not(a) => return Ok(truth(evaluate(a, claim)?).map(|value| !value)),
        ExprKind::And(a, b) => (a, b, false),
        ExprKind::Or(a, b) => (a, b, true),
        _ => return Ok(None),
    };
    let left = truth(evaluate(left, claim)?);
    if left == Some(deciding) {
        return Ok(left);
    }
    let right = truth(evaluate(right, claim)?);
    Ok(if right == Some(deciding) {
        right
    } else {
        left.and(right)
    })
}

/// The value of a function.
fn function(expr: &Expr, claim: &Claim<'_>) -> Result<Option<Value>, Stop> {
    match &expr.kind {
        ExprKind::Min(all) => extreme(all, claim, cmp::Ordering::Less),
        ExprKind::Max(all) => extreme(all, claim, cmp::Ordering::Greater),
        ExprKind::Negate(a) => unary(a, claim, |_, code| -code, Decimal::negated),
        ExprKind::Abs(a) => unary(a, claim, |_, code| code.abs(), Decimal::abs),
        ExprKind::Round(a, digits) => unary(
            a,
            claim,
            |_, code| code,
            |value| value.rounded(*digits, Rounding::HalfEven),
        ),
        ExprKind::Days(a) => read_off(a, claim, |_, code| code.div_euclid(DAY_SECONDS)),
        ExprKind::Year(a) => read_off(a, claim, |kind, code| civil_from_days(day(kind, code)).0),
        ExprKind::Month(a) => read_off(a, claim, |kind, code| civil_from_days(day(kind, code)).1),
        ExprKind::Weekday(a) => read_off(a, claim, |kind, code| weekday(day(kind, code))),
        ExprKind::Recode(a, codes) => unary(
            a,
            claim,
            |_, code| {
                usize::try_from(code)
                    .ok()
                    .and_then(|code| codes.get(code).copied())
                    .unwrap_or(-1)
            },
            |value| value,
        ),
        _ => Ok(None),
    }
}

/// A function of one value that keeps the kind of the value; null of null.
fn unary(
    a: &Expr,
    claim: &Claim<'_>,
    of_code: impl Fn(&ExprType, i64) -> i64,
    of_number: impl Fn(Decimal) -> Decimal,
) -> Result<Option<Value>, Stop> {
    Ok(evaluate(a, claim)?.map(|value| match value {
        Value::Number(value) => Value::Number(of_number(value)),
        Value::Code(code) => Value::Code(of_code(&a.value_type, code)),
    }))
}

/// A whole number that is read off a code; null of null.
fn read_off(
    a: &Expr,
    claim: &Claim<'_>,
    part: impl Fn(&ExprType, i64) -> i64,
) -> Result<Option<Value>, Stop> {
    Ok(evaluate(a, claim)?.map(|value| match value {
        Value::Code(code) => Value::Number(Decimal::from_units(part(&a.value_type, code), 0)),
        number @ Value::Number(_) => number,
    }))
}

/// The day of a date or a timestamp.
fn day(kind: &ExprType, code: i64) -> i64 {
    if *kind == ExprType::Timestamp {
        code.div_euclid(DAY_SECONDS)
    } else {
        code
    }
}

fn typed(value: i64, column: &ColumnType) -> Value {
    if column.value_type.is_number() {
        Value::Number(Decimal::from_units(value, column.scale))
    } else {
        Value::Code(value)
    }
}

fn boolean(value: bool) -> Value {
    Value::Code(i64::from(value))
}

fn truth(value: Option<Value>) -> Option<bool> {
    match value {
        Some(Value::Code(code)) => Some(code != 0),
        _ => None,
    }
}

fn order(a: Value, b: Value) -> cmp::Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.compare(b),
        (Value::Code(a), Value::Code(b)) => a.cmp(&b),
        (Value::Number(_), Value::Code(_)) => cmp::Ordering::Less,
        (Value::Code(_), Value::Number(_)) => cmp::Ordering::Greater,
    }
}

fn compare(ordering: Ordering, a: Value, b: Value, is_word: bool) -> bool {
    // A word that the other list does not have has the code -1 and equals nothing.
    let is_foreign = is_word && matches!(a, Value::Code(-1));
    let found = order(a, b);
    match ordering {
        Ordering::Equal => found.is_eq() && !is_foreign,
        Ordering::NotEqual => found.is_ne() || is_foreign,
        Ordering::Less => found.is_lt(),
        Ordering::LessOrEqual => found.is_le(),
        Ordering::Greater => found.is_gt(),
        Ordering::GreaterOrEqual => found.is_ge(),
    }
}

fn arithmetic(
    operator: Arithmetic,
    (left, left_type): (Value, &ExprType),
    (right, right_type): (Value, &ExprType),
) -> Result<Option<Value>, Stop> {
    let (left, right) = match (left, right) {
        (Value::Number(a), Value::Number(b)) => {
            let number = match operator {
                Arithmetic::Add => Some(a.add(b)?),
                Arithmetic::Subtract => Some(a.subtract(b)?),
                Arithmetic::Multiply => Some(a.multiply(b)?),
                Arithmetic::Divide => a.divide(b)?,
            };
            return Ok(number.map(Value::Number));
        }
        (Value::Code(a), Value::Code(b)) => (a, b),
        _ => return Err(Stop::Fault),
    };
    let sign = if operator == Arithmetic::Subtract {
        -1
    } else {
        1
    };
    let (result, is_in_range) = match (left_type, right_type) {
        (ExprType::Date, ExprType::Date) => ((left - right) * DAY_SECONDS, true),
        // A difference of timestamps stays in the range of their seconds, like every other sum.
        (ExprType::Timestamp, ExprType::Timestamp) => (left - right, is_timestamp(left - right)),
        (ExprType::Date, _) | (_, ExprType::Date) => {
            let (date, seconds) = if *left_type == ExprType::Date {
                (left, right)
            } else {
                (right, left)
            };
            let moved = date + sign * (seconds / DAY_SECONDS);
            (moved, seconds % DAY_SECONDS == 0 && is_date(moved))
        }
        (ExprType::Timestamp, _) | (_, ExprType::Timestamp) => {
            let moved = left + sign * right;
            (moved, is_timestamp(moved))
        }
        _ => {
            let sum = left + sign * right;
            (sum, is_duration(sum))
        }
    };
    if is_in_range {
        Ok(Some(Value::Code(result)))
    } else {
        Err(Stop::Fault)
    }
}

/// The first of all values in an order; every one is computed, and null if any is null.
fn extreme(all: &[Expr], claim: &Claim<'_>, wanted: cmp::Ordering) -> Result<Option<Value>, Stop> {
    let mut values = Vec::new();
    for expr in all {
        values.push(evaluate(expr, claim)?);
    }
    let values: Option<Vec<Value>> = values.into_iter().collect();
    Ok(values.and_then(|values| {
        values.into_iter().reduce(|best, next| {
            if order(next, best) == wanted {
                next
            } else {
                best
            }
        })
    }))
}

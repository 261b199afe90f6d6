//! Whether a cell holds a value, item by item, test by test.

use crate::comparison::Comparison;
use crate::table::{Cell, ColumnRef, Item, Operand, Test};

use super::{Claim, ReadsFault};

/// Whether the cell holds the value, or null. Every operand is read, whether it matters or not.
pub(super) fn holds(
    cell: &Cell,
    value: Option<i64>,
    claim: &Claim<'_>,
) -> Result<bool, ReadsFault> {
    let Cell::Items(items) = cell else {
        return Ok(true);
    };
    let mut is_held = false;
    for item in items {
        is_held |= match item {
            Item::Null => value.is_none(),
            Item::NotNull => value.is_some(),
            Item::Test(test) => test_holds(test, value, claim)? == Some(true),
            Item::Not(tests) => {
                let mut is_known_false = value.is_some();
                for test in tests {
                    is_known_false &= test_holds(test, value, claim)? == Some(false);
                }
                is_known_false
            }
        };
    }
    Ok(is_held)
}

/// Whether the test holds; `None` is unknown: the value or an operand is null.
fn test_holds(
    test: &Test,
    value: Option<i64>,
    claim: &Claim<'_>,
) -> Result<Option<bool>, ReadsFault> {
    Ok(match test {
        Test::Compare(comparison, operand) => {
            let operand = operand_value(operand, claim)?;
            value.zip(operand).map(|(value, operand)| match comparison {
                Comparison::Equal => value == operand,
                Comparison::Less => value < operand,
                Comparison::LessOrEqual => value <= operand,
                Comparison::Greater => value > operand,
                Comparison::GreaterOrEqual => value >= operand,
            })
        }
        Test::Interval {
            low,
            low_included,
            high,
            high_included,
        } => {
            let (low, high) = (operand_value(low, claim)?, operand_value(high, claim)?);
            value.zip(low).zip(high).map(|((value, low), high)| {
                (low < value || (*low_included && low == value))
                    && (value < high || (*high_included && value == high))
            })
        }
    })
}

/// The operand in the column's unit, or null.
fn operand_value(operand: &Operand, claim: &Claim<'_>) -> Result<Option<i64>, ReadsFault> {
    Ok(match operand {
        Operand::Literal(value) | Operand::Parameter { value, .. } => Some(*value),
        Operand::Table { index, conversion } => {
            let result = claim.value(ColumnRef::Table(*index))?;
            match conversion {
                Some(conversion) => result.map(|value| conversion.apply(value)),
                None => result,
            }
        }
    })
}

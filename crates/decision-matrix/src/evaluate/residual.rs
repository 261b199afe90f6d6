//! Cells that are tested one by one: those that name a table, and those of merged classes.

use crate::comparison::Comparison;
use crate::compile::{NULL, ResidualCell, ResidualItem, ResidualOperand, ResidualTest};

use super::row::Row;

/// Whether a cell holds the claim's value.
pub(super) fn cell_holds(cell: &ResidualCell, row: &impl Row) -> bool {
    let value = row.value(cell.slot);
    cell.items.iter().any(|item| match item {
        ResidualItem::Set(set) => set.contains(value),
        ResidualItem::Test(test) => test_holds(test, value, row) == Some(true),
        ResidualItem::Not(tests) => tests
            .iter()
            .all(|test| test_holds(test, value, row) == Some(false)),
    })
}

/// Whether a test holds; `None` is unknown, as every test of null is.
fn test_holds(test: &ResidualTest, value: i64, row: &impl Row) -> Option<bool> {
    if value == NULL {
        return None;
    }
    match test {
        ResidualTest::Compare(comparison, operand) => {
            let bound = bound(operand, row)?;
            Some(match comparison {
                Comparison::Equal => value == bound,
                Comparison::Less => value < bound,
                Comparison::LessOrEqual => value <= bound,
                Comparison::Greater => value > bound,
                Comparison::GreaterOrEqual => value >= bound,
            })
        }
        ResidualTest::Between(low, low_included, high, high_included) => {
            let (low, high) = (bound(low, row)?, bound(high, row)?);
            let above = if *low_included {
                low <= value
            } else {
                low < value
            };
            let below = if *high_included {
                value <= high
            } else {
                value < high
            };
            Some(above && below)
        }
    }
}

/// What a value is compared with; `None` is null.
fn bound(operand: &ResidualOperand, row: &impl Row) -> Option<i64> {
    let bound = match operand {
        ResidualOperand::Constant(value) => *value,
        ResidualOperand::Slot(slot) => row.value(*slot),
        ResidualOperand::Converted(slot, conversion) => match row.value(*slot) {
            NULL => NULL,
            value => conversion.apply(value),
        },
    };
    (bound != NULL).then_some(bound)
}

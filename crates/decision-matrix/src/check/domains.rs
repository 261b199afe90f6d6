//! Domains: cells of literals that say which values a column may have at all.

use super::Checker;
use super::cells::Operands;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::cell::Comparison;
use crate::source::span::Text;
use crate::table::{Cell, ColumnType, Item, Operand, Test};

impl Checker<'_> {
    /// The declared domain; the inner `None` is `-`, which declares nothing.
    #[expect(
        clippy::option_option,
        reason = "`-` and an error are different answers"
    )]
    pub(super) fn domain(&mut self, column: &ColumnType, text: &Text) -> Option<Option<Cell>> {
        let cell = self.cell_with(column, text, Operands::Literals)?;
        let Cell::Items(items) = &cell else {
            return Some(None);
        };
        if items.contains(&Item::Null) {
            let diagnostic =
                Diagnostic::new(Code::BadValue, text.span, "a domain cannot hold null")
                    .with_help("write `nullable: true` beside it");
            return self.refuse(diagnostic);
        }
        if is_empty(&cell, column) {
            let message = format!("the domain `{}` holds no value", text.text);
            return self.refuse(Diagnostic::new(Code::BadValue, text.span, message));
        }
        Some(Some(cell))
    }
}

/// Whether a cell of literals holds a value. Null is no value.
pub(super) fn holds(cell: &Cell, value: i64) -> bool {
    match cell {
        Cell::Any => true,
        Cell::Items(items) => items.iter().any(|item| match item {
            Item::Null => false,
            Item::NotNull => true,
            Item::Test(test) => passes(test, value),
            Item::Not(tests) => !tests.iter().any(|test| passes(test, value)),
        }),
    }
}

fn passes(test: &Test, value: i64) -> bool {
    match test {
        Test::Compare(comparison, operand) => {
            let bound = constant(operand);
            match comparison {
                Comparison::Equal => value == bound,
                Comparison::Less => value < bound,
                Comparison::LessOrEqual => value <= bound,
                Comparison::Greater => value > bound,
                Comparison::GreaterOrEqual => value >= bound,
            }
        }
        Test::Interval {
            low,
            low_included,
            high,
            high_included,
        } => {
            let (low, high) = (constant(low), constant(high));
            (value > low || (*low_included && value == low))
                && (value < high || (*high_included && value == high))
        }
    }
}

/// The value of an operand of a domain, which names no table.
fn constant(operand: &Operand) -> i64 {
    match operand {
        Operand::Literal(value) | Operand::Parameter { value, .. } => *value,
        Operand::Table { .. } => {
            debug_assert!(false, "a domain holds literals only");
            0
        }
    }
}

/// Whether no value of the type passes: it is enough to look beside each bound and at the ends of
/// the type.
fn is_empty(cell: &Cell, column: &ColumnType) -> bool {
    let Cell::Items(items) = cell else {
        return false;
    };
    // There is always a text that no literal equals: the largest code is none's.
    let (low, high) = column.value_type.range(column.scale);
    let bounds = items.iter().flat_map(|item| match item {
        Item::Null | Item::NotNull => Vec::new(),
        Item::Test(test) => bounds(test),
        Item::Not(tests) => tests.iter().flat_map(bounds).collect(),
    });
    let candidates = bounds
        .flat_map(|bound| [bound - 1, bound, bound + 1])
        .chain([low, high]);
    !candidates
        .into_iter()
        .any(|value| (low..=high).contains(&value) && holds(cell, value))
}

fn bounds(test: &Test) -> Vec<i64> {
    match test {
        Test::Compare(_, operand) => vec![constant(operand)],
        Test::Interval { low, high, .. } => vec![constant(low), constant(high)],
    }
}

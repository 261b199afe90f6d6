//! Cells: sets of values of one column, with every literal a number and every name an index.

use super::conversion::Conversion;
use super::parameter::ParameterIndex;
use super::rules::TableIndex;
use crate::comparison::Comparison;

/// A set of values of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Every value and null.
    Any,
    /// The union of the items.
    Items(Vec<Item>),
}

/// One part of a cell. Only `Null` contains null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Only null.
    Null,
    /// Every value but null.
    NotNull,
    /// The values that pass the test.
    Test(Test),
    /// The values, null excluded, that pass none of the tests. Where a test names a table whose
    /// result is null the item matches nothing.
    Not(Vec<Test>),
}

/// A test of one value. A test with a null operand is unknown, and its item does not match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A comparison with one operand; order only on ordered types.
    Compare(Comparison, Operand),
    /// An interval, on ordered types.
    Interval {
        /// The lower end.
        low: Operand,
        /// Whether the lower end belongs to it.
        low_included: bool,
        /// The upper end.
        high: Operand,
        /// Whether the upper end belongs to it.
        high_included: bool,
    },
}

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A constant, in the column's own unit.
    Literal(i64),
    /// A parameter. `value` is its value in the column's own unit, converted if need be.
    Parameter {
        /// Which parameter.
        index: ParameterIndex,
        /// Its value, as the column counts.
        value: i64,
    },
    /// The result of a table for the claim at hand; null makes the test unknown.
    Table {
        /// Which table.
        index: TableIndex,
        /// How its result becomes a value of the column, where the two differ in scale or words.
        conversion: Option<Conversion>,
    },
}

impl Cell {
    /// Everything that the cell compares its column with.
    pub(crate) fn operands(&self) -> impl Iterator<Item = &Operand> {
        let items: &[Item] = match self {
            Self::Any => &[],
            Self::Items(items) => items,
        };
        let tests = items.iter().flat_map(|item| match item {
            Item::Null | Item::NotNull => &[],
            Item::Test(test) => std::slice::from_ref(test),
            Item::Not(tests) => tests.as_slice(),
        });
        tests
            .flat_map(|test| match test {
                Test::Compare(_, operand) => [Some(operand), None],
                Test::Interval { low, high, .. } => [Some(low), Some(high)],
            })
            .flatten()
    }

    /// The tables that the cell names, each once, in order of appearance.
    pub(crate) fn named_tables(&self) -> Vec<TableIndex> {
        let mut found = Vec::new();
        for operand in self.operands() {
            if let Operand::Table { index, .. } = operand
                && !found.contains(index)
            {
                found.push(*index);
            }
        }
        found
    }
}

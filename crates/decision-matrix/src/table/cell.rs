//! Cells: sets of values of one column, with every literal a number and every name an index.

use super::parameter::ParameterIndex;
use super::rules::TableIndex;
use crate::source::cell::Comparison;

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

/// What a value is compared with, in the column's own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A constant.
    Literal(i64),
    /// A parameter.
    Parameter(ParameterIndex),
    /// The result of a table for the claim at hand; null makes the test unknown.
    Table(TableIndex),
}

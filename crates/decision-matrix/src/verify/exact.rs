//! Derived factors that are analysed exactly: those whose value follows from comparisons of one
//! column with a constant or with the result of a table, and from what logic makes of them.
//!
//! Every other derived factor is treated as free: as if it could have any value of its domain.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::comparison::Comparison;
use crate::compile::{NULL, ValueSet};
use crate::decimal::Decimal;
use crate::table::{
    Arithmetic, ColumnRef, DecisionTables, Derive, Expr, ExprKind, ExprType, Ordering, TableIndex,
    ValueType,
};

use super::results::Results;

/// An expression with finitely many values. `S` is what stands for a set of values of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exact<S> {
    /// Always this value, or null.
    Constant(i64),
    /// True where the column's value is in the set, null where it is null.
    Test(ColumnRef, S),
    /// The same with a set for each result of a table; null also where the result is null.
    TableTest(ColumnRef, TableIndex, Vec<S>),
    /// True where the column is null, else false.
    IsNull(ColumnRef),
    /// The value of a column with few values.
    Value(ColumnRef),
    /// A word in another list of words.
    Recoded(Box<Self>, Arc<[i64]>),
    /// Three-valued `not`.
    Not(Box<Self>),
    /// Three-valued `and`.
    And(Box<Self>, Box<Self>),
    /// Three-valued `or`.
    Or(Box<Self>, Box<Self>),
    /// Whether two values are equal, or with `false` whether they differ.
    Equal(bool, Box<Self>, Box<Self>),
    /// `if`, null where the condition is null.
    If(Box<Self>, Box<Self>, Box<Self>),
    /// The first value that is not null.
    Coalesce(Box<Self>, Box<Self>),
}

impl<S> Exact<S> {
    /// The same expression with other sets.
    pub(crate) fn map<T>(&self, set: &mut impl FnMut(ColumnRef, &S) -> T) -> Exact<T> {
        let mut boxed = |inner: &Self| Box::new(inner.map(set));
        match self {
            Self::Constant(value) => Exact::Constant(*value),
            Self::Not(a) => Exact::Not(boxed(a)),
            Self::Recoded(a, codes) => Exact::Recoded(boxed(a), Arc::clone(codes)),
            Self::And(a, b) => Exact::And(boxed(a), boxed(b)),
            Self::Or(a, b) => Exact::Or(boxed(a), boxed(b)),
            Self::Equal(is_equal, a, b) => Exact::Equal(*is_equal, boxed(a), boxed(b)),
            Self::If(a, b, c) => Exact::If(boxed(a), boxed(b), boxed(c)),
            Self::Coalesce(a, b) => Exact::Coalesce(boxed(a), boxed(b)),
            Self::IsNull(column) => Exact::IsNull(*column),
            Self::Value(column) => Exact::Value(*column),
            Self::Test(column, holds) => Exact::Test(*column, set(*column, holds)),
            Self::TableTest(column, table, sets) => Exact::TableTest(
                *column,
                *table,
                sets.iter().map(|holds| set(*column, holds)).collect(),
            ),
        }
    }

    /// Calls for every column that is read.
    pub(crate) fn each_column(&self, call: &mut impl FnMut(ColumnRef)) {
        match self {
            Self::Constant(_) => {}
            Self::Test(column, _) | Self::IsNull(column) | Self::Value(column) => call(*column),
            Self::TableTest(column, table, _) => {
                call(*column);
                call(ColumnRef::Table(*table));
            }
            Self::Not(a) | Self::Recoded(a, _) => a.each_column(call),
            Self::And(a, b) | Self::Or(a, b) | Self::Equal(_, a, b) | Self::Coalesce(a, b) => {
                a.each_column(call);
                b.each_column(call);
            }
            Self::If(a, b, c) => {
                a.each_column(call);
                b.each_column(call);
                c.each_column(call);
            }
        }
    }
}

/// The exact form of a derived factor; `None` where it has to be free.
pub(crate) fn exact(
    tables: &DecisionTables,
    results: &[Results],
    derive: &Derive,
) -> Option<Exact<ValueSet>> {
    let is_finite = matches!(
        derive.column.value_type,
        ValueType::Boolean | ValueType::Category(_)
    );
    if !is_finite || derive.column.domain.is_some() {
        return None;
    }
    Reading { tables, results }.expression(&derive.expression)
}

/// What a comparison compares.
enum Side {
    Column(ColumnRef, u8),
    Constant(Decimal),
    Code(i64),
}

struct Reading<'a> {
    tables: &'a DecisionTables,
    results: &'a [Results],
}

impl Reading<'_> {
    fn expression(&self, expr: &Expr) -> Option<Exact<ValueSet>> {
        let boxed = |inner: &Expr| self.expression(inner).map(Box::new);
        Some(match &expr.kind {
            ExprKind::Null => Exact::Constant(NULL),
            ExprKind::Code(code) => Exact::Constant(*code),
            ExprKind::Parameter(index) => {
                let parameter = self.tables.parameters.get(index.0 as usize)?;
                is_listed(&parameter.column.value_type)
                    .then_some(Exact::Constant(parameter.value))?
            }
            ExprKind::Column(column) => {
                let column_type = self.tables.column_type(*column)?;
                is_listed(&column_type.value_type).then_some(Exact::Value(*column))?
            }
            ExprKind::Recode(inner, codes) => Exact::Recoded(boxed(inner)?, Arc::clone(codes)),
            ExprKind::Not(a) => Exact::Not(boxed(a)?),
            ExprKind::And(a, b) => Exact::And(boxed(a)?, boxed(b)?),
            ExprKind::Or(a, b) => Exact::Or(boxed(a)?, boxed(b)?),
            ExprKind::If(a, b, c) => Exact::If(boxed(a)?, boxed(b)?, boxed(c)?),
            ExprKind::Coalesce(a, b) => Exact::Coalesce(boxed(a)?, boxed(b)?),
            ExprKind::IsNull(inner) => match inner.kind {
                ExprKind::Column(column) => Exact::IsNull(column),
                _ => return None,
            },
            ExprKind::Compare(ordering, a, b) => self.comparison(*ordering, a, b)?,
            _ => return None,
        })
    }

    fn comparison(&self, ordering: Ordering, a: &Expr, b: &Expr) -> Option<Exact<ValueSet>> {
        if matches!(a.value_type, ExprType::Boolean | ExprType::Category(_)) {
            let is_equal = match ordering {
                Ordering::Equal => true,
                Ordering::NotEqual => false,
                _ => return None,
            };
            let sides = (Box::new(self.expression(a)?), Box::new(self.expression(b)?));
            return Some(Exact::Equal(is_equal, sides.0, sides.1));
        }
        match (self.side(a)?, self.side(b)?) {
            (Side::Column(column, scale), Side::Constant(constant)) => {
                Some(Exact::Test(column, numbers(ordering, scale, constant)))
            }
            (Side::Constant(constant), Side::Column(column, scale)) => Some(Exact::Test(
                column,
                numbers(flipped(ordering), scale, constant),
            )),
            (Side::Column(column, _), Side::Code(code)) => {
                Some(Exact::Test(column, codes(ordering, code)))
            }
            (Side::Code(code), Side::Column(column, _)) => {
                Some(Exact::Test(column, codes(flipped(ordering), code)))
            }
            (Side::Column(column, scale), Side::Column(ColumnRef::Table(table), table_scale)) => {
                self.table_test(ordering, (column, scale), (table, table_scale), a)
            }
            (Side::Column(ColumnRef::Table(table), table_scale), Side::Column(column, scale)) => {
                self.table_test(flipped(ordering), (column, scale), (table, table_scale), a)
            }
            _ => None,
        }
    }

    fn table_test(
        &self,
        ordering: Ordering,
        column: (ColumnRef, u8),
        table: (TableIndex, u8),
        operand: &Expr,
    ) -> Option<Exact<ValueSet>> {
        let results = self.results.get(table.0.0 as usize)?.values()?;
        let is_number = operand.value_type == ExprType::Number;
        let sets = results.iter().map(|value| match *value {
            NULL => ValueSet::EMPTY,
            value if is_number => numbers(ordering, column.1, Decimal::from_units(value, table.1)),
            value => codes(ordering, value),
        });
        Some(Exact::TableTest(column.0, table.0, sets.collect()))
    }

    fn side(&self, expr: &Expr) -> Option<Side> {
        if let ExprKind::Column(column) = &expr.kind {
            return Some(Side::Column(
                *column,
                self.tables.column_type(*column)?.scale,
            ));
        }
        if expr.value_type == ExprType::Number {
            return self.constant(expr).map(Side::Constant);
        }
        match &expr.kind {
            ExprKind::Code(code) => Some(Side::Code(*code)),
            ExprKind::Parameter(index) => {
                let parameter = self.tables.parameters.get(index.0 as usize)?;
                Some(Side::Code(parameter.value))
            }
            _ => None,
        }
    }

    /// A number that is the same for every claim.
    fn constant(&self, expr: &Expr) -> Option<Decimal> {
        match &expr.kind {
            ExprKind::Number(mantissa, scale) => Some(Decimal::new(*mantissa, u32::from(*scale))),
            ExprKind::Parameter(index) => {
                let parameter = self.tables.parameters.get(index.0 as usize)?;
                Some(Decimal::from_units(parameter.value, parameter.column.scale))
            }
            ExprKind::Negate(inner) => self.constant(inner).map(Decimal::negated),
            ExprKind::Arithmetic(operator, a, b) => {
                let (a, b) = (self.constant(a)?, self.constant(b)?);
                match operator {
                    Arithmetic::Add => a.add(b).ok(),
                    Arithmetic::Subtract => a.subtract(b).ok(),
                    Arithmetic::Multiply => a.multiply(b).ok(),
                    Arithmetic::Divide => a.divide(b).ok().flatten(),
                }
            }
            _ => None,
        }
    }
}

/// Whether the values of a type are few and listed.
fn is_listed(value_type: &ValueType) -> bool {
    matches!(value_type, ValueType::Boolean | ValueType::Category(_))
}

/// The units of a scale that compare so with a number, found by bisection: the comparison itself
/// is the only arithmetic.
fn numbers(ordering: Ordering, scale: u8, constant: Decimal) -> ValueSet {
    let first = |is_past: &dyn Fn(std::cmp::Ordering) -> bool| {
        let (mut low, mut high) = (i128::from(NULL) + 1, i128::from(i64::MAX) + 1);
        while low < high {
            let middle = (low + high).div_euclid(2);
            let units = i64::try_from(middle).unwrap_or(i64::MAX);
            if is_past(Decimal::from_units(units, scale).compare(constant)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    };
    let not_below = first(&|side| side != std::cmp::Ordering::Less);
    let above = first(&|side| side == std::cmp::Ordering::Greater);
    let (least, most) = (i128::from(NULL) + 1, i128::from(i64::MAX));
    let range = |low: i128, high: i128| match (i64::try_from(low), i64::try_from(high)) {
        (Ok(low), Ok(high)) => ValueSet::range(low.max(NULL + 1), high),
        _ => ValueSet::EMPTY,
    };
    match ordering {
        Ordering::Less => range(least, not_below - 1),
        Ordering::LessOrEqual => range(least, above - 1),
        Ordering::Equal => range(not_below, above - 1),
        Ordering::Greater => range(above, most),
        Ordering::GreaterOrEqual => range(not_below, most),
        Ordering::NotEqual => {
            let below = range(least, not_below - 1);
            let above = range(above, most);
            let both = below.ranges().iter().chain(above.ranges()).copied();
            ValueSet::from_ranges(both.collect())
        }
    }
}

/// The codes that compare so with a code.
fn codes(ordering: Ordering, code: i64) -> ValueSet {
    let comparison = match ordering {
        Ordering::Equal => Comparison::Equal,
        Ordering::Less => Comparison::Less,
        Ordering::LessOrEqual => Comparison::LessOrEqual,
        Ordering::Greater => Comparison::Greater,
        Ordering::GreaterOrEqual => Comparison::GreaterOrEqual,
        Ordering::NotEqual => {
            return ValueSet::from_ranges(vec![(NULL + 1, code - 1), (code + 1, i64::MAX)]);
        }
    };
    ValueSet::of_comparison(comparison, code)
}

/// The comparison with its sides exchanged.
fn flipped(ordering: Ordering) -> Ordering {
    match ordering {
        Ordering::Less => Ordering::Greater,
        Ordering::LessOrEqual => Ordering::GreaterOrEqual,
        Ordering::Greater => Ordering::Less,
        Ordering::GreaterOrEqual => Ordering::LessOrEqual,
        Ordering::Equal | Ordering::NotEqual => ordering,
    }
}

/// What an expression can give, where each column can have the values that `reader` tells.
pub(crate) trait Values {
    /// Whether the column's value is in the set: true, false, null, each where possible.
    fn test(&self, column: ColumnRef, holds: &super::ClassSet) -> BTreeSet<i64>;
    /// The possible results of a table, as places in its list of results, and whether each is null.
    fn results(&self, table: TableIndex) -> Vec<(usize, bool)>;
    /// The possible values of a column.
    fn values(&self, column: ColumnRef) -> BTreeSet<i64>;
}

impl Exact<super::ClassSet> {
    /// Every value that is possible.
    pub(crate) fn possible(&self, values: &impl Values) -> BTreeSet<i64> {
        match self {
            Self::Constant(value) => [*value].into(),
            Self::Test(column, holds) => values.test(*column, holds),
            Self::TableTest(column, table, sets) => {
                let mut found = BTreeSet::new();
                for (at, is_null) in values.results(*table) {
                    match sets.get(at) {
                        Some(holds) if !is_null => found.extend(values.test(*column, holds)),
                        _ => {
                            found.insert(NULL);
                        }
                    }
                }
                found
            }
            Self::IsNull(column) => {
                let found = values.test(*column, &super::ClassSet::default());
                found
                    .into_iter()
                    .map(|value| i64::from(value == NULL))
                    .collect()
            }
            Self::Value(column) => values.values(*column),
            Self::Recoded(inner, codes) => {
                let found = inner.possible(values);
                found
                    .into_iter()
                    .map(|code| crate::compile::recoded(code, codes))
                    .collect()
            }
            Self::Not(inner) => {
                let found = inner.possible(values);
                found
                    .into_iter()
                    .map(|value| if value == NULL { NULL } else { 1 - value })
                    .collect()
            }
            Self::And(a, b) => pairs(&a.possible(values), &b.possible(values), and),
            Self::Or(a, b) => pairs(&a.possible(values), &b.possible(values), or),
            Self::Equal(is_equal, a, b) => {
                let compare = |a, b| equal(a, b, *is_equal);
                pairs(&a.possible(values), &b.possible(values), compare)
            }
            Self::If(condition, yes, no) => {
                let mut found = BTreeSet::new();
                for value in condition.possible(values) {
                    match value {
                        1 => found.extend(yes.possible(values)),
                        0 => found.extend(no.possible(values)),
                        _ => {
                            found.insert(NULL);
                        }
                    }
                }
                found
            }
            Self::Coalesce(a, b) => {
                let mut found = a.possible(values);
                if found.remove(&NULL) {
                    found.extend(b.possible(values));
                }
                found
            }
        }
    }
}

/// Kleene's conjunction.
fn and(a: i64, b: i64) -> i64 {
    match (a, b) {
        (0, _) | (_, 0) => 0,
        (1, 1) => 1,
        _ => NULL,
    }
}

/// Kleene's disjunction.
fn or(a: i64, b: i64) -> i64 {
    match (a, b) {
        (1, _) | (_, 1) => 1,
        (0, 0) => 0,
        _ => NULL,
    }
}

/// Whether two values are equal, or whether they differ; a word that the other list does not have
/// equals nothing.
fn equal(a: i64, b: i64, is_equal: bool) -> i64 {
    if a == NULL || b == NULL {
        NULL
    } else {
        i64::from((a == b && a >= 0) == is_equal)
    }
}

/// What the operator makes of every pair.
fn pairs(
    left: &BTreeSet<i64>,
    right: &BTreeSet<i64>,
    operator: impl Fn(i64, i64) -> i64,
) -> BTreeSet<i64> {
    let mut found = BTreeSet::new();
    for a in left {
        found.extend(right.iter().map(|b| operator(*a, *b)));
    }
    found
}

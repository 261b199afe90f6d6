//! Where a matrix names a parameter or a column in expressions, and the change of what cells name.

use decision_matrix::source::cell::Comparison;
use decision_matrix::table::{
    Cell, ColumnRef, DecisionTables, Expr, ExprKind, Item, Nearest, Operand, ParameterIndex, Test,
};

/// A name in an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A column.
    Column(ColumnRef),
    /// A parameter.
    Parameter(ParameterIndex),
}

/// Visits every name in the expressions of derived factors.
pub(super) fn each_name(tables: &DecisionTables, visit: &mut impl FnMut(Name)) {
    for derive in &tables.derives {
        names_of(&derive.expression, visit);
    }
}

fn names_of(expression: &Expr, visit: &mut impl FnMut(Name)) {
    match &expression.kind {
        ExprKind::Column(column) => visit(Name::Column(*column)),
        ExprKind::Parameter(index) => visit(Name::Parameter(*index)),
        ExprKind::Number(..) | ExprKind::Code(_) | ExprKind::Null => {}
        ExprKind::Recode(a, _)
        | ExprKind::Negate(a)
        | ExprKind::Not(a)
        | ExprKind::IsNull(a)
        | ExprKind::Abs(a)
        | ExprKind::Round(a, _)
        | ExprKind::Days(a)
        | ExprKind::Year(a)
        | ExprKind::Month(a)
        | ExprKind::Weekday(a) => names_of(a, visit),
        ExprKind::Arithmetic(_, a, b)
        | ExprKind::Compare(_, a, b)
        | ExprKind::And(a, b)
        | ExprKind::Or(a, b)
        | ExprKind::Coalesce(a, b) => {
            names_of(a, visit);
            names_of(b, visit);
        }
        ExprKind::If(a, b, c) => {
            names_of(a, visit);
            names_of(b, visit);
            names_of(c, visit);
        }
        ExprKind::Min(parts) | ExprKind::Max(parts) => {
            for part in parts {
                names_of(part, visit);
            }
        }
    }
}

/// Changes every operand of a cell; with it comes which value of a coarser scale stands for it.
pub(super) fn change_operands(cell: &mut Cell, change: &mut impl FnMut(&mut Operand, Nearest)) {
    let Cell::Items(items) = cell else { return };
    for item in items {
        let tests = match item {
            Item::Null | Item::NotNull => continue,
            Item::Test(test) => std::slice::from_mut(test),
            Item::Not(tests) => tests.as_mut_slice(),
        };
        for test in tests {
            match test {
                Test::Compare(comparison, operand) => change(
                    operand,
                    match comparison {
                        Comparison::Equal => Nearest::Equal,
                        Comparison::Less | Comparison::GreaterOrEqual => Nearest::Above,
                        Comparison::LessOrEqual | Comparison::Greater => Nearest::Below,
                    },
                ),
                Test::Interval {
                    low,
                    low_included,
                    high,
                    high_included,
                } => {
                    let nearest = |above: bool| {
                        if above {
                            Nearest::Above
                        } else {
                            Nearest::Below
                        }
                    };
                    change(low, nearest(*low_included));
                    change(high, nearest(!*high_included));
                }
            }
        }
    }
}

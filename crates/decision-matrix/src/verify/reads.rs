//! What columns and expressions read.

use crate::table::{
    Cell, ColumnRef, DecisionTables, Expr, ExprKind, Operand, ParameterIndex, RuleTable,
};

use super::results::{each_operand, operands};

/// The columns that a column is computed from.
pub(crate) fn columns_of(tables: &DecisionTables, column: ColumnRef) -> Vec<ColumnRef> {
    let mut found = Vec::new();
    match column {
        ColumnRef::Factor(_) => {}
        ColumnRef::Derive(index) => {
            if let Some(derive) = tables.derives.get(index.0 as usize) {
                each_name(&derive.expression, &mut |name| {
                    if let Name::Column(column) = name {
                        found.push(column);
                    }
                });
            }
        }
        ColumnRef::Table(index) => {
            if let Some(table) = tables.tables.get(index.0 as usize) {
                each_cell(&table.rules, &mut |column, cell| {
                    found.push(column);
                    found.extend(operands(cell).into_iter().map(ColumnRef::Table));
                });
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a column is computed from another one, through any others.
pub(crate) fn is_behind(tables: &DecisionTables, behind: ColumnRef, column: ColumnRef) -> bool {
    let reads = columns_of(tables, column);
    reads.contains(&behind) || reads.iter().any(|read| is_behind(tables, behind, *read))
}

/// A name in an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// A column.
    Column(ColumnRef),
    /// A parameter.
    Parameter(ParameterIndex),
}

/// Visits every name in an expression.
pub(crate) fn each_name(expr: &Expr, visit: &mut impl FnMut(Name)) {
    match &expr.kind {
        ExprKind::Number(..) | ExprKind::Code(_) | ExprKind::Null => {}
        ExprKind::Column(column) => visit(Name::Column(*column)),
        ExprKind::Parameter(index) => visit(Name::Parameter(*index)),
        ExprKind::Recode(a, _)
        | ExprKind::Negate(a)
        | ExprKind::Not(a)
        | ExprKind::IsNull(a)
        | ExprKind::Abs(a)
        | ExprKind::Round(a, _)
        | ExprKind::Days(a)
        | ExprKind::Year(a)
        | ExprKind::Month(a)
        | ExprKind::Weekday(a) => each_name(a, visit),
        ExprKind::Arithmetic(_, a, b)
        | ExprKind::Compare(_, a, b)
        | ExprKind::And(a, b)
        | ExprKind::Or(a, b)
        | ExprKind::Coalesce(a, b) => {
            each_name(a, visit);
            each_name(b, visit);
        }
        ExprKind::If(a, b, c) => {
            each_name(a, visit);
            each_name(b, visit);
            each_name(c, visit);
        }
        ExprKind::Min(parts) | ExprKind::Max(parts) => {
            for part in parts {
                each_name(part, visit);
            }
        }
    }
}

/// Visits every cell that is not `-`, with its column.
pub(crate) fn each_cell<'a, R>(
    table: &'a RuleTable<R>,
    visit: &mut impl FnMut(ColumnRef, &'a Cell),
) {
    for rule in &table.rules {
        for (column, cell) in table.columns.iter().zip(&rule.cells) {
            if *cell != Cell::Any {
                visit(*column, cell);
            }
        }
    }
}

/// Visits every parameter that a cell names.
pub(crate) fn each_parameter(cell: &Cell, visit: &mut impl FnMut(ParameterIndex)) {
    each_operand(cell, &mut |operand| {
        if let Operand::Parameter { index, .. } = operand {
            visit(*index);
        }
    });
}

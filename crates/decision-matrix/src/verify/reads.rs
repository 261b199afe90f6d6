//! What columns and expressions read.

use crate::table::{
    Cell, ColumnRef, DecisionTables, Expr, ExprKind, Operand, ParameterIndex, RuleTable, columns_of,
};

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
    match expr.kind {
        ExprKind::Column(column) => visit(Name::Column(column)),
        ExprKind::Parameter(index) => visit(Name::Parameter(index)),
        _ => {}
    }
    for part in expr.parts() {
        each_name(part, visit);
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
    for operand in cell.operands() {
        if let Operand::Parameter { index, .. } = operand {
            visit(*index);
        }
    }
}

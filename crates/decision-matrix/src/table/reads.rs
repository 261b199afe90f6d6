//! What columns are computed from.

use std::collections::BTreeSet;

use super::cell::Cell;
use super::column::ColumnRef;
use super::decision::DecisionTables;
use super::expression::{Expr, ExprKind};

/// The columns that a column is computed from, sorted.
pub(crate) fn columns_of(tables: &DecisionTables, column: ColumnRef) -> Vec<ColumnRef> {
    let mut found = BTreeSet::new();
    match column {
        ColumnRef::Factor(_) => {}
        ColumnRef::Derive(index) => {
            if let Some(derive) = tables.derives.get(index.0 as usize) {
                add_columns(&derive.expression, &mut found);
            }
        }
        ColumnRef::Table(index) => {
            let rules = tables.tables.get(index.0 as usize).map(|it| &it.rules);
            let cells = rules.into_iter().flat_map(|rules| {
                let all = rules.rules.iter();
                all.flat_map(|rule| rules.columns.iter().zip(&rule.cells))
            });
            for (column, cell) in cells.filter(|(_, cell)| **cell != Cell::Any) {
                found.insert(*column);
                found.extend(cell.named_tables().into_iter().map(ColumnRef::Table));
            }
        }
    }
    found.into_iter().collect()
}

fn add_columns(expression: &Expr, found: &mut BTreeSet<ColumnRef>) {
    if let ExprKind::Column(column) = expression.kind {
        found.insert(column);
    }
    for part in expression.parts() {
        add_columns(part, found);
    }
}

/// The factors that a column hangs on, through other columns too, by their places, sorted.
pub(crate) fn factors_behind(tables: &DecisionTables, column: ColumnRef) -> Vec<usize> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![column]);
    while let Some(column) = open.pop() {
        if seen.insert(column) {
            open.extend(columns_of(tables, column));
        }
    }
    let factors = seen.into_iter().filter_map(|column| match column {
        ColumnRef::Factor(index) => Some(index.0 as usize),
        _ => None,
    });
    factors.collect()
}

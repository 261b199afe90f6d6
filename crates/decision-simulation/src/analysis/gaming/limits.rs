//! The values that rules compare the amount of a claim with.

use std::collections::BTreeSet;

use decision_matrix::table::{ColumnRef, DecisionTables, Operand, ParameterIndex};

use crate::analysis::operands::{each_cell, each_operand};

/// The parameters that a column is compared with somewhere, by name, with their values in the
/// unit of the column; in order of declaration.
pub(super) fn parameters(tables: &DecisionTables, column: ColumnRef) -> Vec<(String, i64)> {
    let mut found: Vec<(ParameterIndex, i64)> = Vec::new();
    for_each_operand(tables, column, &mut |operand| {
        if let Operand::Parameter { index, value } = operand
            && !found.contains(&(*index, *value))
        {
            found.push((*index, *value));
        }
    });
    found.sort();
    let name = |index: ParameterIndex| tables.parameters.get(index.0 as usize);
    found
        .into_iter()
        .filter_map(|(index, value)| Some((name(index)?.name.clone(), value)))
        .collect()
}

/// Every amount at which a decision may become another one, falling: the values that a column is
/// compared with, those of named tables among them, and the largest amount below each.
pub(in crate::analysis) fn thresholds(tables: &DecisionTables, column: ColumnRef) -> Vec<i64> {
    let mut values = BTreeSet::new();
    for_each_operand(tables, column, &mut |operand| {
        let mut add = |value: i64| {
            values.insert(value);
            values.insert(value.saturating_sub(1));
        };
        match operand {
            Operand::Literal(value) | Operand::Parameter { value, .. } => add(*value),
            Operand::Table { index, .. } => {
                let Some(table) = tables.tables.get(index.0 as usize) else {
                    return;
                };
                let rules = table.rules.rules.iter().map(|rule| rule.result);
                let results = rules.chain(table.rules.default);
                results.filter_map(|result| result.value).for_each(add);
            }
        }
    });
    values.into_iter().rev().collect()
}

/// Every operand in the cells of a column, in all tables.
fn for_each_operand(tables: &DecisionTables, column: ColumnRef, with: &mut impl FnMut(&Operand)) {
    each_cell(tables, &mut |other, cell| {
        if other == column {
            each_operand(cell, with);
        }
    });
}

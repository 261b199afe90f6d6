//! A matrix with another value in some cells of a cross-table, or of a parameter.

use decision_matrix::number;
use decision_matrix::table::{
    Conversion, DecisionTables, Operand, ParameterIndex, ResultCell, TableIndex,
};

use super::names::change_operands;

/// The matrix with a value in these cells of a table.
pub(super) fn with_cells(
    tables: &DecisionTables,
    table: TableIndex,
    cells: &[usize],
    value: i64,
) -> DecisionTables {
    let mut changed = tables.clone();
    if let Some(table) = changed.tables.get_mut(table.0 as usize) {
        for cell in cells {
            if let Some(rule) = table.rules.rules.get_mut(*cell) {
                rule.result.value = Some(value);
            }
        }
    }
    changed
}

/// The matrix with another value of a parameter, in its own unit; `None` where a result that
/// names it cannot take the value, because its type counts in coarser units.
pub(super) fn with_parameter(
    tables: &DecisionTables,
    parameter: ParameterIndex,
    value: i64,
) -> Option<DecisionTables> {
    let mut changed = tables.clone();
    let declared = changed.parameters.get_mut(parameter.0 as usize)?;
    declared.value = value;
    let scale = declared.column.scale;
    let column_scales = |column| tables.column_type(column).map_or(scale, |it| it.scale);
    let decision = &mut changed.decision;
    for (place, column) in decision.columns.iter().enumerate() {
        let column_scale = column_scales(*column);
        for cell in { decision.rules.iter_mut() }.filter_map(|rule| rule.cells.get_mut(place)) {
            change_cell(cell, parameter, value, scale, column_scale);
        }
    }
    for table in &mut changed.tables {
        let rules = &mut table.rules;
        for (place, column) in rules.columns.iter().enumerate() {
            let column_scale = column_scales(*column);
            for cell in { rules.rules.iter_mut() }.filter_map(|rule| rule.cells.get_mut(place)) {
                change_cell(cell, parameter, value, scale, column_scale);
            }
        }
        let results = { rules.rules.iter_mut() }.map(|rule| &mut rule.result);
        for result in results.chain(&mut rules.default) {
            if names(result, parameter) {
                let converted =
                    number::rescale(i128::from(value), i32::from(scale), table.output.scale);
                result.value = Some(converted.ok()?);
            }
        }
    }
    Some(changed)
}

fn names(result: &ResultCell, parameter: ParameterIndex) -> bool {
    result.parameter == Some(parameter)
}

/// Gives every operand of a cell that names the parameter its new value, as the column counts.
fn change_cell(
    cell: &mut decision_matrix::table::Cell,
    parameter: ParameterIndex,
    new: i64,
    scale: u8,
    column_scale: u8,
) {
    change_operands(cell, &mut |operand, nearest| {
        if let Operand::Parameter { index, value } = operand
            && *index == parameter
        {
            let power = 10_i64.pow(u32::from(scale.abs_diff(column_scale)));
            *value = match scale.cmp(&column_scale) {
                std::cmp::Ordering::Equal => new,
                std::cmp::Ordering::Less => Conversion::Coarser(power).apply(new),
                std::cmp::Ordering::Greater => Conversion::Finer(power, nearest).apply(new),
            };
        }
    });
}

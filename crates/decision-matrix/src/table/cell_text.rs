//! The canonical text of values and cells: one written form for one meaning, as rule ids of
//! cross-tables, explanations and the fingerprint need it.

use super::cell::{Cell, Item, Operand, Test};
use super::column::{ColumnRef, ColumnType, ValueType};
use super::decision::DecisionTables;
use super::parameter::ParameterIndex;
use super::rules::TableIndex;
use crate::calendar::{format_date, format_duration, format_timestamp};
use crate::comparison::Comparison;
use crate::number::format_scaled;

/// Who knows the names that a cell's indexes stand for.
pub(crate) trait CellNames {
    /// The name of a parameter.
    fn parameter_name(&self, index: ParameterIndex) -> &str;
    /// The name of a table.
    fn table_name(&self, index: TableIndex) -> &str;
    /// A text literal.
    fn text(&self, code: i64) -> &str;
}

impl CellNames for DecisionTables {
    fn parameter_name(&self, index: ParameterIndex) -> &str {
        self.parameters
            .get(index.0 as usize)
            .map_or("", |it| it.name.as_str())
    }

    fn table_name(&self, index: TableIndex) -> &str {
        self.column_name(ColumnRef::Table(index))
    }

    fn text(&self, code: i64) -> &str {
        usize::try_from(code)
            .ok()
            .and_then(|at| self.texts.get(at))
            .map_or("", String::as_str)
    }
}

/// A cell in canonical text: `5` and never `= 5`, numbers at their scale, items joined by `, ` in
/// the order written.
pub fn cell_text(tables: &DecisionTables, column: ColumnRef, cell: &Cell) -> String {
    tables
        .column_type(column)
        .map_or_else(String::new, |column| write(cell, column, tables))
}

/// A value in canonical text, as a cell writes it: texts in double quotes.
pub fn value_text(tables: &DecisionTables, column: &ColumnType, value: i64) -> String {
    literal(value, column, tables)
}

/// [`cell_text`] with the names from anywhere.
pub(crate) fn write(cell: &Cell, column: &ColumnType, names: &impl CellNames) -> String {
    let Cell::Items(items) = cell else {
        return "-".to_owned();
    };
    let items: Vec<_> = items
        .iter()
        .map(|item| match item {
            Item::Null => "null".to_owned(),
            Item::NotNull => "not(null)".to_owned(),
            Item::Test(it) => test(it, column, names),
            Item::Not(tests) => {
                let tests: Vec<_> = tests.iter().map(|it| test(it, column, names)).collect();
                format!("not({})", tests.join(", "))
            }
        })
        .collect();
    items.join(", ")
}

fn test(test: &Test, column: &ColumnType, names: &impl CellNames) -> String {
    match test {
        Test::Compare(comparison, value) => {
            let value = operand(value, column, names);
            match comparison {
                Comparison::Equal => value,
                Comparison::Less => format!("< {value}"),
                Comparison::LessOrEqual => format!("<= {value}"),
                Comparison::Greater => format!("> {value}"),
                Comparison::GreaterOrEqual => format!(">= {value}"),
            }
        }
        Test::Interval {
            low,
            low_included,
            high,
            high_included,
        } => format!(
            "{}{}..{}{}",
            if *low_included { '[' } else { '(' },
            operand(low, column, names),
            operand(high, column, names),
            if *high_included { ']' } else { ')' },
        ),
    }
}

fn operand(operand: &Operand, column: &ColumnType, names: &impl CellNames) -> String {
    match operand {
        Operand::Literal(value) => literal(*value, column, names),
        Operand::Parameter { index, .. } => names.parameter_name(*index).to_owned(),
        Operand::Table { index, .. } => names.table_name(*index).to_owned(),
    }
}

fn literal(value: i64, column: &ColumnType, names: &impl CellNames) -> String {
    match &column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => {
            format_scaled(value, column.scale)
        }
        ValueType::Boolean => (value != 0).to_string(),
        ValueType::Category(words) => usize::try_from(value)
            .ok()
            .and_then(|at| words.get(at))
            .cloned()
            .unwrap_or_default(),
        ValueType::Text => quoted(names.text(value)),
        ValueType::Date => format_date(value),
        ValueType::Timestamp => format_timestamp(value),
        ValueType::Duration => format_duration(value),
    }
}

/// A text in double quotes, with `"` and `\` escaped.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

//! The canonical text of values and cells: one written form for one meaning, as rule ids of
//! cross-tables, explanations and the fingerprint need it.

use super::cell::{Cell, Item, Operand, Test};
use super::column::{ColumnRef, ColumnType, ValueType};
use super::decision::DecisionTables;
use super::parameter::ParameterIndex;
use super::rules::TableIndex;
use crate::calendar::{format_date, format_duration, format_timestamp};
use crate::comparison::Comparison;
use crate::number;

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
    let mut out = String::new();
    literal(&mut out, value, column, tables);
    out
}

/// [`cell_text`] with the names from anywhere.
pub(crate) fn write(cell: &Cell, column: &ColumnType, names: &impl CellNames) -> String {
    let mut out = String::new();
    append(&mut out, cell, column, names);
    out
}

/// [`write`] behind what is there already.
pub(super) fn append(out: &mut String, cell: &Cell, column: &ColumnType, names: &impl CellNames) {
    let Cell::Items(items) = cell else {
        out.push('-');
        return;
    };
    joined(out, items, |out, item| match item {
        Item::Null => out.push_str("null"),
        Item::NotNull => out.push_str("not(null)"),
        Item::Test(it) => test(out, it, column, names),
        Item::Not(tests) => {
            out.push_str("not(");
            joined(out, tests, |out, it| test(out, it, column, names));
            out.push(')');
        }
    });
}

/// Parts with commas between them.
fn joined<T>(out: &mut String, parts: &[T], mut write: impl FnMut(&mut String, &T)) {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        write(out, part);
    }
}

fn test(out: &mut String, test: &Test, column: &ColumnType, names: &impl CellNames) {
    match test {
        Test::Compare(comparison, value) => {
            out.push_str(match comparison {
                Comparison::Equal => "",
                Comparison::Less => "< ",
                Comparison::LessOrEqual => "<= ",
                Comparison::Greater => "> ",
                Comparison::GreaterOrEqual => ">= ",
            });
            operand(out, value, column, names);
        }
        Test::Interval {
            low,
            low_included,
            high,
            high_included,
        } => {
            out.push(if *low_included { '[' } else { '(' });
            operand(out, low, column, names);
            out.push_str("..");
            operand(out, high, column, names);
            out.push(if *high_included { ']' } else { ')' });
        }
    }
}

fn operand(out: &mut String, operand: &Operand, column: &ColumnType, names: &impl CellNames) {
    match operand {
        Operand::Literal(value) => literal(out, *value, column, names),
        Operand::Parameter { index, .. } => out.push_str(names.parameter_name(*index)),
        Operand::Table { index, .. } => out.push_str(names.table_name(*index)),
    }
}

fn literal(out: &mut String, value: i64, column: &ColumnType, names: &impl CellNames) {
    match &column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => {
            number::append_scaled(out, i128::from(value), column.scale);
        }
        ValueType::Boolean => out.push_str(if value == 0 { "false" } else { "true" }),
        ValueType::Category(words) => {
            let word = usize::try_from(value).ok().and_then(|at| words.get(at));
            out.push_str(word.map_or("", String::as_str));
        }
        ValueType::Text => quoted(out, names.text(value)),
        ValueType::Date => out.push_str(&format_date(value)),
        ValueType::Timestamp => out.push_str(&format_timestamp(value)),
        ValueType::Duration => out.push_str(&format_duration(value)),
    }
}

/// A text in double quotes, with `"` and `\` escaped.
fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
}

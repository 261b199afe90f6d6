//! The limits of the rules as people draw them: cross-tables of money.

use decision_matrix::table::{DecisionTables, Table, TableForm, ValueType};

/// A cross-table of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LimitGrid {
    pub(crate) name: String,
    /// What rows and columns are.
    pub(crate) corner: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<(String, Vec<Option<i64>>)>,
}

/// Every cross-table of money, in order of declaration.
pub(super) fn limit_grids(tables: &DecisionTables) -> Vec<LimitGrid> {
    tables
        .tables
        .iter()
        .filter_map(|table| grid(tables, table))
        .collect()
}

/// A table as a grid, if it is one of money.
fn grid(tables: &DecisionTables, table: &Table) -> Option<LimitGrid> {
    let TableForm::Cross(form) = &table.form else {
        return None;
    };
    if table.output.value_type != ValueType::Money || form.columns == 0 {
        return None;
    }
    let names: Vec<_> = table
        .rules
        .columns
        .iter()
        .map(|column| tables.column_name(*column))
        .collect();
    let head = |id: &str| {
        id.split_once(" / ")
            .map_or((id.to_owned(), String::new()), |(row, column)| {
                (row.to_owned(), column.to_owned())
            })
    };
    let mut columns = Vec::new();
    let mut rows = Vec::new();
    for (index, line) in table.rules.rules.chunks(form.columns).enumerate() {
        let heads: Vec<_> = line.iter().map(|rule| head(&rule.id)).collect();
        if index == 0 {
            columns = heads.iter().map(|(_, column)| column.clone()).collect();
        }
        let (row, _) = heads.into_iter().next()?;
        rows.push((row, line.iter().map(|rule| rule.result.value).collect()));
    }
    let name = table.label.clone().unwrap_or_else(|| table.name.clone());
    Some(LimitGrid {
        name,
        corner: names.join(" \u{2193} / ") + " \u{2192}",
        columns,
        rows,
    })
}

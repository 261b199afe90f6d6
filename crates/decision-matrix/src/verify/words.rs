//! Names and lists in the messages of findings.

use crate::table::{ColumnRef, RuleTable};

use super::finding::TableRef;
use super::prover::Prover;
use crate::table::DecisionTables;

/// Most names in a list.
const LISTED_MAX: usize = 5;

/// The id of a rule.
pub(crate) fn rule_id(tables: &DecisionTables, table: TableRef, rule: u32) -> &str {
    fn id<R>(rules: &RuleTable<R>, rule: u32) -> &str {
        rules
            .rules
            .get(rule as usize)
            .map_or("", |rule| rule.id.as_str())
    }
    match table {
        TableRef::Decision => id(&tables.decision, rule),
        TableRef::Table(index) => tables
            .tables
            .get(index.0 as usize)
            .map_or("", |table| id(&table.rules, rule)),
    }
}

/// `` `A`, `B` and `C` ``; of many the first ones and how many more there are.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if let Some(more) = names.len().checked_sub(LISTED_MAX + 1) {
        let shown = names.get(..LISTED_MAX).unwrap_or_default();
        return format!("{} and {} more", shown.join(", "), more + 1);
    }
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// The derived factors behind a table that are not analysed exactly.
pub(crate) fn free_names(prover: &Prover<'_>, table: TableRef) -> String {
    let model = prover.scope.model;
    let reads = prover
        .model(table)
        .map(super::rules::TableModel::reads)
        .unwrap_or_default();
    free_behind(
        prover,
        reads.iter().flat_map(|read| model.dependencies_of(*read)),
    )
}

/// The derived factors among some variables, as a list of names.
pub(crate) fn free_behind(prover: &Prover<'_>, variables: impl Iterator<Item = usize>) -> String {
    let mut columns: Vec<ColumnRef> = variables
        .filter_map(|variable| prover.scope.space.variables().get(variable))
        .map(|variable| variable.column)
        .filter(|column| matches!(column, ColumnRef::Derive(_)))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    listed(
        columns
            .iter()
            .map(|column| prover.tables().column_name(*column)),
    )
}

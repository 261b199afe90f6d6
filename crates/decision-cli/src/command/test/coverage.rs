//! What the cases reach: each rule that answered, each cell seen true and seen false.

use decision_matrix::table::{Cell, ColumnRef, DecisionTables, RuleTable};
use decision_matrix::{ExplainedTable, Explanation};
use serde_json::{Value, json};

/// What was seen of one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct SeenCell {
    /// Whether it says anything: `-` does not.
    counts: bool,
    holds: bool,
    fails: bool,
}

/// What was seen of one rule.
#[derive(Clone, Debug, Default)]
struct SeenRule {
    table: String,
    id: String,
    answered: bool,
    cells: Vec<(ColumnRef, SeenCell)>,
}

/// What was seen of every rule.
#[derive(Clone, Debug)]
pub(super) struct Coverage {
    /// The intermediate tables, then `decision`; each with its rules.
    tables: Vec<Vec<SeenRule>>,
    column_names: Vec<(ColumnRef, String)>,
}

impl Coverage {
    /// Nothing seen yet.
    pub(super) fn new(tables: &DecisionTables) -> Self {
        let mut seen: Vec<Vec<SeenRule>> = tables
            .tables
            .iter()
            .map(|table| unseen(&table.name, &table.rules))
            .collect();
        seen.push(unseen("decision", &tables.decision));
        let columns = seen
            .iter()
            .flatten()
            .flat_map(|rule| rule.cells.iter().map(|(column, _)| *column));
        let column_names = columns
            .map(|column| (column, tables.column_name(column).to_owned()))
            .collect();
        Self {
            tables: seen,
            column_names,
        }
    }

    /// Adds what one claim shows.
    pub(super) fn add(&mut self, tables: &DecisionTables, explanation: &Explanation) {
        for table in &explanation.tables {
            let place = table
                .table
                .map_or(tables.tables.len(), |index| index.0 as usize);
            if let Some(rules) = self.tables.get_mut(place) {
                add_table(rules, table);
            }
        }
    }

    /// Rules that answered, of all rules.
    pub(super) fn rules_hit(&self) -> (u64, u64) {
        let rules = || self.tables.iter().flatten();
        (
            rules().filter(|rule| rule.answered).count() as u64,
            rules().count() as u64,
        )
    }

    /// Cells seen true and seen false, of all cells that are not `-`.
    pub(super) fn cells_seen(&self) -> (u64, u64) {
        let cells = || {
            self.tables
                .iter()
                .flatten()
                .flat_map(|rule| &rule.cells)
                .filter(|(_, cell)| cell.counts)
        };
        (
            cells().filter(|(_, cell)| cell.holds && cell.fails).count() as u64,
            cells().count() as u64,
        )
    }

    /// Every rule that did not answer and every cell seen on one side only, in words.
    pub(super) fn missing(&self) -> impl Iterator<Item = String> {
        self.tables.iter().flatten().flat_map(move |rule| {
            let at = format!("`{}` of `{}`", rule.id, rule.table);
            let unanswered = (!rule.answered).then(|| format!("rule {at} answers no case"));
            let one_sided = rule
                .cells
                .iter()
                .filter(|(_, cell)| cell.counts && cell.holds != cell.fails);
            let one_sided = one_sided.map(move |(column, cell)| {
                let side = if cell.holds { "false" } else { "true" };
                format!(
                    "cell `{}` of rule {at} is never {side}",
                    self.name_of(*column)
                )
            });
            unanswered
                .into_iter()
                .chain(one_sided.filter(|_| rule.answered))
        })
    }

    fn name_of(&self, column: ColumnRef) -> &str {
        self.column_names
            .iter()
            .find(|(other, _)| *other == column)
            .map_or("", |(_, name)| name)
    }

    /// The member of the JSON document.
    pub(super) fn document(&self, file: &str) -> Value {
        let rules: Vec<Value> = self
            .tables
            .iter()
            .flatten()
            .map(|rule| {
                let counted = || rule.cells.iter().filter(|(_, cell)| cell.counts);
                let name = |(column, _): &(ColumnRef, SeenCell)| self.name_of(*column).to_owned();
                json!({
                    "table": rule.table,
                    "rule": rule.id,
                    "hit": rule.answered,
                    "never_true": counted().filter(|(_, cell)| !cell.holds).map(name).collect::<Vec<_>>(),
                    "never_false": counted().filter(|(_, cell)| !cell.fails).map(name).collect::<Vec<_>>(),
                })
            })
            .collect();
        let ((hit, all), (seen, cells)) = (self.rules_hit(), self.cells_seen());
        json!({
            "file": file, "rules_hit": hit, "rules": all, "cells_seen": seen, "cells": cells, "by_rule": rules,
        })
    }
}

/// The rules of a table, nothing seen.
fn unseen<R>(name: &str, table: &RuleTable<R>) -> Vec<SeenRule> {
    let cells = |cells: &[Cell]| {
        let seen = |cell: &Cell| SeenCell {
            counts: *cell != Cell::Any,
            ..SeenCell::default()
        };
        table
            .columns
            .iter()
            .copied()
            .zip(cells.iter().map(seen))
            .collect()
    };
    let rules = table.rules.iter();
    rules
        .map(|rule| SeenRule {
            table: name.to_owned(),
            id: rule.id.clone(),
            answered: false,
            cells: cells(&rule.cells),
        })
        .collect()
}

/// Adds what one claim shows of a table: cells count from left to right up to the first that fails.
fn add_table(rules: &mut [SeenRule], table: &ExplainedTable) {
    for place in &table.answering {
        if let Some(rule) = rules.get_mut(*place as usize) {
            rule.answered = true;
            rule.cells
                .iter_mut()
                .for_each(|(_, cell)| cell.holds = true);
        }
    }
    for above in &table.above {
        let Some(rule) = rules.get_mut(above.rule as usize) else {
            continue;
        };
        let failed = above.failed.as_ref().map(|failed| failed.column);
        for (column, cell) in &mut rule.cells {
            if failed == Some(*column) {
                cell.fails = true;
                break;
            }
            cell.holds = true;
        }
    }
}

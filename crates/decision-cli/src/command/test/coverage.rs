//! What cases show of the rules, in words and as a document.

use decision_matrix::table::{Cell, ColumnRef, DecisionTables, HitPolicy, cell_text};
use decision_matrix::verify::{
    Coverage, Examination, RuleCoverage, Share, Standing, TableCoverage, TableRef, Target,
};
use serde_json::{Value, json};

use crate::output::{Align, Table, counted, percent, thousands};

/// What is missing, and what is not counted, in the order in which it is told.
const TOLD: [(Standing, &str); 4] = [
    (
        Standing::Missing,
        "missing, `--generate` prints cases for it",
    ),
    (
        Standing::NotFound,
        "missing, and no claim was found that shows it",
    ),
    (Standing::NotExamined, "missing, and not examined"),
    (
        Standing::Impossible,
        "cannot happen whatever the claim (proved), not counted",
    ),
];

/// The part of the report for people.
pub(super) fn text_of(tables: &DecisionTables, coverage: &Coverage, budget: u64) -> String {
    let mut columns = vec![("table", Align::Left)];
    columns.extend([("rules that answered", Align::Right), ("", Align::Right)]);
    columns.extend([
        ("cells seen true and false", Align::Right),
        ("", Align::Right),
    ]);
    let mut table = Table::new(&columns);
    let mut row = |name: &str, rules: Share, cells: Share| {
        let of = |share: Share| format!("{} of {}", thousands(share.seen), thousands(share.of));
        let part = |share: Share| percent(share.seen, share.of);
        let texts = [of(rules), part(rules), of(cells), part(cells)];
        table.row(std::iter::once(name).chain(texts.iter().map(String::as_str)));
    };
    for it in coverage.tables() {
        row(name_of(tables, it.table), it.rules_seen(), it.cells_seen());
    }
    if coverage.tables().len() > 1 {
        let (rules, cells) = totals(coverage);
        row("all", rules, cells);
    }
    let mut lines = vec![table.render()];
    for (standing, title) in TOLD {
        let told = listed(tables, coverage, standing);
        if !told.is_empty() {
            lines.push(format!("  {title}:"));
            lines.extend(told.iter().map(|it| format!("    {it}")));
        }
    }
    if coverage
        .targets()
        .any(|(_, it)| it == Standing::NotExamined)
    {
        lines.push(format!(
            "  the proofs took more than {} steps: permit more with `--proof-budget`",
            thousands(budget)
        ));
    }
    lines.join("\n")
}

/// What came of the search for cases, in a few words.
pub(super) fn outcome_of_search(
    tables: &DecisionTables,
    examination: &Examination,
    budget: u64,
) -> String {
    let count = examination.cases.len();
    let mut lines = vec![match count {
        0 => "nothing to generate: no further case was found to show more".to_owned(),
        _ => format!("{} generated, to be reviewed", counted(count, "case")),
    }];
    let missing = |standing| listed(tables, &examination.coverage, standing);
    for it in missing(Standing::NotFound) {
        lines.push(format!("  no claim was found for {it}"));
    }
    for it in missing(Standing::NotExamined) {
        lines.push(format!(
            "  not examined within {} steps: {it}",
            thousands(budget)
        ));
    }
    lines.join("\n")
}

/// Everything that stands so, in words. The cells of a rule that can never answer are told with it.
fn listed(tables: &DecisionTables, coverage: &Coverage, standing: Standing) -> Vec<String> {
    let is_told = |target: Target| {
        let rule = Target {
            cell: None,
            ..target
        };
        target.cell.is_none() || coverage.standing(rule) != Some(Standing::Impossible)
    };
    let targets = coverage
        .targets()
        .filter(|(target, it)| *it == standing && is_told(*target));
    let told = targets.map(|(target, _)| {
        let words = words(tables, target);
        match cells_behind(coverage, target) {
            0 => words,
            1 => format!("{words}, so 1 cell of it is not seen true"),
            count => format!("{words}, so {count} cells of it are not seen true"),
        }
    });
    told.collect()
}

/// How many cells are not seen true for the sole reason that their rule was not seen to answer:
/// they are counted as missing, and told with the rule.
fn cells_behind(coverage: &Coverage, target: Target) -> usize {
    let table = coverage.tables().iter().find(|it| it.table == target.table);
    let rule = table.and_then(|table| table.rules.get(target.rule));
    let is_missing = |rule: &&RuleCoverage| {
        !matches!(rule.answers, Standing::Seen | Standing::Impossible) && target.cell.is_none()
    };
    rule.filter(is_missing).map_or(0, |rule| {
        let cells = rule.cells.iter();
        cells.filter(|(_, it)| *it == Standing::Seen).count()
    })
}

/// A target in a line of a list.
fn words(tables: &DecisionTables, target: Target) -> String {
    let view = View::of(tables, target.table);
    let name = name_of(tables, target.table);
    let id = view.rules.get(target.rule).map_or("", |(id, _)| *id);
    match target.cell {
        None if view.is_collect => format!("`{name}` `{id}`: the rule matches"),
        None => format!("`{name}` `{id}`: the rule answers"),
        Some(column) => {
            let (column, cell) = view.cell(tables, target.rule, column);
            format!("`{name}` `{id}`: `{column}` (`{cell}`) is false by itself")
        }
    }
}

/// What the case shows that is named after this: `A1: amount false by itself`.
pub(super) fn case_name(tables: &DecisionTables, target: Target) -> String {
    let view = View::of(tables, target.table);
    let id = view.rules.get(target.rule).map_or("", |(id, _)| *id);
    let rule = match target.table {
        TableRef::Decision => id.to_owned(),
        TableRef::Table(_) => format!("{} {id}", name_of(tables, target.table)),
    };
    match target.cell {
        None if view.is_collect => format!("{rule} matches"),
        None => format!("{rule} answers"),
        Some(column) => format!(
            "{rule}: {} false by itself",
            view.cell(tables, target.rule, column).0
        ),
    }
}

/// The member of the JSON document.
pub(super) fn document(file: &str, tables: &DecisionTables, coverage: &Coverage) -> Value {
    let by_table = coverage.tables().iter().map(|it| {
        let (rules, cells) = (it.rules_seen(), it.cells_seen());
        json!({
            "table": name_of(tables, it.table),
            "rules_hit": rules.seen, "rules": rules.of, "cells_seen": cells.seen, "cells": cells.of,
        })
    });
    let by_rule = coverage.tables().iter().flat_map(|table| {
        let rules = table.rules.iter().enumerate();
        rules.map(move |(rule, it)| rule_document(tables, table, rule, it))
    });
    let (rules, cells) = totals(coverage);
    json!({
        "file": file,
        "rules_hit": rules.seen, "rules": rules.of, "cells_seen": cells.seen, "cells": cells.of,
        "by_table": by_table.collect::<Vec<_>>(),
        "by_rule": by_rule.collect::<Vec<_>>(),
    })
}

fn rule_document(
    tables: &DecisionTables,
    table: &TableCoverage,
    rule: usize,
    coverage: &RuleCoverage,
) -> Value {
    let view = View::of(tables, table.table);
    let cells = coverage.cells.iter().map(|(column, standing)| {
        let (name, cell) = view.cell(tables, rule, *column);
        json!({
            "column": name, "cell": cell,
            "false_by_itself": word(*standing), "true_and_false": word(coverage.both(*standing)),
        })
    });
    json!({
        "table": name_of(tables, table.table),
        "rule": view.rules.get(rule).map(|(id, _)| id),
        "answers": word(coverage.answers),
        "cells": cells.collect::<Vec<_>>(),
    })
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Seen => "seen",
        Standing::Missing => "missing",
        Standing::Impossible => "cannot_happen",
        Standing::NotFound => "not_found",
        Standing::NotExamined => "not_examined",
    }
}

/// Rules and cells of all tables.
fn totals(coverage: &Coverage) -> (Share, Share) {
    let add = |total: Share, share: Share| Share {
        seen: total.seen + share.seen,
        of: total.of + share.of,
    };
    let sum = |share: fn(&TableCoverage) -> Share| {
        coverage
            .tables()
            .iter()
            .map(share)
            .fold(Share::default(), add)
    };
    (
        sum(TableCoverage::rules_seen),
        sum(TableCoverage::cells_seen),
    )
}

fn name_of(tables: &DecisionTables, table: TableRef) -> &str {
    match table {
        TableRef::Table(index) => tables.column_name(ColumnRef::Table(index)),
        TableRef::Decision => "decision",
    }
}

/// The rules of a table, whatever they give.
struct View<'a> {
    is_collect: bool,
    columns: &'a [ColumnRef],
    rules: Vec<(&'a str, &'a [Cell])>,
}

impl<'a> View<'a> {
    fn of(tables: &'a DecisionTables, table: TableRef) -> Self {
        let view = |hit: HitPolicy, columns: &'a [ColumnRef], rules| Self {
            is_collect: hit.is_collect(),
            columns,
            rules,
        };
        match table {
            TableRef::Table(index) => match tables.tables.get(index.0 as usize) {
                Some(table) => {
                    let rules = table.rules.rules.iter();
                    let rules = rules.map(|it| (it.id.as_str(), it.cells.as_slice()));
                    view(table.rules.hit, &table.rules.columns, rules.collect())
                }
                None => view(HitPolicy::First, &[], Vec::new()),
            },
            TableRef::Decision => {
                let rules = tables.decision.rules.iter();
                let rules = rules.map(|it| (it.id.as_str(), it.cells.as_slice()));
                view(
                    tables.decision.hit,
                    &tables.decision.columns,
                    rules.collect(),
                )
            }
        }
    }

    /// The name of a column and the text of the cell there.
    fn cell(&self, tables: &'a DecisionTables, rule: usize, column: usize) -> (&'a str, String) {
        let cells = self
            .rules
            .get(rule)
            .map(|(_, cells)| *cells)
            .unwrap_or_default();
        match (self.columns.get(column), cells.get(column)) {
            (Some(column), Some(cell)) => (
                tables.column_name(*column),
                cell_text(tables, *column, cell),
            ),
            _ => ("", String::new()),
        }
    }
}

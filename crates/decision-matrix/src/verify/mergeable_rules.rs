//! Two rules that could be one: the same results, and the same cells in every column but one.

use crate::diagnostic::Code;
use crate::table::{HitPolicy, RuleTable, TableForm};

use super::cell_words::cell_words;
use super::finding::{Finding, Place, TableRef};
use super::model::{CellModel, TableModel};
use super::prover::{Answer, Prover};
use super::search::Exhausted;
use super::words::rule_id;
use crate::compile::ValueSet;

/// Reports the pairs of rules of a table that could be one, each rule once. Cross-tables are left
/// out: equal neighbours are usual there.
pub(crate) fn find(
    prover: &mut Prover<'_>,
    table: TableRef,
    found: &mut Vec<Finding>,
) -> Result<(), Exhausted> {
    let tables = prover.tables();
    let (Some(model), is_cross) = (prover.model(table), is_cross(prover, table)) else {
        return Ok(());
    };
    if is_cross || matches!(model.hit, HitPolicy::CollectSum | HitPolicy::CollectCount) {
        return Ok(());
    }
    let count = u32::try_from(model.rules.len()).unwrap_or(u32::MAX);
    let mut merged = vec![false; model.rules.len()];
    for upper in 0..count {
        for lower in upper + 1..count {
            let is_taken = |rule: u32| {
                merged.get(rule as usize) == Some(&true) || prover.silent.contains(&(table, rule))
            };
            if is_taken(upper) || is_taken(lower) || model.result(upper) != model.result(lower) {
                continue;
            }
            let Some(position) = only_difference(model, upper, lower) else {
                continue;
            };
            if !may_move(prover, table, model, upper, lower)? {
                continue;
            }
            for rule in [upper, lower] {
                if let Some(slot) = merged.get_mut(rule as usize) {
                    *slot = true;
                }
            }
            let cell = match table {
                TableRef::Decision => joined(prover, &tables.decision, position, upper, lower),
                TableRef::Table(index) => tables
                    .tables
                    .get(index.0 as usize)
                    .and_then(|it| joined(prover, &it.rules, position, upper, lower)),
            };
            found.push(finding(prover, table, position, (upper, lower), cell));
        }
    }
    Ok(())
}

fn is_cross(prover: &Prover<'_>, table: TableRef) -> bool {
    let table = table
        .index()
        .and_then(|index| prover.tables().tables.get(index.0 as usize));
    table.is_some_and(|table| matches!(table.form, TableForm::Cross(_)))
}

/// The one column in which two rules differ, where both have fixed cells.
fn only_difference(model: &TableModel, a: u32, b: u32) -> Option<usize> {
    let (a, b) = (model.rules.get(a as usize)?, model.rules.get(b as usize)?);
    let mut different = None;
    for position in 0..model.columns.len() {
        let cell = |cells: &[(usize, CellModel)]| {
            cells
                .iter()
                .find(|(at, _)| *at == position)
                .map(|(_, cell)| cell.clone())
        };
        match (cell(&a.cells), cell(&b.cells)) {
            (None, None) => {}
            (Some(CellModel::Fixed(a)), Some(CellModel::Fixed(b))) => {
                if a != b && different.replace(position).is_some() {
                    return None;
                }
            }
            (Some(CellModel::Named(x, a)), Some(CellModel::Named(y, b))) if x == y && a == b => {}
            _ => return None,
        }
    }
    different
}

/// Whether the lower rule may be asked where the upper one stands: no rule between them that gives
/// something else matches a claim together with it.
fn may_move(
    prover: &mut Prover<'_>,
    table: TableRef,
    model: &TableModel,
    upper: u32,
    lower: u32,
) -> Result<bool, Exhausted> {
    if model.hit != HitPolicy::First {
        return Ok(true);
    }
    for between in upper + 1..lower {
        let differs = model.result(between) != model.result(lower);
        if differs
            && !model.exclude_each_other(between, lower)
            && !matches!(prover.exists(table, &[between, lower], &[])?, Answer::No)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The cell that holds what both hold.
fn joined<R>(
    prover: &Prover<'_>,
    rules: &RuleTable<R>,
    position: usize,
    upper: u32,
    lower: u32,
) -> Option<String> {
    let column = *rules.columns.get(position)?;
    let mut ranges = Vec::new();
    for rule in [upper, lower] {
        let set = ValueSet::of_cell(rules.rules.get(rule as usize)?.cells.get(position)?)?;
        ranges.extend_from_slice(set.ranges());
    }
    Some(cell_words(
        prover.tables(),
        column,
        &ValueSet::from_ranges(ranges),
    ))
}

fn finding(
    prover: &Prover<'_>,
    table: TableRef,
    position: usize,
    (upper, lower): (u32, u32),
    cell: Option<String>,
) -> Finding {
    let tables = prover.tables();
    let (first, second) = (rule_id(tables, table, upper), rule_id(tables, table, lower));
    let column = prover
        .model(table)
        .and_then(|model| model.columns.get(position));
    let name = column.map_or("", |column| tables.column_name(*column));
    let message = format!("`{first}` and `{second}` can be one rule: they differ in `{name}` only");
    let place = Place::Cell(table, lower as usize, position);
    let mut finding = Finding::new(Code::Mergeable, place, message);
    finding.label = format!("the rest is as in `{first}`");
    finding.help = Some(match cell {
        Some(cell) => format!("write `{cell}` in `{first}` and delete `{second}`"),
        None => format!("join the two cells in `{first}` and delete `{second}`"),
    });
    finding.related.push((
        Place::Rule(table, upper as usize),
        format!("`{first}` is here"),
    ));
    finding.table = Some(table);
    finding.rules = vec![first.to_owned(), second.to_owned()];
    finding
}

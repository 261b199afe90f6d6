//! Two rules that could be one: the same results, and the same cells in every column but one.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Code;
use crate::table::{HitPolicy, RuleTable, TableIndex};

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
    let Some(model) = prover.model(table).filter(|_| !table.is_cross(tables)) else {
        return Ok(());
    };
    if matches!(model.hit, HitPolicy::CollectSum | HitPolicy::CollectCount) {
        return Ok(());
    }
    let mut merged = BTreeSet::new();
    for position in 0..model.columns.len() {
        for group in alike(prover, table, model, position) {
            for pair in group.windows(2) {
                let [upper, lower] = *pair else { continue };
                let is_taken = merged.contains(&upper)
                    || merged.contains(&lower)
                    || model.fixed(upper, position) == model.fixed(lower, position);
                if is_taken || !may_move(prover, table, model, upper, lower)? {
                    continue;
                }
                merged.extend([upper, lower]);
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
    }
    Ok(())
}

/// The rules with equal results and equal cells in every column but one, in groups, topmost first.
fn alike(
    prover: &Prover<'_>,
    table: TableRef,
    model: &TableModel,
    position: usize,
) -> Vec<Vec<u32>> {
    let mut groups: BTreeMap<(i64, Vec<CellKey<'_>>), Vec<u32>> = BTreeMap::new();
    for (at, rule) in (0..).zip(&model.rules) {
        let has_cell = rule
            .cells
            .iter()
            .any(|(at, cell)| *at == position && matches!(cell, CellModel::Fixed(_)));
        let others = rule.cells.iter().filter(|(at, _)| *at != position);
        let others: Option<Vec<_>> = others.map(|(at, cell)| key_of(*at, cell)).collect();
        if let Some(others) = others.filter(|_| has_cell && !prover.silent.contains(&(table, at))) {
            groups.entry((rule.result, others)).or_default().push(at);
        }
    }
    groups
        .into_values()
        .filter(|group| group.len() > 1)
        .collect()
}

/// A cell in an order: its column, the table that it names, its classes.
type CellKey<'a> = (usize, Option<TableIndex>, &'a [super::ClassSet]);

/// The key of a cell; `None` where it names several tables.
fn key_of(at: usize, cell: &CellModel) -> Option<CellKey<'_>> {
    match cell {
        CellModel::Fixed(set) => Some((at, None, std::slice::from_ref(set))),
        CellModel::Named(table, sets) => Some((at, Some(*table), sets)),
        CellModel::Tangled(..) => None,
    }
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
    if !matches!(model.hit, HitPolicy::First | HitPolicy::Priority) {
        return Ok(true);
    }
    // Under `priority` the topmost of equal outcomes answers, so their order matters as well.
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
    finding.set_label(format!("the rest is as in `{first}`"));
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

//! Cells that hold every value of their column, and cells that hold none.

use crate::comparison::Comparison;
use crate::compile::ValueSet;
use crate::diagnostic::Code;
use crate::table::{
    Cell, ColumnRef, ColumnType, DecisionTables, Item, Operand, RuleTable, TableForm, Test,
    cell_text,
};

use super::finding::{Finding, Place, TableRef};
use super::model::CellModel;
use super::prover::Prover;
use super::results::cell_with;

/// Reports the cells of a table that hold everything or nothing.
pub(crate) fn find(prover: &Prover<'_>, table: TableRef, found: &mut Vec<Finding>) {
    let tables = prover.tables();
    match table {
        TableRef::Decision => of_rules(prover, table, &tables.decision, None, found),
        TableRef::Table(index) => {
            if let Some(it) = tables.tables.get(index.0 as usize) {
                let width = match &it.form {
                    TableForm::Rules => None,
                    TableForm::Cross(form) => Some(form.columns),
                };
                of_rules(prover, table, &it.rules, width, found);
            }
        }
    }
}

/// `cross_width` is the number of columns of a cross-table, whose headers stand in many rules.
fn of_rules<R>(
    prover: &Prover<'_>,
    table: TableRef,
    rules: &RuleTable<R>,
    cross_width: Option<usize>,
    found: &mut Vec<Finding>,
) {
    for (at, rule) in rules.rules.iter().enumerate() {
        for (position, (column, cell)) in rules.columns.iter().zip(&rule.cells).enumerate() {
            let is_first = match (cross_width, position) {
                (None, _) => true,
                (Some(width), 0) => at.is_multiple_of(width.max(1)),
                (Some(width), _) => at < width,
            };
            if *cell == Cell::Any || !is_first {
                continue;
            }
            let place = Place::Cell(table, at, position);
            if let Some(mut finding) = of_cell(prover, place, *column, cell) {
                finding.table = Some(table);
                if cross_width.is_none() {
                    finding.rules = vec![rule.id.clone()];
                }
                found.push(finding);
            }
        }
    }
}

fn of_cell(prover: &Prover<'_>, place: Place, column: ColumnRef, cell: &Cell) -> Option<Finding> {
    let tables = prover.tables();
    let column_type = tables.column_type(column)?;
    let text = cell_text(tables, column, cell);
    let name = tables.column_name(column);
    if holds_nothing(prover, column, cell) {
        let message = format!("`{text}` holds no value that `{name}` can have");
        let mut finding = Finding::new(Code::NeverTrue, place, message);
        finding.set_label("never true");
        finding.help = Some("correct the cell, or delete the rule: it never matches".to_owned());
        return Some(finding);
    }
    let is_not_null = matches!(cell, Cell::Items(items) if items.as_slice() == [Item::NotNull]);
    if !holds_every_value(prover, column_type, cell) || (column_type.nullable && is_not_null) {
        return None;
    }
    let holds_null = matches!(cell, Cell::Items(items) if items.contains(&Item::Null));
    let whole = if column_type.nullable && !holds_null {
        "not(null)"
    } else {
        "-"
    };
    let message = format!("`{text}` holds every value of `{name}`");
    let mut finding = Finding::new(Code::AlwaysTrue, place, message);
    finding.set_label("always true");
    finding.help = Some(match meant_interval(tables, column, cell) {
        Some(interval) => format!(
            "a comma means `or`: write `{interval}` if both are meant, or `{whole}` for every value"
        ),
        None => format!("write `{whole}` if every value is meant"),
    });
    Some(finding)
}

/// Whether no value that the column can have, null included, is in the cell.
fn holds_nothing(prover: &Prover<'_>, column: ColumnRef, cell: &Cell) -> bool {
    let scope = prover.scope;
    match scope.model.cell_model(scope.space, column, cell) {
        Some(CellModel::Fixed(set)) => set.is_empty(),
        Some(CellModel::Named(_, sets)) => sets.iter().all(super::ClassSet::is_empty),
        _ => false,
    }
}

/// Whether every value of the column's domain, null excluded, is in the cell, whatever the tables
/// give that it names.
fn holds_every_value(prover: &Prover<'_>, column: &ColumnType, cell: &Cell) -> bool {
    let domain = ValueSet::of_domain(column);
    let covers = |set: &ValueSet| set.intersection(&domain) == domain;
    if let Some(set) = ValueSet::of_cell(cell) {
        return covers(&set);
    }
    let [named] = cell.named_tables()[..] else {
        return false;
    };
    let results = prover.scope.model.results_of(named);
    !results.is_empty()
        && results
            .iter()
            .all(|value| covers(&cell_with(cell, &|_| *value)))
}

/// The interval that was probably meant where two comparisons are joined by a comma: `>= 30, < 50`.
fn meant_interval(tables: &DecisionTables, column: ColumnRef, cell: &Cell) -> Option<String> {
    let Cell::Items(items) = cell else {
        return None;
    };
    let [
        Item::Test(Test::Compare(a, x)),
        Item::Test(Test::Compare(b, y)),
    ] = items.as_slice()
    else {
        return None;
    };
    let is_low = |it: &Comparison| matches!(it, Comparison::Greater | Comparison::GreaterOrEqual);
    let is_high = |it: &Comparison| matches!(it, Comparison::Less | Comparison::LessOrEqual);
    let (low, high) = if is_low(a) && is_high(b) {
        ((a, x), (b, y))
    } else if is_high(a) && is_low(b) {
        ((b, y), (a, x))
    } else {
        return None;
    };
    let value = |operand: &Operand| match operand {
        Operand::Literal(value) | Operand::Parameter { value, .. } => Some(*value),
        Operand::Table { .. } => None,
    };
    if value(low.1)? > value(high.1)? {
        return None;
    }
    let interval = Cell::Items(vec![Item::Test(Test::Interval {
        low: low.1.clone(),
        low_included: *low.0 == Comparison::GreaterOrEqual,
        high: high.1.clone(),
        high_included: *high.0 == Comparison::LessOrEqual,
    })]);
    Some(cell_text(tables, column, &interval))
}

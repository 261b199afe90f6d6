//! Missing values that fall to the default, where a value in their place would be answered by a
//! rule: often a forgotten `null` in a cell.

use crate::compile::NULL;
use crate::diagnostic::Code;
use crate::table::ColumnRef;

use super::ClassSet;
use super::finding::{Finding, Place, TableRef};
use super::model::{CellModel, TableModel};
use super::prover::{Answer, Prover};
use super::query::Query;
use super::search::Exhausted;
use super::words::rule_id;

/// Reports the columns of a table whose missing values only the default answers.
pub(crate) fn find(
    prover: &mut Prover<'_>,
    table: TableRef,
    found: &mut Vec<Finding>,
) -> Result<(), Exhausted> {
    let Some(model) = prover.model(table) else {
        return Ok(());
    };
    if model.default.is_none() {
        return Ok(());
    }
    for (position, column) in model.columns.iter().enumerate() {
        let classes = prover.scope.model.classes(prover.scope.space, *column);
        if classes.values(0) != Some((NULL, NULL)) {
            continue;
        }
        for rule in &model.order {
            if prover.silent.contains(&(table, *rule)) {
                continue;
            }
            if let Some(claim) = passed_over(prover, table, model, *rule, position)? {
                found.push(finding(prover, table, *rule, position, &claim));
                break;
            }
        }
    }
    Ok(())
}

/// A claim without a value in a column that no rule answers, and that a rule would answer if the
/// column had one of the values of its cell.
fn passed_over(
    prover: &mut Prover<'_>,
    table: TableRef,
    model: &TableModel,
    rule: u32,
    position: usize,
) -> Result<Option<Vec<i64>>, Exhausted> {
    let Some(cells) = model.rules.get(rule as usize).map(|rule| &rule.cells) else {
        return Ok(None);
    };
    let own = cells.iter().find(|(at, _)| *at == position);
    let (Some(column), Some((_, own))) = (model.columns.get(position), own) else {
        return Ok(None);
    };
    let holds_a_value = |set: &ClassSet| set.ranges().iter().any(|(_, high)| *high > 0);
    let mut when: Vec<_> = cells
        .iter()
        .filter(|(at, _)| *at != position)
        .filter_map(|(at, cell)| Some((*model.columns.get(*at)?, cell.clone())))
        .collect();
    match own {
        CellModel::Fixed(set) if set.contains(0) || !holds_a_value(set) => return Ok(None),
        CellModel::Fixed(_) | CellModel::Tangled(..) => {}
        // The table must give a result with which the cell holds a value.
        CellModel::Named(named, sets) => {
            let helpful = (0..).zip(sets).filter(|(_, set)| holds_a_value(set));
            let helpful = helpful.fold(ClassSet::default(), |all, (class, _)| {
                all.union(&ClassSet::range(class, class))
            });
            when.push((ColumnRef::Table(*named), CellModel::Fixed(helpful)));
        }
    }
    when.push((*column, CellModel::Fixed(ClassSet::range(0, 0))));
    let query = Query::new(prover.scope, prover.place(table))
        .when(&when)
        .against(model.order.iter().copied());
    let index = table.index();
    let rules = &model.order;
    let answer = prover.ask(&query, &|probe| {
        probe.value(*column) == Some(NULL) && !rules.iter().any(|rule| probe.matches(index, *rule))
    })?;
    Ok(match answer {
        Answer::Yes(claim) => Some(claim),
        Answer::No | Answer::Possible => None,
    })
}

fn finding(
    prover: &Prover<'_>,
    table: TableRef,
    rule: u32,
    position: usize,
    claim: &[i64],
) -> Finding {
    let tables = prover.tables();
    let id = rule_id(tables, table, rule);
    let column = prover
        .model(table)
        .and_then(|model| model.columns.get(position));
    let name = column.map_or("", |column| tables.column_name(*column));
    let message = format!(
        "a claim without `{name}` falls to the default of `{}`, where a value would be answered by `{id}`",
        table.name(tables)
    );
    let place = Place::Cell(table, rule as usize, position);
    let mut finding = Finding::new(Code::NullToDefault, place, message);
    finding.set_label("does not hold null");
    finding.help = Some(format!(
        "add `null` to the cell or a rule for it, or say with `allow: {{{}: why}}` that the default is meant",
        Code::NullToDefault.id()
    ));
    finding.table = Some(table);
    finding.rules = vec![id.to_owned()];
    finding.witness.push(prover.witness(claim));
    finding
}

//! Claims that no rule of a table matches: an error where there is no default, else a warning that
//! only the default answers.

use crate::compile::ValueSet;
use crate::diagnostic::Code;
use crate::table::ColumnRef;

use super::cell_words::cell_words;
use super::finding::{Finding, Place, TableRef};
use super::model::CellModel;
use super::prover::{Answer, Prover};
use super::query::Query;
use super::region::Region;
use super::search::{Exhausted, Goal as _, Truth, find as search_first};
use super::words::free_names;

/// Reports that a table leaves claims to its default, or to nothing.
pub(crate) fn find(
    prover: &mut Prover<'_>,
    table: TableRef,
    found: &mut Vec<Finding>,
) -> Result<(), Exhausted> {
    let Some(model) = prover.model(table) else {
        return Ok(());
    };
    let rules: Vec<u32> = model.order.clone();
    let is_incomplete = model.default.is_none();
    let name = table.name(prover.tables());
    let code = if is_incomplete {
        Code::Incomplete
    } else {
        Code::Gap
    };
    let mut finding = match prover.exists(table, &[], &rules)? {
        Answer::No => {
            prover.gapless.insert(table);
            return Ok(());
        }
        Answer::Possible if !is_incomplete || free_names(prover, table).is_empty() => {
            return Ok(());
        }
        Answer::Possible => {
            let names = free_names(prover, table);
            let message = format!(
                "whether a rule of `{name}` matches every claim rests on {names}, which proofs treat as free"
            );
            Finding::new(code, Place::Table(table), message)
        }
        Answer::Yes(claim) => {
            let message = if is_incomplete {
                format!("no rule of `{name}` matches some claims, and there is no default")
            } else {
                format!("no rule of `{name}` matches some claims: only the default answers them")
            };
            let mut finding = Finding::new(code, Place::Table(table), message);
            finding.witness.push(prover.witness(&claim));
            finding
        }
    };
    finding.missing_rule = missing_rule(prover, table)?;
    finding.set_label("leaves a gap");
    finding.help = Some(if is_incomplete {
        "add the missing rule, or give the table a `default`".to_owned()
    } else {
        format!(
            "add the missing rule, or say with `allow: {{{}: why}}` that the default is meant",
            code.id()
        )
    });
    finding.table = Some(table);
    found.push(finding);
    Ok(())
}

/// The conditions of a rule that fills a part of the gap, as wide as one rule can be. There are
/// none where single columns do not tell which rules match: where cells name tables, or a computed
/// column has several values in the gap.
fn missing_rule(
    prover: &mut Prover<'_>,
    table: TableRef,
) -> Result<Vec<(ColumnRef, String)>, Exhausted> {
    let Some(model) = prover.model(table) else {
        return Ok(Vec::new());
    };
    let mut cells = model.rules.iter().flat_map(|rule| &rule.cells);
    if !cells.all(|(_, cell)| matches!(cell, CellModel::Fixed(_))) {
        return Ok(Vec::new());
    }
    let place = prover.place(table);
    let query = Query::new(prover.scope, place).against(model.order.iter().copied());
    let Some(start) = query.start() else {
        return Ok(Vec::new());
    };
    let Some(gap) = search_first(start, &query, &mut prover.budget)? else {
        return Ok(Vec::new());
    };
    let mut region = widened(prover, &query, gap.region);
    let tables = prover.tables();
    let mut cells = Vec::with_capacity(model.columns.len());
    for column in &model.columns {
        if prover.scope.model.variable(*column).is_none()
            && region.possible(prover.scope, *column).len() != 1
        {
            return Ok(Vec::new());
        }
        let set = column_set(prover, &mut region, *column);
        cells.push((*column, cell_words(tables, *column, &set)));
    }
    Ok(cells)
}

/// The values that a column has in a region.
pub(crate) fn column_set(prover: &Prover<'_>, region: &mut Region, column: ColumnRef) -> ValueSet {
    let scope = prover.scope;
    if let Some(variable) = scope.model.variable(column) {
        let (low, high) = region.range(variable);
        let classes = scope.space.classes(variable);
        classes.value_set(&super::ClassSet::range(low, high))
    } else {
        let classes = scope.model.computed_classes(column);
        let possible = region.possible(scope, column);
        let values = possible.iter().filter_map(|class| classes.values(*class));
        ValueSet::from_ranges(values.collect())
    }
}

/// A region in which the query holds throughout, made as wide as it stays so, variable by variable.
pub(crate) fn widened<'a>(prover: &Prover<'a>, query: &Query<'a>, mut region: Region) -> Region {
    let scope = prover.scope;
    let holds = |region: &Region| {
        query.start().is_some_and(|mut world| {
            world.region = region.for_model(scope.model);
            query.judge(&mut world) == Truth::True
        })
    };
    for variable in 0..scope.space.len() {
        let (low, high) = region.range(variable);
        let last = scope.space.classes(variable).count().saturating_sub(1);
        for wanted in [(0, last), (low, last), (0, high)] {
            if wanted == region.range(variable) {
                continue;
            }
            let mut wider = region.for_model(scope.model);
            wider.narrow(scope.model, variable, wanted.0, wanted.1);
            if holds(&wider) {
                region = wider;
                break;
            }
        }
        region = widened_by_one(scope, &holds, region, variable, last);
    }
    region
}

/// Moves the ends of one variable class by class.
fn widened_by_one(
    scope: super::region::Scope<'_>,
    holds: &impl Fn(&Region) -> bool,
    mut region: Region,
    variable: usize,
    last: u32,
) -> Region {
    const STEPS_MAX: u32 = 64;
    for is_upper in [false, true] {
        for _ in 0..STEPS_MAX {
            let (low, high) = region.range(variable);
            let wanted = match is_upper {
                true if high < last => (low, high + 1),
                false if low > 0 => (low - 1, high),
                _ => break,
            };
            let mut wider = region.for_model(scope.model);
            wider.narrow(scope.model, variable, wanted.0, wanted.1);
            if !holds(&wider) {
                break;
            }
            region = wider;
        }
    }
    region
}

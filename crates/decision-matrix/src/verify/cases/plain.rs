//! Values that are easy to read, and those that a file of cases need not give.

use std::sync::Arc;

use crate::calendar;
use crate::compile::{NULL, ValueSet};
use crate::evaluate::{Fact, Facts};
use crate::raw_value::RawValue;
use crate::table::{ColumnRef, ColumnType, DecisionTables, FactorIndex, ValueType};
use crate::verify::prover::Prover;
use crate::verify::region::{Region, Scope};
use crate::verify::search::Budget;
use crate::verify::space::Space;

/// A claim whose values are easy to read: what a file of cases may have as its defaults. `None` where
/// none was found that is not at fault.
pub fn plain_claim(tables: &Arc<DecisionTables>) -> Option<Vec<(String, Option<String>)>> {
    let (space, model) = Space::of(tables);
    let scope = Scope {
        space: &space,
        model: &model,
    };
    let prover = Prover::new(tables, scope, Budget::new(0));
    let mut claim = prover.claim(&Region::whole(scope), &|probe| !probe.is_faulted())?;
    for (at, factor) in tables.factors.iter().enumerate() {
        let Some(usual) = usual_value(&factor.column) else {
            continue;
        };
        let mut changed = claim.clone();
        if let Some(slot) = changed.get_mut(at) {
            *slot = usual;
        }
        let is_value = ValueSet::of_column(&factor.column).contains(usual);
        if is_value && !prover.probe(&changed).is_faulted() {
            claim = changed;
        }
    }
    let mut values = prover.witness(&claim).values;
    let mut facts = Facts::new(Arc::clone(tables));
    for (name, text) in &values {
        if let Some(text) = text
            && tables.keys.column("time") == Some(name.as_str())
        {
            facts.set_time_raw(RawValue::Text(text));
        }
    }
    values.extend(time_in_force(tables, &mut facts));
    Some(values)
}

/// A value that people expect in an example: nothing where nothing may be given, and 1,000 whole units
/// of money, where the smallest sum would look odd.
fn usual_value(column: &ColumnType) -> Option<i64> {
    if column.nullable {
        return Some(NULL);
    }
    let unit = 10_i64.checked_pow(u32::from(column.scale))?;
    (column.value_type == ValueType::Money).then(|| unit.saturating_mul(1_000))
}

/// The time column, where the rules are in force for some time only and the claim has no time in it.
pub(super) fn time_in_force(
    tables: &DecisionTables,
    facts: &mut Facts,
) -> Option<(String, Option<String>)> {
    let effective = tables.effective?;
    let column = tables.keys.column("time")?;
    let is_in_force = |time: i64| {
        effective.from.is_none_or(|from| from <= time) && effective.to.is_none_or(|to| time < to)
    };
    if let Fact::Value(time) = facts.time()
        && is_in_force(time)
    {
        return None;
    }
    let time = effective
        .from
        .or(effective.to.map(|to| to - 1))
        .unwrap_or_default();
    facts.set_time(time);
    Some((column.to_owned(), Some(calendar::format_timestamp(time))))
}

/// For each factor the value of the defaults or else null, where it is one of its values.
pub(super) fn plain_values(scope: Scope<'_>, defaults: &Facts) -> Vec<Option<i64>> {
    let factors = (0..).map(FactorIndex).zip(&scope.model.tables.factors);
    let plain = factors.map(|(index, _)| {
        let value = match defaults.fact(index) {
            Fact::Value(value) => value,
            Fact::Null => NULL,
            Fact::Fault(_) => return None,
        };
        let classes = scope.model.classes(scope.space, ColumnRef::Factor(index));
        classes.class(value).map(|_| value)
    });
    plain.collect()
}

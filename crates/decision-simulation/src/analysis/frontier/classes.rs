//! Classes of claims that no permitted value of a limit tells apart.
//!
//! Each factor's values are cut wherever a cell of the matrix, with any permitted value of any
//! limit, divides them. Claims whose facts lie in the same classes are decided alike by every
//! policy that is looked at, so that what limits do to a claim is worked out once a class. Where
//! a matrix computes with the values of factors, or chooses claims by lot before they are paid,
//! there are no such classes.

use std::sync::Arc;

use decision_matrix::table::{
    AuditMode, Cell, ColumnRef, DecisionTables, FactorIndex, HitPolicy, Operand, TableIndex,
    ValueType,
};
use decision_matrix::{CompileConfig, Fact, Facts};

use super::names::{Name, each_name};
use crate::analysis::operands::{each_cell, each_operand};

/// The classes of the factors that a matrix reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FactorClasses {
    factors: Vec<FactorCuts>,
}

/// The classes of one factor: null, then the values up to each cut.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FactorCuts {
    factor: FactorIndex,
    /// The smallest value of each class but the first, rising.
    cuts: Vec<i64>,
}

impl FactorClasses {
    /// The classes that none of these matrices tells apart; they differ in limits only. `None`
    /// where there are none, or where there are too many to be numbered.
    pub(super) fn new(variants: &[Arc<DecisionTables>], config: &CompileConfig) -> Option<Self> {
        let tables = variants.first()?;
        let is_by_lot =
            { tables.audit.as_ref() }.is_some_and(|audit| audit.mode == AuditMode::BeforePayment);
        if is_by_lot && config.audit_key.is_some() {
            return None;
        }
        let mut cuts: Vec<Option<Vec<i64>>> = vec![None; tables.factors.len()];
        for variant in variants {
            add_cuts(variant, &mut cuts)?;
        }
        let mut is_computed = false;
        each_name(tables, &mut |name| {
            if let Name::Column(ColumnRef::Factor(index)) = name
                && let Some(factor) = tables.factors.get(index.0 as usize)
                && let Some(cuts) = cuts.get_mut(index.0 as usize)
            {
                let cuts = cuts.get_or_insert_default();
                match &factor.column.value_type {
                    ValueType::Boolean => cuts.push(1),
                    ValueType::Category(words) => {
                        cuts.extend((1..).take(words.len().saturating_sub(1)));
                    }
                    _ => is_computed = true,
                }
            }
        });
        if is_computed {
            return None;
        }
        let factors = (0..)
            .map(FactorIndex)
            .zip(cuts)
            .filter_map(|(factor, cuts)| {
                let mut cuts = cuts?;
                cuts.sort_unstable();
                cuts.dedup();
                Some(FactorCuts { factor, cuts })
            });
        let classes = Self {
            factors: factors.collect(),
        };
        let count = |count: u128, it: &FactorCuts| count.checked_mul(it.cuts.len() as u128 + 2);
        classes.factors.iter().try_fold(1, count)?;
        Some(classes)
    }

    /// The number of the classes in which the facts lie.
    #[inline]
    pub(super) fn key(&self, facts: &Facts) -> u128 {
        let key = |key: u128, it: &FactorCuts| {
            let class = match facts.fact(it.factor) {
                Fact::Value(value) => it.cuts.partition_point(|cut| *cut <= value) + 1,
                Fact::Null | Fact::Fault(_) => 0,
            };
            key * (it.cuts.len() as u128 + 2) + class as u128
        };
        self.factors.iter().fold(0, key)
    }
}

/// Adds where the cells of a matrix cut the values of factors; `None` where they compare with a
/// table whose results are too many to be listed.
fn add_cuts(tables: &DecisionTables, cuts: &mut [Option<Vec<i64>>]) -> Option<()> {
    let mut is_listed = true;
    each_cell(tables, &mut |column, cell: &Cell| {
        let ColumnRef::Factor(factor) = column else {
            return;
        };
        let Some(cuts) = cuts.get_mut(factor.0 as usize) else {
            return;
        };
        let cuts = cuts.get_or_insert_default();
        // Below, at and above a value are told apart, whatever the comparison.
        let mut add = |value: i64| cuts.extend([value, value.saturating_add(1)]);
        each_operand(cell, &mut |operand| match operand {
            Operand::Literal(value) | Operand::Parameter { value, .. } => add(*value),
            Operand::Table { index, conversion } => match results(tables, *index) {
                None => is_listed = false,
                Some(values) => {
                    for value in values {
                        add({ conversion.as_ref() }.map_or(value, |it| it.apply(value)));
                    }
                }
            },
        });
    });
    is_listed.then_some(())
}

/// What a table may give; `None` where it counts or adds.
fn results(tables: &DecisionTables, table: TableIndex) -> Option<Vec<i64>> {
    let rules = &tables.tables.get(table.0 as usize)?.rules;
    if matches!(rules.hit, HitPolicy::CollectSum | HitPolicy::CollectCount) {
        return None;
    }
    let results = { rules.rules.iter() }.map(|rule| &rule.result);
    let results = results.chain(&rules.default);
    Some(results.filter_map(|result| result.value).collect())
}

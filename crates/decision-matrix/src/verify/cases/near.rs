//! Claims that differ in one factor from one that a rule answers.

use crate::compile::{NULL, ValueSet};
use crate::table::{Cell, ColumnRef, DecisionTables, TableIndex, factors_behind};

use super::{Examiner, Target};
use crate::verify::finding::TableRef;
use crate::verify::results::cell_with;

/// Most values that are tried for one factor on each side of the claim's value.
const VALUES_MAX: usize = 64;

impl Examiner<'_> {
    /// A claim at which a cell is false by itself: one that the rule answers, with one factor moved.
    pub(super) fn near(&self, target: Target) -> Option<Vec<i64>> {
        let (column, cell) = cell_of(self.prover.tables(), target)?;
        let rule = Target {
            cell: None,
            ..target
        };
        for claim in self.answered.get(&rule).into_iter().flatten() {
            let moved = match column {
                ColumnRef::Factor(index) => {
                    let factor = index.0 as usize;
                    self.moved(claim, factor, self.across(claim, column, cell), target)
                }
                _ => factors_behind(self.prover.tables(), column)
                    .into_iter()
                    .find_map(|factor| {
                        let present = claim.get(factor).copied().unwrap_or(NULL);
                        self.moved(claim, factor, self.around(present, factor), target)
                    }),
            };
            if moved.is_some() {
                return moved;
            }
        }
        None
    }

    /// The claim with the first of some values of a factor at which it shows the target.
    pub(super) fn moved(
        &self,
        claim: &[i64],
        factor: usize,
        values: Vec<i64>,
        target: Target,
    ) -> Option<Vec<i64>> {
        let mut moved = claim.to_vec();
        for value in values {
            *moved.get_mut(factor)? = value;
            if self.shows(&moved, target) {
                return Some(moved);
            }
        }
        None
    }

    /// The values just outside a cell, the nearest bound first and null last.
    fn across(&self, claim: &[i64], column: ColumnRef, cell: &Cell) -> Vec<i64> {
        let probe = self.engine.probe(claim.to_vec());
        let result = |table: TableIndex| probe.value(ColumnRef::Table(table)).unwrap_or(NULL);
        let inside = cell_with(cell, &result);
        let scope = self.prover.scope;
        let classes = scope.model.classes(scope.space, column);
        let is_value = |value: &i64| {
            *value != NULL && !inside.contains(*value) && classes.class(*value).is_some()
        };
        let mut values: Vec<i64> = beside(&inside).filter(is_value).collect();
        let present = probe.value(column).unwrap_or(NULL);
        values.sort_by_key(|value| value.abs_diff(present));
        values.truncate(VALUES_MAX);
        let can_be_null = classes.class(NULL).is_some() && !inside.contains(NULL);
        values.extend(can_be_null.then_some(NULL));
        values
    }

    /// A value of each other class of a factor, those nearest to a value first and null last.
    pub(super) fn around(&self, present: i64, factor: usize) -> Vec<i64> {
        let scope = self.prover.scope;
        let variable = scope.model.factors.get(factor).copied().unwrap_or_default();
        let classes = scope.space.classes(variable);
        let of_class = |class: u32| classes.values(class);
        let (below, above): (Vec<_>, Vec<_>) = (0..classes.count())
            .filter_map(of_class)
            .filter(|(low, high)| present < *low || *high < present)
            .partition(|(low, _)| *low < present);
        let below = below.iter().rev().take(VALUES_MAX).map(|(_, high)| *high);
        let mut values: Vec<i64> = above.iter().take(VALUES_MAX).map(|(low, _)| *low).collect();
        values.extend(below);
        values.sort_by_key(|value| (*value == NULL, value.abs_diff(present)));
        values
    }
}

/// The values that lie next to a set.
fn beside(set: &ValueSet) -> impl Iterator<Item = i64> {
    set.ranges()
        .iter()
        .flat_map(|(low, high)| [low.checked_sub(1), high.checked_add(1)])
        .flatten()
}

fn cell_of(tables: &DecisionTables, target: Target) -> Option<(ColumnRef, &Cell)> {
    let column = target.cell?;
    let (columns, cells) = match target.table {
        TableRef::Table(index) => {
            let rules = &tables.tables.get(index.0 as usize)?.rules;
            (&rules.columns, &rules.rules.get(target.rule)?.cells)
        }
        TableRef::Decision => {
            let rules = &tables.decision;
            (&rules.columns, &rules.rules.get(target.rule)?.cells)
        }
    };
    Some((*columns.get(column)?, cells.get(column)?))
}

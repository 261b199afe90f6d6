//! How cells and sets of classes lie in a region.

use crate::compile::NULL;
use crate::table::{ColumnRef, TableIndex};

use super::{Region, Scope};
use crate::verify::classes::{ClassSet, Status};
use crate::verify::model::CellModel;
use crate::verify::results::cell_with;

/// Most combinations of results that a cell with several tables is tried with.
const COMBINATIONS_MAX: usize = 64;

impl Region {
    /// How a cell of a column lies in the region.
    pub(crate) fn cell(&mut self, scope: Scope<'_>, column: ColumnRef, cell: &CellModel) -> Status {
        match cell {
            CellModel::Fixed(set) => self.set(scope, column, set),
            CellModel::Named(table, sets) => {
                let results = self.possible(scope, ColumnRef::Table(*table));
                let status = |region: &mut Self, result: &u32| match sets.get(*result as usize) {
                    Some(set) => region.set(scope, column, set),
                    None => Status::Never,
                };
                let Some((first, rest)) = results.split_first() else {
                    return Status::Never;
                };
                let first = status(self, first);
                let is_same = rest.iter().all(|result| status(self, result) == first);
                if is_same { first } else { Status::Open }
            }
            CellModel::Tangled(tables, _) => {
                let sets = self.combinations(scope, column, cell, tables);
                let mut statuses = sets.iter().map(|set| self.set(scope, column, set));
                let Some(first) = statuses.next() else {
                    return Status::Open;
                };
                if statuses.all(|status| status == first) {
                    first
                } else {
                    Status::Open
                }
            }
        }
    }

    /// How a set of classes of a column lies in the region.
    pub(crate) fn set(&mut self, scope: Scope<'_>, column: ColumnRef, set: &ClassSet) -> Status {
        match scope.model.variable(column) {
            Some(variable) => {
                let (low, high) = self.range(variable);
                set.status(low, high)
            }
            None => set.status_of(&self.possible(scope, column)),
        }
    }

    /// The sets of a cell that names several tables, one for each combination of their results;
    /// none where there are too many.
    pub(super) fn combinations(
        &mut self,
        scope: Scope<'_>,
        column: ColumnRef,
        cell: &CellModel,
        tables: &[TableIndex],
    ) -> Vec<ClassSet> {
        let CellModel::Tangled(_, cell) = cell else {
            return Vec::new();
        };
        let mut chosen: Vec<Vec<i64>> = vec![Vec::new()];
        for table in tables {
            let classes = self.possible(scope, ColumnRef::Table(*table));
            let known = scope.model.computed_classes(ColumnRef::Table(*table));
            if chosen.len() * classes.len() > COMBINATIONS_MAX {
                return Vec::new();
            }
            let values: Vec<i64> = classes
                .iter()
                .filter_map(|class| known.values(*class).map(|(low, _)| low))
                .collect();
            chosen = chosen
                .iter()
                .flat_map(|so_far| {
                    values.iter().map(|value| {
                        let mut next = so_far.clone();
                        next.push(*value);
                        next
                    })
                })
                .collect();
        }
        let classes = scope.model.classes(scope.space, column);
        let result = |values: &[i64], table: TableIndex| {
            let at = tables.iter().position(|it| *it == table);
            at.and_then(|at| values.get(at).copied()).unwrap_or(NULL)
        };
        let sets = chosen
            .iter()
            .map(|values| classes.inside(&cell_with(cell, &|table| result(values, table))));
        sets.collect()
    }
}

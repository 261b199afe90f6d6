//! The possible values of derived factors that are analysed exactly.

use std::collections::BTreeSet;

use crate::compile::NULL;
use crate::table::{ColumnRef, TableIndex};

use super::{Region, Scope};
use crate::verify::classes::{ClassSet, Status};
use crate::verify::exact::Values;
use crate::verify::model::DeriveModel;

impl Region {
    /// The possible values of a derived factor that is analysed exactly.
    pub(super) fn derived(&mut self, scope: Scope<'_>, column: ColumnRef) -> BTreeSet<i64> {
        let ColumnRef::Derive(index) = column else {
            return BTreeSet::new();
        };
        match scope.model.derives.get(index.0 as usize) {
            Some(DeriveModel::Exact(exact)) => {
                exact.each_column(&mut |read| {
                    if scope.model.variable(read).is_none() {
                        self.possible(scope, read);
                    }
                });
                exact.possible(&Seen {
                    region: self,
                    scope,
                })
            }
            _ => BTreeSet::new(),
        }
    }
}

/// What an exact expression reads in a region.
struct Seen<'a> {
    region: &'a Region,
    scope: Scope<'a>,
}

impl Seen<'_> {
    /// The possible classes of a column. Computed columns are known before.
    fn possible(&self, column: ColumnRef) -> Vec<u32> {
        if let Some(variable) = self.scope.model.variable(column) {
            let (low, high) = self.region.range(variable);
            (low..=high).collect()
        } else {
            let at = self.scope.model.computed_at(column);
            let known = at.and_then(|at| self.region.computed.get(at)?.as_ref());
            known.map(|known| known.to_vec()).unwrap_or_default()
        }
    }
}

impl Values for Seen<'_> {
    fn test(&self, column: ColumnRef, holds: &ClassSet) -> BTreeSet<i64> {
        let classes = self.scope.model.classes(self.scope.space, column);
        let has_null = classes.values(0) == Some((NULL, NULL));
        let mut found = BTreeSet::new();
        let status = if let Some(variable) = self.scope.model.variable(column) {
            let (low, high) = self.region.range(variable);
            if has_null && low == 0 {
                found.insert(NULL);
                if high == 0 {
                    return found;
                }
                holds.status(1, high)
            } else {
                holds.status(low, high)
            }
        } else {
            let mut possible = self.possible(column);
            if has_null && possible.first() == Some(&0) {
                found.insert(NULL);
                possible.remove(0);
            }
            if possible.is_empty() {
                return found;
            }
            holds.status_of(&possible)
        };
        match status {
            Status::Always => {
                found.insert(1);
            }
            Status::Never => {
                found.insert(0);
            }
            Status::Open => found.extend([0, 1]),
        }
        found
    }

    fn results(&self, table: TableIndex) -> Vec<(usize, bool)> {
        let column = ColumnRef::Table(table);
        let classes = self.scope.model.computed_classes(column);
        self.possible(column)
            .into_iter()
            .map(|class| (class as usize, classes.values(class) == Some((NULL, NULL))))
            .collect()
    }

    fn values(&self, column: ColumnRef) -> BTreeSet<i64> {
        let classes = self.scope.model.classes(self.scope.space, column);
        self.possible(column)
            .into_iter()
            .filter_map(|class| classes.values(class).map(|(low, _)| low))
            .collect()
    }
}

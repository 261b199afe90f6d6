//! Where to cut a region so that an open question is decided.

use crate::compile::NULL;
use crate::table::{ColumnRef, TableIndex};

use super::tables::rule_of;
use super::{Cut, Region, Scope};
use crate::verify::classes::{ClassSet, Status};
use crate::verify::exact::Exact;
use crate::verify::model::{CellModel, DeriveModel};

impl Region {
    /// A cut that tells a column's classes apart.
    pub(crate) fn cut_of_column(&mut self, scope: Scope<'_>, column: ColumnRef) -> Option<Cut> {
        match column {
            ColumnRef::Table(TableIndex(table)) => self.cut_of_table(scope, table as usize),
            ColumnRef::Derive(index) => match scope.model.derives.get(index.0 as usize)? {
                DeriveModel::Exact(exact) => self.cut_of_exact(scope, exact),
                DeriveModel::Free(_) => None,
            },
            ColumnRef::Factor(_) => None,
        }
    }

    /// A cut that decides the topmost open rule of a table.
    pub(crate) fn cut_of_table(&mut self, scope: Scope<'_>, table: usize) -> Option<Cut> {
        let (rules, _) = self.answering(scope, table);
        let open = rules
            .iter()
            .find(|rule| self.rule(scope, table, **rule) == Status::Open)?;
        self.cut_of_rule(scope, table, *open, true)
    }

    /// A cut that tells apart where a rule matches; `wanted` says which part is promising.
    pub(crate) fn cut_of_rule(
        &mut self,
        scope: Scope<'_>,
        table: usize,
        rule: u32,
        wanted: bool,
    ) -> Option<Cut> {
        let (table, rule) = rule_of(scope, table, rule)?;
        for (at, cell) in &rule.cells {
            let column = *table.columns.get(*at)?;
            if self.cell(scope, column, cell) == Status::Open
                && let Some(cut) = self.cut_of_cell(scope, column, cell, wanted)
            {
                return Some(cut);
            }
        }
        None
    }

    /// A cut that tells apart where an open cell holds the value.
    pub(crate) fn cut_of_cell(
        &mut self,
        scope: Scope<'_>,
        column: ColumnRef,
        cell: &CellModel,
        wanted: bool,
    ) -> Option<Cut> {
        match cell {
            CellModel::Fixed(set) => self.cut_of_set(scope, column, set, wanted),
            CellModel::Named(table, sets) => {
                let results = self.possible(scope, ColumnRef::Table(*table));
                if results.len() > 1
                    && let Some(cut) = self.cut_of_column(scope, ColumnRef::Table(*table))
                {
                    return Some(cut);
                }
                let open = results
                    .iter()
                    .filter_map(|result| sets.get(*result as usize));
                open.into_iter()
                    .find_map(|set| self.cut_of_set(scope, column, set, wanted))
            }
            CellModel::Tangled(tables, _) => {
                for table in tables {
                    let results = self.possible(scope, ColumnRef::Table(*table));
                    if results.len() > 1
                        && let Some(cut) = self.cut_of_column(scope, ColumnRef::Table(*table))
                    {
                        return Some(cut);
                    }
                }
                let sets = self.combinations(scope, column, cell, tables);
                sets.iter()
                    .find_map(|set| self.cut_of_set(scope, column, set, wanted))
            }
        }
    }

    /// A cut that tells apart where a column's value is in a set.
    pub(crate) fn cut_of_set(
        &mut self,
        scope: Scope<'_>,
        column: ColumnRef,
        set: &ClassSet,
        wanted: bool,
    ) -> Option<Cut> {
        let Some(variable) = scope.model.variable(column) else {
            return self.cut_of_column(scope, column);
        };
        let (low, high) = self.range(variable);
        let at = set.cut(low, high)?;
        Some(Cut {
            variable,
            at,
            upper_first: set.contains(at) == wanted,
        })
    }

    fn cut_of_exact(&mut self, scope: Scope<'_>, exact: &Exact<ClassSet>) -> Option<Cut> {
        match exact {
            Exact::Constant(_) => None,
            Exact::Test(column, set) => self.cut_of_test(scope, *column, set),
            Exact::TableTest(column, table, sets) => {
                let results = self.possible(scope, ColumnRef::Table(*table));
                if results.len() > 1
                    && let Some(cut) = self.cut_of_column(scope, ColumnRef::Table(*table))
                {
                    return Some(cut);
                }
                results
                    .iter()
                    .filter_map(|result| sets.get(*result as usize))
                    .find_map(|set| self.cut_of_test(scope, *column, set))
            }
            Exact::IsNull(column) => self.cut_of_test(scope, *column, &ClassSet::default()),
            Exact::Value(column) => match scope.model.variable(*column) {
                None => self.cut_of_column(scope, *column),
                Some(variable) => {
                    let (low, high) = self.range(variable);
                    (low < high).then_some(Cut {
                        variable,
                        at: low + 1,
                        upper_first: false,
                    })
                }
            },
            Exact::Not(a) | Exact::Recoded(a, _) => self.cut_of_exact(scope, a),
            Exact::And(a, b) | Exact::Or(a, b) | Exact::Equal(_, a, b) | Exact::Coalesce(a, b) => {
                self.cut_of_exact(scope, a)
                    .or_else(|| self.cut_of_exact(scope, b))
            }
            Exact::If(a, b, c) => self
                .cut_of_exact(scope, a)
                .or_else(|| self.cut_of_exact(scope, b))
                .or_else(|| self.cut_of_exact(scope, c)),
        }
    }

    /// A cut by a set, or between null and the values.
    fn cut_of_test(&mut self, scope: Scope<'_>, column: ColumnRef, set: &ClassSet) -> Option<Cut> {
        if let Some(cut) = self.cut_of_set(scope, column, set, true) {
            return Some(cut);
        }
        let variable = scope.model.variable(column)?;
        let (low, high) = self.range(variable);
        let has_null = low == 0 && scope.space.classes(variable).values(0) == Some((NULL, NULL));
        (has_null && low < high).then_some(Cut {
            variable,
            at: 1,
            upper_first: true,
        })
    }
}

//! A matrix as proofs see it: every column in classes, every cell a set of classes.

use std::cell::Cell as Counter;
use std::collections::BTreeMap;

use crate::compile::NULL;
use crate::table::{
    Cell, ColumnRef, Conclusion, DecisionTables, DeriveIndex, FactorIndex, HitPolicy, Outcome,
    RuleTable, TableIndex,
};

use super::classes::{ClassSet, Classes};
use super::exact::Exact;
use super::results::Results;
use super::rules::ranks;
use super::space::Space;

pub(crate) use super::outline::Outline;
pub(crate) use super::rules::{CellModel, RuleModel, TableModel, all_results};

/// A matrix in classes.
pub(crate) struct Model<'a> {
    /// The matrix.
    pub(crate) tables: &'a DecisionTables,
    /// The variable of each factor.
    pub(crate) factors: Vec<usize>,
    /// Each derived factor.
    pub(crate) derives: Vec<DeriveModel>,
    /// Every intermediate table, then the decision.
    pub(crate) rule_tables: Vec<TableModel>,
    /// The different conclusions of the decision; its results are places here.
    pub(crate) conclusions: Vec<Conclusion>,
    /// What each intermediate table can give.
    results: Vec<Results>,
    /// The classes of each derived factor that is not free, then of each table.
    computed: Vec<Classes>,
    /// The variables on which each computed column depends, sorted.
    depends: Vec<Vec<usize>>,
    /// Work done since it was last asked, in tests of one rule.
    pub(crate) work: Counter<u64>,
}

/// A derived factor.
pub(crate) enum DeriveModel {
    /// Analysed exactly.
    Exact(Exact<ClassSet>),
    /// As if it could have any value: this variable.
    Free(usize),
}

impl<'a> Model<'a> {
    /// The matrix over the variables of a space; `variables` says which of them are its factors
    /// and its free derived factors.
    pub(crate) fn new(
        outline: &Outline<'a>,
        space: &Space,
        factors: Vec<usize>,
        free: &BTreeMap<DeriveIndex, usize>,
    ) -> Self {
        let tables = outline.tables;
        let mut model = Self {
            tables,
            factors,
            derives: Vec::new(),
            rule_tables: Vec::new(),
            conclusions: Vec::new(),
            results: outline.results.clone(),
            computed: outline.computed_classes(),
            depends: Vec::new(),
            work: Counter::new(0),
        };
        for (at, exact) in (0..).map(DeriveIndex).zip(&outline.exact) {
            let derive =
                match (exact, free.get(&at)) {
                    (Some(exact), _) => DeriveModel::Exact(exact.map(&mut |column, set| {
                        model.classes_before(space, free, column).inside(set)
                    })),
                    (None, variable) => DeriveModel::Free(variable.copied().unwrap_or_default()),
                };
            model.derives.push(derive);
        }
        for table in &tables.tables {
            let result = |result: &crate::table::ResultCell| result.value.unwrap_or(NULL);
            let rank = |result: i64| (result == NULL, result);
            let unit = 10_i64.saturating_pow(u32::from(table.output.scale));
            let table = model.table(space, outline, &table.rules, &result, &rank, unit);
            model.rule_tables.push(table);
        }
        let mut conclusions: Vec<Conclusion> = Vec::new();
        for conclusion in all_results(&tables.decision) {
            if !conclusions.contains(conclusion) {
                conclusions.push(*conclusion);
            }
        }
        let place = |conclusion: &Conclusion| {
            let at = conclusions.iter().position(|it| it == conclusion);
            at.and_then(|at| i64::try_from(at).ok()).unwrap_or(NULL)
        };
        let rank = |result: i64| {
            let conclusion = usize::try_from(result)
                .ok()
                .and_then(|at| conclusions.get(at));
            (
                false,
                conclusion.map_or(0, |it| i64::from(it.outcome.priority())),
            )
        };
        let decision = model.table(space, outline, &tables.decision, &place, &rank, 1);
        model.rule_tables.push(decision);
        model.conclusions = conclusions;
        model.depends = model.dependencies();
        model
    }

    fn table<R>(
        &self,
        space: &Space,
        outline: &Outline<'_>,
        table: &RuleTable<R>,
        result: &impl Fn(&R) -> i64,
        rank: &impl Fn(i64) -> (bool, i64),
        unit: i64,
    ) -> TableModel {
        let columns: Vec<&Classes> = table
            .columns
            .iter()
            .map(|column| self.classes(space, *column))
            .collect();
        let ranks = ranks(&columns);
        let rules: Vec<RuleModel> = table
            .rules
            .iter()
            .map(|rule| {
                let cells = (0..).zip(columns.iter().zip(&rule.cells));
                let cells = cells.filter_map(|(at, (classes, cell))| {
                    Some((at, CellModel::new(cell, classes, &outline.results)?))
                });
                RuleModel::new(cells.collect(), &ranks, result(&rule.result))
            })
            .collect();
        let mut order: Vec<u32> = (0..).take(rules.len()).collect();
        if table.hit == HitPolicy::Priority {
            order.sort_by_key(|rule| rules.get(*rule as usize).map(|rule| rank(rule.result)));
        }
        TableModel {
            hit: table.hit,
            columns: table.columns.clone(),
            rules,
            order,
            default: table.default.as_ref().map(result),
            unit,
        }
    }

    /// The outcome of a result of the decision.
    pub(crate) fn outcome(&self, result: i64) -> Option<Outcome> {
        let at = usize::try_from(result).ok()?;
        self.conclusions
            .get(at)
            .map(|conclusion| conclusion.outcome)
    }

    /// Every result of a table, where they are few enough to be listed.
    pub(crate) fn results_of(&self, table: TableIndex) -> &[i64] {
        let results = self.results.get(table.0 as usize);
        results.and_then(Results::values).unwrap_or_default()
    }

    /// A cell of a column; `None` where it holds every value and null.
    pub(crate) fn cell_model(
        &self,
        space: &Space,
        column: ColumnRef,
        cell: &Cell,
    ) -> Option<CellModel> {
        CellModel::new(cell, self.classes(space, column), &self.results)
    }

    /// The place of a derived factor or a table among the computed columns.
    pub(crate) fn computed_at(&self, column: ColumnRef) -> Option<usize> {
        match column {
            ColumnRef::Factor(_) => None,
            ColumnRef::Derive(DeriveIndex(at)) => Some(at as usize),
            ColumnRef::Table(TableIndex(at)) => Some(self.tables.derives.len() + at as usize),
        }
    }

    /// How many columns are computed.
    pub(crate) fn computed_count(&self) -> usize {
        self.computed.len()
    }

    /// The variable of a column; `None` where the column is computed.
    pub(crate) fn variable(&self, column: ColumnRef) -> Option<usize> {
        match column {
            ColumnRef::Factor(FactorIndex(at)) => self.factors.get(at as usize).copied(),
            ColumnRef::Derive(DeriveIndex(at)) => match self.derives.get(at as usize)? {
                DeriveModel::Free(variable) => Some(*variable),
                DeriveModel::Exact(_) => None,
            },
            ColumnRef::Table(_) => None,
        }
    }

    /// The classes of a column.
    pub(crate) fn classes<'s>(&'s self, space: &'s Space, column: ColumnRef) -> &'s Classes {
        match self.variable(column) {
            Some(variable) => space.classes(variable),
            None => self.computed_classes(column),
        }
    }

    /// The classes of a computed column.
    pub(crate) fn computed_classes(&self, column: ColumnRef) -> &Classes {
        self.computed_at(column)
            .and_then(|at| self.computed.get(at))
            .unwrap_or(Space::NONE)
    }

    /// The classes of a column while the derived factors are still being read.
    fn classes_before<'s>(
        &'s self,
        space: &'s Space,
        free: &BTreeMap<DeriveIndex, usize>,
        column: ColumnRef,
    ) -> &'s Classes {
        match column {
            ColumnRef::Derive(index) => match free.get(&index) {
                Some(variable) => space.classes(*variable),
                None => self.computed_classes(column),
            },
            _ => self.classes(space, column),
        }
    }

    /// The variables on which a column depends, sorted.
    pub(crate) fn dependencies_of(&self, column: ColumnRef) -> Vec<usize> {
        match self.variable(column) {
            Some(variable) => vec![variable],
            None => self
                .computed_at(column)
                .and_then(|at| self.depends.get(at))
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// Whether a computed column, by its place, depends on a variable.
    pub(crate) fn depends(&self, computed: usize, variable: usize) -> bool {
        self.depends
            .get(computed)
            .is_some_and(|variables| variables.binary_search(&variable).is_ok())
    }

    fn dependencies(&self) -> Vec<Vec<usize>> {
        let mut depends: Vec<Vec<usize>> = vec![Vec::new(); self.computed.len()];
        for column in &self.tables.order {
            let mut reads = Vec::new();
            match column {
                ColumnRef::Factor(_) => {}
                ColumnRef::Derive(index) => {
                    if let Some(DeriveModel::Exact(exact)) = self.derives.get(index.0 as usize) {
                        exact.each_column(&mut |column| reads.push(column));
                    }
                }
                ColumnRef::Table(index) => {
                    if let Some(table) = self.rule_tables.get(index.0 as usize) {
                        reads = table.reads();
                    }
                }
            }
            let mut variables: Vec<usize> = reads
                .into_iter()
                .flat_map(|read| match (self.variable(read), self.computed_at(read)) {
                    (Some(variable), _) => vec![variable],
                    (None, Some(at)) => depends.get(at).cloned().unwrap_or_default(),
                    (None, None) => Vec::new(),
                })
                .collect();
            variables.sort_unstable();
            variables.dedup();
            if let Some(slot) = self.computed_at(*column).and_then(|at| depends.get_mut(at)) {
                *slot = variables;
            }
        }
        depends
    }
}

//! What is left of the rules in a region: as a list of numbers that is equal only where the same
//! question is left, and the places where the answer may turn on a variable.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::NULL;
use crate::table::{ColumnRef, HitPolicy, TableIndex};
use crate::verify::classes::{ClassSet, Status};
use crate::verify::exact::Exact;
use crate::verify::model::{CellModel, DeriveModel, TableModel};
use crate::verify::region::{Region, Scope};

/// What is left of the rules.
#[derive(Debug, Default)]
pub(super) struct Residual {
    /// The question.
    pub(super) tokens: Vec<i64>,
    /// For each variable that the question turns on, the classes at which something begins.
    pub(super) cuts: BTreeMap<usize, Vec<u32>>,
}

/// Marks in the list, so that different questions have different lists.
const TABLE: i64 = -1;
const RULE: i64 = -2;
const VARIABLE: i64 = -3;
const COMPUTED: i64 = -4;
const NAMED: i64 = -5;
const WHOLE_CELL: i64 = -6;
const DERIVED: i64 = -7;
const END: i64 = -8;
const NOTHING: i64 = -9;
const NULL_TEST: i64 = -10;

impl Residual {
    /// What is left of the decision in a region.
    pub(super) fn new(scope: Scope<'_>, region: &mut Region) -> Self {
        let mut reading = Reading {
            scope,
            region,
            residual: Self::default(),
            open: Vec::new(),
            seen: BTreeSet::new(),
        };
        reading.table(scope.model.tables.tables.len());
        while let Some(column) = reading.open.pop() {
            reading.column(column);
        }
        reading.residual
    }

    /// How long the list is, in rules of middle length.
    pub(super) fn size(&self) -> u64 {
        u64::try_from(self.tokens.len() / 32).unwrap_or(u64::MAX)
    }
}

struct Reading<'a, 'b> {
    scope: Scope<'a>,
    region: &'b mut Region,
    residual: Residual,
    /// Computed columns that are still to be read.
    open: Vec<ColumnRef>,
    seen: BTreeSet<ColumnRef>,
}

impl Reading<'_, '_> {
    fn push(&mut self, tokens: impl IntoIterator<Item = i64>) {
        self.residual.tokens.extend(tokens);
    }

    /// Asks for a computed column, once.
    fn need(&mut self, column: ColumnRef) {
        if self.scope.model.variable(column).is_none() && self.seen.insert(column) {
            self.open.push(column);
        }
    }

    /// What is left of a table.
    fn table(&mut self, place: usize) {
        let (rules, is_answered) = self.region.answering(self.scope, place);
        let Some(table) = self.scope.model.rule_tables.get(place) else {
            return;
        };
        self.push([TABLE, i64::try_from(place).unwrap_or(i64::MAX)]);
        let result = |rule: &u32| table.rules.get(*rule as usize).map_or(NULL, |it| it.result);
        let default = table.default.unwrap_or(NOTHING);
        if table.hit.is_collect() {
            let (mut sure, mut open) = (Vec::new(), Vec::new());
            for rule in rules.iter() {
                match self.region.rule(self.scope, place, *rule) {
                    Status::Always => sure.push(result(rule)),
                    _ => open.push(*rule),
                }
            }
            self.push(collected(table, &sure));
            self.push([END, if is_answered { NOTHING } else { default }]);
            for rule in open {
                self.rule(place, table, rule, result(&rule));
            }
            return;
        }
        let mut open: Vec<u32> = rules.to_vec();
        let last = if is_answered {
            open.pop().map_or(NULL, |rule| result(&rule))
        } else {
            default
        };
        while open.last().is_some_and(|rule| result(rule) == last) {
            open.pop();
        }
        for rule in open {
            self.rule(place, table, rule, result(&rule));
        }
        self.push([END, last]);
    }

    fn rule(&mut self, place: usize, table: &TableModel, rule: u32, result: i64) {
        self.push([RULE, result]);
        let cells = table.rules.get(rule as usize).map(|rule| &rule.cells);
        for (at, cell) in cells.into_iter().flatten() {
            let Some(column) = table.columns.get(*at).copied() else {
                continue;
            };
            if self.region.cell(self.scope, column, cell) != Status::Open {
                continue;
            }
            match cell {
                CellModel::Fixed(set) => self.set(column, set),
                CellModel::Named(named, sets) => {
                    let results = self.region.possible(self.scope, ColumnRef::Table(*named));
                    if results.len() > 1 {
                        self.push([NAMED, i64::from(named.0)]);
                        self.need(ColumnRef::Table(*named));
                    }
                    for class in results.iter() {
                        self.push([i64::from(*class)]);
                        if let Some(set) = sets.get(*class as usize) {
                            self.set(column, set);
                        }
                    }
                }
                CellModel::Tangled(tables, _) => {
                    let place = i64::try_from(place).unwrap_or(i64::MAX);
                    let at = i64::try_from(*at).unwrap_or(i64::MAX);
                    self.push([WHOLE_CELL, place, i64::from(rule), at]);
                    for table in tables {
                        self.need(ColumnRef::Table(*table));
                        let known = self.region.possible(self.scope, ColumnRef::Table(*table));
                        self.push(known.iter().map(|class| i64::from(*class)).chain([END]));
                    }
                    self.every_class(column);
                }
            }
        }
    }

    /// Whether a column's value is in a set.
    fn set(&mut self, column: ColumnRef, set: &ClassSet) {
        if let Some(variable) = self.scope.model.variable(column) {
            let (low, high) = self.region.range(variable);
            let held = set.intersection(&ClassSet::range(low, high));
            let number = i64::try_from(variable).unwrap_or(i64::MAX);
            self.push([VARIABLE, number, i64::from(low), i64::from(high)]);
            let mut cuts = Vec::new();
            for (first, last) in held.ranges() {
                cuts.extend([*first, *last + 1]);
                self.push([i64::from(*first), i64::from(*last)]);
            }
            self.push([END]);
            self.cut(variable, cuts);
        } else {
            let known = self.region.possible(self.scope, column);
            self.push([COMPUTED, number_of(column)]);
            let held = known.iter().filter(|class| set.contains(**class));
            let held: Vec<i64> = held.map(|class| i64::from(*class)).collect();
            self.push(held);
            self.push([END]);
            self.need(column);
        }
    }

    /// The value of a column itself.
    fn every_class(&mut self, column: ColumnRef) {
        let Some(variable) = self.scope.model.variable(column) else {
            self.push([COMPUTED, number_of(column), END]);
            return self.need(column);
        };
        let (low, high) = self.region.range(variable);
        let number = i64::try_from(variable).unwrap_or(i64::MAX);
        self.push([VARIABLE, number, i64::from(low), i64::from(high), END]);
        self.cut(variable, (low..=high).collect());
    }

    fn cut(&mut self, variable: usize, cuts: Vec<u32>) {
        let (low, high) = self.region.range(variable);
        let mut cuts: Vec<u32> = cuts
            .into_iter()
            .filter(|cut| low < *cut && *cut <= high)
            .collect();
        if !cuts.is_empty() {
            self.residual
                .cuts
                .entry(variable)
                .or_default()
                .append(&mut cuts);
        }
    }

    /// What is left of a computed column: its possible values, and where there are several, what
    /// they turn on.
    fn column(&mut self, column: ColumnRef) {
        let known = self.region.possible(self.scope, column);
        self.push([DERIVED, number_of(column)]);
        self.push(known.iter().map(|class| i64::from(*class)).chain([END]));
        if known.len() < 2 {
            return;
        }
        match column {
            ColumnRef::Table(TableIndex(at)) => self.table(at as usize),
            ColumnRef::Derive(at) => {
                let model = self.scope.model;
                if let Some(DeriveModel::Exact(exact)) = model.derives.get(at.0 as usize) {
                    self.exact(exact);
                }
            }
            ColumnRef::Factor(_) => {}
        }
    }

    fn exact(&mut self, exact: &Exact<ClassSet>) {
        match exact {
            Exact::Constant(_) => {}
            Exact::Test(column, set) => self.test(*column, set),
            Exact::TableTest(column, table, sets) => {
                let results = self.region.possible(self.scope, ColumnRef::Table(*table));
                self.push([NAMED, i64::from(table.0)]);
                self.need(ColumnRef::Table(*table));
                for class in results.iter() {
                    self.push([i64::from(*class)]);
                    if let Some(set) = sets.get(*class as usize) {
                        self.test(*column, set);
                    }
                }
            }
            Exact::IsNull(column) => self.test(*column, &ClassSet::default()),
            Exact::Value(column) => self.every_class(*column),
            Exact::Not(a) | Exact::Recoded(a, _) => self.exact(a),
            Exact::And(a, b) | Exact::Or(a, b) | Exact::Equal(_, a, b) | Exact::Coalesce(a, b) => {
                self.exact(a);
                self.exact(b);
            }
            Exact::If(a, b, c) => {
                self.exact(a);
                self.exact(b);
                self.exact(c);
            }
        }
    }

    /// A test of a column, which null makes unknown.
    fn test(&mut self, column: ColumnRef, set: &ClassSet) {
        self.set(column, set);
        if let Some(variable) = self.scope.model.variable(column) {
            let has_null = self.scope.space.classes(variable).values(0) == Some((NULL, NULL));
            let (low, high) = self.region.range(variable);
            if has_null && low == 0 && high > 0 {
                self.push([NULL_TEST]);
                self.cut(variable, vec![1]);
            }
        }
    }
}

/// What sure matches of a table that collects come to.
fn collected(table: &TableModel, sure: &[i64]) -> Vec<i64> {
    let mut values: Vec<i64> = sure
        .iter()
        .copied()
        .filter(|value| *value != NULL)
        .collect();
    values.sort_unstable();
    let has_match = i64::from(!sure.is_empty());
    let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
    let has_value = i64::from(!values.is_empty());
    let total = match table.hit {
        HitPolicy::CollectSum => values.iter().sum(),
        HitPolicy::CollectCount => count,
        HitPolicy::CollectMin => values.first().copied().unwrap_or(NULL),
        _ => values.last().copied().unwrap_or(NULL),
    };
    vec![has_match, has_value, total]
}

/// A number for a computed column.
fn number_of(column: ColumnRef) -> i64 {
    match column {
        ColumnRef::Factor(at) => i64::from(at.0) * 3,
        ColumnRef::Derive(at) => i64::from(at.0) * 3 + 1,
        ColumnRef::Table(at) => i64::from(at.0) * 3 + 2,
    }
}

//! A matrix as proofs see it: every column in classes, every cell a set of classes.

use std::cell::Cell as Counter;
use std::collections::BTreeMap;

use crate::compile::{NULL, ValueSet};
use crate::table::{
    Cell, ColumnRef, Conclusion, DecisionTables, DeriveIndex, FactorIndex, HitPolicy, Outcome,
    RuleTable, TableIndex,
};

use super::classes::{ClassSet, Classes};
use super::exact::{Exact, exact};
use super::results::{Results, cell_with, each_operand, operands};
use super::space::Space;
use crate::table::Operand;

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

/// A table.
pub(crate) struct TableModel {
    /// What happens when several rules match.
    pub(crate) hit: HitPolicy,
    /// The condition columns.
    pub(crate) columns: Vec<ColumnRef>,
    /// The rules, in the order of the file.
    pub(crate) rules: Vec<RuleModel>,
    /// The rules in the order in which the hit policy asks them.
    pub(crate) order: Vec<u32>,
    /// The result when nothing matches, as for a rule.
    pub(crate) default: Option<i64>,
    /// How much one match counts, for `collect count`.
    pub(crate) unit: i64,
}

/// A rule.
#[derive(Debug)]
pub(crate) struct RuleModel {
    /// The cells that do not hold everything, with the positions of their columns.
    pub(crate) cells: Vec<(usize, CellModel)>,
    /// The first and the last class of each fixed cell, with the position of its column; columns
    /// with many classes first, because they tell most rules apart.
    hulls: Vec<Hull>,
    /// What it gives: a value, or for the decision the place of its conclusion.
    pub(crate) result: i64,
}

/// The classes between which those of a fixed cell lie. The rank orders the columns of a table.
#[derive(Clone, Copy, Debug)]
struct Hull {
    rank: u32,
    low: u32,
    high: u32,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CellModel {
    /// These classes, whatever the claim.
    Fixed(ClassSet),
    /// For each result of the one table that it names.
    Named(TableIndex, Vec<ClassSet>),
    /// It names several tables.
    Tangled(Vec<TableIndex>, Box<Cell>),
}

/// What the classes of a matrix have to tell apart, before there are classes.
pub(crate) struct Outline<'a> {
    pub(crate) tables: &'a DecisionTables,
    pub(crate) results: Vec<Results>,
    /// The exact derived factors; `None` are the free ones.
    pub(crate) exact: Vec<Option<Exact<ValueSet>>>,
    /// The first values of classes, by column.
    pub(crate) cuts: BTreeMap<ColumnRef, Vec<i64>>,
}

impl<'a> Outline<'a> {
    /// Reads a matrix.
    pub(crate) fn new(tables: &'a DecisionTables) -> Self {
        let results: Vec<Results> = tables.tables.iter().map(Results::of).collect();
        let exact: Vec<_> = tables
            .derives
            .iter()
            .map(|derive| exact(tables, &results, derive))
            .collect();
        let mut outline = Self {
            tables,
            results,
            exact,
            cuts: BTreeMap::new(),
        };
        for table in &tables.tables {
            outline.table(&table.rules);
        }
        outline.table(&tables.decision);
        for (column, cell) in tables.guarantees.iter().flat_map(|it| &it.when) {
            outline.cell(*column, cell);
        }
        for expression in outline.exact.clone().iter().flatten() {
            outline.expression(expression);
        }
        outline
    }

    fn table<R>(&mut self, table: &RuleTable<R>) {
        for rule in &table.rules {
            for (column, cell) in table.columns.iter().zip(&rule.cells) {
                self.cell(*column, cell);
            }
        }
    }

    fn cell(&mut self, column: ColumnRef, cell: &Cell) {
        if *cell == Cell::Any {
            return;
        }
        if let Some(set) = ValueSet::of_cell(cell) {
            self.set(column, &set);
            return;
        }
        let cuts = self.cuts.entry(column).or_default();
        let mut add = |value: i64| cuts.extend([value, value.saturating_add(1)]);
        each_operand(cell, &mut |operand| match operand {
            Operand::Literal(value) | Operand::Parameter { value, .. } => add(*value),
            Operand::Table { index, conversion } => {
                let results = self.results.get(index.0 as usize);
                let values = results.and_then(Results::values).unwrap_or_default();
                for value in values.iter().filter(|value| **value != NULL) {
                    add(match conversion {
                        Some(conversion) => conversion.apply(*value),
                        None => *value,
                    });
                }
            }
        });
    }

    fn set(&mut self, column: ColumnRef, set: &ValueSet) {
        let cuts = self.cuts.entry(column).or_default();
        for (low, high) in set.ranges() {
            cuts.push(*low);
            cuts.extend(high.checked_add(1));
        }
    }

    fn expression(&mut self, expression: &Exact<ValueSet>) {
        expression.map(&mut |column, set| self.set(column, set));
        each_value(expression, &mut |column| {
            let Some(column_type) = self.tables.column_type(column) else {
                return;
            };
            let (low, high) = column_type.value_type.range(0);
            self.cuts.entry(column).or_default().extend(low..=high);
        });
    }
}

/// Calls for every column whose values themselves are used.
fn each_value(expression: &Exact<ValueSet>, call: &mut impl FnMut(ColumnRef)) {
    match expression {
        Exact::Value(column) => call(*column),
        Exact::Constant(_) | Exact::Test(..) | Exact::TableTest(..) | Exact::IsNull(_) => {}
        Exact::Not(a) | Exact::Recoded(a, _) => each_value(a, call),
        Exact::And(a, b) | Exact::Or(a, b) | Exact::Equal(_, a, b) | Exact::Coalesce(a, b) => {
            each_value(a, call);
            each_value(b, call);
        }
        Exact::If(a, b, c) => {
            each_value(a, call);
            each_value(b, call);
            each_value(c, call);
        }
    }
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

impl TableModel {
    /// What a rule gives.
    pub(crate) fn result(&self, rule: u32) -> Option<i64> {
        self.rules.get(rule as usize).map(|rule| rule.result)
    }

    /// Whether a column alone shows that two rules never match together.
    pub(crate) fn exclude_each_other(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.rules.get(a as usize), self.rules.get(b as usize)) else {
            return true;
        };
        hulls_apart(&a.hulls, &b.hulls) || cells_apart(&a.cells, &b.cells, usize::MAX)
    }

    /// The same, where one column is not looked at.
    pub(crate) fn exclude_elsewhere(&self, a: u32, b: u32, but_for: usize) -> bool {
        let (Some(a), Some(b)) = (self.rules.get(a as usize), self.rules.get(b as usize)) else {
            return true;
        };
        cells_apart(&a.cells, &b.cells, but_for)
    }

    /// The classes of a rule's cell that does not depend on other columns; `None` where it holds
    /// everything, or depends on them.
    pub(crate) fn fixed(&self, rule: u32, column: usize) -> Option<&ClassSet> {
        let cells = &self.rules.get(rule as usize)?.cells;
        cells.iter().find_map(|(at, cell)| match cell {
            CellModel::Fixed(set) if *at == column => Some(set),
            _ => None,
        })
    }

    /// Whether a rule has a cell that no value fulfils.
    pub(crate) fn has_empty_cell(&self, rule: u32) -> bool {
        self.rules.get(rule as usize).is_some_and(|rule| {
            rule.cells.iter().any(|(_, cell)| match cell {
                CellModel::Fixed(set) => set.is_empty(),
                CellModel::Named(_, sets) => sets.iter().all(ClassSet::is_empty),
                CellModel::Tangled(..) => false,
            })
        })
    }

    /// Every column that a condition reads.
    pub(crate) fn reads(&self) -> Vec<ColumnRef> {
        let mut reads: Vec<ColumnRef> = Vec::new();
        for (at, cell) in self.rules.iter().flat_map(|rule| &rule.cells) {
            reads.extend(self.columns.get(*at));
            match cell {
                CellModel::Fixed(_) => {}
                CellModel::Named(table, _) => reads.push(ColumnRef::Table(*table)),
                CellModel::Tangled(tables, _) => {
                    reads.extend(tables.iter().copied().map(ColumnRef::Table));
                }
            }
        }
        reads.sort_unstable();
        reads.dedup();
        reads
    }
}

/// Whether the hulls of a column do not touch. Cheap, and most pairs of rules end here.
fn hulls_apart(a: &[Hull], b: &[Hull]) -> bool {
    let (mut left, mut right) = (a.iter(), b.iter());
    let (mut x, mut y) = (left.next(), right.next());
    while let (Some(one), Some(other)) = (x, y) {
        match one.rank.cmp(&other.rank) {
            std::cmp::Ordering::Less => x = left.next(),
            std::cmp::Ordering::Greater => y = right.next(),
            std::cmp::Ordering::Equal if one.high < other.low || other.high < one.low => {
                return true;
            }
            std::cmp::Ordering::Equal => (x, y) = (left.next(), right.next()),
        }
    }
    false
}

/// Whether the fixed cells of a column have no class in common.
fn cells_apart(a: &[(usize, CellModel)], b: &[(usize, CellModel)], but_for: usize) -> bool {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    while let (Some((at_a, cell_a)), Some((at_b, cell_b))) = (left.peek(), right.peek()) {
        if at_a == at_b
            && *at_a != but_for
            && let (CellModel::Fixed(a), CellModel::Fixed(b)) = (cell_a, cell_b)
            && !a.touches(b)
        {
            return true;
        }
        if at_a <= at_b {
            left.next();
        } else {
            right.next();
        }
    }
    false
}

impl RuleModel {
    /// A rule; `ranks` orders the columns.
    fn new(cells: Vec<(usize, CellModel)>, ranks: &[u32], result: i64) -> Self {
        let mut hulls: Vec<Hull> = cells
            .iter()
            .filter_map(|(at, cell)| match cell {
                CellModel::Fixed(set) => Some(Hull {
                    rank: *ranks.get(*at)?,
                    low: set.ranges().first()?.0,
                    high: set.ranges().last()?.1,
                }),
                _ => None,
            })
            .collect();
        hulls.sort_unstable_by_key(|hull| hull.rank);
        Self {
            cells,
            hulls,
            result,
        }
    }
}

/// The place of each column when those with many classes come first.
fn ranks(columns: &[&Classes]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(columns.get(*at).map(|classes| classes.count())));
    let place = |at: usize| order.iter().position(|it| *it == at).unwrap_or(at);
    (0..columns.len())
        .map(|at| u32::try_from(place(at)).unwrap_or(u32::MAX))
        .collect()
}

impl CellModel {
    /// A cell of a column; `None` where it holds every value and null.
    pub(crate) fn new(cell: &Cell, classes: &Classes, results: &[Results]) -> Option<Self> {
        if *cell == Cell::Any {
            return None;
        }
        if let Some(set) = ValueSet::of_cell(cell) {
            let inside = classes.inside(&set);
            return (inside != classes.all()).then_some(Self::Fixed(inside));
        }
        let named = operands(cell);
        if let [table] = named.as_slice() {
            let values = results.get(table.0 as usize).and_then(Results::values);
            let sets = values.unwrap_or_default().iter();
            let sets = sets.map(|value| classes.inside(&cell_with(cell, &|_| *value)));
            return Some(Self::Named(*table, sets.collect()));
        }
        Some(Self::Tangled(named, Box::new(cell.clone())))
    }
}

impl Outline<'_> {
    fn computed_classes(&self) -> Vec<Classes> {
        let derives = self.tables.derives.iter().map(|derive| {
            let (low, high) = derive.column.value_type.range(derive.column.scale);
            let mut values: Vec<i64> = Vec::new();
            if high - low <= 1_024 {
                values.extend(derive.column.nullable.then_some(NULL));
                values.extend(low..=high);
            }
            Classes::singles(&values)
        });
        let tables = self.results.iter().enumerate().map(|(at, results)| {
            let index = TableIndex(u32::try_from(at).unwrap_or(u32::MAX));
            let cuts = self.cuts.get(&ColumnRef::Table(index));
            results.classes(&mut cuts.cloned().unwrap_or_default())
        });
        derives.chain(tables).collect()
    }
}

/// The results of every rule, then the default.
pub(crate) fn all_results<R>(table: &RuleTable<R>) -> impl Iterator<Item = &R> {
    table
        .rules
        .iter()
        .map(|rule| &rule.result)
        .chain(&table.default)
}

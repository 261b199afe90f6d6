//! What the classes of a matrix have to tell apart, before there are classes.

use std::collections::BTreeMap;

use crate::compile::{NULL, ValueSet};
use crate::table::{Cell, ColumnRef, DecisionTables, Operand, RuleTable, TableIndex};

use super::classes::Classes;
use super::exact::{Exact, exact};
use super::results::Results;

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
        for operand in cell.operands() {
            match operand {
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
            }
        }
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

impl Outline<'_> {
    /// The classes of each derived factor that is not free, then of each table.
    pub(crate) fn computed_classes(&self) -> Vec<Classes> {
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

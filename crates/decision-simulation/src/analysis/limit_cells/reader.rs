//! Which cell of a cross-table a claim reads.
//!
//! The table is compiled as if it were the decision, so that the rule that answers is the cell:
//! axes that are computed work like axes that are factors, and a look-up costs as much as a
//! decision of one table.

use std::sync::Arc;

use decision_matrix::table::{
    Cell, ColumnRef, Conclusion, DecisionTables, HitPolicy, Item, Operand, Outcome, ReasonIndex,
    ResultCell, Rule, RuleTable, TableForm, TableIndex, Test, ValueType,
};
use decision_matrix::{CompileConfig, CompiledMatrix, Facts, RuleRef};

/// Finds the cell of one cross-table that the facts of a claim read.
#[derive(Debug)]
pub struct LimitReader {
    table: TableIndex,
    probe: CompiledMatrix,
    limits: Vec<Option<i64>>,
    default: Option<i64>,
}

impl LimitReader {
    /// A reader of a cross-table; `None` where the table is none.
    pub fn new(tables: &DecisionTables, table: TableIndex) -> Option<Self> {
        let cross = tables.tables.get(table.0 as usize)?;
        let TableForm::Cross(_) = cross.form else {
            return None;
        };
        let rules = &cross.rules;
        let probe = Arc::new(probe(tables, rules));
        Some(Self {
            table,
            probe: CompiledMatrix::new(probe, &CompileConfig { audit_key: None }),
            limits: rules.rules.iter().map(|rule| rule.result.value).collect(),
            default: rules.default.and_then(|default| default.value),
        })
    }

    /// Readers of every cross-table of money, in order of declaration.
    pub fn of_money(tables: &DecisionTables) -> Vec<Self> {
        (0..)
            .map(TableIndex)
            .zip(&tables.tables)
            .filter(|(_, table)| table.output.value_type == ValueType::Money)
            .filter_map(|(index, _)| Self::new(tables, index))
            .collect()
    }

    /// The table.
    pub fn table(&self) -> TableIndex {
        self.table
    }

    /// How many cells the table has.
    pub fn cells(&self) -> usize {
        self.limits.len()
    }

    /// The index of the table's rule that the facts read, `row * columns + column`; `None` where
    /// the default answers or an input is at fault.
    #[inline]
    pub fn cell(&self, facts: &Facts) -> Option<usize> {
        match self.probe.decide(facts).rule {
            RuleRef::Rule(cell) => usize::try_from(cell).ok(),
            RuleRef::Default | RuleRef::Fault => None,
        }
    }

    /// The value of the table for these facts, in the unit of its output, that of the default
    /// included; `None` where it is null or an input is at fault.
    pub fn limit(&self, facts: &Facts) -> Option<i64> {
        match self.probe.decide(facts).rule {
            RuleRef::Rule(cell) => self.limit_of(usize::try_from(cell).ok()?),
            RuleRef::Default => self.default,
            RuleRef::Fault => None,
        }
    }

    /// The value of a cell, in the unit of the table's output.
    pub fn limit_of(&self, cell: usize) -> Option<i64> {
        self.limits.get(cell).copied().flatten()
    }
}

/// A matrix whose decision is the table, every cell a rule of its own.
fn probe(tables: &DecisionTables, rules: &RuleTable<ResultCell>) -> DecisionTables {
    let conclusion = Conclusion {
        outcome: Outcome::Review,
        reason: ReasonIndex(0),
        route: None,
        due_seconds: None,
    };
    let cells = rules.rules.iter().map(|rule| Rule {
        id: rule.id.clone(),
        cells: rule.cells.clone(),
        result: conclusion,
    });
    let mut probe = DecisionTables {
        decision: RuleTable {
            // At most one cell matches, so the first one is the one.
            hit: HitPolicy::First,
            columns: rules.columns.clone(),
            rules: cells.collect(),
            default: Some(conclusion),
        },
        guarantees: Vec::new(),
        audit: None,
        ..tables.clone()
    };
    let is_of_factors = { rules.columns.iter() }.all(|it| matches!(it, ColumnRef::Factor(_)));
    if is_of_factors && !rules.rules.iter().flat_map(|it| &it.cells).any(names_table) {
        probe.tables.clear();
        probe.derives.clear();
        probe.order.clear();
    }
    probe
}

/// Whether a cell compares with the result of a table.
fn names_table(cell: &Cell) -> bool {
    let Cell::Items(items) = cell else {
        return false;
    };
    let is_table = |operand: &Operand| matches!(operand, Operand::Table { .. });
    let of_test = |test: &Test| match test {
        Test::Compare(_, operand) => is_table(operand),
        Test::Interval { low, high, .. } => is_table(low) || is_table(high),
    };
    items.iter().any(|item| match item {
        Item::Null | Item::NotNull => false,
        Item::Test(test) => of_test(test),
        Item::Not(tests) => tests.iter().any(of_test),
    })
}

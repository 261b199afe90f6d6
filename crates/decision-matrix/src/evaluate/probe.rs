//! What the engine itself says of a claim made up for a proof: values, matching rules, decision.

use crate::compile::{CompiledMatrix, Decision, ResidualCell, SlotMap, ValueSet};
use crate::table::{Cell, ColumnRef, RuleTable, TableIndex};

use super::residual::cell_holds;
use super::row::{ClaimRow, FAULTED, Row};
use super::{Fault, faulted};

/// A claim of whole numbers, and what the engine computed for it.
#[derive(Clone, Debug)]
pub(crate) struct Probe<'a> {
    matrix: &'a CompiledMatrix,
    factors: Vec<i64>,
    computed: Vec<i64>,
    fault: Option<Fault>,
}

impl CompiledMatrix {
    /// Computes every derive and table of a claim: one value a factor, in the unit of its type,
    /// each within its domain.
    pub(crate) fn probe(&self, factors: Vec<i64>) -> Probe<'_> {
        let mut computed = vec![FAULTED; self.computed_count];
        let fault = self.compute(&factors, &mut computed);
        Probe {
            matrix: self,
            factors,
            computed,
            fault,
        }
    }
}

impl Probe<'_> {
    /// The values of the factors.
    pub(crate) fn factors(&self) -> &[i64] {
        &self.factors
    }

    /// Whether a derive or a table is at fault, so that no rule of the decision is asked.
    pub(crate) fn is_faulted(&self) -> bool {
        self.fault.is_some()
    }

    /// The value of a column, null included; `None` where it is at fault or not known.
    pub(crate) fn value(&self, column: ColumnRef) -> Option<i64> {
        let value = self.row().value(self.slots().column(column));
        (value != FAULTED).then_some(value)
    }

    /// Whether a cell holds the claim's value.
    pub(crate) fn holds(&self, column: ColumnRef, cell: &Cell) -> bool {
        if *cell == Cell::Any {
            return true;
        }
        let Some(value) = self.value(column) else {
            return false;
        };
        match ResidualCell::of_cell(cell, self.slots().column(column), self.slots()) {
            Some(cell) => {
                let is_known = cell.slots().all(|slot| self.row().value(slot) != FAULTED);
                is_known && cell_holds(&cell, &self.row())
            }
            None => ValueSet::of_cell(cell).is_some_and(|set| set.contains(value)),
        }
    }

    /// Whether a rule matches; `None` as the table is the decision.
    pub(crate) fn matches(&self, table: Option<TableIndex>, rule: u32) -> bool {
        let tables = self.matrix.tables();
        match table {
            None => self.rule_matches(&tables.decision, rule),
            Some(index) => tables
                .tables
                .get(index.0 as usize)
                .is_some_and(|table| self.rule_matches(&table.rules, rule)),
        }
    }

    fn rule_matches<R>(&self, table: &RuleTable<R>, rule: u32) -> bool {
        table.rules.get(rule as usize).is_some_and(|rule| {
            let mut cells = table.columns.iter().zip(&rule.cells);
            cells.all(|(column, cell)| self.holds(*column, cell))
        })
    }

    /// The decision, without a choice for audit.
    pub(crate) fn decision(&self) -> Decision {
        match self.fault {
            Some(fault) => faulted(fault),
            None => self.matrix.conclude(self.row()),
        }
    }

    fn row(&self) -> ClaimRow<'_> {
        ClaimRow::new(self.matrix, &self.factors, &self.computed)
    }

    fn slots(&self) -> SlotMap {
        SlotMap::new(self.matrix.tables())
    }
}

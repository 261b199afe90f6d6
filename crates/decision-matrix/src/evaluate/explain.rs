//! Why a claim is decided as it is: every value, the rules that matched, and why not those above.

use crate::compile::{CompiledMatrix, ResidualCell, Slot, SlotMap, ValueSet};
use crate::table::{
    Cell, ColumnRef, DecisionTables, FactorIndex, HitPolicy, RuleTable, TableIndex, ValueType,
    cell_text, value_text,
};

use super::facts::{Fact, Facts};
use super::input_fault;
use super::nearest_change::{NearestSearch, has_easier};
use super::residual::cell_holds;
use super::row::{ClaimRow, FAULTED, Row};
use crate::compile::{Decision, EngineReason, FaultSource, RuleRef};

/// Why a claim is decided as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// Every factor, derived factor and table, in order of declaration.
    pub values: Vec<ExplainedValue>,
    /// Every intermediate table in order of declaration, then `decision`. Empty where the input is
    /// at fault, so that no rule was asked.
    pub tables: Vec<ExplainedTable>,
    /// The smallest change of the claim that gives another outcome.
    pub nearest: NearestSearch,
    /// Where that one is more cautious: the smallest change that gives a less cautious outcome.
    pub nearest_easier: NearestSearch,
}

/// The value of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedValue {
    /// The column.
    pub column: ColumnRef,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub state: ValueState,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueState {
    /// Null.
    Null,
    /// A value, as rules write it.
    Value(String),
    /// It is at fault by itself.
    Fault(EngineReason),
    /// It is not known, because something it needs is at fault.
    Unknown,
}

/// How one table was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedTable {
    /// Which table; `None` is `decision`.
    pub table: Option<TableIndex>,
    /// Its name.
    pub name: String,
    /// The rules that answer, by place: one, or under `collect` every match. Empty is the default.
    pub answering: Vec<u32>,
    /// The rules above the first that answers, topmost first; all rules where none answers; none
    /// where something that the table needs is at fault, so that no rule was asked.
    pub above: Vec<RuleAbove>,
}

/// A rule that does not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleAbove {
    /// Its place, from the top, beginning with 0.
    pub rule: u32,
    /// Its id.
    pub id: String,
    /// The first cell that does not hold the claim's value; `None` where the rule matches and
    /// another one comes first under the hit policy, or the table is at fault.
    pub failed: Option<FailedCell>,
}

/// A cell that does not hold the claim's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedCell {
    /// Its column.
    pub column: ColumnRef,
    /// The name of the column.
    pub name: String,
    /// The cell, as rules write it.
    pub cell: String,
    /// The claim's value.
    pub value: ValueState,
}

impl CompiledMatrix {
    /// Explains the decision on a claim: its trace, and the nearest change that would give another
    /// outcome. The facts must come from this matrix. It takes up to tens of milliseconds.
    pub fn explain(&self, facts: &Facts) -> Explanation {
        let mut explanation = self.trace(facts);
        explanation.nearest = self.nearest_change(facts);
        if let NearestSearch::Found(found) = &explanation.nearest
            && !found.is_easier_than(explanation.decision.outcome)
            && has_easier(explanation.decision.outcome)
        {
            explanation.nearest_easier = self.nearest_easier_change(facts);
        }
        explanation
    }

    /// The explanation without a search for the nearest change, for many claims.
    pub fn trace(&self, facts: &Facts) -> Explanation {
        let tables = self.tables();
        let mut computed = vec![FAULTED; self.computed_count];
        let is_refused = input_fault(tables, facts).is_some();
        let fault = if is_refused {
            None
        } else {
            self.compute(facts.values(), &mut computed)
        };
        let claim = ExplainedClaim {
            tables,
            facts,
            slots: SlotMap::new(tables),
            row: ClaimRow::of_facts(facts, &computed),
        };
        let decision = self.decide(facts);
        let mut values: Vec<_> = claim
            .columns()
            .map(|column| claim.explained(column))
            .collect();
        if let Some((source, reason)) = fault {
            let is_source =
                |it: &&mut ExplainedValue| super::names::column_of(source) == Some(it.column);
            if let Some(value) = values.iter_mut().find(is_source) {
                value.state = ValueState::Fault(reason);
            }
        }
        let mut explained = Vec::new();
        // Its own fault is that no rule answers, or that several do; any other lies before it.
        let is_unasked = |table: Option<TableIndex>, source: Option<FaultSource>| match table {
            Some(at) => {
                claim.row.value(claim.slots.table(at)) == FAULTED
                    && source != Some(FaultSource::Table(at))
            }
            None => source.is_some_and(|it| it != FaultSource::Decision),
        };
        if !is_refused {
            for (at, table) in (0..).map(TableIndex).zip(&tables.tables) {
                explained.push(claim.table(Some(at), &table.name, &table.rules, None));
            }
            explained.push(claim.table(None, "decision", &tables.decision, Some(decision.rule)));
            let source = fault.map(|(source, _)| source);
            for table in &mut explained {
                let source = table.table.map_or(decision.fault, |_| source);
                if is_unasked(table.table, source) {
                    table.above.clear();
                }
            }
        }
        Explanation {
            decision,
            values,
            tables: explained,
            nearest: NearestSearch::NotSearched,
            nearest_easier: NearestSearch::NotSearched,
        }
    }
}

/// What a claim says of a factor.
pub(super) fn factor_state(
    tables: &DecisionTables,
    facts: &Facts,
    factor: FactorIndex,
) -> ValueState {
    match facts.fact(factor) {
        Fact::Null => ValueState::Null,
        Fact::Fault(fault) => ValueState::Fault(fault.reason()),
        Fact::Value(value) => {
            ValueState::Value(text(tables, facts, ColumnRef::Factor(factor), value))
        }
    }
}

/// A value as rules write it, texts of the claim included.
fn text(tables: &DecisionTables, facts: &Facts, column: ColumnRef, value: i64) -> String {
    match tables.column_type(column) {
        Some(column) if column.value_type == ValueType::Text => {
            quoted(facts.text_of_code(value).unwrap_or_default())
        }
        Some(column) => value_text(tables, column, value),
        None => String::new(),
    }
}

/// A text as rules write it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// One claim and its values.
struct ExplainedClaim<'a> {
    tables: &'a DecisionTables,
    facts: &'a Facts,
    slots: SlotMap,
    row: ClaimRow<'a>,
}

impl ExplainedClaim<'_> {
    /// Every column, in order of declaration.
    fn columns(&self) -> impl Iterator<Item = ColumnRef> {
        let factors = (0..)
            .map(|at| ColumnRef::Factor(FactorIndex(at)))
            .take(self.tables.factors.len());
        let derives = (0..).map(|at| ColumnRef::Derive(crate::table::DeriveIndex(at)));
        let results = (0..)
            .map(|at| ColumnRef::Table(TableIndex(at)))
            .take(self.tables.tables.len());
        factors
            .chain(derives.take(self.tables.derives.len()))
            .chain(results)
    }

    fn explained(&self, column: ColumnRef) -> ExplainedValue {
        let name = self.tables.column_name(column).to_owned();
        ExplainedValue {
            column,
            name,
            state: self.state(column),
        }
    }

    fn state(&self, column: ColumnRef) -> ValueState {
        match column {
            ColumnRef::Factor(index) => factor_state(self.tables, self.facts, index),
            ColumnRef::Derive(_) | ColumnRef::Table(_) => {
                match self.row.value(self.slots.column(column)) {
                    FAULTED => ValueState::Unknown,
                    crate::compile::NULL => ValueState::Null,
                    value => ValueState::Value(text(self.tables, self.facts, column, value)),
                }
            }
        }
    }

    /// How a table was answered; `decided` is the rule of `decision`.
    fn table<R>(
        &self,
        index: Option<TableIndex>,
        name: &str,
        table: &RuleTable<R>,
        decided: Option<RuleRef>,
    ) -> ExplainedTable {
        let failed: Vec<_> = table
            .rules
            .iter()
            .map(|rule| self.failed(&table.columns, &rule.cells))
            .collect();
        let matching =
            |(place, failed): (u32, &Option<FailedCell>)| failed.is_none().then_some(place);
        let mut answering: Vec<u32> = (0..).zip(&failed).filter_map(matching).collect();
        match decided {
            Some(RuleRef::Rule(place)) => answering = vec![place],
            Some(RuleRef::Default | RuleRef::Fault) => answering.clear(),
            None => self.keep_answering(index, table.hit, &mut answering),
        }
        let end = answering
            .first()
            .map_or(failed.len(), |place| *place as usize);
        let above = (0..).zip(table.rules.iter().zip(failed)).take(end);
        let above = above.map(|(rule, (it, failed))| RuleAbove {
            rule,
            id: it.id.clone(),
            failed,
        });
        ExplainedTable {
            table: index,
            name: name.to_owned(),
            above: above.collect(),
            answering,
        }
    }

    /// Keeps of all matches those that answer.
    fn keep_answering(&self, index: Option<TableIndex>, hit: HitPolicy, matches: &mut Vec<u32>) {
        let Some(index) = index else { return };
        match hit {
            _ if self.row.value(self.slots.table(index)) == FAULTED => matches.clear(),
            HitPolicy::Priority => {
                let rules = self
                    .tables
                    .tables
                    .get(index.0 as usize)
                    .map(|table| &table.rules.rules);
                let rank = |place: &u32| {
                    let value = rules?.get(*place as usize)?.result.value;
                    Some(value.unwrap_or(i64::MAX))
                };
                let best = matches.iter().copied().min_by_key(rank);
                matches.retain(|place| Some(*place) == best);
            }
            HitPolicy::Unique | HitPolicy::Any | HitPolicy::First => matches.truncate(1),
            _ => {}
        }
    }

    /// The first cell that does not hold the claim's value.
    fn failed(&self, columns: &[ColumnRef], cells: &[Cell]) -> Option<FailedCell> {
        let mut pairs = columns.iter().zip(cells);
        let (column, cell) = pairs.find(|(column, cell)| !self.holds(**column, cell))?;
        Some(FailedCell {
            column: *column,
            name: self.tables.column_name(*column).to_owned(),
            cell: cell_text(self.tables, *column, cell),
            value: self.state(*column),
        })
    }

    fn holds(&self, column: ColumnRef, cell: &Cell) -> bool {
        let slot: Slot = self.slots.column(column);
        match ResidualCell::of_cell(cell, slot, self.slots) {
            Some(cell) => cell_holds(&cell, &self.row),
            None => ValueSet::of_cell(cell).is_some_and(|set| set.contains(self.row.value(slot))),
        }
    }
}

#[cfg(test)]
mod tests;

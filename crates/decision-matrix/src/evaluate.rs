//! Decides claims: compiled matrix + facts -> decision. It never sees YAML, spans or text of rules.
//!
//! [`CompiledMatrix::decide`] answers one claim without allocation,
//! [`CompiledMatrix::decide_batch`] many claims column by column, and
//! [`CompiledMatrix::explain`] says why.

mod audit;
mod batch;
mod bind;
mod columns;
mod decision;
mod explain;
mod expression;
mod facts;
mod levels;
mod names;
mod residual;
mod row;
mod select;

pub use bind::{BindError, Binding};
pub use columns::{Columns, DecisionColumns};
pub use decision::{AuditMark, Decision, DecisionReason, EngineReason, FaultSource, RuleRef};
pub use explain::{ExplainedTable, ExplainedValue, Explanation, FailedCell, RuleAbove, ValueState};
pub use facts::{Fact, FactError, Facts, InputFault};
pub use levels::FactorLevels;
pub use names::UnknownFactorError;

use std::sync::Arc;

use crate::compile::{CompiledMatrix, CompiledTable, Slot, StepKind};
use crate::table::DecisionTables;

use expression::{ExpressionFault, derive_value};
use row::{ClaimRow, FAULTED, Row};
use select::{reads_fault, resolve};

/// A derive or table at fault by itself, and the reason of the decision.
pub(crate) type Fault = (FaultSource, EngineReason);

impl CompiledMatrix {
    /// Facts of this matrix, all null.
    pub fn facts(&self) -> Facts {
        Facts::with_schema(Arc::clone(&self.schema))
    }

    /// Decides one claim. The facts must come from this matrix.
    ///
    /// It always answers: what cannot be decided goes to review. It allocates nothing (a matrix of
    /// more than 1,024 derives and tables takes one allocation).
    #[inline]
    pub fn decide(&self, facts: &Facts) -> Decision {
        if let Some(refused) = input_fault(self.tables(), facts) {
            return refused;
        }
        let mut decision = match self.computed_count {
            0 => self.conclude(facts.values(), &mut []),
            ..=8 => self.conclude(facts.values(), &mut [FAULTED; 8]),
            ..=64 => self.conclude(facts.values(), &mut [FAULTED; 64]),
            ..=1_024 => self.conclude(facts.values(), &mut [FAULTED; 1_024]),
            count => self.conclude(facts.values(), &mut vec![FAULTED; count]),
        };
        if let Some(plan) = &self.audit {
            audit::mark(&mut decision, plan, &self.tables().id, facts.claim());
        }
        decision
    }

    /// Computes derives and tables, and asks `decision`.
    #[inline]
    fn conclude(&self, factors: &[i64], computed: &mut [i64]) -> Decision {
        let mut fault = self.compute(factors, computed);
        let row = ClaimRow { factors, computed };
        if fault.is_none() {
            match resolve(&self.decision, &row).place() {
                Ok(place) => return conclusion(self.tables(), place),
                Err(reason) => fault = Some((FaultSource::Decision, reason)),
            }
        }
        faulted(fault)
    }

    /// Computes every derive and table; returns the first declared one that is at fault by itself.
    #[inline]
    pub(crate) fn compute(&self, factors: &[i64], computed: &mut [i64]) -> Option<Fault> {
        let mut first: Option<Fault> = None;
        for step in &self.steps {
            let row = ClaimRow { factors, computed };
            let (value, fault) = match &step.kind {
                StepKind::Derive(index, derive) => match derive_value(derive, &row) {
                    Ok(value) => (value, None),
                    Err(ExpressionFault::Own) => {
                        (FAULTED, Some((FaultSource::Derive(*index), EngineReason::DeriveFault)))
                    }
                    Err(ExpressionFault::Inherited) => (FAULTED, None),
                },
                StepKind::Table(_, table) if first.is_some() && reads_faulted(table, &row) => (FAULTED, None),
                StepKind::Table(index, table) => match resolve(table, &row).result() {
                    Ok(value) => (value, None),
                    Err(reason) => (FAULTED, Some((FaultSource::Table(*index), reason))),
                },
            };
            if let Some(target) = computed.get_mut(step.target) {
                *target = value;
            }
            if let Some(fault) = fault {
                first = Some(first.map_or(fault, |first| earlier(first, fault)));
            }
        }
        first
    }
}

/// The fault of what is declared earlier.
fn earlier(known: Fault, other: Fault) -> Fault {
    if other.0 < known.0 { other } else { known }
}

fn reads_faulted(table: &CompiledTable, row: &impl Row) -> bool {
    reads_fault(table, |slot: Slot| row.value(slot) == FAULTED)
}

/// The decision of a rule, by its place in the file, or of the default.
#[inline]
fn conclusion(tables: &DecisionTables, place: Option<u32>) -> Decision {
    let table = &tables.decision;
    let (rule, conclusion) = match place {
        Some(place) => {
            (RuleRef::Rule(place), table.rules.get(place as usize).map(|rule| &rule.result))
        }
        None => (RuleRef::Default, table.default.as_ref()),
    };
    match conclusion {
        Some(it) => Decision {
            outcome: it.outcome,
            rule,
            reason: DecisionReason::Rule(it.reason),
            route: it.route,
            due_seconds: it.due_seconds,
            audit: AuditMark::NONE,
            fault: None,
        },
        None => Decision::faulted(EngineReason::TableIncomplete, Some(FaultSource::Decision)),
    }
}

#[cold]
fn faulted(fault: Option<Fault>) -> Decision {
    let (source, reason) = fault.unwrap_or((FaultSource::Decision, EngineReason::TableIncomplete));
    Decision::faulted(reason, Some(source))
}

/// The decision on a claim whose input alone says that no rule is asked: unreadable, outside the
/// time in which the rules are in force, or with a factor at fault; in this order.
#[inline]
pub(crate) fn input_fault(tables: &DecisionTables, facts: &Facts) -> Option<Decision> {
    if facts.is_unreadable() {
        return Some(Decision::faulted(EngineReason::InputRow, None));
    }
    if let Some(effective) = &tables.effective {
        let reason = match facts.time() {
            Fact::Value(time) => {
                let is_early = effective.from.is_some_and(|from| time < from);
                let is_late = effective.to.is_some_and(|to| time >= to);
                (is_early || is_late).then_some(EngineReason::NotEffective)
            }
            Fact::Null => Some(EngineReason::InputMissing),
            Fact::Fault(fault) => Some(fault.reason()),
        };
        if let Some(reason) = reason {
            return Some(Decision::faulted(reason, Some(FaultSource::Time)));
        }
    }
    let (factor, fault) = facts.first_fault()?;
    Some(Decision::faulted(fault.reason(), Some(FaultSource::Factor(factor))))
}

#[cfg(test)]
mod tests;

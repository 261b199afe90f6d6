//! Decides claims: compiled matrix + facts -> decision. It never sees YAML, spans or text of rules.
//!
//! [`CompiledMatrix::decide`] answers one claim without allocation,
//! [`CompiledMatrix::decide_batch`] many claims column by column, and
//! [`CompiledMatrix::explain`] says why.

mod audit;
mod batch;
mod bind;
mod columns;
mod decision_columns;
mod explain;
mod expression;
mod facts;
mod json;
mod levels;
mod names;
mod nearest_change;
#[cfg(feature = "rayon")]
mod parallel;
mod probe;
mod residual;
mod row;
mod select;
mod simd;

pub use crate::compile::{AuditMark, Decision, DecisionReason, EngineReason, FaultSource, RuleRef};
pub use batch::BatchConfig;
pub use bind::{BindError, Binding};
pub use columns::{ClaimColumns, ColumnValues, ColumnView, Columns, Validity};
pub use decision_columns::DecisionColumns;
pub use explain::{ExplainedTable, ExplainedValue, Explanation, FailedCell, RuleAbove, ValueState};
pub use facts::{Fact, FactError, Facts, InputFault};
pub use json::JsonError;
pub use levels::FactorLevels;
pub use names::UnknownFactorError;
pub use nearest_change::{ChangedValues, FactorChange, NearestChange, NearestSearch};
pub(crate) use probe::Probe;
pub use simd::Instructions;

use std::sync::Arc;

use crate::compile::{CompiledMatrix, CompiledTable, Slot, StepKind};
use crate::table::DecisionTables;

use expression::{ExpressionFault, derive_value};
use row::{ClaimRow, FAULTED, Row};
use select::{first_match, reads_fault, resolve};

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
        if self.is_one_question && facts.is_clean() {
            // A number comes back, not a decision of 80 bytes, which would be copied twice.
            return self.decision_at(self.first_answer(facts));
        }
        self.decide_in_full(facts)
    }

    /// The place of the rule that answers, where there is one question.
    #[inline(never)]
    fn first_answer(&self, facts: &Facts) -> usize {
        first_match(&self.decision, &ClaimRow::of_facts(facts, &[]))
    }

    /// What the rule at this place says.
    #[inline]
    fn decision_at(&self, answer: usize) -> Decision {
        match self.decisions.get(answer) {
            Some(decision) => *decision,
            None => Decision::INCOMPLETE,
        }
    }

    /// Decides one claim where there is more than one question to be asked.
    #[inline(never)]
    fn decide_in_full(&self, facts: &Facts) -> Decision {
        let may_be_refused = !facts.is_clean() || self.tables().effective.is_some();
        if may_be_refused && let Some(refused) = input_fault(self.tables(), facts) {
            return refused;
        }
        let row = ClaimRow::of_facts(facts, &[]);
        let mut decision = match self.computed_count {
            0 => self.conclude(row),
            1..=8 => self.compute_and_conclude::<8>(row),
            9..=64 => self.compute_and_conclude::<64>(row),
            65..=1_024 => self.compute_and_conclude::<1_024>(row),
            count => self.compute_into(row, &mut vec![FAULTED; count]),
        };
        if let Some(plan) = &self.audit {
            audit::mark(&mut decision, plan, &self.tables().id, facts.claim());
        }
        decision
    }

    /// Computes at most `COUNT` derives and tables, and asks `decision`.
    #[inline(never)]
    fn compute_and_conclude<const COUNT: usize>(&self, row: ClaimRow<'_>) -> Decision {
        self.compute_into(row, &mut [FAULTED; COUNT])
    }

    #[inline]
    fn compute_into(&self, row: ClaimRow<'_>, computed: &mut [i64]) -> Decision {
        match self.compute_row(row, computed) {
            None => self.conclude(row.with_computed(computed)),
            Some(fault) => faulted(fault),
        }
    }

    /// Asks `decision`.
    fn conclude(&self, row: ClaimRow<'_>) -> Decision {
        let answer = if self.decision.is_plain {
            first_match(&self.decision, &row)
        } else {
            match self.resolve_decision(row) {
                Ok(answer) => answer,
                Err(reason) => return faulted((FaultSource::Decision, reason)),
            }
        };
        self.decision_at(answer)
    }

    /// The rule that answers, where the first candidate need not.
    #[inline(never)]
    fn resolve_decision(&self, row: ClaimRow<'_>) -> Result<usize, EngineReason> {
        let answer = resolve(&self.decision, &row).answer()?;
        Ok(answer.unwrap_or(self.decision.results.len()))
    }

    /// Computes every derive and table; returns the first declared one that is at fault by itself.
    pub(crate) fn compute(&self, factors: &[i64], computed: &mut [i64]) -> Option<Fault> {
        self.compute_row(ClaimRow::new(self, factors, &[]), computed)
    }

    #[inline]
    fn compute_row(&self, claim: ClaimRow<'_>, computed: &mut [i64]) -> Option<Fault> {
        let mut first: Option<Fault> = None;
        for step in &self.steps {
            let row = claim.with_computed(computed);
            let (value, fault) = match &step.kind {
                StepKind::Derive(index, derive) => match derive_value(derive, &row) {
                    Ok(value) => (value, None),
                    Err(ExpressionFault::Own) => (
                        FAULTED,
                        Some((FaultSource::Derive(*index), EngineReason::DeriveFault)),
                    ),
                    Err(ExpressionFault::Inherited) => (FAULTED, None),
                },
                StepKind::Table(_, table) if first.is_some() && reads_faulted(table, &row) => {
                    (FAULTED, None)
                }
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

#[cold]
fn faulted((source, reason): Fault) -> Decision {
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
            Fact::Value(time) => (!effective.contains(time)).then_some(EngineReason::NotEffective),
            Fact::Null => Some(EngineReason::InputMissing),
            Fact::Fault(fault) => Some(fault.reason()),
        };
        if let Some(reason) = reason {
            return Some(Decision::faulted(reason, Some(FaultSource::Time)));
        }
    }
    let (factor, fault) = facts.first_fault()?;
    Some(Decision::faulted(
        fault.reason(),
        Some(FaultSource::Factor(factor)),
    ))
}

#[cfg(test)]
mod tests;

//! One version as the engine runs it: what it decides of a claim in joint numbers, and which joint
//! numbers a claim has.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::compile::{CompileConfig, CompiledMatrix, EngineReason, NULL, ValueSet};
use crate::evaluate::{Fact, Facts, InputFault, Probe};
use crate::table::{ColumnRef, DecisionTables, FactorIndex, ValueType};

use super::joint::{Verdict, outcome_place};
use super::unify::Side;

/// One version, ready to decide.
#[derive(Debug)]
pub(super) struct Engine {
    matrix: CompiledMatrix,
    /// For each own factor: the joint one, what is permitted, and from joint codes to own ones.
    factors: Vec<OwnFactor>,
    /// From joint codes of texts to own ones, and back.
    own_texts: BTreeMap<i64, i64>,
    joint_texts: Vec<i64>,
    joint_words: BTreeMap<usize, Vec<i64>>,
}

#[derive(Debug)]
struct OwnFactor {
    joint: usize,
    permitted: ValueSet,
    is_text: bool,
    own_words: Option<BTreeMap<i64, i64>>,
}

impl Engine {
    /// A version as it was written, with what its numbers are in the joint space.
    pub(super) fn new(tables: &Arc<DecisionTables>, side: &Side) -> Self {
        let config = CompileConfig { audit_key: None };
        let reversed = |codes: &[i64]| codes.iter().copied().zip(0..).collect();
        let factors = tables.factors.iter().zip(&side.joint).enumerate();
        let factors = factors.map(|(at, (factor, joint))| OwnFactor {
            joint: *joint,
            permitted: side
                .domains
                .get(*joint)
                .cloned()
                .flatten()
                .unwrap_or(ValueSet::EMPTY),
            is_text: factor.column.value_type == ValueType::Text,
            own_words: side.words.get(&at).map(|codes| reversed(codes)),
        });
        Self {
            factors: factors.collect(),
            matrix: CompiledMatrix::new(Arc::clone(tables), &config),
            own_texts: reversed(&side.texts),
            joint_texts: side.texts.clone(),
            joint_words: side.words.clone(),
        }
    }

    /// What the version decides of a claim in joint numbers, and the rule.
    pub(super) fn decide(&self, claim: &[i64]) -> (Verdict, String) {
        if let Some(reason) = self.refusal(claim) {
            return (Verdict::fault(reason), "-".to_owned());
        }
        let decision = self.probe(claim).decision();
        let verdict = Verdict {
            outcome: outcome_place(decision.outcome),
            reason: self.matrix.reason_code(&decision).to_owned(),
            route: self.matrix.route(&decision).map(str::to_owned),
            due_seconds: decision.due_seconds,
        };
        (verdict, self.matrix.rule_id(&decision).to_owned())
    }

    /// The value of a column of this version for a claim in joint numbers; `None` where its input
    /// or the column is at fault.
    pub(super) fn value(&self, claim: &[i64], column: ColumnRef) -> Option<i64> {
        if self.refusal(claim).is_some() {
            return None;
        }
        let value = self.probe(claim).value(column)?;
        let is_text = self
            .matrix
            .tables()
            .column_type(column)
            .is_some_and(|column| column.value_type == ValueType::Text);
        Some(if is_text {
            self.joint_text(value)
        } else {
            value
        })
    }

    /// Writes what a claim's facts say into a claim in joint numbers, where nothing is known yet.
    /// `texts` are those of the joint space. What is absent is null; a value that the version
    /// cannot read stays unknown.
    pub(super) fn read(&self, facts: &Facts, texts: &[String], claim: &mut [Option<i64>]) {
        for (at, factor) in self.factors.iter().enumerate() {
            let index = FactorIndex(u32::try_from(at).unwrap_or(u32::MAX));
            let value = match facts.fact(index) {
                Fact::Value(value) => value,
                Fact::Null | Fact::Fault(InputFault::Missing) => NULL,
                Fact::Fault(_) => continue,
            };
            let value = if value == NULL {
                NULL
            } else if factor.is_text {
                let text = facts.text(index).unwrap_or_default();
                let known = texts.iter().position(|it| it == text);
                known.map_or(value + self.beyond(texts), |at| {
                    i64::try_from(at).unwrap_or(i64::MAX)
                })
            } else {
                match self.joint_words.get(&at) {
                    Some(codes) => crate::compile::recoded(value, codes),
                    None => value,
                }
            };
            if let Some(slot) = claim.get_mut(factor.joint) {
                slot.get_or_insert(value);
            }
        }
    }

    /// How far the codes of texts that no literal names move up in the joint space.
    fn beyond(&self, texts: &[String]) -> i64 {
        let more = texts.len().saturating_sub(self.joint_texts.len());
        i64::try_from(more).unwrap_or_default()
    }

    /// Why the version does not ask its rules.
    fn refusal(&self, claim: &[i64]) -> Option<EngineReason> {
        self.factors.iter().find_map(|factor| {
            let value = claim.get(factor.joint).copied().unwrap_or(NULL);
            if factor.permitted.contains(value) {
                None
            } else if value == NULL {
                Some(EngineReason::InputMissing)
            } else {
                Some(EngineReason::InputOutOfDomain)
            }
        })
    }

    fn probe(&self, claim: &[i64]) -> Probe<'_> {
        let own = self.factors.iter().map(|factor| {
            let value = claim.get(factor.joint).copied().unwrap_or(NULL);
            if value == NULL {
                return NULL;
            }
            if factor.is_text {
                let known = self.own_texts.get(&value).copied();
                let count = i64::try_from(self.joint_texts.len()).unwrap_or(i64::MAX);
                return known.unwrap_or_else(|| count.saturating_add(value));
            }
            match &factor.own_words {
                Some(codes) => codes.get(&value).copied().unwrap_or(-1),
                None => value,
            }
        });
        self.matrix.probe(own.collect())
    }

    fn joint_text(&self, code: i64) -> i64 {
        let at = usize::try_from(code).ok();
        at.and_then(|at| self.joint_texts.get(at).copied())
            .unwrap_or(i64::MAX)
    }
}

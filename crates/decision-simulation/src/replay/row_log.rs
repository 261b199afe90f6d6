//! What a replay says of each row of a file, for those who write it down or compare it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use decision_matrix::table::Outcome;
use decision_matrix::{Decision, DecisionReason, EngineReason, FaultSource, RuleRef};

use super::clusters::narrowed;
use super::priced::PricedClaim;

/// Rows of a file with what was decided and what it costs; rows that did not count have nothing.
#[derive(Debug, Default)]
pub struct RowLog {
    inner: Mutex<Rows>,
}

#[derive(Debug, Default)]
struct Rows {
    decisions: DistinctDecisions,
    rows: Vec<Kept>,
}

/// What is said of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowDecision {
    /// What was decided.
    pub decision: Decision,
    /// What it costs, losses included, in minor units; of an unknown result, as if justified.
    pub cost: i64,
    /// What a review of it costs, in minor units.
    pub cost_review: i64,
    /// The loss, where it is settled at once, in minor units.
    pub loss: i64,
    /// Whether its result is known.
    pub is_known: bool,
}

/// The same, small.
#[derive(Clone, Copy, Debug)]
struct Kept {
    decision: u32,
    is_known: bool,
    cost: i64,
    cost_review: i64,
    loss: i64,
}

impl Kept {
    /// A row that did not count.
    const NOTHING: Self = Self {
        decision: u32::MAX,
        is_known: false,
        cost: 0,
        cost_review: 0,
        loss: 0,
    };
}

/// Decisions, each once.
#[derive(Debug, Default)]
struct DistinctDecisions {
    list: Vec<Decision>,
    places: BTreeMap<DecisionKey, u32>,
}

/// What tells the decisions of one matrix apart.
type DecisionKey = (
    RuleRef,
    (bool, Option<u64>),
    Option<FaultSource>,
    Option<EngineReason>,
);

impl DistinctDecisions {
    fn place(&mut self, decision: &Decision) -> u32 {
        let reason = match decision.reason {
            DecisionReason::Engine(reason) => Some(reason),
            DecisionReason::Rule(_) => None,
        };
        let audit = (decision.audit.selected, decision.audit.probability_nano);
        let key = (decision.rule, audit, decision.fault, reason);
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.list.push(*decision);
        }
        place
    }
}

/// The rows of one thread.
#[derive(Debug, Default)]
pub(crate) struct RowBatch {
    decisions: DistinctDecisions,
    rows: Vec<(u64, Kept)>,
}

impl RowBatch {
    /// Adds a row.
    pub(crate) fn push(&mut self, row: u64, priced: &PricedClaim<'_>) {
        let sums = &priced.sums;
        let kept = Kept {
            decision: self.decisions.place(&priced.claim.decision),
            is_known: priced.is_known(),
            cost: narrowed(sums.cost),
            cost_review: narrowed(sums.cost_review_all),
            loss: narrowed(sums.loss),
        };
        self.rows.push((row, kept));
    }
}

impl RowLog {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the rows of a thread.
    pub(crate) fn keep(&self, batch: RowBatch) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let Rows { decisions, rows } = &mut *inner;
        let places: Vec<u32> = { batch.decisions.list.iter() }
            .map(|decision| decisions.place(decision))
            .collect();
        for (row, kept) in batch.rows {
            let at = usize::try_from(row).unwrap_or(usize::MAX);
            if rows.len() <= at {
                rows.resize(at + 1, Kept::NOTHING);
            }
            let place = places.get(kept.decision as usize).copied();
            if let (Some(target), Some(decision)) = (rows.get_mut(at), place) {
                *target = Kept { decision, ..kept };
            }
        }
    }

    /// What is said of the rows.
    pub fn finish(self) -> RowDecisions {
        let inner = self.inner.into_inner();
        let Rows { decisions, rows } = inner.unwrap_or_else(PoisonError::into_inner);
        RowDecisions {
            decisions: decisions.list,
            rows,
        }
    }
}

/// What a replay said of each row.
#[derive(Debug, Default)]
pub struct RowDecisions {
    decisions: Vec<Decision>,
    rows: Vec<Kept>,
}

impl RowDecisions {
    /// What was said of a row, from 0; `None` where it did not count.
    pub fn get(&self, row: u64) -> Option<RowDecision> {
        let kept = self.rows.get(usize::try_from(row).ok()?)?;
        Some(RowDecision {
            decision: *self.decisions.get(kept.decision as usize)?,
            cost: kept.cost,
            cost_review: kept.cost_review,
            loss: kept.loss,
            is_known: kept.is_known,
        })
    }

    /// The outcome of a row.
    pub fn outcome(&self, row: u64) -> Option<Outcome> {
        self.get(row).map(|said| said.decision.outcome)
    }
}

//! Root causes by cost (Pareto): where the reasons of the rules name a `root_cause`, what each
//! cause costs, and what would be saved at most if it disappeared.
//!
//! A claim belongs to the cause of the reason by which it was decided. Shares are shares of the cost
//! of all claims, those without a cause among them, so that nothing looks larger than it is.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use decision_matrix::table::Reason;
use decision_matrix::{DecisionReason, EngineReason};

use crate::replay::{PricedClaim, ReplayPlan};
use crate::statistics::ratio;

/// Causes by cost, the most costly first; reasons without a `root_cause` stand under no cause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Causes {
    /// One line a cause.
    pub lines: Vec<CauseLine>,
}

/// One cause.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseLine {
    /// The word of the rules file; `None` gathers reasons without one, those of the engine too.
    pub cause: Option<String>,
    /// Its reasons that claims had, in order of declaration.
    pub reasons: Vec<String>,
    /// Claims.
    pub claims: u64,
    /// Money claimed, in minor units.
    pub amount: i128,
    /// What their decisions cost, losses included, in minor units: what the bank would save at
    /// most if the cause disappeared. Over known results.
    pub cost: i128,
    /// Share of the cost of all claims; `None` where nothing costs.
    pub cost_share: Option<f64>,
    /// Share of this and all more costly causes.
    pub cumulative_share: Option<f64>,
}

/// Adds up claims by the reason of their decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CausesTally {
    /// One place a reason of the rules, in order of declaration, then one a reason of the engine.
    reasons: Vec<ReasonSums>,
    /// How many reasons the rules have.
    declared: usize,
}

/// What is added up for one reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ReasonSums {
    claims: u64,
    amount: i128,
    cost: i128,
}

impl ReasonSums {
    fn merge(&mut self, other: &Self) {
        self.claims += other.claims;
        self.amount += other.amount;
        self.cost += other.cost;
    }
}

impl CausesTally {
    /// Nothing added up yet.
    pub fn new(plan: &ReplayPlan) -> Self {
        let declared = plan.tables().reasons.len();
        Self {
            reasons: vec![ReasonSums::default(); declared + EngineReason::ALL.len()],
            declared,
        }
    }

    /// Adds a claim.
    pub fn add(&mut self, _plan: &ReplayPlan, claim: &PricedClaim<'_>) {
        let place = match claim.claim.decision.reason {
            DecisionReason::Rule(reason) => reason.0 as usize,
            DecisionReason::Engine(reason) => self.declared + engine_place(reason),
        };
        if let Some(sums) = self.reasons.get_mut(place) {
            sums.claims += 1;
            sums.amount += claim.sums.amount;
            if claim.is_known() {
                sums.cost += claim.sums.cost;
            }
        }
    }

    /// Adds what another tally of the same plan has added up.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.reasons.iter_mut().zip(&other.reasons) {
            mine.merge(theirs);
        }
    }

    /// The causes by cost; of equal cost those with more claims first, then in order of the word.
    pub fn finish(&self, plan: &ReplayPlan) -> Causes {
        let mut lines = self.lines(&plan.tables().reasons);
        lines.sort_by(|one, other| {
            let key = |line: &CauseLine| (Reverse(line.cost), Reverse(line.claims));
            (key(one), &one.cause).cmp(&(key(other), &other.cause))
        });
        let total: i128 = lines.iter().map(|line| line.cost).sum();
        let mut so_far = 0;
        for line in &mut lines {
            so_far += line.cost;
            line.cost_share = ratio(line.cost, total);
            line.cumulative_share = ratio(so_far, total);
        }
        Causes { lines }
    }

    /// One line a cause that claims had, without shares.
    fn lines(&self, reasons: &[Reason]) -> Vec<CauseLine> {
        let declared = reasons
            .iter()
            .map(|reason| (reason.root_cause.as_ref(), reason.code.as_str()));
        let engine = EngineReason::ALL
            .iter()
            .map(|reason| (None, reason.as_str()));
        let mut lines: Vec<CauseLine> = Vec::new();
        for ((cause, code), sums) in declared.chain(engine).zip(&self.reasons) {
            if sums.claims == 0 {
                continue;
            }
            let known = lines
                .iter()
                .position(|line| line.cause.as_ref() == cause)
                .unwrap_or(lines.len());
            if known == lines.len() {
                lines.push(CauseLine {
                    cause: cause.cloned(),
                    reasons: Vec::new(),
                    claims: 0,
                    amount: 0,
                    cost: 0,
                    cost_share: None,
                    cumulative_share: None,
                });
            }
            if let Some(line) = lines.get_mut(known) {
                line.reasons.push(code.to_owned());
                line.claims += sums.claims;
                line.amount += sums.amount;
                line.cost += sums.cost;
            }
        }
        lines
    }
}

/// The place of a reason of the engine among all of them.
fn engine_place(reason: EngineReason) -> usize {
    EngineReason::ALL
        .iter()
        .position(|other| *other == reason)
        .unwrap_or_default()
}

//! The policy that history really followed, as far as the claims say who settled them.

use decision_matrix::table::Outcome;

use crate::replay::{PricedClaim, ReplayPlan};
use crate::report::PastPolicy;
use crate::results::DecidedBy;

/// Adds up the decisions that were really made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PastPolicyTally {
    past: PastPolicy,
}

impl PastPolicyTally {
    /// Adds a claim; it counts if its result is known and who settled it.
    pub fn add(&mut self, plan: &ReplayPlan, claim: &PricedClaim<'_>) {
        let Some(decided_by) = claim.claim.results.decided_by else {
            return;
        };
        if !claim.is_known() {
            return;
        }
        let outcome = match decided_by {
            DecidedBy::Auto => Outcome::Approve,
            DecidedBy::Review => Outcome::Review,
        };
        let sums = claim.under(plan, outcome);
        self.past.claims += 1;
        self.past.auto_claims += sums.auto_claims;
        self.past.cost += sums.cost;
        self.past.loss += sums.loss_in_cost;
        self.past.cost_of_rules += claim.sums.cost;
    }

    /// Adds what was added up elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.past.claims += other.past.claims;
        self.past.auto_claims += other.past.auto_claims;
        self.past.cost += other.past.cost;
        self.past.loss += other.past.loss;
        self.past.cost_of_rules += other.past.cost_of_rules;
    }

    /// What was really decided; `None` where no claim says it.
    pub fn finish(&self) -> Option<PastPolicy> {
        (self.past.claims > 0).then_some(self.past)
    }
}

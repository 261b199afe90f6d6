//! What a policy and reviewing everything cost, term by term, over the claims with a known result.

use decision_matrix::table::Outcome;

use crate::costs::ReviewCost;
use crate::replay::{PricedClaim, ReplayPlan};
use crate::report::CostTerms;

/// Adds up the terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostTermsTally {
    policy: CostTerms,
    review_all: CostTerms,
}

impl CostTermsTally {
    /// Adds a claim.
    pub fn add(&mut self, plan: &ReplayPlan, claim: &PricedClaim<'_>) {
        if !claim.is_known() {
            return;
        }
        let price = &claim.price;
        add_review(&mut self.review_all, price.as_review());
        let policy = &mut self.policy;
        match claim.claim.decision.outcome {
            Outcome::Review => add_review(policy, price.as_review()),
            Outcome::Decline => {
                let machine = price.machine();
                policy.machine += machine;
                policy.wrong_refusal += price.decline() - machine;
            }
            outcome if outcome.is_automatic_payment() => {
                let direct = price.automatic_direct(0);
                policy.machine += direct;
                policy.audit += price.automatic_direct(plan.audit_nano(outcome)) - direct;
                policy.loss += price.loss();
            }
            outcome => add_review(policy, &price.manual(outcome)),
        }
    }

    /// Adds what was added up elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.policy.add(&other.policy);
        self.review_all.add(&other.review_all);
    }

    /// The terms of the policy, and those of reviewing everything.
    pub fn finish(&self) -> (CostTerms, CostTerms) {
        (self.policy, self.review_all)
    }
}

/// Adds the terms of a review.
fn add_review(terms: &mut CostTerms, review: &ReviewCost) {
    terms.direct += review.direct;
    terms.delay += review.delay;
    terms.late += review.late;
    terms.wrong_refusal += review.wrong_refusal;
    terms.residual_loss += review.residual_loss;
}

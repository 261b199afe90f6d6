//! How the totals change when claims get another outcome.

use decision_matrix::table::Outcome;

use crate::replay::{PricedClaim, ReplayPlan, Sums};

/// Differences of sums, in minor units where they are money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    /// Claims settled at once, whether their result is known or not.
    pub(super) auto_claims: i64,
    /// Money settled at once, likewise.
    pub(super) auto_amount: i128,
    /// Claims settled at once with an amount below zero, likewise.
    pub(super) auto_negative: i64,
    /// From here on over known results: money settled at once.
    pub(super) known_amount: i128,
    /// Claims that wait for a person.
    pub(super) reviews: i64,
    /// Claims settled at once of which nothing was owed.
    pub(super) auto_unjustified: i64,
    /// Loss of claims settled at once.
    pub(super) loss: i128,
    /// The part of it that a review would have stopped.
    pub(super) avoidable_loss: i128,
    /// What the decisions cost.
    pub(super) cost: i128,
}

impl Step {
    /// What changes if a claim gets this outcome instead of its own.
    #[inline]
    pub(super) fn of(plan: &ReplayPlan, claim: &PricedClaim<'_>, outcome: Outcome) -> Self {
        let now = &claim.sums;
        let then = then(plan, claim, outcome);
        let from = claim.claim.decision.outcome;
        let mut step = Self {
            auto_claims: i64::from(then.is_auto) - i64::from(now.auto_claims > 0),
            auto_amount: then.auto_amount - now.auto_amount,
            auto_negative: i64::from(then.is_auto && now.amount < 0)
                - i64::from(now.auto_negative > 0),
            ..Self::default()
        };
        if claim.is_known() {
            step.known_amount = step.auto_amount;
            step.reviews = i64::from(waits(outcome)) - i64::from(waits(from));
            step.auto_unjustified = i64::from(then.is_auto && now.unjustified > 0)
                - i64::from(now.auto_unjustified > 0);
            step.loss = then.loss - now.loss;
            step.avoidable_loss = then.avoidable_loss - now.avoidable_loss;
            step.cost = then.cost - now.cost;
        }
        step
    }

    /// Adds other differences.
    pub(super) fn add(&mut self, other: &Self) {
        self.auto_claims += other.auto_claims;
        self.auto_amount += other.auto_amount;
        self.auto_negative += other.auto_negative;
        self.known_amount += other.known_amount;
        self.reviews += other.reviews;
        self.auto_unjustified += other.auto_unjustified;
        self.loss += other.loss;
        self.avoidable_loss += other.avoidable_loss;
        self.cost += other.cost;
    }

    /// Takes other differences away.
    pub(super) fn subtract(&mut self, other: &Self) {
        self.auto_claims -= other.auto_claims;
        self.auto_amount -= other.auto_amount;
        self.auto_negative -= other.auto_negative;
        self.known_amount -= other.known_amount;
        self.reviews -= other.reviews;
        self.auto_unjustified -= other.auto_unjustified;
        self.loss -= other.loss;
        self.avoidable_loss -= other.avoidable_loss;
        self.cost -= other.cost;
    }
}

/// The figures of one claim under an outcome.
struct Then {
    is_auto: bool,
    auto_amount: i128,
    loss: i128,
    avoidable_loss: i128,
    cost: i128,
}

/// What a claim comes to under an outcome. Payment and review stand among the sums of every claim
/// whatever was decided; only other outcomes are priced anew.
#[inline]
fn then(plan: &ReplayPlan, claim: &PricedClaim<'_>, outcome: Outcome) -> Then {
    let sums = &claim.sums;
    let is_as_approved = outcome == Outcome::Approve
        || (outcome == Outcome::ApproveProvisional
            && plan.audit_nano(Outcome::Approve) == plan.audit_nano(outcome));
    if is_as_approved {
        return Then {
            is_auto: true,
            auto_amount: sums.amount,
            loss: sums.cost_approve_all - sums.auto_without_loss,
            avoidable_loss: sums.potential_avoidable_loss,
            cost: sums.cost_approve_all,
        };
    }
    if outcome == Outcome::Review {
        return Then {
            is_auto: false,
            auto_amount: 0,
            loss: 0,
            avoidable_loss: 0,
            cost: sums.cost_review_all,
        };
    }
    let sums: Sums = claim.under(plan, outcome);
    Then {
        is_auto: sums.auto_claims > 0,
        auto_amount: sums.auto_amount,
        loss: sums.loss,
        avoidable_loss: sums.avoidable_loss,
        cost: sums.cost,
    }
}

/// Whether a claim with this outcome waits for a person.
fn waits(outcome: Outcome) -> bool {
    !outcome.is_automatic_payment() && outcome != Outcome::Decline
}

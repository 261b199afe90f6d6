//! What is added up over a group of claims.

use decision_matrix::table::Outcome;

use super::plan::ReplayPlan;
use crate::costs::ClaimPrice;

/// Sums over claims, in minor units where they are money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Claims.
    pub claims: u64,
    /// Money claimed, as far as it can be read.
    pub amount: i128,
    /// Claims settled at once.
    pub auto_claims: u64,
    /// Money of claims settled at once.
    pub auto_amount: i128,
    /// Claims with an amount below zero.
    pub negative: u64,
    /// Claims settled at once with an amount below zero.
    pub auto_negative: u64,
    /// Claims of which nothing was owed.
    pub unjustified: u64,
    /// Claims settled at once of which nothing was owed.
    pub auto_unjustified: u64,
    /// Loss of claims settled at once.
    pub loss: i128,
    /// The part of that loss which a review would have stopped.
    pub avoidable_loss: i128,
    /// Justified money whose cash is never found, whatever is decided.
    pub unavoidable_loss: i128,
    /// What the decisions cost, losses included.
    pub cost: i128,
    /// The losses in `cost`, those that reviews let pass included.
    pub loss_in_cost: i128,
    /// What it costs to review every claim.
    pub cost_review_all: i128,
    /// What it costs to pay every claim at once.
    pub cost_approve_all: i128,
    /// What the cheaper of review and payment costs on each claim, for one who knows the results;
    /// whatever was decided.
    pub cost_clairvoyant: i128,
    /// Review costs without the losses that a review lets pass.
    pub review_without_loss: i128,
    /// Costs of settling at once without the losses.
    pub auto_without_loss: i128,
    /// The loss that a review would stop, over all claims.
    pub potential_avoidable_loss: i128,
    /// Probability that an unjustified payment is an avoidable loss, times 10^9.
    pub avoidable_share: i128,
    /// Minutes of staff, times 10^9.
    pub minutes: i128,
    /// Minutes of staff if every claim were reviewed, times 10^9.
    pub minutes_review_all: i128,
    /// Claims settled after the legal limit.
    pub late: u64,
    /// Penalties for being late.
    pub late_penalty: i128,
}

impl Sums {
    /// What the decisions save against reviewing every claim.
    pub fn net_saving(&self) -> i128 {
        self.cost_review_all - self.cost
    }

    /// Adds other sums.
    fn merge(&mut self, other: &Self) {
        self.claims += other.claims;
        self.amount += other.amount;
        self.auto_claims += other.auto_claims;
        self.auto_amount += other.auto_amount;
        self.negative += other.negative;
        self.auto_negative += other.auto_negative;
        self.unjustified += other.unjustified;
        self.auto_unjustified += other.auto_unjustified;
        self.loss += other.loss;
        self.avoidable_loss += other.avoidable_loss;
        self.unavoidable_loss += other.unavoidable_loss;
        self.cost += other.cost;
        self.loss_in_cost += other.loss_in_cost;
        self.cost_review_all += other.cost_review_all;
        self.cost_approve_all += other.cost_approve_all;
        self.cost_clairvoyant += other.cost_clairvoyant;
        self.review_without_loss += other.review_without_loss;
        self.auto_without_loss += other.auto_without_loss;
        self.potential_avoidable_loss += other.potential_avoidable_loss;
        self.avoidable_share += other.avoidable_share;
        self.minutes += other.minutes;
        self.minutes_review_all += other.minutes_review_all;
        self.late += other.late;
        self.late_penalty += other.late_penalty;
    }
}

/// The figures that depend on results and are bounded where results are unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Loss of claims settled at once.
    pub loss: i128,
    /// What the decisions cost, losses included.
    pub cost: i128,
    /// What the decisions save against reviewing every claim.
    pub net_saving: i128,
    /// Claims settled at once of which nothing was owed.
    pub auto_unjustified: i128,
}

impl Figures {
    /// The figures of some sums.
    fn of(sums: &Sums) -> Self {
        Self {
            loss: sums.loss,
            cost: sums.cost,
            net_saving: sums.net_saving(),
            auto_unjustified: i128::from(sums.auto_unjustified),
        }
    }

    /// Each figure of two chosen or combined.
    fn zip(&self, other: &Self, pick: impl Fn(i128, i128) -> i128) -> Self {
        Self {
            loss: pick(self.loss, other.loss),
            cost: pick(self.cost, other.cost),
            net_saving: pick(self.net_saving, other.net_saving),
            auto_unjustified: pick(self.auto_unjustified, other.auto_unjustified),
        }
    }
}

/// Sums over the claims whose result is known, and bounds over the others: an unknown result is
/// never taken for "no loss".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Claims with a known result.
    pub known: Sums,
    /// Claims with an unknown result, as if each were justified.
    pub unknown_if_justified: Sums,
    /// Over the same claims, the sums of each claim's smallest figures, justified or not.
    pub unknown_least: Figures,
    /// The sums of each claim's largest figures.
    pub unknown_most: Figures,
}

impl Group {
    /// One claim with a known result.
    pub(super) fn known(sums: &Sums) -> Self {
        Self {
            known: *sums,
            ..Self::default()
        }
    }

    /// One claim with an unknown result: its sums if it is justified, and if it is not.
    pub(super) fn unknown(if_justified: &Sums, if_unjustified: &Sums) -> Self {
        let (one, other) = (Figures::of(if_justified), Figures::of(if_unjustified));
        Self {
            known: Sums::default(),
            unknown_if_justified: *if_justified,
            unknown_least: one.zip(&other, i128::min),
            unknown_most: one.zip(&other, i128::max),
        }
    }

    /// Adds another group.
    pub(crate) fn merge(&mut self, other: &Self) {
        let add = |one, other| one + other;
        self.known.merge(&other.known);
        self.unknown_if_justified.merge(&other.unknown_if_justified);
        self.unknown_least = self.unknown_least.zip(&other.unknown_least, add);
        self.unknown_most = self.unknown_most.zip(&other.unknown_most, add);
    }

    /// All claims.
    pub fn claims(&self) -> u64 {
        self.known.claims + self.unknown_if_justified.claims
    }

    /// Money of all claims.
    pub fn amount(&self) -> i128 {
        self.known.amount + self.unknown_if_justified.amount
    }

    /// All claims settled at once.
    pub fn auto_claims(&self) -> u64 {
        self.known.auto_claims + self.unknown_if_justified.auto_claims
    }

    /// Money of all claims settled at once.
    pub fn auto_amount(&self) -> i128 {
        self.known.auto_amount + self.unknown_if_justified.auto_amount
    }

    /// All claims with an amount below zero.
    pub fn negative(&self) -> u64 {
        self.known.negative + self.unknown_if_justified.negative
    }

    /// All claims settled at once with an amount below zero.
    pub fn auto_negative(&self) -> u64 {
        self.known.auto_negative + self.unknown_if_justified.auto_negative
    }

    /// Minutes of staff over all claims, times 10^9; they do not depend on the result.
    pub fn minutes(&self) -> i128 {
        self.known.minutes + self.unknown_if_justified.minutes
    }

    /// All claims settled after the legal limit.
    pub fn late(&self) -> u64 {
        self.known.late + self.unknown_if_justified.late
    }

    /// The smallest and the largest value that a figure over all claims can have.
    pub fn bounds(&self, figure: impl Fn(&Figures) -> i128) -> (i128, i128) {
        let known = figure(&Figures::of(&self.known));
        (
            known + figure(&self.unknown_least),
            known + figure(&self.unknown_most),
        )
    }
}

/// The sums of one claim of this price that is settled by this outcome.
#[inline]
pub(super) fn price(
    plan: &ReplayPlan,
    outcome: Outcome,
    amount: Option<i64>,
    price: &ClaimPrice<'_>,
) -> Sums {
    let is_auto = outcome.is_automatic_payment();
    let is_manual = !is_auto && outcome != Outcome::Decline;
    let review = price.as_review();
    let other;
    let manual = match outcome {
        Outcome::Escalate | Outcome::RequestInfo => {
            other = price.manual(outcome);
            &other
        }
        _ => review,
    };
    let review_total = review.total();
    let (loss, avoidable) = (price.loss(), price.avoidable_loss());
    let audit_nano = plan.audit_nano(Outcome::Approve);
    let direct = price.automatic_direct(audit_nano);
    let cost = match outcome {
        _ if is_auto && plan.audit_nano(outcome) == audit_nano => direct + loss,
        _ if is_auto => price.automatic_direct(plan.audit_nano(outcome)) + loss,
        Outcome::Decline => price.decline(),
        Outcome::Review => review_total,
        _ => manual.total(),
    };
    let amount = i128::from(amount.unwrap_or_default());
    Sums {
        claims: 1,
        amount,
        auto_claims: u64::from(is_auto),
        auto_amount: if is_auto { amount } else { 0 },
        negative: u64::from(amount < 0),
        auto_negative: u64::from(is_auto && amount < 0),
        unjustified: u64::from(price.is_unjustified()),
        auto_unjustified: u64::from(is_auto && price.is_unjustified()),
        loss: if is_auto { loss } else { 0 },
        avoidable_loss: if is_auto { avoidable } else { 0 },
        unavoidable_loss: price.unavoidable_loss(),
        cost,
        loss_in_cost: match outcome {
            _ if is_auto => loss,
            Outcome::Decline => 0,
            _ => manual.residual_loss,
        },
        cost_review_all: review_total,
        cost_approve_all: direct + loss,
        cost_clairvoyant: review_total.min(direct + loss),
        review_without_loss: review_total - review.residual_loss,
        auto_without_loss: direct,
        potential_avoidable_loss: avoidable,
        avoidable_share: price.avoidable_share(),
        minutes: if is_manual {
            i128::from(manual.minutes)
        } else {
            0
        },
        minutes_review_all: i128::from(review.minutes),
        late: u64::from(is_manual && manual.days_late > 0),
        late_penalty: if is_manual { manual.late } else { 0 },
    }
}

//! A decided claim with its price, as every tally sees it.

use decision_matrix::table::Outcome;

use super::plan::ReplayPlan;
use super::sums::{self, Group, Sums};
use super::{ReplayedClaim, time_of};
use crate::costs::ClaimPrice;

/// One decided and priced claim.
#[derive(Clone, Copy, Debug)]
pub struct PricedClaim<'a> {
    /// The claim, its decision and its results.
    pub claim: &'a ReplayedClaim<'a>,
    /// Its amount in minor units, where it has a readable one, even outside its domain.
    pub amount: Option<i64>,
    /// Its time in seconds since 1970-01-01T00:00:00Z, where it has one.
    pub time: Option<i64>,
    /// What it costs, as known; where its result is unknown, as if it were justified.
    pub sums: Sums,
    /// Where its result is unknown: what it costs if it is not justified.
    pub if_unjustified: Option<Sums>,
    /// Its price under each action; an unknown result is taken to be justified.
    pub price: ClaimPrice<'a>,
}

impl<'a> PricedClaim<'a> {
    /// Prices a decided claim.
    pub fn new(plan: &'a ReplayPlan, claim: &'a ReplayedClaim<'a>) -> Self {
        let amount = claim.amount.or_else(|| plan.amount(claim.facts));
        let time = time_of(claim.facts);
        let price = |is_justified| {
            ClaimPrice::new(
                plan.costs(),
                &claim.results,
                plan.scale(),
                amount,
                time,
                is_justified,
            )
        };
        let sums =
            |price: &ClaimPrice<'_>| sums::price(plan, claim.decision.outcome, amount, price);
        let known = price(true);
        Self {
            claim,
            amount,
            time,
            sums: sums(&known),
            if_unjustified: (!claim.results.is_known()).then(|| sums(&price(false))),
            price: known,
        }
    }

    /// What the same claim costs under another outcome; an unknown result is taken to be justified.
    pub fn under(&self, plan: &ReplayPlan, outcome: Outcome) -> Sums {
        sums::price(plan, outcome, self.amount, &self.price)
    }

    /// Whether its result is known.
    pub fn is_known(&self) -> bool {
        self.if_unjustified.is_none()
    }

    /// The claim as a group of one.
    pub(super) fn group(&self) -> Group {
        match &self.if_unjustified {
            None => Group::known(&self.sums),
            Some(unjustified) => Group::unknown(&self.sums, unjustified),
        }
    }
}

//! Stress: what happens to loss and saving if people or machines behave otherwise than in the past.
//!
//! Sums are kept once and every scenario is computed from them, so that it costs nothing to ask
//! for more of them. Only claims with a known result count.
//!
//! - *Shading.* Someone whose claim is not justified and above the limit learns the limit and asks
//!   for it. Every unjustified claim that is not settled at once is decided again with smaller
//!   amounts; the largest that is settled at once is what a claimant would ask for.
//! - *Opportunists.* Word gets round: unjustified claims come several times as often, in the mix of
//!   the past, with what the reviewed ones cost. Justified claims stay.
//! - *Outage.* A device fails: claims of one level of a factor come several times as often.
//! - *Drift.* The share of unjustified claims rises, the number of claims stays.
//!
//! The claims that are multiplied are the unjustified ones, not the claims of people who are known
//! for them: who a person is stands in no register. This is the harder stress, because the
//! justified claims of the same people, which would dilute the loss rate, are not multiplied.
//!
//! A margin is the smallest stress of a kind from which a policy breaks the accepted loss rate, or
//! no longer saves. All sums are linear in the stress, so it is a quotient.

mod level;
mod scenario;

#[cfg(test)]
mod tests;

use decision_matrix::CompiledMatrix;
use decision_matrix::table::ColumnRef;

use super::gaming::limits;
use crate::replay::{PricedClaim, ReplayPlan, ReplayedClaim, Sums};
use level::LevelSums;
use scenario::Mix;

/// Scenarios and margins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stress {
    /// The loss rate that the bank accepts.
    pub accepted_loss_rate: Option<f64>,
    /// Scenario by scenario; the first one is the past as it was.
    pub scenarios: Vec<Scenario>,
    /// The smallest stress of each kind that breaks the accepted loss rate or ends the saving.
    pub margins: Vec<StressMargin>,
    /// The name of the factor and its level whose claims multiply in an outage.
    pub outage_of: Option<(String, String)>,
}

/// What is stressed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StressKind {
    /// Nothing.
    Past,
    /// This share of the claimants of unjustified claims above their limit ask for the limit.
    Shading(f64),
    /// So many times the unjustified claims.
    Opportunists(f64),
    /// Both.
    ShadingOpportunists(f64, f64),
    /// So many times the claims of the device status or level that is settled at once the most.
    Outage(f64),
    /// The share of unjustified claims rises by this factor, the number of claims stays.
    Drift(f64),
}

/// One scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scenario {
    /// What is stressed.
    pub kind: StressKind,
    /// Loss over money settled at once.
    pub loss_rate: Option<f64>,
    /// What is saved against reviewing every claim, in minor units.
    pub net_saving: f64,
    /// Share of claims settled at once.
    pub auto_share: Option<f64>,
    /// Whether the loss rate is above what is accepted.
    pub is_broken: bool,
}

/// How much stress the policy bears.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StressMargin {
    /// The kind; its numbers say from where the accepted loss rate is broken. Infinite where no
    /// stress of the kind does it.
    pub breaks_limit: StressKind,
    /// The same for the saving, from where it is none.
    pub ends_saving: StressKind,
}

/// Adds up what the scenarios need.
#[derive(Clone, Debug)]
pub struct StressTally {
    /// Claims that are not multiplied, and those that are.
    steady: StressSums,
    stressed: StressSums,
    /// What the stressed claims become where all of them who can ask for their limit.
    shaded: StressSums,
    levels: LevelSums,
    /// Amounts at which a decision may change, falling.
    thresholds: Vec<i64>,
}

/// What is added up over a group of claims, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StressSums {
    pub(crate) claims: i128,
    pub(crate) auto_claims: i128,
    pub(crate) auto_amount: i128,
    pub(crate) loss: i128,
    pub(crate) net_saving: i128,
}

impl StressSums {
    /// The sums of one claim.
    fn of(sums: &Sums) -> Self {
        Self {
            claims: i128::from(sums.claims),
            auto_claims: i128::from(sums.auto_claims),
            auto_amount: sums.auto_amount,
            loss: sums.loss,
            net_saving: sums.net_saving(),
        }
    }

    /// Adds other sums.
    fn merge(&mut self, other: &Self) {
        self.claims += other.claims;
        self.auto_claims += other.auto_claims;
        self.auto_amount += other.auto_amount;
        self.loss += other.loss;
        self.net_saving += other.net_saving;
    }
}

impl StressTally {
    /// Nothing added up yet.
    pub fn new(plan: &ReplayPlan) -> Self {
        let amount = plan.amount_factor().map(ColumnRef::Factor);
        Self {
            steady: StressSums::default(),
            stressed: StressSums::default(),
            shaded: StressSums::default(),
            levels: LevelSums::new(plan),
            thresholds: amount
                .map_or_else(Vec::new, |amount| limits::thresholds(plan.tables(), amount)),
        }
    }

    /// Adds a claim. `engine` is the one that decided it.
    pub fn add(&mut self, plan: &ReplayPlan, engine: &CompiledMatrix, claim: &PricedClaim<'_>) {
        self.add_as(plan, engine, claim, claim.sums.unjustified > 0);
    }

    /// Adds a claim that multiplies and is shaded, or is not, by another mark than its result, such
    /// as a customer who is known to try it.
    pub fn add_as(
        &mut self,
        plan: &ReplayPlan,
        engine: &CompiledMatrix,
        claim: &PricedClaim<'_>,
        is_stressed: bool,
    ) {
        if !claim.is_known() {
            return;
        }
        let sums = StressSums::of(&claim.sums);
        self.levels.add(plan, claim.claim.facts, &sums);
        if !is_stressed {
            self.steady.merge(&sums);
            return;
        }
        self.stressed.merge(&sums);
        let shaded = self.shaded(plan, engine, claim);
        self.shaded.merge(&shaded.unwrap_or(sums));
    }

    /// Adds what another tally of the same plan has added up.
    pub fn merge(&mut self, other: &Self) {
        self.steady.merge(&other.steady);
        self.stressed.merge(&other.stressed);
        self.shaded.merge(&other.shaded);
        self.levels.merge(&other.levels);
    }

    /// Scenarios and margins against a loss rate that the bank accepts. Nothing without a claim
    /// whose result is known.
    pub fn finish(&self, plan: &ReplayPlan, accepted_loss_rate: Option<f64>) -> Stress {
        if self.steady.claims + self.stressed.claims == 0 {
            return Stress {
                accepted_loss_rate,
                ..Stress::default()
            };
        }
        let outage = self.levels.most_settled(plan);
        let mix = Mix {
            steady: self.steady,
            stressed: self.stressed,
            shaded: self.shaded,
            outage: outage.as_ref().map(|outage| outage.sums),
        };
        Stress {
            accepted_loss_rate,
            scenarios: mix.scenarios(accepted_loss_rate),
            margins: mix.margins(accepted_loss_rate),
            outage_of: outage.map(|outage| (outage.factor, outage.level)),
        }
    }

    /// The claim with the largest smaller amount that is settled at once; `None` where it is
    /// settled at once as it is, or with no amount above 0.
    fn shaded(
        &self,
        plan: &ReplayPlan,
        engine: &CompiledMatrix,
        claim: &PricedClaim<'_>,
    ) -> Option<StressSums> {
        let (factor, amount) = (plan.amount_factor()?, claim.amount?);
        if claim.claim.decision.outcome.is_automatic_payment() {
            return None;
        }
        let mut facts = claim.claim.facts.clone();
        let smaller = self.thresholds.iter().filter(|limit| **limit < amount);
        for limit in smaller.take_while(|limit| **limit > 0) {
            facts.set_minor(factor, *limit).ok()?;
            let decision = engine.decide(&facts);
            if decision.outcome.is_automatic_payment() {
                let asked = ReplayedClaim {
                    facts: &facts,
                    decision,
                    amount: None,
                    ..*claim.claim
                };
                return Some(StressSums::of(&PricedClaim::new(plan, &asked).sums));
            }
        }
        None
    }
}

//! Champion and challenger: two policies on the same claims, paired claim by claim, so that what
//! they have in common cancels.

use decision_matrix::table::Outcome;

#[cfg(test)]
mod tests;

use crate::replay::{PricedClaim, ReplayPlan, RowDecision, narrowed, outcome_place};
use crate::statistics::{Estimate, RatioMoments};

/// Outcomes that there are.
const OUTCOMES: usize = Outcome::ALL.len();

/// These rules against others. Differences are these minus the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Claims that both decided.
    pub claims: u64,
    /// Claims with another outcome.
    pub differing: u64,
    /// Money of the claims with another outcome, in minor units.
    pub differing_amount: i128,
    /// Net saving of these rules less that of the others, in whole units, with its paired interval.
    pub net_saving: Estimate,
    /// Difference of the losses, in whole units.
    pub loss: Estimate,
    /// Difference of the shares settled at once.
    pub auto_share: Estimate,
    /// From the others' outcome to the outcome of these rules, the most claims first.
    pub flows: Vec<Flow>,
}

/// Claims that moved from one outcome to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// What the others decide.
    pub from: Outcome,
    /// What these rules decide.
    pub to: Outcome,
    /// Claims.
    pub claims: u64,
    /// Their money, in minor units.
    pub amount: i128,
    /// What they cost more under these rules, in minor units, over known results.
    pub cost_change: i128,
    /// What they lose more under these rules, in minor units, over known results.
    pub loss_change: i128,
    /// The smallest claim id, byte for byte, as an example.
    pub example: String,
}

/// What the other rules make of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherDecision {
    /// What they decide.
    pub outcome: Outcome,
    /// What that costs and loses; `None` where the result of the claim is unknown.
    pub figures: Option<OtherFigures>,
}

/// What a claim costs and loses under the other rules, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherFigures {
    /// What the decision costs, the loss included.
    pub cost: i64,
    /// The loss, where the claim is settled at once.
    pub loss: i64,
}

impl OtherDecision {
    /// What a replay of the other rules said of the row of a claim.
    pub fn of_row(said: &RowDecision) -> Self {
        Self {
            outcome: said.decision.outcome,
            figures: said.is_known.then_some(OtherFigures {
                cost: said.cost,
                loss: said.loss,
            }),
        }
    }

    /// What the other rules make of a claim that was replayed with them.
    pub fn new(claim: &PricedClaim<'_>) -> Self {
        Self {
            outcome: claim.claim.decision.outcome,
            figures: claim.is_known().then(|| OtherFigures {
                cost: narrowed(claim.sums.cost),
                loss: narrowed(claim.sums.loss),
            }),
        }
    }
}

/// Sums of differences, claim by claim and customer by customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComparisonTally {
    claims: u64,
    flows: [[FlowSums; OUTCOMES]; OUTCOMES],
    customer: Differences,
    saving: RatioMoments,
    loss: RatioMoments,
    auto_share: RatioMoments,
    known: u64,
}

/// What is added up over claims that moved alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct FlowSums {
    claims: u64,
    amount: i128,
    cost_change: i128,
    loss_change: i128,
    example: String,
}

/// Differences over the claims of one customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Differences {
    claims: i64,
    known: i64,
    auto_claims: i64,
    saving: i64,
    loss: i64,
}

impl ComparisonTally {
    /// Nothing compared yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a claim as these rules and the others decide it. The claims of a customer come one
    /// after another and are closed by [`Self::end_cluster`].
    pub fn add(&mut self, claim: &PricedClaim<'_>, other: &OtherDecision) {
        let to = claim.claim.decision.outcome;
        self.claims += 1;
        self.customer.claims += 1;
        self.customer.auto_claims +=
            i64::from(to.is_automatic_payment()) - i64::from(other.outcome.is_automatic_payment());
        let figures = other.figures.filter(|_| claim.is_known());
        let (mut cost, mut loss) = (0, 0);
        if let Some(other) = figures {
            cost = claim.sums.cost - i128::from(other.cost);
            loss = claim.sums.loss - i128::from(other.loss);
            self.known += 1;
            self.customer.known += 1;
            // A review of every claim costs the same under both rules, so it cancels.
            self.customer.saving = self.customer.saving.saturating_sub(narrowed(cost));
            self.customer.loss = self.customer.loss.saturating_add(narrowed(loss));
        }
        if to == other.outcome {
            return;
        }
        let row = self.flows.get_mut(outcome_place(other.outcome));
        if let Some(flow) = row.and_then(|row| row.get_mut(outcome_place(to))) {
            flow.claims += 1;
            flow.amount += claim.sums.amount;
            flow.cost_change += cost;
            flow.loss_change += loss;
            flow.take_example(claim.claim.id);
        }
    }

    /// Ends the claims of a customer.
    pub fn end_cluster(&mut self) {
        let ended = std::mem::take(&mut self.customer);
        if ended.claims > 0 {
            self.auto_share.add(ended.auto_claims, ended.claims);
        }
        if ended.known > 0 {
            self.saving.add(ended.saving, ended.known);
            self.loss.add(ended.loss, ended.known);
        }
    }

    /// Adds what was compared elsewhere. Customers are ended on both sides.
    pub fn merge(&mut self, other: &Self) {
        self.claims += other.claims;
        self.known += other.known;
        self.saving.merge(&other.saving);
        self.loss.merge(&other.loss);
        self.auto_share.merge(&other.auto_share);
        let theirs = other.flows.iter().flatten();
        for (mine, theirs) in self.flows.iter_mut().flatten().zip(theirs) {
            mine.merge(theirs);
        }
    }

    /// The comparison. Sums are the ratio per claim times the claims with a known result.
    pub fn finish(&self, plan: &ReplayPlan) -> Comparison {
        let mut flows: Vec<Flow> = Vec::new();
        for (from, row) in Outcome::ALL.into_iter().zip(&self.flows) {
            let moved = Outcome::ALL.into_iter().zip(row);
            let moved = moved.filter(|(_, sums)| sums.claims > 0);
            flows.extend(moved.map(|(to, sums)| sums.flow(from, to)));
        }
        // The sort is stable: equal numbers stay in the order of outcomes.
        flows.sort_by_key(|flow| std::cmp::Reverse(flow.claims));
        let whole = |moments: &RatioMoments| {
            let unit = 10_f64.powi(i32::from(plan.scale()));
            scaled(moments.hall(), claims(self.known) / unit)
        };
        Comparison {
            claims: self.claims,
            differing: flows.iter().map(|flow| flow.claims).sum(),
            differing_amount: flows.iter().map(|flow| flow.amount).sum(),
            net_saving: whole(&self.saving),
            loss: whole(&self.loss),
            auto_share: self.auto_share.hall(),
            flows,
        }
    }
}

impl FlowSums {
    /// Keeps the smallest id; an empty one is no example.
    fn take_example(&mut self, id: &str) {
        if !id.is_empty() && (self.example.is_empty() || id < self.example.as_str()) {
            id.clone_into(&mut self.example);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.claims += other.claims;
        self.amount += other.amount;
        self.cost_change += other.cost_change;
        self.loss_change += other.loss_change;
        self.take_example(&other.example);
    }

    fn flow(&self, from: Outcome, to: Outcome) -> Flow {
        Flow {
            from,
            to,
            claims: self.claims,
            amount: self.amount,
            cost_change: self.cost_change,
            loss_change: self.loss_change,
            example: self.example.clone(),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a printed sum needs no more than 53 bits"
)]
fn claims(claims: u64) -> f64 {
    claims as f64
}

/// An estimate and its interval times a positive number.
fn scaled(estimate: Estimate, factor: f64) -> Estimate {
    let times = |value: Option<f64>| value.map(|value| value * factor);
    Estimate {
        value: times(estimate.value),
        low: times(estimate.low),
        high: times(estimate.high),
        method: estimate.method,
    }
}

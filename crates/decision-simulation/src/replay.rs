//! The replay: decided claims in, sums out.
//!
//! [`ReplayPlan`] is what is prepared once (prices, levels, which factor is the amount);
//! [`Replay`] adds up claims and may be split over threads and merged again. The order of claims
//! changes nothing. [`Simulation`] is both with a check for claims that come twice, for callers
//! with one stream. Deciding is not done here, and history is the caller's matter.

mod break_even;
mod claim_ids;
mod clusters;
mod levels;
mod plan;
mod priced;
mod profile;
mod resolution;
mod row_log;
mod run;
mod sums;
mod traps;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;

use decision_matrix::table::{FactorIndex, Outcome};
use decision_matrix::{Decision, Fact, Facts, RuleRef};

pub use claim_ids::ClaimIds;
pub(crate) use clusters::{LossOf, Ratio, narrowed};
pub use levels::{FactorLevels, Levels};
pub use plan::{CurrencyMismatchError, ReplayPlan};
pub use priced::PricedClaim;
pub use row_log::{RowDecision, RowDecisions, RowLog};
pub use run::{ReplayRun, Replayed};
pub use sums::{Figures, Group, Sums};
pub use traps::{Trap, TrapCount, Traps};

use crate::results::KnownResults;
use break_even::{BreakEvenCell, BreakEvenCells};
use clusters::Clusters;
use resolution::ResolutionTimes;

/// One decided claim.
#[derive(Clone, Copy, Debug)]
pub struct ReplayedClaim<'a> {
    /// Its id, for messages.
    pub id: &'a str,
    /// Its facts, as they were decided.
    pub facts: &'a Facts,
    /// What was decided.
    pub decision: Decision,
    /// What is known of it afterwards.
    pub results: KnownResults,
    /// Its amount in minor units, where the source has a readable one that is no fact because it
    /// lies outside its domain; `None` takes the fact.
    pub amount: Option<i64>,
    /// Days from the incident to the claim, where the caller knows them.
    pub filing_delay_days: Option<i64>,
}

impl<'a> ReplayedClaim<'a> {
    /// A claim of which nothing more is known than its facts and results.
    pub fn new(id: &'a str, facts: &'a Facts, decision: Decision, results: KnownResults) -> Self {
        Self {
            id,
            facts,
            decision,
            results,
            amount: None,
            filing_delay_days: None,
        }
    }
}

/// Sums over decided claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replay {
    pub(crate) total: Group,
    pub(crate) rules: BTreeMap<RuleRef, Group>,
    pub(crate) levels: BTreeMap<(FactorIndex, u16), Group>,
    pub(crate) outcomes: [Group; Outcome::ALL.len()],
    pub(crate) traps: Traps,
    pub(crate) resolution: ResolutionTimes,
    pub(crate) break_even: BreakEvenCells,
    pub(crate) clusters: Clusters,
    pub(crate) faults: u64,
    pub(crate) duplicates: u64,
    pub(crate) first_time: Option<i64>,
    pub(crate) last_time: Option<i64>,
}

impl Replay {
    /// Nothing added up yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a decided claim. The plan is that of every claim of this replay.
    pub fn add<'p>(
        &mut self,
        plan: &'p ReplayPlan,
        claim: &'p ReplayedClaim<'p>,
    ) -> PricedClaim<'p> {
        let priced = PricedClaim::new(plan, claim);
        self.add_alone(plan, &priced);
        let Decision { rule, outcome, .. } = claim.decision;
        let mut levels = Vec::with_capacity(plan.levels().factors().len());
        plan.levels().levels_of(claim.facts, &mut levels);
        self.add_group(plan, rule, outcome, &levels, &priced.group());
        let mut cell = BreakEvenCell::default();
        cell.add(&priced);
        self.break_even.add(&plan.levels().cell(&levels), &cell);
        if priced.is_known() && priced.sums.auto_claims > 0 {
            let loss = narrowed(priced.sums.loss);
            let amount = narrowed(priced.sums.auto_amount);
            let mut add_to = |of| self.clusters.lose(of, loss, amount);
            add_to(LossOf::Rule(rule));
            add_to(LossOf::Outcome(outcome_place(outcome)));
            for (factor, level) in plan.levels().factors().iter().zip(&levels) {
                add_to(LossOf::Level(factor.factor(), *level));
            }
        }
        priced
    }

    /// Adds what no line is asked for.
    fn add_alone(&mut self, plan: &ReplayPlan, priced: &PricedClaim<'_>) {
        let (claim, time) = (priced.claim, priced.time);
        let days = self.resolution.add(claim.decision.outcome, &priced.price);
        self.clusters.add(priced, days);
        self.traps.add(plan, claim, priced.amount);
        if priced.price.as_review().is_outside_calendar {
            self.traps.count(Trap::OutsideCalendar, claim.id, 0);
        }
        self.faults += u64::from(claim.decision.fault.is_some());
        self.first_time = earliest(self.first_time, time);
        self.last_time = self.last_time.max(time);
    }

    /// Adds claims of one rule, one outcome and one level of each factor to their lines.
    fn add_group(
        &mut self,
        plan: &ReplayPlan,
        rule: RuleRef,
        outcome: Outcome,
        levels: &[u16],
        group: &Group,
    ) {
        self.total.merge(group);
        self.rules.entry(rule).or_default().merge(group);
        if let Some(outcome) = self.outcomes.get_mut(outcome_place(outcome)) {
            outcome.merge(group);
        }
        for (factor, level) in plan.levels().factors().iter().zip(levels) {
            let line = self.levels.entry((factor.factor(), *level));
            line.or_default().merge(group);
        }
    }

    /// Says that the customer of the claims added last has no more.
    pub fn end_customer(&mut self) {
        self.clusters.end();
    }

    /// Counts a claim whose id has come before; it is not added.
    pub fn add_duplicate(&mut self, id: &str) {
        self.duplicates += 1;
        self.traps.count(Trap::Duplicate, id, 0);
    }

    /// Adds what another replay of the same plan has added up.
    pub fn merge(&mut self, other: &Self) {
        self.total.merge(&other.total);
        for (rule, group) in &other.rules {
            self.rules.entry(*rule).or_default().merge(group);
        }
        for (level, group) in &other.levels {
            self.levels.entry(*level).or_default().merge(group);
        }
        for (mine, group) in self.outcomes.iter_mut().zip(&other.outcomes) {
            mine.merge(group);
        }
        self.traps.merge(&other.traps);
        self.resolution.merge(&other.resolution);
        self.break_even.merge(&other.break_even);
        self.clusters.merge(&other.clusters);
        self.faults += other.faults;
        self.duplicates += other.duplicates;
        self.first_time = earliest(self.first_time, other.first_time);
        self.last_time = self.last_time.max(other.last_time);
    }

    /// How many claims were added, duplicates not among them.
    pub fn claims(&self) -> u64 {
        self.total.claims()
    }

    /// The sums over all claims.
    pub fn total(&self) -> &Group {
        &self.total
    }

    /// The sums of each rule that decided a claim.
    pub fn rules(&self) -> impl Iterator<Item = (RuleRef, &Group)> {
        self.rules.iter().map(|(rule, group)| (*rule, group))
    }

    /// What was strange in the claims.
    pub fn traps(&self) -> &Traps {
        &self.traps
    }
}

/// A replay of one stream of claims whose customers nobody knows: each claim counts as one
/// observation. Of claims with one id the first counts.
#[derive(Clone, Debug)]
pub struct Simulation {
    plan: ReplayPlan,
    ids: ClaimIds,
    replay: Replay,
}

impl Simulation {
    /// A replay by this plan.
    pub fn new(plan: ReplayPlan) -> Self {
        Self {
            plan,
            ids: ClaimIds::new(),
            replay: Replay::new(),
        }
    }

    /// Adds a decided claim, unless its id has come before. Claims with an empty id always count.
    pub fn add(&mut self, claim: &ReplayedClaim<'_>) {
        if claim.id.is_empty() || self.ids.is_first(claim.id) {
            self.replay.add(&self.plan, claim);
            self.replay.end_customer();
        } else {
            self.replay.add_duplicate(claim.id);
        }
    }

    /// The plan.
    pub fn plan(&self) -> &ReplayPlan {
        &self.plan
    }

    /// What was added up so far.
    pub fn replay(&self) -> &Replay {
        &self.replay
    }

    /// The plan and what was added up.
    pub fn finish(self) -> (ReplayPlan, Replay) {
        (self.plan, self.replay)
    }
}

/// The place of an outcome in order of declaration.
pub(crate) fn outcome_place(outcome: Outcome) -> usize {
    Outcome::ALL
        .iter()
        .position(|other| *other == outcome)
        .unwrap_or_default()
}

/// The time of a claim, where it has one.
pub(crate) fn time_of(facts: &Facts) -> Option<i64> {
    match facts.time() {
        Fact::Value(seconds) => Some(seconds),
        _ => None,
    }
}

/// The smaller of two times, where there are any.
fn earliest(first: Option<i64>, second: Option<i64>) -> Option<i64> {
    match (first, second) {
        (Some(first), Some(second)) => Some(first.min(second)),
        (first, second) => first.or(second),
    }
}

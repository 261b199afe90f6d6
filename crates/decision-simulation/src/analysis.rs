//! What a replay tells beyond its totals. Each analysis is one file: a tally that takes decided
//! and priced claims one by one and may be split over threads and merged again, and what it comes
//! to in the end.
//!
//! A tally has `new(plan)`, `add(plan, claim)`, `merge(other)` and `finish`; its sums are exact
//! and do not depend on the order of the claims.

pub mod causes;
pub mod comparison;
pub mod cost_terms;
pub mod drift;
#[cfg(test)]
mod fixture;
pub mod frontier;
pub mod gaming;
pub mod limit_cells;
pub mod missing;
mod operands;
pub mod past_policy;
pub mod stress;
pub mod survey;

use decision_matrix::CompiledMatrix;

use crate::replay::{Group, PricedClaim, ReplayPlan};
use crate::report::{CostTerms, PastPolicy, Sections};

use causes::CausesTally;
use comparison::{ComparisonTally, OtherDecision};
use cost_terms::CostTermsTally;
use drift::DriftTally;
use frontier::{FrontierTally, Tunables};
use gaming::GamingTally;
use limit_cells::{LimitCellsTally, LimitReaders};
use missing::{MissingOutcomes, MissingTally, Mode};
use past_policy::PastPolicyTally;
use stress::StressTally;
use survey::SurveyTally;

/// What all analyses of one policy share.
#[derive(Debug)]
pub struct AnalysisSetup<'a> {
    plan: &'a ReplayPlan,
    compiled: &'a CompiledMatrix,
    readers: LimitReaders,
    gaming_readers: LimitReaders,
    tunables: Option<Tunables>,
    options: AnalysisOptions,
}

/// What the analyses are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AnalysisOptions {
    /// Whether there are other rules to compare with.
    pub is_compared: bool,
    /// When the limits came into force, in seconds since 1970-01-01T00:00:00Z, where that is known.
    pub limits_since: Option<i64>,
    /// Year and month before which the months are the reference of drift; `None` takes the first
    /// third.
    pub reference_until: Option<(i64, u8)>,
    /// The loss over money settled at once that the bank accepts; `None` is any.
    pub accepted_loss_rate: Option<f64>,
}

impl<'a> AnalysisSetup<'a> {
    /// Prepares the analyses of a policy; `tunables` are what a frontier varies.
    pub fn new(
        plan: &'a ReplayPlan,
        compiled: &'a CompiledMatrix,
        tunables: Option<Tunables>,
        options: AnalysisOptions,
    ) -> Self {
        Self {
            plan,
            compiled,
            readers: LimitReaders::new(plan.tables()),
            gaming_readers: gaming::readers(plan.tables()),
            tunables,
            options,
        }
    }
}

/// All analyses of one policy.
#[derive(Clone, Debug)]
pub struct Analyses {
    causes: CausesTally,
    comparison: Option<ComparisonTally>,
    drift: DriftTally,
    frontier: Option<FrontierTally>,
    gaming: GamingTally,
    limits: LimitCellsTally,
    missing: MissingTally,
    past: PastPolicyTally,
    stress: StressTally,
    survey: SurveyTally,
    terms: CostTermsTally,
}

impl Analyses {
    /// Nothing looked at yet.
    pub fn new(setup: &AnalysisSetup<'_>) -> Self {
        let plan = setup.plan;
        Self {
            causes: CausesTally::new(plan),
            comparison: setup.options.is_compared.then(ComparisonTally::new),
            drift: DriftTally::new(plan),
            frontier: setup.tunables.as_ref().map(FrontierTally::new),
            gaming: GamingTally::since(plan, &setup.gaming_readers, setup.options.limits_since),
            limits: LimitCellsTally::new(&setup.readers),
            missing: MissingTally::new(plan),
            past: PastPolicyTally::default(),
            stress: StressTally::new(plan),
            survey: SurveyTally::new(plan),
            terms: CostTermsTally::default(),
        }
    }

    /// Adds a claim, and what other rules decide of it, where there are any.
    pub fn add(
        &mut self,
        setup: &AnalysisSetup<'_>,
        claim: &PricedClaim<'_>,
        other: Option<&OtherDecision>,
    ) {
        let plan = setup.plan;
        self.causes.add(plan, claim);
        self.drift.add(plan, claim);
        self.gaming.add(plan, &setup.gaming_readers, claim);
        self.limits.add(plan, &setup.readers, claim);
        self.missing.add(plan, claim);
        self.past.add(plan, claim);
        self.stress.add(plan, setup.compiled, claim);
        self.survey.add(plan, claim);
        self.terms.add(plan, claim);
        if let (Some(frontier), Some(tunables)) = (&mut self.frontier, &setup.tunables) {
            frontier.add(plan, tunables, claim);
        }
        if let (Some(comparison), Some(other)) = (&mut self.comparison, other) {
            comparison.add(claim, other);
        }
    }

    /// Closes the customer of the claims added last.
    pub fn end_customer(&mut self) {
        self.drift.end_cluster();
        self.missing.end_cluster();
        self.survey.end_cluster();
        if let Some(comparison) = &mut self.comparison {
            comparison.end_cluster();
        }
    }

    /// Adds what was looked at elsewhere with the same setup.
    pub fn merge(&mut self, other: &Self) {
        self.causes.merge(&other.causes);
        self.drift.merge(&other.drift);
        self.gaming.merge(&other.gaming);
        self.limits.merge(&other.limits);
        self.missing.merge(&other.missing);
        self.past.merge(&other.past);
        self.stress.merge(&other.stress);
        self.survey.merge(&other.survey);
        self.terms.merge(&other.terms);
        if let (Some(mine), Some(theirs)) = (&mut self.frontier, &other.frontier) {
            mine.merge(theirs);
        }
        if let (Some(mine), Some(theirs)) = (&mut self.comparison, &other.comparison) {
            mine.merge(theirs);
        }
    }

    /// What losses, costs and savings are over all claims, in the mode asked for or the best one.
    pub fn missing(&self, setup: &AnalysisSetup<'_>, asked: Option<Mode>) -> MissingOutcomes {
        self.missing.finish(setup.plan, asked)
    }

    /// The terms of the policy's cost, and those of reviewing everything.
    pub fn cost_terms(&self) -> (CostTerms, CostTerms) {
        self.terms.finish()
    }

    /// What was really decided, where the claims say it.
    pub fn past_policy(&self) -> Option<PastPolicy> {
        self.past.finish()
    }

    /// What it comes to. `total` is what the replay of the same claims came to.
    pub fn finish(&self, setup: &AnalysisSetup<'_>, total: &Group) -> Sections {
        let options = setup.options;
        let plan = setup.plan;
        let frontier = self.frontier.as_ref().zip(setup.tunables.as_ref());
        Sections {
            causes: self.causes.finish(plan),
            comparison: self.comparison.as_ref().map(|it| it.finish(plan)),
            drift: self.drift.finish(plan, options.reference_until),
            frontier: frontier.map(|(tally, tunables)| tally.finish(plan, tunables, total)),
            gaming: self.gaming.finish(plan),
            limits: self.limits.finish(plan, &setup.readers),
            stress: self.stress.finish(plan, options.accepted_loss_rate),
            survey: self.survey.finish(plan),
        }
    }
}

//! Unknown results: bounds, estimates by audit weights, imputation. An unknown result is never
//! taken for "no loss".
//!
//! Claims settled at once are rarely looked at again, so which results are known depends on what
//! was decided ("selective labels", Lakkaraju and others 2017). [`MissingTally`] collects what all
//! modes need in one pass: `bounds` the best and the worst case, `audit` the results weighted
//! by the inverse of the probability with which they became known, `strata` groups of claims
//! that look alike. What was asked for and cannot be had falls back to bounds, with the reason.

mod audit;
mod bounds;
mod strata;

#[cfg(test)]
mod tests;

use crate::replay::{PricedClaim, ReplayPlan};
use crate::statistics::Estimate;
use audit::AuditSums;
use bounds::Bounds;
use strata::Strata;

/// How unknown results are treated; the name stands in the head of every report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Every result is known.
    Full,
    /// The best and the worst case.
    Bounds,
    /// Known results weighted by the inverse of the probability with which they became known.
    Audit,
    /// Unknown results are taken to be like the known ones of similar claims.
    Impute,
}

impl Mode {
    /// Every mode, in order.
    pub const ALL: [Self; 4] = [Self::Full, Self::Bounds, Self::Audit, Self::Impute];

    /// The word on the command line and in the JSON document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Bounds => "bounds",
            Self::Audit => "audit",
            Self::Impute => "impute",
        }
    }

    /// The mode of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }
}

/// Why a mode gives less than was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Some results are unknown.
    UnknownResults,
    /// No claim carries the probability with which its result became known.
    NoProbabilities,
    /// More than 1% of the money settled at once lies in claims whose result could not become
    /// known: no weight can stand for them.
    UnsupportedMoney,
    /// Fewer than 30 claims settled at once were chosen by chance and are known.
    FewResults,
    /// The weighted sums of one customer are too large to be added up exactly.
    OutOfRange,
    /// More than 1% of the money settled at once lies in claims without 30 known ones like them:
    /// there is an interval, but no value.
    UnlikeKnown,
}

impl Refusal {
    /// A stable word for the JSON document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownResults => "unknown_results",
            Self::NoProbabilities => "no_probabilities",
            Self::UnsupportedMoney => "unsupported_money",
            Self::FewResults => "few_results",
            Self::OutOfRange => "out_of_range",
            Self::UnlikeKnown => "unlike_known",
        }
    }
}

/// What losses, costs and savings are over all claims, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MissingOutcomes {
    /// What was done.
    pub mode: Mode,
    /// Why it is not, or not wholly, what was asked for.
    pub reason: Option<Refusal>,
    /// Loss over money settled at once; in the mode `audit` self-normalised (SNIPS).
    pub loss_rate: Estimate,
    /// In the mode `audit` the same rate with the true money as denominator (IPS): unbiased, and
    /// a little wider. The two lie close together where the probabilities are right.
    pub loss_rate_unnormalised: Estimate,
    /// Loss of claims settled at once, in whole units.
    pub loss: Estimate,
    /// What the decisions cost, losses included, in whole units.
    pub cost: Estimate,
    /// What they save against reviewing every claim, in whole units.
    pub net_saving: Estimate,
    /// Claims with an unknown result.
    pub unknown_claims: u64,
    /// In the mode `audit`: how many equally weighted results tell as much as the weighted ones
    /// among claims settled at once, `(sum w)^2/sum w^2` (Kish 1965).
    pub effective_sample_size: Option<f64>,
    /// In the mode `audit`: the smallest probability among claims settled at once, 0..=1.
    pub min_propensity: Option<f64>,
    /// Share of the money settled at once whose result is unknown and could not become known;
    /// known for every mode, 0 where the result of each such claim was open to chance.
    pub unsupported_money_share: Option<f64>,
    /// In the mode `impute`: claims whose unknown result was taken from similar claims.
    pub imputed_claims: u64,
    /// Claims whose unknown result counts with its best and its worst case.
    pub bounded_claims: u64,
}

/// Collects what every mode needs.
///
/// The claims of one customer come one after another, and [`MissingTally::end_cluster`] follows
/// the last of them.
#[derive(Clone, Debug)]
pub struct MissingTally {
    bounds: Bounds,
    audit: AuditSums,
    strata: Strata,
}

impl MissingTally {
    /// Nothing collected yet.
    pub fn new(plan: &ReplayPlan) -> Self {
        Self {
            bounds: Bounds::default(),
            audit: AuditSums::default(),
            strata: Strata::new(plan),
        }
    }

    /// Adds a claim.
    pub fn add(&mut self, plan: &ReplayPlan, claim: &PricedClaim<'_>) {
        self.bounds.add(claim);
        self.audit.add(plan, claim);
        self.strata.add(plan, claim);
    }

    /// Ends the claims of a customer. Without a customer key every claim is its own customer.
    pub fn end_cluster(&mut self) {
        self.audit.end_cluster();
    }

    /// Adds what was collected over other customers; both have ended their last one.
    pub fn merge(&mut self, other: &Self) {
        self.bounds.merge(&other.bounds);
        self.audit.merge(&other.audit);
        self.strata.merge(&other.strata);
    }

    /// The mode where none is asked for: `full` where every result is known, `audit` where some
    /// claim carries a probability, else `bounds`. Never `impute`: it assumes too much to be a
    /// default.
    pub fn default_mode(&self) -> Mode {
        if self.bounds.unknown_claims() == 0 {
            Mode::Full
        } else if self.audit.has_probabilities() {
            Mode::Audit
        } else {
            Mode::Bounds
        }
    }

    /// What it comes to, in the mode asked for or the default one. A mode that cannot be had
    /// becomes `bounds` with a reason; with every result known it is always `full`.
    pub fn finish(&self, plan: &ReplayPlan, asked: Option<Mode>) -> MissingOutcomes {
        let default = self.default_mode();
        let mode = if default == Mode::Full {
            Mode::Full
        } else {
            asked.unwrap_or(default)
        };
        let scale = plan.scale();
        let refused = |reason| self.bounds.finish(scale, &self.audit, reason);
        match mode {
            Mode::Full if default != Mode::Full => refused(Some(Refusal::UnknownResults)),
            Mode::Bounds => refused(None),
            Mode::Impute => self.strata.finish(scale, &self.bounds, &self.audit),
            Mode::Full | Mode::Audit => self
                .audit
                .finish(scale, mode, &self.bounds)
                .unwrap_or_else(|reason| refused(Some(reason))),
        }
    }
}

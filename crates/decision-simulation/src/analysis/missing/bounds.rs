//! Known sums and the best and the worst case of unknown results: what is true whatever they are.

use super::audit::AuditSums;
use super::{MissingOutcomes, Mode, Refusal};
use crate::replay::{PricedClaim, Sums};
use crate::statistics::{Estimate, Method, ratio};

/// The figures that depend on results, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Money {
    pub(super) loss: i128,
    pub(super) cost: i128,
    pub(super) net_saving: i128,
}

impl Money {
    /// The figures of some sums.
    pub(super) fn of(sums: &Sums) -> Self {
        Self {
            loss: sums.loss,
            cost: sums.cost,
            net_saving: sums.net_saving(),
        }
    }

    /// Each figure of two chosen or combined.
    pub(super) fn zip(self, other: Self, pick: impl Fn(i128, i128) -> i128) -> Self {
        Self {
            loss: pick(self.loss, other.loss),
            cost: pick(self.cost, other.cost),
            net_saving: pick(self.net_saving, other.net_saving),
        }
    }

    /// Adds other figures.
    pub(super) fn add(&mut self, other: Self) {
        *self = self.zip(other, |one, other| one + other);
    }

    /// What other figures have more.
    pub(super) fn to(self, other: Self) -> Self {
        self.zip(other, |from, to| to - from)
    }
}

/// Sums over all claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bounds {
    unknown_claims: u64,
    auto_amount: i128,
    /// Over claims with a known result.
    pub(super) known: Money,
    /// Over the others, the smallest and the largest figures of each.
    least: Money,
    most: Money,
}

impl Bounds {
    /// Adds a claim.
    pub(super) fn add(&mut self, claim: &PricedClaim<'_>) {
        self.auto_amount += claim.sums.auto_amount;
        let Some(unjustified) = &claim.if_unjustified else {
            self.known.add(Money::of(&claim.sums));
            return;
        };
        let (one, other) = (Money::of(&claim.sums), Money::of(unjustified));
        self.unknown_claims += 1;
        self.least.add(one.zip(other, i128::min));
        self.most.add(one.zip(other, i128::max));
    }

    /// Adds what was summed elsewhere.
    pub(super) fn merge(&mut self, other: &Self) {
        self.unknown_claims += other.unknown_claims;
        self.auto_amount += other.auto_amount;
        self.known.add(other.known);
        self.least.add(other.least);
        self.most.add(other.most);
    }

    /// Claims with an unknown result.
    pub(super) fn unknown_claims(&self) -> u64 {
        self.unknown_claims
    }

    /// Money settled at once, known or not.
    pub(super) fn auto_amount(&self) -> i128 {
        self.auto_amount
    }

    /// The best and the worst case, without a value.
    pub(super) fn finish(
        &self,
        scale: u8,
        audit: &AuditSums,
        reason: Option<Refusal>,
    ) -> MissingOutcomes {
        let unit = 10_i128.pow(u32::from(scale));
        let between = |figure: fn(&Money) -> i128, divisor| {
            let known = figure(&self.known);
            Estimate::exactly(None).between(
                ratio(known + figure(&self.least), divisor),
                ratio(known + figure(&self.most), divisor),
            )
        };
        let loss_rate = if self.auto_amount > 0 {
            between(|money| money.loss, self.auto_amount)
        } else {
            Estimate::exactly(None)
        };
        MissingOutcomes {
            mode: Mode::Bounds,
            reason,
            loss_rate,
            loss_rate_unnormalised: Estimate::exactly(None),
            loss: between(|money| money.loss, unit),
            cost: between(|money| money.cost, unit),
            net_saving: between(|money| money.net_saving, unit),
            unknown_claims: self.unknown_claims,
            effective_sample_size: None,
            min_propensity: None,
            unsupported_money_share: audit.unsupported_money_share(),
            imputed_claims: 0,
            bounded_claims: self.unknown_claims,
        }
    }
}

/// An estimate moved by `value`, its ends by `low` and `high`; `None` moves nothing away from a
/// value that is not there.
pub(super) fn moved(estimate: Estimate, value: f64, low: f64, high: f64) -> Estimate {
    Estimate {
        value: estimate.value.map(|at| at + value),
        low: estimate.low.map(|at| at + low),
        high: estimate.high.map(|at| at + high),
        method: estimate.method,
    }
}

/// An estimate divided by a positive number; without a value where it is not positive.
pub(super) fn divided(estimate: Estimate, divisor: f64) -> Estimate {
    if divisor <= 0.0 {
        return Estimate::exactly(None);
    }
    let by = |at: f64| at / divisor;
    Estimate {
        value: estimate.value.map(by),
        low: estimate.low.map(by),
        high: estimate.high.map(by),
        method: estimate.method,
    }
}

/// The estimate with bounds as its interval, or without one where there is nothing to bound.
pub(super) fn bounded(value: Option<f64>, low: f64, high: f64, is_bounded: bool) -> Estimate {
    if is_bounded {
        Estimate {
            value,
            low: Some(low),
            high: Some(high),
            method: Method::Bounds,
        }
    } else {
        Estimate::exactly(value)
    }
}

//! Estimates from audits: each known result stands for `1/pi` claims like it, where `pi` is the
//! probability with which it became known.
//!
//! The loss rate is self-normalised, `sum w*loss / sum w*amount` with `w = 1/pi` (Swaminathan and
//! Joachims 2015). Costs and savings are difference estimates (Saerndal, Swensson and Wretman
//! 1992, section 6.3): every claim counts as if nothing were known of its result, and known
//! results add `w` times what they change. Their noise is that of the losses alone, and cost and
//! saving together stay the cost of reviewing everything.
//!
//! A result that is known without a probability, or with 1, stands for itself alone. A claim whose
//! result is unknown although it was to become known, or never could, is *unsupported*: up to 1%
//! of the money settled at once such claims widen the interval by their best and worst case,
//! beyond it there is no estimate.

use super::bounds::{Bounds, Money, divided, moved};
use super::{MissingOutcomes, Mode, Refusal};
use crate::replay::{PricedClaim, ReplayPlan, ReplayedClaim};
use crate::results::KnownResults;
use crate::statistics::{Estimate, RatioMoments, float, ratio};

/// Fraction bits of a weight.
const WEIGHT_BITS: u32 = 16;
/// The weight of a result that stands for itself.
const ONE: i128 = 1 << WEIGHT_BITS;
/// A probability of 1, times 10^9.
const CERTAIN: u64 = 1_000_000_000;
/// The fewest results found by chance from which something is estimated.
pub(super) const FEWEST_RESULTS: u64 = 30;
/// One part in so many of the money settled at once may be unsupported.
pub(super) const UNSUPPORTED_DIVISOR: i128 = 100;

/// Sums over the claims of one customer; weighted ones in minor units times 2^16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cluster {
    claims: i64,
    /// Settled at once: loss and money of known results, weighted, and money that they stand for.
    loss: i128,
    weighted_amount: i128,
    amount: i128,
    cost: i128,
    net_saving: i128,
}

/// Claims whose unknown result no weight can stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Unsupported {
    claims: u64,
    auto_claims: u64,
    /// Money settled at once, and money of all such claims.
    auto_amount: i128,
    amount: i128,
    /// What the smallest and the largest figures of each change against a justified claim.
    least: Money,
    most: Money,
}

/// Weighted sums over all claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AuditSums {
    cluster: Cluster,
    self_normalised: RatioMoments,
    unnormalised: RatioMoments,
    cost: RatioMoments,
    net_saving: RatioMoments,
    auto_claims: u64,
    auto_amount: i128,
    /// Over known results of claims settled at once: weights and their squares.
    weights: i128,
    squared_weights: i128,
    smallest: Option<u64>,
    /// Claims settled at once whose result was open to chance: known and unknown ones.
    found: u64,
    not_found: u64,
    /// What results found by chance change, weighted, and the money that they stand for.
    change: Money,
    change_amount: i128,
    unsupported: Unsupported,
    has_probabilities: bool,
    is_out_of_range: bool,
}

/// How a result became known, or did not.
enum Support {
    /// It stands for itself.
    Itself,
    /// It was found by chance; the probability times 10^9.
    Found(u64),
    /// It was not found; the probability times 10^9.
    NotFound(u64),
    /// It never could be known, or was to be and is not.
    None,
}

impl Support {
    /// What the results of a claim say.
    fn of(results: &KnownResults, is_known: bool) -> Self {
        match (is_known, results.audit_probability) {
            (true, Some(nano @ 1..CERTAIN)) => Self::Found(nano),
            (true, _) => Self::Itself,
            (false, Some(nano @ 1..CERTAIN)) => Self::NotFound(nano),
            (false, _) => Self::None,
        }
    }
}

impl AuditSums {
    /// Adds a claim.
    pub(super) fn add(&mut self, plan: &ReplayPlan, claim: &PricedClaim<'_>) {
        let results = &claim.claim.results;
        let sums = &claim.sums;
        let is_auto = sums.auto_claims > 0;
        self.has_probabilities |= results.audit_probability.is_some();
        self.auto_claims += sums.auto_claims;
        self.auto_amount += sums.auto_amount.max(0);
        let support = Support::of(results, claim.is_known());
        let is_supported = !matches!(support, Support::None);
        let (weight, base) = match support {
            Support::Itself => (ONE, Money::of(sums)),
            Support::Found(nano) => {
                self.see(nano, is_auto, true);
                (weight_of(nano), unseen(plan, claim))
            }
            Support::NotFound(nano) => {
                self.see(nano, is_auto, false);
                (0, Money::of(sums))
            }
            Support::None => {
                self.unsupported.add(claim);
                (0, Money::of(sums))
            }
        };
        let change = base.to(Money::of(sums));
        if weight > ONE {
            self.change
                .add(change.zip(Money::default(), |change, _| change * weight));
            self.change_amount += claim.amount.map_or(0, i128::from).max(0) * weight;
        }
        if weight > 0 && is_auto {
            self.weights += weight;
            self.squared_weights += weight * weight;
        }
        let cluster = &mut self.cluster;
        cluster.claims += 1;
        cluster.loss += sums.loss * weight;
        cluster.weighted_amount += sums.auto_amount * weight;
        if is_supported {
            cluster.amount += sums.auto_amount * ONE;
        }
        cluster.cost += base.cost * ONE + change.cost * weight;
        cluster.net_saving += base.net_saving * ONE + change.net_saving * weight;
    }

    /// Counts a result that was open to chance.
    fn see(&mut self, nano: u64, is_auto: bool, is_found: bool) {
        if !is_auto {
            return;
        }
        self.smallest = Some(self.smallest.map_or(nano, |smallest| smallest.min(nano)));
        self.found += u64::from(is_found);
        self.not_found += u64::from(!is_found);
    }

    /// Ends the claims of a customer.
    pub(super) fn end_cluster(&mut self) {
        let cluster = std::mem::take(&mut self.cluster);
        if cluster.claims == 0 {
            return;
        }
        let narrow = |sum: i128| i64::try_from(sum).ok();
        let sums = (
            narrow(cluster.loss),
            narrow(cluster.weighted_amount),
            narrow(cluster.amount),
            narrow(cluster.cost),
            narrow(cluster.net_saving),
        );
        let (Some(loss), Some(weighted), Some(amount), Some(cost), Some(net_saving)) = sums else {
            self.is_out_of_range = true;
            return;
        };
        self.self_normalised.add(loss, weighted);
        self.unnormalised.add(loss, amount);
        self.cost.add(cost, cluster.claims);
        self.net_saving.add(net_saving, cluster.claims);
    }

    /// Adds what was summed over other customers.
    pub(super) fn merge(&mut self, other: &Self) {
        self.self_normalised.merge(&other.self_normalised);
        self.unnormalised.merge(&other.unnormalised);
        self.cost.merge(&other.cost);
        self.net_saving.merge(&other.net_saving);
        self.auto_claims += other.auto_claims;
        self.auto_amount += other.auto_amount;
        self.weights += other.weights;
        self.squared_weights += other.squared_weights;
        self.smallest = match (self.smallest, other.smallest) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.found += other.found;
        self.not_found += other.not_found;
        self.change.add(other.change);
        self.change_amount += other.change_amount;
        self.unsupported.merge(&other.unsupported);
        self.has_probabilities |= other.has_probabilities;
        self.is_out_of_range |= other.is_out_of_range;
    }

    /// Whether some claim carries a probability.
    pub(super) fn has_probabilities(&self) -> bool {
        self.has_probabilities
    }

    /// Share of the money settled at once that is unsupported; of the claims, where there is no
    /// money.
    pub(super) fn unsupported_money_share(&self) -> Option<f64> {
        let (part, whole) = self.unsupported_part();
        ratio(part, whole)
    }

    /// The same as a fraction.
    fn unsupported_part(&self) -> (i128, i128) {
        if self.auto_amount > 0 {
            (self.unsupported.auto_amount, self.auto_amount)
        } else {
            let claims = self.unsupported.auto_claims;
            (i128::from(claims), i128::from(self.auto_claims))
        }
    }

    /// Why there is no estimate, if there is none.
    fn refusal(&self, mode: Mode) -> Option<Refusal> {
        let (part, whole) = self.unsupported_part();
        let is_unknown = self.unsupported.auto_claims > 0 || self.not_found > 0;
        if mode == Mode::Audit && !self.has_probabilities {
            Some(Refusal::NoProbabilities)
        } else if part * UNSUPPORTED_DIVISOR > whole {
            Some(Refusal::UnsupportedMoney)
        } else if is_unknown && self.found < FEWEST_RESULTS {
            Some(Refusal::FewResults)
        } else {
            self.is_out_of_range.then_some(Refusal::OutOfRange)
        }
    }

    /// The estimates, or why there are none.
    pub(super) fn finish(
        &self,
        scale: u8,
        mode: Mode,
        bounds: &Bounds,
    ) -> Result<MissingOutcomes, Refusal> {
        if let Some(refusal) = self.refusal(mode) {
            return Err(refusal);
        }
        let unit = 10_f64.powi(i32::from(scale));
        let loss = |moments| self.loss(moments, bounds.auto_amount(), unit);
        let rate = |loss| divided(loss, float(bounds.auto_amount()) / unit);
        let (snips, ips) = (loss(&self.self_normalised), loss(&self.unnormalised));
        let is_audit = mode == Mode::Audit;
        Ok(MissingOutcomes {
            mode,
            reason: None,
            loss_rate: rate(snips),
            loss_rate_unnormalised: if is_audit {
                rate(ips)
            } else {
                Estimate::exactly(None)
            },
            loss: snips,
            cost: self.total(&self.cost, |money| money.cost, unit),
            net_saving: self.total(&self.net_saving, |money| money.net_saving, unit),
            unknown_claims: bounds.unknown_claims(),
            effective_sample_size: self.effective_sample_size().filter(|_| is_audit),
            min_propensity: self.min_propensity().filter(|_| is_audit),
            unsupported_money_share: self.unsupported_money_share(),
            imputed_claims: 0,
            bounded_claims: self.unsupported.claims,
        })
    }

    /// The loss in whole units: the rate times the money, the unsupported part of it between its
    /// best and its worst case.
    fn loss(&self, rate: &RatioMoments, auto_amount: i128, unit: f64) -> Estimate {
        let unsupported = &self.unsupported;
        if unsupported.claims == 0 {
            return rate.scaled(float(auto_amount), unit);
        }
        let supported = rate.scaled(float(auto_amount - unsupported.auto_amount), unit);
        let of_rest = rate.scaled(float(unsupported.auto_amount), unit).value;
        moved(
            supported,
            of_rest.unwrap_or_default(),
            float(unsupported.least.loss) / unit,
            float(unsupported.most.loss) / unit,
        )
    }

    /// A sum in whole units; to unsupported claims happens what happens to those found by chance.
    fn total(&self, moments: &RatioMoments, figure: fn(&Money) -> i128, unit: f64) -> Estimate {
        let total = moments.scaled(float(moments.denominator()), float(ONE) * unit);
        let unsupported = &self.unsupported;
        let (least, most) = (figure(&unsupported.least), figure(&unsupported.most));
        let change = ratio(figure(&self.change), self.change_amount).unwrap_or_default();
        let change = change * float(unsupported.amount);
        moved(
            total,
            change.clamp(float(least), float(most)) / unit,
            float(least) / unit,
            float(most) / unit,
        )
    }

    /// `(sum w)^2/sum w^2` over known results of claims settled at once.
    fn effective_sample_size(&self) -> Option<f64> {
        let weights = float(self.weights);
        (self.squared_weights > 0).then(|| weights * weights / float(self.squared_weights))
    }

    /// The smallest probability of a claim settled at once.
    fn min_propensity(&self) -> Option<f64> {
        let nano = self
            .smallest
            .or_else(|| (self.weights > 0).then_some(CERTAIN))?;
        ratio(i128::from(nano), i128::from(CERTAIN))
    }
}

impl Unsupported {
    /// Adds a claim.
    fn add(&mut self, claim: &PricedClaim<'_>) {
        let justified = Money::of(&claim.sums);
        let unjustified = claim.if_unjustified.as_ref().map_or(justified, Money::of);
        let change = justified.to(unjustified);
        self.claims += 1;
        self.auto_claims += claim.sums.auto_claims;
        self.auto_amount += claim.sums.auto_amount.max(0);
        self.amount += claim.amount.map_or(0, i128::from).max(0);
        self.least.add(change.zip(Money::default(), i128::min));
        self.most.add(change.zip(Money::default(), i128::max));
    }

    /// Adds what was summed elsewhere.
    fn merge(&mut self, other: &Self) {
        self.claims += other.claims;
        self.auto_claims += other.auto_claims;
        self.auto_amount += other.auto_amount;
        self.amount += other.amount;
        self.least.add(other.least);
        self.most.add(other.most);
    }
}

/// The weight of a result found with this probability, rounded to 2^-16.
fn weight_of(nano: u64) -> i128 {
    let nano = i128::from(nano);
    (ONE * i128::from(CERTAIN) + nano / 2) / nano
}

/// The figures of a claim as they were before its result was found.
fn unseen(plan: &ReplayPlan, claim: &PricedClaim<'_>) -> Money {
    let results = KnownResults {
        justified: None,
        due_amount: None,
        clawed_back: None,
        caught_by_review: None,
        wrongly_refused: None,
        cash_found: None,
        ..claim.claim.results
    };
    let unseen = ReplayedClaim {
        results,
        ..*claim.claim
    };
    Money::of(&PricedClaim::new(plan, &unseen).sums)
}

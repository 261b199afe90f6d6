//! The totals of a policy beside those of its baselines.

use super::Mode;
use super::cost_terms::CostTerms;
use crate::money::power_of_ten;
use crate::replay::Ratio;
use crate::replay::Replay;
pub(crate) use crate::statistics::ratio;
use crate::statistics::{Estimate, RatioMoments, float};

/// The totals of a policy. Money is in minor units; over known results only.
#[derive(Clone, Debug, PartialEq)]
pub struct Overall {
    /// Claims.
    pub claims: u64,
    /// Claims with a known result.
    pub results_known: u64,
    /// Money claimed.
    pub amount: i128,
    /// Claims settled at once.
    pub auto_claims: u64,
    /// Money of claims settled at once.
    pub auto_amount: i128,
    /// Share of claims settled at once.
    pub auto_share: Estimate,
    /// Share of money settled at once.
    pub auto_money_share: Estimate,
    /// Claims that wait for a person.
    pub review_claims: u64,
    /// Loss of claims settled at once.
    pub loss: i128,
    /// The part of the loss that a review would have stopped.
    pub avoidable_loss: i128,
    /// Justified money whose cash is never found.
    pub unavoidable_loss: i128,
    /// Loss over money settled at once.
    pub loss_rate: Estimate,
    /// Unjustified claims over claims settled at once.
    pub count_error_rate: Estimate,
    /// What the decisions cost, losses included.
    pub cost: i128,
    /// What it costs to review every claim.
    pub cost_review_all: i128,
    /// What it costs to pay every claim at once.
    pub cost_approve_all: i128,
    /// What it costs for one who knows the results.
    pub cost_clairvoyant: i128,
    /// What is saved against reviewing every claim.
    pub net_saving: i128,
    /// Share of the clairvoyant's saving that is reached.
    pub captured: Estimate,
    /// Share of claims whose review costs more than the loss it can be expected to stop.
    pub break_even_share: Estimate,
    /// Minutes of staff, times 10^9, over all claims.
    pub minutes: i128,
    /// Minutes of staff if every claim were reviewed, times 10^9.
    pub minutes_review_all: i128,
    /// Mean days until settlement.
    pub resolution_days_mean: Estimate,
    /// Days within which 95 of 100 claims are settled.
    pub resolution_days_p95: Estimate,
    /// Mean days of the claims that wait for a person.
    pub resolution_days_manual: Estimate,
    /// Mean days until settlement if every claim were reviewed.
    pub resolution_days_review_all: Estimate,
    /// Share of claims settled after the legal limit.
    pub late_share: Estimate,
    /// Losses in `cost`: of claims settled at once, and those that reviews let pass.
    pub loss_in_cost: i128,
    /// Losses in `cost_review_all`: those that reviews let pass.
    pub residual_review_all: i128,
    /// Losses in `cost_approve_all`.
    pub loss_approve_all: i128,
    /// The loss with its interval, in minor units, where every result is known.
    pub loss_estimate: Estimate,
    /// The cost with its interval, in minor units, where every result is known.
    pub cost_estimate: Estimate,
    /// The saving with its interval, in minor units, where every result is known.
    pub net_saving_estimate: Estimate,
    /// Smallest and largest loss, unknown results included.
    pub loss_bounds: (i128, i128),
    /// Smallest and largest cost, unknown results included.
    pub cost_bounds: (i128, i128),
    /// Smallest and largest saving, unknown results included.
    pub net_saving_bounds: (i128, i128),
    /// `cost`, term by term; all zero where it was not split.
    pub terms: CostTerms,
    /// `cost_review_all`, term by term; all zero where it was not split.
    pub terms_review_all: CostTerms,
}

/// Estimated sums over every claim with their intervals, in whole units of the currency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SumIntervals {
    /// Loss of claims settled at once.
    pub(crate) loss: Estimate,
    /// What the decisions cost, losses included.
    pub(crate) cost: Estimate,
    /// What is saved against reviewing every claim.
    pub(crate) net_saving: Estimate,
}

impl Overall {
    /// A loss, cost or saving over the known results; `None` where no result is known, so that
    /// nobody reads a zero as "no loss".
    pub(crate) fn if_known(&self, minor: i128) -> Option<i128> {
        (self.results_known > 0).then_some(minor)
    }

    /// The totals of a replay.
    pub(crate) fn new(replay: &Replay, mode: Mode) -> Self {
        let total = &replay.total;
        let known = &total.known;
        let declined = replay
            .outcomes
            .last()
            .map_or(0, crate::replay::Group::claims);
        let claims = i128::from(total.claims());
        // The value is that of the sums; an interval needs customers.
        let with_interval = |value: Option<(i128, i128)>, ratio: Ratio, unit: f64| {
            Estimate::of(value).with_interval_of(&replay.clusters.ratio(ratio).hall(), unit)
        };
        let share =
            |part: u64, ratio: Ratio| with_interval(Some((i128::from(part), claims)), ratio, 1.0);
        let per_claim = |sum: i128, ratio: Ratio| {
            let value = Some((sum, 1)).filter(|_| mode != Mode::Bounds);
            with_interval(value, ratio, float(claims))
        };
        let possible_saving = known.cost_review_all - known.cost_clairvoyant;
        let captured = (known.net_saving(), possible_saving);
        let loss_bounds = total.bounds(|figures| figures.loss);
        Self {
            claims: total.claims(),
            results_known: known.claims,
            amount: total.amount(),
            auto_claims: total.auto_claims(),
            auto_amount: total.auto_amount(),
            auto_share: share(total.auto_claims(), Ratio::AutoShare),
            auto_money_share: with_interval(
                (total.negative() == 0).then_some((total.auto_amount(), total.amount())),
                Ratio::AutoMoneyShare,
                1.0,
            ),
            review_claims: total.claims() - total.auto_claims() - declined,
            loss: known.loss,
            avoidable_loss: known.avoidable_loss,
            unavoidable_loss: known.unavoidable_loss,
            loss_rate: loss_rate(total, mode, Some(replay.clusters.ratio(Ratio::LossRate))),
            count_error_rate: count_error_rate(
                total,
                mode,
                replay.clusters.ratio(Ratio::CountErrorRate),
            ),
            cost: known.cost,
            cost_review_all: known.cost_review_all,
            cost_approve_all: known.cost_approve_all,
            cost_clairvoyant: known.cost_clairvoyant,
            net_saving: known.net_saving(),
            captured: with_interval(Some(captured), Ratio::Captured, 1.0),
            break_even_share: Estimate::of(replay.break_even.share()),
            minutes: total.minutes(),
            minutes_review_all: known.minutes_review_all
                + total.unknown_if_justified.minutes_review_all,
            resolution_days_mean: with_interval(replay.resolution.mean(), Ratio::Days, 1e-6),
            resolution_days_p95: Estimate::of(replay.resolution.p95()),
            resolution_days_manual: Estimate::of(replay.resolution.mean_manual()),
            resolution_days_review_all: Estimate::of(replay.resolution.mean_review_all()),
            late_share: share(total.late(), Ratio::LateShare),
            loss_in_cost: known.loss_in_cost,
            residual_review_all: known.cost_review_all - known.review_without_loss,
            loss_approve_all: known.cost_approve_all - known.auto_without_loss,
            loss_estimate: per_claim(known.loss, Ratio::Loss),
            cost_estimate: per_claim(known.cost, Ratio::Cost),
            net_saving_estimate: per_claim(known.net_saving(), Ratio::NetSaving),
            loss_bounds,
            cost_bounds: total.bounds(|figures| figures.cost),
            net_saving_bounds: total.bounds(|figures| figures.net_saving),
            terms: CostTerms::default(),
            terms_review_all: CostTerms::default(),
        }
    }

    /// The saving to show, in minor units: that of the known results, or its estimate for all.
    pub(crate) fn shown_saving(&self, mode: Mode) -> Option<i128> {
        match mode {
            Mode::Full | Mode::Bounds => self.if_known(self.net_saving),
            Mode::Audit | Mode::Impute => self.net_saving_estimate.rounded(),
        }
    }

    /// The loss to show, in minor units: that of the known results, or its estimate for all.
    pub(crate) fn shown_loss(&self, mode: Mode) -> Option<i128> {
        match mode {
            Mode::Full | Mode::Bounds => self.if_known(self.loss),
            Mode::Audit | Mode::Impute => self.loss_estimate.rounded(),
        }
    }

    /// The sums over every claim with their intervals, in whole units of a currency with so many
    /// fraction digits. Where results are unknown there are only bounds: the sum over every claim
    /// is not known.
    pub(crate) fn sum_intervals(&self, mode: Mode, scale: u8) -> SumIntervals {
        let unit = power_of_ten(scale);
        let interval = |sum: &Estimate, bounds: (i128, i128)| match mode {
            Mode::Bounds => {
                Estimate::exactly(None).between(ratio(bounds.0, unit), ratio(bounds.1, unit))
            }
            Mode::Full | Mode::Audit | Mode::Impute => sum.in_units_of(unit),
        };
        SumIntervals {
            loss: interval(&self.loss_estimate, self.loss_bounds),
            cost: interval(&self.cost_estimate, self.cost_bounds),
            net_saving: interval(&self.net_saving_estimate, self.net_saving_bounds),
        }
    }
}

/// Loss over money settled at once; in the mode `bounds` between best and worst case. There is
/// none where an amount settled at once is negative: the money is no measure then.
pub(crate) fn loss_rate(
    group: &crate::replay::Group,
    mode: Mode,
    customers: Option<&RatioMoments>,
) -> Estimate {
    if group.auto_negative() > 0 {
        return Estimate::of(None);
    }
    let rate = Estimate::of(Some((group.known.loss, group.known.auto_amount)));
    let (low, high) = group.bounds(|figures| figures.loss);
    bounded(rate, mode, (low, high, group.auto_amount()), customers)
}

/// Unjustified claims over claims settled at once.
fn count_error_rate(
    group: &crate::replay::Group,
    mode: Mode,
    customers: &RatioMoments,
) -> Estimate {
    let known = &group.known;
    let rate = Estimate::of(Some((
        i128::from(known.auto_unjustified),
        i128::from(known.auto_claims),
    )));
    let (low, high) = group.bounds(|figures| figures.auto_unjustified);
    let all = i128::from(group.auto_claims());
    bounded(rate, mode, (low, high, all), Some(customers))
}

/// Adds the bounds where results are unknown, and else the interval over customers.
fn bounded(
    rate: Estimate,
    mode: Mode,
    (low, high, all): (i128, i128, i128),
    customers: Option<&RatioMoments>,
) -> Estimate {
    match mode {
        Mode::Full | Mode::Audit | Mode::Impute => customers.map_or(rate, |customers| {
            rate.with_interval_of(&customers.hall(), 1.0)
        }),
        Mode::Bounds => rate.between(ratio(low, all), ratio(high, all)),
    }
}

//! The totals of a policy beside those of its baselines.

use super::Mode;
use crate::replay::Replay;
use crate::statistics::Estimate;
pub(crate) use crate::statistics::ratio;

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
    /// Smallest and largest loss, unknown results included.
    pub loss_bounds: (i128, i128),
    /// Smallest and largest cost, unknown results included.
    pub cost_bounds: (i128, i128),
    /// Smallest and largest saving, unknown results included.
    pub net_saving_bounds: (i128, i128),
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
        let share = |part: u64| Estimate::of(Some((i128::from(part), claims)));
        let loss_bounds = total.bounds(|figures| figures.loss);
        Self {
            claims: total.claims(),
            results_known: known.claims,
            amount: total.amount(),
            auto_claims: total.auto_claims(),
            auto_amount: total.auto_amount(),
            auto_share: share(total.auto_claims()),
            auto_money_share: Estimate::of(
                (total.negative() == 0).then_some((total.auto_amount(), total.amount())),
            ),
            review_claims: total.claims() - total.auto_claims() - declined,
            loss: known.loss,
            avoidable_loss: known.avoidable_loss,
            unavoidable_loss: known.unavoidable_loss,
            loss_rate: loss_rate(total, mode),
            count_error_rate: count_error_rate(total, mode),
            cost: known.cost,
            cost_review_all: known.cost_review_all,
            cost_approve_all: known.cost_approve_all,
            cost_clairvoyant: known.cost_clairvoyant,
            net_saving: known.net_saving(),
            captured: Estimate::of(Some((
                known.net_saving(),
                known.cost_review_all - known.cost_clairvoyant,
            ))),
            break_even_share: Estimate::of(replay.break_even.share()),
            minutes: total.minutes(),
            minutes_review_all: known.minutes_review_all
                + total.unknown_if_justified.minutes_review_all,
            resolution_days_mean: Estimate::of(replay.resolution.mean()),
            resolution_days_p95: Estimate::of(replay.resolution.p95()),
            resolution_days_manual: Estimate::of(replay.resolution.mean_manual()),
            resolution_days_review_all: Estimate::of(replay.resolution.mean_review_all()),
            late_share: share(total.late()),
            loss_in_cost: known.loss_in_cost,
            residual_review_all: known.cost_review_all - known.review_without_loss,
            loss_approve_all: known.cost_approve_all - known.auto_without_loss,
            loss_bounds,
            cost_bounds: total.bounds(|figures| figures.cost),
            net_saving_bounds: total.bounds(|figures| figures.net_saving),
        }
    }
}

/// Loss over money settled at once; in the mode `bounds` between best and worst case. There is
/// none where an amount settled at once is negative: the money is no measure then.
pub(crate) fn loss_rate(group: &crate::replay::Group, mode: Mode) -> Estimate {
    if group.auto_negative() > 0 {
        return Estimate::of(None);
    }
    let rate = Estimate::of(Some((group.known.loss, group.known.auto_amount)));
    let (low, high) = group.bounds(|figures| figures.loss);
    bounded(rate, mode, low, high, group.auto_amount())
}

/// Unjustified claims over claims settled at once.
fn count_error_rate(group: &crate::replay::Group, mode: Mode) -> Estimate {
    let known = &group.known;
    let rate = Estimate::of(Some((
        i128::from(known.auto_unjustified),
        i128::from(known.auto_claims),
    )));
    let (low, high) = group.bounds(|figures| figures.auto_unjustified);
    bounded(rate, mode, low, high, i128::from(group.auto_claims()))
}

/// Adds the bounds where results are unknown.
fn bounded(rate: Estimate, mode: Mode, low: i128, high: i128, all: i128) -> Estimate {
    match mode {
        Mode::Full => rate,
        Mode::Bounds => rate.between(ratio(low, all), ratio(high, all)),
    }
}

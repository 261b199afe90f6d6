//! From policies to the points of a picture.

use super::search::PolicyFigures;
use super::tunables::Tunables;
use super::{Frontier, FrontierPoint};
use crate::money::round_ratio;
use crate::statistics::ratio;

/// Most points of a picture.
const MOST_POINTS: usize = 40;
/// Loss rates below which the last policy is always a point.
const NAMED_RATES: [f64; 3] = [0.005, 0.01, 0.02];

/// A policy and what it comes to.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) levels: Vec<usize>,
    pub(super) figures: PolicyFigures,
}

impl Policy {
    /// Loss over money settled at once.
    fn loss_rate(&self) -> Option<f64> {
        if self.figures.auto_negative > 0 {
            return None;
        }
        ratio(self.figures.loss, self.figures.known_amount)
    }
}

/// The frontier of some policies: those that no other one beats in loss rate and saving.
pub(super) fn frontier(
    tunables: &Tunables,
    (claims, amount): (u64, Option<i128>),
    mut policies: Vec<Policy>,
    present: &Policy,
    (looked_at, entangled): (u64, u64),
) -> Frontier {
    // A policy that settles nothing at once loses nothing.
    let rate = |policy: &Policy| policy.loss_rate().unwrap_or(0.0);
    policies.retain(|it| it.figures.auto_negative == 0);
    policies.sort_by(|one, other| {
        let saving = other.figures.net_saving.cmp(&one.figures.net_saving);
        let levels = one.levels.cmp(&other.levels);
        rate(one).total_cmp(&rate(other)).then(saving).then(levels)
    });
    let mut best: Option<i128> = None;
    policies.retain(|it| {
        let is_better = best.is_none_or(|best| it.figures.net_saving > best);
        if is_better {
            best = Some(it.figures.net_saving);
        }
        is_better
    });
    let chosen = thinned(&policies, rate);
    let point = |policy: &Policy, before: Option<&Policy>| FrontierPoint {
        limits: tunables.limits(&policy.levels),
        auto_share: ratio(policy.figures.auto_claims, i128::from(claims)).unwrap_or(0.0),
        auto_money_share: amount.and_then(|amount| ratio(policy.figures.auto_amount, amount)),
        loss_rate: policy.loss_rate(),
        loss: policy.figures.loss,
        net_saving: policy.figures.net_saving,
        marginal_break_even: before.and_then(|before| marginal(&before.figures, &policy.figures)),
        loss_rate_interval: None,
    };
    let before = std::iter::once(None).chain(chosen.iter().map(Some));
    Frontier {
        points: chosen
            .iter()
            .zip(before)
            .map(|(it, before)| point(it, before))
            .collect(),
        present: point(present, None),
        varied: tunables.names(),
        policies: looked_at,
        is_history_held: tunables.is_history_held(),
        entangled,
        thinned: tunables.thinned(),
    }
}

/// Avoidable loss added for each review saved; `None` where none is saved.
fn marginal(before: &PolicyFigures, after: &PolicyFigures) -> Option<i128> {
    let saved = before.reviews - after.reviews;
    (saved > 0).then(|| round_ratio(after.avoidable_loss - before.avoidable_loss, saved))
}

/// At most [`MOST_POINTS`] policies, evenly by loss rate, with the ends and the last ones below
/// the named rates.
fn thinned(policies: &[Policy], rate: impl Fn(&Policy) -> f64) -> Vec<Policy> {
    if policies.len() <= MOST_POINTS {
        return policies.to_vec();
    }
    let named = { NAMED_RATES.iter() }.filter_map(|most| {
        let end = policies.partition_point(|it| rate(it) <= *most);
        end.checked_sub(1)
    });
    let (first, last) = (
        policies.first().map_or(0.0, &rate),
        policies.last().map_or(0.0, &rate),
    );
    let evenly = MOST_POINTS - NAMED_RATES.len() - 2;
    let between = (0..evenly).map(|at| {
        let part =
            u32::try_from(at).map_or(0.0, f64::from) / u32::try_from(evenly).map_or(1.0, f64::from);
        policies.partition_point(|it| rate(it) < first + (last - first) * part)
    });
    let mut places: Vec<usize> = between
        .chain(named)
        .chain([0, policies.len() - 1])
        .collect();
    places.sort_unstable();
    places.dedup();
    { places.into_iter() }
        .filter_map(|place| policies.get(place).cloned())
        .collect()
}

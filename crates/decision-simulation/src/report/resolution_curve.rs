//! How many claims are settled by which day: by the decisions, and if every claim were reviewed.

use crate::replay::Replay;
use crate::statistics::ratio;

/// The share of claims settled by 0, 1, 2 .. quarters of a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ResolutionCurve {
    /// By the decisions.
    pub(crate) after: Vec<f64>,
    /// If every claim were reviewed.
    pub(crate) before: Vec<f64>,
}

impl ResolutionCurve {
    /// The shares of a replay; empty without claims.
    pub(super) fn new(replay: &Replay) -> Self {
        let (after, before) = replay.resolution.settled_by_quarter();
        let claims = i128::from(replay.claims());
        let shares = |counts: Vec<u64>| {
            let shares = counts.into_iter();
            shares
                .filter_map(|count| ratio(i128::from(count), claims))
                .collect()
        };
        Self {
            after: shares(after),
            before: shares(before),
        }
    }

    /// The share settled within so many quarters; past the end every claim is.
    pub(crate) fn at(shares: &[f64], quarter: usize) -> Option<f64> {
        shares.get(quarter).or(shares.last()).copied()
    }

    /// The quarters until 99% of claims are settled either way: as far as a picture goes.
    pub(crate) fn span(&self) -> usize {
        let reach = |shares: &[f64]| {
            let place = shares.iter().position(|share| *share >= 0.99);
            place.unwrap_or(shares.len().saturating_sub(1))
        };
        reach(&self.after).max(reach(&self.before))
    }
}

//! How long customers wait.

use std::collections::BTreeMap;

use decision_matrix::table::Outcome;

use crate::costs::ClaimPrice;

/// Minutes that a claim settled without a person takes.
pub(crate) const AUTOMATIC_MINUTES: i64 = 5;
/// Minutes of a day.
const DAY_MINUTES: i64 = 1_440;
/// Micro-days of one step of the distribution: a thousandth of a day.
const STEP: i64 = 1_000;
/// Micro-days of a quarter of a day.
const QUARTER: i64 = 250_000;
/// The quarters that are told apart: those of a year.
const MOST_QUARTERS: usize = 4 * 365;

/// The distribution of days until settlement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResolutionTimes {
    automatic: u64,
    manual: u64,
    /// Sum of days of claims that wait for a person, times 10^6.
    days: i128,
    /// Sum of days if every claim were reviewed, times 10^6.
    days_review_all: i128,
    /// Claims by thousandths of a day, rounded up.
    steps: BTreeMap<i64, u64>,
    /// If every claim were reviewed: claims by quarters of a day, rounded up; the last place holds
    /// all that take longer.
    quarters_review_all: Vec<u64>,
}

impl ResolutionTimes {
    /// Adds a claim; returns the days until it is settled, times 10^6.
    pub(super) fn add(&mut self, outcome: Outcome, price: &ClaimPrice<'_>) -> i64 {
        let days_review = price.review().days;
        self.days_review_all += i128::from(days_review);
        self.add_quarters(quarters(days_review), 1);
        if outcome.is_automatic_payment() || outcome == Outcome::Decline {
            self.automatic += 1;
            return AUTOMATIC_MINUTES * 1_000_000 / DAY_MINUTES;
        }
        let days = price.manual(outcome).days;
        self.manual += 1;
        self.days += i128::from(days);
        *self
            .steps
            .entry(days.div_euclid(STEP) + i64::from(days.rem_euclid(STEP) > 0))
            .or_default() += 1;
        days
    }

    /// Adds another distribution.
    pub(super) fn merge(&mut self, other: &Self) {
        self.automatic += other.automatic;
        self.manual += other.manual;
        self.days += other.days;
        self.days_review_all += other.days_review_all;
        for (step, count) in &other.steps {
            *self.steps.entry(*step).or_default() += count;
        }
        for (place, count) in other.quarters_review_all.iter().enumerate() {
            self.add_quarters(place, *count);
        }
    }

    /// Counts claims that would be settled by a review in so many quarters of a day.
    fn add_quarters(&mut self, place: usize, count: u64) {
        let place = place.min(MOST_QUARTERS);
        if self.quarters_review_all.len() <= place {
            self.quarters_review_all.resize(place + 1, 0);
        }
        if let Some(quarter) = self.quarters_review_all.get_mut(place) {
            *quarter += count;
        }
    }

    /// How many claims are settled within 0, 1, 2 .. quarters of a day: by the decisions, and if
    /// every claim were reviewed. Both end where all claims are settled, or with a year.
    pub(crate) fn settled_by_quarter(&self) -> (Vec<u64>, Vec<u64>) {
        let mut after = vec![self.automatic];
        for (step, count) in &self.steps {
            let place = quarters(step.saturating_mul(STEP)).min(MOST_QUARTERS);
            if after.len() <= place {
                after.resize(place + 1, 0);
            }
            if let Some(quarter) = after.get_mut(place) {
                *quarter += count;
            }
        }
        (summed(&after), summed(&self.quarters_review_all))
    }

    /// Mean days until settlement, as a fraction; `None` without claims.
    pub(crate) fn mean(&self) -> Option<(i128, i128)> {
        let claims = i128::from(self.automatic + self.manual);
        let automatic = i128::from(self.automatic) * i128::from(AUTOMATIC_MINUTES) * 1_000_000;
        let day = i128::from(DAY_MINUTES);
        (claims > 0).then_some((self.days * day + automatic, claims * day * 1_000_000))
    }

    /// Mean days until settlement if every claim were reviewed, as a fraction.
    pub(crate) fn mean_review_all(&self) -> Option<(i128, i128)> {
        let claims = i128::from(self.automatic + self.manual);
        (claims > 0).then_some((self.days_review_all, claims * 1_000_000))
    }

    /// Mean days of the claims that wait for a person, as a fraction.
    pub(crate) fn mean_manual(&self) -> Option<(i128, i128)> {
        (self.manual > 0).then_some((self.days, i128::from(self.manual) * 1_000_000))
    }

    /// The days within which 95 of 100 claims are settled (nearest rank), as a fraction.
    pub(crate) fn p95(&self) -> Option<(i128, i128)> {
        let claims = self.automatic + self.manual;
        let rank = (claims * 95).div_ceil(100);
        if claims == 0 {
            return None;
        }
        if rank <= self.automatic {
            return Some((i128::from(AUTOMATIC_MINUTES), i128::from(DAY_MINUTES)));
        }
        let mut passed = self.automatic;
        let step = self.steps.iter().find(|(_, count)| {
            passed += **count;
            passed >= rank
        });
        step.map(|(step, _)| (i128::from(*step), 1_000))
    }
}

/// Quarters of a day, rounded up.
fn quarters(micro_days: i64) -> usize {
    let whole = micro_days.div_euclid(QUARTER) + i64::from(micro_days.rem_euclid(QUARTER) > 0);
    usize::try_from(whole).unwrap_or_default()
}

/// Each count with all before it.
fn summed(counts: &[u64]) -> Vec<u64> {
    let counts = counts.iter().scan(0, |sum, count| {
        *sum += count;
        Some(*sum)
    });
    counts.collect()
}

#[cfg(test)]
mod tests;

//! Satisfaction: net promoter scores by outcome and by time to resolution (Reichheld 2003: the
//! share of 9 and 10 minus the share of 0 to 6).
//!
//! An answer is about what really happened, so a claim stands where it was really settled, by a
//! machine (`approve`) or by a person (`review`), and after the days that this took; only where
//! nobody wrote down who settled it, the replay stands in. One customer's answers go together in
//! the interval: a customer who is angry once is angry twice.

#[cfg(test)]
mod tests;

use decision_matrix::table::Outcome;

use crate::replay::{PricedClaim, ReplayPlan, outcome_place};
use crate::results::DecidedBy;
use crate::statistics::{Estimate, RatioMoments};

/// Bands of days until settlement: more than the first, at most the second.
const DAYS: [(i64, Option<i64>); 6] = [
    (0, Some(1)),
    (1, Some(3)),
    (3, Some(7)),
    (7, Some(14)),
    (14, Some(30)),
    (30, None),
];
/// Units of a day in a price.
const DAY: i64 = 1_000_000;
/// The smallest score of a promoter and the largest of a detractor.
const PROMOTER: u8 = 9;
const DETRACTOR: u8 = 6;
/// All claims, one group an outcome, one a band of days.
const GROUPS: usize = 1 + Outcome::ALL.len() + DAYS.len();

/// Scores of the customers who answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    /// All, then by outcome, then by time; groups without an answer are left out.
    pub groups: Vec<SurveyGroup>,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyGroup {
    /// Which claims.
    pub of: SurveyOf,
    /// Answers.
    pub answers: u64,
    /// Answers of 9 and 10.
    pub promoters: u64,
    /// Answers of 0 to 6.
    pub detractors: u64,
    /// Promoters less detractors over answers, -1..=1.
    pub score: Estimate,
}

/// Which claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyOf {
    /// All.
    All,
    /// How the claim was really settled, by outcome of this replay where it is not known.
    Outcome(Outcome),
    /// Days until settlement: more than the first, at most the second; `None` is without end.
    Days(i64, Option<i64>),
}

/// Adds up scores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurveyTally {
    groups: [GroupSums; GROUPS],
    /// Whether the customer at hand has answered.
    has_answered: bool,
}

/// What is added up for one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct GroupSums {
    answers: u64,
    promoters: u64,
    detractors: u64,
    customers: RatioMoments,
    /// Promoters less detractors, and answers, of the customer at hand.
    customer: (i64, i64),
}

impl SurveyTally {
    /// Nothing added up yet.
    pub fn new(_plan: &ReplayPlan) -> Self {
        Self::default()
    }

    /// Adds a claim. The claims of one customer come one after another.
    pub fn add(&mut self, _plan: &ReplayPlan, claim: &PricedClaim<'_>) {
        let Some(score) = claim.claim.results.score else {
            return;
        };
        let (outcome, days) = settlement(claim);
        let band = DAYS
            .iter()
            .position(|(_, last)| last.is_none_or(|last| days <= last * DAY))
            .unwrap_or(DAYS.len() - 1);
        let (promoter, detractor) = (score >= PROMOTER, score <= DETRACTOR);
        for place in [0, 1 + outcome_place(outcome), 1 + Outcome::ALL.len() + band] {
            let Some(group) = self.groups.get_mut(place) else {
                continue;
            };
            group.answers += 1;
            group.promoters += u64::from(promoter);
            group.detractors += u64::from(detractor);
            group.customer.0 += i64::from(promoter) - i64::from(detractor);
            group.customer.1 += 1;
        }
        self.has_answered = true;
    }

    /// Says that the last claim of a customer was added; without customers, after every claim.
    pub fn end_cluster(&mut self) {
        if !self.has_answered {
            return;
        }
        self.has_answered = false;
        for group in &mut self.groups {
            let (difference, answers) = std::mem::take(&mut group.customer);
            if answers > 0 {
                group.customers.add(difference, answers);
            }
        }
    }

    /// Adds what another tally has added up over other customers.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.groups.iter_mut().zip(&other.groups) {
            mine.answers += theirs.answers;
            mine.promoters += theirs.promoters;
            mine.detractors += theirs.detractors;
            mine.customers.merge(&theirs.customers);
        }
    }

    /// The scores of the groups that have answers.
    pub fn finish(&self, _plan: &ReplayPlan) -> Survey {
        let outcomes = Outcome::ALL.into_iter().map(SurveyOf::Outcome);
        let days = DAYS
            .into_iter()
            .map(|(above, last)| SurveyOf::Days(above, last));
        let of = std::iter::once(SurveyOf::All).chain(outcomes).chain(days);
        let groups = of
            .zip(&self.groups)
            .filter(|(_, sums)| sums.answers > 0)
            .map(|(of, sums)| SurveyGroup {
                of,
                answers: sums.answers,
                promoters: sums.promoters,
                detractors: sums.detractors,
                score: sums.customers.hall(),
            });
        Survey {
            groups: groups.collect(),
        }
    }
}

/// How a claim was settled, and after how many days, times 10^6. A machine takes minutes.
fn settlement(claim: &PricedClaim<'_>) -> (Outcome, i64) {
    let outcome = match claim.claim.results.decided_by {
        Some(DecidedBy::Auto) => Outcome::Approve,
        Some(DecidedBy::Review) => Outcome::Review,
        None => claim.claim.decision.outcome,
    };
    let is_at_once = outcome.is_automatic_payment() || outcome == Outcome::Decline;
    let days = if is_at_once {
        0
    } else {
        claim.price.manual(outcome).days
    };
    (outcome, days)
}

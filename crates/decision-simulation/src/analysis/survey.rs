//! Satisfaction: net promoter scores by outcome and by time to resolution (Reichheld 2003: the
//! share of 9 and 10 minus the share of 0 to 6).

use decision_matrix::table::Outcome;

use crate::statistics::Estimate;

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

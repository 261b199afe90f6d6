//! Drift: months beside one another, and alarms where the later ones are not of the kind that the
//! earlier ones were.

use crate::statistics::Estimate;

/// Months and alarms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift {
    /// Every calendar month from the first to the last claim that has a time, without gaps.
    pub months: Vec<Month>,
    /// What changed.
    pub alarms: Vec<DriftAlarm>,
    /// How many of the months are the reference: the first ones.
    pub reference_months: usize,
}

/// One calendar month.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// Year and month, 1..=12.
    pub year_month: (i64, u8),
    /// Claims.
    pub claims: u64,
    /// Money claimed, in minor units.
    pub amount: i128,
    /// Share settled at once.
    pub auto_share: Estimate,
    /// Loss over money settled at once, over known results.
    pub loss_rate: Estimate,
    /// Unjustified claims over claims with a known result.
    pub unjustified_share: Estimate,
    /// What the decisions save against reviewing every claim, in minor units.
    pub net_saving: i128,
    /// Whether the month rings an alarm.
    pub is_alarming: bool,
}

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct DriftAlarm {
    /// What changed.
    pub of: DriftOf,
    /// The first month in which it shows.
    pub year_month: (i64, u8),
    /// The statistic: a population stability index, or a share.
    pub value: f64,
    /// What it may be at most, or what it was in the reference.
    pub limit: f64,
}

/// What can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DriftOf {
    /// The share of unjustified claims among known results.
    UnjustifiedShare,
    /// The loss rate.
    LossRate,
    /// The distribution of a factor over its levels, by its name.
    Factor(String),
}

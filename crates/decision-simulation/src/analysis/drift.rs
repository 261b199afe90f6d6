//! Drift: months beside one another, and alarms where the later ones are not of the kind that the
//! earlier ones were.
//!
//! The first months are the reference, the months on which limits are measured. Each later month is
//! held against it: the share of unjustified claims, the loss rate, and for each factor of a claim
//! the distribution over its levels. How an alarm is judged stands in `alarms`.
//!
//! Not looked at are factors that are counted from earlier claims, because they rise by themselves
//! while a register fills, and dates. Results that become known late make the last months look
//! better or worse than they are; the number of known results stands beside them.

mod alarms;
mod month;
mod reference;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use decision_matrix::table::ValueType;
use decision_matrix::{Fact, calendar};

use crate::replay::{FactorLevels, PricedClaim, ReplayPlan};
use crate::statistics::Estimate;
use month::{CustomerMonth, MonthSums};

/// Years in which a claim can have been made. A time outside of them is a typing error.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2099;

/// Months and alarms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift {
    /// Every calendar month (UTC) from the first to the last claim that has a time, without gaps.
    pub months: Vec<Month>,
    /// What changed, each thing once.
    pub alarms: Vec<DriftAlarm>,
    /// How many of the months are the reference: the first ones.
    pub reference_months: usize,
    /// Claims in no month: without a time, outside of the years 1900 to 2099, or a few that lie
    /// more than a year away from all others.
    pub left_out: u64,
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
    /// What the decisions save against reviewing every claim, in minor units, over known results.
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
    /// The statistic of that month: a population stability index, or a share.
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

/// Adds up claims by calendar month.
#[derive(Clone, Debug)]
pub struct DriftTally {
    /// By number of the month, `12 * year + month - 1`.
    months: BTreeMap<i64, MonthSums>,
    left_out: u64,
    /// Places, in the order of the plan's levels, of the factors that are looked at.
    factors: Vec<usize>,
    /// The months of the customer at hand.
    customer: Vec<CustomerMonth>,
}

impl DriftTally {
    /// Nothing added up yet.
    pub fn new(plan: &ReplayPlan) -> Self {
        let factors = plan.levels().factors().iter().enumerate();
        let factors = factors.filter(|(_, levels)| is_looked_at(plan, levels));
        Self {
            months: BTreeMap::new(),
            left_out: 0,
            factors: factors.map(|(place, _)| place).collect(),
            customer: Vec::new(),
        }
    }

    /// Adds a claim. The claims of one customer come one after another.
    pub fn add(&mut self, plan: &ReplayPlan, claim: &PricedClaim<'_>) {
        let Some(number) = claim.time.and_then(month_of) else {
            self.left_out += 1;
            return;
        };
        let factors = plan.levels().factors();
        let month = self
            .months
            .entry(number)
            .or_insert_with(|| MonthSums::new(self.factors.len()));
        month.add(claim);
        for (counts, place) in month.levels.iter_mut().zip(&self.factors) {
            if let Some(levels) = factors.get(*place) {
                count(
                    counts,
                    level_place(levels, claim.claim.facts.fact(levels.factor())),
                );
            }
        }
        let mut months = self.customer.iter_mut().rev();
        if let Some(month) = months.find(|month| month.number == number) {
            month.add(claim);
        } else {
            let mut month = CustomerMonth::new(number);
            month.add(claim);
            self.customer.push(month);
        }
    }

    /// Says that the last claim of a customer was added; without customers, after every claim.
    pub fn end_cluster(&mut self) {
        for customer in self.customer.drain(..) {
            if let Some(month) = self.months.get_mut(&customer.number) {
                month.add_customer(&customer);
            }
        }
    }

    /// Adds what another tally of the same plan has added up over other customers.
    pub fn merge(&mut self, other: &Self) {
        self.left_out += other.left_out;
        for (number, theirs) in &other.months {
            self.months
                .entry(*number)
                .or_insert_with(|| MonthSums::new(theirs.levels.len()))
                .merge(theirs);
        }
    }

    /// Months and alarms. The reference ends before the month `reference_until`; without one the
    /// first third of the months is taken, at most twelve, more where these have few known results.
    pub fn finish(&self, plan: &ReplayPlan, reference_until: Option<(i64, u8)>) -> Drift {
        let (kept, strays) = reference::without_strays(&self.months);
        let Some((first, last)) = kept else {
            return Drift {
                left_out: self.left_out + strays,
                ..Drift::default()
            };
        };
        let empty = MonthSums::new(self.factors.len());
        let sums: Vec<&MonthSums> = (first..=last)
            .map(|number| self.months.get(&number).unwrap_or(&empty))
            .collect();
        let until = reference_until.map(|(year, month)| year * 12 + i64::from(month) - 1 - first);
        let reference_months = reference::months(&sums, until);
        let factors: Vec<&str> = { self.factors.iter() }
            .filter_map(|place| plan.levels().factors().get(*place))
            .map(FactorLevels::name)
            .collect();
        let found = alarms::of_months(&sums, reference_months, &factors);
        let months = (first..).zip(&sums).zip(&found.alarming);
        Drift {
            months: months
                .map(|((number, sums), alarming)| sums.shown(year_month(number), *alarming))
                .collect(),
            alarms: { found.first.into_iter() }
                .map(|alarm| alarm.shown(first))
                .collect(),
            reference_months,
            left_out: self.left_out + strays,
        }
    }
}

/// Whether the distribution of a factor means anything over time.
fn is_looked_at(plan: &ReplayPlan, levels: &FactorLevels) -> bool {
    let factor = plan.tables().factors.get(levels.factor().0 as usize);
    factor.is_some_and(|factor| {
        let is_time = matches!(
            factor.column.value_type,
            ValueType::Date | ValueType::Timestamp
        );
        factor.history.is_none() && !is_time
    })
}

/// The place of a level: null, faults, then the levels.
fn level_place(levels: &FactorLevels, fact: Fact) -> usize {
    match fact {
        Fact::Null => 0,
        Fact::Fault(_) => 1,
        Fact::Value(_) => 2 + usize::from(levels.level(fact)),
    }
}

/// Counts one more at a place, which may be new.
#[inline]
fn count(counts: &mut Vec<u64>, place: usize) {
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    } else {
        // A few places at once: most factors have few levels.
        counts.resize((place + 1).next_multiple_of(8), 0);
        count(counts, place);
    }
}

/// The number of the month of a time; `None` where it can only be a typing error.
fn month_of(seconds: i64) -> Option<i64> {
    let days = seconds.div_euclid(calendar::DAY_SECONDS);
    let (year, month, _) = calendar::civil_from_days(days);
    YEARS.contains(&year).then_some(year * 12 + month - 1)
}

/// Year and month, 1..=12, of a number.
fn year_month(number: i64) -> (i64, u8) {
    let month = u8::try_from(number.rem_euclid(12) + 1).unwrap_or(1);
    (number.div_euclid(12), month)
}

//! When a month rings an alarm.
//!
//! An alarm must be both certain and large. In a register of thousands of claims a month any test
//! rejects sooner or later, because no two months are quite alike; and among many months and
//! factors something is always the largest by chance.
//!
//! *Certain:* where nothing changes, a report holds an alarm with a probability of at most 5%,
//! however many months and factors it looks at and however they hang together (Bonferroni). A third
//! of the 5% belongs to the unjustified share, a third to the loss rate, a third to the factors, to
//! each an equal part. The k-th month after the reference gets `1/(k(k+1))` of its part; these
//! add up to 1, so that months which are added later use up nothing that was promised before
//! (spending of the level: Lan and `DeMets` 1983).
//!
//! - Unjustified share: Fisher's exact test of the month against the reference, one-sided: only a
//!   rise is an alarm. Claims of one customer in one month may go together, so counts are taken
//!   down to the effective number of claims, `(sum c)^2 / sum c^2` over the customers' claims `c`
//!   (Kish 1965); this is the worst case, in which they are all alike.
//! - Loss rate: the difference of the two ratios over its standard error, with the skewness taken
//!   out as Hall (1992) does, one-sided; `A` is the skewness of the difference. Clusters are the
//!   customers of a month. Money is so uneven that a month with fewer than ten losses is not
//!   judged.
//! - Factors: the population stability index against its law where nothing changes, with effective
//!   numbers of claims; levels of which fewer than ten claims are expected are taken together.
//!   Where two levels are left, Fisher's exact test in both directions decides instead, so that
//!   something that was never there before, such as a fault, is judged rightly.
//!
//! A customer who has claims in both the month and the reference makes the two more alike, which
//! the tests ignore; they ring less often for it, never more.
//!
//! *Large:* a share or a loss rate must be above the reference by a fifth of it, and by half a
//! percentage point or a tenth of one. A stability index must reach 0.02, about what it is where
//! seven of a hundred claims moved to the other one of two even levels.

#[cfg(test)]
mod tests;

use super::month::MonthSums;
use super::{DriftAlarm, DriftOf, year_month};
use crate::statistics::{
    Estimate, RatioMoments, fisher_one_sided, normal_quantile, ratio, stability_index,
};

/// The chance of a false alarm in a report, for each of the three kinds.
const LEVEL: f64 = 0.05 / 3.0;
/// How much larger than the reference a share must be, times.
const LARGER: f64 = 1.2;
/// By how much the unjustified share and the loss rate must rise at least.
const SHARE_RISE: f64 = 0.005;
const LOSS_RISE: f64 = 0.001;
/// The smallest stability index that matters.
const INDEX_RISE: f64 = 0.02;
/// The fewest losses by which a loss rate is judged.
const FEWEST_LOSSES: u64 = 10;
/// The fewest claims that are expected in a level of its own.
const FEWEST_EXPECTED: f64 = 10.0;
/// The normal quantile of an interval's ends.
const INTERVAL_QUANTILE: f64 = 1.959_963_984_540_054;

/// What rang.
pub(super) struct Found {
    /// Month by month, whether anything rang.
    pub(super) alarming: Vec<bool>,
    /// What rang, each thing once, in its first month.
    pub(super) first: Vec<FirstAlarm>,
}

/// An alarm in the first month in which it rang.
pub(super) struct FirstAlarm {
    of: DriftOf,
    /// The place of the month.
    month: usize,
    value: f64,
    limit: f64,
}

impl FirstAlarm {
    /// The alarm as it is reported; `first` is the number of the first month.
    pub(super) fn shown(self, first: i64) -> DriftAlarm {
        let number = first + i64::try_from(self.month).unwrap_or_default();
        DriftAlarm {
            of: self.of,
            year_month: year_month(number),
            value: self.value,
            limit: self.limit,
        }
    }
}

/// Holds every month after the reference against it. `factors` are the names of the factors.
pub(super) fn of_months(sums: &[&MonthSums], reference: usize, factors: &[&str]) -> Found {
    let (before, later) = sums.split_at_checked(reference).unwrap_or((sums, &[]));
    let mut past = MonthSums::new(factors.len());
    for month in before {
        past.merge(month);
    }
    let mut found = Found {
        alarming: vec![false; sums.len()],
        first: Vec::new(),
    };
    for (at, month) in later.iter().enumerate() {
        let level = LEVEL * part_of_month(at + 1);
        let mut ring = |of: DriftOf, rung: Option<(f64, f64)>| {
            let Some((value, limit)) = rung else { return };
            if let Some(alarming) = found.alarming.get_mut(reference + at) {
                *alarming = true;
            }
            if found.first.iter().all(|alarm| alarm.of != of) {
                found.first.push(FirstAlarm {
                    of,
                    month: reference + at,
                    value,
                    limit,
                });
            }
        };
        ring(DriftOf::UnjustifiedShare, share(&past, month, level));
        ring(DriftOf::LossRate, loss_rate(&past.loss, &month.loss, level));
        for (at, name) in factors.iter().enumerate() {
            let moved = factor(&past, month, at, level / float(factors.len()));
            ring(DriftOf::Factor((*name).to_owned()), moved);
        }
    }
    found
}

/// The part of the level that the k-th month gets.
fn part_of_month(k: usize) -> f64 {
    1.0 / (float(k) * float(k + 1))
}

/// The share of unjustified claims in a month and in the reference, where it rang.
fn share(past: &MonthSums, month: &MonthSums, level: f64) -> Option<(f64, f64)> {
    let of = |it: &MonthSums| ratio(i128::from(it.unjustified), i128::from(it.known));
    let (now, then) = (of(month)?, of(past)?);
    let is_large = now >= then * LARGER && now >= then + SHARE_RISE;
    if !is_large {
        return None;
    }
    let counts = |it: &MonthSums| {
        let justified = it.known - it.unjustified;
        effective_pair(it.unjustified, justified, it.known, it.known_squared)
    };
    (fisher_one_sided(counts(past), counts(month)) <= level).then_some((now, then))
}

/// Two counts, taken down to the effective number of claims: `claims` and the sum of the squares
/// of the customers' claims give the part that counts.
fn effective_pair(first: u64, second: u64, claims: u64, squares: u64) -> (u64, u64) {
    let down = |count: u64| {
        let scaled = u128::from(count) * u128::from(claims) / u128::from(squares.max(1));
        u64::try_from(scaled).unwrap_or(count).min(count)
    };
    (down(first), down(second))
}

/// The loss rate of a month and of the reference, where it rang.
fn loss_rate(past: &RatioMoments, month: &RatioMoments, level: f64) -> Option<(f64, f64)> {
    let (now, then) = (Spread::of(month)?, Spread::of(past)?);
    let is_large = now.value >= then.value * LARGER && now.value >= then.value + LOSS_RISE;
    if !is_large || month.events() < FEWEST_LOSSES || past.events() < FEWEST_LOSSES {
        return None;
    }
    let pivot = now.less(&then);
    (pivot >= normal_quantile(1.0 - level)).then_some((now.value, then.value))
}

/// A ratio with its standard error and the skewness of its error.
#[derive(Clone, Copy, Debug)]
struct Spread {
    value: f64,
    error: f64,
    skewness: f64,
}

impl Spread {
    /// Read off the interval: its two ends determine error and skewness. With Hall's `h` undone,
    /// `H(y) = 3/a*(cbrt(1 + a*(y - a/6)) - 1)`, the ends are `r - H(z)*s` and `r - H(-z)*s`, and
    /// the quotient of the two halves falls with the skewness `a`.
    fn of(moments: &RatioMoments) -> Option<Self> {
        let Estimate {
            value, low, high, ..
        } = moments.hall();
        let (value, low, high) = (value?, low?, high?);
        let halves = |a: f64| (undone(INTERVAL_QUANTILE, a), -undone(-INTERVAL_QUANTILE, a));
        let (mut least, mut most) = (-MOST_SKEWNESS, MOST_SKEWNESS);
        for _ in 0..HALVINGS {
            let a = f64::midpoint(least, most);
            let (below, above) = halves(a);
            if (value - low) * above < below * (high - value) {
                least = a;
            } else {
                most = a;
            }
        }
        let skewness = f64::midpoint(least, most);
        let (below, above) = halves(skewness);
        let error = (high - low) / (below + above);
        (error.is_finite() && error > 0.0).then_some(Self {
            value,
            error,
            skewness,
        })
    }

    /// How far this ratio lies above another, as a standard normal value where they are equal in
    /// truth.
    fn less(&self, other: &Self) -> f64 {
        let variance = self.error.powi(2) + other.error.powi(2);
        let x = (self.value - other.value) / variance.sqrt();
        let third = self.skewness * self.error.powi(3) - other.skewness * other.error.powi(3);
        let a = third / variance.powf(1.5);
        x + a * x.powi(2) / 3.0 + a.powi(2) * x.powi(3) / 27.0 + a / 6.0
    }
}

/// Skewness of a mean beyond which there is no telling.
const MOST_SKEWNESS: f64 = 3.0;
/// Halvings of an interval until its ends are neighbours.
const HALVINGS: usize = 60;

/// Hall's transformation undone.
fn undone(y: f64, a: f64) -> f64 {
    let shifted = y - a / 6.0;
    if a.abs() < 1e-9 {
        shifted
    } else {
        3.0 / a * ((1.0 + a * shifted).cbrt() - 1.0)
    }
}

/// The stability index of a factor in a month, and what it may be, where it rang.
fn factor(past: &MonthSums, month: &MonthSums, at: usize, level: f64) -> Option<(f64, f64)> {
    let (then, now) = pooled(past.levels.get(at)?, month.levels.get(at)?);
    let (index, limit) = stability_index(&then, &now, 1.0 - level)?;
    let spread = |n: f64, m: f64| 1.0 / n + 1.0 / m;
    let claims = |it: &MonthSums| count(it.claims).powi(2) / count(it.claims_squared.max(1));
    let effective = spread(claims(past), claims(month));
    let limit = limit * effective / spread(count(past.claims), count(month.claims));
    let is_certain = match (then.as_slice(), now.as_slice()) {
        (&[first_then, second_then], &[first_now, second_now]) => {
            let of = |first, second, it: &MonthSums| {
                let (claims, squares) = (it.claims, it.claims_squared);
                effective_pair(first, second, claims, squares)
            };
            let then = of(first_then, second_then, past);
            let now = of(first_now, second_now, month);
            let swapped = |(first, second)| (second, first);
            let rise = fisher_one_sided(then, now);
            let fall = fisher_one_sided(swapped(then), swapped(now));
            2.0 * rise.min(fall) <= level
        }
        _ => index >= limit,
    };
    let limit = limit.max(INDEX_RISE);
    (is_certain && index >= limit).then_some((index, limit))
}

/// The counts of the reference and of a month with rare levels taken together. What is rare is
/// decided by the reference and the number of claims of the month, not by what the month shows.
fn pooled(then: &[u64], now: &[u64]) -> (Vec<u64>, Vec<u64>) {
    let (all_then, all_now) = (then.iter().sum::<u64>(), now.iter().sum::<u64>());
    let share = count(all_now) / count(all_then.max(1));
    let is_rare = |count_then: f64| count_then * share.min(1.0) < FEWEST_EXPECTED;
    let mut kept: Vec<(u64, u64)> = Vec::new();
    let mut rest = (0, 0);
    for place in 0..then.len().max(now.len()) {
        let of = |counts: &[u64]| counts.get(place).copied().unwrap_or_default();
        if is_rare(count(of(then))) {
            rest = (rest.0 + of(then), rest.1 + of(now));
        } else {
            kept.push((of(then), of(now)));
        }
    }
    if kept.len() == 1 || !is_rare(count(rest.0)) {
        kept.push(rest);
    } else if let Some(smallest) = kept.iter_mut().min_by_key(|(then, _)| *then) {
        *smallest = (smallest.0 + rest.0, smallest.1 + rest.1);
    }
    kept.into_iter().unzip()
}

/// A number of claims as a float.
#[expect(
    clippy::cast_precision_loss,
    reason = "a statistic needs no more than 53 bits"
)]
fn count(value: u64) -> f64 {
    value as f64
}

/// A small number as a float.
#[expect(clippy::cast_precision_loss, reason = "months and factors are few")]
fn float(value: usize) -> f64 {
    value as f64
}
